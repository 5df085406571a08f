//! Has a model be asked as fast as blocks allow, through the real pool and RPC of one node, answers every
//! request, and reports how many were settled a second.
//!
//!     opg-market-load [ENDPOINT [REQUESTS [ACCOUNTS]]]
//!
//! On a new development chain: Alice registers a model of four bytes, WORKERS operators offer to answer
//! with it, and ACCOUNTS accounts make REQUESTS bonded requests. The model is not attested, so nothing is
//! audited.

use anyhow::{ensure, Context, Result};
use futures::{future::try_join_all, try_join};
use opg_zombienet::{
    load::{accounts, average, seconds, Block, Node, OPG},
    send,
    subxt::{
        config::{substrate::BlakeTwo256, Hasher},
        dynamic::{tx, Value},
        ext::codec::{Decode, Encode},
        tx::DynamicPayload,
    },
    zombienet_sdk::subxt_signer::sr25519::{dev, Keypair},
};
use std::{
    collections::BTreeMap,
    sync::{
        atomic::{AtomicUsize, Ordering},
        Arc,
    },
};

/// Operators who answer: few, so that their batches are large.
const WORKERS: usize = 6;
/// What each has at stake.
const BOND: u128 = 30_000 * OPG;
/// Answers in a batch.
const BATCH: usize = 64;
/// Blocks within which an answer is promised.
const TIME: u128 = 10;
/// Blocks without anything happening after which what is missing must have been dropped.
const PATIENCE: u64 = 60;
const MODEL: [u8; 32] = [9; 32];
const SALT: [u8; 32] = [1; 32];

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let endpoint = arguments.next().unwrap_or_else(|| "ws://127.0.0.1:9944".into());
    let requests: usize = arguments.next().map_or(Ok(32_768), |text| text.parse())?;
    let count: usize = arguments.next().map_or(Ok(1_000), |text| text.parse())?;
    ensure!(count > 0 && requests >= count, "each account makes at least one request");

    let node = Arc::new(Node::at(&endpoint).await?);
    let (askers, workers) = (accounts("asker", count)?, accounts("worker", WORKERS)?);
    println!("funding {count} accounts and {WORKERS} workers");
    node.fund(&workers, 2 * BOND / OPG).await?;
    node.fund(&askers, 50).await?;
    println!("registering a model");
    register(&node).await?;
    try_join_all(workers.iter().map(|worker| serve(&node, worker))).await?;
    println!("signing {requests} requests");
    let signed = node.sign_ahead(&request(), &askers, requests).await?;

    println!("submitting");
    let first = node.height().await? + 1;
    let included = Arc::new(AtomicUsize::new(0));
    let submission = tokio::spawn({
        let (node, included) = (node.clone(), included.clone());
        async move { node.submit_all(signed, &included).await }
    });
    let submission = async { submission.await? };
    let market = Market::new(&node, workers, requests).await?;
    let (done, ()) = try_join!(market.watch(first, &included), submission)?;
    done.report(requests);
    Ok(())
}

fn tensor(name: &str) -> Value {
    let shape = Value::unnamed_composite([Value::unnamed_variant("Fixed", [Value::u128(4)])]);
    Value::named_composite([
        ("name", Value::from_bytes(name)),
        ("dtype", Value::unnamed_variant("U8", [])),
        ("shape", shape),
    ])
}

/// Alice owns a model.
async fn register(node: &Node) -> Result<()> {
    let alice = dev::alice();
    let parts = (b"opg/model", alice.public_key().0, MODEL, SALT).encode();
    let hasher = BlakeTwo256::new(&node.client.metadata());
    let commitment = Value::from_bytes(hasher.hash(&parts));
    send(&node.client, &alice, "Models", "commit", vec![commitment]).await?;
    node.wait_height(node.height().await? + 10).await?;
    let tensors = |name| Value::unnamed_composite([tensor(name)]);
    let interface =
        Value::named_composite([("inputs", tensors("in")), ("outputs", tensors("out"))]);
    let claim = Value::named_composite([
        ("class", Value::unnamed_variant("Exact", [])),
        ("interface", interface),
        ("key", Value::unnamed_variant("None", [])),
    ]);
    let fields = vec![
        Value::from_bytes(MODEL),
        Value::u128(100),
        claim,
        Value::u128(50_000),
        Value::from_bytes(SALT),
    ];
    send(&node.client, &alice, "Models", "register", fields).await
}

async fn serve(node: &Node, worker: &Keypair) -> Result<()> {
    let profile = Value::named_composite([
        ("endpoint", Value::from_bytes("")),
        ("metadata", Value::from_bytes("")),
    ]);
    // The role of those who run models.
    let roles = Value::unnamed_composite([Value::u128(2)]);
    let fields = vec![roles, Value::u128(BOND), Value::u128(0), profile];
    send(&node.client, worker, "Stake", "register", fields).await?;
    let ask =
        Value::named_composite([("price", Value::u128(OPG / 100)), ("latency", Value::u128(1))]);
    let fields = vec![Value::from_bytes(MODEL), ask, Value::u128(1_000)];
    send(&node.client, worker, "Models", "offer", fields).await
}

fn inline(bytes: [u8; 4]) -> Value {
    Value::unnamed_variant("Inline", [Value::from_bytes(bytes)])
}

