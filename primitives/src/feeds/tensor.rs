//! A model's input made of a feed's last candles, by one rule that every validator follows.
//!
//! [`build`] makes of the last `n` candles a matrix of `n` rows, the oldest first, with a column for each field
//! asked for, in the order asked for. Its elements lie row by row, low byte first.
//!
//! - The **last** candle is that of the last period that is over. The running period is not in it, for what it
//!   will be is not known.
//! - A period without an answer has a candle nevertheless, if the feed was fresh all the while: all four of its
//!   values are the close of the one before, its count is zero. If the feed was stale then, there is none:
//!   [`Unfit::Gap`].
//! - **Floating-point** elements (F32, F64) are the number that is nearest to the value, decimals and all, and
//!   of two that are as near, the even one. It is found in whole numbers, exactly.
//! - **Whole** elements are in units of ten to the minus `decimals`, as the window asks, rounded to the nearest
//!   one, and to the even one of two. One that does not fit the type is [`Unfit::DoesNotFit`]: nothing is cut off.
//! - **Counts** are numbers of answers, whatever the decimals.

use super::{Candle, FeedId, Interval, Unfit, Value, MAX_DECIMALS};
use crate::{
    market::MAX_INPUT,
    models::{Dim, Dtype, Tensor},
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::sp_core::{bounded::BoundedVec, ConstU32};
use scale_info::TypeInfo;

/// Candles of a window at most.
pub const MAX_CANDLES: u16 = 256;
/// Fields that a candle has.
pub const MAX_FIELDS: u32 = 5;

/// What of a candle goes into a column.
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
pub enum Field {
    #[codec(index = 0)]
    Open,
    #[codec(index = 1)]
    High,
    #[codec(index = 2)]
    Low,
    #[codec(index = 3)]
    Close,
    #[codec(index = 4)]
    Count,
}

/// Columns.
pub type Fields = BoundedVec<Field, ConstU32<MAX_FIELDS>>;

/// Which candles a model is given, and in what form.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Window {
    pub feed: FeedId,
    pub interval: Interval,
    /// How many.
    pub candles: u16,
    pub fields: Fields,
    /// What the elements are: any number but F16.
    pub dtype: Dtype,
    /// For whole elements, their unit; without meaning for others, where it is zero.
    pub decimals: u8,
}

impl Window {
    /// Whether a tensor can be made like this.
    pub fn check(&self) -> Result<(), Unfit> {
        let size = size(self.dtype).ok_or(Unfit::BadWindow)?;
        let bytes = self.elements().saturating_mul(size.into());
        let distinct = (1..)
            .zip(&self.fields)
            .all(|(next, field)| self.fields.iter().skip(next).all(|other| other != field));
        let scaled = match self.dtype.is_float() {
            true => self.decimals == 0,
            false => self.decimals <= MAX_DECIMALS,
        };
        let sane = (1..=MAX_CANDLES).contains(&self.candles) && !self.fields.is_empty();
        match sane && distinct && scaled && bytes <= MAX_INPUT.into() {
            true => Ok(()),
            false => Err(Unfit::BadWindow),
        }
    }

    /// How many bytes it has, if it can be made.
    pub fn bytes(&self) -> u64 {
        self.elements().saturating_mul(size(self.dtype).unwrap_or(0).into())
    }

    /// How many elements it has.
    pub fn elements(&self) -> u64 {
        u64::from(self.candles).saturating_mul(self.fields.len() as u64)
    }

    /// What comes before its elements when it is given to this input of a model: how long the dimension is that
    /// the model leaves free, if it does. Nothing if it is no such input: of other elements, or not of as many;
    /// or if more than one dimension is free, so that it could be meant in several ways.
    pub fn lengths(&self, input: &Tensor) -> Option<Vec<u8>> {
        let (mut fixed, mut free) = (1u64, 0u8);
        for dim in &input.shape {
            match dim {
                Dim::Fixed(length) => fixed = fixed.saturating_mul(u64::from(*length)),
                Dim::Free => free = free.saturating_add(1),
            }
        }
        let elements = self.elements();
        let whole = elements.checked_rem(fixed) == Some(0);
        match (input.dtype == self.dtype && whole, free) {
            (true, 0) if elements == fixed => Some(Vec::new()),
            (true, 1) => {
                let length = u32::try_from(elements.checked_div(fixed)?).ok()?;
                Some(length.to_le_bytes().to_vec())
            },
            _ => None,
        }
    }
}

