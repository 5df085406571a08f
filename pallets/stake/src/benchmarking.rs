//! What calls and steps cost at their worst: with everything there that they may have to touch.

use super::*;
use crate::{
    chores::Cursor,
    pool::Pool,
    types::{Leaving, Profile},
};
use polkadot_sdk::{
    frame_benchmarking::v2::*,
    frame_election_provider_support::SortedListProvider,
    frame_support::traits::{
        fungible::{Inspect, Mutate, MutateHold},
        EnsureOrigin, Get,
    },
    frame_system::RawOrigin,
};

fn amount<T: Config>() -> Balance {
    let bonds = Role::ALL.into_iter().map(T::MinimumBond::of).max().unwrap_or(0);
    bonds.max(T::MinimumDelegation::get()).max(T::Currency::minimum_balance()).saturating_mul(100)
}

fn funded<T: Config>(name: &'static str, index: u32) -> T::AccountId {
    let who = account(name, index, 0);
    T::Currency::set_balance(&who, amount::<T>().saturating_mul(1_000));
    who
}

fn all_roles() -> Roles {
    Roles::of(Role::ALL)
}

fn long_profile() -> Profile {
    let text = || Text::truncate_from(alloc::vec![b'x'; types::MAX_TEXT as usize]);
    Profile { endpoint: text(), metadata: text() }
}

fn registered<T: Config>(index: u32) -> Result<T::AccountId, BenchmarkError> {
    let who = funded::<T>("operator", index);
    T::Registry::give_keys(&who);
    let bond = amount::<T>();
    Pallet::<T>::do_register(&who, all_roles(), bond, Perbill::from_percent(5), long_profile())?;
    Ok(who)
}

/// An operator that `delegators` others back, in a bag with neighbours, whose cohort of an era past
/// is about to earn.
fn backed<T: Config>(delegators: u32) -> Result<(T::AccountId, T::AccountId), BenchmarkError> {
    let who = registered::<T>(0)?;
    registered::<T>(1)?;
    registered::<T>(2)?;
    let first = funded::<T>("delegator", 0);
    for index in 0..delegators {
        let delegator = funded::<T>("delegator", index);
        Pallet::<T>::do_delegate(&delegator, &who, amount::<T>())?;
    }
    next_era::<T>();
    // The first one's old cohort earns by now, and it is in the next one, too.
    Pallet::<T>::do_delegate(&first, &who, amount::<T>())?;
    next_era::<T>();
    Ok((who, first))
}

/// Delegators that there are in all, where their number with one operator must make no difference: a
/// chain with more state is slower, whoever it belongs to.
const ALL_DELEGATORS: u32 = 10_000;

/// An operator that `delegators` of them back; the rest backs another one.
fn backed_among_all<T: Config>(delegators: u32) -> Result<T::AccountId, BenchmarkError> {
    let (who, _) = backed::<T>(delegators)?;
    let other: T::AccountId = account("operator", 1, 0);
    for index in delegators..ALL_DELEGATORS {
        let delegator = funded::<T>("delegator", index);
        Pallet::<T>::do_delegate(&delegator, &other, amount::<T>())?;
    }
    Ok(who)
}

/// A slash of everything is due, for an offence of `era`.
fn await_slash<T: Config>(who: &T::AccountId, era: EraIndex) {
    let slash = PendingSlash {
        operator: who.clone(),
        era,
        before: Perbill::zero(),
        fraction: Perbill::one(),
        amount: Balance::MAX,
        due: 0,
    };
    PendingSlashes::<T>::insert(0, slash);
    NextSlash::<T>::put(1);
    Operators::<T>::mutate_extant(who, |operator| operator.case.slashes = 1);
}

/// The operator made all blocks of an era that is over and not paid.
fn await_pay<T: Config>(who: &T::AccountId) {
    let pot = amount::<T>();
    T::Currency::set_balance(&T::Rewards::account(), pot.saturating_mul(2));
    let era = NextPayout::<T>::get();
    Points::<T>::insert(era, who, 1);
    EraRewards::<T>::insert(era, EraReward { pot, left: pot, points: 1 });
    Unpaid::<T>::put(pot);
    CurrentEra::<T>::put(era.saturating_add(1));
}

fn next_era<T: Config>() {
    let era = CurrentEra::<T>::get().saturating_add(1);
    CurrentEra::<T>::put(era);
    NextPayout::<T>::put(era);
}

/// Something leaves the operator in each of `eras` to come, all of which a slash reaches.
fn leave_in<T: Config>(who: &T::AccountId, eras: u32) {
    let now = CurrentEra::<T>::get();
    let free = amount::<T>();
    for era in 1..=eras {
        let pool = Pool { shares: free, balance: free };
        Leavings::<T>::insert(who, now.saturating_add(era), pool);
    }
    let money = free.saturating_mul(eras.saturating_add(1).into());
    let account = Pallet::<T>::pool_account(who);
    let there = T::Currency::balance(&account);
    T::Currency::set_balance(&account, there.saturating_add(money));
    // A slash looks as far as the era from which what begins to leave now may be withdrawn.
    CurrentEra::<T>::put(now.saturating_add(eras).saturating_sub(T::UnbondingEras::get()));
}

