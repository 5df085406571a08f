//! From a program to its key, and from inputs to outputs with their proof.
//!
//! The protocol is that of `halo2_proofs`, for this family of circuits alone. A proof is made in the order
//! in which it is read: [`columns`] are filled in and committed to, what is looked up is sorted
//! ([`lookups`]), [`products`] show that both were done right, the [`quotient`] that all holds in every
//! row, and the [`opening`] that what the proof says of all these polynomials is so.

mod columns;
mod crew;
mod inner_product;
mod lookups;
mod opening;
mod order;
mod products;
mod quotient;
mod rows;
mod run;

use crate::{
    circuit::{self, ModelCircuit, BLINDING_ROWS},
    domain::Domain,
    gates,
    generators::Generators,
    key::{Key, Shape},
    layout::Layout,
    msm,
    program::Program,
    relations::Challenges,
    transcript::Said,
    verify,
    witness::Witness,
};
use crew::Crew;
use ff::{Field, PrimeField};
use group::Curve;
use order::Order;
use pasta_curves::{Eq, EqAffine, Fp};
use quotient::Kept;
use rand_core::CryptoRng;
use run::{Bases, Polynomial, Run};
use thiserror::Error;

/// Why there is no proof.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Unproven {
    #[error("the generators are for circuits of 2^{0} rows, the model is for another size")]
    Size(u32),
    #[error("{0} inputs are not as many as the model reads")]
    Inputs(usize),
    #[error("the proof was called off")]
    CalledOff,
    #[error("a row looks up what is not in the table")]
    Lookup,
    #[error("a challenge is zero")]
    Challenge,
}

/// A program laid out in a circuit of some size.
pub struct Model {
    pub program: Program,
    pub layout: Layout,
    pub shape: Shape,
    /// How many threads make keys and proofs: as many as there are processors, if nobody says otherwise.
    pub threads: usize,
}

impl Model {
    /// In the circuit that suits it; nothing if it is too large for any.
    pub fn chosen(program: Program) -> Option<Self> {
        let Shape { k, width, .. } = crate::choice::choose(&program)?;
        Self::new(program, width, k)
    }

    /// Rows of `width` terms, 2^k of them; nothing if the program does not fit, or is none.
    pub fn new(program: Program, width: usize, k: u32) -> Option<Self> {
        program.check().ok()?;
        let layout = Layout::of(&program, width);
        let inputs = program.inputs as usize;
        let outputs = program.outputs.len();
        let needed =
            layout.rows.len().max(gates::table(&program.tables).len()).max(inputs + outputs);
        let fits = needed + BLINDING_ROWS <= 1 << k;
        let shape = Shape { k, width, inputs, outputs };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        fits.then_some(Self { program, layout, shape, threads })
    }

    /// The key: everyone who has the model makes the same one.
    pub fn key(&self, generators: &Generators) -> Key {
        self.key_of(generators, &self.fixed_columns(), &self.tied_columns())
    }

    fn key_of(&self, generators: &Generators, fixed: &[Vec<Fp>], tied: &[Vec<Fp>]) -> Key {
        let columns: Vec<&Vec<Fp>> = fixed.iter().chain(tied).collect();
        // What is the same for everyone is blinded by one.
        let made = self.each(columns.len(), |index| {
            msm::sum(columns[index], &generators.rows) + generators.blinding
        });
        let mut points = vec![EqAffine::default(); made.len()];
        Eq::batch_normalize(&made, &mut points);
        let tied = points.split_off(fixed.len());
        Key { shape: self.shape, fixed: points, tied }
    }

    /// Work that nobody calls off.
    fn each<T: Send>(&self, count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
        let done = Crew::new(self.threads, &mut |_| true).each(count, work);
        done.expect("nobody calls it off")
    }

    /// The columns that are the same for all inputs.
    fn fixed_columns(&self) -> Vec<Vec<Fp>> {
        let mut columns = vec![vec![Fp::ZERO; 1 << self.shape.k]; self.shape.fixed()];
        let width = self.shape.width;
        for (at, row) in self.layout.rows.iter().enumerate() {
            for (column, (_, weight)) in columns.iter_mut().zip(&row.terms) {
                column[at] = circuit::field(*weight);
            }
            for (column, value) in columns[width..].iter_mut().zip(circuit::fixed_values(row)) {
                column[at] = value;
            }
        }
        let first = columns.len() - 4;
        for (at, entry) in gates::table(&self.program.tables).into_iter().enumerate() {
            for (column, value) in columns[first..].iter_mut().zip(entry) {
                column[at] = Fp::from(value);
            }
        }
        columns
    }

