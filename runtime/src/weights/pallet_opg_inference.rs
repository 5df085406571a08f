//! What `pallet_opg_inference` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 20 steps, each 12 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_opg_inference::WeightInfo for WeightInfo<T> {
    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Inference::InFlight` (r:1 w:1)
    // Proof: `Inference::InFlight` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Models::Roots` (r:1 w:0)
    // Proof: `Models::Roots` (`max_values`: None, `max_size`: Some(1074), added: 3549, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `Inference::NextJob` (r:1 w:1)
    // Proof: `Inference::NextJob` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Babe::AuthorVrfRandomness` (r:1 w:0)
    // Proof: `Babe::AuthorVrfRandomness` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
    // Storage: `Babe::NextRandomness` (r:1 w:0)
    // Proof: `Babe::NextRandomness` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
    // Storage: `Babe::EpochStart` (r:1 w:0)
    // Proof: `Babe::EpochStart` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Models::SlotPages` (r:4 w:1)
    // Proof: `Models::SlotPages` (`max_values`: None, `max_size`: Some(1094), added: 3569, mode: `MaxEncodedLen`)
    // Storage: `Models::Seats` (r:4 w:0)
    // Proof: `Models::Seats` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Storage: `Models::Offers` (r:4 w:0)
    // Proof: `Models::Offers` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:4 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Inference::Due` (r:1 w:1)
    // Proof: `Inference::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Inference::Agenda` (r:1 w:1)
    // Proof: `Inference::Agenda` (`max_values`: None, `max_size`: Some(1690), added: 4165, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:0 w:1)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Inference::Inputs` (r:0 w:1)
    // Proof: `Inference::Inputs` (`max_values`: None, `max_size`: Some(16405), added: 18880, mode: `MaxEncodedLen`)
    // `v` was measured from 0 to 3.
    // `b` was measured from 0 to 16384.
    // Fastest: 197_697 ns.
    fn request(v: u32, b: u32, ) -> Weight {
        Weight::from_parts(137_410_862, 0)
            // Standard error: 5_433_497
            .saturating_add(Weight::from_parts(51_364_788, 0).saturating_mul(v.into()))
            // Standard error: 1_179
            .saturating_add(Weight::from_parts(8_459, 0).saturating_mul(b.into()))
            .saturating_add(T::DbWeight::get().reads(17))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(v.into())))
            .saturating_add(T::DbWeight::get().writes(10))
    }

    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Inference::InFlight` (r:1 w:1)
    // Proof: `Inference::InFlight` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Models::Roots` (r:1 w:0)
    // Proof: `Models::Roots` (`max_values`: None, `max_size`: Some(1074), added: 3549, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `Inference::NextJob` (r:1 w:1)
    // Proof: `Inference::NextJob` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Babe::AuthorVrfRandomness` (r:1 w:0)
    // Proof: `Babe::AuthorVrfRandomness` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
    // Storage: `Babe::NextRandomness` (r:1 w:0)
    // Proof: `Babe::NextRandomness` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
    // Storage: `Babe::EpochStart` (r:1 w:0)
    // Proof: `Babe::EpochStart` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Models::SlotPages` (r:7 w:7)
    // Proof: `Models::SlotPages` (`max_values`: None, `max_size`: Some(1094), added: 3569, mode: `MaxEncodedLen`)
    // Storage: `Models::Seats` (r:7 w:0)
    // Proof: `Models::Seats` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Storage: `Models::Offers` (r:7 w:0)
    // Proof: `Models::Offers` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:7 w:7)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Inference::Due` (r:1 w:1)
    // Proof: `Inference::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Inference::Agenda` (r:1 w:1)
    // Proof: `Inference::Agenda` (`max_values`: None, `max_size`: Some(1690), added: 4165, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:0 w:1)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Inference::Inputs` (r:0 w:1)
    // Proof: `Inference::Inputs` (`max_values`: None, `max_size`: Some(16405), added: 18880, mode: `MaxEncodedLen`)
    // `n` was measured from 3 to 7.
    // `b` was measured from 0 to 16384.
    // Fastest: 278_847 ns.
    fn request_quorum(n: u32, b: u32, ) -> Weight {
        Weight::from_parts(100_873_435, 0)
            // Standard error: 1_303_038
            .saturating_add(Weight::from_parts(55_673_284, 0).saturating_mul(n.into()))
            // Standard error: 360
            .saturating_add(Weight::from_parts(2_640, 0).saturating_mul(b.into()))
            .saturating_add(T::DbWeight::get().reads(15))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(9))
            .saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
    }

    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:256 w:256)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Models::Offers` (r:1 w:0)
    // Proof: `Models::Offers` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Models::SlotPages` (r:1 w:1)
    // Proof: `Models::SlotPages` (`max_values`: None, `max_size`: Some(1094), added: 3569, mode: `MaxEncodedLen`)
    // Storage: `Inference::Outputs` (r:0 w:256)
    // Proof: `Inference::Outputs` (`max_values`: None, `max_size`: Some(4116), added: 6591, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 256.
    // `b` was measured from 0 to 1048576.
    // Fastest: 66_102 ns.
    fn submit_answers(n: u32, b: u32, ) -> Weight {
        Weight::from_parts(67_688_000, 0)
            // Standard error: 406_001
            .saturating_add(Weight::from_parts(30_698_640, 0).saturating_mul(n.into()))
            // Standard error: 99
            .saturating_add(Weight::from_parts(739, 0).saturating_mul(b.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
    }

    // Storage: `Parameters::Parameters` (r:3 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:1 w:1)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Models::Offers` (r:5 w:0)
    // Proof: `Models::Offers` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Models::SlotPages` (r:5 w:2)
    // Proof: `Models::SlotPages` (`max_values`: None, `max_size`: Some(1094), added: 3569, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:5 w:2)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:1 w:0)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:0)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Babe::AuthorVrfRandomness` (r:1 w:0)
    // Proof: `Babe::AuthorVrfRandomness` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
    // Storage: `Babe::NextRandomness` (r:1 w:0)
    // Proof: `Babe::NextRandomness` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
    // Storage: `Babe::EpochStart` (r:1 w:0)
    // Proof: `Babe::EpochStart` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Models::Roots` (r:1 w:0)
    // Proof: `Models::Roots` (`max_values`: None, `max_size`: Some(1074), added: 3549, mode: `MaxEncodedLen`)
    // Storage: `Models::Seats` (r:4 w:0)
    // Proof: `Models::Seats` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Fastest: 207_119 ns.
    fn decline() -> Weight {
        Weight::from_parts(222_208_000, 0)
            .saturating_add(T::DbWeight::get().reads(31))
            .saturating_add(T::DbWeight::get().writes(5))
    }

    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:256 w:256)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 256.
    // Fastest: 33_106 ns.
    fn commit_answers(n: u32, ) -> Weight {
        Weight::from_parts(33_872_000, 0)
            // Standard error: 253_602
            .saturating_add(Weight::from_parts(15_200_978, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
    }

    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:256 w:256)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Models::Offers` (r:1 w:0)
    // Proof: `Models::Offers` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Models::SlotPages` (r:1 w:1)
    // Proof: `Models::SlotPages` (`max_values`: None, `max_size`: Some(1094), added: 3569, mode: `MaxEncodedLen`)
    // Storage: `Inference::Outputs` (r:0 w:256)
    // Proof: `Inference::Outputs` (`max_values`: None, `max_size`: Some(4116), added: 6591, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 256.
    // `b` was measured from 0 to 1048576.
    // Fastest: 73_771 ns.
    fn reveal_answers(n: u32, b: u32, ) -> Weight {
        Weight::from_parts(77_940_000, 0)
            // Standard error: 623_059
            .saturating_add(Weight::from_parts(37_501_030, 0).saturating_mul(n.into()))
            // Standard error: 152
            .saturating_add(Weight::from_parts(1_329, 0).saturating_mul(b.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(1))
            .saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
    }

    // Storage: `Parameters::Parameters` (r:3 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:1 w:1)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Models::Offers` (r:1 w:0)
    // Proof: `Models::Offers` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Models::SlotPages` (r:1 w:1)
    // Proof: `Models::SlotPages` (`max_values`: None, `max_size`: Some(1094), added: 3569, mode: `MaxEncodedLen`)
    // Storage: `Inference::LastFull` (r:1 w:0)
    // Proof: `Inference::LastFull` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Inference::Outputs` (r:6 w:1)
    // Proof: `Inference::Outputs` (`max_values`: None, `max_size`: Some(4116), added: 6591, mode: `MaxEncodedLen`)
    // Storage: `Models::Claims` (r:1 w:0)
    // Proof: `Models::Claims` (`max_values`: None, `max_size`: Some(10154), added: 12629, mode: `MaxEncodedLen`)
    // Storage: `Inference::Disputes` (r:1 w:1)
    // Proof: `Inference::Disputes` (`max_values`: None, `max_size`: Some(1901), added: 4376, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Panels::Sizes` (r:1 w:0)
    // Proof: `Panels::Sizes` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
    // Storage: `Panels::Seats` (r:11 w:0)
    // Proof: `Panels::Seats` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Panels::Verifiers` (r:1 w:0)
    // Proof: `Panels::Verifiers` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `Panels::NextCase` (r:1 w:1)
    // Proof: `Panels::NextCase` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Panels::Due` (r:1 w:1)
    // Proof: `Panels::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Panels::Agenda` (r:1 w:1)
    // Proof: `Panels::Agenda` (`max_values`: None, `max_size`: Some(1050), added: 3525, mode: `MaxEncodedLen`)
    // Storage: `Panels::Cases` (r:0 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Fastest: 430_948 ns.
    fn count() -> Weight {
        Weight::from_parts(451_720_000, 0)
            .saturating_add(T::DbWeight::get().reads(34))
            .saturating_add(T::DbWeight::get().writes(10))
    }

    // Storage: `Models::Claims` (r:1 w:0)
    // Proof: `Models::Claims` (`max_values`: None, `max_size`: Some(10154), added: 12629, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:256 w:256)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Inference::Inputs` (r:256 w:0)
    // Proof: `Inference::Inputs` (`max_values`: None, `max_size`: Some(16405), added: 18880, mode: `MaxEncodedLen`)
    // Storage: `System::BlockHash` (r:1 w:0)
    // Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
    // Storage: `Models::Offers` (r:1 w:0)
    // Proof: `Models::Offers` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Models::SlotPages` (r:1 w:1)
    // Proof: `Models::SlotPages` (`max_values`: None, `max_size`: Some(1094), added: 3569, mode: `MaxEncodedLen`)
    // Storage: `Inference::LastFull` (r:1 w:0)
    // Proof: `Inference::LastFull` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:2 w:2)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:4 w:4)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Inference::Earnings` (r:1 w:1)
    // Proof: `Inference::Earnings` (`max_values`: None, `max_size`: Some(172), added: 2647, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:2 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:1 w:0)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:0)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Inference::InFlight` (r:1 w:1)
    // Proof: `Inference::InFlight` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Storage: `Inference::Disputes` (r:256 w:0)
    // Proof: `Inference::Disputes` (`max_values`: None, `max_size`: Some(1901), added: 4376, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Inference::Outputs` (r:0 w:256)
    // Proof: `Inference::Outputs` (`max_values`: None, `max_size`: Some(4116), added: 6591, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 256.
    // Fastest: 240_343 ns.
    fn prove_answers(n: u32, ) -> Weight {
        Weight::from_parts(243_773_000, 0)
            // Standard error: 828_872
            .saturating_add(Weight::from_parts(163_555_371, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(18))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(9))
            .saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:3 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:1 w:1)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Panels::Sizes` (r:2 w:0)
    // Proof: `Panels::Sizes` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Panels::Seats` (r:4 w:0)
    // Proof: `Panels::Seats` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Panels::Verifiers` (r:1 w:0)
    // Proof: `Panels::Verifiers` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::NextCase` (r:1 w:1)
    // Proof: `Panels::NextCase` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Panels::Due` (r:1 w:1)
    // Proof: `Panels::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Panels::Agenda` (r:1 w:1)
    // Proof: `Panels::Agenda` (`max_values`: None, `max_size`: Some(1050), added: 3525, mode: `MaxEncodedLen`)
    // Storage: `Inference::Disputes` (r:0 w:1)
    // Proof: `Inference::Disputes` (`max_values`: None, `max_size`: Some(1901), added: 4376, mode: `MaxEncodedLen`)
    // Storage: `Panels::Cases` (r:0 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Fastest: 319_708 ns.
    fn challenge() -> Weight {
        Weight::from_parts(343_583_000, 0)
            .saturating_add(T::DbWeight::get().reads(17))
            .saturating_add(T::DbWeight::get().writes(8))
    }

    // Storage: `Parameters::Parameters` (r:3 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:1 w:1)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Inference::Disputes` (r:1 w:1)
    // Proof: `Inference::Disputes` (`max_values`: None, `max_size`: Some(1901), added: 4376, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Panels::Sizes` (r:1 w:0)
    // Proof: `Panels::Sizes` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `Panels::NextCase` (r:1 w:1)
    // Proof: `Panels::NextCase` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Panels::Due` (r:1 w:1)
    // Proof: `Panels::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Panels::Agenda` (r:1 w:1)
    // Proof: `Panels::Agenda` (`max_values`: None, `max_size`: Some(1050), added: 3525, mode: `MaxEncodedLen`)
    // Storage: `Panels::Cases` (r:0 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Fastest: 218_474 ns.
    fn appeal() -> Weight {
        Weight::from_parts(234_396_000, 0)
            .saturating_add(T::DbWeight::get().reads(12))
            .saturating_add(T::DbWeight::get().writes(8))
    }

    // Storage: `System::Account` (r:4 w:4)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Inference::Earnings` (r:1 w:1)
    // Proof: `Inference::Earnings` (`max_values`: None, `max_size`: Some(172), added: 2647, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Fastest: 219_305 ns.
    fn pay_out() -> Weight {
        Weight::from_parts(233_904_000, 0)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(6))
    }

    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Inference::InFlight` (r:1 w:0)
    // Proof: `Inference::InFlight` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:0)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Models::Roots` (r:1 w:0)
    // Proof: `Models::Roots` (`max_values`: None, `max_size`: Some(1074), added: 3549, mode: `MaxEncodedLen`)
    // Fastest: 26_964 ns.
    fn check_request() -> Weight {
        Weight::from_parts(29_647_000, 0)
            .saturating_add(T::DbWeight::get().reads(5))
    }

    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:8 w:0)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Models::Claims` (r:1 w:0)
    // Proof: `Models::Claims` (`max_values`: None, `max_size`: Some(10154), added: 12629, mode: `MaxEncodedLen`)
    // Fastest: 100_593 ns.
    fn check() -> Weight {
        Weight::from_parts(107_425_000, 0)
            .saturating_add(T::DbWeight::get().reads(10))
    }

    // Storage: `Inference::LastFull` (r:0 w:1)
    // Proof: `Inference::LastFull` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Fastest: 1_427 ns.
    fn note_full() -> Weight {
        Weight::from_parts(1_819_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Inference::Due` (r:1 w:1)
    // Proof: `Inference::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Inference::Agenda` (r:1 w:1)
    // Proof: `Inference::Agenda` (`max_values`: None, `max_size`: Some(1690), added: 4165, mode: `MaxEncodedLen`)
    // Storage: `Inference::FirstDue` (r:0 w:1)
    // Proof: `Inference::FirstDue` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 128.
    // Fastest: 16_929 ns.
    fn slot(n: u32, ) -> Weight {
        Weight::from_parts(18_798_567, 0)
            // Standard error: 494
            .saturating_add(Weight::from_parts(21_052, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Inference::Due` (r:1 w:1)
    // Proof: `Inference::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Inference::Agenda` (r:1 w:1)
    // Proof: `Inference::Agenda` (`max_values`: None, `max_size`: Some(1690), added: 4165, mode: `MaxEncodedLen`)
    // Fastest: 15_144 ns.
    fn place() -> Weight {
        Weight::from_parts(17_703_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // `b` was measured from 0 to 4096.
    // Fastest: 224 ns.
    fn compare(b: u32, ) -> Weight {
        Weight::from_parts(269_000, 0)
            // Standard error: 44
            .saturating_add(Weight::from_parts(109_352, 0).saturating_mul(b.into()))
    }

    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:1 w:1)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Inference::Disputes` (r:1 w:0)
    // Proof: `Inference::Disputes` (`max_values`: None, `max_size`: Some(1901), added: 4376, mode: `MaxEncodedLen`)
    // Fastest: 20_576 ns.
    fn look() -> Weight {
        Weight::from_parts(23_323_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Parameters::Parameters` (r:3 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:1 w:1)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Inference::Disputes` (r:1 w:0)
    // Proof: `Inference::Disputes` (`max_values`: None, `max_size`: Some(1901), added: 4376, mode: `MaxEncodedLen`)
    // Storage: `Inference::LastFull` (r:1 w:0)
    // Proof: `Inference::LastFull` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Models::Offers` (r:5 w:0)
    // Proof: `Models::Offers` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Models::SlotPages` (r:5 w:2)
    // Proof: `Models::SlotPages` (`max_values`: None, `max_size`: Some(1094), added: 3569, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:5 w:2)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:2 w:2)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:1 w:1)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Panels::LineOfChanges` (r:1 w:1)
    // Proof: `Panels::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:0)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Babe::AuthorVrfRandomness` (r:1 w:0)
    // Proof: `Babe::AuthorVrfRandomness` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
    // Storage: `Babe::NextRandomness` (r:1 w:0)
    // Proof: `Babe::NextRandomness` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
    // Storage: `Babe::EpochStart` (r:1 w:0)
    // Proof: `Babe::EpochStart` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Models::Roots` (r:1 w:0)
    // Proof: `Models::Roots` (`max_values`: None, `max_size`: Some(1074), added: 3549, mode: `MaxEncodedLen`)
    // Storage: `Models::Seats` (r:4 w:0)
    // Proof: `Models::Seats` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Storage: `Panels::Changes` (r:0 w:1)
    // Proof: `Panels::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Fastest: 265_774 ns.
    fn retry() -> Weight {
        Weight::from_parts(278_714_000, 0)
            .saturating_add(T::DbWeight::get().reads(37))
            .saturating_add(T::DbWeight::get().writes(11))
    }

    // Storage: `Inference::Jobs` (r:1 w:1)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Inference::Disputes` (r:1 w:1)
    // Proof: `Inference::Disputes` (`max_values`: None, `max_size`: Some(1901), added: 4376, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Panels::Entropy` (r:1 w:0)
    // Proof: `Panels::Entropy` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:2 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Panels::Sizes` (r:1 w:0)
    // Proof: `Panels::Sizes` (`max_values`: None, `max_size`: Some(25), added: 2500, mode: `MaxEncodedLen`)
    // Storage: `Panels::Seats` (r:5 w:0)
    // Proof: `Panels::Seats` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Storage: `Panels::Verifiers` (r:1 w:0)
    // Proof: `Panels::Verifiers` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `Panels::NextCase` (r:1 w:1)
    // Proof: `Panels::NextCase` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Panels::Due` (r:1 w:1)
    // Proof: `Panels::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Panels::Agenda` (r:1 w:1)
    // Proof: `Panels::Agenda` (`max_values`: None, `max_size`: Some(1050), added: 3525, mode: `MaxEncodedLen`)
    // Storage: `Panels::Cases` (r:0 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Fastest: 215_867 ns.
    fn audit() -> Weight {
        Weight::from_parts(230_505_000, 0)
            .saturating_add(T::DbWeight::get().reads(18))
            .saturating_add(T::DbWeight::get().writes(8))
    }

    // Storage: `Parameters::Parameters` (r:3 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:1 w:1)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Inference::LastFull` (r:1 w:0)
    // Proof: `Inference::LastFull` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:2 w:2)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:2 w:2)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Inference::Earnings` (r:1 w:1)
    // Proof: `Inference::Earnings` (`max_values`: None, `max_size`: Some(172), added: 2647, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:1 w:0)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:0)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Inference::InFlight` (r:1 w:1)
    // Proof: `Inference::InFlight` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Storage: `Inference::Disputes` (r:1 w:0)
    // Proof: `Inference::Disputes` (`max_values`: None, `max_size`: Some(1901), added: 4376, mode: `MaxEncodedLen`)
    // Fastest: 177_030 ns.
    fn settle() -> Weight {
        Weight::from_parts(197_659_000, 0)
            .saturating_add(T::DbWeight::get().reads(16))
            .saturating_add(T::DbWeight::get().writes(8))
    }

    // Storage: `Parameters::Parameters` (r:3 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:1 w:1)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Inference::LastFull` (r:1 w:0)
    // Proof: `Inference::LastFull` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:8 w:8)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:10 w:10)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Inference::Earnings` (r:7 w:7)
    // Proof: `Inference::Earnings` (`max_values`: None, `max_size`: Some(172), added: 2647, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:7 w:7)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:7 w:0)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:7 w:0)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Inference::InFlight` (r:1 w:1)
    // Proof: `Inference::InFlight` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Storage: `Inference::Disputes` (r:1 w:0)
    // Proof: `Inference::Disputes` (`max_values`: None, `max_size`: Some(1901), added: 4376, mode: `MaxEncodedLen`)
    // Fastest: 1_769_549 ns.
    fn settle_and_pay_out() -> Weight {
        Weight::from_parts(1_863_418_000, 0)
            .saturating_add(T::DbWeight::get().reads(55))
            .saturating_add(T::DbWeight::get().writes(34))
    }

    // Storage: `Inference::Jobs` (r:1 w:1)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Inference::LastFull` (r:1 w:0)
    // Proof: `Inference::LastFull` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:30 w:30)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:32 w:32)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Inference::InFlight` (r:1 w:1)
    // Proof: `Inference::InFlight` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Storage: `Inference::Disputes` (r:1 w:1)
    // Proof: `Inference::Disputes` (`max_values`: None, `max_size`: Some(1901), added: 4376, mode: `MaxEncodedLen`)
    // Storage: `Panels::Cases` (r:1 w:1)
    // Proof: `Panels::Cases` (`max_values`: None, `max_size`: Some(7010), added: 9485, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:28 w:28)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:3 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Panels::Targets` (r:28 w:28)
    // Proof: `Panels::Targets` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
    // Storage: `Panels::LineOfChanges` (r:1 w:1)
    // Proof: `Panels::LineOfChanges` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:28 w:0)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Inference::Convicted` (r:0 w:7)
    // Proof: `Inference::Convicted` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Storage: `Panels::Changes` (r:0 w:28)
    // Proof: `Panels::Changes` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
    // Fastest: 2_072_082 ns.
    fn convict() -> Weight {
        Weight::from_parts(2_170_572_000, 0)
            .saturating_add(T::DbWeight::get().reads(156))
            .saturating_add(T::DbWeight::get().writes(158))
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Inference::OpenOrders` (r:1 w:1)
    // Proof: `Inference::OpenOrders` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `Inference::NextOrder` (r:1 w:1)
    // Proof: `Inference::NextOrder` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Inference::Due` (r:1 w:1)
    // Proof: `Inference::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Inference::Agenda` (r:1 w:1)
    // Proof: `Inference::Agenda` (`max_values`: None, `max_size`: Some(1690), added: 4165, mode: `MaxEncodedLen`)
    // Storage: `Inference::Orders` (r:0 w:1)
    // Proof: `Inference::Orders` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Inference::Templates` (r:0 w:1)
    // Proof: `Inference::Templates` (`max_values`: None, `max_size`: Some(16509), added: 18984, mode: `MaxEncodedLen`)
    // `b` was measured from 0 to 16384.
    // Fastest: 173_427 ns.
    fn place_order(b: u32, ) -> Weight {
        Weight::from_parts(180_087_168, 0)
            // Standard error: 173
            .saturating_add(Weight::from_parts(3_304, 0).saturating_mul(b.into()))
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(8))
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Inference::Orders` (r:1 w:1)
    // Proof: `Inference::Orders` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `Inference::OpenOrders` (r:1 w:1)
    // Proof: `Inference::OpenOrders` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Storage: `Inference::Due` (r:1 w:1)
    // Proof: `Inference::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Inference::Agenda` (r:1 w:1)
    // Proof: `Inference::Agenda` (`max_values`: None, `max_size`: Some(1690), added: 4165, mode: `MaxEncodedLen`)
    // Fastest: 117_384 ns.
    fn cancel_order() -> Weight {
        Weight::from_parts(127_134_000, 0)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(6))
    }

    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Inference::Orders` (r:1 w:1)
    // Proof: `Inference::Orders` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Inference::Due` (r:1 w:1)
    // Proof: `Inference::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Inference::Agenda` (r:1 w:1)
    // Proof: `Inference::Agenda` (`max_values`: None, `max_size`: Some(1690), added: 4165, mode: `MaxEncodedLen`)
    // Fastest: 64_511 ns.
    fn resume_order() -> Weight {
        Weight::from_parts(71_935_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Orders` (r:1 w:1)
    // Proof: `Inference::Orders` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `Inference::Templates` (r:1 w:0)
    // Proof: `Inference::Templates` (`max_values`: None, `max_size`: Some(16509), added: 18984, mode: `MaxEncodedLen`)
    // Storage: `Models::Models` (r:1 w:0)
    // Proof: `Models::Models` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
    // Storage: `Inference::InFlight` (r:1 w:1)
    // Proof: `Inference::InFlight` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Storage: `Models::Roots` (r:1 w:0)
    // Proof: `Models::Roots` (`max_values`: None, `max_size`: Some(1074), added: 3549, mode: `MaxEncodedLen`)
    // Storage: `Inference::NextJob` (r:1 w:1)
    // Proof: `Inference::NextJob` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Babe::AuthorVrfRandomness` (r:1 w:0)
    // Proof: `Babe::AuthorVrfRandomness` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
    // Storage: `Babe::NextRandomness` (r:1 w:0)
    // Proof: `Babe::NextRandomness` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
    // Storage: `Babe::EpochStart` (r:1 w:0)
    // Proof: `Babe::EpochStart` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
    // Storage: `Models::SlotPages` (r:7 w:7)
    // Proof: `Models::SlotPages` (`max_values`: None, `max_size`: Some(1094), added: 3569, mode: `MaxEncodedLen`)
    // Storage: `Models::Seats` (r:7 w:0)
    // Proof: `Models::Seats` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Storage: `Models::Offers` (r:7 w:0)
    // Proof: `Models::Offers` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:7 w:7)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Inference::Due` (r:1 w:1)
    // Proof: `Inference::Due` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
    // Storage: `Inference::Agenda` (r:1 w:1)
    // Proof: `Inference::Agenda` (`max_values`: None, `max_size`: Some(1690), added: 4165, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:0 w:1)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Inference::Inputs` (r:0 w:1)
    // Proof: `Inference::Inputs` (`max_values`: None, `max_size`: Some(16405), added: 18880, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 7.
    // `b` was measured from 0 to 16384.
    // Fastest: 238_306 ns.
    fn standing_run(n: u32, b: u32, ) -> Weight {
        Weight::from_parts(216_631_940, 0)
            // Standard error: 983_518
            .saturating_add(Weight::from_parts(49_607_786, 0).saturating_mul(n.into()))
            // Standard error: 397
            .saturating_add(Weight::from_parts(54, 0).saturating_mul(b.into()))
            .saturating_add(T::DbWeight::get().reads(16))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(9))
            .saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
    }

    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Orders` (r:1 w:1)
    // Proof: `Inference::Orders` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `Inference::OpenOrders` (r:1 w:1)
    // Proof: `Inference::OpenOrders` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Fastest: 74_926 ns.
    fn end_order() -> Weight {
        Weight::from_parts(79_695_000, 0)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Orders` (r:1 w:1)
    // Proof: `Inference::Orders` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(265), added: 2740, mode: `MaxEncodedLen`)
    // Storage: `Inference::Results` (r:0 w:16)
    // Proof: `Inference::Results` (`max_values`: None, `max_size`: Some(4163), added: 6638, mode: `MaxEncodedLen`)
    // Storage: `Inference::Templates` (r:0 w:1)
    // Proof: `Inference::Templates` (`max_values`: None, `max_size`: Some(16509), added: 18984, mode: `MaxEncodedLen`)
    // `r` was measured from 0 to 16.
    // Fastest: 70_944 ns.
    fn forget_order(r: u32, ) -> Weight {
        Weight::from_parts(82_878_348, 0)
            // Standard error: 231_144
            .saturating_add(Weight::from_parts(1_608_923, 0).saturating_mul(r.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(r.into())))
    }

    // Storage: `Inference::Orders` (r:1 w:1)
    // Proof: `Inference::Orders` (`max_values`: None, `max_size`: Some(144), added: 2619, mode: `MaxEncodedLen`)
    // Storage: `Inference::Outputs` (r:1 w:0)
    // Proof: `Inference::Outputs` (`max_values`: None, `max_size`: Some(4116), added: 6591, mode: `MaxEncodedLen`)
    // Storage: `Inference::Results` (r:0 w:1)
    // Proof: `Inference::Results` (`max_values`: None, `max_size`: Some(4163), added: 6638, mode: `MaxEncodedLen`)
    // Fastest: 35_265 ns.
    fn run_ended() -> Weight {
        Weight::from_parts(38_494_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Parameters::Parameters` (r:1 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
    // Storage: `Inference::Jobs` (r:1 w:1)
    // Proof: `Inference::Jobs` (`max_values`: None, `max_size`: Some(1143), added: 3618, mode: `MaxEncodedLen`)
    // Storage: `Inference::Disputes` (r:1 w:0)
    // Proof: `Inference::Disputes` (`max_values`: None, `max_size`: Some(1901), added: 4376, mode: `MaxEncodedLen`)
    // Storage: `Inference::Outputs` (r:1 w:1)
    // Proof: `Inference::Outputs` (`max_values`: None, `max_size`: Some(4116), added: 6591, mode: `MaxEncodedLen`)
    // Storage: `Inference::Remains` (r:0 w:1)
    // Proof: `Inference::Remains` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
    // Storage: `Inference::Inputs` (r:0 w:1)
    // Proof: `Inference::Inputs` (`max_values`: None, `max_size`: Some(16405), added: 18880, mode: `MaxEncodedLen`)
    // Fastest: 41_610 ns.
    fn forget(_n: u32, ) -> Weight {
        Weight::from_parts(45_542_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }

}
