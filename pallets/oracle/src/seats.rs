//! What reporters do about their seats, and how they lose them.

use crate::*;
use opg_primitives::stake::Tickets;
use polkadot_sdk::{
    frame_support::{
        ensure,
        traits::{
            fungible::MutateHold,
            tokens::{Fortitude, Precision, Restriction},
            Get, OnUnbalanced,
        },
    },
    sp_runtime::DispatchResult,
};

impl<T: Config> Pallet<T> {
    /// Where `who` sits in a feed.
    pub(crate) fn seat_of(feed: &FeedOf<T>, who: &T::AccountId) -> Result<u8, Error<T>> {
        let index = feed.seats.iter().position(|seat| seat.ticket.operator == *who);
        index.map(|index| index as u8).ok_or(Error::<T>::NotAReporter)
    }

    /// Takes a seat away: its reporter is paid, and loses what it has lost. If it was chilled it is kept out.
    pub(crate) fn unseat(id: FeedId, feed: &mut FeedOf<T>, index: u8) {
        let Some(seat) = feed.vacate(index) else { return };
        let reporter = seat.ticket.operator.clone();
        let paid = Self::pay_out(feed, &reporter, seat.earned);
        let lost = seat.lost.min(seat.ticket.amount);
        if lost > 0 {
            T::OnSlash::on_unbalanced(T::Tickets::slash(seat.ticket, lost));
        } else {
            T::Tickets::release(seat.ticket);
        }
        Self::deposit_event(Event::Unseated { feed: id, reporter: reporter.clone(), paid, lost });
        if let Some(until) = seat.chilled {
            Self::keep_out(id, reporter, until);
        }
    }

    /// Pays what a reporter has earned, or what the treasury is owed. What cannot be paid, because an account could not exist on it, is the
    /// budget's again.
    fn pay_out(feed: &mut FeedOf<T>, who: &T::AccountId, amount: Balance) -> Balance {
        if amount == 0 {
            return 0;
        }
        let reason = HoldReason::Budget.into();
        let paid = match *who == feed.owner {
            true => T::Currency::release(&reason, who, amount, Precision::Exact),
            false => T::Currency::transfer_on_hold(
                &reason,
                &feed.owner,
                who,
                amount,
                Precision::Exact,
                Restriction::Free,
                Fortitude::Force,
            ),
        };
        if paid.is_ok() {
            return amount;
        }
        feed.budget = feed.budget.saturating_add(amount);
        0
    }

    /// Hands on to the treasury what rounds have cost besides rewards.
    pub(crate) fn collect(id: FeedId, feed: &mut FeedOf<T>) {
        let owed = core::mem::take(&mut feed.fees);
        if owed > 0 {
            let amount = Self::pay_out(feed, &T::Treasury::get(), owed);
            Self::deposit_event(Event::Collected { feed: id, amount });
        }
    }

    /// Keeps an account out of a feed's seats. If there is no room, whoever may come back first may at once.
    fn keep_out(id: FeedId, who: T::AccountId, until: BlockNumber) {
        Bars::<T>::mutate(id, |bars| {
            if bars.is_full() {
                let first = (0usize..).zip(bars.iter()).min_by_key(|(_, (_, until))| *until);
                if let Some(first) = first.map(|(index, _)| index) {
                    let (who, _) = bars.remove(first);
                    Self::deposit_event(Event::CameBack { feed: id, who });
                }
            }
            // There is room now.
            let _ = bars.try_push((who.clone(), until));
        });
        Self::deposit_event(Event::KeptOut { feed: id, who, until });
    }

    pub(crate) fn do_claim(who: &T::AccountId, id: FeedId) -> DispatchResult {
        let mut feed = Self::feed_of(id)?;
        let index = Self::seat_of(&feed, who)?;
        let seat = feed.seats.get_mut(usize::from(index)).ok_or(Error::<T>::NotAReporter)?;
        let earned = core::mem::take(&mut seat.earned);
        ensure!(earned > 0, Error::<T>::NothingEarned);
        let amount = Self::pay_out(&mut feed, who, earned);
        ensure!(amount == earned, Error::<T>::NothingEarned);
        Feeds::<T>::insert(id, feed);
        Self::deposit_event(Event::Paid { feed: id, reporter: who.clone(), amount });
        Ok(())
    }

    pub(crate) fn do_leave(who: &T::AccountId, id: FeedId) -> DispatchResult {
        let mut feed = Self::feed_of(id)?;
        let index = Self::seat_of(&feed, who)?;
        if let Some(seat) = feed.seats.get_mut(usize::from(index)) {
            let until = Self::now().saturating_add(T::Rules::get().chill);
            // Who is chilled is kept out as long as it was to be.
            seat.chilled = seat.chilled.or(Some(until));
        }
        Self::unseat(id, &mut feed, index);
        Feeds::<T>::insert(id, feed);
        Ok(())
    }

    pub(crate) fn do_come_back(who: &T::AccountId, id: FeedId) -> DispatchResult {
        let mut bars = Bars::<T>::get(id);
        let index = bars.iter().position(|(barred, _)| barred == who);
        let index = index.ok_or(Error::<T>::NotKeptOut)?;
        let (_, until) = bars.remove(index);
        ensure!(until <= Self::now(), Error::<T>::TooSoon);
        Bars::<T>::set(id, bars);
        Self::deposit_event(Event::CameBack { feed: id, who: who.clone() });
        Ok(())
    }
}
