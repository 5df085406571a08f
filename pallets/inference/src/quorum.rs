//! Quorums: several workers who answer independently, and are counted. What calls 3 and 4 do.

use crate::{
    life::{self, Effect, Tally},
    types::{Standing, Worker},
    *,
};
use alloc::{collections::BTreeSet, vec::Vec};
use opg_primitives::{
    closeness,
    market::{commitment, Data, Output, MAX_QUORUM},
    models::{Class, Servers, Tensors},
    panels::Salt,
};
use polkadot_sdk::{
    frame_support::{dispatch::DispatchResultWithPostInfo, ensure, traits::Get, weights::Weight},
    sp_runtime::{DispatchError, DispatchResult},
};

/// What a batch of revealed outputs weighs at most: each may be the last one of its quorum, and of its offer.
pub(crate) fn weight<T: Config>(answers: &[(JobId, Salt, Output)]) -> Weight {
    let each = counted::<T>().saturating_add(T::Servers::leaving());
    least::<T>(answers).saturating_add(each.saturating_mul(answers.len() as u64))
}

/// What counting a quorum weighs at most, and what follows from it; but for comparing, which each output
/// brings with it.
fn counted<T: Config>() -> Weight {
    T::WeightInfo::count().saturating_add(Pallet::<T>::end_weight())
}

/// What comparing so many outputs, of so many bytes in all, weighs at most. Of seven, each is compared with six
/// others: half of that is its own, and once more with the answer.
pub(crate) fn compared<T: Config>(outputs: u32, bytes: u32) -> Weight {
    // Finding the parts of each takes its time, however short they are.
    let others = T::WeightInfo::compare(0).saturating_mul(outputs.saturating_sub(1).into());
    T::WeightInfo::compare(bytes)
        .saturating_add(others)
        .saturating_mul(u64::from(MAX_QUORUM.saturating_div(2)).saturating_add(1))
}

