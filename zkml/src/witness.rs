//! What the cells of each row hold, for given inputs.

use crate::{
    layout::{Kind, Layout, Row, Tag, OFFSET},
    program::Program,
};

/// A row's values. Cells that a row does not use are zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// The wires that it reads.
    pub terms: Vec<u8>,
    /// The running sum, or the best score.
    pub sum: i64,
    /// What is shifted away, in two limbs; or a difference, in two limbs.
    pub limbs: [u8; 2],
    /// The quotient's lowest byte; or a difference.
    pub low: u8,
    /// How far the quotient is from what a byte can be, less one; or a difference.
    pub far: u8,
    /// On which side.
    pub side: i8,
    /// Nothing is shifted away: half way between two quotients, before the half was added.
    pub tie: bool,
    /// The lowest byte, rounded to even; or what a table has for it.
    pub looked: u8,
    /// The wire that it gives.
    pub out: u8,
}

/// All that a prover knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    pub rows: Vec<Values>,
    /// What the program's wires carry, then those that only rows need.
    pub wires: Vec<u8>,
}

impl Witness {
    /// What `layout`, which was made of `program`, holds for these inputs.
    pub fn of(program: &Program, layout: &Layout, inputs: &[u8]) -> Self {
        let mut wires = inputs.to_vec();
        wires.resize(layout.wires as usize, 0);
        let mut before = 0;
        let mut rows = Vec::with_capacity(layout.rows.len());
        for row in &layout.rows {
            let values = row.values(program, &wires, before);
            before = values.sum;
            if let Some(wire) = row.gives {
                wires[wire as usize] = values.out;
            }
            rows.push(values);
        }
        Self { rows, wires }
    }
}

impl Row {
    fn values(&self, program: &Program, wires: &[u8], before: i64) -> Values {
        let terms = self.terms.iter().map(|(wire, _)| wires[*wire as usize]).collect();
        let values = Values { terms, ..Values::default() };
        match self.kind {
            Kind::Sum => self.sum(program, values, before),
            Kind::Max => max(values),
            Kind::Best => self.best(values, before),
        }
    }

    fn sum(&self, program: &Program, values: Values, before: i64) -> Values {
        let products = self.terms.iter().zip(&values.terms);
        let sum = products.fold(self.bias + self.cont * before, |sum, ((_, weight), value)| {
            sum + weight * i64::from(*value)
        });
        let values = Values { sum, ..values };
        match self.shift {
            Some(shift) => self.quotient(program, values, shift),
            None => values,
        }
    }

    fn quotient(&self, program: &Program, values: Values, shift: u8) -> Values {
        let (high, rest) = (values.sum >> shift, values.sum & ((1 << shift) - 1));
        let (top, low) = ((high >> 8) - OFFSET, (high & 255) as u8);
        let tie = rest == 0;
        let looked = match self.tag {
            Tag::Rounded => low - u8::from(tie) * (low & 1),
            Tag::Table(table) => program.tables[table as usize][low as usize],
            Tag::None | Tag::Byte | Tag::Exact => low,
        };
        let side = top.signum();
        Values {
            limbs: limbs(rest),
            low,
            far: (top.abs() - side.abs()) as u8,
            side: side as i8,
            tie,
            looked,
            out: match side {
                0 => looked,
                1 => 255,
                _ => 0,
            },
            ..values
        }
    }

    fn best(&self, values: Values, before: i64) -> Values {
        let score = 256 * i64::from(values.terms[0]) + self.bias;
        let before = self.cont * before;
        let sum = score.max(before);
        let [far, low] = limbs(sum - score);
        Values { sum, limbs: limbs(sum - before), far, low, ..values }
    }
}

fn max(values: Values) -> Values {
    let out = values.terms.iter().copied().fold(0, u8::max);
    let below = |index: usize| out - values.terms[index];
    Values { limbs: [below(0), below(1)], far: below(2), low: below(3), out, ..values }
}

/// A number of up to sixteen bits, in bytes.
fn limbs(value: i64) -> [u8; 2] {
    [(value & 255) as u8, (value >> 8) as u8]
}
