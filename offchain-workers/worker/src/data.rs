//! The role `data`: tells the chain what the outside world is like, of each feed that this operator reports on.
//!
//! ```text
//!   sources -> fetcher -> newest values --.
//!                                          +--> slate: what to say, and why --> reports of many feeds at once
//!   duties at the best block --------------'                                         |
//!         ^                                                                          |
//!         '-------- what the chain has heard by the next best block <---------------'
//! ```
//!
//! - Nothing is kept on disk. What was heard and what is wanted is the chain's to say at each best block, and of the
//!   same word sent twice its pool takes one: a worker that is killed goes on where it was, and neither speaks twice
//!   nor stays silent. A reorganised chain needs nothing of its own, either.
//! - What was sent counts as on its way until a block has it or the node refuses it; if the chain has not heard it by
//!   then, it is said again as long as it is wanted.
//! - A feed without a fresh value is a matter for the operator: the log says why there is none, once for each change.

pub mod slate;
pub mod source;
mod tell;
pub mod views;

use crate::{
    chain::{
        sender::{Fate, Ticket},
        shared::Shared,
        Block, Call, Chain,
    },
    config,
    metrics::Metrics,
};
use opg_feeds::schedule::{Timing, Why};
use opg_primitives::{
    feeds::{FeedId, Observation, Round},
    BlockNumber,
};
use slate::{Flying, Plan, Slate};
use source::{Knowledge, Sources, Unknown};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};
use subxt::utils::H256;
use tokio::sync::watch;
use views::{Duty, Feed};

/// How often the node is asked for a new block.
const TICK: Duration = Duration::from_millis(250);
/// Blocks after which it is looked anew who else reports on a feed. It only says when whose turn is.
const SEATS: BlockNumber = 20;
/// Times that something is said in one block which the node refuses: its pool may look at the block only then.
const TRIES: u32 = 4;
/// Blocks after which leaving a feed is tried again.
const PATIENCE: BlockNumber = 20;

/// What a transaction says.
enum About {
    Report(Vec<(FeedId, Round)>),
    Leaving(FeedId),
}

pub struct Data {
    chain: Chain,
    sender: Shared,
    knowledge: Knowledge,
    metrics: Arc<Metrics>,
    settings: config::Feeds,
    slate: Slate,
    /// Observations that a report has at most.
    most: usize,
    best: Option<Block>,
    /// All that this operator reports on.
    duties: Vec<Duty>,
    /// Its place among the reporters of each feed, as of a block.
    places: (BlockNumber, BTreeMap<FeedId, u16>),
    saying: BTreeMap<Ticket, About>,
    /// Times that the node refused something in this block.
    refusals: u32,
    /// Feeds that are being left, and when that is tried again.
    leaving: BTreeMap<FeedId, BlockNumber>,
    /// Feeds of which nothing is known, which was said.
    unknown: BTreeSet<FeedId>,
}

