//! Bond set aside for work in flight, for the pallets that give out work.

use crate::*;
use opg_primitives::stake::{Ticket, Tickets};
use polkadot_sdk::{
    frame_support::{ensure, traits::fungible::BalancedHold},
    sp_runtime::DispatchError,
};

impl<T: Config> Tickets<T::AccountId> for Pallet<T> {
    type Slashed = CreditOf<T>;

    fn lockable(id: &T::AccountId, role: Role) -> Balance {
        Operators::<T>::get(id)
            .filter(|operator| operator.roles.has(role))
            .map_or(0, |operator| operator.free_bond())
    }

    fn lock(
        id: &T::AccountId,
        role: Role,
        amount: Balance,
    ) -> Result<Ticket<T::AccountId>, DispatchError> {
        let mut operator = Self::operator_of(id)?;
        ensure!(operator.roles.has(role), Error::<T>::WrongRole);
        ensure!(operator.free_bond() >= amount, Error::<T>::BondLocked);
        operator.locked = operator.locked.saturating_add(amount);
        Operators::<T>::insert(id, operator);
        Self::deposit_event(Event::TicketLocked { operator: id.clone(), amount });
        Ok(Ticket { operator: id.clone(), amount })
    }

    fn release(ticket: Ticket<T::AccountId>) {
        let Ticket { operator: id, amount } = ticket;
        Operators::<T>::mutate_extant(&id, |operator| {
            operator.locked = operator.locked.saturating_sub(amount);
        });
        Self::deposit_event(Event::TicketReleased { operator: id, amount });
    }

    fn slash(ticket: Ticket<T::AccountId>, amount: Balance) -> CreditOf<T> {
        let Ticket { operator: id, amount: locked } = ticket;
        let amount = amount.min(locked);
        // A ticket keeps its operator: bond that is locked cannot leave.
        let Some(mut operator) = Operators::<T>::get(&id) else { return Default::default() };
        operator.locked = operator.locked.saturating_sub(locked);
        operator.reduce_bond(amount);
        let (taken, _) = T::Currency::slash(&HoldReason::Bond.into(), &id, amount);
        Self::store(&id, operator);
        Self::deposit_event(Event::TicketSlashed { operator: id.clone(), amount });
        Self::deposit_event(Event::TicketReleased {
            operator: id,
            amount: locked.saturating_sub(amount),
        });
        taken
    }
}
