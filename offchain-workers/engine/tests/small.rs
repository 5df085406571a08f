//! Small jobs of quick models, several of them at once in one child.

mod common;

use common::{
    assert_sound, config, engine, eventually, floats, is_running, kill, long, onnx, start, within,
    Folder,
};
use opg_engine::{Config, Engine, Limits, ModelFile, Refusal, Tensor};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Runs a model until small jobs of it are answered beside others.
async fn warm(engine: &Engine, model: &ModelFile, inputs: Vec<Tensor>) {
    let before = engine.status().beside_others;
    for _ in 0..1000 {
        engine.run(model, inputs.clone(), within(20)).await.unwrap();
        if engine.status().beside_others > before {
            return;
        }
    }
    panic!("it is never quick");
}

fn doubled(x: f32, times: i64) -> Vec<Tensor> {
    vec![floats(&[1], &[x]), long(times)]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_on_their_way_together_should_each_get_their_own_answer() {
    let engine = start(Config { children: 2, waiting: 100, ..config() }).await;
    let folder = Folder::new();
    let negate = folder.model(&onnx::unary("Neg", onnx::F32, &[None]));
    let double = folder.model(&onnx::doubling());
    warm(&engine, &negate, vec![floats(&[1], &[1.0])]).await;
    warm(&engine, &double, doubled(1.0, 1)).await;
    let mut jobs = JoinSet::new();
    // More than there is room for in all rings.
    for number in 0..100 {
        let (engine, negate, double) = (engine.clone(), negate.clone(), double.clone());
        jobs.spawn(async move {
            for round in 0..100 {
                let x = (number * 100 + round) as f32;
                let length = round % 9;
                let inputs = vec![floats(&[length as u64], &vec![x; length])];
                let wanted = vec![floats(&[length as u64], &vec![-x; length])];
                assert_eq!(engine.run(&negate, inputs, within(60)).await, Ok(wanted));
                let wanted = vec![floats(&[1], &[x * 8.0])];
                assert_eq!(engine.run(&double, doubled(x, 3), within(60)).await, Ok(wanted));
            }
        });
    }
    while let Some(done) = jobs.join_next().await {
        done.unwrap();
    }
    let status = engine.status();
    println!("{} of 20000 beside others", status.beside_others);
    assert!(status.beside_others > 1000 && status.replaced == 0, "{status:?}");
}

#[tokio::test]
async fn refusals_beside_others_should_be_those_of_a_job_alone() {
    let (engine, folder) = (engine().await, Folder::new());
    let model = folder.model(&onnx::filling(true));
    warm(&engine, &model, vec![long(1)]).await;
    let refused = engine.run(&model, vec![floats(&[1], &[0.0])], within(20)).await;
    assert!(matches!(refused, Err(Refusal::BadInput(_))), "{refused:?}");
    let refused = engine.run(&model, vec![long(-1)], within(20)).await;
    assert!(matches!(refused, Err(Refusal::Failed(_))), "{refused:?}");
    let limits = Limits { output_bytes: 8, ..within(20) };
    let refused = engine.run(&model, vec![long(3)], limits).await;
    assert_eq!(refused, Err(Refusal::OutputTooLarge { limit: 8 }));
    // More than a slot of the ring holds, and more than there is.
    let outputs = engine.run(&model, vec![long(2_000_000)], within(20)).await.unwrap();
    assert!(outputs == [floats(&[2_000_000], &vec![0.0; 2_000_000])]);
    warm(&engine, &model, vec![long(1)]).await;
    let refused = engine.run(&model, vec![long(200_000_000)], within(20)).await;
    assert!(
        matches!(refused, Err(Refusal::OutOfMemory | Refusal::OutputTooLarge { .. })),
        "{refused:?}"
    );
    assert_sound(&engine, &folder).await;
    assert_eq!(engine.status().replaced, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_loops_beside_others_should_cost_only_itself() {
    let engine = start(Config { children: 2, ..config() }).await;
    let folder = Folder::new();
    let (quick, loops) =
        (folder.model(&onnx::unary("Neg", onnx::F32, &[None])), folder.model(&onnx::doubling()));
    for round in 0..3 {
        warm(&engine, &loops, doubled(1.0, 1)).await;
        warm(&engine, &quick, vec![floats(&[1], &[1.0])]).await;
        let mut honest = JoinSet::new();
        for _ in 0..6 {
            let (engine, quick) = (engine.clone(), quick.clone());
            honest.spawn(async move {
                let mut slowest = Duration::ZERO;
                for _ in 0..500 {
                    let begin = Instant::now();
                    let outputs = engine.run(&quick, vec![floats(&[1], &[1.0])], within(60)).await;
                    assert_eq!(outputs, Ok(vec![floats(&[1], &[-1.0])]));
                    slowest = slowest.max(begin.elapsed());
                }
                slowest
            });
        }
        let limits = Limits { time: Duration::from_secs(1), ..Limits::default() };
        let refused = engine.run(&loops, doubled(1.0, i64::MAX), limits).await;
        assert_eq!(refused, Err(Refusal::TimeLimit { milliseconds: 1000 }));
        while let Some(slowest) = honest.join_next().await {
            let slowest = slowest.unwrap();
            assert!(slowest < Duration::from_millis(700), "{slowest:?} behind a loop");
        }
        assert_eq!(engine.status().replaced, round + 1);
    }
}

#[tokio::test]
async fn a_job_beside_others_that_nobody_waits_for_should_be_stopped() {
    let (engine, folder) = (engine().await, Folder::new());
    let model = folder.model(&onnx::doubling());
    warm(&engine, &model, doubled(1.0, 1)).await;
    let pid = engine.status().children[0];
    let job = engine.run(&model, doubled(1.0, i64::MAX), within(60));
    assert!(tokio::time::timeout(Duration::from_millis(100), job).await.is_err());
    eventually("the child is gone", || !is_running(pid)).await;
    assert_sound(&engine, &folder).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn children_killed_under_many_small_jobs_should_lose_none_of_them() {
    let engine = start(Config { children: 2, ..config() }).await;
    let folder = Folder::new();
    let model = folder.model(&onnx::doubling());
    warm(&engine, &model, doubled(1.0, 1)).await;
    // Each takes a few microseconds; two children have sixteen at a time.
    let until = Instant::now() + Duration::from_secs(4);
    let mut jobs = JoinSet::new();
    for number in 0..16 {
        let (engine, model) = (engine.clone(), model.clone());
        jobs.spawn(async move {
            let (mut done, mut blamed) = (0u64, 0u64);
            while Instant::now() < until {
                match engine.run(&model, doubled(number as f32, 3), within(60)).await {
                    Ok(outputs) => {
                        assert_eq!(outputs, [floats(&[1], &[number as f32 * 8.0])]);
                        done += 1;
                    },
                    // It was alone with the child, as far as anyone can tell.
                    Err(Refusal::Crashed(_)) => blamed += 1,
                    Err(why) => panic!("{why}"),
                }
            }
            (done, blamed)
        });
    }
    let mut kills = 0;
    while Instant::now() < until - Duration::from_millis(500) {
        tokio::time::sleep(Duration::from_millis(150)).await;
        if let Some(pid) = engine.status().children.first() {
            kill(*pid);
            kills += 1;
        }
    }
    let (mut done, mut blamed) = (0, 0);
    while let Some(job) = jobs.join_next().await {
        let (d, b) = job.unwrap();
        (done, blamed) = (done + d, blamed + b);
    }
    println!("{kills} kills: {done} answered, {blamed} blamed");
    assert!(kills > 10 && done > 10_000, "{kills} {done}");
    assert!(blamed <= kills / 4, "{blamed} of {kills}");
    assert_sound(&engine, &folder).await;
}
