//! A validator changes its session keys; two sessions later it signs with the new ones.

use anyhow::{ensure, Context, Result};
use opg_zombienet::{
    start,
    subxt::{
        backend::rpc::RpcClient,
        dynamic::{storage, tx, Value},
        ext::subxt_rpcs::rpc_params,
    },
    wait_finalised,
    zombienet_sdk::{subxt_signer::sr25519::dev, NetworkNode},
    Client, EPOCH_SLOTS, VALIDATORS,
};

/// What `author_rotateKeysWithOwner` answers: public keys, and the proof that they are the owner's.
#[derive(serde::Deserialize)]
struct Rotated {
    keys: String,
    proof: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn session_should_use_the_keys_a_validator_rotated_to() -> Result<()> {
    let network = start(&VALIDATORS).await?;
    let dave = network.get_node("dave")?;
    wait_finalised(dave, 2).await?;
    let client: Client = dave.wait_client().await?;
    let before = babe_authorities(&client).await?;
    let rotated = rotate(dave).await?;
    set_keys(&client, &rotated).await?;

    // The keys are queued for the next session and act from the one after.
    let mut height = 0;
    let after = loop {
        height += EPOCH_SLOTS / 2;
        ensure!(height <= 4 * EPOCH_SLOTS, "the keys did not change within four epochs");
        wait_finalised(dave, height).await?;
        let now = babe_authorities(&client).await?;
        if now != before {
            break now;
        }
    };
    ensure!(after.len() == VALIDATORS.len(), "the number of validators changed");
    let new = bytes(&rotated.keys)?;
    ensure!(
        after.iter().any(|authority| new.windows(32).any(|key| key == authority.as_slice())),
        "none of the authorities is the rotated key"
    );
    // All four sign again: finality goes on, and with it the chain, after another whole session.
    wait_finalised(dave, height + EPOCH_SLOTS).await
}

async fn rotate(node: &NetworkNode) -> Result<Rotated> {
    let rpc: RpcClient = node.rpc().await?;
    let owner = format!("0x{}", hex(&dev::dave().public_key().0));
    Ok(rpc.request("author_rotateKeysWithOwner", rpc_params![owner]).await?)
}

async fn set_keys(client: &Client, rotated: &Rotated) -> Result<()> {
    let keys = bytes(&rotated.keys)?;
    // In the order of the runtime's session keys.
    let [grandpa, babe, discovery] =
        [0, 32, 64].map(|start| Value::from_bytes(&keys[start..start + 32]));
    let keys = Value::named_composite([
        ("grandpa", grandpa),
        ("babe", babe),
        ("authority_discovery", discovery),
    ]);
    let call = tx("Session", "set_keys", vec![keys, Value::from_bytes(bytes(&rotated.proof)?)]);
    client
        .tx()
        .sign_and_submit_then_watch_default(&call, &dev::dave())
        .await?
        .wait_for_finalized_success()
        .await?;
    Ok(())
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

fn bytes(hex: &str) -> Result<Vec<u8>> {
    let digits = hex.strip_prefix("0x").context("not hex")?;
    (0..digits.len()).step_by(2).map(|i| Ok(u8::from_str_radix(&digits[i..i + 2], 16)?)).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
