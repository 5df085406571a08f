//! Panels that look at models, and doubts about what they found.

use super::*;
use opg_primitives::models::UNAVAILABLE;

fn request() -> CaseId {
    assert_ok!(Models::request_attestation(signed(ANN), hash(1)));
    Cases::get().len() as CaseId
}

fn challenge(who: AccountId) -> CaseId {
    assert_ok!(Models::challenge(signed(who), hash(1)));
    Cases::get().len() as CaseId
}

fn state() -> Attestation<AccountId> {
    model(hash(1)).attestation
}

fn is_attested() -> bool {
    <Models as Servers<_>>::served(&hash(1)).unwrap().attested
}

/// `ANN` has a model.
fn with_model(test: impl FnOnce()) {
    run(|| {
        register(ANN, hash(1), exact());
        test();
    });
}

/// A panel has confirmed what she says of it.
fn with_confirmed(test: impl FnOnce()) {
    with_model(|| {
        let case = request();
        conclude(case, Some(right(hash(1))));
        test();
    });
}

#[test]
fn confirmed_claim_should_be_attested_when_its_time_has_come() {
    with_model(|| {
        let case = request();
        assert_eq!(state(), Attestation::Examined { case });
        assert!(!is_attested());
        later(20);
        conclude(case, Some(right(hash(1))));
        let until = 1 + AGE + 20 + CHALLENGE;
        assert_eq!(state(), Attestation::Contestable { case, until });
        later(CHALLENGE - 1);
        assert!(!is_attested() && !may_slash(&hash(1)) && !may_prove(&hash(1)));
        later(1);
        assert!(is_attested() && may_slash(&hash(1)) && may_prove(&hash(1)));
        let view = Models::attestation(hash(1)).unwrap();
        assert_eq!((view.attested, view.case), (true, Some(case)));
        assert_eq!(view.said.len(), 7);
        assert_eq!(view.said[0], (members(case)[0], Some(right(hash(1)))));
        assert_eq!(view.said[6], (members(case)[6], None));
    });
}

#[test]
fn panel_should_be_asked_on_the_right_terms() {
    with_confirmed(|| {
        let appeal = challenge(CAT);
        let cases = Cases::get();
        let first = &cases[0];
        assert_eq!(first.kind, Kind::Attestation);
        assert_eq!(first.subject, Subject::Model(hash(1)));
        assert_eq!(first.excluded.to_vec(), [ANN]);
        assert_eq!((first.payer, first.answerable), (ANN, CHALLENGE));
        let second = &cases[1];
        assert_eq!(second.kind, Kind::Appeal);
        assert_eq!(second.subject, Subject::Model(hash(1)));
        let parties: Vec<_> = [ANN, CAT].into_iter().chain(members(1)).collect();
        assert_eq!(second.excluded.to_vec(), parties);
        assert_eq!((second.payer, second.answerable), (CAT, 0));
        assert_eq!(appeal, 2);
        // As long as the appeal goes on, those who vouched answer for it.
        let doubts = |case| <Models as Client<_>>::doubts(case, &Subject::Model(hash(1)));
        assert!(doubts(1) && !doubts(2));
        conclude(appeal, None);
        assert!(!doubts(1) && !doubts(2));
    });
}

#[test]
fn other_verdict_should_refuse_the_claim() {
    with_model(|| {
        let case = request();
        conclude(case, Some(hash(77)));
        assert_eq!(state(), Attestation::Refused { verdict: hash(77) });
        later(10 * CHALLENGE);
        assert!(!is_attested());
        refused!(Models::challenge(signed(CAT), hash(1)), Error::<Test>::NotContestable);
        // A claim that is right is attested yet: another panel may find the file.
        let case = request();
        conclude(case, Some(right(hash(1))));
        later(CHALLENGE);
        assert!(is_attested());
    });
}

#[test]
fn amended_claim_should_be_examined_anew() {
    with_model(|| {
        let case = request();
        let better = close().verdict(&hash(1), SIZE);
        conclude(case, Some(better));
        assert_eq!(state(), Attestation::Refused { verdict: better });
        assert_ok!(Models::amend(signed(ANN), hash(1), Box::new(close())));
        assert_eq!(state(), Attestation::None);
        assert!(Models::attestation(hash(1)).unwrap().said.is_empty());
        let case = request();
        conclude(case, Some(better));
        later(CHALLENGE);
        assert!(is_attested());
    });
}

