//! What rows look up, and where they find it.

use super::{columns::hide, rows::Rows, run::Run, Unproven};
use crate::{
    circuit::BLINDING_ROWS,
    gates::{self, Cells},
    relations::compress,
};
use ff::{Field, PrimeField};
use pasta_curves::Fp;
use std::collections::HashMap;

/// One lookup of every row.
pub struct Looked {
    /// What is looked up, as one number.
    pub input: Vec<Fp>,
    /// The table's rows, each as one number.
    pub table: Vec<Fp>,
    /// Both sorted: equal inputs stand together, and the first of them beside the table's row.
    pub sorted: [Vec<Fp>; 2],
}

/// All lookups of these columns: the prover's after the terms, and the fixed ones after the weights.
pub fn of(
    advice: &[Vec<Fp>],
    fixed: &[Vec<Fp>],
    theta: Fp,
    run: &mut Run<'_>,
) -> Result<Vec<Looked>, Unproven> {
    let rows = run.domain.rows();
    let pairs = gates::lookups(&cells(advice, fixed));
    let mut all = run.crew.each(pairs.len(), |index| {
        let one = |pairs: &mut dyn Iterator<Item = Rows>| compress(pairs, theta).into_vec(rows);
        let input = one(&mut pairs[index].iter().map(|pair| pair.0.clone()));
        let table = one(&mut pairs[index].iter().map(|pair| pair.1.clone()));
        let used = rows - BLINDING_ROWS;
        sort(&input[..used], &table[..used]).map(|sorted| Looked { input, table, sorted })
    })?;
    for looked in all.iter_mut().flatten() {
        for column in &mut looked.sorted {
            column.resize(rows, Fp::ZERO);
            hide(column, BLINDING_ROWS, run);
        }
    }
    all.into_iter().collect::<Option<_>>().ok_or(Unproven::Lookup)
}

/// The cells that lookups are about; the others are left out.
fn cells<'a>(advice: &'a [Vec<Fp>], fixed: &'a [Vec<Fp>]) -> Cells<Rows<'a>> {
    let none = Rows::Same(Fp::ZERO);
    let advice = |index: usize| Rows::Lent(&advice[index]);
    let fixed = |index: usize| Rows::Lent(&fixed[index]);
    Cells {
        terms: Vec::new(),
        sum: none.clone(),
        sum_before: none.clone(),
        limb0: advice(2),
        limb1: advice(3),
        low: advice(4),
        far: advice(5),
        side: none.clone(),
        tie: advice(7),
        inverse: none.clone(),
        looked: advice(9),
        out: none.clone(),
        weights: Vec::new(),
        bias: none.clone(),
        cont: none.clone(),
        adds: none.clone(),
        scale: none.clone(),
        takes_max: none.clone(),
        takes_best: none,
        tag: fixed(6),
        bits0: fixed(7),
        bits1: fixed(8),
        table: [fixed(9), fixed(10), fixed(11), fixed(12)],
    }
}

/// Both sorted, by where a row stands in the table; nothing if some input is not in it.
fn sort(input: &[Fp], table: &[Fp]) -> Option<[Vec<Fp>; 2]> {
    let mut places = HashMap::with_capacity(table.len());
    // Each different row of the table, how often it stands there, and how often it is looked up.
    let mut different: Vec<(Fp, usize, usize)> = Vec::new();
    for row in table {
        let place = *places.entry(row.to_repr()).or_insert(different.len());
        match different.get_mut(place) {
            Some((_, count, _)) => *count += 1,
            None => different.push((*row, 1, 0)),
        }
    }
    for input in input {
        different[*places.get(&input.to_repr())?].2 += 1;
    }
    let mut left = different.iter().flat_map(|(row, count, looked)| {
        std::iter::repeat_n(*row, count - usize::from(*looked > 0))
    });
    let (mut inputs, mut rows) = (Vec::with_capacity(input.len()), Vec::with_capacity(input.len()));
    for (row, _, looked) in different.iter().filter(|(_, _, looked)| *looked > 0) {
        inputs.extend(std::iter::repeat_n(*row, *looked));
        rows.push(*row);
        rows.extend(left.by_ref().take(looked - 1));
    }
    Some([inputs, rows])
}
