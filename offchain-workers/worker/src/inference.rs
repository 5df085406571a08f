//! The role `inference`: answers the requests that the chain gives to this operator.
//!
//! One loop follows the best chain and says what is to be said; models run beside it, so many at a time.
//! What a model answered is in the journal before it is said.

use crate::{
    chain::{
        sender::{Fate, Sender, Ticket},
        views::{Assignment, Job, Offer},
        Block, Call, Chain,
    },
    desk::{Decision, Desk, Next, Word},
    journal::{self, Answer, Journal},
    metrics::Metrics,
};
use opg_primitives::{
    market::{commitment, Decline, JobId, Output},
    panels::Salt,
    BlockNumber, Hash,
};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    future::Future,
    sync::Arc,
    time::Duration,
};
use subxt::utils::H256;
use tokio::sync::{mpsc, watch, Semaphore};

/// Answers in one transaction: the chain takes more, but one bad answer has the sender pay for all.
const BATCH: usize = 64;
/// How long an answer waits for others to go with it.
const LINGER: Duration = Duration::from_millis(150);
/// How often the node is asked for a new block.
const TICK: Duration = Duration::from_millis(250);
/// Blocks that are looked at one by one after a pause; beyond that the chain is asked what there is.
const CATCH_UP: usize = 64;
/// Blocks after which it is noted where to begin after a restart.
const BOOKMARK: BlockNumber = 16;
/// Hashes of blocks that were seen, to know them again.
const REMEMBERED: usize = 512;

/// Runs models.
pub trait Runner: Send + Sync + 'static {
    /// What the model of a request answers, or why this worker does not.
    fn run(&self, id: JobId, job: Job) -> impl Future<Output = Result<Output, Failure>> + Send;
}

