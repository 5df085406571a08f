//! A worker proves what it answers: the request is settled in the block that has the proof.

use crate::common::{
    market::{is_over, once, request},
    proofs::{expected, proven, quantised},
    world::World,
};
use opg_primitives::market::Assurance;
use opg_worker::chain::views::{Data, End, Phase};

#[tokio::test(flavor = "multi_thread")]
async fn proven_request_should_be_settled_in_the_block_that_has_the_proof() {
    let world = World::new(1, proven).await;
    let place = world.place(0, 5, 4);
    let mut worker = world.at_work(&place);
    let (alice, digits) = (&world.alice, &world.digits);
    let mut jobs = Vec::new();
    for image in [0, 7, 539] {
        let input = quantised(digits, image);
        jobs.push((image, request(alice, digits.hash, input, Assurance::Proven, 20).await));
    }
    for (image, job) in &jobs {
        let over = once(alice, *job, "the end", is_over).await;
        assert!(matches!(over.phase, Phase::Done { end: End::Settled, .. }), "{:?}", over.phase);
        let output = over.workers[0].output.clone();
        assert_eq!(output, Some(Data::Inline(expected(*image))), "of image {image}");
    }
    let history = world.history().await;
    for (_, job) in &jobs {
        let when = |what| history.when(what, *job);
        assert_eq!(when("Settled"), when("Proven"));
        println!("asked in {:?}, proven in {:?}", when("Requested"), when("Proven"));
    }
    assert_eq!((history.count("Missed"), history.count("Declined")), (0, 0));

    // A bonded request of the same model is answered as before.
    let job = request(alice, digits.hash, digits.image(7), Assurance::Bonded, 10).await;
    let answered = once(alice, job, "an answer", |job| job.workers[0].output.is_some()).await;
    assert_eq!(answered.workers[0].output, Some(Data::Inline(digits.answer(7))));
    println!(
        "{}",
        worker.log().lines().filter(|line| line.contains("prov")).collect::<Vec<_>>().join("\n")
    );
    worker.kill();
}
