//! Other people's money: what calls 7 to 10 do.

use crate::{
    types::{Joining, LeavingShares},
    *,
};
use polkadot_sdk::frame_support::{
    ensure,
    pallet_prelude::DispatchResult,
    traits::{fungible::Mutate, tokens::Preservation, Get},
};

/// What undelegating takes out of where.
struct Burnt {
    joining: pool::Shares,
    shares: pool::Shares,
    amount: Balance,
}

impl<T: Config> Pallet<T> {
    /// The delegation with its shares of past cohorts exchanged, or that there is none.
    fn delegation_of(
        who: &T::AccountId,
        id: &T::AccountId,
        operator: &OperatorOf<T>,
    ) -> Result<DelegationOf<T>, Error<T>> {
        let mut delegation =
            Delegations::<T>::try_get(who, id).map_err(|()| Error::<T>::NotDelegated)?;
        Self::exchange(who, id, operator, &mut delegation);
        Ok(delegation)
    }

    /// Exchanges shares of a cohort that earns by now.
    fn exchange(
        who: &T::AccountId,
        id: &T::AccountId,
        operator: &OperatorOf<T>,
        delegation: &mut DelegationOf<T>,
    ) {
        let Some(joining) = delegation.joining.filter(|joining| joining.cohort < operator.cohort)
        else {
            return;
        };
        let mut cohort = Cohorts::<T>::get(id, joining.cohort);
        let shares = cohort.take(joining.shares).unwrap_or(0);
        if cohort.is_over() {
            Cohorts::<T>::remove(id, joining.cohort);
        } else {
            Cohorts::<T>::insert(id, joining.cohort, cohort);
        }
        delegation.joining = None;
        delegation.shares = delegation.shares.saturating_add(shares);
        Self::deposit_event(Event::Exchanged {
            operator: id.clone(),
            delegator: who.clone(),
            cohort: joining.cohort,
            shares,
        });
    }

    pub(crate) fn do_delegate(
        who: &T::AccountId,
        id: &T::AccountId,
        amount: Balance,
    ) -> DispatchResult {
        let mut operator = Self::operator_of(id)?;
        ensure!(who != id, Error::<T>::OwnDelegation);
        ensure!(amount >= T::MinimumDelegation::get(), Error::<T>::DelegationTooSmall);
        ensure!(!operator.case.is_open(), Error::<T>::SlashIsPending);
        ensure!(operator.bond > 0 && !operator.pool.is_retired(), Error::<T>::Retired);
        Self::ensure_free(who, amount)?;
        Self::begin_joining(id, &mut operator)?;

        let is_new = !Delegations::<T>::contains_key(who, id);
        let mut delegation = Delegations::<T>::get(who, id);
        Self::exchange(who, id, &operator, &mut delegation);
        let shares = operator.incoming.deposit(amount).ok_or(Error::<T>::Retired)?;
        let before = delegation.joining.map_or(0, |joining| joining.shares);
        let cohort = operator.cohort;
        delegation.joining = Some(Joining { cohort, shares: before.saturating_add(shares) });
        if is_new {
            operator.delegators = operator.delegators.checked_add(1).ok_or(Error::<T>::Overflow)?;
        }

        T::Currency::transfer(who, &Self::pool_account(id), amount, Preservation::Preserve)?;
        Delegations::<T>::insert(who, id, delegation);
        Self::store(id, operator);
        let (operator, delegator) = (id.clone(), who.clone());
        Self::deposit_event(Event::Delegated { operator, delegator, amount, cohort, shares });
        Ok(())
    }

    pub(crate) fn do_undelegate(
        who: &T::AccountId,
        id: &T::AccountId,
        amount: Balance,
    ) -> DispatchResult {
        let mut operator = Self::operator_of(id)?;
        ensure!(amount > 0, Error::<T>::Nothing);
        Self::let_earn(id, &mut operator);
        let mut delegation = Self::delegation_of(who, id, &operator)?;
        let burnt = Self::burn(&mut operator, &mut delegation, amount)?;
        let era = Self::release_era();
        let leaving = Self::begin_leaving(id, &mut delegation, era, burnt.amount)?;

        Self::put_delegation(who, id, &mut operator, delegation);
        Self::store(id, operator);
        Self::deposit_event(Event::Undelegated {
            operator: id.clone(),
            delegator: who.clone(),
            amount: burnt.amount,
            joining: burnt.joining,
            shares: burnt.shares,
            leaving,
            era,
        });
        Ok(())
    }

    /// The operator sends a delegator away.
    pub(crate) fn do_kick(id: &T::AccountId, delegator: &T::AccountId) -> DispatchResult {
        Self::operator_of(id)?;
        let now = CurrentEra::<T>::get();
        ensure!(NextPayout::<T>::get() >= now, Error::<T>::PayoutPending);
        ensure!(!Points::<T>::contains_key(now, id), Error::<T>::DelegationsEarn);
        Self::do_undelegate(delegator, id, Balance::MAX)
    }

