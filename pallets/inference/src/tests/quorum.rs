//! Quorums: commitments, outputs, and how they are counted.

use super::{answers::falls, *};
use opg_primitives::{market::commitment, panels::Salt};

const THREE: Balance = 3 * OPG;

pub fn quorum(count: u8) -> Order<AccountId> {
    let max_price = OPG * Balance::from(count);
    Order { assurance: Assurance::Quorum(count), max_price, ..order() }
}

pub fn salt(id: JobId, who: AccountId) -> Salt {
    (id, who).using_encoded(blake2_256)
}

fn submit_commitment(id: JobId, who: AccountId, hash: Hash) -> DispatchResultWithPostInfo {
    Inference::commit_answers(signed(who), vec![(id, hash)].try_into().unwrap())
}

pub fn commit(id: JobId, who: AccountId, output: &Output) -> DispatchResultWithPostInfo {
    submit_commitment(id, who, commitment(id, &who, &salt(id, who), output))
}

pub fn reveal(id: JobId, who: AccountId, output: &Output) -> DispatchResultWithPostInfo {
    let answers = vec![(id, salt(id, who), output.clone())].try_into().unwrap();
    Inference::reveal_answers(signed(who), answers)
}

fn stands(answer: DispatchResultWithPostInfo) {
    assert_eq!(answer.unwrap().pays_fee, Pays::No, "{:?}", log().last());
}

/// A quorum whose workers say this, all of them in time.
fn said(order: Order<AccountId>, outputs: &[Output]) -> (JobId, Vec<AccountId>) {
    let id = ask(order);
    let workers = workers(id);
    for (who, output) in workers.iter().zip(outputs) {
        stands(commit(id, *who, output));
    }
    assert!(matches!(phase(id), Phase::Revealing { .. }));
    for (who, output) in workers.iter().zip(outputs) {
        stands(reveal(id, *who, output));
    }
    (id, workers)
}

fn out(byte: u8) -> Output {
    bytes(&[byte])
}

fn float(number: f32) -> Output {
    bytes(&number.to_le_bytes())
}

#[test]
fn quorum_should_be_of_different_workers_with_a_ticket_each() {
    run(|| {
        let id = ask(quorum(7));
        let mut workers = workers(id);
        assert!(workers.iter().all(|who| bond(*who).1 == TICKET));
        workers.sort();
        workers.dedup();
        assert_eq!(workers.len(), 7);
        assert_eq!(phase(id), Phase::Committing { until: 1 + TIME });
    });
}

#[test]
fn quorum_for_which_one_worker_is_missing_should_be_refused_and_nobody_be_taken() {
    run(|| {
        only(EXACT, &[11, 12]);
        refused!(Inference::request(signed(ANN), Box::new(quorum(3))), Error::<Test>::NoCapacity);
    });
}

#[test]
fn budget_of_a_quorum_should_be_shared() {
    run(|| {
        let dear = Order { max_price: THREE - 1, ..quorum(3) };
        refused!(Inference::request(signed(ANN), Box::new(dear)), Error::<Test>::NoCapacity);
        let id = ask(Order { coverage: Some(180 * OPG), max_price: 6 * OPG, ..quorum(3) });
        for worker in &job(id).workers {
            assert_eq!(worker.price, OPG * 3 / 2, "each has a third at stake");
        }
    });
}

#[test]
fn quorum_that_agrees_should_be_settled_at_once_and_all_be_paid() {
    run(|| {
        let (id, workers) = said(quorum(3), &[out(1), out(1), out(1)]);
        assert_eq!(end(id), Some(End::Settled));
        assert_eq!(free(ANN), RICH - THREE - FEE);
        let earned: Balance = workers.iter().map(|who| escrow(*who)).sum();
        assert_eq!(earned, THREE + FEE, "the fee is handed on once");
        assert!(workers.iter().all(|who| bond(*who) == (BOND, 0)));
        once(Event::Counted { job: id, agree: vec![0, 1, 2], apart: vec![], answer: Some(0) });
    });
}

