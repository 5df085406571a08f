//! Polynomials: from their values at the rows to their coefficients, and back to values elsewhere.

use crate::verify;
use ff::{Field, PrimeField};
use pasta_curves::Fp;

/// The rows' places: the powers of a root of unity.
pub struct Domain {
    pub k: u32,
    /// The first half of the rows' places; those of the second half are these with their signs changed.
    roots: Vec<Fp>,
    /// One over the number of rows.
    pub part: Fp,
}

impl Domain {
    pub fn new(k: u32) -> Self {
        let roots = powers(verify::omega(k), 1 << (k - 1));
        Self { k, roots, part: Fp::TWO_INV.pow_vartime([u64::from(k)]) }
    }

    pub fn rows(&self) -> usize {
        1 << self.k
    }

    /// A row's place.
    pub fn place(&self, row: usize) -> Fp {
        let half = self.roots.len();
        if row < half {
            self.roots[row]
        } else {
            -self.roots[row - half]
        }
    }

    /// The place so many rows further on, or back.
    pub fn moved(&self, place: Fp, rows: isize) -> Fp {
        place * self.place(rows.rem_euclid(self.rows() as isize) as usize)
    }

    /// The coefficients of the polynomial that has these values at the rows.
    pub fn coefficients(&self, mut values: Vec<Fp>) -> Vec<Fp> {
        self.transform(&mut values);
        // The way back is the same with all roots inverted: the same values in reverse, but for the first.
        values[1..].reverse();
        values.iter_mut().for_each(|value| *value *= self.part);
        values
    }

    /// A polynomial's values at the rows' places times that whose powers these are.
    pub fn values_beside(&self, coefficients: &[Fp], powers: &[Fp]) -> Vec<Fp> {
        let mut values: Vec<Fp> =
            coefficients.iter().zip(powers).map(|(value, power)| value * power).collect();
        self.transform(&mut values);
        values
    }

    /// Fourier's transform: from coefficients to values at the rows.
    fn transform(&self, values: &mut [Fp]) {
        let bits = usize::BITS - self.k;
        for at in 0..values.len() {
            let to = at.reverse_bits() >> bits;
            if at < to {
                values.swap(at, to);
            }
        }
        let mut half = 1;
        while half < values.len() {
            let step = self.roots.len() / half;
            for block in values.chunks_exact_mut(2 * half) {
                let (low, high) = block.split_at_mut(half);
                // The first root is one.
                (low[0], high[0]) = (low[0] + high[0], low[0] - high[0]);
                let roots = self.roots.iter().step_by(step);
                for ((low, high), root) in low.iter_mut().zip(high).zip(roots).skip(1) {
                    let turned = *high * root;
                    (*low, *high) = (*low + turned, *low - turned);
                }
            }
            half *= 2;
        }
    }
}

/// The first powers of a number, one among them.
pub fn powers(of: Fp, count: usize) -> Vec<Fp> {
    std::iter::successors(Some(Fp::ONE), |power| Some(power * of)).take(count).collect()
}

/// What a polynomial is at a place.
pub fn value_at(coefficients: &[Fp], place: Fp) -> Fp {
    coefficients.iter().rev().fold(Fp::ZERO, |value, coefficient| value * place + coefficient)
}

/// Inverts all that are not zero, at the price of one inversion.
pub fn invert_all(values: &mut [Fp]) {
    use pasta_curves::arithmetic::VartimeBatchInvert;

    values.batch_invert_vartime();
}
