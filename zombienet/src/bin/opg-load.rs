//! Fills blocks with transfers through the real pool and RPC of one node, and reports how full and
//! how punctual the blocks were.
//!
//!     opg-load [ENDPOINT [TRANSFERS [ACCOUNTS [OPG]]]]
//!
//! Funds ACCOUNTS accounts with OPG each from Alice (fees rise while blocks are full), signs
//! TRANSFERS transfers ahead, keeps the pool as full of them as it can be without dropping any, and
//! watches the blocks until all are in.

use anyhow::{ensure, Context, Result};
use futures::{stream, try_join, StreamExt, TryStreamExt};
use opg_zombienet::{
    bytes, hex,
    subxt::{
        backend::rpc::RpcClient,
        config::{substrate::H256, DefaultExtrinsicParamsBuilder as Params},
        dynamic::{tx, Value},
        ext::{
            codec::{Compact, Decode},
            subxt_rpcs::rpc_params,
        },
    },
    zombienet_sdk::subxt_signer::{
        sr25519::{dev, Keypair},
        SecretUri,
    },
    Claim, Client,
};
use serde_json::Value as Json;
use std::{
    str::FromStr,
    sync::{
        atomic::{AtomicUsize, Ordering},
        Arc,
    },
    time::Duration,
};

const OPG: u128 = 1_000_000_000_000;
/// Transfers in one funding batch: a block holds several.
const FUNDING_BATCH: usize = 200;
/// Submissions under way at a time.
const IN_FLIGHT: usize = 64;
/// Transfers that may wait in the pool. It holds 8,192, takes in more than that, and drops what is
/// too much later: a sender whose transfer was dropped is stuck, since all that follow wait for it.
const POOL: usize = 8_000;
/// The node's answer for "the pool is full": wait, then try again.
const POOL_FULL: &str = "1016";
/// Blocks without a transfer after which those that are missing must have been dropped.
const PATIENCE: usize = 10;
const SLOT_MILLIS: u64 = 3_000;

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let endpoint = arguments.next().unwrap_or_else(|| "ws://127.0.0.1:9944".into());
    let transfers: usize = arguments.next().map_or(Ok(3 * 8_192), |text| text.parse())?;
    let accounts: usize = arguments.next().map_or(Ok(1_000), |text| text.parse())?;
    let funds: u128 = arguments.next().map_or(Ok(20), |text| text.parse())?;
    ensure!(accounts > 0 && transfers >= accounts, "each account sends at least one transfer");

    let rpc = RpcClient::from_url(&endpoint).await.context("no node answers; start one first")?;
    let client = Client::from_rpc_client(rpc.clone()).await?;
    let senders: Vec<Keypair> = (0..accounts)
        .map(|index| Ok(Keypair::from_uri(&SecretUri::from_str(&format!("//load/{index}"))?)?))
        .collect::<Result<_>>()?;

    println!("funding {accounts} accounts");
    fund(&client, &senders, funds).await?;
    println!("signing {transfers} transfers");
    let nonces = stream::iter(&senders)
        .map(|sender| {
            let (transactions, account) = (client.tx(), sender.public_key().to_account_id());
            async move { transactions.account_nonce(&account).await }
        })
        .buffered(IN_FLIGHT)
        .try_collect::<Vec<u64>>()
        .await?;
    let signed = sign(&client, &senders, &nonces, transfers)?;

    println!("submitting");
    let first = best(&rpc).await?.0 + 1;
    let included = Arc::new(AtomicUsize::new(0));
    let submission = tokio::spawn(submit(rpc.clone(), signed, included.clone()));
    let submission = async { submission.await? };
    let (blocks, ()) = try_join!(watch(&rpc, first, transfers, &included), submission)?;
    report(&blocks, transfers);
    Ok(())
}

fn transfer_to(receiver: &Keypair, amount: u128) -> Value {
    let id = Value::unnamed_variant("Id", [Value::from_bytes(receiver.public_key().0)]);
    Value::named_variant(
        "Balances",
        [(
            "0",
            Value::named_variant(
                "transfer_allow_death",
                [("dest", id), ("value", Value::u128(amount))],
            ),
        )],
    )
}

/// Gives each sender `funds` OPG for its transfers and their fees.
async fn fund(client: &Client, senders: &[Keypair], funds: u128) -> Result<()> {
    let mut last = None;
    let mut nonce = client.tx().account_nonce(&dev::alice().public_key().to_account_id()).await?;
    for chunk in senders.chunks(FUNDING_BATCH) {
        let calls: Vec<_> = chunk.iter().map(|sender| transfer_to(sender, funds * OPG)).collect();
        let batch = tx("Utility", "batch_all", vec![Value::unnamed_composite(calls)]);
        let params = Params::new().nonce(nonce).build();
        nonce += 1;
        last = Some(client.tx().sign_and_submit_then_watch(&batch, &dev::alice(), params).await?);
    }
    if let Some(batch) = last {
        batch.wait_for_finalized_success().await?;
    }
    Ok(())
}

