//! What always holds, checked after every test and by dry runs of upgrades.

#![cfg(any(feature = "try-runtime", test))]
// Never runs in a block; an overflow here is a finding, too.
#![allow(clippy::arithmetic_side_effects)]

use crate::{pool::Pool, *};
use alloc::collections::BTreeMap;
use polkadot_sdk::{
    frame_election_provider_support::{ScoreProvider, SortedListProvider},
    frame_support::{
        ensure,
        traits::{
            fungible::{Inspect, InspectHold},
            Get,
        },
    },
    sp_runtime::TryRuntimeError,
};

/// Shares that delegations have of an operator's pools.
#[derive(Default)]
struct Owned {
    delegators: u32,
    pool: pool::Shares,
    by_cohort: BTreeMap<u32, pool::Shares>,
    leaving: BTreeMap<EraIndex, pool::Shares>,
}

impl<T: Config> Pallet<T> {
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::try_bonds()?;
        Self::try_shares()?;
        Self::try_pool_accounts()?;
        Self::try_ranking()?;
        Self::try_rewards()?;
        Self::try_slashes()
    }

    /// What is held of an operator is its bond and what of it is leaving; tickets and what does not
    /// earn yet are parts of the bond; a role is backed or may be taken away.
    fn try_bonds() -> Result<(), TryRuntimeError> {
        for (who, operator) in Operators::<T>::iter() {
            let held = T::Currency::balance_on_hold(&HoldReason::Bond.into(), &who);
            ensure!(held == operator.bond + operator.own_leaving(), "a bond is not held exactly");
            ensure!(operator.locked <= operator.bond, "tickets exceed a bond");
            ensure!(operator.fresh <= operator.bond, "more than the bond is fresh");
            ensure!(operator.owed <= operator.locked, "more is owed than tickets keep back");
            ensure!(!operator.is_over(), "an operator was not forgotten");
        }
        Ok(())
    }

    /// Every share is owned by exactly one delegation, or kept for one that has yet to exchange.
    fn try_shares() -> Result<(), TryRuntimeError> {
        let mut owned = BTreeMap::<T::AccountId, Owned>::new();
        for (_, id, delegation) in Delegations::<T>::iter() {
            ensure!(!delegation.is_over(), "a delegation was not forgotten");
            let owned = owned.entry(id).or_default();
            owned.delegators += 1;
            owned.pool += delegation.shares;
            if let Some(joining) = delegation.joining {
                *owned.by_cohort.entry(joining.cohort).or_default() += joining.shares;
            }
            for chunk in &delegation.leaving {
                *owned.leaving.entry(chunk.era).or_default() += chunk.shares;
            }
        }
        for id in owned.keys() {
            ensure!(Operators::<T>::contains_key(id), "a delegation outlived its operator");
        }
        for (id, operator) in Operators::<T>::iter() {
            let owned = owned.remove(&id).unwrap_or_default();
            Self::try_shares_of(&id, &operator, owned)?;
        }
        Ok(())
    }

    fn try_shares_of(
        id: &T::AccountId,
        operator: &OperatorOf<T>,
        mut owned: Owned,
    ) -> Result<(), TryRuntimeError> {
        ensure!(operator.delegators == owned.delegators, "delegators are miscounted");
        let incoming = owned.by_cohort.remove(&operator.cohort).unwrap_or(0);
        ensure!(operator.incoming.shares == incoming, "incoming shares are not all owned");
        let mut to_exchange = 0;
        for (cohort, exchange) in Cohorts::<T>::iter_prefix(id) {
            to_exchange += exchange.new;
            let old = owned.by_cohort.remove(&cohort).unwrap_or(0);
            ensure!(exchange.old == old && old > 0, "a cohort's shares are not all owned");
        }
        ensure!(owned.by_cohort.is_empty(), "a cohort was forgotten too early");
        ensure!(
            operator.pool.shares == owned.pool + to_exchange,
            "the pool's shares are not all owned"
        );
        for (era, leaving) in Leavings::<T>::iter_prefix(id) {
            let shares = owned.leaving.remove(&era).unwrap_or(0);
            ensure!(leaving.shares == shares && shares > 0, "leaving shares are not all owned");
        }
        ensure!(owned.leaving.is_empty(), "what leaves was forgotten too early");
        Ok(())
    }

    /// A pool's account holds all that is recorded there and the planck that keep it alive.
    fn try_pool_accounts() -> Result<(), TryRuntimeError> {
        for (id, operator) in Operators::<T>::iter() {
            let leaving = Leavings::<T>::iter_prefix_values(&id);
            let leaving = leaving.map(|pool: Pool| pool.balance).sum::<Balance>();
            let recorded = operator.pool.balance + operator.incoming.balance + leaving;
            let there = T::Currency::balance(&Self::pool_account(&id));
            ensure!(
                there >= recorded + T::Currency::minimum_balance(),
                "a pool's account lacks money"
            );
        }
        Ok(())
    }

    /// Ranked are exactly the operators that validate, with the score that their stake gives.
    fn try_ranking() -> Result<(), TryRuntimeError> {
        let mut validators = 0;
        for (who, operator) in Operators::<T>::iter() {
            let validates = operator.roles.has(Role::Validator);
            ensure!(T::Ranking::contains(&who) == validates, "the ranking has other operators");
            if validates {
                validators += 1;
                ensure!(
                    T::Ranking::get_score(&who).ok() == <Self as ScoreProvider<_>>::score(&who),
                    "a score is out of date"
                );
            }
        }
        ensure!(T::Ranking::count() == validators, "the ranking has accounts that validate not");
        Ok(())
    }

    /// What past eras still owe is there to be paid.
    fn try_rewards() -> Result<(), TryRuntimeError> {
        let owed = EraRewards::<T>::iter_values().map(|reward| reward.left).sum::<Balance>();
        ensure!(owed == Unpaid::<T>::get(), "what is unpaid is miscounted");
        ensure!(
            T::Currency::balance(&T::Rewards::account()) >= owed,
            "the rewards' account lacks money"
        );
        let first = NextPayout::<T>::get();
        ensure!(first <= CurrentEra::<T>::get(), "an era was paid before its end");
        let unpaid = EraRewards::<T>::iter_keys().chain(Points::<T>::iter_keys().map(|key| key.0));
        ensure!(unpaid.into_iter().all(|era| era >= first), "an era was forgotten unpaid");
        let points = Points::<T>::iter_prefix_values(CurrentEra::<T>::get());
        ensure!(points.sum::<u32>() == EraPoints::<T>::get(), "blocks are miscounted");
        Ok(())
    }

    /// Each operator knows how many slashes wait for it.
    fn try_slashes() -> Result<(), TryRuntimeError> {
        let mut pending = BTreeMap::<T::AccountId, u32>::new();
        for (id, slash) in PendingSlashes::<T>::iter() {
            let waits = (FirstSlash::<T>::get()..NextSlash::<T>::get()).contains(&id);
            ensure!(waits, "a slash would never be applied");
            *pending.entry(slash.operator).or_default() += 1;
        }
        for (who, operator) in Operators::<T>::iter() {
            let waits = pending.remove(&who).unwrap_or(0);
            ensure!(operator.case.slashes == waits, "pending slashes are miscounted");
        }
        ensure!(pending.is_empty(), "a slash outlived its operator");
        let unbonding: u32 = T::UnbondingEras::get();
        ensure!(Self::slash_delay() <= unbonding.max(1), "money could leave before a slash");
        Ok(())
    }
}
