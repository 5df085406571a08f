//! The quotient: all that must be zero at the rows, each times another power of a challenge, divided by
//! the polynomial that is zero at the rows and nowhere else. It is a polynomial if they are zero there.

use super::{
    order::Order,
    rows::Rows,
    run::{Polynomial, Run},
    Model, Unproven,
};
use crate::{
    circuit::BLINDING_ROWS,
    domain::{invert_all, powers, Domain},
    key::Shape,
    relations::{Challenges, Marks, Opened},
    verify::{self, PIECES},
};
use ff::{Field, PrimeField};
use pasta_curves::Fp;
use std::{borrow::Cow, convert::Infallible};

/// Rows that are looked at together: few enough to stay near the processor.
const TOGETHER: usize = 128;

/// Bytes that may be kept between proofs.
const KEPT: usize = 128 << 20;

/// What the model's polynomials are beside the rows, turn after turn: first the fixed ones, then those of
/// where tied cells lead. Nothing, if that would be too much to keep.
#[derive(Default)]
pub struct Kept(Vec<Vec<Vec<Fp>>>);

impl Kept {
    pub fn of(model: &Model, domain: &Domain, polynomials: &[Polynomial]) -> Self {
        if PIECES * polynomials.len() * domain.rows() * size_of::<Fp>() > KEPT {
            return Self::default();
        }
        let turns = (0..PIECES).map(|turn| {
            let powers = powers(shift(domain, turn), domain.rows());
            model.each(polynomials.len(), |index| {
                domain.values_beside(&polynomials[index].coefficients, &powers)
            })
        });
        Self(turns.collect())
    }

    /// What is kept of a polynomial; and of the random one, of which nothing is asked, nothing.
    fn get(&self, order: &Order, turn: usize, index: usize) -> Option<&[Fp]> {
        if index == order.random {
            return Some(&[]);
        }
        let place = if order.fixed.contains(&index) {
            index - order.fixed.start
        } else if order.tied.contains(&index) {
            index - order.tied.start + order.fixed.len()
        } else {
            return None;
        };
        Some(self.0.get(turn)?.get(place)?)
    }
}

/// The quotient's pieces, each of as many coefficients as there are rows.
///
/// Its values are found beside the rows, in as many turns as there are pieces: each time at the rows'
/// places times a number, so that only one turn's values are held at once.
pub fn pieces(
    shape: &Shape,
    order: &Order,
    all: &[&Polynomial],
    kept: &Kept,
    challenges: &Challenges,
    run: &mut Run<'_>,
) -> Result<Vec<Vec<Fp>>, Unproven> {
    let mut turns = Vec::with_capacity(PIECES);
    for turn in 0..PIECES {
        let beside = Beside::of(run.domain, turn);
        let domain = run.domain;
        let columns = run.crew.each(all.len(), |index| match kept.get(order, turn, index) {
            Some(kept) => Cow::Borrowed(kept),
            None => Cow::Owned(domain.values_beside(&all[index].coefficients, &beside.powers)),
        })?;
        let chunks = domain.rows() / TOGETHER;
        let values = run.crew.each(chunks, |chunk| {
            beside.quotient(shape, order, &columns, challenges, chunk * TOGETHER)
        })?;
        turns.push(beside.remainder(domain, values.concat()));
    }
    Ok(apart(turns))
}

/// The rows' places times a number that is none of them.
struct Beside {
    /// That number.
    shift: Fp,
    /// Its powers.
    powers: Vec<Fp>,
    marks: [Vec<Fp>; 4],
    /// One over what is zero at the rows, which is the same at all these places.
    inverse: Fp,
}

/// A number that is no power of any root of unity that is used here.
fn outside() -> Fp {
    Fp::MULTIPLICATIVE_GENERATOR
}

/// What the rows' places are multiplied by in a turn.
fn shift(domain: &Domain, turn: usize) -> Fp {
    outside() * verify::omega(domain.k + 2).pow_vartime([turn as u64])
}

impl Beside {
    fn of(domain: &Domain, turn: usize) -> Self {
        let rows = domain.rows();
        let shift = shift(domain, turn);
        let zero_at_rows = shift.pow_vartime([rows as u64]) - Fp::ONE;
        let mut first: Vec<Fp> = (0..rows)
            .map(|row| domain.place(row) * shift - Fp::ONE)
            .chain([zero_at_rows])
            .collect();
        invert_all(&mut first);
        let inverse = first.pop().unwrap_or_default();
        let scale = zero_at_rows * domain.part;
        first.iter_mut().for_each(|value| *value *= scale);
        // What is one at another row is the same, turned.
        let at = |row: usize, from_end: usize| first[(row + from_end) % rows];
        let last = (0..rows).map(|row| at(row, BLINDING_ROWS)).collect();
        let blinded =
            (0..rows).map(|row| (1..BLINDING_ROWS).map(|end| at(row, end)).sum()).collect();
        let places = (0..rows).map(|row| domain.place(row) * shift).collect();
        let marks = [places, first, last, blinded];
        Self { shift, powers: powers(shift, rows), marks, inverse }
    }

    /// What the quotient is at some rows.
    fn quotient(
        &self,
        shape: &Shape,
        order: &Order,
        columns: &[Cow<'_, [Fp]>],
        challenges: &Challenges,
        from: usize,
    ) -> Vec<Fp> {
        let rows = |column, moved| Rows::of(column, from, TOGETHER, moved);
        let queries = order.queries();
        let mut opened = queries.iter().map(|(index, moved)| rows(&columns[*index], *moved));
        let read = || Ok::<_, Infallible>(opened.next().expect("each query has its column"));
        let Ok(opened) = Opened::read(shape, read);
        let [place, first_row, last_row, blinded_rows] =
            [0, 1, 2, 3].map(|mark: usize| rows(&self.marks[mark], 0));
        let marks = Marks { place, first_row, last_row, blinded_rows };
        let all = opened.relations(shape, &marks, challenges);
        let sum = all.into_iter().fold(Rows::Same(Fp::ZERO), |sum, each| sum * challenges.y + each);
        (sum * self.inverse).into_vec(TOGETHER)
    }

    /// From values at these places: a polynomial of so many coefficients that has them too.
    fn remainder(&self, domain: &Domain, values: Vec<Fp>) -> Vec<Fp> {
        let mut coefficients = domain.coefficients(values);
        let back = self.shift.invert().unwrap_or(Fp::ONE);
        for (coefficient, power) in coefficients.iter_mut().zip(powers(back, domain.rows())) {
            *coefficient *= power;
        }
        coefficients
    }
}

/// Takes the pieces apart. At each turn's places, a piece counts as often as a power of `c` says, where
/// `c` is what the number of rows makes a power of the turn's number; and these are a number times the
/// fourth roots of one.
fn apart(turns: Vec<Vec<Fp>>) -> Vec<Vec<Fp>> {
    let rows = turns[0].len();
    let root = verify::omega(2).invert().unwrap_or(Fp::ONE);
    let back = outside().pow_vartime([rows as u64]).invert().unwrap_or(Fp::ONE);
    let quarter = Fp::TWO_INV.square();
    let piece = |piece: usize| {
        let scale = quarter * back.pow_vartime([piece as u64]);
        let factors: Vec<Fp> =
            (0..PIECES).map(|turn| scale * root.pow_vartime([(turn * piece) as u64])).collect();
        let at = |row: usize| turns.iter().zip(&factors).map(|(turn, by)| turn[row] * by).sum();
        (0..rows).map(at).collect()
    };
    (0..PIECES).map(piece).collect()
}
