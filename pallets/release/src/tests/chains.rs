//! Pots that release to pots.

use super::*;
use polkadot_sdk::{frame_support::assert_noop, sp_runtime::ArithmeticError};

/// Pot 1 releases 1,000 to pot 2 from block 10 to 110; pot 2 releases `total` of its own to Alice
/// from block 50 to 250.
fn chain(total: Balance) -> ExtBuilder {
    let source = GenesisPot { destination: Destination::Pot(2), ..a_pot(1_000) };
    let target = GenesisPot { id: 2, start: 50, duration: 200, ..a_pot(total) };
    with_pot(source).pot(target)
}

#[test]
fn release_to_a_pot_should_raise_its_total_and_stay_inactive() {
    chain(300).build_and_execute(|| {
        at(60);
        assert_ok!(release(1));
        assert_eq!((held(1), stored(1).released), (500, 500));
        assert_eq!((held(2), stored(2).total, stored(2).released), (800, 800, 0));
        assert_eq!(Balances::free_balance(ALICE), 0);
        assert_eq!(Balances::inactive_issuance(), 1_300);
        System::assert_last_event(RuntimeEvent::Release(Event::Released {
            pot: 1,
            destination: Destination::Pot(2),
            amount: 500,
        }));
    });
}

#[test]
fn pot_should_release_what_it_received_along_its_own_schedule() {
    chain(300).build_and_execute(|| {
        at(60);
        assert_ok!(release(2));
        assert_eq!(Balances::free_balance(ALICE), 15);
        assert_ok!(release(1));
        // A twentieth of 800 is due now.
        assert_ok!(release(2));
        assert_eq!(Balances::free_balance(ALICE), 40);
        assert_eq!(Balances::inactive_issuance(), 1_260);
        assert_eq!((held(1), held(2)), (500, 760));
    });
}

#[test]
fn emptied_pot_should_pass_on_at_once_what_comes_after_its_end() {
    let source = GenesisPot { start: 200, destination: Destination::Pot(2), ..a_pot(1_000) };
    let target = GenesisPot { id: 2, ..a_pot(50) };
    with_pot(source).pot(target).build_and_execute(|| {
        at(110);
        assert_ok!(release(2));
        assert!(!System::account_exists(&Release::account(2)));
        at(250);
        assert_ok!(release(1));
        assert_eq!(held(2), 500);
        assert_ok!(release(2));
        assert_eq!(Balances::free_balance(ALICE), 550);
        assert_noop!(release(2), Error::<Test>::NothingDue);
    });
}

#[test]
fn release_to_an_emptied_pot_should_wait_when_too_little_is_due() {
    let source = GenesisPot { destination: Destination::Pot(2), ..a_pot(100) };
    let target = GenesisPot { id: 2, start: 0, duration: 1, ..a_pot(50) };
    with_pot(source).pot(target).build_and_execute(|| {
        at(15);
        assert_ok!(release(2));
        assert_noop!(release(1), Error::<Test>::UnderExistentialDeposit);
        at(20);
        assert_ok!(release(1));
        assert_eq!(held(2), ED);
    });
}

#[test]
fn release_should_fail_cleanly_when_the_target_cannot_count_any_more() {
    chain(300).build().execute_with(|| {
        Pots::<Test>::mutate(2, |pot| pot.as_mut().unwrap().total = Balance::MAX);
        at(60);
        assert_noop!(release(1), ArithmeticError::Overflow);
    });
}

#[test]
fn everything_should_arrive_to_the_planck_through_a_chain_of_pots() {
    for seed in 1..=20 {
        chain(333).build_and_execute(|| {
            let mut random = Random(seed);
            for block in 0..=250 {
                at(block);
                let id = random.below(4) as PotId;
                Release::collect(id);
                assert_ok!(Release::do_try_state());
                let everywhere = held(1) + held(2) + Balances::free_balance(ALICE);
                assert_eq!(everywhere, 1_333);
            }
            Release::collect(1);
            Release::collect(2);
            assert_eq!(Balances::free_balance(ALICE), 1_333);
            assert_eq!(Balances::inactive_issuance(), 0);
        });
    }
}
