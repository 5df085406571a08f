//! Heaps of points in affine form, added up in pairs that share an inversion.

use ff::Field;
use pasta_curves::{
    arithmetic::{Coordinates, CurveAffine, VartimeField},
    EqAffine, Fq,
};

/// Products that are made at the same time.
const CHAINS: usize = 4;

/// A point in affine form. That at infinity is (0, 0), which is no other point.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    x: Fq,
    y: Fq,
}

impl Point {
    pub const NONE: Self = Self { x: Fq::ZERO, y: Fq::ZERO };

    pub fn of(point: &EqAffine) -> Self {
        let known = Option::from(point.coordinates());
        known.map_or(Self::NONE, |known: Coordinates<EqAffine>| Self {
            x: *known.x(),
            y: *known.y(),
        })
    }

    pub fn affine(&self) -> EqAffine {
        if self.is_none() {
            return EqAffine::default();
        }
        Option::from(EqAffine::from_xy(self.x, self.y)).expect("sums of points are points")
    }

    /// There are no points of order two: no other has this y.
    fn is_none(&self) -> bool {
        self.y.is_zero_vartime()
    }

    pub fn negated(self) -> Self {
        Self { x: self.x, y: -self.y }
    }

    /// What must be inverted to add the two: never zero.
    fn divisor(&self, other: &Self) -> Fq {
        let apart = other.x - self.x;
        if !apart.is_zero_vartime() {
            apart
        } else if self.is_none() || self.is_opposite(other) {
            Fq::ONE
        } else {
            self.y.double()
        }
    }

    /// Whether two points of the same x are opposite.
    fn is_opposite(&self, other: &Self) -> bool {
        (self.y + other.y).is_zero_vartime()
    }

    /// The two added, given the divisor's inverse.
    fn add(&self, other: &Self, inverse: &Fq) -> Self {
        if self.is_none() {
            return *other;
        }
        if other.is_none() {
            return *self;
        }
        let slope = if !(other.x - self.x).is_zero_vartime() {
            (other.y - self.y) * inverse
        } else if self.is_opposite(other) {
            return Self::NONE;
        } else {
            let square = self.x.square();
            (square.double() + square) * inverse
        };
        let x = slope.square() - self.x - other.x;
        Self { x, y: slope * (self.x - x) - self.y }
    }
}

/// Heaps of points, each to be added up.
#[derive(Default)]
pub struct Heaps {
    /// All of them, heap after heap.
    pub points: Vec<Point>,
    /// Each heap's name and how many points are on it.
    pub sizes: Vec<(u32, u32)>,
}

impl Heaps {
    /// Puts a point on the last heap, if that is its name, or on a new one.
    pub fn push(&mut self, name: u32, point: Point) {
        self.points.push(point);
        match self.sizes.last_mut() {
            Some((last, size)) if *last == name => *size += 1,
            _ => self.sizes.push((name, 1)),
        }
    }

    /// Names and sums, once they are added up.
    pub fn sums(&self) -> impl Iterator<Item = (u32, Point)> + '_ {
        self.sizes.iter().map(|(name, _)| *name).zip(self.points.iter().copied())
    }
}

/// Adds up heaps; keeps the memory that it needs for it.
#[derive(Default)]
pub struct Adder {
    divisors: Vec<Fq>,
    products: Vec<Fq>,
}

impl Adder {
    /// Until one point is left of each: adds them in pairs, all heaps' at once.
    pub fn add_up(&mut self, heaps: &mut Heaps) {
        while heaps.sizes.iter().any(|(_, size)| *size > 1) {
            self.divisors.clear();
            let mut rest = &heaps.points[..];
            for (_, size) in &heaps.sizes {
                let (heap, others) = rest.split_at(*size as usize);
                self.divisors.extend(heap.chunks_exact(2).map(|pair| pair[0].divisor(&pair[1])));
                rest = others;
            }
            self.invert();
            self.add_pairs(heaps);
        }
    }

    /// Adds to each sum the point that comes with it.
    pub fn add_each(&mut self, sums: &mut [Point], points: impl Iterator<Item = Point> + Clone) {
        self.divisors.clear();
        let pairs = sums.iter().zip(points.clone());
        self.divisors.extend(pairs.map(|(sum, point)| sum.divisor(&point)));
        self.invert();
        for ((sum, point), inverse) in sums.iter_mut().zip(points).zip(&self.divisors) {
            *sum = sum.add(&point, inverse);
        }
    }

    fn add_pairs(&self, heaps: &mut Heaps) {
        let Heaps { points, sizes } = heaps;
        let mut inverses = self.divisors.iter();
        let (mut from, mut to) = (0, 0);
        for (_, size) in sizes {
            let end = from + *size as usize;
            while from + 1 < end {
                let inverse = inverses.next().expect("each pair has one");
                points[to] = points[from].add(&points[from + 1], inverse);
                (from, to) = (from + 2, to + 1);
            }
            if from < end {
                points[to] = points[from];
                (from, to) = (from + 1, to + 1);
            }
            *size = size.div_ceil(2);
        }
        points.truncate(to);
    }

    /// Inverts all divisors, by inverting their product. In several chains, since a processor multiplies
    /// faster where it need not wait for the product before.
    fn invert(&mut self) {
        let mut chains = [Fq::ONE; CHAINS];
        self.products.clear();
        for divisors in self.divisors.chunks(CHAINS) {
            for (product, divisor) in chains.iter_mut().zip(divisors) {
                self.products.push(*product);
                *product *= divisor;
            }
        }
        let all = chains.iter().fold(Fq::ONE, |all, chain| all * chain);
        let inverse = all.invert_vartime().expect("no divisor is zero");
        let mut inverses = [0, 1, 2, 3].map(|own| {
            let others = (0..CHAINS).filter(|other| *other != own);
            others.fold(inverse, |rest, other| rest * chains[other])
        });
        let groups = self.divisors.chunks_mut(CHAINS).zip(self.products.chunks(CHAINS));
        for (divisors, products) in groups.rev() {
            for ((inverse, divisor), before) in inverses.iter_mut().zip(divisors).zip(products) {
                let this = *inverse * before;
                *inverse *= *divisor;
                *divisor = this;
            }
        }
    }
}
