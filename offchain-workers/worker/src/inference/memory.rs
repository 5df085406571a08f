//! What the role remembers: it is written down before it is said, and kept until it can never be asked for
//! again.

use super::{Error, Inference};
use crate::{
    chain::Block,
    desk::Decision,
    journal::{self, Answer},
    runner::Runner,
};
use opg_primitives::{
    market::{JobId, Output},
    panels::Salt,
    BlockNumber, Hash,
};

/// Blocks after which no reorganised chain brings a request back.
const KEPT: BlockNumber = 256;

impl<R: Runner> Inference<R> {
    /// A request is not this worker's any more, unless the chain is reorganised.
    pub(super) fn leave(&mut self, job: JobId, at: BlockNumber) {
        self.floor.stop(job);
        self.words.remove(&job);
        self.forget_unwritten(job);
        self.gone.insert(job, at);
    }

    /// Forgets what can never come back, and notes where to begin after a restart.
    pub(super) fn tidy(&mut self, now: BlockNumber) {
        let is_old = |at: &BlockNumber| at.saturating_add(KEPT) <= now;
        let old: Vec<JobId> =
            self.gone.iter().filter(|(_, at)| is_old(at)).map(|(job, _)| *job).collect();
        let oldest = self.gone.iter().find(|(_, at)| !is_old(at)).map(|(job, _)| *job);
        let from = self.desk.oldest().map(|job| oldest.map_or(job, |gone| job.min(gone)));
        let done = self.journal.forget(old.into_iter().filter(|job| !self.desk.has(*job)));
        let done = done.and_then(|()| from.map_or(Ok(()), |from| self.journal.set_from(from)));
        match done {
            Ok(()) => self.gone.retain(|_, at| !is_old(at)),
            Err(error) => self.is_ill(&error),
        }
    }

    fn is_ill(&mut self, error: &journal::Error) {
        tracing::error!(%error, "nothing is taken on until the journal can be written");
        self.metrics.journal_errors.add(1);
        self.is_well = false;
    }

    /// What was heard in blocks from this one on may never have happened, and what went in them come back.
    pub(super) fn doubt_since(&mut self, block: BlockNumber) {
        self.words.clear();
        self.unheard = true;
        self.desk.doubt_all();
        let gone: Vec<_> =
            self.gone.iter().filter(|(_, at)| **at >= block).map(|(job, _)| *job).collect();
        gone.into_iter().for_each(|job| self.take_up(job));
    }

    /// A request may be this worker's.
    pub(super) fn take_up(&mut self, job: JobId) {
        if !self.desk.has(job) {
            self.desk.note(job);
        }
    }

    /// What a request asks is known now, or is something else than it was: with what was decided about that
    /// before.
    pub(super) fn recall(&mut self, job: JobId, question: Hash) -> Result<(), Error> {
        // First: where it cannot be read it is tried again.
        let before = self.journal.answer(job, question)?;
        self.floor.stop(job);
        self.forget_unwritten(job);
        self.desk.asks(job, question);
        if let Some(answer) = before {
            self.desk.decided(job, Decision::Answer(answer));
        }
        Ok(())
    }

    pub(super) fn forget_unwritten(&mut self, job: JobId) {
        self.unwritten.retain(|(one, _)| *one != job);
    }

    /// Writes what could not be written before.
    pub(super) fn write_again(&mut self, best: Block) {
        let unwritten = std::mem::take(&mut self.unwritten);
        self.decide(unwritten);
        if !self.is_well && self.unwritten.is_empty() {
            let from = self.journal.from().and_then(|from| self.journal.set_from(from));
            match from {
                Ok(()) => {
                    tracing::info!(block = best.number, "the journal can be written again");
                    self.is_well = true;
                },
                Err(error) => self.is_ill(&error),
            }
        }
    }

    /// What models answered is written down before it is said; what was written before stands.
    pub(super) fn decide(&mut self, mut outputs: Vec<(JobId, Output)>) {
        outputs.retain(|(id, _)| self.desk.question(*id).is_some());
        if outputs.is_empty() {
            return;
        }
        let all = outputs.iter().filter_map(|(id, output)| {
            let answer = Answer { output: output.clone(), salt: new_salt() };
            Some((*id, self.desk.question(*id)?, answer))
        });
        let decided = match self.journal.decide(all) {
            Ok(decided) => decided,
            Err(error) => {
                self.is_ill(&error);
                self.unwritten.extend(outputs);
                return;
            },
        };
        for ((id, counts), output) in decided.into_iter().zip(outputs) {
            match counts {
                Ok(answer) => {
                    self.desk.decided(id, Decision::Answer(answer));
                },
                Err(error) => {
                    self.is_ill(&error);
                    self.unwritten.push(output);
                },
            }
        }
    }
}

fn new_salt() -> Salt {
    let mut salt = Salt::default();
    rand::fill(&mut salt);
    salt
}
