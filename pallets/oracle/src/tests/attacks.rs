//! What was tried at the expense of reporters, owners or everyone's blocks, and must not work.

use super::*;

/// How often a seat was paid for a round, by seat.
fn earned(id: FeedId) -> Vec<Balance> {
    stored(id).seats.iter().map(|seat| seat.earned / REWARD).collect()
}

fn absences(id: FeedId) -> Vec<u16> {
    stored(id).seats.iter().map(|seat| seat.absent).collect()
}

/// The first reporter says that the value has moved, which it has not, and four others must say what they see.
fn open_for_nothing(id: FeedId) {
    answer(id, &[10_050, 10_000, 10_000, 10_001, 10_002]);
}

#[test]
fn rounds_opened_for_nothing_should_not_drain_the_budget() {
    run(7, || {
        let id = feed();
        answer(id, &[10_000; 5]);
        let (paid, before) = (earned(id), stored(id).latest);
        for nth in 1..=3 {
            blocks(1);
            assert_eq!(stored(id).seats[0].chilled, None);
            open_for_nothing(id);
            assert_eq!(stored(id).seats[0].strikes, 3 * nth);
        }
        assert!(stored(id).seats[0].chilled.is_some(), "it was out of line thrice");
        assert!(stored(id).seats[1..].iter().all(|seat| seat.strikes == 0));
        assert_eq!((earned(id), stored(id).budget), (paid, FUNDS - 5 * REWARD));
        assert_eq!(
            stored(id).latest,
            before,
            "the answer is not renewed at the reporters' expense"
        );
        let moot =
            Event::Moot { feed: id, round: 2, value: 10_001, opener: Some(reporters(id)[0]) };
        assert!(events().contains(&moot));
    });
}

#[test]
fn nobody_should_be_absent_from_a_round_opened_for_nothing() {
    run(7, || {
        let id = feed();
        answer(id, &[10_000; 5]);
        blocks(HEARTBEAT - 1);
        open_for_nothing(id);
        let (late, round) = (reporters(id)[5], 2);
        assert_eq!(Oracle::duties(late, 0).0[0].late, None, "nobody misses it");
        assert_ok!(say_in(late, id, round, 10_000));
        blocks(HEARTBEAT);
        answer(id, &[10_000; 5]);
        blocks(HEARTBEAT);
        answer(id, &[10_000; 5]);
        assert_eq!(absences(id), [0, 0, 0, 0, 0, 2, 2], "of the two answers before the last");
    });
}

/// Half of the deviation is what honest reporters may be mistaken by.
#[test]
fn honest_reporter_at_the_edge_should_lose_nothing() {
    run(7, || {
        let id = feed();
        answer(id, &[10_000; 5]);
        blocks(1);
        answer(id, &[10_050, 10_025, 10_025, 10_025, 10_025]);
        assert_eq!(earned(id), [2, 2, 2, 2, 2, 0, 0]);
        assert_eq!(stored(id).seats[0].strikes, 0);
        assert_eq!(Oracle::value(id).unwrap().value, 10_025);
    });
}

#[test]
fn round_that_is_due_when_it_ends_should_be_paid_whoever_opened_it() {
    run(7, || {
        let id = feed();
        answer(id, &[10_000; 5]);
        blocks(HEARTBEAT - 1);
        assert_ok!(say(reporters(id)[0], id, 10_050));
        blocks(1);
        for who in &reporters(id)[1..5] {
            assert_ok!(say(*who, id, 10_000));
        }
        assert_eq!(earned(id), [2, 2, 2, 2, 2, 0, 0]);
        assert_eq!(stored(id).seats[0].strikes, 0);
    });
}

#[test]
fn opener_should_not_pass_its_strike_on_by_leaving() {
    run(9, || {
        let id = feed();
        answer(id, &[10_000; 5]);
        blocks(1);
        let all = reporters(id);
        // Not the first, so that seats before and after it stay.
        assert_ok!(say(all[1], id, 10_050));
        assert_ok!(say(all[0], id, 10_000));
        assert_ok!(Oracle::leave(signed(all[0]), id));
        assert_eq!(stored(id).open.unwrap().opener(), Some(0), "seats move up");
        assert_ok!(Oracle::leave(signed(all[1]), id));
        for who in &all[2..7] {
            assert_ok!(say(*who, id, 10_000));
        }
        assert!(stored(id).seats.iter().all(|seat| seat.strikes == 0));
        assert!(events().contains(&Event::Moot {
            feed: id,
            round: 2,
            value: 10_000,
            opener: None
        }));
    });
}

