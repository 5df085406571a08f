//! What `frame_system_extensions` costs. Written by `make weights`; do not edit.
//!
//! Measured on AMD EPYC with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> frame_system::ExtensionsWeightInfo for WeightInfo<T> {
    // Fastest: 2_193 ns.
    fn check_genesis() -> Weight {
        Weight::from_parts(2_473_000, 0)
    }

    // Fastest: 4_667 ns.
    fn check_mortality_mortal_transaction() -> Weight {
        Weight::from_parts(5_087_000, 0)
    }

    // Fastest: 4_617 ns.
    fn check_mortality_immortal_transaction() -> Weight {
        Weight::from_parts(5_097_000, 0)
    }

    // Fastest: 671 ns.
    fn check_non_zero_sender() -> Weight {
        Weight::from_parts(811_000, 0)
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 9_254 ns.
    fn check_nonce() -> Weight {
        Weight::from_parts(9_945_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Fastest: 520 ns.
    fn check_spec_version() -> Weight {
        Weight::from_parts(631_000, 0)
    }

    // Fastest: 521 ns.
    fn check_tx_version() -> Weight {
        Weight::from_parts(631_000, 0)
    }

    // Fastest: 4_827 ns.
    fn check_weight() -> Weight {
        Weight::from_parts(5_388_000, 0)
    }

    // Fastest: 2_784 ns.
    fn weight_reclaim() -> Weight {
        Weight::from_parts(3_194_000, 0)
    }

}
