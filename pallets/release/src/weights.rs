//! What each call weighs, as the runtime has it measured.

use polkadot_sdk::frame_support::weights::Weight;

/// Weights of the calls.
pub trait WeightInfo {
    /// Releasing the last money of a pot to an account that did not exist.
    fn release_to_account() -> Weight;
    /// Releasing the last money of a pot to another, emptied one.
    fn release_to_pot() -> Weight;
    /// Redirecting a pot to another one.
    fn redirect() -> Weight;
}

#[cfg(test)]
impl WeightInfo for () {
    fn release_to_account() -> Weight {
        Weight::zero()
    }
    fn release_to_pot() -> Weight {
        Weight::zero()
    }
    fn redirect() -> Weight {
        Weight::zero()
    }
}
