//! From files to an answer in files.

use crate::{
    args::{Files, Infer, Wait},
    asked::Asked,
    failure::Failure,
    files, jobs, names,
    report::{address, opg, progress, Report},
    session::Session,
    views::{Quote, Rules},
};
use opg_primitives::{
    market::{self, Assurance, Input, JobId, MAX_INPUT},
    Hash,
};
use opg_worker::chain::views::{self, Job};
use std::time::{Duration, Instant};
use subxt::{
    ext::scale_decode::{self, DecodeAsType},
    utils::AccountId32,
};

type Order = market::Order<Hash>;

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct Requested {
    job: JobId,
}

/// How long it took, and how many blocks.
#[derive(Clone, Copy)]
struct Took {
    time: Duration,
    blocks: u32,
}

/// Since a request was sent, and since it was in a block.
struct Clock {
    begun: Instant,
    block: u32,
}

impl Clock {
    fn took(&self, block: u32) -> Took {
        Took { time: self.begun.elapsed(), blocks: block.saturating_sub(self.block) }
    }
}

pub async fn infer(session: &Session, infer: &Infer) -> Result<Report, Failure> {
    let me = session.me()?;
    let found = names::find(session, &infer.model).await?;
    let asked = Asked::of(found, infer.assurance == Assurance::Proven, &infer.files).await?;
    let input = asked.input(&infer.inputs)?;
    files::folder(&infer.files.output_dir)?;
    let order = order(session, infer, &asked, input).await?;
    let (id, clock) = request(session, &me, &order).await?;
    let in_block = clock.took(clock.block);

    let is_over = |job: &Job| jobs::answer(job).is_some() || jobs::ended(job).is_some();
    let (block, mut job) = jobs::until(session, id, is_over).await?;
    if job.requester != me || job.input.0 != order.input.digest().0 {
        return Err(Failure::OtherJob(id));
    }
    jobs::ensure_settled(id, &job)?;
    let answered = clock.took(block.number);
    let answer = jobs::answer(&job).ok_or(Failure::NoAnswer(id))?;
    let outputs = asked.write(session, answer, &infer.files).await?;

    let mut settled = jobs::ended(&job).map(|_| answered);
    if infer.wait == Wait::Settled && settled.is_none() {
        let (block, last) = jobs::until(session, id, |job| jobs::ended(job).is_some()).await?;
        jobs::ensure_settled(id, &last)?;
        (settled, job) = (Some(clock.took(block.number)), last);
    }
    Ok(report(id, &job, outputs)
        .time("in block after", in_block.time)
        .took("answered after", Some(answered))
        .took("settled after", settled))
}

/// The answer of a request that was made before.
pub async fn answer(session: &Session, id: JobId, files: &Files) -> Result<Report, Failure> {
    let job = jobs::at(session, session.best().await?, id).await?;
    jobs::ensure_settled(id, &job)?;
    let answer = jobs::answer(&job).ok_or(Failure::NoAnswer(id))?;
    files::folder(&files.output_dir)?;
    let found = names::find(session, &format!("{:?}", job.model)).await?;
    let asked = Asked::of(found, job.assurance == views::Assurance::Proven, files).await?;
    let outputs = asked.write(session, answer, files).await?;
    Ok(report(id, &job, outputs))
}

fn report(id: JobId, job: &Job, outputs: Vec<Report>) -> Report {
    let workers = job.workers.iter().filter(|worker| worker.output.is_some());
    let workers = workers.map(|worker| Report::default().with("worker", address(&worker.account)));
    Report::default()
        .with("job", id)
        .with("model", format!("{:?}", job.model))
        .with("assurance", jobs::assurance(job.assurance))
        .list("answered by", workers.collect())
        .list("outputs", outputs)
        .money("price", jobs::cost(job))
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

/// What is asked for, as the chain takes it.
async fn order(
    session: &Session,
    infer: &Infer,
    asked: &Asked,
    input: Vec<u8>,
) -> Result<Order, Failure> {
    let max_price = budget(session, asked, infer).await?;
    Ok(Order {
        model: asked.hash.0.into(),
        input: carried(infer, input).await?.into(),
        assurance: infer.assurance,
        max_price,
        time: infer.time,
        coverage: None,
        beneficiary: None,
    })
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
    let remote = infer.files.store.remote()?.ok_or(Failure::NoStore(size, MAX_INPUT))?;
    progress("uploading the input");
    let address = remote.put(bytes).await?;
    Ok(market::Data::Blob { hash: address.0.into(), bytes: size as u64 })
}

/// What all workers together may cost: what was said, if anyone answers for that; or what the dearest would ask if
/// all were busy, since each that is taken makes the next one dearer.
async fn budget(session: &Session, asked: &Asked, infer: &Infer) -> Result<u128, Failure> {
    let arguments = (asked.hash.0, infer.time, 0u128);
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
        None => {
            let rules: Rules = session.ask("InferenceApi", "rules", ()).await?;
            Ok(together(busiest(quote.most, rules.surge)))
        },
    }
}

/// A price when all are busy, of which `surge` millionths come on top then.
fn busiest(price: u128, surge: u32) -> u128 {
    price.saturating_add(price.saturating_mul(surge.into()).div_ceil(1_000_000))
}

/// Makes a request. Answers with its number.
async fn request(
    session: &Session,
    me: &AccountId32,
    order: &Order,
) -> Result<(JobId, Clock), Failure> {
    let taken = session.ask_whether("InferenceApi", "would_take", (me.0, order)).await?;
    taken.map_err(Failure::WouldRefuse)?;
    progress("asking");
    let begun = Instant::now();
    let done = session.call("Inference", "request", order).await?;
    let Requested { job } = done.event("Inference", "Requested").map_err(Failure::from)?;
    let block = session.chain.block_at(done.block).await?.number;
    Ok((job, Clock { begun, block }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn price_should_rise_to_what_the_rules_say_and_be_rounded_up() {
        assert_eq!(busiest(50, 500_000), 75);
        assert_eq!(busiest(50, 0), 50);
        assert_eq!(busiest(3, 500_000), 5);
        assert_eq!(busiest(u128::MAX, 1_000_000), u128::MAX);
    }
}
