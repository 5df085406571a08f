//! Fills blocks with transfers through the real pool and RPC of one node, and reports how full and
//! how punctual the blocks were.
//!
//!     opg-load [ENDPOINT [TRANSFERS [ACCOUNTS [OPG]]]]
//!
//! Funds ACCOUNTS accounts with OPG each from Alice (fees rise while blocks are full), signs
//! TRANSFERS transfers ahead, keeps the pool as full of them as it can be without dropping any, and
//! watches the blocks until all are in.

use anyhow::{ensure, Result};
use futures::try_join;
use opg_zombienet::{
    load::{accounts, average, seconds, Block, Node, OPG},
    subxt::dynamic::{tx, Value},
    zombienet_sdk::subxt_signer::sr25519::dev,
};
use std::sync::{
    atomic::{AtomicUsize, Ordering},
    Arc,
};

/// Blocks without a transfer after which those that are missing must have been dropped.
const PATIENCE: usize = 10;

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let endpoint = arguments.next().unwrap_or_else(|| "ws://127.0.0.1:9944".into());
    let transfers: usize = arguments.next().map_or(Ok(3 * 8_192), |text| text.parse())?;
    let count: usize = arguments.next().map_or(Ok(1_000), |text| text.parse())?;
    let funds: u128 = arguments.next().map_or(Ok(20), |text| text.parse())?;
    ensure!(count > 0 && transfers >= count, "each account sends at least one transfer");

    let node = Arc::new(Node::at(&endpoint).await?);
    let senders = accounts("load", count)?;
    println!("funding {count} accounts");
    node.fund(&senders, funds).await?;
    println!("signing {transfers} transfers");
    let dest = Value::unnamed_variant("Id", [Value::from_bytes(dev::bob().public_key().0)]);
    let call = tx("Balances", "transfer_keep_alive", vec![dest, Value::u128(OPG / 1_000)]);
    let signed = node.sign_ahead(&call, &senders, transfers).await?;

    println!("submitting");
    let first = node.height().await? + 1;
    let included = Arc::new(AtomicUsize::new(0));
    let submission = tokio::spawn({
        let (node, included) = (node.clone(), included.clone());
        async move { node.submit_all(signed, &included, || usize::MAX).await }
    });
    let submission = async { submission.await? };
    let (blocks, ()) = try_join!(watch(&node, first, transfers, &included), submission)?;
    report(&blocks, transfers);
    Ok(())
}

/// Follows the best chain from block `first` until `transfers` are in.
async fn watch(
    node: &Node,
    first: u64,
    transfers: usize,
    included: &AtomicUsize,
) -> Result<Vec<Block>> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut sum, mut next) = (0, first);
    while sum < transfers {
        node.wait_height(next).await?;
        let block = node.read(next).await?;
        sum += transfers_in(&block);
        included.store(sum, Ordering::Relaxed);
        next += 1;
        if sum > 0 {
            println!("  block {}: {} transfers, {sum} in all", next - 1, transfers_in(&block));
            blocks.push(block);
        }
        let empty = blocks.iter().rev().take_while(|block| transfers_in(block) == 0).count();
        ensure!(empty < PATIENCE, "{} transfers were dropped by the pool", transfers - sum);
    }
    Ok(blocks)
}

/// One extrinsic is the block's time.
fn transfers_in(block: &Block) -> usize {
    block.extrinsics - 1
}

fn report(blocks: &[Block], transfers: usize) {
    // The first and the last block are filled in part.
    let full = &blocks[1.min(blocks.len())..blocks.len().saturating_sub(1).max(1)];
    let slots = full.last().map_or(0, |last| last.slot + 1) - full.first().map_or(0, |b| b.slot);
    let in_full: usize = full.iter().map(transfers_in).sum();
    let most = blocks.iter().map(transfers_in).max().unwrap_or(0);
    let normal = average(full, |block| block.normal);
    println!("transfers        {transfers} in {} blocks", blocks.len());
    println!("full blocks      {} over {slots} slots", full.len());
    println!("missed slots     {}", slots.saturating_sub(full.len() as u64));
    let each = in_full as f64 / full.len().max(1) as f64;
    println!("per block        {each:.0} on average, {most} at most");
    println!("per second       {:.0}", in_full as f64 / seconds(full).max(1.0));
    println!(
        "normal weight    {:.3} s of 0.750 s a block, fill {:.3}",
        normal / 1e12,
        normal / 0.75e12
    );
}
