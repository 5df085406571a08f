//! Real processes: a development node, a store, workers; and people who act on the chain.

#![allow(dead_code, reason = "the tests of the command line use a part of it")]

pub mod clock;
pub mod crowd;
pub mod feeds;
pub mod load;
pub mod market;
pub mod people;
pub mod processes;
pub mod proofs;
pub mod proxy;
pub mod world;

use std::{fmt::Display, future::Future, time::Duration};

/// What `ask` answers as soon as that is something; it is asked again for as long as a test may wait.
pub async fn until<T, Answer>(what: impl Display, mut ask: impl FnMut() -> Answer) -> T
where
    Answer: Future<Output = Option<T>>,
{
    let end = tokio::time::Instant::now() + Duration::from_secs(600);
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(tokio::time::Instant::now() < end, "waited ten minutes for {what}");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}
