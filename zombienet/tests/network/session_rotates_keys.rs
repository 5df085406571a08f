//! A validator changes its session keys; two sessions later it signs with the new ones.

use anyhow::{bail, ensure, Context, Result};
use opg_zombienet::{
    bytes, hash_at, start,
    subxt::{backend::rpc::RpcClient, dynamic::storage, ext::subxt_rpcs::rpc_params},
    wait_best, wait_finalised,
    zombienet_sdk::{subxt_signer::sr25519::dev, NetworkNode},
    Claim, Client, Rotated, EPOCH_SLOTS, VALIDATORS,
};

#[tokio::test(flavor = "multi_thread")]
async fn session_should_use_the_keys_a_validator_rotated_to() -> Result<()> {
    let network = start(&VALIDATORS).await?;
    let dave = network.get_node("dave")?;
    wait_finalised(dave, 2).await?;
    let client: Client = dave.wait_client().await?;
    let before = babe_authorities(&client).await?;
    let rotated = Rotated::on(dave, &dev::dave()).await?;
    rotated.register(&client, &dev::dave()).await?;

    // The keys are queued for the next session and act from the one after.
    let mut height = 0;
    let after = loop {
        height += EPOCH_SLOTS / 4;
        ensure!(height <= 4 * EPOCH_SLOTS, "the keys did not change within four epochs");
        wait_finalised(dave, height).await?;
        let now = babe_authorities(&client).await?;
        if now != before {
            break now;
        }
    };
    ensure!(after.len() == VALIDATORS.len(), "the number of validators changed");
    let new = bytes(&rotated.keys)?;
    let index = after
        .iter()
        .position(|authority| new.windows(32).any(|key| key == authority.as_slice()))
        .context("none of the authorities is the rotated key")?;
    wait_author(dave, height, index as u32).await?;

    // With one of the others away, finality needs the vote of the new key.
    network.get_node("charlie")?.pause().await?;
    wait_finalised(dave, best(dave).await? + EPOCH_SLOTS / 4).await
}

/// Waits for a block after `height` that authority `index` made.
async fn wait_author(node: &NetworkNode, height: u32, index: u32) -> Result<()> {
    // Each of four makes a block in four: forty without one would be a strange coincidence.
    for number in height + 1..height + 40 {
        wait_best(node, number).await?;
        if author_of(node, number).await? == index {
            return Ok(());
        }
    }
    bail!("authority {index} made none of forty blocks")
}

async fn author_of(node: &NetworkNode, number: u32) -> Result<u32> {
    let rpc: RpcClient = node.rpc().await?;
    let hash = hash_at(node, number).await?;
    let header: serde_json::Value = rpc.request("chain_getHeader", rpc_params![hash]).await?;
    Ok(Claim::of(&header)?.author)
}

async fn best(node: &NetworkNode) -> Result<u32> {
    Ok(node.reports("block_height{status=\"best\"}").await? as u32)
}

/// The public keys of the current BABE authorities.
async fn babe_authorities(client: &Client) -> Result<Vec<Vec<u8>>> {
    let address = storage("Babe", "Authorities", ());
    let encoded = client
        .storage()
        .at_latest()
        .await?
        .fetch(&address)
        .await?
        .context("there are no authorities")?
        .into_encoded();
    // A length of one byte, then key and weight.
    Ok(encoded[1..].chunks(40).map(|entry| entry[..32].to_vec()).collect())
}
