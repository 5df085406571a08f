//! Asks a model that others answer with, so many times a second, and counts what comes of it.
//!
//!     opg-market-ask ENDPOINT MODEL INPUT.npy RATE SECONDS [ACCOUNTS]
//!
//! MODEL is the hash of a model with one input of fixed dimensions, which INPUT.npy has. ACCOUNTS accounts, to
//! which Alice gives what they need, make RATE bonded requests a second between them, and it waits until all have
//! ended.

use anyhow::{bail, ensure, Context, Result};
use futures::try_join;
use opg_zombienet::{
    bytes,
    load::{accounts, Node},
    market::{request, Happened, History, PATIENCE},
};
use std::{
    collections::BTreeMap,
    fs,
    sync::{
        atomic::{AtomicUsize, Ordering},
        Arc,
    },
    time::Instant,
};

/// What an account begins with, in OPG, and for how many requests it gets one more: prices rise as workers get
/// busy, and fees as blocks get full.
const FUNDS: u128 = 20;
const ASKED_FOR_ONE: usize = 2;

struct Arguments {
    endpoint: String,
    model: [u8; 32],
    input: Vec<u8>,
    rate: f64,
    seconds: f64,
    accounts: usize,
}

impl Arguments {
    fn read() -> Result<Self> {
        let all: Vec<_> = std::env::args().skip(1).collect();
        let [endpoint, model, input, rate, seconds, accounts @ ..] = &all[..] else {
            bail!("it takes ENDPOINT MODEL INPUT.npy RATE SECONDS [ACCOUNTS]")
        };
        let model = bytes(model)?.try_into().ok().context("a hash has 32 bytes")?;
        let input = fs::read(input).with_context(|| format!("{input} cannot be read"))?;
        Ok(Self {
            endpoint: endpoint.clone(),
            model,
            input: elements(&input).context("the input is no .npy file")?.to_vec(),
            rate: rate.parse()?,
            seconds: seconds.parse()?,
            accounts: accounts.first().map_or(Ok(1_000), |text| text.parse())?,
        })
    }
}

/// What follows the head of a .npy file of version 1.
fn elements(file: &[u8]) -> Option<&[u8]> {
    let rest = file.strip_prefix(b"\x93NUMPY\x01\x00")?;
    let (length, rest) = rest.split_first_chunk()?;
    rest.get(usize::from(u16::from_le_bytes(*length))..)
}

#[tokio::main]
async fn main() -> Result<()> {
    let Arguments { endpoint, model, input, rate, seconds, accounts: count } = Arguments::read()?;
    let requests = (rate * seconds) as usize;
    ensure!(count > 0 && requests > 0, "there must be accounts, and requests");
    let node = Arc::new(Node::at(&endpoint).await?);
    let askers = accounts("asker", count.min(requests))?;
    println!("funding {} accounts", askers.len());
    let each = requests.div_ceil(askers.len()).div_ceil(ASKED_FOR_ONE) as u128;
    node.fund(&askers, FUNDS + each).await?;
    println!("signing {requests} requests");
    let signed = node.sign_ahead(&request(model, &input), &askers, requests).await?;

    println!("asking {rate} times a second");
    let first = node.height().await? + 1;
    let included = Arc::new(AtomicUsize::new(0));
    let submission = tokio::spawn({
        let (node, included, begun) = (node.clone(), included.clone(), Instant::now());
        let due = move || (begun.elapsed().as_secs_f64() * rate) as usize;
        async move { node.submit_all(signed, &included, due).await }
    });
    let submission = async { submission.await? };
    let ((history, waits), ()) = try_join!(watch(&node, first, requests, &included), submission)?;
    history.report();
    println!("blocks to answer {} at p50, {} at p99", part(&waits, 50), part(&waits, 99));
    Ok(())
}

/// Follows the best chain from block `next`, until every request has ended. Answers also with how many blocks
/// each waited for its first answer, in order.
async fn watch(
    node: &Node,
    mut next: u64,
    requests: usize,
    included: &AtomicUsize,
) -> Result<(History, Vec<u64>)> {
    let (mut history, mut since) = (History::default(), next);
    let (mut asked, mut waits) = (BTreeMap::new(), Vec::new());
    while history.sum.ended() < requests {
        node.wait_height(next).await?;
        let block = node.read(next).await?;
        let happened = Happened::read(node, &block).await?;
        asked.extend(happened.asked.iter().map(|job| (*job, next)));
        let first = happened.answered.iter().filter_map(|job| asked.remove(job));
        waits.extend(first.map(|at| next - at));
        if happened.counts != Default::default() {
            since = next;
        }
        print!("  block {next}:");
        history.push(block, happened.counts);
        included.store(history.sum.asked, Ordering::Relaxed);
        next += 1;
        let missing = requests - history.sum.ended();
        ensure!(next < since + PATIENCE, "nothing happens, and {missing} have not ended");
    }
    waits.sort_unstable();
    Ok((history, waits))
}

/// What so many in a hundred were no longer than.
fn part(sorted: &[u64], percent: usize) -> u64 {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_should_be_what_follows_the_head() {
        let file = include_bytes!("../../../zkml/models/digit.npy");
        assert_eq!(elements(file).unwrap().len(), 64 * 4);
        assert_eq!(elements(b"PK"), None);
    }

    #[test]
    fn part_should_be_of_all_that_waited() {
        assert_eq!((part(&[1, 2, 3, 4], 50), part(&[1, 2, 3, 4], 99), part(&[], 50)), (2, 4, 0));
    }
}
