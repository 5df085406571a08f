//! Standing orders: a model is asked the same again and again, without anyone sending a transaction. What
//! calls 9 to 11 do, and what comes up on the agenda for them.
//!
//! ```text
//!  place --> Active { next } --all runs over, cancelled----------------> Ended { until } --> forgotten
//!              |  ^     | ^   '                                            ^
//!              |  |     | '---' at `next`: a request is made, or missed    |
//!     3 missed |  |     |                                                  |
//!     in a row v  | resumed                                                |
//!            Suspended { until } --cancelled, or nobody resumed it in time-'
//! ```
//!
//! - **Runs** are at blocks that follow from the first one by the period: run n belongs to the blocks from
//!   its own to the next one's. The agenda may come to it late, and it is still in time; when it comes after
//!   that the run is missed ([`Miss::Late`]), never made up for. So no two requests are made at once because
//!   the chain lagged.
//! - A run is an **ordinary request** of the owner's: checked, assigned, paid and refunded like any other.
//!   What was held for the run is then held for the request. Both are the owner's escrow, so nothing moves,
//!   nothing has to be free, and one becomes as much less as the other becomes more. Since nobody pays for
//!   a transaction, its fee is higher by what a transaction costs; it is fixed when the order is placed.
//! - A run is **missed** if no request could be made, and what was held for it is free at once. That a
//!   request is refunded later is no miss: it was asked. After three in a row the order waits for its owner,
//!   but not for ever; that bounds what the chain does for nothing. Those that were missed since the chain
//!   was late say nothing about the order, and do not count.
//! - **Results** are kept in a ring, in the order in which requests end, also when the requests themselves
//!   are forgotten.
//! - The **deposit** is for the most that the order may occupy, and does not change as long as it is there.
//!   So it is plain money held under a reason of its own, and its amount is in the order: a ticket, as
//!   models have, would add a type to the pallet's configuration for an amount that is never updated.
//! - An order has one **entry on the agenda** that counts. Moving it back is done when it comes up. If it
//!   is to come up earlier, after a long period was cancelled or a suspended order resumed, the order gets a
//!   second one of the next *term*, and the first one will be found to be of another term.

use crate::{
    docket::{Docket, PATIENCE},
    life::End,
    types::{Kept, Miss, OrderPhase, Plan, Term},
    *,
};
use codec::{Encode, MaxEncodedLen};
use opg_primitives::{
    agenda::{self, Next},
    feeds::{tensor::MAX_CANDLES, Feeds},
    market::{Assurance, Order, MAX_INPUT, MAX_OUTPUT, MAX_QUORUM},
    models::Servers,
    time::DAYS,
    token::storage_deposit,
};
use polkadot_sdk::{
    frame_support::{
        ensure,
        storage::with_storage_layer,
        traits::{fungible::MutateHold, tokens::Precision, Get},
        weights::Weight,
        BoundedVec,
    },
    sp_runtime::{DispatchError, DispatchResult},
};

/// Blocks for which a suspended order waits for its owner.
pub(crate) const SUSPENDED: BlockNumber = 7 * DAYS;

// A run that finds its block full, and comes up as late as it may, is still in time.
const _: () = assert!(LEAST_PERIOD > agenda::SPILL);

