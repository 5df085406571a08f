//! Three workers answer without knowing of each other; one of them is killed between saying that it knows
//! and what it knows.

use crate::common::{
    market::{is_over, once, request, requests, Digits},
    world::{server, World},
};
use opg_primitives::market::Assurance;
use opg_worker::chain::views::{Data, End, Job, Phase, Reason, Standing};

fn committed(job: &Job) -> usize {
    let committed = |standing| matches!(standing, Standing::Committed(_));
    job.workers.iter().filter(|worker| committed(worker.standing)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn quorum_should_settle_though_a_worker_is_killed_before_it_reveals() {
    let world = World::new(3, Digits::claim).await;
    let (alice, digits) = (&world.alice, &world.digits);
    let places: Vec<_> = (0..3).map(|number| world.place(number, 5, 4)).collect();
    let mut workers: Vec<_> = places.iter().map(|place| world.at_work(place)).collect();

    let job = request(alice, digits.hash, digits.image(7), Assurance::Quorum(3), 20).await;
    let over = once(alice, job, "the end", is_over).await;
    assert_settled(&over, digits, 7);

    // What is no input is declined: nobody loses anything by being asked.
    let job = request(alice, digits.hash, vec![7; 17], Assurance::Quorum(3), 20).await;
    let over = once(alice, job, "the end", is_over).await;
    let declined = End::Refunded(Reason::Unanswerable);
    assert!(matches!(over.phase, Phase::Done { end, .. } if end == declined), "{:?}", over.phase);

    // Two have committed, and cannot reveal before the third one has.
    workers[2].kill();
    let job = request(alice, digits.hash, digits.image(539), Assurance::Quorum(3), 60).await;
    once(alice, job, "two commitments", |job| committed(job) == 2).await;
    workers[0].kill();
    let third = world.at_work(&places[2]);
    once(alice, job, "the time to reveal", |job| matches!(job.phase, Phase::Revealing { .. }))
        .await;
    let first = world.at_work(&places[0]);
    let over = once(alice, job, "the end", is_over).await;
    assert_settled(&over, digits, 539);
    let revived = server(0).public_key().to_account_id();
    assert!(over.workers.iter().any(|worker| worker.account == revived));

    let history = world.history().await;
    for (what, times) in
        [("Committed", 6), ("Revealed", 6), ("Missed", 0), ("Slashed", 0), ("Refused", 0)]
    {
        assert_eq!(history.count(what), times, "{what}");
    }
    drop((first, third));
}

/// Showing an answer may end a request, and is weighed as if it did: of so many at once no block takes all.
#[tokio::test(flavor = "multi_thread")]
async fn many_quorums_at_once_should_all_be_revealed_in_time() {
    const MANY: usize = 64;
    let world = World::new(3, Digits::claim).await;
    let (alice, digits) = (&world.alice, &world.digits);
    let workers: Vec<_> =
        (0..3).map(|number| world.at_work(&world.place(number, 5, 100))).collect();
    let inputs = (0..MANY).map(|image| digits.image(image));
    let jobs = requests(alice, digits.hash, inputs, Assurance::Quorum(3), 30).await;
    for (image, job) in jobs.into_iter().enumerate() {
        assert_settled(&once(alice, job, "the end", is_over).await, digits, image);
    }
    world.history().await.assert_ended_well();
    drop(workers);
}

fn assert_settled(job: &Job, digits: &Digits, image: usize) {
    assert!(matches!(job.phase, Phase::Done { end: End::Settled, .. }), "{:?}", job.phase);
    for worker in &job.workers {
        assert!(matches!(worker.standing, Standing::Answered { agrees: true, .. }), "{worker:?}");
        assert_eq!(worker.output, Some(Data::Inline(digits.answer(image))));
    }
    assert_eq!(job.workers.len(), 3);
}