/// What a batch of revealed outputs weighs if none is the last one.
fn least<T: Config>(answers: &[(JobId, Salt, Output)]) -> Weight {
    let carried = answers.iter().map(|(_, _, output)| output.carried());
    let (count, carried) = (answers.len() as u32, carried.fold(0, u32::saturating_add));
    T::WeightInfo::reveal_answers(count, carried).saturating_add(compared::<T>(count, carried))
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_commit_answers(
        who: &T::AccountId,
        commitments: Vec<(JobId, Hash)>,
    ) -> DispatchResultWithPostInfo {
        let rules = T::Rules::get();
        let jobs = commitments.iter().map(|(id, _)| *id).collect::<Vec<_>>();
        let mut hashes = commitments.into_iter();
        Self::each(who, &jobs, None, |id| {
            let (_, hash) = hashes.next().ok_or(Error::<T>::Empty)?;
            Self::commit_answer(id, who, hash, &rules)?;
            Ok(Weight::zero())
        })
    }

    fn commit_answer(id: JobId, who: &T::AccountId, hash: Hash, rules: &Rules) -> DispatchResult {
        let (job, last) = Self::with_commitment(id, who, hash, rules)?;
        Self::deposit_event(Event::Committed { job: id, worker: who.clone(), commitment: hash });
        if last {
            Self::reveal_began(id, &job);
        }
        Jobs::<T>::insert(id, job);
        Ok(())
    }

    /// The request after this commitment, and whether it was the last one. Nothing is stored.
    pub(crate) fn with_commitment(
        id: JobId,
        who: &T::AccountId,
        hash: Hash,
        rules: &Rules,
    ) -> Result<(JobOf<T>, bool), Error<T>> {
        let mut job = Self::job_of(id)?;
        let worker = Self::worker(&mut job, who)?;
        match worker.standing {
            Standing::Working => worker.standing = Standing::Committed(hash),
            Standing::Missed => return Err(Error::<T>::TooLate),
            Standing::Declined(_) => return Err(Error::<T>::NotYours),
            _ => return Err(Error::<T>::AlreadyCommitted),
        }
        let last = !job.workers.iter().any(|worker| worker.standing == Standing::Working);
        Self::step(&mut job, life::Event::Committed { last }, rules)?;
        Ok((job, last))
    }

    pub(crate) fn reveal_began(id: JobId, job: &JobOf<T>) {
        let until = job.life.phase.due().unwrap_or_default();
        Self::deposit_event(Event::RevealBegan { job: id, until });
    }

    pub(crate) fn do_reveal_answers(
        who: &T::AccountId,
        answers: Vec<(JobId, Salt, Output)>,
    ) -> DispatchResultWithPostInfo {
        let rules = T::Rules::get();
        let base = least::<T>(&answers);
        let jobs = answers.iter().map(|(id, _, _)| *id).collect::<Vec<_>>();
        let (mut answers, mut models) = (answers.into_iter(), BTreeSet::new());
        Self::each(who, &jobs, Some(base), |id| {
            let (_, salt, output) = answers.next().ok_or(Error::<T>::Empty)?;
            Self::reveal_answer(id, who, salt, output, &mut models, &rules)
        })
    }

    fn reveal_answer(
        id: JobId,
        who: &T::AccountId,
        salt: Salt,
        output: Output,
        models: &mut BTreeSet<ModelHash>,
        rules: &Rules,
    ) -> Result<Weight, DispatchError> {
        let (mut job, effect) = Self::with_output(id, who, &salt, &output, rules)?;
        let digest = output.digest();
        let place = job.workers.iter().position(|worker| worker.account == *who).unwrap_or(0);
        Outputs::<T>::insert(id, place as u8, output);
        let gone = T::Servers::give_back(&job.model, who);
        Self::deposit_event(Event::Revealed { job: id, worker: who.clone(), output: digest });
        let mut more = Self::gave_back(job.model, gone, models);
        if effect == Effect::Count {
            // All have revealed: nobody else's slot is given back, and each has paid for its comparisons.
            Self::count(id, &mut job, rules);
            more.saturating_accrue(counted::<T>());
        }
        Jobs::<T>::insert(id, job);
        Ok(more)
    }

    /// The request after this output was revealed, and what follows from it. Nothing is stored.
    pub(crate) fn with_output(
        id: JobId,
        who: &T::AccountId,
        salt: &Salt,
        output: &Output,
        rules: &Rules,
    ) -> Result<(JobOf<T>, Effect), Error<T>> {
        let mut job = Self::job_of(id)?;
        Self::check_output(output)?;
        let worker = Self::worker(&mut job, who)?;
        match worker.standing {
            Standing::Committed(hash) => {
                let same = commitment(id, who, salt, output) == hash;
                ensure!(same, Error::<T>::NotWhatWasCommitted);
                // Whether it agrees is known when all are counted.
                worker.standing = Standing::Answered { output: output.digest(), agrees: false };
            },
            Standing::Answered { .. } => return Err(Error::<T>::AlreadyRevealed),
            _ => return Err(Error::<T>::NotCommitted),
        }
        let waits = |one: &Worker<_>| matches!(one.standing, Standing::Committed(_));
        let last = !job.workers.iter().any(waits);
        let effect = Self::step(&mut job, life::Event::Revealed { last }, rules)?;
        Ok((job, effect))
    }

    /// What `who` is in a request that is open.
    pub(crate) fn worker<'a>(
        job: &'a mut JobOf<T>,
        who: &T::AccountId,
    ) -> Result<&'a mut Worker<T::AccountId>, Error<T>> {
        ensure!(job.life.phase.end().is_none(), Error::<T>::Ended);
        job.worker(who).ok_or(Error::<T>::NotYours)
    }

    /// Whether so many of a quorum have committed that more than half may agree.
    pub(crate) fn enough_committed(job: &JobOf<T>) -> bool {
        let has = |one: &&Worker<_>| matches!(one.standing, Standing::Committed(_));
        let committed = job.workers.iter().filter(has).count();
        committed > usize::from(job.life.assurance.workers() / 2)
    }

    /// Counts a quorum: the answer is the one with which most of those who spoke agree, if they are more
    /// than half of all. Those who did not speak are late. Those who said something else, but not so much else
    /// that it must be wrong, are neither paid nor doubted. Answers how many offers are gone, and what comparing
    /// weighed.
    pub(crate) fn count(id: JobId, job: &mut JobOf<T>, rules: &Rules) -> (u32, Weight) {
        let since = Self::began(job);
        let spoke = |standing| matches!(standing, Standing::Committed(_));
        let gone = Self::miss_those(id, job, since, spoke);
        let said = Self::said(id, job);
        let bytes = said.iter().map(|(_, output)| output.carried());
        let compared = compared::<T>(said.len() as u32, bytes.fold(0, u32::saturating_add));
        let tolerance = Self::tolerance(job);
        let (answer, agree) = medoid(&said, |one, other| tolerance.agree(one, other));
        let answer = answer.filter(|_| agree.len() > usize::from(job.life.assurance.workers() / 2));
        let apart = answer.map(|place| tolerance.apart(&said, place, &agree)).unwrap_or_default();
        let tally = match answer {
            // Where nobody can lose anything for it, dissent would only cost whoever pays the jury.
            Some(_) if agree.len().saturating_add(apart.len()) == said.len() || !job.may_slash => {
                Tally::Unanimous
            },
            Some(_) => Tally::Majority,
            None => Tally::Scattered,
        };
        if answer.is_some() {
            Self::sort(id, job, &agree, &apart);
        }
        Self::deposit_event(Event::Counted { job: id, agree, apart, answer });
        let counted = life::Event::Counted(tally);
        match job.life.step(counted, Self::now(), &Self::times(rules)) {
            Ok(Effect::Jury) => Self::call_jury(id, job, rules),
            Ok(Effect::End) => {
                Self::end(id, job, rules);
            },
            _ => {},
        }
        (gone, compared)
    }

    /// Notes who agrees, and lets those go who can neither be paid nor doubted.
    fn sort(id: JobId, job: &mut JobOf<T>, agree: &[u8], apart: &[u8]) {
        for (place, worker) in (0u8..).zip(job.workers.iter_mut()) {
            let Standing::Answered { output, agrees } = &mut worker.standing else { continue };
            *agrees = agree.contains(&place);
            if apart.contains(&place) {
                worker.standing = Standing::Apart { output: *output };
                Self::free(id, worker);
            }
        }
    }

    /// What those who spoke said, with their places.
    fn said(id: JobId, job: &JobOf<T>) -> Vec<(u8, Output)> {
        let spoke = |worker: &Worker<_>| matches!(worker.standing, Standing::Answered { .. });
        let places = (0u8..).zip(job.workers.iter()).filter(|(_, worker)| spoke(worker));
        places.filter_map(|(place, _)| Some((place, Outputs::<T>::get(id, place)?))).collect()
    }

    fn tolerance(job: &JobOf<T>) -> Tolerance {
        let claim = T::Servers::claim(&job.model);
        match claim.map(|claim| (claim.class, claim.interface.outputs)) {
            Some((class @ Class::Close { .. }, outputs)) => Tolerance::Close(class, outputs),
            _ => Tolerance::Exact,
        }
    }
}

