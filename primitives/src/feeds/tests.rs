#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use super::{candles::advance, tensor::*, *};
use crate::{
    models::{Dim, Dtype, Tensor},
    random::Random,
    time::earliest_after,
};

fn terms() -> Terms {
    Terms {
        name: b"btc-usd".to_vec().try_into().unwrap(),
        faulty: 2,
        decimals: 8,
        min: 1,
        max: 1_000_000_000,
        deviation: 50,
        spread: 200,
        heartbeat: 3_600,
        reward: 1,
    }
}

fn value(random: &mut Random) -> Value {
    let bits = random.below(64) as u32;
    (random.number() as i64) >> bits
}

#[test]
fn terms_that_make_no_sense() {
    assert_eq!(terms().check(), Ok(()));
    assert_eq!((terms().seats(), terms().quorum()), (7, 5));
    let flaw = |change: fn(&mut Terms)| {
        let mut terms = terms();
        change(&mut terms);
        terms.check().unwrap_err()
    };
    assert_eq!(flaw(|terms| terms.name = b"BTC".to_vec().try_into().unwrap()), Flaw::Name);
    assert_eq!(flaw(|terms| terms.name = Name::default()), Flaw::Name);
    assert_eq!(flaw(|terms| terms.faulty = 0), Flaw::Faulty);
    assert_eq!(flaw(|terms| terms.faulty = 8), Flaw::Faulty);
    assert_eq!(flaw(|terms| terms.decimals = 19), Flaw::Decimals);
    assert_eq!(flaw(|terms| terms.min = terms.max), Flaw::Bounds);
    assert_eq!(flaw(|terms| terms.deviation = 10_001), Flaw::Deviation);
    assert_eq!(flaw(|terms| terms.spread = 0), Flaw::Spread);
    assert_eq!(flaw(|terms| terms.spread = 10_001), Flaw::Spread);
    assert_eq!(flaw(|terms| terms.spread = 49), Flaw::Spread);
    assert_eq!(flaw(|terms| terms.heartbeat = 2), Flaw::Heartbeat);
    assert_eq!(flaw(|terms| terms.heartbeat = MAX_HEARTBEAT + 1), Flaw::Heartbeat);
}

#[test]
fn medians_of_what_f_liars_and_the_honest_say_should_stay_in_the_honest_range() {
    let mut random = Random(1);
    for _ in 0..20_000 {
        let faulty = 1 + random.below(7) as usize;
        let liars = random.below(faulty as u64 + 1) as usize;
        let centre = value(&mut random) / 2;
        let honest: Vec<_> =
            (0..2 * faulty + 1 - liars).map(|_| centre + random.below(1_000) as i64).collect();
        let lies = (0..liars).map(|_| random.one_of(&[i64::MIN, i64::MAX, centre + 999, -centre]));
        let all: Vec<_> = honest.iter().copied().chain(lies).collect();
        let middle = median(all).unwrap();
        let (least, most) = (honest.iter().min().unwrap(), honest.iter().max().unwrap());
        assert!((least..=most).contains(&&middle));
    }
}

/// One liar more, and it would not hold: the test above can fail.
#[test]
fn one_liar_too_many_should_move_the_median_anywhere() {
    assert_eq!(median(vec![100, 101, 102, i64::MAX, i64::MAX]), Some(102));
    assert_eq!(median(vec![100, 101, i64::MAX, i64::MAX, i64::MAX]), Some(i64::MAX));
    assert_eq!(median(vec![]), None);
}

#[test]
fn slight_moves_should_be_those_of_less_than_half_the_deviation() {
    let terms = terms();
    assert!(terms.is_slight(10_024, 10_000) && terms.is_slight(-10_024, -10_000));
    assert!(!terms.is_slight(10_025, 10_000) && !terms.is_slight(9_975, 10_000));
    let odd = Terms { deviation: 51, ..terms.clone() };
    assert!(odd.is_slight(1_002_549, 1_000_000) && !odd.is_slight(1_002_550, 1_000_000));
    assert!(terms.is_slight(0, 0) && !terms.is_slight(1, 0));
    assert!(!terms.is_slight(i64::MIN, i64::MAX) && terms.is_slight(i64::MIN, i64::MIN));
    let always = Terms { deviation: 0, ..terms };
    assert!(!always.is_slight(5, 5), "every round is worth one");
}

