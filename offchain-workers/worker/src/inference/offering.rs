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
        if best.number.is_multiple_of(BOOKMARK) {
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
        let named = hex::encode(model);
        let error = match self.is_claimed_as_before(&wanted, best).await {
            Ok(true) => {
                let Some(ask) = self.offers.get(&model).map(|offered| offered.ask) else { return };
                tracing::warn!(
                    model = named,
                    before,
                    wanted = capacity,
                    "offering what can be done"
                );
                let sent = self.sender.send(&offers::offer(model, ask, capacity), best).await;
                sent.map(drop).err()
            },
            Ok(false) => {
                tracing::error!(
                    model = named,
                    "its owner has changed what is said of a model while it was not offered: it is not served \
                     until this worker is started again"
                );
                self.offers.remove(&model);
                None
            },
            Err(error) => Some(error),
        };
        if let Some(error) = error {
            tracing::warn!(%error, "the offer was not changed; trying again");
            if let Some(offered) = self.offers.get_mut(&model) {
                offered.unsaid(before);
            }
        }
    }

    /// While a model is offered nobody can change what is said of it; but while it was not, somebody may have.
    async fn is_claimed_as_before(
        &self,
        wanted: &Wanted,
        best: Block,
    ) -> Result<bool, crate::chain::Error> {
        if wanted.before > 0 || wanted.capacity == 0 {
            return Ok(true);
        }
        let claim = offers::claim_of(&self.chain, best.hash, wanted.model).await?;
        let seen = self.offers.get(&wanted.model).map(|offered| &offered.claim);
        Ok(claim.as_ref() == seen)
    }

    /// What was said of offers may have been lost, and others may have withdrawn them.
    async fn compare_offers(&mut self, best: Block) -> Result<(), Error> {
        let standing = self.standing_offers(best).await?;
        for (model, capacity) in &mut self.offers {
            let stands = standing.get(&H256(*model)).copied().unwrap_or(0);
            if stands != capacity.said() {
                capacity.unsaid(stands);
            }
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
        if !self.draining {
            match self.withdraw().await {
                Ok(_) => self.draining = true,
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
