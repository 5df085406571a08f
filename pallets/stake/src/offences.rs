//! What follows an equivocation.

use crate::{types::Case, *};
use alloc::vec::Vec;
use polkadot_sdk::{
    frame_support::{
        pallet_prelude::DispatchResult,
        traits::{fungible::BalancedHold, tokens::Preservation, Get, OnUnbalanced},
    },
    sp_staking::SessionIndex,
};

/// What a slash took, and what it is still owed.
struct Losses {
    bond: Balance,
    leaving: Balance,
    owed: Balance,
    delegated: Balance,
}

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

    /// Records that `who` cheated in `session`, and gets the slash under way. A worse rating adds the
    /// difference: to the offence of the same era, or to whichever offence waits to be slashed for.
    pub fn note_offence(who: &T::AccountId, fraction: Perbill, session: SessionIndex) {
        let fraction = Self::severity(fraction);
        Self::note_reported(who, fraction);
        let Some(mut operator) = Operators::<T>::get(who) else { return };
        let era = Self::era_of(session);
        let was = Offences::<T>::get(era, who);
        if fraction <= was.fraction {
            return;
        }
        let case = operator.case;
        let base = match (case.is_open(), was.base) {
            (true, _) => case.base,
            (false, 0) => Self::slashable(who, &operator, era),
            (false, base) => base,
        };
        let worst = was.fraction.max(case.fraction);
        let amount = fraction.mul_ceil(base).saturating_sub(worst.mul_ceil(base));
        Offences::<T>::insert(era, who, Offence { base, fraction });

        let roles = operator.roles.without(Role::Validator);
        if roles != operator.roles {
            operator.set_roles(roles, Self::answers_until());
            Self::deposit_event(Event::RolesChanged { operator: who.clone(), roles });
        }
        if amount > 0 {
            operator.case = Case {
                slashes: case.slashes.saturating_add(1),
                since: if case.is_open() { case.since.min(era) } else { era },
                base,
                fraction: fraction.max(case.fraction),
            };
            Self::queue_slash(PendingSlash {
                operator: who.clone(),
                era,
                before: case.fraction,
                fraction,
                amount,
                due: CurrentEra::<T>::get().saturating_add(Self::slash_delay()),
            });
        }
        Self::store(who, operator);
    }

    /// Remembers until the next session whom to disable again in it: its set was chosen before.
    fn note_reported(who: &T::AccountId, severity: Perbill) {
        Reported::<T>::mutate(|reported| {
            match reported.iter_mut().find(|(other, _)| other == who) {
                Some((_, worst)) => *worst = severity.max(*worst),
                // There is room for every validator of a session, and none other can be reported
                // that is still to be disabled.
                None => drop(reported.try_push((who.clone(), severity))),
            }
        });
    }

    /// Those who were reported since the last session began, and are in the new one's set perhaps.
    pub fn take_reported() -> Vec<(T::AccountId, Perbill)> {
        Reported::<T>::take().into_inner()
    }

    fn queue_slash(slash: PendingSlash<T::AccountId>) {
        let id = NextSlash::<T>::get();
        NextSlash::<T>::put(id.wrapping_add(1));
        let PendingSlash { operator, era, amount, due, .. } = slash.clone();
        PendingSlashes::<T>::insert(id, slash);
        Self::deposit_event(Event::SlashPending { id, operator, era, amount, due });
    }

    /// Delegated money on its way out that had not left by the end of `era`.
    fn leavings_since(id: &T::AccountId, era: EraIndex) -> Vec<(EraIndex, pool::Pool)> {
        (era.saturating_add(1)..=Self::release_era())
            .filter_map(|era| Leavings::<T>::try_get(id, era).ok().map(|pool| (era, pool)))
            .collect()
    }

    /// The most eras that a slash has to look at, if it may be reported for `unbonding` eras: until
    /// then, until it is applied, and as far ahead as what leaves then. Sessions at either end and
    /// blocks full of other slashes may add an era each.
    pub const fn slash_span(unbonding: u32) -> u32 {
        unbonding.saturating_mul(2).saturating_add(unbonding / 2).saturating_add(5)
    }

    /// All that answers for an offence of `era`.
    fn slashable(id: &T::AccountId, operator: &OperatorOf<T>, era: EraIndex) -> Balance {
        let own = operator.bond.saturating_add(operator.leaving_after(era));
        let delegated = operator.pool.balance.saturating_add(operator.incoming.balance);
        Self::leavings_since(id, era)
            .iter()
            .fold(own.saturating_add(delegated), |sum, (_, pool)| sum.saturating_add(pool.balance))
    }

    pub(crate) fn do_cancel_slash(id: SlashId) -> DispatchResult {
        let slash = PendingSlashes::<T>::take(id).ok_or(Error::<T>::NoSuchSlash)?;
        if let Some(mut operator) = Operators::<T>::get(&slash.operator) {
            operator.case.cancel(&slash);
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
        operator.case.close_one();
        let Losses { bond, leaving, owed, delegated } = Self::apply(&slash, &mut operator);
        Self::store(&who, operator);
        Self::deposit_event(Event::Slashed { id, operator: who, bond, leaving, owed, delegated });
    }

    /// Takes what each party has to bear.
    fn apply(slash: &PendingSlash<T::AccountId>, operator: &mut OperatorOf<T>) -> Losses {
        let who = &slash.operator;
        let leavings = Self::leavings_since(who, slash.era);
        let mut parts = alloc::vec![operator.pool.balance, operator.incoming.balance];
        parts.extend(leavings.iter().map(|(_, pool)| pool.balance));
        let own = slash::Own {
            free: operator.free_bond(),
            locked: operator.locked.saturating_sub(operator.owed),
            leaving: operator.leaving_after(slash.era),
        };
        let slash::Division { bond, own_leaving, owed, delegated } =
            slash::divide(slash.amount, own, &parts);

        operator.reduce_bond(bond);
        operator.owed = operator.owed.saturating_add(owed);
        Self::take_own_leaving(operator, own_leaving);
        Self::take_held(who, bond.saturating_add(own_leaving));
        let delegated = Self::take_delegated(who, operator, leavings, delegated);
        Losses { bond, leaving: own_leaving, owed, delegated }
    }

    /// Takes `amount` of what is held of an operator to where slashes go.
    pub(crate) fn take_held(who: &T::AccountId, amount: Balance) {
        let (taken, _) = T::Currency::slash(&HoldReason::Bond.into(), who, amount);
        T::OnSlash::on_unbalanced(taken);
    }

    /// Takes their losses out of the pools, and returns what they lost together.
    fn take_delegated(
        who: &T::AccountId,
        operator: &mut OperatorOf<T>,
        leavings: Vec<(EraIndex, pool::Pool)>,
        losses: Vec<Balance>,
    ) -> Balance {
        let all = losses.iter().fold(0, |sum: Balance, loss| sum.saturating_add(*loss));
        let account = Self::pool_account(who);
        // Its account holds what is recorded; if it did not, nobody would lose what is not there.
        if Self::take_from_pool(&account, all, Preservation::Preserve).is_err() {
            return 0;
        }
        let mut losses = losses.into_iter();
        operator.pool.shrink(losses.next().unwrap_or(0));
        operator.incoming.shrink(losses.next().unwrap_or(0));
        for ((era, mut pool), loss) in leavings.into_iter().zip(losses) {
            pool.shrink(loss);
            Leavings::<T>::insert(who, era, pool);
        }
        all
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
