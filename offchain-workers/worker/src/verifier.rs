//! The role `verifier`: says in panels what this operator finds of models and answers, and challenges answers
//! that are wrong.
//!
//! ```text
//!   duties at the best block -> question -> look (store, engine) -> verdict
//!                                                                     |
//!   commit, then reveal  <-  what the chain asks for  <-  journal  <--'
//! ```
//!
//! - A verdict and its salt are in the journal before the commitment leaves: whoever is killed in between
//!   reveals when it is back, and never commits to something else about the same question.
//! - Duties are asked anew at every best block, so a reorganised chain needs nothing of its own.
//! - What is not to be had is looked for again until a third of the time is left; only then does it count as
//!   missing. What fails for reasons of our own leads to no verdict as long as there is time, and the log says why.
//! - Just before the time is over, whoever has come to none says that it could not see enough.

pub mod attest;
pub mod bench;
mod challenge;
pub mod compare;
pub mod docket;
pub mod doubts;
pub mod insides;
pub mod judge;
pub mod question;
pub mod rules;
pub mod samples;
pub mod views;

use crate::{
    chain::{
        address::address,
        sender::{Fate, Ticket},
        shared::Shared,
        Block, Call, Chain,
    },
    config,
    journal::{self, Journal, Promise},
    metrics::Metrics,
    pace::BLOCK,
};
use bench::{Bench, Later};
use codec::Decode;
use docket::{is_last_chance, step, Docket, Step};
use doubts::Doubts;
use opg_primitives::{
    market::{Finding, JobId},
    panels::{self, CaseId, Salt, Verdict},
    stake::{self, Roles},
    BlockNumber, Hash,
};
use question::{Answer, Question};
use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    sync::Arc,
    time::Duration,
};
use subxt::utils::H256;
use tokio::{
    sync::{mpsc, watch, Semaphore},
    time::timeout,
};
use views::{Duty, Job, Model, Operator, PanelSize, Subject, Task};

/// How often the node is asked for a new block.
const TICK: Duration = Duration::from_millis(250);
/// Blocks for which a promise is kept after its case is over: no reorganisation is deeper.
const KEPT: BlockNumber = 2_000;
/// Answers that are looked at unasked at a time, for each that is computed: others wait for who gave them.
const LOOKS: usize = 4;
/// Blocks before the end of its time by which there is a verdict, so that it is heard. Of short windows, fewer.
const SAYING: BlockNumber = 5;
/// How often old promises are looked for.
const TIDY: BlockNumber = 100;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Chain(#[from] crate::chain::Error),
    #[error(transparent)]
    Journal(#[from] journal::Error),
}

/// What came of looking.
enum Outcome {
    Case { case: CaseId, question: Hash, result: Result<(Verdict, String), Later> },
    Doubt { job: JobId, result: Result<(Finding, String), Later> },
}

/// What a transaction is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Case(CaseId),
    Answer(JobId),
}

pub struct Verifier {
    chain: Chain,
    sender: Shared,
    journal: Arc<Journal>,
    bench: Arc<Bench>,
    /// For looking unasked.
    beside: Arc<Bench>,
    metrics: Arc<Metrics>,
    settings: config::Verifier,
    me: Hash,
    docket: Docket,
    duties: Vec<Duty>,
    doubts: Doubts,
    /// Answers that are wrong and not challenged yet, and when that is tried next.
    wrong: BTreeMap<JobId, BlockNumber>,
    /// So many answers are looked at unasked at a time.
    looks: Arc<Semaphore>,
    saying: BTreeMap<Ticket, About>,
    best: Option<Block>,
    /// Whether the node's pool had not looked yet at the block that something was said about.
    was_early: bool,
    /// Told to stop: the cases that it had then, which it still decides.
    draining: Option<BTreeSet<CaseId>>,
    outcomes: (mpsc::UnboundedSender<Outcome>, mpsc::UnboundedReceiver<Outcome>),
}

impl Verifier {
    pub fn new(
        chain: Chain,
        sender: Shared,
        journal: Arc<Journal>,
        bench: Bench,
        metrics: Arc<Metrics>,
        settings: config::Verifier,
    ) -> Self {
        Self {
            me: sender.account().0.into(),
            chain,
            sender,
            journal,
            beside: Arc::new(bench.beside()),
            bench: Arc::new(bench),
            metrics,
            docket: Docket::default(),
            duties: Vec::new(),
            doubts: Doubts::new(if settings.challenge { settings.part } else { 0.0 }),
            wrong: BTreeMap::new(),
            looks: Arc::new(Semaphore::new(settings.at_a_time.max(1).saturating_mul(LOOKS))),
            settings,
            saying: BTreeMap::new(),
            best: None,
            was_early: false,
            draining: None,
            outcomes: mpsc::unbounded_channel(),
        }
    }