/// Signs the transfers, round after round: first each sender's first, then each one's second.
fn sign(
    client: &Client,
    senders: &[Keypair],
    nonces: &[u64],
    transfers: usize,
) -> Result<Vec<String>> {
    let threads = std::thread::available_parallelism()?.get();
    let receiver = dev::bob();
    let one = |number: usize| -> Result<String> {
        let sender = number % senders.len();
        let dest = Value::unnamed_variant("Id", [Value::from_bytes(receiver.public_key().0)]);
        let call = tx("Balances", "transfer_keep_alive", vec![dest, Value::u128(OPG / 1_000)]);
        let nonce = nonces[sender] + (number / senders.len()) as u64;
        let params = Params::new().nonce(nonce).immortal().build();
        let mut partial = client.tx().create_partial_offline(&call, params)?;
        Ok(hex(&partial.sign(&senders[sender]).into_encoded()))
    };
    let share = transfers.div_ceil(threads);
    std::thread::scope(|scope| {
        let one = &one;
        let workers: Vec<_> = (0..threads)
            .map(|thread| {
                let end = transfers.min((thread + 1) * share);
                scope.spawn(move || (thread * share..end).map(one).collect::<Result<Vec<_>>>())
            })
            .collect();
        let mut signed = Vec::with_capacity(transfers);
        for worker in workers {
            signed.extend(worker.join().expect("signing does not panic")?);
        }
        Ok(signed)
    })
}

async fn submit(rpc: RpcClient, signed: Vec<String>, included: Arc<AtomicUsize>) -> Result<()> {
    stream::iter(signed.into_iter().enumerate().map(Ok))
        .try_for_each_concurrent(IN_FLIGHT, |(number, extrinsic)| {
            let (rpc, included) = (&rpc, &included);
            async move {
                while number >= POOL + included.load(Ordering::Relaxed) {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                submit_one(rpc, extrinsic).await
            }
        })
        .await
}

async fn submit_one(rpc: &RpcClient, extrinsic: String) -> Result<()> {
    loop {
        let answer: Result<String, _> =
            rpc.request("author_submitExtrinsic", rpc_params![&extrinsic]).await;
        let Err(error) = answer else { return Ok(()) };
        let text = format!("{error:?}");
        ensure!(text.contains(POOL_FULL), "a transfer was refused: {text}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// What a block did.
struct Block {
    slot: u64,
    transfers: usize,
    /// Picoseconds of computation of ordinary transactions.
    normal: u64,
}

/// Follows the best chain from block `first` until `transfers` are in.
async fn watch(
    rpc: &RpcClient,
    first: u64,
    transfers: usize,
    included: &AtomicUsize,
) -> Result<Vec<Block>> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut sum, mut next, mut waited) = (0, first, 0);
    while sum < transfers {
        if best(rpc).await?.0 < next {
            waited += 1;
            ensure!(waited < 600, "no block for a minute");
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        }
        waited = 0;
        let block = read(rpc, next).await?;
        sum += block.transfers;
        included.store(sum, Ordering::Relaxed);
        next += 1;
        if sum > 0 {
            println!("  block {}: {} transfers, {sum} in all", next - 1, block.transfers);
            blocks.push(block);
        }
        let empty = blocks.iter().rev().take_while(|block| block.transfers == 0).count();
        ensure!(empty < PATIENCE, "{} transfers were dropped by the pool", transfers - sum);
    }
    Ok(blocks)
}

async fn best(rpc: &RpcClient) -> Result<(u64, Json)> {
    let header: Json = rpc.request("chain_getHeader", rpc_params![]).await?;
    let number = header["number"].as_str().context("a header has a number")?;
    Ok((u64::from_str_radix(number.trim_start_matches("0x"), 16)?, header))
}

async fn read(rpc: &RpcClient, number: u64) -> Result<Block> {
    let hash: H256 = rpc.request("chain_getBlockHash", rpc_params![number]).await?;
    let block: Json = rpc.request("chain_getBlock", rpc_params![hash]).await?;
    let extrinsics = block["block"]["extrinsics"].as_array().context("a block has extrinsics")?;
    let claim = Claim::of(&block["block"]["header"])?;
    // twox128("System") ++ twox128("BlockWeight")
    let key = "0x26aa394eea5630e07c48ae0c9558cef734abf5cb34d6244378cddbf18e849d96";
    let weight: String = rpc.request("state_getStorage", rpc_params![key, hash]).await?;
    // A class's weight is two compact numbers: computation, then proof size.
    let normal = Compact::<u64>::decode(&mut &bytes(&weight)?[..])?.0;
    Ok(Block { slot: claim.slot, transfers: extrinsics.len() - 1, normal })
}

fn report(blocks: &[Block], transfers: usize) {
    // The first and the last block are filled in part.
    let full = &blocks[1.min(blocks.len())..blocks.len().saturating_sub(1).max(1)];
    let slots = full.last().map_or(0, |last| last.slot + 1) - full.first().map_or(0, |b| b.slot);
    let count = full.len().max(1) as f64;
    let in_full: usize = full.iter().map(|block| block.transfers).sum();
    let most = blocks.iter().map(|block| block.transfers).max().unwrap_or(0);
    let normal = full.iter().map(|block| block.normal).sum::<u64>() as f64 / count;
    println!("transfers        {transfers} in {} blocks", blocks.len());
    println!("full blocks      {} over {slots} slots", full.len());
    println!("missed slots     {}", slots.saturating_sub(full.len() as u64));
    println!("per block        {:.0} on average, {most} at most", in_full as f64 / count);
    let seconds = (slots * SLOT_MILLIS) as f64 / 1_000.0;
    println!("per second       {:.0}", in_full as f64 / seconds.max(1.0));
    println!(
        "normal weight    {:.3} s of 0.750 s a block, fill {:.3}",
        normal / 1e12,
        normal / 0.75e12
    );
}
