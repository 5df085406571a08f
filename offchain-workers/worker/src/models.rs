//! Running the models of requests: input from the chain or the store, the engine, output to where it belongs.

use crate::{
    chain::views::{Claim, Data as Seen, Job},
    config::{self, Served, Which},
    pace::BLOCK,
    provers::{self, Provers},
    runner::{Failure, Made, Runner, Work},
    verifier::samples,
};
use opg_engine::{encoding, Dim, Dtype, Engine, Limits, ModelFile, Refusal, Tensor, TensorType};
use opg_primitives::{
    market::{Data, Decline, JobId, Output},
    models as chain,
};
use opg_store::{Address, Blob, Store};
use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

/// Bytes of the largest model.
pub const MOST_MODEL: u64 = 1 << 30;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the model {0} cannot be served: {1}")]
    Refused(Which, #[source] Refusal),
    #[error("the store does not give the model {0}: {1}")]
    Store(Which, #[source] opg_store::Error),
    #[error("{0}: {1}")]
    Prover(Which, #[source] provers::Error),
}

impl Error {
    /// Whether the next try has the same end.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Prover(_, why) if why.is_final())
    }
}

/// A model that is served here.
#[derive(Clone)]
pub struct Model {
    pub file: ModelFile,
    /// Keeps the file.
    blob: Blob,
    pub inputs: Vec<TensorType>,
    pub outputs: Vec<TensorType>,
    pub terms: Served,
    pub tried: Tried,
    /// What the chain's users are told of it, once that was compared.
    pub claim: Option<Claim>,
}

/// How long a model took when it was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    Took {
        /// With loading the model.
        cold: Duration,
        warm: Duration,
    },
    /// It was stopped.
    TooLong,
    /// It does not take what was made up, or was not tried yet.
    Unknown,
}

/// All that are served here.
pub struct Models {
    store: Store,
    engine: Engine,
    limits: Limits,
    /// Bytes of the largest input that is fetched.
    most_input: u64,
    /// Whether others can fetch what is in the store.
    is_open: bool,
    known: RwLock<BTreeMap<[u8; 32], Arc<Model>>>,
    provers: Provers,
}

/// An input that is here.
pub enum Input {
    Inline(Vec<u8>),
    Kept(Blob),
}

impl Models {
    pub fn new(
        store: Store,
        engine: Engine,
        limits: Limits,
        settings: &config::Inference,
        provers: Provers,
        is_open: bool,
    ) -> Self {
        let most_input = settings.input_mib.saturating_mul(1 << 20);
        Self { store, engine, limits, most_input, is_open, known: RwLock::default(), provers }
    }

    /// Looks at a model that is to be served, of so many bytes at most. Others find its file in the store, from
    /// where it is run.
    pub async fn open(&self, terms: &Served, most: u64) -> Result<Model, Error> {
        let stored = |error| Error::Store(terms.model.clone(), error);
        let address = match &terms.model {
            Which::File(path) => self.store.put_file(path).await.map_err(stored)?.address,
            Which::Stored(address) => *address,
        };
        let blob = self.store.local_path_at_most(&address, most).await.map_err(stored)?;
        let file = ModelFile { path: blob.path().to_owned(), sha256: address.0 };
        let described = self.engine.describe(&file.path).await;
        let described =
            described.map_err(|refusal| Error::Refused(terms.model.clone(), refusal))?;
        Ok(Model {
            file,
            blob,
            inputs: described.inputs,
            outputs: described.outputs,
            terms: terms.clone(),
            tried: Tried::Unknown,
            claim: None,
        })
    }

    /// How long a model takes, so that what takes longer by far is not waited for. Where inputs may be of any length, a
    /// short one says nothing of those.
    pub async fn try_out(&self, model: &Model) -> Tried {
        let name = &model.terms.model;
        let twice = async { Ok((self.run_once(model).await?, self.run_once(model).await?)) };
        let (cold, warm) = match twice.await {
            Ok(times) => times,
            Err(Refusal::TimeLimit { .. }) => {
                let limit = self.limits.time;
                tracing::warn!(model = %name, ?limit, "a model was stopped when it was tried: if it is not endless, raise `seconds`");
                return Tried::TooLong;
            },
            Err(_) => return Tried::Unknown,
        };
        tracing::debug!(model = %name, ?cold, ?warm, "tried a model");
        if model.inputs.iter().any(|input| input.shape.contains(&Dim::Free)) {
            return Tried::Unknown;
        }
        let promised = BLOCK.saturating_mul(model.terms.latency);
        if warm.saturating_add(BLOCK) > promised {
            tracing::warn!(model = %name, ?warm, ?promised, "a model takes longer than is promised: raise `latency`");
        }
        Tried::Took { cold, warm }
    }

