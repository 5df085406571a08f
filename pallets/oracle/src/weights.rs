//! What each call and each step of work weighs. The numbers are measured by `make weights` and live
//! in the runtime.

use polkadot_sdk::frame_support::weights::Weight;

/// Weights of calls and steps.
pub trait WeightInfo {
    /// A report of `n` observations, none of which ends a round.
    fn report(n: u32) -> Weight;
    /// What ending a round weighs more.
    fn close() -> Weight;
    /// What storing a candle weighs more.
    fn finish() -> Weight;
    /// Looking whether a report would be taken.
    fn check() -> Weight;
    fn create_feed() -> Weight;
    fn change_feed() -> Weight;
    /// Removing a feed with `n` reporters and all candles it can have.
    fn remove_feed(n: u32) -> Weight;
    fn fund() -> Weight;
    fn request() -> Weight;
    fn claim() -> Weight;
    fn leave() -> Weight;
    fn come_back() -> Weight;
    /// Looking at a feed that comes up.
    fn look() -> Weight;
    /// Giving `n` seats and taking as many.
    fn reseat(n: u32) -> Weight;
    /// Taking `n` entries of a block from the agenda and putting them back.
    fn slot(n: u32) -> Weight;
    /// Finding room for an entry on the agenda.
    fn place() -> Weight;
    /// Looking whether a change of weights is due, in every block.
    fn line() -> Weight;
    /// Making a change of weights.
    fn change() -> Weight;
    /// Making a tensor of the candles of `pages` pages.
    fn tensor(pages: u32) -> Weight;
}

/// For tests: one for each, and one more for each of what a report may bring about.
#[cfg(test)]
impl WeightInfo for () {
    fn report(n: u32) -> Weight {
        Weight::from_parts(n.into(), 0)
    }
    fn close() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn finish() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn check() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn create_feed() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn change_feed() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn remove_feed(_: u32) -> Weight {
        Weight::from_parts(1, 0)
    }
    fn fund() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn request() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn claim() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn leave() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn come_back() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn look() -> Weight {
        Weight::from_parts(1, 0)
    }
    fn reseat(_: u32) -> Weight {
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
    fn tensor(_: u32) -> Weight {
        Weight::from_parts(1, 0)
    }
}
