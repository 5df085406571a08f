//! What `pallet_balances` costs. Written by `make weights`; do not edit.
//!
//! Measured on AMD EPYC with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_balances::WeightInfo for WeightInfo<T> {
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 66_770 ns.
    fn transfer_allow_death() -> Weight {
        Weight::from_parts(68_943_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 52_307 ns.
    fn transfer_keep_alive() -> Weight {
        Weight::from_parts(53_980_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 25_337 ns.
    fn force_set_balance_creating() -> Weight {
        Weight::from_parts(27_060_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 25_758 ns.
    fn force_set_balance_killing() -> Weight {
        Weight::from_parts(27_301_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:2 w:2)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 68_311 ns.
    fn force_transfer() -> Weight {
        Weight::from_parts(70_945_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 64_867 ns.
    fn transfer_all() -> Weight {
        Weight::from_parts(67_169_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 21_081 ns.
    fn force_unreserve() -> Weight {
        Weight::from_parts(22_393_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:999 w:999)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `u` was measured from 1 to 1000.
    // Fastest: 20_961 ns.
    fn upgrade_accounts(u: u32, ) -> Weight {
        Weight::from_parts(21_582_000, 0)
            // Standard error: 26_275
            .saturating_add(Weight::from_parts(19_294_719, 0).saturating_mul(u.into()))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(u.into())))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(u.into())))
    }

    // Fastest: 7_171 ns.
    fn force_adjust_total_issuance() -> Weight {
        Weight::from_parts(7_831_000, 0)
    }

    // Fastest: 40_480 ns.
    fn burn_allow_death() -> Weight {
        Weight::from_parts(42_423_000, 0)
    }

    // Fastest: 26_689 ns.
    fn burn_keep_alive() -> Weight {
        Weight::from_parts(28_142_000, 0)
    }

}
