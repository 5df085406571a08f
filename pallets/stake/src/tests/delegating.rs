//! Delegators: in, out, and what they may not do.

use super::*;

const STAKE: Balance = 1_000 * OPG;

#[test]
fn delegation_should_raise_the_rank_and_come_back_after_unbonding() {
    run(|| {
        register(ANN, &[Validator], 10 * MINIMUM);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        assert_eq!(Stake::ranking(0, 1), vec![(ANN, 10 * MINIMUM + STAKE)]);
        assert_eq!(worth(BEN, ANN), STAKE);
        eras(2, &[ANN]);
        assert_eq!(worth(BEN, ANN), STAKE);
        assert_ok!(Stake::undelegate(signed(BEN), ANN, STAKE));
        assert_eq!((worth(BEN, ANN), leaving(BEN, ANN)), (0, STAKE));
        eras(UNBONDING, &[ANN]);
        refused!(Stake::withdraw_delegation(signed(BEN), ANN), Error::<Test>::NothingDue);
        eras(1, &[ANN]);
        assert_ok!(Stake::withdraw_delegation(signed(BEN), ANN));
        assert_eq!(Balances::balance(&BEN), RICH);
        assert_eq!(operator(ANN).delegators, 0);
        refused!(Stake::withdraw_delegation(signed(BEN), ANN), Error::<Test>::NotDelegated);
    });
}

#[test]
fn delegation_should_be_refused_with_its_reason() {
    run(|| {
        register(ANN, &[Validator], 10 * MINIMUM);
        let least = 10 * OPG;
        let delegate = |who, id, amount| Stake::delegate(signed(who), id, amount);
        refused!(Stake::delegate(RuntimeOrigin::root(), ANN, STAKE), DispatchError::BadOrigin);
        refused!(delegate(BEN, CAT, STAKE), Error::<Test>::NotAnOperator);
        refused!(delegate(ANN, ANN, STAKE), Error::<Test>::OwnDelegation);
        refused!(delegate(BEN, ANN, 0), Error::<Test>::DelegationTooSmall);
        refused!(delegate(BEN, ANN, least - 1), Error::<Test>::DelegationTooSmall);
        refused!(delegate(BEN, ANN, RICH), Error::<Test>::NotEnoughFree);
        refused!(delegate(BEN, ANN, Balance::MAX), Error::<Test>::NotEnoughFree);
        refused!(delegate(NOBODY, ANN, STAKE), Error::<Test>::NotEnoughFree);
        assert_ok!(delegate(BEN, ANN, least));
        assert_ok!(delegate(BEN, ANN, least));
        assert_eq!(operator(ANN).delegators, 1);

        let undelegate = |who, amount| Stake::undelegate(signed(who), ANN, amount);
        refused!(undelegate(CAT, STAKE), Error::<Test>::NotDelegated);
        refused!(undelegate(BEN, 0), Error::<Test>::Nothing);
        refused!(undelegate(BEN, least + 1), Error::<Test>::DelegationTooSmall);
        assert_ok!(undelegate(BEN, least));
        assert_ok!(undelegate(BEN, Balance::MAX));
        refused!(undelegate(BEN, 1), Error::<Test>::NotDelegated);
    });
}

#[test]
fn withdrawals_should_be_bounded_in_number() {
    run(|| {
        register(ANN, &[Validator], 100 * MINIMUM);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        // Five chunks fit, and five eras see all but the first unbonding.
        for _ in 0..5 {
            assert_ok!(Stake::undelegate(signed(BEN), ANN, 20 * OPG));
            assert_ok!(Stake::undelegate(signed(BEN), ANN, 20 * OPG));
            assert_ok!(Stake::unbond(signed(ANN), MINIMUM));
            eras(1, &[]);
        }
        refused!(Stake::undelegate(signed(BEN), ANN, 20 * OPG), Error::<Test>::TooManyChunks);
        refused!(Stake::unbond(signed(ANN), MINIMUM), Error::<Test>::TooManyChunks);
        assert_ok!(Stake::withdraw_delegation(signed(BEN), ANN));
        assert_ok!(Stake::withdraw(signed(ANN)));
        assert_ok!(Stake::undelegate(signed(BEN), ANN, 20 * OPG));
        assert_ok!(Stake::unbond(signed(ANN), MINIMUM));
    });
}

