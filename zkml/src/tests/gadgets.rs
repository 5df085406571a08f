//! Honest rows are taken, and no others: every cell changed in turn, and the ways in which a prover
//! might cheat with several at once.

use super::{
    rows::{self, *},
    *,
};
use crate::{
    layout::Kind,
    program::{clamp, shift_down},
    prove::Model,
    witness::Witness,
};
use ff::Field;
use pasta_curves::Fp;

fn model(program: Program) -> Model {
    program.check().expect("it is a program");
    Model::new(program, 4, 11).expect("it fits")
}

fn dot(terms: &[(u32, i8)], bias: i64, shift: u8) -> Op {
    let terms = terms.iter().map(|(wire, weight)| Term { wire: *wire, weight: *weight }).collect();
    Op::Dot { terms, bias, shift }
}

/// A model whose one sum is `sum`: the input is multiplied by nothing, the bias is the sum.
fn summing(sum: i64, shift: u8) -> Model {
    let ops = vec![dot(&[(0, 0)], sum, shift)];
    model(Program { inputs: 1, ops, tables: vec![], outputs: vec![1] })
}

/// One of each operation, over six inputs.
pub fn one_of_each() -> Model {
    let mut square = [0; 256];
    for (at, entry) in square.iter_mut().enumerate() {
        *entry = (at * at / 256) as u8;
    }
    model(Program {
        inputs: 6,
        ops: vec![
            dot(&[(0, 64), (1, -64), (2, 3), (3, 1), (4, -17), (5, 50)], 900, 5),
            dot(&[(0, 1), (1, 1)], 0, 1),
            dot(&[(2, 1), (3, -1)], 100, 0),
            Op::Max { of: vec![0, 1, 2, 3, 4, 5] },
            Op::Max { of: vec![2] },
            Op::ArgMax { of: vec![5, 0, 1, 2, 3] },
            Op::Look { table: 0, at: 4 },
            dot(&[(6, 30), (7, -60), (8, 64)], -3_000, 12),
        ],
        tables: vec![square],
        outputs: vec![6, 7, 8, 9, 10, 11, 12, 13],
    })
}

#[test]
fn rounding_should_be_that_of_floats() {
    let mut random = Random(3);
    for _ in 0..200_000 {
        let shift = random.below(17) as u8;
        let sum = random.below(1 << 25) as i64 - (1 << 24);
        let float = (sum as f64 / f64::from(1 << shift)).round_ties_even();
        assert_eq!(shift_down(sum, shift), float as i64, "{sum} by {shift}");
        assert_eq!(f64::from(clamp(float as i64)), float.clamp(0.0, 255.0));
    }
    for (sum, shift, rounded) in
        [(1, 1, 0), (3, 1, 2), (-1, 1, 0), (-3, 1, -2), (5, 1, 2), (7, 0, 7)]
    {
        assert_eq!(shift_down(sum, shift), rounded);
    }
}

#[test]
fn rows_should_give_what_the_program_gives() {
    let mut random = Random(4);
    let model = one_of_each();
    for _ in 0..300 {
        let inputs = match random.below(4) {
            0 => vec![random.below(3) as u8; 6],
            1 => (0..6).map(|_| random.below(2) as u8 * 255).collect(),
            _ => random.bytes(6),
        };
        let filled = honest(&model, &inputs);
        assert_eq!(rows::refused(&model, &filled, &inputs), None, "{inputs:?}");
        let given: Vec<Fp> =
            model.program.run(&inputs).into_iter().map(crate::circuit::byte).collect();
        assert_eq!(rows::outputs(&model, &filled), given);
    }
}

#[test]
fn sums_at_every_edge_should_be_taken_apart_as_the_program_does() {
    for shift in 0..=16u8 {
        let reach = crate::program::window(shift).min(crate::program::MAX_SUM) - 1;
        let unit = 1i64 << shift;
        let half = unit >> 1;
        let edges =
            [-reach, -unit, -half, -1, 0, 1, half, unit, 3 * half, 255 * unit + half, reach];
        for sum in edges.iter().flat_map(|edge| [edge - 1, *edge, edge + 1]) {
            if sum.abs() > reach {
                continue;
            }
            let model = summing(sum, shift);
            let filled = honest(&model, &[9]);
            assert_eq!(rows::refused(&model, &filled, &[9]), None, "{sum} by {shift}");
            let given = clamp(shift_down(sum, shift));
            assert_eq!(rows::outputs(&model, &filled), vec![crate::circuit::byte(given)]);
        }
    }
}

