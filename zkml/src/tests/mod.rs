mod crate_verifier;
mod every_cell;
mod gadgets;
mod prover;
mod rows;
mod sums_of_points;
mod vectors;
pub mod whole;

use crate::program::{Op, Program, Term};

/// A small generator of its own, so that a failure can be repeated by its seed (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next() as u8).collect()
    }
}

/// A net of dense layers with random weights.
pub fn dense(random: &mut Random, sizes: &[usize], shifts: &[u8]) -> Program {
    let mut program = Program { inputs: sizes[0] as u32, ..Program::default() };
    let mut layer: Vec<u32> = (0..program.inputs).collect();
    for (size, shift) in sizes[1..].iter().zip(shifts) {
        let mut next = Vec::new();
        for _ in 0..*size {
            let terms = layer
                .iter()
                .map(|wire| Term { wire: *wire, weight: random.below(129) as i8 - 64 })
                .collect();
            let bias = random.below(20_000) as i64 - 10_000;
            next.push(program.inputs + program.ops.len() as u32);
            program.ops.push(Op::Dot { terms, bias, shift: *shift });
        }
        layer = next;
    }
    program.outputs = layer;
    program
}
