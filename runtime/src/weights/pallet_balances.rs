//! What `pallet_balances` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_balances::WeightInfo for WeightInfo<T> {
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 51_920 ns.
    fn transfer_allow_death() -> Weight {
        Weight::from_parts(54_549_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 40_255 ns.
    fn transfer_keep_alive() -> Weight {
        Weight::from_parts(42_199_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 20_632 ns.
    fn force_set_balance_creating() -> Weight {
        Weight::from_parts(22_199_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 21_417 ns.
    fn force_set_balance_killing() -> Weight {
        Weight::from_parts(23_005_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:2 w:2)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 53_913 ns.
    fn force_transfer() -> Weight {
        Weight::from_parts(56_792_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 49_117 ns.
    fn transfer_all() -> Weight {
        Weight::from_parts(52_099_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 16_893 ns.
    fn force_unreserve() -> Weight {
        Weight::from_parts(18_144_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:999 w:999)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `u` was measured from 1 to 1000.
    // Fastest: 17_165 ns.
    fn upgrade_accounts(u: u32, ) -> Weight {
        Weight::from_parts(29_888_903, 0)
            // Standard error: 47_273
            .saturating_add(Weight::from_parts(15_047_118, 0).saturating_mul(u.into()))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(u.into())))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(u.into())))
    }

    // Fastest: 6_150 ns.
    fn force_adjust_total_issuance() -> Weight {
        Weight::from_parts(6_795_000, 0)
    }

    // Fastest: 31_991 ns.
    fn burn_allow_death() -> Weight {
        Weight::from_parts(34_091_000, 0)
    }

    // Fastest: 20_666 ns.
    fn burn_keep_alive() -> Weight {
        Weight::from_parts(22_458_000, 0)
    }

}
