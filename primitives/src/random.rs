//! Numbers for tests that try many things: the same ones for the same seed, so that a failure can be
//! repeated.

// An overflow is a test's failure.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::Balance;

/// SplitMix64.
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Less than `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.number() % end
    }

    /// One of these.
    pub fn one_of<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.below(things.len() as u64) as usize]
    }

    /// An amount of any order of magnitude, from one planck to a million OPG.
    pub fn amount(&mut self) -> Balance {
        let most = 10u128.pow(1 + self.below(18) as u32);
        1 + u128::from(self.number()) % most
    }
}
