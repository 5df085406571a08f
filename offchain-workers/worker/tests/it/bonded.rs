//! A worker answers what it is asked: from a file in a store to money that was earned.

use crate::common::{
    market::{is_over, offers, once, request, Digits},
    people::Person,
    world::World,
};
use opg_primitives::{market::Assurance, token::OPG};
use opg_worker::chain::views::{Data, End, Phase};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn bonded_request_should_be_answered_as_onnx_runtime_does_and_settled() {
    let world = World::new(1, Digits::claim).await;
    let (chain, digits) = (&world.chain, &world.digits);
    let (bob, dave) = (Person::bob(chain), Person::dave(chain));
    let place = world.place(0, 2, 4);
    let mut worker = place.start();
    worker.says("at work");
    assert!(place.get("/health").contains("alive"), "{}", place.get("/health"));

    for number in [0, 7, 539] {
        let job = request(&bob, digits.hash, digits.image(number), Assurance::Bonded, 10).await;
        let answered = once(&bob, job, "an answer", |job| job.workers[0].output.is_some()).await;
        let output = answered.workers[0].output.clone();
        assert_eq!(output, Some(Data::Inline(digits.answer(number))), "of image {number}");
        assert!(matches!(answered.phase, Phase::Answered { .. } | Phase::Audited { .. }));
    }
    for job in 0..3 {
        let over = once(&bob, job, "the end", is_over).await;
        assert!(matches!(over.phase, Phase::Done { end: End::Settled, .. }), "{:?}", over.phase);
        assert_eq!(over.workers[0].account, dave.account());
        assert_eq!(over.workers[0].price, OPG / 20);
    }
    let best = chain.best().await.unwrap().hash;
    let earned: Option<Earned> =
        chain.ask(best, "InferenceApi", "earned", (dave.account().0, digits.hash)).await.unwrap();
    assert_eq!(earned.map(|earned| earned.answers), Some(3));
    assert!(place.get("/metrics").contains("opg_worker_runs 3\n"), "{}", place.get("/metrics"));

    // Told to stop, it withdraws what it offers, and leaves nothing undone.
    let status = worker.end(Duration::from_secs(60));
    assert!(status.success(), "{status}");
    let offers = offers(&dave).await;
    assert!(offers.iter().all(|offer| offer.capacity == 0), "{offers:?}");
}

#[derive(subxt::ext::scale_decode::DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Earned {
    answers: u32,
}