fn request() -> DynamicPayload {
    let none = || Value::unnamed_variant("None", []);
    let order = Value::named_composite([
        ("model", Value::from_bytes(MODEL)),
        ("input", inline([1, 2, 3, 4])),
        ("assurance", Value::unnamed_variant("Bonded", [])),
        ("max_price", Value::u128(OPG / 10)),
        ("time", Value::u128(TIME)),
        ("coverage", none()),
        ("beneficiary", none()),
    ]);
    tx("Inference", "request", vec![order])
}

fn answers(jobs: &[u64]) -> DynamicPayload {
    let one = |job: &u64| Value::unnamed_composite([Value::u128((*job).into()), inline([9; 4])]);
    let all = Value::unnamed_composite(jobs.iter().map(one).collect::<Vec<_>>());
    tx("Inference", "submit_answers", vec![all])
}

/// The workers, and what has happened so far.
struct Market<'a> {
    node: &'a Node,
    /// Keys by account, with the next nonce.
    workers: BTreeMap<[u8; 32], (Keypair, u64)>,
    requests: usize,
    blocks: Vec<Block>,
    /// Of each block: requests made, answered, settled, and ended otherwise.
    counts: Vec<[usize; 4]>,
}

impl<'a> Market<'a> {
    async fn new(node: &'a Node, workers: Vec<Keypair>, requests: usize) -> Result<Self> {
        let nonces = node.nonces(&workers).await?;
        let workers = workers.into_iter().zip(nonces);
        let workers = workers.map(|(key, nonce)| (key.public_key().0, (key, nonce))).collect();
        Ok(Self { node, workers, requests, blocks: Vec::new(), counts: Vec::new() })
    }

    fn sum(&self, what: usize) -> usize {
        self.counts.iter().map(|counts| counts[what]).sum()
    }

    /// Follows the best chain from block `next`, and answers, until every request has ended.
    async fn watch(mut self, mut next: u64, included: &AtomicUsize) -> Result<Self> {
        let mut since = next;
        while self.sum(2) + self.sum(3) < self.requests {
            // A pool bans an answer to a request of a block that it has not looked at yet.
            self.node.wait_height(next + 1).await?;
            let block = self.node.read(next).await?;
            let (assigned, counts) = self.happened(&block).await?;
            self.answer(assigned).await?;
            let [asked, answered, settled, refunded] = counts;
            if counts != [0; 4] {
                since = next;
            }
            self.blocks.push(block);
            self.counts.push(counts);
            included.store(self.sum(0), Ordering::Relaxed);
            println!(
                "  block {next}: {asked} asked, {answered} answered, {settled} settled, \
                 {refunded} refunded, {} settled in all",
                self.sum(2)
            );
            next += 1;
            let missing = self.requests - self.sum(2) - self.sum(3);
            ensure!(next < since + PATIENCE, "nothing happens, and {missing} have not ended");
        }
        Ok(self)
    }

    /// Who was given which requests in a block, and how many of what there was.
    async fn happened(&self, block: &Block) -> Result<(BTreeMap<[u8; 32], Vec<u64>>, [usize; 4])> {
        let (mut assigned, mut counts) = (BTreeMap::<_, Vec<u64>>::new(), [0; 4]);
        for event in self.node.client.events().at(block.hash).await?.iter() {
            let event = event?;
            if event.pallet_name() != "Inference" {
                continue;
            }
            match event.variant_name() {
                "Requested" => counts[0] += 1,
                "Assigned" => {
                    let (job, worker) = <(u64, [u8; 32])>::decode(&mut event.field_bytes())?;
                    assigned.entry(worker).or_default().push(job);
                },
                "Answered" => counts[1] += 1,
                "Settled" => counts[2] += 1,
                "Refunded" => counts[3] += 1,
                "Refused" => anyhow::bail!("an answer was refused: {:?}", event.field_values()?),
                _ => {},
            }
        }
        Ok((assigned, counts))
    }

    async fn answer(&mut self, assigned: BTreeMap<[u8; 32], Vec<u64>>) -> Result<()> {
        let mut signed = Vec::new();
        for (worker, jobs) in assigned {
            let (key, nonce) = self.workers.get_mut(&worker).context("someone else works")?;
            for batch in jobs.chunks(BATCH) {
                signed.push(self.node.sign(&answers(batch), key, *nonce)?);
                *nonce += 1;
            }
        }
        try_join_all(signed.iter().map(|batch| self.node.submit(batch))).await?;
        Ok(())
    }

    fn report(&self, requests: usize) {
        // While requests come in and others are settled: what was begun with and what is left at the
        // end does not count.
        let first = self.counts.iter().position(|counts| counts[2] > 0).unwrap_or(0);
        let last = self.counts.iter().rposition(|counts| counts[0] > 0).unwrap_or(0).max(first);
        let (blocks, counts) = (&self.blocks[first..last], &self.counts[first..last]);
        let settled: usize = counts.iter().map(|counts| counts[2]).sum();
        let asked: usize = counts.iter().map(|counts| counts[0]).sum();
        println!("requests         {requests}, {} settled, {} refunded", self.sum(2), self.sum(3));
        println!("steady blocks    {} over {:.0} s", blocks.len(), seconds(blocks));
        println!("asked a second   {:.0}", asked as f64 / seconds(blocks).max(1.0));
        println!("settled a second {:.0}", settled as f64 / seconds(blocks).max(1.0));
        println!(
            "weight           {:.3} s a block, of it {:.3} s of requests",
            average(blocks, |block| block.total) / 1e12,
            average(blocks, |block| block.normal) / 1e12
        );
    }
}
