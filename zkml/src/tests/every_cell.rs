//! The gates as `halo2_proofs` sees them, with every cell of the prover's changed in turn, also in rows
//! that no operation uses.

use super::{
    gadgets::one_of_each,
    rows::{self, *},
    whole::small,
    *,
};
use crate::{
    circuit::{byte, with_width, Columns, ModelCircuit, BLINDING_ROWS},
    prove::Model,
    witness::Witness,
};
use ff::Field;
use halo2_proofs::{
    circuit::{Layouter, SimpleFloorPlanner, Value},
    dev::MockProver,
    plonk::{
        Advice, Any, Assigned, Assignment, Circuit, Column, ConstraintSystem, Error, Fixed,
        FloorPlanner, Instance, Selector,
    },
};
use pasta_curves::Fp;
use std::{
    cell::Cell,
    panic::{catch_unwind, AssertUnwindSafe},
};

/// What is added to one cell: a power of two.
#[derive(Clone, Copy)]
struct Change {
    column: usize,
    row: usize,
    bits: u32,
}

thread_local! {
    /// For [`Meddler`], which is made where nothing can be handed in.
    static CHANGE: Cell<Option<Change>> = const { Cell::new(None) };
}

/// The model's circuit, assigned by a meddler.
struct Meddled<'a>(ModelCircuit<'a>);

impl Circuit<Fp> for Meddled<'_> {
    type Config = Columns;
    type FloorPlanner = Meddler;

    fn without_witnesses(&self) -> Self {
        Self(self.0.without_witnesses())
    }

    fn configure(meta: &mut ConstraintSystem<Fp>) -> Columns {
        ModelCircuit::configure(meta)
    }

    fn synthesize(&self, columns: Columns, layouter: impl Layouter<Fp>) -> Result<(), Error> {
        self.0.synthesize(columns, layouter)
    }
}

struct Meddler;

impl FloorPlanner for Meddler {
    fn synthesize<F: Field, CS: Assignment<F>, C: Circuit<F>>(
        all: &mut CS,
        circuit: &C,
        config: C::Config,
        constants: Vec<Column<Fixed>>,
    ) -> Result<(), Error> {
        let Some(Change { column, row, bits }) = CHANGE.get() else {
            return SimpleFloorPlanner::synthesize(all, circuit, config, constants);
        };
        let columns: Vec<_> = {
            let mut meta = ConstraintSystem::<F>::default();
            (0..=column).map(|_| meta.advice_column()).collect()
        };
        let change = (0..bits).fold(F::ONE, |change, _| change.double());
        let mut meddling = Meddling { all, column: columns[column], row, change, met: false };
        SimpleFloorPlanner::synthesize(&mut meddling, circuit, config, constants)?;
        if !meddling.met {
            all.assign_advice(|| "", columns[column], row, || Value::known(change))?;
        }
        Ok(())
    }
}

/// Hands everything on, and one cell with another value.
struct Meddling<'a, F, CS> {
    all: &'a mut CS,
    column: Column<Advice>,
    row: usize,
    change: F,
    met: bool,
}

impl<F: Field, CS: Assignment<F>> Assignment<F> for Meddling<'_, F, CS> {
    fn enter_region<N: Into<String>, A: FnOnce() -> N>(&mut self, name: A) {
        self.all.enter_region(name);
    }

    fn exit_region(&mut self) {
        self.all.exit_region();
    }

    fn enable_selector<A: FnOnce() -> N, N: Into<String>>(
        &mut self,
        name: A,
        selector: &Selector,
        row: usize,
    ) -> Result<(), Error> {
        self.all.enable_selector(name, selector, row)
    }

    fn query_instance(&self, column: Column<Instance>, row: usize) -> Result<Value<F>, Error> {
        self.all.query_instance(column, row)
    }

    fn assign_advice<V, VR, A, AR>(
        &mut self,
        name: A,
        column: Column<Advice>,
        row: usize,
        to: V,
    ) -> Result<(), Error>
    where
        V: FnOnce() -> Value<VR>,
        VR: Into<Assigned<F>>,
        A: FnOnce() -> AR,
        AR: Into<String>,
    {
        let is_it = column == self.column && row == self.row;
        self.met |= is_it;
        let change = if is_it { self.change } else { F::ZERO };
        let to = || to().map(|value| value.into() + Assigned::from(change));
        self.all.assign_advice(name, column, row, to)
    }

    fn assign_fixed<V, VR, A, AR>(
        &mut self,
        name: A,
        column: Column<Fixed>,
        row: usize,
        to: V,
    ) -> Result<(), Error>
    where
        V: FnOnce() -> Value<VR>,
        VR: Into<Assigned<F>>,
        A: FnOnce() -> AR,
        AR: Into<String>,
    {
        self.all.assign_fixed(name, column, row, to)
    }

    fn copy(
        &mut self,
        left: Column<Any>,
        left_row: usize,
        right: Column<Any>,
        right_row: usize,
    ) -> Result<(), Error> {
        self.all.copy(left, left_row, right, right_row)
    }

    fn fill_from_row(
        &mut self,
        column: Column<Fixed>,
        row: usize,
        to: Value<Assigned<F>>,
    ) -> Result<(), Error> {
        self.all.fill_from_row(column, row, to)
    }

    fn push_namespace<N: Into<String>, A: FnOnce() -> N>(&mut self, name: A) {
        self.all.push_namespace(name);
    }

    fn pop_namespace(&mut self, name: Option<String>) {
        self.all.pop_namespace(name);
    }
}

