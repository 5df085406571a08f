//! The inner-product argument: that a polynomial that was committed to has a value at a place.
//!
//! Each round halves the coefficients, by adding the upper half to the lower one, times a number; and so
//! the generators. But a generator times a number is much work, so these stay as they are for some rounds:
//! each keeps count of how often it is in the one that it would have become part of. Then they are added
//! up for all these rounds at once.

use super::{
    run::{Polynomial, Run},
    Unproven,
};
use crate::{
    domain::{powers, value_at},
    msm,
};
use ff::Field;
use pasta_curves::{arithmetic::VartimeField, EqAffine, Fp};

/// Proves that `polynomial` has at `place` the value that it has.
pub fn prove(polynomial: Polynomial, place: Fp, run: &mut Run<'_>) -> Result<(), Unproven> {
    let rows = run.domain.rows();
    let mut hiding = run.randoms(rows);
    let value = value_at(&hiding, place);
    hiding[0] -= value;
    let hiding = run.commit(vec![hiding])?.remove(0);
    let factor = run.said.challenge();
    let z = run.said.challenge();
    let mut left = polynomial.coefficients;
    for (coefficient, hiding) in left.iter_mut().zip(&hiding.coefficients) {
        *coefficient += *hiding * factor;
    }
    let value = value_at(&left, place);
    left[0] -= value;
    let mut rounds = Rounds {
        generators: None,
        left,
        right: powers(place, rows),
        shares: vec![Fp::ONE],
        blinding: polynomial.blinding + hiding.blinding * factor,
    };
    while rounds.left.len() > 1 {
        rounds.halve(z, run)?;
        if rounds.shares.len() >= MOST_SHARES && rounds.left.len() >= LEAST_SUMS {
            rounds.add_up_generators(run)?;
        }
    }
    run.say_number(rounds.left[0]);
    run.say_number(rounds.blinding);
    Ok(())
}

/// With so many shares, generators are added up: each time this is about twice the work of a round.
const MOST_SHARES: usize = 16;
/// For fewer sums than these it is not worth it.
const LEAST_SUMS: usize = 64;
/// Sums that one piece of work makes.
const SUMS_AT_ONCE: usize = 128;

struct Rounds {
    /// Those that are left, once some have been added up, and those for what hides and for the value.
    generators: Option<Vec<EqAffine>>,
    /// What is left of the coefficients.
    left: Vec<Fp>,
    /// What is left of the place's powers.
    right: Vec<Fp>,
    /// How often generators count: one after the other, as many as are left of the coefficients have
    /// the same share in the generators that are left.
    shares: Vec<Fp>,
    blinding: Fp,
}

impl Rounds {
    fn halve(&mut self, z: Fp, run: &mut Run<'_>) -> Result<(), Unproven> {
        let half = self.left.len() / 2;
        let blindings = [run.random(), run.random()];
        let threads = run.crew.threads_for_each(2);
        let bases = run.bases;
        let sides = run.crew.each(2, |side| {
            let own = side * half..(side + 1) * half;
            let other = (1 - side) * half..(2 - side) * half;
            let (left, right) = (&self.left[other], &self.right[own.clone()]);
            let value: Fp = left.iter().zip(right).map(|(left, right)| *left * right).sum();
            let mut scalars = vec![Fp::ZERO; self.shares.len() * 2 * half];
            for (share, scalars) in self.shares.iter().zip(scalars.chunks_exact_mut(2 * half)) {
                for (scalar, left) in scalars[own.clone()].iter_mut().zip(left) {
                    *scalar = *left * share;
                }
            }
            scalars.extend([blindings[side], value * z]);
            match &self.generators {
                Some(generators) => msm::sum_on(threads, &scalars, generators),
                None => bases.coefficients.sum(threads, &scalars),
            }
        })?;
        run.say_points(&sides);
        let round = run.said.challenge();
        let inverse = round.invert_vartime().ok_or(Unproven::Challenge)?;
        fold(&mut self.left, inverse);
        fold(&mut self.right, round);
        self.shares = self.shares.iter().flat_map(|share| [*share, *share * round]).collect();
        self.blinding += blindings[0] * inverse + blindings[1] * round;
        Ok(())
    }

    /// Makes of all generators those that are left.
    fn add_up_generators(&mut self, run: &mut Run<'_>) -> Result<(), Unproven> {
        let bases = &run.bases.coefficients.points;
        let (all, hiding) = bases.split_at(bases.len() - 2);
        let all = self.generators.as_ref().map_or(all, |left| &left[..left.len() - 2]);
        let count = self.left.len();
        let together = SUMS_AT_ONCE.min(count);
        let mut sums = run.crew.each(count / together, |part| {
            let some = part * together..(part + 1) * together;
            let rows = all.chunks_exact(count).map(|row| &row[some.clone()]);
            msm::several(&self.shares, &rows.collect::<Vec<_>>())
        })?;
        sums.push(hiding.to_vec());
        self.generators = Some(sums.concat());
        self.shares = vec![Fp::ONE];
        Ok(())
    }
}

/// Adds the upper half to the lower one, so many times.
fn fold(values: &mut Vec<Fp>, factor: Fp) {
    let upper = values.split_off(values.len() / 2);
    values.iter_mut().zip(upper).for_each(|(value, upper)| *value += upper * factor);
}
