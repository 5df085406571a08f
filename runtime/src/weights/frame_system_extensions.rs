//! What `frame_system_extensions` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> frame_system::ExtensionsWeightInfo for WeightInfo<T> {
    // Fastest: 1_890 ns.
    fn check_genesis() -> Weight {
        Weight::from_parts(2_215_000, 0)
    }

    // Fastest: 3_946 ns.
    fn check_mortality_mortal_transaction() -> Weight {
        Weight::from_parts(4_328_000, 0)
    }

    // Fastest: 3_860 ns.
    fn check_mortality_immortal_transaction() -> Weight {
        Weight::from_parts(4_291_000, 0)
    }

    // Fastest: 518 ns.
    fn check_non_zero_sender() -> Weight {
        Weight::from_parts(653_000, 0)
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 7_707 ns.
    fn check_nonce() -> Weight {
        Weight::from_parts(8_427_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Fastest: 404 ns.
    fn check_spec_version() -> Weight {
        Weight::from_parts(542_000, 0)
    }

    // Fastest: 392 ns.
    fn check_tx_version() -> Weight {
        Weight::from_parts(525_000, 0)
    }

    // Fastest: 4_255 ns.
    fn check_weight() -> Weight {
        Weight::from_parts(4_786_000, 0)
    }

    // Fastest: 2_508 ns.
    fn weight_reclaim() -> Weight {
        Weight::from_parts(2_920_000, 0)
    }

}
