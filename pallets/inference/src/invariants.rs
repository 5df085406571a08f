//! What must hold after every block.

#![cfg(any(feature = "try-runtime", test))]
// Never runs in a block; an overflow here is a finding, too.
#![allow(clippy::arithmetic_side_effects)]

use crate::{
    life::Phase,
    types::{OrderPhase, Standing, Term, Worker},
    *,
};
use alloc::collections::BTreeMap;
use polkadot_sdk::{
    frame_support::{ensure, traits::fungible::InspectHold},
    sp_runtime::TryRuntimeError,
};

impl<T: Config> Pallet<T> {
    /// All of it.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::try_escrow()?;
        Self::try_bonds()?;
        Self::try_agenda()?;
        Self::try_tickets()?;
        Self::try_in_flight()?;
        Self::try_stored()?;
        Self::try_orders()?;
        Self::try_results()
    }

    /// What is held of anyone is what its open requests and the runs of its standing orders may cost, and
    /// what it has earned.
    fn try_escrow() -> Result<(), TryRuntimeError> {
        let mut held = BTreeMap::<T::AccountId, Balance>::new();
        for job in Jobs::<T>::iter_values() {
            *held.entry(job.requester.clone()).or_default() += job.held();
        }
        for order in Orders::<T>::iter_values() {
            *held.entry(order.owner.clone()).or_default() += order.held();
        }
        for (worker, _, accrued) in Earnings::<T>::iter() {
            ensure!(accrued.answers > 0 && accrued.answers < PAID_EVERY, "earnings are overdue");
            *held.entry(worker).or_default() += accrued.parts.sum();
        }
        for (who, amount) in held {
            let there = T::Currency::balance_on_hold(&HoldReason::Escrow.into(), &who);
            ensure!(there == amount, "what is held is not what may be paid");
        }
        Ok(())
    }

    /// What is held of challengers is what disputes say.
    fn try_bonds() -> Result<(), TryRuntimeError> {
        let mut held = BTreeMap::<T::AccountId, Balance>::new();
        for dispute in Disputes::<T>::iter_values() {
            if let Some((who, bond)) = dispute.challenger {
                *held.entry(who).or_default() += bond;
            }
        }
        for (who, amount) in held {
            let there = T::Currency::balance_on_hold(&HoldReason::Challenge.into(), &who);
            ensure!(there == amount, "a challenger's bond is not what is at stake");
        }
        Ok(())
    }

    /// Each request and each standing order comes up once, and nothing comes up in the past. Of an order
    /// there may be entries that count no more.
    fn try_agenda() -> Result<(), TryRuntimeError> {
        let mut entries = BTreeMap::<JobId, u32>::new();
        let mut standing = BTreeMap::<(OrderId, Term), u32>::new();
        for (at, number, due) in Agenda::<T>::iter() {
            ensure!(Due::<T>::get(at).has(number), "a page is lost");
            let first = FirstDue::<T>::get();
            ensure!(first.is_none_or(|first| first <= at), "an entry was passed over");
            ensure!(!due.is_empty(), "a page without entries is stored");
            for entry in due {
                match entry {
                    Entry::Job(id) => *entries.entry(id).or_default() += 1,
                    Entry::Standing(id, term) => *standing.entry((id, term)).or_default() += 1,
                }
            }
        }
        for id in Jobs::<T>::iter_keys() {
            ensure!(entries.remove(&id) == Some(1), "a request does not come up once");
            ensure!(id < NextJob::<T>::get(), "a request has a number yet to be given");
        }
        ensure!(entries.is_empty(), "something comes up that is not there");
        for (id, order) in Orders::<T>::iter() {
            let once = standing.remove(&(id, order.term)) == Some(1);
            ensure!(once, "a standing order does not come up once");
        }
        for ((id, term), _) in standing {
            let old = Orders::<T>::get(id).is_none_or(|order| term < order.term);
            ensure!(
                old && id < NextOrder::<T>::get(),
                "a standing order comes up that is not there"
            );
        }
        Ok(())
    }

    /// Tickets are locked for those who may still lose them, and for nobody else; of those at work there
    /// are as many as the assurance asks for.
    fn try_tickets() -> Result<(), TryRuntimeError> {
        for job in Jobs::<T>::iter_values() {
            let ended = job.life.phase.end().is_some();
            let mut at_work = 0u8;
            for worker in &job.workers {
                let answers = match worker.standing {
                    Standing::Declined(_) | Standing::Apart { .. } => false,
                    Standing::Missed => worker.ticket.is_some(),
                    // When it ends before all have committed, those who were free stay what they were.
                    Standing::Working | Standing::Committed(_) => {
                        at_work += u8::from(!ended);
                        true
                    },
                    Standing::Answered { .. } => true,
                };
                ensure!(worker.ticket.is_some() == (answers && !ended), "a ticket is misplaced");
                let owner = worker.ticket.as_ref().is_none_or(|own| own.operator == worker.account);
                ensure!(owner, "a ticket is another operator's");
            }
            let declined = |worker: &&Worker<_>| matches!(worker.standing, Standing::Declined(_));
            let declines = job.workers.iter().filter(declined).count();
            ensure!(usize::from(job.life.declines) == declines, "declines are miscounted");
            let expected = match job.life.phase {
                Phase::Assigned { .. } => at_work == 1,
                Phase::Committing { .. } | Phase::Revealing { .. } => at_work > 0,
                Phase::Seeking => false,
                _ => at_work == 0,
            };
            ensure!(expected, "a request has other workers than it waits for");
        }
        Ok(())
    }

    /// Open requests are counted, by account.
    fn try_in_flight() -> Result<(), TryRuntimeError> {
        let mut open = BTreeMap::<T::AccountId, u32>::new();
        for job in Jobs::<T>::iter_values().filter(|job| job.life.phase.end().is_none()) {
            *open.entry(job.requester.clone()).or_default() += 1;
        }
        for (who, count) in InFlight::<T>::iter() {
            ensure!(open.remove(&who) == Some(count), "open requests are miscounted");
        }
        ensure!(open.is_empty(), "open requests are not counted");
        Ok(())
    }

    /// Inputs and outputs are of requests that can be read, remains of those that cannot; what is disputed
    /// waits for a panel or an appeal.
    fn try_stored() -> Result<(), TryRuntimeError> {
        for id in Inputs::<T>::iter_keys() {
            ensure!(Jobs::<T>::contains_key(id), "an input is left over");
        }
        for (id, _) in Outputs::<T>::iter_keys() {
            ensure!(Jobs::<T>::contains_key(id), "an output is left over");
        }
        for id in Remains::<T>::iter_keys() {
            ensure!(!Jobs::<T>::contains_key(id), "a request is forgotten and is not");
        }
        for (id, job) in Jobs::<T>::iter() {
            let checked = matches!(
                job.life.phase,
                Phase::Audited { .. } | Phase::Disputed | Phase::Judged { .. } | Phase::Appealed
            );
            ensure!(Disputes::<T>::contains_key(id) == checked, "a dispute is misplaced");
        }
        for id in Disputes::<T>::iter_keys() {
            ensure!(Jobs::<T>::contains_key(id), "a dispute is left over");
        }
        Ok(())
    }

    /// Deposits of standing orders are held; those that have not ended are counted, by account, and have
    /// runs left; and each knows how many of its requests are open.
    fn try_orders() -> Result<(), TryRuntimeError> {
        let mut held = BTreeMap::<T::AccountId, Balance>::new();
        let mut open = BTreeMap::<T::AccountId, u32>::new();
        let mut running = BTreeMap::<OrderId, u32>::new();
        for job in Jobs::<T>::iter_values().filter(|job| job.life.phase.end().is_none()) {
            if let Some(id) = job.standing {
                let owner = Orders::<T>::get(id).map(|order| order.owner);
                ensure!(owner == Some(job.requester), "a run is another account's");
                *running.entry(id).or_default() += 1;
            }
        }
        for (id, order) in Orders::<T>::iter() {
            *held.entry(order.owner.clone()).or_default() += order.deposit;
            ensure!(running.remove(&id).unwrap_or(0) == order.running, "runs are miscounted");
            let ended = order.phase.has_ended();
            ensure!(ended == (order.left == 0), "an order has runs left and ended, or neither");
            if !ended {
                *open.entry(order.owner).or_default() += 1;
            }
            let suspended = matches!(order.phase, OrderPhase::Suspended { .. });
            ensure!(order.in_row <= MISSES, "an order misses too many runs");
            ensure!(ended || suspended == (order.in_row == MISSES), "an order waits for nothing");
        }
        for (who, count) in OpenOrders::<T>::iter() {
            ensure!(open.remove(&who) == Some(count), "standing orders are miscounted");
        }
        ensure!(open.is_empty(), "standing orders are not counted");
        for (who, amount) in held {
            let there = T::Currency::balance_on_hold(&HoldReason::Deposit.into(), &who);
            ensure!(there == amount, "a deposit is not what it was");
        }
        Ok(())
    }

    /// What standing orders ask and what is kept of their results is there as long as they are, and no
    /// more of it than they asked for.
    fn try_results() -> Result<(), TryRuntimeError> {
        for id in Templates::<T>::iter_keys() {
            ensure!(Orders::<T>::contains_key(id), "a standing order's request is left over");
        }
        let mut kept = BTreeMap::<OrderId, u32>::new();
        for (id, place, result) in Results::<T>::iter() {
            let keep = Orders::<T>::get(id).ok_or("a result is left over")?.keep;
            let bytes = result.bytes.map_or(0, |bytes| bytes.len() as u32);
            ensure!(place < keep.results && bytes <= keep.bytes, "more is kept than was asked for");
            *kept.entry(id).or_default() += 1;
        }
        for (id, order) in Orders::<T>::iter() {
            ensure!(Templates::<T>::contains_key(id), "a standing order asks nothing");
            let expected = order.results.min(order.keep.results.into());
            ensure!(kept.remove(&id).unwrap_or(0) == expected, "a result is missing");
        }
        Ok(())
    }
}