#[test]
fn no_verdict_should_leave_all_as_it_was() {
    with_model(|| {
        let case = request();
        conclude(case, None);
        assert_eq!(state(), Attestation::None);
        assert_eq!(Models::attestation(hash(1)).unwrap().said.len(), 7);
        assert_eq!(request(), 2);
    });
}

#[test]
fn challenge_should_come_in_time_and_once() {
    with_confirmed(|| {
        later(CHALLENGE);
        refused!(Models::challenge(signed(CAT), hash(1)), Error::<Test>::NotContestable);
    });
    with_confirmed(|| {
        later(CHALLENGE - 1);
        challenge(CAT);
        assert!(!is_attested());
        later(10);
        assert!(!is_attested(), "while it is appealed");
        refused!(Models::challenge(signed(EVE), hash(1)), Error::<Test>::NotContestable);
    });
}

#[test]
fn failed_challenge_should_attest_at_once_and_for_good() {
    with_confirmed(|| {
        let before = Balances::balance(&CAT);
        let appeal = challenge(CAT);
        conclude(appeal, Some(right(hash(1))));
        assert_eq!(state(), Attestation::Attested);
        assert!(is_attested());
        assert!(Overturned::get().is_empty());
        assert_eq!(Balances::balance(&CAT), before - COSTS[1], "she paid for the appeal");
        refused!(Models::challenge(signed(CAT), hash(1)), Error::<Test>::NotContestable);
        refused!(Models::request_attestation(signed(ANN), hash(1)), Error::<Test>::AlreadyAttested);
    });
}

#[test]
fn right_challenge_should_slash_those_who_vouched_and_pay_the_challenger() {
    with_confirmed(|| {
        let before = Balances::balance(&CAT);
        let appeal = challenge(CAT);
        conclude(appeal, Some(hash(77)));
        assert_eq!(state(), Attestation::Refused { verdict: hash(77) });
        assert_eq!(Overturned::get(), [1]);
        // Of 1,210, the 210 that the appeal cost; of the other 1,000, a quarter.
        assert_eq!(Balances::balance(&CAT), before + 250 * OPG);
        assert_eq!(Balances::balance(&TREASURY), OPG + 750 * OPG);
        assert_eq!(Models::attestation(hash(1)).unwrap().case, Some(appeal));
        assert_eq!(Models::attestation(hash(1)).unwrap().said.len(), 21);
    });
}

/// An owner could confirm its model, take the file away, and challenge through another account.
#[test]
fn owner_should_gain_nothing_by_hiding_its_file_from_an_appeal() {
    with_confirmed(|| {
        let before = Balances::balance(&CAT);
        let appeal = challenge(CAT);
        conclude(appeal, Some(UNAVAILABLE));
        assert_eq!(state(), Attestation::None);
        assert!(Overturned::get().is_empty());
        assert_eq!(Balances::balance(&CAT), before - COSTS[1]);
    });
}

#[test]
fn challenger_should_get_back_what_the_appeal_did_cost_and_no_more() {
    with_confirmed(|| {
        let before = Balances::balance(&CAT);
        let appeal = challenge(CAT);
        let said = vec![(BEN, Some(hash(77)))];
        let outcome = Outcome { verdict: Some(hash(77)), said, paid: 10 * OPG };
        <Models as Client<_>>::concluded(appeal, Subject::Model(hash(1)), outcome);
        // Of 1,210, the 10 that its members were paid; of the other 1,200, a quarter.
        assert_eq!(Balances::balance(&CAT), before - COSTS[1] + 310 * OPG);
    });
}

#[test]
fn only_a_verdict_that_confirms_should_be_answered_for() {
    with_model(|| {
        let matters = |verdict| <Models as Client<_>>::matters(&Subject::Model(hash(1)), &verdict);
        assert!(matters(right(hash(1))));
        assert!(!matters(hash(77)) && !matters(UNAVAILABLE));
    });
}

#[test]
fn small_slash_should_go_to_the_appeal_first() {
    for (slash, paid) in [(0, 0), (100 * OPG, 100 * OPG), (COSTS[1], COSTS[1])] {
        with_confirmed(|| {
            Slash::set(slash);
            let appeal = challenge(CAT);
            let before = Balances::balance(&CAT);
            conclude(appeal, Some(hash(77)));
            assert_eq!(Balances::balance(&CAT), before + paid);
            assert_eq!(Balances::balance(&TREASURY), OPG);
        });
    }
}

