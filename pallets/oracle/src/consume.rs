//! What other pallets get of feeds: something fresh, or a named reason.

use crate::*;
use alloc::vec::Vec;
use opg_primitives::feeds::{self, tensor, Status};
use polkadot_sdk::frame_support::{traits::Get, weights::Weight};

impl<T: Config> Pallet<T> {
    /// A feed, if its answer may be used now, and that answer.
    fn fresh(id: FeedId) -> Result<(FeedOf<T>, Latest), Unfit> {
        let feed = Feeds::<T>::get(id).ok_or(Unfit::NoSuchFeed)?;
        let latest = feed.latest.ok_or(Unfit::Unanswered)?;
        match feed.status(&T::Rules::get(), Self::clock()) {
            Status::Fresh => Ok((feed, latest)),
            Status::Unanswered => Err(Unfit::Unanswered),
            Status::Stale => Err(Unfit::Stale),
            Status::OutOfBounds => Err(Unfit::OutOfBounds),
        }
    }
}

impl<T: Config> feeds::Feeds for Pallet<T> {
    fn value(id: FeedId) -> Result<Answer, Unfit> {
        let (feed, latest) = Self::fresh(id)?;
        let Latest { round, value, at, .. } = latest;
        Ok(Answer { value, decimals: feed.terms.decimals, round, at })
    }

    fn tensor(window: &Window) -> Result<Vec<u8>, Unfit> {
        window.check()?;
        let (feed, _) = Self::fresh(window.feed)?;
        let running = window.interval.period(T::Time::now());
        let last = running.checked_sub(1).ok_or(Unfit::TooFewCandles)?;
        let candles = Self::series(window.feed, &feed, window.interval);
        tensor::build(window, feed.terms.decimals, last, candles)
    }

    fn weight(candles: u16) -> Weight {
        T::WeightInfo::tensor(u32::from(candles).div_ceil(CANDLES))
    }
}
