//! What owners of feeds do, and those who pay for them.

use crate::{docket::Docket, feed::Effect, *};
use alloc::vec;
use codec::MaxEncodedLen;
use opg_primitives::{
    agenda,
    feeds::{candles::INTERVALS, Flaw},
    token::storage_deposit,
};
use polkadot_sdk::{
    frame_support::{
        ensure,
        traits::{
            fungible::{Inspect, MutateHold},
            tokens::{Fortitude, Precision, Preservation},
            EnsureOrigin, Get,
        },
    },
    frame_system::{ensure_signed, pallet_prelude::OriginFor},
    sp_runtime::{traits::BadOrigin, DispatchResult},
};

impl<T: Config> From<Flaw> for Error<T> {
    fn from(flaw: Flaw) -> Self {
        match flaw {
            Flaw::Name => Self::BadName,
            Flaw::Faulty => Self::BadFaulty,
            Flaw::Decimals => Self::BadDecimals,
            Flaw::Bounds => Self::BadBounds,
            Flaw::Deviation => Self::BadDeviation,
            Flaw::Spread => Self::BadSpread,
            Flaw::Heartbeat => Self::BadHeartbeat,
        }
    }
}

impl<T: Config> Pallet<T> {
    /// Who acts, and whether it is governance, for which the treasury stands.
    pub(crate) fn owner(origin: OriginFor<T>) -> Result<(T::AccountId, bool), BadOrigin> {
        match T::GovernanceOrigin::try_origin(origin) {
            Ok(_) => Ok((T::Treasury::get(), true)),
            Err(origin) => ensure_signed(origin).map(|who| (who, false)),
        }
    }

    /// What is held for all that a feed may occupy.
    pub(crate) fn deposit() -> Balance {
        let pages = PAGES.saturating_mul(INTERVALS as u32);
        let bytes = (FeedOf::<T>::max_encoded_len() as u32)
            .saturating_add(Barred::<T::AccountId>::max_encoded_len() as u32)
            .saturating_add(pages.saturating_mul(CandlePage::max_encoded_len() as u32));
        storage_deposit(pages.saturating_add(2), bytes)
    }

    /// Whether a feed can be like this. Governance's may have many rounds in a block, and be paid for in
    /// another way.
    fn check(terms: &Terms, governance: bool) -> Result<(), Error<T>> {
        terms.check()?;
        if !governance {
            ensure!(terms.deviation > 0, Error::<T>::NoDeviation);
            ensure!(terms.reward >= T::Rules::get().reward, Error::<T>::RewardTooLow);
        }
        Ok(())
    }

    /// Frozen money is not held.
    fn ensure_free(who: &T::AccountId, amount: Balance) -> Result<(), Error<T>> {
        let free = T::Currency::reducible_balance(who, Preservation::Preserve, Fortitude::Polite);
        ensure!(free >= amount, Error::<T>::NotEnoughFree);
        Ok(())
    }

    pub(crate) fn do_create_feed(
        owner: T::AccountId,
        terms: Terms,
        governance: bool,
    ) -> DispatchResult {
        Self::check(&terms, governance)?;
        let deposit = if governance { 0 } else { Self::deposit() };
        Self::ensure_free(&owner, deposit)?;
        T::Currency::hold(&HoldReason::Deposit.into(), &owner, deposit)?;
        let id = NextFeed::<T>::get();
        NextFeed::<T>::put(id.saturating_add(1));
        let now = Self::now();
        let draw = agenda::schedule::<Docket<T>>(id, now.saturating_add(T::DrawDelay::get()), now)
            .map_err(|_| Error::<T>::AgendaFull)?;
        Feeds::<T>::insert(id, FeedOf::<T>::new(owner.clone(), terms.clone(), deposit));
        Self::deposit_event(Event::FeedCreated { feed: id, owner, terms, deposit, draw });
        Ok(())
    }

    fn own_feed(owner: &T::AccountId, id: FeedId) -> Result<FeedOf<T>, Error<T>> {
        let feed = Self::feed_of(id)?;
        ensure!(feed.owner == *owner, Error::<T>::NotYourFeed);
        Ok(feed)
    }

