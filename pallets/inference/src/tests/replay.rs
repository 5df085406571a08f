//! Events alone tell an indexer what is open, what it waits for, who is at it, what is held and what was
//! earned.

use super::{
    random::{act, unruly, Clock},
    *,
};
use crate::types::Accrued;
use opg_primitives::random::Random;

#[derive(Clone, Debug, PartialEq)]
struct KnownWorker {
    account: AccountId,
    price: Balance,
    ticket: Balance,
    standing: Standing,
}

/// What an indexer knows of a request.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    requester: AccountId,
    beneficiary: Option<AccountId>,
    model: ModelHash,
    input: Hash,
    budget: Balance,
    fee: Balance,
    assurance: Assurance,
    time: BlockNumber,
    phase: Phase,
    workers: Vec<KnownWorker>,
    /// The panel that is at it, who doubts it, and what is held of that one.
    case: Option<CaseId>,
    challenger: Option<(AccountId, Balance)>,
}

#[derive(Default)]
struct Indexer {
    jobs: BTreeMap<JobId, Known>,
    earned: BTreeMap<(AccountId, ModelHash), Accrued>,
    heard: usize,
}

impl Indexer {
    fn job(&mut self, id: JobId) -> &mut Known {
        self.jobs.get_mut(&id).expect("it was requested")
    }

    /// What the worker that was given a request last did, if it is this one.
    fn worker(&mut self, id: JobId, who: AccountId) -> &mut KnownWorker {
        let mut workers = self.job(id).workers.iter_mut().rev();
        workers.find(|worker| worker.account == who).expect("it was given the request")
    }

    fn hear(&mut self, event: Event<Test>) {
        match event {
            Event::Requested {
                job,
                requester,
                beneficiary,
                model,
                input,
                assurance,
                budget,
                fee,
                time,
            } => {
                let (phase, workers, case, challenger) = (Phase::Seeking, vec![], None, None);
                let known = Known {
                    requester,
                    beneficiary,
                    model,
                    input,
                    budget,
                    fee,
                    assurance,
                    time,
                    phase,
                    workers,
                    case,
                    challenger,
                };
                assert!(self.jobs.insert(job, known).is_none());
            },
            Event::Assigned { job, worker, price, ticket, until } => {
                let known = self.job(job);
                let standing = Standing::Working;
                known.workers.push(KnownWorker { account: worker, price, ticket, standing });
                known.phase = match known.assurance {
                    Assurance::Quorum(_) => Phase::Committing { until },
                    _ => Phase::Assigned { since: until - known.time, until },
                };
            },
            Event::Declined { job, worker, why } => {
                self.worker(job, worker).standing = Standing::Declined(why);
            },
            Event::Missed { job, worker } => self.worker(job, worker).standing = Standing::Missed,
            Event::Opened { job, until } => self.job(job).phase = Phase::Open { until },
            Event::Answered { job, worker, output, until } => {
                self.worker(job, worker).standing = Standing::Answered { output, agrees: true };
                self.job(job).phase = Phase::Answered { until };
            },
            Event::Proven { job, worker, output } => {
                let standing = Standing::Answered { output, agrees: true };
                let known = self.job(job);
                let last = known.workers.last_mut().unwrap();
                if last.account == worker {
                    last.standing = standing;
                } else {
                    let price = last.price;
                    let late = KnownWorker { account: worker, price, ticket: 0, standing };
                    known.workers.push(late);
                }
            },
            Event::Committed { job, worker, commitment } => {
                self.worker(job, worker).standing = Standing::Committed(commitment);
            },
            Event::RevealBegan { job, until } => self.job(job).phase = Phase::Revealing { until },
            Event::Revealed { job, worker, output } => {
                self.worker(job, worker).standing = Standing::Answered { output, agrees: false };
            },
            Event::Counted { job, answer: Some(_), agree, apart } => {
                for place in apart {
                    let standing = &mut self.job(job).workers[usize::from(place)].standing;
                    let Standing::Answered { output, .. } = *standing else {
                        panic!("who is apart has answered")
                    };
                    *standing = Standing::Apart { output };
                }
                for place in agree {
                    let standing = &mut self.job(job).workers[usize::from(place)].standing;
                    let Standing::Answered { agrees, .. } = standing else {
                        panic!("who agrees has answered")
                    };
                    *agrees = true;
                }
            },
            Event::Audited { job, case } => {
                let known = self.job(job);
                known.case = Some(case);
                let again = matches!(known.phase, Phase::Audited { .. });
                known.phase = Phase::Audited { again };
            },
            Event::Disputed { job, case, challenger, bond } => {
                let known = self.job(job);
                known.case = Some(case);
                known.challenger = challenger.map(|who| (who, bond));
                known.phase = Phase::Disputed;
            },
            Event::Found { job, case, finding, until } => {
                let known = self.job(job);
                assert_eq!(known.case, Some(case));
                if let (Phase::Disputed, Some(finding), Some(until)) = (known.phase, finding, until)
                {
                    known.phase = Phase::Judged { finding, until };
                }
            },
            Event::Appealed { job, case, appellant } => {
                let known = self.job(job);
                known.case = Some(case);
                known.phase = Phase::Appealed;
                if appellant.is_none() {
                    // What was held for the larger jury pays for it.
                    known.challenger = known.challenger.map(|(who, _)| (who, 0));
                }
            },
            Event::Settled { job, .. } => self.end(job, End::Settled),
            Event::Refunded { job, reason, .. } => self.end(job, End::Refunded(reason)),
            Event::Earned { job, worker, parts } => {
                let model = self.job(job).model;
                let earned = self.earned.entry((worker, model)).or_default();
                *earned = Accrued { parts: earned.parts.plus(&parts), answers: earned.answers + 1 };
            },
            Event::PaidOut { worker, model, answers, parts } => {
                let earned = self.earned.remove(&(worker, model));
                assert_eq!(earned, Some(Accrued { parts, answers }));
            },
            Event::Slashed { job, worker, .. } | Event::Freed { job, worker } => {
                self.worker(job, worker).ticket = 0;
            },
            Event::ChallengeEnded { job, challenger, returned, taken } => {
                let before = self.job(job).challenger.take();
                if returned + taken > 0 {
                    assert_eq!(before, Some((challenger, returned + taken)));
                }
            },
            Event::Forgotten { job } => {
                self.jobs.remove(&job).expect("it was requested");
            },
            Event::Counted { .. }
            | Event::Refused { .. }
            | Event::Credited { .. }
            | Event::Burned { .. } => {},
            // See `standing`.
            Event::OrderPlaced { .. }
            | Event::RunMade { .. }
            | Event::RunsMissed { .. }
            | Event::RunEnded { .. }
            | Event::OrderSuspended { .. }
            | Event::OrderResumed { .. }
            | Event::OrderEnded { .. }
            | Event::OrderForgotten { .. } => {},
            Event::__Ignore(..) => unreachable!(),
        }
    }

