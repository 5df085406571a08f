//! Bond set aside for work in flight, for the pallets that give out work.

use crate::*;
use opg_primitives::stake::{OperatorRoles, Ticket, Tickets};
use polkadot_sdk::{
    frame_support::{ensure, traits::fungible::BalancedHold},
    sp_runtime::DispatchError,
};

impl<T: Config> Tickets<T::AccountId> for Pallet<T> {
    type Slashed = CreditOf<T>;

    fn lockable(id: &T::AccountId, role: Role) -> Balance {
        Operators::<T>::get(id)
            .filter(|operator| operator.roles.has(role) && !operator.case.is_open())
            .map_or(0, |operator| Self::lockable_of(&operator))
    }

    fn lock(
        id: &T::AccountId,
        role: Role,
        amount: Balance,
    ) -> Result<Ticket<T::AccountId>, DispatchError> {
        let mut operator = Self::operator_of(id)?;
        ensure!(operator.roles.has(role), Error::<T>::WrongRole);
        // Or a cheat would bring its bond to safety between the report and the slash.
        ensure!(!operator.case.is_open(), Error::<T>::SlashIsPending);
        ensure!(Self::lockable_of(&operator) >= amount, Error::<T>::BondLocked);
        operator.locked = operator.locked.saturating_add(amount);
        Operators::<T>::insert(id, operator);
        Self::deposit_event(Event::TicketLocked { operator: id.clone(), amount });
        Ok(Ticket { operator: id.clone(), amount })
    }

    fn release(ticket: Ticket<T::AccountId>) {
        let Ticket { operator: id, amount } = ticket;
        let Some(mut operator) = Operators::<T>::get(&id) else { return };
        operator.locked = operator.locked.saturating_sub(amount);
        Self::deposit_event(Event::TicketReleased { operator: id.clone(), amount });
        Self::take_owed(&id, &mut operator, amount);
        Self::store(&id, operator);
    }

    fn slash(ticket: Ticket<T::AccountId>, amount: Balance) -> CreditOf<T> {
        let Ticket { operator: id, amount: locked } = ticket;
        let amount = amount.min(locked);
        // A ticket keeps its operator: bond that is locked cannot leave.
        let Some(mut operator) = Operators::<T>::get(&id) else { return Default::default() };
        operator.locked = operator.locked.saturating_sub(locked);
        operator.reduce_bond(amount);
        let (taken, _) = T::Currency::slash(&HoldReason::Bond.into(), &id, amount);
        let rest = locked.saturating_sub(amount);
        Self::deposit_event(Event::TicketSlashed { operator: id.clone(), amount });
        Self::deposit_event(Event::TicketReleased { operator: id.clone(), amount: rest });
        Self::take_owed(&id, &mut operator, rest);
        Self::store(&id, operator);
        taken
    }
}

impl<T: Config> OperatorRoles<T::AccountId> for Pallet<T> {
    fn roles(who: &T::AccountId) -> Roles {
        Operators::<T>::get(who).map_or(Roles::NONE, |operator| operator.roles)
    }
}

impl<T: Config> Pallet<T> {
    /// What of a bond may still back work.
    fn lockable_of(operator: &OperatorOf<T>) -> Balance {
        operator.free_bond().saturating_sub(Self::kept_of(operator))
    }

    /// What of a bond may back work at all.
    pub(crate) fn working_bond(operator: &OperatorOf<T>) -> Balance {
        operator.bond.saturating_sub(Self::kept_of(operator))
    }

    /// What a validator must have at stake stays free for as long as it may be slashed for how it
    /// validated: tickets are senior, they would shield all of it.
    fn kept_of(operator: &OperatorOf<T>) -> Balance {
        let answers =
            operator.roles.has(Role::Validator) || CurrentEra::<T>::get() < operator.answers_until;
        if answers {
            T::MinimumBond::of(Role::Validator)
        } else {
            0
        }
    }

    /// Takes of `freed` bond what a slash could not reach behind tickets.
    fn take_owed(id: &T::AccountId, operator: &mut OperatorOf<T>, freed: Balance) {
        let amount = operator.owed.min(freed);
        operator.owed = operator.owed.saturating_sub(amount).min(operator.locked);
        if amount == 0 {
            return;
        }
        operator.reduce_bond(amount);
        Self::take_held(id, amount);
        Self::deposit_event(Event::OwedTaken { operator: id.clone(), amount });
    }
}
