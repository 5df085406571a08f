use super::*;
use crate::{
    chain::views::{Data, Standing},
    desk::tests::job,
};
use std::{future::pending, sync::atomic::AtomicUsize};

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
    (Floor::new(fake.clone(), models, proofs, done), fake, outcomes)
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

fn outcome(id: JobId, made: Result<Made, Failure>, took: Duration) -> Outcome {
    Outcome { id, question: Hash::zero(), model: [0; 32], made, took }
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
    assert_eq!(floor.trouble(1, &elsewhere(), 5), Some(Decline::InputUnavailable));
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

#[tokio::test]
async fn one_that_waits_for_its_turn_should_be_in_trouble_when_those_ahead_of_it_leave_no_time() {
    let (mut floor, fake, _outcomes) = floor(1, 1);
    let job = here(Assurance::Bonded);
    (1..=3).for_each(|id| floor.start(id, job.clone()));
    until_running(&fake, 1).await;
    assert_eq!(floor.trouble(3, &job, 1), None, "nothing was measured");
    // Each takes nine seconds: three one after the other take nine blocks, and two go by until the answer is in one.
    floor.start(0, elsewhere());
    floor.ended(&outcome(0, Ok(made()), Duration::from_secs(9)));
    assert_eq!(floor.trouble(3, &job, 21 - 11), None);
    assert_eq!(floor.trouble(3, &job, 21 - 10), Some(Decline::ResourceLimit));
    assert_eq!(floor.trouble(1, &job, 20), None, "it runs already");
    let computing: Vec<_> = floor.computing().iter().map(|run| run.id).collect();
    assert_eq!(computing, [1]);
    assert_eq!([0, 1, 2, 3].map(|id| floor.waits(id)), [false, false, true, true]);
}

#[tokio::test]
async fn one_that_failed_should_be_in_trouble_until_it_does_not() {
    let (mut floor, fake, _outcomes) = floor(1, 1);
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
        floor.ended(&outcome(1, Err(failure), Duration::ZERO));
        assert_eq!(floor.trouble(1, &job, 2), trouble);
    }
    floor.start(1, job.clone());
    floor.ended(&outcome(1, Err(retry()), Duration::ZERO));
    floor.stop(1);
    assert_eq!(floor.trouble(1, &job, 2), None, "it was forgotten");
    // What nobody waits for any more says nothing of how fast this worker is.
    floor.ended(&outcome(1, Ok(made()), Duration::from_secs(1_000)));
    floor.start(2, job.clone());
    floor.start(3, job.clone());
    until_running(&fake, 1).await;
    assert_eq!(floor.trouble(3, &job, 2), None);
}
