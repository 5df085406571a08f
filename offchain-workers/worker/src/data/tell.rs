//! What a reporter tells those who watch over it.

use super::{
    source::Unknown,
    views::{self, Feed},
    Data, Duty, Error,
};
use crate::{chain::Block, verifier::views::Operator};
use codec::Decode;
use opg_feeds::{schedule::Why, NoValue};
use opg_primitives::{
    feeds::{FeedId, Observation},
    stake::{Role, Roles},
};
use std::collections::{BTreeMap, BTreeSet};

impl Data {
    /// Says if nobody will ever ask it: that may still change.
    pub(super) async fn check_role(&mut self) -> Result<(), Error> {
        let best = self.chain.best().await?;
        let me = self.sender.account();
        let operator: Option<Operator> =
            self.chain.ask(best.hash, "StakeApi", "operator", me.0).await?;
        let roles = operator.and_then(|operator| Roles::decode(&mut &[operator.roles][..]).ok());
        if !roles.is_some_and(|roles| roles.has(Role::Data)) {
            tracing::warn!(account = %me, "not registered with the role Data, so no feed will have it: see docs/feeds.md");
        }
        Ok(())
    }

    /// Why the chain did not take what a report said, as far as this block shows it.
    pub(super) async fn tell_refused(&self, unheard: usize, best: Block) -> Result<(), Error> {
        if unheard == 0 {
            return Ok(());
        }
        let mut whys = BTreeSet::new();
        for refused in self.chain.happened::<views::Refused>(best.hash, "Oracle", "Refused").await?
        {
            if refused.reporter == *self.sender.account() {
                let views::DispatchError::Module(module) = refused.error;
                let [error, ..] = module.error;
                whys.insert(self.chain.error_in_words("Oracle", error));
            }
        }
        let why = whys.into_iter().collect::<Vec<_>>().join("; ");
        tracing::warn!(unheard, why, "the chain has not taken all of a report");
        Ok(())
    }

    /// Says where seats went that this operator had in the block before.
    pub(super) async fn tell_lost_seats(&self, before: &[Duty], best: Block) -> Result<(), Error> {
        let has = |feed| self.duties.iter().any(|duty| duty.feed == feed);
        let me = self.sender.account();
        for id in before.iter().map(|duty| duty.feed).filter(|feed| !has(*feed)) {
            let feed: Option<Feed> = self.chain.ask(best.hash, "OracleApi", "feed", id).await?;
            let Some(feed) = feed else {
                tracing::info!(feed = id, "the feed is gone");
                continue;
            };
            if feed.seats.iter().any(|seat| seat.reporter == *me) {
                tracing::error!(
                    feed = id,
                    "chilled: too often out of line with the answers, or absent; look at the sources"
                );
            } else if let Some((_, until)) = feed.kept_out.iter().find(|(who, _)| who == me) {
                tracing::warn!(
                    feed = id,
                    until,
                    "left the feed, or was chilled; may come back then"
                );
            } else {
                tracing::info!(feed = id, "another was drawn in our place");
            }
        }
        Ok(())
    }

    /// Metrics, and once for each change of which feeds nothing is known, and why.
    pub(super) fn show(&mut self, best: Block, served: &BTreeSet<FeedId>) {
        let why = |feed: &FeedId| Some((*feed, self.knowledge.value(*feed).err()?));
        let mut unknown: BTreeMap<FeedId, Unknown> = served.iter().filter_map(why).collect();
        self.metrics.feeds_unknown.set(unknown.len() as u64);
        // Which is nothing to tell anyone of.
        unknown.retain(|_, why| *why != Unknown::NoValue(NoValue::NotYet));
        for (feed, why) in unknown.iter().filter(|(feed, _)| !self.unknown.contains(feed)) {
            tracing::warn!(feed, name = self.knowledge.name(*feed), %why, "nothing is known");
        }
        for feed in self.unknown.iter().filter(|feed| !unknown.contains_key(feed)) {
            tracing::info!(feed, name = self.knowledge.name(*feed), "there is a value");
        }
        self.metrics.feeds.set(served.len() as u64);
        self.metrics.best.set(best.number.into());
        self.metrics.last_block.set(crate::health::now());
        self.metrics.stalled.set(self.sender.is_stalled().into());
        self.unknown = unknown.into_keys().collect();
    }
}

/// How many of a report's observations there are for each reason.
pub(super) fn reasons(some: &[(Observation, Why)]) -> String {
    let mut counts = BTreeMap::<&str, usize>::new();
    for (_, why) in some {
        let name = match why {
            Why::Joining => "joining",
            Why::Due => "due",
            Why::Deviation => "deviation",
            Why::Late => "late",
        };
        *counts.entry(name).or_default() += 1;
    }
    let each = counts.iter().map(|(name, count)| format!("{count} {name}"));
    each.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_should_be_counted() {
        let said = |why| (Observation { feed: 1, round: 1, value: 1 }, why);
        let some = [said(Why::Late), said(Why::Due), said(Why::Late)];
        assert_eq!(reasons(&some), "1 due, 2 late");
    }
}
