//! Offences: who loses what, when, and what nobody can do meanwhile.

use super::*;

const STAKE: Balance = 1_000 * OPG;
const FIFTH: Perbill = Perbill::from_percent(20);

fn now() -> u32 {
    CurrentEra::<Test>::get()
}

/// ANN, who validates with STAKE, cheated in the session now.
fn cheat(fraction: Perbill) {
    Stake::note_offence(&ANN, fraction, now() * SESSIONS);
    check();
}

fn slashed() -> Balance {
    Balances::balance(&TREASURY) - OPG
}

#[test]
fn offender_should_be_out_at_once_and_lose_after_the_delay() {
    run(|| {
        register(ANN, &[Validator, Data], STAKE);
        eras(1, &[]);
        cheat(FIFTH);
        assert_eq!(operator(ANN).roles, Roles::of([Data]));
        assert_eq!(Stake::next_validators(), Vec::<AccountId>::new());
        eras(Stake::slash_delay() - 1, &[]);
        assert_eq!(slashed(), 0);
        eras(1, &[]);
        assert_eq!(slashed(), STAKE / 5);
        assert_eq!(operator(ANN).bond, STAKE / 5 * 4);
    });
}

#[test]
fn lone_offender_should_lose_at_least_the_floor() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        cheat(Perbill::from_parts(900));
        eras(Stake::slash_delay(), &[]);
        assert_eq!(slashed(), STAKE / 20);
    });
}

#[test]
fn worse_rating_should_add_the_difference_only() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        cheat(Perbill::from_percent(10));
        cheat(Perbill::from_percent(10));
        cheat(Perbill::from_percent(7));
        cheat(Perbill::from_percent(30));
        assert_eq!(operator(ANN).case.slashes, 2);
        eras(Stake::slash_delay(), &[]);
        assert_eq!(slashed(), STAKE / 10 * 3);
        // Another era's offence is another offence.
        Stake::note_offence(&ANN, Perbill::from_percent(10), now() * SESSIONS);
        eras(Stake::slash_delay(), &[]);
        assert_eq!(slashed(), STAKE / 10 * 3 + STAKE / 100 * 7);
    });
}

#[test]
fn own_money_should_bear_a_slash_before_delegations() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        assert_ok!(Stake::delegate(signed(BEN), ANN, 2 * STAKE));
        eras(1, &[ANN]);
        assert_ok!(Stake::delegate(signed(CAT), ANN, STAKE));
        assert_ok!(Stake::undelegate(signed(BEN), ANN, STAKE));
        // Half of four: ANN's one, and one of the others' three.
        cheat(Perbill::from_percent(50));
        // Too late to hide own money behind the delegators.
        assert_ok!(Stake::unbond(signed(ANN), STAKE));
        eras(Stake::slash_delay(), &[]);
        assert!(slashed() - 2 * STAKE <= 3, "rounding costs each pool at most a planck");
        assert!(!operator(ANN).leaving.iter().any(|chunk| chunk.amount > 0));
        let third = |amount: Balance| amount / OPG * OPG == STAKE / 3 * 2 / OPG * OPG;
        assert!(third(worth(BEN, ANN)), "{}", worth(BEN, ANN));
        assert!(third(leaving(BEN, ANN)), "{}", leaving(BEN, ANN));
        assert!(third(worth(CAT, ANN)), "{}", worth(CAT, ANN));
    });
}

#[test]
fn what_had_left_before_the_offence_should_be_safe() {
    run(|| {
        register(ANN, &[Validator], 10 * STAKE);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        assert_ok!(Stake::delegate(signed(CAT), ANN, STAKE));
        assert_ok!(Stake::undelegate(signed(BEN), ANN, STAKE));
        assert_ok!(Stake::unbond(signed(ANN), STAKE));
        eras(1, &[]);
        assert_ok!(Stake::undelegate(signed(CAT), ANN, STAKE));
        // BEN's and ANN's may be withdrawn by now, though they have not been.
        eras(UNBONDING, &[]);
        cheat(Perbill::one());
        eras(Stake::slash_delay(), &[]);
        assert_eq!(slashed(), 9 * STAKE + STAKE);
        assert_eq!((leaving(BEN, ANN), leaving(CAT, ANN)), (STAKE, 0));
        assert_ok!(Stake::withdraw_delegation(signed(BEN), ANN));
        assert_ok!(Stake::withdraw_delegation(signed(CAT), ANN));
        assert_eq!((Balances::balance(&BEN), Balances::balance(&CAT)), (RICH, RICH - STAKE));
        assert_ok!(Stake::withdraw(signed(ANN)));
        assert!(!Operators::<Test>::contains_key(ANN));
    });
}

