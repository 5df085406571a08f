//! What `origins` costs. Written by `make weights`; do not edit.
//!
//! Measured on Intel(R) Xeon(R) Processor with 64.0.0 of the SDK's bencher: 50 steps, each 20 times.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::{traits::Get, weights::Weight}, *};
use crate::governance::origins;

pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> origins::WeightInfo for WeightInfo<T> {
    // Storage: `System::AuthorizedUpgrade` (r:0 w:1)
    // Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
    // Fastest: 7_449 ns.
    fn authorize_upgrade() -> Weight {
        Weight::from_parts(11_067_000, 0)
            .saturating_add(T::DbWeight::get().writes(1))
    }

}
