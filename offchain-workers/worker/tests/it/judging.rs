//! Answers are checked by verifiers: those who lie are found out, those who do not are left alone.

use crate::common::{
    market::{answer, have_attested, is_over, look, offer, once, operate, requests},
    people::Person,
    processes::Process,
    until,
    world::World,
};
use opg_primitives::{
    market::{Assurance, JobId},
    stake::Role,
    token::OPG,
};
use opg_worker::chain::views::{End, Finding, Job, Phase, Reason};
use std::{collections::BTreeSet, time::Duration};

/// Alice's model is attested by Bob and Charlie, whose workers verify, and Dave answers with it by hand.
struct Court {
    verifiers: Vec<Process>,
    dave: Person,
    eve: Person,
    /// The last to go.
    world: World,
}

impl Court {
    /// `settings` are Bob's.
    async fn new(settings: &str) -> Self {
        let world = World::empty().await;
        let (bob, charlie) = (Person::bob(&world.chain), Person::charlie(&world.chain));
        let (dave, eve) = (Person::dave(&world.chain), Person::eve(&world.chain));
        let verifiers = [("bob", "//Bob", settings), ("charlie", "//Charlie", "")];
        let verifiers = verifiers
            .map(|(name, secret, settings)| world.at_work(&world.verifier(name, secret, settings)));
        tokio::join!(
            world.register(world.digits.claim()),
            // Enough for many cases at once.
            operate(&bob, [Role::Verifier], 100_000 * OPG),
            operate(&charlie, [Role::Verifier], 100_000 * OPG),
            operate(&dave, [Role::Inference], 5_000 * OPG),
        );
        have_attested(&world.alice, world.digits.hash).await;
        offer(&dave, world.digits.hash, OPG / 20, 200).await;
        Self { verifiers: verifiers.into(), dave, eve, world }
    }

    async fn ask<const COUNT: usize>(&self, images: [usize; COUNT]) -> [JobId; COUNT] {
        let inputs = images.map(|image| self.world.digits.image(image));
        let (eve, model) = (&self.eve, self.world.digits.hash);
        requests(eve, model, inputs, Assurance::Bonded, 10).await.try_into().unwrap()
    }

    /// An answer that is another image's.
    fn lie(&self, image: usize) -> Vec<u8> {
        let truth = self.world.digits.answer(image);
        let others = (0..100).map(|image| self.world.digits.answer(image));
        others.into_iter().find(|other| *other != truth).unwrap()
    }
}

fn is_judged(job: &Job) -> bool {
    matches!(job.phase, Phase::Judged { .. })
}

/// Dave answers one request rightly and one wrongly. Answers with the wrong one, when the jury has found it so.
async fn doubted(court: &Court) -> JobId {
    let [right, wrong] = court.ask([0, 7]).await;
    let answers = [(right, court.world.digits.answer(0)), (wrong, court.lie(7))];
    answer(&court.dave, &answers).await;
    let judged = once(&court.eve, wrong, "a verdict of the jury", is_judged).await;
    let Phase::Judged { finding, .. } = judged.phase else { unreachable!() };
    assert_eq!(finding, Finding::Wrong);
    let log = court.verifiers[0].log();
    assert!(log.contains("an answer is wrong") && log.contains("call=\"challenge\""));

    let honest = once(&court.eve, right, "the end", is_over).await;
    assert!(matches!(honest.phase, Phase::Done { end: End::Settled, .. }), "{:?}", honest.phase);
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_answer_should_be_challenged_and_found_wrong_and_a_right_one_settled() {
    let court = Court::new("challenge = true\npart = 1.0").await;
    doubted(&court).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "an appeal may be made for five minutes"]
async fn worker_that_lies_should_lose_its_ticket_when_nobody_has_appealed() {
    let court = Court::new("challenge = true\npart = 1.0").await;
    let wrong = doubted(&court).await;
    let over = once(&court.eve, wrong, "the end", is_over).await;
    let end = End::Refunded(Reason::WrongAnswer);
    assert!(matches!(over.phase, Phase::Done { end: was, .. } if was == end), "{:?}", over.phase);
    assert_eq!(over.workers[0].account, court.dave.account());
    let best = court.eve.chain.best().await.unwrap().hash;
    let stake: Option<Operator> =
        court.eve.chain.ask(best, "StakeApi", "operator", court.dave.account().0).await.unwrap();
    // The least that a worker has at stake: forty times a twentieth would be less.
    assert_eq!(stake.map(|operator| operator.bond), Some(5_000 * OPG - 8 * OPG));
}

#[derive(subxt::ext::scale_decode::DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Operator {
    bond: u128,
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "chance decides which answers are audited: it may take ten minutes"]
async fn audits_should_find_right_what_is_right_and_wrong_what_is_not() {
    let court = Court::new("").await;
    let mut found = Audits::default();
    for _ in 0..5 {
        let images: [usize; 40] = std::array::from_fn(|image| image);
        let mut open = Vec::new();
        for lies in [false, true] {
            let said =
                |image| if lies { court.lie(image) } else { court.world.digits.answer(image) };
            let jobs = court.ask(images).await;
            let answers: Vec<_> = jobs.into_iter().zip(images.map(said)).collect();
            answer(&court.dave, &answers).await;
            open.extend(jobs.map(|job| (job, lies)));
        }
        while !open.is_empty() {
            for (job, lies) in std::mem::take(&mut open) {
                if !found.has_ended(job, lies, look(&court.eve, job).await.phase) {
                    open.push((job, lies));
                }
            }
            if found.right && found.wrong {
                return;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
    panic!("no audit fell on so many answers");
}

#[derive(Default)]
struct Audits {
    seen: BTreeSet<JobId>,
    right: bool,
    wrong: bool,
}

impl Audits {
    /// Whether it is known what comes of an answer.
    fn has_ended(&mut self, job: JobId, lies: bool, phase: Phase) -> bool {
        match phase {
            Phase::Audited { .. } => drop(self.seen.insert(job)),
            Phase::Judged { finding, .. } => {
                assert_eq!((finding, lies), (Finding::Wrong, true), "job {job}");
                self.wrong = true;
            },
            // Two verifiers have looked at it, and nobody is left for the jury.
            Phase::Done { end: End::Refunded(Reason::Undecided), .. } if lies => {},
            Phase::Done { end, .. } => {
                assert_eq!(end, End::Settled, "job {job}");
                let was_audited = self.seen.contains(&job);
                assert!(!(was_audited && lies), "an audit found a lie right: job {job}");
                self.right |= was_audited;
            },
            _ => {},
        }
        matches!(phase, Phase::Judged { .. } | Phase::Done { .. })
    }
}

/// Of an honest worker every answer is looked at, and none of them challenged.
#[tokio::test(flavor = "multi_thread")]
async fn right_answers_should_be_left_alone_however_often_they_are_looked_at() {
    let court = Court::new("challenge = true\npart = 1.0").await;
    let images = [0, 1, 2, 3, 4];
    let jobs = court.ask(images).await.into_iter();
    let answers: Vec<_> = jobs.zip(images.map(|image| court.world.digits.answer(image))).collect();
    answer(&court.dave, &answers).await;
    until("all to be looked at", async || {
        (court.verifiers[0].log().matches("looked at an answer").count() >= 5).then_some(())
    })
    .await;
    for (job, _) in answers {
        let phase = look(&court.eve, job).await.phase;
        assert!(!matches!(phase, Phase::Disputed | Phase::Judged { .. }), "{phase:?}");
    }
    assert!(!court.verifiers[0].log().contains("call=\"challenge\""));
}
