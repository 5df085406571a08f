//! Feeds: outside numbers as several reporters see them, and how other pallets use them.
//!
//! A feed's number is a whole one, in units of ten to the minus its decimals: what a chain computes must come
//! out the same everywhere, so there are no fractions. Whoever consumes it gets it while it is fresh, or is
//! told by name why not.

pub mod candles;
pub mod tensor;

pub use candles::{Candle, Interval};
pub use tensor::{Field, Fields, Window};

use crate::{
    models::{is_name, Name},
    time::{LEAST_APART, SLOT_MILLIS},
    Balance, BlockNumber, Moment,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::sp_weights::Weight;
use scale_info::TypeInfo;

/// Counts feeds from genesis.
pub type FeedId = u32;
/// Counts the rounds of a feed, from one on.
pub type Round = u32;
/// What a feed says, in units of ten to the minus its decimals.
pub type Value = i64;

/// Decimals of a feed at most: ten to the power of that still is a [`Value`].
pub const MAX_DECIMALS: u8 = 18;
/// Most reporters of a feed that may lie or be silent without harm.
pub const MAX_FAULTY: u8 = 7;
/// Most reporters of a feed.
pub const MAX_SEATS: u32 = 3 * MAX_FAULTY as u32 + 1;
/// Of these there are in a whole.
pub const BASIS_POINTS: u16 = 10_000;
/// Seconds that an answer is good for, at most: thirty days.
pub const MAX_HEARTBEAT: u32 = 30 * 24 * 60 * 60;
/// The same, at least: a block.
pub const MIN_HEARTBEAT: u32 = (SLOT_MILLIS / 1_000) as u32;

/// What a feed is like.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Terms {
    /// What reporters and people know it by. Several feeds may have the same: who owns one tells them apart.
    pub name: Name,
    /// How many of its reporters may lie or be silent without harm; see [`Terms::seats`].
    pub faulty: u8,
    /// How many of a value's digits come after the point.
    pub decimals: u8,
    /// Least that is plausible. Beyond it the feed is not to be used, though nobody has done wrong.
    pub min: Value,
    /// Most that is plausible.
    pub max: Value,
    /// Basis points by which a value differs from the last answer for it to be worth a round.
    pub deviation: u16,
    /// Basis points by which honest observations of one round may differ from its answer.
    pub spread: u16,
    /// Seconds after which an answer is renewed, though nothing has changed, less half a slot at most.
    pub heartbeat: u32,
    /// What an observation that helps to an answer is paid.
    pub reward: Balance,
}

/// What is wrong with terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A name is what [`is_name`] says.
    Name,
    /// There are none, or more than [`MAX_FAULTY`].
    Faulty,
    /// More than [`MAX_DECIMALS`].
    Decimals,
    /// Nothing lies between.
    Bounds,
    /// More than a whole.
    Deviation,
    /// Nothing, or more than a whole; or observations that differ by less than a round is worth would be
    /// out of line.
    Spread,
    /// Not from [`MIN_HEARTBEAT`] to [`MAX_HEARTBEAT`].
    Heartbeat,
}

impl Terms {
    /// Whether a feed can be like this.
    pub fn check(&self) -> Result<(), Flaw> {
        let sane = [
            (is_name(&self.name), Flaw::Name),
            ((1..=MAX_FAULTY).contains(&self.faulty), Flaw::Faulty),
            (self.decimals <= MAX_DECIMALS, Flaw::Decimals),
            (self.min < self.max, Flaw::Bounds),
            (self.deviation <= BASIS_POINTS, Flaw::Deviation),
            ((1..=BASIS_POINTS).contains(&self.spread), Flaw::Spread),
            (self.spread >= self.deviation, Flaw::Spread),
            ((MIN_HEARTBEAT..=MAX_HEARTBEAT).contains(&self.heartbeat), Flaw::Heartbeat),
        ];
        sane.into_iter().find(|(sane, _)| !sane).map_or(Ok(()), |(_, flaw)| Err(flaw))
    }

    /// Reporters: `3f + 1`, of which `f` may lie and `f` others be silent.
    pub fn seats(&self) -> u32 {
        u32::from(self.faulty).saturating_mul(3).saturating_add(1)
    }

    /// Observations that make an answer: `2f + 1`. With `f` silent, `f` liars are among them, and at least
    /// `f + 1` who are neither, so that the one in the middle lies between two of theirs or is one of them.
    pub fn quorum(&self) -> u32 {
        u32::from(self.faulty).saturating_mul(2).saturating_add(1)
    }

    /// Whether a value is plausible.
    pub fn plausible(&self, value: Value) -> bool {
        (self.min..=self.max).contains(&value)
    }

    /// Whether an observation is in line with a round's answer. One unit of the last decimal always is.
    pub fn in_line(&self, value: Value, answer: Value) -> bool {
        let apart = value.abs_diff(answer);
        apart <= 1 || beyond(apart.into(), answer, self.spread) <= 0
    }

