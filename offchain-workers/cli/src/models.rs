//! Models: registered, named, looked at.

use crate::{
    args::Add,
    failure::Failure,
    files,
    names::{self, Found},
    report::{address, progress, Report},
    session::Session,
    tensors::{described, interface},
    views::{Attestation, Claim, Class, Line, Model, OwnerName, Series, Server, Standing},
};
use codec::{Compact, Decode, Encode};
use opg_engine::{Engine, TensorType};
use opg_primitives::{
    models::{self as chain, FORBIDDEN, UNAVAILABLE},
    proofs::{Key, MAX_KEY_BYTES},
};
use opg_store::Address;
use opg_worker::models::as_claimed;
use sp_arithmetic::Perbill;
use std::{collections::BTreeMap, future::Future, path::Path};
use subxt::{
    config::{substrate::BlakeTwo256, Hasher},
    dynamic::Value,
    utils::H256,
};

/// Models, and names, that are listed.
const MOST_LISTED: usize = 10_000;
/// Of which so many are asked for at a time.
const PAGE: u32 = 500;
/// Servers of a model that are shown.
const MOST_SERVERS: u32 = 100;
/// Millionths of a percent.
const PERCENT: u32 = 10_000;

/// A file, and what is said of it on the chain.
struct Described {
    hash: H256,
    bytes: u64,
    claim: chain::Claim,
}

/// Registers a model, as far as that is not done. The file is looked at before the node is asked.
pub async fn add<Opened>(add: &Add, open: impl FnOnce() -> Opened) -> Result<Report, Failure>
where
    Opened: Future<Output = Result<Session, Failure>>,
{
    let name = add.name.as_deref().map(names::parts).transpose()?;
    let remote = add.store.remote()?;
    progress("looking into the file");
    let described = describe(add).await?;
    let session = open().await?;
    let me = session.me()?;

    if let Some((owner, _)) = name {
        let holder = holder(&session, owner).await?;
        if holder.is_some_and(|holder| holder != me) {
            return Err(Failure::OthersName(owner.to_owned()));
        }
    }
    if let Some(remote) = &remote {
        progress("uploading the file");
        remote.put_file(&add.file).await?;
    }
    let there: Option<Model> = session.ask("ModelsApi", "model", described.hash.0).await?;
    let is_new = there.is_none();
    match there {
        Some(model) if model.owner != me => {
            return Err(Failure::OthersModel(format!("{:?}", described.hash)));
        },
        Some(model) => ensure_same(&described.claim, &model.claim)?,
        None => register(&session, &described, add.royalty).await?,
    }
    let release = match name {
        Some((owner, series)) => Some(release(&session, owner, series, described.hash).await?),
        None => None,
    };
    Ok(added(add, &described, is_new, release))
}

async fn describe(add: &Add) -> Result<Described, Failure> {
    // Said here, and not as the engine would, which knows files only by what is in them.
    std::fs::File::open(&add.file).map_err(|error| Failure::Read(add.file.clone(), error))?;
    let config = opg_engine::Config { children: 1, ..Default::default() };
    let engine = Engine::start(config).await?;
    let found = engine.describe(&add.file).await;
    let found = found.map_err(|refusal| Failure::Described(add.file.clone(), refusal))?;
    if found.external_data {
        let why = "it keeps data in other files; save it as one file";
        return Err(Failure::Unfit(why.into()));
    }
    let inputs = claimed(&found.inputs)?;
    let interface = chain::Interface { inputs, outputs: claimed(&found.outputs)? };
    interface.check().map_err(|flaw| Failure::Unfit(said_of(flaw).into()))?;
    let class = match add.exact {
        true => chain::Class::Exact,
        false => chain::Class::Close { abs: add.abs, rel: Perbill::from_parts(add.rel) },
    };
    let key = add.key_file.as_deref().map(key).transpose()?;
    let claim = chain::Claim { class, interface, key };
    Ok(Described { hash: H256(found.sha256), bytes: found.size, claim })
}