#[test]
fn deviations_should_be_compared_exactly_at_the_edge() {
    let terms = terms();
    assert!(terms.deviates(10_050, 10_000) && terms.deviates(9_950, 10_000));
    assert!(!terms.deviates(10_049, 10_000) && !terms.deviates(9_951, 10_000));
    assert!(terms.in_line(10_200, 10_000) && terms.in_line(9_800, 10_000));
    assert!(!terms.in_line(10_201, 10_000) && !terms.in_line(9_799, 10_000));
    assert!(terms.in_line(-10_200, -10_000) && !terms.in_line(10_000, -10_000));
    assert!(terms.in_line(1, 0) && !terms.in_line(2, 0) && terms.deviates(1, 0));
    for (one, other) in [(i64::MIN, i64::MAX), (i64::MAX, i64::MIN), (0, i64::MIN)] {
        assert!(terms.deviates(one, other) && !terms.in_line(one, other));
    }
    assert!(!terms.deviates(0, 0), "nothing has changed");
    let always = Terms { deviation: 0, ..terms };
    assert!(always.deviates(5, 5) && always.deviates(0, 0));
}

#[test]
fn answers_should_be_fresh_for_a_heartbeat_and_what_it_takes_to_renew_them() {
    let latest = Latest { round: 1, value: 5, at: 1_000_000, plausible: true };
    let status = |after: Moment| latest.status(&terms(), 60_000, 1_000_000 + after);
    assert_eq!(status(0), Status::Fresh);
    assert_eq!(status(3_660_000), Status::Fresh);
    assert_eq!(status(3_660_001), Status::Stale);
    assert!(!latest.is_due(&terms(), 4_598_499) && latest.is_due(&terms(), 4_598_500));
    assert!(!latest.is_due(&terms(), 0), "a clock that went back");
    let beyond = Latest { plausible: false, ..latest };
    assert_eq!(beyond.status(&terms(), 60_000, 1_000_000), Status::OutOfBounds);
    assert_eq!(latest.status(&terms(), 0, 0), Status::Fresh, "a clock that went back");
}

/// Whatever an answer's and the last block's times are in their slots.
#[test]
fn what_is_due_at_the_earliest_time_of_a_block_should_be_due_in_it() {
    let slot = |number: Moment, at: Moment| (1_000 + number) * SLOT_MILLIS + at;
    for at in (0..SLOT_MILLIS).step_by(100) {
        let earliest = earliest_after(slot(0, at));
        assert!(earliest >= slot(1, 0) && earliest - slot(0, at) >= LEAST_APART, "{at}");
        assert!(earliest == slot(1, 0) || earliest - slot(0, at) == LEAST_APART, "{at}");
        let latest = Latest { round: 1, value: 5, at: slot(0, at), plausible: true };
        let least = Terms { heartbeat: MIN_HEARTBEAT, ..terms() };
        assert!(!latest.is_due(&least, slot(0, at)) && latest.is_due(&least, earliest), "{at}");
    }
}

#[test]
fn candles_should_say_what_the_answers_of_each_period_were() {
    let mut random = Random(3);
    for _ in 0..200 {
        let (mut open, mut done) = (None, Vec::new());
        let mut said = std::collections::BTreeMap::<u32, Vec<Value>>::new();
        let mut period = random.below(10) as u32;
        for _ in 0..100 {
            period += random.one_of(&[0, 0, 0, 1, 1, 3]);
            let value = value(&mut random);
            said.entry(period).or_default().push(value);
            done.extend(advance(&mut open, period, value, true));
        }
        done.extend(open);
        assert_eq!(done.len(), said.len());
        for (candle, (period, values)) in done.iter().zip(said) {
            assert_eq!(candle.period, period);
            assert_eq!(candle.count as usize, values.len());
            assert_eq!(Some(&candle.open), values.first());
            assert_eq!(Some(&candle.close), values.last());
            assert_eq!(Some(&candle.high), values.iter().max());
            assert_eq!(Some(&candle.low), values.iter().min());
            assert!(!candle.gap);
        }
    }
}

