//! From a program to its key, and from inputs to outputs with their proof.

use crate::{
    circuit::{self, with_width, ModelCircuit, BLINDING_ROWS},
    gates,
    generators::Generators,
    key::{Key, Shape},
    layout::Layout,
    program::Program,
    transcript::Writer,
    verify,
    witness::Witness,
};
use ff::{Field, PrimeField};
use group::Curve;
use halo2_proofs::plonk::{create_proof, keygen_pk, keygen_vk, Error, ProvingKey};
use pasta_curves::{Eq, EqAffine, Fp};
use rand_core::CryptoRng;

/// A program laid out in a circuit of some size.
pub struct Model {
    pub program: Program,
    pub layout: Layout,
    pub shape: Shape,
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
        fits.then_some(Self { program, layout, shape: Shape { k, width, inputs, outputs } })
    }

    /// The key: everyone who has the model makes the same one.
    pub fn key(&self, generators: &Generators) -> Key {
        let fixed: Vec<Eq> =
            self.fixed_columns().iter().map(|column| generators.commit(column)).collect();
        let tied: Vec<Eq> =
            self.tied_columns().iter().map(|column| generators.commit(column)).collect();
        Key { shape: self.shape, fixed: affine(&fixed), tied: affine(&tied) }
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

    pub(crate) fn circuit(&self) -> ModelCircuit<'_> {
        ModelCircuit {
            layout: &self.layout,
            tables: &self.program.tables,
            inputs: self.program.inputs,
            outputs: &self.program.outputs,
            values: None,
        }
    }

    /// What a prover keeps between proofs.
    pub fn prover<'a>(&'a self, generators: &'a Generators) -> Result<Prover<'a>, Error> {
        let proving = with_width(self.shape.width, || {
            let vk = keygen_vk(&generators.params, &self.circuit())?;
            keygen_pk(&generators.params, vk, &self.circuit())
        })?;
        let key_hash = verify::key_hash(&self.key(generators).to_bytes());
        Ok(Prover { model: self, generators, proving, key_hash })
    }
}

fn affine(points: &[Eq]) -> Vec<EqAffine> {
    let mut affine = vec![EqAffine::default(); points.len()];
    Eq::batch_normalize(points, &mut affine);
    affine
}

/// A model ready to prove its answers.
pub struct Prover<'a> {
    model: &'a Model,
    generators: &'a Generators,
    pub(crate) proving: ProvingKey<EqAffine>,
    pub key_hash: [u8; 32],
}

impl Prover<'_> {
    /// Proves what the model answers to `inputs`; returns the outputs and the proof.
    ///
    /// `goes_on` is told, every now and then, which part of the proof is written, and ends the work with
    /// an error by answering no.
    pub fn prove(
        &self,
        context: &[u8; 32],
        inputs: &[u8],
        rng: impl CryptoRng,
        goes_on: impl FnMut(f32) -> bool,
    ) -> Result<(Vec<u8>, Vec<u8>), Error> {
        let Model { program, layout, shape } = self.model;
        let Witness { rows, wires } = Witness::of(program, layout, inputs);
        let outputs: Vec<u8> = program.outputs.iter().map(|wire| wires[*wire as usize]).collect();
        let circuit = ModelCircuit { values: Some(&rows), ..self.model.circuit() };
        let public: Vec<Fp> =
            inputs.iter().chain(&outputs).map(|value| circuit::byte(*value)).collect();
        let head = verify::head(&self.key_hash, context, inputs, &outputs);
        let mut writer = Writer::new(&head, shape.proof_bytes(), goes_on);
        with_width(shape.width, || {
            let params = &self.generators.params;
            create_proof(params, &self.proving, &[circuit], &[&[&public]], rng, &mut writer)
        })?;
        Ok((outputs, writer.proof))
    }
}
