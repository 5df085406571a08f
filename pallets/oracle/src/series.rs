//! Candles as they are kept: in a ring of pages for each interval.

use crate::*;
use opg_primitives::feeds::candles::INTERVALS;

/// The page on which the `number`th candle lies, and whether it is the first one there.
const fn page_of(number: u32) -> (u32, bool) {
    ((number / CANDLES) % PAGES, number.is_multiple_of(CANDLES))
}

impl<T: Config> Pallet<T> {
    /// Keeps the `number`th candle of an interval. A page that is begun is written anew.
    pub(crate) fn keep_candle(id: FeedId, interval: Interval, number: u32, candle: Candle) {
        let (page, first) = page_of(number);
        let mut candles = match first {
            true => CandlePage::new(),
            false => Candles::<T>::get(id, (interval, page)),
        };
        // A page that is not begun is not full.
        let _ = candles.try_push(candle);
        Candles::<T>::insert(id, (interval, page), candles);
    }

    /// The candles of an interval, the newest first: that of the running period, then as many as are kept. Pages
    /// are read when they are come to.
    pub(crate) fn series(
        id: FeedId,
        feed: &FeedOf<T>,
        interval: Interval,
    ) -> impl Iterator<Item = Candle> {
        let place = Interval::ALL.iter().position(|one| *one == interval).unwrap_or(INTERVALS);
        let open = feed.candles.get(place).copied().flatten();
        let stored = feed.stored.get(place).copied().unwrap_or(0);
        let end = stored.div_ceil(CANDLES);
        let pages = (end.saturating_sub(PAGES)..end).rev();
        let stored = pages.flat_map(move |page| {
            let page = page.checked_rem(PAGES).unwrap_or(0);
            Candles::<T>::get(id, (interval, page)).into_iter().rev()
        });
        open.into_iter().chain(stored)
    }

    /// A feed is gone, and its candles with it.
    pub(crate) fn forget_candles(id: FeedId, feed: &FeedOf<T>) {
        for (interval, stored) in Interval::ALL.into_iter().zip(feed.stored) {
            for page in 0..stored.div_ceil(CANDLES).min(PAGES) {
                Candles::<T>::remove(id, (interval, page));
            }
        }
    }
}
