//! The circuit as `halo2_proofs` wants it: columns, gates, lookups, and a layout's rows put in them.

use crate::{
    gates::{self, Cells},
    layout::{Kind, Layout},
    witness::Values,
};
use ff::Field;
use halo2_proofs::{
    circuit::{Cell, Layouter, Region, SimpleFloorPlanner, Value},
    plonk::{
        Advice, Circuit, Column, ConstraintSystem, Error, Expression, Fixed, Instance, TableColumn,
        VirtualCells,
    },
    poly::Rotation,
};
use pasta_curves::Fp;
use std::cell::Cell as Shared;

/// Columns that the prover fills in besides the terms.
pub const ADVICE: usize = 10;
/// Which of them holds the inverse of what is shifted away.
pub const INVERSE: usize = 8;
/// Fixed columns besides the weights, the table's four among them.
pub const FIXED: usize = 13;
/// Rows at the end that hide the prover's values.
pub const BLINDING_ROWS: usize = 6;

thread_local! {
    /// Terms of a row, for [`ModelCircuit::configure`]: the trait gives it no argument to read them from.
    static WIDTH: Shared<usize> = const { Shared::new(0) };
}

/// Runs `work`, in which circuits have rows of so many terms.
pub fn with_width<T>(width: usize, work: impl FnOnce() -> T) -> T {
    let before = WIDTH.replace(width);
    let done = work();
    WIDTH.set(before);
    done
}

/// A layout, with what a prover knows.
#[derive(Clone)]
pub struct ModelCircuit<'a> {
    pub layout: &'a Layout,
    pub tables: &'a [[u8; 256]],
    pub inputs: u32,
    pub outputs: &'a [u32],
    /// What each row holds, for a prover.
    pub values: Option<&'a [Values]>,
}

/// The columns, in the order in which they are asked for and opened.
#[derive(Clone)]
pub struct Columns {
    terms: Vec<Column<Advice>>,
    out: Column<Advice>,
    sum: Column<Advice>,
    /// limb 0, limb 1, low, far, side, tie, inverse, looked
    others: [Column<Advice>; 8],
    weights: Vec<Column<Fixed>>,
    /// bias, cont, adds, scale, takes max, takes best, tag, bits 0, bits 1
    fixed: [Column<Fixed>; 9],
    table: [TableColumn; 4],
    public: Column<Instance>,
}

impl Columns {
    fn new(meta: &mut ConstraintSystem<Fp>, width: usize) -> Self {
        let columns = Self {
            terms: (0..width).map(|_| meta.advice_column()).collect(),
            out: meta.advice_column(),
            sum: meta.advice_column(),
            others: [(); 8].map(|()| meta.advice_column()),
            weights: (0..width).map(|_| meta.fixed_column()).collect(),
            fixed: [(); 9].map(|()| meta.fixed_column()),
            table: [(); 4].map(|()| meta.lookup_table_column()),
            public: meta.instance_column(),
        };
        columns.terms.iter().for_each(|column| meta.enable_equality(*column));
        meta.enable_equality(columns.out);
        meta.enable_equality(columns.public);
        columns
    }

    /// A row's cells as expressions. The table's are filled in by the lookups: here they are zero.
    fn cells(&self, meta: &mut VirtualCells<Fp>) -> Cells<Expression<Fp>> {
        let mut advice = |column| meta.query_advice(column, Rotation::cur());
        let terms = self.terms.iter().map(|column| advice(*column)).collect();
        let out = advice(self.out);
        let sum = advice(self.sum);
        let sum_before = meta.query_advice(self.sum, Rotation::prev());
        let [limb0, limb1, low, far, side, tie, inverse, looked] =
            self.others.map(|column| meta.query_advice(column, Rotation::cur()));
        let weights = self.weights.iter().map(|column| meta.query_fixed(*column)).collect();
        let [bias, cont, adds, scale, takes_max, takes_best, tag, bits0, bits1] =
            self.fixed.map(|column| meta.query_fixed(column));
        let table = [(); 4].map(|()| Expression::Constant(Fp::ZERO));
        Cells {
            terms,
            sum,
            sum_before,
            limb0,
            limb1,
            low,
            far,
            side,
            tie,
            inverse,
            looked,
            out,
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
            table,
        }
    }
}

impl Circuit<Fp> for ModelCircuit<'_> {
    type Config = Columns;
    type FloorPlanner = SimpleFloorPlanner;

    fn without_witnesses(&self) -> Self {
        Self { values: None, ..self.clone() }
    }

    fn configure(meta: &mut ConstraintSystem<Fp>) -> Columns {
        let columns = Columns::new(meta, WIDTH.get());
        meta.create_gate("row", |meta| gates::gates(&columns.cells(meta)));
        let count = gates::LOOKUPS;
        for index in 0..count {
            meta.lookup(|meta| {
                let lookups = gates::lookups(&columns.cells(meta));
                let inputs = lookups.into_iter().nth(index).unwrap_or_default();
                inputs.into_iter().zip(columns.table).map(|((input, _), at)| (input, at)).collect()
            });
        }
        columns
    }

    fn synthesize(&self, columns: Columns, mut layouter: impl Layouter<Fp>) -> Result<(), Error> {
        layouter.assign_table(
            || "table",
            |mut table| {
                for (row, entry) in gates::table(self.tables).into_iter().enumerate() {
                    for (column, value) in columns.table.iter().zip(entry) {
                        let value = || Value::known(Fp::from(value));
                        table.assign_cell(|| "", *column, row, value)?;
                    }
                }
                Ok(())
            },
        )?;
        let first = layouter.assign_region(|| "rows", |region| self.rows(&columns, region))?;
        for (wire, cell) in first.iter().take(self.inputs as usize).enumerate() {
            if let Some(cell) = cell {
                layouter.constrain_instance(*cell, columns.public, wire)?;
            }
        }
        for (index, wire) in self.outputs.iter().enumerate() {
            if let Some(cell) = first[*wire as usize] {
                let row = self.inputs as usize + index;
                layouter.constrain_instance(cell, columns.public, row)?;
            }
        }
        Ok(())
    }
}