#[test]
fn one_that_differs_should_be_judged_before_it_loses_anything() {
    run(|| {
        let (id, workers) = said(quorum(3), &[out(2), out(1), out(1)]);
        assert_eq!(phase(id), Phase::Disputed);
        assert_eq!(bond(workers[0]), (BOND, TICKET));
        once(Event::Counted { job: id, agree: vec![1, 2], apart: vec![], answer: Some(1) });
        assert_eq!(the_case(case_of(id)).payer, TREASURY);
        find(id, Finding::Right);
        assert_eq!(until_end(id), Some(End::Settled));
        assert_eq!(bond(workers[0]), (BOND - TICKET, 0));
        assert_eq!(escrow(workers[0]), 0);
        assert_eq!(free(ANN), RICH - FEE - 2 * OPG, "who is answered is not compensated");
        assert_eq!(bond(workers[1]), (BOND, 0));
    });
}

/// Nobody is slashed by a count: two that lie do not convict the third.
#[test]
fn majority_that_lies_should_lose_its_tickets_and_the_one_that_differs_keep_its_own() {
    run(|| {
        let (id, workers) = said(quorum(3), &[out(9), out(1), out(9)]);
        find(id, Finding::Wrong);
        let before = Balances::total_issuance();
        assert_eq!(until_end(id), refunded(Reason::WrongAnswer));
        assert_eq!(bond(workers[0]), (BOND - TICKET, 0));
        assert_eq!(bond(workers[1]), (BOND, 0));
        assert_eq!(bond(workers[2]), (BOND - TICKET, 0));
        assert_eq!(Balances::total_issuance(), before - 60 * OPG);
        // A quarter of eighty pays the jury's five, the rest is whose question it was.
        assert_eq!(free(ANN), RICH - FEE + 15 * OPG);
    });
}

#[test]
fn one_that_differs_should_appeal_and_the_majority_too() {
    run(|| {
        let (id, workers) = said(quorum(3), &[out(9), out(1), out(9)]);
        find(id, Finding::Right);
        let call = |who| Inference::appeal(signed(who), id);
        refused!(call(workers[0]), Error::<Test>::MayNotAppeal);
        assert_ok!(call(workers[1]));
        find(id, Finding::Wrong);
        assert_eq!(end(id), refunded(Reason::WrongAnswer));
        assert_eq!(bond(workers[1]), (BOND, 0));
        assert_eq!(free(workers[1]), RICH, "jurors who lied pay the appeal");
    });
}

#[test]
fn quorum_without_a_majority_should_be_refunded_and_nobody_lose() {
    run(|| {
        let (id, workers) = said(quorum(3), &[out(1), out(2), out(3)]);
        assert_eq!(end(id), refunded(Reason::Undecided));
        assert_eq!(free(ANN), RICH - FEE);
        assert!(workers.iter().all(|who| bond(*who) == (BOND, 0)));
        once(Event::Counted { job: id, agree: vec![0], apart: vec![], answer: None });
    });
}

#[test]
fn floating_point_should_agree_within_what_the_model_allows() {
    run(|| {
        let order = Order { model: CLOSE, ..quorum(3) };
        let (id, _) = said(order.clone(), &[float(1.0), float(1.004), float(1.008)]);
        assert_eq!(end(id), Some(End::Settled));
        // The one in the middle agrees with both, they do not with each other.
        let (id, _) = said(order.clone(), &[float(1.0), float(1.009), float(1.018)]);
        assert_eq!(end(id), Some(End::Settled));
        once(Event::Counted { job: id, agree: vec![0, 1, 2], apart: vec![], answer: Some(1) });
        let (id, _) = said(order, &[float(1.0), float(1.5), float(2.0)]);
        assert_eq!(end(id), refunded(Reason::Undecided));
    });
}

#[test]
fn whole_numbers_should_agree_byte_by_byte() {
    run(|| {
        let (id, _) = said(quorum(3), &[float(1.0), float(1.0001), float(0.9999)]);
        assert_eq!(end(id), refunded(Reason::Undecided));
    });
}

#[test]
fn repeating_anothers_commitment_should_help_nobody() {
    run(|| {
        let id = ask(quorum(3));
        let workers = workers(id);
        let theirs = commitment(id, &workers[0], &salt(id, workers[0]), &out(1));
        for who in &workers {
            stands(submit_commitment(id, *who, theirs));
        }
        stands(reveal(id, workers[0], &out(1)));
        let copied = vec![(id, salt(id, workers[0]), out(1))].try_into().unwrap();
        let answer = Inference::reveal_answers(signed(workers[1]), copied);
        falls(answer, Error::NotWhatWasCommitted);
    });
}

