//! Workers of bonded requests answer, or say that they do not: what calls 1 and 2 do.

use crate::{
    life::{self, Effect, Fault},
    types::Standing,
    *,
};
use alloc::{collections::BTreeSet, vec::Vec};
use opg_primitives::{
    market::{Data, Decline, Output, MAX_BLOB, MAX_OUTPUT},
    models::Servers,
};
use polkadot_sdk::{
    frame_support::{
        dispatch::{DispatchResultWithPostInfo, Pays, PostDispatchInfo},
        ensure,
        storage::with_storage_layer,
        traits::Get,
        weights::Weight,
    },
    sp_runtime::DispatchError,
};

/// What a batch of answers weighs at most: each may be the last one of an offer.
pub(crate) fn weight<T: Config>(answers: &[(JobId, Output)]) -> Weight {
    least::<T>(answers).saturating_add(leaving::<T>(answers.len() as u32))
}

/// What a batch of answers weighs if all offers stay.
fn least<T: Config>(answers: &[(JobId, Output)]) -> Weight {
    let carried = answers.iter().map(|(_, output)| output.carried());
    T::WeightInfo::submit_answers(answers.len() as u32, carried.fold(0, u32::saturating_add))
}

/// What it weighs besides that so many offers are gone.
pub(crate) fn leaving<T: Config>(gone: u32) -> Weight {
    T::Servers::leaving().saturating_mul(gone.into())
}