/// That the chain's feeds are those that the file means: what is wrong shows before anything is promised.
pub async fn check(chain: &Chain, sources: &Sources) -> Result<(), Error> {
    let best = chain.best().await?;
    for id in sources.feeds() {
        let feed: Option<Feed> = chain.ask(best.hash, "OracleApi", "feed", id).await?;
        sources.check(id, feed.as_ref().map(|feed| &feed.terms))?;
    }
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Chain(#[from] crate::chain::Error),
    #[error(transparent)]
    Source(#[from] source::Error),
}

impl Data {
    /// To be called within a Tokio runtime.
    pub fn new(
        chain: Chain,
        sender: Shared,
        sources: Sources,
        metrics: Arc<Metrics>,
        settings: config::Feeds,
    ) -> Result<Self, Error> {
        let most: u32 = chain.constant("Oracle", "MaxReport")?;
        Ok(Self {
            chain,
            sender,
            knowledge: sources.start(),
            metrics,
            slate: Slate::new(Timing { spread: settings.spread }),
            settings,
            most: usize::try_from(most).unwrap_or(1).max(1),
            best: None,
            duties: Vec::new(),
            places: (0, BTreeMap::new()),
            saying: BTreeMap::new(),
            refusals: 0,
            leaving: BTreeMap::new(),
            unknown: BTreeSet::new(),
        })
    }

    /// Reports until `stop` says so. Nothing is left to be finished then: what is on its way arrives without it.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) -> Result<(), Error> {
        self.tolerate(Self::check_role).await;
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = tick.tick() => self.tolerate(Self::follow).await,
                // Whoever could say so being gone means the same.
                _ = stop.wait_for(|stop| *stop) => return Ok(()),
            }
        }
    }

    /// What goes wrong is tried again: a node comes back, and other roles work on.
    async fn tolerate(&mut self, what: impl AsyncFnOnce(&mut Self) -> Result<(), Error>) {
        if let Err(error) = what(self).await {
            self.metrics.node_errors.add(1);
            tracing::warn!(%error, "following this reporter's feeds failed; trying again");
        }
    }

    async fn follow(&mut self) -> Result<(), Error> {
        let best = self.chain.best().await?;
        if self.best.is_none_or(|before| before.hash != best.hash) {
            self.see(best).await?;
        } else if self.refusals == 0 || self.refusals >= TRIES {
            return Ok(());
        }
        self.report(best).await
    }

    /// A new best block: what the chain has heard, and what it wants.
    async fn see(&mut self, best: Block) -> Result<(), Error> {
        let duties = self.duties_at(best.hash).await?;
        let fates = self.sender.see(best).await?;
        let before = std::mem::replace(&mut self.duties, duties);
        let unheard = fates.into_iter().map(|(ticket, fate)| self.fate(ticket, fate)).sum();
        self.tell_refused(unheard, best).await?;
        self.tell_lost_seats(&before, best).await?;
        self.find_places(best).await?;
        self.best = Some(best);
        self.refusals = 0;
        let served = self.served().map(|duty| duty.feed).collect();
        self.knowledge.ask_for(&served);
        self.leave_unserved(best).await?;
        self.show(best, &served);
        Ok(())
    }

    async fn duties_at(&self, at: H256) -> Result<Vec<Duty>, Error> {
        let (me, mut all, mut from) = (self.sender.account().0, Vec::new(), Some(0u32));
        while let Some(first) = from {
            let (some, next): (Vec<Duty>, Option<u32>) =
                self.chain.ask(at, "OracleApi", "duties", (me, first)).await?;
            all.extend(some);
            from = next;
        }
        Ok(all)
    }

    /// Duties of which something can be said, as a rule.
    fn served(&self) -> impl Iterator<Item = &Duty> + Clone {
        self.duties.iter().filter(|duty| self.knowledge.serves(duty).is_ok())
    }

    /// Its place among the reporters of each feed.
    async fn find_places(&mut self, best: Block) -> Result<(), Error> {
        let (at, known) = &self.places;
        let all_known = self.duties.iter().all(|duty| known.contains_key(&duty.feed));
        if all_known && best.number < at.saturating_add(SEATS) {
            return Ok(());
        }
        let me = self.sender.account().clone();
        let (mut places, mut from) = (BTreeMap::new(), Some(0u32));
        while let Some(first) = from {
            let (feeds, next): (Vec<Feed>, Option<u32>) =
                self.chain.ask(best.hash, "OracleApi", "feeds", first).await?;
            for feed in feeds {
                let place = (0u16..).zip(&feed.seats).find(|(_, seat)| seat.reporter == me);
                places.extend(place.map(|(place, _)| (feed.id, place)));
            }
            from = next;
        }
        self.places = (best.number, places);
        Ok(())
    }

    /// Says all that is to be said, of many feeds at once.
    async fn report(&mut self, best: Block) -> Result<(), Error> {
        let flying: Flying = self.flying().collect();
        let (places, knowledge) = (&self.places.1, &self.knowledge);
        let served = self.duties.iter().filter(|duty| knowledge.serves(duty).is_ok());
        let Plan { say, silent } = self.slate.plan(
            served,
            |feed| places.get(&feed).copied().unwrap_or_default(),
            |duty| knowledge.value(duty.feed).ok(),
            &flying,
            best.number,
        );
        if self.refusals == 0 {
            for (feed, why) in silent {
                self.metrics.silences.add(1);
                tracing::debug!(feed, ?why, "it is our turn, and nothing is known");
            }
        }
        for some in say.chunks(self.most) {
            self.say(some, best).await?;
        }
        Ok(())
    }

    /// Observations that are on their way.
    fn flying(&self) -> impl Iterator<Item = (FeedId, Round)> + '_ {
        let reports = self.saying.values().filter_map(|about| match about {
            About::Report(said) => Some(said),
            About::Leaving(_) => None,
        });
        reports.flatten().copied()
    }

    async fn say(&mut self, some: &[(Observation, Why)], at: Block) -> Result<(), Error> {
        let observations: Vec<Observation> = some.iter().map(|(said, _)| *said).collect();
        let because = tell::reasons(some);
        match self.sender.send(&Call::new("Oracle", "report", &observations), at).await {
            Ok(ticket) => {
                tracing::info!(feeds = some.len(), because, at = at.number, "reported");
                for (Observation { feed, round, value }, why) in some {
                    tracing::debug!(feed, round, value, ?why, "said");
                }
                self.metrics.sent.add(1);
                self.metrics.observations.add(some.len() as u64);
                let said = observations.iter().map(|said| (said.feed, said.round)).collect();
                self.saying.insert(ticket, About::Report(said));
                Ok(())
            },
            // Its pool has not looked at this block yet; or it has looked at the next one.
            Err(crate::chain::Error::Refused(why) | crate::chain::Error::Early(why)) => {
                self.refusals = self.refusals.saturating_add(1);
                self.metrics.refused.add(1);
                let why = self.chain.in_words(&why);
                match self.refusals < TRIES {
                    true => tracing::debug!(feeds = some.len(), because, why, "not taken yet"),
                    false => tracing::warn!(
                        feeds = some.len(),
                        because,
                        why,
                        "the node did not take a report"
                    ),
                }
                Ok(())
            },
            Err(error) => Err(error.into()),
        }
    }

    /// What became of a transaction. Answers how many of its observations the chain has not taken.
    fn fate(&mut self, ticket: Ticket, fate: Fate) -> usize {
        let Some(about) = self.saying.remove(&ticket) else { return 0 };
        match (fate, about) {
            (Fate::Included, About::Report(said)) => {
                self.metrics.included.add(1);
                let is_wanted = |(feed, round): &&(FeedId, Round)| {
                    let duty = self.duties.iter().find(|duty| duty.feed == *feed);
                    duty.is_some_and(|duty| !duty.has_heard(*round))
                };
                let unheard = said.iter().filter(is_wanted).count();
                self.metrics.vain.add((unheard == said.len()).into());
                unheard
            },
            (Fate::Included, About::Leaving(feed)) => {
                self.metrics.included.add(1);
                tracing::info!(feed, "left");
                0
            },
            (Fate::Refused(why), _) => {
                self.metrics.refused.add(1);
                let why = self.chain.in_words(&why);
                tracing::warn!(why, "what was handed in will not be taken");
                0
            },
        }
    }

    /// Whoever has no source for a feed had better leave it: who is silent loses a little each time.
    async fn leave_unserved(&mut self, best: Block) -> Result<(), Error> {
        let reason = |duty: &Duty| Some((duty.feed, self.knowledge.serves(duty).err()?));
        let unserved: Vec<_> = self.duties.iter().filter_map(reason).collect();
        self.metrics.feeds_unserved.set(unserved.len() as u64);
        self.leaving.retain(|feed, _| unserved.iter().any(|(unserved, _)| unserved == feed));
        for (feed, why) in unserved {
            if self.leaving.get(&feed).is_some_and(|next| best.number < *next) {
                continue;
            }
            self.leaving.insert(feed, best.number.saturating_add(PATIENCE));
            // What is in the file in other words can be put right.
            if !self.settings.leave || why != Unknown::NotInFile {
                tracing::error!(feed, %why, "this operator was drawn for a feed of which it says nothing, and loses a little each time");
                continue;
            }
            match self.sender.send(&Call::new("Oracle", "leave", feed), best).await {
                Ok(ticket) => {
                    tracing::info!(feed, %why, "drawn for a feed without sources here: leaving it");
                    self.metrics.sent.add(1);
                    self.saying.insert(ticket, About::Leaving(feed));
                },
                Err(crate::chain::Error::Refused(why) | crate::chain::Error::Early(why)) => {
                    self.metrics.refused.add(1);
                    tracing::warn!(feed, why, "the node did not take that this feed is left");
                },
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
