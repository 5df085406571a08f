//! Points out of their compressed form: a square root for each, several at once.
//!
//! A root is one long power, each step of which waits for the one before. A processor that is given a few
//! of them side by side takes little longer than with one, and half of a verifier's time goes here.

use crate::transcript::WORD;
use ff::{Field, PrimeField};
use pasta_curves::{arithmetic::CurveAffine, EqAffine, Fq};
use std::sync::LazyLock;

/// Roots taken side by side.
const LANES: usize = 4;
/// Bits of the power's exponent that are multiplied in at once.
const WINDOW: usize = 4;
/// The field's size less one has two as a factor so many times, 32, of which eight at a time are looked up.
const BYTES: usize = Fq::S as usize / 8;

/// Points from their only encodings; which of the words is none, if one is not. The point at infinity is
/// none.
pub fn points<'a>(words: impl Iterator<Item = &'a [u8]>) -> Result<Vec<EqAffine>, usize> {
    let mut halves = Vec::with_capacity(words.size_hint().0);
    for (index, word) in words.enumerate() {
        halves.push(Half::of(word).ok_or(index)?);
    }
    let mut points = Vec::with_capacity(halves.len());
    for halves in halves.chunks(LANES) {
        let mut squares = [Fq::ONE; LANES];
        for (square, half) in squares.iter_mut().zip(halves) {
            *square = half.x.square() * half.x + EqAffine::b();
        }
        for (half, root) in halves.iter().zip(roots(&squares)) {
            let point = root.and_then(|root| half.with(root)).ok_or(points.len())?;
            points.push(point);
        }
    }
    Ok(points)
}

/// A point of which one coordinate is known, and whether the other is odd.
struct Half {
    x: Fq,
    odd: bool,
}

impl Half {
    fn of(word: &[u8]) -> Option<Self> {
        let mut repr: [u8; WORD] = word.try_into().ok()?;
        if repr == [0; WORD] {
            return None;
        }
        let odd = repr[WORD - 1] >> 7 == 1;
        repr[WORD - 1] &= 0x7f;
        Some(Self { x: Fq::from_repr(repr).into_option()?, odd })
    }

    fn with(&self, root: Fq) -> Option<EqAffine> {
        let y = if bool::from(root.is_odd()) == self.odd { root } else { -root };
        EqAffine::from_xy(self.x, y).into_option()
    }
}

/// Square roots, of those that have one.
///
/// With the field's size less one as 2^32 t, a number to the power of t is some power of a root of unity
/// of order 2^32. Which one is found out a byte at a time; half of it is what the root lacks.
fn roots(squares: &[Fq; LANES]) -> [Option<Fq>; LANES] {
    let powers = power(squares);
    let mut root = [Fq::ZERO; LANES];
    // The number to the power of t, and that to the power of 2^8, 2^16, 2^24.
    let mut unity = [[Fq::ZERO; LANES]; BYTES];
    for lane in 0..LANES {
        root[lane] = squares[lane] * powers[lane];
        unity[0][lane] = root[lane] * powers[lane];
    }
    for byte in 1..BYTES {
        unity[byte] = unity[byte - 1];
        square(&mut unity[byte], 8);
    }
    std::array::from_fn(|lane| {
        let exponent = UNITY.logarithm(unity.map(|unity| unity[lane]))?;
        let even = exponent & 1 == 0;
        even.then(|| root[lane] * UNITY.back(exponent / 2))
    })
}

fn square(values: &mut [Fq; LANES], times: usize) {
    for _ in 0..times {
        values.iter_mut().for_each(|value| *value = value.square());
    }
}

/// To the power of (t - 1) / 2.
fn power(values: &[Fq; LANES]) -> [Fq; LANES] {
    let mut small = [[Fq::ONE; LANES]; 1 << WINDOW];
    for index in 1..small.len() {
        small[index] = std::array::from_fn(|lane| small[index - 1][lane] * values[lane]);
    }
    let mut powers = [Fq::ONE; LANES];
    for digit in EXPONENT.iter() {
        square(&mut powers, WINDOW);
        if *digit != 0 {
            let small = &small[usize::from(*digit)];
            powers.iter_mut().zip(small).for_each(|(power, small)| *power *= small);
        }
    }
    powers
}

/// (t - 1) / 2 in digits of a window each, the highest first.
static EXPONENT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let bytes = (-Fq::ONE).to_repr();
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (at % 8) & 1);
    let first = Fq::S as usize + 1;
    let digit = |at: usize| (0..WINDOW).fold(0, |digit, bit_of| digit | bit(at + bit_of) << bit_of);
    let digits = (first..8 * WORD).step_by(WINDOW).map(digit);
    digits.collect::<Vec<_>>().into_iter().rev().skip_while(|digit| *digit == 0).collect()
});

