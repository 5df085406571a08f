//! Which requests this worker would decline as things stand, while that costs nothing.

use super::Inference;
use crate::{
    capacity::Capacity,
    chain::views::{Job, Phase},
    pace::{free_in, is_in_time, BLOCK},
    runner::{Computing, Line, Runner, Work},
};
use opg_primitives::{
    market::{Decline, JobId},
    BlockNumber,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// How long a run is waited for of a model that is not offered any more.
const PATIENCE: Duration = BLOCK.saturating_mul(2);

/// Models of which a run takes so much longer than others that nobody knows when it ends.
pub(super) type Stuck = BTreeSet<[u8; 32]>;

impl<R: Runner> Inference<R> {
    pub(super) fn stuck(&self) -> Stuck {
        self.floor.computing().filter(|run| self.is_stuck(run)).map(|run| run.model).collect()
    }

    fn is_stuck(&self, run: &Computing) -> bool {
        let offered = self.offers.get(&run.model);
        offered.map_or(run.elapsed > PATIENCE, |offered| !offered.may_end(run.elapsed))
    }

    /// What this worker would decline a request for, in this block.
    pub(super) fn trouble(
        &self,
        id: JobId,
        job: &Job,
        now: BlockNumber,
        stuck: &Stuck,
    ) -> Option<Decline> {
        // What may not be said is no answer.
        let is_unwritten = self.unwritten.iter().any(|(one, _)| *one == id);
        let is_late = || match self.floor.line(id) {
            Some(line) => {
                let forecast = Forecast { offers: &self.offers, limit: self.limit, stuck };
                !forecast.is_in_time(job, &line, now)
            },
            None => self.floor.computes(id).is_some_and(|run| self.is_stuck(&run)),
        };
        (is_unwritten || is_late())
            .then_some(Decline::ResourceLimit)
            .or_else(|| self.floor.trouble(id))
    }
}

/// What is known of how long requests take.
struct Forecast<'a> {
    offers: &'a BTreeMap<[u8; 32], Capacity>,
    /// When a run is stopped.
    limit: Duration,
    /// Whoever asked what is stuck most likely asked what waits of the same model.
    stuck: &'a Stuck,
}

