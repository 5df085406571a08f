//! What `pallet_scheduler` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_scheduler::WeightInfo for WeightInfo<T> {
    // Storage: `Scheduler::IncompleteSince` (r:1 w:1)
    // Proof: `Scheduler::IncompleteSince` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Fastest: 5_434 ns.
    fn service_agendas_base() -> Weight {
        Weight::from_parts(6_171_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // `s` was measured from 0 to 64.
    // Fastest: 3_977 ns.
    fn service_agenda_base(s: u32, ) -> Weight {
        Weight::from_parts(7_714_378, 0)
            // Standard error: 797
            .saturating_add(Weight::from_parts(359_906, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Fastest: 3_057 ns.
    fn service_task_base() -> Weight {
        Weight::from_parts(3_785_000, 0)
    }

    // Storage: `Preimage::PreimageFor` (r:1 w:1)
    // Proof: `Preimage::PreimageFor` (`max_values`: None, `max_size`: Some(4194344), added: 4196819, mode: `Measured`)
    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:1)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // `s` was measured from 128 to 4194304.
    // Fastest: 27_065 ns.
    fn service_task_fetched(s: u32, ) -> Weight {
        Weight::from_parts(29_255_000, 0)
            // Standard error: 8
            .saturating_add(Weight::from_parts(1_194, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Scheduler::Lookup` (r:0 w:1)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Fastest: 4_644 ns.
    fn service_task_named() -> Weight {
        Weight::from_parts(5_318_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Fastest: 3_098 ns.
    fn service_task_periodic() -> Weight {
        Weight::from_parts(3_875_000, 0)
    }

    // Fastest: 2_274 ns.
    fn execute_dispatch_signed() -> Weight {
        Weight::from_parts(3_114_000, 0)
    }

    // Fastest: 2_315 ns.
    fn execute_dispatch_unsigned() -> Weight {
        Weight::from_parts(2_795_000, 0)
    }

    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // `s` was measured from 0 to 63.
    // Fastest: 10_031 ns.
    fn schedule(s: u32, ) -> Weight {
        Weight::from_parts(13_858_354, 0)
            // Standard error: 1_286
            .saturating_add(Weight::from_parts(406_507, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Lookup` (r:0 w:1)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // `s` was measured from 1 to 64.
    // Fastest: 15_552 ns.
    fn cancel(s: u32, ) -> Weight {
        Weight::from_parts(16_371_333, 0)
            // Standard error: 963
            .saturating_add(Weight::from_parts(635_090, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Scheduler::Lookup` (r:1 w:1)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // `s` was measured from 0 to 63.
    // Fastest: 13_451 ns.
    fn schedule_named(s: u32, ) -> Weight {
        Weight::from_parts(18_533_527, 0)
            // Standard error: 1_367
            .saturating_add(Weight::from_parts(423_864, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Scheduler::Lookup` (r:1 w:1)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // `s` was measured from 1 to 64.
    // Fastest: 18_027 ns.
    fn cancel_named(s: u32, ) -> Weight {
        Weight::from_parts(19_441_582, 0)
            // Standard error: 1_163
            .saturating_add(Weight::from_parts(690_993, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // `s` was measured from 1 to 64.
    // Fastest: 9_701 ns.
    fn schedule_retry(s: u32, ) -> Weight {
        Weight::from_parts(11_168_175, 0)
            // Standard error: 498
            .saturating_add(Weight::from_parts(31_831, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Scheduler::Agenda` (r:1 w:0)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 30_422 ns.
    fn set_retry() -> Weight {
        Weight::from_parts(35_417_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Scheduler::Lookup` (r:1 w:0)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:0)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 35_154 ns.
    fn set_retry_named() -> Weight {
        Weight::from_parts(39_177_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Scheduler::Agenda` (r:1 w:0)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 28_936 ns.
    fn cancel_retry() -> Weight {
        Weight::from_parts(32_366_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Scheduler::Lookup` (r:1 w:0)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:0)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 34_412 ns.
    fn cancel_retry_named() -> Weight {
        Weight::from_parts(38_007_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

}
