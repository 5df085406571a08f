//! How much of what the configuration says is offered: what this worker can do now.

use crate::{
    chain::views::Claim,
    models::{Model, Tried},
    pace::{Pace, BLOCK},
    runner::Work,
};
use opg_primitives::{models::Ask, BlockNumber};
use std::time::Duration;

/// Runs that fail one after the other before a model is not offered any more.
const FAILURES: u32 = 3;
/// Blocks after which one request at a time of such a model is taken again.
const PAUSE: BlockNumber = 100;
/// Blocks between two changes of an offer: each costs a fee.
const REST: BlockNumber = 20;
/// What has taken so many times as long as others is not about to end.
const FAR: u32 = 3;

/// On which terms a model is offered, and how that goes.
#[derive(Clone, Debug)]
pub struct Capacity {
    pub ask: Ask,
    /// What the chain's users are told of the model, which was seen to be so.
    pub claim: Option<Claim>,
    /// Whether that was compared again since the chain has the offer: before, it may be told of otherwise.
    pub is_compared: bool,
    /// What the configuration says.
    full: u32,
    /// What the chain was told, and when.
    said: u32,
    at: Option<BlockNumber>,
    failures: u32,
    /// When it failed so often that it was withdrawn.
    since: Option<BlockNumber>,
    /// How long it runs, proofs take, and either as it comes.
    runs: Pace,
    proofs: Pace,
    all: Pace,
    /// What it did when it was tried.
    tried: Tried,
    places: usize,
}

impl Capacity {
    /// All of what the configuration says of a model.
    pub fn of(model: &Model, places: usize) -> Self {
        let capacity =
            Self::new(model.terms.ask(), model.claim.clone(), model.terms.capacity, places);
        capacity.tried(model.tried)
    }

    fn tried(mut self, tried: Tried) -> Self {
        if let Tried::Took { warm, .. } = tried {
            self.runs.took(warm);
            self.all.took(warm);
        }
        Self { tried, ..self }
    }

    pub(crate) fn new(ask: Ask, claim: Option<Claim>, full: u32, places: usize) -> Self {
        let is_compared = false;
        Self {
            ask,
            claim,
            is_compared,
            full,
            said: full,
            at: None,
            failures: 0,
            since: None,
            runs: Pace::default(),
            proofs: Pace::default(),
            all: Pace::default(),
            tried: Tried::Unknown,
            places,
        }
    }

    /// The chain knows of no offer yet.
    pub fn unoffered(self) -> Self {
        Self { said: 0, ..self }
    }

    pub fn answered(&mut self, work: Work, took: Duration) {
        (self.failures, self.since) = (0, None);
        match work {
            Work::Run => self.runs.took(took),
            Work::Proof => self.proofs.took(took),
        }
        self.all.took(took);
    }

    /// How long one takes, if that is known.
    pub fn usual(&self, work: Work) -> Option<Duration> {
        match (work, self.tried) {
            (Work::Proof, _) => self.proofs.usual(),
            (Work::Run, Tried::TooLong) => self.runs.usual().or(Some(Duration::MAX)),
            (Work::Run, _) => self.runs.usual(),
        }
    }

    /// How long one takes, or else is promised to.
    pub fn takes(&self, work: Work) -> Duration {
        self.usual(work).unwrap_or(BLOCK.saturating_mul(self.ask.latency))
    }

    /// How long a run is waited for: so many times as long as others took, or one that loads the model first.
    fn waited_for(&self) -> Duration {
        let usual = match (self.runs.usual(), self.tried) {
            (Some(usual), _) => usual.saturating_mul(FAR),
            (None, Tried::TooLong) => Duration::ZERO,
            (None, _) => BLOCK.saturating_mul(self.ask.latency),
        };
        let cold = match self.tried {
            Tried::Took { cold, .. } => cold,
            _ => Duration::ZERO,
        };
        usual.max(cold).max(BLOCK / 2)
    }

