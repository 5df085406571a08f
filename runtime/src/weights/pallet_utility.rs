//! What `pallet_utility` costs. Written by `make weights`; do not edit.
//!
//! Measured on AMD EPYC with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_utility::WeightInfo for WeightInfo<T> {
    // `c` was measured from 0 to 1000.
    // Fastest: 5_849 ns.
    fn batch(c: u32, ) -> Weight {
        Weight::from_parts(2_913_401, 0)
            // Standard error: 1_417
            .saturating_add(Weight::from_parts(3_508_085, 0).saturating_mul(c.into()))
    }

    // Fastest: 5_708 ns.
    fn as_derivative() -> Weight {
        Weight::from_parts(6_490_000, 0)
    }

    // `c` was measured from 0 to 1000.
    // Fastest: 6_059 ns.
    fn batch_all(c: u32, ) -> Weight {
        Weight::from_parts(6_060_278, 0)
            // Standard error: 1_636
            .saturating_add(Weight::from_parts(3_880_310, 0).saturating_mul(c.into()))
    }

    // Fastest: 8_172 ns.
    fn dispatch_as() -> Weight {
        Weight::from_parts(9_084_000, 0)
    }

    // `c` was measured from 0 to 1000.
    // Fastest: 5_949 ns.
    fn force_batch(c: u32, ) -> Weight {
        Weight::from_parts(5_642_115, 0)
            // Standard error: 1_520
            .saturating_add(Weight::from_parts(3_486_683, 0).saturating_mul(c.into()))
    }

    // Fastest: 8_112 ns.
    fn dispatch_as_fallible() -> Weight {
        Weight::from_parts(9_093_000, 0)
    }

    // Fastest: 10_105 ns.
    fn if_else() -> Weight {
        Weight::from_parts(11_127_000, 0)
    }

}