    /// How long it takes with an input that is made up.
    async fn run_once(&self, model: &Model) -> Result<Duration, Refusal> {
        let nothing = || Refusal::BadInput("nothing can be made up that it takes".into());
        let inputs = samples::inputs(&model.inputs, 0).ok_or_else(nothing)?;
        let began = Instant::now();
        self.engine.run(&model.file, inputs, self.limits).await.map(|_| began.elapsed())
    }

    /// From now on its requests are answered.
    pub fn serve(&self, model: Model) -> Arc<Model> {
        tracing::info!(
            model = %model.terms.model,
            hash = %model.blob.address(),
            bytes = model.blob.size(),
            "serving a model"
        );
        let (hash, model) = (model.file.sha256, Arc::new(model));
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(hash, model.clone());
        model
    }

    /// From now on there is no such model.
    pub fn forget(&self, hash: &[u8; 32]) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).remove(hash);
        self.provers.forget(hash);
    }

    /// All that are served.
    pub fn all(&self) -> Vec<Arc<Model>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.values().cloned().collect()
    }

    pub fn count(&self) -> usize {
        self.known.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// How many of them are proven.
    pub fn proven(&self) -> usize {
        self.provers.count()
    }

    /// Whether answers of a model are proven.
    pub fn proves(&self, hash: &[u8; 32]) -> bool {
        self.provers.has(hash)
    }

    /// One that is served.
    pub fn get(&self, hash: &[u8; 32]) -> Option<Arc<Model>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }

    /// Has answers of a model proven, if it has a key on the chain.
    pub async fn prove(&self, model: &Model) -> Result<(), Error> {
        let Some(key) = model.claim.as_ref().and_then(|claim| claim.key.clone()) else {
            return Ok(());
        };
        let name = &model.terms.model;
        let added = self.provers.add(model.file.sha256, &model.file.path, key).await;
        let took = added.map_err(|error| Error::Prover(name.clone(), error))?;
        tracing::info!(model = %name, a_proof_takes = ?took, "proving a model's answers");
        // Two blocks go by until what is ready is in one.
        let promised = BLOCK.saturating_mul(model.terms.latency);
        if took.saturating_add(BLOCK) > promised {
            tracing::warn!(model = %name, ?took, ?promised, "proofs take longer than is promised: raise `latency`");
        }
        Ok(())
    }

    /// On the chain if it is small, or else in the store.
    async fn output(&self, bytes: Vec<u8>) -> Result<Output, Failure> {
        let size = bytes.len() as u64;
        match bytes.try_into() {
            Ok(bytes) => Ok(Data::Inline(bytes)),
            // Whoever cannot fetch it has to take it for wrong.
            Err(_) if !self.is_open => {
                let why = format!("{size} bytes are too many for the chain, and nobody could fetch them here: set [blobs]");
                Err(Failure::Decline(Decline::ResourceLimit, why))
            },
            Err(bytes) => {
                let bytes: Vec<u8> = bytes;
                let hash = Address::of(&bytes).0.into();
                let kept = self.store.put(bytes).await;
                kept.map_err(|error| Failure::Retry(format!("the output was not kept: {error}")))?;
                Ok(Data::Blob { hash, bytes: size })
            },
        }
    }
}

impl Runner for Models {
    type Input = Input;

    async fn fetch(&self, job: &Job) -> Result<Input, Failure> {
        if let Some(Seen::Inline(bytes)) = &job.inline {
            // Before it waits for its turn: whoever missed such a request pays for it. Of what is proven the chain
            // has looked at the input, and of an input that is elsewhere none pays who was not outdone.
            if let Some(model) = self.get(&job.model.0).filter(|_| Work::of(job) == Work::Run) {
                decoded(bytes, &model)?;
            }
            return Ok(Input::Inline(bytes.clone()));
        }
        match self.store.blob_at_most(&Address(job.input.0), self.most_input).await {
            Ok(blob) => Ok(Input::Kept(blob)),
            Err(error) if is_too_large(&error) => {
                Err(Failure::Decline(Decline::ResourceLimit, error.to_string()))
            },
            Err(error) => Err(Failure::Missing(error.to_string())),
        }
    }

