//! Every call, in every way it may be wrong: a named error, and nothing changed.

use super::*;
use polkadot_sdk::{frame_support::traits::GetCallName, sp_runtime::traits::Dispatchable};
use Error as E;

const BOND: Balance = 20 * MINIMUM;
const DELEGATED: Balance = 100 * OPG;
const LEAST: Balance = 10 * OPG;

type Wrong = (Call<Test>, DispatchError);

fn wrong(call: Call<Test>, error: impl Into<DispatchError>) -> Wrong {
    (call, error.into())
}

fn register_call(bond: Balance) -> Call<Test> {
    Call::register {
        roles: Roles::of([Validator]),
        bond,
        commission: Perbill::zero(),
        profile: Profile::default(),
    }
}

fn delegate_call(operator: AccountId, amount: Balance) -> Call<Test> {
    Call::delegate { operator, amount }
}

fn undelegate_call(operator: AccountId, amount: Balance) -> Call<Test> {
    Call::undelegate { operator, amount }
}

/// One of each call, as `ANN`, an operator, or `BEN`, who delegates to her, might make it.
fn one_of_each() -> Vec<Call<Test>> {
    let roles = Roles::of([Validator]);
    vec![
        register_call(BOND),
        Call::bond { amount: OPG },
        Call::unbond { amount: OPG },
        Call::withdraw {},
        Call::set_roles { roles },
        Call::set_commission { commission: Perbill::zero() },
        Call::set_profile { profile: Profile::default() },
        delegate_call(ANN, DELEGATED),
        undelegate_call(ANN, DELEGATED),
        Call::withdraw_delegation { operator: ANN },
        Call::kick { delegator: BEN },
        Call::chill { operator: ANN },
        Call::cancel_slash { id: 0 },
    ]
}

/// `ANN` validates, and `BEN` delegates to her.
fn with_ann_and_ben(test: impl FnOnce()) {
    run(|| {
        register(ANN, &[Validator], BOND);
        assert_ok!(Stake::delegate(signed(BEN), ANN, DELEGATED));
        test();
    });
}

fn all_refused(origin: RuntimeOrigin, calls: Vec<Wrong>) {
    for (call, error) in calls {
        let name = call.get_call_name();
        let made = || RuntimeCall::from(call.clone()).dispatch(origin.clone());
        let before = polkadot_sdk::sp_io::storage::root(Default::default());
        let answer = polkadot_sdk::frame_support::storage::with_storage_layer(|| {
            made().map(|_| ()).map_err(|failed| failed.error)
        });
        assert_eq!(answer, Err(error), "{name}");
        let after = polkadot_sdk::sp_io::storage::root(Default::default());
        assert_eq!(before, after, "{name} changed something");
    }
}

#[test]
fn list_should_have_every_call() {
    let names: BTreeSet<_> = one_of_each().iter().map(GetCallName::get_call_name).collect();
    assert_eq!(names, Call::<Test>::get_call_names().iter().copied().collect());
}

#[test]
fn wrong_origin_should_be_refused() {
    with_ann_and_ben(|| {
        let bad = |call| wrong(call, DispatchError::BadOrigin);
        all_refused(RuntimeOrigin::none(), one_of_each().into_iter().map(bad).collect());
        let (cancel, signed_calls): (Vec<_>, Vec<_>) =
            one_of_each().into_iter().partition(|call| matches!(call, Call::cancel_slash { .. }));
        all_refused(RuntimeOrigin::root(), signed_calls.into_iter().map(bad).collect());
        all_refused(signed(ANN), cancel.into_iter().map(bad).collect());
    });
}

#[test]
fn zero_should_be_refused() {
    with_ann_and_ben(|| {
        let calls = vec![
            wrong(Call::bond { amount: 0 }, E::<Test>::Nothing),
            wrong(Call::unbond { amount: 0 }, E::<Test>::Nothing),
        ];
        all_refused(signed(ANN), calls);
        let calls = vec![
            wrong(register_call(0), E::<Test>::Nothing),
            wrong(delegate_call(ANN, 0), E::<Test>::DelegationTooSmall),
            wrong(undelegate_call(ANN, 0), E::<Test>::Nothing),
        ];
        all_refused(signed(BEN), calls);
        let none = Call::register {
            roles: Roles::NONE,
            bond: BOND,
            commission: Perbill::zero(),
            profile: Profile::default(),
        };
        all_refused(signed(BEN), vec![wrong(none, E::<Test>::NoRole)]);
    });
}

