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
    // Fastest: 4_975 ns.
    fn batch(c: u32, ) -> Weight {
        Weight::from_parts(7_356_720, 0)
            // Standard error: 1_375
            .saturating_add(Weight::from_parts(2_688_599, 0).saturating_mul(c.into()))
    }

    // Fastest: 4_432 ns.
    fn as_derivative() -> Weight {
        Weight::from_parts(5_293_000, 0)
    }

    // `c` was measured from 0 to 1000.
    // Fastest: 5_392 ns.
    fn batch_all(c: u32, ) -> Weight {
        Weight::from_parts(5_534_000, 0)
            // Standard error: 1_159
            .saturating_add(Weight::from_parts(2_995_541, 0).saturating_mul(c.into()))
    }

    // Fastest: 6_698 ns.
    fn dispatch_as() -> Weight {
        Weight::from_parts(7_748_000, 0)
    }

    // `c` was measured from 0 to 1000.
    // Fastest: 5_014 ns.
    fn force_batch(c: u32, ) -> Weight {
        Weight::from_parts(4_710_004, 0)
            // Standard error: 1_793
            .saturating_add(Weight::from_parts(2_724_362, 0).saturating_mul(c.into()))
    }

    // Fastest: 6_802 ns.
    fn dispatch_as_fallible() -> Weight {
        Weight::from_parts(8_022_000, 0)
    }

    // Fastest: 8_195 ns.
    fn if_else() -> Weight {
        Weight::from_parts(9_391_000, 0)
    }

}