#[test]
fn commitments_that_must_not_be_taken() {
    run(|| {
        let id = ask(quorum(3));
        let first = workers(id)[0];
        falls(commit(id, EVE, &out(1)), Error::NotYours);
        falls(commit(77, first, &out(1)), Error::NoSuchJob);
        stands(commit(id, first, &out(1)));
        falls(commit(id, first, &out(2)), Error::AlreadyCommitted);
        System::set_block_number(u64::from(1 + TIME));
        falls(commit(id, workers(id)[1], &out(1)), Error::TooLate);
        let bonded = ask(order());
        falls(commit(bonded, worker(bonded), &out(1)), Error::OtherAssurance);
    });
}

#[test]
fn reveals_that_must_not_be_taken() {
    run(|| {
        let id = ask(quorum(3));
        let workers = workers(id);
        falls(reveal(id, workers[0], &out(1)), Error::NotCommitted);
        stands(commit(id, workers[0], &out(1)));
        falls(reveal(id, workers[0], &out(1)), Error::TooEarly);
        falls(reveal(id, workers[0], &out(2)), Error::NotWhatWasCommitted);
        stands(commit(id, workers[1], &out(1)));
        stands(commit(id, workers[2], &out(1)));
        falls(reveal(id, EVE, &out(1)), Error::NotYours);
        stands(reveal(id, workers[0], &out(1)));
        falls(reveal(id, workers[0], &out(1)), Error::AlreadyRevealed);
        let blob = Data::Blob { hash: Hash::zero(), bytes: 0 };
        falls(reveal(id, workers[1], &blob), Error::BadSize);
        System::set_block_number(u64::from(1 + REVEAL));
        falls(reveal(id, workers[1], &out(1)), Error::TooLate);
        Inference::on_initialize(System::block_number());
        blocks(TIME);
        falls(reveal(id, workers[0], &out(1)), Error::Ended);
        falls(commit(id, workers[1], &out(1)), Error::Ended);
    });
}

#[test]
fn one_that_does_not_commit_should_pay_and_the_others_go_on() {
    run(|| {
        let id = ask(quorum(3));
        let workers = workers(id);
        stands(commit(id, workers[0], &out(1)));
        stands(commit(id, workers[2], &out(1)));
        until_due(id);
        assert!(matches!(phase(id), Phase::Revealing { .. }));
        assert_eq!(bond(workers[1]), (BOND - PRICE, 0));
        falls(commit(id, workers[1], &out(1)), Error::TooLate);
        stands(reveal(id, workers[0], &out(1)));
        stands(reveal(id, workers[2], &out(1)));
        assert_eq!(end(id), Some(End::Settled));
        assert_eq!(free(ANN), RICH - FEE - 2 * OPG + PRICE);
    });
}

#[test]
fn quorum_of_which_too_few_commit_should_end_in_a_timeout() {
    run(|| {
        let id = ask(quorum(3));
        let workers = workers(id);
        stands(commit(id, workers[0], &out(1)));
        until_due(id);
        assert_eq!(end(id), refunded(Reason::Timeout));
        assert_eq!(bond(workers[0]), (BOND, 0));
        assert_eq!(bond(workers[1]), (BOND - PRICE, 0));
        assert_eq!(free(ANN), RICH - FEE + 2 * PRICE);
    });
}

fn declines(id: JobId, who: AccountId) -> DispatchResultWithPostInfo {
    Inference::decline(signed(who), id, Decline::BadInput)
}

