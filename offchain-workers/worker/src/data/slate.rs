//! What a reporter says in a block, and what it would say if it knew.
//!
//! All that counts is what the chain says and which reports are on their way: after a restart the same rules hold.
//! Nothing here waits or asks.

use super::views::Duty;
use opg_feeds::schedule::{Block, Decision, Timing, Watch, Why};
use opg_primitives::feeds::{FeedId, Observation, Round, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Observations that are on their way to the chain.
pub type Flying = BTreeSet<(FeedId, Round)>;

/// What is to be done in a block.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is to be said, and why. Of one feed the round that was answered comes before the one that runs: it could
    /// not be shown to after an answer of that.
    pub say: Vec<(Observation, Why)>,
    /// Of what nothing can be said though it is time to.
    pub silent: Vec<(FeedId, Why)>,
}

/// Watches over all feeds that a reporter reports on.
pub struct Slate {
    timing: Timing,
    watches: BTreeMap<FeedId, Watch>,
}

impl Slate {
    pub fn new(timing: Timing) -> Self {
        Self { timing, watches: BTreeMap::new() }
    }

    /// What to do about these duties now. `index` is a reporter's place among those of a feed, `value` what it knows.
    pub fn plan<'a>(
        &mut self,
        duties: impl Iterator<Item = &'a Duty> + Clone,
        index: impl Fn(FeedId) -> u16,
        value: impl Fn(&Duty) -> Option<Value>,
        flying: &Flying,
        now: Block,
    ) -> Plan {
        let feeds: BTreeSet<_> = duties.clone().map(|duty| duty.feed).collect();
        self.watches.retain(|feed, _| feeds.contains(feed));
        let mut plan = Plan::default();
        for duty in duties {
            let feed = duty.feed;
            let round = duty.for_schedule(|round| flying.contains(&(feed, round)));
            let known = value(duty);
            let watch = self.watches.entry(feed).or_insert_with(|| Watch::new(self.timing));
            let terms = duty.terms.for_schedule();
            let decision = watch.look(index(feed), &terms, &round, known.map(i128::from), now);
            let mut say = |round, why| match known {
                Some(value) => plan.say.push((Observation { feed, round, value }, why)),
                None => plan.silent.push((feed, why)),
            };
            if let Some(answered) = watch.late(&round, now) {
                say(answered, Why::Late);
            }
            match decision {
                Decision::Report(round, why) => say(round, why),
                Decision::Silent(why) => plan.silent.push((feed, why)),
                Decision::Wait(..) | Decision::Done | Decision::Quiet | Decision::NotOurs => {},
            }
        }
        plan
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::views::{Latest, Terms},
        *,
    };

    fn duty() -> Duty {
        let terms = Terms {
            name: b"btc-usd".to_vec(),
            faulty: 1,
            decimals: 2,
            min: 0,
            max: 1_000_000,
            deviation: 50,
        };
        let latest = Some(Latest { value: 10_000 });
        let (round, running, done, late, due) = (9, false, false, None, false);
        Duty { feed: 3, terms, round, running, done, late, due, latest, can_answer: true }
    }

    fn plan(duty: &Duty, value: Option<i64>, flying: &[(u32, u32)]) -> Plan {
        let mut slate = Slate::new(Timing { spread: 1 });
        let flying = flying.iter().copied().collect();
        slate.plan([duty].into_iter(), |_| 2, |_| value, &flying, 500)
    }

    fn says(plan: Plan) -> Vec<(u32, i64, Why)> {
        assert_eq!(plan.silent, []);
        let said = |(said, why): (Observation, Why)| (said.round, said.value, why);
        plan.say.into_iter().map(said).collect()
    }

    #[test]
    fn deviation_should_be_the_chains_to_the_unit() {
        assert_eq!(says(plan(&duty(), Some(10_049), &[])), []);
        assert_eq!(says(plan(&duty(), Some(10_050), &[])), [(9, 10_050, Why::Deviation)]);
        assert_eq!(says(plan(&duty(), Some(9_950), &[])), [(9, 9_950, Why::Deviation)]);
    }

    #[test]
    fn what_somebody_asked_for_and_what_others_opened_should_be_said() {
        let asked = Duty { due: true, ..duty() };
        assert_eq!(says(plan(&asked, Some(10_000), &[])), [(9, 10_000, Why::Due)]);
        let open = Duty { running: true, ..duty() };
        assert_eq!(says(plan(&open, Some(10_000), &[])), [(9, 10_000, Why::Joining)]);
        let said = Duty { done: true, ..open };
        assert_eq!(says(plan(&said, Some(10_000), &[])), []);
    }

    #[test]
    fn answered_round_should_be_shown_to_before_the_one_that_runs() {
        let both = Duty { running: true, late: Some((8, 503)), ..duty() };
        let late = (8, 10_000, Why::Late);
        let joining = (9, 10_000, Why::Joining);
        assert_eq!(says(plan(&both, Some(10_000), &[])), [late, joining]);
        assert_eq!(says(plan(&both, Some(10_000), &[(3, 8)])), [joining]);
        assert_eq!(says(plan(&both, Some(10_000), &[(3, 8), (3, 9)])), []);
        // Another feed's is another's.
        assert_eq!(says(plan(&both, Some(10_000), &[(4, 8), (4, 9)])).len(), 2);
    }

    #[test]
    fn who_knows_nothing_should_be_silent_in_its_turn_only() {
        let silent = plan(&Duty { due: true, ..duty() }, None, &[]);
        assert_eq!(silent, Plan { say: vec![], silent: vec![(3, Why::Due)] });
        assert_eq!(plan(&duty(), None, &[]), Plan::default());
    }

    #[test]
    fn unfunded_feed_should_be_left_alone_though_it_is_due() {
        let unfunded = Duty { due: true, can_answer: false, ..duty() };
        assert_eq!(says(plan(&unfunded, Some(20_000), &[])), []);
    }

    #[test]
    fn chain_should_count_as_having_heard_what_it_wants_no_more() {
        let duty = Duty { running: true, late: Some((8, 503)), ..duty() };
        assert!(!duty.has_heard(9) && !duty.has_heard(8) && duty.has_heard(7));
        assert!(Duty { done: true, ..duty.clone() }.has_heard(9));
        assert!(Duty { late: None, ..duty }.has_heard(8));
    }
}
