use super::*;
use polkadot_sdk::{frame_support::assert_noop, sp_runtime::DispatchError};

#[test]
fn release_should_pay_what_is_due_when_anyone_asks() {
    with_pot(a_pot(1_000)).build_and_execute(|| {
        at(60);
        assert_ok!(release(1));
        assert_eq!(Balances::free_balance(ALICE), 500);
        assert_eq!(held(1), 500);
        assert_eq!(stored(1).released, 500);
        System::assert_last_event(RuntimeEvent::Release(Event::Released {
            pot: 1,
            destination: Destination::Account(ALICE),
            amount: 500,
        }));
    });
}

#[test]
fn release_should_be_refused_when_nobody_signed() {
    with_pot(a_pot(1_000)).build_and_execute(|| {
        at(60);
        assert_noop!(Release::release(RuntimeOrigin::none(), 1), DispatchError::BadOrigin);
        assert_noop!(Release::release(RuntimeOrigin::root(), 1), DispatchError::BadOrigin);
    });
}

#[test]
fn release_should_be_refused_when_there_is_no_such_pot() {
    with_pot(a_pot(1_000)).build_and_execute(|| {
        at(60);
        assert_noop!(release(2), Error::<Test>::UnknownPot);
    });
}

#[test]
fn release_should_pay_nothing_before_a_block_after_the_start() {
    with_pot(a_pot(1_000)).build_and_execute(|| {
        for block in [0, 1, 9, 10] {
            at(block);
            assert_noop!(release(1), Error::<Test>::NothingDue);
        }
        at(11);
        assert_ok!(release(1));
        assert_eq!(Balances::free_balance(ALICE), 10);
    });
}

#[test]
fn release_should_be_refused_when_repeated_in_a_block() {
    with_pot(a_pot(1_000)).build_and_execute(|| {
        at(60);
        assert_ok!(release(1));
        assert_noop!(release(1), Error::<Test>::NothingDue);
        at(61);
        assert_ok!(release(1));
        assert_eq!(Balances::free_balance(ALICE), 510);
    });
}

#[test]
fn release_should_pay_the_total_to_the_planck_in_the_end() {
    for total in [10, 11, 19, 997, 1_000_003, 360_000_000_000_000_000_001] {
        for duration in [1, 3, 7, 876_600, u32::MAX - 10] {
            with_pot(GenesisPot { duration, ..a_pot(total) }).build_and_execute(|| {
                let mut random = Random(duration.into());
                let mut block = 10;
                for _ in 0..20 {
                    block += random.below(u64::from(10 + duration - block) / 2 + 1) as u32;
                    at(block);
                    Release::collect(1);
                    assert_ok!(Release::do_try_state());
                }
                at(10 + duration);
                assert_ok!(release(1));
                assert_eq!(Balances::free_balance(ALICE), total);
                assert_eq!(stored(1).released, total);
                assert!(!System::account_exists(&Release::account(1)));
                assert_noop!(release(1), Error::<Test>::NothingDue);
            });
        }
    }
}

#[test]
fn release_should_never_outrun_the_schedule_at_any_block() {
    for total in [10, 97, 1_009, 100_003] {
        with_pot(a_pot(total)).build_and_execute(|| {
            donate(&ALICE, ED);
            for block in 0..=120u32 {
                at(block);
                Release::collect(1);
                let passed = Balance::from(block.saturating_sub(10).min(100));
                assert!(stored(1).released * 100 <= total * passed);
                assert_eq!(Balances::free_balance(ALICE), ED + stored(1).released);
                assert_ok!(Release::do_try_state());
            }
            assert_eq!(stored(1).released, total);
        });
    }
}

#[test]
fn releasing_at_every_block_should_pay_the_same_as_releasing_once() {
    let often = a_pot(100_003);
    let once = GenesisPot { id: 2, destination: Destination::Account(BOB), ..a_pot(100_003) };
    with_pot(often).pot(once).build_and_execute(|| {
        for block in 0..=110 {
            at(block);
            Release::collect(1);
            if block == 73 || block == 110 {
                assert_ok!(release(2));
                assert_eq!(Balances::free_balance(ALICE), Balances::free_balance(BOB));
            }
        }
        assert_eq!(Balances::free_balance(BOB), 100_003);
    });
}

