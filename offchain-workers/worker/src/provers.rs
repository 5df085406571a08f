//! Proving what models answer, with their keys made ready when the worker starts.
//!
//! A model's file is its circuit too: whoever has it makes the same key. That takes a second or two and
//! some hundred megabytes, which are kept for as long as the worker runs; on disk they would have to be
//! believed. A proof keeps all processors busy, so few are made at a time, on threads where nothing else
//! waits for them.

use crate::{chain::views::Job, desk::Proof, runner::Failure};
use opg_primitives::{
    market,
    market::{Decline, JobId},
    Hash,
};
use opg_zk::{
    generators::{Basis, Generators},
    key::{BadKey, Key},
    onnx,
    prove::{Model, Prover, Unproven},
    sums,
    verify::{key_hash, Claim},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        atomic::{AtomicBool, Ordering},
        Arc, PoisonError, RwLock,
    },
    time::{Duration, Instant},
};
use subxt::config::{substrate::BlakeTwo256, Hasher};

/// No circuit holds the weights of a larger file.
const MOST_BYTES: u64 = 64 << 20;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the model's file {0} cannot be read: {1}")]
    Read(PathBuf, #[source] std::io::Error),
    #[error(
        "the model has a key on the chain, but its file cannot be proven: {0}; do not serve it"
    )]
    Unfit(String),
    #[error("the model has a key on the chain, but not the one that its file makes: its owner has said something else of it, do not serve it")]
    OtherKey,
    #[error("the model's key on the chain is none: {0}")]
    Key(#[from] BadKey),
    #[error("no proof can be made on this machine: {0}; set `proofs_at_a_time = 0` to serve the model without")]
    Proof(String),
}

impl Error {
    /// Whether it is the model that cannot be proven, not this machine at this moment.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Unfit(_) | Self::OtherKey | Self::Key(_))
    }
}

/// A model, ready to be proven.
struct Circuit {
    prover: Prover<'static>,
    key: Key,
    /// As the chain names it, and as the proof does.
    named: Hash,
    key_hash: [u8; 32],
    /// Of the proof that was made to try it.
    took: Duration,
}

/// All models that can be proven here.
pub struct Provers {
    genesis: Hash,
    me: Hash,
    threads: Option<usize>,
    known: RwLock<BTreeMap<[u8; 32], Arc<Circuit>>>,
}

impl Provers {
    /// Proves for this account, on so many threads.
    pub fn new(genesis: Hash, me: Hash, threads: Option<usize>) -> Self {
        Self { genesis, me, threads, known: RwLock::default() }
    }

    pub fn count(&self) -> usize {
        self.known.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Makes a model ready, whose key is this one on the chain, and proves something to try it. Says how long
    /// that took.
    pub async fn add(&self, model: [u8; 32], file: &Path, key: Vec<u8>) -> Result<Duration, Error> {
        let (file, threads) = (file.to_owned(), self.threads);
        let made = tokio::task::spawn_blocking(move || prepare(&file, &key, threads)).await;
        let circuit = made.map_err(|error| Error::Proof(error.to_string()))??;
        let took = circuit.took;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(model, Arc::new(circuit));
        Ok(took)
    }

    pub fn has(&self, model: &[u8; 32]) -> bool {
        self.circuit(model).is_some()
    }

    /// What was made of a model's weights stays in memory; all else of it goes.
    pub fn forget(&self, model: &[u8; 32]) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).remove(model);
    }

    fn circuit(&self, model: &[u8; 32]) -> Option<Arc<Circuit>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).get(model).cloned()
    }

    /// Proves what a model answers to a request. Whoever drops it stops the proof.
    pub async fn prove(&self, id: JobId, job: &Job, input: Vec<u8>) -> Result<Proof, Failure> {
        let Some(circuit) = self.circuit(&job.model.0) else {
            let text = "this worker makes no proofs of this model".to_owned();
            return Err(Failure::Decline(Decline::ResourceLimit, text));
        };
        let (requester, input_hash) = (Hash::from(job.requester.0), Hash::from(job.input.0));
        let context =
            market::context(&self.genesis, id, &requester, &input_hash, &circuit.named, &self.me);
        let stop = StopOnDrop::default();
        let stopped = stop.0.clone();
        let shape = circuit.key.shape;
        let made = tokio::task::spawn_blocking(move || {
            circuit.prove(&context, &input, || !stopped.load(Ordering::Relaxed))
        });
        let made = made.await.map_err(|error| Failure::Retry(error.to_string()))?;
        let (output, proof) = made?;
        let rows = u8::try_from(shape.k).unwrap_or(u8::MAX);
        let width = u16::try_from(shape.width).unwrap_or(u16::MAX);
        Ok(Proof { model: job.model.0.into(), rows, width, output, proof })
    }
}

