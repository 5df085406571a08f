//! What falls due for cases, and what is then done with them.

use crate::case::Step;
use crate::*;
use opg_primitives::{
    agenda::{self, Costs, Kept, Next, PAGE},
    panels::{Client, Outcome, MAX_EXCLUDED},
    stake::Tickets,
};
use polkadot_sdk::frame_support::{
    traits::{
        fungible::MutateHold,
        tokens::{Fortitude, Precision, Restriction},
        Get, OnUnbalanced,
    },
    weights::{Weight, WeightMeter},
};

/// Blocks after which a client is asked again whether it still doubts a verdict.
const DOUBT: BlockNumber = 20;

/// The agenda of cases.
pub(crate) type Docket<T> = Kept<FirstDue<T>, Due<T>, Agenda<T>, CaseId, <T as Config>::MaxDue>;

impl<T: Config> Pallet<T> {
    /// Does what is due, as far as the meter allows.
    pub(crate) fn do_due(meter: &mut WeightMeter) {
        let heaviest = Self::heaviest();
        agenda::run::<Docket<T>, _>(
            Self::now(),
            meter,
            Self::costs(),
            |_| (heaviest, ()),
            |id, ()| Self::do_step(*id),
        );
    }

    /// What keeping the agenda weighs.
    pub(crate) fn costs() -> Costs {
        Costs {
            slot: T::WeightInfo::slot(PAGE),
            place: T::WeightInfo::place(),
            probe: T::DbWeight::get().reads(1),
            look: Weight::zero(),
        }
    }

    /// The most that anything on the agenda weighs.
    pub(crate) fn heaviest() -> Weight {
        T::WeightInfo::draw(MAX_MEMBERS, MAX_EXCLUDED)
            .max(T::WeightInfo::replace(MAX_MEMBERS, MAX_EXCLUDED))
            .max(T::WeightInfo::close(MAX_MEMBERS))
            .max(T::WeightInfo::look())
            .max(Self::conclude_weight(MAX_MEMBERS))
    }

    /// What counting a case of so many members weighs, whether they spoke and are paid or were silent.
    pub(crate) fn conclude_weight(members: u32) -> Weight {
        T::WeightInfo::conclude(members)
            .max(T::WeightInfo::replace(members, 0))
            .saturating_add(T::Clients::weight())
    }

    /// Does with a case what is due.
    pub(crate) fn do_step(id: CaseId) -> (Next, Weight) {
        // Cases that were overturned are gone before their time.
        let Some(mut case) = Cases::<T>::get(id) else {
            return (Next::Done, T::WeightInfo::look());
        };
        let now = Self::now();
        let (members, excluded) = (case.panel.members, case.excluded.len() as u32);
        let used = match case.step(now) {
            Step::Wait => T::WeightInfo::look(),
            Step::Draw => {
                Self::draw(id, &mut case, members);
                Self::begin_commitments(id, &mut case, false);
                T::WeightInfo::draw(members, excluded)
            },
            Step::Replace => {
                Self::silence(id, &mut case, |standing| standing == Standing::Drawn);
                let wanted = case.vacant();
                Self::draw(id, &mut case, wanted);
                Self::begin_commitments(id, &mut case, true);
                T::WeightInfo::replace(members, excluded)
            },
            Step::Open => {
                Self::silence(id, &mut case, |standing| standing == Standing::Drawn);
                Self::begin_verdicts(id, &mut case);
                T::WeightInfo::replace(members, excluded)
            },
            Step::Conclude => return (Self::conclude(id, case), Self::conclude_weight(members)),
            Step::Close if T::Clients::doubts(id, &case.subject) => {
                let until = now.saturating_add(DOUBT);
                if let Phase::Answering { verdict, .. } = case.phase {
                    case.phase = Phase::Answering { until, verdict };
                }
                Self::deposit_event(Event::Doubted { case: id, until });
                T::WeightInfo::look().saturating_add(T::DbWeight::get().reads(1))
            },
            Step::Close => {
                Self::close(id, case);
                return (Next::Done, T::WeightInfo::close(members));
            },
        };
        let due = case.due();
        Cases::<T>::insert(id, case);
        (Next::At(due), used)
    }

    fn begin_commitments(id: CaseId, case: &mut CaseOf<T>, replaced: bool) {
        case.begin_commitments(Self::now(), replaced);
        Self::deposit_event(Event::CommitBegan { case: id, until: case.due() });
    }

