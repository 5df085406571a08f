//! A chain that is reorganised while workers are at work: blocks in which they had requests, cases and rounds, and spoke,
//! are none of the best chain any more, and what has the same number asks something else there.

use crate::common::{
    feeds,
    market::{
        attestation, is_over, kept, once, operate, register, request, request_attestation,
        Attestation, Digits,
    },
    people::Person,
    processes::{Node, Process},
    until,
    world::World,
};
use opg_primitives::{
    feeds::Terms,
    market::{Assurance, JobId},
    models::ModelHash,
    stake::Role,
    token::OPG,
};
use opg_worker::chain::{views, Block, Chain};
use std::{
    path::PathBuf,
    sync::{
        atomic::{AtomicI64, Ordering},
        Arc,
    },
    time::Duration,
};
use tempfile::TempDir;

/// Blocks that a worker has: enough for another chain to outgrow the one on which it answered.
const TIME: u32 = 45;
const SOON: Duration = Duration::from_secs(30);

/// The first node forks off alone, which final blocks would forbid. Answers with the folder of another one, which
/// makes the better chain.
async fn fork(node: &mut Node, folder: &TempDir) -> (PathBuf, Person) {
    assert!(node.process.end(SOON).success());
    let elsewhere = folder.path().join("elsewhere");
    node.copy_to(&elsewhere);
    node.revive_as(&["--dev", "--no-grandpa"]);
    (elsewhere, alice_at(node).await)
}

async fn alice_at(node: &Node) -> Person {
    Person::alice(&Chain::connect(&node.url).await.unwrap())
}

/// Asks for what the model says of an image.
async fn ask(world: &World, alice: &Person, image: usize) -> JobId {
    let image = world.digits.image(image);
    request(alice, world.digits.hash, image, Assurance::Bonded, TIME).await
}

/// Waits for an answer, which must be that of this image.
async fn answered(world: &World, alice: &Person, job: JobId, image: usize) {
    let answered = once(alice, job, "an answer", |job| job.workers[0].output.is_some()).await;
    let right = views::Data::Inline(world.digits.answer(image));
    assert_eq!(answered.workers[0].output, Some(right));
}

/// Waits until a chain is better than one that it has left.
async fn outgrow(alice: &Person, left: Block) {
    until("a better chain", async || {
        (alice.chain.best().await.unwrap().number > left.number + 5).then_some(())
    })
    .await;
    assert!(!alice.chain.has(left).await.unwrap());
}

/// Waits until a node has the blocks of another one.
async fn follows(node: &Node, other: &Person) {
    let (near, best) =
        (Chain::connect(&node.url).await.unwrap(), other.chain.best().await.unwrap());
    until("the workers' node to follow", async || {
        near.has(best).await.is_ok_and(|has| has).then_some(())
    })
    .await;
}

