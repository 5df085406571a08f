//! The role `inference`: answers the requests that the chain gives to this operator.
//!
//! One loop follows the best chain and says what is to be said; models run beside it, so many at a time.
//! What a model answered is in the journal before it is said.

mod memory;
mod offering;
mod seen;
mod trouble;
mod words;

use crate::{
    any::Change,
    capacity::Capacity,
    chain::{
        sender::{Fate, Ticket},
        shared::Shared,
        views::{Assignment, Job},
        Block, Call, Chain,
    },
    config,
    desk::{Decision, Desk, Next, Word},
    journal::{self, Journal},
    metrics::Metrics,
    models::{Model, Models},
    runner::{Failure, Floor, Made, Outcome, Places, Runner, Work},
};
use opg_primitives::{
    market::{Decline, JobId, Output},
    BlockNumber, Hash,
};
use seen::Seen;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};
use subxt::utils::H256;
use tokio::sync::{mpsc, watch};
use words::BATCH;

/// How long an answer waits for others to go with it.
const LINGER: Duration = Duration::from_millis(150);
/// How often the node is asked for a new block.
const TICK: Duration = Duration::from_millis(250);
/// Blocks that are looked at one by one after a pause; beyond that the chain is asked what there is.
const CATCH_UP: usize = 64;
/// Blocks after which it is noted where to begin after a restart.
const BOOKMARK: BlockNumber = 16;
/// Times in a block that what the node refused is tried again at once: its pool may be a moment behind.
const REFUSALS: u32 = 6;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Chain(#[from] crate::chain::Error),
    #[error(transparent)]
    Journal(#[from] journal::Error),
}

/// What the configuration says of this role.
pub struct Terms {
    pub places: Places,
    /// When a run is stopped.
    pub limit: Duration,
    /// What is offered, by model.
    pub offers: BTreeMap<[u8; 32], Capacity>,
}

impl Terms {
    pub fn of(models: &Models, settings: &config::Inference, limit: Duration) -> Self {
        let places = Places { runs: settings.at_a_time, proofs: settings.proofs_at_a_time };
        let offer = |model: &Arc<Model>| (model.file.sha256, Capacity::of(model, places.runs));
        Self { places, limit, offers: models.all().iter().map(offer).collect() }
    }
}

pub struct Inference<R> {
    chain: Chain,
    sender: Shared,
    journal: Arc<Journal>,
    metrics: Arc<Metrics>,
    desk: Desk,
    floor: Floor<R>,
    offers: BTreeMap<[u8; 32], Capacity>,
    /// What is to be said, oldest request first.
    words: BTreeMap<JobId, Word>,
    /// What was handed in and is in no block yet, by request.
    saying: BTreeMap<Ticket, Vec<JobId>>,
    seen: Seen,
    best: Option<Block>,
    /// Requests that are not this worker's any more, and since when: what was decided about them is kept until
    /// no reorganised chain can bring them back.
    gone: BTreeMap<JobId, BlockNumber>,
    /// Outputs that could not be written into the journal, so that they may not be said.
    unwritten: Vec<(JobId, Output)>,
    /// Whether the journal can be written.
    is_well: bool,
    /// How often the node refused something in a block.
    refusals: (BlockNumber, u32),
    /// What was said of offers last, while it is in no block.
    offering: Option<Ticket>,
    /// Whether something that was said of offers will be in no block.
    unheard: bool,
    /// Its offers are withdrawn: nothing more is taken on.
    draining: bool,
    /// By which block they were last.
    withdrawn: Option<H256>,
    outcomes: mpsc::UnboundedReceiver<Outcome>,
    /// What else is served from now on, and what not any more.
    changes: mpsc::UnboundedReceiver<Change>,
    /// Models that run at a time.
    places: usize,
    /// When a run is stopped.
    limit: Duration,
}

impl<R: Runner> Inference<R> {
    pub fn new(
        chain: Chain,
        sender: Shared,
        journal: Arc<Journal>,
        runner: Arc<R>,
        metrics: Arc<Metrics>,
        terms: Terms,
        changes: mpsc::UnboundedReceiver<Change>,
    ) -> Self {
        let desk = Desk::new(sender.account().clone());
        let (done, outcomes) = mpsc::unbounded_channel();
        Self {
            chain,
            sender,
            journal,
            metrics,
            desk,
            floor: Floor::new(runner, terms.places, done),
            offers: terms.offers,
            words: BTreeMap::new(),
            saying: BTreeMap::new(),
            seen: Seen::default(),
            best: None,
            gone: BTreeMap::new(),
            unwritten: Vec::new(),
            is_well: true,
            refusals: (0, 0),
            offering: None,
            // Those that were said before it works may be.
            unheard: true,
            draining: false,
            withdrawn: None,
            outcomes,
            changes,
            places: terms.places.runs,
            limit: terms.limit,
        }
    }

    /// Works until `stop` says so, and then until all that was given to it is answered.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) -> Result<(), Error> {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut linger: Option<tokio::time::Instant> = None;
        let mut ended = Vec::new();
        loop {
            let wait = linger.unwrap_or_else(|| tokio::time::Instant::now() + TICK);
            tokio::select! {
                _ = tick.tick() => self.follow().await,
                // Those that end while others are written down are written down together.
                _ = self.outcomes.recv_many(&mut ended, BATCH) => {
                    self.ran(std::mem::take(&mut ended));
                    linger.get_or_insert_with(|| tokio::time::Instant::now() + LINGER);
                    if self.words.len() < BATCH {
                        continue;
                    }
                },
                Some(change) = self.changes.recv() => self.change(change),
                _ = tokio::time::sleep_until(wait), if linger.is_some() => {},
                _ = stop.changed() => {},
            }
            if linger.is_none_or(|at| at <= tokio::time::Instant::now())
                || self.words.len() >= BATCH
            {
                linger = None;
                self.speak().await;
            }
            if *stop.borrow() && self.has_drained().await {
                return Ok(());
            }
        }
    }

    /// Looks at what is new on the best chain. What goes wrong is tried again at the next tick.
    async fn follow(&mut self) {
        if let Err(error) = self.try_follow().await {
            self.metrics.node_errors.add(1);
            tracing::warn!(%error, "following the chain failed; trying again");
        }
    }

    async fn try_follow(&mut self) -> Result<(), Error> {
        let best = self.chain.best().await?;
        if self.best.is_some_and(|before| before.hash == best.hash) {
            return Ok(());
        }
        match self.blocks_since(best).await? {
            Some(blocks) => {
                let parent = blocks.first().map(|block| block.parent);
                if parent != self.best.map(|before| before.hash) {
                    tracing::info!(block = best.number, "the chain was reorganised");
                    self.seen.back_to(parent);
                    self.doubt_since(blocks.first().map_or(0, |block| block.number));
                }
                for block in blocks {
                    self.hear(block).await?;
                }
            },
            None => self.begin(best).await?,
        }
        self.best = Some(best);
        self.metrics.best.set(best.number.into());
        self.metrics.last_block.set(crate::health::now());
        for (ticket, fate) in self.sender.see(best).await? {
            self.fate(ticket, fate);
        }
        self.write_again(best);
        self.look(best).await?;
        self.adjust(best).await?;
        self.metrics.stalled.set(self.sender.is_stalled().into());
        self.metrics.desk.set(self.desk.len() as u64);
        self.metrics.running.set(self.desk.running() as u64);
        Ok(())
    }

    /// Blocks that were not seen, oldest first; nothing if there are too many, or none was ever seen.
    async fn blocks_since(&self, best: Block) -> Result<Option<Vec<Block>>, Error> {
        let mut blocks = vec![best];
        let mut parent = best.parent;
        while !self.seen.has(parent) {
            if self.seen.is_empty() || blocks.len() >= CATCH_UP || parent == H256::zero() {
                return Ok(None);
            }
            let block = self.chain.block_at(parent).await?;
            parent = block.parent;
            blocks.push(block);
        }
        blocks.reverse();
        Ok(Some(blocks))
    }

    async fn hear(&mut self, block: Block) -> Result<(), Error> {
        let events = self.chain.events(block.hash, "Inference").await?;
        for event in &events {
            if let Some(job) = self.desk.heard(event, block.number) {
                self.leave(job, block.number);
            }
        }
        self.seen.remember(block.hash);
        if block.number.is_multiple_of(BOOKMARK) {
            self.tidy(block.number);
        }
        Ok(())
    }

    /// After a start or a long pause: asks for all that there is to do.
    async fn begin(&mut self, best: Block) -> Result<(), Error> {
        let me = self.sender.account().0;
        // Whatever was given to it before has ended.
        let mut from = self.journal.from()?;
        let mut found = BTreeSet::new();
        loop {
            let page: (Vec<Assignment>, Option<JobId>) =
                self.chain.ask(best.hash, "InferenceApi", "assignments", (me, from)).await?;
            found.extend(page.0.iter().map(|one| one.job));
            match page.1 {
                Some(next) => from = next,
                None => break,
            }
        }
        tracing::info!(requests = found.len(), block = best.number, "found what there is to do");
        for job in self.journal.jobs()?.into_iter().filter(|job| !found.contains(job)) {
            self.gone.insert(job, best.number);
        }
        self.doubt_since(0);
        found.into_iter().for_each(|job| self.take_up(job));
        self.seen.forget();
        self.seen.remember(best.hash);
        Ok(())
    }

    /// Looks at requests whose time has come, and starts what is to be run.
    async fn look(&mut self, best: Block) -> Result<(), Error> {
        let saying: BTreeSet<_> = self.saying.values().flatten().copied().collect();
        // As it is now: those that are given up leave their places.
        let stuck = self.stuck();
        for id in self.desk.due(best.number) {
            if saying.contains(&id) || self.words.contains_key(&id) {
                continue;
            }
            let job: Option<Job> = self.chain.ask(best.hash, "InferenceApi", "job", id).await?;
            let Some(job) = job else {
                self.over(id, best.number);
                continue;
            };
            if self.desk.question(id) != Some(job.question()) {
                self.recall(id, job.question())?;
            }
            let trouble = self.trouble(id, &job, best.number, &stuck);
            match self.desk.look(id, &job, best.number, trouble) {
                Next::Run => self.floor.start(id, job),
                Next::Say(word) => {
                    self.words.insert(id, word);
                },
                Next::GiveUp(why) => {
                    self.floor.stop(id);
                    self.forget_unwritten(id);
                    self.gave_up(id, why, "there is no time to wait longer");
                },
                Next::Over => self.over(id, best.number),
                Next::Nothing => {},
            }
        }
        Ok(())
    }

    fn over(&mut self, id: JobId, now: BlockNumber) {
        self.desk.forget(id);
        self.leave(id, now);
    }

    fn ran(&mut self, ended: Vec<Outcome>) {
        let outputs = ended.into_iter().filter_map(|outcome| self.output_of(outcome)).collect();
        self.decide(outputs);
    }

    /// What a model answered, if it did; whatever else came of running it is seen to.
    fn output_of(&mut self, outcome: Outcome) -> Option<(JobId, Output)> {
        if self.desk.question(outcome.id) != Some(outcome.question) {
            // It was stopped a moment too late.
            return None;
        }
        self.floor.ended(&outcome);
        let Outcome { id, model, made, took, .. } = outcome;
        let capacity = self.offers.get_mut(&model);
        let now = self.best.map_or(0, |best| best.number);
        match made {
            Ok(made) => {
                let work = match made {
                    Made::Output(_) => Work::Run,
                    Made::Proof(_) => Work::Proof,
                };
                if let Some(capacity) = capacity {
                    capacity.answered(work, took);
                }
                self.metrics.runs.add(1);
                match made {
                    Made::Output(output) => return Some((id, output)),
                    Made::Proof(proof) => {
                        self.metrics.proofs.add(1);
                        self.desk.decided(id, Decision::Proof(Arc::new(proof)));
                    },
                }
            },
            Err(Failure::Decline(why, text)) => self.declined(id, why, &text),
            Err(Failure::Missing(text)) => {
                tracing::info!(job = id, text, "an input is missing; looking again");
                self.desk.failed(id, now.saturating_add(1));
            },
            Err(Failure::Slow(text)) => {
                if let Some(capacity) = capacity {
                    capacity.failed(now);
                }
                self.metrics.failures.add(1);
                self.gave_up(id, Decline::ResourceLimit, &text);
            },
            Err(Failure::Retry(text)) => {
                tracing::warn!(job = id, text, "a model gave no answer; trying again");
                if let Some(capacity) = capacity {
                    capacity.failed(now);
                }
                self.metrics.failures.add(1);
                self.desk.failed(id, now.saturating_add(1));
            },
        }
        None
    }

    fn declined(&mut self, id: JobId, why: Decline, text: &str) {
        tracing::warn!(job = id, ?why, text, "declining a request");
        self.metrics.declines.add(1);
        self.desk.decided(id, Decision::Decline(why));
    }

    fn gave_up(&mut self, id: JobId, why: Decline, text: &str) {
        tracing::warn!(job = id, ?why, text, "declining a request, if there is time");
        self.metrics.declines.add(1);
        self.desk.decided(id, Decision::GiveUp(why));
    }

    /// Says what there is to be said.
    async fn speak(&mut self) {
        let Some(best) = self.best else { return };
        if let Err(error) = self.try_speak(best).await {
            self.metrics.node_errors.add(1);
            tracing::warn!(%error, "saying something to the chain failed; trying again");
        }
    }

    async fn try_speak(&mut self, best: Block) -> Result<(), Error> {
        self.look(best).await?;
        let me = Hash::from(self.sender.account().0);
        while let Some((call, jobs)) =
            words::next_call(&self.words, &me, |job| self.desk.is_said_alone(job))
        {
            self.send(&call, jobs.clone(), best).await?;
            for job in jobs {
                self.words.remove(&job);
            }
        }
        Ok(())
    }

    async fn send(&mut self, call: &Call, jobs: Vec<JobId>, at: Block) -> Result<(), Error> {
        match self.sender.send(call, at).await {
            Ok(ticket) => {
                self.metrics.sent.add(1);
                self.saying.insert(ticket, jobs);
                Ok(())
            },
            Err(crate::chain::Error::Early(why)) => {
                tracing::debug!(call = call.name, ?jobs, why, "early: saying it again");
                let next = self.again(at.number);
                self.look_again(jobs, next);
                Ok(())
            },
            // What it says is not true any more; or the pool has not looked at the block yet that it is about,
            // and the node is of those that call that invalid.
            Err(crate::chain::Error::Refused(why)) => {
                tracing::warn!(call = call.name, ?jobs, why, "the node took it not");
                self.metrics.refused.add(1);
                if jobs.len() > 1 {
                    // One of them may be why.
                    jobs.iter().for_each(|job| self.desk.part(*job));
                }
                let next = self.again(at.number);
                self.look_again(jobs, next);
                Ok(())
            },
            Err(error) => Err(error.into()),
        }
    }

    fn look_again(&mut self, jobs: Vec<JobId>, at: BlockNumber) {
        for job in jobs {
            self.desk.look_at(job, at);
        }
    }

    /// When to try again what the node refused in this block: soon, or in the next one.
    fn again(&mut self, now: BlockNumber) -> BlockNumber {
        let times = match self.refusals {
            (block, times) if block == now => times.saturating_add(1),
            _ => 1,
        };
        self.refusals = (now, times);
        if times > REFUSALS {
            now.saturating_add(1)
        } else {
            now
        }
    }

    fn fate(&mut self, ticket: Ticket, fate: Fate) {
        let jobs = self.saying.remove(&ticket).unwrap_or_default();
        let is_offer = self.offering.take_if(|offering| *offering == ticket).is_some();
        match fate {
            Fate::Included => {
                self.metrics.included.add(1);
                // Whatever came of it.
                self.unheard |= is_offer && self.draining;
                for job in jobs {
                    if let Some(times) = self.desk.said(job) {
                        tracing::warn!(job, times, "a block has it, and nothing came of it");
                        self.metrics.vain.add(1);
                    }
                }
            },
            Fate::Refused(why) => {
                tracing::warn!(?jobs, why, "what was handed in will not be taken");
                self.metrics.refused.add(1);
                self.unheard |= is_offer;
                self.look_again(jobs, 0);
            },
        }
    }
}
