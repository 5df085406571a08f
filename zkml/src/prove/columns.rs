//! The prover's columns.

use super::run::Run;
use crate::{
    circuit::{self, BLINDING_ROWS},
    domain::invert_all,
    key::Shape,
    witness::Values,
};
use ff::Field;
use pasta_curves::Fp;

/// The prover's columns for what the rows hold. Their last rows, which hide the others, are random.
pub fn advice(shape: &Shape, rows: &[Values], run: &mut Run<'_>) -> Vec<Vec<Fp>> {
    let mut columns = vec![vec![Fp::ZERO; 1 << shape.k]; shape.advice()];
    for (at, values) in rows.iter().enumerate() {
        for (column, value) in columns.iter_mut().zip(&values.terms) {
            column[at] = circuit::byte(*value);
        }
        let others = [circuit::byte(values.out), circuit::field(values.sum)];
        let others =
            others.into_iter().chain(circuit::advice_values(values, circuit::rest(values)));
        for (column, value) in columns[shape.width..].iter_mut().zip(others) {
            column[at] = value;
        }
    }
    // What is shifted away stands where its inverse belongs.
    invert_all(&mut columns[shape.width + circuit::INVERSE]);
    for column in &mut columns {
        hide(column, BLINDING_ROWS, run);
    }
    columns
}

/// Makes a column's last rows random.
pub fn hide(column: &mut [Fp], rows: usize, run: &mut Run<'_>) {
    let first = column.len() - rows;
    column[first..].fill_with(|| run.random());
}

/// The column of the public values.
pub fn public(shape: &Shape, inputs: &[u8], outputs: &[u8]) -> Vec<Fp> {
    let mut column: Vec<Fp> =
        inputs.iter().chain(outputs).map(|value| circuit::byte(*value)).collect();
    column.resize(1 << shape.k, Fp::ZERO);
    column
}
