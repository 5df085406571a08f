use super::*;
use crate::chain::views::{Assurance, Decline, End, Worker};
use opg_primitives::market::{self, Data};
use subxt::utils::H256;

fn me() -> AccountId32 {
    AccountId32([1; 32])
}

fn other() -> AccountId32 {
    AccountId32([2; 32])
}

fn answer() -> Answer {
    Answer { output: Data::Inline(vec![9].try_into().unwrap()), salt: [5; 32] }
}

pub(crate) fn job(assurance: Assurance, phase: Phase, standing: Standing) -> Job {
    let worker =
        |account, standing| Worker { account, price: 1, ticket: 1, standing, output: None };
    Job {
        requester: other(),
        model: H256::zero(),
        input: H256::zero(),
        inline: None,
        assurance,
        time: 20,
        phase,
        workers: vec![worker(other(), Standing::Missed), worker(me(), standing)],
    }
}

fn assigned() -> Job {
    job(Assurance::Bonded, Phase::Assigned { since: 1, until: 21 }, Standing::Working)
}

fn desk() -> Desk {
    let mut desk = Desk::new(me());
    desk.heard(&Event::Assigned { job: 7, worker: me() }, 1);
    desk
}

#[test]
fn request_of_another_should_not_come_onto_the_desk() {
    let mut desk = Desk::new(me());
    desk.heard(&Event::Assigned { job: 7, worker: other() }, 1);
    desk.heard(&Event::RevealBegan { job: 7 }, 1);
    assert!(desk.is_empty());
}

#[test]
fn model_should_run_once_and_the_answer_be_said_again_until_it_is_heard() {
    let mut desk = desk();
    assert_eq!(desk.due(1), [7]);
    assert_eq!(desk.look(7, &assigned(), 1, None), Next::Run);
    assert!(desk.due(2).is_empty());
    assert_eq!(desk.look(7, &assigned(), 2, None), Next::Nothing, "it runs");
    desk.decided(7, Decision::Answer(answer()));
    let said = Next::Say(Word::Answer(7, answer()));
    assert_eq!(desk.due(3), [7]);
    assert_eq!(desk.look(7, &assigned(), 3, None), said);
    assert!(desk.due(3 + PATIENCE - 1).is_empty());
    assert_eq!(desk.due(3 + PATIENCE), [7]);
    assert_eq!(desk.look(7, &assigned(), 3 + PATIENCE, None), said, "the chain has not heard it");
    desk.heard(&Event::Answered { job: 7, worker: me() }, 10);
    assert!(desk.due(100).is_empty());
    assert_eq!(desk.heard(&Event::Ended { job: 7 }, 40), Some(7));
    assert!(desk.is_empty());
}

/// The block in which it was answered is none of the best chain any more.
#[test]
fn answer_should_be_said_again_when_a_reorganised_chain_has_it_no_more() {
    let mut desk = desk();
    desk.look(7, &assigned(), 1, None);
    desk.decided(7, Decision::Answer(answer()));
    desk.heard(&Event::Answered { job: 7, worker: me() }, 3);
    assert!(desk.due(4).is_empty());
    desk.doubt_all();
    assert_eq!(desk.due(4), [7]);
    assert_eq!(desk.look(7, &assigned(), 4, None), Next::Say(Word::Answer(7, answer())));
}

#[test]
fn request_that_was_taken_away_should_leave_the_desk() {
    for standing in [Standing::Missed, Standing::Declined(Decline::BadInput)] {
        let mut desk = desk();
        let lost = job(Assurance::Bonded, Phase::Assigned { since: 1, until: 21 }, standing);
        assert_eq!(desk.look(7, &lost, 1, None), Next::Over);
    }
    let mut desk = desk();
    let mut unassigned = assigned();
    unassigned.workers.pop();
    assert_eq!(desk.look(7, &unassigned, 1, None), Next::Over);
    let done = Phase::Done { end: End::Settled, until: 9 };
    assert_eq!(duty(&job(Assurance::Bonded, done, Standing::Working), &me()), Duty::Nothing);
}