#[test]
fn gaps_should_be_noted_where_a_period_has_nothing() {
    let mut open = None;
    assert_eq!(advance(&mut open, 5, 1, false), None);
    assert!(open.unwrap().gap, "nothing is known before the first");
    assert!(advance(&mut open, 6, 2, false).is_some());
    assert!(!open.unwrap().gap, "no period is missing");
    advance(&mut open, 9, 3, true);
    assert!(!open.unwrap().gap, "it was fresh all the while");
    advance(&mut open, 11, 4, false);
    assert!(open.unwrap().gap);
    advance(&mut open, 10, 5, true);
    assert_eq!(open.unwrap().period, 11, "a clock that went back");
    assert_eq!(open.unwrap().count, 2);
}

#[test]
fn periods_should_begin_with_the_hours_and_days_of_utc() {
    let at = 1_700_000_000_000;
    assert_eq!(Interval::Day.period(at), 19_675);
    assert_eq!(Interval::Hour.period(at), 472_222);
    for interval in Interval::ALL {
        let period = interval.period(at);
        let begin = Moment::from(period) * interval.millis();
        assert_eq!(interval.period(begin), period);
        assert_eq!(interval.period(begin - 1), period - 1);
        assert_eq!(interval.period(begin + interval.millis() - 1), period);
    }
}

fn window(candles: u16, fields: &[Field], dtype: Dtype, decimals: u8) -> Window {
    let fields = fields.to_vec().try_into().unwrap();
    Window { feed: 0, interval: Interval::Hour, candles, fields, dtype, decimals }
}

fn candle(period: u32, close: Value, gap: bool) -> Candle {
    let (open, high, low) = (close - 1, close + 2, close - 3);
    Candle { period, open, high, low, close, count: 4, gap }
}

#[test]
fn tensors_should_be_rows_of_fields_the_oldest_first() {
    let window = window(2, &[Field::Close, Field::Low, Field::Count], Dtype::I64, 2);
    let newest_first = [candle(12, 70, false), candle(11, 60, false), candle(10, 50, true)];
    let bytes = build(&window, 2, 11, newest_first.into_iter()).unwrap();
    let numbers: Vec<_> =
        bytes.chunks(8).map(|chunk| i64::from_le_bytes(chunk.try_into().unwrap())).collect();
    assert_eq!(numbers, [50, 47, 4, 60, 57, 4], "without the period that runs");
}

#[test]
fn periods_without_an_answer_should_be_filled_only_if_the_feed_was_fresh() {
    let closes = |count, last, candles: &[Candle]| {
        let rows = rows(count, last, candles.iter().copied())?;
        Ok(rows.iter().map(|row| (row.period, row.close, row.count)).collect::<Vec<_>>())
    };
    let series = [candle(20, 9, false), candle(17, 7, true), candle(12, 5, false)];
    // Twenty runs: eighteen and nineteen had no answer, the feed being fresh.
    assert_eq!(closes(3, 19, &series), Ok(vec![(19, 7, 0), (18, 7, 0), (17, 7, 4)]));
    assert_eq!(closes(4, 19, &series), Err(Unfit::Gap), "sixteen is not known");
    // Nothing since twenty, of which 22 is over.
    assert_eq!(closes(2, 22, &series), Ok(vec![(22, 9, 0), (21, 9, 0)]));
    assert_eq!(closes(2, 12, &series[2..]), Err(Unfit::TooFewCandles));
    assert_eq!(closes(1, 5, &[]), Err(Unfit::TooFewCandles));
    // The running one came after a gap.
    let after = [candle(20, 9, true), candle(17, 7, false)];
    assert_eq!(closes(1, 19, &after), Err(Unfit::Gap));
    assert_eq!(closes(1, 17, &after), Ok(vec![(17, 7, 4)]));
    assert_eq!(closes(2, 0, &[candle(0, 1, false)]), Err(Unfit::TooFewCandles));
}