#[test]
fn nothing_should_come_or_go_while_a_slash_waits() {
    run(|| {
        register(ANN, &[Validator], 2 * STAKE);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        assert_ok!(Stake::undelegate(signed(BEN), ANN, STAKE / 2));
        assert_ok!(Stake::unbond(signed(ANN), STAKE));
        eras(UNBONDING, &[]);
        cheat(FIFTH);
        eras(1, &[]);
        let pending = Error::<Test>::SlashIsPending;
        refused!(Stake::withdraw_delegation(signed(BEN), ANN), pending);
        let pending = Error::<Test>::SlashIsPending;
        refused!(Stake::withdraw(signed(ANN)), pending);
        let pending = Error::<Test>::SlashIsPending;
        refused!(Stake::delegate(signed(CAT), ANN, STAKE), pending);
        let pending = Error::<Test>::SlashIsPending;
        refused!(Stake::bond(signed(ANN), STAKE), pending);
        let pending = Error::<Test>::SlashIsPending;
        refused!(Stake::set_roles(signed(ANN), Roles::of([Validator])), pending);
        // Giving up roles, and getting in line to leave, harm nobody.
        assert_ok!(Stake::set_roles(signed(ANN), Roles::NONE));
        assert_ok!(Stake::undelegate(signed(BEN), ANN, STAKE / 2));
        eras(Stake::slash_delay() - 1, &[]);
        assert_ok!(Stake::withdraw_delegation(signed(BEN), ANN));
        assert_ok!(Stake::withdraw(signed(ANN)));
    });
}

#[test]
fn cancelled_slash_should_leave_no_immunity() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        cheat(Perbill::from_percent(5));
        cheat(FIFTH);
        assert_ok!(Stake::cancel_slash(RuntimeOrigin::root(), 1));
        assert_eq!(operator(ANN).case.fraction, Perbill::from_percent(5));
        eras(1, &[]);
        // Another era's is compared with what still waits.
        cheat(FIFTH);
        assert_eq!(operator(ANN).case.slashes, 2);
        eras(Stake::slash_delay(), &[]);
        assert_eq!(slashed(), STAKE / 5);
    });
}

#[test]
fn delegation_that_came_to_nothing_should_end() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        eras(1, &[]);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        cheat(Perbill::one());
        eras(Stake::slash_delay(), &[]);
        assert_eq!(slashed(), 2 * STAKE);
        assert_ok!(Stake::undelegate(signed(BEN), ANN, STAKE));
        assert!(!Operators::<Test>::contains_key(ANN));
    });
}

#[test]
fn what_a_slash_cannot_reach_should_come_out_while_it_waits() {
    run(|| {
        register(ANN, &[Validator], 2 * STAKE);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        assert_ok!(Stake::undelegate(signed(BEN), ANN, STAKE / 2));
        assert_ok!(Stake::unbond(signed(ANN), STAKE));
        eras(UNBONDING + 1, &[]);
        cheat(FIFTH);
        assert_ok!(Stake::withdraw_delegation(signed(BEN), ANN));
        assert_ok!(Stake::withdraw(signed(ANN)));
        refused!(Stake::withdraw(signed(ANN)), Error::<Test>::NothingDue);
        eras(Stake::slash_delay(), &[]);
        assert_eq!(slashed(), (STAKE + STAKE / 2) / 5);
    });
}

#[test]
fn what_leaves_should_wait_until_nothing_of_its_last_session_can_be_reported() {
    run(|| {
        register(ANN, &[Validator], 2 * STAKE);
        // The last moment of the era: of it, nothing is counted.
        Stake::start_session(SESSIONS - 1);
        assert_ok!(Stake::unbond(signed(ANN), STAKE));
        Stake::start_session(SESSIONS - 1 + UNBONDING * SESSIONS);
        refused!(Stake::withdraw(signed(ANN)), Error::<Test>::NothingDue);
        Stake::start_session(SESSIONS + UNBONDING * SESSIONS);
        assert_ok!(Stake::withdraw(signed(ANN)));
        settle();
    });
}

#[test]
fn offences_found_together_should_cost_what_the_worst_costs() {
    run(|| {
        register(ANN, &[Validator], 10 * STAKE);
        eras(2, &[]);
        // One mistake over three eras, found in the third.
        for (era, percent) in [(0, 10), (1, 10), (2, 30), (1, 20)] {
            Stake::note_offence(&ANN, Perbill::from_percent(percent), era * SESSIONS);
            check();
        }
        assert_eq!(operator(ANN).case.slashes, 2);
        eras(Stake::slash_delay(), &[]);
        assert_eq!(slashed(), 3 * STAKE);
        assert!(!operator(ANN).case.is_open());
        // What is found after that is another case; what was found before is not counted again.
        Stake::note_offence(&ANN, Perbill::from_percent(20), SESSIONS);
        assert!(!operator(ANN).case.is_open());
        Stake::note_offence(&ANN, Perbill::from_percent(10), now() * SESSIONS);
        assert!(operator(ANN).case.is_open());
    });
}

