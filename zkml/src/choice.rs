//! Which circuit suits a program: how many rows, and how wide.
//!
//! Everyone who has the model must come to the same choice, since it is part of the key.

use crate::{
    circuit::BLINDING_ROWS,
    gates,
    key::{Shape, SIZES, WIDTHS},
    layout::rows,
    program::Program,
};

/// Columns that take a prover's time beside those of the terms.
const OTHER_COLUMNS: usize = 30;

/// The circuit that is proven fastest or, among those that take at most an eighth longer, has the
/// smallest proof; nothing if none is large enough.
pub fn choose(program: &Program) -> Option<Shape> {
    let (inputs, outputs) = (program.inputs as usize, program.outputs.len());
    let others = gates::table(&program.tables).len().max(inputs + outputs);
    let fitting = SIZES.filter_map(|k| {
        let room = (1usize << k) - BLINDING_ROWS;
        let fits = |width: &usize| rows(program, *width).max(others) <= room;
        WIDTHS.clone().find(fits).map(|width| Shape { k, width, inputs, outputs })
    });
    let fitting: Vec<Shape> = fitting.collect();
    let fastest = fitting.iter().map(cost).min()?;
    let near = fitting.into_iter().filter(|shape| cost(shape) <= fastest + fastest / 8);
    near.min_by_key(Shape::proof_bytes)
}

/// How long a proof takes, in cells: those of the terms, and as many columns as the others are worth.
pub fn cost(shape: &Shape) -> usize {
    (shape.width + OTHER_COLUMNS) << shape.k
}
