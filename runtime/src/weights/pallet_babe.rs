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
    // Fastest: 2_871 ns.
    fn plan_config_change() -> Weight {
        Weight::from_parts(3_701_000, 0)
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
    // Storage: `Babe::Authorities` (r:1 w:0)
    // Proof: `Babe::Authorities` (`max_values`: Some(1), `max_size`: Some(40002), added: 40497, mode: `MaxEncodedLen`)
    // Storage: `Offences::ConcurrentReportsIndex` (r:1 w:1)
    // Proof: `Offences::ConcurrentReportsIndex` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // Storage: `Offences::Reports` (r:34 w:1)
    // Proof: `Offences::Reports` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // Storage: `Parameters::Parameters` (r:2 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Stake::Reported` (r:1 w:1)
    // Proof: `Stake::Reported` (`max_values`: Some(1), `max_size`: Some(36002), added: 36497, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:34 w:34)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Clocks::EraSessions` (r:1 w:0)
    // Proof: `Clocks::EraSessions` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::Offences` (r:34 w:34)
    // Proof: `Stake::Offences` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Clocks::UnbondingEras` (r:1 w:0)
    // Proof: `Clocks::UnbondingEras` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::NextSlash` (r:1 w:1)
    // Proof: `Stake::NextSlash` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:34 w:0)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:34 w:1)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Session::DisabledValidators` (r:1 w:1)
    // Proof: `Session::DisabledValidators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    // Storage: `Stake::Leavings` (r:288 w:0)
    // Proof: `Stake::Leavings` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListBags` (r:1 w:1)
    // Proof: `Ranking::ListBags` (`max_values`: None, `max_size`: Some(82), added: 2557, mode: `MaxEncodedLen`)
    // Storage: `Ranking::CounterForListNodes` (r:1 w:1)
    // Proof: `Ranking::CounterForListNodes` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::PendingSlashes` (r:0 w:34)
    // Proof: `Stake::PendingSlashes` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
    // `v` was measured from 4 to 100.
    // `n` was measured from 0 to 1.
    // Fastest: 1_578_795 ns.
    fn report_equivocation(v: u32, n: u32, ) -> Weight {
        Weight::from_parts(1_695_106_341, 0)
            // Standard error: 314_117
            .saturating_add(Weight::from_parts(20_191_202, 0).saturating_mul(v.into()))
            .saturating_add(T::DbWeight::get().reads(309))
            .saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(v.into())))
            .saturating_add(T::DbWeight::get().writes(10))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(v.into())))
    }

}
