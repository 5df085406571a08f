//! What wallets, workers and explorers show. Read by view functions, never by calls.

use crate::{
    life::Phase,
    types::{Kept, OrderId, Standing, StandingOrder},
    *,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use opg_primitives::{
    market::{Assurance, Input, Order, Output},
    models::Servers,
    panels::{CaseId, Verdict},
};
use polkadot_sdk::frame_support::traits::Get;
use scale_info::TypeInfo;

/// Requests that are looked at for one answer at most.
const MAX_SCANNED: u64 = 10_000;
/// Servers that are looked at for a quote at most.
const MAX_QUOTED: u32 = 256;

/// What a worker has done about a request, as others see it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct WorkerView<AccountId> {
    pub account: AccountId,
    pub price: Balance,
    /// What it still has at stake.
    pub ticket: Balance,
    pub standing: Standing,
    /// What it answered.
    pub output: Option<Output>,
}

/// How an answer is being checked.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct DisputeView<AccountId> {
    /// The panel that is at it: see `panelsApi.case`.
    pub case: CaseId,
    /// What auditors and jurors put into their verdict beside the finding: see docs/dapps.md.
    pub witness: Hash,
    pub said: Vec<(CaseId, Verdict)>,
    pub challenger: Option<AccountId>,
    pub appellant: Option<AccountId>,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct JobView<AccountId> {
    pub requester: AccountId,
    pub beneficiary: Option<AccountId>,
    pub model: ModelHash,
    /// What identifies the input, and the input itself if the request carries it.
    pub input: Hash,
    pub inline: Option<Input>,
    pub assurance: Assurance,
    pub budget: Balance,
    pub fee: Balance,
    pub time: BlockNumber,
    pub tries: u8,
    pub may_slash: bool,
    pub phase: Phase,
    pub workers: Vec<WorkerView<AccountId>>,
    pub dispute: Option<DisputeView<AccountId>>,
}

/// What a worker has to do.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct AssignmentView {
    pub job: JobId,
    pub model: ModelHash,
    pub input: Hash,
    pub assurance: Assurance,
    pub phase: Phase,
    pub standing: Standing,
    pub price: Balance,
}

/// A standing order.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct StandingView<AccountId> {
    pub order: StandingOrder<AccountId>,
    /// What it asks.
    pub request: Order<AccountId>,
    /// What came of its last requests, the last one last.
    pub results: Vec<Kept>,
}

/// What a request would cost now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct QuoteView {
    /// Servers that have something free and suit, of those that were looked at.
    pub servers: u32,
    /// The least and the most that one of them costs. A request is given to any of those within its budget.
    pub least: Balance,
    pub most: Balance,
    /// Blocks within which the slowest of them answers.
    pub latency: BlockNumber,
    /// What each has at stake, at the least price.
    pub ticket: Balance,
    /// What is kept of the request whatever happens.
    pub fee: Balance,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn view_job(id: JobId) -> Option<JobView<T::AccountId>> {
        let job = Jobs::<T>::get(id)?;
        let workers = (0u8..).zip(job.workers).map(|(place, worker)| WorkerView {
            account: worker.account,
            price: worker.price,
            ticket: worker.ticket.map_or(0, |ticket| ticket.amount),
            standing: worker.standing,
            output: Outputs::<T>::get(id, place),
        });
        let dispute = Disputes::<T>::get(id).map(|dispute| DisputeView {
            case: dispute.case,
            witness: dispute.witness,
            said: dispute.said.into_inner(),
            challenger: dispute.challenger.map(|(who, _)| who),
            appellant: dispute.appellant,
        });
        Some(JobView {
            requester: job.requester,
            beneficiary: job.beneficiary,
            model: job.model,
            input: job.input,
            inline: Inputs::<T>::get(id),
            assurance: job.life.assurance,
            budget: job.budget,
            fee: job.fee,
            time: job.life.time,
            tries: job.life.tries,
            may_slash: job.may_slash,
            phase: job.life.phase,
            workers: workers.collect(),
            dispute,
        })
    }

    pub(crate) fn view_assignments(
        worker: &T::AccountId,
        from: JobId,
    ) -> (Vec<AssignmentView>, Option<JobId>) {
        let next = NextJob::<T>::get();
        let to = from.saturating_add(MAX_SCANNED).min(next);
        let found = (from..to).filter_map(|id| Self::view_assignment(id, worker));
        (found.collect(), Some(to).filter(|to| *to < next))
    }

    fn view_assignment(id: JobId, who: &T::AccountId) -> Option<AssignmentView> {
        let job = Jobs::<T>::get(id).filter(|job| job.life.phase.end().is_none())?;
        let mine = job.workers.iter().find(|worker| worker.account == *who)?;
        let over = matches!(mine.standing, Standing::Declined(_) | Standing::Missed);
        (!over).then_some(AssignmentView {
            job: id,
            model: job.model,
            input: job.input,
            assurance: job.life.assurance,
            phase: job.life.phase,
            standing: mine.standing,
            price: mine.price,
        })
    }

    pub(crate) fn view_context(id: JobId, payee: &T::AccountId) -> Option<[u8; 32]> {
        let job = Jobs::<T>::get(id).filter(|job| job.life.assurance == Assurance::Proven)?;
        let key = T::Servers::claim(&job.model)?.key?;
        Some(Self::context(id, &job, &key, payee))
    }

    pub(crate) fn view_standing(id: OrderId) -> Option<StandingView<T::AccountId>> {
        let order = Orders::<T>::get(id)?;
        let kept = (0..order.keep.results).filter_map(|place| Results::<T>::get(id, place));
        let mut results: Vec<_> = kept.collect();
        results.sort_by_key(|result| (result.at, result.job));
        Some(StandingView { results, request: Templates::<T>::get(id)?, order })
    }

    pub(crate) fn view_quote(
        model: &ModelHash,
        time: BlockNumber,
        coverage: Balance,
    ) -> Option<QuoteView> {
        let rules = T::Rules::get();
        T::Servers::served(model).filter(|served| served.open)?;
        let mut quote = QuoteView { fee: rules.fee, ..Default::default() };
        for (_, ask, busy) in T::Servers::free(model, MAX_QUOTED) {
            if ask.latency.saturating_add(LEAST_SLACK) > time {
                continue;
            }
            let price = pricing::price(ask.price, busy, coverage, &rules);
            quote.least = if quote.servers == 0 { price } else { quote.least.min(price) };
            quote.most = quote.most.max(price);
            quote.latency = quote.latency.max(ask.latency);
            quote.servers = quote.servers.saturating_add(1);
        }
        quote.ticket = pricing::ticket(quote.least, &rules);
        Some(quote)
    }
}
