//! What is asked before a transaction is let in: whether it would be taken now. Reads, and changes nothing.

use crate::{
    life::{self, Phase},
    proving::{Proof, Shape},
    types::Standing,
    *,
};
use opg_primitives::{
    market::{commitment, Order, Output},
    panels::Salt,
};
use polkadot_sdk::frame_support::{ensure, traits::Get};

/// Entries of a batch that are looked at: one of them must stand.
pub const TRIED: usize = 8;

impl<T: Config> Pallet<T> {
    /// Whether a request would be taken, but for who is drawn.
    pub fn may_request(who: &T::AccountId, order: &Order<T::AccountId>) -> Result<(), Error<T>> {
        Self::check_order(who, order, &T::Rules::get()).map(|_| ())
    }

    /// Whether one of the first answers would stand.
    pub fn may_answer(who: &T::AccountId, answers: &[(JobId, Output)]) -> Result<(), Error<T>> {
        one_of(answers, |(id, output)| {
            Self::check_output(output)?;
            Self::may_step(*id, who, life::Event::Answered)
        })
    }

    /// Whether a worker may decline.
    pub fn may_decline(who: &T::AccountId, id: JobId) -> Result<(), Error<T>> {
        Self::may_step(id, who, life::Event::Declined)
    }

    /// Whether one of the first commitments would stand.
    pub fn may_commit(who: &T::AccountId, commitments: &[(JobId, Hash)]) -> Result<(), Error<T>> {
        one_of(commitments, |(id, _)| {
            let (mut job, standing) = Self::standing_of(*id, who)?;
            match standing {
                Standing::Working => {},
                Standing::Missed => return Err(Error::<T>::TooLate),
                _ => return Err(Error::<T>::AlreadyCommitted),
            }
            Self::try_step(&mut job, life::Event::Committed { last: false })
        })
    }

    /// Whether one of the first outputs would stand.
    pub fn may_reveal(
        who: &T::AccountId,
        answers: &[(JobId, Salt, Output)],
    ) -> Result<(), Error<T>> {
        one_of(answers, |(id, salt, output)| {
            Self::check_output(output)?;
            let (mut job, standing) = Self::standing_of(*id, who)?;
            match standing {
                Standing::Committed(hash) => {
                    let same = commitment(*id, who, salt, output) == hash;
                    ensure!(same, Error::<T>::NotWhatWasCommitted);
                },
                Standing::Answered { .. } => return Err(Error::<T>::AlreadyRevealed),
                _ => return Err(Error::<T>::NotCommitted),
            }
            Self::try_step(&mut job, life::Event::Revealed { last: false })
        })
    }

    /// Whether the first proofs are of requests that wait for them. The proofs are not looked at: whoever
    /// sends a wrong one pays for the whole batch.
    pub fn may_prove(
        who: &T::AccountId,
        shape: &Shape,
        models: &[ModelHash],
        proofs: &[Proof],
    ) -> Result<(), Error<T>> {
        ensure!(!proofs.is_empty(), Error::<T>::Empty);
        for proof in proofs.iter().take(TRIED) {
            let mut job = Self::job_of(proof.job)?;
            let model = models.get(usize::from(proof.model));
            ensure!(model == Some(&job.model), Error::<T>::OtherModel);
            Self::check_shape(&job.model, shape)?;
            let by_worker = job.current().is_some_and(|worker| worker.account == *who);
            Self::try_step(&mut job, life::Event::Proven { by_worker })?;
        }
        Ok(())
    }

    fn standing_of(id: JobId, who: &T::AccountId) -> Result<(JobOf<T>, Standing), Error<T>> {
        let mut job = Self::job_of(id)?;
        let standing = Self::worker(&mut job, who)?.standing;
        Ok((job, standing))
    }

    fn may_step(id: JobId, who: &T::AccountId, event: life::Event) -> Result<(), Error<T>> {
        let mut job = Self::job_of(id)?;
        Self::current_worker(&mut job, who)?;
        Self::try_step(&mut job, event)
    }

    /// What comes of it is forgotten.
    fn try_step(job: &mut JobOf<T>, event: life::Event) -> Result<(), Error<T>> {
        debug_assert!(job.life.phase != Phase::Seeking, "what is stored seeks nobody");
        let times = Self::times(&T::Rules::get());
        job.life.step(event, Self::now(), &times).map(|_| ()).map_err(Error::<T>::from)
    }
}

/// Whether one of the first entries stands; or why the first one does not.
fn one_of<Entry, T: Config>(
    entries: &[Entry],
    stands: impl Fn(&Entry) -> Result<(), Error<T>>,
) -> Result<(), Error<T>> {
    let mut tried = entries.iter().take(TRIED).map(stands);
    let first = tried.next().unwrap_or(Err(Error::<T>::Empty));
    if first.is_ok() || tried.any(|entry| entry.is_ok()) {
        return Ok(());
    }
    first
}
