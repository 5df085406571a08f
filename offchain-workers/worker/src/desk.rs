//! What lies on a worker's desk: the requests that were given to it, and what it must do about each.
//!
//! What is to be done follows from what the chain says of a request, and from nothing else: after a restart,
//! a lost connection or a reorganised chain it is asked again, and the same rules hold. Nothing here waits or
//! asks; [`Desk`] is told, and says what to do.

use crate::{
    chain::views::{Assurance, Event, Job, Phase, Standing},
    journal::Answer,
};
use opg_primitives::{
    market::{Decline, JobId},
    models::ModelHash,
    BlockNumber, Hash,
};
use std::{collections::BTreeMap, ops::RangeInclusive, sync::Arc};
use subxt::utils::AccountId32;

/// Blocks after which a request is looked at again from which nothing was heard.
const PATIENCE: BlockNumber = 6;
/// The same of one that was answered: its end is told by an event, which may be missed.
const LONG_PATIENCE: BlockNumber = 200;

/// How often it is said what changes nothing, before this worker gives up: each time costs a fee.
const VAIN: u8 = 3;

/// What a worker must do about a request now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Run the model, and say what came out.
    Answer,
    /// Run the model, prove it, and say what came out.
    Prove,
    /// Run the model, and commit to what came out.
    Commit,
    /// Say what it had committed to.
    Reveal,
    /// Nothing, for the time being.
    Wait,
    /// Nothing any more.
    Nothing,
}

/// What a request asks of a worker.
pub fn duty(job: &Job, me: &AccountId32) -> Duty {
    let mine = job.workers.iter().find(|worker| worker.account == *me);
    let Some(mine) = mine else { return Duty::Nothing };
    match (job.phase, mine.standing) {
        // When its time is over anyone may prove an answer: whoever has begun is paid if it is first.
        (Phase::Open { .. }, Standing::Missed) => Duty::Prove,
        (Phase::Done { .. }, _) | (_, Standing::Declined(_) | Standing::Missed) => Duty::Nothing,
        (Phase::Assigned { .. }, Standing::Working) if job.assurance == Assurance::Proven => {
            Duty::Prove
        },
        (Phase::Assigned { .. }, Standing::Working) => Duty::Answer,
        (Phase::Committing { .. }, Standing::Working) => Duty::Commit,
        (Phase::Revealing { .. }, Standing::Committed(_)) => Duty::Reveal,
        _ => Duty::Wait,
    }
}

/// The blocks behind which a worker that declines may still be heard in time, the last of them: in the first of these it
/// gives up, so that there is another try.
fn last_calls(job: &Job) -> Option<RangeInclusive<BlockNumber>> {
    let since = match job.phase {
        Phase::Assigned { since, .. } => since,
        Phase::Committing { until } => until.saturating_sub(job.time),
        _ => return None,
    };
    // What is handed in now is in the next block, which must be before the first third is over.
    let last = since.saturating_add(job.time / 3).saturating_sub(2);
    Some(last.saturating_sub(1).max(since.saturating_add(1)).min(last)..=last)
}

/// A proven answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub model: ModelHash,
    /// The circuit has 2^rows rows of so many terms.
    pub rows: u8,
    pub width: u16,
    pub output: Vec<u8>,
    pub proof: Vec<u8>,
}

/// What was decided about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Answer(Answer),
    /// Not journalled: another proof of it is as good.
    Proof(Arc<Proof>),
    /// Not journalled: whoever forgets it runs the model again, and declines again.
    Decline(Decline),
    /// Likewise; but where it is too late to decline, perhaps there is time enough after all.
    GiveUp(Decline),
}

#[derive(Clone, Debug, Default)]
struct Task {
    /// What it asks, once that is known.
    question: Option<Hash>,
    decision: Option<Decision>,
    running: bool,
    /// Whether the chain has heard what was said last.
    heard: bool,
    /// How often the chain has changed nothing when it was told.
    vain: u8,
    /// Whether the node refused what it was said with.
    apart: bool,
    /// When to look at it next.
    look: BlockNumber,
}

/// What is to be said to the chain, in one call each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    Answer(JobId, Answer),
    Prove(JobId, Arc<Proof>),
    Decline(JobId, Decline),
    Commit(JobId, Answer),
    Reveal(JobId, Answer),
}

