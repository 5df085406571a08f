//! From files to an answer in files.

use crate::{
    args::{Infer, Wait},
    blobs,
    failure::Failure,
    files, jobs,
    names::{find, Found},
    quantised::Quantised,
    report::{address, opg, progress, Report},
    session::Session,
    tensors::{self, interface},
    views::{Operator, Quote},
};
use opg_engine::{encoding, Tensor, TensorType};
use opg_primitives::{
    market::{self, Assurance, Input, JobId, Order, MAX_INPUT},
    Hash,
};
use opg_store::Address;
use opg_worker::chain::views::{Data, Job, Worker};
use std::time::{Duration, Instant};
use subxt::ext::scale_decode::{self, DecodeAsType};

/// Largest output that is fetched.
const MOST_OUTPUT: u64 = 1 << 30;
/// Largest file of a model that can be proven.
const MOST_PROVABLE: u64 = 64 << 20;

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct Requested {
    job: JobId,
}

/// A model, with what a proven answer of it is read with.
struct Asked {
    found: Found,
    inputs: Vec<TensorType>,
    outputs: Vec<TensorType>,
    quantised: Option<Quantised>,
}

/// How long it took, and how many blocks.
#[derive(Clone, Copy)]
struct Took {
    time: Duration,
    blocks: u32,
}

pub async fn infer(session: &Session, infer: &Infer) -> Result<Report, Failure> {
    let me = session.me()?;
    let asked = model(session, infer).await?;
    let bytes = asked.input(infer)?;
    files::folder(&infer.output_dir)?;
    let input = carried(infer, bytes).await?;
    let budget = budget(session, &asked, infer).await?;
    let order = Order::<Hash> {
        model: asked.found.hash.0.into(),
        input: input.into(),
        assurance: infer.assurance,
        max_price: budget,
        time: infer.time,
        coverage: None,
        beneficiary: None,
    };
    let taken = session.ask_whether("InferenceApi", "would_take", (me.0, &order)).await?;
    taken.map_err(Failure::WouldRefuse)?;

    progress("asking");
    let begun = Instant::now();
    let done = session.call("Inference", "request", &order).await?;
    let Requested { job: id } = done.event("Inference", "Requested").map_err(Failure::from)?;
    let block = session.chain.block_at(done.block).await?;
    let since = |at: u32| Took { time: begun.elapsed(), blocks: at.saturating_sub(block.number) };
    let in_block = since(block.number);

    let is_over = |job: &Job| jobs::answer(job).is_some() || jobs::ended(job).is_some();
    let (at, mut job) = jobs::until(session, id, is_over).await?;
    let is_ours = job.requester == me && job.input.0 == order.input.digest().0;
    if !is_ours {
        return Err(Failure::OtherJob(id));
    }
    jobs::ensure_settled(id, &job)?;
    let answered = since(at.number);
    let (worker, data) = jobs::answer(&job).ok_or(Failure::NoSuchJob(id))?;
    let bytes = output(session, infer, worker, data).await?;
    let tensors = asked.output(&bytes)?;
    let written = tensors::write(&tensors, &asked.outputs, &infer.output_dir)?;

    let mut settled = jobs::ended(&job).map(|_| answered);
    if infer.wait == Wait::Settled && settled.is_none() {
        let (at, last) = jobs::until(session, id, |job| jobs::ended(job).is_some()).await?;
        jobs::ensure_settled(id, &last)?;
        (settled, job) = (Some(since(at.number)), last);
    }
    let shown = tensors.iter().zip(&asked.outputs).zip(&written).map(|((tensor, kind), file)| {
        Report::default()
            .with("name", kind.name.clone())
            .with("type", format!("{} {:?}", tensor.dtype, tensor.shape))
            .with("file", file.display().to_string())
    });
    let workers = job.workers.iter().filter(|worker| worker.output.is_some());
    Ok(Report::default()
        .with("job", id)
        .with("model", format!("{:?}", asked.found.hash))
        .with("assurance", jobs::assurance(job.assurance))
        .list(
            "answered by",
            workers.map(|one| Report::default().with("worker", address(&one.account))).collect(),
        )
        .list("outputs", shown.collect())
        .money("price", jobs::cost(&job))
        .time("in block after", in_block.time)
        .took("answered after", Some(answered))
        .took("settled after", settled))
}

impl Report {
    fn took(self, name: &'static str, took: Option<Took>) -> Self {
        let Some(Took { time, blocks }) = took else {
            return self.both(name, "not yet: may be challenged".into(), serde_json::Value::Null);
        };
        let seconds = (time.as_secs_f64() * 1_000.0).round() / 1_000.0;
        let value = serde_json::json!({ "seconds": seconds, "blocks": blocks });
        self.both(name, format!("{seconds:.3} s, {blocks} blocks after the request"), value)
    }
}

