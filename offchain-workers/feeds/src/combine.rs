//! One value from several sources.

use crate::{feeds::Feed, moment::Moment, source::Reading};
use num_bigint::BigUint;
use std::{cmp::Ordering, time::Duration};

const MILLION: u32 = 1_000_000;

/// A feed's value, from its sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// In the feed's decimals.
    pub value: i128,
    /// When it was true, at the latest: when the oldest of the sources was asked.
    pub at: Moment,
    /// Sources that were read.
    pub read: usize,
    /// Of those, the ones that say something else.
    pub apart: Vec<Apart>,
}

/// A source that says something else than the median.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// Its name.
    pub source: String,
    /// How far it is from the median, in millionths of it.
    pub ppm: u32,
}

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoValue {
    /// Nobody was asked yet.
    #[error("its sources have not been asked yet")]
    NotYet,
    /// The file has no such feed.
    #[error("there is no such feed in the file, or it is not asked for")]
    Unknown,
    /// Too few sources were read.
    #[error("{read} of its sources could be read, and {needed} are needed; failed: {failed}")]
    TooFew {
        /// So many were.
        read: usize,
        /// So many are needed.
        needed: usize,
        /// The others.
        failed: String,
    },
    /// Too few say the same.
    #[error(
        "{agree} of its sources agree, and {needed} are needed; apart from the median: {apart}"
    )]
    Disagree {
        /// So many do.
        agree: usize,
        /// So many are needed.
        needed: usize,
        /// The others.
        apart: String,
    },
    /// It is too old.
    #[error("its value is {} ms old, and {} ms are allowed", age.as_millis(), most.as_millis())]
    Old {
        /// How old it is.
        age: Duration,
        /// How old it may be.
        most: Duration,
    },
}

/// The median of what was read, if enough sources agree with it.
pub fn combine(feed: &Feed, readings: &[Reading]) -> Result<Value, NoValue> {
    let read: Vec<_> = readings
        .iter()
        .filter_map(|reading| Some((reading, *reading.value.as_ref().ok()?)))
        .collect();
    let needed = feed.at_least;
    let median = median(read.iter().map(|(_, value)| *value).collect());
    let oldest = read.iter().map(|(reading, _)| reading.begun).min();
    let (Some(value), Some(at), true) = (median, oldest, read.len() >= needed) else {
        let failed = readings.iter().filter_map(|reading| {
            let error = reading.value.as_ref().err()?;
            Some(format!("{} ({error})", reading.source))
        });
        let failed = failed.collect::<Vec<_>>().join(", ");
        return Err(NoValue::TooFew { read: read.len(), needed, failed });
    };
    let apart: Vec<_> = read
        .iter()
        .filter(|(_, said)| compare(*said, value, feed.apart_ppm) == Ordering::Greater)
        .map(|(reading, said)| Apart { source: reading.source.clone(), ppm: ppm(*said, value) })
        .collect();
    let agree = read.len() - apart.len();
    if agree < needed {
        let apart = apart.iter().map(|Apart { source, ppm }| format!("{source} ({ppm} ppm)"));
        let apart = apart.collect::<Vec<_>>().join(", ");
        return Err(NoValue::Disagree { agree, needed, apart });
    }
    Ok(Value { value, at, read: read.len(), apart })
}

/// The middle one; of two in the middle, the number halfway between them, rounded towards zero.
fn median(mut values: Vec<i128>) -> Option<i128> {
    values.sort_unstable();
    let upper = *values.get(values.len() / 2)?;
    let lower = *values.get((values.len() - 1) / 2)?;
    Some(lower.midpoint(upper))
}

/// Whether a value is less far from another than so many millionths of that, as far, or further. Exact.
pub(crate) fn compare(value: i128, of: i128, ppm: u32) -> Ordering {
    let apart = BigUint::from(value.abs_diff(of)) * MILLION;
    apart.cmp(&(BigUint::from(of.unsigned_abs()) * ppm))
}

