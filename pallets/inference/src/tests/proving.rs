//! Answers that come with a proof.

use super::*;
use crate::proving::{Proof, Shape};
use std::slice::from_ref;

pub const SHAPE: Shape = Shape { rows: 11, width: 32 };

pub fn proven() -> Order<AccountId> {
    Order { assurance: Assurance::Proven, ..order() }
}

/// A proof that pays `payee`, of this answer.
pub fn proof(id: JobId, payee: AccountId, output: &[u8]) -> Proof {
    let job = job(id);
    let context = Inference::context(id, &job, &key(4), &payee);
    let input = Inputs::<Test>::get(id).unwrap();
    let proof = proof_of(&context, input.inline().unwrap(), output).try_into().unwrap();
    Proof { job: id, model: 0, output: output.to_vec().try_into().unwrap(), proof }
}

/// The same but for this.
fn but(proof: &Proof, change: impl FnOnce(&mut Proof)) -> Proof {
    let mut other = proof.clone();
    change(&mut other);
    other
}

pub fn prove(who: AccountId, proofs: &[Proof]) -> DispatchResultWithPostInfo {
    prove_as(SHAPE, &[EXACT], who, proofs)
}

fn prove_as(
    shape: Shape,
    models: &[ModelHash],
    who: AccountId,
    proofs: &[Proof],
) -> DispatchResultWithPostInfo {
    let models = models.to_vec().try_into().unwrap();
    let proofs = proofs.to_vec().try_into().unwrap();
    Inference::prove_answers(signed(who), shape, models, proofs)
}

#[test]
fn proof_should_settle_a_request_in_its_block_and_cost_nothing() {
    run(|| {
        let id = ask(proven());
        let who = worker(id);
        let info = prove(who, &[proof(id, who, &[42])]).unwrap();
        assert_eq!(info.pays_fee, Pays::No);
        assert_eq!(end(id), Some(End::Settled));
        assert_eq!(bond(who), (BOND, 0));
        assert_eq!(escrow(who), PRICE + FEE);
        assert_eq!(free(ANN), RICH - PRICE - FEE);
        assert_eq!(Outputs::<Test>::get(id, 0), Some(output()));
        once(Event::Proven { job: id, worker: who, output: output().digest() });
    });
}

#[test]
fn proof_should_pay_whom_it_was_made_for_and_nobody_else() {
    run(|| {
        let id = ask(proven());
        let who = worker(id);
        until_due(id);
        let made = proof(id, who, &[42]);
        refused!(prove(EVE, from_ref(&made)), Error::<Test>::BadProof);
        refused!(prove(CAT, &[proof(id, EVE, &[42])]), Error::<Test>::BadProof);
        assert_ok!(prove(EVE, &[proof(id, EVE, &[42])]));
    });
}

#[test]
fn proof_of_another_answer_or_request_should_be_refused() {
    run(|| {
        only(EXACT, &[11]);
        let (one, two) = (ask(proven()), ask(proven()));
        let made = proof(one, 11, &[42]);
        let another = but(&made, |proof| proof.output = vec![43].try_into().unwrap());
        refused!(prove(11, from_ref(&another)), Error::<Test>::BadProof);
        let another = but(&made, |proof| proof.job = two);
        refused!(prove(11, from_ref(&another)), Error::<Test>::BadProof);
    });
}

#[test]
fn stranger_should_not_prove_before_the_worker_is_late() {
    run(|| {
        let id = ask(proven());
        refused!(prove(EVE, &[proof(id, EVE, &[42])]), Error::<Test>::TooEarly);
        blocks(TIME - 1);
        refused!(prove(EVE, &[proof(id, EVE, &[42])]), Error::<Test>::TooEarly);
    });
}

#[test]
fn anyone_should_prove_when_the_worker_is_late_and_be_paid_for_it() {
    run(|| {
        let id = ask(proven());
        let late = worker(id);
        until_due(id);
        let until = Inference::now() + TIME;
        assert_eq!(phase(id), Phase::Open { until });
        once(Event::Opened { job: id, until });
        assert_eq!(bond(late), (BOND - PRICE, 0));
        assert_ok!(prove(EVE, &[proof(id, EVE, &[42])]));
        assert_eq!(end(id), Some(End::Settled));
        assert_eq!(escrow(EVE), PRICE + FEE);
        assert_eq!(free(ANN), RICH - FEE, "the credit is what the answer costs");
        assert_eq!(Outputs::<Test>::get(id, 1), Some(output()));
        assert_ok!(Inference::pay_out(signed(EVE), EVE, EXACT));
        assert_eq!(free(EVE), RICH + OPG * 77 / 100);
    });
}

/// It has paid for being late, and its slot is free since: not twice.
#[test]
fn late_worker_should_prove_like_anyone() {
    run(|| {
        let id = ask(proven());
        let late = worker(id);
        until_due(id);
        assert_ok!(prove(late, &[proof(id, late, &[42])]));
        assert_eq!(end(id), Some(End::Settled));
        assert_eq!(bond(late), (BOND - PRICE, 0));
        assert_eq!(escrow(late), PRICE + FEE);
    });
}

#[test]
fn late_worker_should_not_free_a_slot_of_another_request() {
    run(|| {
        only(EXACT, &[11]);
        let id = ask(proven());
        blocks(10);
        let _other = ask(proven());
        until_due(id);
        assert_ok!(prove(11, &[proof(id, 11, &[42])]));
        assert_eq!(Offers::get()[&(EXACT, 11)].taken, 1);
    });
}

