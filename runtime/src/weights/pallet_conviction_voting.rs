//! What `pallet_conviction_voting` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_conviction_voting::WeightInfo for WeightInfo<T> {
    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `ConvictionVoting::VotingFor` (r:1 w:1)
    // Proof: `ConvictionVoting::VotingFor` (`max_values`: None, `max_size`: Some(6889), added: 9364, mode: `MaxEncodedLen`)
    // Storage: `ConvictionVoting::ClassLocksFor` (r:1 w:1)
    // Proof: `ConvictionVoting::ClassLocksFor` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
    // Storage: `Balances::Locks` (r:1 w:1)
    // Proof: `Balances::Locks` (`max_values`: None, `max_size`: Some(1299), added: 3774, mode: `MaxEncodedLen`)
    // Storage: `Balances::Freezes` (r:1 w:0)
    // Proof: `Balances::Freezes` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:1 w:1)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Fastest: 146_486 ns.
    fn vote_new() -> Weight {
        Weight::from_parts(159_173_000, 0)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(5))
    }

    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `ConvictionVoting::VotingFor` (r:1 w:1)
    // Proof: `ConvictionVoting::VotingFor` (`max_values`: None, `max_size`: Some(6889), added: 9364, mode: `MaxEncodedLen`)
    // Storage: `ConvictionVoting::ClassLocksFor` (r:1 w:1)
    // Proof: `ConvictionVoting::ClassLocksFor` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
    // Storage: `Balances::Locks` (r:1 w:1)
    // Proof: `Balances::Locks` (`max_values`: None, `max_size`: Some(1299), added: 3774, mode: `MaxEncodedLen`)
    // Storage: `Balances::Freezes` (r:1 w:0)
    // Proof: `Balances::Freezes` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:2 w:2)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 244_293 ns.
    fn vote_existing() -> Weight {
        Weight::from_parts(267_143_000, 0)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(7))
    }

    // Storage: `ConvictionVoting::VotingFor` (r:1 w:1)
    // Proof: `ConvictionVoting::VotingFor` (`max_values`: None, `max_size`: Some(6889), added: 9364, mode: `MaxEncodedLen`)
    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:1)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:2 w:2)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:1)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // Fastest: 198_412 ns.
    fn remove_vote() -> Weight {
        Weight::from_parts(211_421_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(5))
    }

    // Storage: `ConvictionVoting::VotingFor` (r:1 w:1)
    // Proof: `ConvictionVoting::VotingFor` (`max_values`: None, `max_size`: Some(6889), added: 9364, mode: `MaxEncodedLen`)
    // Storage: `Referenda::ReferendumInfoFor` (r:1 w:0)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Fastest: 60_255 ns.
    fn remove_other_vote() -> Weight {
        Weight::from_parts(68_892_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `ConvictionVoting::VotingFor` (r:2 w:2)
    // Proof: `ConvictionVoting::VotingFor` (`max_values`: None, `max_size`: Some(6889), added: 9364, mode: `MaxEncodedLen`)
    // Storage: `Referenda::ReferendumInfoFor` (r:10 w:10)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:2 w:2)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `ConvictionVoting::ClassLocksFor` (r:1 w:1)
    // Proof: `ConvictionVoting::ClassLocksFor` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
    // Storage: `Balances::Locks` (r:1 w:1)
    // Proof: `Balances::Locks` (`max_values`: None, `max_size`: Some(1299), added: 3774, mode: `MaxEncodedLen`)
    // Storage: `Balances::Freezes` (r:1 w:0)
    // Proof: `Balances::Freezes` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:10)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // `r` was measured from 0 to 10.
    // Fastest: 109_584 ns.
    fn delegate(r: u32, ) -> Weight {
        Weight::from_parts(141_228_259, 0)
            // Standard error: 279_407
            .saturating_add(Weight::from_parts(33_227_619, 0).saturating_mul(r.into()))
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().writes(5))
            .saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(r.into())))
    }

    // Storage: `ConvictionVoting::VotingFor` (r:2 w:2)
    // Proof: `ConvictionVoting::VotingFor` (`max_values`: None, `max_size`: Some(6889), added: 9364, mode: `MaxEncodedLen`)
    // Storage: `Referenda::ReferendumInfoFor` (r:10 w:10)
    // Proof: `Referenda::ReferendumInfoFor` (`max_values`: None, `max_size`: Some(366), added: 2841, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Agenda` (r:2 w:2)
    // Proof: `Scheduler::Agenda` (`max_values`: None, `max_size`: Some(53518), added: 55993, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Scheduler::Retries` (r:0 w:10)
    // Proof: `Scheduler::Retries` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
    // `r` was measured from 0 to 10.
    // Fastest: 59_881 ns.
    fn undelegate(r: u32, ) -> Weight {
        Weight::from_parts(90_009_640, 0)
            // Standard error: 164_932
            .saturating_add(Weight::from_parts(35_981_754, 0).saturating_mul(r.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(r.into())))
    }

    // Storage: `ConvictionVoting::VotingFor` (r:1 w:1)
    // Proof: `ConvictionVoting::VotingFor` (`max_values`: None, `max_size`: Some(6889), added: 9364, mode: `MaxEncodedLen`)
    // Storage: `ConvictionVoting::ClassLocksFor` (r:1 w:1)
    // Proof: `ConvictionVoting::ClassLocksFor` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
    // Storage: `Balances::Locks` (r:1 w:1)
    // Proof: `Balances::Locks` (`max_values`: None, `max_size`: Some(1299), added: 3774, mode: `MaxEncodedLen`)
    // Storage: `Balances::Freezes` (r:1 w:0)
    // Proof: `Balances::Freezes` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
    // Fastest: 105_162 ns.
    fn unlock() -> Weight {
        Weight::from_parts(112_919_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(3))
    }

}
