//! What `pallet_treasury` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 20 steps, each 10 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_treasury::WeightInfo for WeightInfo<T> {
    // Storage: `Treasury::ProposalCount` (r:1 w:1)
    // Proof: `Treasury::ProposalCount` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Treasury::Approvals` (r:1 w:1)
    // Proof: `Treasury::Approvals` (`max_values`: Some(1), `max_size`: Some(65), added: 560, mode: `MaxEncodedLen`)
    // Storage: `Treasury::Proposals` (r:0 w:1)
    // Proof: `Treasury::Proposals` (`max_values`: None, `max_size`: Some(108), added: 2583, mode: `MaxEncodedLen`)
    // Fastest: 12_394 ns.
    fn spend_local() -> Weight {
        Weight::from_parts(14_522_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Treasury::Approvals` (r:1 w:1)
    // Proof: `Treasury::Approvals` (`max_values`: Some(1), `max_size`: Some(65), added: 560, mode: `MaxEncodedLen`)
    // Fastest: 6_354 ns.
    fn remove_approval() -> Weight {
        Weight::from_parts(7_677_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::Account` (r:1 w:0)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Treasury::Deactivated` (r:1 w:1)
    // Proof: `Treasury::Deactivated` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
    // Storage: `Treasury::LastSpendPeriod` (r:1 w:1)
    // Proof: `Treasury::LastSpendPeriod` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // `p` was measured from 0 to 15.
    // Fastest: 19_585 ns.
    fn on_initialize_proposals(p: u32, ) -> Weight {
        Weight::from_parts(23_711_100, 0)
            // Standard error: 6_344
            .saturating_add(Weight::from_parts(197_123, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Treasury::SpendCount` (r:1 w:1)
    // Proof: `Treasury::SpendCount` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Storage: `Treasury::Spends` (r:0 w:1)
    // Proof: `Treasury::Spends` (`max_values`: None, `max_size`: Some(69), added: 2544, mode: `MaxEncodedLen`)
    // Fastest: 16_910 ns.
    fn spend() -> Weight {
        Weight::from_parts(19_651_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Treasury::Spends` (r:1 w:1)
    // Proof: `Treasury::Spends` (`max_values`: None, `max_size`: Some(69), added: 2544, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:2 w:2)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Clocks::VotingBlocks` (r:1 w:0)
    // Proof: `Clocks::VotingBlocks` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
    // Fastest: 66_660 ns.
    fn payout() -> Weight {
        Weight::from_parts(73_804_000, 0)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Treasury::Spends` (r:1 w:1)
    // Proof: `Treasury::Spends` (`max_values`: None, `max_size`: Some(69), added: 2544, mode: `MaxEncodedLen`)
    // Fastest: 12_976 ns.
    fn check_status() -> Weight {
        Weight::from_parts(15_524_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Treasury::Spends` (r:1 w:1)
    // Proof: `Treasury::Spends` (`max_values`: None, `max_size`: Some(69), added: 2544, mode: `MaxEncodedLen`)
    // Fastest: 12_209 ns.
    fn void_spend() -> Weight {
        Weight::from_parts(14_314_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

}
