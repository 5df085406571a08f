//! Registering models, and what becomes of them.

use super::*;
use polkadot_sdk::frame_support::traits::{LockableCurrency, WithdrawReasons};

fn held(who: AccountId, reason: HoldReason) -> Balance {
    Balances::balance_on_hold(&RuntimeHoldReason::Models(reason), &who)
}

#[test]
fn model_should_be_registered_against_its_commitment() {
    run(|| {
        let commitment = commit(ANN, hash(1));
        assert!(held(ANN, HoldReason::Commitment) > 0);
        later(AGE);
        assert_ok!(Models::register(signed(ANN), hash(1), SIZE, Box::new(exact()), ROYALTY, SALT));
        assert!(!Commitments::<Test>::contains_key(ANN, commitment));
        assert_eq!(held(ANN, HoldReason::Commitment), 0, "the commitment's deposit is back");
        assert!(held(ANN, HoldReason::Model) > 0);
        let view = Models::model(hash(1)).unwrap();
        assert_eq!((view.owner, view.bytes, view.royalty), (ANN, SIZE, ROYALTY));
        assert_eq!((view.standing, view.attestation), (Standing::Active, Attestation::None));
        assert_eq!(view.claim, exact());
        assert!(!view.attested && !view.may_slash);
    });
}

#[test]
fn commitment_should_be_good_for_as_long_as_it_is_there() {
    run(|| {
        let commitment = commit(ANN, hash(1));
        later(1_000 * AGE);
        assert_ok!(Models::withdraw_commitment(signed(ANN), commitment));
        assert_eq!(held(ANN, HoldReason::Commitment), 0);
        let call =
            || Models::register(signed(ANN), hash(1), SIZE, Box::new(exact()), ROYALTY, SALT);
        refused!(call(), Error::<Test>::NotCommitted);
        commit(ANN, hash(1));
        later(1_000 * AGE);
        assert_ok!(call());
    });
}

#[test]
fn larger_claim_should_cost_a_larger_deposit() {
    run(|| {
        register(ANN, hash(1), close());
        let small = held(ANN, HoldReason::Model);
        assert_ok!(Models::amend(signed(ANN), hash(1), Box::new(exact())));
        let large = held(ANN, HoldReason::Model);
        let bytes = (exact().encoded_size() - close().encoded_size()) as u32;
        assert_eq!(large, small + storage_deposit(0, bytes));
        assert_ok!(Models::amend(signed(ANN), hash(1), Box::new(close())));
        assert_eq!(held(ANN, HoldReason::Model), small);
    });
}

#[test]
fn amended_claim_should_be_what_requests_are_told() {
    run(|| {
        register(ANN, hash(1), close());
        let served = || <Models as Servers<_>>::served(&hash(1)).unwrap();
        assert_eq!(served().class, close().class);
        assert_ok!(Models::amend(signed(ANN), hash(1), Box::new(exact())));
        assert_eq!((served().class, served().owner), (Class::Exact, ANN));
        assert_eq!(Models::claim(&hash(1)), Some(exact()));
    });
}

#[test]
fn royalty_should_change_for_what_comes() {
    run(|| {
        register(ANN, hash(1), exact());
        for percent in [0, 10, 3] {
            let royalty = Permill::from_percent(percent);
            assert_ok!(Models::set_royalty(signed(ANN), hash(1), royalty));
            assert_eq!(<Models as Servers<_>>::served(&hash(1)).unwrap().royalty, royalty);
        }
    });
}

#[test]
fn lifted_ban_should_restore_what_was_before() {
    run(|| {
        register(ANN, hash(1), exact());
        let ban = |banned| {
            assert_ok!(Models::ban(RuntimeOrigin::root(), hash(1), banned));
        };
        ban(true);
        assert_eq!(model(hash(1)).standing, Standing::Banned { deprecated: false });
        ban(false);
        assert_eq!(model(hash(1)).standing, Standing::Active);
        assert_ok!(Models::deprecate(signed(ANN), hash(1), true));
        ban(true);
        ban(false);
        assert_eq!(model(hash(1)).standing, Standing::Deprecated);
        assert_ok!(Models::deprecate(signed(ANN), hash(1), false));
        assert_eq!(model(hash(1)).standing, Standing::Active);
    });
}

#[test]
fn removed_model_should_leave_nothing_and_be_free_to_register() {
    run(|| {
        register(ANN, hash(1), exact());
        let case = request(hash(1));
        conclude(case, Some(hash(77)));
        assert_ok!(Models::deprecate(signed(ANN), hash(1), true));
        assert_ok!(Models::remove(signed(ANN), hash(1)));
        assert_eq!(held(ANN, HoldReason::Model), 0);
        assert!(Models::model(hash(1)).is_none() && Models::attestation(hash(1)).is_none());
        assert!(!LastSaid::<Test>::contains_key(hash(1)));
        register(BEN, hash(1), exact());
        assert_eq!(model(hash(1)).owner, BEN);
    });
}

fn request(hash: ModelHash) -> CaseId {
    assert_ok!(Models::request_attestation(signed(ANN), hash));
    Cases::get().len() as CaseId
}

#[test]
fn deposit_should_never_be_of_money_that_is_frozen() {
    run(|| {
        let lock = *b"opg/vote";
        Balances::set_lock(lock, &ANN, RICH, WithdrawReasons::all());
        let commitment = Models::commitment(&ANN, &hash(1), &SALT);
        refused!(Models::commit(signed(ANN), commitment), Error::<Test>::NotEnoughFree);
        refused!(Models::claim_name(signed(ANN), name("ann")), Error::<Test>::NotEnoughFree);
        Balances::remove_lock(lock, &ANN);
        assert_ok!(Models::commit(signed(ANN), commitment));
    });
}

#[test]
fn deposit_should_come_back_whole_when_storage_has_become_dearer() {
    run(|| {
        let free = Balances::balance(&ANN);
        register(ANN, hash(1), exact());
        assert_ok!(Models::claim_name(signed(ANN), name("ann")));
        for number in [1, 2] {
            let other = hash(number);
            if number > 1 {
                register(ANN, other, close());
            }
            assert_ok!(Models::release(signed(ANN), name("ann"), name("sums"), other));
        }
        offer(ANN, hash(1), 1);
        // So dear that she could not pay for any of it again.
        Dearer::set(1_000_000_000);
        assert_ok!(Models::remove_release(signed(ANN), name("ann"), name("sums")));
        assert_ok!(Models::remove_release(signed(ANN), name("ann"), name("sums")));
        assert_ok!(Models::give_up_name(signed(ANN), name("ann")));
        assert_ok!(Models::withdraw_offer(signed(ANN), hash(1)));
        later(REST * CHALLENGE);
        for number in [1, 2] {
            assert_ok!(Models::deprecate(signed(ANN), hash(number), true));
            assert_ok!(Models::remove(signed(ANN), hash(number)));
        }
        assert_eq!(Balances::balance(&ANN), free);
    });
}
