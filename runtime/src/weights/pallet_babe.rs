//! What `pallet_babe` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_babe::WeightInfo for WeightInfo<T> {
    // Storage: `Babe::PendingEpochConfigChange` (r:0 w:1)
    // Proof: `Babe::PendingEpochConfigChange` (`max_values`: Some(1), `max_size`: Some(18), added: 513, mode: `MaxEncodedLen`)
    // Fastest: 2_535 ns.
    fn plan_config_change() -> Weight {
        Weight::from_parts(3_070_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Babe::GenesisSlot` (r:1 w:0)
    // Proof: `Babe::GenesisSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Clocks::EpochSlots` (r:1 w:0)
    // Proof: `Clocks::EpochSlots` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Babe::SkippedEpochs` (r:1 w:0)
    // Proof: `Babe::SkippedEpochs` (`max_values`: Some(1), `max_size`: Some(1202), added: 1697, mode: `MaxEncodedLen`)
    // Storage: `Session::CurrentIndex` (r:1 w:0)
    // Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    // Storage: `Session::Validators` (r:1 w:0)
    // Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    // Storage: `Session::NextKeys` (r:100 w:0)
    // Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // Storage: `Offences::ConcurrentReportsIndex` (r:1 w:1)
    // Proof: `Offences::ConcurrentReportsIndex` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // Storage: `Offences::Reports` (r:1 w:1)
    // Proof: `Offences::Reports` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // `v` was measured from 4 to 100.
    // `n` was measured from 0 to 1.
    // Fastest: 196_386 ns.
    fn report_equivocation(v: u32, n: u32, ) -> Weight {
        Weight::from_parts(128_764_995, 0)
            // Standard error: 45_686
            .saturating_add(Weight::from_parts(14_796_138, 0).saturating_mul(v.into()))
            // Standard error: 2_876_627
            .saturating_add(Weight::from_parts(6_519_265, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(v.into())))
            .saturating_add(T::DbWeight::get().writes(2))
    }

}
