//! Sums of points, each times a number: what provers and verifiers spend nearly all of their time on.
//!
//! Numbers are cut into windows of a few bits. In each window, points whose digits are equal go into one
//! bucket; what is in a bucket is added up, and the buckets times their digits. That is Pippenger's way.
//! Points stay in affine form: adding two of them needs an inverse, but thousands of additions that do
//! not depend on each other share a single one, and then an addition costs half of what it does otherwise.
//!
//! How long a sum takes depends on its numbers, as it does in `halo2_proofs`: who can watch a prover's
//! clock may learn something of what it proves.

mod heaps;
mod several;
mod table;

use ff::PrimeField;
use group::Group;
use heaps::{Adder, Heaps, Point};
use pasta_curves::{Eq, EqAffine, Fp};

pub use several::several;
pub use table::Table;

/// Bits of the widest window that is ever worth its buckets.
const WIDEST: usize = 16;
/// Points that are added up at once: more do not stay near the processor.
const AT_ONCE: usize = 1 << 15;
/// What a step of the last part, which doubles and adds, costs more than an addition that shares its
/// inverse.
const LAST_STEP: usize = 3;

/// The sum of all points, each times its number.
///
/// # Panics
///
/// If there are not as many of both.
pub fn sum(scalars: &[Fp], points: &[EqAffine]) -> Eq {
    sum_on(1, scalars, points)
}

/// The same on so many threads.
///
/// # Panics
///
/// If there are not as many of both.
pub fn sum_on(threads: usize, scalars: &[Fp], points: &[EqAffine]) -> Eq {
    assert_eq!(scalars.len(), points.len(), "each point has its number");
    let whole: Vec<Whole> = scalars.iter().map(Whole::of).collect();
    let points: Vec<Point> = points.iter().map(Point::of).collect();
    let plan = Plan::of(&whole);
    let shares = plan.shares(threads);
    let bits: Vec<(u32, Point)> = std::thread::scope(|scope| {
        let (first, others) = shares.split_first().expect("there is at least one");
        let others: Vec<_> = others
            .iter()
            .map(|share| scope.spawn(|| plan.add_windows(share.clone(), &whole, &points)))
            .collect();
        let mut bits = plan.add_windows(first.clone(), &whole, &points);
        for other in others {
            bits.extend(other.join().expect("a sum does not panic"));
        }
        bits
    });
    doubled_up(&bits)
}

/// Adds up points times powers of two, the least power first.
fn doubled_up(bits: &[(u32, Point)]) -> Eq {
    let mut sum = Eq::identity();
    let mut bits = bits.iter().rev().peekable();
    let top = bits.peek().map_or(0, |(bit, _)| bit + 1);
    for at in (0..top).rev() {
        sum = sum.double();
        if let Some((_, point)) = bits.next_if(|(bit, _)| *bit == at) {
            sum += point.affine();
        }
    }
    sum
}

/// A point to be put into a bucket: which bucket, which point, and whether its sign changes.
type Digit = (u32, u32, bool);

/// Puts points into buckets.
fn in_buckets(buckets: usize, digits: &[Digit], points: &[Point]) -> Heaps {
    let mut places = vec![0u32; buckets];
    digits.iter().for_each(|(bucket, _, _)| places[*bucket as usize] += 1);
    let mut heaps = Heaps { points: vec![Point::NONE; digits.len()], sizes: Vec::new() };
    let mut place = 0;
    for (bucket, size) in places.iter_mut().enumerate() {
        if *size > 0 {
            heaps.sizes.push((bucket as u32, *size));
        }
        (*size, place) = (place, place + *size);
    }
    for (bucket, point, negative) in digits {
        let place = &mut places[*bucket as usize];
        let point = points[*point as usize];
        heaps.points[*place as usize] = if *negative { point.negated() } else { point };
        *place += 1;
    }
    heaps
}

/// A number as it is or with its sign changed, whichever is smaller.
struct Whole {
    limbs: [u64; 4],
    negative: bool,
}

impl Whole {
    fn of(number: &Fp) -> Self {
        let (limbs, other) = (limbs(number), limbs(&-number));
        let negative = other.iter().rev().lt(limbs.iter().rev());
        Self { limbs: if negative { other } else { limbs }, negative }
    }

    /// How many bits it has.
    fn bits(&self) -> usize {
        let top = self.limbs.iter().rposition(|limb| *limb != 0);
        top.map_or(0, |top| 64 * (top + 1) - self.limbs[top].leading_zeros() as usize)
    }

    /// The digit at a window of `width` bits that begins at bit `at`: from minus to plus 2^(width - 1).
    ///
    /// A window whose highest bit is set counts as itself less 2^width; the next one, which begins above
    /// that bit, makes up for it by counting one more.
    fn digit(&self, at: usize, width: usize) -> i32 {
        let with_bit_below = if at == 0 { self.limbs[0] << 1 } else { self.from(at - 1) };
        let with_bit_below = with_bit_below & ((2 << width) - 1);
        let digit = with_bit_below.div_ceil(2) as i32 - ((with_bit_below >> width) << width) as i32;
        if self.negative {
            -digit
        } else {
            digit
        }
    }

    /// The bits from `at` on.
    fn from(&self, at: usize) -> u64 {
        let (limb, shift) = (at / 64, at % 64);
        let bits = |limb: usize| self.limbs.get(limb).copied().unwrap_or(0);
        bits(limb) >> shift | (bits(limb + 1) << 1) << (63 - shift)
    }
}