/// When two outputs agree. What lies elsewhere, nobody here can compare but by what identifies it, which says
/// nothing where honest machines differ: there it agrees with nothing.
enum Tolerance {
    Exact,
    Close(Class, Tensors),
}

impl Tolerance {
    fn agree(&self, one: &Output, other: &Output) -> bool {
        match (self, one.inline(), other.inline()) {
            (Self::Close(class, outputs), Some(one), Some(other)) => {
                closeness::outputs_agree(one, other, outputs, *class)
            },
            (Self::Close(..), _, _) => false,
            (Self::Exact, _, _) => is_same(one, other),
        }
    }

    /// Those of the others who differ from the answer in this place by too little for one of both to be wrong
    /// for sure.
    fn apart(&self, said: &[(u8, Output)], answer: u8, agree: &[u8]) -> Vec<u8> {
        let Self::Close(class, outputs) = self else { return Vec::new() };
        let answer =
            said.iter().find(|(place, _)| *place == answer).and_then(|(_, one)| one.inline());
        let others = said.iter().filter(|(place, _)| !agree.contains(place));
        let unclear = others.filter(|(_, other)| match (answer, other.inline()) {
            (Some(one), Some(other)) => closeness::outputs_unclear(one, other, outputs, *class),
            _ => false,
        });
        unclear.map(|(place, _)| *place).collect()
    }
}

/// Whether two outputs are the same bytes.
fn is_same(one: &Output, other: &Output) -> bool {
    match (one, other) {
        (Data::Blob { hash: one, .. }, Data::Blob { hash: other, .. }) => one == other,
        _ => one == other,
    }
}

/// The one with which most agree, and those who do; the first of several. Each two are compared once.
fn medoid(
    said: &[(u8, Output)],
    agree: impl Fn(&Output, &Output) -> bool,
) -> (Option<u8>, Vec<u8>) {
    let mut pairs = BTreeSet::new();
    for (nth, (place, output)) in said.iter().enumerate() {
        pairs.insert((*place, *place));
        for (other_place, other) in said.iter().skip(nth.saturating_add(1)) {
            if agree(output, other) {
                pairs.extend([(*place, *other_place), (*other_place, *place)]);
            }
        }
    }
    let mut best = (None, Vec::new());
    for (place, _) in said {
        let with = said.iter().map(|(other, _)| *other);
        let with: Vec<u8> = with.filter(|other| pairs.contains(&(*place, *other))).collect();
        if with.len() > best.1.len() {
            best = (Some(*place), with);
        }
    }
    best
}
