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
    // Fastest: 20_609 ns.
    fn as_multi_threshold_1(z: u32, ) -> Weight {
        Weight::from_parts(25_204_353, 0)
            // Standard error: 14
            .saturating_add(Weight::from_parts(2_159, 0).saturating_mul(z.into()))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // `z` was measured from 0 to 10000.
    // Fastest: 39_342 ns.
    fn as_multi_create(s: u32, z: u32, ) -> Weight {
        Weight::from_parts(24_726_872, 0)
            // Standard error: 3_724
            .saturating_add(Weight::from_parts(185_992, 0).saturating_mul(s.into()))
            // Standard error: 36
            .saturating_add(Weight::from_parts(2_696, 0).saturating_mul(z.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 3 to 100.
    // `z` was measured from 0 to 10000.
    // Fastest: 27_987 ns.
    fn as_multi_approve(s: u32, z: u32, ) -> Weight {
        Weight::from_parts(15_285_690, 0)
            // Standard error: 1_773
            .saturating_add(Weight::from_parts(149_838, 0).saturating_mul(s.into()))
            // Standard error: 17
            .saturating_add(Weight::from_parts(2_463, 0).saturating_mul(z.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // `z` was measured from 0 to 10000.
    // Fastest: 48_900 ns.
    fn as_multi_complete(s: u32, z: u32, ) -> Weight {
        Weight::from_parts(32_596_533, 0)
            // Standard error: 2_153
            .saturating_add(Weight::from_parts(194_388, 0).saturating_mul(s.into()))
            // Standard error: 21
            .saturating_add(Weight::from_parts(2_547, 0).saturating_mul(z.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 26_407 ns.
    fn approve_as_multi_create(s: u32, ) -> Weight {
        Weight::from_parts(28_100_606, 0)
            // Standard error: 1_423
            .saturating_add(Weight::from_parts(168_381, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 15_520 ns.
    fn approve_as_multi_approve(s: u32, ) -> Weight {
        Weight::from_parts(17_328_019, 0)
            // Standard error: 887
            .saturating_add(Weight::from_parts(117_653, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 26_658 ns.
    fn cancel_as_multi(s: u32, ) -> Weight {
        Weight::from_parts(29_200_633, 0)
            // Standard error: 1_029
            .saturating_add(Weight::from_parts(124_039, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 25_018 ns.
    fn poke_deposit(s: u32, ) -> Weight {
        Weight::from_parts(26_586_620, 0)
            // Standard error: 633
            .saturating_add(Weight::from_parts(118_441, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

}