    /// Whether a run that has taken so long may be about to end.
    pub fn may_end(&self, elapsed: Duration) -> bool {
        elapsed <= self.waited_for()
    }

    /// How much longer a run goes on that is stopped at `limit`: as others do, as long as it is waited for, or until
    /// it is stopped.
    pub fn goes_on(&self, elapsed: Duration, limit: Duration) -> Duration {
        let ends = [self.takes(Work::Run), self.waited_for(), limit];
        let left = ends.map(|end| end.min(limit).saturating_sub(elapsed));
        left.into_iter().find(|left| !left.is_zero()).unwrap_or_default()
    }

    pub fn failed(&mut self, now: BlockNumber) {
        self.failures = self.failures.saturating_add(1);
        if self.failures >= FAILURES {
            self.since = Some(now);
        }
    }

    /// What can be done in this block, if the worker can do anything: where it cannot remember what it says,
    /// it cannot.
    fn wanted(&self, now: BlockNumber, is_well: bool) -> u32 {
        match self.since {
            _ if !is_well => 0,
            Some(since) if now < since.saturating_add(PAUSE) => 0,
            Some(_) => 1.min(self.full),
            None => self.all.capacity(self.places, self.ask.latency, self.full),
        }
    }

    /// What is to be offered from now on, if that is worth saying: nothing instead of something and back, and
    /// what is twice or half as much.
    pub fn change(&mut self, now: BlockNumber, is_well: bool) -> Option<u32> {
        let (said, wanted) = (self.said, self.wanted(now, is_well));
        let may = wanted == 0 || self.at.is_none_or(|at| now >= at.saturating_add(REST));
        let much = wanted >= said.saturating_mul(2)
            || wanted <= said / 2
            || (wanted == self.full && wanted > said);
        (wanted != said && may && much).then(|| {
            (self.said, self.at) = (wanted, Some(now));
            wanted
        })
    }

    /// The chain has not heard it.
    pub fn unsaid(&mut self, said: u32) {
        self.said = said;
        self.is_compared &= said > 0;
    }

    /// The chain has so much of it: what was said otherwise got lost, and may be said again at once.
    pub fn stands(&mut self, stands: u32) {
        self.unsaid(stands);
        self.at = None;
    }