#[test]
fn kicked_delegator_should_leave_like_one_who_chose_to() {
    run(|| {
        register(ANN, &[Validator], 10 * MINIMUM);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        refused!(Stake::kick(signed(ANN), CAT), Error::<Test>::NotDelegated);
        refused!(Stake::kick(signed(CAT), BEN), Error::<Test>::NotAnOperator);
        // Not while BEN earns: ANN would take his part.
        Stake::note_author(&ANN);
        refused!(Stake::kick(signed(ANN), BEN), Error::<Test>::DelegationsEarn);
        Stake::start_session(SESSIONS);
        refused!(Stake::kick(signed(ANN), BEN), Error::<Test>::PayoutPending);
        settle();
        assert_ok!(Stake::kick(signed(ANN), BEN));
        refused!(Stake::kick(signed(ANN), BEN), Error::<Test>::NotDelegated);
        assert_eq!((worth(BEN, ANN), leaving(BEN, ANN)), (0, STAKE));
        eras(UNBONDING + 1, &[]);
        assert_ok!(Stake::withdraw_delegation(signed(BEN), ANN));
        assert_eq!(Balances::balance(&BEN), RICH);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
    });
}

#[test]
fn delegators_should_get_out_when_the_operator_is_gone() {
    run(|| {
        register(ANN, &[Validator], 10 * MINIMUM);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        assert_ok!(Stake::unbond(signed(ANN), 10 * MINIMUM));
        refused!(Stake::delegate(signed(CAT), ANN, STAKE), Error::<Test>::Retired);
        eras(UNBONDING + 1, &[]);
        assert_ok!(Stake::withdraw(signed(ANN)));
        assert!(Operators::<Test>::contains_key(ANN), "it still has a delegator");
        assert_ok!(Stake::undelegate(signed(BEN), ANN, STAKE));
        eras(UNBONDING + 1, &[]);
        assert_ok!(Stake::withdraw_delegation(signed(BEN), ANN));
        assert_eq!(Balances::balance(&BEN), RICH);
        assert!(!Operators::<Test>::contains_key(ANN));
    });
}

#[test]
fn donation_to_the_pool_account_should_change_nothing() {
    run(|| {
        register(ANN, &[Validator], 10 * MINIMUM);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        let account = Stake::pool_account(&ANN);
        assert_ok!(Balances::transfer(&CAT, &account, 5 * STAKE, Preservation::Preserve));
        assert_eq!(worth(BEN, ANN), STAKE);
        assert_ok!(Stake::delegate(signed(DAN), ANN, STAKE));
        assert_eq!((worth(BEN, ANN), worth(DAN, ANN)), (STAKE, STAKE));
        // It ends where slashes go, when the operator does.
        for who in [BEN, DAN] {
            assert_ok!(Stake::undelegate(signed(who), ANN, STAKE));
        }
        assert_ok!(Stake::unbond(signed(ANN), 10 * MINIMUM));
        eras(UNBONDING + 1, &[]);
        for who in [BEN, DAN] {
            assert_ok!(Stake::withdraw_delegation(signed(who), ANN));
            assert_eq!(Balances::balance(&who), RICH);
        }
        let before = Balances::balance(&TREASURY);
        assert_ok!(Stake::withdraw(signed(ANN)));
        let seed = Balances::minimum_balance();
        assert_eq!(Balances::balance(&TREASURY), before + 5 * STAKE + seed);
    });
}

#[test]
fn first_delegator_should_not_rob_the_second() {
    run(|| {
        register(ANN, &[Validator], 10 * MINIMUM);
        assert_ok!(Stake::delegate(signed(BEN), ANN, 10 * OPG));
        eras(1, &[]);
        // A reward makes BEN's few shares dear before CAT comes.
        Due::set(500_000 * OPG);
        eras(2, &[ANN]);
        assert_ok!(Stake::delegate(signed(CAT), ANN, 10 * OPG));
        eras(2, &[]);
        let lost = 10 * OPG - worth(CAT, ANN);
        assert!(lost <= 10, "CAT lost {lost} planck");
    });
}
