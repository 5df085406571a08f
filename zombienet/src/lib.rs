//! Shared by the network tests: a network of real nodes, and what one waits for.
//!
//! Tests wait on what nodes report, never for a length of time. They start the
//! shipped `local` chain, raw, as anyone else would get it.

use anyhow::{bail, ensure, Context, Result};
use std::{
    path::PathBuf,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use zombienet_sdk::{
    subxt::{
        backend::rpc::RpcClient,
        config::substrate::H256,
        dynamic::{storage, tx, Value},
        ext::{
            codec::{Compact, Decode},
            subxt_rpcs::rpc_params,
        },
        OnlineClient, SubstrateConfig,
    },
    subxt_signer::sr25519::Keypair,
    AddNodeOptions, LocalFileSystem, Network, NetworkConfigBuilder, NetworkConfigExt, NetworkNode,
};

pub mod load;
pub mod market;

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

/// What every node is started with. Other networks on this machine run the same chain with the same
/// keys, and nodes would find them by local discovery; and thirty nodes that measure disk and memory
/// at once measure each other.
const AMONG_OTHERS: [&str; 2] = ["--no-mdns", "--no-hardware-benchmarks"];

/// How long to wait for something that takes a few blocks.
pub const SOON: Duration = Duration::from_secs(120);

/// The node under test: `OPG_NODE`, or what `make build` left in `bin/`.
pub fn node_binary() -> Result<PathBuf> {
    binary("node", "OPG_NODE", concat!(env!("CARGO_MANIFEST_DIR"), "/../bin/opg-node"))
}

/// The worker under test: `OPG_WORKER`, or what `make build` left in `bin/`.
pub fn worker_binary() -> Result<PathBuf> {
    binary("worker", "OPG_WORKER", concat!(env!("CARGO_MANIFEST_DIR"), "/../bin/opg-worker"))
}

fn binary(what: &str, variable: &str, built: &str) -> Result<PathBuf> {
    let path = std::env::var_os(variable).map_or_else(|| PathBuf::from(built), PathBuf::from);
    path.canonicalize()
        .with_context(|| format!("there is no {what} at {}; run: make build", path.display()))
}

/// Clocks on which an era takes half a minute, and the shortest vote a minute and a half.
pub const FAST: &str =
    r#"{ "epochSlots": 10, "eraSessions": 1, "unbondingEras": 2, "votingBlocks": 200 }"#;

/// Starts the `local` chain with these validators.
pub async fn start(validators: &[&str]) -> Result<Testnet> {
    start_from(validators, Spec::local()?).await
}

/// Starts the `local` chain with these validators and the clocks of [`FAST`].
pub async fn start_fast(validators: &[&str]) -> Result<Testnet> {
    start_from(validators, Spec::local()?.with_clocks(FAST)?).await
}

async fn start_from(validators: &[&str], spec: Spec) -> Result<Testnet> {
    let node = node_binary()?;
    let raw = spec.raw()?;
    let config = NetworkConfigBuilder::new()
        .with_relaychain(|chain| {
            let mut chain = chain
                .with_chain("local")
                .with_default_command(node.to_str().expect("the path is UTF-8"))
                .with_chain_spec_path(raw)
                .with_default_args(AMONG_OTHERS.map(Into::into).into())
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
    Ok(config.spawn_native().await?)
}

/// Adds a node called `name` to a network, with these flags.
pub async fn join(network: &mut Testnet, name: &str, flags: &[&str]) -> Result<()> {
    let bootnode = format!("--bootnodes={}", network.get_node("alice")?.multiaddr());
    let flags = AMONG_OTHERS.iter().chain(flags).copied().chain([bootnode.as_str()]);
    let options =
        AddNodeOptions { args: flags.map(Into::into).collect(), ..AddNodeOptions::default() };
    network.add_node(name, options).await?;
    Ok(())
}

/// A specification in a file that ends with it.
struct Spec(PathBuf);

impl Spec {
    /// The shipped `local` chain.
    fn local() -> Result<Self> {
        Self::export(&["--chain", "local"])
    }

    /// The same with other clocks in its genesis.
    fn with_clocks(self, clocks: &str) -> Result<Self> {
        let mut spec: serde_json::Value = serde_json::from_slice(&std::fs::read(&self.0)?)?;
        spec["genesis"]["runtimeGenesis"]["patch"]["clocks"] = serde_json::from_str(clocks)?;
        std::fs::write(&self.0, spec.to_string())?;
        Ok(self)
    }

    /// As nodes start from it.
    fn raw(&self) -> Result<PathBuf> {
        let plain = self.0.to_str().context("the path is UTF-8")?;
        let raw = Self::export(&["--chain", plain, "--raw"])?;
        std::fs::rename(&raw.0, &self.0)?;
        Ok(self.0.clone())
    }

    fn export(arguments: &[&str]) -> Result<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("opg-local-{}-{count}.json", std::process::id());
        let spec = Self(std::env::temp_dir().join(name));
        let export = Command::new(node_binary()?)
            .arg("export-chain-spec")
            .args(arguments)
            .arg("--output")
            .arg(&spec.0)
            .output()?;
        ensure!(export.status.success(), "{}", String::from_utf8_lossy(&export.stderr));
        Ok(spec)
    }
}

impl Drop for Spec {
    fn drop(&mut self) {
        // It may have been renamed over another.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Which chain of a node is meant.
#[derive(Clone, Copy, Debug)]
enum Chain {
    Best,
    Finalised,
}

/// Waits until `node` has finalised block `height`.
pub async fn wait_finalised(node: &NetworkNode, height: u32) -> Result<()> {
    wait_height(node, Chain::Finalised, height).await
}

/// Waits until `node`'s best block is at least `height`.
pub async fn wait_best(node: &NetworkNode, height: u32) -> Result<()> {
    wait_height(node, Chain::Best, height).await
}

/// Asks over RPC: reading a metric costs the machine as much as a block does.
async fn wait_height(node: &NetworkNode, chain: Chain, height: u32) -> Result<()> {
    // A block takes three seconds when all goes well; allow three times that.
    let limit = SOON + Duration::from_secs(9) * height;
    let reached = async {
        // A node that a test stops does not answer for a while.
        while !height_of(node, chain).await.is_ok_and(|seen| seen >= height) {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    };
    tokio::time::timeout(limit, reached)
        .await
        .with_context(|| format!("{} did not reach {chain:?} block {height}", node.name()))
}

async fn height_of(node: &NetworkNode, chain: Chain) -> Result<u32> {
    let rpc: RpcClient = node.rpc().await?;
    let hash: Option<H256> = match chain {
        Chain::Best => None,
        Chain::Finalised => Some(rpc.request("chain_getFinalizedHead", rpc_params![]).await?),
    };
    let header: serde_json::Value = rpc.request("chain_getHeader", rpc_params![hash]).await?;
    let number = header["number"].as_str().context("a header has a number")?;
    Ok(u32::from_str_radix(number.trim_start_matches("0x"), 16)?)
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

/// Signs and sends a call, and waits until it is final and succeeded.
pub async fn send(
    client: &Client,
    signer: &Keypair,
    pallet: &str,
    call: &str,
    fields: Vec<Value>,
) -> Result<()> {
    let call = tx(pallet, call, fields);
    client
        .tx()
        .sign_and_submit_then_watch_default(&call, signer)
        .await?
        .wait_for_finalized_success()
        .await?;
    Ok(())
}

/// Roles of operators, as their bits stand in a call.
pub const VALIDATOR: u128 = 1;
/// Runs models.
pub const INFERENCE: u128 = 2;
/// Brings in outside data.
pub const DATA: u128 = 8;

/// Registers an operator with a role and a bond, of whose earnings `commission` billionths are its own.
pub async fn register(
    client: &Client,
    who: &Keypair,
    role: u128,
    bond: u128,
    commission: u128,
) -> Result<()> {
    let profile = Value::named_composite([
        ("endpoint", Value::from_bytes([])),
        ("metadata", Value::from_bytes([])),
    ]);
    let roles = Value::unnamed_composite([Value::u128(role)]);
    let fields = vec![roles, Value::u128(bond), Value::u128(commission), profile];
    send(client, who, "Stake", "register", fields).await
}

/// The bytes of a storage entry at the last finalised block, if there is one.
pub async fn stored(
    client: &Client,
    pallet: &str,
    entry: &str,
    keys: Vec<Value>,
) -> Result<Option<Vec<u8>>> {
    let at = client.storage().at_latest().await?;
    let value = at.fetch(&storage(pallet, entry, keys)).await?;
    Ok(value.map(|value| value.into_encoded()))
}

/// Waits until a finalised block has an event of this name, looking from block `from` on; returns
/// that block's height.
pub async fn wait_event(node: &NetworkNode, from: u32, pallet: &str, event: &str) -> Result<u32> {
    let client: Client = node.wait_client().await?;
    for height in from..from + 200 {
        wait_finalised(node, height).await?;
        let events = client.events().at(hash_at(node, height).await?).await?;
        for seen in events.iter() {
            let seen = seen?;
            if seen.pallet_name() == pallet && seen.variant_name() == event {
                return Ok(height);
            }
        }
    }
    bail!("{} saw no {pallet}.{event} in 200 blocks", node.name())
}

/// An account as calls and storage keys name it.
pub fn account(who: &Keypair) -> Value {
    Value::from_bytes(who.public_key().0)
}

/// What `author_rotateKeysWithOwner` answers: public keys, and the proof that they are the owner's.
#[derive(serde::Deserialize)]
pub struct Rotated {
    /// The public halves of the keys that the node made.
    pub keys: String,
    /// That whoever holds them means this owner.
    pub proof: String,
}

impl Rotated {
    /// Has a node make session keys for `owner`.
    pub async fn on(node: &NetworkNode, owner: &Keypair) -> Result<Self> {
        let rpc: RpcClient = node.rpc().await?;
        let owner = hex(&owner.public_key().0);
        Ok(rpc.request("author_rotateKeysWithOwner", rpc_params![owner]).await?)
    }

    /// Registers them on the chain.
    pub async fn register(&self, client: &Client, owner: &Keypair) -> Result<()> {
        let keys = bytes(&self.keys)?;
        // In the order of the runtime's session keys.
        let [grandpa, babe, discovery] =
            [0, 32, 64].map(|start| Value::from_bytes(&keys[start..start + 32]));
        let keys = Value::named_composite([
            ("grandpa", grandpa),
            ("babe", babe),
            ("authority_discovery", discovery),
        ]);
        let fields = vec![keys, Value::from_bytes(bytes(&self.proof)?)];
        send(client, owner, "Session", "set_keys", fields).await
    }
}