#[test]
fn more_than_there_is_should_be_refused() {
    with_ann_and_ben(|| {
        let most = Balance::MAX;
        let calls = vec![
            wrong(Call::bond { amount: most }, E::<Test>::NotEnoughFree),
            wrong(Call::unbond { amount: most }, E::<Test>::BondLocked),
            wrong(Call::unbond { amount: BOND + 1 }, E::<Test>::BondLocked),
            wrong(
                Call::set_commission { commission: Perbill::one() },
                E::<Test>::CommissionTooFast,
            ),
        ];
        all_refused(signed(ANN), calls);
        let calls = vec![
            wrong(register_call(most), E::<Test>::Overflow),
            wrong(register_call(RICH), E::<Test>::NotEnoughFree),
            wrong(delegate_call(ANN, most), E::<Test>::NotEnoughFree),
        ];
        all_refused(signed(BEN), calls);
        let calls = vec![wrong(Call::cancel_slash { id: SlashId::MAX }, E::<Test>::NoSuchSlash)];
        all_refused(RuntimeOrigin::root(), calls);
        // All there is, and no more, is what the greatest amount means here.
        assert_ok!(Stake::undelegate(signed(BEN), ANN, most));
    });
}

#[test]
fn one_planck_under_the_least_should_be_refused() {
    with_ann_and_ben(|| {
        let calls = vec![
            wrong(register_call(10 * MINIMUM - 1), E::<Test>::BondTooSmall),
            wrong(delegate_call(ANN, LEAST - 1), E::<Test>::DelegationTooSmall),
            wrong(undelegate_call(ANN, DELEGATED - LEAST + 1), E::<Test>::DelegationTooSmall),
        ];
        all_refused(signed(BEN), calls);
        assert_ok!(Stake::undelegate(signed(BEN), ANN, DELEGATED - LEAST));
        // Own bond may fall below: the role goes.
        assert_ok!(Stake::unbond(signed(ANN), BOND - 10 * MINIMUM + 1));
        let role = Call::set_roles { roles: Roles::of([Validator]) };
        all_refused(signed(ANN), vec![wrong(role, E::<Test>::BondTooSmall)]);
    });
}

#[test]
fn strangers_should_be_refused() {
    with_ann_and_ben(|| {
        let of_operators = |call: &Call<Test>| {
            matches!(
                call,
                Call::bond { .. }
                    | Call::unbond { .. }
                    | Call::withdraw {}
                    | Call::set_roles { .. }
                    | Call::set_commission { .. }
                    | Call::set_profile { .. }
                    | Call::kick { .. }
            )
        };
        let calls = one_of_each().into_iter().filter(of_operators);
        let calls = calls.map(|call| wrong(call, E::<Test>::NotAnOperator)).collect();
        all_refused(signed(CAT), calls);
        let calls = vec![
            wrong(undelegate_call(ANN, LEAST), E::<Test>::NotDelegated),
            wrong(Call::withdraw_delegation { operator: ANN }, E::<Test>::NotDelegated),
            wrong(delegate_call(NOBODY, LEAST), E::<Test>::NotAnOperator),
            wrong(undelegate_call(NOBODY, LEAST), E::<Test>::NotAnOperator),
            wrong(Call::withdraw_delegation { operator: NOBODY }, E::<Test>::NotAnOperator),
            wrong(Call::chill { operator: NOBODY }, E::<Test>::NotAnOperator),
            wrong(Call::chill { operator: ANN }, E::<Test>::NothingToChill),
        ];
        all_refused(signed(CAT), calls);
        let kick = Call::kick { delegator: NOBODY };
        all_refused(signed(ANN), vec![wrong(kick, E::<Test>::NotDelegated)]);
        all_refused(signed(NOBODY), vec![wrong(register_call(BOND), E::<Test>::NotEnoughFree)]);
    });
}

