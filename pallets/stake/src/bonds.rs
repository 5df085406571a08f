//! Operators and their own money: what calls 0 to 6 and 11 do.

use crate::{
    types::{Leaving, Profile},
    *,
};
use codec::{Decode, Encode};
use polkadot_sdk::{
    frame_election_provider_support::{ScoreProvider, SortedListProvider},
    frame_support::{
        ensure,
        pallet_prelude::{DispatchError, DispatchResult},
        traits::{
            fungible::{Inspect, Mutate, MutateHold},
            tokens::{Fortitude, Precision, Preservation},
            Get,
        },
    },
    sp_io::hashing::blake2_256,
    sp_runtime::{traits::TrailingZeroInput, Saturating},
};

impl<T: Config> Pallet<T> {
    /// The operator, or why there is none.
    pub(crate) fn operator_of(who: &T::AccountId) -> Result<OperatorOf<T>, Error<T>> {
        Operators::<T>::get(who).ok_or(Error::<T>::NotAnOperator)
    }

    /// Stores an operator after a change: gives up roles that its bond does not back, keeps its
    /// place in the ranking, and forgets it when nothing of it is left.
    pub(crate) fn store(who: &T::AccountId, mut operator: OperatorOf<T>) {
        let backed = Self::backed(&operator, operator.roles);
        if backed != operator.roles {
            operator.set_roles(backed, Self::answers_until());
            Self::deposit_event(Event::RolesChanged { operator: who.clone(), roles: backed });
        }
        let score = Self::to_score(operator.stake());
        let validates = operator.roles.has(Role::Validator);
        T::OnOperator::changed(who, operator.roles, Self::working_bond(&operator));
        if operator.is_over() {
            Self::remove(who);
        } else {
            Operators::<T>::insert(who, operator);
        }
        // The list refuses only what these conditions exclude: a second entry, and one not there.
        let _ = match (validates, T::Ranking::contains(who)) {
            (true, true) => T::Ranking::on_update(who, score),
            (true, false) => T::Ranking::on_insert(who.clone(), score),
            (false, true) => T::Ranking::on_remove(who),
            (false, false) => Ok(()),
        };
    }

    /// Those of `roles` that the bond backs. Tickets back work; validating, only what none of them
    /// shields from a slash.
    fn backed(operator: &OperatorOf<T>, roles: Roles) -> Roles {
        let suffices = |role: &Role| {
            let bond = match role {
                Role::Validator => operator.free_bond(),
                Role::Inference | Role::Verifier | Role::Data => operator.bond,
            };
            bond >= T::MinimumBond::of(*role).max(1)
        };
        Roles::of(roles.iter().filter(suffices))
    }

    pub(crate) fn to_score(stake: Balance) -> u64 {
        let units = stake.checked_div(T::ScoreUnit::get()).unwrap_or(0);
        u64::try_from(units).unwrap_or(u64::MAX)
    }

    /// The keyless account that keeps what is delegated to `operator`.
    ///
    /// A hash, not the pallet's id followed by the operator: of that only a part would fit.
    pub fn pool_account(operator: &T::AccountId) -> T::AccountId {
        let hash = (T::PalletId::get(), operator).using_encoded(blake2_256);
        Decode::decode(&mut TrailingZeroInput::new(&hash)).expect("any bytes are an account")
    }

    /// That much can be held without the account's end, and without touching what is frozen or held:
    /// holding alone would let frozen money back a bond.
    pub(crate) fn ensure_free(who: &T::AccountId, amount: Balance) -> DispatchResult {
        let free = T::Currency::reducible_balance(who, Preservation::Preserve, Fortitude::Polite);
        ensure!(free >= amount, Error::<T>::NotEnoughFree);
        Ok(())
    }

    fn ensure_may_validate(who: &T::AccountId, roles: Roles) -> DispatchResult {
        let ready = !roles.has(Role::Validator) || T::Registry::has_keys(who);
        ensure!(ready, Error::<T>::NoSessionKeys);
        Ok(())
    }

    pub(crate) fn do_register(
        who: &T::AccountId,
        roles: Roles,
        bond: Balance,
        commission: Perbill,
        profile: Profile,
    ) -> DispatchResult {
        Self::ensure_may_validate(who, roles)?;
        Self::admit(who, roles, bond, commission, profile)
    }

