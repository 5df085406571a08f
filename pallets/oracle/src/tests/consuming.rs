//! What consumers get: something fresh, or a reason.

use super::*;
use opg_primitives::{
    feeds::{self, Field},
    models::Dtype,
};

fn window(feed: FeedId, interval: Interval, candles: u16) -> Window {
    let fields = vec![Field::Close, Field::Count].try_into().unwrap();
    Window { feed, interval, candles, fields, dtype: Dtype::I64, decimals: 2 }
}

/// Close and count of each candle that a model would get.
fn rows(window: &Window) -> Result<Vec<(i64, i64)>, Unfit> {
    let bytes = <Oracle as feeds::Feeds>::tensor(window)?;
    let number = |chunk: &[u8]| i64::from_le_bytes(chunk.try_into().unwrap());
    Ok(bytes.chunks(16).map(|row| (number(&row[..8]), number(&row[8..]))).collect())
}

#[test]
fn stale_answer_should_never_be_handed_out() {
    run(7, || {
        assert_eq!(Oracle::value(0), Err(Unfit::NoSuchFeed));
        let id = feed();
        assert_eq!(Oracle::value(id), Err(Unfit::Unanswered));
        answer(id, &[100; 5]);
        // A heartbeat and a minute.
        blocks(HEARTBEAT + 20);
        assert_eq!(Oracle::value(id).unwrap().value, 100);
        blocks(1);
        assert_eq!(Oracle::value(id), Err(Unfit::Stale));
        assert_eq!(Oracle::tensor(window(id, Interval::Minute, 1)), Err(Unfit::Stale));
        answer(id, &[105; 5]);
        assert_eq!(Oracle::value(id).unwrap().value, 105);
    });
}

#[test]
fn tensor_should_be_of_the_last_candles_that_are_over() {
    run(7, || {
        let id = feed_of(Terms { deviation: 0, ..terms() });
        // Twelve blocks after the hour.
        let mut said = BTreeMap::<u32, (i64, i64)>::new();
        for nth in 0..400 {
            let value = 1_000 + nth;
            answer(id, &[value; 5]);
            let (close, count) = said.entry(Interval::Minute.period(Clocks::now())).or_default();
            (*close, *count) = (value, *count + 1);
            blocks(1);
        }
        let running = Interval::Minute.period(Clocks::now());
        let expected: Vec<_> = said.range(running - 12..running).map(|(_, row)| *row).collect();
        assert_eq!(rows(&window(id, Interval::Minute, 12)), Ok(expected));
        assert_eq!(rows(&window(id, Interval::Hour, 1)), Err(Unfit::TooFewCandles));
        let bad = Window { candles: 0, ..window(id, Interval::Minute, 1) };
        assert_eq!(rows(&bad), Err(Unfit::BadWindow));
    });
}

#[test]
fn hours_in_which_nothing_changed_should_be_flat_and_those_unknown_refused() {
    run(7, || {
        let id = feed_of(Terms { heartbeat: 4 * 3_600, ..terms() });
        answer(id, &[100; 5]);
        blocks(3 * 1_200);
        assert_eq!(
            rows(&window(id, Interval::Hour, 3)),
            Ok(vec![(100, 1), (100, 0), (100, 0)]),
            "it is fresh all the while"
        );
        answer(id, &[200; 5]);
        // It is stale after four hours and a minute.
        blocks(6 * 1_200);
        answer(id, &[300; 5]);
        assert_eq!(rows(&window(id, Interval::Hour, 1)), Err(Unfit::Gap));
        blocks(1_200);
        assert_eq!(rows(&window(id, Interval::Hour, 1)), Ok(vec![(300, 1)]));
        assert_eq!(rows(&window(id, Interval::Hour, 2)), Err(Unfit::Gap));
    });
}

