//! Sessions, eras and what they pay.
//!
//! An era ends where a session does. What it gives is fixed then; paying it goes on in steps, one
//! operator each, in the blocks that follow.

use crate::{chores::Cursor, pool::Exchange, *};
use alloc::vec::Vec;
use polkadot_sdk::{
    frame_election_provider_support::SortedListProvider,
    frame_support::{
        ensure,
        traits::{
            fungible::{Inspect, Mutate},
            tokens::{Fortitude, Preservation},
            Get,
        },
    },
    sp_runtime::{helpers_128bit::multiply_by_rational_with_rounding as mul_div, Rounding},
    sp_staking::SessionIndex,
};

/// Divides a reward between an operator and its pool: the commission first, the rest by what earns.
/// What rounding leaves is the pool's. Where nothing earns yet, all is the operator's.
pub fn divide(
    reward: Balance,
    commission: Perbill,
    own: Balance,
    pool: Balance,
) -> (Balance, Balance) {
    let fee = commission.mul_floor(reward);
    let rest = reward.saturating_sub(fee);
    let own_part = if pool == 0 {
        rest
    } else {
        mul_div(rest, own, own.saturating_add(pool), Rounding::Down).unwrap_or(0)
    };
    (fee.saturating_add(own_part), rest.saturating_sub(own_part))
}

/// The part of an era's pot for `points` of `all` blocks, rounded down.
pub fn part_of(pot: Balance, points: u32, all: u32) -> Balance {
    mul_div(pot, points.into(), all.into(), Rounding::Down).unwrap_or(0)
}

impl<T: Config> Pallet<T> {
    /// The era that `session` belongs to.
    pub fn era_of(session: SessionIndex) -> EraIndex {
        session.checked_div(T::EraSessions::get()).unwrap_or(session)
    }

    /// To be called when `session` begins.
    pub fn start_session(session: SessionIndex) {
        let (now, era) = (CurrentEra::<T>::get(), Self::era_of(session));
        if era > now {
            Self::end_era(now);
            CurrentEra::<T>::put(era);
        }
    }

    fn end_era(era: EraIndex) {
        T::Rewards::collect();
        let free = T::Currency::reducible_balance(
            &T::Rewards::account(),
            Preservation::Preserve,
            Fortitude::Polite,
        );
        let points = EraPoints::<T>::take();
        let pot = free.saturating_sub(Unpaid::<T>::get());
        if points > 0 && pot > 0 {
            Unpaid::<T>::mutate(|unpaid| *unpaid = unpaid.saturating_add(pot));
            EraRewards::<T>::insert(era, EraReward { pot, left: pot, points });
        }
        Self::deposit_event(Event::EraEnded { era, pot, points });
    }

    /// To be called with the author of each block.
    pub fn note_author(who: &T::AccountId) {
        Points::<T>::mutate(CurrentEra::<T>::get(), who, |points| {
            *points = points.saturating_add(1);
        });
        EraPoints::<T>::mutate(|points| *points = points.saturating_add(1));
    }

    /// Validators for the next set, and how many were looked at: the first of the ranking that have
    /// session keys. A set loses at most half of itself at a time: were a bond raised above what most
    /// have, the few that meet it at once would else have the chain to themselves. If nobody meets it,
    /// the set stays as it is.
    pub fn choose_validators() -> (Vec<T::AccountId>, u32) {
        let (mut chosen, seen) = Self::rank_highest();
        let current = T::Registry::current();
        let enough = if chosen.is_empty() { current.len() } else { current.len().div_ceil(2) };
        for who in current {
            if chosen.len() >= enough {
                break;
            }
            if !chosen.contains(&who) && Self::may_stay(&who) {
                chosen.push(who);
            }
        }
        (chosen, seen)
    }

    /// Whether a validator whose role is gone may validate a little longer: it has at stake what any
    /// role asks for, and was not reported.
    fn may_stay(who: &T::AccountId) -> bool {
        let least = Role::ALL.into_iter().map(T::MinimumBond::of).min().unwrap_or(0).max(1);
        let answers =
            |operator: OperatorOf<T>| operator.free_bond() >= least && !operator.case.is_open();
        Operators::<T>::get(who).is_some_and(answers) && T::Registry::has_keys(who)
    }

    fn rank_highest() -> (Vec<T::AccountId>, u32) {
        let count = T::ValidatorCount::get().min(T::MaxValidators::get());
        let mut chosen = Vec::new();
        let mut seen = 0u32;
        // Operators that took their keys away must not hide the others for ever.
        for who in T::Ranking::iter().take(count.saturating_mul(2) as usize) {
            seen = seen.saturating_add(1);
            if T::Registry::has_keys(&who) {
                chosen.push(who);
            }
            if chosen.len() >= count as usize {
                break;
            }
        }
        (chosen, seen)
    }