    pub fn said(&self) -> u32 {
        self.said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capacity() -> Capacity {
        Capacity::new(Ask { price: 1, latency: 5 }, None, 16, 2)
    }

    #[test]
    fn nothing_should_be_said_while_all_goes_well() {
        let mut capacity = capacity();
        assert_eq!(capacity.change(1, true), None);
        capacity.answered(Work::Run, Duration::from_millis(5));
        assert_eq!(capacity.change(2, true), None);
        capacity.failed(3);
        capacity.failed(4);
        assert_eq!(capacity.change(5, true), None, "twice is no sign yet");
    }

    #[test]
    fn model_that_fails_again_and_again_should_be_withdrawn_and_tried_after_a_while() {
        let mut capacity = capacity();
        (1..=3).for_each(|block| capacity.failed(block));
        assert_eq!(capacity.change(3, true), Some(0));
        assert_eq!(capacity.change(4, true), None);
        assert_eq!(capacity.change(3 + PAUSE, true), Some(1), "one shows whether it runs again");
        capacity.failed(4 + PAUSE);
        assert_eq!(capacity.change(4 + PAUSE, true), Some(0));
        assert_eq!(capacity.change(4 + 2 * PAUSE, true), Some(1));
        capacity.answered(Work::Run, Duration::from_millis(5));
        assert_eq!(capacity.change(5 + 2 * PAUSE, true), None, "each change costs a fee");
        assert_eq!(capacity.change(4 + 2 * PAUSE + REST, true), Some(16));
    }

    #[test]
    fn slow_model_should_be_offered_less_often() {
        let mut capacity = capacity();
        // Of nine seconds two places make four answers.
        capacity.answered(Work::Run, Duration::from_secs(4));
        assert_eq!(capacity.change(1, true), Some(4));
        capacity.answered(Work::Run, Duration::from_secs(5));
        assert_eq!(capacity.change(1 + REST, true), None, "that is not much less");
    }

    fn tried(cold: u64, warm: u64) -> Capacity {
        let [cold, warm] = [cold, warm].map(Duration::from_millis);
        capacity().tried(Tried::Took { cold, warm })
    }

    #[test]
    fn proofs_should_say_nothing_of_how_long_runs_take_but_count_in_what_is_offered() {
        let mut capacity = capacity();
        capacity.answered(Work::Run, Duration::from_millis(5));
        assert_eq!(capacity.change(1, true), None);
        (0..20).for_each(|_| capacity.answered(Work::Proof, Duration::from_secs(4)));
        assert_eq!(capacity.takes(Work::Run), Duration::from_millis(5));
        assert_eq!(capacity.takes(Work::Proof), Duration::from_secs(4));
        assert_eq!(capacity.change(1, true), Some(4));
    }

    #[test]
    fn run_should_be_waited_for_as_long_as_others_took_or_some_of_those_and_no_longer() {
        let promised = BLOCK * 5;
        assert!(capacity().may_end(promised) && !capacity().may_end(promised + BLOCK));
        let endless = capacity().tried(Tried::TooLong);
        assert!(endless.may_end(BLOCK / 2) && !endless.may_end(BLOCK));
        let quick = tried(20, 5);
        assert!(quick.may_end(BLOCK / 2), "a machine may be busy");
        assert!(!quick.may_end(BLOCK));
        let slow = tried(9_000, 8_000);
        assert!(slow.may_end(BLOCK * 8) && !slow.may_end(BLOCK * 9));
        let large = tried(4_000, 5);
        assert!(large.may_end(BLOCK) && !large.may_end(BLOCK * 2), "it may have to be loaded");
        let mut once = endless;
        once.answered(Work::Run, BLOCK * 2);
        assert!(once.may_end(BLOCK * 6), "it ended after all");
    }

    #[test]
    fn run_should_go_on_as_others_do_or_as_long_as_is_waited_for_or_until_it_is_stopped() {
        let limit = Duration::from_secs(10);
        let goes_on = |capacity: &Capacity, elapsed: u64| {
            capacity.goes_on(Duration::from_millis(elapsed), limit).as_millis()
        };
        let quick = tried(20, 600);
        assert_eq!([0, 500, 600, 1_700].map(|at| goes_on(&quick, at)), [600, 100, 1_200, 100]);
        assert_eq!([1_800, 9_000, 11_000].map(|at| goes_on(&quick, at)), [8_200, 1_000, 0]);
        assert_eq!([0, 9_000].map(|at| goes_on(&capacity(), at)), [10_000, 1_000]);
        let endless = capacity().tried(Tried::TooLong);
        assert_eq!([0, 9_000].map(|at| goes_on(&endless, at)), [10_000, 1_000]);
        assert_eq!(endless.usual(Work::Run), Some(Duration::MAX));
        assert_eq!((capacity().usual(Work::Run), capacity().takes(Work::Run)), (None, BLOCK * 5));
    }

    #[test]
    fn worker_that_cannot_remember_should_offer_nothing_until_it_can() {
        let mut capacity = capacity();
        assert_eq!(capacity.change(1, false), Some(0));
        assert_eq!(capacity.change(2, true), None, "each change costs a fee");
        assert_eq!(capacity.change(1 + REST, true), Some(16));
        capacity.unsaid(0);
        assert_eq!(capacity.change(2 + REST, true), None, "it was just tried");
        capacity.stands(0);
        assert_eq!(capacity.change(2 + REST, false), None);
        assert_eq!(capacity.change(2 + REST, true), Some(16), "it got lost");
    }
}
