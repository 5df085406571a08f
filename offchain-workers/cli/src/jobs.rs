//! Requests, as they go.

use crate::{
    failure::Failure,
    report::{address, progress, Report},
    session::Session,
};
use opg_worker::chain::{
    views::{Assurance, Data, Decline, End, Finding, Job, Phase, Reason, Standing, Worker},
    Block,
};

/// A request as it is in a block.
pub async fn at(session: &Session, block: Block, id: u64) -> Result<Job, Failure> {
    let job: Option<Job> = session.ask_at(block.hash, "InferenceApi", "job", id).await?;
    job.ok_or(Failure::NoSuchJob(id))
}

/// Looks at a request block by block until `is_over` says so, showing what changes.
pub async fn until(
    session: &Session,
    id: u64,
    is_over: impl Fn(&Job) -> bool,
) -> Result<(Block, Job), Failure> {
    let (mut last, mut said) = (None, String::new());
    loop {
        let block = session.next(last).await?;
        last = Some(block.hash);
        let job = at(session, block, id).await?;
        let now = phase(&job);
        if now != said {
            progress(&format!("block {}: {now}", block.number));
            said = now;
        }
        if is_over(&job) {
            return Ok((block, job));
        }
    }
}

pub async fn show(session: &Session, id: u64) -> Result<Report, Failure> {
    let block = session.best().await?;
    Ok(report(id, &at(session, block, id).await?))
}

pub async fn watch(session: &Session, id: u64) -> Result<Report, Failure> {
    let (_, job) = until(session, id, |job| ended(job).is_some()).await?;
    ensure_settled(id, &job)?;
    Ok(report(id, &job))
}

/// How it ended, if it has.
pub const fn ended(job: &Job) -> Option<End> {
    match job.phase {
        Phase::Done { end, .. } => Some(end),
        _ => None,
    }
}

/// That it was not refunded.
pub fn ensure_settled(id: u64, job: &Job) -> Result<(), Failure> {
    match ended(job) {
        Some(End::Refunded(reason)) => Err(Failure::Refunded(id, why(reason))),
        Some(End::Settled) | None => Ok(()),
    }
}

const fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::Timeout => "nobody answered in time; ask again, with more --time",
        Reason::Unanswerable => {
            "all who were asked declined; `opg job show` says why: look at the input"
        },
        Reason::WrongAnswer => "the answer was wrong; ask again",
        Reason::Undecided => "nobody could say whether the answer was right; ask again",
    }
}

/// Whoever gave the answer that counts so far, and that answer.
pub fn answer(job: &Job) -> Option<(&Worker, &Data)> {
    let counted = match job.phase {
        Phase::Seeking
        | Phase::Assigned { .. }
        | Phase::Open { .. }
        | Phase::Committing { .. }
        | Phase::Revealing { .. }
        | Phase::Done { end: End::Refunded(_), .. } => false,
        Phase::Answered { .. }
        | Phase::Audited { .. }
        | Phase::Disputed
        | Phase::Judged { .. }
        | Phase::Appealed
        | Phase::Done { end: End::Settled, .. } => true,
    };
    let mut agreeing = job.workers.iter().filter_map(|worker| match worker.standing {
        Standing::Answered { agrees: true, .. } => Some((worker, worker.output.as_ref()?)),
        _ => None,
    });
    agreeing.next().filter(|_| counted)
}

/// What all who are paid for it cost together.
pub fn cost(job: &Job) -> u128 {
    let paid =
        |worker: &&Worker| matches!(worker.standing, Standing::Answered { agrees: true, .. });
    job.workers.iter().filter(paid).map(|worker| worker.price).fold(0, u128::saturating_add)
}

fn report(id: u64, job: &Job) -> Report {
    let workers = job.workers.iter().map(|worker| {
        Report::default()
            .with("worker", address(&worker.account))
            .with("has", standing(worker.standing))
            .money("price", worker.price)
            .money("stake", worker.ticket)
    });
    Report::default()
        .with("job", id)
        .with("phase", phase(job))
        .with("model", format!("{:?}", job.model))
        .with("input", format!("{:?}", job.input))
        .with("requester", address(&job.requester))
        .with("assurance", assurance(job.assurance))
        .with("time", job.time)
        .list("workers", workers.collect())
}

