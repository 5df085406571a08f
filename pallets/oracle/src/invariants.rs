//! What must hold after every block.

#![cfg(any(feature = "try-runtime", test))]
// Never runs in a block; an overflow here is a finding, too.
#![allow(clippy::arithmetic_side_effects)]

use crate::*;
use alloc::collections::{BTreeMap, BTreeSet};
use opg_primitives::{feeds::candles::INTERVALS, urn::WIDTH};
use polkadot_sdk::{
    frame_support::{
        ensure,
        traits::{fungible::InspectHold, Get},
    },
    sp_runtime::TryRuntimeError,
};

impl<T: Config> Pallet<T> {
    /// All of it.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::try_places()?;
        Self::try_pages()?;
        Self::try_changes()?;
        Self::try_agenda()?;
        Self::try_seats()?;
        Self::try_rounds()?;
        Self::try_candles()?;
        Self::try_holds()
    }

    /// Every place below the number of reporters is one reporter's, who knows it.
    fn try_places() -> Result<(), TryRuntimeError> {
        let count = Reporters::<T>::get();
        ensure!(Places::<T>::iter().count() as u32 == count, "reporters are miscounted");
        ensure!(AtPlace::<T>::iter().count() as u32 == count, "a place is left over");
        for (who, place) in Places::<T>::iter() {
            ensure!(place.place < count, "places have a gap");
            ensure!(AtPlace::<T>::get(place.place) == Some(who), "a place is someone else's");
            let weight = urn::weight(&lots::Lot::<T>::new(), place.place);
            ensure!(weight == place.weight && weight > 0, "a bond is not what it weighs");
        }
        Ok(())
    }

    /// The sums are those of the pages, and there are no bonds but the reporters'.
    fn try_pages() -> Result<(), TryRuntimeError> {
        let root = Bonds::<T>::get();
        for number in 0..WIDTH {
            let sum = BondPages::<T>::get(number).sum();
            ensure!(root.at(number) == sum, "a page's sum is wrong");
        }
        let places = Places::<T>::iter_values().map(|place| place.weight).sum::<u64>();
        ensure!(root.sum() == places, "a bond weighs that no reporter has");
        Ok(())
    }

    /// Changes lie in a row by when they are due, none further off than a draw. With all of them made,
    /// every reporter weighs what it was last said to, unless it found no place.
    fn try_changes() -> Result<(), TryRuntimeError> {
        let Line { first, end } = LineOfChanges::<T>::get();
        let numbers: BTreeSet<_> = Changes::<T>::iter_keys().collect();
        ensure!(numbers.into_iter().eq(first..end), "a change is out of line");
        let places = Places::<T>::iter().map(|(who, place)| (who, place.weight));
        let mut weights: BTreeMap<_, _> = places.collect();
        let mut latest = 0;
        for change in (first..end).filter_map(Changes::<T>::get) {
            ensure!(latest <= change.due, "a change overtakes another");
            latest = change.due;
            weights.insert(change.who, change.weight);
        }
        ensure!(latest <= Self::now() + T::DrawDelay::get(), "a change waits longer than a draw");
        for (who, weight) in weights {
            ensure!(Targets::<T>::get(who) == weight, "a reporter will weigh something else");
        }
        ensure!(Targets::<T>::iter_values().all(|weight| weight > 0), "nothing is stored");
        Ok(())
    }

    /// Each feed comes up once, and nothing comes up in the past. A feed that was removed may come up once more.
    fn try_agenda() -> Result<(), TryRuntimeError> {
        let mut entries = BTreeSet::<FeedId>::new();
        for (at, number, due) in Agenda::<T>::iter() {
            ensure!(Due::<T>::get(at).has(number), "a page is lost");
            let first = FirstDue::<T>::get();
            ensure!(first.is_none_or(|first| first <= at), "an entry was passed over");
            ensure!(!due.is_empty(), "a page without entries is stored");
            for id in due {
                ensure!(entries.insert(id), "a feed comes up twice");
            }
        }
        for id in Feeds::<T>::iter_keys() {
            ensure!(entries.contains(&id), "a feed never comes up");
            ensure!(id < NextFeed::<T>::get(), "a feed has a number yet to be given");
        }
        Ok(())
    }

    /// Nobody sits in a feed twice, nor who is kept out of it, and no more than it has seats for; they sit in the
    /// order in which they were drawn, and have lost no more than they had.
    fn try_seats() -> Result<(), TryRuntimeError> {
        for (id, feed) in Feeds::<T>::iter() {
            ensure!(feed.terms.check().is_ok(), "a feed has terms that make no sense");
            ensure!(feed.seats.len() as u32 <= feed.terms.seats(), "a feed has too many seats");
            let who: BTreeSet<_> = feed.seats.iter().map(|seat| &seat.ticket.operator).collect();
            ensure!(who.len() == feed.seats.len(), "a reporter sits twice");
            ensure!(feed.seats.is_sorted_by_key(|seat| seat.since), "seats are out of order");
            ensure!(
                feed.seats.iter().all(|seat| seat.lost <= seat.ticket.amount),
                "a reporter has lost more than it had"
            );
            let bars = Bars::<T>::get(id);
            ensure!(bars.iter().all(|(barred, _)| !who.contains(barred)), "who is kept out sits");
            let barred: BTreeSet<_> = bars.iter().map(|(barred, _)| barred).collect();
            ensure!(barred.len() == bars.len(), "an account is kept out twice");
        }
        ensure!(Bars::<T>::iter_keys().all(Feeds::<T>::contains_key), "a bar is left over");
        Ok(())
    }

    /// Rounds follow each other; in an open one fewer have spoken than it takes, each once.
    fn try_rounds() -> Result<(), TryRuntimeError> {
        for feed in Feeds::<T>::iter_values() {
            let seats = feed.seats.len() as u32;
            if let Some(open) = &feed.open {
                let said: BTreeSet<_> = open.said.iter().map(|(seat, _)| *seat).collect();
                ensure!(said.len() == open.said.len(), "a reporter has spoken twice");
                ensure!(said.iter().all(|seat| u32::from(*seat) < seats), "nobody has spoken");
                ensure!((said.len() as u32) < feed.terms.quorum(), "a quorum has no answer");
                ensure!(open.number + 1 == feed.next, "a round is out of order");
                let opener = open.opener();
                ensure!(opener.is_none_or(|seat| said.contains(&seat)), "nobody opened a round");
            }
            for closed in &feed.closed {
                ensure!(closed.seen.checked_shr(seats).unwrap_or(0) == 0, "nobody was seen");
                ensure!(closed.number < feed.next, "a round has ended before its time");
            }
            ensure!(
                feed.closed.is_sorted_by(|one, next| {
                    one.number < next.number && one.closed <= next.closed
                }),
                "rounds have not ended in their order"
            );
            let latest = feed.latest.map_or(0, |latest| latest.round);
            ensure!(latest < feed.next, "an answer is of a round to come");
        }
        Ok(())
    }

    /// Candles follow each other, none is of a period that is not over, and as many are kept as are counted.
    fn try_candles() -> Result<(), TryRuntimeError> {
        let mut pages = BTreeMap::<FeedId, u32>::new();
        for (id, _, page) in Candles::<T>::iter() {
            ensure!(!page.is_empty(), "a page without candles is stored");
            *pages.entry(id).or_default() += 1;
        }
        for (id, feed) in Feeds::<T>::iter() {
            let mut expected = 0;
            for (index, interval) in Interval::ALL.into_iter().enumerate().take(INTERVALS) {
                let stored = feed.stored.get(index).copied().unwrap_or(0);
                let candles: alloc::vec::Vec<_> = Self::series(id, &feed, interval).collect();
                let running = feed.candles.get(index).copied().flatten();
                let full = stored.saturating_sub(1) / CANDLES;
                let kept = stored - full.saturating_sub(PAGES - 1) * CANDLES;
                let all = kept + u32::from(running.is_some());
                ensure!(candles.len() as u32 == all, "a candle is missing");
                ensure!(running.is_some() || stored == 0, "no candle is open");
                ensure!(
                    candles.is_sorted_by(|newer, older| newer.period > older.period),
                    "candles are out of order"
                );
                for candle in candles {
                    let Candle { open, high, low, close, count, .. } = candle;
                    let sane = low <= open.min(close) && high >= open.max(close) && count > 0;
                    ensure!(sane, "a candle makes no sense");
                }
                expected += stored.div_ceil(CANDLES).min(PAGES);
            }
            ensure!(pages.remove(&id).unwrap_or(0) == expected, "a page is left over");
        }
        ensure!(pages.is_empty(), "candles of a feed are left over");
        Ok(())
    }

    /// What is held of an owner is what its feeds say. Feeds that are not governance's have a deposit and a
    /// deviation, and only they owe fees.
    fn try_holds() -> Result<(), TryRuntimeError> {
        let mut held = BTreeMap::<T::AccountId, (Balance, Balance)>::new();
        for feed in Feeds::<T>::iter_values() {
            let governance = feed.owner == T::Treasury::get();
            ensure!(governance == (feed.deposit == 0), "a feed occupies room for nothing");
            ensure!(governance || feed.terms.deviation > 0, "a block can have many rounds");
            ensure!(!governance || feed.fees == 0, "governance owes a fee");
            let (deposit, budget) = held.entry(feed.owner.clone()).or_default();
            *deposit += feed.deposit;
            *budget += feed.held();
        }
        for (owner, (deposit, budget)) in held {
            let there = |reason: HoldReason| T::Currency::balance_on_hold(&reason.into(), &owner);
            ensure!(there(HoldReason::Deposit) == deposit, "a deposit is not what it was");
            ensure!(there(HoldReason::Budget) == budget, "what is held is not what may be paid");
        }
        Ok(())
    }
}
