//! Rounds: when they open, what ends them, who is paid for them, who is missed.

use super::*;

#[test]
fn answer_should_be_the_observation_in_the_middle_of_a_quorum() {
    run(7, || {
        let id = feed();
        assert_eq!(status(id), Status::Unanswered);
        answer(id, &[100, 104, 101, 500]);
        assert_eq!(status(id), Status::Unanswered, "four are no quorum");
        assert_ok!(say(reporters(id)[4], id, 103));
        let clock = Oracle::clock();
        let answer = Answer { value: 103, decimals: 2, round: 1, at: clock.time };
        assert_eq!(Oracle::value(id), Ok(answer));
        assert_eq!(round(id), 2);
    });
}

#[test]
fn report_should_be_unpaid_if_at_least_half_of_it_is_taken() {
    run(7, || {
        let (one, other) = (feed(), feed());
        let who = reporters(one)[0];
        let entry = |feed, round| Observation { feed, round, value: 100 };
        let pays = |entries| report(who, entries).unwrap().pays_fee;
        assert_eq!(pays(vec![entry(one, 1), entry(other, 7), entry(9, 1)]), Pays::Yes);
        assert_eq!(pays(vec![entry(other, 1), entry(9, 1)]), Pays::No);
        assert_eq!(pays(vec![entry(one, 1)]), Pays::Yes, "said already");
        let taken: Vec<_> = events()
            .into_iter()
            .filter_map(|event| match event {
                Event::Reported { reporter, taken } => Some((reporter, taken.len())),
                _ => None,
            })
            .collect();
        assert_eq!(taken, [(who, 1), (who, 1)], "the good entries stood");
    });
}

#[test]
fn report_should_weigh_what_it_brought_about() {
    run(7, || {
        let id = feed();
        let weight = |who| {
            let entry = Observation { feed: id, round: round(id), value: 100 };
            report(who, vec![entry]).unwrap().actual_weight.unwrap().ref_time()
        };
        let all = reporters(id);
        assert_eq!(all[..4].iter().map(|who| weight(*who)).sum::<u64>(), 4);
        assert_eq!(weight(all[4]), 2, "it ended the round");
        blocks(1_200);
        answer(id, &[100; 4]);
        assert_eq!(weight(all[4]), 1 + 1 + 3, "minute, five minutes and hour are over");
        assert_eq!(reports::most::<Test>(1).ref_time(), 6);
    });
}

#[test]
fn round_should_open_only_if_there_is_a_reason() {
    run(7, || {
        let id = feed();
        answer(id, &[10_000; 5]);
        let who = reporters(id)[0];
        blocks(1);
        assert_eq!(say(who, id, 10_049), Err(Error::<Test>::NotDue.into()));
        assert_eq!(say(who, id, 9_951), Err(Error::<Test>::NotDue.into()));
        assert_ok!(say(who, id, 10_050));
        blocks(10);
        assert_eq!(say(who, id, 10_000), Err(Error::<Test>::NotDue.into()), "that one is over");
        blocks(HEARTBEAT - 12);
        assert_eq!(say(who, id, 10_000), Err(Error::<Test>::NotDue.into()));
        blocks(1);
        assert_ok!(say(who, id, 10_000));
    });
}

#[test]
fn feed_without_deviation_should_be_answered_in_every_block() {
    run(7, || {
        let id = feed_of(Terms { deviation: 0, ..terms() });
        for number in 1..30 {
            answer(id, &[100; 5]);
            assert_eq!(Oracle::value(id).unwrap().round, number);
            blocks(1);
        }
    });
}

/// Timestamps lie somewhere in their slots: blocks are a bit less or more than a slot apart.
#[test]
fn feed_with_the_least_heartbeat_should_be_answered_in_every_block() {
    run(7, || {
        let id = feed_of(Terms { heartbeat: MIN_HEARTBEAT, ..terms() });
        for (number, behind) in (1..30).zip([0, 2, 1_400, 0, 1_499, 0].into_iter().cycle()) {
            Behind::set(behind);
            answer(id, &[100; 5]);
            assert_eq!(Oracle::value(id).unwrap().round, number);
            assert_eq!(say(reporters(id)[0], id, 100), Err(Error::<Test>::NotDue.into()));
            blocks(1);
        }
    });
}

