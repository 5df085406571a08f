//! What the role `inference` asks of whoever runs models, and how it keeps count of what runs.

use crate::{
    chain::views::{Assurance, Job},
    desk::Proof,
};
use opg_primitives::{
    market::{Decline, JobId, Output},
    Hash,
};
use std::{
    collections::BTreeMap,
    future::Future,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};
use tokio::{
    sync::{mpsc, Semaphore},
    task::AbortHandle,
};

/// What came of running a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    Output(Output),
    Proof(Proof),
}

/// Why a model gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// For good: another worker gets the request.
    #[error("declined ({0:?}): {1}")]
    Decline(Decline, String),
    /// The input is nowhere to be had so far: this worker declines when it must.
    #[error("the input is missing: {0}")]
    Missing(String),
    /// Perhaps not the next time.
    #[error("failed: {0}")]
    Retry(String),
    /// It took as long as it may, and most likely will again.
    #[error("too slow: {0}")]
    Slow(String),
}

/// Runs models. Whoever drops what it is doing stops it.
pub trait Runner: Send + Sync + 'static {
    /// What is fetched before a model runs.
    type Input: Send;

    /// Sees to it that the input of a request is here.
    fn fetch(&self, job: &Job) -> impl Future<Output = Result<Self::Input, Failure>> + Send;

    /// What the model of a request answers, or why this worker does not.
    fn run(
        &self,
        id: JobId,
        job: &Job,
        input: Self::Input,
    ) -> impl Future<Output = Result<Made, Failure>> + Send;
}

/// What is done for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    Run,
    Proof,
}

impl Work {
    pub fn of(job: &Job) -> Self {
        match job.assurance {
            Assurance::Proven => Self::Proof,
            _ => Self::Run,
        }
    }
}

/// How many run at a time, and are proven.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    pub runs: usize,
    pub proofs: usize,
}

/// How far a request has come: since when its input is here, since when its model runs, and since when it does not any
/// more.
#[derive(Debug, Default)]
struct Progress {
    waits: OnceLock<Instant>,
    computes: OnceLock<Instant>,
    ended: OnceLock<Instant>,
}

impl Progress {
    fn is_waiting(&self) -> bool {
        self.waits.get().is_some() && self.computes.get().is_none()
    }

    /// Places are given to those that wait longest.
    fn is_before(&self, other: &Self) -> bool {
        self.is_waiting() && self.waits.get() < other.waits.get()
    }
}

/// What came of running a model, and how long it took.
pub struct Outcome {
    pub id: JobId,
    /// What was asked.
    pub question: Hash,
    pub model: [u8; 32],
    pub made: Result<Made, Failure>,
    pub took: Duration,
}

/// A request whose model runs, or whose proof is made.
pub struct Computing {
    pub id: JobId,
    pub model: [u8; 32],
    pub elapsed: Duration,
}

/// Who is before a request that waits for a place.
pub struct Line {
    pub places: usize,
    pub running: Vec<Computing>,
    /// The models of those that have waited longer.
    pub ahead: Vec<[u8; 32]>,
}

struct Running {
    model: [u8; 32],
    work: Work,
    progress: Arc<Progress>,
    task: AbortHandle,
}

impl Running {
    /// Not if it has ended, though nobody has looked at what came of it yet.
    fn computing(&self, id: JobId) -> Option<Computing> {
        if self.progress.ended.get().is_some() {
            return None;
        }
        let elapsed = self.progress.computes.get()?.elapsed();
        Some(Computing { id, model: self.model, elapsed })
    }
}

/// So many run at a time; others wait.
struct Room {
    places: usize,
    semaphore: Arc<Semaphore>,
}

impl Room {
    fn new(places: usize) -> Self {
        let places = places.max(1);
        Self { places, semaphore: Arc::new(Semaphore::new(places)) }
    }
}

/// Where models run, and proofs are made.
pub struct Floor<R> {
    runner: Arc<R>,
    runs: Room,
    proofs: Room,
    running: BTreeMap<JobId, Running>,
    /// Requests that failed the last time, and what for.
    troubled: BTreeMap<JobId, Decline>,
    done: mpsc::UnboundedSender<Outcome>,
}