#[test]
fn value_of_nothing_should_not_be_worth_a_round_after_the_same() {
    run(7, || {
        let id = feed_of(Terms { min: -5, ..terms() });
        answer(id, &[0; 5]);
        blocks(1);
        assert_eq!(say(reporters(id)[0], id, 0), Err(Error::<Test>::NotDue.into()));
        assert_ok!(say(reporters(id)[0], id, 1));
    });
}

/// Its bounds say that the market is back, however little that differs.
#[test]
fn answer_that_is_plausible_again_should_not_be_moot() {
    run(7, || {
        let id = feed_of(Terms { max: 10_000, ..terms() });
        answer(id, &[10_001; 5]);
        assert_eq!(status(id), Status::OutOfBounds);
        blocks(1);
        answer(id, &[9_940, 9_999, 9_999, 9_999, 9_999]);
        assert_eq!(status(id), Status::Fresh);
    });
}

#[test]
fn feed_of_ones_own_should_pay_for_the_room_its_rounds_take() {
    run(7, || {
        let id = feed_of_owner(terms());
        let treasury = Balances::balance(&TREASURY);
        answer(id, &[10_000; 5]);
        let left = OPG - 5 * REWARD - FEE;
        assert_eq!(stored(id).budget, left, "of a round that is answered");
        blocks(1);
        open_for_nothing(id);
        assert_eq!(stored(id).budget, left - FEE, "of one that is moot");
        blocks(HEARTBEAT);
        assert_ok!(say(reporters(id)[0], id, 10_000));
        blocks(rules().rotation.into());
        assert_eq!(stored(id).budget, left - 2 * FEE, "of one that expired");
        assert_eq!(Balances::balance(&TREASURY) - treasury, 3 * FEE, "the treasury has it");
        assert_ok!(say(reporters(id)[0], id, 10_000));
        let absent: Balance = stored(id).seats.iter().map(|seat| seat.lost).sum();
        assert_ok!(Oracle::remove_feed(signed(OWNER), id));
        let taken = Balances::balance(&TREASURY) - treasury - absent;
        assert_eq!(taken, 4 * FEE, "of one that is given up");
    });
}

#[test]
fn feed_of_ones_own_should_hold_no_round_that_it_cannot_pay_the_fee_of() {
    run(7, || {
        assert_ok!(Oracle::create_feed(signed(OWNER), terms()));
        assert_ok!(Oracle::fund(signed(OWNER), 0, 5 * REWARD + FEE - 1));
        blocks(10);
        assert_eq!(say(reporters(0)[0], 0, 100), Err(Error::<Test>::NotFunded.into()));
        assert_ok!(Oracle::fund(signed(OWNER), 0, 1));
        answer(0, &[100; 5]);
        assert_eq!(stored(0).budget, 0);
        blocks(1);
        let before = Balances::balance(&NOBODY);
        assert_ok!(Oracle::request(signed(NOBODY), 0));
        assert_eq!(before - Balances::balance(&NOBODY), 5 * REWARD + FEE, "whoever asks pays it");
    });
}

#[test]
fn only_governance_should_have_feeds_of_which_every_block_is_worth_a_round() {
    run(7, || {
        let always = Terms { deviation: 0, ..terms() };
        refused!(Oracle::create_feed(signed(OWNER), always.clone()), Error::<Test>::NoDeviation);
        assert_ok!(Oracle::create_feed(signed(OWNER), terms()));
        refused!(Oracle::change_feed(signed(OWNER), 0, always.clone()), Error::<Test>::NoDeviation);
        assert_ok!(Oracle::create_feed(root(), terms()));
        assert_ok!(Oracle::change_feed(root(), 1, always));
    });
}

#[test]
fn nobody_should_owe_reports_that_are_paid_too_little() {
    run(7, || {
        let mean = Terms { reward: rules().reward - 1, ..terms() };
        refused!(Oracle::create_feed(signed(OWNER), mean.clone()), Error::<Test>::RewardTooLow);
        assert_ok!(Oracle::create_feed(signed(OWNER), terms()));
        refused!(Oracle::change_feed(signed(OWNER), 0, mean.clone()), Error::<Test>::RewardTooLow);
        let least = Terms { reward: rules().reward, ..mean.clone() };
        assert_ok!(Oracle::change_feed(signed(OWNER), 0, least));
        assert_ok!(Oracle::create_feed(root(), mean), ());
    });
}

