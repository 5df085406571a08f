//! What `pallet_opg_stake` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_opg_stake::WeightInfo for WeightInfo<T> {
    // Storage: `Session::NextKeys` (r:1 w:0)
    // Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:2 w:2)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:2 w:2)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListBags` (r:1 w:1)
    // Proof: `Ranking::ListBags` (`max_values`: None, `max_size`: Some(82), added: 2557, mode: `MaxEncodedLen`)
    // Storage: `Ranking::CounterForListNodes` (r:1 w:1)
    // Proof: `Ranking::CounterForListNodes` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::Profiles` (r:0 w:1)
    // Proof: `Stake::Profiles` (`max_values`: None, `max_size`: Some(564), added: 3039, mode: `MaxEncodedLen`)
    // Fastest: 149_703 ns.
    fn register() -> Weight {
        Weight::from_parts(164_063_000, 0)
            .saturating_add(T::DbWeight::get().reads(15))
            .saturating_add(T::DbWeight::get().writes(9))
    }

    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Stake::NextPayout` (r:1 w:0)
    // Proof: `Stake::NextPayout` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:1)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListBags` (r:2 w:2)
    // Proof: `Ranking::ListBags` (`max_values`: None, `max_size`: Some(82), added: 2557, mode: `MaxEncodedLen`)
    // Storage: `Stake::Cohorts` (r:0 w:1)
    // Proof: `Stake::Cohorts` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Fastest: 104_059 ns.
    fn bond() -> Weight {
        Weight::from_parts(117_550_000, 0)
            .saturating_add(T::DbWeight::get().reads(13))
            .saturating_add(T::DbWeight::get().writes(7))
    }

    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Clocks::UnbondingEras` (r:1 w:0)
    // Proof: `Clocks::UnbondingEras` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:1)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListBags` (r:1 w:1)
    // Proof: `Ranking::ListBags` (`max_values`: None, `max_size`: Some(82), added: 2557, mode: `MaxEncodedLen`)
    // Storage: `Ranking::CounterForListNodes` (r:1 w:1)
    // Proof: `Ranking::CounterForListNodes` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Fastest: 60_071 ns.
    fn unbond() -> Weight {
        Weight::from_parts(67_406_000, 0)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:3 w:3)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:0)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Stake::Profiles` (r:0 w:1)
    // Proof: `Stake::Profiles` (`max_values`: None, `max_size`: Some(564), added: 3039, mode: `MaxEncodedLen`)
    // Fastest: 100_486 ns.
    fn withdraw() -> Weight {
        Weight::from_parts(110_212_000, 0)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(6))
    }

    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    // Storage: `Session::NextKeys` (r:1 w:0)
    // Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Clocks::UnbondingEras` (r:1 w:0)
    // Proof: `Clocks::UnbondingEras` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:1)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListBags` (r:1 w:1)
    // Proof: `Ranking::ListBags` (`max_values`: None, `max_size`: Some(82), added: 2557, mode: `MaxEncodedLen`)
    // Storage: `Ranking::CounterForListNodes` (r:1 w:1)
    // Proof: `Ranking::CounterForListNodes` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Fastest: 61_583 ns.
    fn set_roles() -> Weight {
        Weight::from_parts(68_870_000, 0)
            .saturating_add(T::DbWeight::get().reads(12))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Fastest: 16_971 ns.
    fn set_commission() -> Weight {
        Weight::from_parts(19_650_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Stake::Operators` (r:1 w:0)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::Profiles` (r:0 w:1)
    // Proof: `Stake::Profiles` (`max_values`: None, `max_size`: Some(564), added: 3039, mode: `MaxEncodedLen`)
    // Fastest: 16_591 ns.
    fn set_profile() -> Weight {
        Weight::from_parts(18_816_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:5 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:2 w:2)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Stake::NextPayout` (r:1 w:0)
    // Proof: `Stake::NextPayout` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::Delegations` (r:1 w:1)
    // Proof: `Stake::Delegations` (`max_values`: None, `max_size`: Some(774), added: 3249, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:1)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListBags` (r:2 w:2)
    // Proof: `Ranking::ListBags` (`max_values`: None, `max_size`: Some(82), added: 2557, mode: `MaxEncodedLen`)
    // Storage: `Stake::Cohorts` (r:0 w:1)
    // Proof: `Stake::Cohorts` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Fastest: 118_535 ns.
    fn delegate() -> Weight {
        Weight::from_parts(132_012_000, 0)
            .saturating_add(T::DbWeight::get().reads(15))
            .saturating_add(T::DbWeight::get().writes(8))
    }

    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::NextPayout` (r:1 w:0)
    // Proof: `Stake::NextPayout` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::Delegations` (r:1 w:1)
    // Proof: `Stake::Delegations` (`max_values`: None, `max_size`: Some(774), added: 3249, mode: `MaxEncodedLen`)
    // Storage: `Clocks::UnbondingEras` (r:1 w:0)
    // Proof: `Clocks::UnbondingEras` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::Leavings` (r:1 w:1)
    // Proof: `Stake::Leavings` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:1)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListBags` (r:2 w:2)
    // Proof: `Ranking::ListBags` (`max_values`: None, `max_size`: Some(82), added: 2557, mode: `MaxEncodedLen`)
    // Storage: `Stake::Cohorts` (r:0 w:1)
    // Proof: `Stake::Cohorts` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Fastest: 85_159 ns.
    fn undelegate() -> Weight {
        Weight::from_parts(99_412_000, 0)
            .saturating_add(T::DbWeight::get().reads(14))
            .saturating_add(T::DbWeight::get().writes(7))
    }

    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::NextPayout` (r:1 w:0)
    // Proof: `Stake::NextPayout` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::Points` (r:1 w:0)
    // Proof: `Stake::Points` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    // Storage: `Stake::Delegations` (r:1 w:1)
    // Proof: `Stake::Delegations` (`max_values`: None, `max_size`: Some(774), added: 3249, mode: `MaxEncodedLen`)
    // Storage: `Clocks::UnbondingEras` (r:1 w:0)
    // Proof: `Clocks::UnbondingEras` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::Leavings` (r:1 w:1)
    // Proof: `Stake::Leavings` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:1)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListBags` (r:2 w:2)
    // Proof: `Ranking::ListBags` (`max_values`: None, `max_size`: Some(82), added: 2557, mode: `MaxEncodedLen`)
    // Storage: `Stake::Cohorts` (r:0 w:1)
    // Proof: `Stake::Cohorts` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Fastest: 91_873 ns.
    fn kick() -> Weight {
        Weight::from_parts(106_561_000, 0)
            .saturating_add(T::DbWeight::get().reads(15))
            .saturating_add(T::DbWeight::get().writes(7))
    }

    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::Delegations` (r:1 w:1)
    // Proof: `Stake::Delegations` (`max_values`: None, `max_size`: Some(774), added: 3249, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::Leavings` (r:32 w:32)
    // Proof: `Stake::Leavings` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:2 w:2)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:1)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 32.
    // Fastest: 104_841 ns.
    fn withdraw_delegation(n: u32, ) -> Weight {
        Weight::from_parts(103_176_068, 0)
            // Standard error: 6_931
            .saturating_add(Weight::from_parts(6_696_849, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(5))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
    }

    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Clocks::UnbondingEras` (r:1 w:0)
    // Proof: `Clocks::UnbondingEras` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:1)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListBags` (r:1 w:1)
    // Proof: `Ranking::ListBags` (`max_values`: None, `max_size`: Some(82), added: 2557, mode: `MaxEncodedLen`)
    // Storage: `Ranking::CounterForListNodes` (r:1 w:1)
    // Proof: `Ranking::CounterForListNodes` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Fastest: 66_261 ns.
    fn chill() -> Weight {
        Weight::from_parts(71_231_000, 0)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Stake::PendingSlashes` (r:1 w:1)
    // Proof: `Stake::PendingSlashes` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:3 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:0)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Fastest: 33_044 ns.
    fn cancel_slash() -> Weight {
        Weight::from_parts(36_655_000, 0)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::Points` (r:1 w:1)
    // Proof: `Stake::Points` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    // Storage: `Stake::EraPoints` (r:1 w:1)
    // Proof: `Stake::EraPoints` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Fastest: 7_489 ns.
    fn note_author() -> Weight {
        Weight::from_parts(8_727_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::FirstSlash` (r:1 w:0)
    // Proof: `Stake::FirstSlash` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::NextSlash` (r:1 w:0)
    // Proof: `Stake::NextSlash` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::PendingSlashes` (r:1 w:0)
    // Proof: `Stake::PendingSlashes` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
    // Storage: `Stake::NextPayout` (r:1 w:0)
    // Proof: `Stake::NextPayout` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::FirstOffences` (r:1 w:0)
    // Proof: `Stake::FirstOffences` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Clocks::UnbondingEras` (r:1 w:0)
    // Proof: `Clocks::UnbondingEras` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Fastest: 15_143 ns.
    fn find_chore() -> Weight {
        Weight::from_parts(16_991_000, 0)
            .saturating_add(T::DbWeight::get().reads(7))
    }

    // Storage: `Stake::FirstSlash` (r:1 w:1)
    // Proof: `Stake::FirstSlash` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::PendingSlashes` (r:1 w:1)
    // Proof: `Stake::PendingSlashes` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Clocks::UnbondingEras` (r:1 w:0)
    // Proof: `Clocks::UnbondingEras` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::Leavings` (r:291 w:290)
    // Proof: `Stake::Leavings` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(103), added: 2578, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:3 w:3)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:1)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListBags` (r:1 w:1)
    // Proof: `Ranking::ListBags` (`max_values`: None, `max_size`: Some(82), added: 2557, mode: `MaxEncodedLen`)
    // Storage: `Ranking::CounterForListNodes` (r:1 w:1)
    // Proof: `Ranking::CounterForListNodes` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // `e` was measured from 0 to 290.
    // Fastest: 139_071 ns.
    fn apply_slash(e: u32, ) -> Weight {
        Weight::from_parts(128_232_673, 0)
            // Standard error: 11_856
            .saturating_add(Weight::from_parts(6_544_082, 0).saturating_mul(e.into()))
            .saturating_add(T::DbWeight::get().reads(18))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(e.into())))
            .saturating_add(T::DbWeight::get().writes(10))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(e.into())))
    }

    // Storage: `Stake::NextPayout` (r:1 w:0)
    // Proof: `Stake::NextPayout` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::Points` (r:2 w:1)
    // Proof: `Stake::Points` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::EraRewards` (r:1 w:1)
    // Proof: `Stake::EraRewards` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:3 w:3)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Stake::Unpaid` (r:1 w:1)
    // Proof: `Stake::Unpaid` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:1)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListBags` (r:2 w:2)
    // Proof: `Ranking::ListBags` (`max_values`: None, `max_size`: Some(82), added: 2557, mode: `MaxEncodedLen`)
    // Storage: `Stake::Cohorts` (r:0 w:1)
    // Proof: `Stake::Cohorts` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Fastest: 149_774 ns.
    fn pay() -> Weight {
        Weight::from_parts(169_762_000, 0)
            .saturating_add(T::DbWeight::get().reads(18))
            .saturating_add(T::DbWeight::get().writes(11))
    }

    // Storage: `Stake::FirstOffences` (r:1 w:0)
    // Proof: `Stake::FirstOffences` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::Offences` (r:1 w:1)
    // Proof: `Stake::Offences` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
    // Fastest: 11_315 ns.
    fn forget() -> Weight {
        Weight::from_parts(13_006_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Parameters::Parameters` (r:5 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListBags` (r:50 w:0)
    // Proof: `Ranking::ListBags` (`max_values`: None, `max_size`: Some(82), added: 2557, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:200 w:0)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Session::NextKeys` (r:200 w:0)
    // Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // Storage: `Session::Validators` (r:1 w:0)
    // Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
    // Storage: `Stake::Operators` (r:100 w:0)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // `v` was measured from 1 to 200.
    // Fastest: 276_098 ns.
    fn choose_validators(v: u32, ) -> Weight {
        Weight::from_parts(288_042_808, 0)
            // Standard error: 36_129
            .saturating_add(Weight::from_parts(11_060_917, 0).saturating_mul(v.into()))
            .saturating_add(T::DbWeight::get().reads(159))
            .saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(v.into())))
    }

    // Storage: `Clocks::EraSessions` (r:1 w:0)
    // Proof: `Clocks::EraSessions` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:1)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Release::Pots` (r:1 w:1)
    // Proof: `Release::Pots` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:2 w:2)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Stake::EraPoints` (r:1 w:1)
    // Proof: `Stake::EraPoints` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::Unpaid` (r:1 w:1)
    // Proof: `Stake::Unpaid` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Stake::EraRewards` (r:0 w:1)
    // Proof: `Stake::EraRewards` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Fastest: 73_040 ns.
    fn end_era() -> Weight {
        Weight::from_parts(80_265_000, 0)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(7))
    }

    // Storage: `Parameters::Parameters` (r:4 w:0)
    // Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
    // Storage: `Stake::Reported` (r:1 w:1)
    // Proof: `Stake::Reported` (`max_values`: Some(1), `max_size`: Some(36002), added: 36497, mode: `MaxEncodedLen`)
    // Storage: `Stake::Operators` (r:1 w:1)
    // Proof: `Stake::Operators` (`max_values`: None, `max_size`: Some(870), added: 3345, mode: `MaxEncodedLen`)
    // Storage: `Clocks::EraSessions` (r:1 w:0)
    // Proof: `Clocks::EraSessions` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::Offences` (r:1 w:1)
    // Proof: `Stake::Offences` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
    // Storage: `Stake::CurrentEra` (r:1 w:0)
    // Proof: `Stake::CurrentEra` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Clocks::UnbondingEras` (r:1 w:0)
    // Proof: `Clocks::UnbondingEras` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::Leavings` (r:5 w:0)
    // Proof: `Stake::Leavings` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
    // Storage: `Stake::NextSlash` (r:1 w:1)
    // Proof: `Stake::NextSlash` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListNodes` (r:1 w:1)
    // Proof: `Ranking::ListNodes` (`max_values`: None, `max_size`: Some(154), added: 2629, mode: `MaxEncodedLen`)
    // Storage: `Ranking::Lock` (r:1 w:0)
    // Proof: `Ranking::Lock` (`max_values`: Some(1), `max_size`: Some(0), added: 495, mode: `MaxEncodedLen`)
    // Storage: `Ranking::ListBags` (r:1 w:1)
    // Proof: `Ranking::ListBags` (`max_values`: None, `max_size`: Some(82), added: 2557, mode: `MaxEncodedLen`)
    // Storage: `Ranking::CounterForListNodes` (r:1 w:1)
    // Proof: `Ranking::CounterForListNodes` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Stake::PendingSlashes` (r:0 w:1)
    // Proof: `Stake::PendingSlashes` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
    // Fastest: 76_549 ns.
    fn note_offence() -> Weight {
        Weight::from_parts(84_090_000, 0)
            .saturating_add(T::DbWeight::get().reads(20))
            .saturating_add(T::DbWeight::get().writes(8))
    }

}
