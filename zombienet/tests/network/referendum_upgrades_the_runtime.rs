//! The token's holders replace the runtime of a running network; what they vote down happens not.

use anyhow::{ensure, Context, Result};
use futures::future::try_join_all;
use opg_zombienet::{
    send, start_fast, stored,
    subxt::{
        backend::rpc::RpcClient,
        config::{substrate::H256, Hasher},
        dynamic::{tx, Value},
        ext::subxt_rpcs::rpc_params,
    },
    wait_event, wait_finalised,
    zombienet_sdk::{
        subxt_signer::sr25519::{dev, Keypair},
        NetworkNode,
    },
    Client, VALIDATORS,
};
use sp_maybe_compressed_blob::{compress_strongly, CODE_BLOB_BOMB_LIMIT};

const OPG: u128 = 1_000_000_000_000;

#[tokio::test(flavor = "multi_thread")]
async fn referendum_should_upgrade_the_runtime_only_if_it_passes() -> Result<()> {
    let path = std::env::var_os("OPG_NEXT_RUNTIME").context("OPG_NEXT_RUNTIME is not set")?;
    let code = std::fs::read(&path).with_context(|| format!("{path:?}; run: make test"))?;
    // As releases have it. A block's transactions may take less than what it is without that.
    let code = compress_strongly(&code, CODE_BLOB_BOMB_LIMIT).context("it can be compressed")?;
    let network = start_fast(&VALIDATORS).await?;
    let alice = network.get_node("alice")?;
    wait_finalised(alice, 2).await?;
    let client: Client = alice.wait_client().await?;
    let before = spec_version(alice).await?;

    // One that nearly all agree to, and one that too few agree to.
    submit(&client, client.hasher().hash(&code)).await?;
    submit(&client, H256::repeat_byte(7)).await?;
    let voters = [dev::alice(), dev::bob(), dev::charlie(), dev::dave()];
    try_join_all(voters.iter().map(|who| vote(&client, 0, who, true))).await?;
    try_join_all(voters.iter().map(|who| vote(&client, 1, who, false))).await?;

    let authorised = wait_event(alice, 2, "System", "UpgradeAuthorized").await?;
    let apply = vec![Value::from_bytes(&code)];
    send(&client, &dev::eve(), "System", "apply_authorized_upgrade", apply).await?;
    let upgraded = wait_event(alice, authorised, "System", "CodeUpdated").await?;
    wait_finalised(alice, upgraded + 10).await?;
    ensure!(spec_version(alice).await? == before + 1, "the runtime's version is the old one");
    let rejected = wait_event(alice, 2, "Referenda", "Rejected").await?;
    ensure!(rejected > 0, "the unwanted one was not rejected");
    Ok(())
}

/// Proposes on the fast track to authorise the runtime with this hash, and pays for the decision.
async fn submit(client: &Client, hash: H256) -> Result<()> {
    let call = tx("Origins", "authorize_upgrade", vec![Value::from_bytes(hash.0)]);
    let encoded = client.tx().call_data(&call)?;
    let inline = Value::unnamed_variant("Inline", [Value::from_bytes(encoded)]);
    let origin = Value::unnamed_variant("Origins", [Value::unnamed_variant("FastUpgrade", [])]);
    let soon = Value::unnamed_variant("After", [Value::u128(1)]);
    send(client, &dev::alice(), "Referenda", "submit", vec![origin, inline, soon]).await?;
    let count = stored(client, "Referenda", "ReferendumCount", vec![]).await?;
    let count = count.context("there is a referendum")?;
    let index = u32::from_le_bytes(count[..4].try_into()?) - 1;
    let index = vec![Value::u128(index.into())];
    send(client, &dev::alice(), "Referenda", "place_decision_deposit", index).await
}

/// `who` votes with most of its money, without conviction.
async fn vote(client: &Client, poll: u32, who: &Keypair, aye: bool) -> Result<()> {
    // The highest bit says aye, the rest is the conviction.
    let vote = Value::named_variant(
        "Standard",
        [
            ("vote", Value::u128(if aye { 0x80 } else { 0 })),
            ("balance", Value::u128(900_000 * OPG)),
        ],
    );
    send(client, who, "ConvictionVoting", "vote", vec![Value::u128(poll.into()), vote]).await
}

async fn spec_version(node: &NetworkNode) -> Result<u32> {
    let rpc: RpcClient = node.rpc().await?;
    let version: serde_json::Value = rpc.request("state_getRuntimeVersion", rpc_params![]).await?;
    Ok(version["specVersion"].as_u64().context("a version has a number")? as u32)
}
