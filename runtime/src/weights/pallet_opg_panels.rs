//! What `pallet_opg_panels` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 20 steps, each 12 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_opg_panels::WeightInfo for WeightInfo<T> {
    // Storage: `Babe::AuthorVrfRandomness` (r:1 w:0)
    // Proof: `Babe::AuthorVrfRandomness` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
    // Storage: `Babe::NextRandomness` (r:1 w:0)
    // Proof: `Babe::NextRandomness` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
    // Storage: `Babe::EpochStart` (r:1 w:0)
    // Proof: `Babe::EpochStart` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Panels::Entropy` (r:1 w:1)
    // Proof: `Panels::Entropy` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
    // Fastest: 10_865 ns.
    fn stir() -> Weight {
        Weight::from_parts(12_014_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Panels::Cases` (r:1 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Fastest: 79_488 ns.
    fn commit() -> Weight {
        Weight::from_parts(88_379_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Panels::Cases` (r:1 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Storage: `Panels::Salts` (r:1 w:1)
    // Proof: `Panels::Salts` (`max_values`: None, `max_size`: Some(561), added: 3036, mode: `MaxEncodedLen`)
    // Fastest: 99_493 ns.
    fn reveal() -> Weight {
        Weight::from_parts(121_516_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Panels::Cases` (r:1 w:0)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Storage: `Panels::Salts` (r:1 w:0)
    // Proof: `Panels::Salts` (`max_values`: None, `max_size`: Some(561), added: 3036, mode: `MaxEncodedLen`)
    // Fastest: 46_224 ns.
    fn check() -> Weight {
        Weight::from_parts(50_319_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
    }

    // Storage: `Panels::Cases` (r:1 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Storage: `Panels::Entropy` (r:1 w:0)
    // Proof: `Panels::Entropy` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
    // Storage: `Panels::Bonds` (r:1 w:0)
    // Proof: `Panels::Bonds` (`max_values`: Some(1), `max_size`: Some(1026), added: 1521, mode: `MaxEncodedLen`)
    // Storage: `Panels::Seats` (r:65 w:0)
    // Proof: `Panels::Seats` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Panels::BondPages` (r:84 w:0)
    // Proof: `Panels::BondPages` (`max_values`: None, `max_size`: Some(1038), added: 3513, mode: `MaxEncodedLen`)
    // Storage: `Panels::Seated` (r:84 w:0)
    // Proof: `Panels::Seated` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    // Storage: `Panels::Duties` (r:84 w:21)
    // Proof: `Panels::Duties` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:21 w:21)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 21.
    // `e` was measured from 0 to 64.
    // Fastest: 739_395 ns.
    fn draw(n: u32, e: u32, ) -> Weight {
        Weight::from_parts(744_598_000, 0)
            // Standard error: 1_984_729
            .saturating_add(Weight::from_parts(75_673_210, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(70))
            .saturating_add(T::DbWeight::get().reads((10_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(e.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
    }

    // Storage: `Panels::Cases` (r:1 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Storage: `Panels::Duties` (r:105 w:42)
    // Proof: `Panels::Duties` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:42 w:42)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:21 w:21)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:22 w:22)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:21 w:21)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Panels::LineOfChanges` (r:1 w:1)
    // Proof: `Panels::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Targets` (r:21 w:21)
    // Proof: `Oracle::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Oracle::LineOfChanges` (r:1 w:1)
    // Proof: `Oracle::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:22 w:22)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListBags` (r:2 w:2)
    // Proof: `Ranking::ListBags` (`max_values`: None, `max_size`: Some(82), added: 2557, mode: `MaxEncodedLen`)
    // Storage: `Panels::Entropy` (r:1 w:0)
    // Proof: `Panels::Entropy` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
    // Storage: `Panels::Bonds` (r:1 w:0)
    // Proof: `Panels::Bonds` (`max_values`: Some(1), `max_size`: Some(1026), added: 1521, mode: `MaxEncodedLen`)
    // Storage: `Panels::Seats` (r:86 w:0)
    // Proof: `Panels::Seats` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Panels::BondPages` (r:105 w:0)
    // Proof: `Panels::BondPages` (`max_values`: None, `max_size`: Some(1038), added: 3513, mode: `MaxEncodedLen`)
    // Storage: `Panels::Seated` (r:84 w:0)
    // Proof: `Panels::Seated` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Changes` (r:0 w:21)
    // Proof: `Oracle::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Panels::Changes` (r:0 w:21)
    // Proof: `Panels::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 21.
    // `e` was measured from 0 to 64.
    // Fastest: 1_004_318 ns.
    fn replace(n: u32, e: u32, ) -> Weight {
        Weight::from_parts(1_084_142_000, 0)
            // Standard error: 5_628_063
            .saturating_add(Weight::from_parts(330_476_311, 0).saturating_mul(n.into()))
            // Standard error: 1_843_263
            .saturating_add(Weight::from_parts(10_626_800, 0).saturating_mul(e.into()))
            .saturating_add(T::DbWeight::get().reads(80))
            .saturating_add(T::DbWeight::get().reads((19_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(e.into())))
            .saturating_add(T::DbWeight::get().writes(7))
            .saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(n.into())))
    }

    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:22 w:22)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Panels::Duties` (r:21 w:21)
    // Proof: `Panels::Duties` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:21 w:21)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:21 w:0)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Targets` (r:21 w:0)
    // Proof: `Oracle::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:21 w:21)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // Storage: `Panels::Cases` (r:0 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 21.
    // Fastest: 257_605 ns.
    fn conclude(n: u32, ) -> Weight {
        Weight::from_parts(34_944_337, 0)
            // Standard error: 2_123_288
            .saturating_add(Weight::from_parts(188_658_532, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(n.into())))
    }

    // Storage: `Panels::Cases` (r:1 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:21 w:21)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:21 w:0)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Targets` (r:21 w:0)
    // Proof: `Oracle::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:21 w:21)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 21.
    // Fastest: 154_876 ns.
    fn close(n: u32, ) -> Weight {
        Weight::from_parts(100_659_945, 0)
            // Standard error: 1_210_322
            .saturating_add(Weight::from_parts(71_130_931, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
    }

    // Storage: `Panels::Cases` (r:1 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Fastest: 45_470 ns.
    fn look() -> Weight {
        Weight::from_parts(55_156_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Panels::Due` (r:1 w:1)
    // Proof: `Panels::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Panels::Agenda` (r:1 w:1)
    // Proof: `Panels::Agenda` (`max_values`: None, `max_size`: Some(1050), added: 3525, mode: `MaxEncodedLen`)
    // Storage: `Panels::FirstDue` (r:1 w:1)
    // Proof: `Panels::FirstDue` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 128.
    // Fastest: 24_432 ns.
    fn slot(n: u32, ) -> Weight {
        Weight::from_parts(29_455_886, 0)
            // Standard error: 2_753
            .saturating_add(Weight::from_parts(30_933, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Panels::Due` (r:1 w:1)
    // Proof: `Panels::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Panels::Agenda` (r:1 w:1)
    // Proof: `Panels::Agenda` (`max_values`: None, `max_size`: Some(1050), added: 3525, mode: `MaxEncodedLen`)
    // Fastest: 21_275 ns.
    fn place() -> Weight {
        Weight::from_parts(33_091_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Panels::LineOfChanges` (r:1 w:0)
    // Proof: `Panels::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Panels::Changes` (r:1 w:0)
    // Proof: `Panels::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Fastest: 8_755 ns.
    fn line() -> Weight {
        Weight::from_parts(11_378_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
    }

    // Storage: `Panels::LineOfChanges` (r:1 w:1)
    // Proof: `Panels::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Panels::Changes` (r:2 w:1)
    // Proof: `Panels::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Panels::Seats` (r:2 w:2)
    // Proof: `Panels::Seats` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Panels::Verifiers` (r:1 w:1)
    // Proof: `Panels::Verifiers` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Duties` (r:1 w:0)
    // Proof: `Panels::Duties` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
    // Storage: `Panels::Seated` (r:1 w:2)
    // Proof: `Panels::Seated` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    // Storage: `Panels::BondPages` (r:2 w:2)
    // Proof: `Panels::BondPages` (`max_values`: None, `max_size`: Some(1038), added: 3513, mode: `MaxEncodedLen`)
    // Storage: `Panels::Bonds` (r:1 w:1)
    // Proof: `Panels::Bonds` (`max_values`: Some(1), `max_size`: Some(1026), added: 1521, mode: `MaxEncodedLen`)
    // Storage: `Panels::Salts` (r:0 w:1)
    // Proof: `Panels::Salts` (`max_values`: None, `max_size`: Some(561), added: 3036, mode: `MaxEncodedLen`)
    // Fastest: 98_377 ns.
    fn change() -> Weight {
        Weight::from_parts(138_350_000, 0)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(11))
    }

}
