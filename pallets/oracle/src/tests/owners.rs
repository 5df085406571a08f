//! Creating, changing, paying for and removing feeds.

use super::*;
use polkadot_sdk::frame_support::traits::{LockableCurrency, WithdrawReasons};

fn held(who: AccountId) -> Balance {
    Balances::total_balance_on_hold(&who)
}

#[test]
fn deposit_should_be_held_and_given_back() {
    run(7, || {
        let deposit = Oracle::deposit();
        assert_ok!(Oracle::create_feed(signed(OWNER), terms()));
        assert_eq!(held(OWNER), deposit);
        assert!((50 * OPG..200 * OPG).contains(&deposit), "{deposit}");
        blocks(10);
        assert_ok!(Oracle::fund(signed(OWNER), 0, OPG));
        answer(0, &[100; 5]);
        let seven = reporters(0);
        assert_eq!(held(OWNER), deposit + OPG);
        assert_ok!(Oracle::remove_feed(signed(OWNER), 0));
        assert_eq!(held(OWNER), 0);
        assert_eq!(Balances::balance(&OWNER), RICH - 5 * REWARD - FEE);
        for (nth, who) in seven.into_iter().enumerate() {
            let earned = if nth < 5 { REWARD } else { 0 };
            assert_eq!(Balances::balance(&who), RICH + earned);
            assert_eq!(bond_of(who), (BOND, 0));
        }
        assert_eq!(Oracle::value(0), Err(Unfit::NoSuchFeed));
        blocks(LONG);
        assert_eq!(Agenda::<Test>::iter().count(), 0, "it is forgotten");
    });
}

#[test]
fn governance_should_need_no_deposit_and_pay_from_the_treasury() {
    run(7, || {
        let id = feed();
        assert_eq!(stored(id).owner, TREASURY);
        assert_eq!(held(TREASURY), FUNDS);
        answer(id, &[100; 5]);
        let who = reporters(id)[0];
        assert_ok!(Oracle::claim(signed(who), id));
        assert_eq!(Balances::balance(&who), RICH + REWARD);
        assert_eq!(held(TREASURY), FUNDS - REWARD);
        refused!(Oracle::claim(signed(who), id), Error::<Test>::NothingEarned);
        refused!(Oracle::claim(signed(NOBODY), id), Error::<Test>::NotAReporter);
        refused!(Oracle::claim(signed(who), 5), Error::<Test>::NoSuchFeed);
        assert_ok!(Oracle::remove_feed(root(), id));
        assert_eq!(held(TREASURY), 0);
    });
}

#[test]
fn reporter_of_its_own_feed_should_be_paid_too() {
    run(7, || {
        assert_ok!(Oracle::create_feed(signed(FIRST), terms()));
        assert_ok!(Oracle::fund(signed(FIRST), 0, OPG));
        blocks(10);
        answer(0, &[100; 5]);
        let seat = stored(0).seats.iter().position(|seat| seat.ticket.operator == FIRST).unwrap();
        let earned = stored(0).seats[seat].earned;
        let before = Balances::balance(&FIRST);
        if earned > 0 {
            assert_ok!(Oracle::claim(signed(FIRST), 0));
        }
        assert_eq!(Balances::balance(&FIRST), before + earned);
        assert_ok!(Oracle::remove_feed(signed(FIRST), 0));
        assert_eq!(held(FIRST), 0);
    });
}

#[test]
fn money_of_others_should_go_to_the_feed_and_stay_with_its_owner() {
    run(7, || {
        assert_ok!(Oracle::create_feed(signed(OWNER), terms()));
        assert_ok!(Oracle::fund(signed(NOBODY), 0, 3 * OPG));
        assert_eq!(Balances::balance(&NOBODY), RICH - 3 * OPG);
        assert_eq!(stored(0).budget, 3 * OPG);
        assert_ok!(Oracle::remove_feed(signed(OWNER), 0));
        assert_eq!(Balances::balance(&OWNER), RICH + 3 * OPG);
        refused!(Oracle::fund(signed(NOBODY), 0, 1), Error::<Test>::NoSuchFeed);
    });
}

#[test]
fn money_that_is_not_free_should_not_be_held() {
    run(7, || {
        let free = Oracle::deposit() + OPG;
        Balances::set_balance(&NOBODY, free - 1);
        refused!(Oracle::create_feed(signed(NOBODY), terms()), Error::<Test>::NotEnoughFree);
        Balances::set_balance(&NOBODY, free);
        assert_ok!(Oracle::create_feed(signed(NOBODY), terms()));
        refused!(Oracle::fund(signed(NOBODY), 0, 1), Error::<Test>::NotEnoughFree);
        refused!(Oracle::fund(signed(OWNER), 0, 0), Error::<Test>::NothingGiven);
        Balances::set_lock(*b"frozen  ", &OWNER, RICH, WithdrawReasons::all());
        refused!(Oracle::create_feed(signed(OWNER), terms()), Error::<Test>::NotEnoughFree);
        refused!(Oracle::fund(signed(OWNER), 0, 1), Error::<Test>::NotEnoughFree);
    });
}

