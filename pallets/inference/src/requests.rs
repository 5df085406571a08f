//! Making a request, and finding who answers it: what call 0 does, and what follows when a worker falls out.

use crate::{
    docket::Docket,
    life::{self, Life},
    types::{OrderId, Standing, Worker},
    *,
};
use alloc::vec::Vec;
use codec::Encode;
use opg_primitives::{
    agenda,
    feeds::{Feeds, Unfit, Window},
    market::{Assurance, Data, Input, Order, Source, MAX_BLOB, MAX_INPUT},
    models::{Class, Dtype, ModelHash, Served, Servers},
    proofs::KeyHead,
    stake::{Role, Tickets},
};
use polkadot_sdk::{
    frame_support::{
        ensure,
        traits::{
            fungible::{Inspect, MutateHold},
            tokens::{Fortitude, Preservation},
            Get, Randomness,
        },
        weights::Weight,
    },
    sp_io::hashing::blake2_256,
    sp_runtime::{traits::Zero, DispatchError},
};

/// What making a request weighs at most.
pub(crate) fn weight<T: Config>(order: &Order<T::AccountId>) -> Weight {
    let most = Looks { vain: most_vain(order.assurance), full: agenda::SPILL };
    weight_of::<T>(order.assurance, order.input.carried(), most)
        .saturating_add(window_weight::<T>(order.input.window()))
}

/// What making an input of candles weighs, and looking whether it is one of the model's.
pub(crate) fn window_weight<T: Config>(window: Option<&Window>) -> Weight {
    window.map_or(Weight::zero(), |window| {
        T::Feeds::weight(window.candles).saturating_add(T::DbWeight::get().reads(1))
    })
}

/// Why an input cannot be made of a feed.
pub(crate) fn unfit<T: Config>(why: Unfit) -> Error<T> {
    match why {
        Unfit::NoSuchFeed => Error::NoSuchFeed,
        Unfit::Unanswered | Unfit::Stale => Error::FeedStale,
        Unfit::OutOfBounds => Error::FeedOutOfBounds,
        Unfit::TooFewCandles | Unfit::Gap => Error::TooFewCandles,
        Unfit::DoesNotFit | Unfit::BadWindow => Error::BadWindow,
    }
}

/// What a request looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Looks {
    /// Servers that did not suit.
    pub vain: u32,
    /// Blocks that were full.
    pub full: BlockNumber,
}

/// Servers that are looked at in vain at most.
fn most_vain(assurance: Assurance) -> u32 {
    let places = 0..u32::from(assurance.workers());
    // Those that were found before are looked at again.
    places.fold(0, |sum, before| sum.saturating_add(LOOKS.saturating_sub(1)).saturating_add(before))
}

/// What making a request weighs if it looked for so much.
fn weight_of<T: Config>(assurance: Assurance, carried: u32, looks: Looks) -> Weight {
    let all = match assurance {
        Assurance::Quorum(count) => T::WeightInfo::request_quorum(count.into(), carried)
            .saturating_add(vain::<T>(looks.vain)),
        Assurance::Bonded | Assurance::Proven => T::WeightInfo::request(looks.vain, carried),
    };
    all.saturating_add(T::DbWeight::get().reads(looks.full.into()))
}

/// What looking at so many servers in vain weighs.
fn vain<T: Config>(count: u32) -> Weight {
    T::WeightInfo::request(count, 0).saturating_sub(T::WeightInfo::request(0, 0))
}

/// What looking for workers of this many, and for room on the agenda, weighs more at most than was measured.
pub(crate) fn more_looks<T: Config>(assurance: Assurance) -> Weight {
    vain::<T>(most_vain(assurance)).saturating_add(Pallet::<T>::probing())
}

