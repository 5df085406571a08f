//! How requests end: who is paid, refunded, credited or slashed, and what is paid out of what was earned.

use crate::{
    life::{End, Reason},
    pricing::Parts,
    types::{Standing, Worker},
    *,
};
use opg_primitives::{market::OnSettled, models::Servers, stake::Tickets};
use polkadot_sdk::{
    frame_support::traits::{
        fungible::{Balanced, MutateHold},
        tokens::{Fortitude, Precision, Restriction},
        Get, Imbalance, OnUnbalanced,
    },
    sp_runtime::DispatchResult,
};

/// What the end of a request weighs more for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ended {
    /// What was earned was paid out.
    pub paid_out: bool,
    /// Offers that are gone with the slots that were given back.
    pub gone: u32,
}

impl<T: Config> Pallet<T> {
    /// Does what follows from how a request ended.
    pub(crate) fn end(id: JobId, job: &mut JobOf<T>, rules: &Rules) -> Ended {
        let Some(end) = job.life.phase.end() else { return Ended::default() };
        let gone = Self::let_go(id, job, end);
        let paid_out = match end {
            End::Settled => Self::settle(id, job, rules),
            End::Refunded(reason) => {
                Self::refund(id, job, reason);
                false
            },
        };
        InFlight::<T>::mutate_exists(&job.requester, |open| {
            *open = open.unwrap_or(0).checked_sub(1).filter(|left| *left > 0);
        });
        Self::close_dispute(id, job, end);
        if let Some(order) = job.standing {
            Self::run_ended(order, id, job, end);
        }
        Ended { paid_out, gone }
    }

    /// Those who had not answered when it ended: late, if their time was over; free if nobody waits for them,
    /// which is so when too many of a quorum have declined. Answers how many of their offers are gone.
    fn let_go(id: JobId, job: &mut JobOf<T>, end: End) -> u32 {
        let (since, mut gone) = (Self::began(job), 0u32);
        if end != End::Refunded(Reason::Unanswerable) {
            gone = Self::miss_those(id, job, since, |standing| standing == Standing::Working);
        }
        let model = job.model;
        for worker in job.workers.iter_mut() {
            if matches!(worker.standing, Standing::Working | Standing::Committed(_)) {
                let left = T::Servers::give_back(&model, &worker.account);
                gone = gone.saturating_add(left.into());
                Self::free(id, worker);
            }
        }
        gone
    }

    /// When the time of workers who have let it pass began, if nothing is late.
    pub(crate) fn began(job: &JobOf<T>) -> BlockNumber {
        Self::now().saturating_sub(job.life.time)
    }

    /// Workers who stand like this though their time, which began at `since`, is over pay for it, unless
    /// blocks were full. If their input was to be fetched, they do when it is known that others could get it:
    /// see `settle`. Answers how many of their offers are gone.
    pub(crate) fn miss_those(
        id: JobId,
        job: &mut JobOf<T>,
        since: BlockNumber,
        who: impl Fn(Standing) -> bool,
    ) -> u32 {
        let mut gone = 0u32;
        let excused = Self::was_full(since);
        let (payee, model, inline) = (job.payee().clone(), job.model, job.inline);
        for worker in job.workers.iter_mut().filter(|worker| who(worker.standing)) {
            worker.standing = Standing::Missed;
            let left = T::Servers::give_back(&model, &worker.account);
            gone = gone.saturating_add(left.into());
            Self::deposit_event(Event::Missed { job: id, worker: worker.account.clone() });
            if excused {
                Self::free(id, worker);
            } else if inline {
                Self::credit(id, worker, &payee);
            }
        }
        gone
    }

    /// Pays those whose answer counts. Those who missed an input that others could get pay now.
    fn settle(id: JobId, job: &mut JobOf<T>, rules: &Rules) -> bool {
        let price = job.price();
        let mut fee = job.fee;
        let mut paid_out = false;
        for worker in job.workers.iter().filter(|worker| worker.agrees()) {
            let parts = pricing::split(worker.price, job.royalty, rules);
            let parts = Parts { treasury: parts.treasury.saturating_add(fee), ..parts };
            fee = 0;
            paid_out |= Self::earn(id, &job.requester, worker, &job.model, parts);
        }
        let refund = job.budget.saturating_sub(price);
        Self::release(&job.requester, refund);
        Self::deposit_event(Event::Settled { job: id, price, refund });
        let payee = job.payee().clone();
        for worker in job.workers.iter_mut() {
            match worker.standing {
                Standing::Missed => Self::credit(id, worker, &payee),
                // Those who differ are dealt with when the dispute is closed.
                Standing::Answered { agrees: false, .. } if job.may_slash => {},
                _ => Self::free(id, worker),
            }
        }
        T::OnSettled::settled(&job.requester, &job.model, price);
        paid_out
    }

    fn refund(id: JobId, job: &mut JobOf<T>, reason: Reason) {
        let treasury = T::Treasury::get();
        let fee = Self::move_held(&job.requester, &treasury, job.fee, Restriction::Free);
        let amount = job.budget.saturating_add(job.fee).saturating_sub(fee);
        Self::release(&job.requester, amount);
        Self::deposit_event(Event::Refunded { job: id, reason, amount });
        for worker in job.workers.iter_mut() {
            // Those who lied are dealt with when the dispute is closed.
            if reason != Reason::WrongAnswer || !worker.agrees() {
                Self::free(id, worker);
            }
        }
    }