#[test]
fn worker_that_declined_should_prove_when_the_next_one_is_late() {
    run(|| {
        let id = ask(proven());
        let first = worker(id);
        assert_ok!(Inference::decline(signed(first), id, Decline::ResourceLimit));
        assert_ne!(worker(id), first);
        refused!(prove(first, &[proof(id, first, &[42])]), Error::<Test>::TooEarly);
        until_due(id);
        assert_ok!(prove(first, &[proof(id, first, &[42])]));
        assert_eq!(escrow(first), PRICE + FEE);
    });
}

#[test]
fn request_that_nobody_proves_should_be_refunded() {
    run(|| {
        let id = ask(proven());
        blocks(2 * TIME);
        assert_eq!(end(id), refunded(Reason::Timeout));
        assert_eq!(free(ANN), RICH - FEE + PRICE);
        refused!(prove(EVE, &[proof(id, EVE, &[42])]), Error::<Test>::Ended);
    });
}

#[test]
fn late_proof_should_be_refused_though_the_agenda_lags_behind() {
    run(|| {
        let id = ask(proven());
        let who = worker(id);
        System::set_block_number(u64::from(1 + TIME));
        refused!(prove(who, &[proof(id, who, &[42])]), Error::<Test>::TooLate);
        Inference::on_initialize(System::block_number());
        System::set_block_number(u64::from(1 + 2 * TIME));
        refused!(prove(EVE, &[proof(id, EVE, &[42])]), Error::<Test>::TooLate);
        Inference::on_initialize(System::block_number());
    });
}

#[test]
fn batch_with_one_bad_proof_should_be_refused_whole() {
    run(|| {
        only(EXACT, &[11]);
        let (one, two) = (ask(proven()), ask(proven()));
        let bad = proof(two, 11, &[42]);
        let bad = but(&bad, |proof| proof.proof = vec![0; 32].try_into().unwrap());
        refused!(prove(11, &[proof(one, 11, &[42]), bad.clone()]), Error::<Test>::BadProof);
        assert!(matches!(phase(one), Phase::Assigned { .. }));
        assert_ok!(prove(11, &[proof(one, 11, &[42]), proof(two, 11, &[42])]));
        assert_eq!((end(one), end(two)), (Some(End::Settled), Some(End::Settled)));
        assert_eq!(escrow(11), 2 * (PRICE + FEE));
    });
}

#[test]
fn batches_that_must_not_be_taken() {
    run(|| {
        let id = ask(proven());
        let who = worker(id);
        let good = proof(id, who, &[42]);
        refused!(prove(who, &[]), Error::<Test>::Empty);
        refused!(prove(who, &[good.clone(), good.clone()]), Error::<Test>::Twice);
        let call = |shape, models: &[_]| prove_as(shape, models, who, from_ref(&good));
        refused!(call(SHAPE, &[]), Error::<Test>::OtherModel);
        refused!(call(SHAPE, &[UNKNOWN]), Error::<Test>::OtherModel);
        refused!(call(SHAPE, &[CLOSE]), Error::<Test>::OtherModel);
        refused!(call(SHAPE, &[Hash::zero()]), Error::<Test>::OtherModel);
        refused!(call(Shape { rows: 12, ..SHAPE }, &[EXACT]), Error::<Test>::OtherShape);
        refused!(call(Shape { rows: 10, ..SHAPE }, &[EXACT]), Error::<Test>::OtherShape);
        refused!(call(Shape { width: 31, ..SHAPE }, &[EXACT]), Error::<Test>::OtherShape);
        let other = but(&good, |proof| proof.model = 1);
        refused!(prove(who, from_ref(&other)), Error::<Test>::OtherModel);
        let other = but(&good, |proof| proof.job = 77);
        refused!(prove(who, from_ref(&other)), Error::<Test>::NoSuchJob);
        let empty = but(&good, |proof| proof.proof = Default::default());
        refused!(prove(who, from_ref(&empty)), Error::<Test>::BadProof);
        assert_ok!(call(Shape { width: 96, ..SHAPE }, &[EXACT]));
        refused!(prove(who, from_ref(&good)), Error::<Test>::Ended);
    });
}

#[test]
fn proof_of_a_bonded_request_or_a_quorum_should_be_refused() {
    run(|| {
        let id = ask(order());
        let who = worker(id);
        refused!(prove(who, &[proof(id, who, &[42])]), Error::<Test>::OtherAssurance);
        let id = ask(Order { assurance: Assurance::Quorum(3), max_price: 3 * OPG, ..order() });
        let who = worker(id);
        refused!(prove(who, &[proof(id, who, &[42])]), Error::<Test>::OtherAssurance);
    });
}

/// Otherwise whoever proves to itself, from an account that is gone, would ask for nothing.
#[test]
fn whoever_has_no_account_should_earn_nothing_and_the_requester_pay_all_the_same() {
    run(|| {
        let id = ask(proven());
        until_due(id);
        let before = (free(ANN), free(TREASURY));
        assert_ok!(prove(NOBODY, &[proof(id, NOBODY, &[42])]));
        assert_eq!(end(id), Some(End::Settled));
        assert_eq!((escrow(ANN), escrow(NOBODY)), (0, 0));
        assert_eq!(free(ANN), before.0 + BUDGET - PRICE);
        assert_eq!(free(TREASURY), before.1 + PRICE + FEE);
        assert_eq!(Told::get(), [(ANN, EXACT, PRICE)]);
    });
}
