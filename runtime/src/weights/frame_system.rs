//! What `frame_system` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> frame_system::WeightInfo for WeightInfo<T> {
    // `b` was measured from 0 to 3932160.
    // Fastest: 2_361 ns.
    fn remark(b: u32, ) -> Weight {
        Weight::from_parts(6_927_232, 0)
            // Standard error: 1
            .saturating_add(Weight::from_parts(296, 0).saturating_mul(b.into()))
    }

    // `b` was measured from 0 to 3932160.
    // Fastest: 5_867 ns.
    fn remark_with_event(b: u32, ) -> Weight {
        Weight::from_parts(6_072_000, 0)
            // Standard error: 2
            .saturating_add(Weight::from_parts(1_293, 0).saturating_mul(b.into()))
    }

    // Storage: UNKNOWN KEY `0x3a686561707061676573` (r:0 w:1)
    // Proof: UNKNOWN KEY `0x3a686561707061676573` (r:0 w:1)
    // Fastest: 4_282 ns.
    fn set_heap_pages() -> Weight {
        Weight::from_parts(5_138_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
    // Proof: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
    // Fastest: 107_181_603 ns.
    fn set_code() -> Weight {
        Weight::from_parts(109_418_447_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Skipped::Metadata` (r:0 w:0)
    // Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // `i` was measured from 0 to 1000.
    // Fastest: 2_351 ns.
    fn set_storage(i: u32, ) -> Weight {
        Weight::from_parts(2_613_000, 0)
            // Standard error: 503
            .saturating_add(Weight::from_parts(767_394, 0).saturating_mul(i.into()))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(i.into())))
    }

    // Storage: `Skipped::Metadata` (r:0 w:0)
    // Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // `i` was measured from 0 to 1000.
    // Fastest: 2_483 ns.
    fn kill_storage(i: u32, ) -> Weight {
        Weight::from_parts(2_615_000, 0)
            // Standard error: 1_449
            .saturating_add(Weight::from_parts(585_283, 0).saturating_mul(i.into()))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(i.into())))
    }

    // Storage: `Skipped::Metadata` (r:0 w:0)
    // Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // `p` was measured from 0 to 1000.
    // Fastest: 4_427 ns.
    fn kill_prefix(p: u32, ) -> Weight {
        Weight::from_parts(4_680_000, 0)
            // Standard error: 2_246
            .saturating_add(Weight::from_parts(1_202_690, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(p.into())))
    }

    // Storage: `System::AuthorizedUpgrade` (r:0 w:1)
    // Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
    // Fastest: 15_220 ns.
    fn authorize_upgrade() -> Weight {
        Weight::from_parts(16_805_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::AuthorizedUpgrade` (r:1 w:1)
    // Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
    // Storage: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
    // Proof: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
    // Fastest: 113_388_227 ns.
    fn apply_authorized_upgrade() -> Weight {
        Weight::from_parts(117_292_307_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(2))
    }

}
