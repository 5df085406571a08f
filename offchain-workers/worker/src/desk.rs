//! What lies on a worker's desk: the requests that were given to it, and what it must do about each.
//!
//! What is to be done follows from what the chain says of a request, and from nothing else: after a restart,
//! a lost connection or a reorganised chain it is asked again, and the same rules hold. Nothing here waits or
//! asks; [`Desk`] is told, and says what to do.

use crate::{
    chain::views::{Event, Job, Phase, Standing},
    journal::Answer,
};
use opg_primitives::{
    market::{Decline, JobId},
    BlockNumber,
};
use std::collections::BTreeMap;
use subxt::utils::AccountId32;

/// Blocks after which a request is looked at again from which nothing was heard.
const PATIENCE: BlockNumber = 6;
/// The same of one that was answered: its end is told by an event, which may be missed.
const LONG_PATIENCE: BlockNumber = 200;

/// What a worker must do about a request now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Run the model, and say what came out.
    Answer,
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
        (Phase::Done { .. }, _) | (_, Standing::Declined(_) | Standing::Missed) => Duty::Nothing,
        (Phase::Assigned { .. }, Standing::Working) => Duty::Answer,
        (Phase::Committing { .. }, Standing::Working) => Duty::Commit,
        (Phase::Revealing { .. }, Standing::Committed(_)) => Duty::Reveal,
        _ => Duty::Wait,
    }
}

/// What was decided about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Answer(Answer),
    /// Not journalled: whoever forgets it runs the model again, and declines again.
    Decline(Decline),
}

#[derive(Clone, Debug, Default)]
struct Task {
    decision: Option<Decision>,
    running: bool,
    /// When to look at it next.
    look: BlockNumber,
}

/// What is to be said to the chain, in one call each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    Answer(JobId, Answer),
    Decline(JobId, Decline),
    Commit(JobId, Answer),
    Reveal(JobId, Answer),
}

impl Word {
    pub fn job(&self) -> JobId {
        match self {
            Self::Answer(job, _)
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
    Nothing,
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
                self.look_at(*job, later)
            },
            Event::RevealBegan { job } => self.look_at(*job, 0),
            Event::Refused { job, worker } if *worker == self.me => self.look_at(*job, 0),
            Event::Missed { job, worker } | Event::Declined { job, worker }
                if *worker == self.me =>
            {
                return self.forget(*job);
            },
            Event::Ended { job } => return self.forget(*job),
            _ => {},
        }
        None
    }

    /// The chain was reorganised: what was heard of requests may never have happened.
    pub fn doubt_all(&mut self) {
        self.tasks.values_mut().for_each(|task| task.look = 0);
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

    /// What the chain says of a request in block `now`. It is looked at again after a while: what was said
    /// may get lost.
    pub fn look(&mut self, id: JobId, job: &Job, now: BlockNumber) -> Next {
        let duty = duty(job, &self.me);
        let Some(task) = self.tasks.get_mut(&id) else { return Next::Nothing };
        task.look = now.saturating_add(PATIENCE);
        match (duty, task.decision.clone()) {
            (Duty::Answer, Some(Decision::Answer(answer))) => Next::Say(Word::Answer(id, answer)),
            (Duty::Answer, Some(Decision::Decline(why))) => Next::Say(Word::Decline(id, why)),
            (Duty::Commit, Some(Decision::Answer(answer))) => Next::Say(Word::Commit(id, answer)),
            (Duty::Reveal, Some(Decision::Answer(answer))) => Next::Say(Word::Reveal(id, answer)),
            // One of a quorum cannot decline: others answer.
            (Duty::Commit | Duty::Reveal, Some(Decision::Decline(_))) => Next::Nothing,
            (Duty::Answer | Duty::Commit, None) if !task.running => {
                task.running = true;
                Next::Run
            },
            // What it had committed to is lost: nothing can be said.
            (Duty::Reveal, None) | (Duty::Answer | Duty::Commit, None) => Next::Nothing,
            (Duty::Wait, _) => {
                task.look = now.saturating_add(LONG_PATIENCE);
                Next::Nothing
            },
            (Duty::Nothing, _) => {
                self.tasks.remove(&id);
                Next::Nothing
            },
        }
    }

    /// A request has been decided: it is looked at next, which says how to say it.
    pub fn decided(&mut self, id: JobId, decision: Decision) {
        if let Some(task) = self.tasks.get_mut(&id) {
            (task.decision, task.running, task.look) = (Some(decision), false, 0);
        }
    }

    /// A model was run in vain: it is run again when the request is looked at next, if there is time.
    pub fn failed(&mut self, id: JobId) {
        if let Some(task) = self.tasks.get_mut(&id) {
            task.running = false;
        }
    }
}

#[cfg(test)]
mod tests;
