//! What `pallet_multisig` costs. Written by `make weights`; do not edit.
//!
//! Measured on AMD EPYC with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_multisig::WeightInfo for WeightInfo<T> {
    // `z` was measured from 0 to 10000.
    // Fastest: 40_721 ns.
    fn as_multi_threshold_1(z: u32, ) -> Weight {
        Weight::from_parts(46_947_503, 0)
            // Standard error: 39
            .saturating_add(Weight::from_parts(7_119, 0).saturating_mul(z.into()))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // `z` was measured from 0 to 10000.
    // Fastest: 65_968 ns.
    fn as_multi_create(s: u32, z: u32, ) -> Weight {
        Weight::from_parts(41_061_690, 0)
            // Standard error: 9_037
            .saturating_add(Weight::from_parts(289_875, 0).saturating_mul(s.into()))
            // Standard error: 88
            .saturating_add(Weight::from_parts(7_351, 0).saturating_mul(z.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 3 to 100.
    // `z` was measured from 0 to 10000.
    // Fastest: 49_424 ns.
    fn as_multi_approve(s: u32, z: u32, ) -> Weight {
        Weight::from_parts(22_057_304, 0)
            // Standard error: 3_459
            .saturating_add(Weight::from_parts(285_842, 0).saturating_mul(s.into()))
            // Standard error: 33
            .saturating_add(Weight::from_parts(7_259, 0).saturating_mul(z.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // `z` was measured from 0 to 10000.
    // Fastest: 77_605 ns.
    fn as_multi_complete(s: u32, z: u32, ) -> Weight {
        Weight::from_parts(36_252_486, 0)
            // Standard error: 5_230
            .saturating_add(Weight::from_parts(527_947, 0).saturating_mul(s.into()))
            // Standard error: 51
            .saturating_add(Weight::from_parts(7_749, 0).saturating_mul(z.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 34_331 ns.
    fn approve_as_multi_create(s: u32, ) -> Weight {
        Weight::from_parts(36_695_183, 0)
            // Standard error: 1_199
            .saturating_add(Weight::from_parts(292_696, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 18_347 ns.
    fn approve_as_multi_approve(s: u32, ) -> Weight {
        Weight::from_parts(20_046_423, 0)
            // Standard error: 909
            .saturating_add(Weight::from_parts(291_475, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 33_710 ns.
    fn cancel_as_multi(s: u32, ) -> Weight {
        Weight::from_parts(36_094_607, 0)
            // Standard error: 1_085
            .saturating_add(Weight::from_parts(280_012, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Multisig::Multisigs` (r:1 w:1)
    // Proof: `Multisig::Multisigs` (`max_values`: None, `max_size`: Some(3346), added: 5821, mode: `MaxEncodedLen`)
    // `s` was measured from 2 to 100.
    // Fastest: 31_457 ns.
    fn poke_deposit(s: u32, ) -> Weight {
        Weight::from_parts(33_276_302, 0)
            // Standard error: 915
            .saturating_add(Weight::from_parts(283_505, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

}
