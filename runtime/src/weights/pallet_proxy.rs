//! What `pallet_proxy` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_proxy::WeightInfo for WeightInfo<T> {
    // Storage: `Proxy::Proxies` (r:1 w:0)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 12_706 ns.
    fn proxy(p: u32, ) -> Weight {
        Weight::from_parts(13_680_574, 0)
            // Standard error: 697
            .saturating_add(Weight::from_parts(37_981, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:0)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // Storage: `Proxy::Announcements` (r:1 w:1)
    // Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `a` was measured from 0 to 31.
    // `p` was measured from 1 to 31.
    // Fastest: 33_731 ns.
    fn proxy_announced(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(31_222_343, 0)
            // Standard error: 10_845
            .saturating_add(Weight::from_parts(306_176, 0).saturating_mul(a.into()))
            // Standard error: 11_206
            .saturating_add(Weight::from_parts(124_349, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Proxy::Announcements` (r:1 w:1)
    // Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `a` was measured from 0 to 31.
    // `p` was measured from 1 to 31.
    // Fastest: 23_141 ns.
    fn remove_announcement(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(23_941_809, 0)
            // Standard error: 1_712
            .saturating_add(Weight::from_parts(220_757, 0).saturating_mul(a.into()))
            // Standard error: 1_769
            .saturating_add(Weight::from_parts(13_654, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Proxy::Announcements` (r:1 w:1)
    // Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `a` was measured from 0 to 31.
    // `p` was measured from 1 to 31.
    // Fastest: 23_314 ns.
    fn reject_announcement(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(23_746_574, 0)
            // Standard error: 9_297
            .saturating_add(Weight::from_parts(213_633, 0).saturating_mul(a.into()))
            // Standard error: 9_606
            .saturating_add(Weight::from_parts(69_182, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Proxy::Proxies` (r:1 w:0)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // Storage: `Proxy::Announcements` (r:1 w:1)
    // Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `a` was measured from 0 to 31.
    // `p` was measured from 1 to 31.
    // Fastest: 31_356 ns.
    fn announce(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(31_661_080, 0)
            // Standard error: 2_801
            .saturating_add(Weight::from_parts(201_792, 0).saturating_mul(a.into()))
            // Standard error: 2_894
            .saturating_add(Weight::from_parts(42_004, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 22_591 ns.
    fn add_proxy(p: u32, ) -> Weight {
        Weight::from_parts(24_250_608, 0)
            // Standard error: 963
            .saturating_add(Weight::from_parts(71_790, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 22_939 ns.
    fn remove_proxy(p: u32, ) -> Weight {
        Weight::from_parts(24_542_270, 0)
            // Standard error: 975
            .saturating_add(Weight::from_parts(56_724, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 23_053 ns.
    fn remove_proxies(p: u32, ) -> Weight {
        Weight::from_parts(22_755_095, 0)
            // Standard error: 1_071
            .saturating_add(Weight::from_parts(1_633_215, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 25_847 ns.
    fn create_pure(p: u32, ) -> Weight {
        Weight::from_parts(27_359_591, 0)
            // Standard error: 1_176
            .saturating_add(Weight::from_parts(35_027, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 0 to 30.
    // Fastest: 24_046 ns.
    fn kill_pure(p: u32, ) -> Weight {
        Weight::from_parts(25_239_992, 0)
            // Standard error: 1_038
            .saturating_add(Weight::from_parts(44_376, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Proxy::Announcements` (r:1 w:1)
    // Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
    // Fastest: 41_446 ns.
    fn poke_deposit() -> Weight {
        Weight::from_parts(44_434_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }

}