#[test]
fn challenger_whose_account_is_gone_should_leave_its_part_to_the_treasury() {
    with_confirmed(|| {
        Balances::set_balance(&77, COSTS[1] + OPG);
        let appeal = challenge(77);
        // What is left of it goes: nothing keeps an account that waits for money.
        Balances::transfer(&77, &BEN, OPG, Preservation::Expendable).unwrap();
        Slash::set(OPG / 2);
        conclude(appeal, Some(hash(77)));
        assert_eq!(Balances::balance(&77), 0);
        assert_eq!(Balances::balance(&TREASURY), OPG + OPG / 2);
    });
}

#[test]
fn appeal_without_a_verdict_should_slash_nobody_and_attest_nothing() {
    with_confirmed(|| {
        let appeal = challenge(CAT);
        conclude(appeal, None);
        assert_eq!(state(), Attestation::None);
        assert!(Overturned::get().is_empty());
        later(10 * CHALLENGE);
        assert!(!is_attested());
        assert_eq!(request(), 3);
    });
}

#[test]
fn nothing_should_be_attested_that_nobody_could_challenge() {
    with_model(|| {
        Verifiers::set(ENOUGH - 1);
        refused!(Models::request_attestation(signed(ANN), hash(1)), Error::<Test>::TooFewVerifiers);
        Verifiers::set(ENOUGH);
        request();
    });
}

#[test]
fn attestation_should_be_paid_for_by_who_asks() {
    with_model(|| {
        let before = Balances::balance(&ANN);
        request();
        assert_eq!(Balances::balance(&ANN), before - COSTS[0]);
        Balances::set_balance(&77, COSTS[0]);
        register(77, hash(2), close());
        refused!(Models::request_attestation(signed(77), hash(2)), TokenError::FundsUnavailable);
    });
}

#[test]
fn other_cases_should_change_nothing() {
    with_confirmed(|| {
        let before = state();
        let said = Models::attestation(hash(1));
        let said_so = vec![(BEN, Some(hash(77)))];
        let outcome = || Outcome { verdict: Some(hash(77)), said: said_so.clone(), paid: 0 };
        <Models as Client<_>>::concluded(1, Subject::Model(hash(1)), outcome());
        <Models as Client<_>>::concluded(9, Subject::Model(hash(1)), outcome());
        <Models as Client<_>>::concluded(1, Subject::Model(hash(2)), outcome());
        assert_eq!(state(), before);
        let appeal = challenge(CAT);
        <Models as Client<_>>::concluded(1, Subject::Model(hash(1)), outcome());
        assert_eq!(Models::attestation(hash(1)).unwrap().said, said.unwrap().said);
        conclude(appeal, Some(right(hash(1))));
        assert_eq!(state(), Attestation::Attested);
    });
}

#[test]
fn any_verdict_but_none_should_be_accepted() {
    let accepts =
        |verdict| <Models as Client<AccountId>>::accepts(&Subject::Model(hash(1)), &verdict);
    assert!(!accepts(Hash::zero()));
    assert!(accepts(opg_primitives::models::UNAVAILABLE));
    assert!(accepts(opg_primitives::models::FORBIDDEN));
    assert!(accepts(hash(1)));
}

#[test]
fn banned_model_should_be_attested_no_more_but_what_runs_should_end() {
    with_model(|| {
        let case = request();
        assert_ok!(Models::ban(RuntimeOrigin::root(), hash(1), true));
        conclude(case, Some(right(hash(1))));
        let appeal = challenge(CAT);
        conclude(appeal, None);
        refused!(Models::request_attestation(signed(ANN), hash(1)), Error::<Test>::NotActive);
    });
}

#[test]
fn only_answers_that_can_be_compared_should_cost_anyone_a_slash() {
    run(|| {
        let mut flips = close();
        flips.interface.outputs =
            tensors(&[tensor("label", Dtype::I64, &[]), tensor("y", Dtype::F32, &[])]);
        for (number, claim, slashes) in [(1, exact(), true), (2, close(), true), (3, flips, false)]
        {
            register(ANN, hash(number), claim);
            assert_ok!(Models::request_attestation(signed(ANN), hash(number)));
            assert!(!may_slash(&hash(number)));
            conclude(number, Some(right(hash(number))));
            later(CHALLENGE);
            assert_eq!(may_slash(&hash(number)), slashes);
            assert_eq!(may_prove(&hash(number)), number == 1);
            assert_eq!(Models::model(hash(number)).unwrap().may_slash, slashes);
        }
    });
}
