//! What the role offers: what it can do, of what the chain's users are told.

use super::{Error, Inference, BOOKMARK};
use crate::{any::Change, capacity::Capacity, chain::Block, offers, runner::Runner};
use std::collections::BTreeMap;
use subxt::utils::H256;

/// What the chain is to be told of a model.
struct Wanted {
    model: [u8; 32],
    before: u32,
    capacity: u32,
}

impl<R: Runner> Inference<R> {
    pub(super) fn change(&mut self, change: Change) {
        match change {
            Change::Served(model) => {
                let capacity = Capacity::of(&model, self.places).unoffered();
                self.offers.insert(model.file.sha256, capacity);
            },
            Change::Gone(model) => drop(self.offers.remove(&model)),
        }
    }

    /// Offers what can be done.
    pub(super) async fn adjust(&mut self, best: Block) -> Result<(), Error> {
        if self.draining {
            return Ok(());
        }
        if best.number.is_multiple_of(BOOKMARK) || std::mem::take(&mut self.unheard) {
            self.compare_offers(best).await?;
        }
        let is_well = self.is_well;
        let changed = self.offers.iter_mut().filter_map(|(model, offered)| {
            let (model, before) = (*model, offered.said());
            let capacity = offered.change(best.number, is_well)?;
            Some(Wanted { model, before, capacity })
        });
        for wanted in changed.collect::<Vec<_>>() {
            self.try_offer(wanted, best).await;
        }
        let all = self.offers.values().map(|capacity| u64::from(capacity.said())).sum();
        self.metrics.capacity.set(all);
        Ok(())
    }

    async fn try_offer(&mut self, wanted: Wanted, best: Block) {
        let Wanted { model, before, capacity } = wanted;
        let said = match self.may_offer(&wanted, best).await {
            Ok(true) => self.offer(&wanted, best).await,
            Ok(false) => Ok(false),
            Err(error) => Err(error),
        };
        match said {
            Ok(true) => {
                let model = hex::encode(model);
                tracing::warn!(model, before, wanted = capacity, "offering what can be done");
                return;
            },
            Ok(false) => {},
            Err(error) => tracing::warn!(%error, "the offer was not changed; trying again"),
        }
        if let Some(offered) = self.offers.get_mut(&model) {
            offered.unsaid(before);
        }
    }

    /// Whether the node took it.
    async fn offer(&mut self, wanted: &Wanted, best: Block) -> Result<bool, crate::chain::Error> {
        let Some(offered) = self.offers.get(&wanted.model) else { return Ok(false) };
        let call = offers::offer(wanted.model, offered.ask, wanted.capacity);
        self.sender.send(&call, best).await?;
        Ok(true)
    }

    /// Whether an offer would be taken, and of what it was: while there is none, what is said of a model may change.
    async fn may_offer(
        &mut self,
        wanted: &Wanted,
        best: Block,
    ) -> Result<bool, crate::chain::Error> {
        if wanted.before > 0 || wanted.capacity == 0 {
            return Ok(true);
        }
        Ok(self.is_as_before(wanted.model, best).await? == Some(true))
    }

    /// Whether the chain's users are told of a model what they were told when it was served first, and may ask it. If
    /// they are told otherwise it is not served any more. Nothing if the chain does not have it, or not yet again.
    async fn is_as_before(
        &mut self,
        model: [u8; 32],
        best: Block,
    ) -> Result<Option<bool>, crate::chain::Error> {
        let Some(claimed) = offers::claimed(&self.chain, best.hash, model).await? else {
            return Ok(None);
        };
        let seen = self.offers.get(&model).and_then(|offered| offered.claim.as_ref());
        if seen == Some(&claimed.claim) {
            return Ok(Some(claimed.standing.is_active()));
        }
        tracing::error!(
            model = hex::encode(model),
            "its owner has changed what is said of a model while nobody offered it: it is not served until this \
             worker is started again"
        );
        self.offers.remove(&model);
        Ok(Some(false))
    }

    /// What was said of offers may have been lost, others may have withdrawn them, and what is said of a model may
    /// have changed just before its offer stood.
    async fn compare_offers(&mut self, best: Block) -> Result<(), Error> {
        let standing = self.standing_offers(best).await?;
        let mut unsure = Vec::new();
        for (model, capacity) in &mut self.offers {
            let stands = standing.get(&H256(*model)).copied().unwrap_or(0);
            if stands != capacity.said() {
                capacity.unsaid(stands);
            }
            if stands > 0 && !capacity.is_compared {
                unsure.push(*model);
            }
        }
        for model in unsure {
            if self.is_as_before(model, best).await?.is_some() {
                if let Some(capacity) = self.offers.get_mut(&model) {
                    capacity.is_compared = true;
                }
            }
        }
        let offers = &self.offers;
        let unserved = standing.keys().filter(|model| !offers.contains_key(&model.0));
        for model in unserved.copied().collect::<Vec<_>>() {
            tracing::warn!(?model, "withdrawing the offer of what is not served here");
            self.send(&offers::withdraw(model.0), Vec::new(), best).await?;
        }
        Ok(())
    }

    /// What the chain offers in this operator's name, and how much of it.
    async fn standing_offers(&self, best: Block) -> Result<BTreeMap<H256, u32>, Error> {
        let offers = offers::offers_of(&self.chain, best.hash, self.sender.account()).await?;
        let standing = offers.into_iter().filter(|(_, offer)| offer.capacity > 0);
        Ok(standing.map(|(model, offer)| (model, offer.capacity)).collect())
    }

    /// Takes on nothing more; whether nothing is left.
    pub(super) async fn has_drained(&mut self) -> bool {
        if !self.draining || self.unheard {
            match self.withdraw().await {
                Ok(_) => (self.draining, self.unheard) = (true, false),
                Err(error) => tracing::warn!(%error, "offers cannot be withdrawn; trying again"),
            }
            return false;
        }
        if !self.desk.is_empty() || self.sender.waiting() > 0 {
            return false;
        }
        // Some may not have been heard.
        match self.withdraw().await {
            Ok(standing) => standing == 0,
            Err(error) => {
                tracing::warn!(%error, "nobody knows whether offers still stand; trying again");
                false
            },
        }
    }

    /// Answers how many offers still stand.
    async fn withdraw(&mut self) -> Result<usize, Error> {
        let best = self.chain.best().await?;
        let standing = self.standing_offers(best).await?;
        for model in standing.keys() {
            self.send(&offers::withdraw(model.0), Vec::new(), best).await?;
        }
        Ok(standing.len())
    }
}