impl<R: Runner> Floor<R> {
    pub fn new(runner: Arc<R>, places: Places, done: mpsc::UnboundedSender<Outcome>) -> Self {
        let (runs, proofs) = (Room::new(places.runs), Room::new(places.proofs));
        Self { runner, runs, proofs, running: BTreeMap::new(), troubled: BTreeMap::new(), done }
    }

    fn room(&self, work: Work) -> &Room {
        match work {
            Work::Run => &self.runs,
            Work::Proof => &self.proofs,
        }
    }

    pub fn start(&mut self, id: JobId, job: Job) {
        let (runner, done, progress) =
            (self.runner.clone(), self.done.clone(), Arc::<Progress>::default());
        let (work, model) = (Work::of(&job), job.model.0);
        let (places, seen) = (self.room(work).semaphore.clone(), progress.clone());
        let task = tokio::spawn(async move {
            let (made, took) = compute(&*runner, id, &job, &places, &seen).await;
            // Nobody hears it when the worker has stopped.
            let (question, model) = (job.question(), job.model.0);
            let _ = done.send(Outcome { id, question, model, made, took });
        });
        let task = task.abort_handle();
        self.running.insert(id, Running { model, work, progress, task });
    }

    /// It is done.
    pub fn ended(&mut self, outcome: &Outcome) {
        if self.running.remove(&outcome.id).is_none() {
            return;
        }
        let trouble = match &outcome.made {
            Ok(_) | Err(Failure::Decline(..)) => None,
            Err(Failure::Missing(_)) => Some(Decline::InputUnavailable),
            Err(Failure::Retry(_) | Failure::Slow(_)) => Some(Decline::ResourceLimit),
        };
        match trouble {
            Some(why) => self.troubled.insert(outcome.id, why),
            None => self.troubled.remove(&outcome.id),
        };
    }

    /// Stops what runs for a request, and forgets it.
    pub fn stop(&mut self, id: JobId) {
        self.troubled.remove(&id);
        if let Some(running) = self.running.remove(&id) {
            running.task.abort();
        }
    }

    /// The models that run, each for which request and for how long. Not those that are proven: what that takes depends on
    /// no input.
    pub fn computing(&self) -> impl Iterator<Item = Computing> + '_ {
        self.all_computing(Work::Run)
    }

    /// The same of one request.
    pub fn computes(&self, id: JobId) -> Option<Computing> {
        self.running.get(&id).filter(|one| one.work == Work::Run)?.computing(id)
    }

    fn all_computing(&self, work: Work) -> impl Iterator<Item = Computing> + '_ {
        let all = self.running.iter().filter(move |(_, one)| one.work == work);
        all.filter_map(|(id, one)| one.computing(*id))
    }

    /// Who is before a request, if it waits for a place.
    pub fn line(&self, id: JobId) -> Option<Line> {
        let one = self.running.get(&id).filter(|one| one.progress.is_waiting())?;
        let ahead = self
            .running
            .values()
            .filter(|other| other.work == one.work && other.progress.is_before(&one.progress));
        Some(Line {
            places: self.room(one.work).places,
            running: self.all_computing(one.work).collect(),
            ahead: ahead.map(|other| other.model).collect(),
        })
    }

    /// What this worker would decline a request for: its input is not here, or it failed the last time.
    pub fn trouble(&self, id: JobId) -> Option<Decline> {
        match self.running.get(&id) {
            None => self.troubled.get(&id).copied(),
            Some(one) if one.progress.waits.get().is_none() => Some(Decline::InputUnavailable),
            Some(_) => None,
        }
    }
}

/// Whoever waits for its input keeps nobody else waiting.
async fn compute<R: Runner>(
    runner: &R,
    id: JobId,
    job: &Job,
    places: &Semaphore,
    progress: &Progress,
) -> (Result<Made, Failure>, Duration) {
    let input = match runner.fetch(job).await {
        Ok(input) => input,
        Err(failure) => return (Err(failure), Duration::ZERO),
    };
    progress.waits.get_or_init(Instant::now);
    let _place = places.acquire().await;
    let began = *progress.computes.get_or_init(Instant::now);
    let made = runner.run(id, job, input).await;
    let ended = *progress.ended.get_or_init(Instant::now);
    (made, ended.duration_since(began))
}

#[cfg(test)]
mod tests;
