//! What `pallet_referenda` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_referenda::WeightInfo for WeightInfo<T> {
    // Storage: `Referenda::ReferendumCount` (r:1 w:1)
    // Proof: `Referenda::ReferendumCount` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Referenda::ReferendumInfoFor` (r:0 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Fastest: 34_556 ns.
    fn submit() -> Weight {
        Weight::from_parts(36_728_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:2 w:2)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 49_360 ns.
    fn place_decision_deposit_preparing() -> Weight {
        Weight::from_parts(51_949_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::DecidingCount` (r:1 w:0)
    // Proof: `Referenda::DecidingCount` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
    // Storage: `Referenda::TrackQueue` (r:1 w:1)
    // Proof: `Referenda::TrackQueue` (`max_values`: None, `max_size`: Some(651), added: 3126, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 61_568 ns.
    fn place_decision_deposit_queued() -> Weight {
        Weight::from_parts(64_692_000, 0)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::DecidingCount` (r:1 w:0)
    // Proof: `Referenda::DecidingCount` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
    // Storage: `Referenda::TrackQueue` (r:1 w:1)
    // Proof: `Referenda::TrackQueue` (`max_values`: None, `max_size`: Some(651), added: 3126, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 60_751 ns.
    fn place_decision_deposit_not_queued() -> Weight {
        Weight::from_parts(63_953_000, 0)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::DecidingCount` (r:1 w:1)
    // Proof: `Referenda::DecidingCount` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:2 w:2)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 57_463 ns.
    fn place_decision_deposit_passing() -> Weight {
        Weight::from_parts(60_638_000, 0)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(5))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::DecidingCount` (r:1 w:1)
    // Proof: `Referenda::DecidingCount` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:2 w:2)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 56_124 ns.
    fn place_decision_deposit_failing() -> Weight {
        Weight::from_parts(59_185_000, 0)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(5))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Fastest: 24_139 ns.
    fn refund_decision_deposit() -> Weight {
        Weight::from_parts(25_639_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Fastest: 23_198 ns.
    fn refund_submission_deposit() -> Weight {
        Weight::from_parts(25_024_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 25_915 ns.
    fn cancel() -> Weight {
        Weight::from_parts(27_745_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Referenda::MetadataOf` (r:1 w:0)
    // Proof: `Referenda::MetadataOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 75_622 ns.
    fn kill() -> Weight {
        Weight::from_parts(81_425_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::TrackQueue` (r:1 w:0)
    // Proof: `Referenda::TrackQueue` (`max_values`: None, `max_size`: Some(651), added: 3126, mode: `MaxEncodedLen`)
    // Storage: `Referenda::DecidingCount` (r:1 w:1)
    // Proof: `Referenda::DecidingCount` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
    // Fastest: 17_037 ns.
    fn one_fewer_deciding_queue_empty() -> Weight {
        Weight::from_parts(19_038_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::TrackQueue` (r:1 w:1)
    // Proof: `Referenda::TrackQueue` (`max_values`: None, `max_size`: Some(651), added: 3126, mode: `MaxEncodedLen`)
    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 41_817 ns.
    fn one_fewer_deciding_failing() -> Weight {
        Weight::from_parts(45_802_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::TrackQueue` (r:1 w:1)
    // Proof: `Referenda::TrackQueue` (`max_values`: None, `max_size`: Some(651), added: 3126, mode: `MaxEncodedLen`)
    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 43_280 ns.
    fn one_fewer_deciding_passing() -> Weight {
        Weight::from_parts(45_931_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:0)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::TrackQueue` (r:1 w:1)
    // Proof: `Referenda::TrackQueue` (`max_values`: None, `max_size`: Some(651), added: 3126, mode: `MaxEncodedLen`)
    // Fastest: 25_639 ns.
    fn nudge_referendum_requeued_insertion() -> Weight {
        Weight::from_parts(28_449_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:0)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::TrackQueue` (r:1 w:1)
    // Proof: `Referenda::TrackQueue` (`max_values`: None, `max_size`: Some(651), added: 3126, mode: `MaxEncodedLen`)
    // Fastest: 25_431 ns.
    fn nudge_referendum_requeued_slide() -> Weight {
        Weight::from_parts(27_042_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::DecidingCount` (r:1 w:0)
    // Proof: `Referenda::DecidingCount` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
    // Storage: `Referenda::TrackQueue` (r:1 w:1)
    // Proof: `Referenda::TrackQueue` (`max_values`: None, `max_size`: Some(651), added: 3126, mode: `MaxEncodedLen`)
    // Fastest: 29_620 ns.
    fn nudge_referendum_queued() -> Weight {
        Weight::from_parts(31_902_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::DecidingCount` (r:1 w:0)
    // Proof: `Referenda::DecidingCount` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
    // Storage: `Referenda::TrackQueue` (r:1 w:1)
    // Proof: `Referenda::TrackQueue` (`max_values`: None, `max_size`: Some(651), added: 3126, mode: `MaxEncodedLen`)
    // Fastest: 29_818 ns.
    fn nudge_referendum_not_queued() -> Weight {
        Weight::from_parts(31_377_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 26_466 ns.
    fn nudge_referendum_no_deposit() -> Weight {
        Weight::from_parts(27_950_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 26_702 ns.
    fn nudge_referendum_preparing() -> Weight {
        Weight::from_parts(28_655_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Fastest: 17_635 ns.
    fn nudge_referendum_timed_out() -> Weight {
        Weight::from_parts(19_112_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::DecidingCount` (r:1 w:1)
    // Proof: `Referenda::DecidingCount` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 34_041 ns.
    fn nudge_referendum_begin_deciding_failing() -> Weight {
        Weight::from_parts(36_253_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::DecidingCount` (r:1 w:1)
    // Proof: `Referenda::DecidingCount` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 35_109 ns.
    fn nudge_referendum_begin_deciding_passing() -> Weight {
        Weight::from_parts(36_972_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 30_702 ns.
    fn nudge_referendum_begin_confirming() -> Weight {
        Weight::from_parts(32_529_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 30_492 ns.
    fn nudge_referendum_end_confirming() -> Weight {
        Weight::from_parts(32_396_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 29_516 ns.
    fn nudge_referendum_continue_not_confirming() -> Weight {
        Weight::from_parts(31_456_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 29_000 ns.
    fn nudge_referendum_continue_confirming() -> Weight {
        Weight::from_parts(30_837_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:2 w:2)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Lookup` (r:1 w:1)
    // Proof: `Scheduler::Lookup` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
    // Fastest: 41_029 ns.
    fn nudge_referendum_approved() -> Weight {
        Weight::from_parts(43_208_000, 0)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 31_011 ns.
    fn nudge_referendum_rejected() -> Weight {
        Weight::from_parts(32_883_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:0)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:0)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Referenda::MetadataOf` (r:0 w:1)
    // Proof: `Referenda::MetadataOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Fastest: 18_339 ns.
    fn set_some_metadata() -> Weight {
        Weight::from_parts(19_719_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:0)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Referenda::MetadataOf` (r:1 w:1)
    // Proof: `Referenda::MetadataOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Fastest: 15_004 ns.
    fn clear_metadata() -> Weight {
        Weight::from_parts(16_427_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

}
