//! Shared by the network tests: a network of real nodes, and what one waits for.
//!
//! Tests wait on what nodes report (metrics, blocks), never for a length of time. They start the
//! shipped `local` chain, raw, as anyone else would get it.

use anyhow::{ensure, Context, Result};
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use zombienet_sdk::{
    subxt::{
        backend::rpc::RpcClient,
        config::substrate::H256,
        ext::{
            codec::{Compact, Decode},
            subxt_rpcs::rpc_params,
        },
        OnlineClient, SubstrateConfig,
    },
    LocalFileSystem, Network, NetworkConfigBuilder, NetworkConfigExt, NetworkNode,
};

pub use zombienet_sdk;
pub use zombienet_sdk::subxt;

/// A running network; its nodes stop when it is dropped.
pub type Testnet = Network<LocalFileSystem>;
/// A typed connection to a node.
pub type Client = OnlineClient<SubstrateConfig>;

/// The validators of the `local` chain, by name; each node holds the keys its name derives.
pub const VALIDATORS: [&str; 4] = ["alice", "bob", "charlie", "dave"];

/// Slots in an epoch of the `local` chain.
pub const EPOCH_SLOTS: u32 = 20;

/// Keeps a network to itself: others on this machine run the same chain with the same keys, and nodes
/// would find them by local discovery.
pub const ALONE: &str = "--no-mdns";

/// How long to wait for something that takes a few blocks.
pub const SOON: Duration = Duration::from_secs(120);

/// The node under test: `OPG_NODE`, or what `make build` left in `bin/`.
pub fn node_binary() -> Result<PathBuf> {
    let path = match std::env::var_os("OPG_NODE") {
        Some(path) => PathBuf::from(path),
        None => PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../bin/opg-node")),
    };
    path.canonicalize()
        .with_context(|| format!("there is no node at {}; run: make build", path.display()))
}

/// Starts the `local` chain with these validators.
pub async fn start(validators: &[&str]) -> Result<Testnet> {
    let node = node_binary()?;
    let spec = raw_spec(&node)?;
    let written = spec.clone();
    let config = NetworkConfigBuilder::new()
        .with_relaychain(|chain| {
            let mut chain = chain
                .with_chain("local")
                .with_default_command(node.to_str().expect("the path is UTF-8"))
                .with_chain_spec_path(spec)
                .with_default_args(vec![ALONE.into()])
                .with_validator(|node| node.with_name(validators[0]));
            for name in &validators[1..] {
                chain = chain.with_validator(|node| node.with_name(*name));
            }
            chain
        })
        // A node that a test stops is no reason to stop the others, and this process with them.
        .with_global_settings(|settings| settings.with_tear_down_on_failure(false))
        .build()
        .map_err(|errors| anyhow::anyhow!("the network is misconfigured: {errors:?}"))?;
    let network = config.spawn_native().await?;
    std::fs::remove_file(written)?;
    Ok(network)
}

fn raw_spec(node: &Path) -> Result<PathBuf> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("opg-local-{}-{count}.json", std::process::id());
    let path = std::env::temp_dir().join(name);
    let export = Command::new(node)
        .args(["export-chain-spec", "--chain", "local", "--raw", "--output"])
        .arg(&path)
        .output()?;
    ensure!(export.status.success(), "{}", String::from_utf8_lossy(&export.stderr));
    Ok(path)
}

/// Waits until `node` has finalised block `height`.
pub async fn wait_finalised(node: &NetworkNode, height: u32) -> Result<()> {
    wait_height(node, "finalized", height).await
}

/// Waits until `node`'s best block is at least `height`.
pub async fn wait_best(node: &NetworkNode, height: u32) -> Result<()> {
    wait_height(node, "best", height).await
}

async fn wait_height(node: &NetworkNode, status: &str, height: u32) -> Result<()> {
    let metric = format!("block_height{{status=\"{status}\"}}");
    // A block takes three seconds when all goes well; allow three times that.
    let limit = SOON.as_secs() + 9 * u64::from(height);
    node.wait_metric_with_timeout(metric, |seen| seen >= f64::from(height), limit)
        .await
        .with_context(|| format!("{} did not reach {status} block {height}", node.name()))
}

/// The hash of block `height` as `node` has it.
pub async fn hash_at(node: &NetworkNode, height: u32) -> Result<H256> {
    let rpc: RpcClient = node.rpc().await?;
    let hash: Option<H256> = rpc.request("chain_getBlockHash", rpc_params![height]).await?;
    hash.with_context(|| format!("{} has no block {height}", node.name()))
}

/// All nodes have the same block at `height`.
pub async fn ensure_agree(nodes: &[&NetworkNode], height: u32) -> Result<()> {
    let first = hash_at(nodes[0], height).await?;
    for node in &nodes[1..] {
        let hash = hash_at(node, height).await?;
        ensure!(hash == first, "{} has another block {height}", node.name());
    }
    Ok(())
}

/// Who made a block, and when: what BABE writes at the head of a header.
#[derive(Clone, Copy)]
pub struct Claim {
    /// The author's place among the epoch's authorities.
    pub author: u32,
    /// The slot in which it was made.
    pub slot: u64,
}

impl Claim {
    /// The claim in a header as RPC shows it.
    pub fn of(header: &serde_json::Value) -> Result<Self> {
        let digest = bytes(header["digest"]["logs"][0].as_str().context("a header has a digest")?)?;
        // Tag of one byte, engine of four, length, kind of one byte, author, slot.
        let mut rest = digest.get(5..).context("a digest has an engine")?;
        Compact::<u32>::decode(&mut rest)?;
        let (_kind, author, slot) = <(u8, u32, u64)>::decode(&mut rest)?;
        Ok(Self { author, slot })
    }
}

/// The bytes that `hex` (with its 0x) stands for.
pub fn bytes(hex: &str) -> Result<Vec<u8>> {
    let digits = hex.strip_prefix("0x").context("hex begins with 0x")?;
    (0..digits.len()).step_by(2).map(|i| Ok(u8::from_str_radix(&digits[i..i + 2], 16)?)).collect()
}

/// These bytes in hex, with its 0x.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold("0x".into(), |hex, byte| hex + &format!("{byte:02x}"))
}