#[test]
fn ring_should_keep_as_many_candles_as_it_has_room_for() {
    run(7, || {
        let id = feed_of(Terms { heartbeat: 30 * 24 * 3_600, ..terms() });
        let minutes = CANDLES * (PAGES + 2) + 5;
        for nth in 0..minutes {
            let feed = Feeds::<Test>::get(id).unwrap();
            let seen: Vec<_> = feed.seats.iter().map(|seat| seat.ticket.operator).collect();
            for who in &seen[..5] {
                let value = i64::from(10_000 + (nth % 2) * 5_000);
                let entry = Observation { feed: id, round: nth + 1, value };
                assert_ok!(report(*who, vec![entry]));
            }
            System::set_block_number(System::block_number() + 20);
            System::reset_events();
        }
        let stored = stored(id).stored[0];
        assert_eq!(stored, minutes - 1);
        let newest = Oracle::feed(id).unwrap().latest.unwrap().at;
        let newest = Interval::Minute.period(newest);
        let (first, next) = Oracle::candles(id, Interval::Minute, None);
        assert_eq!(first.len(), 256);
        assert_eq!(first[0].period, newest);
        assert_eq!(next, Some(newest - 256));
        let mut all = first;
        let mut from = next;
        while let Some(period) = from {
            let (some, next) = Oracle::candles(id, Interval::Minute, Some(period));
            all.extend(some);
            from = next;
        }
        let full_pages = (PAGES - 1) * CANDLES;
        assert!(all.len() as u32 > full_pages && all.len() as u32 <= full_pages + CANDLES + 1);
        assert!(all.iter().zip(&all[1..]).all(|(newer, older)| newer.period == older.period + 1));
        assert_eq!(Oracle::candles(9, Interval::Minute, None), (vec![], None));
        assert!(rows(&window(id, Interval::Minute, 256)).is_ok());
        assert_ok!(Oracle::remove_feed(root(), id));
        assert_eq!(Candles::<Test>::iter().count(), 0);
    });
}

#[test]
fn duties_should_tell_what_to_do() {
    run(8, || {
        let id = feed();
        let other = feed();
        let who = reporters(id)[0];
        let duty = |who| Oracle::duties(who, 0).0.into_iter().find(|duty| duty.feed == id);
        let fresh = duty(who).unwrap();
        assert!(fresh.due && !fresh.running && !fresh.done && fresh.can_answer);
        assert_eq!((fresh.round, fresh.latest), (1, None));
        assert_ok!(say(who, id, 100));
        let said = duty(who).unwrap();
        assert!(said.running && said.done);
        assert!(!duty(reporters(id)[1]).unwrap().done);
        for who in &reporters(id)[1..5] {
            assert_ok!(say(*who, id, 100));
        }
        let after = duty(who).unwrap();
        assert!(!after.due && !after.running && !after.done);
        assert_eq!((after.round, after.latest.unwrap().value), (2, 100));
        assert_eq!(after.late, None, "it has spoken");
        let silent = reporters(id)[5];
        let until = Oracle::now() + rules().late;
        assert_eq!(duty(silent).unwrap().late, Some((1, until)));
        assert_ok!(say_in(silent, id, 1, 100));
        assert_eq!(duty(silent).unwrap().late, None);
        blocks(u64::from(rules().late) - 1);
        assert_eq!(duty(reporters(id)[6]).unwrap().late, None, "too late");
        blocks(HEARTBEAT - u64::from(rules().late) - 1);
        assert!(!duty(who).unwrap().due);
        blocks(1);
        assert!(duty(who).unwrap().due, "in the block to come");
        assert_eq!(say(who, id, 100), Err(Error::<Test>::NotDue.into()));
        blocks(1);
        assert_ok!(say(who, id, 100));
        blocks(u64::from(rules().round) - 1);
        let over = duty(who).unwrap();
        assert!(!over.running && over.round == 3 && round(id) == 2, "in the block to come");
        assert_eq!(duty(NOBODY), None);
        assert_eq!(Oracle::duties(NOBODY, 0), (vec![], None));
        let names: Vec<_> = Oracle::feeds(0).0.into_iter().map(|feed| feed.id).collect();
        assert_eq!(names, [id, other]);
        assert_eq!(Oracle::feeds(1).0.len(), 1);
        assert_eq!(Oracle::rules(), rules());
    });
}

#[test]
fn feeds_should_be_listed_some_at_a_time() {
    run(0, || {
        for _ in 0..250 {
            assert_ok!(Oracle::create_feed(root(), terms()));
        }
        let (first, next) = Oracle::feeds(0);
        assert_eq!((first.len(), next), (100, Some(100)));
        let (last, next) = Oracle::feeds(200);
        assert_eq!((last.len(), next), (50, None));
        assert_eq!(Oracle::feeds(FeedId::MAX), (vec![], None));
    });
}