    /// Where each cell that may be tied leads: to the cell of the same wire before it, and the first
    /// one to the last. A cell of its own leads to itself.
    fn tied_columns(&self) -> Vec<Vec<Fp>> {
        let rows = 1 << self.shape.k;
        let omega = verify::omega(self.shape.k);
        let mut columns = Vec::with_capacity(self.shape.tied());
        let mut start = Fp::ONE;
        for _ in 0..self.shape.tied() {
            let places = std::iter::successors(Some(start), |place| Some(place * omega));
            columns.push(places.take(rows).collect::<Vec<_>>());
            start *= Fp::DELTA;
        }
        for cells in self.cells_of_wires() {
            let names: Vec<Fp> = cells.iter().map(|(column, row)| columns[*column][*row]).collect();
            for (index, (column, row)) in cells.iter().enumerate() {
                let before = index.checked_sub(1).unwrap_or(cells.len() - 1);
                columns[*column][*row] = names[before];
            }
        }
        columns
    }

    /// The cells of each wire: in the rows, then among the public values.
    fn cells_of_wires(&self) -> Vec<Vec<(usize, usize)>> {
        let (out, public) = (self.shape.width, self.shape.width + 1);
        let mut cells = vec![Vec::new(); self.layout.wires as usize];
        for (at, row) in self.layout.rows.iter().enumerate() {
            for (column, (wire, _)) in row.terms.iter().enumerate() {
                cells[*wire as usize].push((column, at));
            }
            if let Some(wire) = row.gives {
                cells[wire as usize].push((out, at));
            }
        }
        let inputs = 0..self.program.inputs;
        for (at, wire) in inputs.chain(self.program.outputs.iter().copied()).enumerate() {
            let cells = &mut cells[wire as usize];
            if !cells.is_empty() {
                cells.push((public, at));
            }
        }
        cells
    }

    /// The circuit as `halo2_proofs` wants it.
    pub fn circuit(&self) -> ModelCircuit<'_> {
        ModelCircuit {
            layout: &self.layout,
            tables: &self.program.tables,
            inputs: self.program.inputs,
            outputs: &self.program.outputs,
            values: None,
        }
    }

    /// What a prover keeps between proofs. The generators must be for the model's size.
    pub fn prover(&self, generators: &Generators) -> Result<Prover<'_>, Unproven> {
        if generators.k != self.shape.k {
            return Err(Unproven::Size(generators.k));
        }
        let domain = Domain::new(self.shape.k);
        let (mut fixed, tied) = (self.fixed_columns(), self.tied_columns());
        let key_hash = verify::key_hash(&self.key_of(generators, &fixed, &tied).to_bytes());
        let columns: Vec<&Vec<Fp>> = fixed.iter().chain(&tied).collect();
        let mut polynomials = self.each(columns.len(), |index| Polynomial {
            coefficients: domain.coefficients(columns[index].clone()),
            blinding: Fp::ONE,
        });
        let kept = Kept::of(self, &domain, &polynomials);
        let tied_polynomials = polynomials.split_off(fixed.len());
        Ok(Prover {
            model: self,
            bases: Bases::of(self.threads, generators),
            domain,
            fixed: polynomials,
            looked: fixed.split_off(self.shape.width),
            tied_polynomials,
            tied,
            kept,
            key_hash,
        })
    }
}

/// A model ready to prove its answers.
pub struct Prover<'a> {
    model: &'a Model,
    bases: Bases,
    domain: Domain,
    fixed: Vec<Polynomial>,
    /// The fixed columns after the weights: what lookups are about is among them.
    looked: Vec<Vec<Fp>>,
    tied_polynomials: Vec<Polynomial>,
    tied: Vec<Vec<Fp>>,
    kept: Kept,
    pub key_hash: [u8; 32],
}

