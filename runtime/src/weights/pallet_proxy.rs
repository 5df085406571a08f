//! What `pallet_proxy` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 20 steps, each 10 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_proxy::WeightInfo for WeightInfo<T> {
    // Storage: `Proxy::Proxies` (r:1 w:0)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 16_058 ns.
    fn proxy(p: u32, ) -> Weight {
        Weight::from_parts(18_385_121, 0)
            // Standard error: 2_826
            .saturating_add(Weight::from_parts(79_801, 0).saturating_mul(p.into()))
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
    // Fastest: 45_896 ns.
    fn proxy_announced(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(59_374_205, 0)
            // Standard error: 57_763
            .saturating_add(Weight::from_parts(317_600, 0).saturating_mul(a.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Proxy::Announcements` (r:1 w:1)
    // Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `a` was measured from 0 to 31.
    // `p` was measured from 1 to 31.
    // Fastest: 30_191 ns.
    fn remove_announcement(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(39_428_274, 0)
            // Standard error: 66_245
            .saturating_add(Weight::from_parts(382_950, 0).saturating_mul(a.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Proxy::Announcements` (r:1 w:1)
    // Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `a` was measured from 0 to 31.
    // `p` was measured from 1 to 31.
    // Fastest: 30_417 ns.
    fn reject_announcement(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(32_569_439, 0)
            // Standard error: 14_007
            .saturating_add(Weight::from_parts(290_687, 0).saturating_mul(a.into()))
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
    // Fastest: 40_882 ns.
    fn announce(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(44_344_819, 0)
            // Standard error: 83_709
            .saturating_add(Weight::from_parts(148_777, 0).saturating_mul(a.into()))
            // Standard error: 86_550
            .saturating_add(Weight::from_parts(645_800, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 28_154 ns.
    fn add_proxy(p: u32, ) -> Weight {
        Weight::from_parts(30_946_380, 0)
            // Standard error: 3_870
            .saturating_add(Weight::from_parts(118_778, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 27_499 ns.
    fn remove_proxy(p: u32, ) -> Weight {
        Weight::from_parts(30_780_666, 0)
            // Standard error: 3_476
            .saturating_add(Weight::from_parts(105_304, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 29_073 ns.
    fn remove_proxies(p: u32, ) -> Weight {
        Weight::from_parts(31_399_498, 0)
            // Standard error: 8_546
            .saturating_add(Weight::from_parts(2_324_452, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 32_539 ns.
    fn create_pure(p: u32, ) -> Weight {
        Weight::from_parts(36_971_003, 0)
            // Standard error: 4_056
            .saturating_add(Weight::from_parts(35_118, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 0 to 30.
    // Fastest: 31_164 ns.
    fn kill_pure(p: u32, ) -> Weight {
        Weight::from_parts(34_199_775, 0)
            // Standard error: 3_736
            .saturating_add(Weight::from_parts(92_970, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Proxy::Announcements` (r:1 w:1)
    // Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
    // Fastest: 55_432 ns.
    fn poke_deposit() -> Weight {
        Weight::from_parts(60_853_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }

}
