//! Children: what they can do, and what becomes of jobs when they end.

mod common;

use common::{
    assert_sound, config, engine, eventually, floats, is_running, kill, onnx, start, within, Folder,
};
use opg_engine::{Config, Engine, Layers, Refusal, StartError};
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const CHILD: &str = env!("CARGO_BIN_EXE_opg-engine-child");

#[test]
fn a_child_should_be_able_to_compute_and_to_do_nothing_else() {
    let output = Command::new(CHILD).arg("probe").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    println!("{said}");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines: Vec<_> = said.lines().skip(1).collect();
    let (denied, allowed): (Vec<&str>, Vec<&str>) =
        lines.iter().partition(|line| line.contains(": no"));
    assert_eq!(denied.len(), 17, "{denied:?}");
    assert_eq!(allowed, ["memory within the limit: yes", "time: yes"]);
}

#[tokio::test]
async fn all_layers_should_be_in_place_where_the_kernel_has_them() {
    let engine = engine().await;
    let Layers { files, calls, limits, rights } = engine.layers();
    assert!(limits && rights && (files || calls), "{:?}", engine.layers());
}

#[tokio::test]
async fn a_child_killed_while_idle_should_cost_no_job() {
    let (engine, folder) = (engine().await, Folder::new());
    for round in 1..=3 {
        let pid = engine.status().children[0];
        kill(pid);
        eventually("the child is gone", || !is_running(pid)).await;
        assert_sound(&engine, &folder).await;
        assert_eq!(engine.status().replaced, round);
        assert_ne!(engine.status().children, [pid]);
    }
}

#[tokio::test]
async fn a_child_killed_during_a_job_should_refuse_it_and_be_replaced() {
    let (engine, folder) = (engine().await, Folder::new());
    let model = folder.model(&onnx::endless());
    let mut refused = Vec::new();
    for _ in 0..3 {
        let job = {
            let (engine, model) = (engine.clone(), model.clone());
            tokio::spawn(
                async move { engine.run(&model, vec![floats(&[1], &[0.0])], within(60)).await },
            )
        };
        tokio::time::sleep(Duration::from_millis(400)).await;
        if !job.is_finished() {
            kill(engine.status().children[0]);
        }
        refused.push(job.await.unwrap().unwrap_err());
        assert_sound(&engine, &folder).await;
    }
    let crashed = Refusal::Crashed("signal 9".into());
    assert_eq!(refused[..2], [crashed.clone(), crashed]);
    // Twice in a row is enough for now.
    assert!(matches!(refused[2], Refusal::CrashedBefore { .. }), "{:?}", refused[2]);
    assert_eq!(engine.status().replaced, 2);
}

#[tokio::test]
async fn a_job_that_nobody_waits_for_should_be_stopped() {
    let (engine, folder) = (engine().await, Folder::new());
    let model = folder.model(&onnx::endless());
    let pid = engine.status().children[0];
    let job = engine.run(&model, vec![floats(&[1], &[0.0])], within(60));
    let waited = tokio::time::timeout(Duration::from_millis(300), job).await;
    assert!(waited.is_err());
    eventually("the child is gone", || !is_running(pid)).await;
    assert_sound(&engine, &folder).await;
}

#[tokio::test]
async fn children_should_end_with_the_engine() {
    let engine = start(Config { children: 3, ..config() }).await;
    let children = engine.status().children;
    assert_eq!(children.len(), 3);
    drop(engine);
    eventually("all are gone", || !children.iter().any(|pid| is_running(*pid))).await;
}

#[tokio::test]
async fn children_should_end_with_a_parent_that_is_killed_even_in_the_middle_of_a_job() {
    let folder = Folder::new();
    let model = folder.model(&onnx::endless());
    let sha256: String = model.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut parent = Command::new(CHILD)
        .arg("loop")
        .arg(&model.path)
        .arg(sha256)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(parent.stdout.take().unwrap()).lines().map(Result::unwrap);
    let children: Vec<u32> =
        lines.take_while(|line| line != "running").map(|line| line.parse().unwrap()).collect();
    assert_eq!(children.len(), 2);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(children.iter().all(|pid| is_running(*pid)));
    parent.kill().unwrap();
    parent.wait().unwrap();
    eventually("all are gone", || !children.iter().any(|pid| is_running(*pid))).await;
}

#[tokio::test]
async fn an_engine_that_cannot_start_should_say_what_to_do() {
    let missing = Config { library: Some("/nowhere/libonnxruntime.so".into()), ..config() };
    let why = Engine::start(missing).await.err().unwrap();
    assert!(matches!(why, StartError::NoLibrary(_)), "{why}");
    assert!(why.to_string().contains("scripts/onnx-runtime"), "{why}");
    // A library, but another one.
    let folder = Folder::new();
    let other = folder.0.join("libonnxruntime.so");
    std::fs::write(&other, "not a library").unwrap();
    let why = Engine::start(Config { library: Some(other), ..config() }).await.err().unwrap();
    assert!(matches!(why, StartError::Library { .. }), "{why}");
    // A program that does not call `run_if_asked`.
    let begin = Instant::now();
    let why = Engine::start(Config { program: Some("/bin/true".into()), ..config() })
        .await
        .err()
        .unwrap();
    assert!(matches!(why, StartError::NoChild(_) | StartError::Spawn(_)), "{why}");
    assert!(begin.elapsed() < Duration::from_secs(5));
}