/// Cells that nothing depends on: what they hold cannot change an output.
fn is_free(model: &Model, at: usize, column: usize, inputs: &[u8]) -> bool {
    let row = &model.layout.rows[at];
    let width = model.shape.width;
    let values = &Witness::of(&model.program, &model.layout, inputs).rows[at];
    if column < width {
        // Multiplied by nothing.
        return column >= row.terms.len();
    }
    match column - width {
        OUT => row.gives.is_none(),
        SUM => row.kind == Kind::Max,
        FAR => row.kind == Kind::Sum && values.side == 0,
        SIDE => row.shift.is_none(),
        INVERSE => row.shift.is_none() || values.tie,
        _ => false,
    }
}

#[test]
fn every_cell_changed_should_be_refused_or_matter_nothing() {
    let model = one_of_each();
    let mut random = Random(5);
    let mut taken = 0;
    for inputs in [[10, 200, 30, 40, 50, 60], [0; 6], [255; 6], [7, 7, 6, 8, 8, 1]] {
        let filled = honest(&model, &inputs);
        for at in 0..filled.len() {
            for column in 0..filled[at].len() {
                let far = Fp::from(random.next()) * Fp::from(random.next()).square().square();
                for change in [Fp::ONE, -Fp::ONE, Fp::from(256), -Fp::from(256), far] {
                    let mut changed = filled.clone();
                    changed[at][column] += change;
                    if rows::refused(&model, &changed, &inputs).is_none() {
                        let is_free = is_free(&model, at, column, &inputs);
                        assert!(is_free, "row {at}, column {column} of {inputs:?}");
                        assert_eq!(rows::outputs(&model, &changed), rows::outputs(&model, &filled));
                        taken += 1;
                    }
                }
            }
        }
    }
    assert!(taken > 0, "nothing was free: the test changes nothing");
}

/// Tries all ways to take `sum` apart that a prover might: other quotients, with the rest made to fit.
#[test]
fn other_quotients_should_be_refused() {
    for (sum, shift) in [(1_000, 4u8), (1_000, 10), (24, 4), (-70_000, 9), (200_000, 9), (8, 4)] {
        let model = summing(sum, shift);
        let filled = honest(&model, &[9]);
        let honest_out = rows::outputs(&model, &filled);
        let base = model.shape.width;
        let total = crate::circuit::field(sum + crate::layout::offset(shift));
        for side in [-1i64, 0, 1] {
            for far in [0u64, 1, 2, 200, 255] {
                for low in 0..256u64 {
                    let mut other = filled.clone();
                    let row = &mut other[0];
                    let side_field = crate::circuit::field(side);
                    let top = Fp::from(256) + side_field * Fp::from(far + 1);
                    let rest = total - (top * Fp::from(256) + Fp::from(low)) * Fp::from(1 << shift);
                    // As large as the first limb gets, or wrapped around the field.
                    row[base + LIMB0] = rest;
                    row[base + LIMB1] = Fp::ZERO;
                    row[base + LOW] = Fp::from(low);
                    row[base + FAR] = Fp::from(far);
                    row[base + SIDE] = side_field;
                    let tie = rest == Fp::ZERO;
                    row[base + TIE] = Fp::from(u64::from(tie));
                    row[base + INVERSE] = rest.invert().unwrap_or(Fp::ZERO);
                    let looked = if tie && shift > 0 { low - (low & 1) } else { low };
                    row[base + LOOKED] = Fp::from(looked);
                    row[base + OUT] = Fp::from(match side {
                        0 => looked,
                        1 => 255,
                        _ => 0,
                    });
                    if rows::refused(&model, &other, &[9]).is_none() {
                        assert_eq!(rows::outputs(&model, &other), honest_out, "{sum} by {shift}");
                    }
                }
            }
        }
    }
}

/// A model of one sum, its honest row, and where the row's cells after the terms begin.
fn one_sum(sum: i64, shift: u8) -> (Model, Filled, usize) {
    let model = summing(sum, shift);
    let filled = honest(&model, &[9]);
    assert_eq!(rows::refused(&model, &filled, &[9]), None);
    let base = model.shape.width;
    (model, filled, base)
}

