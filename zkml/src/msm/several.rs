//! Several sums whose numbers are the same.

use super::{
    heaps::{Adder, Point},
    Whole,
};
use pasta_curves::{EqAffine, Fp};

/// Bits of a digit: it is odd and less than half of what they could say, or zero.
const BITS: usize = 4;
/// The odd multiples that digits ask for.
const MULTIPLES: usize = 1 << (BITS - 2);

/// Sums of points, each times its number: row after row, the first points make the first sum, the second
/// ones the second, and so on. What is done to one is done to all of them, so that they share inversions.
///
/// # Panics
///
/// If there are not as many rows as numbers, or rows differ in length.
pub fn several(scalars: &[Fp], rows: &[&[EqAffine]]) -> Vec<EqAffine> {
    assert_eq!(scalars.len(), rows.len(), "each row has its number");
    let count = rows.first().map_or(0, |row| row.len());
    assert!(rows.iter().all(|row| row.len() == count), "each sum has all numbers");
    let mut adder = Adder::default();
    let rows: Vec<_> = rows.iter().map(|row| multiples(row, &mut adder)).collect();
    let digits: Vec<_> = scalars.iter().map(digits).collect();
    let mut sums = vec![Point::NONE; count];
    let top = digits.iter().flatten().map(|(bit, _)| bit + 1).max().unwrap_or(0);
    let mut digits: Vec<_> = digits.iter().map(|digits| digits.iter().rev().peekable()).collect();
    for bit in (0..top).rev() {
        let same = sums.clone();
        adder.add_each(&mut sums, same.into_iter());
        for (multiples, digits) in rows.iter().zip(&mut digits) {
            let Some((_, digit)) = digits.next_if(|(at, _)| *at == bit) else { continue };
            let points = multiples[digit.unsigned_abs() as usize / 2].iter();
            if *digit < 0 {
                adder.add_each(&mut sums, points.map(|point| point.negated()));
            } else {
                adder.add_each(&mut sums, points.copied());
            }
        }
    }
    sums.iter().map(Point::affine).collect()
}

/// The points once, three times, five times and so on.
fn multiples(points: &[EqAffine], adder: &mut Adder) -> Vec<Vec<Point>> {
    let once: Vec<Point> = points.iter().map(Point::of).collect();
    let mut twice = once.clone();
    adder.add_each(&mut twice, once.iter().copied());
    let mut all = vec![once];
    for _ in 1..MULTIPLES {
        let mut next = all[all.len() - 1].clone();
        adder.add_each(&mut next, twice.iter().copied());
        all.push(next);
    }
    all
}

/// A number as odd digits at some of its bits, the lowest first.
fn digits(number: &Fp) -> Vec<(usize, i32)> {
    let whole = Whole::of(number);
    let sign = if whole.negative { -1 } else { 1 };
    let mut digits = Vec::new();
    let (mut bit, mut carried) = (0, 0);
    while bit < 256 {
        let digit = (whole.from(bit) & ((1 << BITS) - 1)) as i32 + carried;
        if digit % 2 == 0 {
            // What is carried to a bit that is set is carried on.
            bit += 1;
            continue;
        }
        // The upper half counts as itself less all, and carries one.
        carried = i32::from(digit > 1 << (BITS - 1));
        digits.push((bit, sign * (digit - (carried << BITS))));
        bit += BITS;
    }
    digits
}
