//! In which order polynomials are opened, and where.

use crate::{circuit::BLINDING_ROWS, gates::LOOKUPS, key::Shape};
use std::ops::Range;

/// Rows from a place to that of the last row that is not blinded.
pub const LAST: isize = -(BLINDING_ROWS as isize);

/// Where each kind of polynomial stands among all: public, the prover's, the model's, the random one,
/// where tied cells lead, the products over these, and three of each lookup.
pub struct Order {
    width: usize,
    pub advice: Range<usize>,
    pub fixed: Range<usize>,
    pub random: usize,
    pub tied: Range<usize>,
    pub products: Range<usize>,
    /// Of each: the product, the input and the table.
    pub lookups: Range<usize>,
}

impl Order {
    pub fn of(shape: &Shape) -> Self {
        let advice = 1..1 + shape.advice();
        let fixed = advice.end..advice.end + shape.fixed();
        let random = fixed.end;
        let tied = random + 1..random + 1 + shape.tied();
        let products = tied.end..tied.end + shape.products();
        let lookups = products.end..products.end + 3 * LOOKUPS;
        Self { width: shape.width, advice, fixed, random, tied, products, lookups }
    }

    /// What a proof says: of which polynomial, and so many rows from the place at which all are opened.
    pub fn queries(&self) -> Vec<(usize, isize)> {
        (0..self.lookups.end)
            .flat_map(|index| self.rows_of(index).iter().map(move |rows| (index, *rows)))
            .collect()
    }

    /// So many rows from the place, a polynomial is opened.
    pub fn rows_of(&self, index: usize) -> &'static [isize] {
        let sum = self.advice.start + self.width + 1;
        if index == sum {
            &[0, -1]
        } else if self.products.contains(&index) {
            if index + 1 < self.products.end {
                &[0, 1, LAST]
            } else {
                &[0, 1]
            }
        } else if self.lookups.contains(&index) {
            match (index - self.lookups.start) % 3 {
                0 => &[0, 1],
                1 => &[0, -1],
                _ => &[0],
            }
        } else {
            &[0]
        }
    }

    /// The order in which powers of a challenge are given out.
    pub fn opened(&self) -> impl Iterator<Item = usize> {
        [0].into_iter()
            .chain(self.advice.clone())
            .chain(self.products.clone())
            .chain(self.lookups.clone())
            .chain(self.fixed.clone())
            .chain(self.tied.clone())
    }
}