impl Word {
    pub fn job(&self) -> JobId {
        match self {
            Self::Answer(job, _)
            | Self::Prove(job, _)
            | Self::Decline(job, _)
            | Self::Commit(job, _)
            | Self::Reveal(job, _) => *job,
        }
    }
}

/// What follows from looking at a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Run,
    Say(Word),
    /// Decline, and stop the model if it runs.
    GiveUp(Decline),
    Nothing,
    /// It is not this worker's any more.
    Over,
}

#[derive(Debug)]
pub struct Desk {
    me: AccountId32,
    tasks: BTreeMap<JobId, Task>,
    /// The newest request that anyone was given.
    newest: Option<JobId>,
}

impl Desk {
    pub fn new(me: AccountId32) -> Self {
        Self { me, tasks: BTreeMap::new(), newest: None }
    }

    /// The oldest request that is not forgotten, or else the newest one that was seen: whatever was given to
    /// this worker before has ended.
    pub fn oldest(&self) -> Option<JobId> {
        self.tasks.first_key_value().map(|(job, _)| *job).or(self.newest)
    }

    /// Requests that are not forgotten.
    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// Of those, models that run.
    pub fn running(&self) -> usize {
        self.tasks.values().filter(|task| task.running).count()
    }

    /// A request is mine, or was: it is looked at next.
    pub fn note(&mut self, job: JobId) {
        self.tasks.entry(job).or_default().look = 0;
    }

    /// Something happened in block `at`. Answers with what was forgotten.
    pub fn heard(&mut self, event: &Event, at: BlockNumber) -> Option<JobId> {
        let later = at.saturating_add(LONG_PATIENCE);
        if let Event::Assigned { job, .. } = event {
            self.newest = self.newest.max(Some(*job));
        }
        match event {
            Event::Assigned { job, worker } if *worker == self.me => self.note(*job),
            Event::Answered { job, worker }
            | Event::Committed { job, worker }
            | Event::Revealed { job, worker }
                if *worker == self.me =>
            {
                if let Some(task) = self.tasks.get_mut(job) {
                    (task.look, task.heard, task.vain, task.apart) = (later, true, 0, false);
                }
            },
            Event::RevealBegan { job } => self.look_at(*job, 0),
            Event::Refused { job, worker } if *worker == self.me => self.look_at(*job, 0),
            // It may still be proven.
            Event::Missed { job, worker } if *worker == self.me => self.look_at(*job, 0),
            Event::Declined { job, worker } if *worker == self.me => return self.forget(*job),
            Event::Ended { job } => return self.forget(*job),
            _ => {},
        }
        None
    }

    /// The chain was reorganised: what was heard of requests may never have happened.
    pub fn doubt_all(&mut self) {
        self.tasks.values_mut().for_each(|task| (task.look, task.heard) = (0, false));
    }

    /// A request is looked at in block `at` next.
    pub fn look_at(&mut self, job: JobId, at: BlockNumber) {
        if let Some(task) = self.tasks.get_mut(&job) {
            task.look = at;
        }
    }

    pub fn forget(&mut self, job: JobId) -> Option<JobId> {
        self.tasks.remove(&job).map(|_| job)
    }

    /// Requests to look at in block `now`.
    pub fn due(&self, now: BlockNumber) -> Vec<JobId> {
        let due = self.tasks.iter().filter(|(_, task)| task.look <= now);
        due.map(|(job, _)| *job).collect()
    }

    /// What a request asks, which was not known of it: so nothing was decided about it. What was is about another
    /// request, of the same number, of a chain that is not the best one any more.
    pub fn asks(&mut self, id: JobId, question: Hash) {
        if let Some(task) = self.tasks.get_mut(&id) {
            *task = Task { question: Some(question), look: task.look, ..Task::default() };
        }
    }

    /// What a request of this worker asks.
    pub fn question(&self, id: JobId) -> Option<Hash> {
        self.tasks.get(&id).and_then(|task| task.question)
    }

