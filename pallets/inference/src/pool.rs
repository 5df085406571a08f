//! What is asked before a transaction is let in: whether it would be taken now. Reads, and changes nothing.

use crate::{
    life,
    proving::{Proof, Shape},
    *,
};
use opg_primitives::{
    market::{Decline, Order, Output},
    panels::Salt,
};
use polkadot_sdk::frame_support::{ensure, traits::Get};

/// Entries of a batch that are looked at: one of them must stand.
pub const TRIED: usize = 8;

/// An entry that would be taken now. Of transactions that are let in for the same one, one is of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stands {
    pub job: JobId,
    /// When it cannot stand any more.
    pub until: BlockNumber,
}

impl<T: Config> Pallet<T> {
    /// Whether a request would be taken, but for who is drawn.
    pub fn may_request(who: &T::AccountId, order: &Order<T::AccountId>) -> Result<(), Error<T>> {
        Self::check_order(who, order, &T::Rules::get()).map(|_| ())
    }

    /// The first answer, of the first few, that would stand.
    pub fn may_answer(who: &T::AccountId, answers: &[(JobId, Output)]) -> Result<Stands, Error<T>> {
        let rules = T::Rules::get();
        one_of(answers, |(id, output)| {
            let job = Self::with_answer(*id, who, output, &rules)?;
            Ok(Self::stands(*id, &job))
        })
    }

    /// Whether a worker may decline.
    pub fn may_decline(who: &T::AccountId, id: JobId, why: Decline) -> Result<Stands, Error<T>> {
        let (job, _) = Self::with_decline(id, who, why, &T::Rules::get())?;
        Ok(Self::stands(id, &job))
    }

    /// The first commitment, of the first few, that would stand.
    pub fn may_commit(
        who: &T::AccountId,
        commitments: &[(JobId, Hash)],
    ) -> Result<Stands, Error<T>> {
        let rules = T::Rules::get();
        one_of(commitments, |(id, hash)| {
            let (job, _) = Self::with_commitment(*id, who, *hash, &rules)?;
            Ok(Self::stands(*id, &job))
        })
    }

    /// The first output, of the first few, that would stand.
    pub fn may_reveal(
        who: &T::AccountId,
        answers: &[(JobId, Salt, Output)],
    ) -> Result<Stands, Error<T>> {
        let rules = T::Rules::get();
        one_of(answers, |(id, salt, output)| {
            let (job, _) = Self::with_output(*id, who, salt, output, &rules)?;
            Ok(Self::stands(*id, &job))
        })
    }

    fn stands(job: JobId, stored: &JobOf<T>) -> Stands {
        Stands { job, until: Self::now().saturating_add(stored.life.time) }
    }

    /// Whether the first proofs are of requests that wait for them. The proofs are not looked at: whoever
    /// sends a wrong one pays for the whole batch.
    pub fn may_prove(
        who: &T::AccountId,
        shape: &Shape,
        models: &[ModelHash],
        proofs: &[Proof],
    ) -> Result<Stands, Error<T>> {
        let mut first = None;
        let rules = T::Rules::get();
        for proof in proofs.iter().take(TRIED) {
            let mut job = Self::job_of(proof.job)?;
            let model = models.get(usize::from(proof.model));
            ensure!(model == Some(&job.model), Error::<T>::OtherModel);
            Self::check_shape(&job.model, shape)?;
            let by_worker = job.current().is_some_and(|worker| worker.account == *who);
            Self::step(&mut job, life::Event::Proven { by_worker }, &rules)?;
            first = first.or(Some(Self::stands(proof.job, &job)));
        }
        first.ok_or(Error::<T>::Empty)
    }
}

/// The first of the entries that stands, of those that are tried; or why the very first one does not.
fn one_of<Entry, T: Config>(
    entries: &[Entry],
    stands: impl Fn(&Entry) -> Result<Stands, Error<T>>,
) -> Result<Stands, Error<T>> {
    let mut tried = entries.iter().take(TRIED).map(stands);
    let first = tried.next().unwrap_or(Err(Error::<T>::Empty));
    first.or_else(|why| tried.find_map(Result::ok).ok_or(why))
}