impl<T: Config> Pallet<T> {
    /// Answers what it did weigh, too.
    pub(crate) fn do_request(
        who: T::AccountId,
        order: Order<T::AccountId>,
    ) -> Result<(JobId, Weight), DispatchError> {
        let rules = T::Rules::get();
        let served = Self::check_order(&who, &order, &rules)?;
        let held = order.max_price.saturating_add(rules.fee);
        T::Currency::hold(&HoldReason::Escrow.into(), &who, held)?;
        let (assurance, carried) = (order.assurance, order.input.carried());
        let made = window_weight::<T>(order.input.window());
        let (id, looks) = Self::open_request(who, order, rules.fee, served, None, &rules)?;
        Ok((id, weight_of::<T>(assurance, carried, looks).saturating_add(made)))
    }

    /// Opens a request that was checked, and for which everything is held. If it fails all must be undone.
    /// Answers what was looked for, too.
    pub(crate) fn open_request(
        who: T::AccountId,
        order: Order<T::AccountId>,
        fee: Balance,
        served: Served<T::AccountId>,
        standing: Option<OrderId>,
        rules: &Rules,
    ) -> Result<(JobId, Looks), DispatchError> {
        let Order { model, input, assurance, max_price, time, coverage, beneficiary } = order;
        let input = Self::resolve(&model, input)?;
        let id = NextJob::<T>::get();
        NextJob::<T>::put(id.saturating_add(1));
        let (digest, inline) = (input.digest(), input.inline().is_some());
        let mut job = Job {
            requester: who.clone(),
            beneficiary: beneficiary.clone(),
            model,
            input: digest,
            inline,
            budget: max_price,
            fee,
            coverage: coverage.unwrap_or(0),
            royalty: served.royalty,
            may_slash: served.may_slash,
            life: Life::new(assurance, time),
            workers: Default::default(),
            standing,
        };
        InFlight::<T>::mutate(&who, |open| *open = open.saturating_add(1));
        Self::deposit_event(Event::Requested {
            job: id,
            requester: who,
            beneficiary,
            model,
            input: digest,
            assurance,
            budget: max_price,
            fee,
            time,
        });
        let vain = Self::seek(id, &mut job, rules).ok_or(Error::<T>::NoCapacity)?;
        let due = job.life.phase.due().unwrap_or_else(Self::now);
        let at = agenda::schedule::<Docket<T>>(Entry::Job(id), due, Self::now())
            .map_err(|_| Error::<T>::AgendaFull)?;
        if inline {
            Inputs::<T>::insert(id, input);
        }
        Jobs::<T>::insert(id, job);
        Ok((id, Looks { vain, full: at.saturating_sub(due) }))
    }

    /// Whether this could be asked now, by this account; but for who is drawn.
    pub fn check_order(
        who: &T::AccountId,
        order: &Order<T::AccountId>,
        rules: &Rules,
    ) -> Result<Served<T::AccountId>, Error<T>> {
        let served = Self::check_terms(order)?;
        ensure!(InFlight::<T>::get(who) < rules.in_flight, Error::<T>::TooManyOpen);
        Self::ensure_free(who, order.max_price.saturating_add(rules.fee))?;
        ensure!(T::Servers::has_free(&order.model), Error::<T>::NoCapacity);
        Ok(served)
    }

    /// Whether so much of what `who` has may be held.
    pub(crate) fn ensure_free(who: &T::AccountId, amount: Balance) -> Result<(), Error<T>> {
        let free = T::Currency::reducible_balance(who, Preservation::Preserve, Fortitude::Polite);
        ensure!(free >= amount, Error::<T>::NotEnoughFree);
        Ok(())
    }

    /// Whether this could be asked by anyone, at some time.
    pub(crate) fn check_terms(
        order: &Order<T::AccountId>,
    ) -> Result<Served<T::AccountId>, Error<T>> {
        ensure!(order.assurance.is_sane(), Error::<T>::BadAssurance);
        ensure!((LEAST_TIME..=T::MaxTime::get()).contains(&order.time), Error::<T>::BadTime);
        Self::check_source(order)?;
        ensure!(order.max_price > 0, Error::<T>::NoBudget);
        let served = T::Servers::served(&order.model).ok_or(Error::<T>::ModelClosed)?;
        ensure!(served.open, Error::<T>::ModelClosed);
        Self::check_assurance(order, &served)?;
        Ok(served)
    }

