//! Challenges, juries and appeals: who is believed, and who pays.

use super::*;

/// What a jury of answers at the usual price costs, and the larger one.
pub const JURY: Balance = 5 * OPG;
pub const LARGE: Balance = 21 * OPG;

pub fn challenge(who: AccountId, id: JobId) {
    assert_ok!(Inference::challenge(signed(who), id));
    assert_eq!(phase(id), Phase::Disputed);
}

/// An answer that this account doubts.
fn challenged(by: AccountId) -> (JobId, AccountId) {
    let (id, who) = answered(order());
    challenge(by, id);
    (id, who)
}

/// Nobody appeals.
pub fn unappealed(id: JobId) {
    assert!(matches!(phase(id), Phase::Judged { .. }));
    assert!(until_end(id).is_some(), "{:?}", phase(id));
}

pub fn appeal(who: AccountId, id: JobId) {
    assert_ok!(Inference::appeal(signed(who), id));
    assert_eq!(phase(id), Phase::Appealed);
}

pub fn doubt(who: AccountId) -> Balance {
    Balances::balance_on_hold(&HoldReason::Challenge.into(), &who)
}

#[test]
fn challenge_should_hold_what_two_juries_cost() {
    run(|| {
        let (id, _) = answered(order());
        challenge(CAT, id);
        assert_eq!((free(CAT), doubt(CAT)), (RICH - JURY - LARGE, LARGE));
        let case = case_of(id);
        once(Event::Disputed { job: id, case, challenger: Some(CAT), bond: LARGE });
        assert!(the_case(case).excluded.contains(&CAT));
    });
}

#[test]
fn challenge_of_a_dear_answer_should_hold_its_price() {
    run(|| {
        SERVERS.for_each(|who| offer(who, EXACT, 10 * OPG, CAPACITY));
        tune(|rules| rules.cover = 1);
        let (id, _) = answered(Order { max_price: 10 * OPG, ..order() });
        challenge(CAT, id);
        // Jurors of a dear answer are paid its price each.
        assert_eq!(free(CAT), RICH - 260 * OPG);
    });
}

#[test]
fn challenge_by_someone_who_may_not_should_be_refused() {
    run(|| {
        let (id, who) = answered(order());
        let call = |by| Inference::challenge(signed(by), id);
        refused!(call(EVE), Error::<Test>::MayNotChallenge);
        refused!(call(OWNER), Error::<Test>::MayNotChallenge);
        refused!(call(who), Error::<Test>::MayNotChallenge);
        assert_ok!(call(ANN));
        refused!(call(CAT), Error::<Test>::TooLate);
    });
}

#[test]
fn challenge_before_an_answer_or_after_its_time_should_be_refused() {
    run(|| {
        let id = ask(order());
        let call = || Inference::challenge(signed(CAT), id);
        refused!(call(), Error::<Test>::TooEarly);
        answer(id);
        blocks(WINDOW - 1);
        let now = System::block_number();
        System::set_block_number(now + 1);
        refused!(call(), Error::<Test>::TooLate);
        Inference::on_initialize(now + 1);
        refused!(call(), Error::<Test>::Ended);
        refused!(Inference::challenge(signed(CAT), 77), Error::<Test>::NoSuchJob);
    });
}

#[test]
fn challenge_that_cannot_be_paid_for_should_be_refused() {
    run(|| {
        let (id, _) = answered(order());
        let call = || Inference::challenge(signed(CAT), id);
        Balances::set_balance(&CAT, JURY + LARGE);
        refused!(call(), Error::<Test>::NotEnoughFree);
        Balances::set_balance(&CAT, RICH);
        Callable::set(&false);
        refused!(call(), DispatchError::Other("there are too few verifiers"));
    });
}

/// Holds take frozen money, too: it must be looked at before.
#[test]
fn money_that_is_frozen_should_not_pay_for_a_challenge() {
    use polkadot_sdk::frame_support::traits::{LockableCurrency, WithdrawReasons};
    run(|| {
        let (id, _) = answered(order());
        let call = || Inference::challenge(signed(CAT), id);
        let lock = |left| {
            Balances::set_lock(*b"a vote  ", &CAT, RICH - left, WithdrawReasons::all());
        };
        lock(JURY + LARGE - 1);
        refused!(call(), Error::<Test>::NotEnoughFree);
        lock(JURY + LARGE);
        assert_ok!(call());
    });
}

