//! A market with many in it.

use super::{setup::*, BenchmarkHelper as _, *};
use opg_primitives::{
    market::{Assurance, MAX_INPUT},
    models::ModelHash,
};
use polkadot_sdk::{frame_benchmarking::v2::*, sp_io::hashing::blake2_256};

pub(super) const MANY: u32 = 10_000;

/// So many serve the model, so many models are there, and so many requests of it are open, which all fall
/// due in the same block.
pub(super) fn crowd<T: Config>(count: u32) -> Result<(), BenchmarkError> {
    let workers: Vec<T::AccountId> = (0..count).map(|index| funded::<T>("worker", index)).collect();
    workers.iter().for_each(T::BenchmarkHelper::operator);
    let owner = funded::<T>("owner", 0);
    T::BenchmarkHelper::fund(&T::Treasury::get());
    T::BenchmarkHelper::serve(MODEL, &owner, INPUTS as u16, &workers, 1);
    for index in 1..count {
        let model: ModelHash = blake2_256(&index.to_le_bytes()).into();
        T::BenchmarkHelper::serve(model, &owner, INPUTS as u16, &[], 1);
    }
    of_one::<T>(count, Assurance::Bonded)?;
    Ok(())
}

/// One more asks.
pub(super) fn asked<T: Config>() -> Result<JobId, BenchmarkError> {
    let who = funded::<T>("one more", 0);
    Ok(Pallet::<T>::do_request(who, order::<T>(Assurance::Bonded, MAX_INPUT))?.0)
}