fn claimed(tensors: &[TensorType]) -> Result<chain::Tensors, Failure> {
    as_claimed(tensors).ok_or_else(|| {
        Failure::Unfit(
            "the chain takes at most 16 inputs and outputs of at most 8 dimensions, of floats, integers, \
             booleans and strings, with names of at most 64 bytes"
                .into(),
        )
    })
}

const fn said_of(flaw: chain::Flaw) -> &'static str {
    match flaw {
        chain::Flaw::NoTensors => "it has no inputs or no outputs",
        chain::Flaw::TensorName => "a tensor's name is not visible ASCII; rename it in the file",
        chain::Flaw::SameName => "two of its tensors have one name; rename one in the file",
        chain::Flaw::ZeroDimension => "a dimension is zero",
        chain::Flaw::TooLarge => "a tensor has more elements than the chain takes",
    }
}

fn key(path: &Path) -> Result<Key, Failure> {
    let bad = |why: String| Failure::ProofKey(path.to_owned(), why);
    let bytes = files::read(path, MAX_KEY_BYTES.into())?;
    opg_zk::key::Key::from_bytes(&bytes).map_err(|error| bad(error.to_string()))?;
    bytes.try_into().map_err(|_| bad("it is too long".into()))
}

/// Whoever has a name.
async fn holder(
    session: &Session,
    name: &str,
) -> Result<Option<subxt::utils::AccountId32>, Failure> {
    let keys = vec![Value::from_bytes(name)];
    let found: Option<OwnerName> = session.stored("Models", "Names", keys).await?;
    Ok(found.map(|found| found.account))
}

/// What is registered is what this file would be registered with: else it must be amended, knowingly.
fn ensure_same(ours: &chain::Claim, theirs: &Claim) -> Result<(), Failure> {
    let class = match ours.class {
        chain::Class::Exact => Class::Exact,
        chain::Class::Close { abs, rel } => Class::Close { abs, rel: rel.deconstruct() },
    };
    let key = ours.key.as_ref().map(|key| key.as_slice());
    let there = &theirs.interface;
    let same = ours.interface.encode() == (&there.inputs, &there.outputs).encode();
    match (class == theirs.class, key == theirs.key.as_deref(), same) {
        (true, true, true) => Ok(()),
        (false, ..) => Err(Failure::OtherClaim("the class: see --exact, --abs and --rel")),
        (_, false, _) => Err(Failure::OtherClaim("the key: see --key-file")),
        (.., false) => Err(Failure::OtherClaim("inputs and outputs")),
    }
}

/// Commits to the model first, so that nobody who sees its hash on its way can be faster.
async fn register(session: &Session, what: &Described, royalty: u32) -> Result<(), Failure> {
    let mut salt = [0u8; 32];
    rand::fill(&mut salt);
    let me = session.me()?;
    let commitment = BlakeTwo256.hash_of(&(b"opg/model", me.0, what.hash.0, salt));
    progress("committing to the model");
    session.call("Models", "commit", commitment).await?;
    // By now at the latest it is in a block.
    let ripe = session.best().await?.number.saturating_add(session.commitment_age()?);
    progress("waiting until others would be too late with it (half a minute)");
    let mut last = None;
    loop {
        let best = session.next(last).await?;
        if best.number >= ripe {
            break;
        }
        last = Some(best.hash);
    }
    progress("registering the model");
    let royalty = royalty.saturating_mul(PERCENT);
    let arguments = (what.hash.0, Compact(what.bytes), &what.claim, royalty, salt);
    session.call("Models", "register", arguments).await?;
    Ok(())
}

/// Makes the model the last release of a series. Answers with its number.
async fn release(
    session: &Session,
    owner: &str,
    series: &str,
    model: H256,
) -> Result<u32, Failure> {
    if holder(session, owner).await?.is_none() {
        progress("claiming the name");
        session.call("Models", "claim_name", owner.as_bytes()).await?;
    }
    let last = names::named(session, owner, series, None).await?;
    if let Some(last) = last.filter(|last| last.names == model) {
        return Ok(last.release);
    }
    progress("releasing the model under its name");
    session.call("Models", "release", (owner.as_bytes(), series.as_bytes(), model.0)).await?;
    let last = names::named(session, owner, series, None).await?;
    Ok(last.map_or(1, |last| last.release))
}