/// How far a value is from another, in millionths of that, rounded up: for people.
fn ppm(value: i128, of: i128) -> u32 {
    let (apart, of) = (value.abs_diff(of), BigUint::from(of.unsigned_abs()));
    if apart == 0 {
        return 0;
    }
    let apart = BigUint::from(apart) * MILLION;
    // Of nothing, everything is infinitely far.
    let ppm = (of != BigUint::ZERO).then(|| (apart + &of - 1u8) / &of);
    ppm.and_then(|ppm| ppm.try_into().ok()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{client::Trace, error::Error, Feeds};
    use proptest::prelude::*;
    use std::time::Duration;

    fn feeds(at_least: usize) -> Feeds {
        let text = format!(
            "[sources]\na.url = 'https://a.example'\nb.url = 'https://b.example'\nc.url = 'https://c.example'\n\
             [[feeds]]\nid = 1\nname = 'x'\ndecimals = 2\nmin = '0'\nmax = '1e30'\nat_least = {at_least}\n\
             sources = {{ a = {{}}, b = {{}}, c = {{}} }}"
        );
        Feeds::parse(&text, |_| None).unwrap()
    }

    fn combined(at_least: usize, values: &[Option<i128>]) -> Result<(i128, Vec<String>), NoValue> {
        let begun = Moment::now();
        let reading = |(name, value): (char, &Option<i128>)| Reading {
            source: name.into(),
            asked: String::new(),
            value: value.ok_or(Error::Page),
            trace: Trace::default(),
            begun,
            took: Duration::ZERO,
        };
        let readings: Vec<_> = ('a'..).zip(values).map(reading).collect();
        let value = combine(&feeds(at_least).all[0], &readings)?;
        assert_eq!(value.at, begun);
        Ok((value.value, value.apart.into_iter().map(|apart| apart.source).collect()))
    }

    #[test]
    fn the_median_should_be_in_the_middle() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3, 1, 2]), Some(2));
        assert_eq!(median(vec![4, 1]), Some(2));
        assert_eq!(median(vec![i128::MAX, i128::MAX - 2]), Some(i128::MAX - 1));
        assert_eq!(median(vec![-4, -1]), Some(-2));
    }

    #[test]
    fn one_liar_of_three_should_change_little_and_be_named() {
        let good = [Some(10_000), Some(10_010)];
        for lie in [0, 10i128.pow(30)] {
            let (value, apart) = combined(2, &[good[0], good[1], Some(lie)]).unwrap();
            assert!((10_000..=10_010).contains(&value));
            assert_eq!(apart, ["c"]);
        }
        assert_eq!(combined(2, &[good[0], good[1], None]), Ok((10_005, vec![])));
        // Two percent is not yet too far.
        let with = |third| combined(2, &[Some(10_000), Some(10_000), Some(third)]).unwrap().1;
        assert_eq!((with(10_200).len(), with(10_201).len()), (0, 1));
    }

    #[test]
    fn two_that_disagree_should_give_no_value() {
        let none = combined(2, &[Some(10_000), Some(11_000), None]).unwrap_err();
        let NoValue::Disagree { agree: 0, needed: 2, apart } = none else { panic!("{none}") };
        assert_eq!(apart, "a (47620 ppm), b (47620 ppm)");
        // Who needs but one takes what there is, and no pair that disagrees.
        assert!(combined(1, &[Some(10_000), None, None]).is_ok());
        assert!(combined(1, &[Some(10_000), Some(11_000), None]).is_err());
    }

    #[test]
    fn too_few_should_give_no_value_and_say_why() {
        let none = combined(2, &[Some(10_000), None, None]).unwrap_err();
        assert_eq!(
            none.to_string(),
            "1 of its sources could be read, and 2 are needed; failed: \
             b (the answer is a web page, not JSON), c (the answer is a web page, not JSON)"
        );
        assert!(matches!(combined(1, &[]), Err(NoValue::TooFew { read: 0, .. })));
    }

    #[test]
    fn a_distance_should_be_rounded_up_and_never_wrap() {
        assert_eq!(ppm(101, 100), 10_000);
        assert_eq!(ppm(2, 3), 333_334);
        assert_eq!(ppm(0, 0), 0);
        assert_eq!(ppm(1, 0), u32::MAX);
        assert_eq!(ppm(i128::MIN, i128::MAX), 2_000_001);
        assert_eq!(compare(101, 100, 10_000), Ordering::Equal);
        assert_eq!(compare(99, 100, 10_001), Ordering::Less);
        assert_eq!(compare(0, 0, 0), Ordering::Equal);
        assert_eq!(compare(1, 0, u32::MAX), Ordering::Greater);
        assert_eq!(ppm(i128::MAX, i128::MAX - 1), 1);
        assert_eq!(ppm(i128::MAX, 1), u32::MAX);
    }

    proptest! {
        /// With fewer than half of them lying, the median lies among what the others say.
        #[test]
        fn a_minority_should_not_move_the_median_out_of_the_honest_range(
            honest in prop::collection::vec(any::<i128>(), 1..9),
            lies in prop::collection::vec(any::<i128>(), 0..8),
        ) {
            let lies = lies.into_iter().take(honest.len() - 1);
            let (least, most) = (*honest.iter().min().unwrap(), *honest.iter().max().unwrap());
            let median = median(honest.into_iter().chain(lies).collect()).unwrap();
            prop_assert!((least..=most).contains(&median));
        }
    }
}
