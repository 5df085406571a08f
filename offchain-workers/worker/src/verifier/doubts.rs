//! Answers of others that a verifier looks at unasked, and which of those that are wrong it challenges.

use super::views::Job;
use crate::chain::views::{Phase, Standing};
use opg_primitives::{market::JobId, BlockNumber};
use std::collections::BTreeMap;
use subxt::utils::AccountId32;

/// Answers that wait to be looked at. Those beyond are let go: they are a sample anyway.
const MOST: usize = 256;

/// What is known of an answer that is doubted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Waits { look: BlockNumber },
    Looked,
}

/// The sample.
#[derive(Debug)]
pub struct Doubts {
    /// Which part of all answers is looked at.
    part: f64,
    answers: BTreeMap<JobId, State>,
}

impl Doubts {
    pub fn new(part: f64) -> Self {
        Self { part, answers: BTreeMap::new() }
    }

    /// A request was answered; `chance` is a random number below one.
    pub fn heard(&mut self, job: JobId, chance: f64) {
        if chance < self.part && self.answers.len() < MOST {
            self.answers.entry(job).or_insert(State::Waits { look: 0 });
        }
    }

    /// The next answer to look at in block `now`.
    pub fn next(&self, now: BlockNumber) -> Option<JobId> {
        let due = |state: &State| matches!(state, State::Waits { look } if *look <= now);
        self.answers.iter().find(|(_, state)| due(state)).map(|(job, _)| *job)
    }

    pub fn begin(&mut self, job: JobId) {
        self.answers.insert(job, State::Looked);
    }

    pub fn again(&mut self, job: JobId, look: BlockNumber) {
        self.answers.insert(job, State::Waits { look });
    }

    pub fn forget(&mut self, job: JobId) {
        self.answers.remove(&job);
    }
}

/// Until when an answer can be challenged, if it is one that this verifier may gain by challenging.
pub fn until(job: &Job, me: &AccountId32) -> Option<BlockNumber> {
    let Phase::Answered { until } = job.phase else { return None };
    let works = job.workers.iter().any(|worker| worker.account == *me);
    // Where nobody loses anything for it, whoever challenges pays the jury.
    (job.may_slash && !works).then_some(until)
}

/// What challenging an answer costs at most, if it is right after all: both juries, whose members are paid
/// what the answer costs or more.
pub fn bond(job: &Job, members: u32, usual: u128) -> u128 {
    let answered =
        job.workers.iter().filter(|worker| matches!(worker.standing, Standing::Answered { .. }));
    let price = answered.map(|worker| worker.price).max().unwrap_or(0);
    price.max(usual).saturating_mul(members.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{chain::views::Assurance, verifier::question::tests::job};

    #[test]
    fn so_many_of_all_answers_should_be_looked_at_each_once() {
        let mut doubts = Doubts::new(0.25);
        doubts.heard(1, 0.3);
        assert_eq!(doubts.next(10), None);
        doubts.heard(2, 0.2);
        assert_eq!(doubts.next(10), Some(2));
        doubts.begin(2);
        doubts.heard(2, 0.2);
        assert_eq!(doubts.next(10), None);
        doubts.again(2, 12);
        assert_eq!(doubts.next(11), None);
        assert_eq!(doubts.next(12), Some(2));
        doubts.forget(2);
        assert_eq!(doubts.next(12), None);
    }

    #[test]
    fn no_more_should_wait_than_can_be_looked_at() {
        let mut doubts = Doubts::new(1.0);
        (0..2 * MOST as u64).for_each(|job| doubts.heard(job, 0.5));
        assert_eq!(doubts.answers.len(), MOST);
    }

    #[test]
    fn answer_should_be_challenged_only_in_time_by_others_and_where_someone_loses_by_it() {
        let me = AccountId32([5; 32]);
        let answered = |may_slash| Job {
            phase: Phase::Answered { until: 40 },
            may_slash,
            ..job(Assurance::Bonded, &[Some(1.0)])
        };
        assert_eq!(until(&answered(true), &me), Some(40));
        assert_eq!(until(&answered(false), &me), None);
        assert_eq!(until(&answered(true), &AccountId32([0; 32])), None);
        assert_eq!(until(&job(Assurance::Bonded, &[Some(1.0)]), &me), None);
    }

    #[test]
    fn bond_should_pay_both_juries_at_the_price_of_the_answer() {
        let answered = job(Assurance::Bonded, &[None, Some(1.0)]);
        assert_eq!(bond(&answered, 26, 2), 52);
        let mut dear = answered;
        dear.workers[1].price = 10;
        dear.workers[0].price = 99;
        assert_eq!(bond(&dear, 26, 2), 260);
    }
}
