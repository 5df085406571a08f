//! Serving whatever the chain has: models that are registered, whose files are to be had, and that fit.

use crate::{
    chain::{
        views::{Line, Offer},
        Chain,
    },
    config,
    models::{self, Model, Models},
    offers::{self, serve},
};
use opg_engine::Refusal;
use opg_store::Address;
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use subxt::utils::H256;
use tokio::sync::mpsc::UnboundedSender;

/// How often the chain is asked for models.
const PAUSE: Duration = Duration::from_secs(20);
/// Models that are asked for at once.
const PAGE: u32 = 100;

pub struct Any {
    chain: Chain,
    models: Arc<Models>,
    settings: config::Any,
    /// Whether proofs are made at all.
    proves: bool,
    /// Those that are not served, however often they are looked at.
    refused: BTreeSet<[u8; 32]>,
    /// Those whose files were not to be had the last time.
    missing: BTreeSet<[u8; 32]>,
    is_full: bool,
}

impl Any {
    pub fn new(chain: Chain, models: Arc<Models>, settings: config::Any, proves: bool) -> Self {
        let (refused, missing) = (BTreeSet::new(), BTreeSet::new());
        Self { chain, models, settings, proves, refused, missing, is_full: false }
    }

    /// Looks for models for as long as somebody wants to hear of those that are served from then on.
    pub async fn go_on(mut self, found: UnboundedSender<Arc<Model>>) {
        while !found.is_closed() {
            match self.look().await {
                Ok(new) => new.into_iter().for_each(|model| drop(found.send(model))),
                Err(error) => {
                    tracing::warn!(%error, "models to serve are not looked for; trying again")
                },
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Serves what this operator offers already: requests of it may be open.
    pub async fn take_over(&mut self, me: [u8; 32]) -> Result<(), crate::chain::Error> {
        let at = self.chain.best().await?.hash;
        let offers: Vec<Offer> = self.chain.ask(at, "ModelsApi", "offers_of", me).await?;
        let offers: BTreeSet<_> = offers.into_iter().map(|offer| offer.model).collect();
        for line in self.registered(at).await? {
            if offers.contains(&line.model) && self.models.get(&line.model.0).is_none() {
                self.try_serve(&line, at).await;
            }
        }
        Ok(())
    }

    /// Serves what can be served of all that is registered. Answers with what is new.
    async fn look(&mut self) -> Result<Vec<Arc<Model>>, crate::chain::Error> {
        let (at, mut new) = (self.chain.best().await?.hash, Vec::new());
        let mut lines = self.registered(at).await?;
        lines.retain(|line| line.standing.is_active() && line.bytes <= self.most_bytes());
        // Those that somebody vouches for come first.
        lines.sort_by_key(|line| !line.attested);
        for line in lines {
            let hash = &line.model.0;
            if self.refused.contains(hash) || self.models.get(hash).is_some() {
                continue;
            }
            if self.models.count() >= self.settings.models {
                self.say_full();
                break;
            }
            new.extend(self.try_serve(&line, at).await);
        }
        Ok(new)
    }

    fn most_bytes(&self) -> u64 {
        self.settings.model_mib << 20
    }

    async fn registered(&self, at: H256) -> Result<Vec<Line>, crate::chain::Error> {
        let (mut all, mut after) = (Vec::new(), None::<[u8; 32]>);
        loop {
            let page: Vec<Line> = self.chain.ask(at, "ModelsApi", "models", (after, PAGE)).await?;
            after = page.last().map(|line| line.model.0);
            all.extend(page);
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    async fn try_serve(&mut self, line: &Line, at: H256) -> Option<Arc<Model>> {
        // Proofs are asked of those alone, and their keys are what their files make.
        let proves = self.proves && line.attested && self.models.proven() < self.settings.proven;
        let hash = line.model.0;
        let terms = self.settings.serves(Address(hash));
        let model = hex::encode(hash);
        // What the chain says of a file's size nobody may have looked at.
        let most = self.most_bytes();
        match serve(&self.chain, at, &self.models, &terms, most, proves).await {
            Ok(served) => {
                self.missing.remove(&hash);
                Some(served)
            },
            Err(error) if may_come(&error) => {
                if self.missing.insert(hash) {
                    tracing::info!(model, %error, "a model is not served yet: trying again");
                }
                None
            },
            Err(error) => {
                tracing::warn!(model, %error, "a model is not served until this worker is started again");
                self.refused.insert(hash);
                None
            },
        }
    }

    fn say_full(&mut self) {
        if !std::mem::replace(&mut self.is_full, true) {
            let most = self.settings.models;
            tracing::info!(most, "no more models are served: `models` in [inference.any] says so");
        }
    }
}

/// Whether the next try may have another end. A model that takes too long to be looked at takes it from others, too.
fn may_come(error: &offers::Error) -> bool {
    match error {
        offers::Error::Chain(_) | offers::Error::Models(models::Error::Store(..)) => true,
        offers::Error::Models(models::Error::Refused(_, refusal)) => {
            matches!(refusal, Refusal::Busy | Refusal::NoEngine(_) | Refusal::ModelUnavailable(_))
        },
        _ => false,
    }
}
