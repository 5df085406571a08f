//! Batches that are refused at the very last step: all of their words are points and numbers where they
//! must be, and nothing is proven. No batch costs more to check.

// Runs in tests and on benchmarking machines, never in a block.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)]

use alloc::vec::Vec;
use opg_primitives::proofs::{Batch, Claim, Key, MAX_PUBLIC};
use polkadot_sdk::sp_io::hashing::blake2_256;

/// Bytes of a point and of a number.
const WORD: usize = 32;
/// Points that have nothing to do with each other: the first generators of all circuits.
const POINTS: &[u8; 256 * WORD] = include_bytes!("points.bin");

/// The circuit that forged keys and proofs are for.
#[derive(Clone, Copy)]
pub struct Forger {
    pub k: u8,
    pub width: u16,
    pub inputs: u16,
    pub outputs: u16,
}

impl Default for Forger {
    /// The smallest circuit, the fewest public values.
    fn default() -> Self {
        Self { k: 11, width: 4, inputs: 1, outputs: 1 }
    }
}

impl Forger {
    /// For a circuit with so many public values.
    pub fn with_public(values: u32) -> Self {
        let inputs = values.div_ceil(2).min(MAX_PUBLIC) as u16;
        Self { inputs, outputs: values as u16 - inputs, ..Self::default() }
    }

    /// A batch of `claims` different proofs about `keys` different keys.
    pub fn batch(&self, claims: u32, keys: u32) -> Batch {
        let claim = |index: u32| Claim {
            key: (index % keys) as u16,
            context: blake2_256(&index.to_le_bytes()),
            inputs: vec_of(self.inputs),
            outputs: vec_of(self.outputs),
            proof: self.proof(index).try_into().unwrap(),
        };
        Batch {
            keys: (0..keys).map(|seed| self.key(seed)).collect::<Vec<_>>().try_into().unwrap(),
            claims: (0..claims).map(claim).collect::<Vec<_>>().try_into().unwrap(),
        }
    }

    fn key(&self, seed: u32) -> Key {
        let mut words = Words::new(seed);
        words.bytes.extend([1, self.k]);
        for count in [self.width, self.inputs, self.outputs] {
            words.bytes.extend(count.to_le_bytes());
        }
        words.points(2 * usize::from(self.width) + 15);
        words.bytes.try_into().unwrap()
    }

    /// The words of a proof, in the order of docs/proofs.md.
    fn proof(&self, seed: u32) -> Vec<u8> {
        let width = usize::from(self.width);
        let products = (width + 2).div_ceil(3);
        let mut words = Words::new(seed);
        words.points(width + 10 + 8 + products + 4 + 1 + 4);
        words.numbers(3 * width + 3 * products + 47);
        words.points(1);
        words.numbers(4);
        words.points(1 + 2 * usize::from(self.k));
        words.numbers(2);
        words.bytes
    }
}

fn vec_of<Bound: polkadot_sdk::sp_core::Get<u32>>(
    count: u16,
) -> polkadot_sdk::sp_core::bounded::BoundedVec<u8, Bound> {
    (0..count).map(|index| index as u8).collect::<Vec<_>>().try_into().ok().unwrap()
}

/// Points and numbers that depend on a seed.
struct Words {
    bytes: Vec<u8>,
    seed: u32,
    count: u32,
}

impl Words {
    fn new(seed: u32) -> Self {
        Self { bytes: Vec::new(), seed, count: 0 }
    }

    fn random(&mut self) -> [u8; WORD] {
        self.count += 1;
        let mut seed = [0; 8];
        seed[..4].copy_from_slice(&self.seed.to_le_bytes());
        seed[4..].copy_from_slice(&self.count.to_le_bytes());
        blake2_256(&seed)
    }

    fn points(&mut self, count: usize) {
        for _ in 0..count {
            let at = WORD * usize::from(self.random()[0]);
            self.bytes.extend_from_slice(&POINTS[at..at + WORD]);
        }
    }

    fn numbers(&mut self, count: usize) {
        for _ in 0..count {
            let mut number = self.random();
            // Below the field's size, which is a little more than 2^254.
            number[WORD - 1] &= 0x3f;
            self.bytes.extend_from_slice(&number);
        }
    }
}
