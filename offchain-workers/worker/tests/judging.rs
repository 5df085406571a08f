//! Answers are checked by verifiers: those who lie are found out, those who do not are left alone.

mod common;

use common::{
    market::{
        answer, have_attested, is_over, look, offer, once, operate, register, requests, Digits,
    },
    people::Person,
    processes::{Node, Place, Process, Store},
    until,
};
use opg_primitives::{
    market::{Assurance, JobId},
    stake::Role,
    token::OPG,
};
use opg_worker::chain::{
    views::{End, Finding, Job, Phase, Reason},
    Chain,
};

/// Alice's model is attested by Bob and Charlie, whose workers verify, and Dave answers with it by hand.
struct World {
    verifiers: Vec<Process>,
    _node: Node,
    _store: Store,
    digits: Digits,
    dave: Person,
    eve: Person,
    /// The last to go.
    _folder: tempfile::TempDir,
}

impl World {
    /// `settings` are Bob's.
    async fn new(settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let node = Node::start(folder.path());
        let store = Store::start(folder.path());
        let digits = Digits::load();
        store.upload(&digits.file);
        let chain = Chain::connect(&node.url).await.unwrap();
        let (alice, bob) = (Person::alice(&chain), Person::bob(&chain));
        let (charlie, dave) = (Person::charlie(&chain), Person::dave(&chain));
        let verifiers = [("bob", "//Bob", settings), ("charlie", "//Charlie", "")];
        let verifiers = verifiers.map(|(name, secret, settings)| {
            let place = Place::verifier(&folder, name, secret, &node, &store, settings);
            let mut process = place.start();
            process.says("at work");
            process
        });
        let (claim, bytes) = (digits.claim(), digits.file.len() as u64);
        tokio::join!(
            register(&alice, digits.hash, bytes, &claim),
            operate(&bob, Role::Verifier, 2_000 * OPG),
            operate(&charlie, Role::Verifier, 2_000 * OPG),
            operate(&dave, Role::Inference, 5_000 * OPG),
        );
        have_attested(&alice, digits.hash).await;
        offer(&dave, digits.hash, OPG / 20, 200).await;
        let eve = Person::eve(&chain);
        let (verifiers, _folder, _node, _store) = (verifiers.into(), folder, node, store);
        Self { verifiers, _node, _store, digits, dave, eve, _folder }
    }

    async fn ask<const COUNT: usize>(&self, images: [usize; COUNT]) -> [JobId; COUNT] {
        let inputs = images.map(|image| self.digits.image(image));
        let (eve, model) = (&self.eve, self.digits.hash);
        requests(eve, model, inputs, Assurance::Bonded, 10).await.try_into().unwrap()
    }

    /// An answer that is another image's.
    fn lie(&self, image: usize) -> Vec<u8> {
        let truth = self.digits.answer(image);
        let others = (0..100).map(|image| self.digits.answer(image));
        others.into_iter().find(|other| *other != truth).unwrap()
    }
}

fn is_judged(job: &Job) -> bool {
    matches!(job.phase, Phase::Judged { .. })
}

/// Dave answers one request rightly and one wrongly. Answers with the wrong one, when the jury has found it so.
async fn doubted(world: &World) -> JobId {
    let [right, wrong] = world.ask([0, 7]).await;
    let answers = [(right, world.digits.answer(0)), (wrong, world.lie(7))];
    answer(&world.dave, &answers).await;
    let judged = once(&world.eve, wrong, "a verdict of the jury", is_judged).await;
    let Phase::Judged { finding, .. } = judged.phase else { unreachable!() };
    assert_eq!(finding, Finding::Wrong);
    let log = world.verifiers[0].log();
    assert!(log.contains("an answer is wrong") && log.contains("call=\"challenge\""));

    let honest = once(&world.eve, right, "the end", is_over).await;
    assert!(matches!(honest.phase, Phase::Done { end: End::Settled, .. }), "{:?}", honest.phase);
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_answer_should_be_challenged_and_found_wrong_and_a_right_one_settled() {
    let world = World::new("challenge = true\npart = 1.0").await;
    doubted(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "an appeal may be made for five minutes"]
async fn worker_that_lies_should_lose_its_ticket_when_nobody_has_appealed() {
    let world = World::new("challenge = true\npart = 1.0").await;
    let wrong = doubted(&world).await;
    let over = once(&world.eve, wrong, "the end", is_over).await;
    let end = End::Refunded(Reason::WrongAnswer);
    assert!(matches!(over.phase, Phase::Done { end: was, .. } if was == end), "{:?}", over.phase);
    assert_eq!(over.workers[0].account, world.dave.account());
    let best = world.eve.chain.best().await.unwrap().hash;
    let stake: Option<Operator> =
        world.eve.chain.ask(best, "StakeApi", "operator", world.dave.account().0).await.unwrap();
    // The least that a worker has at stake: forty times a twentieth would be less.
    assert_eq!(stake.map(|operator| operator.bond), Some(5_000 * OPG - 8 * OPG));
}

#[derive(subxt::ext::scale_decode::DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Operator {
    bond: u128,
}

#[tokio::test(flavor = "multi_thread")]
async fn audits_should_find_right_what_is_right_and_wrong_what_is_not() {
    let world = World::new("").await;
    let mut found = (false, false);
    for round in 0.. {
        assert!(round < 10, "no audit fell on so many answers: {found:?}");
        let lies = round % 2 == 1;
        if (lies && found.1) || (!lies && found.0) {
            continue;
        }
        let images: [usize; 40] = std::array::from_fn(|image| image);
        let said = |image| if lies { world.lie(image) } else { world.digits.answer(image) };
        let jobs = world.ask(images).await.into_iter();
        let answers: Vec<_> = jobs.zip(images.map(said)).collect();
        answer(&world.dave, &answers).await;
        for (job, _) in answers {
            let seen = once(&world.eve, job, "an audit or the end", |job| {
                is_over(job) || matches!(job.phase, Phase::Audited { .. })
            })
            .await;
            if is_over(&seen) {
                continue;
            }
            found = if lies { (found.0, true) } else { (true, found.1) };
            let done = once(&world.eve, job, "what comes of the audit", |job| {
                is_over(job) || is_judged(job)
            })
            .await;
            match done.phase {
                Phase::Done { end: End::Settled, .. } => assert!(!lies, "job {job}"),
                Phase::Judged { finding: Finding::Wrong, .. } => assert!(lies, "job {job}"),
                other => panic!("job {job}: {other:?}"),
            }
        }
        if found == (true, true) {
            return;
        }
    }
}

/// Of an honest worker every answer is looked at, and none of them challenged.
#[tokio::test(flavor = "multi_thread")]
async fn right_answers_should_be_left_alone_however_often_they_are_looked_at() {
    let world = World::new("challenge = true\npart = 1.0").await;
    let images = [0, 1, 2, 3, 4];
    let jobs = world.ask(images).await.into_iter();
    let answers: Vec<_> = jobs.zip(images.map(|image| world.digits.answer(image))).collect();
    answer(&world.dave, &answers).await;
    until("all to be looked at", async || {
        (world.verifiers[0].log().matches("looked at an answer").count() >= 5).then_some(())
    })
    .await;
    for (job, _) in answers {
        let phase = look(&world.eve, job).await.phase;
        assert!(!matches!(phase, Phase::Disputed | Phase::Judged { .. }), "{phase:?}");
    }
    assert!(!world.verifiers[0].log().contains("call=\"challenge\""));
}