/// All that was asked on the chain that is best in the end comes to its end there.
async fn ends_well(mut world: World, alice: &Person) {
    world.chain = alice.chain.clone();
    // A request of before may be made once more: the node had it in a block that it left.
    for job in world.history().await.jobs("Requested") {
        once(alice, job, "the end", is_over).await;
    }
    world.history().await.assert_ended_well();
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_should_be_to_what_is_asked_on_the_chain_that_is_best_in_the_end() {
    let mut world = World::new(1, Digits::claim).await;
    let place = world.place(0, 5, 8);
    let mut worker = world.at_work(&place);
    let (elsewhere, alice) = fork(&mut world.node, &world.folder).await;
    let jobs = [ask(&world, &alice, 1).await, ask(&world, &alice, 2).await];
    answered(&world, &alice, jobs[0], 1).await;
    answered(&world, &alice, jobs[1], 2).await;
    let left = alice.chain.best().await.unwrap();
    assert!(world.node.process.end(SOON).success());

    let mut other = Node::start(&elsewhere);
    let alice = alice_at(&other).await;
    let again = ask(&world, &alice, 3).await;
    assert_eq!(again, jobs[0], "the same number");
    outgrow(&alice, left).await;
    // The worker's node learns of it, and hands on what it had in blocks that it leaves.
    world.node.revive_as(&["--chain", "dev", "--bootnodes", &other.peer()]);
    answered(&world, &alice, again, 3).await;
    worker.says("the chain was reorganised");
    ends_well(world, &alice).await;
}

/// What the worker has said is in its node's pool when the block that it was about goes.
#[tokio::test(flavor = "multi_thread")]
async fn answers_that_wait_for_a_block_should_not_be_said_on_another_chain() {
    let mut world = World::new(1, Digits::claim).await;
    let place = world.place(0, 5, 8);
    // It offers the model, and is not there when it is asked.
    world.at_work(&place).kill();
    let (elsewhere, alice) = fork(&mut world.node, &world.folder).await;
    let jobs = [ask(&world, &alice, 1).await, ask(&world, &alice, 2).await];
    let left = alice.chain.best().await.unwrap();
    assert!(world.node.process.end(SOON).success());
    // This one makes no blocks.
    world.node.revive_as(&["--chain", "dev"]);
    let mut worker = world.at_work(&place);
    until("an answer that waits", async || {
        (!place.get("/metrics").contains("\nopg_worker_sent 0\n")).then_some(())
    })
    .await;

    let mut other = Node::start(&elsewhere);
    let alice = alice_at(&other).await;
    let again = ask(&world, &alice, 3).await;
    assert_eq!(again, jobs[0], "the same number");
    outgrow(&alice, left).await;
    assert!(other.process.end(SOON).success());
    other.revive_as(&["--dev", "--bootnodes", &world.node.peer()]);
    answered(&world, &alice, again, 3).await;
    worker.says("the block by which it was decided is too old, or gone");
    ends_well(world, &alice).await;
}

/// Two verifiers of whom one is drawn, and what their processes have said.
struct Verifiers([Process; 2]);

impl Verifiers {
    async fn start(world: &World) -> Self {
        let people = [Person::bob(&world.chain), Person::charlie(&world.chain)];
        let processes = [("bob", "//Bob"), ("charlie", "//Charlie")]
            .map(|(name, secret)| world.at_work(&world.verifier(name, secret, "")));
        for person in &people {
            operate(person, [Role::Verifier], 2_000 * OPG).await;
        }
        Self(processes)
    }

    fn have_said(&self, what: &str) -> usize {
        self.0.iter().map(|process| process.log().matches(what).count()).sum()
    }
}

/// A verdict on one model, committed to and revealed, is of a block that goes; the case of that number is about
/// another model then, of which something is said that is not so.
#[tokio::test(flavor = "multi_thread")]
async fn verdicts_should_be_about_what_a_case_is_about_in_the_end() {
    let mut world = World::empty().await;
    let verifiers = Verifiers::start(&world).await;
    let lied_about = lie(&world).await;
    world.register(world.digits.claim()).await;

    let (elsewhere, alice) = fork(&mut world.node, &world.folder).await;
    request_attestation(&alice, 2, world.digits.hash).await;
    until("a verdict", async || {
        let state = attestation(&alice, world.digits.hash).await.state;
        matches!(state, Attestation::Contestable { case: 0, .. }).then_some(())
    })
    .await;
    let left = alice.chain.best().await.unwrap();
    assert!(world.node.process.end(SOON).success());

    let mut other = Node::start(&elsewhere);
    let alice = alice_at(&other).await;
    // What she asked for there has this place among her transactions here, or it would be asked for here too.
    alice.send("System", "remark", Vec::<u8>::new()).await;
    outgrow(&alice, left).await;
    world.node.revive_as(&["--chain", "dev", "--bootnodes", &other.peer()]);
    follows(&world.node, &alice).await;
    request_attestation(&alice, 2, lied_about).await;
    let state = attestation(&alice, lied_about).await.state;
    assert_eq!(state, Attestation::Examined { case: 0 }, "the same number");
    until("a refusal", async || {
        let state = attestation(&alice, lied_about).await.state;
        matches!(state, Attestation::Refused { .. }).then_some(())
    })
    .await;
    assert_eq!(attestation(&alice, world.digits.hash).await.state, Attestation::None);
    assert_eq!(verifiers.have_said("came to a verdict"), 2);
    world.chain = alice.chain.clone();
    assert_eq!(world.history().await.count("Panels.Silenced"), 0);
}

/// What reporters said of a round is of blocks that go, and the round of that number is of another time.
#[tokio::test(flavor = "multi_thread")]
async fn reports_should_be_of_the_time_in_which_their_round_is_in_the_end() {
    let mut world = feeds::World::new(4).await;
    world.create([Terms { heartbeat: 9, ..feeds::terms("eth-usd", 1) }]).await;
    let price = Arc::new(AtomicI64::new(100));
    let says = price.clone();
    let server = feeds::Server::new(move |_| Some(says.load(Ordering::Relaxed).to_string())).await;
    let mut workers: Vec<_> =
        (0..4).map(|number| world.place(number, [0], server.port).start()).collect();
    workers.iter_mut().for_each(|worker| drop(worker.says("at work")));
    let answered = async |world: &feeds::World, round| {
        until(format!("round {round}"), async || {
            Some(world.feed(0).await.answered()).filter(|answered| *answered >= round)
        })
        .await
    };
    answered(&world, 2).await;

    let (elsewhere, alice) = fork(&mut world.node, &world.folder).await;
    let before = world.feed(0).await.answered();
    answered(&world, before + 3).await;
    let left = alice.chain.best().await.unwrap();
    assert!(world.node.process.end(SOON).success());

    let mut other = Node::start(&elsewhere);
    let alice = alice_at(&other).await;
    outgrow(&alice, left).await;
    price.store(101, Ordering::Relaxed);
    world.node.revive_as(&["--chain", "dev", "--bootnodes", &other.peer()]);
    world.chain = alice.chain.clone();
    let there = world.feed(0).await.answered();
    answered(&world, there + 4).await;
    for answer in world.answers().await.iter().filter(|answer| answer.latest.round > there) {
        assert_eq!(answer.latest.value, 10_100, "{answer:?}");
    }
    let refused: Vec<feeds::Refused> = world.happened("Refused").await;
    assert!(refused.is_empty(), "said twice, or too late: {refused:?}");
    for seat in world.feed(0).await.seats {
        assert_eq!((seat.absent, seat.strikes), (0, 0), "{seat:?}");
    }
}

/// Registers a model of which its owner says what is not so.
async fn lie(world: &World) -> ModelHash {
    let file = std::fs::read(kept("digits-logistic.q.onnx")).unwrap();
    let hash = world.store.upload(&file).0.into();
    let mut claim = world.digits.claim();
    claim.interface.outputs = claim.interface.inputs.clone();
    register(&world.alice, hash, file.len() as u64, &claim).await;
    hash
}
