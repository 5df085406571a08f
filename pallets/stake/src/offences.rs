//! What follows an equivocation.

use crate::*;
use alloc::vec::Vec;
use polkadot_sdk::{
    frame_support::{
        pallet_prelude::DispatchResult,
        traits::{fungible::BalancedHold, tokens::Preservation, Get, OnUnbalanced},
    },
    sp_staking::SessionIndex,
};

impl<T: Config> Pallet<T> {
    /// Eras that a slash waits: half of the unbonding time, so that governance can act while all
    /// that it takes from is still there.
    pub fn slash_delay() -> EraIndex {
        T::UnbondingEras::get().checked_div(2).unwrap_or(0).max(1)
    }

    /// The part of its stake that an offender loses for an offence that the SDK rates at `fraction`:
    /// a lone one would lose next to nothing among many validators.
    pub fn severity(fraction: Perbill) -> Perbill {
        fraction.max(T::SlashFloor::get())
    }

    /// Records that `who` cheated in `session`, and gets the slash under way. A worse rating of the
    /// same era adds the difference.
    pub fn note_offence(who: &T::AccountId, fraction: Perbill, session: SessionIndex) {
        let Some(mut operator) = Operators::<T>::get(who) else { return };
        let era = Self::era_of(session);
        let fraction = Self::severity(fraction);
        let mut offence = Offences::<T>::get(era, who);
        if fraction <= offence.fraction {
            return;
        }
        if offence.base == 0 {
            offence.base = Self::slashable(who, &operator, era);
        }
        let so_far = offence.fraction.mul_ceil(offence.base);
        let amount = fraction.mul_ceil(offence.base).saturating_sub(so_far);
        offence.fraction = fraction;
        Offences::<T>::insert(era, who, offence);

        let roles = operator.roles.without(Role::Validator);
        if roles != operator.roles {
            operator.roles = roles;
            Self::deposit_event(Event::RolesChanged { operator: who.clone(), roles });
        }
        if amount > 0 {
            operator.pending_slashes = operator.pending_slashes.saturating_add(1);
            Self::queue_slash(PendingSlash {
                operator: who.clone(),
                era,
                amount,
                due: CurrentEra::<T>::get().saturating_add(Self::slash_delay()),
            });
        }
        Self::store(who, operator);
    }

    fn queue_slash(slash: PendingSlash<T::AccountId>) {
        let id = NextSlash::<T>::get();
        NextSlash::<T>::put(id.wrapping_add(1));
        let PendingSlash { operator, amount, due, .. } = slash.clone();
        PendingSlashes::<T>::insert(id, slash);
        Self::deposit_event(Event::SlashPending { id, operator, amount, due });
    }

    /// Delegated money on its way out that had not left by the end of `era`.
    fn leavings_since(id: &T::AccountId, era: EraIndex) -> Vec<(EraIndex, pool::Pool)> {
        (era.saturating_add(1)..=Self::release_era())
            .filter_map(|era| Leavings::<T>::try_get(id, era).ok().map(|pool| (era, pool)))
            .collect()
    }

    /// The most eras that a slash has to look at: an offence may be as old as unbonding takes.
    pub(crate) fn slash_span() -> u32 {
        T::UnbondingEras::get().saturating_mul(2).saturating_add(1)
    }

    /// All that answers for an offence of `era`.
    fn slashable(id: &T::AccountId, operator: &OperatorOf<T>, era: EraIndex) -> Balance {
        let own = operator.leaving.iter().filter(|chunk| chunk.era > era);
        let own = own.fold(operator.bond, |sum, chunk| sum.saturating_add(chunk.amount));
        let delegated = operator.pool.balance.saturating_add(operator.incoming.balance);
        Self::leavings_since(id, era)
            .iter()
            .fold(own.saturating_add(delegated), |sum, (_, pool)| sum.saturating_add(pool.balance))
    }

    pub(crate) fn do_cancel_slash(id: SlashId) -> DispatchResult {
        let slash = PendingSlashes::<T>::take(id).ok_or(Error::<T>::NoSuchSlash)?;
        if let Some(mut operator) = Operators::<T>::get(&slash.operator) {
            operator.pending_slashes = operator.pending_slashes.saturating_sub(1);
            Self::store(&slash.operator, operator);
        }
        Self::deposit_event(Event::SlashCancelled { id, operator: slash.operator });
        Ok(())
    }

    /// The first slash is due, or was cancelled.
    pub(crate) fn slash_is_due() -> bool {
        let first = FirstSlash::<T>::get();
        first != NextSlash::<T>::get()
            && PendingSlashes::<T>::get(first)
                .is_none_or(|slash| slash.due <= CurrentEra::<T>::get())
    }

    /// Applies the first slash.
    pub(crate) fn apply_next_slash() {
        let id = FirstSlash::<T>::get();
        FirstSlash::<T>::put(id.wrapping_add(1));
        let Some(slash) = PendingSlashes::<T>::take(id) else { return };
        let who = slash.operator.clone();
        let Some(mut operator) = Operators::<T>::get(&who) else { return };
        operator.pending_slashes = operator.pending_slashes.saturating_sub(1);
        let (own, delegated) = Self::apply(&slash, &mut operator);
        Self::store(&who, operator);
        Self::deposit_event(Event::Slashed { id, operator: who, own, delegated });
    }

    /// Takes what each party has to bear, and returns what own money and delegations lost.
    fn apply(
        slash: &PendingSlash<T::AccountId>,
        operator: &mut OperatorOf<T>,
    ) -> (Balance, Balance) {
        let who = &slash.operator;
        let leavings = Self::leavings_since(who, slash.era);
        let own_leaving = operator.leaving.iter().filter(|chunk| chunk.era > slash.era);
        let own_leaving =
            own_leaving.fold(0, |sum: Balance, chunk| sum.saturating_add(chunk.amount));
        let mut parts = alloc::vec![operator.pool.balance, operator.incoming.balance];
        parts.extend(leavings.iter().map(|(_, pool)| pool.balance));
        let division = slash::divide(slash.amount, operator.free_bond(), own_leaving, &parts);

        operator.reduce_bond(division.bond);
        Self::take_own_leaving(operator, division.own_leaving);
        let own = division.bond.saturating_add(division.own_leaving);
        let (taken, _) = T::Currency::slash(&HoldReason::Bond.into(), who, own);
        T::OnSlash::on_unbalanced(taken);

        let delegated =
            division.delegated.iter().fold(0, |sum: Balance, part| sum.saturating_add(*part));
        let account = Self::pool_account(who);
        if Self::take_from_pool(&account, delegated, Preservation::Preserve).is_err() {
            return (own, 0);
        }
        let mut losses = division.delegated.into_iter();
        operator.pool.shrink(losses.next().unwrap_or(0));
        operator.incoming.shrink(losses.next().unwrap_or(0));
        for ((era, mut pool), loss) in leavings.into_iter().zip(losses) {
            pool.shrink(loss);
            Leavings::<T>::insert(who, era, pool);
        }
        (own, delegated)
    }

    /// Takes `amount` of own money on its way out, what began to leave last first.
    fn take_own_leaving(operator: &mut OperatorOf<T>, amount: Balance) {
        let mut left = amount;
        for chunk in operator.leaving.iter_mut().rev() {
            let taken = chunk.amount.min(left);
            chunk.amount = chunk.amount.saturating_sub(taken);
            left = left.saturating_sub(taken);
        }
        operator.leaving.retain(|chunk| chunk.amount > 0);
    }
}