/// Why a model gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// For good: another worker gets the request.
    #[error("declined ({0:?}): {1}")]
    Decline(Decline, String),
    /// Perhaps not the next time.
    #[error("failed: {0}")]
    Retry(String),
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Chain(#[from] crate::chain::Error),
    #[error(transparent)]
    Journal(#[from] journal::Error),
}

/// What came of running a model.
type Outcome = (JobId, Result<Output, Failure>);

pub struct Inference<R> {
    chain: Chain,
    sender: Sender,
    journal: Arc<Journal>,
    runner: Arc<R>,
    metrics: Arc<Metrics>,
    desk: Desk,
    room: Arc<Semaphore>,
    /// What is to be said, oldest request first.
    words: BTreeMap<JobId, Word>,
    /// What was handed in and is in no block yet, by request.
    saying: BTreeMap<Ticket, Vec<JobId>>,
    seen: VecDeque<H256>,
    best: Option<Block>,
    /// Its offers are withdrawn: nothing more is taken on.
    draining: bool,
    outcomes: (mpsc::UnboundedSender<Outcome>, mpsc::UnboundedReceiver<Outcome>),
}

impl<R: Runner> Inference<R> {
    pub fn new(
        chain: Chain,
        sender: Sender,
        journal: Arc<Journal>,
        runner: Arc<R>,
        metrics: Arc<Metrics>,
        at_a_time: usize,
    ) -> Self {
        let desk = Desk::new(sender.account().clone());
        Self {
            chain,
            sender,
            journal,
            runner,
            metrics,
            desk,
            room: Arc::new(Semaphore::new(at_a_time)),
            words: BTreeMap::new(),
            saying: BTreeMap::new(),
            seen: VecDeque::new(),
            best: None,
            draining: false,
            outcomes: mpsc::unbounded_channel(),
        }
    }

    /// Works until `stop` says so, and then until all that was given to it is answered.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) -> Result<(), Error> {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut linger: Option<tokio::time::Instant> = None;
        loop {
            let wait = linger.unwrap_or_else(|| tokio::time::Instant::now() + TICK);
            tokio::select! {
                _ = tick.tick() => self.follow().await,
                outcome = self.outcomes.1.recv() => {
                    if let Some((id, outcome)) = outcome {
                        self.ran(id, outcome)?;
                        linger.get_or_insert_with(|| tokio::time::Instant::now() + LINGER);
                    }
                    if self.words.len() < BATCH {
                        continue;
                    }
                },
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

    /// Takes on nothing more; whether nothing is left.
    async fn has_drained(&mut self) -> bool {
        if !self.draining {
            match self.withdraw().await {
                Ok(()) => self.draining = true,
                Err(error) => tracing::warn!(%error, "offers cannot be withdrawn; trying again"),
            }
            return false;
        }
        self.desk.is_empty() && self.sender.waiting() == 0
    }

    async fn withdraw(&mut self) -> Result<(), Error> {
        let best = self.chain.best().await?;
        let me = self.sender.account().0;
        let offers: Vec<Offer> = self.chain.ask(best.hash, "ModelsApi", "offers_of", me).await?;
        for offer in offers.into_iter().filter(|offer| offer.capacity > 0) {
            let call = Call::new("Models", "withdraw_offer", offer.model.0);
            self.send(&call, Vec::new(), best).await?;
        }
        Ok(())
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
                    self.desk.doubt_all();
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
        self.look(best).await?;
        self.metrics.desk.set(self.desk.len() as u64);
        self.metrics.running.set(self.desk.running() as u64);
        Ok(())
    }

    /// Blocks that were not seen, oldest first; nothing if there are too many, or none was ever seen.
    async fn blocks_since(&self, best: Block) -> Result<Option<Vec<Block>>, Error> {
        let mut blocks = vec![best];
        let mut parent = best.parent;
        while !self.seen.contains(&parent) {
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

    fn remember(&mut self, hash: H256) {
        self.seen.push_back(hash);
        if self.seen.len() > REMEMBERED {
            self.seen.pop_front();
        }
    }

    async fn hear(&mut self, block: Block) -> Result<(), Error> {
        let events = self.chain.events(block.hash, "Inference").await?;
        let forgotten: Vec<_> =
            events.iter().filter_map(|event| self.desk.heard(event, block.number)).collect();
        if !forgotten.is_empty() {
            self.journal.forget(forgotten)?;
        }
        self.remember(block.hash);
        if block.number.is_multiple_of(BOOKMARK) {
            if let Some(oldest) = self.desk.oldest() {
                self.journal.set_from(oldest)?;
            }
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
        let old = self.journal.jobs()?.into_iter().filter(|job| !found.contains(job));
        self.journal.forget(old.collect::<Vec<_>>())?;
        for job in found {
            self.desk.note(job);
            if let Some(answer) = self.journal.answer(job)? {
                self.desk.decided(job, Decision::Answer(answer));
            }
        }
        self.remember(best.hash);
        Ok(())
    }

    /// Looks at requests whose time has come, and starts what is to be run.
    async fn look(&mut self, best: Block) -> Result<(), Error> {
        let saying: BTreeSet<_> = self.saying.values().flatten().copied().collect();
        for id in self.desk.due(best.number) {
            if saying.contains(&id) || self.words.contains_key(&id) {
                continue;
            }
            let job: Option<Job> = self.chain.ask(best.hash, "InferenceApi", "job", id).await?;
            let Some(job) = job else {
                self.desk.forget(id);
                self.journal.forget([id])?;
                continue;
            };
            match self.desk.look(id, &job, best.number) {
                Next::Run => self.start(id, job),
                Next::Say(word) => {
                    self.words.insert(id, word);
                },
                Next::Nothing => {},
            }
        }
        Ok(())
    }

    fn start(&self, id: JobId, job: Job) {
        let (runner, room, done) =
            (self.runner.clone(), self.room.clone(), self.outcomes.0.clone());
        tokio::spawn(async move {
            let _place = room.acquire_owned().await;
            let outcome = runner.run(id, job).await;
            // Nobody hears it when the worker has stopped.
            let _ = done.send((id, outcome));
        });
    }

    fn ran(&mut self, id: JobId, outcome: Result<Output, Failure>) -> Result<(), Error> {
        match outcome {
            Ok(output) => {
                let answer = self.journal.decide(id, Answer { output, salt: new_salt() })?;
                self.metrics.runs.add(1);
                self.desk.decided(id, Decision::Answer(answer));
            },
            Err(Failure::Decline(why, text)) => {
                tracing::warn!(job = id, ?why, text, "declining a request");
                self.metrics.declines.add(1);
                self.desk.decided(id, Decision::Decline(why));
            },
            Err(Failure::Retry(text)) => {
                tracing::warn!(job = id, text, "a model gave no answer; trying again");
                self.metrics.failures.add(1);
                self.desk.failed(id);
            },
        }
        Ok(())
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
        while let Some((call, jobs)) = next_call(&self.words, &me) {
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
            // What it says is not true any more, or the pool has not looked at the block yet that it is about:
            // each request is looked at again in the next one.
            Err(crate::chain::Error::Refused(why)) => {
                tracing::warn!(call = call.name, ?jobs, why, "the node took it not");
                self.metrics.refused.add(1);
                for job in jobs {
                    self.desk.look_at(job, at.number.saturating_add(1));
                }
                Ok(())
            },
            Err(error) => Err(error.into()),
        }
    }

    fn fate(&mut self, ticket: Ticket, fate: Fate) {
        let jobs = self.saying.remove(&ticket).unwrap_or_default();
        match fate {
            Fate::Included => self.metrics.included.add(1),
            Fate::Refused(why) => {
                tracing::warn!(?jobs, why, "what was handed in will not be taken");
                self.metrics.refused.add(1);
            },
        }
    }
}

/// What is said in the next call, and the requests that it is about: words of the same kind as the first one.
fn next_call(words: &BTreeMap<JobId, Word>, me: &Hash) -> Option<(Call, Vec<JobId>)> {
    let first = words.values().next()?;
    if let Word::Decline(job, why) = first {
        return Some((Call::new("Inference", "decline", (job, why)), vec![*job]));
    }
    let kind = std::mem::discriminant(first);
    let same = words.values().filter(|word| std::mem::discriminant(*word) == kind).take(BATCH);
    let (mut answers, mut commits, mut reveals, mut jobs) = (vec![], vec![], vec![], vec![]);
    for word in same.cloned() {
        jobs.push(word.job());
        match word {
            Word::Answer(job, answer) => answers.push((job, answer.output)),
            Word::Commit(job, Answer { output, salt }) => {
                commits.push((job, commitment(job, me, &salt, &output)))
            },
            Word::Reveal(job, Answer { output, salt }) => reveals.push((job, salt, output)),
            Word::Decline(..) => {},
        }
    }
    let call = if !answers.is_empty() {
        Call::new("Inference", "submit_answers", answers)
    } else if !commits.is_empty() {
        Call::new("Inference", "commit_answers", commits)
    } else {
        Call::new("Inference", "reveal_answers", reveals)
    };
    Some((call, jobs))
}

fn new_salt() -> Salt {
    let mut salt = Salt::default();
    rand::fill(&mut salt);
    salt
}
