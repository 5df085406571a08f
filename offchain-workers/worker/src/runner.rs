//! What the role `inference` asks of whoever runs models, and how it keeps count of what runs.

use crate::{
    chain::views::{Assurance, Job, Phase},
    desk::Proof,
    pace::Pace,
};
use opg_primitives::{
    market::{Decline, JobId, Output},
    BlockNumber, Hash,
};
use std::{
    collections::BTreeMap,
    future::Future,
    sync::{
        atomic::{AtomicU8, Ordering},
        Arc, OnceLock,
    },
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

/// How far a request has come, and since when its model runs.
#[derive(Clone, Debug, Default)]
struct Stage(Arc<AtomicU8>, Arc<OnceLock<Instant>>);

impl Stage {
    const FETCHING: u8 = 0;
    const WAITING: u8 = 1;
    const COMPUTING: u8 = 2;

    fn set(&self, stage: u8) {
        if stage == Self::COMPUTING {
            self.1.get_or_init(Instant::now);
        }
        self.0.store(stage, Ordering::Relaxed);
    }

    fn get(&self) -> u8 {
        self.0.load(Ordering::Relaxed)
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

/// A model that runs.
pub struct Computing {
    pub id: JobId,
    pub model: [u8; 32],
    pub elapsed: Duration,
}

struct Running {
    model: [u8; 32],
    stage: Stage,
    room: usize,
    task: AbortHandle,
}

/// So many run at a time; others wait.
struct Room {
    places: usize,
    semaphore: Arc<Semaphore>,
    pace: Pace,
}

impl Room {
    fn new(places: usize) -> Self {
        let places = places.max(1);
        let semaphore = Arc::new(Semaphore::new(places));
        Self { places, semaphore, pace: Pace::default() }
    }
}

/// Where models run, and proofs are made.
pub struct Floor<R> {
    runner: Arc<R>,
    rooms: [Room; 2],
    running: BTreeMap<JobId, Running>,
    /// Requests that failed the last time, and what for.
    troubled: BTreeMap<JobId, Decline>,
    done: mpsc::UnboundedSender<Outcome>,
}

const MODELS: usize = 0;
const PROOFS: usize = 1;

fn room_of(job: &Job) -> usize {
    if job.assurance == Assurance::Proven {
        PROOFS
    } else {
        MODELS
    }
}

impl<R: Runner> Floor<R> {
    pub fn new(
        runner: Arc<R>,
        models: usize,
        proofs: usize,
        done: mpsc::UnboundedSender<Outcome>,
    ) -> Self {
        let rooms = [Room::new(models), Room::new(proofs)];
        Self { runner, rooms, running: BTreeMap::new(), troubled: BTreeMap::new(), done }
    }

    pub fn start(&mut self, id: JobId, job: Job) {
        let (runner, done, stage) = (self.runner.clone(), self.done.clone(), Stage::default());
        let number = room_of(&job);
        let Some(room) = self.rooms.get(number) else { return };
        let (room, seen) = (room.semaphore.clone(), stage.clone());
        let model = job.model.0;
        let task = tokio::spawn(async move {
            let (made, took) = work(&*runner, id, &job, &room, &seen).await;
            // Nobody hears it when the worker has stopped.
            let (question, model) = (job.question(), job.model.0);
            let _ = done.send(Outcome { id, question, model, made, took });
        });
        self.running.insert(id, Running { model, stage, room: number, task: task.abort_handle() });
    }

    /// It is done.
    pub fn ended(&mut self, outcome: &Outcome) {
        let Some(Running { room, .. }) = self.running.remove(&outcome.id) else { return };
        let trouble = match &outcome.made {
            Ok(_) | Err(Failure::Decline(..)) => None,
            Err(Failure::Missing(_)) => Some(Decline::InputUnavailable),
            Err(Failure::Retry(_) | Failure::Slow(_)) => Some(Decline::ResourceLimit),
        };
        match trouble {
            Some(why) => self.troubled.insert(outcome.id, why),
            None => self.troubled.remove(&outcome.id),
        };
        if let (Ok(_), Some(room)) = (&outcome.made, self.rooms.get_mut(room)) {
            room.pace.took(outcome.took);
        }
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
    pub fn computing(&self) -> Vec<Computing> {
        self.running.keys().filter_map(|id| self.computes(*id)).collect()
    }

    /// The same of one request.
    pub fn computes(&self, id: JobId) -> Option<Computing> {
        let one = self.running.get(&id).filter(|one| one.room == MODELS)?;
        Some(Computing { id, model: one.model, elapsed: one.stage.1.get()?.elapsed() })
    }

    /// Whether a request waits for one of these to end.
    pub fn waits(&self, id: JobId) -> bool {
        let one = self.running.get(&id).filter(|one| one.room == MODELS);
        one.is_some_and(|one| one.stage.get() == Stage::WAITING)
    }

    /// What this worker would decline a request for, as things stand in this block.
    pub fn trouble(&self, id: JobId, job: &Job, now: BlockNumber) -> Option<Decline> {
        let Some(running) = self.running.get(&id) else { return self.troubled.get(&id).copied() };
        match running.stage.get() {
            Stage::COMPUTING => None,
            Stage::FETCHING => Some(Decline::InputUnavailable),
            _ => {
                let room = self.rooms.get(running.room)?;
                let (Phase::Assigned { until, .. } | Phase::Committing { until }) = job.phase
                else {
                    return None;
                };
                let ahead = self.running.range(..id).filter(|(_, one)| one.room == running.room);
                let left = until.saturating_sub(now);
                let in_time = room.pace.is_in_time(ahead.count(), room.places, left);
                (!in_time).then_some(Decline::ResourceLimit)
            },
        }
    }
}

/// Whoever waits for its input keeps nobody else waiting.
async fn work<R: Runner>(
    runner: &R,
    id: JobId,
    job: &Job,
    room: &Semaphore,
    stage: &Stage,
) -> (Result<Made, Failure>, Duration) {
    let input = match runner.fetch(job).await {
        Ok(input) => input,
        Err(failure) => return (Err(failure), Duration::ZERO),
    };
    stage.set(Stage::WAITING);
    let _place = room.acquire().await;
    stage.set(Stage::COMPUTING);
    let began = Instant::now();
    let made = runner.run(id, job, input).await;
    (made, began.elapsed())
}

#[cfg(test)]
mod tests;