impl<T: Config> From<Fault> for Error<T> {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::TooEarly => Self::TooEarly,
            Fault::TooLate => Self::TooLate,
            Fault::OtherAssurance => Self::OtherAssurance,
            Fault::Ended => Self::Ended,
        }
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn job_of(id: JobId) -> Result<JobOf<T>, Error<T>> {
        Jobs::<T>::get(id).ok_or(Error::<T>::NoSuchJob)
    }

    pub(crate) fn do_submit_answers(
        who: &T::AccountId,
        answers: Vec<(JobId, Output)>,
    ) -> DispatchResultWithPostInfo {
        let rules = T::Rules::get();
        let base = least::<T>(&answers);
        let jobs = answers.iter().map(|(id, _)| *id).collect::<Vec<_>>();
        let (mut answers, mut models) = (answers.into_iter(), BTreeSet::new());
        Self::each(who, &jobs, Some(base), |id| {
            let (_, output) = answers.next().ok_or(Error::<T>::Empty)?;
            let (model, gone) = Self::answer(id, who, output, &rules)?;
            Ok(Self::gave_back(model, gone, &mut models))
        })
    }

    /// Does the entries of a batch, each of which stands or falls alone. The batch is unpaid if all stand.
    /// It weighs what was said before, or what each entry says besides `base`, where that is given.
    pub(crate) fn each(
        who: &T::AccountId,
        jobs: &[JobId],
        base: Option<Weight>,
        mut entry: impl FnMut(JobId) -> Result<Weight, DispatchError>,
    ) -> DispatchResultWithPostInfo {
        ensure!(!jobs.is_empty(), Error::<T>::Empty);
        ensure!(jobs.iter().collect::<BTreeSet<_>>().len() == jobs.len(), Error::<T>::Twice);
        let (mut pays_fee, mut actual_weight) = (Pays::No, base);
        for id in jobs {
            match with_storage_layer(|| entry(*id)) {
                Ok(more) => actual_weight = actual_weight.map(|used| used.saturating_add(more)),
                Err(error) => {
                    pays_fee = Pays::Yes;
                    Self::deposit_event(Event::Refused { job: *id, worker: who.clone(), error });
                },
            }
        }
        Ok(PostDispatchInfo { actual_weight, pays_fee })
    }

    /// What giving back a slot of this model weighs besides, in a batch that has given back those of others:
    /// what batches weigh is measured with one model, and offers that stay.
    pub(crate) fn gave_back(
        model: ModelHash,
        gone: bool,
        models: &mut BTreeSet<ModelHash>,
    ) -> Weight {
        let another = models.insert(model) && models.len() > 1;
        leaving::<T>((gone || another).into())
    }

    /// Answers which model's slot was given back, and whether the worker's offer is gone.
    fn answer(
        id: JobId,
        who: &T::AccountId,
        output: Output,
        rules: &Rules,
    ) -> Result<(ModelHash, bool), DispatchError> {
        let mut job = Self::with_answer(id, who, &output, rules)?;
        let model = job.model;
        let digest = output.digest();
        let place = job.workers.len().saturating_sub(1) as u8;
        if let Some(worker) = job.current() {
            worker.standing = Standing::Answered { output: digest, agrees: true };
        }
        let gone = T::Servers::give_back(&job.model, who);
        Outputs::<T>::insert(id, place, output);
        let until = job.life.phase.due().unwrap_or_default();
        Self::deposit_event(Event::Answered {
            job: id,
            worker: who.clone(),
            output: digest,
            until,
        });
        Jobs::<T>::insert(id, job);
        Ok((model, gone))
    }

    /// The request after this answer. Nothing is stored.
    pub(crate) fn with_answer(
        id: JobId,
        who: &T::AccountId,
        output: &Output,
        rules: &Rules,
    ) -> Result<JobOf<T>, Error<T>> {
        let mut job = Self::job_of(id)?;
        Self::check_output(output)?;
        Self::current_worker(&mut job, who)?;
        Self::step(&mut job, life::Event::Answered, rules)?;
        Ok(job)
    }

    /// The request after this worker has declined, and what follows from it. Nothing is stored.
    pub(crate) fn with_decline(
        id: JobId,
        who: &T::AccountId,
        why: Decline,
        rules: &Rules,
    ) -> Result<(JobOf<T>, Effect), Error<T>> {
        let mut job = Self::job_of(id)?;
        let worker = Self::worker(&mut job, who)?;
        match worker.standing {
            Standing::Working => worker.standing = Standing::Declined(why),
            Standing::Declined(_) | Standing::Missed => return Err(Error::<T>::NotYours),
            Standing::Committed(_) => return Err(Error::<T>::AlreadyCommitted),
            _ => return Err(Error::<T>::TooLate),
        }
        let last = !job.workers.iter().any(|worker| worker.standing == Standing::Working);
        let effect = Self::step(&mut job, life::Event::Declined { last }, rules)?;
        Ok((job, effect))
    }

    /// Something happens now.
    pub(crate) fn step(
        job: &mut JobOf<T>,
        event: life::Event,
        rules: &Rules,
    ) -> Result<Effect, Error<T>> {
        job.life.step(event, Self::now(), &Self::times(rules)).map_err(Error::<T>::from)
    }

    /// That `who` is the one that is at it.
    fn current_worker(job: &mut JobOf<T>, who: &T::AccountId) -> Result<(), Error<T>> {
        ensure!(job.life.phase.end().is_none(), Error::<T>::Ended);
        match job.current() {
            Some(worker) if worker.account == *who => Ok(()),
            _ => Err(Error::<T>::NotYours),
        }
    }

    /// Bytes elsewhere have a size that can be, and are not so few that they could be here: otherwise the
    /// same answer could be given in two ways, and be counted as two.
    pub(crate) fn check_output(output: &Output) -> Result<(), Error<T>> {
        let least = u64::from(MAX_OUTPUT).saturating_add(1);
        match output {
            Data::Blob { bytes, .. } if !(least..=MAX_BLOB).contains(bytes) => {
                Err(Error::<T>::BadSize)
            },
            _ => Ok(()),
        }
    }

    /// What it did weigh depends on whether the request ended.
    pub(crate) fn do_decline(
        who: &T::AccountId,
        id: JobId,
        why: Decline,
    ) -> DispatchResultWithPostInfo {
        let rules = T::Rules::get();
        let (mut job, effect) = Self::with_decline(id, who, why, &rules)?;
        let gone = T::Servers::give_back(&job.model, who);
        Self::deposit_event(Event::Declined { job: id, worker: who.clone(), why });
        if let Some(worker) = job.worker(who) {
            Self::free(id, worker);
        }
        let more = match effect {
            Effect::Declined => Self::seek_or_end(id, &mut job, &rules),
            Effect::End => Self::end(id, &mut job, &rules).gone,
            _ => {
                if matches!(job.life.phase, life::Phase::Revealing { .. }) {
                    Self::reveal_began(id, &job);
                }
                0
            },
        };
        let mut used =
            T::WeightInfo::decline().saturating_add(leaving::<T>(more.saturating_add(gone.into())));
        if job.life.phase.end().is_some() {
            used.saturating_accrue(Self::ended_weight(&job, false, Some(false)));
        }
        Jobs::<T>::insert(id, job);
        Ok(PostDispatchInfo { actual_weight: Some(used), pays_fee: Pays::No })
    }
}
