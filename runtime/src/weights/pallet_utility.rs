//! What `pallet_utility` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_utility::WeightInfo for WeightInfo<T> {
    // `c` was measured from 0 to 1000.
    // Fastest: 5_065 ns.
    fn batch(c: u32, ) -> Weight {
        Weight::from_parts(5_355_000, 0)
            // Standard error: 2_311
            .saturating_add(Weight::from_parts(3_096_029, 0).saturating_mul(c.into()))
    }

    // Fastest: 4_774 ns.
    fn as_derivative() -> Weight {
        Weight::from_parts(5_867_000, 0)
    }

    // `c` was measured from 0 to 1000.
    // Fastest: 5_256 ns.
    fn batch_all(c: u32, ) -> Weight {
        Weight::from_parts(5_654_000, 0)
            // Standard error: 1_927
            .saturating_add(Weight::from_parts(3_527_996, 0).saturating_mul(c.into()))
    }

    // Fastest: 7_080 ns.
    fn dispatch_as() -> Weight {
        Weight::from_parts(8_378_000, 0)
    }

    // `c` was measured from 0 to 1000.
    // Fastest: 5_670 ns.
    fn force_batch(c: u32, ) -> Weight {
        Weight::from_parts(9_998_569, 0)
            // Standard error: 4_354
            .saturating_add(Weight::from_parts(3_143_552, 0).saturating_mul(c.into()))
    }

    // Fastest: 6_931 ns.
    fn dispatch_as_fallible() -> Weight {
        Weight::from_parts(8_371_000, 0)
    }

    // Fastest: 8_733 ns.
    fn if_else() -> Weight {
        Weight::from_parts(10_185_000, 0)
    }

}