impl<T: Config> Pallet<T> {
    pub(crate) fn do_place_order(who: T::AccountId, plan: Plan<T::AccountId>) -> DispatchResult {
        let rules = T::Rules::get();
        let Plan { request, period, runs, keep } = plan;
        ensure!((LEAST_PERIOD..=MAX_PERIOD).contains(&period), Error::<T>::BadPeriod);
        ensure!(runs > 0, Error::<T>::NoRuns);
        let fits = keep.results <= MAX_KEPT && keep.bytes <= MAX_OUTPUT;
        ensure!(fits, Error::<T>::KeepsTooMuch);
        Self::check_terms(&request)?;
        let open = OpenOrders::<T>::get(&who);
        ensure!(open < rules.orders, Error::<T>::TooManyOrders);

        let now = Self::now();
        let next = now.saturating_add(1);
        let order = StandingOrder {
            owner: who.clone(),
            period,
            price: request.max_price,
            fee: Self::run_fee(&request, &rules),
            deposit: Self::deposit(&request, keep),
            keep,
            past: 0,
            left: runs,
            missed: 0,
            in_row: 0,
            last_miss: None,
            running: 0,
            results: 0,
            phase: OrderPhase::Active { next },
            term: 0,
        };
        let run = request.max_price.checked_add(order.fee);
        let prepaid = run.and_then(|run| run.checked_mul(runs.into()));
        let prepaid = prepaid.ok_or(Error::<T>::NotEnoughFree)?;
        let all = prepaid.checked_add(order.deposit).ok_or(Error::<T>::NotEnoughFree)?;
        Self::ensure_free(&who, all)?;
        T::Currency::hold(&HoldReason::Escrow.into(), &who, prepaid)?;
        T::Currency::hold(&HoldReason::Deposit.into(), &who, order.deposit)?;

        let id = NextOrder::<T>::get();
        NextOrder::<T>::put(id.saturating_add(1));
        agenda::schedule::<Docket<T>>(Entry::Standing(id, order.term), next, now)
            .map_err(|_| Error::<T>::AgendaFull)?;
        OpenOrders::<T>::insert(&who, open.saturating_add(1));
        Self::deposit_event(Event::OrderPlaced {
            order: id,
            owner: who,
            model: request.model,
            input: request.input.digest(),
            runs,
            period,
            price: order.price,
            fee: order.fee,
            prepaid,
            deposit: order.deposit,
            keep,
            next,
        });
        Templates::<T>::insert(id, request);
        Orders::<T>::insert(id, order);
        Ok(())
    }

    /// What is kept of a run: what is kept of every request, and what sending it would have cost.
    fn run_fee(request: &Order<T::AccountId>, rules: &Rules) -> Balance {
        let bytes = rules.run_byte.saturating_mul(request.input.carried().into());
        rules.fee.saturating_add(rules.run).saturating_add(bytes)
    }

    /// What is held for all that an order may occupy.
    fn deposit(request: &Order<T::AccountId>, keep: types::Keep) -> Balance {
        let result = Kept::max_encoded_len().saturating_sub(MAX_OUTPUT as usize) as u32;
        let result = result.saturating_add(keep.bytes);
        let bytes = (StandingOrderOf::<T>::max_encoded_len() as u32)
            .saturating_add(request.encoded_size() as u32)
            .saturating_add(result.saturating_mul(keep.results.into()));
        storage_deposit(u32::from(keep.results).saturating_add(2), bytes)
    }

    fn order_of(id: OrderId, owner: &T::AccountId) -> Result<StandingOrderOf<T>, Error<T>> {
        let order = Orders::<T>::get(id).ok_or(Error::<T>::NoSuchOrder)?;
        ensure!(order.owner == *owner, Error::<T>::NotYourOrder);
        ensure!(!order.phase.has_ended(), Error::<T>::OrderEnded);
        Ok(order)
    }

    pub(crate) fn do_cancel_order(who: &T::AccountId, id: OrderId) -> DispatchResult {
        let mut order = Self::order_of(id, who)?;
        let due = order.phase.due();
        Self::end_order(id, &mut order, &T::Rules::get());
        if order.phase.due() < due {
            // If there is no room for it, it is forgotten when its old entry comes up.
            let _ = Self::come_up(id, &mut order);
        }
        Orders::<T>::insert(id, order);
        Ok(())
    }

    pub(crate) fn do_resume_order(who: &T::AccountId, id: OrderId) -> DispatchResult {
        let mut order = Self::order_of(id, who)?;
        let suspended = matches!(order.phase, OrderPhase::Suspended { .. });
        ensure!(suspended, Error::<T>::NotSuspended);
        let next = Self::now().saturating_add(1);
        order.phase = OrderPhase::Active { next };
        order.in_row = 0;
        Self::come_up(id, &mut order)?;
        Self::deposit_event(Event::OrderResumed { order: id, next });
        Orders::<T>::insert(id, order);
        Ok(())
    }

