//! A stub, until `make weights` has measured it: guesses, on the safe side. Nobody should rely on them.

use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    frame_system,
};

/// Guesses.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_opg_oracle::WeightInfo for WeightInfo<T> {
    fn report(n: u32) -> Weight {
        let each =
            Weight::from_parts(25_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1));
        Weight::from_parts(30_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1))
            .saturating_add(each.saturating_mul(n.into()))
    }
    fn close() -> Weight {
        Weight::from_parts(60_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
    }
    fn finish() -> Weight {
        Weight::from_parts(15_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
    }
    fn check() -> Weight {
        Weight::from_parts(120_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(18, 0))
    }
    fn create_feed() -> Weight {
        Weight::from_parts(120_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 6))
    }
    fn change_feed() -> Weight {
        Weight::from_parts(60_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
    }
    fn remove_feed(n: u32) -> Weight {
        let each = Weight::from_parts(150_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(4, 4));
        Weight::from_parts(800_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(70, 70))
            .saturating_add(each.saturating_mul(n.into()))
    }
    fn fund() -> Weight {
        Weight::from_parts(150_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 5))
    }
    fn request() -> Weight {
        Weight::from_parts(150_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 5))
    }
    fn claim() -> Weight {
        Weight::from_parts(150_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 5))
    }
    fn leave() -> Weight {
        Weight::from_parts(250_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(10, 9))
    }
    fn come_back() -> Weight {
        Weight::from_parts(60_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
    }
    fn look() -> Weight {
        Weight::from_parts(120_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(30, 3))
    }
    fn reseat(n: u32) -> Weight {
        let each = Weight::from_parts(400_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(24, 12));
        Weight::from_parts(300_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(12, 4))
            .saturating_add(each.saturating_mul(n.into()))
    }
    fn slot(n: u32) -> Weight {
        let each =
            Weight::from_parts(1_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0));
        Weight::from_parts(20_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 3))
            .saturating_add(each.saturating_mul(n.into()))
    }
    fn place() -> Weight {
        Weight::from_parts(20_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 2))
    }
    fn line() -> Weight {
        Weight::from_parts(5_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 0))
    }
    fn change() -> Weight {
        Weight::from_parts(80_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(9, 8))
    }
    fn tensor(n: u32) -> Weight {
        let each =
            Weight::from_parts(2_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 0));
        Weight::from_parts(30_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(4, 0))
            .saturating_add(each.saturating_mul(n.into()))
    }
}
