//! A verifier's cases, and what it must do about each.
//!
//! What is to be done follows from what the chain says at its best block and from what the journal holds:
//! after a restart or a reorganisation the same rules hold. Nothing here waits or asks.

use super::views::{Duty, Task};
use crate::journal::Promise;
use opg_primitives::{
    panels::{commitment, CaseId, Salt, Verdict},
    BlockNumber, Hash,
};
use std::collections::BTreeMap;

/// Blocks after which it is tried again what was in vain, or said again what the chain does not show.
const PATIENCE: BlockNumber = 2;
/// Of the blocks in which to commit, one part in so many is kept for the last try.
const LAST_PART: BlockNumber = 3;
/// Fewer are too few to be heard in.
const LEAST_LAST: BlockNumber = 4;

/// What a verifier must do about a case now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Find out.
    Decide,
    /// Say, in a form that nobody can read, what it has decided.
    Commit { commitment: Hash },
    /// Say it.
    Reveal { salt: Salt, verdict: Verdict },
    /// Nothing, for the time being.
    Wait,
    /// It has committed to something that its journal does not have: nothing can be said.
    Lost,
}

/// What is to be done about a duty whose question is this, by what was promised about its case.
pub fn step(duty: &Duty, me: &Hash, question: &Hash, promises: &[Promise]) -> Step {
    let hash = |promise: &Promise| commitment(duty.case, me, &promise.salt, &promise.verdict);
    match duty.task {
        Task::Wait => Step::Wait,
        Task::Commit => match promises.iter().find(|promise| promise.question == *question) {
            Some(promise) => Step::Commit { commitment: hash(promise) },
            None => Step::Decide,
        },
        // What counts is what the chain has, whichever question that was about.
        Task::Reveal => {
            let committed = duty.commitment.map(|hash| Hash::from(hash.0));
            match promises.iter().find(|promise| Some(hash(promise)) == committed) {
                Some(promise) => Step::Reveal { salt: promise.salt, verdict: promise.verdict },
                None => Step::Lost,
            }
        },
    }
}

/// Whether there is no time for another try: what is not to be had now is taken not to be there. `window` is
/// how many blocks there were to commit in.
pub fn is_last_chance(until: BlockNumber, now: BlockNumber, window: BlockNumber) -> bool {
    let kept = window.checked_div(LAST_PART).unwrap_or(0).max(LEAST_LAST);
    until.saturating_sub(now) <= kept
}

#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    deciding: bool,
    /// When to look at it next.
    look: BlockNumber,
}

/// The cases that a verifier sits on.
#[derive(Debug, Default)]
pub struct Docket {
    cases: BTreeMap<CaseId, Entry>,
}

impl Docket {
    pub fn len(&self) -> usize {
        self.cases.len()
    }

    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    pub fn has(&self, case: CaseId) -> bool {
        self.cases.contains_key(&case)
    }

    /// Those that are being looked into.
    pub fn deciding(&self) -> usize {
        self.cases.values().filter(|entry| entry.deciding).count()
    }

    /// The chain has these duties, and no others.
    pub fn keep(&mut self, duties: &[Duty]) {
        let has = |case: &CaseId| duties.iter().any(|duty| duty.case == *case);
        self.cases.retain(|case, entry| entry.deciding || has(case));
        for duty in duties {
            self.cases.entry(duty.case).or_default();
        }
    }

    /// Whether something can be done about a case in block `now`.
    pub fn is_due(&self, case: CaseId, now: BlockNumber) -> bool {
        self.cases.get(&case).is_some_and(|entry| !entry.deciding && entry.look <= now)
    }

    pub fn begin(&mut self, case: CaseId) {
        self.cases.entry(case).or_default().deciding = true;
    }

    /// It was decided: it is looked at next.
    pub fn decided(&mut self, case: CaseId) {
        self.cases.insert(case, Entry::default());
    }

