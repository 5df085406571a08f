//! What `pallet_opg_panels` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 20 steps, each 10 times.

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
    // Fastest: 10_345 ns.
    fn stir() -> Weight {
        Weight::from_parts(16_789_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Panels::Cases` (r:1 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Fastest: 73_002 ns.
    fn commit() -> Weight {
        Weight::from_parts(81_760_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Panels::Cases` (r:1 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Storage: `Panels::Salts` (r:1 w:1)
    // Proof: `Panels::Salts` (`max_values`: None, `max_size`: Some(561), added: 3036, mode: `MaxEncodedLen`)
    // Fastest: 89_588 ns.
    fn reveal() -> Weight {
        Weight::from_parts(139_880_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Panels::Cases` (r:1 w:0)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Storage: `Panels::Salts` (r:1 w:0)
    // Proof: `Panels::Salts` (`max_values`: None, `max_size`: Some(561), added: 3036, mode: `MaxEncodedLen`)
    // Fastest: 41_820 ns.
    fn check() -> Weight {
        Weight::from_parts(46_810_000, 0)
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
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 21.
    // `e` was measured from 0 to 64.
    // Fastest: 674_901 ns.
    fn draw(n: u32, e: u32, ) -> Weight {
        Weight::from_parts(117_708_315, 0)
            // Standard error: 3_292_562
            .saturating_add(Weight::from_parts(82_760_103, 0).saturating_mul(n.into()))
            // Standard error: 1_032_461
            .saturating_add(Weight::from_parts(6_147_341, 0).saturating_mul(e.into()))
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
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:22 w:22)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:3 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Clocks::UnbondingEras` (r:1 w:0)
    // Proof: `Clocks::UnbondingEras` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:21 w:21)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Panels::LineOfChanges` (r:1 w:1)
    // Proof: `Panels::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:21 w:0)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
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
    // Storage: `Panels::Changes` (r:0 w:21)
    // Proof: `Panels::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 21.
    // `e` was measured from 0 to 64.
    // Fastest: 868_799 ns.
    fn replace(n: u32, e: u32, ) -> Weight {
        Weight::from_parts(1_367_736_452, 0)
            // Standard error: 8_431_339
            .saturating_add(Weight::from_parts(171_345_451, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(76))
            .saturating_add(T::DbWeight::get().reads((18_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(e.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((8_u64).saturating_mul(n.into())))
    }

    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:22 w:22)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Panels::Duties` (r:21 w:21)
    // Proof: `Panels::Duties` (`max_values`: None, `max_size`: Some(562), added: 3037, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:21 w:21)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:3 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:21 w:0)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:21 w:0)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Panels::Cases` (r:0 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 21.
    // Fastest: 170_077 ns.
    fn conclude(n: u32, ) -> Weight {
        Weight::from_parts(175_823_416, 0)
            // Standard error: 3_916_330
            .saturating_add(Weight::from_parts(85_791_370, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
    }

    // Storage: `Panels::Cases` (r:1 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:21 w:21)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:3 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:21 w:0)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:21 w:0)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 21.
    // Fastest: 74_808 ns.
    fn close(n: u32, ) -> Weight {
        Weight::from_parts(72_775_076, 0)
            // Standard error: 974_573
            .saturating_add(Weight::from_parts(27_875_160, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
    }

    // Storage: `Panels::Cases` (r:1 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Fastest: 33_257 ns.
    fn look() -> Weight {
        Weight::from_parts(38_153_000, 0)
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
    // Fastest: 16_881 ns.
    fn slot(n: u32, ) -> Weight {
        Weight::from_parts(19_701_820, 0)
            // Standard error: 686
            .saturating_add(Weight::from_parts(16_032, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Panels::Due` (r:1 w:1)
    // Proof: `Panels::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Panels::Agenda` (r:1 w:1)
    // Proof: `Panels::Agenda` (`max_values`: None, `max_size`: Some(1050), added: 3525, mode: `MaxEncodedLen`)
    // Fastest: 14_915 ns.
    fn place() -> Weight {
        Weight::from_parts(16_757_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Panels::LineOfChanges` (r:1 w:0)
    // Proof: `Panels::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Panels::Changes` (r:1 w:0)
    // Proof: `Panels::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Fastest: 7_942 ns.
    fn line() -> Weight {
        Weight::from_parts(9_257_000, 0)
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
    // Fastest: 82_835 ns.
    fn change() -> Weight {
        Weight::from_parts(94_567_000, 0)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(11))
    }

}
