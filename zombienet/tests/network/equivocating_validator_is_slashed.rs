//! A validator whose keys run on two machines signs two blocks for one slot: the others report it,
//! it leaves the set and is slashed, and finality goes on.

use anyhow::{ensure, Context, Result};
use opg_zombienet::{
    account, join, start_fast, stored, subxt::dynamic::Value, wait_event, wait_finalised,
    zombienet_sdk::subxt_signer::sr25519::dev, Client, VALIDATORS,
};

#[tokio::test(flavor = "multi_thread")]
async fn equivocating_validator_should_be_reported_slashed_and_out() -> Result<()> {
    let mut network = start_fast(&VALIDATORS).await?;
    let alice = network.get_node("alice")?;
    wait_finalised(alice, 3).await?;
    join(&mut network, "twin", &["--dave"]).await?;

    let alice = network.get_node("alice")?;
    let reported = wait_event(alice, 3, "Stake", "SlashPending").await?;
    let slashed = wait_event(alice, reported, "Stake", "Slashed").await?;
    // Two blocks or two votes, whichever came first; blocks are reported if there were two for a slot.
    let log = alice.logs().await?;
    ensure!(
        log.contains("is equivocating at slot") == log.contains("signed two blocks for slot"),
        "two blocks for a slot were not noticed"
    );
    let client: Client = alice.wait_client().await?;
    let rank = stored(&client, "Ranking", "ListNodes", vec![account(&dev::dave())]).await?;
    ensure!(rank.is_none(), "dave still ranks as a validator");
    // The sets of two sessions were chosen before it was reported: they end, and it is out.
    let mut height = slashed;
    while is_validator(&client, &dev::dave().public_key().0).await? {
        ensure!(height < slashed + 60, "dave is still in the set");
        height += 1;
        wait_finalised(alice, height).await?;
    }
    wait_finalised(alice, height + 10).await
}

async fn is_validator(client: &Client, who: &[u8; 32]) -> Result<bool> {
    let set = stored(client, "Session", "Validators", Vec::<Value>::new()).await?;
    Ok(set.context("there is a set")?.windows(32).any(|one| one == who))
}