/// Who asks what is no input would otherwise be paid by everyone who has nothing to say to it.
#[test]
fn requester_whose_input_is_none_should_not_earn_from_a_quorum() {
    run(|| {
        let id = ask(quorum(3));
        let workers = workers(id);
        stands(declines(id, workers[0]));
        assert_eq!(phase(id), Phase::Committing { until: 1 + TIME });
        assert_eq!(bond(workers[0]), (BOND, 0), "it is free at once");
        stands(declines(id, workers[1]));
        assert_eq!(end(id), refunded(Reason::Unanswerable));
        assert_eq!(free(ANN), RICH - FEE);
        assert!(
            workers.iter().all(|who| bond(*who) == (BOND, 0)),
            "nor is who said nothing yet late"
        );
        assert!(Offers::get().values().all(|offer| offer.taken == 0));
        once(Event::Declined { job: id, worker: workers[1], why: Decline::BadInput });
        once(Event::Freed { job: id, worker: workers[2] });
        falls(commit(id, workers[2], &out(1)), Error::Ended);
    });
}

#[test]
fn quorum_should_go_on_without_one_that_declines() {
    run(|| {
        let id = ask(quorum(3));
        let workers = workers(id);
        stands(commit(id, workers[0], &out(1)));
        stands(commit(id, workers[1], &out(1)));
        stands(declines(id, workers[2]));
        assert_eq!(phase(id), Phase::Revealing { until: 1 + REVEAL }, "nobody else is waited for");
        once(Event::RevealBegan { job: id, until: 1 + REVEAL });
        stands(reveal(id, workers[0], &out(1)));
        falls(reveal(id, workers[2], &out(1)), Error::NotCommitted);
        stands(reveal(id, workers[1], &out(1)));
        assert_eq!(end(id), Some(End::Settled));
        assert_eq!(free(ANN), RICH - FEE - 2 * OPG);
        assert_eq!((bond(workers[2]), escrow(workers[2])), ((BOND, 0), 0));
    });
}

/// One that declines makes no majority of the others smaller.
#[test]
fn more_than_half_of_all_should_agree_though_some_decline() {
    run(|| {
        let id = ask(quorum(5));
        let workers = workers(id);
        stands(declines(id, workers[0]));
        stands(declines(id, workers[1]));
        for (who, said) in workers[2..].iter().zip([1, 1, 2]) {
            stands(commit(id, *who, &out(said)));
        }
        for (who, said) in workers[2..].iter().zip([1, 1, 2]) {
            stands(reveal(id, *who, &out(said)));
        }
        assert_eq!(end(id), refunded(Reason::Undecided), "two of five");
    });
}

#[test]
fn those_who_are_silent_where_others_declined_should_pay() {
    run(|| {
        let id = ask(quorum(3));
        let workers = workers(id);
        stands(declines(id, workers[1]));
        stands(commit(id, workers[0], &out(1)));
        until_due(id);
        assert_eq!(end(id), refunded(Reason::Timeout));
        assert_eq!(bond(workers[0]), (BOND, 0));
        assert_eq!(bond(workers[1]), (BOND, 0));
        assert_eq!(bond(workers[2]), (BOND - PRICE, 0));
    });
}

#[test]
fn declines_of_a_quorum_that_must_not_be_taken() {
    run(|| {
        let id = ask(quorum(5));
        let workers = workers(id);
        refused!(declines(id, EVE), Error::<Test>::NotYours);
        stands(commit(id, workers[0], &out(1)));
        refused!(declines(id, workers[0]), Error::<Test>::AlreadyCommitted);
        stands(declines(id, workers[1]));
        refused!(declines(id, workers[1]), Error::<Test>::NotYours);
        falls(commit(id, workers[1], &out(1)), Error::NotYours);
        blocks(TIME / 3);
        refused!(declines(id, workers[2]), Error::<Test>::TooLate);
        stands(commit(id, workers[2], &out(1)));
        stands(commit(id, workers[3], &out(1)));
        stands(commit(id, workers[4], &out(1)));
        refused!(declines(id, workers[2]), Error::<Test>::AlreadyCommitted);
        stands(reveal(id, workers[2], &out(1)));
        refused!(declines(id, workers[2]), Error::<Test>::TooLate);
    });
}

#[test]
fn one_that_does_not_reveal_should_pay_and_the_others_be_counted() {
    run(|| {
        let id = ask(quorum(3));
        let workers = workers(id);
        workers.iter().for_each(|who| stands(commit(id, *who, &out(1))));
        stands(reveal(id, workers[0], &out(1)));
        stands(reveal(id, workers[1], &out(1)));
        blocks(TIME);
        assert_eq!(end(id), Some(End::Settled));
        assert_eq!(bond(workers[2]), (BOND - PRICE, 0));
        once(Event::Missed { job: id, worker: workers[2] });
        once(Event::Counted { job: id, agree: vec![0, 1], apart: vec![], answer: Some(0) });
    });
}

