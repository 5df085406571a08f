//! Workers of bonded requests answer, or say that they do not: what calls 1 and 2 do.

use crate::{
    life::{self, Effect, Fault},
    types::Standing,
    *,
};
use alloc::{collections::BTreeSet, vec::Vec};
use opg_primitives::{
    market::{Data, Decline, Output, MAX_BLOB},
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
    sp_runtime::{DispatchError, DispatchResult},
};

/// What a batch of answers weighs at most.
pub(crate) fn weight<T: Config>(answers: &[(JobId, Output)]) -> Weight {
    let carried = answers.iter().map(|(_, output)| output.carried());
    T::WeightInfo::submit_answers(answers.len() as u32, carried.fold(0, u32::saturating_add))
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
        let jobs = answers.iter().map(|(id, _)| *id).collect::<Vec<_>>();
        let mut answers = answers.into_iter();
        Self::each(who, &jobs, None, |id| {
            let (_, output) = answers.next().ok_or(Error::<T>::Empty)?;
            Self::answer(id, who, output, &rules)?;
            Ok(Weight::zero())
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

    fn answer(id: JobId, who: &T::AccountId, output: Output, rules: &Rules) -> DispatchResult {
        let mut job = Self::with_answer(id, who, &output, rules)?;
        let digest = output.digest();
        let place = job.workers.len().saturating_sub(1) as u8;
        if let Some(worker) = job.current() {
            worker.standing = Standing::Answered { output: digest, agrees: true };
        }
        T::Servers::give_back(&job.model, who);
        Outputs::<T>::insert(id, place, output);
        let until = job.life.phase.due().unwrap_or_default();
        Self::deposit_event(Event::Answered {
            job: id,
            worker: who.clone(),
            output: digest,
            until,
        });
        Jobs::<T>::insert(id, job);
        Ok(())
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

    /// The request after its worker has declined. Nothing is stored.
    pub(crate) fn with_decline(
        id: JobId,
        who: &T::AccountId,
        rules: &Rules,
    ) -> Result<JobOf<T>, Error<T>> {
        let mut job = Self::job_of(id)?;
        Self::current_worker(&mut job, who)?;
        Self::step(&mut job, life::Event::Declined, rules)?;
        Ok(job)
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

    /// Bytes elsewhere have a size that can be.
    pub(crate) fn check_output(output: &Output) -> Result<(), Error<T>> {
        match output {
            Data::Blob { bytes, .. } if !(1..=MAX_BLOB).contains(bytes) => Err(Error::<T>::BadSize),
            _ => Ok(()),
        }
    }

    pub(crate) fn do_decline(who: &T::AccountId, id: JobId, why: Decline) -> DispatchResult {
        let rules = T::Rules::get();
        let mut job = Self::with_decline(id, who, &rules)?;
        T::Servers::give_back(&job.model, who);
        Self::deposit_event(Event::Declined { job: id, worker: who.clone(), why });
        if let Some(worker) = job.current() {
            worker.standing = Standing::Declined(why);
            Self::free(id, worker);
        }
        Self::seek_or_end(id, &mut job, &rules);
        Jobs::<T>::insert(id, job);
        Ok(())
    }
}
