//! A proof that is being made: what was said so far, and what is needed to go on.

use super::{crew::Crew, Unproven};
use crate::{
    domain::Domain,
    generators::Generators,
    msm::{self, Table},
    transcript::{Said, WORD},
};
use ff::{Field, PrimeField};
use group::{Curve, Group, GroupEncoding};
use pasta_curves::{Eq, EqAffine, Fp};
use rand_core::CryptoRng;

/// Points that sums are made of, again and again.
pub struct Base {
    pub points: Vec<EqAffine>,
    /// For these, unless it would be too large.
    table: Option<Table>,
}

/// Bytes that a table may have.
const TABLE: usize = 6 << 20;

impl Base {
    fn of(threads: usize, points: Vec<EqAffine>) -> Self {
        let fits = Table::bytes(points.len()) <= TABLE;
        Self { table: fits.then(|| Table::of(threads, &points)), points }
    }

    pub fn sum(&self, threads: usize, scalars: &[Fp]) -> Eq {
        match &self.table {
            Some(table) => table.sum(threads, scalars),
            None => msm::sum_on(threads, scalars, &self.points),
        }
    }
}

/// Points that polynomials are committed to with.
pub struct Bases {
    /// For values at the rows, and for what hides them.
    rows: Base,
    /// For how much values differ from those of the next row, and for what hides them.
    steps: Vec<EqAffine>,
    /// For coefficients, for what hides them, and for the value that a polynomial is claimed to have.
    pub coefficients: Base,
}

impl Bases {
    pub fn of(threads: usize, generators: &Generators) -> Self {
        let Generators { blinding, product, .. } = *generators;
        let with = |points: &[EqAffine], others: &[EqAffine]| [points, others].concat();
        Self {
            rows: Base::of(threads, with(&generators.rows, &[blinding])),
            steps: with(&running(&generators.rows), &[blinding]),
            coefficients: Base::of(threads, with(&generators.coefficients, &[blinding, product])),
        }
    }
}

/// The sum of all points up to each.
fn running(points: &[EqAffine]) -> Vec<EqAffine> {
    let sums = points.iter().scan(Eq::identity(), |sum, point| {
        *sum += point;
        Some(*sum)
    });
    let mut affine = vec![EqAffine::default(); points.len()];
    Eq::batch_normalize(&sums.collect::<Vec<_>>(), &mut affine);
    affine
}

impl Bases {
    /// The commitment to a column by its values: as they are, or, where many rows have the same value as
    /// the next one, as steps from row to row.
    fn commit_values(&self, threads: usize, values: &[Fp], blinding: Fp) -> Eq {
        let nexts = values[1..].iter().chain([&Fp::ZERO]);
        let mut steps: Vec<Fp> =
            values.iter().zip(nexts).map(|(value, next)| value - next).collect();
        let count = |values: &[Fp]| values.iter().filter(|value| !value.is_zero_vartime()).count();
        if count(&steps) < count(values) {
            steps.push(blinding);
            msm::sum_on(threads, &steps, &self.steps)
        } else {
            self.rows.sum(threads, &[values, &[blinding]].concat())
        }
    }

    fn commit_coefficients(&self, threads: usize, coefficients: &[Fp], blinding: Fp) -> Eq {
        self.coefficients.sum(threads, &[coefficients, &[blinding, Fp::ZERO]].concat())
    }
}

/// A polynomial, and what hides it in its commitment.
pub struct Polynomial {
    pub coefficients: Vec<Fp>,
    pub blinding: Fp,
}

/// What goes into a proof.
pub struct Run<'a> {
    pub crew: Crew<'a>,
    pub bases: &'a Bases,
    pub domain: &'a Domain,
    pub rng: &'a mut dyn CryptoRng,
    pub said: Said,
    pub proof: Vec<u8>,
    /// Bytes that the proof will have.
    pub length: usize,
}

impl Run<'_> {
    pub fn random(&mut self) -> Fp {
        Fp::random(self.rng)
    }

    pub fn randoms(&mut self, count: usize) -> Vec<Fp> {
        (0..count).map(|_| self.random()).collect()
    }

    pub fn say_number(&mut self, number: Fp) {
        let bytes = number.to_repr();
        self.said.number(&bytes);
        self.write(&bytes);
    }

    pub fn say_points(&mut self, points: &[Eq]) {
        let mut affine = vec![EqAffine::default(); points.len()];
        Eq::batch_normalize(points, &mut affine);
        for point in affine {
            let bytes = point.to_bytes();
            self.said.point(bytes.as_ref());
            self.write(bytes.as_ref());
        }
    }

    fn write(&mut self, word: &[u8]) {
        debug_assert_eq!(word.len(), WORD);
        self.proof.extend_from_slice(word);
        self.crew.done = self.proof.len() as f32 / self.length as f32;
    }

    /// Commits to columns by their values, and finds their polynomials.
    pub fn commit_columns(
        &mut self,
        columns: &[impl AsRef<[Fp]> + Sync],
    ) -> Result<Vec<Polynomial>, Unproven> {
        let blindings = self.randoms(columns.len());
        let threads = self.crew.threads_for_each(columns.len());
        let Self { bases, domain, .. } = *self;
        let made = self.crew.each(columns.len(), |index| {
            let values = columns[index].as_ref();
            let point = bases.commit_values(threads, values, blindings[index]);
            (point, domain.coefficients(values.to_vec()))
        })?;
        let (points, polynomials): (Vec<_>, Vec<_>) = made.into_iter().unzip();
        self.say_points(&points);
        let hidden = polynomials.into_iter().zip(blindings);
        Ok(hidden.map(|(coefficients, blinding)| Polynomial { coefficients, blinding }).collect())
    }

    /// Commits to polynomials by their coefficients.
    pub fn commit(&mut self, all: Vec<Vec<Fp>>) -> Result<Vec<Polynomial>, Unproven> {
        let blindings = self.randoms(all.len());
        let threads = self.crew.threads_for_each(all.len());
        let bases = self.bases;
        let points = self.crew.each(all.len(), |index| {
            bases.commit_coefficients(threads, &all[index], blindings[index])
        })?;
        self.say_points(&points);
        let hidden = all.into_iter().zip(blindings);
        Ok(hidden.map(|(coefficients, blinding)| Polynomial { coefficients, blinding }).collect())
    }
}
