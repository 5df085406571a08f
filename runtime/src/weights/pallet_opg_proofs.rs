//! What `pallet_opg_proofs` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_opg_proofs::WeightInfo for WeightInfo<T> {
    // `n` was measured from 1 to 200.
    // Fastest: 11_500_523 ns.
    fn check_11(n: u32, ) -> Weight {
        Weight::from_parts(10_867_157_248, 0)
            // Standard error: 4_172_629
            .saturating_add(Weight::from_parts(647_274_642, 0).saturating_mul(n.into()))
    }

    // `n` was measured from 1 to 200.
    // Fastest: 21_715_120 ns.
    fn check_12(n: u32, ) -> Weight {
        Weight::from_parts(24_007_159_345, 0)
            // Standard error: 2_938_807
            .saturating_add(Weight::from_parts(640_645_943, 0).saturating_mul(n.into()))
    }

    // `n` was measured from 1 to 200.
    // Fastest: 35_569_804 ns.
    fn check_13(n: u32, ) -> Weight {
        Weight::from_parts(39_671_887_434, 0)
            // Standard error: 2_515_595
            .saturating_add(Weight::from_parts(743_560_402, 0).saturating_mul(n.into()))
    }

    // `n` was measured from 1 to 200.
    // Fastest: 68_804_089 ns.
    fn check_14(n: u32, ) -> Weight {
        Weight::from_parts(72_492_676_454, 0)
            // Standard error: 2_671_094
            .saturating_add(Weight::from_parts(903_313_594, 0).saturating_mul(n.into()))
    }

    // `w` was measured from 4 to 96.
    // Fastest: 22_281_416 ns.
    fn check_wide(w: u32, ) -> Weight {
        Weight::from_parts(21_923_386_106, 0)
            // Standard error: 1_100_820
            .saturating_add(Weight::from_parts(238_632_422, 0).saturating_mul(w.into()))
    }

    // `q` was measured from 1 to 64.
    // Fastest: 50_646_719 ns.
    fn check_keys(q: u32, ) -> Weight {
        Weight::from_parts(54_513_077_018, 0)
            // Standard error: 2_517_152
            .saturating_add(Weight::from_parts(179_045_081, 0).saturating_mul(q.into()))
    }

    // `v` was measured from 2 to 2000.
    // Fastest: 49_592_522 ns.
    fn check_public(v: u32, ) -> Weight {
        Weight::from_parts(54_599_455_367, 0)
            // Standard error: 113_961
            .saturating_add(Weight::from_parts(544_280, 0).saturating_mul(v.into()))
    }

}