#[test]
fn answer_should_be_renewed_half_a_slot_before_a_heartbeat_is_over_and_no_sooner() {
    run(7, || {
        let id = feed();
        answer(id, &[100; 5]);
        blocks(HEARTBEAT - 1);
        Behind::set(0);
        assert_eq!(say(reporters(id)[0], id, 100), Err(Error::<Test>::NotDue.into()));
        blocks(1);
        Behind::set(SLOT_MILLIS / 2);
        assert_ok!(say(reporters(id)[0], id, 100));
    });
}

#[test]
fn those_who_come_after_the_quorum_should_show_that_they_are_there_and_earn_nothing() {
    run(7, || {
        let id = feed();
        answer(id, &[100; 5]);
        let (late, silent) = (reporters(id)[5], reporters(id)[6]);
        blocks(2);
        assert_ok!(say_in(late, id, 1, 100));
        assert_eq!(say_in(late, id, 1, 100), Err(Error::<Test>::AlreadyReported.into()));
        blocks(2);
        assert_eq!(say_in(silent, id, 1, 100), Err(Error::<Test>::TooLate.into()));
        blocks(HEARTBEAT);
        answer(id, &[100; 5]);
        let earned: Vec<_> = stored(id).seats.iter().map(|seat| seat.earned / REWARD).collect();
        assert_eq!(earned, [2, 2, 2, 2, 2, 0, 0]);
        let absent: Vec<_> = stored(id).seats.iter().map(|seat| seat.absent).collect();
        assert_eq!(absent, [0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(stored(id).seats[6].lost, rules().absence);
        assert_eq!(stored(id).budget, FUNDS - 10 * REWARD);
    });
}

#[test]
fn round_without_a_quorum_should_expire_and_the_next_one_have_its_answer() {
    run(7, || {
        let id = feed();
        answer(id, &[100, 100, 100, 100]);
        blocks(9);
        assert_eq!(round(id), 1);
        blocks(1);
        assert_eq!(round(id), 2);
        assert_eq!(
            say_in(reporters(id)[4], id, 1, 100),
            Err(Error::<Test>::TooLate.into()),
            "its time is over"
        );
        answer(id, &[7; 5]);
        assert_eq!(Oracle::value(id).unwrap().value, 7);
        let absent: Vec<_> = stored(id).seats.iter().map(|seat| seat.absent).collect();
        assert_eq!(absent, [0, 0, 0, 0, 1, 1, 1]);
        assert!(events().contains(&Event::Expired { feed: id, round: 1 }));
    });
}

#[test]
fn absent_reporter_should_lose_a_little_each_time_and_then_its_seat() {
    run(7, || {
        Set::set(Rules { absences: 5, ..rules() });
        let id = feed_of(Terms { deviation: 0, ..terms() });
        let silent = reporters(id)[6];
        // It is over for the fifth of them after as many blocks as late ones have.
        for _ in 0..5 + rules().late {
            let all = reporters(id);
            let round = round(id);
            answer(id, &[100; 5]);
            assert_ok!(say_in(all[5], id, round, 100));
            blocks(1);
        }
        let seat = &stored(id).seats[6];
        assert_eq!((seat.absent, seat.lost), (5, 5 * rules().absence));
        let until = seat.chilled.expect("five times in a row");
        assert!(events().contains(&Event::Chilled { feed: id, reporter: silent, until }));
        assert_eq!(say(silent, id, 100), Err(Error::<Test>::Chilled.into()));
        blocks(rules().rotation.into());
        assert!(!reporters(id).contains(&silent));
        assert_eq!(bond_of(silent), (BOND - 5 * rules().absence, 0), "the rest is free");
        assert_eq!(Balances::balance(&TREASURY), RICH - FUNDS + 5 * rules().absence);
        assert_eq!(say(silent, id, 100), Err(Error::<Test>::Chilled.into()));
    });
}

#[test]
fn all_should_be_absent_if_nobody_opens_a_round() {
    run(7, || {
        let id = feed();
        answer(id, &[100; 5]);
        assert_ok!(say_in(reporters(id)[5], id, 1, 100));
        assert_ok!(say_in(reporters(id)[6], id, 1, 100));
        blocks(u64::from(rules().rotation) + 1);
        assert_eq!(status(id), Status::Stale);
        assert!(stored(id).seats.iter().all(|seat| seat.absent == 1), "once each rotation");
    });
}

#[test]
fn nobody_should_be_absent_from_a_feed_that_has_no_money() {
    run(7, || {
        let id = NextFeed::<Test>::get();
        assert_ok!(Oracle::create_feed(root(), terms()));
        blocks(LONG);
        assert_eq!(reporters(id).len(), 7);
        assert!(stored(id).seats.iter().all(|seat| seat.lost == 0));
        let who = reporters(id)[0];
        assert_eq!(say(who, id, 100), Err(Error::<Test>::NotFunded.into()));
        assert_ok!(Oracle::fund(root(), id, 5 * REWARD - 1));
        assert_eq!(say(who, id, 100), Err(Error::<Test>::NotFunded.into()));
        assert_ok!(Oracle::fund(root(), id, 1));
        answer(id, &[100; 5]);
        assert_eq!(stored(id).budget, 0);
        blocks(HEARTBEAT);
        assert_eq!(say(who, id, 100), Err(Error::<Test>::NotFunded.into()));
    });
}

#[test]
fn value_beyond_the_bounds_should_stop_the_feed_if_more_than_f_see_it() {
    run(7, || {
        let id = feed_of(Terms { deviation: 0, ..terms() });
        let beyond = terms().max + 1;
        answer(id, &[100, 100, 100, beyond, beyond]);
        assert_eq!(Oracle::value(id).unwrap().value, 100, "two may lie");
        assert_eq!(stored(id).seats[3].strikes, 3);
        blocks(1);
        answer(id, &[100, 100, beyond, beyond, beyond]);
        assert_eq!(status(id), Status::OutOfBounds);
        assert_eq!(Oracle::value(id), Err(Unfit::OutOfBounds));
        let strikes: Vec<_> = stored(id).seats.iter().map(|seat| seat.strikes).collect();
        assert_eq!(strikes, [3, 3, 0, 2, 2, 0, 0], "who agreed has done no wrong");
        assert_eq!(stored(id).candles[0].unwrap().high, 100, "it is in no candle");
        // The market comes back.
        blocks(1);
        answer(id, &[100; 5]);
        assert_eq!(status(id), Status::Fresh);
    });
}

#[test]
fn persistent_outlier_should_be_chilled_and_come_back_by_asking() {
    run(7, || {
        let id = feed_of(Terms { deviation: 0, ..terms() });
        let liar = reporters(id)[0];
        for nth in 1..=3 {
            assert_eq!(stored(id).seats[0].chilled, None);
            answer(id, &[200, 100, 100, 100, 100]);
            assert_eq!(stored(id).seats[0].strikes, 3 * nth);
            blocks(1);
        }
        assert_eq!(stored(id).seats[0].earned, 0, "lies are not paid");
        assert_eq!(say(liar, id, 100), Err(Error::<Test>::Chilled.into()));
        let until = stored(id).seats[0].chilled.unwrap();
        blocks(rules().rotation.into());
        assert!(events().contains(&Event::KeptOut { feed: id, who: liar, until }));
        assert_eq!(reporters(id).len(), 6, "there is nobody else");
        assert_eq!(bond_of(liar), (BOND, 0), "nothing is lost for what one says");
        assert_ok!(Oracle::come_back(signed(liar), id));
        blocks(30);
        assert!(reporters(id).contains(&liar));
    });
}

#[test]
fn outlier_now_and_then_should_stay() {
    run(7, || {
        let id = feed_of(Terms { deviation: 0, ..terms() });
        for nth in 0..60 {
            let said = if nth % 4 == 0 { 200 } else { 100 };
            answer(id, &[said, 100, 100, 100, 100]);
            blocks(1);
        }
        assert_eq!(stored(id).seats[0].chilled, None);
    });
}

/// The copy of an answer that is known earns nothing, and a lie that comes late counts as one.
#[test]
fn late_lies_should_count() {
    run(7, || {
        let id = feed();
        answer(id, &[100; 5]);
        assert_ok!(say_in(reporters(id)[5], id, 1, 200));
        assert_eq!(stored(id).seats[5].strikes, 3);
    });
}
