//! What owners, operators, verifiers and requesters do on the chain, as docs/models.md and docs/dapps.md
//! show it.

use super::{people::Person, until};
use codec::Compact;
use opg_primitives::{
    market::{Assurance, Input, JobId, Order},
    models::{Claim, Class, Dim, Dtype, Interface, ModelHash, Tensor},
    panels,
    stake::{Role, Roles},
    token::OPG,
    Hash,
};
use opg_worker::chain::views::{Job, Phase};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use subxt::{
    config::{substrate::BlakeTwo256, Hasher},
    ext::scale_decode::{self, DecodeAsType},
    utils::H256,
};

/// A model that is kept with the sources, and what Python's ONNX Runtime answered with it.
pub struct Digits {
    pub file: Vec<u8>,
    pub hash: ModelHash,
    images: Vec<f32>,
    answers: Vec<f32>,
}

fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../zkml/models").join(name)
}

fn array(file: &str, name: &str) -> opg_zk::npy::Tensor {
    let bytes = std::fs::read(kept(file)).unwrap();
    opg_zk::npy::archive(&bytes).unwrap().remove(name).unwrap()
}

impl Digits {
    /// Inputs and outputs of one request.
    pub const PIXELS: usize = 64;
    pub const CLASSES: usize = 10;

    pub fn load() -> Self {
        let file = std::fs::read(kept("digits-mlp.q.onnx")).unwrap();
        let hash = <[u8; 32]>::from(Sha256::digest(&file)).into();
        // They are kept as the bytes that the last layer makes floats of: quarters from 128.
        let answers = array("digits-mlp.answers.npz", "y").floats();
        let answers = answers.into_iter().map(|byte| (byte - 128.0) / 4.0).collect();
        Self { file, hash, images: array("digits.npz", "x").floats(), answers }
    }

    pub fn claim(&self) -> Claim {
        let tensor = |name: &str, length| Tensor {
            name: name.as_bytes().to_vec().try_into().unwrap(),
            dtype: Dtype::F32,
            shape: vec![Dim::Fixed(1), Dim::Fixed(length)].try_into().unwrap(),
        };
        let interface = Interface {
            inputs: vec![tensor("X", 64)].try_into().unwrap(),
            outputs: vec![tensor("mul_result1_reals", 10)].try_into().unwrap(),
        };
        Claim { class: Class::Exact, interface, key: None }
    }

    pub fn image(&self, number: usize) -> Vec<u8> {
        bytes(&self.images[number * Self::PIXELS..][..Self::PIXELS])
    }

    pub fn answer(&self, number: usize) -> Vec<u8> {
        bytes(&self.answers[number * Self::CLASSES..][..Self::CLASSES])
    }
}

fn bytes(floats: &[f32]) -> Vec<u8> {
    floats.iter().flat_map(|float| float.to_le_bytes()).collect()
}

/// Commits to a model and registers it.
pub async fn register(owner: &Person, model: ModelHash, bytes: u64, claim: &Claim) {
    let salt = [7u8; 32];
    let commitment = BlakeTwo256.hash_of(&(b"opg/model", owner.id(), model, salt));
    owner.send("Models", "commit", commitment).await;
    let committed = owner.chain.best().await.unwrap().number;
    until("the commitment to be old enough", async || {
        (owner.chain.best().await.unwrap().number >= committed + 10).then_some(())
    })
    .await;
    let royalty = 50_000u32;
    owner.send("Models", "register", (model, Compact(bytes), claim, royalty, salt)).await;
}

/// Becomes an operator.
pub async fn operate(who: &Person, role: Role, bond: u128) {
    let nothing: (Vec<u8>, Vec<u8>) = (vec![], vec![]);
    who.send("Stake", "register", (Roles::of([role]), Compact(bond), 0u32, nothing)).await;
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct Duty {
    case: u64,
    task: Task,
}

#[derive(PartialEq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
enum Task {
    Commit,
    Wait,
    Reveal,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct Attested {
    attested: bool,
    expected: H256,
}

/// Has a model attested by one of these, who are verifiers.
pub async fn attest(owner: &Person, verifiers: &[Person], model: ModelHash) {
    let chain = &owner.chain;
    until("verifiers", async || {
        let best = chain.best().await.unwrap().hash;
        let count: u32 = chain.ask(best, "PanelsApi", "verifiers", ()).await.unwrap();
        (count as usize >= verifiers.len()).then_some(())
    })
    .await;
    owner.send("Models", "request_attestation", model).await;
    let state = async || {
        let best = chain.best().await.unwrap().hash;
        let state: Option<Attested> =
            chain.ask(best, "ModelsApi", "attestation", model).await.unwrap();
        state.expect("it is registered")
    };
    let verdict: Hash = state().await.expected.0.into();
    let (verifier, case) = until("a verifier to be drawn", async || {
        for verifier in verifiers {
            if let Some(duty) = duty(verifier).await {
                return Some((verifier, duty.case));
            }
        }
        None
    })
    .await;
    let salt = [9u8; 32];
    let commitment = panels::commitment(case, &verifier.id(), &salt, &verdict);
    verifier.send("Panels", "commit", (case, commitment)).await;
    until("the time to reveal", async || {
        duty(verifier).await.filter(|duty| duty.task == Task::Reveal)
    })
    .await;
    verifier.send("Panels", "reveal", (case, salt, verdict)).await;
    until("the attestation", async || state().await.attested.then_some(())).await;
}

async fn duty(verifier: &Person) -> Option<Duty> {
    let best = verifier.chain.best().await.unwrap().hash;
    let duties: Vec<Duty> =
        verifier.chain.ask(best, "PanelsApi", "duties", verifier.account().0).await.unwrap();
    duties.into_iter().next()
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct Requested {
    job: JobId,
}

/// Asks a model.
pub async fn request(
    who: &Person,
    model: ModelHash,
    input: Vec<u8>,
    assurance: Assurance,
    time: u32,
) -> JobId {
    let order = Order::<Hash> {
        model,
        input: Input::Inline(input.try_into().unwrap()),
        assurance,
        max_price: OPG,
        time,
        coverage: None,
        beneficiary: None,
    };
    let done = who.send("Inference", "request", order).await;
    done.event::<Requested>("Inference", "Requested").unwrap().job
}

pub async fn look(who: &Person, job: JobId) -> Job {
    let best = who.chain.best().await.unwrap().hash;
    let job: Option<Job> = who.chain.ask(best, "InferenceApi", "job", job).await.unwrap();
    job.expect("it is kept for a day")
}

/// The request as soon as this is so of it.
pub async fn once(who: &Person, job: JobId, what: &str, is_so: impl Fn(&Job) -> bool) -> Job {
    until(what, async || Some(look(who, job).await).filter(&is_so)).await
}

pub fn is_over(job: &Job) -> bool {
    matches!(job.phase, Phase::Done { .. })
}
