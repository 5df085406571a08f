//! Audits: whom they fall on, what auditors say, and what follows.

use super::{
    disputes::{challenge, unappealed, JURY},
    *,
};

fn audits() {
    tune(|rules| rules.audit = ALWAYS);
}

/// An answer whose auditor was called.
fn audited() -> (JobId, AccountId) {
    audits();
    let (id, who) = answered(order());
    until_due(id);
    assert_eq!(phase(id), Phase::Audited { again: false });
    (id, who)
}

#[test]
fn audit_that_finds_an_answer_right_should_settle_it_at_the_verifiers_cost() {
    run(|| {
        let before = free(TREASURY);
        let (id, who) = audited();
        let case = the_case(case_of(id));
        assert_eq!((case.kind, case.subject), (Kind::Audit, Subject::Audit(id)));
        assert_eq!((case.payer, case.reward), (TREASURY, OPG * 6 / 100));
        assert!([ANN, OWNER, who].iter().all(|party| case.excluded.contains(party)));
        find(id, Finding::Right);
        assert_eq!(end(id), Some(End::Settled));
        assert_ok!(Inference::pay_out(signed(who), who, EXACT));
        assert_eq!(free(TREASURY), before + OPG * 2 / 100 + FEE, "audits cost what they bring");
    });
}

/// Otherwise a dear server that is late would have the treasury pay for looking at a cheap answer.
#[test]
fn auditor_should_be_paid_by_what_the_answer_costs_and_not_by_what_a_late_one_would_have() {
    run(|| {
        audits();
        only(EXACT, &[11]);
        offer(11, EXACT, BUDGET, CAPACITY);
        let id = ask(order());
        offer(12, EXACT, PRICE, CAPACITY);
        until_due(id);
        assert_eq!(answer(id), 12);
        until_due(id);
        assert_eq!(the_case(case_of(id)).reward, PRICE * 6 / 100);
    });
}

#[test]
fn audit_should_ask_for_the_insides_where_machines_agree() {
    run(|| {
        let (id, _) = audited();
        let witness = Disputes::<Test>::get(id).unwrap().witness;
        assert!(!witness.is_zero());
        audits();
        let (id, _) = answered(Order { model: CLOSE, ..order() });
        until_due(id);
        assert!(Disputes::<Test>::get(id).unwrap().witness.is_zero());
        let some = Finding::Right.verdict(Hash::repeat_byte(8));
        assert!(!Inference::accepts(&Subject::Audit(id), &some));
        assert!(Inference::accepts(&Subject::Audit(id), &Finding::Right.verdict(Hash::zero())));
    });
}

#[test]
fn audit_that_nobody_does_should_settle_the_answer() {
    run(|| {
        let (id, _) = audited();
        find_nothing(id);
        assert_eq!(end(id), Some(End::Settled));
        let (id, _) = answered(order());
        Callable::set(&false);
        until_due(id);
        assert_eq!(end(id), Some(End::Settled));
    });
}

#[test]
fn audit_that_finds_an_answer_wrong_should_go_to_a_jury_and_slash_nobody() {
    run(|| {
        let (id, who) = audited();
        let auditor = members(case_of(id))[0];
        find(id, Finding::Wrong);
        assert_eq!(phase(id), Phase::Disputed);
        assert_eq!(bond(who), (BOND, TICKET));
        let case = the_case(case_of(id));
        assert_eq!((case.kind, case.subject), (Kind::Jury, Subject::Answer(id)));
        assert_eq!((case.payer, case.reward), (TREASURY, OPG));
        assert!(case.excluded.contains(&auditor));
        find(id, Finding::Right);
        unappealed(id);
        assert_eq!(end(id), Some(End::Settled));
        assert_eq!(bond(who), (BOND, 0));
        // Whoever cried wolf answers for it.
        assert!(bond(auditor).0 < BOND);
    });
}

/// Whoever withholds what an auditor needs gains nothing, nor does an auditor who does not look.
#[test]
fn audit_that_cannot_tell_should_be_repeated_and_cost_nothing() {
    run(|| {
        let before = free(TREASURY);
        let (id, who) = audited();
        let first = members(case_of(id))[0];
        find(id, Finding::Unverifiable);
        assert_eq!(phase(id), Phase::Audited { again: true });
        let second = members(case_of(id))[0];
        assert_ne!(first, second);
        find(id, Finding::Unverifiable);
        assert_eq!(end(id), refunded(Reason::Undecided));
        assert_eq!((free(first), free(second)), (RICH, RICH));
        assert_eq!(bond(who), (BOND, 0));
        assert_eq!(free(ANN), RICH - FEE);
        assert_eq!(free(TREASURY), before + FEE);
    });
}

