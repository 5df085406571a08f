//! What this operator offers on the chain is what its configuration says.

use crate::{
    chain::{
        address::address,
        sender::{Fate, Ticket},
        shared::Shared,
        views::{Claim, Model as Claimed, Offer},
        Call, Chain,
    },
    config::Served,
    models::{self, as_claimed, Model, Models},
};
use codec::Encode;
use opg_primitives::models::Ask;
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use subxt::utils::{AccountId32, H256};

/// How long one waits for offers to be in a block.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Chain(#[from] crate::chain::Error),
    #[error(transparent)]
    Models(#[from] models::Error),
    #[error(
        "nobody has registered the model {model} ({hash}): docs/models.md says how that is done"
    )]
    Unknown { model: String, hash: String },
    #[error(
        "the chain has other inputs or outputs for {0} than its file: its owner has said something else \
         of it, do not serve it"
    )]
    OtherInterface(String),
    #[error("the offer of {0} was not taken: {1}")]
    Refused(String, String),
    #[error(
        "a block has the offers, and the chain took none of them: is {0} an operator with the role inference, \
         is latency at most the chain's Models.MaxLatency, and capacity at most Models.MaxCapacity?"
    )]
    NoneTaken(String),
    #[error("the offers were in no block for a minute: does the node make or see new blocks?")]
    Slow,
}

impl Error {
    /// Whether it may be otherwise in some blocks.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Chain(_) | Self::Refused(..) | Self::Slow)
    }
}

/// Offers what is served, on the terms of the configuration, and withdraws what is not served any more.
pub async fn bring_up_to_date(
    chain: &Chain,
    sender: &mut Shared,
    models: &Models,
) -> Result<(), Error> {
    let me = sender.account().clone();
    let there = offers_of(chain, chain.best().await?.hash, &me).await?;
    let mut calls = Vec::new();
    let all = models.all();
    for model in all.iter().filter(|model| !is_offered(model, &there)) {
        let capacity = model.terms.capacity;
        calls.push((named(model), offer(model.file.sha256, model.terms.ask(), capacity)));
    }
    for (hash, offer) in &there {
        if models.get(&hash.0).is_none() && offer.capacity > 0 {
            calls.push((format!("{hash:?}"), withdraw(hash.0)));
        }
    }
    send_all(chain, sender, calls).await?;
    // That a block has a call says nothing of what came of it.
    let there = offers_of(chain, chain.best().await?.hash, &me).await?;
    let missing: Vec<_> = all.iter().filter(|model| !is_offered(model, &there)).collect();
    for model in &missing {
        let (model, capacity) = (named(model), model.terms.capacity);
        tracing::error!(
            model,
            capacity,
            "the chain did not take the offer: others do not ask here"
        );
    }
    if !missing.is_empty() && missing.len() == all.len() {
        return Err(Error::NoneTaken(address(&me)));
    }
    Ok(())
}

/// What the chain has of an operator's offers, withdrawn ones with requests in work among them.
pub async fn offers_of(
    chain: &Chain,
    at: H256,
    me: &AccountId32,
) -> Result<BTreeMap<H256, Offer>, crate::chain::Error> {
    let there: Vec<Offer> = chain.ask(at, "ModelsApi", "offers_of", me.0).await?;
    Ok(there.into_iter().map(|offer| (offer.model, offer)).collect())
}

/// Whether the chain has the offer that the configuration says.
fn is_offered(model: &Model, there: &BTreeMap<H256, Offer>) -> bool {
    let ask = model.terms.ask();
    there.get(&H256(model.file.sha256)).is_some_and(|offer| {
        (offer.ask.price, offer.ask.latency, offer.capacity)
            == (ask.price, ask.latency, model.terms.capacity)
    })
}

/// Offers a model; with a capacity of nothing, withdraws it.
pub fn offer(model: [u8; 32], ask: Ask, capacity: u32) -> Call {
    match capacity {
        0 => withdraw(model),
        _ => Call::new("Models", "offer", (model, ask, capacity)),
    }
}

pub fn withdraw(model: [u8; 32]) -> Call {
    Call::new("Models", "withdraw_offer", model)
}

fn named(model: &Model) -> String {
    model.terms.model.to_string()
}

/// Serves a model, of so many bytes at most, if what is run is what the chain's users are told; with proofs, if it
/// has a key and they are wanted. One that the operator has not chosen is not tried before: there may be many.
pub async fn serve(
    chain: &Chain,
    at: H256,
    models: &Models,
    terms: &Served,
    most: u64,
    proves: bool,
    is_chosen: bool,
) -> Result<Arc<Model>, Error> {
    let mut model = models.open(terms, most).await?;
    let hash = model.file.sha256;
    let Some(Claimed { claim, .. }) = claimed(chain, at, hash).await? else {
        return Err(Error::Unknown { model: named(&model), hash: hex::encode(hash) });
    };
    if !is_as_claimed(&model, &claim) {
        return Err(Error::OtherInterface(named(&model)));
    }
    model.claim = Some(claim);
    if is_chosen {
        model.tried = models.try_out(&model).await;
    }
    if proves {
        models.prove(&model).await?;
    }
    Ok(models.serve(model))
}

/// What the chain has of a model.
pub async fn claimed(
    chain: &Chain,
    at: H256,
    model: [u8; 32],
) -> Result<Option<Claimed>, crate::chain::Error> {
    chain.ask(at, "ModelsApi", "model", model).await
}

/// Whether what is run is what the chain's users are told.
fn is_as_claimed(model: &Model, claim: &Claim) -> bool {
    let same = |tensors: &[opg_engine::TensorType], said: &[crate::chain::views::Tensor]| {
        as_claimed(tensors).is_some_and(|ours| ours.encode() == said.encode())
    };
    let interface = &claim.interface;
    same(&model.inputs, &interface.inputs) && same(&model.outputs, &interface.outputs)
}

/// Hands a call in, and again while the node has not looked yet at the block from which it counts.
async fn send(chain: &Chain, sender: &mut Shared, call: &Call) -> Result<Ticket, Error> {
    let until = tokio::time::Instant::now() + PATIENCE;
    loop {
        match sender.send(call, chain.best().await?).await {
            Err(crate::chain::Error::Early(_)) if tokio::time::Instant::now() < until => {
                tokio::time::sleep(Duration::from_millis(250)).await;
            },
            other => return Ok(other?),
        }
    }
}

async fn send_all(
    chain: &Chain,
    sender: &mut Shared,
    calls: Vec<(String, Call)>,
) -> Result<(), Error> {
    let mut open = BTreeMap::new();
    for (name, call) in calls {
        tracing::info!(model = name, call = call.name, "changing an offer");
        open.insert(send(chain, sender, &call).await?, name);
    }
    let until = tokio::time::Instant::now() + PATIENCE;
    while !open.is_empty() {
        if tokio::time::Instant::now() > until {
            return Err(Error::Slow);
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        for (ticket, fate) in sender.see(chain.best().await?).await? {
            let name = open.remove(&ticket);
            if let (Fate::Refused(why), Some(name)) = (fate, name) {
                return Err(Error::Refused(name, why));
            }
        }
    }
    Ok(())
}