/// The bytes of one element, if a window can have such.
const fn size(dtype: Dtype) -> Option<u8> {
    match dtype {
        Dtype::F64 | Dtype::I64 | Dtype::U64 => Some(8),
        Dtype::F32 | Dtype::I32 | Dtype::U32 => Some(4),
        Dtype::I16 | Dtype::U16 => Some(2),
        Dtype::I8 | Dtype::U8 => Some(1),
        Dtype::F16 | Dtype::Bool | Dtype::String => None,
    }
}

/// Makes the tensor, of candles of a feed that is fresh. `last` is the last period that is over; `candles` are
/// what there is, the newest first, with that of the running period if it has one. No more of them are asked for
/// than the window has, and one.
pub fn build(
    window: &Window,
    decimals: u8,
    last: u32,
    candles: impl Iterator<Item = Candle>,
) -> Result<Vec<u8>, Unfit> {
    window.check()?;
    let rows = rows(usize::from(window.candles), last, candles)?;
    let mut bytes = Vec::new();
    for candle in rows.iter().rev() {
        for field in &window.fields {
            let (number, decimals) = match field {
                Field::Open => (candle.open, decimals),
                Field::High => (candle.high, decimals),
                Field::Low => (candle.low, decimals),
                Field::Close => (candle.close, decimals),
                Field::Count => (candle.count.into(), 0),
            };
            let unit = if *field == Field::Count { 0 } else { window.decimals };
            push(&mut bytes, number, decimals, window.dtype, unit)?;
        }
    }
    Ok(bytes)
}

/// One candle for each of so many periods up to `last`, the newest first.
pub fn rows(
    count: usize,
    last: u32,
    mut candles: impl Iterator<Item = Candle>,
) -> Result<Vec<Candle>, Unfit> {
    let mut rows: Vec<Candle> = Vec::new();
    let mut wanted = Some(last);
    // Whether nothing is known of the periods without a candle before the one looked at last.
    let mut gap = false;
    while rows.len() < count {
        let candle = candles.next().ok_or(Unfit::TooFewCandles)?;
        while let Some(period) = wanted.filter(|period| *period >= candle.period) {
            if rows.len() == count {
                break;
            }
            if period == candle.period {
                rows.push(candle);
            } else if gap {
                return Err(Unfit::Gap);
            } else {
                rows.push(Candle::flat(period, candle.close));
            }
            wanted = period.checked_sub(1);
        }
        gap = candle.gap;
    }
    Ok(rows)
}

/// Adds an element.
fn push(
    bytes: &mut Vec<u8>,
    number: Value,
    decimals: u8,
    dtype: Dtype,
    unit: u8,
) -> Result<(), Unfit> {
    let size = usize::from(size(dtype).ok_or(Unfit::BadWindow)?);
    let element = match dtype {
        Dtype::F32 => F32.nearest(number, decimals).to_le_bytes(),
        Dtype::F64 => F64.nearest(number, decimals).to_le_bytes(),
        _ => {
            let whole = rescaled(number, decimals, unit).ok_or(Unfit::DoesNotFit)?;
            fits(whole, dtype).ok_or(Unfit::DoesNotFit)?
        },
    };
    bytes.extend(element.iter().take(size));
    Ok(())
}

