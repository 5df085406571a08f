//! Serving whatever the chain has: models that are registered, whose files are to be had, and that fit.

use crate::{
    chain::{views::Line, Chain},
    config,
    models::{self, Model, Models},
    offers::{self, serve},
};
use opg_engine::Refusal;
use opg_primitives::BlockNumber;
use opg_store::Address;
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use subxt::utils::{AccountId32, H256};
use tokio::sync::mpsc::UnboundedSender;

/// How often the chain is asked for models.
const PAUSE: Duration = Duration::from_secs(20);
/// Models that are asked for at once.
const PAGE: u32 = 100;

pub struct Any {
    chain: Chain,
    me: AccountId32,
    models: Arc<Models>,
    settings: config::Any,
    /// Whether proofs are made at all.
    proves: bool,
    known: Known,
    is_full: bool,
    /// The last block that was looked at.
    seen: BlockNumber,
}

/// What came of looking at models.
#[derive(Default)]
struct Known {
    /// Those that are served because they were found, not because the configuration lists them.
    found: BTreeSet<[u8; 32]>,
    /// Those that are not served, however often they are looked at.
    refused: BTreeSet<[u8; 32]>,
    /// Those whose files were not to be had the last time.
    missing: BTreeSet<[u8; 32]>,
    /// Those of which proofs cannot be made.
    unproven: BTreeSet<[u8; 32]>,
    /// Those that are not offered any more, and of which something may be in work.
    leaving: BTreeSet<[u8; 32]>,
}

impl Known {
    /// Forgets all that nobody may ask any more: what is registered again may be told of otherwise. Answers with
    /// those that were found.
    fn keep(&mut self, active: &BTreeSet<[u8; 32]>) -> Vec<[u8; 32]> {
        let gone = self.found.difference(active).copied().collect();
        for known in [&mut self.found, &mut self.refused, &mut self.missing, &mut self.unproven] {
            known.retain(|model| active.contains(model));
        }
        gone
    }
}

/// What changes in what is served.
pub enum Change {
    Served(Arc<Model>),
    /// It is not offered any more.
    Gone([u8; 32]),
}

impl Any {
    pub fn new(
        chain: Chain,
        me: AccountId32,
        models: Arc<Models>,
        settings: config::Any,
        proves: bool,
    ) -> Self {
        let known = Known::default();
        Self { chain, me, models, settings, proves, known, is_full: false, seen: 0 }
    }

