//! An operator bonds, registers its node's keys and validates; later it leaves. No era is missed.

use anyhow::{ensure, Context, Result};
use opg_zombienet::{
    join, register, send, start_fast, stored,
    subxt::dynamic::Value,
    wait_event, wait_finalised,
    zombienet_sdk::{subxt_signer::sr25519::dev, NetworkNode},
    Client, Rotated, VALIDATOR, VALIDATORS,
};

const OPG: u128 = 1_000_000_000_000;

#[tokio::test(flavor = "multi_thread")]
async fn validators_should_join_and_leave_by_stake() -> Result<()> {
    let mut network = start_fast(&VALIDATORS).await?;
    join(&mut network, "newcomer", &["--validator", "--unsafe-force-node-key-generation"]).await?;
    let newcomer = network.get_node("newcomer")?;
    wait_finalised(newcomer, 2).await?;
    let client: Client = newcomer.wait_client().await?;

    let eve = dev::eve();
    let rotated = Rotated::on(newcomer, &eve).await?;
    rotated.register(&client, &eve).await?;
    register(&client, &eve, VALIDATOR, 120_000 * OPG, 50_000_000).await?;

    let alice = network.get_node("alice")?;
    let height = wait_set(alice, 5, 1).await?;
    let paid = wait_reward(alice, height, &dev::eve().public_key().0).await?;

    // Dave goes: his bond, and with it his place.
    let bond = 200_000 * OPG;
    send(&client, &dev::dave(), "Stake", "unbond", vec![Value::u128(bond)]).await?;
    let height = wait_set(alice, 4, paid).await?;
    let set = validators(&client).await?;
    let dave = dev::dave().public_key().0;
    ensure!(!set.windows(32).any(|who| who == dave), "dave is still in the set");
    wait_finalised(alice, height + 10).await?;

    // Every era so far was paid: the next one to pay is the one now, or the one before.
    let now = number(&client, "CurrentEra").await?;
    let next = number(&client, "NextPayout").await?;
    ensure!(now > 3 && next + 1 >= now, "era {now}, but {next} is yet to be paid");
    Ok(())
}

/// Waits until that many validators are in the set; returns the height.
async fn wait_set(node: &NetworkNode, count: u8, from: u32) -> Result<u32> {
    let client: Client = node.wait_client().await?;
    for height in from..from + 100 {
        wait_finalised(node, height).await?;
        // The set begins with its length, compact.
        if validators(&client).await?.first() == Some(&(count << 2)) {
            return Ok(height);
        }
    }
    anyhow::bail!("there were never {count} validators")
}

/// Waits until `who` is paid for blocks it made.
async fn wait_reward(node: &NetworkNode, from: u32, who: &[u8; 32]) -> Result<u32> {
    let client: Client = node.wait_client().await?;
    let mut height = from;
    for _ in 0..20 {
        height = wait_event(node, height, "Stake", "Rewarded").await?;
        let events = client.events().at(opg_zombienet::hash_at(node, height).await?).await?;
        for event in events.iter() {
            let event = event?;
            let is_theirs = event.field_bytes().windows(32).any(|bytes| bytes == who);
            if event.variant_name() == "Rewarded" && is_theirs {
                return Ok(height);
            }
        }
        height += 1;
    }
    anyhow::bail!("the newcomer was never paid")
}

async fn validators(client: &Client) -> Result<Vec<u8>> {
    let set = stored(client, "Session", "Validators", Vec::<Value>::new()).await?;
    set.context("there is a set")
}

async fn number(client: &Client, entry: &str) -> Result<u32> {
    let encoded = stored(client, "Stake", entry, Vec::<Value>::new()).await?;
    let encoded = encoded.unwrap_or_else(|| vec![0; 4]);
    Ok(u32::from_le_bytes(encoded[..4].try_into()?))
}
