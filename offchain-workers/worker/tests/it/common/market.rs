//! What owners, operators, verifiers and requesters do on the chain, as docs/models.md and docs/dapps.md
//! show it.

use super::{people::Person, until};
use codec::Compact;
use opg_primitives::{
    market::{Assurance, Input, JobId, Order, Output},
    models::{Ask, Claim, Class, Dim, Dtype, Interface, ModelHash, Tensor, MAX_RELATIVE},
    panels,
    stake::{Role, Roles},
    token::OPG,
    Hash,
};
use opg_worker::{
    chain::views::{fields, Job, Offer, Phase},
    verifier::views::{Duty, Task},
};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use subxt::{
    blocks::ExtrinsicEvents,
    config::{substrate::BlakeTwo256, Hasher},
    ext::scale_decode::{self, DecodeAsType},
    utils::{AccountId32, H256},
    SubstrateConfig,
};

/// A model that is kept with the sources, and what Python's ONNX Runtime answered with it.
pub struct Digits {
    pub file: Vec<u8>,
    pub hash: ModelHash,
    /// Numbers of an image.
    pub pixels: u32,
    /// What its input and its output are called.
    names: [&'static str; 2],
    images: Vec<f32>,
    answers: Vec<f32>,
}

/// A file that is kept with the sources.
pub fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../zkml/models").join(name)
}

fn array(file: &str, name: &str) -> opg_zk::npy::Tensor {
    let bytes = std::fs::read(kept(file)).unwrap();
    opg_zk::npy::archive(&bytes).unwrap().remove(name).unwrap()
}

impl Digits {
    pub const CLASSES: usize = 10;

    pub fn load() -> Self {
        // They are kept as the bytes that the last layer makes floats of: quarters from 128.
        let answers = array("digits-mlp.answers.npz", "y").floats();
        let answers = answers.into_iter().map(|byte| (byte - 128.0) / 4.0).collect();
        Self { answers, ..Self::of("digits", 64, ["X", "mul_result1_reals"]) }
    }

    /// The larger one, of images of 28 by 28. Its answers are compared with others elsewhere.
    pub fn large() -> Self {
        Self::of("mnist", 784, ["image", "scores_reals"])
    }