    /// What the chain says of a request in block `now`; and for which reason this worker would decline, as
    /// things stand. It is looked at again after a while: what was said may get lost.
    pub fn look(
        &mut self,
        id: JobId,
        job: &Job,
        now: BlockNumber,
        trouble: Option<Decline>,
    ) -> Next {
        let duty = duty(job, &self.me);
        let Some(task) = self.tasks.get_mut(&id) else { return Next::Nothing };
        let last_calls = last_calls(job).filter(|_| task.decision.is_none());
        let later = now.saturating_add(PATIENCE);
        task.look = match &last_calls {
            Some(calls) if now < *calls.start() => later.min(*calls.start()),
            Some(calls) if now < *calls.end() => now.saturating_add(1),
            _ => later,
        };
        let next = match (duty, task.decision.clone()) {
            (Duty::Answer, Some(Decision::Answer(answer))) => Next::Say(Word::Answer(id, answer)),
            (Duty::Prove, Some(Decision::Proof(proof))) => Next::Say(Word::Prove(id, proof)),
            (
                Duty::Answer | Duty::Prove | Duty::Commit,
                Some(Decision::Decline(_) | Decision::GiveUp(_)),
            ) => decline_or_try(id, job, now, task),
            (Duty::Commit, Some(Decision::Answer(answer))) => Next::Say(Word::Commit(id, answer)),
            (Duty::Reveal, Some(Decision::Answer(answer))) => Next::Say(Word::Reveal(id, answer)),
            (Duty::Answer | Duty::Prove | Duty::Commit, None)
                if trouble.is_some()
                    && last_calls.as_ref().is_some_and(|calls| calls.contains(&now)) =>
            {
                Next::GiveUp(trouble.unwrap_or(Decline::ResourceLimit))
            },
            (Duty::Answer | Duty::Prove | Duty::Commit, None) if !task.running => {
                task.running = true;
                Next::Run
            },
            (Duty::Wait, _) => {
                task.look = now.saturating_add(LONG_PATIENCE);
                Next::Nothing
            },
            (Duty::Nothing, _) => Next::Over,
            // It runs. Or what it had committed to is lost: nothing can be said.
            _ => Next::Nothing,
        };
        match next {
            Next::Say(_) if task.vain >= VAIN => Next::Nothing,
            Next::Say(word) => {
                task.heard = false;
                Next::Say(word)
            },
            next => next,
        }
    }

    /// A request has been decided: it is looked at next, which says how to say it.
    pub fn decided(&mut self, id: JobId, decision: Decision) {
        if let Some(task) = self.tasks.get_mut(&id) {
            (task.decision, task.running, task.look) = (Some(decision), false, 0);
        }
    }

    /// A model was run in vain: it is run again in block `at`, if there is time.
    pub fn failed(&mut self, id: JobId, at: BlockNumber) {
        if let Some(task) = self.tasks.get_mut(&id) {
            (task.running, task.look) = (false, at);
        }
    }

    /// A block has what was said of a request. If nothing came of it, that is looked into next, and how often
    /// that has been so is the answer.
    pub fn said(&mut self, id: JobId) -> Option<u8> {
        let task = self.tasks.get_mut(&id).filter(|task| !task.heard)?;
        (task.vain, task.look) = (task.vain.saturating_add(1), 0);
        Some(task.vain)
    }

    /// What is said of it is said alone: with others it came to nothing.
    pub fn is_said_alone(&self, id: JobId) -> bool {
        self.tasks.get(&id).is_some_and(|task| task.vain > 0 || task.apart)
    }

    /// The node did not take what was said of several: from now on this is said alone.
    pub fn part(&mut self, id: JobId) {
        if let Some(task) = self.tasks.get_mut(&id) {
            task.apart = true;
        }
    }

    pub fn has(&self, id: JobId) -> bool {
        self.tasks.contains_key(&id)
    }
}

/// It was decided to decline: if it is too late for that, what was missing may be there by now, and what was given up may
/// be in time.
fn decline_or_try(id: JobId, job: &Job, now: BlockNumber, task: &mut Task) -> Next {
    let (why, was_given_up) = match task.decision {
        Some(Decision::Decline(why)) => (why, false),
        Some(Decision::GiveUp(why)) => (why, true),
        _ => return Next::Nothing,
    };
    match last_calls(job) {
        Some(calls) if now <= *calls.end() => Next::Say(Word::Decline(id, why)),
        _ if was_given_up || why == Decline::InputUnavailable => {
            (task.decision, task.running) = (None, true);
            Next::Run
        },
        _ => Next::Nothing,
    }
}

#[cfg(test)]
pub(crate) mod tests;
