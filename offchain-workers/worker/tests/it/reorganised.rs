//! A chain that is reorganised while a worker is at its requests: blocks in which it had them, and answered them,
//! are none of the best chain any more, and a request of the same number asks something else there.

use crate::common::{
    market::{is_over, once, request, Digits},
    people::Person,
    processes::Node,
    until,
    world::World,
};
use opg_primitives::market::Assurance;
use opg_worker::chain::{views, Chain};
use std::time::Duration;

/// Blocks that a worker has: enough for another chain to outgrow the one on which it answered.
const TIME: u32 = 45;
const SOON: Duration = Duration::from_secs(30);

/// The first node forks off alone, which final blocks would forbid; another one makes the better chain.
#[tokio::test(flavor = "multi_thread")]
async fn answers_should_be_to_what_is_asked_on_the_chain_that_is_best_in_the_end() {
    let mut world = World::new(1, Digits::claim).await;
    let place = world.place(0, 5, 8);
    let mut worker = world.at_work(&place);
    assert!(world.node.process.end(SOON).success());

    let elsewhere = world.folder.path().join("elsewhere");
    world.node.copy_to(&elsewhere);

    world.node.revive_as(&["--dev", "--no-grandpa"]);
    let alice = Person::alice(&Chain::connect(&world.node.url).await.unwrap());
    let asked = |image| {
        request(&alice, world.digits.hash, world.digits.image(image), Assurance::Bonded, TIME)
    };
    let jobs = [asked(1).await, asked(2).await];
    for (job, image) in jobs.into_iter().zip([1, 2]) {
        let answered = once(&alice, job, "an answer", |job| job.workers[0].output.is_some()).await;
        assert_eq!(
            answered.workers[0].output,
            Some(views::Data::Inline(world.digits.answer(image)))
        );
    }
    let left = alice.chain.best().await.unwrap();
    assert!(world.node.process.end(SOON).success());

    let mut other = Node::start(&elsewhere);
    let alice = Person::alice(&Chain::connect(&other.url).await.unwrap());
    let again =
        request(&alice, world.digits.hash, world.digits.image(3), Assurance::Bonded, TIME).await;
    assert_eq!(again, jobs[0], "the same number");
    until("a better chain", async || {
        (alice.chain.best().await.unwrap().number > left.number + 5).then_some(())
    })
    .await;
    assert!(!alice.chain.has(left).await.unwrap());

    // The worker's node learns of it, and hands on what it had in blocks that it leaves.
    world.node.revive_as(&["--chain", "dev", "--bootnodes", &other.peer()]);
    let answered = once(&alice, again, "an answer", |job| job.workers[0].output.is_some()).await;
    assert_eq!(answered.workers[0].output, Some(views::Data::Inline(world.digits.answer(3))));
    worker.says("the chain was reorganised");
    world.chain = alice.chain.clone();
    // The other request of before may be made once more: the node had it in a block that it left.
    for job in world.history().await.jobs("Requested") {
        once(&alice, job, "the end", is_over).await;
    }
    world.history().await.assert_ended_well();
}