impl Prover<'_> {
    /// Proves what the model answers to `inputs`; returns the outputs and the proof.
    ///
    /// `goes_on` is told, several times a second, which part of the proof is written, and ends the work
    /// with an error by answering no.
    pub fn prove(
        &self,
        context: &[u8; 32],
        inputs: &[u8],
        mut rng: impl CryptoRng,
        mut goes_on: impl FnMut(f32) -> bool,
    ) -> Result<(Vec<u8>, Vec<u8>), Unproven> {
        let Model { program, layout, shape, threads } = self.model;
        if inputs.len() != shape.inputs {
            return Err(Unproven::Inputs(inputs.len()));
        }
        let witness = Witness::of(program, layout, inputs);
        let outputs: Vec<u8> =
            program.outputs.iter().map(|wire| witness.wires[*wire as usize]).collect();
        let length = shape.proof_bytes();
        let mut run = Run {
            crew: Crew::new(*threads, &mut goes_on),
            bases: &self.bases,
            domain: &self.domain,
            rng: &mut rng,
            said: Said::after(&verify::head(&self.key_hash, context, inputs, &outputs)),
            proof: Vec::with_capacity(length),
            length,
        };
        let public = columns::public(shape, inputs, &outputs);
        self.run(&witness, public, &mut run)?;
        Ok((outputs, run.proof))
    }

    fn run(&self, witness: &Witness, public: Vec<Fp>, run: &mut Run<'_>) -> Result<(), Unproven> {
        let shape = &self.model.shape;
        let (own, challenges) = self.commit(witness, public, run)?;
        let order = Order::of(shape);
        let lookups = own.lookups.iter().flatten();
        let all: Vec<&Polynomial> = [&own.public]
            .into_iter()
            .chain(&own.advice)
            .chain(&self.fixed)
            .chain([&own.random])
            .chain(&self.tied_polynomials)
            .chain(&own.products)
            .chain(lookups)
            .collect();
        let pieces = quotient::pieces(shape, &order, &all, &self.kept, &challenges, run)?;
        let pieces = run.commit(pieces)?;
        let x = run.said.challenge();
        opening::say_values(&order, &all, x, run)?;
        let quotient = opening::joined(pieces, x.pow_vartime([1 << shape.k]));
        opening::prove(&order, &all, &quotient, x, run)
    }

    /// Fills in all columns and commits to them.
    fn commit(
        &self,
        witness: &Witness,
        public: Vec<Fp>,
        run: &mut Run<'_>,
    ) -> Result<(Own, Challenges), Unproven> {
        let shape = &self.model.shape;
        let values = columns::advice(shape, &witness.rows, run);
        let advice = run.commit_columns(&values)?;
        let theta = run.said.challenge();
        let looked = lookups::of(&values[shape.width..], &self.looked, theta, run)?;
        let sorted: Vec<&Vec<Fp>> = looked.iter().flat_map(|looked| &looked.sorted).collect();
        let sorted = run.commit_columns(&sorted)?;
        let (beta, gamma) = (run.said.challenge(), run.said.challenge());
        let may_be_tied: Vec<&Vec<Fp>> = values[..=shape.width].iter().chain([&public]).collect();
        let products = products::columns(&may_be_tied, &self.tied, &looked, (beta, gamma), run)?;
        let mut products = run.commit_columns(&products)?;
        let mut found = products.split_off(shape.products()).into_iter();
        let mut sorted = sorted.into_iter();
        let lookups = std::iter::from_fn(|| Some([found.next()?, sorted.next()?, sorted.next()?]));
        let lookups = lookups.collect();
        let random = run.randoms(self.domain.rows());
        let random = run.commit(vec![random])?.remove(0);
        let y = run.said.challenge();
        let coefficients = self.domain.coefficients(public);
        let public = Polynomial { coefficients, blinding: Fp::ONE };
        let own = Own { public, advice, random, products, lookups };
        Ok((own, Challenges { theta, beta, gamma, y }))
    }
}

/// The polynomials that are a proof's own.
struct Own {
    public: Polynomial,
    advice: Vec<Polynomial>,
    random: Polynomial,
    products: Vec<Polynomial>,
    /// Of each lookup: the product, the input and the table, both sorted.
    lookups: Vec<[Polynomial; 3]>,
}
