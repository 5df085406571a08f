//! What a worker offers on the chain follows what it can do: less of a model that turned out slow, nothing of one that ends
//! the processes which run it.

use crate::{
    common::{
        market::{hash, is_over, offers, once, register, request, requests, Digits},
        people::Person,
        processes::{kill, Process},
        until,
        world::World,
    },
    hostile::{claim, long, onnx, tensor},
};
use opg_primitives::{
    market::Assurance,
    models::{Claim, Dim, Dtype, ModelHash},
    stake::Role,
};
use opg_worker::chain::views::{Data, Decline, End, Phase, Reason, Standing};
use std::time::Duration;

const TIME: u32 = 20;

/// Puts a model into the store and registers it. Answers with what a worker's configuration says of it.
async fn publish(world: &World, file: &[u8], claim: &Claim, capacity: u32) -> (ModelHash, String) {
    let model = hash(file);
    world.store.upload(file);
    register(&world.alice, model, file.len() as u64, claim).await;
    let served = format!(
        "[[inference.models]]\nmodel = \"{model:?}\"\nprice = \"0.05\"\nlatency = 3\ncapacity = {capacity}\n"
    );
    (model, served)
}

/// How many requests at a time Dave offers to answer with a model.
async fn offered(world: &World, model: ModelHash) -> u32 {
    let offers = offers(&Person::dave(&world.chain)).await;
    offers.iter().find(|offer| offer.model.0 == model.0).map_or(0, |offer| offer.capacity)
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_model_should_be_offered_less_on_the_chain() {
    const FULL: u32 = 1_000;
    let world = World::empty().await;
    let mut claim = claim_of_one();
    let times = tensor("n", Dtype::I64, &[Dim::Fixed(1)]);
    claim.interface.inputs.try_push(times).unwrap();
    let file = onnx::doubling();
    let ((model, served), ()) =
        tokio::join!(publish(&world, &file, &claim, FULL), world.operators(1, &[Role::Inference]),);
    let place = world.place_as(0, &["inference"], &world.node.url, &served);
    let mut worker = world.at_work(&place);
    until("the offer", async || (offered(&world, model).await == FULL).then_some(())).await;
    // A few hundred thousand additions, one after the other: some tenths of a second.
    let input = [0f32.to_le_bytes().to_vec(), long(400_000)].concat();
    let job = request(&world.alice, model, input, Assurance::Bonded, TIME).await;
    let answered =
        once(&world.alice, job, "an answer", |job| job.workers[0].output.is_some()).await;
    assert_eq!(answered.workers[0].output, Some(Data::Inline(vec![0; 4])));
    let less = until("less to be offered", async || {
        Some(offered(&world, model).await).filter(|offered| *offered < FULL)
    })
    .await;
    println!("{less} at a time instead of {FULL}");
    assert!((1..=FULL / 2).contains(&less), "{less}");
    assert!(place.get("/metrics").contains(&format!("opg_worker_capacity {less}\n")));
    assert!(worker.end(Duration::from_secs(120)).success());
    assert_eq!(offered(&world, model).await, 0, "it takes on nothing more");
}

fn claim_of_one() -> Claim {
    let number = |name| tensor(name, Dtype::F32, &[Dim::Fixed(1)]);
    claim(number("x"), number("y"))
}

/// Other models are answered with as before.
async fn digits_are_answered(world: &World) {
    let input = world.digits.image(7);
    let job = request(&world.alice, world.digits.hash, input, Assurance::Bonded, TIME).await;
    let answered =
        once(&world.alice, job, "an answer", |job| job.workers[0].output.is_some()).await;
    assert_eq!(answered.workers[0].output, Some(Data::Inline(world.digits.answer(7))));
}

/// Ends whatever runs models, as a model does that makes its process crash.
fn crash_all(worker: &Process) {
    worker.children("opg-engine").into_iter().for_each(kill);
}

#[tokio::test(flavor = "multi_thread")]
async fn model_that_crashes_each_time_should_be_declined_and_not_be_offered_any_more() {
    let world = World::new(1, Digits::claim).await;
    // It runs until its process ends.
    let (model, served) = publish(&world, &onnx::endless(), &claim_of_one(), 4).await;
    let rest = format!("[engine]\nseconds = 30\n{served}");
    let mut worker = world.at_work(&world.place_with(0, 5, 4, &rest));
    let (alice, input) = (&world.alice, 1f32.to_le_bytes().to_vec());
    let job = request(alice, model, input, Assurance::Bonded, TIME).await;
    let over = loop {
        crash_all(&worker);
        tokio::time::sleep(Duration::from_millis(300)).await;
        let now = once(alice, job, "the request", |_| true).await;
        if is_over(&now) {
            break now;
        }
    };
    assert_eq!(over.workers[0].standing, Standing::Declined(Decline::ResourceLimit));
    let refunded =
        matches!(over.phase, Phase::Done { end: End::Refunded(Reason::Unanswerable), .. });
    assert!(refunded, "{over:?}");
    let (log, of) = (worker.log(), format!("job={job} "));
    let says = |why: &str| log.lines().any(|line| line.contains(&of) && line.contains(why));
    assert!(says("the model ended the process that ran it"), "{log}");
    assert!(says("declining a request"), "{log}");
    until("nothing of it to be offered", async || {
        (offered(&world, model).await == 0).then_some(())
    })
    .await;

    digits_are_answered(&world).await;
    world.history().await.assert_honest();
    assert!(worker.end(Duration::from_secs(120)).success());
}

/// Whoever asks so that a model runs without an end takes all places, and what waits behind to take them is not answered
/// either: all of that is declined while it is free. What waits behind and is honest is answered.
#[tokio::test(flavor = "multi_thread")]
async fn requests_that_keep_all_places_busy_should_cost_the_worker_nothing() {
    let world = World::new(1, Digits::claim).await;
    let (model, served) = publish(&world, &onnx::endless(), &claim_of_one(), 6).await;
    // Long enough for a request to be missed.
    let rest = format!("[engine]\nseconds = 50\n{served}");
    let mut worker = world.at_work(&world.place_with(0, 5, 4, &rest));
    assert!(worker.log().contains("was stopped when it was tried"), "{}", worker.log());
    let inputs = [1f32; 6].map(|number| number.to_le_bytes().to_vec());
    let jobs = requests(&world.alice, model, inputs, Assurance::Bonded, TIME).await;
    let junk = request(&world.alice, world.digits.hash, vec![1; 3], Assurance::Bonded, TIME).await;
    digits_are_answered(&world).await;
    let declined = async |job, why| {
        let over = once(&world.alice, job, "the end", is_over).await;
        assert_eq!(over.workers[0].standing, Standing::Declined(why));
    };
    declined(junk, Decline::BadInput).await;
    for job in jobs {
        declined(job, Decline::ResourceLimit).await;
    }
    world.history().await.assert_honest();
    assert!(worker.end(Duration::from_secs(120)).success());
}
