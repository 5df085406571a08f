//! What `pallet_preimage` costs. Written by `make weights`; do not edit.
//!
//! Measured on AMD EPYC with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_preimage::WeightInfo for WeightInfo<T> {
    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:1)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
    // Storage: `Preimage::PreimageFor` (r:0 w:1)
    // Proof: `Preimage::PreimageFor` (`max_values`: None, `max_size`: Some(4194344), added: 4196819, mode: `MaxEncodedLen`)
    // `s` was measured from 0 to 4194304.
    // Fastest: 68_391 ns.
    fn note_preimage(s: u32, ) -> Weight {
        Weight::from_parts(163_551_967, 0)
            // Standard error: 8
            .saturating_add(Weight::from_parts(1_569, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:1)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::PreimageFor` (r:0 w:1)
    // Proof: `Preimage::PreimageFor` (`max_values`: None, `max_size`: Some(4194344), added: 4196819, mode: `MaxEncodedLen`)
    // `s` was measured from 0 to 4194304.
    // Fastest: 17_997 ns.
    fn note_requested_preimage(s: u32, ) -> Weight {
        Weight::from_parts(14_837_311, 0)
            // Standard error: 7
            .saturating_add(Weight::from_parts(1_591, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:1)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::PreimageFor` (r:0 w:1)
    // Proof: `Preimage::PreimageFor` (`max_values`: None, `max_size`: Some(4194344), added: 4196819, mode: `MaxEncodedLen`)
    // `s` was measured from 0 to 4194304.
    // Fastest: 17_857 ns.
    fn note_no_deposit_preimage(s: u32, ) -> Weight {
        Weight::from_parts(22_413_523, 0)
            // Standard error: 2
            .saturating_add(Weight::from_parts(1_573, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:1)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1 w:1)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
    // Storage: `Preimage::PreimageFor` (r:0 w:1)
    // Proof: `Preimage::PreimageFor` (`max_values`: None, `max_size`: Some(4194344), added: 4196819, mode: `MaxEncodedLen`)
    // Fastest: 97_695 ns.
    fn unnote_preimage() -> Weight {
        Weight::from_parts(105_517_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }

    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:1)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::PreimageFor` (r:0 w:1)
    // Proof: `Preimage::PreimageFor` (`max_values`: None, `max_size`: Some(4194344), added: 4196819, mode: `MaxEncodedLen`)
    // Fastest: 47_040 ns.
    fn unnote_no_deposit_preimage() -> Weight {
        Weight::from_parts(54_772_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:1)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Fastest: 42_824 ns.
    fn request_preimage() -> Weight {
        Weight::from_parts(48_843_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:1)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Fastest: 27_280 ns.
    fn request_no_deposit_preimage() -> Weight {
        Weight::from_parts(36_074_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:1)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Fastest: 22_884 ns.
    fn request_unnoted_preimage() -> Weight {
        Weight::from_parts(37_997_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:1)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Fastest: 12_469 ns.
    fn request_requested_preimage() -> Weight {
        Weight::from_parts(15_172_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:1)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::PreimageFor` (r:0 w:1)
    // Proof: `Preimage::PreimageFor` (`max_values`: None, `max_size`: Some(4194344), added: 4196819, mode: `MaxEncodedLen`)
    // Fastest: 43_775 ns.
    fn unrequest_preimage() -> Weight {
        Weight::from_parts(49_774_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:1)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Fastest: 12_619 ns.
    fn unrequest_unnoted_preimage() -> Weight {
        Weight::from_parts(16_294_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Preimage::StatusFor` (r:1 w:0)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:1 w:1)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Fastest: 12_228 ns.
    fn unrequest_multi_referenced_preimage() -> Weight {
        Weight::from_parts(15_653_000, 0)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Preimage::StatusFor` (r:1023 w:1023)
    // Proof: `Preimage::StatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1023 w:1023)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Balances::Holds` (r:1023 w:1023)
    // Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(85), added: 2560, mode: `MaxEncodedLen`)
    // Storage: `Preimage::RequestStatusFor` (r:0 w:1023)
    // Proof: `Preimage::RequestStatusFor` (`max_values`: None, `max_size`: Some(91), added: 2566, mode: `MaxEncodedLen`)
    // `n` was measured from 1 to 1024.
    // Fastest: 73_579 ns.
    fn ensure_updated(n: u32, ) -> Weight {
        Weight::from_parts(74_792_000, 0)
            // Standard error: 114_035
            .saturating_add(Weight::from_parts(83_279_289, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(n.into())))
    }

}
