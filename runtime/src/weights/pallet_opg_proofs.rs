//! What `pallet_opg_proofs` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 20 steps, each 10 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_opg_proofs::WeightInfo for WeightInfo<T> {
    // `n` was measured from 1 to 200.
    // Fastest: 20_372_747 ns.
    fn check_11(n: u32, ) -> Weight {
        Weight::from_parts(14_961_356_854, 0)
            // Standard error: 48_513_976
            .saturating_add(Weight::from_parts(983_875_979, 0).saturating_mul(n.into()))
    }

    // `n` was measured from 1 to 200.
    // Fastest: 27_025_878 ns.
    fn check_12(n: u32, ) -> Weight {
        Weight::from_parts(32_387_372_601, 0)
            // Standard error: 14_351_863
            .saturating_add(Weight::from_parts(794_650_827, 0).saturating_mul(n.into()))
    }

    // `n` was measured from 1 to 200.
    // Fastest: 47_266_208 ns.
    fn check_13(n: u32, ) -> Weight {
        Weight::from_parts(44_528_924_090, 0)
            // Standard error: 32_494_211
            .saturating_add(Weight::from_parts(1_113_654_024, 0).saturating_mul(n.into()))
    }

    // `n` was measured from 1 to 200.
    // Fastest: 89_989_747 ns.
    fn check_14(n: u32, ) -> Weight {
        Weight::from_parts(97_057_347_362, 0)
            // Standard error: 33_507_280
            .saturating_add(Weight::from_parts(1_195_054_135, 0).saturating_mul(n.into()))
    }

    // `w` was measured from 4 to 96.
    // Fastest: 27_769_314 ns.
    fn check_wide(w: u32, ) -> Weight {
        Weight::from_parts(26_232_554_695, 0)
            // Standard error: 2_696_902
            .saturating_add(Weight::from_parts(330_187_322, 0).saturating_mul(w.into()))
    }

    // `q` was measured from 1 to 64.
    // Fastest: 67_731_809 ns.
    fn check_keys(q: u32, ) -> Weight {
        Weight::from_parts(70_489_271_278, 0)
            // Standard error: 70_901_479
            .saturating_add(Weight::from_parts(514_280_820, 0).saturating_mul(q.into()))
    }

    // `v` was measured from 2 to 2000.
    // Fastest: 64_244_495 ns.
    fn check_public(v: u32, ) -> Weight {
        Weight::from_parts(68_145_372_571, 0)
            // Standard error: 422_388
            .saturating_add(Weight::from_parts(106_637, 0).saturating_mul(v.into()))
    }

}