/// Whether the crate's gates, look-ups and ties hold with one cell changed, and these public values.
fn holds(model: &Model, inputs: &[u8], outputs: &[u8], change: Option<Change>) -> bool {
    let Witness { rows, .. } = Witness::of(&model.program, &model.layout, inputs);
    let circuit = Meddled(ModelCircuit { values: Some(&rows), ..model.circuit() });
    let public = inputs.iter().chain(outputs).map(|value| byte(*value)).collect();
    CHANGE.set(change);
    let mock = with_width(model.shape.width, || {
        MockProver::run(model.shape.k, &circuit, vec![public]).expect("it fits")
    });
    CHANGE.set(None);
    // Where something fails in the first row it panics as it describes the row before, which hides values.
    catch_unwind(AssertUnwindSafe(|| mock.verify().is_ok())).unwrap_or(false)
}

const INPUTS: [u8; 6] = [10, 200, 30, 40, 50, 60];

#[test]
fn changed_cell_should_be_refused_exactly_where_our_own_rows_refuse_it() {
    let model = one_of_each();
    let outputs = model.program.run(&INPUTS);
    let filled = honest(&model, &INPUTS);
    assert!(holds(&model, &INPUTS, &outputs, None));
    let mut taken = 0;
    for row in 0..filled.len() {
        for column in 0..model.shape.advice() {
            for bits in [0, 8, 200] {
                let mut changed = filled.clone();
                changed[row][column] += Fp::from(2).pow_vartime([u64::from(bits)]);
                let ours = rows::refused(&model, &changed, &INPUTS).is_none();
                let change = Change { column, row, bits };
                let theirs = holds(&model, &INPUTS, &outputs, Some(change));
                // A cell that gives an output is tied to the public value, which our rows know nothing of.
                let is_same = rows::outputs(&model, &changed) == rows::outputs(&model, &filled);
                assert_eq!(ours && is_same, theirs, "row {row}, column {column}, 2^{bits}");
                taken += usize::from(theirs);
            }
        }
    }
    assert!(taken > 0, "no cell is free: the test changes nothing");
}

#[test]
fn changed_output_should_be_refused_also_with_public_values_to_match() {
    let model = one_of_each();
    let gives = |wire: u32| model.layout.rows.iter().position(|row| row.gives == Some(wire));
    for (at, wire) in model.program.outputs.iter().enumerate() {
        let mut outputs = model.program.run(&INPUTS);
        outputs[at] += 1;
        let row = gives(*wire).expect("some row gives it");
        let change = Change { column: model.shape.width + OUT, row, bits: 0 };
        assert!(!holds(&model, &INPUTS, &outputs, Some(change)), "output {at}");
    }
}

/// In rows that no operation uses the first two limbs must be zero, and what is looked up be in the table;
/// nothing reads the others.
#[test]
fn rows_that_nothing_uses_should_hold_nothing_that_matters() {
    let model = one_of_each();
    let outputs = model.program.run(&INPUTS);
    let (first, end) = (model.layout.rows.len(), (1 << model.shape.k) - BLINDING_ROWS);
    let width = model.shape.width;
    let free =
        |column: usize| column < width || [OUT, SUM, SIDE, INVERSE].contains(&(column - width));
    // Behind the last operation, behind the table, and before the rows that blind.
    for row in [first, first + 1, 300, 1_500, end - 2, end - 1] {
        for column in 0..model.shape.advice() {
            // Small enough to be a byte, and not.
            for bits in [0, 7, 8, 200] {
                let is_taken = holds(&model, &INPUTS, &outputs, Some(Change { column, row, bits }));
                let is_byte = column == width + FAR && bits < 8;
                assert_eq!(
                    is_taken,
                    free(column) || is_byte,
                    "row {row}, column {column}, 2^{bits}"
                );
            }
        }
    }
}

/// Whether a sum is half way between two quotients.
fn is_tie(op: &Op, wires: &[u8]) -> bool {
    let Op::Dot { shift: shift @ 1.., .. } = op else { return false };
    op.sum(wires).rem_euclid(1 << shift) == 1 << (shift - 1)
}

#[test]
fn ties_in_every_layer_and_extreme_inputs_should_be_proven_as_the_program_says() {
    let mut random = Random(11);
    for model in [small(), one_of_each()] {
        let count = model.program.inputs as usize;
        let mut inputs: Vec<Vec<u8>> =
            [0, 1, 127, 128, 129, 254, 255].map(|byte| vec![byte; count]).into();
        // For each operation that rounds, some inputs with which it has a tie.
        for (at, op) in model.program.ops.iter().enumerate() {
            if !matches!(op, Op::Dot { shift: 1.., .. }) {
                continue;
            }
            let before = count + at;
            let tried = (0..1_000_000).map(|_| random.bytes(count));
            let mut ties =
                tried.filter(|inputs| is_tie(op, &model.program.trace(inputs)[..before]));
            inputs.extend(ties.by_ref().take(2));
            assert!(ties.next().is_some(), "operation {at} has no ties");
        }
        for inputs in inputs {
            let outputs = model.program.run(&inputs);
            let Witness { wires, .. } = Witness::of(&model.program, &model.layout, &inputs);
            let trace = model.program.trace(&inputs);
            assert_eq!(wires[..trace.len()], trace, "{inputs:?}");
            assert!(holds(&model, &inputs, &outputs, None), "{inputs:?}");
            for at in 0..outputs.len() {
                let mut other = outputs.clone();
                other[at] ^= 1;
                assert!(!holds(&model, &inputs, &other, None), "{inputs:?}, output {at}");
            }
        }
    }
}
