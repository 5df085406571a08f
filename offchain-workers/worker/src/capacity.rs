//! How much of what the configuration says is offered: what this worker can do now.

use crate::{
    chain::views::Claim,
    models::{Model, Tried},
    pace::{Pace, BLOCK},
};
use opg_primitives::{models::Ask, BlockNumber};
use std::time::Duration;

/// Runs that fail one after the other before a model is not offered any more.
const FAILURES: u32 = 3;
/// Blocks after which one request at a time of such a model is taken again.
const PAUSE: BlockNumber = 100;
/// Blocks between two changes of an offer: each costs a fee.
const REST: BlockNumber = 20;

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
    pace: Pace,
    /// As long as nothing was measured, a run that takes longer is not waited for.
    hoped: Duration,
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
        match tried {
            Tried::Took(took) => self.pace.took(took),
            Tried::TooLong => self.hoped = Duration::ZERO,
            Tried::Unknown => {},
        }
        self
    }

    fn new(ask: Ask, claim: Option<Claim>, full: u32, places: usize) -> Self {
        let pace = Pace::default();
        let hoped = BLOCK.saturating_mul(ask.latency);
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
            pace,
            hoped,
            places,
        }
    }

    /// The chain knows of no offer yet.
    pub fn unoffered(self) -> Self {
        Self { said: 0, ..self }
    }

    pub fn answered(&mut self, took: Duration) {
        (self.failures, self.since) = (0, None);
        self.pace.took(took);
    }

    /// Whether a run that has taken so long may be about to end.
    pub fn may_end(&self, elapsed: Duration) -> bool {
        self.pace.may_end(elapsed, self.hoped)
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
            None => self.pace.capacity(self.places, self.ask.latency, self.full),
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
        capacity.answered(Duration::from_millis(5));
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
        capacity.answered(Duration::from_millis(5));
        assert_eq!(capacity.change(5 + 2 * PAUSE, true), None, "each change costs a fee");
        assert_eq!(capacity.change(4 + 2 * PAUSE + REST, true), Some(16));
    }

    #[test]
    fn slow_model_should_be_offered_less_often() {
        let mut capacity = capacity();
        // Of nine seconds two places make four answers.
        capacity.answered(Duration::from_secs(4));
        assert_eq!(capacity.change(1, true), Some(4));
        capacity.answered(Duration::from_secs(5));
        assert_eq!(capacity.change(1 + REST, true), None, "that is not much less");
    }

    #[test]
    fn run_should_be_waited_for_as_long_as_is_promised_until_something_is_known() {
        let promised = BLOCK * 5;
        assert!(capacity().may_end(promised) && !capacity().may_end(promised + BLOCK));
        let slow = capacity().tried(Tried::TooLong);
        assert!(slow.may_end(BLOCK / 2) && !slow.may_end(BLOCK));
        let quick = capacity().tried(Tried::Took(Duration::from_millis(5)));
        assert!(quick.may_end(BLOCK / 2) && !quick.may_end(BLOCK));
    }

    #[test]
    fn worker_that_cannot_remember_should_offer_nothing_until_it_can() {
        let mut capacity = capacity();
        assert_eq!(capacity.change(1, false), Some(0));
        assert_eq!(capacity.change(2, true), None, "each change costs a fee");
        assert_eq!(capacity.change(1 + REST, true), Some(16));
        capacity.unsaid(0);
        assert_eq!(capacity.change(2 + REST, false), None);
    }
}
