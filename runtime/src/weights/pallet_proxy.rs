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
    // Fastest: 13_359 ns.
    fn proxy(p: u32, ) -> Weight {
        Weight::from_parts(14_386_727, 0)
            // Standard error: 1_081
            .saturating_add(Weight::from_parts(39_215, 0).saturating_mul(p.into()))
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
    // Fastest: 37_060 ns.
    fn proxy_announced(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(38_425_515, 0)
            // Standard error: 4_805
            .saturating_add(Weight::from_parts(186_325, 0).saturating_mul(a.into()))
            // Standard error: 4_965
            .saturating_add(Weight::from_parts(23_888, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Proxy::Announcements` (r:1 w:1)
    // Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `a` was measured from 0 to 31.
    // `p` was measured from 1 to 31.
    // Fastest: 23_027 ns.
    fn remove_announcement(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(24_272_743, 0)
            // Standard error: 2_924
            .saturating_add(Weight::from_parts(219_999, 0).saturating_mul(a.into()))
            // Standard error: 3_021
            .saturating_add(Weight::from_parts(9_465, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Proxy::Announcements` (r:1 w:1)
    // Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // `a` was measured from 0 to 31.
    // `p` was measured from 1 to 31.
    // Fastest: 23_684 ns.
    fn reject_announcement(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(23_299_155, 0)
            // Standard error: 2_912
            .saturating_add(Weight::from_parts(266_075, 0).saturating_mul(a.into()))
            // Standard error: 3_009
            .saturating_add(Weight::from_parts(28_179, 0).saturating_mul(p.into()))
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
    // Fastest: 31_894 ns.
    fn announce(a: u32, p: u32, ) -> Weight {
        Weight::from_parts(35_916_316, 0)
            // Standard error: 4_162
            .saturating_add(Weight::from_parts(196_506, 0).saturating_mul(a.into()))
            // Standard error: 4_300
            .saturating_add(Weight::from_parts(32_354, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(2))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 23_060 ns.
    fn add_proxy(p: u32, ) -> Weight {
        Weight::from_parts(24_182_632, 0)
            // Standard error: 802
            .saturating_add(Weight::from_parts(58_634, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 23_180 ns.
    fn remove_proxy(p: u32, ) -> Weight {
        Weight::from_parts(24_356_922, 0)
            // Standard error: 894
            .saturating_add(Weight::from_parts(55_312, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 23_310 ns.
    fn remove_proxies(p: u32, ) -> Weight {
        Weight::from_parts(23_035_409, 0)
            // Standard error: 1_136
            .saturating_add(Weight::from_parts(1_584_237, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 1 to 31.
    // Fastest: 26_036 ns.
    fn create_pure(p: u32, ) -> Weight {
        Weight::from_parts(28_184_871, 0)
            // Standard error: 1_819
            .saturating_add(Weight::from_parts(31_966, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // `p` was measured from 0 to 30.
    // Fastest: 24_065 ns.
    fn kill_pure(p: u32, ) -> Weight {
        Weight::from_parts(25_636_820, 0)
            // Standard error: 1_125
            .saturating_add(Weight::from_parts(30_794, 0).saturating_mul(p.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }

    // Storage: `Proxy::Proxies` (r:1 w:1)
    // Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
    // Storage: `System::Account` (r:1 w:1)
    // Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
    // Storage: `Proxy::Announcements` (r:1 w:1)
    // Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
    // Fastest: 41_383 ns.
    fn poke_deposit() -> Weight {
        Weight::from_parts(43_601_000, 0)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }

}
