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
    // Fastest: 5_438 ns.
    fn service_agendas_base() -> Weight {
        Weight::from_parts(6_117_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // `s` was measured from 0 to 256.
    // Fastest: 4_081 ns.
    fn service_agenda_base(s: u32, ) -> Weight {
        Weight::from_parts(5_717_445, 0)
            // Standard error: 1_289
            .saturating_add(Weight::from_parts(352_865, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Fastest: 3_090 ns.
    fn service_task_base() -> Weight {
        Weight::from_parts(3_822_000, 0)
    }

    // Storage: `Preimage::PreimageFor` (r:1 w:1)
    // Proof: `Preimage::PreimageFor` (`max_values`: None, `max_size`: Some(4194344), added: 4196819, mode: `Measured`)
    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:1)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // `s` was measured from 128 to 4194304.
    // Fastest: 19_233 ns.
    fn service_task_fetched(s: u32, ) -> Weight {
        Weight::from_parts(19_498_000, 0)
            // Standard error: 4
            .saturating_add(Weight::from_parts(1_245, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Scheduler::Lookup` (r:0 w:1)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Fastest: 4_398 ns.
    fn service_task_named() -> Weight {
        Weight::from_parts(5_005_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Fastest: 2_965 ns.
    fn service_task_periodic() -> Weight {
        Weight::from_parts(3_721_000, 0)
    }

    // Fastest: 2_575 ns.
    fn execute_dispatch_signed() -> Weight {
        Weight::from_parts(3_389_000, 0)
    }

    // Fastest: 2_318 ns.
    fn execute_dispatch_unsigned() -> Weight {
        Weight::from_parts(2_763_000, 0)
    }

    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // `s` was measured from 0 to 255.
    // Fastest: 10_414 ns.
    fn schedule(s: u32, ) -> Weight {
        Weight::from_parts(12_440_014, 0)
            // Standard error: 1_439
            .saturating_add(Weight::from_parts(400_409, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Lookup` (r:0 w:1)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // `s` was measured from 1 to 256.
    // Fastest: 16_117 ns.
    fn cancel(s: u32, ) -> Weight {
        Weight::from_parts(14_260_670, 0)
            // Standard error: 1_538
            .saturating_add(Weight::from_parts(620_072, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Scheduler::Lookup` (r:1 w:1)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // `s` was measured from 0 to 255.
    // Fastest: 13_355 ns.
    fn schedule_named(s: u32, ) -> Weight {
        Weight::from_parts(15_741_486, 0)
            // Standard error: 1_343
            .saturating_add(Weight::from_parts(426_751, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Scheduler::Lookup` (r:1 w:1)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // `s` was measured from 1 to 256.
    // Fastest: 17_755 ns.
    fn cancel_named(s: u32, ) -> Weight {
        Weight::from_parts(16_460_047, 0)
            // Standard error: 1_906
            .saturating_add(Weight::from_parts(639_995, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // `s` was measured from 1 to 256.
    // Fastest: 9_887 ns.
    fn schedule_retry(s: u32, ) -> Weight {
        Weight::from_parts(10_025_748, 0)
            // Standard error: 658
            .saturating_add(Weight::from_parts(43_307, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Scheduler::Agenda` (r:1 w:0)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 89_351 ns.
    fn set_retry() -> Weight {
        Weight::from_parts(97_172_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Scheduler::Lookup` (r:1 w:0)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:0)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 99_256 ns.
    fn set_retry_named() -> Weight {
        Weight::from_parts(110_377_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Scheduler::Agenda` (r:1 w:0)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 82_598 ns.
    fn cancel_retry() -> Weight {
        Weight::from_parts(91_613_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Scheduler::Lookup` (r:1 w:0)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:0)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 90_569 ns.
    fn cancel_retry_named() -> Weight {
        Weight::from_parts(100_099_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

}
