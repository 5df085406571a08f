//! Rows by themselves, without any curve: what the gates, the table and the ties say of an assignment.

use crate::{
    circuit,
    gates::{self, Cells},
    prove::Model,
    witness::{Values, Witness},
};
use ff::Field;
use pasta_curves::Fp;
use std::collections::{BTreeMap, BTreeSet};

/// What the prover fills in: the terms, what a row gives, the sum, the others.
pub type Filled = Vec<Vec<Fp>>;

/// Columns after the terms.
pub const OUT: usize = 0;
pub const SUM: usize = 1;
pub const LIMB0: usize = 2;
pub const LIMB1: usize = 3;
pub const LOW: usize = 4;
pub const FAR: usize = 5;
pub const SIDE: usize = 6;
pub const TIE: usize = 7;
pub const INVERSE: usize = 8;
pub const LOOKED: usize = 9;

/// An honest prover's assignment.
pub fn honest(model: &Model, inputs: &[u8]) -> Filled {
    let all = Witness::of(&model.program, &model.layout, inputs);
    all.rows.iter().map(|values| fill(values, model.shape.width)).collect()
}

fn fill(values: &Values, width: usize) -> Vec<Fp> {
    let mut row: Vec<Fp> = values.terms.iter().map(|value| circuit::byte(*value)).collect();
    row.resize(width, Fp::ZERO);
    row.push(circuit::byte(values.out));
    row.push(circuit::field(values.sum));
    row.extend(circuit::advice_values(values, circuit::inverse(circuit::rest(values))));
    row
}

/// The public values of an assignment: the inputs given, the outputs as the rows give them.
pub fn outputs(model: &Model, filled: &Filled) -> Vec<Fp> {
    let gives: BTreeMap<u32, usize> = model
        .layout
        .rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| row.gives.map(|wire| (wire, at)))
        .collect();
    let out = model.shape.width + OUT;
    model.program.outputs.iter().map(|wire| filled[gives[wire]][out]).collect()
}

/// Why an assignment is refused; nothing if it is taken.
pub fn refused(model: &Model, filled: &Filled, inputs: &[u8]) -> Option<String> {
    let table: BTreeSet<Vec<u64>> =
        gates::table(&model.program.tables).into_iter().map(|row| row.to_vec()).collect();
    let mut wires = BTreeMap::new();
    for (wire, value) in inputs.iter().enumerate() {
        wires.insert(wire as u32, circuit::byte(*value));
    }
    for (at, row) in model.layout.rows.iter().enumerate() {
        let cells = cells(model, filled, at);
        for (gate, value) in gates::gates(&cells).into_iter().enumerate() {
            if value != Fp::ZERO {
                return Some(format!("row {at}: gate {gate}"));
            }
        }
        for (index, pairs) in gates::lookups(&cells).into_iter().enumerate() {
            let found: Vec<Fp> = pairs.into_iter().map(|(input, _)| input).collect();
            let is_there = table
                .iter()
                .any(|row| row.iter().zip(&found).all(|(cell, value)| Fp::from(*cell) == *value));
            if !is_there {
                return Some(format!("row {at}: lookup {index}"));
            }
        }
        let terms = row.terms.iter().enumerate().map(|(column, (wire, _))| (column, *wire));
        let gives = row.gives.map(|wire| (model.shape.width + OUT, wire));
        for (column, wire) in terms.chain(gives) {
            let value = filled[at][column];
            if *wires.entry(wire).or_insert(value) != value {
                return Some(format!("row {at}: wire {wire}"));
            }
        }
    }
    None
}

fn cells(model: &Model, filled: &Filled, at: usize) -> Cells<Fp> {
    let width = model.shape.width;
    let row = &model.layout.rows[at];
    let mut weights: Vec<Fp> =
        row.terms.iter().map(|(_, weight)| circuit::field(*weight)).collect();
    weights.resize(width, Fp::ZERO);
    let advice = |column: usize| filled[at][width + column];
    let [bias, cont, adds, scale, takes_max, takes_best, tag, bits0, bits1] =
        circuit::fixed_values(row);
    Cells {
        terms: filled[at][..width].to_vec(),
        sum: advice(SUM),
        sum_before: if at > 0 { filled[at - 1][width + SUM] } else { Fp::ZERO },
        limb0: advice(LIMB0),
        limb1: advice(LIMB1),
        low: advice(LOW),
        far: advice(FAR),
        side: advice(SIDE),
        tie: advice(TIE),
        inverse: advice(INVERSE),
        looked: advice(LOOKED),
        out: advice(OUT),
        weights,
        bias,
        cont,
        adds,
        scale,
        takes_max,
        takes_best,
        tag,
        bits0,
        bits1,
        table: [Fp::ZERO; 4],
    }
}
