//! How many blocks it takes from a request to its answer, on a machine that does nothing else. Run with
//! `cargo test --release -p opg-worker --test it -- --ignored --nocapture latency`.

use crate::common::{
    market::Digits,
    proofs::{proven, quantised},
    until,
    world::{History, World},
};
use opg_primitives::market::{Assurance, Data, JobId};
use std::time::Duration;

const REQUESTS: usize = 50;

/// The answer that so many in a hundred were no later than.
fn percentile(sorted: &[u32], percent: usize) -> u32 {
    sorted[(sorted.len() * percent).div_ceil(100) - 1]
}

fn blocks(history: &History, jobs: &[JobId], end: &str) -> Vec<u32> {
    let took = |job: &JobId| Some(history.when(end, *job)? - history.when("Requested", *job)?);
    let mut all: Vec<u32> = jobs.iter().filter_map(took).collect();
    all.sort_unstable();
    all
}

/// Requests one after the other, each at another moment of a block; none is answered later than after so many blocks.
async fn measure(world: &World, assurance: Assurance, end: &str, most: u32) {
    let before = world.history().await.jobs("Requested").len();
    let mut asker = world.asker();
    for image in 0..REQUESTS {
        let input = match assurance {
            Assurance::Proven => quantised(&world.digits, image),
            _ => world.digits.image(image),
        };
        let call = world.order(Data::Inline(input.try_into().unwrap()), assurance, 20);
        let best = world.chain.best().await.unwrap();
        asker.see(best).await.unwrap();
        asker.send(&call, best).await.unwrap();
        tokio::time::sleep(Duration::from_millis(3_700)).await;
    }
    let took = until("the answers", async || {
        let history = world.history().await;
        let jobs = history.jobs("Requested").split_off(before);
        let took = blocks(&history, &jobs, end);
        (took.len() == REQUESTS).then_some(took)
    })
    .await;
    let (half, nearly_all) = (percentile(&took, 50), percentile(&took, 99));
    println!("{assurance:?}: p50 {half}, p99 {nearly_all} blocks, of {took:?}");
    assert!(nearly_all <= most, "{assurance:?}: {took:?}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it measures for some minutes, which tells something on an idle machine"]
async fn answers_should_come_within_two_blocks_and_proofs_within_three() {
    let world = World::new(1, proven).await;
    let mut worker = world.at_work(&world.place(0, 5, 8));
    measure(&world, Assurance::Bonded, "Answered", 2).await;
    measure(&world, Assurance::Proven, "Proven", 3).await;
    worker.kill();
}

/// Of 784, 64 and 10 neurons.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "as above"]
async fn proofs_of_the_larger_model_should_come_within_three_blocks() {
    let world = World::of(Digits::large(), 1, proven).await;
    let mut worker = world.at_work(&world.place(0, 5, 8));
    measure(&world, Assurance::Proven, "Proven", 3).await;
    worker.kill();
}

#[test]
fn percentiles_should_be_of_those_that_were_measured() {
    let all: Vec<u32> = (1..=100).collect();
    assert_eq!((percentile(&all, 50), percentile(&all, 99)), (50, 99));
    assert_eq!(percentile(&[7], 99), 7);
    for digits in [Digits::load(), Digits::large()] {
        assert_eq!(quantised(&digits, 0).len(), digits.pixels as usize);
    }
}
