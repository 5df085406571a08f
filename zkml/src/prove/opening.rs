//! The last part of a proof: that the polynomials are at their places what it says.

use super::{
    inner_product,
    order::{Order, LAST},
    run::{Polynomial, Run},
    Unproven,
};
use crate::{domain::value_at, verify::SETS};
use ff::Field;
use pasta_curves::Fp;

/// Sets of places, in rows from the one at which all polynomials are opened.
const PLACES: [&[isize]; SETS] = [&[0], &[0, -1], &[0, 1, LAST], &[0, 1]];

/// Coefficients that one piece of work adds up.
const TOGETHER: usize = 512;

/// Says what all polynomials are at `x` and beside it.
pub fn say_values(
    order: &Order,
    all: &[&Polynomial],
    x: Fp,
    run: &mut Run<'_>,
) -> Result<(), Unproven> {
    let queries = order.queries();
    let domain = run.domain;
    let values = run.crew.each(queries.len(), |query| {
        let (index, rows) = queries[query];
        value_at(&all[index].coefficients, domain.moved(x, rows))
    })?;
    values.into_iter().for_each(|value| run.say_number(value));
    Ok(())
}

/// The quotient, of its pieces: each counts as often as a power of `xn` says.
pub fn joined(pieces: Vec<Polynomial>, xn: Fp) -> Polynomial {
    let mut pieces = pieces.into_iter().rev();
    let last = pieces.next().expect("there are pieces");
    pieces.fold(last, |sum, piece| sum.times_and(xn, &piece))
}

/// Proves these values: `all` in the order in which they are said, and the quotient.
pub fn prove(
    order: &Order,
    all: &[&Polynomial],
    quotient: &Polynomial,
    x: Fp,
    run: &mut Run<'_>,
) -> Result<(), Unproven> {
    let (x1, x2) = (run.said.challenge(), run.said.challenge());
    let sets = sets(order, all, quotient, x1, run)?;
    let together = together(&sets, x, x2, run);
    let together = run.commit(vec![together])?.remove(0);
    let x3 = run.said.challenge();
    for set in &sets {
        run.say_number(value_at(&set.coefficients, x3));
    }
    let x4 = run.said.challenge();
    let one = sets.iter().fold(together, |sum, set| sum.times_and(x4, set));
    inner_product::prove(one, x3, run)
}

impl Polynomial {
    /// This so many times, and another once.
    fn times_and(self, factor: Fp, other: &Self) -> Self {
        Self {
            coefficients: add(self.coefficients, factor, &other.coefficients),
            blinding: self.blinding * factor + other.blinding,
        }
    }
}

fn add(mut sum: Vec<Fp>, factor: Fp, other: &[Fp]) -> Vec<Fp> {
    sum.iter_mut().zip(other).for_each(|(sum, other)| *sum = *sum * factor + other);
    sum
}

/// All polynomials that are opened at the same places added up, each times another power of `x1`.
fn sets(
    order: &Order,
    all: &[&Polynomial],
    quotient: &Polynomial,
    x1: Fp,
    run: &mut Run<'_>,
) -> Result<Vec<Polynomial>, Unproven> {
    let mut members = [const { Vec::new() }; SETS];
    for index in order.opened() {
        let places = order.rows_of(index);
        let set = PLACES.iter().position(|set| *set == places).expect("all sets are known");
        members[set].push(all[index]);
    }
    members[0].extend([quotient, all[order.random]]);
    let rows = run.domain.rows();
    let mut sets = Vec::with_capacity(SETS);
    for members in members {
        let coefficients = run.crew.each(rows / TOGETHER, |part| {
            let some = part * TOGETHER..(part + 1) * TOGETHER;
            let none = vec![Fp::ZERO; TOGETHER];
            members
                .iter()
                .fold(none, |sum, member| add(sum, x1, &member.coefficients[some.clone()]))
        })?;
        let blinding = members.iter().fold(Fp::ZERO, |sum, member| sum * x1 + member.blinding);
        sets.push(Polynomial { coefficients: coefficients.concat(), blinding });
    }
    Ok(sets)
}

/// What is left of each set's polynomial when it is divided by what is zero at the set's places, added
/// up, each times another power of `x2`.
fn together(sets: &[Polynomial], x: Fp, x2: Fp, run: &Run<'_>) -> Vec<Fp> {
    let none = vec![Fp::ZERO; run.domain.rows()];
    sets.iter().zip(PLACES).fold(none, |sum, (set, places)| {
        let mut rest = set.coefficients.clone();
        for rows in places {
            divide(&mut rest, run.domain.moved(x, *rows));
        }
        add(sum, x2, &rest)
    })
}

/// Divides by the polynomial that is zero at a place, and leaves out what remains.
fn divide(coefficients: &mut [Fp], place: Fp) {
    let mut carried = Fp::ZERO;
    for coefficient in coefficients.iter_mut().rev() {
        let next = *coefficient + carried * place;
        *coefficient = std::mem::replace(&mut carried, next);
    }
}