    fn of(set: &str, pixels: u32, names: [&'static str; 2]) -> Self {
        let file = std::fs::read(kept(&format!("{set}-mlp.q.onnx"))).unwrap();
        let images = array(&format!("{set}.npz"), "x").floats();
        Self { hash: hash(&file), file, pixels, names, images, answers: Vec::new() }
    }

    pub fn claim(&self) -> Claim {
        let tensor = |name: &str, length| Tensor {
            name: name.as_bytes().to_vec().try_into().unwrap(),
            dtype: Dtype::F32,
            shape: vec![Dim::Fixed(1), Dim::Fixed(length)].try_into().unwrap(),
        };
        let [input, output] = self.names;
        let interface = Interface {
            inputs: vec![tensor(input, self.pixels)].try_into().unwrap(),
            outputs: vec![tensor(output, Self::CLASSES as u32)].try_into().unwrap(),
        };
        Claim { class: Class::Exact, interface, key: None }
    }

    /// The model of floats that it was made of, and what is so of that.
    pub fn of_floats() -> (Vec<u8>, Claim) {
        let tensor = |name: &str, dtype, more: &[u32]| {
            let shape = [Dim::Free].into_iter().chain(more.iter().copied().map(Dim::Fixed));
            let (name, shape) = (name.as_bytes().to_vec(), shape.collect::<Vec<_>>());
            Tensor { name: name.try_into().unwrap(), dtype, shape: shape.try_into().unwrap() }
        };
        let outputs =
            [tensor("label", Dtype::I64, &[]), tensor("probabilities", Dtype::F32, &[10])];
        let interface = Interface {
            inputs: vec![tensor("X", Dtype::F32, &[64])].try_into().unwrap(),
            outputs: outputs.to_vec().try_into().unwrap(),
        };
        let class = Class::Close { abs: 1_000, rel: MAX_RELATIVE };
        let file = std::fs::read(kept("digits-mlp.onnx")).unwrap();
        (file, Claim { class, interface, key: None })
    }

    pub fn image(&self, number: usize) -> Vec<u8> {
        let pixels = self.pixels as usize;
        bytes(&self.images[number * pixels..][..pixels])
    }

    pub fn answer(&self, number: usize) -> Vec<u8> {
        bytes(&self.answers[number * Self::CLASSES..][..Self::CLASSES])
    }
}

fn bytes(floats: &[f32]) -> Vec<u8> {
    floats.iter().flat_map(|float| float.to_le_bytes()).collect()
}

/// What the chain calls a model in this file.
pub fn hash(file: &[u8]) -> ModelHash {
    <[u8; 32]>::from(Sha256::digest(file)).into()
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
pub async fn operate(who: &Person, roles: impl IntoIterator<Item = Role>, bond: u128) {
    operate_at(who, roles, bond, "").await;
}

/// The same, and says where it serves what it answers.
pub async fn operate_at(
    who: &Person,
    roles: impl IntoIterator<Item = Role>,
    bond: u128,
    endpoint: &str,
) {
    let profile: (Vec<u8>, Vec<u8>) = (endpoint.into(), vec![]);
    who.send("Stake", "register", (Roles::of(roles), Compact(bond), 0u32, profile)).await;
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Attested {
    pub state: Attestation,
    pub attested: bool,
    expected: H256,
}

#[derive(Debug, PartialEq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub enum Attestation {
    None,
    Examined { case: u64 },
    Contestable { case: u64, until: u32 },
    Appealed { case: u64, appeal: u64, challenger: AccountId32 },
    Attested,
    Refused { verdict: H256 },
}

/// Has a model attested by one of these, who are verifiers.
pub async fn attest(owner: &Person, verifiers: &[Person], model: ModelHash) {
    request_attestation(owner, verifiers.len() as u32, model).await;
    let verdict: Hash = attestation(owner, model).await.expected.0.into();
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
    until("the attestation", async || attestation(owner, model).await.attested.then_some(())).await;
}

/// Has verifiers attest a model, and waits until they have.
pub async fn have_attested(owner: &Person, model: ModelHash) {
    request_attestation(owner, 2, model).await;
    until("the attestation", async || attestation(owner, model).await.attested.then_some(())).await;
}

/// Asks for an attestation as soon as there are so many verifiers.
pub async fn request_attestation(owner: &Person, verifiers: u32, model: ModelHash) {
    until("verifiers", async || {
        let best = owner.chain.best().await.unwrap().hash;
        let count: u32 = owner.chain.ask(best, "PanelsApi", "verifiers", ()).await.unwrap();
        (count >= verifiers).then_some(())
    })
    .await;
    owner.send("Models", "request_attestation", model).await;
}

pub async fn attestation(who: &Person, model: ModelHash) -> Attested {
    let best = who.chain.best().await.unwrap().hash;
    let state: Option<Attested> =
        who.chain.ask(best, "ModelsApi", "attestation", model).await.unwrap();
    state.expect("it is registered")
}

/// Offers to answer with a model.
pub async fn offer(who: &Person, model: ModelHash, price: u128, capacity: u32) {
    who.send("Models", "offer", (model, Ask { price, latency: 2 }, capacity)).await;
}

/// What an operator offers.
pub async fn offers(who: &Person) -> Vec<Offer> {
    let best = who.chain.best().await.unwrap().hash;
    who.chain.ask(best, "ModelsApi", "offers_of", who.account().0).await.unwrap()
}

/// Answers by hand, right or wrong.
pub async fn answer(who: &Person, answers: &[(JobId, Vec<u8>)]) {
    let output = |bytes: &Vec<u8>| Output::Inline(bytes.clone().try_into().unwrap());
    let answers: Vec<_> = answers.iter().map(|(job, bytes)| (*job, output(bytes))).collect();
    who.send("Inference", "submit_answers", answers).await;
}

pub async fn duty(verifier: &Person) -> Option<Duty> {
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
    requests(who, model, [input], assurance, time).await.remove(0)
}

/// Asks a model several things at once.
pub async fn requests(
    who: &Person,
    model: ModelHash,
    inputs: impl IntoIterator<Item = Vec<u8>>,
    assurance: Assurance,
    time: u32,
) -> Vec<JobId> {
    let order = |input: Vec<u8>| Order::<Hash> {
        model,
        input: Input::Inline(input.try_into().unwrap()).into(),
        assurance,
        max_price: OPG,
        time,
        coverage: None,
        beneficiary: None,
    };
    let orders = inputs.into_iter().map(order);
    let all = who.send_each("Inference", "request", orders).await;
    let metadata = who.chain.metadata();
    let job = |events: &ExtrinsicEvents<SubstrateConfig>| {
        let mut events = events.iter().map(Result::unwrap);
        let made = events.find(|event| {
            (event.pallet_name(), event.variant_name()) == ("Inference", "Requested")
        });
        fields::<Requested>(&made.expect("it was made"), metadata.types()).unwrap().job
    };
    all.iter().map(job).collect()
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
