//! What must hold of all polynomials at every row, given what they are there: written once, as the gates
//! are. The verifier asks it of numbers, at one place; the prover of many rows at a time.

use crate::{
    gates::{self, Cells, Value, LOOKUPS},
    key::Shape,
};
use ff::{Field, PrimeField};
use pasta_curves::Fp;

/// Tied columns that one product covers: the circuit's degree is five.
pub const TIED_AT_ONCE: usize = 3;

/// Challenges before the place where polynomials are opened.
pub struct Challenges {
    pub theta: Fp,
    pub beta: Fp,
    pub gamma: Fp,
    pub y: Fp,
}

/// What all polynomials are at a place and beside it, in the order in which a proof says so.
pub struct Opened<V> {
    pub public: V,
    /// The terms, what a row gives, the sum, the sum before, the others.
    pub advice: Vec<V>,
    pub fixed: Vec<V>,
    /// Hides the quotient; nothing is asked of it.
    pub random: V,
    pub tied: Vec<V>,
    /// At the place, at the next one, and at the last row's, of all but the last product.
    pub products: Vec<(V, V, Option<V>)>,
    pub lookups: Vec<OpenedLookup<V>>,
}

pub struct OpenedLookup<V> {
    pub product: V,
    pub product_next: V,
    pub input: V,
    pub input_before: V,
    pub table: V,
}

/// A place, and the polynomials there that are one at some rows and zero at all others.
pub struct Marks<V> {
    pub place: V,
    pub first_row: V,
    pub last_row: V,
    pub blinded_rows: V,
}

impl<V> Opened<V> {
    /// Takes all of them, one after the other.
    pub fn read<E>(shape: &Shape, mut next: impl FnMut() -> Result<V, E>) -> Result<Self, E> {
        let public = next()?;
        let advice = several(shape.advice() + 1, &mut next)?;
        let fixed = several(shape.fixed(), &mut next)?;
        let random = next()?;
        let tied = several(shape.tied(), &mut next)?;
        let mut products = Vec::with_capacity(shape.products());
        for product in 1..=shape.products() {
            let (here, beside) = (next()?, next()?);
            let last = if product < shape.products() { Some(next()?) } else { None };
            products.push((here, beside, last));
        }
        let mut lookups = Vec::with_capacity(LOOKUPS);
        for _ in 0..LOOKUPS {
            lookups.push(OpenedLookup {
                product: next()?,
                product_next: next()?,
                input: next()?,
                input_before: next()?,
                table: next()?,
            });
        }
        Ok(Self { public, advice, fixed, random, tied, products, lookups })
    }
}

fn several<V, E>(count: usize, next: impl FnMut() -> Result<V, E>) -> Result<Vec<V>, E> {
    std::iter::repeat_with(next).take(count).collect()
}

impl<V: Value> Marks<V> {
    /// Not one of the last rows, which hide the others.
    fn active(&self) -> V {
        V::constant(Fp::ONE) - (self.last_row.clone() + self.blinded_rows.clone())
    }
}

/// Zero if the value is zero or one.
fn is_bit<V: Value>(value: &V) -> V {
    value.clone() * value.clone() - value.clone()
}

impl<V: Value> Opened<V> {
    /// A row's cells, as the gates want them.
    fn cells(&self, width: usize) -> Cells<V> {
        let advice = |index: usize| self.advice[width + index].clone();
        let fixed = |index: usize| self.fixed[width + index].clone();
        Cells {
            terms: self.advice[..width].to_vec(),
            out: advice(0),
            sum: advice(1),
            sum_before: advice(2),
            limb0: advice(3),
            limb1: advice(4),
            low: advice(5),
            far: advice(6),
            side: advice(7),
            tie: advice(8),
            inverse: advice(9),
            looked: advice(10),
            weights: self.fixed[..width].to_vec(),
            bias: fixed(0),
            cont: fixed(1),
            adds: fixed(2),
            scale: fixed(3),
            takes_max: fixed(4),
            takes_best: fixed(5),
            tag: fixed(6),
            bits0: fixed(7),
            bits1: fixed(8),
            table: [fixed(9), fixed(10), fixed(11), fixed(12)],
        }
    }