pub fn assurance(assurance: Assurance) -> String {
    match assurance {
        Assurance::Bonded => "bonded".into(),
        Assurance::Quorum(count) => format!("quorum:{count}"),
        Assurance::Proven => "proven".into(),
    }
}

fn phase(job: &Job) -> String {
    match job.phase {
        Phase::Seeking => "a worker is sought".into(),
        Phase::Assigned { until, .. } => format!("a worker has until block {until}"),
        Phase::Open { until } => format!("anyone may answer until block {until}"),
        Phase::Committing { until } => format!("workers commit until block {until}"),
        Phase::Revealing { until } => format!("workers reveal until block {until}"),
        Phase::Answered { until } => format!("answered; may be challenged until block {until}"),
        Phase::Audited { again: false } => "answered; an auditor looks at it".into(),
        Phase::Audited { again: true } => "answered; a second auditor looks at it".into(),
        Phase::Disputed => "answered; a jury looks at it".into(),
        Phase::Judged { finding, until } => {
            let finding = match finding {
                Finding::Right => "right",
                Finding::Wrong => "wrong",
                Finding::Unverifiable => "not to be verified",
            };
            format!("found {finding}; may be appealed until block {until}")
        },
        Phase::Appealed => "appealed; a larger jury looks at it".into(),
        Phase::Done { end: End::Settled, .. } => "settled".into(),
        Phase::Done { end: End::Refunded(reason), .. } => format!("refunded: {}", why(reason)),
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Working => "said nothing yet",
        Standing::Declined(Decline::InputUnavailable) => "declined: the input is nowhere to be had",
        Standing::Declined(Decline::ResourceLimit) => {
            "declined: it takes more than this worker gives, or what it cannot do"
        },
        Standing::Declined(Decline::BadInput) => "declined: the model does not take this input",
        Standing::Missed => "said nothing in time",
        Standing::Committed(_) => "committed",
        Standing::Answered { agrees: true, .. } => "answered",
        Standing::Answered { agrees: false, .. } => "answered something else",
        Standing::Apart { .. } => "answered a little off",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use subxt::utils::{AccountId32, H256};

    fn worker(name: u8, standing: Standing, output: Option<u8>) -> Worker {
        let output = output.map(|byte| Data::Inline(vec![byte]));
        Worker { account: AccountId32([name; 32]), price: 10, ticket: 0, standing, output }
    }

    fn job(phase: Phase, workers: Vec<Worker>) -> Job {
        Job {
            requester: AccountId32([0; 32]),
            model: H256::zero(),
            input: H256::zero(),
            inline: None,
            assurance: Assurance::Bonded,
            time: 10,
            phase,
            workers,
        }
    }

    fn said(agrees: bool) -> Standing {
        Standing::Answered { output: H256::zero(), agrees }
    }

    #[test]
    fn what_counts_should_be_the_answer_and_be_paid_for() {
        let workers = || {
            vec![
                worker(1, Standing::Missed, None),
                worker(2, said(false), Some(2)),
                worker(3, said(true), Some(3)),
                worker(4, said(true), Some(3)),
            ]
        };
        let settled = job(Phase::Done { end: End::Settled, until: 9 }, workers());
        assert_eq!(answer(&settled).map(|(_, data)| data), Some(&Data::Inline(vec![3])));
        assert_eq!(cost(&settled), 20);
        assert!(answer(&job(Phase::Answered { until: 9 }, workers())).is_some());
    }

    #[test]
    fn what_does_not_count_should_be_no_answer() {
        let refunded = Phase::Done { end: End::Refunded(Reason::WrongAnswer), until: 9 };
        for phase in [refunded, Phase::Revealing { until: 9 }, Phase::Seeking] {
            assert!(answer(&job(phase, vec![worker(1, said(true), Some(1))])).is_none());
        }
        let failure = ensure_settled(7, &job(refunded, vec![])).unwrap_err();
        assert_eq!(failure.code(), 4);
        assert!(failure.to_string().contains("request 7"), "{failure}");
    }
}
