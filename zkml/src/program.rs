//! A model as the chain knows it: bytes in, bytes out, and between them nothing but integers.
//!
//! A program is a list of operations on *wires*. A wire carries one byte. The first wires are the
//! inputs; each operation adds one wire, computed from earlier ones. Shapes, strides and padding are
//! gone by then: what a convolution reads where is written out.
//!
//! [`Program::run`] says what each operation means. It is the specification that the circuit and the
//! ONNX file are compared with.

use crate::error::Refusal;

/// The number of a wire.
pub type Wire = u32;

/// Most inputs, or outputs, of a model.
pub const MAX_PUBLIC: usize = 1_024;
/// Most operations.
pub const MAX_OPS: usize = 1 << 16;
/// Most terms of all dot products together.
pub const MAX_TERMS: usize = 1 << 22;
/// Most terms of one dot product.
pub const MAX_DOT: usize = 1 << 14;
/// Most wires that one maximum is taken of.
pub const MAX_WINDOW: usize = 256;
/// Most tables.
pub const MAX_TABLES: usize = 16;
/// Weights are of seven bits and a sign: where eight-bit products are added in pairs of sixteen bits,
/// seven do not overflow.
pub const MAX_WEIGHT: i8 = 64;
/// Sums stay below this, so that 32-bit floats hold them exactly.
pub const MAX_SUM: i64 = 1 << 24;
/// Most bits that a sum is shifted down by.
pub const MAX_SHIFT: u8 = 16;

/// A value times a weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Where the value comes from.
    pub wire: Wire,
    /// From `-MAX_WEIGHT` to `MAX_WEIGHT`.
    pub weight: i8,
}

/// What adds a wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// The sum of the bias and all terms, divided by 2^shift, rounded half to even, clamped to a byte.
    /// Zero points are part of the bias.
    Dot { terms: Vec<Term>, bias: i64, shift: u8 },
    /// The greatest of these.
    Max { of: Vec<Wire> },
    /// The place of the greatest among these, the first of equals.
    ArgMax { of: Vec<Wire> },
    /// What a table has for this.
    Look { table: u8, at: Wire },
}

/// A model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// How many wires are inputs.
    pub inputs: u32,
    pub ops: Vec<Op>,
    pub tables: Vec<[u8; 256]>,
    pub outputs: Vec<Wire>,
}

/// `sum` / 2^`shift`, rounded half to even.
pub fn shift_down(sum: i64, shift: u8) -> i64 {
    let floor = sum >> shift;
    let rest = sum - (floor << shift);
    let half = (1i64 << shift) >> 1;
    let up = shift > 0 && (rest > half || (rest == half && floor & 1 == 1));
    floor + i64::from(up)
}

/// The byte nearest to `value`.
pub fn clamp(value: i64) -> u8 {
    value.clamp(0, 255) as u8
}

impl Program {
    /// The outputs for these inputs, of a program that [`check`](Self::check) accepts.
    pub fn run(&self, inputs: &[u8]) -> Vec<u8> {
        let wires = self.trace(inputs);
        self.outputs.iter().map(|wire| wires[*wire as usize]).collect()
    }

    /// What every wire carries.
    pub fn trace(&self, inputs: &[u8]) -> Vec<u8> {
        assert_eq!(inputs.len(), self.inputs as usize, "a byte for every input");
        let mut wires = inputs.to_vec();
        for op in &self.ops {
            let value = self.value_of(op, &wires);
            wires.push(value);
        }
        wires
    }

    fn value_of(&self, op: &Op, wires: &[u8]) -> u8 {
        let at = |wire: Wire| wires[wire as usize];
        match op {
            Op::Dot { shift, .. } => clamp(shift_down(op.sum(wires), *shift)),
            Op::Max { of } => of.iter().map(|wire| at(*wire)).fold(0, u8::max),
            Op::ArgMax { of } => {
                let greatest = of.iter().map(|wire| at(*wire)).fold(0, u8::max);
                of.iter().position(|wire| at(*wire) == greatest).unwrap_or(0) as u8
            },
            Op::Look { table, at: wire } => self.tables[*table as usize][at(*wire) as usize],
        }
    }