    /// What a worker has earned is held on its account; after some answers it is paid out.
    fn earn(
        id: JobId,
        requester: &T::AccountId,
        worker: &Worker<T::AccountId>,
        model: &ModelHash,
        parts: Parts,
    ) -> bool {
        let account = &worker.account;
        let moved = Self::move_held(requester, account, parts.sum(), Restriction::OnHold);
        if moved < parts.sum() {
            // Whoever proved an answer and has no account any more has earned nothing. The requester has its
            // answer and pays for it all the same: otherwise whoever proves to itself would ask for nothing.
            Self::move_held(requester, &T::Treasury::get(), parts.sum(), Restriction::Free);
            return false;
        }
        Self::deposit_event(Event::Earned { job: id, worker: account.clone(), parts });
        let mut accrued = Earnings::<T>::get(account, model).unwrap_or_default();
        accrued.parts = accrued.parts.plus(&parts);
        accrued.answers = accrued.answers.saturating_add(1);
        if accrued.answers < PAID_EVERY {
            Earnings::<T>::insert(account, model, accrued);
            return false;
        }
        Self::pay_accrued(account, model, accrued);
        true
    }

    pub(crate) fn do_pay_out(worker: &T::AccountId, model: &ModelHash) -> DispatchResult {
        let accrued = Earnings::<T>::get(worker, model).ok_or(Error::<T>::NothingEarned)?;
        Self::pay_accrued(worker, model, accrued);
        Ok(())
    }

    /// Gives everyone their part of what is held on the worker's account.
    fn pay_accrued(worker: &T::AccountId, model: &ModelHash, accrued: Accrued) {
        let Accrued { parts, answers } = accrued;
        Earnings::<T>::remove(worker, model);
        Self::release(worker, parts.worker);
        let owner = T::Servers::served(model).map(|served| served.owner);
        let owed = match owner {
            Some(owner) if owner == *worker => {
                Self::release(worker, parts.owner);
                parts.owner
            },
            Some(owner) => Self::move_held(worker, &owner, parts.owner, Restriction::Free),
            None => 0,
        };
        let burned = T::Currency::burn_held(
            &HoldReason::Escrow.into(),
            worker,
            parts.burn,
            Precision::BestEffort,
            Fortitude::Force,
        )
        .unwrap_or(0);
        // What the owner could not be paid, since its account could not live on so little, is the treasury's.
        let rest = parts.sum().saturating_sub(parts.worker).saturating_sub(owed);
        let rest = rest.saturating_sub(burned);
        Self::move_held(worker, &T::Treasury::get(), rest, Restriction::Free);
        Self::deposit_event(Event::PaidOut {
            worker: worker.clone(),
            model: *model,
            answers,
            parts,
        });
    }

    /// A late worker pays as much as it would have earned.
    pub(crate) fn credit(id: JobId, worker: &mut Worker<T::AccountId>, payee: &T::AccountId) {
        let Some(ticket) = worker.ticket.take() else { return };
        let amount = worker.price.min(ticket.amount);
        let taken = T::Tickets::slash(ticket, amount);
        let amount = taken.peek();
        Self::deposit_event(Event::Slashed { job: id, worker: worker.account.clone(), amount });
        Self::give(id, payee, taken);
    }

    /// Gives money taken from a ticket to whom it is due, or to whoever gets the rest if its account could
    /// not live on it.
    pub(crate) fn give(id: JobId, who: &T::AccountId, money: CreditOf<T>) {
        let amount = money.peek();
        if amount == 0 {
            return;
        }
        match T::Currency::resolve(who, money) {
            Ok(()) => Self::deposit_event(Event::Credited { job: id, who: who.clone(), amount }),
            Err(money) => T::OnSlash::on_unbalanced(money),
        }
    }

    /// A ticket is free again.
    pub(crate) fn free(id: JobId, worker: &mut Worker<T::AccountId>) {
        if let Some(ticket) = worker.ticket.take() {
            Self::deposit_event(Event::Freed { job: id, worker: worker.account.clone() });
            T::Tickets::release(ticket);
        }
    }

    /// Releases what is held of someone's escrow.
    pub(crate) fn release(who: &T::AccountId, amount: Balance) {
        if amount > 0 {
            // It is held: only this pallet releases what it holds for this reason.
            let _ = T::Currency::release(
                &HoldReason::Escrow.into(),
                who,
                amount,
                Precision::BestEffort,
            );
        }
    }

    /// Moves what is held of someone's escrow to someone else. Answers how much: all or nothing, which is
    /// where an account could not live on it.
    fn move_held(
        from: &T::AccountId,
        to: &T::AccountId,
        amount: Balance,
        restriction: Restriction,
    ) -> Balance {
        if amount == 0 {
            return 0;
        }
        T::Currency::transfer_on_hold(
            &HoldReason::Escrow.into(),
            from,
            to,
            amount,
            Precision::Exact,
            restriction,
            Fortitude::Force,
        )
        .unwrap_or(0)
    }
}
