//! What each call and each step of work weighs. The numbers are measured by `make weights` and live
//! in the runtime.

use polkadot_sdk::frame_support::weights::Weight;

/// Weights of calls and steps.
pub trait WeightInfo {
    /// Adding to the randomness, in every block.
    fn stir() -> Weight;
    fn commit() -> Weight;
    /// Looking whether what a member says would be taken.
    fn check() -> Weight;
    /// Revealing, unless the case is counted.
    fn reveal() -> Weight;
    /// Drawing `n` members, with `e` parties kept off.
    fn draw(n: u32, e: u32) -> Weight;
    /// Replacing `n` members who were silent, with `e` parties kept off.
    fn replace(n: u32, e: u32) -> Weight;
    /// Counting `n` verdicts and paying for them, without what the client does then.
    fn conclude(n: u32) -> Weight;
    /// Giving `n` tickets back.
    fn close(n: u32) -> Weight;
    /// Finding that a case needs nothing yet, or is gone.
    fn look() -> Weight;
    /// Taking `n` entries of a block from the agenda and putting them back.
    fn slot(n: u32) -> Weight;
    /// Finding room for an entry on the agenda.
    fn place() -> Weight;
    /// Looking whether a change of seats is due, in every block.
    fn line() -> Weight;
    /// Making a change of seats.
    fn change() -> Weight;
}

/// For tests: one for each.
#[cfg(test)]
impl WeightInfo for () {
    fn stir() -> Weight {
        Weight::zero()
    }
    fn commit() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn reveal() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn check() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn draw(_: u32, _: u32) -> Weight {
        Weight::from_parts(1, 0)
    }
    fn replace(_: u32, _: u32) -> Weight {
        Weight::from_parts(1, 0)
    }
    fn conclude(_: u32) -> Weight {
        Weight::from_parts(1, 0)
    }
    fn close(_: u32) -> Weight {
        Weight::from_parts(1, 0)
    }
    fn look() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn slot(_: u32) -> Weight {
        Weight::from_parts(1, 0)
    }
    fn place() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn line() -> Weight {
        Weight::zero()
    }
    fn change() -> Weight {
        Weight::from_parts(1, 0)
    }
}