#[test]
fn nobody_should_be_absent_from_a_feed_without_a_planck_whatever_it_pays() {
    run(7, || {
        assert_ok!(Oracle::create_feed(root(), Terms { reward: 0, ..terms() }));
        blocks(LONG);
        assert_eq!(reporters(0).len(), 7);
        assert!(stored(0).seats.iter().all(|seat| seat.lost == 0));
        assert_eq!(say(reporters(0)[0], 0, 100), Err(Error::<Test>::NotFunded.into()));
    });
}

#[test]
fn owner_should_not_change_what_a_round_is_paid_while_it_is_open() {
    run(7, || {
        let id = feed_of_owner(terms());
        answer(id, &[10_000; 4]);
        let less = Terms { reward: REWARD / 2, spread: 51, ..terms() };
        assert_ok!(Oracle::change_feed(signed(OWNER), id, less));
        assert_ok!(say(reporters(id)[4], id, 10_200));
        assert_eq!(earned(id), [1, 1, 1, 1, 1, 0, 0], "as it was when it was opened");
        blocks(HEARTBEAT);
        answer(id, &[10_000, 10_000, 10_000, 10_000, 10_200]);
        let seats = stored(id).seats;
        assert_eq!((seats[0].earned, seats[4].earned), (REWARD * 3 / 2, REWARD));
    });
}

#[test]
fn owner_should_not_make_a_round_moot_while_it_is_open() {
    run(7, || {
        let id = feed_of_owner(terms());
        answer(id, &[10_000; 5]);
        blocks(1);
        answer(id, &[10_100; 4]);
        let wide = Terms { deviation: 5_000, spread: 5_000, ..terms() };
        assert_ok!(Oracle::change_feed(signed(OWNER), id, wide));
        assert_ok!(say(reporters(id)[4], id, 10_100));
        assert_eq!(earned(id), [2, 2, 2, 2, 2, 0, 0]);
        assert_eq!(stored(id).seats[0].strikes, 0);
    });
}

#[test]
fn nobody_who_still_had_time_should_be_absent_because_another_round_has_ended() {
    run(7, || {
        let id = feed();
        let (late, silent) = (reporters(id)[5], reporters(id)[6]);
        answer(id, &[10_000; 5]);
        blocks(1);
        answer(id, &[10_100; 5]);
        assert_eq!(absences(id), [0; 7]);
        let until = Oracle::now() + rules().late;
        assert_eq!(Oracle::duties(late, 0).0[0].late, Some((1, until - 1)), "the first of two");
        blocks(1);
        assert_ok!(say_in(late, id, 1, 10_000));
        assert_eq!(Oracle::duties(late, 0).0[0].late, Some((2, until)));
        assert_ok!(say_in(late, id, 2, 10_100));
        assert_eq!(say_in(late, id, 1, 10_000), Err(Error::<Test>::AlreadyReported.into()));
        blocks(HEARTBEAT);
        assert_eq!(say_in(silent, id, 2, 10_100), Err(Error::<Test>::TooLate.into()));
        answer(id, &[10_100; 5]);
        assert_eq!(absences(id), [0, 0, 0, 0, 0, 0, 2], "of each of the two");
    });
}

#[test]
fn silence_in_a_feed_that_is_answered_in_every_block_should_count_however_long_late_ones_have() {
    run(7, || {
        Set::set(Rules { late: 1_000, ..rules() });
        let id = feed_of(Terms { deviation: 0, ..terms() });
        for _ in 0..20 {
            answer(id, &[100; 5]);
            blocks(1);
        }
        let silent = 20 - feed::MAX_CLOSED as u16;
        assert_eq!(absences(id), [0, 0, 0, 0, 0, silent, silent]);
    });
}

/// When feed `0` comes up next.
fn comes_up() -> BlockNumber {
    let all: Vec<_> = Agenda::<Test>::iter().collect();
    assert_eq!(all.len(), 1);
    all[0].0
}

#[test]
fn feeds_that_nobody_can_fill_should_come_up_ever_less_often() {
    run(8, || {
        Backing::mutate(|all| all.values_mut().take(6).for_each(|(bond, _)| *bond = OPG));
        assert_ok!(Oracle::create_feed(root(), terms()));
        blocks(10);
        assert_eq!(reporters(0).len(), 2);
        let mut waits = vec![];
        for _ in 0..6 {
            let next = comes_up();
            blocks(u64::from(next - Oracle::now()));
            waits.push(comes_up() - next);
        }
        assert_eq!(waits, [40, 80, 160, 200, 200, 200]);
        bond(FIRST, BOND);
        blocks(rules().rotation.into());
        assert_eq!(reporters(0).len(), 3, "whoever comes is found");
        blocks(1);
        assert_eq!(comes_up() - Oracle::now(), docket::PATIENCE, "it begins again");
    });
}
