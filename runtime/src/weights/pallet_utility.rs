//! What `pallet_utility` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 20 steps, each 10 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_utility::WeightInfo for WeightInfo<T> {
    // `c` was measured from 0 to 1000.
    // Fastest: 6_115 ns.
    fn batch(c: u32, ) -> Weight {
        Weight::from_parts(64_452_525, 0)
            // Standard error: 224_625
            .saturating_add(Weight::from_parts(5_872_337, 0).saturating_mul(c.into()))
    }

    // Fastest: 6_247 ns.
    fn as_derivative() -> Weight {
        Weight::from_parts(7_326_000, 0)
    }

    // `c` was measured from 0 to 1000.
    // Fastest: 6_445 ns.
    fn batch_all(c: u32, ) -> Weight {
        Weight::from_parts(6_609_000, 0)
            // Standard error: 66_818
            .saturating_add(Weight::from_parts(4_842_140, 0).saturating_mul(c.into()))
    }

    // Fastest: 8_456 ns.
    fn dispatch_as() -> Weight {
        Weight::from_parts(9_650_000, 0)
    }

    // `c` was measured from 0 to 1000.
    // Fastest: 6_578 ns.
    fn force_batch(c: u32, ) -> Weight {
        Weight::from_parts(93_716_040, 0)
            // Standard error: 84_621
            .saturating_add(Weight::from_parts(4_234_673, 0).saturating_mul(c.into()))
    }

    // Fastest: 8_500 ns.
    fn dispatch_as_fallible() -> Weight {
        Weight::from_parts(9_641_000, 0)
    }

    // Fastest: 11_579 ns.
    fn if_else() -> Weight {
        Weight::from_parts(12_792_000, 0)
    }

}