#[test]
fn release_should_wait_when_too_little_is_due_to_create_the_account() {
    with_pot(a_pot(100)).build_and_execute(|| {
        at(19);
        assert_noop!(release(1), Error::<Test>::UnderExistentialDeposit);
        at(20);
        assert_ok!(release(1));
        assert_eq!(Balances::free_balance(ALICE), ED);
        at(21);
        assert_ok!(release(1));
        assert_eq!(Balances::free_balance(ALICE), ED + 1);
    });
}

#[test]
fn release_should_not_wait_when_the_account_exists() {
    with_pot(a_pot(100)).build_and_execute(|| {
        donate(&ALICE, ED);
        at(11);
        assert_ok!(release(1));
        assert_eq!(Balances::free_balance(ALICE), ED + 1);
    });
}

#[test]
fn release_should_keep_the_existential_deposit_behind_until_the_end() {
    with_pot(a_pot(500)).build_and_execute(|| {
        at(109);
        assert_eq!(stored(1).due(109), 495);
        assert_ok!(release(1));
        assert_eq!(Balances::free_balance(ALICE), 490);
        assert_eq!(held(1), ED);
        assert_noop!(release(1), Error::<Test>::NothingDue);
        at(110);
        assert_ok!(release(1));
        assert_eq!(Balances::free_balance(ALICE), 500);
        assert_eq!(held(1), 0);
    });
}

#[test]
fn release_should_activate_exactly_what_it_pays() {
    with_pot(a_pot(1_000)).build_and_execute(|| {
        assert_eq!(Balances::active_issuance(), GIFTS);
        for (block, released) in [(30, 200), (45, 350), (200, 1_000)] {
            at(block);
            assert_ok!(release(1));
            assert_eq!(Balances::active_issuance(), GIFTS + released);
            assert_eq!(Balances::inactive_issuance(), 1_000 - released);
        }
        assert_eq!(Balances::total_issuance(), GIFTS + 1_000);
    });
}

#[test]
fn donation_should_neither_hasten_a_release_nor_be_released() {
    with_pot(a_pot(1_000)).build_and_execute(|| {
        donate(&Release::account(1), 400);
        at(60);
        assert_ok!(release(1));
        assert_eq!(Balances::free_balance(ALICE), 500);
        assert_eq!(Balances::inactive_issuance(), 500);
        at(110);
        assert_ok!(release(1));
        assert_eq!(Balances::free_balance(ALICE), 1_000);
        assert_eq!(held(1), 400);
        assert_noop!(release(1), Error::<Test>::NothingDue);
    });
}

#[test]
fn donated_dust_should_be_swept_away_when_the_pot_has_emptied() {
    with_pot(a_pot(1_000)).build_and_execute(|| {
        donate(&Release::account(1), ED - 1);
        at(110);
        assert_ok!(release(1));
        assert_eq!(Balances::free_balance(ALICE), 1_000);
        assert!(!System::account_exists(&Release::account(1)));
        assert_eq!(Balances::total_issuance(), GIFTS + 1_000 - (ED - 1));
    });
}

#[test]
fn collect_should_return_what_it_released() {
    with_pot(a_pot(1_000)).build_and_execute(|| {
        at(60);
        assert_eq!(Release::collect(1), 500);
        assert_eq!(Balances::free_balance(ALICE), 500);
    });
}

#[test]
fn collect_should_return_zero_and_change_nothing_when_it_cannot_release() {
    with_pot(a_pot(100)).build_and_execute(|| {
        assert_eq!(Release::collect(2), 0);
        assert_eq!(Release::collect(1), 0);
        at(15);
        assert_eq!(Release::collect(1), 0);
        assert_eq!(stored(1).released, 0);
        assert_eq!(held(1), 100);
    });
}