#[test]
fn quorum_of_which_nobody_reveals_should_be_refunded() {
    run(|| {
        let id = ask(quorum(3));
        let workers = workers(id);
        workers.iter().for_each(|who| stands(commit(id, *who, &out(1))));
        blocks(TIME);
        assert_eq!(end(id), refunded(Reason::Undecided));
        assert!(workers.iter().all(|who| bond(*who) == (BOND - PRICE, 0)));
    });
}

#[test]
fn one_that_is_silent_should_not_pay_for_a_blob_unless_others_could_get_it() {
    run(|| {
        let silent = |answer: bool| {
            let id = ask(Order { input: elsewhere(1), ..quorum(3) });
            let workers = workers(id);
            for who in &workers[..if answer { 2 } else { 1 }] {
                stands(commit(id, *who, &out(1)));
            }
            until_due(id);
            if answer {
                workers[..2].iter().for_each(|who| stands(reveal(id, *who, &out(1))));
            }
            assert!(end(id).is_some());
            BOND - bond(workers[2]).0
        };
        assert_eq!(silent(false), 0);
        assert_eq!(silent(true), PRICE);
    });
}

#[test]
fn batch_of_commitments_or_reveals_with_one_bad_entry_should_be_paid_for() {
    run(|| {
        let id = ask(quorum(3));
        let workers = workers(id);
        let who = workers[0];
        let good = (id, commitment(id, &who, &salt(id, who), &out(1)));
        let both = vec![(77, Hash::zero()), good].try_into().unwrap();
        let info = Inference::commit_answers(signed(who), both).unwrap();
        assert_eq!(info.pays_fee, Pays::Yes);
        stands(commit(id, workers[1], &out(1)));
        stands(commit(id, workers[2], &out(1)));
        let both = vec![(77, [0; 32], out(1)), (id, salt(id, who), out(1))].try_into().unwrap();
        assert_eq!(Inference::reveal_answers(signed(who), both).unwrap().pays_fee, Pays::Yes);
        assert!(matches!(job(id).workers[0].standing, Standing::Answered { .. }));
        let call = |list: Vec<(JobId, Hash)>| {
            Inference::commit_answers(signed(who), list.try_into().unwrap())
        };
        refused!(call(vec![]), Error::<Test>::Empty);
        refused!(call(vec![good, good]), Error::<Test>::Twice);
    });
}

#[test]
fn challenge_of_a_quorum_should_not_be_needed_nor_taken() {
    run(|| {
        let id = ask(quorum(3));
        refused!(Inference::challenge(signed(CAT), id), Error::<Test>::TooEarly);
        let (id, _) = said(quorum(3), &[out(1), out(1), out(1)]);
        refused!(Inference::challenge(signed(CAT), id), Error::<Test>::Ended);
    });
}

/// Two could otherwise give the right answer in a form that nobody else gives it in, and have the third pay.
#[test]
fn right_answer_in_another_form_should_not_be_another_answer() {
    run(|| {
        let hash = Hash::repeat_byte(7);
        let sized = |bytes| Data::Blob { hash, bytes };
        let id = ask(quorum(3));
        let workers = workers(id);
        let outputs = [5_000, 6_000, u64::from(opg_primitives::market::MAX_OUTPUT)].map(sized);
        for (who, output) in workers.iter().zip(&outputs) {
            stands(commit(id, *who, output));
        }
        falls(reveal(id, workers[2], &outputs[2]), Error::BadSize);
        stands(reveal(id, workers[0], &outputs[0]));
        stands(reveal(id, workers[1], &outputs[1]));
        blocks(TIME);
        assert_eq!(end(id), Some(End::Settled), "what is found by the same hash is the same");
        once(Event::Counted { job: id, agree: vec![0, 1], apart: vec![], answer: Some(0) });
    });
}

