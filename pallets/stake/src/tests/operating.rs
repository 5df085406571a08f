//! Operators: their bonds, roles, commissions.

use super::*;

#[test]
fn registration_should_hold_the_bond_and_rank_a_validator() {
    run(|| {
        register(ANN, &[Validator, Data], 10 * MINIMUM);
        let ann = operator(ANN);
        assert_eq!(ann.bond, 10 * MINIMUM);
        assert!(ann.roles.has(Validator) && ann.roles.has(Data) && !ann.roles.has(Inference));
        assert_eq!(Stake::rank(ANN), Some(1));
        assert_eq!(Stake::next_validators(), vec![ANN]);
        register(BEN, &[Data], MINIMUM);
        assert_eq!(Stake::rank(BEN), None);
    });
}

#[test]
fn registration_should_be_refused_with_its_reason() {
    run(|| {
        let profile = Profile::default;
        let all = Perbill::one();
        let validator = Roles::of([Validator]);
        let data = Roles::of([Data]);
        let free = |who| Stake::register(who, data, MINIMUM, all, profile());
        refused!(free(RuntimeOrigin::root()), DispatchError::BadOrigin);
        refused!(free(RuntimeOrigin::none()), DispatchError::BadOrigin);
        refused!(free(signed(NOBODY)), Error::<Test>::NotEnoughFree);
        let by_ann = |roles, bond, commission| {
            Stake::register(signed(ANN), roles, bond, commission, profile())
        };
        refused!(by_ann(Roles::NONE, MINIMUM, all), Error::<Test>::NoRole);
        refused!(by_ann(data, 0, all), Error::<Test>::Nothing);
        refused!(by_ann(data, MINIMUM - 1, all), Error::<Test>::BondTooSmall);
        refused!(by_ann(validator, 10 * MINIMUM - 1, all), Error::<Test>::BondTooSmall);
        refused!(by_ann(data, Balance::MAX, all), Error::<Test>::Overflow);
        refused!(by_ann(data, RICH, all), Error::<Test>::NotEnoughFree);
        Keyless::set([ANN].into());
        refused!(by_ann(validator, 10 * MINIMUM, all), Error::<Test>::NoSessionKeys);
        register(ANN, &[Data], MINIMUM);
        refused!(by_ann(data, MINIMUM, all), Error::<Test>::AlreadyOperator);
    });
}

#[test]
fn frozen_money_should_not_back_a_bond() {
    run(|| {
        use polkadot_sdk::frame_support::traits::{LockableCurrency, WithdrawReasons};
        Balances::set_lock(*b"test    ", &ANN, RICH - MINIMUM, WithdrawReasons::all());
        let call = Stake::register(
            signed(ANN),
            Roles::of([Data]),
            MINIMUM,
            Perbill::one(),
            Profile::default(),
        );
        refused!(call, Error::<Test>::NotEnoughFree);
    });
}

#[test]
fn bond_should_wait_before_it_is_free() {
    run(|| {
        register(ANN, &[Data], 3 * MINIMUM);
        assert_ok!(Stake::unbond(signed(ANN), MINIMUM));
        eras(1, &[]);
        assert_ok!(Stake::unbond(signed(ANN), MINIMUM));
        eras(UNBONDING - 1, &[]);
        refused!(Stake::withdraw(signed(ANN)), Error::<Test>::NothingDue);
        let held = || Balances::total_balance_on_hold(&ANN);
        assert_eq!(held(), 3 * MINIMUM);
        eras(1, &[]);
        assert_ok!(Stake::withdraw(signed(ANN)));
        assert_eq!(held(), 2 * MINIMUM);
        refused!(Stake::withdraw(signed(ANN)), Error::<Test>::NothingDue);
        eras(1, &[]);
        assert_ok!(Stake::withdraw(signed(ANN)));
        assert_eq!(held(), MINIMUM);
        assert!(operator(ANN).roles.has(Data));
    });
}

#[test]
fn roles_should_end_when_the_bond_no_longer_backs_them() {
    run(|| {
        register(ANN, &[Validator, Data], 10 * MINIMUM);
        assert_ok!(Stake::unbond(signed(ANN), 1));
        assert_eq!(operator(ANN).roles, Roles::of([Data]));
        assert_eq!(Stake::rank(ANN), None);
        refused!(
            Stake::set_roles(signed(ANN), Roles::of([Validator])),
            Error::<Test>::BondTooSmall
        );
        assert_ok!(Stake::bond(signed(ANN), 1));
        assert_ok!(Stake::set_roles(signed(ANN), Roles::of([Validator])));
        assert_eq!(Stake::rank(ANN), Some(1));
        assert_ok!(Stake::set_roles(signed(ANN), Roles::NONE));
        assert_eq!(Stake::rank(ANN), None);
    });
}

