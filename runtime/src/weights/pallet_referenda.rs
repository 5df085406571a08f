//! What `pallet_referenda` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 20 steps, each 10 times.

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
    // Fastest: 45_594 ns.
    fn submit() -> Weight {
        Weight::from_parts(53_741_000, 0)
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
    // Fastest: 65_746 ns.
    fn place_decision_deposit_preparing() -> Weight {
        Weight::from_parts(77_951_000, 0)
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
    // Fastest: 77_987 ns.
    fn place_decision_deposit_queued() -> Weight {
        Weight::from_parts(87_722_000, 0)
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
    // Fastest: 78_359 ns.
    fn place_decision_deposit_not_queued() -> Weight {
        Weight::from_parts(93_879_000, 0)
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
    // Fastest: 73_062 ns.
    fn place_decision_deposit_passing() -> Weight {
        Weight::from_parts(79_413_000, 0)
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
    // Fastest: 73_584 ns.
    fn place_decision_deposit_failing() -> Weight {
        Weight::from_parts(81_417_000, 0)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(5))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Fastest: 32_621 ns.
    fn refund_decision_deposit() -> Weight {
        Weight::from_parts(37_200_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Fastest: 31_200 ns.
    fn refund_submission_deposit() -> Weight {
        Weight::from_parts(35_025_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 31_957 ns.
    fn cancel() -> Weight {
        Weight::from_parts(37_107_000, 0)
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
    // Fastest: 98_308 ns.
    fn kill() -> Weight {
        Weight::from_parts(109_274_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::TrackQueue` (r:1 w:0)
    // Proof: `Referenda::TrackQueue` (`max_values`: None, `max_size`: Some(651), added: 3126, mode: `MaxEncodedLen`)
    // Storage: `Referenda::DecidingCount` (r:1 w:1)
    // Proof: `Referenda::DecidingCount` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
    // Fastest: 18_719 ns.
    fn one_fewer_deciding_queue_empty() -> Weight {
        Weight::from_parts(21_776_000, 0)
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
    // Fastest: 49_513 ns.
    fn one_fewer_deciding_failing() -> Weight {
        Weight::from_parts(54_972_000, 0)
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
    // Fastest: 53_141 ns.
    fn one_fewer_deciding_passing() -> Weight {
        Weight::from_parts(99_540_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:0)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::TrackQueue` (r:1 w:1)
    // Proof: `Referenda::TrackQueue` (`max_values`: None, `max_size`: Some(651), added: 3126, mode: `MaxEncodedLen`)
    // Fastest: 29_159 ns.
    fn nudge_referendum_requeued_insertion() -> Weight {
        Weight::from_parts(32_933_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:0)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Referenda::TrackQueue` (r:1 w:1)
    // Proof: `Referenda::TrackQueue` (`max_values`: None, `max_size`: Some(651), added: 3126, mode: `MaxEncodedLen`)
    // Fastest: 29_865 ns.
    fn nudge_referendum_requeued_slide() -> Weight {
        Weight::from_parts(32_457_000, 0)
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
    // Fastest: 36_452 ns.
    fn nudge_referendum_queued() -> Weight {
        Weight::from_parts(40_148_000, 0)
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
    // Fastest: 35_756 ns.
    fn nudge_referendum_not_queued() -> Weight {
        Weight::from_parts(39_528_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 31_126 ns.
    fn nudge_referendum_no_deposit() -> Weight {
        Weight::from_parts(34_848_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 31_676 ns.
    fn nudge_referendum_preparing() -> Weight {
        Weight::from_parts(36_229_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Fastest: 23_001 ns.
    fn nudge_referendum_timed_out() -> Weight {
        Weight::from_parts(30_449_000, 0)
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
    // Fastest: 40_448 ns.
    fn nudge_referendum_begin_deciding_failing() -> Weight {
        Weight::from_parts(45_407_000, 0)
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
    // Fastest: 42_395 ns.
    fn nudge_referendum_begin_deciding_passing() -> Weight {
        Weight::from_parts(49_450_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 33_938 ns.
    fn nudge_referendum_begin_confirming() -> Weight {
        Weight::from_parts(40_179_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 34_355 ns.
    fn nudge_referendum_end_confirming() -> Weight {
        Weight::from_parts(40_112_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 33_766 ns.
    fn nudge_referendum_continue_not_confirming() -> Weight {
        Weight::from_parts(38_819_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 35_032 ns.
    fn nudge_referendum_continue_confirming() -> Weight {
        Weight::from_parts(39_367_000, 0)
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
    // Fastest: 49_667 ns.
    fn nudge_referendum_approved() -> Weight {
        Weight::from_parts(55_682_000, 0)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(4))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 37_110 ns.
    fn nudge_referendum_rejected() -> Weight {
        Weight::from_parts(42_331_000, 0)
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
    // Fastest: 23_170 ns.
    fn set_some_metadata() -> Weight {
        Weight::from_parts(40_714_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:0)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Referenda::MetadataOf` (r:1 w:1)
    // Proof: `Referenda::MetadataOf` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
    // Fastest: 18_873 ns.
    fn clear_metadata() -> Weight {
        Weight::from_parts(35_273_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

}