#[test]
fn what_can_be_done_once_should_be_refused_the_second_time() {
    with_ann_and_ben(|| {
        all_refused(signed(ANN), vec![wrong(register_call(BOND), E::<Test>::AlreadyOperator)]);
        assert_ok!(Stake::unbond(signed(ANN), OPG));
        assert_ok!(Stake::kick(signed(ANN), BEN));
        let kick = Call::kick { delegator: BEN };
        all_refused(signed(ANN), vec![wrong(kick, E::<Test>::NotDelegated)]);
        eras(UNBONDING + 1, &[]);
        assert_ok!(Stake::set_commission(signed(ANN), Perbill::from_percent(11)));
        let rise = Call::set_commission { commission: Perbill::from_percent(12) };
        assert_ok!(Stake::withdraw(signed(ANN)));
        let calls = vec![
            wrong(rise, E::<Test>::CommissionTooFast),
            wrong(Call::withdraw {}, E::<Test>::NothingDue),
        ];
        all_refused(signed(ANN), calls);
        assert_ok!(Stake::withdraw_delegation(signed(BEN), ANN));
        let again = Call::withdraw_delegation { operator: ANN };
        all_refused(signed(BEN), vec![wrong(again, E::<Test>::NotDelegated)]);
        Stake::note_offence(&ANN, Perbill::zero(), 0);
        assert_ok!(Stake::cancel_slash(RuntimeOrigin::root(), 0));
        let again = vec![wrong(Call::cancel_slash { id: 0 }, E::<Test>::NoSuchSlash)];
        all_refused(RuntimeOrigin::root(), again);
    });
}

#[test]
fn chilled_operator_should_be_refused_what_its_bond_does_not_back() {
    with_ann_and_ben(|| {
        Raised::set(BOND);
        assert_ok!(Stake::chill(signed(CAT), ANN));
        all_refused(
            signed(CAT),
            vec![wrong(Call::chill { operator: ANN }, E::<Test>::NothingToChill)],
        );
        let role = Call::set_roles { roles: Roles::of([Validator]) };
        all_refused(signed(ANN), vec![wrong(role, E::<Test>::BondTooSmall)]);
        // It may still leave, and others may leave it.
        assert_ok!(Stake::undelegate(signed(BEN), ANN, DELEGATED));
        assert_ok!(Stake::unbond(signed(ANN), BOND));
    });
}

#[test]
fn kicked_delegator_should_be_refused_what_it_has_no_more() {
    with_ann_and_ben(|| {
        assert_ok!(Stake::kick(signed(ANN), BEN));
        let calls = vec![
            wrong(undelegate_call(ANN, LEAST), E::<Test>::NotDelegated),
            wrong(Call::withdraw_delegation { operator: ANN }, E::<Test>::NothingDue),
        ];
        all_refused(signed(BEN), calls);
        assert_ok!(Stake::delegate(signed(BEN), ANN, DELEGATED));
    });
}

#[test]
fn calls_that_a_pending_slash_forbids_should_say_so() {
    with_ann_and_ben(|| {
        assert_ok!(Stake::unbond(signed(ANN), OPG));
        assert_ok!(Stake::undelegate(signed(BEN), ANN, LEAST));
        eras(UNBONDING, &[]);
        Stake::note_offence(&ANN, Perbill::zero(), CurrentEra::<Test>::get() * SESSIONS);
        eras(1, &[]);
        let pending = |call| wrong(call, E::<Test>::SlashIsPending);
        let calls = vec![
            pending(Call::bond { amount: OPG }),
            pending(Call::withdraw {}),
            pending(Call::set_roles { roles: Roles::of([Validator]) }),
        ];
        all_refused(signed(ANN), calls);
        let calls = vec![
            pending(delegate_call(ANN, LEAST)),
            pending(Call::withdraw_delegation { operator: ANN }),
        ];
        all_refused(signed(BEN), calls);
    });
}