    /// Registers whether or not there are session keys: at genesis those come later.
    pub(crate) fn admit(
        who: &T::AccountId,
        roles: Roles,
        bond: Balance,
        commission: Perbill,
        profile: Profile,
    ) -> DispatchResult {
        ensure!(!Operators::<T>::contains_key(who), Error::<T>::AlreadyOperator);
        ensure!(bond > 0, Error::<T>::Nothing);
        ensure!(roles != Roles::NONE, Error::<T>::NoRole);
        let era = CurrentEra::<T>::get();
        let operator = OperatorOf::<T> {
            roles,
            commission,
            commission_rose: era,
            bond,
            fresh: bond,
            joined: era,
            ..Default::default()
        };
        ensure!(Self::backed(&operator, roles) == roles, Error::<T>::BondTooSmall);
        // The pool's account must outlive every withdrawal: its first planck are never delegated.
        let seed = T::Currency::minimum_balance();
        Self::ensure_free(who, bond.checked_add(seed).ok_or(Error::<T>::Overflow)?)?;

        T::Currency::transfer(who, &Self::pool_account(who), seed, Preservation::Preserve)?;
        T::Currency::hold(&HoldReason::Bond.into(), who, bond)?;
        Self::deposit_event(Event::Registered { operator: who.clone(), commission });
        Self::deposit_event(Event::Bonded { operator: who.clone(), amount: bond });
        Self::deposit_event(Event::RolesChanged { operator: who.clone(), roles });
        Self::store(who, operator);
        Self::write_profile(who, profile);
        Ok(())
    }

    pub(crate) fn do_bond(who: &T::AccountId, amount: Balance) -> DispatchResult {
        let mut operator = Self::operator_of(who)?;
        ensure!(amount > 0, Error::<T>::Nothing);
        ensure!(!operator.case.is_open(), Error::<T>::SlashIsPending);
        Self::ensure_free(who, amount)?;
        Self::begin_joining(who, &mut operator)?;
        operator.bond = operator.bond.checked_add(amount).ok_or(Error::<T>::Overflow)?;
        operator.fresh = operator.fresh.checked_add(amount).ok_or(Error::<T>::Overflow)?;

        T::Currency::hold(&HoldReason::Bond.into(), who, amount)?;
        Self::deposit_event(Event::Bonded { operator: who.clone(), amount });
        Self::store(who, operator);
        Ok(())
    }

    pub(crate) fn do_unbond(who: &T::AccountId, amount: Balance) -> DispatchResult {
        let mut operator = Self::operator_of(who)?;
        ensure!(amount > 0, Error::<T>::Nothing);
        ensure!(operator.free_bond() >= amount, Error::<T>::BondLocked);
        let era = Self::release_era();
        match operator.leaving.last_mut().filter(|last| last.era == era) {
            Some(last) => last.amount.saturating_accrue(amount),
            None => operator
                .leaving
                .try_push(Leaving { era, amount })
                .map_err(|_| Error::<T>::TooManyChunks)?,
        }
        operator.reduce_bond(amount);

        Self::deposit_event(Event::Unbonded { operator: who.clone(), amount, era });
        Self::store(who, operator);
        Ok(())
    }

    pub(crate) fn do_withdraw(who: &T::AccountId) -> DispatchResult {
        let mut operator = Self::operator_of(who)?;
        let now = CurrentEra::<T>::get();
        let until = operator.withdrawable(now);
        let held = operator.own_leaving();
        operator.leaving.retain(|chunk| chunk.era > until);
        let amount = held.saturating_sub(operator.own_leaving());
        if amount == 0 && !operator.is_over() {
            let frozen = operator.leaving.iter().any(|chunk| chunk.era <= now);
            return Err(Self::nothing_due(frozen).into());
        }

        T::Currency::release(&HoldReason::Bond.into(), who, amount, Precision::Exact)?;
        Self::deposit_event(Event::Withdrawn { operator: who.clone(), amount });
        Self::store(who, operator);
        Ok(())
    }

    /// Forgets an operator. What rounding, or a stranger, left in its pool's account goes where
    /// slashes go.
    fn remove(who: &T::AccountId) {
        let account = Self::pool_account(who);
        let rest = T::Currency::balance(&account);
        // If the keyless account cannot be emptied, what is left there harms nobody.
        let _ = Self::take_from_pool(&account, rest, Preservation::Expendable);
        Operators::<T>::remove(who);
        Profiles::<T>::remove(who);
        Self::deposit_event(Event::Removed { operator: who.clone() });
    }

