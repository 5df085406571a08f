//! Sums of points that are the same each time.

use super::{
    doubled_up,
    heaps::{Adder, Point},
    in_buckets, Plan, Whole,
};
use pasta_curves::{Eq, EqAffine, Fp};

/// Bits of a digit.
const WIDTH: usize = 12;
/// Digits of a number: it has 254 bits at most, since it may change its sign.
const DIGITS: usize = 254 / WIDTH + 1;
/// Points whose multiples are made together.
const TOGETHER: usize = 128;

/// Points, each times all powers of two at which a digit begins. With these, all digits of a number go
/// into the same buckets, and one set of buckets is all that has to be added up.
pub struct Table(Vec<[Point; DIGITS]>);

impl Table {
    /// Bytes that it takes for so many points.
    pub const fn bytes(points: usize) -> usize {
        points * size_of::<[Point; DIGITS]>()
    }

    pub fn of(threads: usize, points: &[EqAffine]) -> Self {
        let mut table = vec![[Point::NONE; DIGITS]; points.len()];
        let share = points.len().div_ceil(threads.max(1)).max(1);
        std::thread::scope(|scope| {
            for (rows, points) in table.chunks_mut(share).zip(points.chunks(share)) {
                scope.spawn(|| {
                    for (rows, points) in rows.chunks_mut(TOGETHER).zip(points.chunks(TOGETHER)) {
                        multiples(rows, points);
                    }
                });
            }
        });
        Self(table)
    }

    /// The sum of all points, each times its number.
    ///
    /// # Panics
    ///
    /// If there are not as many of both.
    pub fn sum(&self, threads: usize, scalars: &[Fp]) -> Eq {
        assert_eq!(scalars.len(), self.0.len(), "each point has its number");
        let share = scalars.len().div_ceil(threads.max(1)).max(1);
        let mut shares = scalars.chunks(share).zip(self.0.chunks(share));
        let Some(first) = shares.next() else { return Eq::default() };
        std::thread::scope(|scope| {
            let others: Vec<_> =
                shares.map(|(scalars, table)| scope.spawn(|| sum(scalars, table))).collect();
            let others = others.into_iter().map(|other| other.join());
            others.fold(sum(first.0, first.1), |all, other| all + other.expect("no sum panics"))
        })
    }
}

fn multiples(rows: &mut [[Point; DIGITS]], points: &[EqAffine]) {
    let mut adder = Adder::default();
    let mut powers: Vec<Point> = points.iter().map(Point::of).collect();
    for digit in 0..DIGITS {
        for (row, power) in rows.iter_mut().zip(&powers) {
            row[digit] = *power;
        }
        for _ in 0..WIDTH {
            let same = powers.clone();
            adder.add_each(&mut powers, same.into_iter());
        }
    }
}

fn sum(scalars: &[Fp], table: &[[Point; DIGITS]]) -> Eq {
    let mut digits = Vec::with_capacity(scalars.len() * DIGITS);
    for (row, scalar) in scalars.iter().enumerate() {
        let whole = Whole::of(scalar);
        for (place, _) in (0..whole.bits() + 1).step_by(WIDTH).enumerate() {
            let digit = whole.digit(place * WIDTH, WIDTH);
            if digit != 0 {
                let point = (row * DIGITS + place) as u32;
                digits.push((digit.unsigned_abs() - 1, point, digit < 0));
            }
        }
    }
    let mut adder = Adder::default();
    let mut heaps = in_buckets(1 << (WIDTH - 1), &digits, table.as_flattened());
    adder.add_up(&mut heaps);
    let mut heaps = Plan { width: WIDTH, reach: Vec::new() }.by_bits(0..1, heaps, &mut adder);
    adder.add_up(&mut heaps);
    doubled_up(&heaps.sums().collect::<Vec<_>>())
}
