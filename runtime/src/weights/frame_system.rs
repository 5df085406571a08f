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
    // Fastest: 3_294 ns.
    fn remark(b: u32, ) -> Weight {
        Weight::from_parts(49_641_545, 0)
            // Standard error: 2
            .saturating_add(Weight::from_parts(414, 0).saturating_mul(b.into()))
    }

    // `b` was measured from 0 to 3932160.
    // Fastest: 7_314 ns.
    fn remark_with_event(b: u32, ) -> Weight {
        Weight::from_parts(7_919_000, 0)
            // Standard error: 1
            .saturating_add(Weight::from_parts(1_651, 0).saturating_mul(b.into()))
    }

    // Storage: UNKNOWN KEY `0x3a686561707061676573` (r:0 w:1)
    // Proof: UNKNOWN KEY `0x3a686561707061676573` (r:0 w:1)
    // Fastest: 5_209 ns.
    fn set_heap_pages() -> Weight {
        Weight::from_parts(6_290_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
    // Proof: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
    // Fastest: 140_159_940 ns.
    fn set_code() -> Weight {
        Weight::from_parts(146_426_992_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Skipped::Metadata` (r:0 w:0)
    // Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // `i` was measured from 0 to 1000.
    // Fastest: 2_995 ns.
    fn set_storage(i: u32, ) -> Weight {
        Weight::from_parts(3_205_000, 0)
            // Standard error: 1_232
            .saturating_add(Weight::from_parts(1_082_311, 0).saturating_mul(i.into()))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(i.into())))
    }

    // Storage: `Skipped::Metadata` (r:0 w:0)
    // Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // `i` was measured from 0 to 1000.
    // Fastest: 3_265 ns.
    fn kill_storage(i: u32, ) -> Weight {
        Weight::from_parts(3_421_000, 0)
            // Standard error: 4_424
            .saturating_add(Weight::from_parts(819_169, 0).saturating_mul(i.into()))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(i.into())))
    }

    // Storage: `Skipped::Metadata` (r:0 w:0)
    // Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // `p` was measured from 0 to 1000.
    // Fastest: 5_161 ns.
    fn kill_prefix(p: u32, ) -> Weight {
        Weight::from_parts(39_603_404, 0)
            // Standard error: 18_989
            .saturating_add(Weight::from_parts(1_386_658, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(p.into())))
    }

    // Storage: `System::AuthorizedUpgrade` (r:0 w:1)
    // Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
    // Fastest: 16_027 ns.
    fn authorize_upgrade() -> Weight {
        Weight::from_parts(18_049_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::AuthorizedUpgrade` (r:1 w:1)
    // Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
    // Storage: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
    // Proof: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
    // Fastest: 141_217_558 ns.
    fn apply_authorized_upgrade() -> Weight {
        Weight::from_parts(151_081_355_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(2))
    }

}
