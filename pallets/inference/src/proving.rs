//! Answers that come with a proof: what call 5 does. All proofs of a batch are checked at once, by the node,
//! and all are taken or none.

use crate::{life, types::Standing, types::Worker, *};
use alloc::{collections::BTreeSet, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use opg_primitives::{
    market::{context, Data, OnSettled, Output},
    models::Servers,
    proofs::{
        self, Batch, Claim, Declared, Key, KeyHead, Values, Verifier, MAX_CLAIMS, MAX_PROOF_BYTES,
    },
};
use polkadot_sdk::{
    frame_support::{
        ensure,
        traits::{ConstU32, Get},
        weights::Weight,
        BoundedVec,
    },
    frame_system::pallet_prelude::BlockNumberFor,
    sp_io::hashing::blake2_256,
    sp_runtime::{traits::Zero, DispatchError, DispatchResult},
};
use scale_info::TypeInfo;

/// The largest circuit of a batch: from it follows what checking costs, before anything is looked up.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Shape {
    /// Of 2^k rows, k: the same in all of them.
    pub rows: u8,
    /// Terms of a row, at most.
    pub width: u16,
}

/// An answer with its proof.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Proof {
    pub job: JobId,
    /// The request's model, by its place in the list.
    pub model: u16,
    /// What the model answers.
    pub output: Values,
    pub proof: BoundedVec<u8, ConstU32<MAX_PROOF_BYTES>>,
}

/// What a batch of proofs weighs at most.
pub(crate) fn weight<T: Config>(shape: &Shape, models: &[ModelHash], proofs: &[Proof]) -> Weight {
    let outputs = proofs.iter().map(|proof| proof.output.len() as u64);
    let inputs = u64::from(proofs::MAX_PUBLIC).saturating_mul(proofs.len() as u64);
    let declared = Declared {
        rows: shape.rows,
        width: shape.width,
        keys: models.len() as u32,
        claims: proofs.len() as u32,
        public: outputs.fold(inputs, u64::saturating_add),
    };
    // Each may be the one after which what was earned is paid out, and one of a standing order.
    let more = T::WeightInfo::run_ended()
        .saturating_add(T::WeightInfo::pay_out())
        .saturating_add(T::OnSettled::weight())
        .saturating_mul(proofs.len() as u64);
    T::WeightInfo::prove_answers(proofs.len() as u32)
        .saturating_add(T::Verifier::weight(declared))
        .saturating_add(more)
}

/// A request with what was proven of it.
type ProvenOf<T> = (JobId, JobOf<T>, Values);

impl<T: Config> Pallet<T> {
    pub(crate) fn do_prove_answers(
        who: &T::AccountId,
        declared: Shape,
        models: Vec<ModelHash>,
        proofs: Vec<Proof>,
    ) -> DispatchResult {
        let rules = T::Rules::get();
        let (batch, jobs) = Self::proven_claims(who, declared, &models, proofs, &rules)?;
        T::Verifier::verify(&batch).map_err(|_| Error::<T>::BadProof)?;
        Self::take_proven(who, jobs, &rules);
        Ok(())
    }

    /// What a batch claims, of requests that are to be settled if it is proven.
    pub(crate) fn proven_claims(
        who: &T::AccountId,
        declared: Shape,
        models: &[ModelHash],
        proofs: Vec<Proof>,
        rules: &Rules,
    ) -> Result<(Batch, Vec<ProvenOf<T>>), DispatchError> {
        ensure!(!proofs.is_empty(), Error::<T>::Empty);
        let ids: BTreeSet<_> = proofs.iter().map(|proof| proof.job).collect();
        ensure!(ids.len() == proofs.len(), Error::<T>::Twice);
        let keys = Self::keys(declared, models)?;
        let mut claims = BoundedVec::<Claim, ConstU32<MAX_CLAIMS>>::new();
        let mut jobs = Vec::new();
        for proof in proofs {
            let model = models.get(usize::from(proof.model)).ok_or(Error::<T>::OtherModel)?;
            let key = keys.get(usize::from(proof.model)).ok_or(Error::<T>::OtherModel)?;
            let mut job = Self::job_of(proof.job)?;
            ensure!(job.model == *model, Error::<T>::OtherModel);
            let by_worker = job.current().is_some_and(|worker| worker.account == *who);
            Self::step(&mut job, life::Event::Proven { by_worker }, rules)?;
            let inputs = Self::input_values(proof.job)?;
            let claim = Claim {
                key: proof.model,
                context: Self::context(proof.job, &job, key, who),
                inputs,
                outputs: proof.output.clone(),
                proof: proof.proof,
            };
            claims.try_push(claim).map_err(|_| Error::<T>::BadProof)?;
            jobs.push((proof.job, job, proof.output));
        }
        Ok((Batch { keys, claims }, jobs))
    }

