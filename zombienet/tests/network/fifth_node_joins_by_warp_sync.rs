//! A node that starts late joins by proofs of finality and follows the chain.

use opg_zombienet::{ensure_agree, join, start, wait_finalised, EPOCH_SLOTS, VALIDATORS};

#[tokio::test(flavor = "multi_thread")]
async fn fifth_node_should_join_by_warp_sync() -> anyhow::Result<()> {
    let mut network = start(&VALIDATORS).await?;
    let alice = network.get_node("alice")?;
    // Past a change of session, so that the proof spans two authority sets.
    let height = EPOCH_SLOTS + 8;
    wait_finalised(alice, height).await?;

    join(&mut network, "eve", &["--sync=warp"]).await?;
    let eve = network.get_node("eve")?;
    wait_finalised(eve, height + 4).await?;
    let log = eve.logs().await?;
    anyhow::ensure!(log.contains("Warp sync is complete"), "the log does not tell of a warp sync");
    ensure_agree(&network.nodes(), height + 4).await
}