/// Withdrawals one may have waiting, as the runtime has it.
const MOST_CHUNKS: u32 = 32;

/// As many own withdrawals as may wait, none of them due.
fn fill_chunks<T: Config>(who: &T::AccountId, chunks: u32) -> Result<(), BenchmarkError> {
    let part = amount::<T>();
    let now = CurrentEra::<T>::get();
    Operators::<T>::mutate_extant(who, |operator| {
        for chunk in 1..=chunks {
            let leaving = Leaving { era: now.saturating_add(chunk), amount: part };
            operator.leaving.try_push(leaving).expect("there is room for that many");
        }
    });
    T::Currency::hold(&HoldReason::Bond.into(), who, part.saturating_mul(chunks.into()))?;
    Ok(())
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn register() -> Result<(), BenchmarkError> {
        let who = funded::<T>("operator", 9);
        T::Registry::give_keys(&who);
        registered::<T>(0)?;
        #[extrinsic_call]
        _(
            RawOrigin::Signed(who.clone()),
            all_roles(),
            amount::<T>(),
            Perbill::from_percent(5),
            long_profile(),
        );
        assert!(T::Ranking::contains(&who));
        Ok(())
    }

    #[benchmark]
    fn bond() -> Result<(), BenchmarkError> {
        let (who, _) = backed::<T>(2)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), amount::<T>());
        assert_eq!(Operators::<T>::get(&who).map(|each| each.fresh), Some(amount::<T>()));
        Ok(())
    }

    #[benchmark]
    fn unbond() -> Result<(), BenchmarkError> {
        let (who, _) = backed::<T>(2)?;
        fill_chunks::<T>(&who, T::MaxChunks::get().saturating_sub(1))?;
        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), amount::<T>());
        assert!(!T::Ranking::contains(&who));
        Ok(())
    }

    #[benchmark]
    fn withdraw() -> Result<(), BenchmarkError> {
        let who = registered::<T>(0)?;
        Pallet::<T>::do_unbond(&who, amount::<T>())?;
        CurrentEra::<T>::put(Pallet::<T>::release_era());
        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()));
        assert!(!Operators::<T>::contains_key(&who));
        Ok(())
    }

    #[benchmark]
    fn set_roles() -> Result<(), BenchmarkError> {
        let (who, _) = backed::<T>(2)?;
        Pallet::<T>::do_set_roles(&who, Roles::NONE)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), all_roles());
        assert!(T::Ranking::contains(&who));
        Ok(())
    }

    #[benchmark]
    fn set_commission() -> Result<(), BenchmarkError> {
        let (who, _) = backed::<T>(2)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(who), Perbill::from_percent(1));
        Ok(())
    }

    #[benchmark]
    fn set_profile() -> Result<(), BenchmarkError> {
        let (who, _) = backed::<T>(2)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(who), long_profile());
        Ok(())
    }

    #[benchmark]
    fn delegate() -> Result<(), BenchmarkError> {
        let (who, first) = backed::<T>(2)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(first.clone()), who.clone(), amount::<T>());
        assert!(Delegations::<T>::get(&first, &who).shares > 0, "its last cohort was exchanged");
        Ok(())
    }

    #[benchmark]
    fn undelegate() -> Result<(), BenchmarkError> {
        let (who, first) = backed::<T>(2)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(first.clone()), who.clone(), Balance::MAX);
        assert_eq!(Delegations::<T>::get(&first, &who).leaving.len(), 1);
        Ok(())
    }

    #[benchmark]
    fn kick() -> Result<(), BenchmarkError> {
        let (who, first) = backed::<T>(2)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), first.clone());
        assert_eq!(Delegations::<T>::get(&first, &who).leaving.len(), 1);
        Ok(())
    }

    #[benchmark]
    fn withdraw_delegation(n: Linear<1, { MOST_CHUNKS }>) -> Result<(), BenchmarkError> {
        let (who, first) = backed::<T>(2)?;
        let part = T::MinimumDelegation::get();
        for _ in 0..n.min(T::MaxChunks::get()) {
            Pallet::<T>::do_undelegate(&first, &who, part)?;
            next_era::<T>();
        }
        CurrentEra::<T>::put(Pallet::<T>::release_era());
        #[extrinsic_call]
        _(RawOrigin::Signed(first.clone()), who.clone());
        assert!(Delegations::<T>::get(&first, &who).leaving.is_empty());
        Ok(())
    }

    #[benchmark]
    fn chill() -> Result<(), BenchmarkError> {
        let (who, first) = backed::<T>(2)?;
        Operators::<T>::mutate_extant(&who, |operator| operator.bond = 0);
        #[extrinsic_call]
        _(RawOrigin::Signed(first), who.clone());
        assert!(!T::Ranking::contains(&who));
        Ok(())
    }

    #[benchmark]
    fn cancel_slash() -> Result<(), BenchmarkError> {
        let (who, _) = backed::<T>(2)?;
        Pallet::<T>::note_offence(&who, Perbill::one(), 0);
        let origin =
            T::CancelOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, 0);
        assert!(PendingSlashes::<T>::get(0).is_none());
        Ok(())
    }

    #[benchmark]
    fn note_author() -> Result<(), BenchmarkError> {
        let who = registered::<T>(0)?;
        #[block]
        {
            Pallet::<T>::note_author(&who);
        }
        assert_eq!(EraPoints::<T>::get(), 1);
        Ok(())
    }

    /// Nothing waits: all places are looked at.
    #[benchmark]
    fn find_chore() -> Result<(), BenchmarkError> {
        let who = registered::<T>(0)?;
        Pallet::<T>::note_offence(&who, Perbill::one(), 0);
        let found;
        #[block]
        {
            found = Chore::ALL.into_iter().find(|chore| Pallet::<T>::waits(*chore));
        }
        assert!(found.is_none());
        Ok(())
    }

    /// As many eras as the longest unbonding time has a slash look at.
    #[benchmark]
    fn apply_slash(e: Linear<0, MOST_SLASH_ERAS>) -> Result<(), BenchmarkError> {
        let (who, _) = backed::<T>(2)?;
        let now = CurrentEra::<T>::get();
        fill_chunks::<T>(&who, T::MaxChunks::get())?;
        leave_in::<T>(&who, e);
        await_slash::<T>(&who, now);
        #[block]
        {
            Pallet::<T>::apply_next_slash();
        }
        assert_eq!(Operators::<T>::get(&who).map(|operator| operator.pool.balance), Some(0));
        Ok(())
    }

    #[benchmark]
    fn pay() -> Result<(), BenchmarkError> {
        let (who, _) = backed::<T>(2)?;
        await_pay::<T>(&who);
        #[block]
        {
            Pallet::<T>::pay_next(&mut Cursor::default());
        }
        assert_eq!(Unpaid::<T>::get(), 0);
        Ok(())
    }

    #[benchmark]
    fn forget() -> Result<(), BenchmarkError> {
        let who = registered::<T>(0)?;
        Offences::<T>::insert(0, &who, Offence { base: 1, fraction: Perbill::one() });
        #[block]
        {
            Pallet::<T>::forget_next(&mut Cursor::default());
        }
        assert!(!Offences::<T>::contains_key(0, &who));
        Ok(())
    }

    /// The most that is looked at: twice as many operators as there are seats, of which `v` come
    /// first without keys, so that half of the set now would stay, and it has none either.
    #[benchmark]
    fn choose_validators(v: Linear<1, 200>) -> Result<(), BenchmarkError> {
        let mut ranked = alloc::vec::Vec::new();
        for index in 0..v {
            let who = registered::<T>(index)?;
            T::Registry::take_keys(&who);
            ranked.push(who);
        }
        ranked.truncate(v.div_ceil(2) as usize);
        T::Registry::set_current(ranked);
        let seen;
        #[block]
        {
            seen = Pallet::<T>::choose_validators().1;
        }
        assert!(seen >= v);
        Ok(())
    }

    #[benchmark]
    fn end_era() -> Result<(), BenchmarkError> {
        let who = registered::<T>(0)?;
        Pallet::<T>::note_author(&who);
        T::Currency::set_balance(&T::Rewards::account(), amount::<T>());
        #[block]
        {
            Pallet::<T>::start_session(T::EraSessions::get());
        }
        assert_eq!(CurrentEra::<T>::get(), 1);
        Ok(())
    }

    #[benchmark]
    fn note_offence() -> Result<(), BenchmarkError> {
        let (who, _) = backed::<T>(2)?;
        #[block]
        {
            Pallet::<T>::note_offence(&who, Perbill::one(), 0);
        }
        assert!(PendingSlashes::<T>::get(0).is_some());
        Ok(())
    }

    /// What `pay` measures, of an operator with `d` delegators: not part of any weight, but the proof
    /// that they make no difference.
    #[benchmark(extra)]
    fn pay_with_delegators(d: Linear<2, ALL_DELEGATORS>) -> Result<(), BenchmarkError> {
        let who = backed_among_all::<T>(d)?;
        await_pay::<T>(&who);
        #[block]
        {
            Pallet::<T>::pay_next(&mut Cursor::default());
        }
        assert_eq!(Unpaid::<T>::get(), 0);
        Ok(())
    }

    /// The same for a slash.
    #[benchmark(extra)]
    fn slash_with_delegators(d: Linear<2, ALL_DELEGATORS>) -> Result<(), BenchmarkError> {
        let who = backed_among_all::<T>(d)?;
        await_slash::<T>(&who, CurrentEra::<T>::get());
        #[block]
        {
            Pallet::<T>::apply_next_slash();
        }
        assert_eq!(Operators::<T>::get(&who).map(|operator| operator.pool.balance), Some(0));
        Ok(())
    }
}