    async fn run(&self, id: JobId, job: &Job, input: Input) -> Result<Made, Failure> {
        let decline = |why, text: String| Failure::Decline(why, text);
        let bytes = match input {
            Input::Inline(bytes) => bytes,
            Input::Kept(blob) => {
                let read = blob.bytes().await;
                read.map_err(|error| Failure::Missing(error.to_string()))?.to_vec()
            },
        };
        let Some(model) = self.get(&job.model.0) else {
            let text = format!("model {:?} is not served here any more", job.model);
            return Err(decline(Decline::ResourceLimit, text));
        };
        let began = Instant::now();
        if Work::of(job) == Work::Proof {
            let proof = self.provers.prove(id, job, bytes).await?;
            tracing::debug!(job = id, took = ?began.elapsed(), "an answer was proven");
            return Ok(Made::Proof(proof));
        }
        let inputs = decoded(&bytes, &model)?;
        let outputs = self.engine.run(&model.file, inputs, self.limits).await.map_err(declined)?;
        tracing::debug!(job = id, took = ?began.elapsed(), "a model answered");
        let bytes = encoding::encode(&outputs, &model.outputs)
            .map_err(|error| decline(Decline::ResourceLimit, error.to_string()))?;
        Ok(Made::Output(self.output(bytes).await?))
    }
}

/// The tensors of an input.
fn decoded(bytes: &[u8], model: &Model) -> Result<Vec<Tensor>, Failure> {
    encoding::decode(bytes, &model.inputs)
        .map_err(|error| Failure::Decline(Decline::BadInput, error.to_string()))
}

/// Whether all who have it say so.
fn is_too_large(error: &opg_store::Error) -> bool {
    match error {
        opg_store::Error::TooLarge { .. } => true,
        opg_store::Error::Unavailable { tries, .. } => {
            !tries.is_empty() && tries.iter().all(is_too_large)
        },
        _ => false,
    }
}

/// What a refusal of the engine is to the chain.
fn declined(refusal: Refusal) -> Failure {
    let text = refusal.to_string();
    match refusal {
        Refusal::BadInput(_) | Refusal::Failed(_) => Failure::Decline(Decline::BadInput, text),
        // Declined while that is free: whoever lets a model run until it is stopped is not to be waited for again.
        Refusal::TimeLimit { .. } => Failure::Slow(text),
        refusal if refusal.is_final() => Failure::Decline(Decline::ResourceLimit, text),
        _ => Failure::Retry(text),
    }
}

/// What the chain calls these tensors; nothing if it has no name for one of them.
pub fn as_claimed(tensors: &[TensorType]) -> Option<chain::Tensors> {
    let tensor = |tensor: &TensorType| {
        let dim = |dim: &Dim| match dim {
            Dim::Fixed(length) => u32::try_from(*length).ok().map(chain::Dim::Fixed),
            Dim::Free => Some(chain::Dim::Free),
        };
        let shape: Vec<_> = tensor.shape.iter().map(dim).collect::<Option<_>>()?;
        Some(chain::Tensor {
            name: tensor.name.clone().into_bytes().try_into().ok()?,
            dtype: dtype(tensor.dtype)?,
            shape: shape.try_into().ok()?,
        })
    };
    tensors.iter().map(tensor).collect::<Option<Vec<_>>>()?.try_into().ok()
}

fn dtype(dtype: Dtype) -> Option<chain::Dtype> {
    Some(match dtype {
        Dtype::F32 => chain::Dtype::F32,
        Dtype::F64 => chain::Dtype::F64,
        Dtype::F16 => chain::Dtype::F16,
        Dtype::I8 => chain::Dtype::I8,
        Dtype::I16 => chain::Dtype::I16,
        Dtype::I32 => chain::Dtype::I32,
        Dtype::I64 => chain::Dtype::I64,
        Dtype::U8 => chain::Dtype::U8,
        Dtype::U16 => chain::Dtype::U16,
        Dtype::U32 => chain::Dtype::U32,
        Dtype::U64 => chain::Dtype::U64,
        Dtype::Bool => chain::Dtype::Bool,
        Dtype::String => chain::Dtype::String,
        _ => return None,
    })
}