    /// It is looked at again after a while.
    pub fn again(&mut self, case: CaseId, now: BlockNumber) {
        self.look_at(case, now.saturating_add(PATIENCE));
    }

    /// It is not looked at again.
    pub fn give_up(&mut self, case: CaseId) {
        self.look_at(case, BlockNumber::MAX);
    }

    /// It is looked at in block `at` next.
    pub fn look_at(&mut self, case: CaseId, at: BlockNumber) {
        self.cases.insert(case, Entry { deciding: false, look: at });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verifier::views;
    use subxt::utils::H256;

    const ME: Hash = Hash::repeat_byte(1);
    const QUESTION: Hash = Hash::repeat_byte(2);

    fn duty(task: Task, commitment: Option<Hash>) -> Duty {
        Duty {
            case: 7,
            kind: views::Kind::Jury,
            subject: views::Subject::Answer(3),
            task,
            until: 110,
            commitment: commitment.map(|hash| H256(hash.0)),
        }
    }

    fn promise(question: Hash, salt: u8) -> Promise {
        Promise { question, verdict: Hash::repeat_byte(8), salt: [salt; 32], at: 100 }
    }

    fn hash(promise: &Promise) -> Hash {
        commitment(7, &ME, &promise.salt, &promise.verdict)
    }

    #[test]
    fn verifier_should_decide_once_and_then_commit_to_the_same_whenever_it_is_asked() {
        let commit = duty(Task::Commit, None);
        assert_eq!(step(&commit, &ME, &QUESTION, &[]), Step::Decide);
        let promised = promise(QUESTION, 1);
        let expected = Step::Commit { commitment: hash(&promised) };
        assert_eq!(step(&commit, &ME, &QUESTION, std::slice::from_ref(&promised)), expected);
        assert_eq!(step(&duty(Task::Wait, Some(hash(&promised))), &ME, &QUESTION, &[]), Step::Wait);
    }

    #[test]
    fn case_that_is_about_something_else_after_a_reorganisation_should_be_decided_anew() {
        let other = promise(Hash::repeat_byte(9), 1);
        assert_eq!(step(&duty(Task::Commit, None), &ME, &QUESTION, &[other]), Step::Decide);
    }

    #[test]
    fn verifier_should_reveal_what_the_chain_has_its_commitment_to_or_nothing() {
        let promises = [promise(QUESTION, 1), promise(Hash::repeat_byte(9), 2)];
        for one in &promises {
            let reveal = duty(Task::Reveal, Some(hash(one)));
            let expected = Step::Reveal { salt: one.salt, verdict: one.verdict };
            assert_eq!(step(&reveal, &ME, &QUESTION, &promises), expected);
        }
        let lost = duty(Task::Reveal, Some(Hash::repeat_byte(5)));
        assert_eq!(step(&lost, &ME, &QUESTION, &promises), Step::Lost);
    }

    #[test]
    fn last_chance_should_leave_time_to_be_heard() {
        assert!(!is_last_chance(110, 105, 10));
        assert!(is_last_chance(110, 106, 10));
        assert!(!is_last_chance(600, 533, 200));
        assert!(is_last_chance(600, 534, 200));
        assert!(is_last_chance(100, 120, 10));
    }

    #[test]
    fn docket_should_hold_what_the_chain_asks_for_and_what_is_being_looked_into() {
        let mut docket = Docket::default();
        docket.keep(&[duty(Task::Commit, None)]);
        assert!(docket.is_due(7, 100));
        docket.begin(7);
        assert!(!docket.is_due(7, 100));
        // The block that had the case is not on the best chain for a moment.
        docket.keep(&[]);
        assert_eq!((docket.len(), docket.deciding()), (1, 1));
        docket.again(7, 100);
        docket.keep(&[duty(Task::Commit, None)]);
        assert!(!docket.is_due(7, 101));
        assert!(docket.is_due(7, 102));
        docket.give_up(7);
        assert!(!docket.is_due(7, 1_000_000));
        docket.keep(&[]);
        assert!(docket.is_empty());
    }
}
