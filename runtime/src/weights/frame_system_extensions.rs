//! What `frame_system_extensions` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> frame_system::ExtensionsWeightInfo for WeightInfo<T> {
    // Fastest: 2_229 ns.
    fn check_genesis() -> Weight {
        Weight::from_parts(2_823_000, 0)
    }

    // Fastest: 4_902 ns.
    fn check_mortality_mortal_transaction() -> Weight {
        Weight::from_parts(5_726_000, 0)
    }

    // Fastest: 4_728 ns.
    fn check_mortality_immortal_transaction() -> Weight {
        Weight::from_parts(5_502_000, 0)
    }

    // Fastest: 659 ns.
    fn check_non_zero_sender() -> Weight {
        Weight::from_parts(853_000, 0)
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 9_031 ns.
    fn check_nonce() -> Weight {
        Weight::from_parts(10_511_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Fastest: 498 ns.
    fn check_spec_version() -> Weight {
        Weight::from_parts(669_000, 0)
    }

    // Fastest: 505 ns.
    fn check_tx_version() -> Weight {
        Weight::from_parts(665_000, 0)
    }

    // Fastest: 5_166 ns.
    fn check_weight() -> Weight {
        Weight::from_parts(6_251_000, 0)
    }

    // Fastest: 2_796 ns.
    fn weight_reclaim() -> Weight {
        Weight::from_parts(3_574_000, 0)
    }

}
