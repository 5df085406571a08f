//! What each call and each thing that other pallets have done here weighs. The numbers are measured by
//! `make weights` and live in the runtime.

use polkadot_sdk::frame_support::weights::Weight;

/// Weights of calls, and of what other pallets have done here.
pub trait WeightInfo {
    fn commit() -> Weight;
    fn withdraw_commitment() -> Weight;
    fn register() -> Weight;
    fn set_royalty() -> Weight;
    fn amend() -> Weight;
    fn request_attestation() -> Weight;
    fn challenge() -> Weight;
    fn deprecate() -> Weight;
    fn ban() -> Weight;
    fn remove() -> Weight;
    fn claim_name() -> Weight;
    fn give_up_name() -> Weight;
    fn release() -> Weight;
    fn remove_release() -> Weight;
    fn offer() -> Weight;
    fn withdraw_offer() -> Weight;
    fn retire_offer() -> Weight;
    /// Taking a slot, with four tries, where ten thousand offers are.
    fn take_of_many() -> Weight;
    /// Giving the last slot of a withdrawn offer back, where ten thousand offers are.
    fn give_back_of_many() -> Weight;
    /// Hearing that an appeal ended, and that those who had vouched are wrong.
    fn concluded() -> Weight;
}

/// For tests, in which nothing weighs anything.
#[cfg(test)]
impl WeightInfo for () {
    fn commit() -> Weight {
        Weight::zero()
    }
    fn withdraw_commitment() -> Weight {
        Weight::zero()
    }
    fn register() -> Weight {
        Weight::zero()
    }
    fn set_royalty() -> Weight {
        Weight::zero()
    }
    fn amend() -> Weight {
        Weight::zero()
    }
    fn request_attestation() -> Weight {
        Weight::zero()
    }
    fn challenge() -> Weight {
        Weight::zero()
    }
    fn deprecate() -> Weight {
        Weight::zero()
    }
    fn ban() -> Weight {
        Weight::zero()
    }
    fn remove() -> Weight {
        Weight::zero()
    }
    fn claim_name() -> Weight {
        Weight::zero()
    }
    fn give_up_name() -> Weight {
        Weight::zero()
    }
    fn release() -> Weight {
        Weight::zero()
    }
    fn remove_release() -> Weight {
        Weight::zero()
    }
    fn offer() -> Weight {
        Weight::zero()
    }
    fn withdraw_offer() -> Weight {
        Weight::zero()
    }
    fn retire_offer() -> Weight {
        Weight::zero()
    }
    fn take_of_many() -> Weight {
        Weight::zero()
    }
    fn give_back_of_many() -> Weight {
        Weight::zero()
    }
    fn concluded() -> Weight {
        Weight::zero()
    }
}
