//! What `frame_system` costs. Written by `make weights`; do not edit.
//!
//! Measured on AMD EPYC with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> frame_system::WeightInfo for WeightInfo<T> {
    // `b` was measured from 0 to 3932160.
    // Fastest: 2_915 ns.
    fn remark(b: u32, ) -> Weight {
        Weight::from_parts(29_734_241, 0)
            // Standard error: 2
            .saturating_add(Weight::from_parts(383, 0).saturating_mul(b.into()))
    }

    // `b` was measured from 0 to 3932160.
    // Fastest: 6_730 ns.
    fn remark_with_event(b: u32, ) -> Weight {
        Weight::from_parts(7_001_000, 0)
            // Standard error: 1
            .saturating_add(Weight::from_parts(1_327, 0).saturating_mul(b.into()))
    }

    // Storage: UNKNOWN KEY `0x3a686561707061676573` (r:0 w:1)
    // Proof: UNKNOWN KEY `0x3a686561707061676573` (r:0 w:1)
    // Fastest: 5_118 ns.
    fn set_heap_pages() -> Weight {
        Weight::from_parts(5_668_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
    // Proof: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
    // Fastest: 114_966_008 ns.
    fn set_code() -> Weight {
        Weight::from_parts(116_480_069_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Skipped::Metadata` (r:0 w:0)
    // Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // `i` was measured from 0 to 1000.
    // Fastest: 3_045 ns.
    fn set_storage(i: u32, ) -> Weight {
        Weight::from_parts(3_125_000, 0)
            // Standard error: 1_545
            .saturating_add(Weight::from_parts(987_043, 0).saturating_mul(i.into()))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(i.into())))
    }

    // Storage: `Skipped::Metadata` (r:0 w:0)
    // Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // `i` was measured from 0 to 1000.
    // Fastest: 2_935 ns.
    fn kill_storage(i: u32, ) -> Weight {
        Weight::from_parts(2_995_000, 0)
            // Standard error: 1_263
            .saturating_add(Weight::from_parts(722_921, 0).saturating_mul(i.into()))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(i.into())))
    }

    // Storage: `Skipped::Metadata` (r:0 w:0)
    // Proof: `Skipped::Metadata` (`max_values`: None, `max_size`: None, mode: `Measured`)
    // `p` was measured from 0 to 1000.
    // Fastest: 5_257 ns.
    fn kill_prefix(p: u32, ) -> Weight {
        Weight::from_parts(5_448_000, 0)
            // Standard error: 2_101
            .saturating_add(Weight::from_parts(1_399_004, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(p.into())))
    }

    // Storage: `System::AuthorizedUpgrade` (r:0 w:1)
    // Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
    // Fastest: 14_211 ns.
    fn authorize_upgrade() -> Weight {
        Weight::from_parts(26_760_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `System::AuthorizedUpgrade` (r:1 w:1)
    // Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
    // Storage: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
    // Proof: UNKNOWN KEY `0x3a636f6465` (r:0 w:1)
    // Fastest: 119_365_969 ns.
    fn apply_authorized_upgrade() -> Weight {
        Weight::from_parts(121_166_928_000, 0)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(2))
    }

}