/// A whole number as an element of this type, in its first bytes.
fn fits(whole: i128, dtype: Dtype) -> Option<[u8; 8]> {
    let (least, most) = match dtype {
        Dtype::I8 => (i8::MIN.into(), i8::MAX.into()),
        Dtype::I16 => (i16::MIN.into(), i16::MAX.into()),
        Dtype::I32 => (i32::MIN.into(), i32::MAX.into()),
        Dtype::I64 => (i64::MIN.into(), i64::MAX.into()),
        Dtype::U8 => (0, u8::MAX.into()),
        Dtype::U16 => (0, u16::MAX.into()),
        Dtype::U32 => (0, u32::MAX.into()),
        Dtype::U64 => (0, u64::MAX.into()),
        Dtype::F32 | Dtype::F64 | Dtype::F16 | Dtype::Bool | Dtype::String => return None,
    };
    // Cut to its low bytes, which are the same for all types that it fits.
    (least..=most).contains(&whole).then(|| (whole as u64).to_le_bytes())
}

/// A number in another unit: exactly, or the nearest, and of two the even one.
fn rescaled(number: Value, from: u8, to: u8) -> Option<i128> {
    let number = i128::from(number);
    match to.checked_sub(from) {
        Some(more) => number.checked_mul(power(more)?),
        None => {
            let unit = power(from.saturating_sub(to))?;
            let (down, rest) = (number.div_euclid(unit), number.rem_euclid(unit));
            let up = rounds_up(rest.unsigned_abs(), unit.unsigned_abs(), down % 2 != 0);
            down.checked_add(up.into())
        },
    }
}

/// Ten to the power of so much.
fn power(exponent: u8) -> Option<i128> {
    10i128.checked_pow(exponent.into())
}

/// Whether what is left of a division makes the quotient one more.
fn rounds_up(rest: u128, divisor: u128, odd: bool) -> bool {
    let twice = rest.saturating_mul(2);
    twice > divisor || (twice == divisor && odd)
}

/// How floating-point numbers of some kind are written.
struct Format {
    fraction: u32,
    bias: i32,
    bits: u32,
}

const F32: Format = Format { fraction: 23, bias: 127, bits: 32 };
const F64: Format = Format { fraction: 52, bias: 1023, bits: 64 };

impl Format {
    /// The bits of the number nearest to `value` over ten to the power of `decimals`, and of two that are as
    /// near of the one that ends in zero. With no more decimals than [`MAX_DECIMALS`] all are within what the
    /// format has ordinary numbers for.
    fn nearest(&self, value: Value, decimals: u8) -> u64 {
        let above = u128::from(value.unsigned_abs());
        let below = power(decimals.min(MAX_DECIMALS)).unwrap_or(1).unsigned_abs();
        let (Some(high), Some(low)) = (above.checked_ilog2(), below.checked_ilog2()) else {
            return 0;
        };
        // Two to this power is at most the number, and more than half of it. What is shifted stays far below
        // 2^128: 63 bits of the value and 60 of the divisor against 53 that are kept.
        let mut exponent = (high as i32).saturating_sub(low as i32);
        if !reaches(above, below, exponent) {
            exponent = exponent.saturating_sub(1);
        }
        let shift = (self.fraction as i32).saturating_sub(exponent);
        let (above, below) = match u32::try_from(shift) {
            Ok(up) => (above << up, below),
            Err(_) => (above, below << shift.unsigned_abs()),
        };
        let quotient = above.checked_div(below).unwrap_or(0);
        let rest = above.checked_rem(below).unwrap_or(0);
        let up = rounds_up(rest, below, quotient % 2 != 0);
        let mantissa = (quotient as u64).saturating_add(up.into());
        // The leading bit of the mantissa, which is not written, counts one in the exponent; so does the one
        // that rounding up may carry over.
        let biased = exponent.saturating_add(self.bias).saturating_sub(1).unsigned_abs();
        let magnitude = (u64::from(biased) << self.fraction).saturating_add(mantissa);
        let sign = u64::from(value < 0) << self.bits.saturating_sub(1);
        magnitude | sign
    }
}

/// Whether `above` over `below` is at least two to the power of `exponent`.
fn reaches(above: u128, below: u128, exponent: i32) -> bool {
    match u32::try_from(exponent) {
        Ok(up) => above >= below << up,
        Err(_) => above << exponent.unsigned_abs() >= below,
    }
}
