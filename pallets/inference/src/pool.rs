//! What is asked before a transaction is let in: whether it would be taken now. Reads, and changes nothing.

use crate::{
    life,
    proving::{Proof, Shape},
    *,
};
use opg_primitives::{
    market::{Order, Output},
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
        let rules = T::Rules::get();
        one_of(answers, |(id, output)| {
            Self::with_answer(*id, who, output, &rules)?;
            Ok(())
        })
    }

    /// Whether a worker may decline.
    pub fn may_decline(who: &T::AccountId, id: JobId) -> Result<(), Error<T>> {
        Self::with_decline(id, who, &T::Rules::get())?;
        Ok(())
    }

    /// Whether one of the first commitments would stand.
    pub fn may_commit(who: &T::AccountId, commitments: &[(JobId, Hash)]) -> Result<(), Error<T>> {
        let rules = T::Rules::get();
        one_of(commitments, |(id, hash)| {
            Self::with_commitment(*id, who, *hash, &rules)?;
            Ok(())
        })
    }

    /// Whether one of the first outputs would stand.
    pub fn may_reveal(
        who: &T::AccountId,
        answers: &[(JobId, Salt, Output)],
    ) -> Result<(), Error<T>> {
        let rules = T::Rules::get();
        one_of(answers, |(id, salt, output)| {
            Self::with_output(*id, who, salt, output, &rules)?;
            Ok(())
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
        let rules = T::Rules::get();
        for proof in proofs.iter().take(TRIED) {
            let mut job = Self::job_of(proof.job)?;
            let model = models.get(usize::from(proof.model));
            ensure!(model == Some(&job.model), Error::<T>::OtherModel);
            Self::check_shape(&job.model, shape)?;
            let by_worker = job.current().is_some_and(|worker| worker.account == *who);
            Self::step(&mut job, life::Event::Proven { by_worker }, &rules)?;
        }
        Ok(())
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
