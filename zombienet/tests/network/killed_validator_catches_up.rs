//! A validator that is away for a while and killed there catches up and votes again.

use opg_zombienet::{ensure_agree, start, wait_finalised, VALIDATORS};

#[tokio::test(flavor = "multi_thread")]
async fn killed_validator_should_catch_up_when_started_again() -> anyhow::Result<()> {
    let network = start(&VALIDATORS).await?;
    let (alice, dave) = (network.get_node("alice")?, network.get_node("dave")?);
    wait_finalised(alice, 3).await?;

    // Three of four are enough for finality while the fourth is away.
    dave.pause().await?;
    wait_finalised(alice, 12).await?;
    dave.restart(None).await?;
    wait_finalised(dave, 14).await?;
    ensure_agree(&network.nodes(), 14).await?;

    // With another away, finality needs dave's vote.
    network.get_node("charlie")?.pause().await?;
    wait_finalised(alice, 22).await
}
