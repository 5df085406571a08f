//! Products over rows that come out as one if, and nearly only if, something holds of all of them: that
//! tied cells are equal, that what is looked up is in the table.

use super::{columns::hide, lookups::Looked, run::Run, Unproven};
use crate::{
    circuit::BLINDING_ROWS,
    domain::{invert_all, Domain},
    relations::TIED_AT_ONCE,
};
use ff::{Field, PrimeField};
use pasta_curves::Fp;

/// The products' columns: first those over the tied columns, then those of the lookups.
pub fn columns(
    values: &[&Vec<Fp>],
    tied: &[Vec<Fp>],
    looked: &[Looked],
    (beta, gamma): (Fp, Fp),
    run: &mut Run<'_>,
) -> Result<Vec<Vec<Fp>>, Unproven> {
    let domain = run.domain;
    let count = values.len().div_ceil(TIED_AT_ONCE);
    let mut columns =
        run.crew.each(count + looked.len(), |index| match index.checked_sub(count) {
            None => tied_cells(domain, values, tied, index, (beta, gamma)),
            Some(lookup) => found(&looked[lookup], (beta, gamma)),
        })?;
    // Each product over tied columns goes on from where the one before has come to.
    let last = domain.rows() - BLINDING_ROWS;
    let mut begin = Fp::ONE;
    for column in &mut columns[..count] {
        column.iter_mut().for_each(|value| *value *= begin);
        begin = column[last];
    }
    for column in &mut columns {
        hide(column, BLINDING_ROWS - 1, run);
    }
    Ok(columns)
}

/// Cells with their own names, over cells with the names of those that they are tied to.
fn tied_cells(
    domain: &Domain,
    values: &[&Vec<Fp>],
    tied: &[Vec<Fp>],
    index: usize,
    (beta, gamma): (Fp, Fp),
) -> Vec<Fp> {
    let first = index * TIED_AT_ONCE;
    let some = first..values.len().min(first + TIED_AT_ONCE);
    let mut factors = vec![Fp::ONE; domain.rows()];
    for (values, tied) in values[some.clone()].iter().zip(&tied[some.clone()]) {
        for ((factor, value), name) in factors.iter_mut().zip(*values).zip(tied) {
            *factor *= value + beta * name + gamma;
        }
    }
    invert_all(&mut factors);
    for (values, column) in values[some.clone()].iter().zip(some) {
        let delta = beta * Fp::DELTA.pow_vartime([column as u64]);
        for (row, (factor, value)) in factors.iter_mut().zip(*values).enumerate() {
            *factor *= value + domain.place(row) * delta + gamma;
        }
    }
    running(factors)
}

/// What is looked up and where, over the same, sorted.
fn found(looked: &Looked, (beta, gamma): (Fp, Fp)) -> Vec<Fp> {
    let [input, table] = &looked.sorted;
    let pairs = input.iter().zip(table);
    let mut factors: Vec<Fp> =
        pairs.map(|(input, table)| (input + beta) * (table + gamma)).collect();
    invert_all(&mut factors);
    for (factor, (input, table)) in factors.iter_mut().zip(looked.input.iter().zip(&looked.table)) {
        *factor *= (input + beta) * (table + gamma);
    }
    running(factors)
}

/// Before each row, the product of all rows before.
fn running(mut factors: Vec<Fp>) -> Vec<Fp> {
    let mut product = Fp::ONE;
    for factor in &mut factors {
        let next = product * *factor;
        *factor = std::mem::replace(&mut product, next);
    }
    factors
}