    /// Refuses whatever is not a program that can be proven.
    pub fn check(&self) -> Result<(), Refusal> {
        limit("inputs", self.inputs as usize, 1, MAX_PUBLIC)?;
        limit("outputs", self.outputs.len(), 1, MAX_PUBLIC)?;
        limit("operations", self.ops.len(), 1, MAX_OPS)?;
        limit("tables", self.tables.len(), 0, MAX_TABLES)?;
        let mut terms = 0;
        for (index, op) in self.ops.iter().enumerate() {
            op.check(self.inputs + index as u32, self.tables.len())
                .map_err(|reason| Refusal::Operation { index, reason: reason.to_string() })?;
            terms += op.reads().count();
        }
        limit("terms", terms, 1, MAX_TERMS)?;
        let wires = self.inputs + self.ops.len() as u32;
        // An input handed through is in no row, and nothing would tie the output to it.
        if self.outputs.iter().any(|wire| !(self.inputs..wires).contains(wire)) {
            return Err(Refusal::Output);
        }
        Ok(())
    }
}

fn limit(what: &'static str, count: usize, least: usize, most: usize) -> Result<(), Refusal> {
    if (least..=most).contains(&count) {
        Ok(())
    } else {
        Err(Refusal::Count { what, count, least, most })
    }
}

impl Op {
    /// The wires it reads.
    pub fn reads(&self) -> Box<dyn Iterator<Item = Wire> + '_> {
        match self {
            Op::Dot { terms, .. } => Box::new(terms.iter().map(|term| term.wire)),
            Op::Max { of } | Op::ArgMax { of } => Box::new(of.iter().copied()),
            Op::Look { at, .. } => Box::new(std::iter::once(*at)),
        }
    }

    /// A dot product before it is shifted; nothing for other operations.
    pub fn sum(&self, wires: &[u8]) -> i64 {
        let Op::Dot { terms, bias, .. } = self else { return 0 };
        terms.iter().fold(*bias, |sum, Term { wire, weight }| {
            sum + i64::from(*weight) * i64::from(wires[*wire as usize])
        })
    }

    /// Refuses it where so many wires and tables are before it.
    pub(crate) fn check(&self, wires: u32, tables: usize) -> Result<(), Refusal> {
        if self.reads().any(|wire| wire >= wires) {
            return Err(Refusal::Order);
        }
        match self {
            Op::Dot { terms, bias, shift } => {
                limit("terms of a sum", terms.len(), 1, MAX_DOT)?;
                if terms.iter().any(|term| term.weight.unsigned_abs() > MAX_WEIGHT as u8) {
                    return Err(Refusal::Weight);
                }
                if *shift > MAX_SHIFT {
                    return Err(Refusal::Shift(*shift));
                }
                let (least, most) = bounds(terms, *bias);
                let reach = most.max(-least);
                let span = window(*shift);
                if reach >= MAX_SUM || reach >= span {
                    return Err(Refusal::Sum { reach, limit: MAX_SUM.min(span) });
                }
                Ok(())
            },
            Op::Max { of } => limit("values of a maximum", of.len(), 1, MAX_WINDOW),
            Op::ArgMax { of } => limit("values of a maximum", of.len(), 1, MAX_WINDOW),
            Op::Look { table, .. } if usize::from(*table) >= tables => Err(Refusal::Table(*table)),
            Op::Look { .. } => Ok(()),
        }
    }
}

/// How far from zero a sum may be that is shifted down by `shift`: the circuit takes the quotient
/// apart into seventeen bits around the byte it is clamped to.
pub fn window(shift: u8) -> i64 {
    (1 << (16 + shift)) - (1 << shift)
}

/// The least and the greatest that a sum can be, and every sum on the way to it.
fn bounds(terms: &[Term], bias: i64) -> (i64, i64) {
    terms.iter().fold((bias.min(0), bias.max(0)), |(least, most), term| {
        let far = i64::from(term.weight) * 255;
        (least + far.min(0), most + far.max(0))
    })
}
