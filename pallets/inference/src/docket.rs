//! What falls due for requests, and what is then done with them.

use crate::{
    life::{self, Effect},
    types::{Standing, MAX_WORKERS},
    *,
};
use alloc::vec::Vec;
use codec::Encode;
use opg_primitives::{
    agenda::{self, Costs, Kept, Next, PAGE},
    market::{OnSettled, MAX_OUTPUT},
};
use polkadot_sdk::{
    frame_support::{
        traits::Get,
        weights::{Weight, WeightMeter},
    },
    sp_io::hashing::blake2_256,
};

/// The agenda of requests.
pub(crate) type Docket<T> = Kept<FirstDue<T>, Due<T>, Agenda<T>, Entry, <T as Config>::MaxDue>;

impl<T: Config> Pallet<T> {
    /// Does what is due, as far as the meter allows.
    pub(crate) fn do_due(meter: &mut WeightMeter) {
        // The rules, and how far it is.
        if meter.try_consume(Self::reading_rules()).is_err() {
            return;
        }
        let rules = T::Rules::get();
        agenda::run::<Docket<T>, _>(
            Self::now(),
            meter,
            Self::costs(),
            |entry| match entry {
                Entry::Job(id) => {
                    let job = Jobs::<T>::get(id);
                    (Self::most_of(*id, job.as_ref(), &rules), job)
                },
                Entry::Standing(..) => (Self::heaviest_standing(), None),
            },
            |entry, job| match entry {
                Entry::Job(id) => Self::do_job(*id, job, &rules),
                Entry::Standing(id, term) => Self::do_standing(*id, *term, &rules),
            },
        );
    }

    /// The most that doing what is due weighs with this request. Nearly all come up to be settled undoubted, or
    /// to be forgotten: to keep as much free for those as for a quorum that is counted would leave most of a
    /// block's part unused.
    fn most_of(id: JobId, job: Option<&JobOf<T>>, rules: &Rules) -> Weight {
        let Some(job) = job else { return T::WeightInfo::look() };
        match job.life.phase {
            phase if phase.due().is_some_and(|due| Self::now() < due) => T::WeightInfo::look(),
            life::Phase::Done { .. } => Self::forgetting(job.workers.len()),
            life::Phase::Answered { .. } if job.workers.len() == 1 => {
                let audit = match Self::is_audited(id, job, rules) {
                    true => T::WeightInfo::audit(),
                    false => Weight::zero(),
                };
                Self::plain_end_weight().saturating_add(audit)
            },
            _ => Self::heaviest_job(),
        }
    }

    /// Looking for a block that has room, at worst: all but the last are full.
    pub(crate) fn probing() -> Weight {
        Self::costs().probe.saturating_mul(agenda::SPILL.into())
    }

    fn reading_rules() -> Weight {
        T::DbWeight::get().reads_writes(2, 1)
    }

    /// What keeping the agenda weighs.
    pub(crate) fn costs() -> Costs {
        Costs {
            slot: T::WeightInfo::slot(PAGE),
            place: T::WeightInfo::place(),
            probe: T::DbWeight::get().reads(1),
            // The request, and what decides whether it is audited.
            look: T::DbWeight::get().reads(3),
        }
    }

    /// The most that anything on the agenda weighs.
    pub(crate) fn heaviest() -> Weight {
        Self::heaviest_job().max(Self::heaviest_standing())
    }

    fn heaviest_job() -> Weight {
        T::WeightInfo::look()
            .max(T::WeightInfo::retry())
            .max(T::WeightInfo::audit())
            .max(T::WeightInfo::count().saturating_add(quorum::compared::<T>(
                MAX_WORKERS,
                MAX_OUTPUT.saturating_mul(MAX_WORKERS),
            )))
            .saturating_add(answers::leaving::<T>(MAX_WORKERS))
            .saturating_add(Self::end_weight())
            .max(Self::forgetting(MAX_WORKERS as usize))
    }

    /// What ending a request weighs at most.
    pub(crate) fn end_weight() -> Weight {
        Self::plain_end_weight().max(Self::with_told(T::WeightInfo::convict()))
    }

    /// What ending a request of one worker, whom nobody doubted, weighs at most.
    fn plain_end_weight() -> Weight {
        Self::with_told(T::WeightInfo::settle().max(T::WeightInfo::settle_and_pay_out()))
    }

    /// An end, and telling of it everyone who is told.
    fn with_told(ended: Weight) -> Weight {
        ended.saturating_add(T::OnSettled::weight()).saturating_add(T::WeightInfo::run_ended())
    }

    /// What ending this one did weigh, if it is known whether anything was paid out.
    pub(crate) fn ended_weight(job: &JobOf<T>, disputed: bool, paid_out: Option<bool>) -> Weight {
        let alone = job.life.assurance.workers() == 1 && !disputed;
        let ended = match paid_out {
            Some(false) if alone => T::WeightInfo::settle(),
            _ if alone => T::WeightInfo::settle_and_pay_out(),
            _ => return Self::end_weight(),
        };
        let run = job.standing.map(|_| T::WeightInfo::run_ended()).unwrap_or_default();
        ended.saturating_add(T::OnSettled::weight()).saturating_add(run)
    }

