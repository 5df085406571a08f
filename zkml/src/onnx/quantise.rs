//! From reals to bytes: the operations that a program is made of.

use super::value::{Bytes, Mapped, Real, Reals, Sum, View};
use crate::{
    error::Refusal,
    program::{Op, Program, Wire, MAX_OPS, MAX_SHIFT, MAX_SUM, MAX_TABLES, MAX_TERMS},
};

/// How near a function's value may be to the middle between two bytes, where it is not exact: another
/// machine's might fall on the other side.
const MARGIN: f64 = 1e-4;

/// Finest unit of results that a function with rounding errors may have: its own errors, of some 2^-23,
/// must stay far below.
const FINEST: i32 = -10;
/// Most terms made on the way to a program: each layer's, and what operators between layers copy.
const MAX_SPENT: usize = 4 * MAX_TERMS;

/// What reals are divided by, and what is added, to be a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantum {
    pub exponent: i32,
    /// In bytes; an i8 has 128 added to it.
    pub zero: u8,
    pub signed: bool,
}

/// A program that grows.
#[derive(Default)]
pub struct Maker {
    pub program: Program,
    spent: usize,
}

impl Maker {
    /// Refuses to make so many more terms, or copies of them, before they are made.
    pub fn afford(&mut self, terms: usize) -> Result<(), String> {
        self.spent = self.spent.saturating_add(terms);
        if self.spent > MAX_SPENT {
            return Err("the model needs too many multiplications".into());
        }
        Ok(())
    }

    pub fn push(&mut self, op: Op) -> Result<Wire, String> {
        let wire = self.program.inputs + self.program.ops.len() as u32;
        if self.program.ops.len() >= MAX_OPS {
            return Err(format!("the model has more than {MAX_OPS} values"));
        }
        op.check(wire, self.program.tables.len()).map_err(|refusal| refusal.to_string())?;
        self.program.ops.push(op);
        Ok(wire)
    }

    fn table(&mut self, table: [u8; 256]) -> Result<u8, String> {
        let tables = &mut self.program.tables;
        let known = tables.iter().position(|known| *known == table);
        let index = known.unwrap_or(tables.len());
        if index == tables.len() {
            if index >= MAX_TABLES {
                return Err(format!("the model needs more than {MAX_TABLES} tables"));
            }
            tables.push(table);
        }
        u8::try_from(index).map_err(|_| "there are too many tables".into())
    }

    fn look(&mut self, wires: &[Wire], table: [u8; 256]) -> Result<Vec<Wire>, String> {
        let table = self.table(table)?;
        wires.iter().map(|at| self.push(Op::Look { table, at: *at })).collect()
    }

    /// `real` in bytes.
    pub fn quantise(&mut self, real: &Real, to: Quantum) -> Result<Bytes, String> {
        let wires = match &real.reals {
            Reals::View(view) => self.view(view, to)?,
            Reals::Mapped(mapped) => self.look(&mapped.wires, mapped.table(to)?)?,
            Reals::Sums(sums) => {
                sums.iter().map(|sum| self.sum(sum, to)).collect::<Result<_, _>>()?
            },
        };
        Ok(Bytes { shape: real.shape.clone(), wires, signed: to.signed })
    }

    fn view(&mut self, view: &View, to: Quantum) -> Result<Vec<Wire>, String> {
        if view.exponent == to.exponent && view.zero == to.zero.into() {
            return Ok(view.wires.clone());
        }
        self.look(&view.wires, view.map().table(to)?)
    }

    fn sum(&mut self, sum: &Sum, to: Quantum) -> Result<Wire, String> {
        if sum.reach >= MAX_SUM.unsigned_abs() {
            let reach = i64::try_from(sum.reach).unwrap_or(i64::MAX);
            return Err(Refusal::Sum { reach, limit: MAX_SUM }.to_string());
        }
        let bits = to.exponent - sum.exponent;
        let shift =
            u8::try_from(bits).ok().filter(|shift| *shift <= MAX_SHIFT).ok_or_else(|| {
                format!(
                "its sums are of 2^{}, its results of 2^{}: from 0 to {MAX_SHIFT} bits between the \
                 two are possible",
                sum.exponent, to.exponent
            )
            })?;
        if shift > 0 && to.zero % 2 == 1 {
            return Err("its results' zero point is odd: ties would be rounded another way".into());
        }
        let bias = sum
            .bias
            .checked_add(i64::from(to.zero) << shift)
            .ok_or("a bias is larger than can be computed with")?;
        let op = Op::Dot { terms: sum.terms.clone(), bias, shift };
        let wire = self.push(op)?;
        if !sum.rectified || to.zero == 0 {
            return Ok(wire);
        }
        let mut table = [0; 256];
        for (byte, result) in table.iter_mut().enumerate() {
            *result = (byte as u8).max(to.zero);
        }
        Ok(self.look(&[wire], table)?[0])
    }
}

impl Mapped {
    /// Which byte each byte becomes.
    fn table(&self, to: Quantum) -> Result<[u8; 256], String> {
        if !self.exact && to.exponent < FINEST {
            return Err(format!(
                "results of a function in units of 2^{} are too fine",
                to.exponent
            ));
        }
        let mut table = [0; 256];
        for (byte, real) in self.reals.iter().enumerate() {
            let exact = real / f64::from(to.exponent).exp2();
            let from_tie = (exact - exact.floor() - 0.5).abs();
            let is_inside = (-1.0..=256.0).contains(&(exact + f64::from(to.zero)));
            if !self.exact && is_inside && from_tie < MARGIN {
                return Err(format!(
                    "for byte {byte} its function falls between two bytes, too near to the middle \
                     to be rounded alike everywhere: choose another scale"
                ));
            }
            let whole = exact.round_ties_even() + f64::from(to.zero);
            table[byte] = whole.clamp(0.0, 255.0) as u8;
        }
        Ok(table)
    }
}