    pub(crate) fn begin_verdicts(id: CaseId, case: &mut CaseOf<T>) {
        let until = case.begin_verdicts(Self::now());
        Self::deposit_event(Event::RevealBegan { case: id, until });
    }

    /// Takes the tickets of members who stand like this though their time is over.
    fn silence(id: CaseId, case: &mut CaseOf<T>, is_silent: impl Fn(Standing) -> bool) {
        for member in case.members.iter_mut().filter(|member| is_silent(member.standing)) {
            member.standing = Standing::Silent;
            Self::forget_duty(id, &member.account);
            let Some(ticket) = member.ticket.take() else { continue };
            let amount = ticket.amount;
            T::OnSlash::on_unbalanced(T::Tickets::slash(ticket, amount));
            let member = member.account.clone();
            Self::deposit_event(Event::Silenced { case: id, member, amount });
        }
    }

    fn forget_duty(id: CaseId, who: &T::AccountId) {
        Duties::<T>::mutate_exists(who, |duties| {
            let left = duties.get_or_insert_with(Default::default);
            left.retain(|duty| *duty != id);
            if left.is_empty() {
                *duties = None;
            }
        });
    }

    /// Counts, pays, and tells the client. The case stays for as long as its members answer for it.
    pub(crate) fn conclude(id: CaseId, mut case: CaseOf<T>) -> Next {
        if matches!(case.phase, Phase::Revealing { .. }) {
            Self::silence(id, &mut case, |standing| matches!(standing, Standing::Committed(_)));
        } else {
            Self::silence(id, &mut case, |standing| standing == Standing::Drawn);
        }
        let verdict = case.verdict();
        let paid = Self::pay(id, &case, verdict);
        if verdict.is_some_and(|verdict| !T::Clients::matters(&case.subject, &verdict)) {
            case.answerable = 0;
        }
        let until = Self::now().saturating_add(case.answerable);
        for member in case.members.iter_mut() {
            // The silent have been dealt with.
            if member.ticket.is_none() {
                continue;
            }
            Self::forget_duty(id, &member.account);
            let answers = case.answerable > 0 && verdict.is_some() && member.said() == verdict;
            if let Some(ticket) = member.ticket.take_if(|_| !answers) {
                T::Tickets::release(ticket);
            }
        }
        Self::deposit_event(Event::Concluded { case: id, verdict, until });
        let (subject, said) = (case.subject, case.said());
        let next = match verdict.filter(|_| case.answerable > 0) {
            Some(verdict) => {
                case.phase = Phase::Answering { until, verdict };
                Cases::<T>::insert(id, case);
                Next::At(until)
            },
            None => {
                Cases::<T>::remove(id);
                Self::deposit_event(Event::Closed { case: id });
                Next::Done
            },
        };
        T::Clients::concluded(id, subject, Outcome { verdict, said, paid });
        next
    }

    /// Pays those who gave the verdict, or all who spoke if there is none, if its client pays for that; the
    /// rest is the payer's. Answers what was paid.
    fn pay(id: CaseId, case: &CaseOf<T>, verdict: Option<Verdict>) -> Balance {
        let reason = HoldReason::Reward.into();
        let mut left = case.held();
        let earns = T::Clients::earns(&case.subject, verdict.as_ref());
        for member in &case.members {
            let spoke = match verdict {
                Some(_) => member.said() == verdict,
                None => member.said().is_some(),
            };
            if !earns || !spoke || left < case.reward || case.reward == 0 {
                continue;
            }
            let paid = T::Currency::transfer_on_hold(
                &reason,
                &case.payer,
                &member.account,
                case.reward,
                Precision::Exact,
                Restriction::Free,
                Fortitude::Force,
            );
            // What cannot be paid, because an account could not exist on it, is the payer's again.
            if paid.is_ok() {
                left = left.saturating_sub(case.reward);
                let member = member.account.clone();
                Self::deposit_event(Event::Paid { case: id, member, amount: case.reward });
            }
        }
        // It is held: only this pallet releases what it holds for this reason.
        let _ = T::Currency::release(&reason, &case.payer, left, Precision::BestEffort);
        case.held().saturating_sub(left)
    }

    /// Nobody showed that the verdict was false: its members are free.
    fn close(id: CaseId, mut case: CaseOf<T>) {
        for ticket in case.members.iter_mut().filter_map(|member| member.ticket.take()) {
            T::Tickets::release(ticket);
        }
        Cases::<T>::remove(id);
        Self::deposit_event(Event::Closed { case: id });
    }
}