impl ModelCircuit<'_> {
    /// Fills in all rows and ties cells of the same wire together; returns the first cell of each.
    fn rows(&self, columns: &Columns, mut region: Region<Fp>) -> Result<Vec<Option<Cell>>, Error> {
        let mut first = vec![None; self.layout.wires as usize];
        for offset in 0..self.layout.rows.len() {
            self.fix(columns, &mut region, offset)?;
            self.fill(columns, &mut region, offset, &mut first)?;
        }
        Ok(first)
    }

    fn fix(&self, columns: &Columns, region: &mut Region<Fp>, offset: usize) -> Result<(), Error> {
        let fixed = fixed_values(&self.layout.rows[offset]);
        let weights = self.layout.rows[offset].terms.iter().map(|(_, weight)| field(*weight));
        let weights = columns.weights.iter().copied().zip(weights);
        for (column, value) in weights.chain(columns.fixed.into_iter().zip(fixed)) {
            region.assign_fixed(|| "", column, offset, || Value::known(value))?;
        }
        Ok(())
    }

    fn fill(
        &self,
        columns: &Columns,
        region: &mut Region<Fp>,
        offset: usize,
        first: &mut [Option<Cell>],
    ) -> Result<(), Error> {
        let row = &self.layout.rows[offset];
        let values = self.values.map(|values| &values[offset]);
        let known = |value: Option<Fp>| value.map_or(Value::unknown(), Value::known);
        for (index, column) in columns.terms.iter().enumerate() {
            let value = values.map(|values| byte(values.terms.get(index).copied().unwrap_or(0)));
            let cell = region.assign_advice(|| "", *column, offset, || known(value))?.cell();
            if let Some((wire, _)) = row.terms.get(index) {
                tie(region, &mut first[*wire as usize], cell)?;
            }
        }
        let value = values.map(|values| byte(values.out));
        let out = region.assign_advice(|| "", columns.out, offset, || known(value))?.cell();
        if let Some(wire) = row.gives {
            tie(region, &mut first[wire as usize], out)?;
        }
        let value = values.map(|values| field(values.sum));
        region.assign_advice(|| "", columns.sum, offset, || known(value))?;
        let others = values.map(|values| advice_values(values, inverse(rest(values))));
        for (index, column) in columns.others.iter().enumerate() {
            let value = others.map(|others| others[index]);
            region.assign_advice(|| "", *column, offset, || known(value))?;
        }
        Ok(())
    }
}

/// All cells of a wire equal its first one.
fn tie(region: &mut Region<Fp>, first: &mut Option<Cell>, cell: Cell) -> Result<(), Error> {
    match first {
        Some(first) => region.constrain_equal(*first, cell),
        None => {
            *first = Some(cell);
            Ok(())
        },
    }
}

/// A row's fixed cells after the weights, before the table's.
pub fn fixed_values(row: &crate::layout::Row) -> [Fp; 9] {
    let flag = |is: bool| Fp::from(u64::from(is));
    let (bits0, bits1) = row.limbs();
    [
        field(row.bias),
        field(row.cont),
        flag(row.kind == Kind::Sum),
        row.shift.map_or(Fp::ZERO, |shift| Fp::from(1 << shift)),
        flag(row.kind == Kind::Max),
        flag(row.kind == Kind::Best),
        Fp::from(row.tag.number()),
        byte(bits0),
        byte(bits1),
    ]
}

/// A row's values in the order of [`Columns::others`], given the inverse of its [`rest`].
pub fn advice_values(values: &Values, inverse: Fp) -> [Fp; 8] {
    [
        byte(values.limbs[0]),
        byte(values.limbs[1]),
        byte(values.low),
        byte(values.far),
        field(values.side.into()),
        byte(values.tie.into()),
        inverse,
        byte(values.looked),
    ]
}

/// What a row shifts away.
pub fn rest(values: &Values) -> Fp {
    byte(values.limbs[0]) + byte(values.limbs[1]) * Fp::from(256)
}

/// One over it; nothing if it is nothing.
pub fn inverse(rest: Fp) -> Fp {
    Option::from(rest.invert()).unwrap_or(Fp::ZERO)
}

pub fn byte(value: u8) -> Fp {
    Fp::from(u64::from(value))
}

/// A whole number, also below zero.
pub fn field(value: i64) -> Fp {
    let size = Fp::from(value.unsigned_abs());
    if value < 0 {
        -size
    } else {
        size
    }
}