#[test]
fn terms_should_change_but_for_what_consumers_rely_on() {
    run(7, || {
        assert_ok!(Oracle::create_feed(signed(OWNER), terms()));
        let change = |who, terms| Oracle::change_feed(signed(who), 0, terms);
        let other = Terms { max: 5, spread: 300, reward: 9 * REWARD, ..terms() };
        refused!(change(NOBODY, other.clone()), Error::<Test>::NotYourFeed);
        refused!(Oracle::change_feed(root(), 0, other.clone()), Error::<Test>::NotYourFeed);
        refused!(change(OWNER, Terms { decimals: 3, ..terms() }), Error::<Test>::FixedTerms);
        refused!(change(OWNER, Terms { faulty: 3, ..terms() }), Error::<Test>::FixedTerms);
        refused!(change(OWNER, Terms { max: 1, ..terms() }), Error::<Test>::BadBounds);
        assert_ok!(change(OWNER, other.clone()));
        assert_eq!(stored(0).terms, other);
        refused!(Oracle::remove_feed(signed(NOBODY), 0), Error::<Test>::NotYourFeed);
        refused!(Oracle::remove_feed(signed(OWNER), 1), Error::<Test>::NoSuchFeed);
    });
}

#[test]
fn terms_that_make_no_sense_should_be_refused_by_name() {
    run(0, || {
        let create = |terms| Oracle::create_feed(signed(OWNER), terms);
        let name = b"Btc".to_vec().try_into().unwrap();
        refused!(create(Terms { name, ..terms() }), Error::<Test>::BadName);
        refused!(create(Terms { faulty: 0, ..terms() }), Error::<Test>::BadFaulty);
        refused!(create(Terms { decimals: 19, ..terms() }), Error::<Test>::BadDecimals);
        refused!(create(Terms { min: 7, max: 7, ..terms() }), Error::<Test>::BadBounds);
        refused!(create(Terms { deviation: 10_001, ..terms() }), Error::<Test>::BadDeviation);
        refused!(create(Terms { spread: 0, ..terms() }), Error::<Test>::BadSpread);
        refused!(create(Terms { heartbeat: 0, ..terms() }), Error::<Test>::BadHeartbeat);
    });
}

#[test]
fn anyone_may_pay_for_a_round() {
    run(7, || {
        let id = feed();
        refused!(Oracle::request(signed(NOBODY), id), Error::<Test>::AlreadyDue);
        answer(id, &[10_000; 5]);
        blocks(1);
        let who = reporters(id)[0];
        assert_eq!(say(who, id, 10_001), Err(Error::<Test>::NotDue.into()));
        let budget = stored(id).budget;
        assert_ok!(Oracle::request(signed(NOBODY), id));
        assert_eq!(stored(id).budget, budget + 5 * REWARD, "what the round costs");
        assert_eq!(Balances::balance(&NOBODY), RICH - 5 * REWARD);
        refused!(Oracle::request(signed(NOBODY), id), Error::<Test>::AlreadyDue);
        assert_ok!(say(who, id, 10_001));
        refused!(Oracle::request(signed(NOBODY), id), Error::<Test>::AlreadyDue);
        for who in &reporters(id)[1..5] {
            assert_ok!(say(*who, id, 10_001));
        }
        assert_eq!(Oracle::value(id).unwrap().round, 2);
        blocks(HEARTBEAT - 2);
        assert_ok!(Oracle::request(signed(NOBODY), id));
        answer(id, &[10_000; 5]);
        blocks(HEARTBEAT - 1);
        // The next block asks for it anyway.
        refused!(Oracle::request(signed(NOBODY), id), Error::<Test>::AlreadyDue);
        Balances::set_balance(&NOBODY, OPG);
        refused!(Oracle::request(signed(NOBODY), 7), Error::<Test>::NoSuchFeed);
    });
}

#[test]
fn round_should_not_be_sold_when_there_is_nobody_to_hold_it() {
    run(8, || {
        let id = feed();
        answer(id, &[10_000; 5]);
        for who in reporters(id).into_iter().take(3) {
            assert_ok!(Oracle::leave(signed(who), id));
        }
        refused!(Oracle::request(signed(NOBODY), id), Error::<Test>::TooFewReporters);
        Balances::set_balance(&NOBODY, OPG);
        refused!(Oracle::request(signed(NOBODY), id), Error::<Test>::NotEnoughFree);
    });
}