#[test]
fn series_should_have_every_period_and_invent_nothing() {
    let mut random = Random(5);
    for _ in 0..2_000 {
        let (mut open, mut stored) = (None, Vec::new());
        let mut known = std::collections::BTreeMap::<u32, (Value, u32)>::new();
        let mut period = 100u32;
        let mut before = None;
        for _ in 0..1 + random.below(20) {
            let skipped = random.one_of(&[0, 1, 1, 2, 4]);
            let fresh = random.below(4) > 0;
            if let Some(close) = before.filter(|_| fresh) {
                (period + 1..period + skipped).for_each(|flat| {
                    known.insert(flat, (close, 0));
                });
            }
            period += skipped;
            let value = value(&mut random);
            stored.extend(advance(&mut open, period, value, fresh));
            let count = known.get(&period).map_or(0, |(_, count)| *count);
            known.insert(period, (value, count + 1));
            before = Some(value);
        }
        stored.extend(open);
        let last = period - random.below(2) as u32;
        let count = 1 + random.below(12) as usize;
        let expected: Option<Vec<_>> = (0..count as u32)
            .map(|back| {
                known.get(&(last - back)).map(|(close, count)| (last - back, *close, *count))
            })
            .collect();
        let built = rows(count, last, stored.iter().rev().copied());
        let built = built.map(|rows| {
            rows.iter().map(|row| (row.period, row.close, row.count)).collect::<Vec<_>>()
        });
        assert_eq!(built.ok(), expected);
    }
}

fn f32_of(value: Value, decimals: u8) -> f32 {
    let bytes = element(value, decimals, Dtype::F32, 0).unwrap();
    f32::from_le_bytes(bytes.try_into().unwrap())
}

fn f64_of(value: Value, decimals: u8) -> f64 {
    let bytes = element(value, decimals, Dtype::F64, 0).unwrap();
    f64::from_le_bytes(bytes.try_into().unwrap())
}

fn element(value: Value, decimals: u8, dtype: Dtype, unit: u8) -> Result<Vec<u8>, Unfit> {
    let candle = Candle::first(1, value, false);
    build(&window(1, &[Field::Close], dtype, unit), decimals, 1, [candle].into_iter())
}

#[test]
fn floats_should_be_what_the_machine_makes_of_the_same_number() {
    let mut random = Random(7);
    let edges = [0, 1, -1, i64::MIN, i64::MAX, 1 << 24, (1 << 24) + 1, (1 << 53) + 1, 3 << 24];
    let values = (0..200_000).map(|_| value(&mut random)).chain(edges).collect::<Vec<_>>();
    for value in values {
        assert_eq!(f32_of(value, 0).to_bits(), (value as f32).to_bits(), "{value}");
        assert_eq!(f64_of(value, 0).to_bits(), (value as f64).to_bits(), "{value}");
        let decimals = random.below(19) as u8;
        // Reading a decimal number is exact, too; a division of floats would round twice.
        let text = format!("{value}e-{decimals}");
        assert_eq!(
            f32_of(value, decimals).to_bits(),
            text.parse::<f32>().unwrap().to_bits(),
            "{text}"
        );
        assert_eq!(
            f64_of(value, decimals).to_bits(),
            text.parse::<f64>().unwrap().to_bits(),
            "{text}"
        );
    }
}

#[test]
fn ties_between_floats_should_go_to_the_even_one() {
    for odd in 0..1_000i64 {
        let tie = (1 << 25) + 2 + 4 * odd;
        assert_eq!(f32_of(tie, 0), tie as f32);
        // With the last bits halves of what F32 has, and 2^-k is exact in decimals.
        let (tie, decimals) = ((1 << 24) * 10 + 5 + 10 * odd, 1);
        assert_eq!(f32_of(tie, decimals), format!("{tie}e-1").parse::<f32>().unwrap());
    }
}

#[test]
fn whole_elements_should_be_rounded_to_the_nearest_and_never_cut() {
    let one = |value, decimals, unit| {
        let bytes = element(value, decimals, Dtype::I32, unit)?;
        Ok(i32::from_le_bytes(bytes.try_into().unwrap()))
    };
    assert_eq!(one(12_345, 2, 2), Ok(12_345));
    assert_eq!(one(12_345, 2, 1), Ok(1_234), "a tie goes to the even one");
    assert_eq!(one(12_355, 2, 1), Ok(1_236));
    assert_eq!(one(12_346, 2, 1), Ok(1_235));
    assert_eq!(one(-12_345, 2, 1), Ok(-1_234));
    assert_eq!(one(-12_346, 2, 1), Ok(-1_235));
    assert_eq!(one(12_345, 2, 4), Ok(1_234_500));
    assert_eq!(one(i64::MAX, 0, 0), Err(Unfit::DoesNotFit));
    assert_eq!(one(i64::MAX, 0, 18), Err(Unfit::DoesNotFit));
    let fits = |value, dtype| element(value, 0, dtype, 0).is_ok();
    assert!(fits(255, Dtype::U8) && !fits(256, Dtype::U8) && !fits(-1, Dtype::U8));
    assert!(fits(-128, Dtype::I8) && !fits(-129, Dtype::I8) && !fits(128, Dtype::I8));
    assert!(fits(-1, Dtype::I64) && !fits(-1, Dtype::U64));
    assert_eq!(element(-2, 0, Dtype::I16, 0), Ok(vec![0xfe, 0xff]));
}

