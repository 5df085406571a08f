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
    // Fastest: 22_146 ns.
    fn as_multi_threshold_1(z: u32, ) -> Weight {
        Weight::from_parts(26_571_092, 0)
            // Standard error: 14
            .saturating_add(Weight::from_parts(2_225, 0).saturating_mul(z.into()))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // `z` was measured from 0 to 10000.
    // Fastest: 41_142 ns.
    fn as_multi_create(s: u32, z: u32, ) -> Weight {
        Weight::from_parts(29_253_428, 0)
            // Standard error: 2_130
            .saturating_add(Weight::from_parts(155_021, 0).saturating_mul(s.into()))
            // Standard error: 20
            .saturating_add(Weight::from_parts(2_346, 0).saturating_mul(z.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 3 to 100.
    // `z` was measured from 0 to 10000.
    // Fastest: 28_100 ns.
    fn as_multi_approve(s: u32, z: u32, ) -> Weight {
        Weight::from_parts(18_594_375, 0)
            // Standard error: 1_611
            .saturating_add(Weight::from_parts(131_822, 0).saturating_mul(s.into()))
            // Standard error: 15
            .saturating_add(Weight::from_parts(2_129, 0).saturating_mul(z.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // `z` was measured from 0 to 10000.
    // Fastest: 51_011 ns.
    fn as_multi_complete(s: u32, z: u32, ) -> Weight {
        Weight::from_parts(34_690_153, 0)
            // Standard error: 2_388
            .saturating_add(Weight::from_parts(218_546, 0).saturating_mul(s.into()))
            // Standard error: 23
            .saturating_add(Weight::from_parts(2_476, 0).saturating_mul(z.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 27_682 ns.
    fn approve_as_multi_create(s: u32, ) -> Weight {
        Weight::from_parts(29_808_365, 0)
            // Standard error: 1_175
            .saturating_add(Weight::from_parts(150_330, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 15_447 ns.
    fn approve_as_multi_approve(s: u32, ) -> Weight {
        Weight::from_parts(16_926_009, 0)
            // Standard error: 758
            .saturating_add(Weight::from_parts(123_536, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 27_445 ns.
    fn cancel_as_multi(s: u32, ) -> Weight {
        Weight::from_parts(28_768_365, 0)
            // Standard error: 859
            .saturating_add(Weight::from_parts(134_852, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 26_253 ns.
    fn poke_deposit(s: u32, ) -> Weight {
        Weight::from_parts(28_547_574, 0)
            // Standard error: 973
            .saturating_add(Weight::from_parts(125_532, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

}