    /// Burns shares worth `amount`, or all: first what does not earn yet.
    fn burn(
        operator: &mut OperatorOf<T>,
        delegation: &mut DelegationOf<T>,
        amount: Balance,
    ) -> Result<Burnt, Error<T>> {
        let joining = delegation.joining.map_or(0, |joining| joining.shares);
        // Shares of a cohort that was slashed to nothing were exchanged for nothing: it may go, too.
        let is_there = joining > 0 || delegation.shares > 0 || delegation.is_over();
        ensure!(is_there, Error::<T>::NotDelegated);
        let waits = operator.incoming.value_of(joining);
        let value = waits.saturating_add(operator.pool.value_of(delegation.shares));
        let left = value.saturating_sub(amount);
        ensure!(left == 0 || left >= T::MinimumDelegation::get(), Error::<T>::DelegationTooSmall);

        let (joining_burnt, shares_burnt) = if left == 0 {
            (joining, delegation.shares)
        } else if amount < waits {
            (operator.incoming.shares_worth(amount).min(joining), 0)
        } else {
            let rest = amount.saturating_sub(waits);
            (joining, operator.pool.shares_worth(rest).min(delegation.shares))
        };
        let from_incoming = operator.incoming.redeem(joining_burnt).ok_or(Error::<T>::Overflow)?;
        let from_pool = operator.pool.redeem(shares_burnt).ok_or(Error::<T>::Overflow)?;
        delegation.shares = delegation.shares.saturating_sub(shares_burnt);
        delegation.joining = delegation
            .joining
            .map(|was| Joining { shares: was.shares.saturating_sub(joining_burnt), ..was })
            .filter(|joining| joining.shares > 0);
        let amount = from_incoming.saturating_add(from_pool);
        Ok(Burnt { joining: joining_burnt, shares: shares_burnt, amount })
    }

    /// Adds `amount` to what leaves the operator in `era`, and returns the delegation's shares of it.
    fn begin_leaving(
        id: &T::AccountId,
        delegation: &mut DelegationOf<T>,
        era: EraIndex,
        amount: Balance,
    ) -> Result<pool::Shares, Error<T>> {
        // Shares may be worth nothing after a slash: then nothing leaves.
        if amount == 0 {
            return Ok(0);
        }
        let mut leaving = Leavings::<T>::get(id, era);
        let shares = leaving.deposit(amount).ok_or(Error::<T>::LeavingRetired)?;
        match delegation.leaving.last_mut().filter(|last| last.era == era) {
            Some(last) => last.shares = last.shares.saturating_add(shares),
            None => delegation
                .leaving
                .try_push(LeavingShares { era, shares })
                .map_err(|_| Error::<T>::TooManyChunks)?,
        }
        Leavings::<T>::insert(id, era, leaving);
        Ok(shares)
    }

    pub(crate) fn do_withdraw_delegation(who: &T::AccountId, id: &T::AccountId) -> DispatchResult {
        let mut operator = Self::operator_of(id)?;
        let mut delegation = Self::delegation_of(who, id, &operator)?;
        let now = CurrentEra::<T>::get();
        let until = operator.withdrawable(now);
        let (due, waiting) = delegation
            .leaving
            .iter()
            .copied()
            .partition::<alloc::vec::Vec<_>, _>(|chunk| chunk.era <= until);
        let frozen = waiting.iter().any(|chunk| chunk.era <= now);
        ensure!(!due.is_empty(), Self::nothing_due(frozen));
        let amount = due
            .iter()
            .fold(0, |sum: Balance, chunk| sum.saturating_add(Self::end_leaving(id, chunk)));
        delegation.leaving = waiting.try_into().map_err(|_| Error::<T>::TooManyChunks)?;

        T::Currency::transfer(&Self::pool_account(id), who, amount, Preservation::Preserve)?;
        Self::put_delegation(who, id, &mut operator, delegation);
        Self::store(id, operator);
        let (operator, delegator) = (id.clone(), who.clone());
        Self::deposit_event(Event::DelegationWithdrawn { operator, delegator, amount });
        Ok(())
    }

    /// What a withdrawal that is due brings.
    fn end_leaving(id: &T::AccountId, chunk: &LeavingShares) -> Balance {
        let mut leaving = Leavings::<T>::get(id, chunk.era);
        let amount = leaving.redeem(chunk.shares).unwrap_or(0);
        if leaving.shares == 0 {
            Leavings::<T>::remove(id, chunk.era);
        } else {
            Leavings::<T>::insert(id, chunk.era, leaving);
        }
        amount
    }

    /// Stores a delegation, or forgets it when nothing is left.
    fn put_delegation(
        who: &T::AccountId,
        id: &T::AccountId,
        operator: &mut OperatorOf<T>,
        delegation: DelegationOf<T>,
    ) {
        if delegation.is_over() {
            Delegations::<T>::remove(who, id);
            operator.delegators = operator.delegators.saturating_sub(1);
        } else {
            Delegations::<T>::insert(who, id, delegation);
        }
    }
}
