//! What `pallet_proxy` costs. Written by `make weights`; do not edit.
//!
//! Measured on AMD EPYC with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_proxy::WeightInfo for WeightInfo<T> {
    // Storage: `Proxy::Proxies` (r:1 w:0)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 15_212 ns.
    fn proxy(p: u32, ) -> Weight {
        Weight::from_parts(16_145_834, 0)
            // Standard error: 1_055
            .saturating_add(Weight::from_parts(64_026, 0).saturating_mul(p.into()))
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
    // Fastest: 42_934 ns.
    fn proxy_announced(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(41_348_029, 0)
            // Standard error: 10_262
            .saturating_add(Weight::from_parts(352_862, 0).saturating_mul(a.into()))
            // Standard error: 10_603
            .saturating_add(Weight::from_parts(101_579, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Proxy::Announcements` (r:1 w:1)
    // Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `a` was measured from 0 to 31.
    // `p` was measured from 1 to 31.
    // Fastest: 29_043 ns.
    fn remove_announcement(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(29_827_806, 0)
            // Standard error: 2_537
            .saturating_add(Weight::from_parts(290_544, 0).saturating_mul(a.into()))
            // Standard error: 2_621
            .saturating_add(Weight::from_parts(26_669, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Proxy::Announcements` (r:1 w:1)
    // Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `a` was measured from 0 to 31.
    // `p` was measured from 1 to 31.
    // Fastest: 29_564 ns.
    fn reject_announcement(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(23_379_718, 0)
            // Standard error: 17_453
            .saturating_add(Weight::from_parts(467_161, 0).saturating_mul(a.into()))
            // Standard error: 18_032
            .saturating_add(Weight::from_parts(201_479, 0).saturating_mul(p.into()))
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
    // Fastest: 38_757 ns.
    fn announce(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(32_723_551, 0)
            // Standard error: 18_108
            .saturating_add(Weight::from_parts(409_772, 0).saturating_mul(a.into()))
            // Standard error: 18_709
            .saturating_add(Weight::from_parts(239_178, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 28_332 ns.
    fn add_proxy(p: u32, ) -> Weight {
        Weight::from_parts(29_557_037, 0)
            // Standard error: 1_399
            .saturating_add(Weight::from_parts(84_861, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 28_322 ns.
    fn remove_proxy(p: u32, ) -> Weight {
        Weight::from_parts(29_650_382, 0)
            // Standard error: 3_261
            .saturating_add(Weight::from_parts(88_700, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 28_102 ns.
    fn remove_proxies(p: u32, ) -> Weight {
        Weight::from_parts(27_054_974, 0)
            // Standard error: 8_644
            .saturating_add(Weight::from_parts(2_260_835, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 32_017 ns.
    fn create_pure(p: u32, ) -> Weight {
        Weight::from_parts(33_415_267, 0)
            // Standard error: 1_776
            .saturating_add(Weight::from_parts(65_540, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 0 to 30.
    // Fastest: 29_744 ns.
    fn kill_pure(p: u32, ) -> Weight {
        Weight::from_parts(31_274_462, 0)
            // Standard error: 1_115
            .saturating_add(Weight::from_parts(64_679, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Proxy::Announcements` (r:1 w:1)
    // Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
    // Fastest: 51_456 ns.
    fn poke_deposit() -> Weight {
        Weight::from_parts(53_971_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }

}
