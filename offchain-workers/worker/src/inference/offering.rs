//! What the role offers: what it can do, of what the chain's users are told.

use super::{Error, Inference, BOOKMARK};
use crate::{
    any::Change,
    capacity::Capacity,
    chain::{Block, Call},
    offers,
    runner::Runner,
};
use std::collections::BTreeMap;
use subxt::utils::H256;

/// Offers of which something is said in one transaction.
const AT_ONCE: usize = 16;

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
        if !self.draining && self.offering.is_none() {
            self.say_changes(best).await?;
        }
        let offers = self.offers.values().filter(|_| !self.draining);
        self.metrics.capacity.set(offers.map(|offered| u64::from(offered.said())).sum());
        Ok(())
    }

    async fn say_changes(&mut self, best: Block) -> Result<(), Error> {
        if best.number.is_multiple_of(BOOKMARK) || self.unheard {
            self.unheard = true;
            self.unheard = self.compare_offers(best).await?;
            if self.offering.is_some() {
                return Ok(());
            }
        }
        let is_well = self.is_well;
        let changed = self.offers.iter_mut().filter_map(|(model, offered)| {
            let (model, before) = (*model, offered.said());
            let capacity = offered.change(best.number, is_well)?;
            Some(Wanted { model, before, capacity })
        });
        let mut wanted = Vec::new();
        for one in changed.take(AT_ONCE).collect::<Vec<_>>() {
            match self.may_offer(&one, best).await {
                Ok(true) => wanted.push(one),
                Ok(false) => self.unsaid(&one),
                Err(error) => {
                    tracing::warn!(%error, "an offer was not changed; trying again");
                    self.unsaid(&one);
                },
            }
        }
        self.offer(wanted, best).await;
        Ok(())
    }

    fn unsaid(&mut self, wanted: &Wanted) {
        if let Some(offered) = self.offers.get_mut(&wanted.model) {
            offered.unsaid(wanted.before);
        }
    }

    async fn offer(&mut self, wanted: Vec<Wanted>, best: Block) {
        let call = |one: &Wanted| {
            let ask = self.offers.get(&one.model)?.ask;
            Some(offers::offer(one.model, ask, one.capacity))
        };
        let calls = wanted.iter().filter_map(call).collect();
        match self.say_of_offers(calls, best).await {
            Ok(true) => {
                for Wanted { model, before, capacity } in wanted {
                    let model = hex::encode(model);
                    tracing::warn!(model, before, wanted = capacity, "offering what can be done");
                }
                return;
            },
            Ok(false) => {},
            Err(error) => tracing::warn!(%error, "offers were not changed; trying again"),
        }
        // In the next block.
        for Wanted { model, before, .. } in wanted {
            self.offers.get_mut(&model).into_iter().for_each(|offered| offered.stands(before));
        }
    }

    /// Hands in what is said of offers as one transaction, and one at a time: answers may have to wait behind it. Whether
    /// the node took it.
    async fn say_of_offers(
        &mut self,
        calls: Vec<Call>,
        best: Block,
    ) -> Result<bool, crate::chain::Error> {
        let Some(call) = Call::all(calls) else { return Ok(true) };
        match self.sender.send(&call, best).await {
            Ok(ticket) => {
                self.metrics.sent.add(1);
                self.offering = Some(ticket);
                Ok(true)
            },
            Err(crate::chain::Error::Early(why)) => {
                tracing::debug!(call = call.name, why, "early: saying it again");
                Ok(false)
            },
            Err(crate::chain::Error::Refused(why)) => {
                tracing::warn!(call = call.name, why, "the node took it not");
                self.metrics.refused.add(1);
                Ok(false)
            },
            Err(error) => Err(error),
        }
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
    /// have changed just before its offer stood. Answers whether that is to be looked at again in the next block.
    async fn compare_offers(&mut self, best: Block) -> Result<bool, Error> {
        let standing = self.standing_offers(best).await?;
        let mut unsure = Vec::new();
        for (model, capacity) in &mut self.offers {
            let stands = standing.get(&H256(*model)).copied().unwrap_or(0);
            if stands != capacity.said() {
                capacity.stands(stands);
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
        let unserved: Vec<_> =
            standing.keys().filter(|model| !offers.contains_key(&model.0)).collect();
        let calls = unserved.iter().take(AT_ONCE).map(|model| {
            tracing::warn!(?model, "withdrawing the offer of what is not served here");
            offers::withdraw(model.0)
        });
        let is_said = self.say_of_offers(calls.collect(), best).await?;
        Ok(!is_said || unserved.len() > AT_ONCE)
    }

    /// What the chain offers in this operator's name, and how much of it.
    async fn standing_offers(&self, best: Block) -> Result<BTreeMap<H256, u32>, Error> {
        let offers = offers::offers_of(&self.chain, best.hash, self.sender.account()).await?;
        let standing = offers.into_iter().filter(|(_, offer)| offer.capacity > 0);
        Ok(standing.map(|(model, offer)| (model, offer.capacity)).collect())
    }

    /// Takes on nothing more; whether nothing is left.
    pub(super) async fn has_drained(&mut self) -> bool {
        if !std::mem::replace(&mut self.draining, true) {
            self.unheard = true;
        }
        if self.offering.is_some() {
            return false;
        }
        let is_done = self.desk.is_empty() && self.sender.waiting() == 0;
        if !self.unheard && !is_done {
            return false;
        }
        // At first; and in the end, since some may not have been heard.
        match self.withdraw().await {
            Ok(standing) => is_done && standing == Some(0),
            Err(error) => {
                tracing::warn!(%error, "offers cannot be withdrawn; trying again");
                self.unheard = true;
                false
            },
        }
    }

    /// Answers how many offers still stand, once for each block.
    async fn withdraw(&mut self) -> Result<Option<usize>, Error> {
        let best = self.chain.best().await?;
        if self.withdrawn.replace(best.hash) == Some(best.hash) {
            return Ok(None);
        }
        let standing = self.standing_offers(best).await?;
        let calls = standing.keys().take(AT_ONCE).map(|model| offers::withdraw(model.0));
        let is_said = self.say_of_offers(calls.collect(), best).await?;
        self.unheard = !is_said || standing.len() > AT_ONCE;
        Ok(Some(standing.len()))
    }
}