    /// Has an order come up earlier than it would: its old entry counts no more.
    fn come_up(id: OrderId, order: &mut StandingOrderOf<T>) -> Result<(), Error<T>> {
        let term = order.term.saturating_add(1);
        let due = order.phase.due();
        agenda::schedule::<Docket<T>>(Entry::Standing(id, term), due, Self::now())
            .map_err(|_| Error::<T>::AgendaFull)?;
        order.term = term;
        Ok(())
    }

    /// The most that a standing order's entry weighs.
    pub(crate) fn heaviest_standing() -> Weight {
        T::WeightInfo::look()
            .max(
                T::WeightInfo::standing_run(MAX_QUORUM.into(), MAX_INPUT)
                    .saturating_add(requests::more_looks::<T>(Assurance::Quorum(MAX_QUORUM)))
                    .saturating_add(T::Feeds::weight(MAX_CANDLES))
                    .saturating_add(T::DbWeight::get().reads(1)),
            )
            .max(T::WeightInfo::end_order())
            .max(T::WeightInfo::forget_order(MAX_KEPT.into()))
    }

    /// Does with a standing order what is due.
    pub(crate) fn do_standing(id: OrderId, term: Term, rules: &Rules) -> (Next, Weight) {
        let mut used = T::WeightInfo::look();
        let Some(mut order) = Orders::<T>::get(id).filter(|order| order.term == term) else {
            return (Next::Done, used);
        };
        let now = Self::now();
        match order.phase {
            phase if now < phase.due() => {},
            OrderPhase::Active { .. } => used = Self::run(id, &mut order, rules),
            OrderPhase::Suspended { .. } => {
                Self::end_order(id, &mut order, rules);
                used = T::WeightInfo::end_order();
            },
            OrderPhase::Ended { .. } if order.running == 0 => {
                let results = order.keep.results.into();
                Self::forget_order(id, order);
                return (Next::Done, T::WeightInfo::forget_order(results));
            },
            OrderPhase::Ended { .. } => {
                order.phase = OrderPhase::Ended { until: now.saturating_add(PATIENCE) };
            },
        }
        let due = order.phase.due();
        Orders::<T>::insert(id, order);
        (Next::At(due), used)
    }

    /// It is time for a run, if not for a later one.
    fn run(id: OrderId, order: &mut StandingOrderOf<T>, rules: &Rules) -> Weight {
        let late = order.late(Self::now());
        if late > 0 {
            Self::miss(id, order, late, Miss::Late);
        }
        let mut used = T::WeightInfo::end_order();
        let request = Templates::<T>::get(id).filter(|_| order.left > 0);
        if let Some(request) = request {
            let workers = request.assurance.workers().into();
            used = T::WeightInfo::standing_run(workers, request.input.carried())
                .saturating_add(requests::more_looks::<T>(request.assurance))
                .saturating_add(requests::window_weight::<T>(request.input.window()));
            match with_storage_layer(|| Self::ask(id, order, request, rules)) {
                Ok(job) => {
                    Self::deposit_event(Event::RunMade { order: id, run: order.past, job });
                    order.pass(1);
                    order.running = order.running.saturating_add(1);
                    order.in_row = 0;
                },
                Err(error) => {
                    Self::miss(id, order, 1, because::<T>(error));
                    order.in_row = order.in_row.saturating_add(1);
                },
            }
        }
        if order.left == 0 {
            Self::end_order(id, order, rules);
        } else if order.in_row >= MISSES {
            let until = Self::now().saturating_add(SUSPENDED);
            order.phase = OrderPhase::Suspended { until };
            Self::deposit_event(Event::OrderSuspended { order: id, until });
        }
        used
    }

    /// Makes the request of a run, for which everything is held.
    fn ask(
        id: OrderId,
        order: &StandingOrderOf<T>,
        request: Order<T::AccountId>,
        rules: &Rules,
    ) -> Result<JobId, DispatchError> {
        let served = Self::check_terms(&request)?;
        let open = InFlight::<T>::get(&order.owner);
        ensure!(open < rules.in_flight, Error::<T>::TooManyOpen);
        ensure!(T::Servers::has_free(&request.model), Error::<T>::NoCapacity);
        Self::open_request(order.owner.clone(), request, order.fee, served, Some(id), rules)
            .map(|(job, _)| job)
    }

