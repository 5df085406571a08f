//! What must hold after every block.

#![cfg(any(feature = "try-runtime", test))]
// Never runs in a block; an overflow here is a finding, too.
#![allow(clippy::arithmetic_side_effects)]

use crate::*;
use alloc::collections::{BTreeMap, BTreeSet};
use opg_primitives::urn::{self, WIDTH};
use polkadot_sdk::{
    frame_support::{
        ensure,
        traits::{fungible::InspectHold, Get},
    },
    sp_runtime::TryRuntimeError,
};

impl<T: Config> Pallet<T> {
    /// All of it.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::try_seats()?;
        Self::try_pages()?;
        Self::try_changes()?;
        Self::try_agenda()?;
        Self::try_duties()?;
        Self::try_members()?;
        Self::try_holds()
    }

    /// Every seat below the number of verifiers is one verifier's, who knows it.
    fn try_seats() -> Result<(), TryRuntimeError> {
        let count = Verifiers::<T>::get();
        ensure!(Seats::<T>::iter().count() as u32 == count, "verifiers are miscounted");
        ensure!(Seated::<T>::iter().count() as u32 == count, "a seat is left over");
        for (who, seat) in Seats::<T>::iter() {
            ensure!(seat.place < count, "seats have a gap");
            ensure!(Seated::<T>::get(seat.place) == Some(who), "a seat is someone else's");
            let weight = urn::weight(&lots::Lot::<T>::new(), seat.place);
            ensure!(weight == seat.weight && weight > 0, "a bond is not what it weighs");
        }
        Ok(())
    }

    /// The sums are those of the pages, and there are no bonds but the verifiers'.
    fn try_pages() -> Result<(), TryRuntimeError> {
        let root = Bonds::<T>::get();
        for number in 0..WIDTH {
            let sum = BondPages::<T>::get(number).sum();
            ensure!(root.at(number) == sum, "a page's sum is wrong");
        }
        let seats = Seats::<T>::iter_values().map(|seat: Seat| seat.weight).sum::<u64>();
        ensure!(root.sum() == seats, "a bond weighs that no verifier has");
        Ok(())
    }

    /// Changes lie in a row by when they are due, none further off than a draw. With all of them made,
    /// every verifier weighs what it was last said to, unless it found no seat.
    fn try_changes() -> Result<(), TryRuntimeError> {
        let Line { first, end } = LineOfChanges::<T>::get();
        let numbers: BTreeSet<_> = Changes::<T>::iter_keys().collect();
        ensure!(numbers.into_iter().eq(first..end), "a change is out of line");
        let seats = Seats::<T>::iter().map(|(who, seat)| (who, seat.weight));
        let mut weights: BTreeMap<_, _> = seats.collect();
        let mut latest = 0;
        for change in (first..end).filter_map(Changes::<T>::get) {
            ensure!(latest <= change.due, "a change overtakes another");
            latest = change.due;
            weights.insert(change.who, change.weight);
        }
        ensure!(latest <= Self::now() + T::DrawDelay::get(), "a change waits longer than a draw");
        for (who, weight) in weights {
            ensure!(Targets::<T>::get(who) == weight, "a verifier will weigh something else");
        }
        ensure!(Targets::<T>::iter_values().all(|weight| weight > 0), "nothing is stored");
        Ok(())
    }

    /// Each case comes up once, no later than it is due but for lack of room; nothing comes up in the past.
    fn try_agenda() -> Result<(), TryRuntimeError> {
        let mut entries = BTreeMap::<CaseId, u32>::new();
        for (at, number, due) in Agenda::<T>::iter() {
            ensure!(Due::<T>::get(at).has(number), "a page is lost");
            ensure!(
                FirstDue::<T>::get().is_none_or(|first| first <= at),
                "an entry was passed over"
            );
            ensure!(!due.is_empty(), "a page without entries is stored");
            for id in due {
                *entries.entry(id).or_default() += 1;
            }
        }
        ensure!(entries.values().all(|count| *count == 1), "a case comes up twice");
        for id in Cases::<T>::iter_keys() {
            ensure!(entries.contains_key(&id), "a case never comes up");
            ensure!(id < NextCase::<T>::get(), "a case has a number yet to be given");
        }
        Ok(())
    }

    /// A verifier's duties are the open cases in which it has not been silent.
    fn try_duties() -> Result<(), TryRuntimeError> {
        let mut duties = BTreeSet::new();
        for (who, cases) in Duties::<T>::iter() {
            ensure!(!cases.is_empty(), "no duties are stored");
            for id in cases {
                ensure!(duties.insert((who.clone(), id)), "a duty is listed twice");
            }
        }
        for (id, case) in Cases::<T>::iter().filter(|(_, case)| case.is_open()) {
            for member in case.members.iter().filter(|one| one.standing != Standing::Silent) {
                ensure!(duties.remove(&(member.account.clone(), id)), "a member is not told");
            }
        }
        ensure!(duties.is_empty(), "a duty outlived its case");
        Ok(())
    }

    /// Nobody sits twice, nor who is kept off; tickets are locked for those who still answer, and for
    /// nobody else.
    fn try_members() -> Result<(), TryRuntimeError> {
        for case in Cases::<T>::iter_values() {
            let accounts: BTreeSet<_> = case.members.iter().map(|member| &member.account).collect();
            ensure!(accounts.len() == case.members.len(), "a member sits twice");
            let mut parties = case.excluded.iter().chain([&case.payer]);
            ensure!(!parties.any(|party| accounts.contains(party)), "a party sits");
            for member in &case.members {
                let answers = match case.phase {
                    Phase::Answering { verdict, .. } => member.said() == Some(verdict),
                    _ => member.standing != Standing::Silent,
                };
                ensure!(member.ticket.is_some() == answers, "a ticket is not where it should be");
                let owner = member.ticket.as_ref().is_none_or(|own| own.operator == member.account);
                ensure!(owner, "a ticket is another operator's");
            }
        }
        Ok(())
    }

    /// What is held of a payer is what members of its open cases may still be paid.
    fn try_holds() -> Result<(), TryRuntimeError> {
        let mut held = BTreeMap::<T::AccountId, Balance>::new();
        for case in Cases::<T>::iter_values() {
            *held.entry(case.payer.clone()).or_default() += case.held();
        }
        for (payer, amount) in held {
            let there = T::Currency::balance_on_hold(&HoldReason::Reward.into(), &payer);
            ensure!(there == amount, "what is held is not what may be paid");
        }
        Ok(())
    }
}