fn refuses(model: &Model, filled: &Filled, base: usize, cells: &[(usize, Fp)]) {
    let mut other = filled.clone();
    for (column, value) in cells {
        other[0][base + column] = *value;
    }
    assert_ne!(rows::outputs(model, &other), rows::outputs(model, filled), "no other answer");
    assert!(rows::refused(model, &other, &[9]).is_some());
}

#[test]
fn tie_where_there_is_none_should_be_refused() {
    // 7.3 and a bit: not half way to anything.
    let (model, filled, base) = one_sum(7 * 16 + 5, 4);
    let looked = Fp::from(6);
    let cells = [(TIE, Fp::ONE), (INVERSE, Fp::ZERO), (LOOKED, looked), (OUT, looked)];
    refuses(&model, &filled, base, &cells);
}

#[test]
fn no_tie_where_there_is_one_should_be_refused() {
    // 6.5 goes to 6, and to 7 without the tie.
    let (model, filled, base) = one_sum(6 * 16 + 8, 4);
    let looked = Fp::from(7);
    refuses(&model, &filled, base, &[(TIE, Fp::ZERO), (LOOKED, looked), (OUT, looked)]);
}

#[test]
fn quotient_on_a_side_where_it_is_not_should_be_refused() {
    let (model, filled, base) = one_sum(7 * 16, 4);
    // As far above as one less than nothing: the quotient is the same, the answer is not.
    refuses(&model, &filled, base, &[(SIDE, Fp::ONE), (FAR, -Fp::ONE), (OUT, Fp::from(255))]);
    refuses(&model, &filled, base, &[(SIDE, -Fp::ONE), (FAR, -Fp::ONE), (OUT, Fp::ZERO)]);
    // Above, and said to be inside.
    let (model, filled, base) = one_sum(300 * 16, 4);
    let low = filled[0][base + LOW];
    refuses(&model, &filled, base, &[(SIDE, Fp::ZERO), (LOOKED, low), (OUT, low)]);
}

#[test]
fn side_that_is_none_should_be_refused() {
    // Two bytes above: twice as far on a side twice as large.
    let (model, filled, base) = one_sum((2 * 256 + 7) * 16, 4);
    let looked = filled[0][base + LOOKED];
    let out = Fp::from(3 * 255) - looked * Fp::from(3);
    refuses(&model, &filled, base, &[(SIDE, Fp::from(2)), (FAR, Fp::ZERO), (OUT, out)]);
}

#[test]
fn wrong_greatest_values_and_places_should_be_refused() {
    let program = Program {
        inputs: 4,
        ops: vec![Op::Max { of: vec![0, 1, 2, 3] }, Op::ArgMax { of: vec![0, 1, 2, 3] }],
        tables: vec![],
        outputs: vec![4, 5],
    };
    let model = model(program);
    let inputs = [3, 9, 9, 1];
    let filled = honest(&model, &inputs);
    assert_eq!(rows::outputs(&model, &filled), vec![Fp::from(9), Fp::from(1)]);
    let base = model.shape.width;
    // Another value as the greatest: above all, or below one.
    for greatest in (0..=255u64).filter(|greatest| *greatest != 9) {
        let mut other = filled.clone();
        let below = [LIMB0, LIMB1, FAR, LOW];
        other[0][base + OUT] = Fp::from(greatest);
        for (column, input) in below.iter().zip(inputs) {
            other[0][base + column] = Fp::from(greatest) - Fp::from(u64::from(input));
        }
        assert!(rows::refused(&model, &other, &inputs).is_some(), "{greatest}");
    }
    // Another place: the best score is that of another value, or of none.
    let rows_of_scores = 2..6;
    for score in
        (0..=(256 * 255 + 255u64)).step_by(17).chain([9 * 256 + 253, 9 * 256 + 255, 3 * 256 + 255])
    {
        if score == 9 * 256 + 254 {
            continue;
        }
        let mut other = filled.clone();
        let last = rows_of_scores.end - 1;
        let change = Fp::from(score) - other[last][base + SUM];
        other[last][base + SUM] += change;
        // The difference to what came before and to this row's own, as two bytes if they are.
        for limb in [LIMB0, FAR] {
            other[last][base + limb] += change;
        }
        // The place follows from the score.
        other[last + 1][base + SUM] -= change;
        other[last + 1][base + LOW] -= change;
        other[last + 1][base + LOOKED] -= change;
        other[last + 1][base + OUT] -= change;
        assert!(rows::refused(&model, &other, &inputs).is_some(), "{score}");
    }
}