fn added(add: &Add, what: &Described, is_new: bool, release: Option<u32>) -> Report {
    let hash = Address(what.hash.0);
    let name = add.name.clone();
    let mut next = Vec::new();
    if add.store.store.is_none() {
        next.push(
            "put the file where workers and verifiers find it: opg model add … --store URL".into(),
        );
    }
    let called = name.clone().unwrap_or_else(|| format!("{hash:#}"));
    next.push(format!("have verifiers vouch for it: opg model attest {called}"));
    next.push(format!("answer with it: model = \"{hash:#}\" in a worker's configuration"));
    Report::default()
        .both("model", format!("{hash:#}"), format!("{hash:#}"))
        .with("cid", hash.cid())
        .with("name", name)
        .with("release", release)
        .with("bytes", what.bytes)
        .both("new", if is_new { "yes" } else { "no, it was registered" }.into(), is_new)
        .both("next", next.iter().map(|line| format!("\n  {line}")).collect(), next)
}

/// All models, with the names that their owners gave them.
pub async fn list(session: &Session) -> Result<Report, Failure> {
    let best = session.best().await?;
    let names = named_models(session, best.hash).await?;
    let lines = all(session, best.hash).await?;
    let shown = lines.iter().map(|line| {
        Report::default()
            .with("name", names.get(&line.model).cloned())
            .with("model", format!("{:?}", line.model))
            .with("class", class(line.class))
            .with("attested", line.attested)
            .with("servers", line.offers)
            .with("standing", standing(line.standing))
            .with("bytes", line.bytes)
            .with("owner", address(&line.owner))
    });
    Ok(Report::default().with("count", lines.len()).list("models", shown.collect()))
}

/// All models, as they are in a block.
pub async fn all(session: &Session, at: H256) -> Result<Vec<Line>, Failure> {
    let (mut lines, mut after) = (Vec::new(), None);
    loop {
        let page: Vec<Line> = session.ask_at(at, "ModelsApi", "models", (after, PAGE)).await?;
        after = page.last().map(|line| line.model.0);
        lines.extend(page);
        if after.is_none() || lines.len() >= MOST_LISTED {
            return Ok(lines);
        }
    }
}

/// The last releases of all series, by model.
async fn named_models(session: &Session, at: H256) -> Result<BTreeMap<H256, String>, Failure> {
    let series = session.entries::<Series>(at, "Models", "SeriesOf", MOST_LISTED).await?;
    let name = |(key, series): (Vec<u8>, Series)| {
        let (owner, rest) = after_hash(&key)?;
        let (name, _) = after_hash(rest)?;
        Some((series.latest, format!("{owner}/{name}")))
    };
    Ok(series.into_iter().filter_map(name).collect())
}

/// A name in a key of the storage, behind sixteen bytes of its hash, and what follows it.
fn after_hash(key: &[u8]) -> Option<(String, &[u8])> {
    let mut rest = key.get(16..)?;
    let name = Vec::<u8>::decode(&mut rest).ok()?;
    Some((String::from_utf8(name).ok()?, rest))
}

