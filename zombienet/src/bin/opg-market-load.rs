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
    load::{accounts, Node, OPG},
    market::{inline, request, Happened, History, PATIENCE},
    send,
    subxt::{
        config::{substrate::BlakeTwo256, Hasher},
        dynamic::{tx, Value},
        ext::codec::Encode,
        tx::DynamicPayload,
    },
    zombienet_sdk::subxt_signer::sr25519::{dev, Keypair},
    INFERENCE,
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
    let signed = node.sign_ahead(&request(MODEL, &[1, 2, 3, 4]), &askers, requests).await?;

    println!("submitting");
    let first = node.height().await? + 1;
    let included = Arc::new(AtomicUsize::new(0));
    let submission = tokio::spawn({
        let (node, included) = (node.clone(), included.clone());
        async move { node.submit_all(signed, &included, || usize::MAX).await }
    });
    let submission = async { submission.await? };
    let market = Market::new(&node, workers, requests).await?;
    let (done, ()) = try_join!(market.watch(first, &included), submission)?;
    done.report();
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
    opg_zombienet::register(&node.client, worker, INFERENCE, BOND, 0).await?;
    let ask =
        Value::named_composite([("price", Value::u128(OPG / 100)), ("latency", Value::u128(1))]);
    let fields = vec![Value::from_bytes(MODEL), ask, Value::u128(1_000)];
    send(&node.client, worker, "Models", "offer", fields).await
}

fn answers(jobs: &[u64]) -> DynamicPayload {
    let one = |job: &u64| Value::unnamed_composite([Value::u128((*job).into()), inline(&[9; 4])]);
    let all = Value::unnamed_composite(jobs.iter().map(one).collect::<Vec<_>>());
    tx("Inference", "submit_answers", vec![all])
}

/// The workers, and what has happened so far.
struct Market<'a> {
    node: &'a Node,
    /// Keys by account, with the next nonce.
    workers: BTreeMap<[u8; 32], (Keypair, u64)>,
    requests: usize,
    history: History,
}

impl<'a> Market<'a> {
    async fn new(node: &'a Node, workers: Vec<Keypair>, requests: usize) -> Result<Self> {
        let nonces = node.nonces(&workers).await?;
        let workers = workers.into_iter().zip(nonces);
        let workers = workers.map(|(key, nonce)| (key.public_key().0, (key, nonce))).collect();
        Ok(Self { node, workers, requests, history: History::default() })
    }

    /// Follows the best chain from block `next`, and answers, until every request has ended.
    async fn watch(mut self, mut next: u64, included: &AtomicUsize) -> Result<History> {
        let mut since = next;
        while self.history.sum.ended() < self.requests {
            // A pool bans an answer to a request of a block that it has not looked at yet.
            self.node.wait_height(next + 1).await?;
            let block = self.node.read(next).await?;
            let Happened { assigned, counts, .. } = Happened::read(self.node, &block).await?;
            ensure!(counts.refused == 0, "an answer was refused in block {next}");
            self.answer(assigned).await?;
            if counts != Default::default() {
                since = next;
            }
            print!("  block {next}:");
            self.history.push(block, counts);
            included.store(self.history.sum.asked, Ordering::Relaxed);
            next += 1;
            let missing = self.requests - self.history.sum.ended();
            ensure!(next < since + PATIENCE, "nothing happens, and {missing} have not ended");
        }
        Ok(self.history)
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
}