    /// Whether a value is worth a round when this was the last answer. Without a deviation every value is;
    /// otherwise the same value never is, not even of nothing.
    pub fn deviates(&self, value: Value, answer: Value) -> bool {
        let apart = value.abs_diff(answer);
        self.deviation == 0 || apart > 0 && beyond(apart.into(), answer, self.deviation) >= 0
    }

    /// Whether a value is so close to the last answer that nobody can have been mistaken in thinking it worth a
    /// round: closer than half of the deviation.
    pub fn is_slight(&self, value: Value, answer: Value) -> bool {
        let twice = i128::from(value.abs_diff(answer)).saturating_mul(2);
        self.deviation > 0 && (twice == 0 || beyond(twice, answer, self.deviation) < 0)
    }

    /// Milliseconds after which an answer is renewed.
    pub fn heartbeat_millis(&self) -> Moment {
        Moment::from(self.heartbeat).saturating_mul(1_000)
    }
}

/// How much more `apart` is than so many basis points of `answer`: nothing if it is exactly that much.
fn beyond(apart: i128, answer: Value, points: u16) -> i128 {
    let allowed = i128::from(answer.unsigned_abs()).saturating_mul(points.into());
    apart.saturating_mul(BASIS_POINTS.into()).saturating_sub(allowed)
}

/// The value in the middle, which is the upper one of two.
pub fn median(mut values: Vec<Value>) -> Option<Value> {
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}

/// How the last round ended.
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
pub struct Latest {
    pub round: Round,
    /// The one in the middle of what was observed.
    pub value: Value,
    /// When.
    pub at: Moment,
    /// Whether that is [plausible](Terms::plausible).
    pub plausible: bool,
}

/// What a feed is good for.
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
pub enum Status {
    /// No round has ended yet.
    #[codec(index = 0)]
    Unanswered,
    /// Its answer may be used.
    #[codec(index = 1)]
    Fresh,
    /// Its answer is too old.
    #[codec(index = 2)]
    Stale,
    /// Its reporters agree on something beyond its bounds: whoever owns it should look.
    #[codec(index = 3)]
    OutOfBounds,
}

impl Latest {
    /// Whether it may be used now: for a heartbeat, and then for as long as reporters need to renew it.
    pub fn status(&self, terms: &Terms, grace: Moment, now: Moment) -> Status {
        match self.plausible {
            false => Status::OutOfBounds,
            true if self.is_old(terms, grace, now) => Status::Stale,
            true => Status::Fresh,
        }
    }

    /// Whether it should have been renewed by now.
    pub fn is_old(&self, terms: &Terms, grace: Moment, now: Moment) -> bool {
        now.saturating_sub(self.at) > terms.heartbeat_millis().saturating_add(grace)
    }

    /// Whether it is time to renew it, whatever is observed: in the first block that is at most half a slot short of a
    /// heartbeat later, since times lie somewhere in their slots.
    pub fn is_due(&self, terms: &Terms, now: Moment) -> bool {
        let age = now.saturating_sub(self.at);
        age.saturating_add(LEAST_APART) >= terms.heartbeat_millis()
    }
}

/// What one reporter saw.
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
pub struct Observation {
    pub feed: FeedId,
    /// The round it is for, so that it does not count in a later one.
    pub round: Round,
    pub value: Value,
}

/// A fresh answer.
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
pub struct Answer {
    pub value: Value,
    pub decimals: u8,
    pub round: Round,
    /// When it was found.
    pub at: Moment,
}

/// Why a feed cannot be used as asked.
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
pub enum Unfit {
    /// There is no such feed.
    #[codec(index = 0)]
    NoSuchFeed,
    /// It has never had an answer.
    #[codec(index = 1)]
    Unanswered,
    /// Its answer is too old.
    #[codec(index = 2)]
    Stale,
    /// Its reporters agree on something beyond its bounds.
    #[codec(index = 3)]
    OutOfBounds,
    /// It has not been there for so many periods, or they are no longer kept.
    #[codec(index = 4)]
    TooFewCandles,
    /// It was stale for a whole period of those asked for, of which nothing is known.
    #[codec(index = 5)]
    Gap,
    /// A number does not fit the elements asked for.
    #[codec(index = 6)]
    DoesNotFit,
    /// No tensor can be made like this: see [`Window::check`].
    #[codec(index = 7)]
    BadWindow,
}

/// Where other pallets get feeds.
pub trait Feeds {
    /// What a feed says now.
    fn value(feed: FeedId) -> Result<Answer, Unfit>;

    /// The bytes of a tensor made of a feed's last candles: see [`tensor::build`].
    fn tensor(window: &Window) -> Result<Vec<u8>, Unfit>;

    /// What making a tensor of so many candles weighs at most. With one it is what [`Feeds::value`] weighs at
    /// most, too.
    fn weight(candles: u16) -> Weight;
}

/// When something happens, by both clocks of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    pub block: BlockNumber,
    pub time: Moment,
}

#[cfg(test)]
mod tests;
