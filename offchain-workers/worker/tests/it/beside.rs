//! A worker that its node starts, as `make build` leaves both: with `opg-node --roles`.

use crate::common::{
    market::{once, request, Digits},
    processes::kill,
    until,
    world::World,
};
use opg_primitives::market::Assurance;
use opg_worker::chain::views::Data;
use std::{path::Path, time::Duration};

const SOON: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn node_with_roles_should_have_requests_answered_also_after_its_worker_was_killed() {
    let mut world = World::new(1, Digits::claim).await;
    // The node is told the role, which its worker's configuration does not have.
    let place = world.place_as(0, &[], "ws://127.0.0.1:1", &world.served(5, 16));
    assert!(world.node.process.end(SOON).success());
    let config = place.config.to_str().unwrap();
    world.node.revive_as(&["--dev", "--roles", "inference", "--worker-config", config]);
    let answered = async |world: &World, image: usize| {
        let input = world.digits.image(image);
        let job = request(&world.alice, world.digits.hash, input, Assurance::Bonded, 30).await;
        let job = once(&world.alice, job, "an answer", |job| job.workers[0].output.is_some()).await;
        assert_eq!(job.workers[0].output, Some(Data::Inline(world.digits.answer(image))));
    };
    world.node.process.says("at work");
    answered(&world, 1).await;

    let worker = world.node.worker();
    kill(worker);
    until("another worker", async || {
        let text = world.node.process.own_log();
        (text.matches("at work").count() == 2).then_some(())
    })
    .await;
    assert!(world.node.process.own_log().contains("it is started again"));
    answered(&world, 2).await;

    let worker = world.node.worker();
    let lives = || Path::new("/proc").join(worker.to_string()).exists();
    assert!(lives());
    world.history().await.assert_honest();
    assert!(world.node.process.end(SOON).success());
    until("the worker to end with its node", async || (!lives()).then_some(())).await;
}