/// One model, and who answers with it.
pub async fn show(session: &Session, text: &str) -> Result<Report, Failure> {
    let Found { hash, model } = names::find(session, text).await?;
    let servers: Vec<Server> =
        session.ask("ModelsApi", "servers", (hash.0, 0u32, MOST_SERVERS)).await?;
    let tensors = |tensors| {
        let shown = |tensor: TensorType| {
            Report::default().with("name", tensor.name.clone()).with("type", described(&tensor))
        };
        interface(tensors).into_iter().map(shown).collect()
    };
    let servers = servers.iter().map(|server| {
        Report::default()
            .with("operator", address(&server.operator))
            .money("price", server.ask.price)
            .with("blocks", server.ask.latency)
            .with("free", server.free)
            .with("capacity", server.capacity)
    });
    Ok(Report::default()
        .with("model", format!("{hash:?}"))
        .with("owner", address(&model.owner))
        .with("bytes", model.bytes)
        .with("class", class(model.claim.class))
        .both(
            "royalty",
            format!("{} %", f64::from(model.royalty) / f64::from(PERCENT)),
            model.royalty,
        )
        .with("standing", standing(model.standing))
        .with("attested", model.attested)
        .with("provable", model.claim.key.is_some())
        .list("inputs", tensors(&model.claim.interface.inputs))
        .list("outputs", tensors(&model.claim.interface.outputs))
        .list("servers", servers.collect()))
}

fn class(class: Class) -> String {
    match class {
        Class::Exact => "exact".into(),
        Class::Close { abs, rel } => {
            let part = |billionths: f64| billionths / 1e9;
            format!("close to {} and {} of it", part(abs as f64), part(rel.into()))
        },
    }
}

const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Active => "active",
        Standing::Deprecated => "deprecated",
        Standing::Banned { .. } => "banned",
    }
}

/// Asks for verifiers, unless some are at it, and waits for what they find if that is wished.
pub async fn attest(session: &Session, text: &str, wait: bool) -> Result<Report, Failure> {
    session.me()?;
    let Found { hash, model } = names::find(session, text).await?;
    let under_way = matches!(
        model.attestation,
        Attestation::Examined { .. }
            | Attestation::Contestable { .. }
            | Attestation::Appealed { .. }
    );
    if !model.attested && !under_way {
        progress("asking for verifiers");
        session.call("Models", "request_attestation", hash.0).await?;
    }
    let report = |state: &str| {
        Report::default().with("model", format!("{hash:?}")).with("attestation", state)
    };
    if !wait && !model.attested {
        return Ok(report("asked for"));
    }
    let (mut last, mut said) = (None, "");
    loop {
        let best = session.next(last).await?;
        last = Some(best.hash);
        let model: Option<Model> = session.ask_at(best.hash, "ModelsApi", "model", hash.0).await?;
        let model = model.ok_or_else(|| Failure::NoSuchModel(text.to_owned()))?;
        if model.attested {
            return Ok(report("attested"));
        }
        let now = match model.attestation {
            Attestation::Examined { .. } => "verifiers look at it",
            Attestation::Contestable { .. } => "verifiers vouch for it; that may be challenged",
            Attestation::Appealed { .. } => "it was challenged; more verifiers look at it",
            Attestation::Attested => "attested",
            Attestation::Refused { verdict } => return Err(refused(verdict)),
            Attestation::None => {
                return Err(Failure::NotAttested(
                    "verifiers did not agree, or kept silent; ask again",
                ))
            },
        };
        if said != now {
            progress(now);
            said = now;
        }
    }
}

fn refused(verdict: H256) -> Failure {
    Failure::NotAttested(if verdict.0 == UNAVAILABLE.0 {
        "verifiers found its file nowhere; opg model add … --store URL"
    } else if verdict.0 == FORBIDDEN.0 {
        "something in its file is not allowed; docs/models.md says what is"
    } else {
        "verifiers found it to be something else than its owner says; see class, tensors and key"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_should_be_found_in_keys_of_the_storage() {
        let mut key = vec![7; 16];
        key.extend("alice".encode());
        key.extend([8; 16]);
        key.extend("digits".encode());
        let (owner, rest) = after_hash(&key).unwrap();
        assert_eq!((owner.as_str(), after_hash(rest).unwrap().0.as_str()), ("alice", "digits"));
        for end in 0..key.len() {
            let (first, cut) = (after_hash(&key[..end]), 16 + 6);
            assert_eq!(first.is_some(), end >= cut, "{end}");
        }
    }
}
