//! What `pallet_scheduler` costs. Written by `make weights`; do not edit.
//!
//! Measured on AMD EPYC with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_scheduler::WeightInfo for WeightInfo<T> {
    // Storage: `Scheduler::IncompleteSince` (r:1 w:1)
    // Proof: `Scheduler::IncompleteSince` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Fastest: 6_250 ns.
    fn service_agendas_base() -> Weight {
        Weight::from_parts(6_940_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // `s` was measured from 0 to 64.
    // Fastest: 4_587 ns.
    fn service_agenda_base(s: u32, ) -> Weight {
        Weight::from_parts(8_211_610, 0)
            // Standard error: 834
            .saturating_add(Weight::from_parts(459_513, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Fastest: 3_635 ns.
    fn service_task_base() -> Weight {
        Weight::from_parts(4_307_000, 0)
    }

    // Storage: `Preimage::PreimageFor` (r:1 w:1)
    // Proof: `Preimage::PreimageFor` (`max_values`: None, `max_size`: Some(4194344), added: 4196819, mode: `Measured`)
    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:1)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // `s` was measured from 128 to 4194304.
    // Fastest: 21_202 ns.
    fn service_task_fetched(s: u32, ) -> Weight {
        Weight::from_parts(21_632_000, 0)
            // Standard error: 10
            .saturating_add(Weight::from_parts(1_315, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Scheduler::Lookup` (r:0 w:1)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Fastest: 5_418 ns.
    fn service_task_named() -> Weight {
        Weight::from_parts(5_959_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Fastest: 3_525 ns.
    fn service_task_periodic() -> Weight {
        Weight::from_parts(4_337_000, 0)
    }

    // Fastest: 2_885 ns.
    fn execute_dispatch_signed() -> Weight {
        Weight::from_parts(3_746_000, 0)
    }

    // Fastest: 2_935 ns.
    fn execute_dispatch_unsigned() -> Weight {
        Weight::from_parts(3_385_000, 0)
    }

    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // `s` was measured from 0 to 63.
    // Fastest: 12_579 ns.
    fn schedule(s: u32, ) -> Weight {
        Weight::from_parts(15_836_958, 0)
            // Standard error: 1_195
            .saturating_add(Weight::from_parts(519_434, 0).saturating_mul(s.into()))
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
    // Fastest: 18_788 ns.
    fn cancel(s: u32, ) -> Weight {
        Weight::from_parts(18_782_518, 0)
            // Standard error: 1_013
            .saturating_add(Weight::from_parts(804_084, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Scheduler::Lookup` (r:1 w:1)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // `s` was measured from 0 to 63.
    // Fastest: 16_405 ns.
    fn schedule_named(s: u32, ) -> Weight {
        Weight::from_parts(21_261_107, 0)
            // Standard error: 1_682
            .saturating_add(Weight::from_parts(566_345, 0).saturating_mul(s.into()))
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
    // Fastest: 21_652 ns.
    fn cancel_named(s: u32, ) -> Weight {
        Weight::from_parts(22_454_998, 0)
            // Standard error: 1_640
            .saturating_add(Weight::from_parts(845_493, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // `s` was measured from 1 to 64.
    // Fastest: 11_487 ns.
    fn schedule_retry(s: u32, ) -> Weight {
        Weight::from_parts(12_290_010, 0)
            // Standard error: 697
            .saturating_add(Weight::from_parts(51_422, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Scheduler::Agenda` (r:1 w:0)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 36_635 ns.
    fn set_retry() -> Weight {
        Weight::from_parts(40_149_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Scheduler::Lookup` (r:1 w:0)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:0)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 42_604 ns.
    fn set_retry_named() -> Weight {
        Weight::from_parts(46_840_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Scheduler::Agenda` (r:1 w:0)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 34_702 ns.
    fn cancel_retry() -> Weight {
        Weight::from_parts(37_896_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Scheduler::Lookup` (r:1 w:0)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:0)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(13390), added: 15865, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 41_592 ns.
    fn cancel_retry_named() -> Weight {
        Weight::from_parts(44_486_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

}