#[test]
fn operator_should_be_forgotten_when_nothing_is_left() {
    run(|| {
        let before = Balances::total_balance(&ANN);
        register(ANN, &[Data], MINIMUM);
        assert_ok!(Stake::unbond(signed(ANN), MINIMUM));
        assert_eq!(operator(ANN).roles, Roles::NONE);
        eras(UNBONDING + 1, &[]);
        assert_ok!(Stake::withdraw(signed(ANN)));
        assert!(!Operators::<Test>::contains_key(ANN));
        let seed = Balances::minimum_balance();
        assert_eq!(Balances::total_balance(&ANN), before - seed);
        assert_eq!(Balances::balance(&Stake::pool_account(&ANN)), 0);
        register(ANN, &[Data], MINIMUM);
    });
}

#[test]
fn commission_should_fall_at_once_and_rise_slowly() {
    run(|| {
        register(ANN, &[Data], MINIMUM);
        let percent = Perbill::from_percent;
        let set = |commission| Stake::set_commission(signed(ANN), commission);
        refused!(set(percent(11)), Error::<Test>::CommissionTooFast);
        eras(1, &[]);
        refused!(set(percent(12)), Error::<Test>::CommissionTooFast);
        assert_ok!(set(percent(11)));
        refused!(set(percent(12)), Error::<Test>::CommissionTooFast);
        assert_ok!(set(percent(0)));
        eras(1, &[]);
        assert_ok!(set(percent(1)));
    });
}

#[test]
fn commission_should_not_rise_over_an_era_that_is_not_paid() {
    run(|| {
        register(ANN, &[Validator], 10 * MINIMUM);
        eras(1, &[]);
        Stake::note_author(&ANN);
        Stake::start_session(2 * SESSIONS);
        let set = |percent| Stake::set_commission(signed(ANN), Perbill::from_percent(percent));
        refused!(set(11), Error::<Test>::PayoutPending);
        assert_ok!(set(9));
        settle();
        assert_ok!(set(10));
    });
}

#[test]
fn set_should_lose_at_most_half_of_itself_at_a_time() {
    run(|| {
        for who in [ANN, BEN, CAT, DAN] {
            register(who, &[Validator], 10 * MINIMUM);
        }
        Validators::set(4);
        Current::set(vec![ANN, BEN, CAT, DAN]);
        assert_ok!(Stake::bond(signed(DAN), 1));
        // Governance raises the bond, and someone chills whoever has not met it at once.
        Raised::set(1);
        for who in [ANN, BEN, CAT] {
            assert_ok!(Stake::chill(signed(NOBODY), who));
        }
        assert_eq!(Stake::next_validators(), vec![DAN, ANN]);
        // An offender stays in no case, nor one without keys.
        Stake::note_offence(&ANN, Perbill::zero(), 0);
        assert_eq!(Stake::next_validators(), vec![DAN, BEN]);
        Keyless::set([BEN].into());
        assert_eq!(Stake::next_validators(), vec![DAN, CAT]);
        Current::set(vec![DAN, CAT]);
        assert_eq!(Stake::next_validators(), vec![DAN]);
        // Where nobody meets it, all stay who may.
        Keyless::set([ANN].into());
        Raised::set(2);
        assert_ok!(Stake::chill(signed(NOBODY), DAN));
        Current::set(vec![ANN, BEN, CAT, DAN]);
        assert_eq!(Stake::next_validators(), vec![BEN, CAT, DAN]);
        // But not without anything at stake.
        assert_ok!(Stake::unbond(signed(CAT), 10 * MINIMUM));
        assert_eq!(Stake::next_validators(), vec![BEN, DAN]);
    });
}

#[test]
fn validators_should_be_the_first_of_the_ranking_with_keys() {
    run(|| {
        for (who, bond) in [(ANN, 10), (BEN, 200), (CAT, 20), (DAN, 150)] {
            register(who, &[Validator], bond * MINIMUM);
        }
        Validators::set(2);
        assert_eq!(Stake::next_validators(), vec![BEN, DAN]);
        Keyless::set([BEN].into());
        assert_eq!(Stake::next_validators(), vec![DAN, CAT]);
        assert_eq!(Stake::ranking(1, 2).len(), 2);
        // No more are looked at than twice as many as are wanted.
        Keyless::set([BEN, DAN, ANN, CAT].into());
        assert_eq!(Stake::choose_validators(), (vec![], 4));
    });
}

#[test]
fn stranger_should_chill_only_what_governance_made_too_small() {
    run(|| {
        register(ANN, &[Validator], 10 * MINIMUM);
        refused!(Stake::chill(signed(NOBODY), ANN), Error::<Test>::NothingToChill);
        refused!(Stake::chill(signed(NOBODY), BEN), Error::<Test>::NotAnOperator);
        // As if the minimum had risen.
        Operators::<Test>::mutate_extant(ANN, |ann| ann.bond -= 1);
        assert_ok!(Stake::chill(signed(NOBODY), ANN));
        assert_eq!(operator(ANN).roles, Roles::NONE);
        Operators::<Test>::mutate_extant(ANN, |ann| ann.bond += 1);
    });
}