#[test]
fn auditor_that_can_tell_should_decide_where_the_other_one_cannot() {
    let (cannot, right, wrong) = (Finding::Unverifiable, Finding::Right, Finding::Wrong);
    for (first, second, jury) in
        [(cannot, right, false), (right, cannot, false), (cannot, wrong, true)]
    {
        run(|| {
            tune(|rules| rules.again = ALWAYS);
            let (id, _) = audited();
            find(id, first);
            assert_eq!(phase(id), Phase::Audited { again: true });
            find(id, second);
            match jury {
                true => assert_eq!(phase(id), Phase::Disputed),
                false => assert_eq!(end(id), Some(End::Settled)),
            }
        });
    }
}

/// A poor treasury convicts nobody, and keeps nobody waiting.
#[test]
fn jury_that_the_treasury_cannot_pay_should_end_in_a_refund() {
    run(|| {
        let (id, who) = audited();
        let all = free(TREASURY) - OPG;
        assert_ok!(Balances::transfer(&TREASURY, &EVE, all, Preservation::Preserve));
        find(id, Finding::Wrong);
        assert_eq!(end(id), refunded(Reason::Undecided));
        assert_eq!(bond(who), (BOND, 0));
        assert_eq!(free(ANN), RICH - FEE);
    });
}

/// Nobody who has something to gain looks at an answer.
#[test]
fn parties_and_those_who_have_met_should_sit_on_no_panel() {
    run(|| {
        tune(|rules| rules.again = ALWAYS);
        audits();
        let (id, who) = answered(Order { beneficiary: Some(BOB), ..order() });
        until_due(id);
        let mut all = vec![ANN, BOB, OWNER, who];
        let excluded = || the_case(case_of(id)).excluded;
        let check = |all: &[AccountId]| all.iter().all(|one| excluded().contains(one));
        assert!(check(&all));
        all.extend(members(case_of(id)));
        find(id, Finding::Right);
        assert!(check(&all));
        all.extend(members(case_of(id)));
        find(id, Finding::Wrong);
        assert_eq!(phase(id), Phase::Disputed);
        assert!(check(&all));
        all.extend(members(case_of(id)));
        find_nothing(id);
        assert_eq!(phase(id), Phase::Appealed);
        assert!(check(&all) && all.len() == 11);
    });
}

#[test]
fn repeated_audit_that_says_the_same_should_settle() {
    run(|| {
        tune(|rules| rules.again = ALWAYS);
        let (id, _) = audited();
        let first = members(case_of(id))[0];
        find(id, Finding::Right);
        assert_eq!(phase(id), Phase::Audited { again: true });
        assert!(the_case(case_of(id)).excluded.contains(&first));
        find(id, Finding::Right);
        assert_eq!(end(id), Some(End::Settled));
        assert_eq!(Cases::get().len(), 2);
    });
}

/// An auditor who says "right" without looking cannot say what is inside.
#[test]
fn auditor_that_did_not_look_should_be_found_out_by_the_second_one() {
    run(|| {
        tune(|rules| rules.again = ALWAYS);
        let (id, who) = audited();
        let lazy = members(case_of(id))[0];
        conclude(case_of(id), Some(Finding::Right.verdict(Hash::repeat_byte(0xee))));
        assert_eq!(phase(id), Phase::Audited { again: true });
        let second = members(case_of(id))[0];
        find(id, Finding::Right);
        assert_eq!(phase(id), Phase::Disputed);
        find(id, Finding::Right);
        unappealed(id);
        assert_eq!(end(id), Some(End::Settled));
        assert_eq!(bond(who), (BOND, 0));
        assert!(bond(lazy).0 < BOND && bond(second) == (BOND, 0));
    });
}

#[test]
fn liar_found_by_an_audit_should_pay_the_jury_back() {
    run(|| {
        let (id, who) = audited();
        find(id, Finding::Wrong);
        find(id, Finding::Wrong);
        let before = (free(TREASURY), Balances::total_issuance());
        unappealed(id);
        assert_eq!(bond(who), (BOND - TICKET, 0));
        assert_eq!(free(TREASURY), before.0 + JURY + FEE);
        assert_eq!(free(ANN), RICH - FEE + 5 * OPG);
        assert_eq!(Balances::total_issuance(), before.1 - 30 * OPG);
    });
}

#[test]
fn conviction_should_have_all_open_answers_of_the_worker_audited() {
    run(|| {
        only(EXACT, &[11]);
        let (lie, who) = answered(order());
        challenge(CAT, lie);
        blocks(30);
        let (open, _) = answered(order());
        find(lie, Finding::Wrong);
        unappealed(lie);
        assert_eq!(end(lie), refunded(Reason::WrongAnswer));
        assert!(Convicted::<Test>::contains_key(who));
        until_due(open);
        assert_eq!(phase(open), Phase::Audited { again: false });
        find(open, Finding::Right);
        // What it answers from now on is looked at like anyone's.
        let (next, _) = answered(order());
        until_due(next);
        assert_eq!(end(next), Some(End::Settled));
    });
}