    fn end(&mut self, id: JobId, end: End) {
        let known = self.job(id);
        known.case = None;
        // Until when it can be read is the block of the event and a rule.
        known.phase = Phase::Done { end, until: 0 };
    }

    fn compare(&mut self) {
        let log = log();
        log[self.heard..].iter().for_each(|event| self.hear(event.clone()));
        self.heard = log.len();
        assert_eq!(self.jobs.len(), Jobs::<Test>::iter().count());
        let mut held = BTreeMap::<AccountId, Balance>::new();
        for (id, known) in &self.jobs {
            assert_eq!(*known, stored(*id), "request {id}");
            if known.phase.end().is_none() {
                *held.entry(known.requester).or_default() += known.budget + known.fee;
            }
        }
        let there: BTreeMap<_, _> = Earnings::<Test>::iter()
            .map(|(worker, model, accrued)| ((worker, model), accrued))
            .collect();
        assert_eq!(self.earned, there);
        for ((worker, _), accrued) in &self.earned {
            *held.entry(*worker).or_default() += accrued.parts.sum();
        }
        for who in frame_system::Account::<Test>::iter_keys() {
            assert_eq!(held.get(&who).copied().unwrap_or(0), escrow(who), "held of {who}");
        }
    }
}

fn stored(id: JobId) -> Known {
    let job = job(id);
    let dispute = Disputes::<Test>::get(id);
    let phase = match job.life.phase {
        Phase::Done { end, .. } => Phase::Done { end, until: 0 },
        phase => phase,
    };
    let workers = job.workers.into_iter().map(|worker| KnownWorker {
        account: worker.account,
        price: worker.price,
        ticket: worker.ticket.map_or(0, |ticket| ticket.amount),
        standing: worker.standing,
    });
    Known {
        requester: job.requester,
        beneficiary: job.beneficiary,
        model: job.model,
        input: job.input,
        budget: job.budget,
        fee: job.fee,
        assurance: job.life.assurance,
        time: job.life.time,
        phase,
        workers: workers.collect(),
        case: dispute.as_ref().map(|dispute| dispute.case),
        challenger: dispute.and_then(|dispute| dispute.challenger),
    }
}

#[test]
fn events_should_tell_all_that_is_stored_of_requests_and_earnings() {
    run(|| {
        let mut random = Random(11);
        let mut clock = Clock::new();
        let mut indexer = Indexer::default();
        unruly();
        for _ in 0..500 {
            for _ in 0..random.below(14) {
                act(&mut random);
                indexer.compare();
            }
            clock.tick(&mut random);
            indexer.compare();
        }
        let (asked, ended) = (NextJob::<Test>::get(), clock.ends.len());
        assert!(asked > 120 && ended > 80, "{asked} requests, {ended} ended");
    });
}
