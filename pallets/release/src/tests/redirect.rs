use super::*;
use polkadot_sdk::{frame_support::assert_noop, sp_runtime::DispatchError};

fn redirect(by: AccountId, id: PotId, to: DestinationOf<Test>) -> DispatchResult {
    Release::redirect(RuntimeOrigin::signed(by), id, to)
}

fn redirect_by_root(id: PotId, to: DestinationOf<Test>) -> DispatchResult {
    Release::redirect(RuntimeOrigin::root(), id, to)
}

#[test]
fn beneficiary_should_redirect_all_that_is_not_released() {
    with_pot(alices_pot(1_000)).build_and_execute(|| {
        at(30);
        assert_ok!(release(1));
        at(60);
        assert_ok!(redirect(ALICE, 1, Destination::Account(BOB)));
        System::assert_last_event(RuntimeEvent::Release(Event::Redirected {
            pot: 1,
            destination: Destination::Account(BOB),
        }));
        assert_eq!(Balances::free_balance(ALICE), 200);
        assert_eq!(Balances::free_balance(BOB), 0);
        assert_ok!(release(1));
        assert_eq!(Balances::free_balance(ALICE), 200);
        assert_eq!(Balances::free_balance(BOB), 300);
    });
}

#[test]
fn redirection_should_change_the_destination_alone() {
    with_pot(alices_pot(1_000)).build_and_execute(|| {
        at(60);
        let before = stored(1);
        assert_ok!(redirect(ALICE, 1, Destination::Account(BOB)));
        assert_eq!(stored(1), Pot { destination: Destination::Account(BOB), ..before });
        assert_eq!((held(1), Balances::inactive_issuance()), (1_000, 1_000));
    });
}

#[test]
fn redirected_pot_should_be_controlled_by_the_new_beneficiary() {
    with_pot(alices_pot(1_000)).build_and_execute(|| {
        assert_ok!(redirect(ALICE, 1, Destination::Account(BOB)));
        let back = Destination::Account(ALICE);
        assert_noop!(redirect(ALICE, 1, back.clone()), Error::<Test>::NotController);
        assert_ok!(redirect(BOB, 1, back));
    });
}

#[test]
fn persons_pot_should_be_redirected_by_nobody_else() {
    with_pot(alices_pot(1_000)).build_and_execute(|| {
        let mine = Destination::Account(BOB);
        assert_noop!(redirect(BOB, 1, mine.clone()), Error::<Test>::NotController);
        assert_noop!(redirect_by_root(1, mine), Error::<Test>::NotController);
    });
}

#[test]
fn persons_pot_should_not_be_redirected_to_a_pot() {
    let other = GenesisPot { id: 2, ..a_pot(1_000) };
    with_pot(alices_pot(1_000)).pot(other).build_and_execute(|| {
        assert_noop!(redirect(ALICE, 1, Destination::Pot(2)), Error::<Test>::NeedsAccount);
    });
}

#[test]
fn roots_pot_should_be_redirected_by_root_to_an_account_or_a_pot() {
    let other = GenesisPot { id: 2, ..a_pot(1_000) };
    with_pot(a_pot(1_000)).pot(other).build_and_execute(|| {
        assert_ok!(redirect_by_root(1, Destination::Account(BOB)));
        assert_eq!(stored(1).destination, Destination::Account(BOB));
        assert_ok!(redirect_by_root(1, Destination::Pot(2)));
        assert_eq!(stored(1).destination, Destination::Pot(2));
        assert_ok!(redirect_by_root(1, Destination::Account(ALICE)));
        assert_eq!(stored(1).destination, Destination::Account(ALICE));
    });
}

#[test]
fn roots_pot_should_not_be_redirected_by_the_account_it_releases_to() {
    with_pot(a_pot(1_000)).build_and_execute(|| {
        let to = Destination::Account(BOB);
        assert_noop!(redirect(ALICE, 1, to.clone()), Error::<Test>::NotController);
        assert_noop!(Release::redirect(RuntimeOrigin::none(), 1, to), DispatchError::BadOrigin);
    });
}

#[test]
fn redirection_should_be_refused_when_a_pot_is_unknown() {
    with_pot(a_pot(1_000)).build_and_execute(|| {
        let to = Destination::Account(BOB);
        assert_noop!(redirect_by_root(7, to.clone()), Error::<Test>::UnknownPot);
        assert_noop!(redirect(ALICE, 7, to), Error::<Test>::UnknownPot);
        assert_noop!(redirect_by_root(1, Destination::Pot(7)), Error::<Test>::UnknownPot);
    });
}

#[test]
fn pot_should_not_be_redirected_to_itself() {
    with_pot(a_pot(1_000)).build_and_execute(|| {
        assert_noop!(redirect_by_root(1, Destination::Pot(1)), Error::<Test>::PointsAtItself);
    });
}

#[test]
fn pot_should_not_be_redirected_to_the_account_of_a_pot() {
    let alices = GenesisPot { id: 2, ..alices_pot(1_000) };
    with_pot(a_pot(1_000)).pot(alices).build_and_execute(|| {
        for id in [0, 1, 2, 9, PotId::MAX] {
            let to = Destination::Account(Release::account(id));
            assert_noop!(redirect_by_root(1, to.clone()), Error::<Test>::AccountOfPot);
            assert_noop!(redirect(ALICE, 2, to), Error::<Test>::AccountOfPot);
        }
    });
}