    pub(crate) fn do_set_roles(who: &T::AccountId, roles: Roles) -> DispatchResult {
        let mut operator = Self::operator_of(who)?;
        let is_more = !operator.roles.include(roles);
        if is_more {
            ensure!(!operator.case.is_open(), Error::<T>::SlashIsPending);
            ensure!(Self::backed(&operator, roles) == roles, Error::<T>::BondTooSmall);
            Self::ensure_may_validate(who, roles)?;
        }
        operator.set_roles(roles, Self::answers_until());

        Self::deposit_event(Event::RolesChanged { operator: who.clone(), roles });
        Self::store(who, operator);
        Ok(())
    }

    pub(crate) fn do_set_commission(who: &T::AccountId, commission: Perbill) -> DispatchResult {
        let mut operator = Self::operator_of(who)?;
        let now = CurrentEra::<T>::get();
        if commission > operator.commission {
            let highest = operator.commission.saturating_add(T::CommissionStep::get());
            let in_time = operator.commission_rose < now && commission <= highest;
            ensure!(in_time, Error::<T>::CommissionTooFast);
            // What it was when an era ended is what the era is paid by.
            ensure!(NextPayout::<T>::get() >= now, Error::<T>::PayoutPending);
            operator.commission_rose = now;
        }
        operator.commission = commission;
        Operators::<T>::insert(who, operator);
        Self::deposit_event(Event::CommissionChanged { operator: who.clone(), commission });
        Ok(())
    }

    pub(crate) fn do_set_profile(who: &T::AccountId, profile: Profile) -> DispatchResult {
        Self::operator_of(who)?;
        Self::write_profile(who, profile);
        Ok(())
    }

    fn write_profile(who: &T::AccountId, profile: Profile) {
        Profiles::<T>::insert(who, &profile);
        let Profile { endpoint, metadata } = profile;
        let operator = who.clone();
        Self::deposit_event(Event::ProfileChanged { operator, endpoint, metadata });
    }

    pub(crate) fn do_chill(who: &T::AccountId) -> DispatchResult {
        let operator = Self::operator_of(who)?;
        let backed = Self::backed(&operator, operator.roles);
        ensure!(backed != operator.roles, Error::<T>::NothingToChill);
        Self::store(who, operator);
        Ok(())
    }

    /// The era from which on what leaves now may be withdrawn: the era now counts for nothing, it
    /// may be about to end.
    pub(crate) fn release_era() -> EraIndex {
        CurrentEra::<T>::get().saturating_add(T::UnbondingEras::get()).saturating_add(1)
    }

    /// The era by which nothing can be reported any more of one who stops validating now, and is in
    /// the set for another session or two.
    pub(crate) fn answers_until() -> EraIndex {
        Self::release_era().saturating_add(2)
    }

    /// Why there is nothing to withdraw.
    pub(crate) fn nothing_due(frozen: bool) -> Error<T> {
        if frozen {
            Error::<T>::SlashIsPending
        } else {
            Error::<T>::NothingDue
        }
    }
}

impl<T: Config> ScoreProvider<T::AccountId> for Pallet<T> {
    type Score = u64;

    fn score(who: &T::AccountId) -> Option<u64> {
        Operators::<T>::get(who)
            .filter(|operator| operator.roles.has(Role::Validator))
            .map(|operator| Self::to_score(operator.stake()))
    }

    #[cfg(any(feature = "runtime-benchmarks", feature = "std"))]
    fn set_score_of(who: &T::AccountId, score: u64) {
        Operators::<T>::mutate(who, |operator| {
            let operator = operator.get_or_insert_with(Default::default);
            operator.roles = operator.roles.with(Role::Validator);
            operator.bond = T::ScoreUnit::get().saturating_mul(score.into());
        });
    }
}

impl<T: Config> Pallet<T> {
    /// Takes `amount` out of a pool's account to where slashes go.
    pub(crate) fn take_from_pool(
        account: &T::AccountId,
        amount: Balance,
        keep: Preservation,
    ) -> Result<(), DispatchError> {
        use polkadot_sdk::frame_support::traits::{fungible::Balanced, OnUnbalanced};

        let taken =
            T::Currency::withdraw(account, amount, Precision::Exact, keep, Fortitude::Force)?;
        T::OnSlash::on_unbalanced(taken);
        Ok(())
    }
}
