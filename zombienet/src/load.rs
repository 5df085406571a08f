//! Loading one node through its real pool and RPC: accounts with money, transactions signed ahead, as many
//! of them in the pool as it can hold without dropping any, and what blocks are made of it.

use crate::{bytes, hex, Claim, Client};
use anyhow::{bail, ensure, Context, Result};
use futures::{stream, StreamExt, TryStreamExt};
use serde_json::Value as Json;
use std::{
    str::FromStr,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use zombienet_sdk::{
    subxt::{
        backend::rpc::RpcClient,
        config::{substrate::H256, DefaultExtrinsicParamsBuilder as Params},
        dynamic::{tx, Value},
        ext::{
            codec::{Compact, Decode},
            subxt_rpcs::rpc_params,
        },
        tx::DynamicPayload,
    },
    subxt_signer::{
        sr25519::{dev, Keypair},
        SecretUri,
    },
};

/// A token, in plancks.
pub const OPG: u128 = 1_000_000_000_000;
/// Between two blocks.
pub const SLOT_MILLIS: u64 = 3_000;
/// Transfers in one funding batch: a block holds several.
const FUNDING_BATCH: usize = 200;
/// Submissions under way at a time.
const IN_FLIGHT: usize = 64;
/// Transactions that may wait in the pool. It holds 8,192, takes in more than that, and drops what is
/// too much later: a sender whose transaction was dropped is stuck, since all that follow wait for it. Those of
/// a block are still in it for a while when the block is known.
const POOL: usize = 6_000;
/// The node's answer for "the pool is full": wait, then try again.
const NOT_YET: &str = "1016";
/// The node's answer for a transaction that it has, which may be one that it is about to drop.
const HAS_IT: &str = "1013";
/// How often a node must say so in a row to be believed.
const BELIEVED: usize = 25;
/// The node's answer for a transaction that is in a block.
const IS_OVER: &str = "1010";
/// How often one tries again.
const TRIES: usize = 600;

/// A connection to a node.
pub struct Node {
    pub rpc: RpcClient,
    pub client: Client,
}

impl Node {
    pub async fn at(endpoint: &str) -> Result<Self> {
        let rpc = RpcClient::from_url(endpoint).await;
        let rpc = rpc.context("no node answers; start one first")?;
        let client = Client::from_rpc_client(rpc.clone()).await?;
        Ok(Self { rpc, client })
    }

    /// The height of its best block.
    pub async fn height(&self) -> Result<u64> {
        let header: Json = self.rpc.request("chain_getHeader", rpc_params![]).await?;
        let number = header["number"].as_str().context("a header has a number")?;
        Ok(u64::from_str_radix(number.trim_start_matches("0x"), 16)?)
    }

    /// Waits until the best block is this high.
    pub async fn wait_height(&self, height: u64) -> Result<()> {
        for _ in 0..600 {
            if self.height().await? >= height {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("no block for a minute")
    }

    /// Block `number`.
    pub async fn read(&self, number: u64) -> Result<Block> {
        let hash: H256 = self.rpc.request("chain_getBlockHash", rpc_params![number]).await?;
        let block: Json = self.rpc.request("chain_getBlock", rpc_params![hash]).await?;
        let extrinsics = block["block"]["extrinsics"].as_array();
        let extrinsics = extrinsics.context("a block has extrinsics")?.len();
        let claim = Claim::of(&block["block"]["header"])?;
        // twox128("System") ++ twox128("BlockWeight")
        let key = "0x26aa394eea5630e07c48ae0c9558cef734abf5cb34d6244378cddbf18e849d96";
        let weight: String = self.rpc.request("state_getStorage", rpc_params![key, hash]).await?;
        // Three classes, of each two compact numbers: computation, then proof size.
        type OfClass = (Compact<u64>, Compact<u64>);
        let classes = <[OfClass; 3]>::decode(&mut &bytes(&weight)?[..])?;
        let [normal, operational, mandatory] = classes.map(|(time, _)| time.0);
        let total = normal + operational + mandatory;
        Ok(Block { hash, slot: claim.slot, extrinsics, normal, total })
    }

    /// Gives each of these `amount` OPG, from Alice.
    pub async fn fund(&self, accounts: &[Keypair], amount: u128) -> Result<()> {
        let mut last = None;
        let alice = dev::alice();
        let mut transactions = self.client.tx();
        let mut nonce = self.nonce(&alice).await?;
        for chunk in accounts.chunks(FUNDING_BATCH) {
            let calls: Vec<_> = chunk.iter().map(|one| transfer_to(one, amount * OPG)).collect();
            let batch = tx("Utility", "batch_all", vec![Value::unnamed_composite(calls)]);
            let params = Params::new().nonce(nonce).build();
            nonce += 1;
            last = Some(transactions.sign_and_submit_then_watch(&batch, &alice, params).await?);
        }
        if let Some(batch) = last {
            batch.wait_for_finalized_success().await?;
        }
        Ok(())
    }

    /// After what the best block and the pool have.
    async fn nonce(&self, who: &Keypair) -> Result<u64> {
        let account = rpc_params![who.public_key().to_account_id().to_string()];
        Ok(self.rpc.request("system_accountNextIndex", account).await?)
    }

    pub async fn nonces(&self, senders: &[Keypair]) -> Result<Vec<u64>> {
        stream::iter(senders)
            .map(|sender| self.nonce(sender))
            .buffered(IN_FLIGHT)
            .try_collect()
            .await
    }

    /// A signed transaction, in hex.
    pub fn sign(&self, call: &DynamicPayload, who: &Keypair, nonce: u64) -> Result<String> {
        let params = Params::new().nonce(nonce).immortal().build();
        let mut partial = self.client.tx().create_partial_offline(call, params)?;
        Ok(hex(&partial.sign(who).into_encoded()))
    }

    /// Signs the same call `count` times, round after round: first each sender's first, then each
    /// one's second.
    pub async fn sign_ahead(
        &self,
        call: &DynamicPayload,
        senders: &[Keypair],
        count: usize,
    ) -> Result<Vec<String>> {
        let nonces = self.nonces(senders).await?;
        let one = |number: usize| -> Result<String> {
            let sender = number % senders.len();
            self.sign(call, &senders[sender], nonces[sender] + (number / senders.len()) as u64)
        };
        let threads = std::thread::available_parallelism()?.get();
        let share = count.div_ceil(threads);
        std::thread::scope(|scope| {
            let one = &one;
            let workers: Vec<_> = (0..threads)
                .map(|thread| {
                    let end = count.min((thread + 1) * share);
                    scope.spawn(move || (thread * share..end).map(one).collect::<Result<Vec<_>>>())
                })
                .collect();
            let mut signed = Vec::with_capacity(count);
            for worker in workers {
                signed.extend(worker.join().expect("signing does not panic")?);
            }
            Ok(signed)
        })
    }

    /// Submits these in their order, as fast as the pool takes them, but no more of them than are `due`;
    /// `included` says how many of them have left it.
    pub async fn submit_all(
        &self,
        signed: Vec<String>,
        included: &AtomicUsize,
        due: impl Fn() -> usize,
    ) -> Result<()> {
        let due = &due;
        stream::iter(signed.into_iter().enumerate().map(Ok))
            .try_for_each_concurrent(IN_FLIGHT, |(number, extrinsic)| async move {
                while number >= due().min(POOL + included.load(Ordering::Relaxed)) {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                self.submit(&extrinsic).await
            })
            .await
    }

    /// Submits a signed transaction, when there is room for it.
    pub async fn submit(&self, extrinsic: &str) -> Result<()> {
        let mut had = 0;
        for _ in 0..TRIES {
            let answer: Result<String, _> =
                self.rpc.request("author_submitExtrinsic", rpc_params![extrinsic]).await;
            let Err(error) = answer else { return Ok(()) };
            let text = format!("{error:?}");
            if text.contains(NOT_YET) {
                had = 0;
            } else if text.contains(HAS_IT) {
                had += 1;
            } else {
                ensure!(had > 0 && text.contains(IS_OVER), "a transaction was refused: {text}");
                return Ok(());
            }
            if had == BELIEVED {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        bail!("the pool did not take a transaction for two minutes")
    }
}

/// Keys that exist for this only.
pub fn accounts(name: &str, count: usize) -> Result<Vec<Keypair>> {
    (0..count)
        .map(|index| Ok(Keypair::from_uri(&SecretUri::from_str(&format!("//{name}/{index}"))?)?))
        .collect()
}

fn transfer_to(receiver: &Keypair, amount: u128) -> Value {
    let id = Value::unnamed_variant("Id", [Value::from_bytes(receiver.public_key().0)]);
    let fields = [("dest", id), ("value", Value::u128(amount))];
    let call = Value::named_variant("transfer_allow_death", fields);
    Value::named_variant("Balances", [("0", call)])
}

/// What a block did.
pub struct Block {
    pub hash: H256,
    pub slot: u64,
    pub extrinsics: usize,
    /// Picoseconds of computation of ordinary transactions.
    pub normal: u64,
    /// Of everything.
    pub total: u64,
}

/// Seconds that these blocks were the best ones.
pub fn seconds(blocks: &[Block]) -> f64 {
    let slots =
        blocks.last().map_or(0, |last| last.slot + 1) - blocks.first().map_or(0, |b| b.slot);
    (slots * SLOT_MILLIS) as f64 / 1_000.0
}

/// The average of something over blocks.
pub fn average(blocks: &[Block], what: impl Fn(&Block) -> u64) -> f64 {
    blocks.iter().map(what).sum::<u64>() as f64 / blocks.len().max(1) as f64
}