/// Ten of the forty OPG go to others: five to the challenger for the jury, one as its reward, four to
/// whoever was lied to. Thirty are burned.
#[test]
fn liar_that_is_challenged_should_lose_its_ticket_of_which_a_quarter_is_paid() {
    run(|| {
        let (id, who) = challenged(CAT);
        find(id, Finding::Wrong);
        let before = Balances::total_issuance();
        unappealed(id);
        assert_eq!(end(id), refunded(Reason::WrongAnswer));
        assert_eq!(bond(who), (BOND - TICKET, 0));
        assert_eq!(free(CAT), RICH + OPG);
        assert_eq!(free(ANN), RICH - FEE + 4 * OPG);
        assert_eq!(Balances::total_issuance(), before - 30 * OPG);
        once(Event::Slashed { job: id, worker: who, amount: TICKET });
        once(Event::Burned { job: id, amount: 30 * OPG });
        once(Event::ChallengeEnded { job: id, challenger: CAT, returned: LARGE, taken: 0 });
    });
}

#[test]
fn liar_should_pay_the_beneficiary_if_there_is_one() {
    run(|| {
        let (id, _) = answered(Order { beneficiary: Some(BOB), ..order() });
        challenge(CAT, id);
        find(id, Finding::Wrong);
        unappealed(id);
        assert_eq!(free(BOB), RICH + 4 * OPG);
        assert_eq!(free(ANN), RICH - FEE);
        assert!(the_case(1).excluded.contains(&BOB));
    });
}

/// What is paid to a beneficiary that cannot live on it is not lost.
#[test]
fn liar_should_pay_the_treasury_if_the_beneficiary_has_no_account() {
    run(|| {
        SERVERS.for_each(|who| offer(who, EXACT, MILLI_OPG / 10, CAPACITY));
        tune(|rules| rules.juror = 0);
        let (id, _) = answered(Order { beneficiary: Some(NOBODY), ..order() });
        challenge(CAT, id);
        find(id, Finding::Wrong);
        let before = free(TREASURY);
        unappealed(id);
        // A quarter of forty tenths, of which five pay the jury and one the challenger.
        assert_eq!(free(NOBODY), 0);
        assert_eq!(free(TREASURY), before + FEE + MILLI_OPG * 4 / 10);
    });
}

/// All of them are one: who asks, who lies, who challenges, who judges.
#[test]
fn conspiracy_of_everybody_should_lose_three_quarters_of_the_ticket() {
    run(|| {
        let all = || {
            let held = [ANN, CAT].map(|who| Balances::total_balance_on_hold(&who));
            let bonds: Balance = Bonds::get().values().map(|(bond, _)| bond).sum();
            let people = [ANN, CAT].into_iter().chain(SERVERS).chain(FIRST_JUROR..LAST_JUROR);
            people.map(free).sum::<Balance>() + held.iter().sum::<Balance>() + bonds + free(POT)
        };
        let before = all();
        let (id, _) = challenged(CAT);
        find(id, Finding::Wrong);
        unappealed(id);
        assert_eq!(all(), before - TICKET * 3 / 4 - FEE);
    });
}

#[test]
fn liar_whose_accomplices_asked_and_challenged_should_lose() {
    run(|| {
        let all = |who| free(ANN) + doubt(ANN) + escrow(ANN) + free(CAT) + doubt(CAT) + bond(who).0;
        let (id, who) = answered(order());
        let before = 2 * RICH + BOND;
        challenge(CAT, id);
        find(id, Finding::Wrong);
        unappealed(id);
        // The jury's five come back, the fee does not.
        assert_eq!(all(who), before - 30 * OPG - JURY - FEE);
    });
}

#[test]
fn challenger_of_a_right_answer_should_lose_what_two_juries_cost() {
    run(|| {
        let before = free(TREASURY);
        let (id, who) = challenged(CAT);
        find(id, Finding::Right);
        unappealed(id);
        assert_eq!(end(id), Some(End::Settled));
        assert_eq!(free(CAT), RICH - JURY - LARGE);
        assert_eq!(free(TREASURY), before + LARGE);
        assert_eq!(bond(who), (BOND, 0));
        assert_eq!(escrow(who), PRICE + FEE);
        once(Event::ChallengeEnded { job: id, challenger: CAT, returned: 0, taken: LARGE });
    });
}