    /// Does with a request what is due.
    pub(crate) fn do_job(id: JobId, job: Option<JobOf<T>>, rules: &Rules) -> (Next, Weight) {
        let Some(mut job) = job else { return (Next::Done, T::WeightInfo::look()) };
        let now = Self::now();
        let event = life::Event::Due {
            audit: Self::is_audited(id, &job, rules),
            enough: Self::enough_committed(&job),
        };
        let before = job.life.phase;
        let effect = job.life.step(event, now, &Self::times(rules)).unwrap_or(Effect::None);
        let (disputed, mut ended, mut gone) = (Disputes::<T>::contains_key(id), None, 0u32);
        let mut used = match effect {
            Effect::None => T::WeightInfo::look(),
            Effect::Forget => {
                let weight = Self::forgetting(job.workers.len());
                Self::forget(id, job);
                return (Next::Done, weight);
            },
            Effect::Missed => {
                gone = Self::missed(id, &mut job, before, rules);
                T::WeightInfo::retry()
            },
            Effect::Audit => {
                // Where there is nobody to be had it ends here.
                let how = Self::call_auditor(id, &mut job, rules);
                (ended, gone) = (how.map(|how| how.paid_out), how.map_or(0, |how| how.gone));
                T::WeightInfo::audit()
            },
            Effect::Reveal => {
                let since = Self::began(&job);
                gone = Self::miss_those(id, &mut job, since, |one| one == Standing::Working);
                Self::reveal_began(id, &job);
                T::WeightInfo::retry()
            },
            Effect::Count => {
                let (more, compared) = Self::count(id, &mut job, rules);
                gone = more;
                T::WeightInfo::count().saturating_add(compared)
            },
            Effect::End => {
                let how = Self::end(id, &mut job, rules);
                (ended, gone) = (Some(how.paid_out), how.gone);
                Weight::zero()
            },
            Effect::Answered | Effect::Declined | Effect::Jury | Effect::Appeal => {
                T::WeightInfo::look()
            },
        };
        if before.end().is_none() && job.life.phase.end().is_some() {
            used.saturating_accrue(Self::ended_weight(&job, disputed, ended));
        }
        used.saturating_accrue(answers::leaving::<T>(gone));
        // A panel tells when it is done; until then it is looked for now and then.
        let due = job.life.phase.due().unwrap_or_else(|| now.saturating_add(PATIENCE));
        Jobs::<T>::insert(id, job);
        (Next::At(due), used)
    }

    /// The worker's time is over: it pays, and another one is looked for, or anyone may prove, or it ends.
    /// Answers how many offers are gone.
    fn missed(id: JobId, job: &mut JobOf<T>, before: life::Phase, rules: &Rules) -> u32 {
        let since = match before {
            life::Phase::Assigned { since, .. } => since,
            _ => Self::now(),
        };
        let gone = Self::miss_those(id, job, since, |standing| standing == Standing::Working);
        let more = match job.life.phase {
            life::Phase::Seeking => Self::seek_or_end(id, job, rules),
            life::Phase::Open { until } => {
                Self::deposit_event(Event::Opened { job: id, until });
                0
            },
            _ => Self::end(id, job, rules).gone,
        };
        gone.saturating_add(more)
    }

    /// Gives a request to another worker, or ends it. Answers how many offers are gone.
    pub(crate) fn seek_or_end(id: JobId, job: &mut JobOf<T>, rules: &Rules) -> u32 {
        let seeking = job.life.phase == life::Phase::Seeking;
        if seeking && Self::seek(id, job, rules).is_some() {
            return 0;
        }
        Self::end(id, job, rules).gone
    }

    /// What forgetting a request of so many workers weighs, each of whom may have an output.
    fn forgetting(workers: usize) -> Weight {
        T::WeightInfo::forget((workers as u32).max(1))
    }

    /// What is left of a request that ended some time ago.
    fn forget(id: JobId, job: JobOf<T>) {
        let outputs: Vec<_> =
            (0..job.workers.len() as u8).map(|place| Outputs::<T>::take(id, place)).collect();
        let mut remains = [0; REMAINS];
        let hash = blake2_256(&(&job, outputs).encode());
        for (kept, byte) in remains.iter_mut().zip(hash) {
            *kept = byte;
        }
        Remains::<T>::insert(id, remains);
        Inputs::<T>::remove(id);
        Jobs::<T>::remove(id);
        Self::deposit_event(Event::Forgotten { job: id });
    }

    /// Constants that must fit each other.
    pub(crate) fn check_integrity() {
        let rules = T::Rules::get();
        assert!(T::MaxDue::get() > 0 && T::MaxBatch::get() > 0, "something must fit");
        assert!(T::MaxTime::get() >= LEAST_TIME, "workers must be given time");
        assert!(rules.window > 0 && rules.appeal > 0 && rules.reveal > 0, "doubts take time");
        let costs = Self::costs();
        let needed = Self::heaviest()
            .saturating_add(costs.slot)
            .saturating_add(costs.most())
            .saturating_add(Self::reading_rules());
        assert!(
            needed.all_lte(T::AgendaWeight::get()),
            "a block's part, {:?}, must suffice for one entry of the agenda, {needed:?}",
            T::AgendaWeight::get(),
        );
    }
}

/// Blocks after which a request that waits for a panel is looked at again, once its old deadline is over.
/// What a jury found takes effect so much later: a liar's other answers must not be settled meanwhile.
pub(crate) const PATIENCE: BlockNumber = 10;