#[test]
fn quorum_should_commit_wait_and_reveal_the_same() {
    let quorum = |phase, standing| job(Assurance::Quorum(3), phase, standing);
    let committing = quorum(Phase::Committing { until: 21 }, Standing::Working);
    let mut desk = desk();
    assert_eq!(desk.look(7, &committing, 1, None), Next::Run);
    desk.decided(7, Decision::Answer(answer()));
    assert_eq!(desk.look(7, &committing, 2, None), Next::Say(Word::Commit(7, answer())));
    let committed = Standing::Committed(H256::repeat_byte(1));
    desk.heard(&Event::Committed { job: 7, worker: me() }, 3);
    assert_eq!(
        desk.look(7, &quorum(Phase::Committing { until: 21 }, committed), 3, None),
        Next::Nothing
    );
    assert!(desk.due(50).is_empty());
    desk.heard(&Event::RevealBegan { job: 7 }, 10);
    assert_eq!(desk.due(10), [7]);
    let revealing = quorum(Phase::Revealing { until: 41 }, committed);
    assert_eq!(desk.look(7, &revealing, 10, None), Next::Say(Word::Reveal(7, answer())));
}

/// A salt that is lost cannot be guessed, and another output would be a lie.
#[test]
fn worker_that_lost_its_journal_should_reveal_nothing() {
    let mut desk = desk();
    let committed = Standing::Committed(H256::repeat_byte(1));
    let revealing = job(Assurance::Quorum(3), Phase::Revealing { until: 41 }, committed);
    assert_eq!(desk.look(7, &revealing, 1, None), Next::Nothing);
}

#[test]
fn model_that_ran_in_vain_should_run_again_while_there_is_time() {
    let mut desk = desk();
    assert_eq!(desk.look(7, &assigned(), 1, None), Next::Run);
    desk.failed(7, 2);
    assert!(desk.due(1).is_empty());
    assert_eq!(desk.due(2), [7]);
    assert_eq!(desk.look(7, &assigned(), 2, None), Next::Run);
}

#[test]
fn decline_should_be_said_again_until_it_is_heard_and_the_model_not_run_again() {
    let mut desk = desk();
    assert_eq!(desk.look(7, &assigned(), 1, None), Next::Run);
    desk.decided(7, Decision::Decline(market::Decline::BadInput));
    let said = Next::Say(Word::Decline(7, market::Decline::BadInput));
    assert_eq!(desk.look(7, &assigned(), 1, None), said);
    desk.look_at(7, 2);
    assert_eq!(desk.due(2), [7], "the node did not take it");
    assert_eq!(desk.look(7, &assigned(), 2, None), said);
    assert_eq!(desk.heard(&Event::Declined { job: 7, worker: me() }, 3), Some(7));
    assert!(desk.is_empty());
}

/// What is handed in is in the next block, and that must be before the first third of the time is over.
#[test]
fn worker_in_trouble_should_decline_when_it_must_and_not_before() {
    let why = market::Decline::InputUnavailable;
    let mut desk = desk();
    assert_eq!(desk.look(7, &assigned(), 1, None), Next::Run);
    assert_eq!(desk.look(7, &assigned(), 2, Some(why)), Next::Nothing, "it may still come");
    assert_eq!(desk.due(4), [7], "so early that there is another try");
    assert_eq!(desk.look(7, &assigned(), 4, Some(why)), Next::GiveUp(why));
    desk.decided(7, Decision::GiveUp(why));
    for block in [4, 5] {
        assert_eq!(desk.look(7, &assigned(), block, None), Next::Say(Word::Decline(7, why)));
    }
    assert_eq!(desk.look(7, &assigned(), 6, None), Next::Run, "too late: it may be there by now");

    let mut desk = self::desk();
    desk.look(7, &assigned(), 1, None);
    assert_eq!(desk.look(7, &assigned(), 4, None), Next::Nothing, "it computes");
    assert_eq!(desk.due(5), [7], "the last block in which it can be given up");
    assert_eq!(desk.look(7, &assigned(), 5, Some(why)), Next::GiveUp(why));

    // A third of ten blocks leaves one.
    let short = Job { time: 10, ..assigned() };
    let mut desk = self::desk();
    assert_eq!(desk.look(7, &short, 1, None), Next::Run);
    assert_eq!(desk.due(2), [7]);
    assert_eq!(desk.look(7, &short, 2, Some(why)), Next::GiveUp(why));
}

/// What it costs is lost then anyway.
#[test]
fn what_was_given_up_too_late_should_be_tried_again_and_what_cannot_be_answered_not() {
    let why = market::Decline::ResourceLimit;
    for (decision, next) in [
        (Decision::GiveUp(why), Next::Run),
        (Decision::Decline(why), Next::Nothing),
        (Decision::Decline(market::Decline::InputUnavailable), Next::Run),
    ] {
        let mut desk = desk();
        desk.look(7, &assigned(), 1, None);
        desk.decided(7, decision.clone());
        assert_eq!(desk.look(7, &assigned(), 6, None), next, "{decision:?}");
    }
}