#[test]
fn rescaling_should_never_be_off_by_more_than_half_a_unit() {
    let mut random = Random(9);
    for _ in 0..50_000 {
        let (value, from, to) =
            (value(&mut random), random.below(19) as u8, random.below(19) as u8);
        let Ok(bytes) = element(value, from, Dtype::I64, to) else { continue };
        let scaled = i128::from(i64::from_le_bytes(bytes.try_into().unwrap()));
        let power = |exponent: u8| 10i128.pow(exponent.into());
        // Both in the finest unit of the two.
        let (fine, coarse) = match to >= from {
            true => (i128::from(value) * power(to - from) - scaled, 0),
            false => (i128::from(value) - scaled * power(from - to), power(from - to)),
        };
        assert!(2 * fine.abs() <= coarse, "{value} {from} {to}");
    }
}

#[test]
fn windows_that_no_tensor_can_be_made_of() {
    let all = [Field::Open, Field::High, Field::Low, Field::Close, Field::Count];
    assert_eq!(window(256, &all, Dtype::I64, 18).check(), Ok(()));
    assert_eq!(window(24, &[Field::Close], Dtype::F32, 0).check(), Ok(()));
    let bad = |window: Window| assert_eq!(window.check(), Err(Unfit::BadWindow));
    bad(window(0, &all, Dtype::I64, 0));
    bad(window(257, &all, Dtype::I64, 0));
    bad(window(1, &[], Dtype::I64, 0));
    bad(window(1, &[Field::Close, Field::Open, Field::Close], Dtype::I64, 0));
    bad(window(1, &all, Dtype::I64, 19));
    bad(window(1, &all, Dtype::F32, 1));
    for dtype in [Dtype::F16, Dtype::Bool, Dtype::String] {
        bad(window(1, &all, dtype, 0));
    }
    let refused = build(&window(0, &all, Dtype::I64, 0), 0, 1, [].into_iter());
    assert_eq!(refused, Err(Unfit::BadWindow));
}

#[test]
fn windows_should_suit_inputs_of_as_many_elements() {
    let input = |dtype, dims: &[Dim]| Tensor {
        name: b"candles".to_vec().try_into().unwrap(),
        dtype,
        shape: dims.to_vec().try_into().unwrap(),
    };
    let window = window(24, &[Field::Close, Field::Count], Dtype::F32, 0);
    let lengths = |dims: &[Dim]| window.lengths(&input(Dtype::F32, dims));
    assert_eq!(lengths(&[Dim::Fixed(24), Dim::Fixed(2)]), Some(vec![]));
    assert_eq!(lengths(&[Dim::Fixed(1), Dim::Fixed(24), Dim::Fixed(2)]), Some(vec![]));
    assert_eq!(lengths(&[Dim::Free, Dim::Fixed(2)]), Some(vec![24, 0, 0, 0]));
    assert_eq!(lengths(&[Dim::Free, Dim::Fixed(24), Dim::Fixed(2)]), Some(vec![1, 0, 0, 0]));
    for dims in [&[Dim::Free, Dim::Free][..], &[Dim::Fixed(12), Dim::Fixed(2)], &[]] {
        assert_eq!(lengths(dims), None);
    }
    assert_eq!(lengths(&[Dim::Free, Dim::Fixed(5)]), None);
    assert_eq!(lengths(&[Dim::Free, Dim::Fixed(0)]), None);
    assert_eq!(window.lengths(&input(Dtype::F64, &[Dim::Fixed(48)])), None);
}
