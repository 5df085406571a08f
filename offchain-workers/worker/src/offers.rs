//! What this operator offers on the chain is what its configuration says.

use crate::{
    chain::{
        sender::Fate,
        shared::Shared,
        views::{Model as Claimed, Offer},
        Call, Chain,
    },
    models::{as_claimed, Model, Models},
};
use codec::Encode;
use opg_primitives::models::Ask;
use std::{collections::BTreeMap, time::Duration};
use subxt::utils::H256;

/// How long one waits for offers to be in a block.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Chain(#[from] crate::chain::Error),
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
    #[error("the offers were in no block for a minute: does the node make or see new blocks?")]
    Slow,
}

/// Offers what is served, on the terms of the configuration, and withdraws what is not served any more.
pub async fn bring_up_to_date(
    chain: &Chain,
    sender: &mut Shared,
    models: &Models,
) -> Result<(), Error> {
    let best = chain.best().await?;
    let me = sender.account().0;
    let there: Vec<Offer> = chain.ask(best.hash, "ModelsApi", "offers_of", me).await?;
    let there: BTreeMap<H256, Offer> =
        there.into_iter().map(|offer| (offer.model, offer)).collect();
    let mut calls = Vec::new();
    for model in models.all() {
        let hash = H256(model.file.sha256);
        let terms = &model.terms;
        let ask = Ask { price: terms.price.0, latency: terms.latency };
        let same = there.get(&hash).is_some_and(|offer| {
            (offer.ask.price, offer.ask.latency, offer.capacity)
                == (ask.price, ask.latency, terms.capacity)
        });
        if !same {
            calls.push((named(model), offer(hash.0, ask, terms.capacity)));
        }
    }
    let served = |hash: &H256| models.all().any(|model| model.file.sha256 == hash.0);
    for (hash, offer) in &there {
        if !served(hash) && offer.capacity > 0 {
            calls.push((format!("{hash:?}"), withdraw(hash.0)));
        }
    }
    send_all(chain, sender, calls).await
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

/// What is run is what the chain's users are told. Answers with the key by which answers are proven.
pub async fn check(chain: &Chain, at: H256, model: &Model) -> Result<Option<Vec<u8>>, Error> {
    let hash = model.file.sha256;
    let claimed: Option<Claimed> = chain.ask(at, "ModelsApi", "model", hash).await?;
    let Some(claimed) = claimed else {
        return Err(Error::Unknown { model: named(model), hash: hex::encode(hash) });
    };
    let same = |tensors: &[opg_engine::TensorType], said: &[crate::chain::views::Tensor]| {
        as_claimed(tensors).is_some_and(|ours| ours.encode() == said.encode())
    };
    let interface = &claimed.claim.interface;
    if same(&model.inputs, &interface.inputs) && same(&model.outputs, &interface.outputs) {
        return Ok(claimed.claim.key);
    }
    Err(Error::OtherInterface(named(model)))
}

async fn send_all(
    chain: &Chain,
    sender: &mut Shared,
    calls: Vec<(String, Call)>,
) -> Result<(), Error> {
    let mut open = BTreeMap::new();
    for (name, call) in calls {
        tracing::info!(model = name, call = call.name, "changing an offer");
        let ticket = sender.send(&call, chain.best().await?).await?;
        open.insert(ticket, name);
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