async fn model(session: &Session, infer: &Infer) -> Result<Asked, Failure> {
    let found = find(session, &infer.model).await?;
    let quantised = match infer.assurance {
        Assurance::Proven => Some(quantised(infer, &found).await?),
        Assurance::Bonded | Assurance::Quorum(_) => None,
    };
    let about = &found.model.claim.interface;
    let (inputs, outputs) = (interface(&about.inputs), interface(&about.outputs));
    Ok(Asked { found, inputs, outputs, quantised })
}

/// The model's file, from here or from a store.
async fn quantised(infer: &Infer, found: &Found) -> Result<Quantised, Failure> {
    if found.model.claim.key.is_none() {
        return Err(Failure::NoProofs);
    }
    let address = Address(found.hash.0);
    if let Some(path) = &infer.model_file {
        let file = files::read(path, MOST_PROVABLE)?;
        if Address::of(&file) != address {
            return Err(Failure::OtherFile(path.clone(), format!("{address:#}")));
        }
        return Quantised::of(&file, path);
    }
    let store = infer.store.store.clone().ok_or(Failure::NoModelFile)?;
    progress("fetching the model's file");
    let file = blobs::fetch(&[store], address, MOST_PROVABLE, "the model's file").await?;
    Quantised::of(&file, infer.model.as_ref())
}

impl Asked {
    /// What the request asks, in bytes.
    fn input(&self, infer: &Infer) -> Result<Vec<u8>, Failure> {
        let inputs = tensors::read(&infer.inputs, &self.inputs)?;
        if let Some(quantised) = &self.quantised {
            return quantised.input(&inputs, &self.inputs);
        }
        let tensors: Vec<_> = inputs.iter().map(|input| input.tensor.clone()).collect();
        let first = || inputs.first().map(|input| input.file.clone()).unwrap_or_default();
        encoding::encode(&tensors, &self.inputs)
            .map_err(|error| Failure::Encoding(first(), error.to_string()))
    }

    /// What was answered, as tensors.
    fn output(&self, bytes: &[u8]) -> Result<Vec<Tensor>, Failure> {
        match &self.quantised {
            Some(quantised) => quantised.output(bytes, &self.outputs),
            None => encoding::decode(bytes, &self.outputs)
                .map_err(|error| Failure::BadAnswer(error.to_string())),
        }
    }
}

/// What the request carries: the input, or where it is found.
async fn carried(infer: &Infer, bytes: Vec<u8>) -> Result<Input, Failure> {
    let size = bytes.len();
    let bytes = match bytes.try_into() {
        Ok(short) => return Ok(market::Data::Inline(short)),
        Err(long) => long,
    };
    if infer.assurance == Assurance::Proven {
        return Err(Failure::LargeProven(size, MAX_INPUT));
    }
    let remote = infer.store.remote()?.ok_or(Failure::NoStore(size, MAX_INPUT))?;
    progress("uploading the input");
    let address = remote.put(bytes).await?;
    Ok(market::Data::Blob { hash: address.0.into(), bytes: size as u64 })
}

/// What all workers together may cost: what was said, if anyone answers for that, or what the dearest ask now.
async fn budget(session: &Session, asked: &Asked, infer: &Infer) -> Result<u128, Failure> {
    let arguments = (asked.found.hash.0, infer.time, 0u128);
    let quote: Option<Quote> = session.ask("InferenceApi", "quote", arguments).await?;
    let quote = quote.filter(|quote| quote.servers > 0).ok_or(Failure::NoServer)?;
    let workers = infer.assurance.workers();
    if quote.servers < workers.into() {
        return Err(Failure::FewServers(workers, quote.servers));
    }
    let (least, most) = (opg(quote.least), opg(quote.most));
    let (servers, blocks) = (quote.servers, quote.latency);
    progress(&format!(
        "{servers} free to answer, from {least} to {most} each, within {blocks} blocks"
    ));
    let together = |price: u128| price.saturating_mul(workers.into());
    match infer.max_price {
        Some(given) if given.0 < together(quote.least) => {
            Err(Failure::TooDear(opg(together(quote.least)), opg(given.0)))
        },
        Some(given) => Ok(given.0),
        None => Ok(together(quote.most)),
    }
}

/// The answer's bytes: from the chain, or from a store, or from whoever answered.
async fn output(
    session: &Session,
    infer: &Infer,
    worker: &Worker,
    data: &Data,
) -> Result<Vec<u8>, Failure> {
    let (hash, bytes) = match data {
        Data::Inline(bytes) => return Ok(bytes.clone()),
        Data::Blob { hash, bytes } => (hash, *bytes),
    };
    if bytes > MOST_OUTPUT {
        return Err(Failure::BadAnswer(format!("it has {bytes} bytes")));
    }
    progress("fetching the answer");
    let operator: Option<Operator> = session.ask("StakeApi", "operator", worker.account.0).await?;
    let endpoint = operator.map(|operator| operator.profile.endpoint);
    let endpoint = endpoint.and_then(|text| String::from_utf8(text).ok());
    let urls: Vec<_> = infer.store.store.clone().into_iter().chain(endpoint).collect();
    blobs::fetch(&urls, Address(hash.0), bytes, "the answer").await
}