    /// Lets what joined in a past era earn, once the rewards of that era are paid.
    pub(crate) fn let_earn(id: &T::AccountId, operator: &mut OperatorOf<T>) {
        let paid = NextPayout::<T>::get();
        let is_paid = operator.joined < paid
            || (operator.joined == paid && !Points::<T>::contains_key(paid, id));
        if !is_paid || operator.joined >= CurrentEra::<T>::get() {
            return;
        }
        operator.fresh = 0;
        let incoming = operator.incoming;
        if incoming.shares == 0 || operator.pool.is_retired() {
            return;
        }
        let shares = operator.pool.deposit(incoming.balance).unwrap_or_else(|| {
            // Too little for a share, after a slash.
            operator.pool.grow(incoming.balance);
            0
        });
        let cohort = operator.cohort;
        Cohorts::<T>::insert(id, cohort, Exchange { old: incoming.shares, new: shares });
        operator.incoming = Default::default();
        operator.cohort = cohort.saturating_add(1);
        Self::deposit_event(Event::CohortEarns { operator: id.clone(), cohort, shares });
    }

    /// Makes ready for money that joins now: it earns from the next era on.
    pub(crate) fn begin_joining(
        id: &T::AccountId,
        operator: &mut OperatorOf<T>,
    ) -> Result<(), Error<T>> {
        Self::let_earn(id, operator);
        let era = CurrentEra::<T>::get();
        // What waits beside a retired pool waits for ever: no reason to keep others out.
        let joins = operator.incoming.shares > 0 && !operator.pool.is_retired();
        let waits = operator.fresh > 0 || joins;
        ensure!(!waits || operator.joined == era, Error::<T>::PayoutPending);
        operator.joined = era;
        Ok(())
    }

    /// Pays one operator of the first era not yet paid, or closes that era.
    pub(crate) fn pay_next(done: &mut Cursor) {
        let era = NextPayout::<T>::get();
        let mut entries = match done.last() {
            Some(key) => Points::<T>::iter_prefix_from(era, key),
            None => Points::<T>::iter_prefix(era),
        };
        if let Some((who, points)) = entries.next() {
            Self::pay(era, &who, points);
            done.set(Points::<T>::hashed_key_for(era, &who));
            return;
        }
        done.clear();
        // What rounding left, and what could not be paid, is for later eras.
        let left = EraRewards::<T>::take(era).left;
        Unpaid::<T>::mutate(|unpaid| *unpaid = unpaid.saturating_sub(left));
        NextPayout::<T>::put(era.saturating_add(1));
    }

    fn pay(era: EraIndex, who: &T::AccountId, points: u32) {
        let Some(mut operator) = Operators::<T>::get(who) else {
            Points::<T>::remove(era, who);
            return;
        };
        Self::let_earn(who, &mut operator);
        let mut rewards = EraRewards::<T>::get(era);
        let reward = part_of(rewards.pot, points, rewards.points).min(rewards.left);
        let (own, pool) = Self::reward(who, &mut operator, reward);
        let paid = own.saturating_add(pool);
        if paid > 0 {
            rewards.left = rewards.left.saturating_sub(paid);
            EraRewards::<T>::insert(era, rewards);
            Unpaid::<T>::mutate(|unpaid| *unpaid = unpaid.saturating_sub(paid));
        }
        Points::<T>::remove(era, who);
        // What joined in the very era just paid earns from now on.
        Self::let_earn(who, &mut operator);
        Self::store(who, operator);
        Self::deposit_event(Event::Rewarded { era, operator: who.clone(), own, pool });
    }

    /// Pays `reward` and returns what was really paid: to the operator, and to its pool.
    fn reward(
        who: &T::AccountId,
        operator: &mut OperatorOf<T>,
        reward: Balance,
    ) -> (Balance, Balance) {
        let pooled = if operator.pool.shares == 0 { 0 } else { operator.pool.balance };
        let (own, pool) = divide(reward, operator.commission, operator.earning(), pooled);
        let source = T::Rewards::account();
        let send = |to: &T::AccountId, amount: Balance| {
            // Nothing is lost if it fails: it stays in the rewards' account for later eras.
            amount > 0 && T::Currency::transfer(&source, to, amount, Preservation::Preserve).is_ok()
        };
        let own = if send(who, own) { own } else { 0 };
        let pool = if send(&Self::pool_account(who), pool) { pool } else { 0 };
        operator.pool.grow(pool);
        (own, pool)
    }
}
