//! What happens to pots: money leaves them, and they are redirected.

use crate::*;
use polkadot_sdk::{
    frame_support::{
        dispatch::DispatchResult,
        ensure,
        storage::with_storage_layer,
        traits::tokens::{DepositConsequence, Preservation, Provenance},
    },
    sp_runtime::{ArithmeticError, DispatchError},
};

impl<T: Config> Pallet<T> {
    /// Moves what is due out of a pot and returns how much that was. On an error nothing changes,
    /// also outside of a call.
    pub fn do_release(id: PotId) -> Result<Balance, DispatchError> {
        let pot = Self::load(id)?;
        let now = frame_system::Pallet::<T>::block_number();
        let amount = pot.payable(now, T::Currency::minimum_balance());
        ensure!(amount > 0, Error::<T>::NothingDue);

        let destination = pot.destination.clone();
        with_storage_layer(|| Self::pay(id, pot, amount))?;
        Self::deposit_event(Event::Released { pot: id, destination, amount });
        Ok(amount)
    }

    /// For pallets that live on a pot and cannot fail: releases what is due, if anything is and it
    /// can be. What cannot be released now remains due.
    pub fn collect(id: PotId) -> Balance {
        Self::do_release(id).unwrap_or_default()
    }

    /// Gives a pot another destination; `by` is the account that asks, or none for Root.
    pub(crate) fn do_redirect(
        by: Option<T::AccountId>,
        id: PotId,
        destination: DestinationOf<T>,
    ) -> DispatchResult {
        let mut pot = Self::load(id)?;
        let allowed = match (pot.controller, &pot.destination, by) {
            (Controller::Root, _, None) => true,
            (Controller::Beneficiary, Destination::Account(owner), Some(by)) => *owner == by,
            _ => false,
        };
        ensure!(allowed, Error::<T>::NotController);
        Self::check_destination(id, pot.controller, &destination)?;

        // What is due is not released first: that could fail, for want of the existential deposit,
        // and would then keep the pot from being redirected. Anyone who wants it at the old
        // destination calls `release` before.
        pot.destination = destination.clone();
        Pots::<T>::insert(id, pot);
        Self::deposit_event(Event::Redirected { pot: id, destination });
        Ok(())
    }

    /// Whether the pot `id` may release to `destination`.
    pub(crate) fn check_destination(
        id: PotId,
        controller: Controller,
        destination: &DestinationOf<T>,
    ) -> Result<(), Error<T>> {
        match destination {
            Destination::Account(account) => {
                ensure!(!Self::is_account_of_pot(account), Error::<T>::AccountOfPot);
            },
            Destination::Pot(target) => {
                ensure!(controller == Controller::Root, Error::<T>::NeedsAccount);
                ensure!(*target != id, Error::<T>::PointsAtItself);
                ensure!(Pots::<T>::contains_key(target), Error::<T>::UnknownPot);
            },
            Destination::Nobody => {
                ensure!(controller == Controller::Root, Error::<T>::NeedsAccount);
            },
        }
        Ok(())
    }

    /// Moves `amount` from `pot` to its destination, in several steps.
    fn pay(id: PotId, mut pot: PotOf<T>, amount: Balance) -> DispatchResult {
        match &pot.destination {
            Destination::Account(account) => {
                Self::transfer(id, account, amount)?;
                T::Currency::reactivate(amount);
            },
            Destination::Pot(target) => {
                let mut raised = Self::load(*target)?;
                raised.total = raised.total.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
                Self::transfer(id, &Self::account(*target), amount)?;
                Pots::<T>::insert(target, raised);
            },
            Destination::Nobody => return Err(Error::<T>::ForNobody.into()),
        }
        pot.released = pot.released.saturating_add(amount);
        Pots::<T>::insert(id, pot);
        Ok(())
    }

    /// Moves money out of a pot's account, which may thereby cease to exist.
    fn transfer(id: PotId, to: &T::AccountId, amount: Balance) -> DispatchResult {
        let outcome = T::Currency::can_deposit(to, amount, Provenance::Extant);
        ensure!(outcome != DepositConsequence::BelowMinimum, Error::<T>::UnderExistentialDeposit);
        T::Currency::transfer(&Self::account(id), to, amount, Preservation::Expendable)?;
        Ok(())
    }

    fn load(id: PotId) -> Result<PotOf<T>, Error<T>> {
        Pots::<T>::get(id).ok_or(Error::UnknownPot)
    }
}
