//! Whether two machines' floating-point answers agree. In whole numbers: what a chain computes must come out
//! the same on every machine, which is why it asks.

use crate::models::{Class, Dim, Dtype, Tensor};
use alloc::vec::Vec;
use core::cmp::Ordering;
use polkadot_sdk::sp_core::U512;

/// Numbers are compared as multiples of the least one that F32 has, 2^-149.
const UNIT: usize = 149;
/// A whole, of which tolerances are parts.
const BILLION: u64 = 1_000_000_000;

/// A floating-point number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    Undefined,
    Infinite { negative: bool },
    Finite { negative: bool, units: U512 },
}

/// How floating-point numbers of some kind are written.
struct Format {
    bytes: usize,
    fraction: usize,
    exponent: usize,
    /// What the exponent of the least number is, in units of [`UNIT`].
    least: usize,
}

const F32: Format = Format { bytes: 4, fraction: 23, exponent: 8, least: 0 };
const F16: Format = Format { bytes: 2, fraction: 10, exponent: 5, least: UNIT - 24 };

impl Format {
    fn read(&self, bytes: &[u8]) -> Number {
        let bits = bytes.iter().rev().fold(0u32, |bits, byte| (bits << 8) | u32::from(*byte));
        let all = (1u32 << self.exponent).saturating_sub(1);
        let fraction = bits & (1u32 << self.fraction).saturating_sub(1);
        let exponent = (bits >> self.fraction) & all;
        let negative = (bits >> self.fraction) > all;
        match exponent {
            _ if exponent == all && fraction == 0 => Number::Infinite { negative },
            _ if exponent == all => Number::Undefined,
            0 => Number::Finite { negative, units: U512::from(fraction) << self.least },
            _ => {
                let whole = U512::from(fraction | (1u32 << self.fraction));
                let shift = self.least.saturating_add(exponent as usize).saturating_sub(1);
                Number::Finite { negative, units: whole << shift }
            },
        }
    }
}

/// Whether two answers of a model agree: the lengths that they have where a dimension is free are the same, and
/// the elements of each output are close.
pub fn outputs_agree(one: &[u8], other: &[u8], outputs: &[Tensor], class: Class) -> bool {
    one == other
        || match (Part::all(one, outputs), Part::all(other, outputs)) {
            (Some(one), Some(other)) => all_agree(&one, &other, class),
            _ => false,
        }
}

/// Whether of two answers that do not agree neither is wrong for sure: they differ by no more than the right one
/// and what is wrong for sure do at least. Lengths follow from the input's: with others one of both is wrong.
pub fn outputs_unclear(one: &[u8], other: &[u8], outputs: &[Tensor], class: Class) -> bool {
    match (Part::all(one, outputs), Part::all(other, outputs)) {
        // What counts may be off by as much as the class allows, and what is wrong is off by twice that.
        (Some(one), Some(other)) => all_agree(&one, &other, class.times(3)),
        // What is no answer of this model is wrong.
        _ => false,
    }
}

fn all_agree(one: &[Part], other: &[Part], class: Class) -> bool {
    one.iter().zip(other).all(|(one, other)| {
        one.lengths == other.lengths && agree(one.elements, other.elements, one.dtype, class)
    })
}

/// One output, as it stands in an answer.
struct Part<'a> {
    dtype: Dtype,
    /// Of its free dimensions, as they stand there.
    lengths: &'a [u8],
    elements: &'a [u8],
}

impl<'a> Part<'a> {
    /// The outputs of a model, if these bytes are all of them, and their elements have a size that is known here.
    fn all(mut answer: &'a [u8], outputs: &[Tensor]) -> Option<Vec<Self>> {
        let mut parts = Vec::with_capacity(outputs.len());
        for tensor in outputs {
            let (part, rest) = Self::first(answer, tensor)?;
            parts.push(part);
            answer = rest;
        }
        answer.is_empty().then_some(parts)
    }

    fn first(answer: &'a [u8], tensor: &Tensor) -> Option<(Self, &'a [u8])> {
        let free = tensor.shape.iter().filter(|dim| **dim == Dim::Free).count();
        let (lengths, rest) = answer.split_at_checked(free.checked_mul(4)?)?;
        let mut given = lengths.chunks_exact(4);
        // In 64 bits, so that it overflows alike on all machines.
        let mut size = format(tensor.dtype)?.bytes as u64;
        for dim in &tensor.shape {
            let length = match dim {
                Dim::Fixed(length) => *length,
                Dim::Free => u32::from_le_bytes(given.next()?.try_into().ok()?),
            };
            size = size.checked_mul(length.into())?;
        }
        let (elements, rest) = rest.split_at_checked(usize::try_from(size).ok()?)?;
        Some((Self { dtype: tensor.dtype, lengths, elements }, rest))
    }
}