impl Forecast<'_> {
    /// Whether one that waits is answered in time, when those before it take as long as is known of them. How long it
    /// takes itself is hoped for where nobody knows.
    fn is_in_time(&self, job: &Job, line: &Line, now: BlockNumber) -> bool {
        let (Phase::Assigned { until, .. } | Phase::Committing { until }) = job.phase else {
            return true;
        };
        let work = Work::of(job);
        if self.is_doubtful(work, &job.model.0) {
            return false;
        }
        let running: Vec<_> = line.running.iter().map(|run| self.goes_on(work, run)).collect();
        let ahead: Vec<_> = line.ahead.iter().map(|model| self.takes(work, model)).collect();
        let usual = self.offers.get(&job.model.0).and_then(|offered| offered.usual(work));
        let waits = free_in(line.places, &running, &ahead);
        is_in_time(waits.saturating_add(usual.unwrap_or_default()), until.saturating_sub(now))
    }

    fn is_doubtful(&self, work: Work, model: &[u8; 32]) -> bool {
        work == Work::Run && self.stuck.contains(model)
    }

    /// How long one that waits takes, when it has a place.
    fn takes(&self, work: Work, model: &[u8; 32]) -> Duration {
        let known = self.offers.get(model).filter(|_| !self.is_doubtful(work, model));
        let takes = known.map_or(self.limit, |offered| offered.takes(work));
        match work {
            Work::Run => takes.min(self.limit),
            Work::Proof => takes,
        }
    }

    /// How much longer one goes on.
    fn goes_on(&self, work: Work, run: &Computing) -> Duration {
        match (work, self.offers.get(&run.model)) {
            (Work::Run, Some(offered)) => offered.goes_on(run.elapsed, self.limit),
            _ => self.takes(work, &run.model).saturating_sub(run.elapsed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chain::views::{Assurance, Standing},
        desk::tests::job,
    };
    use opg_primitives::models::Ask;

    const QUICK: [u8; 32] = [1; 32];
    const SLOW: [u8; 32] = [2; 32];
    const NEW: [u8; 32] = [3; 32];
    const GONE: [u8; 32] = [4; 32];

    /// Runs of one are quick and its proofs slow, another is slow, and of a third nothing is known.
    fn offers() -> BTreeMap<[u8; 32], Capacity> {
        let all = [QUICK, SLOW, NEW]
            .map(|model| (model, Capacity::new(Ask { price: 1, latency: 2 }, None, 9, 2)));
        let mut all = BTreeMap::from(all);
        for (model, work, seconds) in
            [(QUICK, Work::Run, 0), (QUICK, Work::Proof, 9), (SLOW, Work::Run, 5)]
        {
            all.get_mut(&model).unwrap().answered(work, Duration::from_secs(seconds));
        }
        all
    }

    /// How many blocks must be left for a request that so many run and wait before.
    fn needs(
        model: [u8; 32],
        assurance: Assurance,
        running: &[([u8; 32], u64)],
        ahead: &[[u8; 32]],
        stuck: &[[u8; 32]],
    ) -> Option<BlockNumber> {
        let (offers, stuck) = (offers(), stuck.iter().copied().collect());
        let limit = Duration::from_secs(10);
        let forecast = Forecast { offers: &offers, limit, stuck: &stuck };
        let run = |(id, (model, seconds)): (usize, &([u8; 32], u64))| Computing {
            id: id as JobId,
            model: *model,
            elapsed: Duration::from_secs(*seconds),
        };
        let running = running.iter().enumerate().map(run).collect();
        let places = if assurance == Assurance::Proven { 1 } else { 2 };
        let line = Line { places, running, ahead: ahead.to_vec() };
        let phase = Phase::Assigned { since: 1, until: 100 };
        let mut job = job(assurance, phase, Standing::Working);
        job.model.0 = model;
        let needs = |left: &BlockNumber| forecast.is_in_time(&job, &line, 100 - left);
        (0..100).find(needs)
    }

    fn bonded(
        model: [u8; 32],
        running: &[([u8; 32], u64)],
        ahead: &[[u8; 32]],
    ) -> Option<BlockNumber> {
        needs(model, Assurance::Bonded, running, ahead, &[])
    }

    #[test]
    fn request_should_be_in_time_by_what_is_known_of_each_that_is_before_it() {
        assert_eq!(bonded(QUICK, &[], &[]), Some(0));
        assert_eq!(bonded(SLOW, &[], &[]), Some(2 + 2));
        assert_eq!(bonded(QUICK, &[(SLOW, 1)], &[]), Some(0), "another place is free");
        let busy = [(SLOW, 2), (SLOW, 2)];
        assert_eq!(bonded(QUICK, &busy, &[]), Some(2 + 1));
        let behind_quick_ones = bonded(QUICK, &busy, &[QUICK; 50]);
        assert_eq!(behind_quick_ones, Some(2 + 1), "they do not count like slow ones");
        assert_eq!(bonded(QUICK, &busy, &[SLOW, SLOW]), Some(2 + 3));
        assert_eq!(bonded(SLOW, &busy, &[SLOW, SLOW]), Some(2 + 5));
        // Of a new one six seconds are promised, and nothing is known of how long it takes itself.
        assert_eq!(bonded(NEW, &[(NEW, 0), (NEW, 3)], &[]), Some(2 + 1));
        assert_eq!(bonded(QUICK, &[(NEW, 0), (NEW, 3)], &[NEW]), Some(2 + 2));
    }

    #[test]
    fn run_that_is_not_about_to_end_should_go_on_until_it_is_stopped() {
        let endless = [(QUICK, 4), (QUICK, 4)];
        assert_eq!(bonded(QUICK, &endless, &[]), Some(2 + 2));
        assert_eq!(bonded(QUICK, &[(GONE, 1), (GONE, 1)], &[]), Some(2 + 3));
        assert_eq!(bonded(QUICK, &endless, &[GONE, GONE]), Some(2 + 6));
    }

    #[test]
    fn what_waits_of_a_model_that_is_stuck_should_be_expected_to_get_stuck() {
        let endless = [(QUICK, 4), (QUICK, 4)];
        let needs = |model, ahead: &[_], stuck: &[_]| {
            needs(model, Assurance::Bonded, &endless, ahead, stuck)
        };
        assert_eq!(needs(SLOW, &[QUICK; 14], &[]), Some(2 + 4));
        // Six seconds, seven times ten, and five of its own.
        assert_eq!(needs(SLOW, &[QUICK; 14], &[QUICK]), Some(2 + 27));
        assert_eq!(needs(QUICK, &[], &[QUICK]), None, "however much time is left");
    }

    #[test]
    fn proofs_should_wait_for_proofs_alone_and_for_no_input() {
        let needs = |elapsed, ahead: &[_]| {
            needs(QUICK, Assurance::Proven, &[(QUICK, elapsed)], ahead, &[QUICK])
        };
        assert_eq!(needs(3, &[]), Some(2 + 5));
        assert_eq!(needs(30, &[NEW]), Some(2 + 5));
    }
}