/// Powers of a root of unity of order 2^32.
struct Unity {
    /// To the power of minus each byte, times 2^(8 i).
    back: [Vec<Fq>; BYTES],
    /// What each byte times 2^24 gives, by the beginning of how it is written, sorted.
    bytes: Vec<(u64, u8)>,
}

static UNITY: LazyLock<Unity> = LazyLock::new(|| {
    let powers = |base: Fq| -> Vec<Fq> {
        std::iter::successors(Some(Fq::ONE), |power| Some(power * base)).take(256).collect()
    };
    let mut bases = [Fq::ROOT_OF_UNITY_INV; BYTES];
    for byte in 1..BYTES {
        bases[byte] = bases[byte - 1].pow_vartime([256]);
    }
    let top = Fq::ROOT_OF_UNITY.pow_vartime([1 << (8 * (BYTES - 1))]);
    let mut bytes: Vec<(u64, u8)> = powers(top).iter().map(start).zip(0..=255).collect();
    bytes.sort_unstable();
    Unity { back: bases.map(powers), bytes }
});

fn start(value: &Fq) -> u64 {
    let mut start = [0; 8];
    start.copy_from_slice(&value.to_repr()[..8]);
    u64::from_le_bytes(start)
}

impl Unity {
    /// To the power of minus the exponent.
    fn back(&self, exponent: u32) -> Fq {
        let bytes = exponent.to_le_bytes();
        self.back
            .iter()
            .zip(bytes)
            .fold(Fq::ONE, |all, (powers, byte)| all * powers[usize::from(byte)])
    }

    /// The exponent of a power, given that to the powers of 2^(8 i); zero is no power.
    fn logarithm(&self, powers: [Fq; BYTES]) -> Option<u32> {
        let mut found = [0u8; BYTES];
        for byte in 0..BYTES {
            // What the bytes found so far account for is divided out; the next is what is left.
            let left = BYTES - 1 - byte;
            let rest = (0..byte).fold(powers[left], |rest, known| {
                rest * self.back[left + known][usize::from(found[known])]
            });
            let place = self.bytes.binary_search_by_key(&start(&rest), |(start, _)| *start).ok()?;
            found[byte] = self.bytes[place].1;
        }
        Some(u32::from_le_bytes(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::Random;
    use group::GroupEncoding;

    fn by_the_crate(word: &[u8; WORD]) -> Option<EqAffine> {
        let point: Option<EqAffine> = EqAffine::from_bytes(word).into();
        point.filter(|point| !bool::from(group::CurveAffine::is_identity(point)))
    }

    #[test]
    fn points_should_be_what_the_curve_s_crate_reads() {
        let mut random = Random(3);
        let mut read = 0;
        let mut words: Vec<[u8; WORD]> =
            (0..2_000).map(|_| random.bytes(WORD).try_into().unwrap()).collect();
        // Numbers of the field, most of them; its size and around it; small ones; infinity.
        words.iter_mut().skip(100).for_each(|word| word[WORD - 1] &= 0xbf);
        for step in 0..20u8 {
            let mut word = (-Fq::ONE).to_repr();
            word[0] = word[0].wrapping_add(step);
            words.push(word);
            words.push([&[step][..], &[0; WORD - 1]].concat().try_into().unwrap());
            words.push([&[step][..], &[0; WORD - 2], &[0x80]].concat().try_into().unwrap());
        }
        for word in &words {
            let expected = by_the_crate(word);
            let found = points([&word[..]].into_iter());
            assert_eq!(found, expected.map(|point| vec![point]).ok_or(0), "{word:?}");
            read += u32::from(expected.is_some());
        }
        assert!((600..1_500).contains(&read), "{read} points");
        let good: Vec<&[u8; WORD]> =
            words.iter().filter(|word| by_the_crate(word).is_some()).collect();
        for count in 0..11 {
            let some = &good[..count];
            let found = points(some.iter().map(|word| &word[..])).unwrap();
            let expected: Vec<_> = some.iter().filter_map(|word| by_the_crate(word)).collect();
            assert_eq!(found, expected);
        }
        for bad in 0..7 {
            let mut some: Vec<&[u8]> = good[..7].iter().map(|word| &word[..]).collect();
            some[bad] = &[255; WORD];
            assert_eq!(points(some.clone().into_iter()), Err(bad));
            some[bad] = &[0; WORD];
            assert_eq!(points(some.into_iter()), Err(bad));
        }
        assert_eq!(points([&[1, 2, 3][..]].into_iter()), Err(0));
    }
}