    /// Whether there can be such an input.
    fn check_source(order: &Order<T::AccountId>) -> Result<(), Error<T>> {
        match &order.input {
            Source::Inline(_) => {},
            Source::Blob { bytes, .. } => {
                ensure!((1..=MAX_BLOB).contains(bytes), Error::<T>::BadSize);
            },
            Source::Candles(window) => {
                window.check().map_err(unfit::<T>)?;
                let lengths = Self::lengths(&order.model, window)?;
                let bytes = window.bytes().saturating_add(lengths.len() as u64);
                ensure!(bytes <= MAX_INPUT.into(), Error::<T>::BadWindow);
                let bare = order.assurance != Assurance::Proven || lengths.is_empty();
                ensure!(bare, Error::<T>::BadInput);
            },
        }
        Ok(())
    }

    /// What a model is given before the elements of a window.
    fn lengths(model: &ModelHash, window: &Window) -> Result<Vec<u8>, Error<T>> {
        let claim = T::Servers::claim(model).ok_or(Error::<T>::ModelClosed)?;
        let lengths = match &claim.interface.inputs[..] {
            [only] => window.lengths(only),
            _ => None,
        };
        lengths.ok_or(Error::<T>::BadInput)
    }

    /// The input of a request that is made now.
    fn resolve(model: &ModelHash, source: Source) -> Result<Input, Error<T>> {
        Ok(match source {
            Source::Inline(bytes) => Data::Inline(bytes),
            Source::Blob { hash, bytes } => Data::Blob { hash, bytes },
            Source::Candles(window) => {
                let mut input = Self::lengths(model, &window)?;
                input.extend(T::Feeds::tensor(&window).map_err(unfit::<T>)?);
                Data::Inline(input.try_into().map_err(|_| Error::<T>::BadWindow)?)
            },
        })
    }

    /// Whether the model can give the assurance that is asked for.
    fn check_assurance(
        order: &Order<T::AccountId>,
        served: &Served<T::AccountId>,
    ) -> Result<(), Error<T>> {
        match order.assurance {
            Assurance::Bonded => Ok(()),
            Assurance::Quorum(_) if served.class == Class::Exact => Ok(()),
            Assurance::Quorum(_) => {
                let claim = T::Servers::claim(&order.model).ok_or(Error::<T>::NotOffered)?;
                let outputs = &claim.interface.outputs;
                let first = outputs.first().map(|tensor| tensor.dtype);
                let same = outputs.iter().all(|tensor| Some(tensor.dtype) == first);
                let comparable = matches!(first, Some(Dtype::F32 | Dtype::F16));
                ensure!(same && comparable, Error::<T>::NotOffered);
                Ok(())
            },
            Assurance::Proven => {
                let exact = served.attested && served.class == Class::Exact;
                let key = exact.then(|| T::Servers::claim(&order.model)).flatten();
                let key = key.and_then(|claim| claim.key).ok_or(Error::<T>::NotOffered)?;
                let elsewhere = matches!(order.input, Source::Blob { .. });
                ensure!(!elsewhere, Error::<T>::NotOffered);
                let head = KeyHead::read(&key);
                let carried = order.input.carried();
                let fits = head.is_some_and(|head| u32::from(head.inputs) == carried);
                ensure!(fits, Error::<T>::BadInput);
                Ok(())
            },
        }
    }

