use super::*;
use crate::{
    chain::views::{Data, Phase, Standing},
    desk::tests::job,
};
use std::{
    future::pending,
    sync::atomic::{AtomicUsize, Ordering},
};

/// Fetches at once what is in the request, and the rest never. What runs goes on until it is let go.
struct Fake {
    let_go: Semaphore,
    running: AtomicUsize,
    most: AtomicUsize,
}

struct Runs<'a>(&'a AtomicUsize);

impl Drop for Runs<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Runner for Fake {
    type Input = ();

    async fn fetch(&self, job: &Job) -> Result<(), Failure> {
        match job.inline {
            Some(_) => Ok(()),
            None => pending().await,
        }
    }

    async fn run(&self, _: JobId, _: &Job, (): ()) -> Result<Made, Failure> {
        let now = self.running.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        let _runs = Runs(&self.running);
        self.let_go.acquire().await.unwrap().forget();
        Ok(made())
    }
}

fn made() -> Made {
    Made::Output(Output::Inline(vec![7].try_into().unwrap()))
}

/// To be answered before block 21.
fn here(assurance: Assurance) -> Job {
    let phase = Phase::Assigned { since: 1, until: 21 };
    Job { inline: Some(Data::Inline(vec![1])), ..job(assurance, phase, Standing::Working) }
}

fn elsewhere() -> Job {
    Job { inline: None, ..here(Assurance::Bonded) }
}

type Done = mpsc::UnboundedReceiver<Outcome>;

fn floor(models: usize, proofs: usize) -> (Floor<Fake>, Arc<Fake>, Done) {
    let fake = Arc::new(Fake {
        let_go: Semaphore::new(0),
        running: AtomicUsize::new(0),
        most: AtomicUsize::new(0),
    });
    let (done, outcomes) = mpsc::unbounded_channel();
    let places = Places { runs: models, proofs };
    (Floor::new(fake.clone(), places, done), fake, outcomes)
}

/// Until so many run: nothing here waits for anything but others of this thread.
async fn until_running(fake: &Fake, count: usize) {
    for _ in 0..1_000 {
        if fake.running.load(Ordering::SeqCst) == count {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("{} run, not {count}", fake.running.load(Ordering::SeqCst));
}

fn outcome(id: JobId, made: Result<Made, Failure>) -> Outcome {
    Outcome { id, question: Hash::zero(), model: [0; 32], made, took: Duration::ZERO }
}

#[tokio::test]
async fn no_more_should_run_at_a_time_than_there_are_places_and_proofs_have_their_own() {
    let (mut floor, fake, mut outcomes) = floor(2, 1);
    (0..6).for_each(|id| floor.start(id, here(Assurance::Bonded)));
    (6..9).for_each(|id| floor.start(id, here(Assurance::Proven)));
    until_running(&fake, 3).await;
    fake.let_go.add_permits(9);
    let mut ended = Vec::new();
    for _ in 0..9 {
        let outcome = outcomes.recv().await.unwrap();
        assert_eq!(outcome.made, Ok(made()));
        floor.ended(&outcome);
        ended.push(outcome.id);
    }
    ended.sort_unstable();
    assert_eq!(ended, (0..9).collect::<Vec<_>>());
    assert_eq!(fake.most.load(Ordering::SeqCst), 3);
    assert!(floor.running.is_empty());
}

#[tokio::test]
async fn one_that_waits_for_its_input_should_keep_nobody_waiting() {
    let (mut floor, fake, mut outcomes) = floor(1, 1);
    floor.start(1, elsewhere());
    floor.start(2, here(Assurance::Bonded));
    fake.let_go.add_permits(1);
    assert_eq!(outcomes.recv().await.unwrap().id, 2);
    assert_eq!(floor.trouble(1), Some(Decline::InputUnavailable));
}

#[tokio::test]
async fn one_that_is_stopped_should_leave_its_place_and_say_nothing() {
    let (mut floor, fake, mut outcomes) = floor(1, 1);
    floor.start(1, here(Assurance::Bonded));
    until_running(&fake, 1).await;
    floor.start(2, here(Assurance::Bonded));
    floor.stop(1);
    fake.let_go.add_permits(1);
    assert_eq!(outcomes.recv().await.unwrap().id, 2);
    assert!(outcomes.try_recv().is_err());
}

/// Who runs, and how many wait, before a request that waits.
fn before(floor: &Floor<Fake>, id: JobId) -> Option<(Vec<JobId>, usize)> {
    let line = floor.line(id)?;
    Some((line.running.iter().map(|run| run.id).collect(), line.ahead.len()))
}

#[tokio::test]
async fn line_should_be_those_that_have_waited_longer_whatever_their_numbers() {
    let (mut floor, fake, _outcomes) = floor(1, 1);
    floor.start(9, here(Assurance::Bonded));
    until_running(&fake, 1).await;
    for id in [8, 3, 5] {
        floor.start(id, here(Assurance::Bonded));
        tokio::task::yield_now().await;
    }
    floor.start(1, elsewhere());
    (6..=7).for_each(|id| floor.start(id, here(Assurance::Proven)));
    until_running(&fake, 2).await;
    let all = [8, 3, 5].map(|id| before(&floor, id));
    assert_eq!(all, [0, 1, 2].map(|ahead| Some((vec![9], ahead))));
    assert_eq!(before(&floor, 7), Some((vec![6], 0)), "proofs have their own");
    assert_eq!([9, 1, 6].map(|id| before(&floor, id)), [None, None, None]);
    assert_eq!(floor.computing().map(|run| run.id).collect::<Vec<_>>(), [9]);
    assert_eq!([9, 6, 3].map(|id| floor.computes(id).is_some()), [true, false, false]);
    // What has ended is not before anybody, though it was not heard of.
    fake.let_go.add_permits(1);
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
    assert_eq!(before(&floor, 5), Some((vec![8], 1)));
}

#[tokio::test]
async fn one_that_failed_should_be_in_trouble_until_it_does_not() {
    let (mut floor, _, _outcomes) = floor(1, 1);
    let job = here(Assurance::Bonded);
    let retry = || Failure::Retry("no engine".into());
    for (failure, trouble) in [
        (Failure::Missing("nowhere".into()), Some(Decline::InputUnavailable)),
        (retry(), Some(Decline::ResourceLimit)),
        (Failure::Slow("ten seconds".into()), Some(Decline::ResourceLimit)),
        // It was decided: there is nothing left to be declined.
        (Failure::Decline(Decline::BadInput, "short".into()), None),
    ] {
        floor.start(1, job.clone());
        floor.ended(&outcome(1, Err(failure)));
        assert_eq!(floor.trouble(1), trouble);
    }
    floor.start(1, job.clone());
    floor.ended(&outcome(1, Err(retry())));
    floor.stop(1);
    assert_eq!(floor.trouble(1), None, "it was forgotten");
}
