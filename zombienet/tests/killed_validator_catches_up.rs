//! A validator that is killed and started again catches up and votes again.

use opg_zombienet::{ensure_agree, start, wait_best, wait_finalised, VALIDATORS};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn killed_validator_should_catch_up_when_started_again() -> anyhow::Result<()> {
    let network = start(&VALIDATORS).await?;
    let (alice, dave) = (network.get_node("alice")?, network.get_node("dave")?);
    wait_finalised(alice, 3).await?;

    // Three of four are enough for finality while the fourth is away.
    dave.restart(Some(Duration::from_secs(15))).await?;
    wait_best(alice, 12).await?;
    wait_finalised(alice, 10).await?;

    wait_finalised(dave, 14).await?;
    ensure_agree(&network.nodes(), 14).await
}
