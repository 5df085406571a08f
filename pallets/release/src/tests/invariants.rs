use super::*;
use polkadot_sdk::frame_support::assert_err;

fn with_broken(break_it: impl FnOnce(), complaint: &'static str) {
    with_pot(a_pot(1_000)).build().execute_with(|| {
        at(60);
        assert_ok!(Release::do_try_state());
        break_it();
        assert_err!(Release::do_try_state(), complaint);
    });
}

#[test]
fn try_state_should_notice_a_release_before_its_time() {
    let early = || Pots::<Test>::mutate(1, |pot| pot.as_mut().unwrap().released = 501);
    with_broken(early, "a pot has released more than is due");
}

#[test]
fn try_state_should_notice_money_missing_from_an_account() {
    let missing = || {
        Balances::set_balance(&Release::account(1), 999);
    };
    with_broken(missing, "a pot's account holds less than the pot has to release");
}

#[test]
fn try_state_should_notice_unreleased_money_that_counts_as_active() {
    let active = || Balances::reactivate(1);
    with_broken(active, "money that no pot has released counts as active");
}

#[test]
fn try_state_should_notice_too_many_pots() {
    let empty = Pot { total: 0, ..a_pot(1_000).full() };
    let many = || (10..18).for_each(|id: PotId| Pots::<Test>::insert(id, empty.clone()));
    with_broken(many, "there are more pots than may be");
}