#[test]
fn answer_that_a_jury_cannot_tell_should_be_refunded_and_slash_nobody() {
    run(|| {
        let (id, who) = challenged(CAT);
        find(id, Finding::Unverifiable);
        unappealed(id);
        assert_eq!(end(id), refunded(Reason::Undecided));
        assert_eq!(bond(who), (BOND, 0));
        assert_eq!(free(ANN), RICH - FEE);
        assert_eq!(free(CAT), RICH - JURY);
    });
}

#[test]
fn jury_that_agrees_on_nothing_should_be_followed_by_a_larger_one() {
    run(|| {
        let (id, who) = challenged(CAT);
        find_nothing(id);
        assert_eq!(phase(id), Phase::Appealed);
        let case = the_case(case_of(id));
        assert_eq!((case.kind, case.payer), (Kind::Appeal, CAT));
        assert_eq!((free(CAT), doubt(CAT)), (RICH - LARGE, 0));
        check();
        find(id, Finding::Wrong);
        assert_eq!(end(id), refunded(Reason::WrongAnswer));
        assert_eq!(bond(who).0, BOND - TICKET);
        // The quarter does not pay for all of it.
        assert_eq!(free(CAT), RICH - LARGE + 10 * OPG);
        assert_eq!(free(ANN), RICH - FEE);
    });
}

#[test]
fn larger_jury_that_agrees_on_nothing_should_end_in_a_refund() {
    run(|| {
        let (id, who) = challenged(ANN);
        find_nothing(id);
        find_nothing(id);
        assert_eq!(end(id), refunded(Reason::Undecided));
        assert_eq!(bond(who), (BOND, 0));
        assert_eq!(free(ANN), RICH - FEE);
    });
}

#[test]
fn larger_jury_that_cannot_be_called_should_end_in_a_refund() {
    run(|| {
        let (id, who) = challenged(CAT);
        Callable::set(&false);
        find_nothing(id);
        assert_eq!(end(id), refunded(Reason::Undecided));
        assert_eq!((bond(who), doubt(CAT)), ((BOND, 0), 0));
    });
}

/// Whoever votes with its money after it has challenged cannot pay for the larger jury: nobody is found to
/// have lied, and nobody is paid.
#[test]
fn challenger_that_freezes_its_money_should_get_a_refund_for_the_requester_and_no_slash() {
    use polkadot_sdk::frame_support::traits::{LockableCurrency, WithdrawReasons};
    run(|| {
        let (id, who) = challenged(CAT);
        Balances::set_lock(*b"a vote  ", &CAT, RICH, WithdrawReasons::all());
        find_nothing(id);
        assert_eq!(end(id), refunded(Reason::Undecided));
        assert_eq!(bond(who), (BOND, 0));
        assert_eq!(doubt(CAT), 0);
        assert_eq!(free(CAT), RICH);
    });
}

#[test]
fn worker_should_appeal_and_be_paid_back_by_jurors_who_lied() {
    run(|| {
        let (id, who) = challenged(CAT);
        let jurors = members(case_of(id));
        find(id, Finding::Wrong);
        appeal(who, id);
        assert_eq!(free(who), RICH - LARGE);
        let case = case_of(id);
        assert!(jurors.iter().all(|juror| the_case(case).excluded.contains(juror)));
        once(Event::Appealed { job: id, case, appellant: Some(who) });
        find(id, Finding::Right);
        assert_eq!(end(id), Some(End::Settled));
        assert_eq!(free(who), RICH);
        assert_eq!(bond(who), (BOND, 0));
        assert!(jurors.iter().all(|juror| bond(*juror) == (BOND - 20 * OPG, 0)));
        assert_eq!(free(CAT), RICH - JURY - LARGE);
    });
}