fn limbs(number: &Fp) -> [u64; 4] {
    let bytes = number.to_repr();
    let limb = |at: usize| {
        let mut limb = [0; 8];
        limb.copy_from_slice(&bytes[8 * at..8 * at + 8]);
        u64::from_le_bytes(limb)
    };
    [limb(0), limb(1), limb(2), limb(3)]
}

/// How a sum is cut into windows.
struct Plan {
    /// Bits of a window.
    width: usize,
    /// How many numbers reach into each window, at most.
    reach: Vec<usize>,
}

impl Plan {
    /// The one that is least work for these numbers.
    fn of(numbers: &[Whole]) -> Self {
        let mut sizes = [0; 257];
        for number in numbers {
            sizes[number.bits()] += 1;
        }
        // How many have more bits than so many.
        let mut longer = [0; 257];
        for bits in (0..256).rev() {
            longer[bits] = longer[bits + 1] + sizes[bits + 1];
        }
        let plans = (2..=WIDEST).map(|width| {
            // The bit below a window is part of it.
            let reach = (0..256usize)
                .step_by(width)
                .map(|at| longer[at.saturating_sub(1)])
                .take_while(|reach| *reach > 0);
            Self { width, reach: reach.collect() }
        });
        plans.min_by_key(Self::work).unwrap_or(Self { width: 2, reach: Vec::new() })
    }

    /// Roughly how many additions it takes.
    fn work(&self) -> usize {
        let each = self.reach.iter().map(|reach| self.work_of(*reach) + self.width * LAST_STEP);
        each.sum()
    }

    /// Each point goes into a bucket; each bucket that has something in it is then added twice, or, where
    /// few have, once for every second bit of its digit.
    fn work_of(&self, reach: usize) -> usize {
        reach + (1 << self.width).min(reach * (1 + self.width / 2))
    }

    /// The windows in consecutive shares of about equal work.
    fn shares(&self, count: usize) -> Vec<std::ops::Range<usize>> {
        let all: usize = self.reach.iter().map(|reach| self.work_of(*reach)).sum();
        let mut shares = Vec::with_capacity(count);
        let (mut from, mut done) = (0, 0);
        for (window, reach) in self.reach.iter().enumerate() {
            done += self.work_of(*reach);
            if done * count >= all * (shares.len() + 1) {
                shares.push(from..window + 1);
                from = window + 1;
            }
        }
        if shares.is_empty() {
            shares.push(from..self.reach.len());
        }
        shares
    }

    /// What is to be added up for each bit of these windows.
    fn add_windows(
        &self,
        windows: std::ops::Range<usize>,
        numbers: &[Whole],
        points: &[Point],
    ) -> Vec<(u32, Point)> {
        let mut adder = Adder::default();
        let mut bits = Vec::new();
        let mut from = windows.start;
        while from < windows.end {
            let mut to = from + 1;
            let mut reach = self.reach[from];
            while to < windows.end && reach + self.reach[to] <= AT_ONCE {
                reach += self.reach[to];
                to += 1;
            }
            let mut heaps = self.fill(from..to, reach, numbers, points);
            adder.add_up(&mut heaps);
            let mut heaps = self.by_bits(from..to, heaps, &mut adder);
            adder.add_up(&mut heaps);
            bits.extend(heaps.sums());
            from = to;
        }
        bits
    }

    /// Puts the points into buckets: those of the first window first, small digits first.
    fn fill(
        &self,
        windows: std::ops::Range<usize>,
        reach: usize,
        numbers: &[Whole],
        points: &[Point],
    ) -> Heaps {
        let half = 1 << (self.width - 1);
        let mut digits = Vec::with_capacity(reach);
        let buckets = windows.len() * half;
        for (index, window) in windows.enumerate() {
            let at = window * self.width;
            for (point, number) in numbers.iter().enumerate() {
                let digit = number.digit(at, self.width);
                if digit != 0 {
                    let bucket = index * half + digit.unsigned_abs() as usize - 1;
                    digits.push((bucket as u32, point as u32, digit < 0));
                }
            }
        }
        in_buckets(buckets, &digits, points)
    }

    /// From buckets to bits: for each bit of a digit, all that is in buckets whose digits have it.
    ///
    /// Once the odd digits' buckets have been noted for the lowest bit, each bucket and its neighbour
    /// count the same for all the others, and become one.
    fn by_bits(
        &self,
        windows: std::ops::Range<usize>,
        mut buckets: Heaps,
        adder: &mut Adder,
    ) -> Heaps {
        let half = 1u32 << (self.width - 1);
        // A bucket's name says its window and digit, which is one more than its place: no digit is zero.
        for (name, _) in &mut buckets.sizes {
            *name = (*name / half) * 2 * half + *name % half + 1;
        }
        let first = windows.start * self.width;
        let mut bits = Vec::new();
        for bit in 0..self.width as u32 {
            let digits = (2 * half) >> bit;
            let mut rest = Heaps::default();
            for (name, point) in buckets.sums() {
                if name & 1 == 1 {
                    bits.push((first as u32 + name / digits * self.width as u32 + bit, point));
                }
                if name & (digits - 1) > 1 {
                    rest.push(name >> 1, point);
                }
            }
            adder.add_up(&mut rest);
            buckets = rest;
        }
        bits.sort_by_key(|(bit, _)| *bit);
        let mut heaps = Heaps::default();
        bits.into_iter().for_each(|(bit, point)| heaps.push(bit, point));
        heaps
    }
}