/// Has a proof end that nobody waits for any more.
#[derive(Default)]
struct StopOnDrop(Arc<AtomicBool>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn prepare(file: &Path, claimed: &[u8], threads: Option<usize>) -> Result<Circuit, Error> {
    let failed = |error| Error::Read(file.to_owned(), error);
    if std::fs::metadata(file).map_err(failed)?.len() > MOST_BYTES {
        return Err(Error::Unfit("it is too large".into()));
    }
    let bytes = std::fs::read(file).map_err(failed)?;
    let imported = onnx::import(&bytes).map_err(|why| Error::Unfit(why.to_string()))?;
    let mut model = Model::chosen(imported.program)
        .ok_or_else(|| Error::Unfit("it is too large for any circuit".into()))?;
    model.threads = threads.unwrap_or(model.threads).max(1);
    let generators = Generators::new(model.shape.k);
    // It is kept for as long as the process runs, and so is what is made of it.
    let model: &'static Model = Box::leak(Box::new(model));
    let prover = model.prover(&generators).map_err(|why| Error::Proof(why.to_string()))?;
    let hash = key_hash(claimed);
    if prover.key_hash != hash {
        return Err(Error::OtherKey);
    }
    let named = BlakeTwo256.hash(claimed).0.into();
    let key = Key::from_bytes(claimed)?;
    let mut circuit = Circuit { prover, key, named, key_hash: hash, took: Duration::ZERO };
    let began = Instant::now();
    let input = vec![0; circuit.key.shape.inputs];
    let tried = circuit.prove(&[0; 32], &input, || true);
    tried.map_err(|why| Error::Proof(why.to_string()))?;
    circuit.took = began.elapsed();
    Ok(circuit)
}

impl Circuit {
    /// The output and its proof, which was checked as the chain does it.
    fn prove(
        &self,
        context: &[u8; 32],
        inputs: &[u8],
        goes_on: impl Fn() -> bool,
    ) -> Result<(Vec<u8>, Vec<u8>), Failure> {
        let made = self.prover.prove(context, inputs, rand::rng(), |_| goes_on());
        let (outputs, proof) = made.map_err(|why| match why {
            Unproven::Inputs(_) => Failure::Decline(Decline::BadInput, why.to_string()),
            why => Failure::Retry(why.to_string()),
        })?;
        let Self { key, key_hash, .. } = self;
        let claim = Claim { key, key_hash: *key_hash, context, inputs, outputs: &outputs };
        // All proofs of a batch are taken or none: a wrong one would cost the others their time.
        sums::verify(Basis::get(), &[(claim, &proof[..])])
            .map_err(|fault| Failure::Retry(format!("a proof was wrong: {fault}")))?;
        Ok((outputs, proof))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::views::{Assurance, Data, Phase};
    use subxt::utils::{AccountId32, H256};

    fn file() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../zkml/models/digits-mlp.q.onnx")
    }

    fn key() -> Vec<u8> {
        let imported = onnx::import(&std::fs::read(file()).unwrap()).unwrap();
        let model = Model::chosen(imported.program).unwrap();
        model.key(&Generators::new(model.shape.k)).to_bytes()
    }

    async fn provers() -> Provers {
        let provers = Provers::new(Hash::zero(), Hash::repeat_byte(1), None);
        provers.add([7; 32], &file(), key()).await.unwrap();
        provers
    }

    fn job() -> Job {
        Job {
            requester: AccountId32([2; 32]),
            model: H256([7; 32]),
            input: H256::zero(),
            inline: Some(Data::Inline(vec![0; 64])),
            assurance: Assurance::Proven,
            time: 20,
            phase: Phase::Seeking,
            workers: vec![],
        }
    }

    #[tokio::test]
    async fn answer_should_be_proven_for_the_request_and_the_account_that_is_paid() {
        let provers = provers().await;
        let proof = provers.prove(3, &job(), vec![5; 64]).await.unwrap();
        let (bytes, me) = (key(), Hash::repeat_byte(1));
        let (key, hash) = (Key::from_bytes(&bytes).unwrap(), key_hash(&bytes));
        let named = BlakeTwo256.hash(&bytes).0.into();
        let valid = |id, payee: Hash| {
            let requester = Hash::repeat_byte(2);
            let context =
                market::context(&Hash::zero(), id, &requester, &Hash::zero(), &named, &payee);
            let inputs = &[5; 64];
            let outputs = &proof.output;
            let claim = Claim { key: &key, key_hash: hash, context: &context, inputs, outputs };
            sums::verify(Basis::get(), &[(claim, &proof.proof[..])]).is_ok()
        };
        assert!(valid(3, me));
        assert!(!valid(4, me) && !valid(3, Hash::repeat_byte(9)));
    }

    #[tokio::test]
    async fn input_of_another_length_should_be_declined_and_so_a_model_that_has_no_key() {
        let provers = provers().await;
        let declined = |made: Result<Proof, Failure>| match made.unwrap_err() {
            Failure::Decline(why, _) => why,
            other => panic!("{other}"),
        };
        let short = provers.prove(3, &job(), vec![5; 63]).await;
        assert_eq!(declined(short), Decline::BadInput);
        let other = Job { model: H256::zero(), ..job() };
        assert_eq!(declined(provers.prove(3, &other, vec![5; 64]).await), Decline::ResourceLimit);
    }

    #[tokio::test]
    async fn proof_that_nobody_waits_for_should_end_soon() {
        let provers = provers().await;
        let circuit = provers.circuit(&[7; 32]).unwrap();
        let job = job();
        let proof = provers.prove(3, &job, vec![5; 64]);
        assert!(tokio::time::timeout(Duration::from_millis(20), proof).await.is_err(), "too fast");
        let began = Instant::now();
        // Whoever proves holds it too.
        while Arc::strong_count(&circuit) > 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert!(began.elapsed() < circuit.took, "{:?} of {:?}", began.elapsed(), circuit.took);
    }

    #[tokio::test]
    async fn key_of_another_model_should_be_refused() {
        let mut key = key();
        let last = key.len() - 1;
        key[last] ^= 1;
        let provers = Provers::new(Hash::zero(), Hash::zero(), None);
        let error = provers.add([7; 32], &file(), key).await.unwrap_err();
        assert!(matches!(error, Error::OtherKey), "{error}");
        let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
        let error = provers.add([7; 32], &readme, vec![]).await.unwrap_err();
        assert!(matches!(error, Error::Unfit(_)), "{error}");
    }
}
