//! Candles: what a feed's answers were within each minute, hour and so on.

use super::Value;
use crate::Moment;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// How long the period of a candle is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Interval {
    #[codec(index = 0)]
    Minute,
    #[codec(index = 1)]
    FiveMinutes,
    #[codec(index = 2)]
    Hour,
    #[codec(index = 3)]
    Day,
}

/// How many intervals there are.
pub const INTERVALS: usize = 4;

impl Interval {
    /// All there are.
    pub const ALL: [Interval; INTERVALS] =
        [Interval::Minute, Interval::FiveMinutes, Interval::Hour, Interval::Day];

    /// How many milliseconds a period has.
    pub const fn millis(self) -> Moment {
        const MINUTE: Moment = 60_000;
        match self {
            Self::Minute => MINUTE,
            Self::FiveMinutes => 5 * MINUTE,
            Self::Hour => 60 * MINUTE,
            Self::Day => 24 * 60 * MINUTE,
        }
    }

    /// The period of a moment: they are counted from the beginning of 1970, so that days are days of UTC.
    pub fn period(self, at: Moment) -> u32 {
        u32::try_from(at / self.millis()).unwrap_or(u32::MAX)
    }
}

/// What the answers of one period were.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Candle {
    /// Which period: see [`Interval::period`].
    pub period: u32,
    pub open: Value,
    pub high: Value,
    pub low: Value,
    pub close: Value,
    /// Answers.
    pub count: u32,
    /// Periods before this one have no candle, and during them the feed was stale: nothing is known of them.
    pub gap: bool,
}

impl Candle {
    /// With one answer.
    pub const fn first(period: u32, value: Value, gap: bool) -> Self {
        Self { period, open: value, high: value, low: value, close: value, count: 1, gap }
    }

    /// Without any: the answer stayed what it was.
    pub const fn flat(period: u32, value: Value) -> Self {
        Self { count: 0, ..Self::first(period, value, false) }
    }

    fn add(&mut self, value: Value) {
        self.high = self.high.max(value);
        self.low = self.low.min(value);
        self.close = value;
        self.count = self.count.saturating_add(1);
    }
}

/// Adds an answer to the candle that is open. If that one's period is over it answers that candle, which will
/// not change any more, and opens the next one. Before `value` the feed `was_fresh` until now, or it was not.
pub fn advance(
    open: &mut Option<Candle>,
    period: u32,
    value: Value,
    was_fresh: bool,
) -> Option<Candle> {
    match open {
        // A clock that went back would change nothing that is over.
        Some(candle) if period <= candle.period => {
            candle.add(value);
            None
        },
        _ => {
            let before = open.take();
            let next = before.map(|candle| candle.period.saturating_add(1));
            let gap = !was_fresh && next != Some(period);
            *open = Some(Candle::first(period, value, gap));
            before
        },
    }
}