    /// Runs are over for which no request was made.
    fn miss(id: OrderId, order: &mut StandingOrderOf<T>, count: u32, why: Miss) {
        let run = order.past;
        let refund = order.run().saturating_mul(count.into());
        order.pass(count);
        order.missed = order.missed.saturating_add(count);
        order.last_miss = Some((order.past.saturating_sub(1), why));
        Self::release(&order.owner, refund);
        Self::deposit_event(Event::RunsMissed { order: id, run, count, why, refund });
    }

    /// An order makes no more requests.
    fn end_order(id: OrderId, order: &mut StandingOrderOf<T>, rules: &Rules) {
        let (left, refund) = (order.left, order.held());
        order.left = 0;
        let until = Self::now().saturating_add(rules.retention);
        order.phase = OrderPhase::Ended { until };
        Self::release(&order.owner, refund);
        OpenOrders::<T>::mutate_exists(&order.owner, |open| {
            *open = open.unwrap_or(0).checked_sub(1).filter(|left| *left > 0);
        });
        Self::deposit_event(Event::OrderEnded { order: id, left, refund, until });
    }

    /// Nobody reads it any more.
    fn forget_order(id: OrderId, order: StandingOrderOf<T>) {
        for place in 0..order.keep.results {
            Results::<T>::remove(id, place);
        }
        Templates::<T>::remove(id);
        Orders::<T>::remove(id);
        // It is held: only this pallet releases what it holds for this reason.
        let _ = T::Currency::release(
            &HoldReason::Deposit.into(),
            &order.owner,
            order.deposit,
            Precision::BestEffort,
        );
        Self::deposit_event(Event::OrderForgotten { order: id, deposit: order.deposit });
    }

    /// A request that an order has made ended: what came of it is kept.
    pub(crate) fn run_ended(id: OrderId, job: JobId, request: &JobOf<T>, end: End) {
        // An order is not forgotten before its last request has ended.
        let Some(mut order) = Orders::<T>::get(id) else { return };
        order.running = order.running.saturating_sub(1);
        let answered = (0u8..).zip(request.workers.iter()).find(|(_, worker)| worker.agrees());
        let output = answered
            .filter(|_| end == End::Settled)
            .and_then(|(place, _)| Outputs::<T>::get(job, place));
        let digest = output.as_ref().map(|output| output.digest());
        let place = order.results.checked_rem(order.keep.results.into()).map(|place| place as u8);
        if let Some(place) = place {
            let most = order.keep.bytes as usize;
            let bytes = output.as_ref().and_then(|output| output.inline());
            let bytes = bytes.filter(|bytes| bytes.len() <= most).map(|bytes| bytes.to_vec());
            let bytes = bytes.map(BoundedVec::truncate_from);
            let kept = Kept { job, at: Self::now(), end, output: digest, bytes };
            Results::<T>::insert(id, place, kept);
            order.results = order.results.saturating_add(1);
        }
        Orders::<T>::insert(id, order);
        Self::deposit_event(Event::RunEnded { order: id, job, end, output: digest, place });
    }
}

/// Why a request was not made.
fn because<T: Config>(error: DispatchError) -> Miss {
    [
        (Error::<T>::NoCapacity, Miss::NoCapacity),
        (Error::<T>::ModelClosed, Miss::ModelClosed),
        (Error::<T>::TooManyOpen, Miss::TooManyOpen),
        (Error::<T>::AgendaFull, Miss::AgendaFull),
        (Error::<T>::NoSuchFeed, Miss::NoSuchFeed),
        (Error::<T>::FeedStale, Miss::FeedStale),
        (Error::<T>::FeedOutOfBounds, Miss::FeedOutOfBounds),
        (Error::<T>::TooFewCandles, Miss::TooFewCandles),
    ]
    .into_iter()
    .find_map(|(known, why)| (DispatchError::from(known) == error).then_some(why))
    .unwrap_or(Miss::Refused)
}