fn format(dtype: Dtype) -> Option<Format> {
    match dtype {
        Dtype::F32 => Some(F32),
        Dtype::F16 => Some(F16),
        _ => None,
    }
}

/// Whether elements of this kind are as close, one by one, as a model of this class makes honest
/// ones. Not a number is close to itself, and so is each infinity. Elements of other kinds must be equal.
pub fn agree(one: &[u8], other: &[u8], dtype: Dtype, class: Class) -> bool {
    if one == other {
        return true;
    }
    if one.len() != other.len() {
        return false;
    }
    let Some(format) = format(dtype) else { return false };
    let Class::Close { abs, rel } = class else { return false };
    if !one.len().is_multiple_of(format.bytes) {
        return false;
    }
    one.chunks_exact(format.bytes).zip(other.chunks_exact(format.bytes)).all(|(one, other)| {
        one == other || close(format.read(one), format.read(other), abs, rel.deconstruct())
    })
}

/// Whether two numbers differ by no more than `abs` billionths, and `rel` billionths of the larger one.
fn close(one: Number, other: Number, abs: u64, rel: u32) -> bool {
    match (one, other) {
        (
            Number::Finite { negative: left, units: one },
            Number::Finite { negative: right, units: other },
        ) => {
            let (low, high) = match one.cmp(&other) {
                Ordering::Less => (one, other),
                _ => (other, one),
            };
            // Numbers of F32 are below 2^277 units, a billion is below 2^30: nothing here reaches 2^512.
            let apart = if left == right { high.abs_diff(low) } else { high.saturating_add(low) };
            let relative = high.saturating_mul(rel.into());
            let allowed = (U512::from(abs) << UNIT).saturating_add(relative);
            apart.saturating_mul(BILLION.into()) <= allowed
        },
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polkadot_sdk::sp_runtime::Perbill;

    fn class(abs: u64, rel: u32) -> Class {
        Class::Close { abs, rel: Perbill::from_parts(rel) }
    }

    fn agree_f32(one: f32, other: f32, class: Class) -> bool {
        agree(&one.to_le_bytes(), &other.to_le_bytes(), Dtype::F32, class)
    }

    #[test]
    fn numbers_within_the_tolerance_agree_and_others_do_not() {
        // A thousandth of the larger.
        let one = class(0, 1_000_000);
        assert!(agree_f32(1000.0, 1000.5, one));
        assert!(agree_f32(1000.0, 1001.0, one));
        assert!(!agree_f32(1000.0, 1001.5, one));
        assert!(!agree_f32(1.0, -1.0, one));
        // A millionth.
        let two = class(1_000, 0);
        assert!(agree_f32(0.0, 9e-7, two));
        assert!(agree_f32(-4e-7, 4e-7, two));
        assert!(!agree_f32(0.0, 2e-6, two));
        assert!(!agree_f32(-9e-7, 9e-7, two));
    }

    #[test]
    fn what_is_no_number_agrees_with_itself_alone() {
        let loose = class(1_000_000_000, 10_000_000);
        assert!(agree_f32(f32::NAN, f32::from_bits(0x7fc0_0001), loose));
        assert!(agree_f32(f32::INFINITY, f32::INFINITY, loose));
        assert!(!agree_f32(f32::INFINITY, f32::NEG_INFINITY, loose));
        assert!(!agree_f32(f32::INFINITY, f32::MAX, loose));
        assert!(!agree_f32(f32::NAN, 0.0, loose));
        assert!(agree_f32(0.0, -0.0, class(0, 0)));
    }

    #[test]
    fn the_largest_and_the_least_numbers_do_not_overflow() {
        let loose = class(1_000_000_000, 10_000_000);
        assert!(agree_f32(f32::MAX, f32::MAX, loose));
        assert!(!agree_f32(f32::MAX, f32::MIN, loose));
        assert!(agree_f32(f32::from_bits(1), -f32::from_bits(1), loose));
        assert!(!agree_f32(f32::from_bits(1), f32::from_bits(2), class(0, 10_000_000)));
    }

    #[test]
    fn whole_numbers_say_what_exact_fractions_do() {
        // Against a reference in F64, which is exact enough away from the edge.
        let mut state = 7u64;
        for _ in 0..20_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let one = f32::from_bits((state >> 32) as u32);
            let near = one * (1.0 + ((state >> 20) as u8 as f32 - 128.0) * 1e-4);
            if !one.is_finite() || !near.is_finite() || one.abs() < 1e-30 {
                continue;
            }
            let (a, b) = (f64::from(one), f64::from(near));
            let ratio = (a - b).abs() / (0.01 * a.abs().max(b.abs()));
            if (ratio - 1.0).abs() > 1e-6 {
                assert_eq!(
                    agree_f32(one, near, class(0, 10_000_000)),
                    ratio <= 1.0,
                    "{one} {near}"
                );
            }
        }
    }

    #[test]
    fn half_precision_is_read_on_the_same_scale() {
        let half = |bits: u16| bits.to_le_bytes();
        // 1.0 and the next number, 1 + 2^-10.
        let (one, next) = (half(0x3c00), half(0x3c01));
        assert!(agree(&one, &next, Dtype::F16, class(1_000_000, 0)));
        assert!(!agree(&one, &next, Dtype::F16, class(900_000, 0)));
        assert_eq!(F16.read(&one), F32.read(&1f32.to_le_bytes()));
        assert_eq!(F16.read(&half(0x0001)), F32.read(&(2f32.powi(-24)).to_le_bytes()));
        assert_eq!(F16.read(&half(0xfc00)), Number::Infinite { negative: true });
    }

    fn tensor(dtype: Dtype, shape: &[Dim]) -> Tensor {
        let shape = shape.to_vec().try_into().unwrap();
        Tensor { name: Default::default(), dtype, shape }
    }

    fn answer(lengths: &[u32], elements: &[f32]) -> Vec<u8> {
        let lengths = lengths.iter().flat_map(|length| length.to_le_bytes());
        lengths.chain(elements.iter().flat_map(|element| element.to_le_bytes())).collect()
    }

    /// Read as numbers, all lengths are about nothing.
    #[test]
    fn answers_of_other_lengths_do_not_agree_and_one_of_them_is_wrong() {
        let outputs = [tensor(Dtype::F32, &[Dim::Free, Dim::Free])];
        let loose = class(1_000_000_000, 10_000_000);
        let one = answer(&[2, 3], &[1.0; 6]);
        let agree = |other: &[u8]| outputs_agree(&one, other, &outputs, loose);
        let unclear = |other: &[u8]| outputs_unclear(&one, other, &outputs, loose);
        assert!(agree(&answer(&[2, 3], &[1.5; 6])));
        for lengths in [[3, 2], [6, 1]] {
            assert!(!agree(&answer(&lengths, &[1.0; 6])));
            assert!(!unclear(&answer(&lengths, &[1.0; 6])));
        }
        assert!(!unclear(&answer(&[1, 1], &[1.0])));
        assert!(!agree(&answer(&[2, 3], &[3.0; 6])) && unclear(&answer(&[2, 3], &[3.0; 6])));
        assert!(!unclear(&answer(&[2, 3], &[9.0; 6])));
    }

    #[test]
    fn what_is_no_answer_of_the_model_agrees_with_itself_alone_and_is_wrong() {
        let outputs =
            [tensor(Dtype::F32, &[Dim::Fixed(2)]), tensor(Dtype::F16, &[Dim::Free, Dim::Fixed(1)])];
        let loose = class(1_000_000_000, 10_000_000);
        let good = [answer(&[], &[1.0, 2.0]), answer(&[2], &[]), vec![0, 0x3c, 0, 0x3c]].concat();
        let near = [answer(&[], &[1.5, 2.0]), answer(&[2], &[]), vec![0, 0x3c, 1, 0x3c]].concat();
        assert!(outputs_agree(&good, &near, &outputs, loose));
        let long = answer(&[], &[1.0, 2.0]);
        let endless = [&long[..], &answer(&[u32::MAX], &[])].concat();
        let bad = [vec![], good[..15].to_vec(), [&good[..], &[0]].concat(), long, endless];
        for bad in bad {
            for (one, other) in [(&good, &bad), (&bad, &good)] {
                assert!(!outputs_agree(one, other, &outputs, loose));
                assert!(!outputs_unclear(one, other, &outputs, loose));
            }
            assert!(outputs_agree(&bad, &bad, &outputs, loose));
        }
    }

    #[test]
    fn outputs_of_other_lengths_or_half_elements_do_not_agree() {
        let loose = class(1_000_000_000, 10_000_000);
        assert!(!agree(&[0; 4], &[0; 8], Dtype::F32, loose));
        assert!(!agree(&[0; 5], &[1; 5], Dtype::F32, loose));
        assert!(agree(&[1; 5], &[1; 5], Dtype::I8, loose));
        assert!(!agree(&[1; 5], &[2; 5], Dtype::I8, loose));
    }
}
