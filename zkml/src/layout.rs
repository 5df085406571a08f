//! Where each operation of a program stands in the circuit: rows of cells, before any value is known.
//!
//! A row multiplies up to `width` wires with weights and adds the products to a running sum. The last
//! row of a dot product also takes the sum apart and gives the operation's wire. Everything here is
//! computed from the program and the width alone, so that everyone who has the model arrives at the
//! same rows.

use crate::program::{Op, Program, Term, Wire};

/// The limbs that sums are taken apart into have at most so many bits.
pub const LIMB_BITS: u8 = 8;
/// Added to a sum, in units of 256 quotients, so that it is never negative.
pub const OFFSET: i64 = 256;
/// Wires that one row takes a maximum of.
pub const ROW_MAX: usize = 4;

/// Which rows of the table a row's quotient is looked up in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tag {
    /// A row without a quotient.
    #[default]
    None,
    /// Any byte, as it is.
    Byte,
    /// The quotient of a sum that was halved at least once: ties go to even.
    Rounded,
    /// A sum that was not shifted: it has no ties.
    Exact,
    /// A table of the model's.
    Table(u8),
}

impl Tag {
    /// As it stands in the circuit. The numbers up to eight are for limbs of as many bits.
    pub fn number(self) -> u64 {
        match self {
            Tag::None => 0,
            Tag::Byte => u64::from(LIMB_BITS),
            Tag::Rounded => 9,
            Tag::Exact => 10,
            Tag::Table(table) => 11 + u64::from(table),
        }
    }
}

/// What a row does besides adding up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// It adds up.
    #[default]
    Sum,
    /// Its wire is the greatest of its first four.
    Max,
    /// Its sum is the greater of the one before and of the score that its first wire and bias make.
    Best,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub kind: Kind,
    /// What its cells are copies of, and the weights. Cells beyond are zero.
    pub terms: Vec<(Wire, i64)>,
    /// What is added.
    pub bias: i64,
    /// How often the sum of the row before is added.
    pub cont: i64,
    /// The sum is complete, and shifted down by so many bits.
    pub shift: Option<u8>,
    /// How the quotient is looked up.
    pub tag: Tag,
    /// The wire that the row gives.
    pub gives: Option<Wire>,
}

/// How many rows of `width` terms a program takes.
pub fn rows(program: &Program, width: usize) -> usize {
    // Four, and three more for each row after.
    let max = |count: usize| 1 + count.saturating_sub(ROW_MAX).div_ceil(ROW_MAX - 1);
    let of = |op: &Op| match op {
        Op::Dot { terms, .. } => terms.len().div_ceil(width),
        Op::Max { of } => max(of.len()),
        Op::ArgMax { of } => max(of.len()) + of.len() + 1,
        Op::Look { .. } => 1,
    };
    program.ops.iter().map(of).sum()
}

/// The rows of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Terms of a row.
    pub width: usize,
    pub rows: Vec<Row>,
    /// Wires there are: the program's, and those that only rows need.
    pub wires: u32,
}

impl Layout {
    /// Lays out `program` in rows of `width` terms.
    pub fn of(program: &Program, width: usize) -> Self {
        let wires = program.inputs + program.ops.len() as u32;
        let mut layout = Self { width, rows: Vec::new(), wires };
        for (index, op) in program.ops.iter().enumerate() {
            layout.add(op, program.inputs + index as u32);
        }
        layout
    }

    fn add(&mut self, op: &Op, gives: Wire) {
        match op {
            Op::Dot { terms, bias, shift } => self.dot(terms, *bias, *shift, gives),
            Op::Max { of } => self.max(of, gives),
            Op::ArgMax { of } => self.arg_max(of, gives),
            Op::Look { table, at } => {
                let row = Row { terms: vec![(*at, 1)], ..Row::default() };
                self.rows.push(row.complete(0, Tag::Table(*table), gives));
            },
        }
    }

    fn dot(&mut self, terms: &[Term], bias: i64, shift: u8, gives: Wire) {
        let tag = if shift == 0 { Tag::Exact } else { Tag::Rounded };
        let parts = terms.chunks(self.width);
        let last = parts.len() - 1;
        for (index, part) in parts.enumerate() {
            let terms = part.iter().map(|term| (term.wire, i64::from(term.weight))).collect();
            let row = Row { terms, cont: i64::from(index > 0), ..Row::default() };
            self.rows.push(if index == last {
                Row { bias, ..row }.complete(shift, tag, gives)
            } else {
                row
            });
        }
    }

    /// Four at a time, then the greatest so far and three more.
    fn max(&mut self, of: &[Wire], gives: Wire) {
        let (first, mut rest) = of.split_at(of.len().min(ROW_MAX));
        let mut group = first.to_vec();
        loop {
            // Where there are fewer than four, the last one counts again.
            group.resize(ROW_MAX, group[group.len() - 1]);
            let best = if rest.is_empty() { gives } else { self.own_wire() };
            self.rows.push(Row {
                kind: Kind::Max,
                terms: group.iter().map(|wire| (*wire, 0)).collect(),
                tag: Tag::Byte,
                gives: Some(best),
                ..Row::default()
            });
            if rest.is_empty() {
                return;
            }
            let (next, after) = rest.split_at(rest.len().min(ROW_MAX - 1));
            group = [&[best], next].concat();
            rest = after;
        }
    }

    /// Each value makes a score, 256 times itself and more the earlier it comes, so that no two are
    /// equal. The best score less 256 times the greatest value tells its place.
    fn arg_max(&mut self, of: &[Wire], gives: Wire) {
        let greatest = self.own_wire();
        self.max(of, greatest);
        for (index, wire) in of.iter().enumerate() {
            self.rows.push(Row {
                kind: Kind::Best,
                terms: vec![(*wire, 0)],
                bias: 255 - index as i64,
                cont: i64::from(index > 0),
                tag: Tag::Byte,
                ..Row::default()
            });
        }
        let place = Row { terms: vec![(greatest, 256)], bias: 255, cont: -1, ..Row::default() };
        self.rows.push(place.complete(0, Tag::Exact, gives));
    }

    fn own_wire(&mut self) -> Wire {
        self.wires += 1;
        self.wires - 1
    }
}

impl Row {
    /// This row, with its sum complete: shifted down, it gives a wire.
    fn complete(self, shift: u8, tag: Tag, gives: Wire) -> Self {
        let bias = self.bias + offset(shift);
        Self { bias, shift: Some(shift), tag, gives: Some(gives), ..self }
    }

    /// How many bits the two limbs of what is shifted away have.
    pub fn limbs(&self) -> (u8, u8) {
        match self.shift {
            Some(shift) => (shift.min(LIMB_BITS), shift.saturating_sub(LIMB_BITS)),
            None if self.kind == Kind::Sum => (0, 0),
            None => (LIMB_BITS, LIMB_BITS),
        }
    }
}

/// What is added to a sum before it is taken apart: half of what is shifted away, so that cutting
/// rounds, and enough that it is not negative.
pub fn offset(shift: u8) -> i64 {
    ((1 << shift) >> 1) + ((OFFSET * 256) << shift)
}
