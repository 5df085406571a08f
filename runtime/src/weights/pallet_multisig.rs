//! What `pallet_multisig` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_multisig::WeightInfo for WeightInfo<T> {
    // `z` was measured from 0 to 10000.
    // Fastest: 31_098 ns.
    fn as_multi_threshold_1(z: u32, ) -> Weight {
        Weight::from_parts(35_517_148, 0)
            // Standard error: 80
            .saturating_add(Weight::from_parts(3_328, 0).saturating_mul(z.into()))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // `z` was measured from 0 to 10000.
    // Fastest: 59_894 ns.
    fn as_multi_create(s: u32, z: u32, ) -> Weight {
        Weight::from_parts(62_522_000, 0)
            // Standard error: 18_907
            .saturating_add(Weight::from_parts(326_362, 0).saturating_mul(s.into()))
            // Standard error: 189
            .saturating_add(Weight::from_parts(2_398, 0).saturating_mul(z.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 3 to 100.
    // `z` was measured from 0 to 10000.
    // Fastest: 45_366 ns.
    fn as_multi_approve(s: u32, z: u32, ) -> Weight {
        Weight::from_parts(88_397_124, 0)
            // Standard error: 199
            .saturating_add(Weight::from_parts(2_476, 0).saturating_mul(z.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // `z` was measured from 0 to 10000.
    // Fastest: 68_713 ns.
    fn as_multi_complete(s: u32, z: u32, ) -> Weight {
        Weight::from_parts(51_141_151, 0)
            // Standard error: 9_572
            .saturating_add(Weight::from_parts(251_382, 0).saturating_mul(s.into()))
            // Standard error: 93
            .saturating_add(Weight::from_parts(3_474, 0).saturating_mul(z.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 36_243 ns.
    fn approve_as_multi_create(s: u32, ) -> Weight {
        Weight::from_parts(43_189_723, 0)
            // Standard error: 11_411
            .saturating_add(Weight::from_parts(194_308, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 19_044 ns.
    fn approve_as_multi_approve(s: u32, ) -> Weight {
        Weight::from_parts(23_277_943, 0)
            // Standard error: 16_629
            .saturating_add(Weight::from_parts(447_650, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 36_471 ns.
    fn cancel_as_multi(s: u32, ) -> Weight {
        Weight::from_parts(62_404_085, 0)
            // Standard error: 24_140
            .saturating_add(Weight::from_parts(171_441, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 32_990 ns.
    fn poke_deposit(s: u32, ) -> Weight {
        Weight::from_parts(37_019_827, 0)
            // Standard error: 1_361
            .saturating_add(Weight::from_parts(174_176, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

}