    /// Looks for models for as long as somebody wants to hear of those that are served from then on.
    pub async fn go_on(mut self, changed: UnboundedSender<Change>) {
        while !changed.is_closed() {
            if let Err(error) = self.look(&changed).await {
                tracing::warn!(%error, "models to serve are not looked for; trying again");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Serves what this operator offers already: requests of it may be open.
    pub async fn take_over(&mut self) -> Result<(), crate::chain::Error> {
        let at = self.chain.best().await?.hash;
        let offers = offers::offers_of(&self.chain, at, &self.me).await?;
        for line in self.registered(at).await? {
            if offers.contains_key(&line.model) && self.models.get(&line.model.0).is_none() {
                self.try_serve(&line, at).await;
            }
        }
        Ok(())
    }

    /// Serves what can be served of all that is registered, and nothing else any more.
    async fn look(&mut self, changed: &UnboundedSender<Change>) -> Result<(), crate::chain::Error> {
        let best = self.chain.best().await?;
        if best.number < self.seen {
            // Of a node that has yet to catch up nobody knows what is registered.
            return Ok(());
        }
        let at = best.hash;
        self.seen = best.number;
        let mut lines = self.registered(at).await?;
        lines.retain(|line| line.standing.is_active());
        self.give_back(&lines, at, changed).await?;
        lines.retain(|line| line.bytes <= self.most_bytes());
        // Those that somebody vouches for come first.
        lines.sort_by_key(|line| !line.attested);
        for line in lines {
            let hash = &line.model.0;
            if self.known.leaving.contains(hash) {
                // It is served anew when it has left.
                continue;
            }
            if let Some(model) = self.models.get(hash) {
                self.try_prove(&line, &model).await;
            } else if !self.known.refused.contains(hash) && self.has_room() {
                if let Some(model) = self.try_serve(&line, at).await {
                    let _ = changed.send(Change::Served(model));
                }
            }
        }
        Ok(())
    }

    /// What nobody may ask any more is not offered, and gives its place back as soon as nothing of it is in work.
    async fn give_back(
        &mut self,
        active: &[Line],
        at: H256,
        changed: &UnboundedSender<Change>,
    ) -> Result<(), crate::chain::Error> {
        let active = active.iter().map(|line| line.model.0).collect();
        for model in self.known.keep(&active) {
            tracing::info!(
                model = hex::encode(model),
                "a model cannot be asked any more: it is not offered"
            );
            let _ = changed.send(Change::Gone(model));
            self.known.leaving.insert(model);
        }
        if self.known.leaving.is_empty() {
            return Ok(());
        }
        let offers = offers::offers_of(&self.chain, at, &self.me).await?;
        for model in std::mem::take(&mut self.known.leaving) {
            if offers.contains_key(&H256(model)) {
                self.known.leaving.insert(model);
            } else {
                self.models.forget(&model);
            }
        }
        Ok(())
    }

    /// Whether one more model may be served.
    fn has_room(&mut self) -> bool {
        let most = self.settings.models;
        let is_full = self.models.count() >= most;
        if is_full && !self.is_full {
            tracing::info!(most, "no more models are served: `models` in [inference.any] says so");
        }
        self.is_full = is_full;
        !is_full
    }

    /// Whether answers of a model are to be proven. Proofs are asked of those alone that somebody vouches for, and
    /// the keys of those are what their files make.
    fn is_to_be_proven(&self, line: &Line) -> bool {
        self.proves && line.attested && self.models.proven() < self.settings.proven
    }

    /// A model may have found somebody who vouches for it since it is served.
    async fn try_prove(&mut self, line: &Line, model: &Model) {
        let hash = line.model.0;
        let is_tried = self.models.proves(&hash) || self.known.unproven.contains(&hash);
        let has_key = model.claim.as_ref().is_some_and(|claim| claim.key.is_some());
        if is_tried || !has_key || !self.is_to_be_proven(line) {
            return;
        }
        if let Err(error) = self.models.prove(model).await {
            tracing::warn!(model = hex::encode(hash), %error, "a model's answers are not proven");
            if error.is_final() {
                self.known.unproven.insert(hash);
            }
        }
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
        let proves = self.is_to_be_proven(line);
        let hash = line.model.0;
        let terms = self.settings.serves(Address(hash));
        let model = hex::encode(hash);
        // What the chain says of a file's size nobody may have looked at.
        let most = self.most_bytes();
        match serve(&self.chain, at, &self.models, &terms, most, proves, false).await {
            Ok(served) => {
                self.known.missing.remove(&hash);
                self.known.found.insert(hash);
                Some(served)
            },
            Err(error) if may_come(&error) => {
                if self.known.missing.insert(hash) {
                    tracing::info!(model, %error, "a model is not served yet: trying again");
                }
                None
            },
            Err(error) => {
                tracing::warn!(model, %error, "a model is not served until this worker is started again");
                self.known.refused.insert(hash);
                None
            },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_asked_any_more_should_be_forgotten_and_looked_at_anew_when_it_can() {
        let [served, refused, gone] = [[1; 32], [2; 32], [3; 32]];
        let mut known = Known::default();
        known.found.extend([served, gone]);
        known.refused.extend([refused, gone]);
        known.missing.insert(gone);
        known.unproven.insert(gone);
        assert_eq!(known.keep(&[served, refused].into()), [gone]);
        assert_eq!(known.found, [served].into());
        assert_eq!(known.refused, [refused].into());
        assert!(known.missing.is_empty() && known.unproven.is_empty());
        assert_eq!(known.keep(&[served, refused].into()), [[0u8; 32]; 0]);
    }
}
