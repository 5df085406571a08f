//! What each call and each step of work weighs. The numbers are measured by `make weights` and live
//! in the runtime.

use polkadot_sdk::frame_support::weights::Weight;

/// Weights of calls, hooks and steps.
pub trait WeightInfo {
    fn register() -> Weight;
    fn bond() -> Weight;
    fn unbond() -> Weight;
    fn withdraw() -> Weight;
    fn set_roles() -> Weight;
    fn set_commission() -> Weight;
    fn set_profile() -> Weight;
    fn delegate() -> Weight;
    fn undelegate() -> Weight;
    fn kick() -> Weight;
    /// `n` withdrawals that are due.
    fn withdraw_delegation(n: u32) -> Weight;
    fn chill() -> Weight;
    fn cancel_slash() -> Weight;
    /// Noting the author of a block.
    fn note_author() -> Weight;
    /// Looking for work that waits.
    fn find_chore() -> Weight;
    /// Applying a slash to what leaves in `e` eras, and to all else.
    fn apply_slash(e: u32) -> Weight;
    /// Paying one operator for an era.
    fn pay() -> Weight;
    /// Forgetting one offence.
    fn forget() -> Weight;
    /// Choosing `v` validators, with as many passed over.
    fn choose_validators(v: u32) -> Weight;
    /// Ending an era.
    fn end_era() -> Weight;
    /// Recording an offence.
    fn note_offence() -> Weight;
}

/// For tests, in which nothing weighs anything.
#[cfg(test)]
impl WeightInfo for () {
    fn register() -> Weight {
        Weight::zero()
    }
    fn bond() -> Weight {
        Weight::zero()
    }
    fn unbond() -> Weight {
        Weight::zero()
    }
    fn withdraw() -> Weight {
        Weight::zero()
    }
    fn set_roles() -> Weight {
        Weight::zero()
    }
    fn set_commission() -> Weight {
        Weight::zero()
    }
    fn set_profile() -> Weight {
        Weight::zero()
    }
    fn delegate() -> Weight {
        Weight::zero()
    }
    fn undelegate() -> Weight {
        Weight::zero()
    }
    fn kick() -> Weight {
        Weight::zero()
    }
    fn withdraw_delegation(_: u32) -> Weight {
        Weight::zero()
    }
    fn chill() -> Weight {
        Weight::zero()
    }
    fn cancel_slash() -> Weight {
        Weight::zero()
    }
    fn note_author() -> Weight {
        Weight::zero()
    }
    fn find_chore() -> Weight {
        // Bounds the loop where nothing else weighs anything.
        Weight::from_parts(1, 0)
    }
    fn apply_slash(_: u32) -> Weight {
        Weight::from_parts(10, 0)
    }
    fn pay() -> Weight {
        Weight::from_parts(10, 0)
    }
    fn forget() -> Weight {
        Weight::from_parts(10, 0)
    }
    fn choose_validators(_: u32) -> Weight {
        Weight::zero()
    }
    fn end_era() -> Weight {
        Weight::zero()
    }
    fn note_offence() -> Weight {
        Weight::zero()
    }
}