    /// All of these are zero at every row.
    pub fn relations(&self, shape: &Shape, marks: &Marks<V>, challenges: &Challenges) -> Vec<V> {
        let cells = self.cells(shape.width);
        let mut all = gates::gates(&cells);
        self.permutation(shape, marks, challenges, &mut all);
        let lookups = gates::lookups(&cells);
        for (opened, pairs) in self.lookups.iter().zip(&lookups) {
            opened.relations(pairs, marks, challenges, &mut all);
        }
        all
    }

    /// Tied cells are equal: products over all of them, as they stand and as they are tied, are equal.
    fn permutation(
        &self,
        shape: &Shape,
        marks: &Marks<V>,
        challenges: &Challenges,
        all: &mut Vec<V>,
    ) {
        let Challenges { beta, gamma, .. } = *challenges;
        let active = marks.active();
        let (Some(first), Some(last)) = (self.products.first(), self.products.last()) else {
            return;
        };
        all.push(marks.first_row.clone() * (V::constant(Fp::ONE) - first.0.clone()));
        all.push(marks.last_row.clone() * is_bit(&last.0));
        for (before, product) in self.products.iter().zip(&self.products[1..]) {
            let before = before.2.clone().unwrap_or(V::constant(Fp::ZERO));
            all.push(marks.first_row.clone() * (product.0.clone() - before));
        }
        // The terms and what a row gives stand first among the prover's columns.
        let values: Vec<V> =
            self.advice[..=shape.width].iter().chain([&self.public]).cloned().collect();
        let mut delta = beta;
        for ((product, values), tied) in self
            .products
            .iter()
            .zip(values.chunks(TIED_AT_ONCE))
            .zip(self.tied.chunks(TIED_AT_ONCE))
        {
            let (mut left, mut right) = (product.1.clone(), product.0.clone());
            for (value, tied) in values.iter().zip(tied) {
                let value = value.clone() + V::constant(gamma);
                left = left * (value.clone() + tied.clone() * beta);
                right = right * (value + marks.place.clone() * delta);
                delta *= Fp::DELTA;
            }
            all.push((left - right) * active.clone());
        }
    }
}

/// Several columns as one: each times another power of a challenge, the last one once.
pub fn compress<V: Value>(columns: impl Iterator<Item = V>, theta: Fp) -> V {
    columns.fold(V::constant(Fp::ZERO), |sum, column| sum * theta + column)
}

impl<V: Value> OpenedLookup<V> {
    /// What is looked up, sorted, is found beside it in the table, sorted likewise.
    fn relations(
        &self,
        pairs: &[(V, V)],
        marks: &Marks<V>,
        challenges: &Challenges,
        all: &mut Vec<V>,
    ) {
        let (beta, gamma) = (V::constant(challenges.beta), V::constant(challenges.gamma));
        let active = marks.active();
        let input = compress(pairs.iter().map(|pair| pair.0.clone()), challenges.theta);
        let table = compress(pairs.iter().map(|pair| pair.1.clone()), challenges.theta);
        let left = self.product_next.clone()
            * (self.input.clone() + beta.clone())
            * (self.table.clone() + gamma.clone());
        let right = self.product.clone() * (input + beta) * (table + gamma);
        let differs = self.input.clone() - self.table.clone();
        let steps = self.input.clone() - self.input_before.clone();
        all.push(marks.first_row.clone() * (V::constant(Fp::ONE) - self.product.clone()));
        all.push(marks.last_row.clone() * is_bit(&self.product));
        all.push((left - right) * active.clone());
        all.push(marks.first_row.clone() * differs.clone());
        all.push(differs * steps * active);
    }
}