#[test]
fn appeal_that_finds_the_same_should_cost_the_appellant() {
    run(|| {
        let (id, who) = challenged(CAT);
        find(id, Finding::Wrong);
        appeal(who, id);
        find(id, Finding::Wrong);
        assert_eq!(end(id), refunded(Reason::WrongAnswer));
        assert_eq!(free(who), RICH - LARGE);
        assert_eq!(bond(who), (BOND - TICKET, 0));
        assert_eq!(free(CAT), RICH + OPG);
    });
}

#[test]
fn appeal_by_someone_who_does_not_lose_should_be_refused() {
    run(|| {
        let call = |id, who| Inference::appeal(signed(who), id);
        let (id, who) = challenged(CAT);
        refused!(call(id, EVE), Error::<Test>::MayNotAppeal);
        find(id, Finding::Wrong);
        for other in [EVE, ANN, CAT, DAN] {
            refused!(call(id, other), Error::<Test>::MayNotAppeal);
        }
        assert_ok!(call(id, who));
        let (id, who) = challenged(CAT);
        find(id, Finding::Right);
        for other in [EVE, DAN, who] {
            refused!(call(id, other), Error::<Test>::MayNotAppeal);
        }
        assert_ok!(call(id, ANN));
    });
}

#[test]
fn appeal_at_another_time_should_be_refused() {
    run(|| {
        let id = ask(order());
        let call = || Inference::appeal(signed(ANN), id);
        refused!(call(), Error::<Test>::TooEarly);
        answer(id);
        refused!(call(), Error::<Test>::TooEarly);
        challenge(CAT, id);
        refused!(call(), Error::<Test>::TooEarly);
        find(id, Finding::Right);
        let due = phase(id).due().unwrap();
        System::set_block_number(due.into());
        refused!(call(), Error::<Test>::TooLate);
        assert_eq!(until_end(id), Some(End::Settled));
        refused!(call(), Error::<Test>::Ended);
    });
}

#[test]
fn lie_about_a_model_that_nobody_vouches_for_should_be_refunded_without_a_slash() {
    run(|| {
        tune(|rules| rules.audit = ALWAYS);
        let (id, who) = answered(Order { model: UNKNOWN, ..order() });
        challenge(ANN, id);
        find(id, Finding::Wrong);
        unappealed(id);
        assert_eq!(end(id), refunded(Reason::WrongAnswer));
        assert_eq!(bond(who), (BOND, 0));
        assert_eq!(doubt(ANN), 0);
        assert!(!Convicted::<Test>::contains_key(who));
        let (id, _) = answered(Order { model: UNKNOWN, ..order() });
        until_due(id);
        assert_eq!(end(id), Some(End::Settled), "no audit falls on it");
    });
}

/// Otherwise a verdict of a panel that was replaced would count, or one that was never asked.
#[test]
fn verdict_of_a_case_that_is_not_at_a_request_should_change_nothing() {
    run(|| {
        let (id, _) = challenged(CAT);
        let (other, _) = challenged(DAN);
        let wrong = Finding::Wrong.verdict(Hash::zero());
        let before = sp_io::storage::root(Default::default());
        let tell = |case, subject| {
            let outcome = Outcome { verdict: Some(wrong), said: vec![(CAT, Some(wrong))], paid: 9 };
            Inference::concluded(case, subject, outcome);
            assert_eq!(before, sp_io::storage::root(Default::default()));
        };
        tell(case_of(other), Subject::Answer(id));
        tell(99, Subject::Answer(id));
        tell(case_of(id), Subject::Answer(77));
        tell(case_of(id), Subject::Model(EXACT));
    });
}

#[test]
fn verdicts_should_be_findings_and_nothing_else() {
    run(|| {
        let (id, _) = challenged(CAT);
        let subject = Subject::Answer(id);
        for finding in [Finding::Right, Finding::Wrong, Finding::Unverifiable] {
            assert!(Inference::accepts(&subject, &finding.verdict(Hash::zero())));
            assert!(!Inference::accepts(&subject, &finding.verdict(Hash::repeat_byte(1))));
        }
        assert!(!Inference::accepts(&subject, &Hash::zero()));
        assert!(!Inference::accepts(&subject, &Hash::repeat_byte(9)));
        assert!(!Inference::accepts(&Subject::Model(EXACT), &Finding::Right.verdict(Hash::zero())));
    });
}