    /// Works until `stop` says so, and then until all that was promised is revealed.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) -> Result<(), Error> {
        self.tolerate(Self::check_role).await;
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = tick.tick() => self.tolerate(Self::try_follow).await,
                outcome = self.outcomes.1.recv() => {
                    if let Some(outcome) = outcome {
                        self.tolerate(async |role: &mut Self| role.heard(outcome)).await;
                        self.tolerate(Self::attend).await;
                    }
                },
                // Whoever could say so being gone means the same.
                _ = stop.wait_for(|stop| *stop), if self.draining.is_none() => {
                    self.draining = Some(self.duties.iter().map(|duty| duty.case).collect());
                },
            }
            if self.has_drained()? {
                return Ok(());
            }
        }
    }

    /// Says if nobody will ever ask it: that may still change.
    async fn check_role(&mut self) -> Result<(), Error> {
        let best = self.chain.best().await?;
        let me = self.sender.account();
        let operator: Option<Operator> =
            self.chain.ask(best.hash, "StakeApi", "operator", me.0).await?;
        let roles = operator.and_then(|operator| Roles::decode(&mut &[operator.roles][..]).ok());
        if !roles.is_some_and(|roles| roles.has(stake::Role::Verifier)) {
            tracing::warn!(
                account = address(me),
                "not registered as a verifier, so no panel will have it: see docs/staking.md"
            );
        }
        Ok(())
    }

    /// Whether it was told to stop, and nothing is left of what it had then that it would lose by not being there.
    fn has_drained(&self) -> Result<bool, Error> {
        let Some(cases) = &self.draining else { return Ok(false) };
        if self.docket.deciding() > 0 || !self.saying.is_empty() {
            return Ok(false);
        }
        for duty in &self.duties {
            if duty.task == Task::Commit && cases.contains(&duty.case) {
                return Ok(false);
            }
            if !self.journal.promises(duty.case)?.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What goes wrong is tried again: the other role works on, and a node comes back, as does room on a disk.
    async fn tolerate(&mut self, what: impl AsyncFnOnce(&mut Self) -> Result<(), Error>) {
        match what(self).await {
            Ok(()) => {},
            Err(Error::Chain(error)) => {
                self.metrics.node_errors.add(1);
                tracing::warn!(%error, "following the cases of this verifier failed; trying again");
            },
            Err(Error::Journal(error)) => {
                self.metrics.journal_errors.add(1);
                tracing::error!(%error, "nothing is said of a case that is not in the journal; trying again");
            },
        }
    }

    async fn try_follow(&mut self) -> Result<(), Error> {
        let best = self.chain.best().await?;
        if self.best.is_some_and(|before| before.hash == best.hash) {
            // Its pool may have looked at the block by now.
            return match std::mem::take(&mut self.was_early) {
                true => self.attend().await,
                false => Ok(()),
            };
        }
        for (ticket, fate) in self.sender.see(best).await? {
            self.fate(ticket, fate, best.number);
        }
        let me = self.sender.account().0;
        self.duties = self.chain.ask(best.hash, "PanelsApi", "duties", me).await?;
        self.docket.keep(&self.duties);
        let before = self.best.replace(best);
        self.metrics.best.set(best.number.into());
        self.metrics.last_block.set(crate::health::now());
        self.metrics.stalled.set(self.sender.is_stalled().into());
        self.metrics.cases.set(self.docket.len() as u64);
        if best.number.is_multiple_of(TIDY) {
            let docket = &self.docket;
            let old = best.number.saturating_sub(KEPT);
            self.journal.forget_promises(old, |case| docket.has(case))?;
        }
        self.attend().await?;
        if self.settings.challenge && self.draining.is_none() {
            self.listen(best, before).await?;
            self.doubt(best).await?;
        }
        Ok(())
    }

    /// Does what its duties ask for.
    async fn attend(&mut self) -> Result<(), Error> {
        let Some(best) = self.best else { return Ok(()) };
        for duty in self.duties.clone() {
            let said = self.saying.values().any(|about| *about == About::Case(duty.case));
            if !said && duty.task != Task::Wait && self.docket.is_due(duty.case, best.number) {
                self.attend_one(&duty, best).await?;
            }
        }
        match self.draining {
            Some(_) => Ok(()),
            None => self.challenge(best).await,
        }
    }

    async fn attend_one(&mut self, duty: &Duty, best: Block) -> Result<(), Error> {
        let promises = self.journal.promises(duty.case)?;
        let question = match duty.task {
            Task::Commit => match self.question(duty, best.hash).await? {
                Some(question) => Some(question),
                None => {
                    tracing::warn!(case = duty.case, about = ?duty.subject, "the chain knows nothing of it");
                    self.docket.again(duty.case, best.number);
                    return Ok(());
                },
            },
            _ => None,
        };
        let id = question.as_ref().map(Question::id).unwrap_or_default();
        match (step(duty, &self.me, &id, &promises), question) {
            (Step::Decide, Some(question)) if self.decides(duty.case) => {
                let size: PanelSize = self.panel_size(duty.kind.into(), best.hash).await?;
                let left =
                    duty.until.saturating_sub(best.number).saturating_sub(saying(size.commit));
                let last = left == 0 || is_last_chance(duty.until, best.number, size.commit);
                tracing::info!(case = duty.case, about = ?duty.subject, until = duty.until, last, "looking into a case");
                self.docket.begin(duty.case);
                self.start(duty.case, id, question, last, left);
            },
            (Step::Commit { commitment }, _) => {
                let call = Call::new("Panels", "commit", (duty.case, commitment));
                self.say(&call, About::Case(duty.case), best).await?;
            },
            (Step::Reveal { salt, verdict }, _) => {
                let call = Call::new("Panels", "reveal", (duty.case, salt, verdict));
                self.say(&call, About::Case(duty.case), best).await?;
            },
            (Step::Lost, _) => {
                tracing::error!(
                    case = duty.case,
                    "this account has committed to a verdict that is not in this journal, so it cannot be \
                     revealed: does another worker use the same key, or was `data` lost?"
                );
                self.docket.give_up(duty.case);
            },
            _ => {},
        }
        Ok(())
    }

    /// Whether a case is one that it still takes on.
    fn decides(&self, case: CaseId) -> bool {
        self.draining.as_ref().is_none_or(|cases| cases.contains(&case))
    }

    async fn panel_size(&self, kind: panels::Kind, at: H256) -> Result<PanelSize, Error> {
        Ok(self.chain.ask(at, "PanelsApi", "panel_size", kind).await?)
    }

    async fn model(&self, hash: H256, at: H256) -> Result<Option<Model>, Error> {
        Ok(self.chain.ask(at, "ModelsApi", "model", hash.0).await?)
    }

    async fn job(&self, id: JobId, at: H256) -> Result<Option<Job>, Error> {
        Ok(self.chain.ask(at, "InferenceApi", "job", id).await?)
    }

    /// What a case asks; nothing if the chain does not know what it is about.
    async fn question(&self, duty: &Duty, at: H256) -> Result<Option<Question>, Error> {
        match duty.subject {
            Subject::Model(hash) => {
                let model = self.model(hash, at).await?;
                Ok(model.map(|model| Question::Claim { hash: hash.0.into(), model }))
            },
            Subject::Audit(id) | Subject::Answer(id) => {
                Ok(self.answer(id, at).await?.map(Box::new).map(Question::Answer))
            },
        }
    }

    async fn answer(&self, id: JobId, at: H256) -> Result<Option<Answer>, Error> {
        let Some(job) = self.job(id, at).await? else { return Ok(None) };
        let Some(model) = self.model(job.model, at).await? else { return Ok(None) };
        let mut answer = Answer::new(id, job, model);
        let workers: Vec<_> = answer.servers().map(|worker| worker.account.0).collect();
        for who in workers {
            let operator: Option<Operator> =
                self.chain.ask(at, "StakeApi", "operator", who).await?;
            let endpoint = operator.map(|operator| operator.profile.endpoint).unwrap_or_default();
            // One that is no text is no URL.
            let endpoint = String::from_utf8(endpoint).unwrap_or_default();
            answer.servers.extend(Some(endpoint).filter(|endpoint| !endpoint.is_empty()));
        }
        Ok(Some(answer))
    }

    /// Looks into a case for `left` blocks at most. Whoever has seen too little by then says that, which costs nothing:
    /// silence does.
    fn start(&self, case: CaseId, id: Hash, question: Question, last: bool, left: BlockNumber) {
        let (bench, done) = (self.bench.clone(), self.outcomes.0.clone());
        let unseen = question.unseen();
        let work = async move {
            let look = async {
                match &question {
                    Question::Claim { hash, model } => {
                        attest::verdict(&bench, hash, model, last).await
                    },
                    Question::Answer(answer) => judge::verdict(&bench, answer, last).await,
                }
            };
            let looked = timeout(BLOCK.saturating_mul(left.max(1)), look).await;
            looked.unwrap_or_else(|_| Ok((unseen, "there was no time to see enough of it".into())))
        };
        tokio::spawn(async move {
            let result = match caught(work).await {
                Err(Later(why)) if left == 0 => Ok((unseen, why)),
                result => result,
            };
            // Nobody hears it when the worker has stopped.
            let _ = done.send(Outcome::Case { case, question: id, result });
        });
    }

    fn heard(&mut self, outcome: Outcome) -> Result<(), Error> {
        let now = self.best.map_or(0, |best| best.number);
        match outcome {
            Outcome::Case { case, question, result: Ok((verdict, why)) } => {
                let promise = Promise { question, verdict, salt: new_salt(), at: now };
                let promise = match self.journal.promise(case, promise) {
                    Ok(promise) => promise,
                    Err(error) => {
                        self.docket.again(case, now);
                        return Err(error.into());
                    },
                };
                tracing::info!(case, verdict = ?promise.verdict, why, "came to a verdict");
                self.metrics.verdicts.add(1);
                self.docket.decided(case);
            },
            Outcome::Case { case, result: Err(Later(why)), .. } => {
                tracing::warn!(case, why, "came to no verdict; trying again while there is time");
                self.metrics.no_verdicts.add(1);
                self.docket.again(case, now);
            },
            Outcome::Doubt { job, result } => self.looked(job, result, now),
        }
        Ok(())
    }

    /// Whether the node took it.
    async fn say(&mut self, call: &Call, about: About, at: Block) -> Result<bool, Error> {
        if let About::Case(case) = about {
            // Looked at again if the chain does not show it.
            self.docket.again(case, at.number);
        }
        match self.sender.send(call, at).await {
            Ok(ticket) => {
                tracing::info!(call = call.name, ?about, "said to the chain");
                self.metrics.sent.add(1);
                self.saying.insert(ticket, about);
                Ok(true)
            },
            Err(crate::chain::Error::Early(why)) => {
                tracing::debug!(call = call.name, ?about, why, "early: saying it again");
                self.was_early = true;
                match about {
                    About::Case(case) => self.docket.look_at(case, at.number),
                    About::Answer(job) => drop(self.wrong.insert(job, at.number)),
                }
                Ok(false)
            },
            // It is not its time any more; or the pool has not looked at the block yet that it is about, and the
            // node is of those that call that invalid.
            Err(crate::chain::Error::Refused(why)) => {
                tracing::warn!(call = call.name, ?about, why, "the node took it not");
                self.metrics.refused.add(1);
                Ok(false)
            },
            Err(error) => Err(error.into()),
        }
    }

    fn fate(&mut self, ticket: Ticket, fate: Fate, now: BlockNumber) {
        let Some(about) = self.saying.remove(&ticket) else { return };
        match fate {
            Fate::Included => {
                self.metrics.included.add(1);
                if let About::Case(case) = about {
                    self.docket.decided(case);
                }
            },
            Fate::Refused(why) => {
                tracing::warn!(?about, why, "what was handed in will not be taken");
                self.metrics.refused.add(1);
                match about {
                    About::Case(case) => self.docket.again(case, now),
                    About::Answer(job) => drop(self.wrong.insert(job, now)),
                }
            },
        }
    }
}

/// Of a window of so many blocks, those by whose beginning there is a verdict.
fn saying(window: BlockNumber) -> BlockNumber {
    SAYING.min(window / 5)
}

/// Does some work; a panic in it is no more than a failure.
async fn caught<T: Send + 'static>(
    work: impl Future<Output = Result<T, Later>> + Send + 'static,
) -> Result<T, Later> {
    let done = tokio::spawn(work).await;
    done.unwrap_or_else(|panic| Err(Later(format!("looking at it failed: {panic}"))))
}

fn new_salt() -> Salt {
    let mut salt = Salt::default();
    rand::fill(&mut salt);
    salt
}
