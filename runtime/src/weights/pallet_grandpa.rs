//! What `pallet_grandpa` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_grandpa::WeightInfo for WeightInfo<T> {
    // Storage: `Grandpa::Stalled` (r:0 w:1)
    // Proof: `Grandpa::Stalled` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Fastest: 2_428 ns.
    fn note_stalled() -> Weight {
        Weight::from_parts(2_950_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Session::CurrentIndex` (r:1 w:0)
    // Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    // Storage: `Session::Validators` (r:1 w:0)
    // Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    // Storage: `Session::NextKeys` (r:100 w:0)
    // Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // Storage: `Grandpa::SetIdSession` (r:1 w:0)
    // Proof: `Grandpa::SetIdSession` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Offences::ConcurrentReportsIndex` (r:1 w:1)
    // Proof: `Offences::ConcurrentReportsIndex` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // Storage: `Offences::Reports` (r:1 w:1)
    // Proof: `Offences::Reports` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // `v` was measured from 4 to 100.
    // `n` was measured from 0 to 1.
    // Fastest: 175_801 ns.
    fn report_equivocation(v: u32, n: u32, ) -> Weight {
        Weight::from_parts(183_148_082, 0)
            // Standard error: 45_323
            .saturating_add(Weight::from_parts(14_405_583, 0).saturating_mul(v.into()))
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(v.into())))
            .saturating_add(T::DbWeight::get().writes(2))
    }

}
