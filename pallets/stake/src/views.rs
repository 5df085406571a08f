//! What wallets show. Read by view functions, never by calls.

use crate::{types::Profile, *};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use polkadot_sdk::{
    frame_election_provider_support::SortedListProvider,
    frame_support::traits::{
        fungible::Inspect,
        tokens::{Fortitude, Preservation},
    },
};
use scale_info::TypeInfo;

/// Most entries that one answer lists.
const MAX_LISTED: usize = 1_000;

/// Money on its way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct LeavingView {
    /// From this era on it may be withdrawn.
    pub era: EraIndex,
    /// What it is worth now.
    pub amount: Balance,
}

/// A delegation.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct DelegationView<AccountId> {
    pub operator: AccountId,
    /// What earns now.
    pub earning: Balance,
    /// What earns from the next era on.
    pub joining: Balance,
    pub leaving: Vec<LeavingView>,
}

/// All that an account has at stake.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct StakeView<AccountId> {
    /// The era now.
    pub era: EraIndex,
    /// Its own bond, if it is an operator.
    pub bond: Balance,
    /// Of the bond, what backs work in flight.
    pub locked: Balance,
    /// Own money on its way out.
    pub leaving: Vec<LeavingView>,
    pub delegations: Vec<DelegationView<AccountId>>,
}

/// An operator.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct OperatorView {
    pub roles: Roles,
    pub commission: Perbill,
    pub bond: Balance,
    pub locked: Balance,
    /// All that is delegated and not leaving.
    pub delegated: Balance,
    pub delegators: u32,
    pub pending_slashes: u32,
    /// Blocks authored in the era now.
    pub points: u32,
    pub profile: Profile,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn view_stake(who: &T::AccountId) -> StakeView<T::AccountId> {
        let operator = Operators::<T>::get(who).unwrap_or_default();
        StakeView {
            era: CurrentEra::<T>::get(),
            bond: operator.bond,
            locked: operator.locked,
            leaving: operator
                .leaving
                .iter()
                .map(|chunk| LeavingView { era: chunk.era, amount: chunk.amount })
                .collect(),
            delegations: Delegations::<T>::iter_prefix(who)
                .take(MAX_LISTED)
                .map(|(id, delegation)| Self::view_delegation(id, &delegation))
                .collect(),
        }
    }

    fn view_delegation(
        id: T::AccountId,
        delegation: &DelegationOf<T>,
    ) -> DelegationView<T::AccountId> {
        let operator = Operators::<T>::get(&id).unwrap_or_default();
        let (earning, joining) = Self::worth(&id, &operator, delegation);
        let leaving = delegation
            .leaving
            .iter()
            .map(|chunk| LeavingView {
                era: chunk.era,
                amount: Leavings::<T>::get(&id, chunk.era).value_of(chunk.shares),
            })
            .collect();
        DelegationView { operator: id, earning, joining, leaving }
    }

    /// What a delegation is worth that is not leaving: what earns, and what does not yet.
    pub(crate) fn worth(
        id: &T::AccountId,
        operator: &OperatorOf<T>,
        delegation: &DelegationOf<T>,
    ) -> (Balance, Balance) {
        let mut shares = delegation.shares;
        let mut joining = 0;
        if let Some(waits) = delegation.joining {
            if waits.cohort < operator.cohort {
                let exchanged = Cohorts::<T>::get(id, waits.cohort).worth(waits.shares);
                shares = shares.saturating_add(exchanged);
            } else {
                joining = operator.incoming.value_of(waits.shares);
            }
        }
        (operator.pool.value_of(shares), joining)
    }

    pub(crate) fn view_operator(who: &T::AccountId) -> Option<OperatorView> {
        let operator = Operators::<T>::get(who)?;
        Some(OperatorView {
            roles: operator.roles,
            commission: operator.commission,
            bond: operator.bond,
            locked: operator.locked,
            delegated: operator.stake().saturating_sub(operator.bond),
            delegators: operator.delegators,
            pending_slashes: operator.case.slashes,
            points: Points::<T>::get(CurrentEra::<T>::get(), who),
            profile: Profiles::<T>::get(who),
        })
    }

    pub(crate) fn view_ranking(from: u32, count: u32) -> Vec<(T::AccountId, Balance)> {
        T::Ranking::iter()
            .skip(from as usize)
            .take((count as usize).min(MAX_LISTED))
            .map(|who| {
                let stake = Operators::<T>::get(&who).map_or(0, |operator| operator.stake());
                (who, stake)
            })
            .collect()
    }

    pub(crate) fn view_rank(who: &T::AccountId) -> Option<u32> {
        let place = T::Ranking::iter().position(|other| other == *who)?;
        u32::try_from(place).ok()?.checked_add(1)
    }

    pub(crate) fn view_pending_rewards(
        id: &T::AccountId,
        who: &T::AccountId,
    ) -> (Balance, Balance) {
        let Some(mut operator) = Operators::<T>::get(id) else { return (0, 0) };
        let now = CurrentEra::<T>::get();
        let unpaid = (NextPayout::<T>::get()..now).map(|era| {
            let reward = EraRewards::<T>::get(era);
            eras::part_of(reward.pot, Points::<T>::get(era, id), reward.points)
        });
        let reward = unpaid.fold(Self::accrued(id, now), |sum, part| sum.saturating_add(part));
        Self::let_earn(id, &mut operator);
        let pooled = if operator.pool.shares == 0 { 0 } else { operator.pool.balance };
        let (own, pool) = eras::divide(reward, operator.commission, operator.earning(), pooled);
        let delegation = Delegations::<T>::get(who, id);
        let before = Self::worth(id, &operator, &delegation).0;
        operator.pool.grow(pool);
        let after = Self::worth(id, &operator, &delegation).0;
        (if who == id { own } else { 0 }, after.saturating_sub(before))
    }

    /// An operator's part of what the era now has gathered so far.
    fn accrued(id: &T::AccountId, now: EraIndex) -> Balance {
        // A view's changes to storage are dropped with it.
        T::Rewards::collect();
        let account = T::Rewards::account();
        let free =
            T::Currency::reducible_balance(&account, Preservation::Preserve, Fortitude::Polite);
        let pot = free.saturating_sub(Unpaid::<T>::get());
        eras::part_of(pot, Points::<T>::get(now, id), EraPoints::<T>::get())
    }
}
