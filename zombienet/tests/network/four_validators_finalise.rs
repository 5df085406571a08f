//! Four validators produce blocks and agree on which are final.

use opg_zombienet::{ensure_agree, start, wait_finalised, VALIDATORS};

#[tokio::test(flavor = "multi_thread")]
async fn four_validators_should_finalise_the_same_blocks() -> anyhow::Result<()> {
    let network = start(&VALIDATORS).await?;
    let nodes = network.nodes();
    for node in &nodes {
        wait_finalised(node, 10).await?;
    }
    ensure_agree(&nodes, 10).await
}