#[test]
fn offender_should_be_remembered_for_the_session_after() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        cheat(FIFTH);
        cheat(Perbill::from_percent(10));
        Stake::note_offence(&BEN, Perbill::zero(), 0);
        assert_eq!(Stake::take_reported(), vec![(ANN, FIFTH), (BEN, Perbill::from_percent(5))]);
        assert_eq!(Stake::take_reported(), vec![]);
    });
}

#[test]
fn oldest_slash_should_look_as_far_as_it_may_have_to() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        eras(UNBONDING + 1, &[]);
        // Reported at the last moment, applied after the delay and a bit.
        Stake::note_offence(&ANN, FIFTH, 0);
        let applied = now() + Stake::slash_delay() + 1;
        let last = applied + UNBONDING + 1;
        assert!(last <= Stake::slash_span(UNBONDING));
    });
}

#[test]
fn cancelled_slash_should_take_nothing_and_only_once() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        register(BEN, &[Validator], STAKE);
        cheat(FIFTH);
        Stake::note_offence(&BEN, FIFTH, 0);
        refused!(Stake::cancel_slash(signed(ANN), 0), DispatchError::BadOrigin);
        assert_eq!(Stake::pending_slashes().len(), 2);
        assert_ok!(Stake::cancel_slash(RuntimeOrigin::root(), 0));
        refused!(Stake::cancel_slash(RuntimeOrigin::root(), 0), Error::<Test>::NoSuchSlash);
        refused!(Stake::cancel_slash(RuntimeOrigin::root(), 7), Error::<Test>::NoSuchSlash);
        eras(Stake::slash_delay(), &[]);
        assert_eq!(slashed(), STAKE / 5, "BEN's is not cancelled");
        assert_eq!(operator(ANN).bond, STAKE);
        refused!(Stake::cancel_slash(RuntimeOrigin::root(), 1), Error::<Test>::NoSuchSlash);
        assert_ok!(Stake::set_roles(signed(ANN), Roles::of([Validator])));
    });
}

#[test]
fn offences_should_be_forgotten_when_they_can_no_longer_be_reported() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        cheat(FIFTH);
        eras(UNBONDING + 1, &[]);
        assert_eq!(Offences::<Test>::iter().count(), 1);
        eras(1, &[]);
        assert_eq!(Offences::<Test>::iter().count(), 0);
    });
}

#[test]
fn offence_of_one_who_is_gone_should_change_nothing() {
    run(|| {
        Stake::note_offence(&NOBODY, FIFTH, 0);
        assert_eq!(PendingSlashes::<Test>::iter().count(), 0);
    });
}

#[test]
fn slash_of_everything_should_end_an_operator_without_delegators() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        cheat(Perbill::one());
        eras(Stake::slash_delay(), &[]);
        assert!(!Operators::<Test>::contains_key(ANN));
        assert_eq!(Balances::total_balance_on_hold(&ANN), 0);
    });
}

#[test]
fn pool_slashed_to_nothing_should_let_its_delegators_go() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        eras(1, &[ANN]);
        assert_ok!(Stake::delegate(signed(CAT), ANN, STAKE));
        cheat(Perbill::one());
        eras(Stake::slash_delay(), &[ANN]);
        assert_eq!(slashed(), 3 * STAKE);
        refused!(Stake::delegate(signed(DAN), ANN, STAKE), Error::<Test>::Retired);
        for who in [BEN, CAT] {
            assert_eq!(worth(who, ANN), 0);
            assert_ok!(Stake::undelegate(signed(who), ANN, STAKE));
        }
        assert!(!Operators::<Test>::contains_key(ANN));
        assert_eq!(Delegations::<Test>::iter().count(), 0);
    });
}

#[test]
fn late_report_should_find_what_was_there_at_the_offence() {
    run(|| {
        register(ANN, &[Validator], 2 * STAKE);
        assert_ok!(Stake::delegate(signed(BEN), ANN, 2 * STAKE));
        let session = now() * SESSIONS;
        assert_ok!(Stake::unbond(signed(ANN), STAKE));
        assert_ok!(Stake::undelegate(signed(BEN), ANN, STAKE));
        eras(UNBONDING - 1, &[]);
        Stake::note_offence(&ANN, Perbill::one(), session);
        eras(Stake::slash_delay(), &[]);
        assert_eq!(slashed(), 4 * STAKE);
    });
}