    /// Settles requests whose answers were proven.
    pub(crate) fn take_proven(who: &T::AccountId, jobs: Vec<ProvenOf<T>>, rules: &Rules) {
        for (id, job, output) in jobs {
            Self::proven(id, job, who, output, rules);
        }
    }

    /// The keys of models whose circuits are as large as declared.
    fn keys(
        declared: Shape,
        models: &[ModelHash],
    ) -> Result<BoundedVec<Key, ConstU32<MAX_CLAIMS>>, DispatchError> {
        let mut keys = BoundedVec::new();
        for model in models {
            let key = Self::check_shape(model, &declared)?;
            keys.try_push(key).map_err(|_| Error::<T>::OtherModel)?;
        }
        Ok(keys)
    }

    /// The key of a model whose circuit is no larger than declared.
    pub(crate) fn check_shape(model: &ModelHash, declared: &Shape) -> Result<Key, Error<T>> {
        let key = T::Servers::claim(model).and_then(|claim| claim.key);
        let key = key.ok_or(Error::<T>::OtherModel)?;
        let head = KeyHead::read(&key).ok_or(Error::<T>::OtherShape)?;
        let fits = head.rows == declared.rows && head.width <= declared.width;
        ensure!(fits, Error::<T>::OtherShape);
        Ok(key)
    }

    fn input_values(id: JobId) -> Result<Values, DispatchError> {
        let input = Inputs::<T>::get(id).ok_or(Error::<T>::NoSuchJob)?;
        let bytes = input.inline().unwrap_or_default().to_vec();
        Values::try_from(bytes).map_err(|_| Error::<T>::BadInput.into())
    }

    /// What a proof of this request by this account is made for.
    pub fn context(id: JobId, job: &JobOf<T>, key: &Key, payee: &T::AccountId) -> [u8; 32] {
        let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
        let genesis = Hash::from_slice(genesis.as_ref());
        let key = blake2_256(key).into();
        context(&genesis, id, &job.requester, &job.input, &key, payee)
    }

    fn proven(id: JobId, mut job: JobOf<T>, who: &T::AccountId, output: Values, rules: &Rules) {
        let bytes = BoundedVec::truncate_from(output.into_inner());
        let output: Output = Data::Inline(bytes);
        let digest = output.digest();
        let standing = Standing::Answered { output: digest, agrees: true };
        let price = job.current().map_or(0, |worker| worker.price);
        match job.current() {
            Some(worker) if worker.account == *who => {
                let was = core::mem::replace(&mut worker.standing, standing);
                // The slot of one that missed its time, and proves like anyone, is free since then.
                if was == Standing::Working {
                    T::Servers::give_back(&job.model, who);
                }
            },
            // The assigned worker has missed its time: whoever comes after it is paid what it would have been.
            _ => {
                let account = who.clone();
                let worker = Worker { account, price, ticket: None, standing };
                let _ = job.workers.try_push(worker);
            },
        }
        let place = job.workers.len().saturating_sub(1) as u8;
        Outputs::<T>::insert(id, place, output);
        Self::deposit_event(Event::Proven { job: id, worker: who.clone(), output: digest });
        Self::end(id, &mut job, rules);
        Jobs::<T>::insert(id, job);
    }
}