#[test]
fn what_the_node_refused_with_others_should_be_said_alone_until_it_is_heard() {
    let mut desk = desk();
    desk.look(7, &assigned(), 1, None);
    assert!(!desk.is_said_alone(7));
    desk.part(7);
    assert!(desk.is_said_alone(7));
    desk.heard(&Event::Committed { job: 7, worker: me() }, 3);
    assert!(!desk.is_said_alone(7));
}

#[test]
fn one_of_a_quorum_should_decline_like_everyone_else() {
    let why = market::Decline::InputUnavailable;
    let open = job(Assurance::Quorum(3), Phase::Committing { until: 21 }, Standing::Working);
    let mut desk = desk();
    assert_eq!(desk.look(7, &open, 1, None), Next::Run);
    assert_eq!(desk.due(4), [7], "before it is too late");
    assert_eq!(desk.look(7, &open, 5, Some(why)), Next::GiveUp(why));
    desk.decided(7, Decision::Decline(market::Decline::BadInput));
    let said = Next::Say(Word::Decline(7, market::Decline::BadInput));
    assert_eq!(desk.look(7, &open, 5, None), said);
    assert_eq!(desk.look(7, &open, 6, None), Next::Nothing, "it is too late");
}

#[test]
fn proven_request_should_be_proven_even_after_its_time_unless_someone_else_was_first() {
    let proven = |phase, standing| job(Assurance::Proven, phase, standing);
    let assigned = proven(Phase::Assigned { since: 1, until: 21 }, Standing::Working);
    let open = proven(Phase::Open { until: 41 }, Standing::Missed);
    let mut desk = desk();
    assert_eq!(desk.look(7, &assigned, 1, None), Next::Run);
    assert_eq!(desk.heard(&Event::Missed { job: 7, worker: me() }, 21), None);
    assert_eq!(desk.due(21), [7]);
    assert_eq!(desk.look(7, &open, 21, None), Next::Nothing, "it is being proven");
    let proof = Arc::new(Proof {
        model: Default::default(),
        rows: 11,
        width: 8,
        output: vec![],
        proof: vec![],
    });
    desk.decided(7, Decision::Proof(proof.clone()));
    assert_eq!(desk.look(7, &open, 22, None), Next::Say(Word::Prove(7, proof)));
    assert_eq!(desk.heard(&Event::Ended { job: 7 }, 23), Some(7));
}

/// Each time costs a fee.
#[test]
fn what_changes_nothing_should_be_said_alone_and_not_for_ever() {
    let mut desk = desk();
    desk.look(7, &assigned(), 1, None);
    desk.decided(7, Decision::Answer(answer()));
    for times in 1..=VAIN {
        let said = Next::Say(Word::Answer(7, answer()));
        assert_eq!(desk.look(7, &assigned(), 2, None), said);
        assert_eq!(desk.is_said_alone(7), times > 1);
        assert_eq!(desk.said(7), Some(times));
        assert_eq!(desk.due(2), [7]);
    }
    assert_eq!(desk.look(7, &assigned(), 3, None), Next::Nothing);

    let mut desk = self::desk();
    desk.decided(7, Decision::Answer(answer()));
    desk.look(7, &assigned(), 2, None);
    desk.heard(&Event::Answered { job: 7, worker: me() }, 3);
    assert_eq!(desk.said(7), None, "the chain has heard it");
}

/// What was answered is the answer to another request, which a reorganised chain has no more.
#[test]
fn request_of_the_same_number_that_asks_something_else_should_be_run_anew() {
    let mut desk = desk();
    let another = Job { input: H256::repeat_byte(7), ..assigned() };
    desk.asks(7, assigned().question());
    assert_eq!(desk.look(7, &assigned(), 1, None), Next::Run);
    desk.decided(7, Decision::Answer(answer()));
    desk.doubt_all();
    assert_eq!(desk.question(7), Some(assigned().question()));
    assert!(matches!(desk.look(7, &assigned(), 2, None), Next::Say(_)));
    desk.doubt_all();
    assert_ne!(desk.question(7), Some(another.question()));
    desk.asks(7, another.question());
    assert_eq!(desk.look(7, &another, 2, None), Next::Run);
    assert_eq!(desk.question(7), Some(another.question()));
}
