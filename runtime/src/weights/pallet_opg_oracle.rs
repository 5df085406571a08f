//! What `pallet_opg_oracle` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 20 steps, each 12 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_opg_oracle::WeightInfo for WeightInfo<T> {
    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Babe::CurrentSlot` (r:1 w:0)
    // Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Feeds` (r:100 w:100)
    // Proof: `Oracle::Feeds` (`max_values`: None, `max_size`: Some(2913), added: 5388, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 100.
    // Fastest: 56_836 ns.
    fn report(n: u32, ) -> Weight {
        Weight::from_parts(60_333_456, 0)
            // Standard error: 411_364
            .saturating_add(Weight::from_parts(15_191_837, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
    }

    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Babe::CurrentSlot` (r:1 w:0)
    // Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Feeds` (r:1 w:1)
    // Proof: `Oracle::Feeds` (`max_values`: None, `max_size`: Some(2913), added: 5388, mode: `MaxEncodedLen`)
    // Fastest: 56_416 ns.
    fn close() -> Weight {
        Weight::from_parts(97_922_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Oracle::Candles` (r:1 w:1)
    // Proof: `Oracle::Candles` (`max_values`: None, `max_size`: Some(1338), added: 3813, mode: `MaxEncodedLen`)
    // Fastest: 13_710 ns.
    fn finish() -> Weight {
        Weight::from_parts(21_383_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Babe::CurrentSlot` (r:1 w:0)
    // Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Feeds` (r:8 w:0)
    // Proof: `Oracle::Feeds` (`max_values`: None, `max_size`: Some(2913), added: 5388, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Bars` (r:7 w:0)
    // Proof: `Oracle::Bars` (`max_values`: None, `max_size`: Some(2318), added: 4793, mode: `MaxEncodedLen`)
    // Fastest: 114_519 ns.
    fn check() -> Weight {
        Weight::from_parts(168_043_000, 0)
            .saturating_add(T::DbWeight::get().reads(18))
    }

    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `Oracle::NextFeed` (r:1 w:1)
    // Proof: `Oracle::NextFeed` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Due` (r:1 w:1)
    // Proof: `Oracle::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Agenda` (r:1 w:1)
    // Proof: `Oracle::Agenda` (`max_values`: None, `max_size`: Some(538), added: 3013, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Feeds` (r:0 w:1)
    // Proof: `Oracle::Feeds` (`max_values`: None, `max_size`: Some(2913), added: 5388, mode: `MaxEncodedLen`)
    // Fastest: 85_296 ns.
    fn create_feed() -> Weight {
        Weight::from_parts(137_709_000, 0)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(6))
    }

    // Storage: `Oracle::Feeds` (r:1 w:1)
    // Proof: `Oracle::Feeds` (`max_values`: None, `max_size`: Some(2913), added: 5388, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Fastest: 43_261 ns.
    fn change_feed() -> Weight {
        Weight::from_parts(73_482_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Oracle::Feeds` (r:1 w:1)
    // Proof: `Oracle::Feeds` (`max_values`: None, `max_size`: Some(2913), added: 5388, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:23 w:23)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:24 w:24)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:22 w:22)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:22 w:22)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Panels::LineOfChanges` (r:1 w:1)
    // Proof: `Panels::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Targets` (r:22 w:22)
    // Proof: `Oracle::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Oracle::LineOfChanges` (r:1 w:1)
    // Proof: `Oracle::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:22 w:0)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Candles` (r:0 w:64)
    // Proof: `Oracle::Candles` (`max_values`: None, `max_size`: Some(1338), added: 3813, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Bars` (r:0 w:1)
    // Proof: `Oracle::Bars` (`max_values`: None, `max_size`: Some(2318), added: 4793, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Changes` (r:0 w:22)
    // Proof: `Oracle::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Panels::Changes` (r:0 w:22)
    // Proof: `Panels::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // `n` was measured from 0 to 22.
    // Fastest: 540_884 ns.
    fn remove_feed(n: u32, ) -> Weight {
        Weight::from_parts(1_089_566_490, 0)
            // Standard error: 8_035_208
            .saturating_add(Weight::from_parts(146_744_657, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(71))
            .saturating_add(T::DbWeight::get().writes((7_u64).saturating_mul(n.into())))
    }

    // Storage: `Oracle::Feeds` (r:1 w:1)
    // Proof: `Oracle::Feeds` (`max_values`: None, `max_size`: Some(2913), added: 5388, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:2 w:2)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Fastest: 99_828 ns.
    fn fund() -> Weight {
        Weight::from_parts(109_150_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Oracle::Feeds` (r:1 w:1)
    // Proof: `Oracle::Feeds` (`max_values`: None, `max_size`: Some(2913), added: 5388, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Babe::CurrentSlot` (r:1 w:0)
    // Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:2 w:2)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Fastest: 116_897 ns.
    fn request() -> Weight {
        Weight::from_parts(124_626_000, 0)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Oracle::Feeds` (r:1 w:1)
    // Proof: `Oracle::Feeds` (`max_values`: None, `max_size`: Some(2913), added: 5388, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:2 w:2)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Fastest: 100_289 ns.
    fn claim() -> Weight {
        Weight::from_parts(110_694_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Oracle::Feeds` (r:1 w:1)
    // Proof: `Oracle::Feeds` (`max_values`: None, `max_size`: Some(2913), added: 5388, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:2 w:2)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:3 w:3)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:1 w:1)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Panels::LineOfChanges` (r:1 w:1)
    // Proof: `Panels::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Targets` (r:1 w:1)
    // Proof: `Oracle::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Oracle::LineOfChanges` (r:1 w:1)
    // Proof: `Oracle::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:0)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Bars` (r:1 w:1)
    // Proof: `Oracle::Bars` (`max_values`: None, `max_size`: Some(2318), added: 4793, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Changes` (r:0 w:1)
    // Proof: `Oracle::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Panels::Changes` (r:0 w:1)
    // Proof: `Panels::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Fastest: 245_089 ns.
    fn leave() -> Weight {
        Weight::from_parts(413_191_000, 0)
            .saturating_add(T::DbWeight::get().reads(18))
            .saturating_add(T::DbWeight::get().writes(14))
    }

    // Storage: `Oracle::Bars` (r:1 w:1)
    // Proof: `Oracle::Bars` (`max_values`: None, `max_size`: Some(2318), added: 4793, mode: `MaxEncodedLen`)
    // Fastest: 27_826 ns.
    fn come_back() -> Weight {
        Weight::from_parts(32_351_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Oracle::Feeds` (r:1 w:1)
    // Proof: `Oracle::Feeds` (`max_values`: None, `max_size`: Some(2913), added: 5388, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Babe::CurrentSlot` (r:1 w:0)
    // Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:2 w:2)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Places` (r:22 w:0)
    // Proof: `Oracle::Places` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Reporters` (r:1 w:0)
    // Proof: `Oracle::Reporters` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Fastest: 206_397 ns.
    fn look() -> Weight {
        Weight::from_parts(321_854_000, 0)
            .saturating_add(T::DbWeight::get().reads(30))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Oracle::Feeds` (r:1 w:1)
    // Proof: `Oracle::Feeds` (`max_values`: None, `max_size`: Some(2913), added: 5388, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Babe::CurrentSlot` (r:1 w:0)
    // Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:5 w:5)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:6 w:6)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Places` (r:18 w:0)
    // Proof: `Oracle::Places` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:8 w:8)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:4 w:4)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Panels::LineOfChanges` (r:1 w:1)
    // Proof: `Panels::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Targets` (r:4 w:4)
    // Proof: `Oracle::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Oracle::LineOfChanges` (r:1 w:1)
    // Proof: `Oracle::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:4 w:0)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Bars` (r:1 w:1)
    // Proof: `Oracle::Bars` (`max_values`: None, `max_size`: Some(2318), added: 4793, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Reporters` (r:1 w:0)
    // Proof: `Oracle::Reporters` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Entropy` (r:1 w:0)
    // Proof: `Panels::Entropy` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Bonds` (r:1 w:0)
    // Proof: `Oracle::Bonds` (`max_values`: Some(1), `max_size`: Some(1026), added: 1521, mode: `MaxEncodedLen`)
    // Storage: `Oracle::BondPages` (r:17 w:0)
    // Proof: `Oracle::BondPages` (`max_values`: None, `max_size`: Some(1038), added: 3513, mode: `MaxEncodedLen`)
    // Storage: `Oracle::AtPlace` (r:16 w:0)
    // Proof: `Oracle::AtPlace` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Changes` (r:0 w:4)
    // Proof: `Oracle::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Panels::Changes` (r:0 w:4)
    // Proof: `Panels::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 4.
    // Fastest: 548_990 ns.
    fn reseat(n: u32, ) -> Weight {
        Weight::from_parts(361_568_083, 0)
            // Standard error: 1_621_694
            .saturating_add(Weight::from_parts(233_670_223, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(40))
            .saturating_add(T::DbWeight::get().reads((14_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(7))
            .saturating_add(T::DbWeight::get().writes((8_u64).saturating_mul(n.into())))
    }

    // Storage: `Oracle::Due` (r:1 w:1)
    // Proof: `Oracle::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Agenda` (r:1 w:1)
    // Proof: `Oracle::Agenda` (`max_values`: None, `max_size`: Some(538), added: 3013, mode: `MaxEncodedLen`)
    // Storage: `Oracle::FirstDue` (r:1 w:1)
    // Proof: `Oracle::FirstDue` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 128.
    // Fastest: 17_597 ns.
    fn slot(n: u32, ) -> Weight {
        Weight::from_parts(24_129_776, 0)
            // Standard error: 4_809
            .saturating_add(Weight::from_parts(71_797, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Oracle::Due` (r:1 w:1)
    // Proof: `Oracle::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Agenda` (r:1 w:1)
    // Proof: `Oracle::Agenda` (`max_values`: None, `max_size`: Some(538), added: 3013, mode: `MaxEncodedLen`)
    // Fastest: 14_863 ns.
    fn place() -> Weight {
        Weight::from_parts(16_883_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Oracle::LineOfChanges` (r:1 w:0)
    // Proof: `Oracle::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Changes` (r:1 w:0)
    // Proof: `Oracle::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Fastest: 7_669 ns.
    fn line() -> Weight {
        Weight::from_parts(9_229_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
    }

    // Storage: `Oracle::LineOfChanges` (r:1 w:1)
    // Proof: `Oracle::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Changes` (r:2 w:1)
    // Proof: `Oracle::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Places` (r:2 w:2)
    // Proof: `Oracle::Places` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Reporters` (r:1 w:1)
    // Proof: `Oracle::Reporters` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Oracle::AtPlace` (r:1 w:2)
    // Proof: `Oracle::AtPlace` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    // Storage: `Oracle::BondPages` (r:2 w:2)
    // Proof: `Oracle::BondPages` (`max_values`: None, `max_size`: Some(1038), added: 3513, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Bonds` (r:1 w:1)
    // Proof: `Oracle::Bonds` (`max_values`: Some(1), `max_size`: Some(1026), added: 1521, mode: `MaxEncodedLen`)
    // Fastest: 78_769 ns.
    fn change() -> Weight {
        Weight::from_parts(86_525_000, 0)
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().writes(10))
    }

    // Storage: `Oracle::Feeds` (r:1 w:0)
    // Proof: `Oracle::Feeds` (`max_values`: None, `max_size`: Some(2913), added: 5388, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Babe::CurrentSlot` (r:1 w:0)
    // Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Timestamp::Now` (r:1 w:0)
    // Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Candles` (r:9 w:0)
    // Proof: `Oracle::Candles` (`max_values`: None, `max_size`: Some(1338), added: 3813, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 8.
    // Fastest: 70_699 ns.
    fn tensor(p: u32, ) -> Weight {
        Weight::from_parts(62_424_207, 0)
            // Standard error: 306_880
            .saturating_add(Weight::from_parts(18_986_615, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
    }

}