    pub(crate) fn do_change_feed(
        owner: &T::AccountId,
        id: FeedId,
        terms: Terms,
        governance: bool,
    ) -> DispatchResult {
        let mut feed = Self::own_feed(owner, id)?;
        Self::check(&terms, governance)?;
        let fixed = terms.decimals == feed.terms.decimals && terms.faulty == feed.terms.faulty;
        ensure!(fixed, Error::<T>::FixedTerms);
        feed.terms = terms.clone();
        Feeds::<T>::insert(id, feed);
        Self::deposit_event(Event::FeedChanged { feed: id, terms });
        Ok(())
    }

    /// Answers how many seats it had.
    pub(crate) fn do_remove_feed(
        owner: &T::AccountId,
        id: FeedId,
    ) -> Result<u32, polkadot_sdk::sp_runtime::DispatchError> {
        let mut feed = Self::own_feed(owner, id)?;
        let seats = feed.seats.len() as u32;
        Self::end_round(id, &mut feed);
        Self::collect(id, &mut feed);
        while !feed.seats.is_empty() {
            Self::unseat(id, &mut feed, 0);
        }
        Self::forget_candles(id, &feed);
        Bars::<T>::remove(id);
        Feeds::<T>::remove(id);
        let (budget, deposit) = (feed.budget, feed.deposit);
        for (reason, amount) in [(HoldReason::Budget, budget), (HoldReason::Deposit, deposit)] {
            // It is held: only this pallet releases what it holds for these reasons.
            T::Currency::release(&reason.into(), owner, amount, Precision::BestEffort)?;
        }
        Self::deposit_event(Event::FeedRemoved { feed: id, budget, deposit });
        Ok(seats)
    }

    /// Nothing can come of the round that is open, but its reports are there.
    fn end_round(id: FeedId, feed: &mut FeedOf<T>) {
        let Some(open) = feed.open.take() else { return };
        let (rules, mut effects) = (T::Rules::get(), vec![Effect::Expired { round: open.number }]);
        feed.charge(&rules, &mut effects);
        Self::tell(id, effects, &rules);
    }

    /// Adds someone's money to a feed's budget.
    fn give(who: &T::AccountId, feed: &mut FeedOf<T>, amount: Balance) -> DispatchResult {
        Self::ensure_free(who, amount)?;
        let reason = HoldReason::Budget.into();
        if *who == feed.owner {
            T::Currency::hold(&reason, who, amount)?;
        } else {
            T::Currency::transfer_and_hold(
                &reason,
                who,
                &feed.owner,
                amount,
                Precision::Exact,
                Preservation::Preserve,
                Fortitude::Polite,
            )?;
        }
        feed.budget = feed.budget.saturating_add(amount);
        Ok(())
    }

    pub(crate) fn do_fund(who: &T::AccountId, id: FeedId, amount: Balance) -> DispatchResult {
        ensure!(amount > 0, Error::<T>::NothingGiven);
        let mut feed = Self::feed_of(id)?;
        Self::give(who, &mut feed, amount)?;
        Feeds::<T>::insert(id, feed);
        Self::deposit_event(Event::Funded { feed: id, from: who.clone(), amount });
        Ok(())
    }

    pub(crate) fn do_request(who: &T::AccountId, id: FeedId) -> DispatchResult {
        let mut feed = Self::feed_of(id)?;
        let rules = T::Rules::get();
        let running = feed.running(&rules, Self::now()).is_some();
        // Nobody should pay for what the next block asks for anyway.
        ensure!(!running && !feed.is_due(Self::clock_of_next()), Error::<T>::AlreadyDue);
        let amount = feed.cost(&rules).max(rules.request);
        Self::give(who, &mut feed, amount)?;
        // Whoever asks has paid for it, so only reporters can be missing.
        feed.can_answer(&rules).map_err(Error::<T>::from)?;
        feed.requested = true;
        Feeds::<T>::insert(id, feed);
        Self::deposit_event(Event::Requested { feed: id, by: who.clone(), amount });
        Ok(())
    }
}