    /// Gives a request that seeks workers to as many as its assurance asks for. Otherwise nothing has
    /// changed but that it is known to have found none. Answers how many were looked at in vain.
    pub(crate) fn seek(id: JobId, job: &mut JobOf<T>, rules: &Rules) -> Option<u32> {
        let wanted = job.life.assurance.workers();
        let (before, mut vain) = (job.workers.len(), 0u32);
        let share = job.budget.checked_div(wanted.into()).unwrap_or(0);
        for nth in 0..wanted {
            let Some(more) = Self::assign_one(id, job, share, nth, rules) else {
                Self::unassign(job, before);
                break;
            };
            vain = vain.saturating_add(more);
        }
        let found = job.workers.len() > before;
        let event = if found { life::Event::Found } else { life::Event::NotFound };
        // A request that seeks takes either.
        let _ = Self::step(job, event, rules);
        if found {
            let until = job.life.phase.due().unwrap_or_default();
            for worker in job.workers.iter().skip(before) {
                Self::deposit_event(Event::Assigned {
                    job: id,
                    worker: worker.account.clone(),
                    price: worker.price,
                    ticket: worker.ticket.as_ref().map_or(0, |ticket| ticket.amount),
                    until,
                });
            }
        }
        found.then_some(vain)
    }

    /// Draws one worker whose price is at most `share`, locks its ticket and takes its slot. Answers how many
    /// were looked at before.
    fn assign_one(
        id: JobId,
        job: &mut JobOf<T>,
        share: Balance,
        nth: u8,
        rules: &Rules,
    ) -> Option<u32> {
        let seed = Self::seed(id, job.life.tries, nth);
        let coverage = job.coverage.div_ceil(job.life.assurance.workers().max(1).into());
        let (mut found, mut looked) = (None, 0u32);
        // Those it has are drawn again, and looked at in vain.
        let looks = LOOKS.saturating_add(job.workers.len() as u32);
        let taken = T::Servers::take(&job.model, seed, looks, |operator, ask, busy| {
            looked = looked.saturating_add(1);
            let price = pricing::price(ask.price, busy, coverage, rules);
            let time = ask.latency.saturating_add(LEAST_SLACK);
            let known = job.workers.iter().any(|worker| worker.account == *operator);
            if known || *operator == job.requester || price > share || time > job.life.time {
                return false;
            }
            let ticket = pricing::ticket(price, rules);
            let Ok(ticket) = T::Tickets::lock(operator, Role::Inference, ticket) else {
                return false;
            };
            found = Some((price, ticket));
            true
        });
        let ((account, _), (price, ticket)) = (taken?, found?);
        let standing = Standing::Working;
        let worker = Worker { account, price, ticket: Some(ticket), standing };
        match job.workers.try_push(worker) {
            Ok(()) => Some(looked.saturating_sub(1)),
            // There are as many places as tries and quorums need.
            Err(worker) => {
                Self::dismiss(job.model, worker);
                None
            },
        }
    }

    /// Decides which server is drawn.
    pub(crate) fn seed(id: JobId, tries: u8, nth: u8) -> Hash {
        let (random, _) = T::Randomness::random(b"opg/inference");
        blake2_256(&(random, id, tries, nth).encode()).into()
    }

    /// Lets those go that were found after the first `keep`.
    fn unassign(job: &mut JobOf<T>, keep: usize) {
        while job.workers.len() > keep {
            let Some(worker) = job.workers.pop() else { break };
            Self::dismiss(job.model, worker);
        }
    }

    fn dismiss(model: ModelHash, worker: Worker<T::AccountId>) {
        T::Servers::give_back(&model, &worker.account);
        if let Some(ticket) = worker.ticket {
            T::Tickets::release(ticket);
        }
    }

    /// Whether some block since `since` was full.
    pub(crate) fn was_full(since: BlockNumber) -> bool {
        LastFull::<T>::get().is_some_and(|last| last >= since)
    }

    /// Remembers whether this block is full.
    pub(crate) fn note_full() {
        let weight = frame_system::Pallet::<T>::block_weight().total();
        let full = T::FullBlock::get();
        if !full.is_zero() && weight.any_gt(full) {
            LastFull::<T>::put(Self::now());
        }
    }
}