/// What counts may be off by as much as the class allows, and a wrong answer is off by twice that.
#[test]
fn one_that_differs_by_too_little_to_be_wrong_should_lose_nothing() {
    run(|| {
        let order = Order { model: CLOSE, ..quorum(3) };
        let (id, workers) = said(order.clone(), &[float(1.0), float(1.02), float(1.0)]);
        assert_eq!(end(id), Some(End::Settled), "no jury is asked");
        once(Event::Counted { job: id, agree: vec![0, 2], apart: vec![1], answer: Some(0) });
        assert_eq!(bond(workers[1]), (BOND, 0));
        assert_eq!(escrow(workers[1]), 0, "nor is it paid");
        let (id, _) = said(order, &[float(1.0), float(1.05), float(1.0)]);
        assert_eq!(phase(id), Phase::Disputed);
    });
}

/// Read as a number, every length is about nothing: who is first could give the answer any shape. And two who give
/// it one that is none must not have the third one let go without a jury.
#[test]
fn answer_of_another_shape_should_be_another_one_and_be_judged() {
    run(|| {
        change(Served::get, Served::set, |all| {
            let outputs = &mut all.get_mut(&CLOSE).unwrap().claim.interface.outputs;
            outputs[0].shape = vec![Dim::Free, Dim::Free].try_into().unwrap();
        });
        let shaped = |rows: u32, columns: u32| {
            bytes(&[rows.to_le_bytes(), columns.to_le_bytes(), [0; 4], [0; 4]].concat())
        };
        let order = Order { model: CLOSE, ..quorum(3) };
        let (id, workers) = said(order, &[shaped(1, 2), shaped(2, 1), shaped(2, 1)]);
        assert_eq!(phase(id), Phase::Disputed);
        once(Event::Counted { job: id, agree: vec![1, 2], apart: vec![], answer: Some(1) });
        find(id, Finding::Wrong);
        assert_eq!(until_end(id), refunded(Reason::WrongAnswer));
        assert_eq!(bond(workers[0]), (BOND, 0));
        assert_eq!(bond(workers[1]), (BOND - TICKET, 0));
    });
}

/// Where honest machines differ, what lies elsewhere cannot be compared: two who say the same of it know no more
/// than that.
#[test]
fn answers_that_lie_elsewhere_should_count_for_nothing_where_machines_differ() {
    run(|| {
        let blob = |byte| Data::Blob { hash: Hash::repeat_byte(byte), bytes: 5_000 };
        let order = Order { model: CLOSE, ..quorum(3) };
        let (id, workers) = said(order.clone(), &[blob(1), blob(1), float(1.0)]);
        assert_eq!(end(id), refunded(Reason::Undecided));
        assert!(workers.iter().all(|who| bond(*who) == (BOND, 0)));
        let (id, _) = said(order, &[blob(1), float(1.0), float(1.0)]);
        assert_eq!(phase(id), Phase::Disputed, "one that differs may have lied");
    });
}

/// Three friends, one of whom differs about an input that nobody else can get, must not have the treasury pay
/// jurors who can only say that they cannot tell.
#[test]
fn jury_about_what_nobody_can_see_should_not_be_paid_by_the_treasury() {
    run(|| {
        let (id, workers) = said(quorum(3), &[out(2), out(1), out(1)]);
        let before = free(TREASURY);
        find(id, Finding::Unverifiable);
        assert_eq!(until_end(id), refunded(Reason::Undecided));
        let fees = FEE;
        assert!(free(TREASURY) >= before, "it lost {}", before - free(TREASURY));
        assert!(free(TREASURY) >= fees);
        assert!(workers.iter().all(|who| bond(*who) == (BOND, 0)));
        let subject = Subject::Answer(id);
        assert!(!Inference::earns(&subject, None), "nor if they come to no verdict");
    });
}

/// Who doubts an answer pays whoever looked, whatever they found.
#[test]
fn jury_of_a_challenger_should_be_paid_whatever_it_finds() {
    run(|| {
        let id = ask(order());
        answer(id);
        assert_ok!(Inference::challenge(signed(ANN), id));
        let subject = Subject::Answer(id);
        let verdict = Finding::Unverifiable.verdict(Hash::zero());
        assert!(Inference::earns(&subject, Some(&verdict)) && Inference::earns(&subject, None));
    });
}
