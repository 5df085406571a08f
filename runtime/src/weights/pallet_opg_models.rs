//! What `pallet_opg_models` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 20 steps, each 12 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_opg_models::WeightInfo for WeightInfo<T> {
    // Storage: `Models::Commitments` (r:1 w:1)
    // Proof: `Models::Commitments` (`max_values`: None, `max_size`: Some(116), added: 2591, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Fastest: 70_179 ns.
    fn commit() -> Weight {
        Weight::from_parts(78_278_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Models::Commitments` (r:1 w:1)
    // Proof: `Models::Commitments` (`max_values`: None, `max_size`: Some(116), added: 2591, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Fastest: 60_511 ns.
    fn withdraw_commitment() -> Weight {
        Weight::from_parts(67_805_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Models::Commitments` (r:1 w:1)
    // Proof: `Models::Commitments` (`max_values`: None, `max_size`: Some(116), added: 2591, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:1)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `Models::Claims` (r:0 w:1)
    // Proof: `Models::Claims` (`max_values`: None, `max_size`: Some(10154), added: 12629, mode: `MaxEncodedLen`)
    // Fastest: 163_033 ns.
    fn register() -> Weight {
        Weight::from_parts(262_572_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(5))
    }

    // Storage: `Models::Models` (r:1 w:1)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Fastest: 26_043 ns.
    fn set_royalty() -> Weight {
        Weight::from_parts(34_732_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Models::Models` (r:1 w:1)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `Models::LastSaid` (r:0 w:1)
    // Proof: `Models::LastSaid` (`max_values`: None, `max_size`: Some(2787), added: 5262, mode: `MaxEncodedLen`)
    // Storage: `Models::Claims` (r:0 w:1)
    // Proof: `Models::Claims` (`max_values`: None, `max_size`: Some(10154), added: 12629, mode: `MaxEncodedLen`)
    // Fastest: 117_242 ns.
    fn amend() -> Weight {
        Weight::from_parts(137_373_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(5))
    }

    // Storage: `Models::Models` (r:1 w:1)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Panels::Sizes` (r:2 w:0)
    // Proof: `Panels::Sizes` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
    // Storage: `Panels::Verifiers` (r:1 w:0)
    // Proof: `Panels::Verifiers` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:2 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Clocks::ChallengeBlocks` (r:1 w:0)
    // Proof: `Clocks::ChallengeBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Seats` (r:1 w:0)
    // Proof: `Panels::Seats` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `Panels::NextCase` (r:1 w:1)
    // Proof: `Panels::NextCase` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Panels::Due` (r:1 w:1)
    // Proof: `Panels::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Panels::Agenda` (r:1 w:1)
    // Proof: `Panels::Agenda` (`max_values`: None, `max_size`: Some(1050), added: 3525, mode: `MaxEncodedLen`)
    // Storage: `Panels::Cases` (r:0 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Fastest: 212_815 ns.
    fn request_attestation() -> Weight {
        Weight::from_parts(232_747_000, 0)
            .saturating_add(T::DbWeight::get().reads(13))
            .saturating_add(T::DbWeight::get().writes(7))
    }

    // Storage: `Models::Models` (r:1 w:1)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Models::LastSaid` (r:1 w:0)
    // Proof: `Models::LastSaid` (`max_values`: None, `max_size`: Some(2787), added: 5262, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:2 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Panels::Sizes` (r:1 w:0)
    // Proof: `Panels::Sizes` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `Panels::NextCase` (r:1 w:1)
    // Proof: `Panels::NextCase` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Panels::Due` (r:1 w:1)
    // Proof: `Panels::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Panels::Agenda` (r:1 w:1)
    // Proof: `Panels::Agenda` (`max_values`: None, `max_size`: Some(1050), added: 3525, mode: `MaxEncodedLen`)
    // Storage: `Panels::Cases` (r:0 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Fastest: 197_689 ns.
    fn challenge() -> Weight {
        Weight::from_parts(214_267_000, 0)
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().writes(7))
    }

    // Storage: `Models::Models` (r:1 w:1)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Fastest: 15_516 ns.
    fn deprecate() -> Weight {
        Weight::from_parts(18_914_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Models::Models` (r:1 w:1)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Fastest: 15_608 ns.
    fn ban() -> Weight {
        Weight::from_parts(18_861_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Models::Models` (r:1 w:1)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `Models::LastSaid` (r:0 w:1)
    // Proof: `Models::LastSaid` (`max_values`: None, `max_size`: Some(2787), added: 5262, mode: `MaxEncodedLen`)
    // Storage: `Models::Claims` (r:0 w:1)
    // Proof: `Models::Claims` (`max_values`: None, `max_size`: Some(10154), added: 12629, mode: `MaxEncodedLen`)
    // Fastest: 130_636 ns.
    fn remove() -> Weight {
        Weight::from_parts(141_021_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(5))
    }

    // Storage: `Models::Names` (r:1 w:1)
    // Proof: `Models::Names` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Fastest: 66_337 ns.
    fn claim_name() -> Weight {
        Weight::from_parts(75_784_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Models::Names` (r:1 w:1)
    // Proof: `Models::Names` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Fastest: 87_359 ns.
    fn give_up_name() -> Weight {
        Weight::from_parts(109_135_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Models::Names` (r:1 w:1)
    // Proof: `Models::Names` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Models::SeriesOf` (r:1 w:1)
    // Proof: `Models::SeriesOf` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `Models::Releases` (r:0 w:1)
    // Proof: `Models::Releases` (`max_values`: None, `max_size`: Some(158), added: 2633, mode: `MaxEncodedLen`)
    // Fastest: 140_983 ns.
    fn release() -> Weight {
        Weight::from_parts(176_100_000, 0)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(5))
    }

    // Storage: `Models::Names` (r:1 w:1)
    // Proof: `Models::Names` (`max_values`: None, `max_size`: Some(101), added: 2576, mode: `MaxEncodedLen`)
    // Storage: `Models::SeriesOf` (r:1 w:1)
    // Proof: `Models::SeriesOf` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
    // Storage: `Models::Releases` (r:2 w:1)
    // Proof: `Models::Releases` (`max_values`: None, `max_size`: Some(158), added: 2633, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Fastest: 104_326 ns.
    fn remove_release() -> Weight {
        Weight::from_parts(159_979_000, 0)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(5))
    }

    // Storage: `Stake::Operators` (r:1 w:0)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:1)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Models::Offers` (r:1 w:1)
    // Proof: `Models::Offers` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `Models::SlotPages` (r:1 w:1)
    // Proof: `Models::SlotPages` (`max_values`: None, `max_size`: Some(1094), added: 3569, mode: `MaxEncodedLen`)
    // Storage: `Models::Roots` (r:1 w:1)
    // Proof: `Models::Roots` (`max_values`: None, `max_size`: Some(1074), added: 3549, mode: `MaxEncodedLen`)
    // Storage: `Models::Seats` (r:0 w:1)
    // Proof: `Models::Seats` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Fastest: 759_707 ns.
    fn offer() -> Weight {
        Weight::from_parts(878_095_000, 0)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(7))
    }

    // Storage: `Models::Offers` (r:2 w:2)
    // Proof: `Models::Offers` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Models::SlotPages` (r:2 w:2)
    // Proof: `Models::SlotPages` (`max_values`: None, `max_size`: Some(1094), added: 3569, mode: `MaxEncodedLen`)
    // Storage: `Models::Roots` (r:1 w:1)
    // Proof: `Models::Roots` (`max_values`: None, `max_size`: Some(1074), added: 3549, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:1)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Models::Seats` (r:1 w:2)
    // Proof: `Models::Seats` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Fastest: 831_398 ns.
    fn withdraw_offer() -> Weight {
        Weight::from_parts(1_034_923_000, 0)
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().writes(10))
    }

    // Storage: `Models::Offers` (r:2 w:2)
    // Proof: `Models::Offers` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:1)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:1 w:0)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Models::SlotPages` (r:2 w:2)
    // Proof: `Models::SlotPages` (`max_values`: None, `max_size`: Some(1094), added: 3569, mode: `MaxEncodedLen`)
    // Storage: `Models::Roots` (r:1 w:1)
    // Proof: `Models::Roots` (`max_values`: None, `max_size`: Some(1074), added: 3549, mode: `MaxEncodedLen`)
    // Storage: `Models::Seats` (r:1 w:2)
    // Proof: `Models::Seats` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Fastest: 1_031_387 ns.
    fn retire_offer() -> Weight {
        Weight::from_parts(1_144_607_000, 0)
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().writes(10))
    }

    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Models::Roots` (r:1 w:0)
    // Proof: `Models::Roots` (`max_values`: None, `max_size`: Some(1074), added: 3549, mode: `MaxEncodedLen`)
    // Storage: `Models::SlotPages` (r:4 w:1)
    // Proof: `Models::SlotPages` (`max_values`: None, `max_size`: Some(1094), added: 3569, mode: `MaxEncodedLen`)
    // Storage: `Models::Seats` (r:4 w:0)
    // Proof: `Models::Seats` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Storage: `Models::Offers` (r:4 w:0)
    // Proof: `Models::Offers` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Fastest: 319_774 ns.
    fn take_of_many() -> Weight {
        Weight::from_parts(342_589_000, 0)
            .saturating_add(T::DbWeight::get().reads(14))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Models::Offers` (r:2 w:2)
    // Proof: `Models::Offers` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:1)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Models::Seats` (r:1 w:2)
    // Proof: `Models::Seats` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Storage: `Models::SlotPages` (r:2 w:2)
    // Proof: `Models::SlotPages` (`max_values`: None, `max_size`: Some(1094), added: 3569, mode: `MaxEncodedLen`)
    // Storage: `Models::Roots` (r:1 w:1)
    // Proof: `Models::Roots` (`max_values`: None, `max_size`: Some(1074), added: 3549, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Fastest: 705_163 ns.
    fn give_back_of_many() -> Weight {
        Weight::from_parts(773_165_000, 0)
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().writes(10))
    }

    // Storage: `Models::Models` (r:1 w:1)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Models::Claims` (r:1 w:0)
    // Proof: `Models::Claims` (`max_values`: None, `max_size`: Some(10154), added: 12629, mode: `MaxEncodedLen`)
    // Storage: `Panels::Cases` (r:1 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:21 w:21)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:21 w:21)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:23 w:23)
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
    // Storage: `Ranking::ListNodes` (r:47 w:47)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListBags` (r:2 w:2)
    // Proof: `Ranking::ListBags` (`max_values`: None, `max_size`: Some(82), added: 2557, mode: `MaxEncodedLen`)
    // Storage: `Oracle::Changes` (r:0 w:21)
    // Proof: `Oracle::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Models::LastSaid` (r:0 w:1)
    // Proof: `Models::LastSaid` (`max_values`: None, `max_size`: Some(2787), added: 5262, mode: `MaxEncodedLen`)
    // Storage: `Panels::Changes` (r:0 w:21)
    // Proof: `Panels::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Fastest: 2_945_147 ns.
    fn concluded() -> Weight {
        Weight::from_parts(3_139_317_000, 0)
            .saturating_add(T::DbWeight::get().reads(166))
            .saturating_add(T::DbWeight::get().writes(203))
    }

}
