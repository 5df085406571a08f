//! Workers of each role that cannot reach their node for a while: nothing that was given to them meanwhile is lost, nothing
//! is said twice, and they go on as soon as there is a way.

use crate::common::{
    feeds::{self, feed_file, terms, Refused, Server, Status},
    market::{attestation, duty, is_over, once, operate, request, request_attestation, Digits},
    people::Person,
    processes::Place,
    proxy::{Proxy, Way},
    until,
    world::World,
};
use opg_primitives::{feeds::Terms, market::Assurance, models::ModelHash, stake::Role, token::OPG};
use opg_worker::verifier::views::{Duty, Task};
use std::time::{Duration, Instant};

const MINUTE: Duration = Duration::from_secs(60);

/// A worker is asked when its way to the node is not open, and answers when it is again.
async fn cut_off(way: Way, time: Duration) {
    let world = World::new(1, Digits::claim).await;
    let proxy = Proxy::to(&world.node.url).await;
    let place = world.place_as(0, &["inference"], &proxy.url, &world.served(5, 16));
    let mut worker = world.at_work(&place);
    let ask = async |image| {
        let input = world.digits.image(image);
        request(&world.alice, world.digits.hash, input, Assurance::Bonded, 30).await
    };
    let before = ask(0).await;
    once(&world.alice, before, "an answer", |job| job.workers[0].output.is_some()).await;

    proxy.set(way);
    let mut since = Instant::now();
    let jobs = [ask(1).await, ask(2).await];
    tokio::time::sleep(time).await;
    let ready = place.get("/ready");
    proxy.set(Way::Open);
    if way == Way::Cut {
        since = Instant::now();
    }
    for job in jobs {
        once(&world.alice, job, "an answer", |job| job.workers[0].output.is_some()).await;
    }
    println!("{way:?}: answered after {:?}", since.elapsed());
    assert!(since.elapsed() < Duration::from_secs(25), "{:?}", since.elapsed());
    if time > Duration::from_secs(40) {
        assert!(ready.starts_with("HTTP/1.1 503"), "{ready}");
    }
    // What was asked of a connection that was given up may be asked of the next one, and nothing have failed.
    let log = worker.log();
    let failed = log.contains("following the chain failed");
    assert!(failed || way == Way::Dead, "it was cut off unnoticed: {log}");
    for job in jobs {
        once(&world.alice, job, "the end", is_over).await;
    }
    assert!(worker.end(Duration::from_secs(120)).success());
    let history = world.history().await;
    history.assert_ended_well();
    assert_eq!((history.count("Settled"), history.count("Declined")), (3, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn worker_whose_node_cannot_be_reached_for_a_minute_should_answer_when_it_can() {
    cut_off(Way::Cut, Duration::from_secs(60)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn worker_whose_connection_is_dead_without_a_word_should_make_another_one() {
    // There is a way for new ones at once.
    cut_off(Way::Dead, Duration::ZERO).await;
}

/// What one of these verifiers has to do in a case, and which of them has.
async fn drawn(verifiers: &[Person]) -> Option<(usize, Duty)> {
    for (number, verifier) in verifiers.iter().enumerate() {
        if let Some(duty) = duty(verifier).await {
            return Some((number, duty));
        }
    }
    None
}

/// Two verifiers have no way to the node for a minute, in which one of them is drawn; and once more for a part of the time in
/// which it is to reveal. On a development chain that is half a minute, elsewhere five.
#[tokio::test(flavor = "multi_thread")]
async fn verifiers_whose_node_cannot_be_reached_should_do_their_duty_when_it_can() {
    let world = World::empty().await;
    let proxy = Proxy::to(&world.node.url).await;
    let people = [Person::bob(&world.chain), Person::charlie(&world.chain)];
    let places = [("bob", "//Bob"), ("charlie", "//Charlie")]
        .map(|(name, secret)| world.verifier_at(name, secret, &proxy.url, ""));
    let mut workers: Vec<_> = places.iter().map(|place| world.at_work(place)).collect();
    let model: ModelHash = world.digits.hash;
    tokio::join!(
        world.register(world.digits.claim()),
        operate(&people[0], [Role::Verifier], 2_000 * OPG),
        operate(&people[1], [Role::Verifier], 2_000 * OPG),
    );

    proxy.set(Way::Cut);
    let cut = Instant::now();
    tokio::time::sleep(MINUTE / 2).await;
    // Eight blocks later somebody is drawn.
    request_attestation(&world.alice, 2, model).await;
    let (who, duty) = until("a verifier to be drawn", || drawn(&people)).await;
    assert!(matches!(duty.task, Task::Commit), "{duty:?}");
    println!("drawn {:?} after the way was cut", cut.elapsed());
    assert!(places[who].get("/ready").starts_with("HTTP/1.1 503"));
    assert!(!workers[who].log().contains("looking into a case"), "{}", workers[who].log());
    proxy.set(Way::Open);

    let reveals = async || drawn(&people).await.filter(|(_, duty)| duty.task == Task::Reveal);
    let (revealing, _) = until("the time to reveal", reveals).await;
    assert_eq!(revealing, who, "it was silent");
    proxy.set(Way::Cut);
    tokio::time::sleep(MINUTE / 6).await;
    proxy.set(Way::Open);
    until("the attestation", async || {
        attestation(&world.alice, model).await.attested.then_some(())
    })
    .await;

    let log = workers[who].log();
    assert_eq!(log.matches("came to a verdict").count(), 1, "{log}");
    assert!(log.contains("failed; trying again"), "it was cut off unnoticed: {log}");
    assert_eq!(world.history().await.count("Panels.Silenced"), 0);
    for worker in &mut workers {
        assert!(worker.end(MINUTE).success());
    }
}

/// All reporters of a feed lose their node at once: nothing can be answered, and is again as soon as there is a way.
#[tokio::test(flavor = "multi_thread")]
async fn reporters_whose_node_cannot_be_reached_for_a_minute_should_go_on_when_it_can() {
    let world = feeds::World::new(4).await;
    world.create([Terms { heartbeat: 15, ..terms("silver", 1) }]).await;
    let proxy = Proxy::to(&world.node.url).await;
    let server = Server::new(|_| Some("\"25.00\"".into())).await;
    let file = feed_file([0], server.port, 2);
    let places: Vec<_> =
        (0..4).map(|number| world.place_at(number, &file, 2, &proxy.url)).collect();
    let mut workers: Vec<_> = places.iter().map(Place::at_work).collect();
    let answered = async |round: u32| {
        until(format!("round {round}"), async || {
            Some(world.feed(0).await).filter(|feed| feed.answered() >= round)
        })
        .await
    };
    answered(2).await;

    proxy.set(Way::Cut);
    // What was in the pool by then may still be answered.
    tokio::time::sleep(MINUTE / 6).await;
    let before = world.feed(0).await.answered();
    tokio::time::sleep(MINUTE).await;
    let feed = world.feed(0).await;
    assert_eq!(feed.answered(), before, "they were not cut off: {feed:?}");
    assert!(places.iter().all(|place| place.get("/ready").starts_with("HTTP/1.1 503")));
    let opened = Instant::now();
    proxy.set(Way::Open);
    let after = answered(feed.answered() + 1).await;
    println!("answered {:?} after there was a way", opened.elapsed());
    assert!(opened.elapsed() < Duration::from_secs(25), "{:?}", opened.elapsed());
    assert_eq!(after.status, Status::Fresh);

    let feed = answered(after.answered() + 2).await;
    for reporter in &world.reporters {
        let seat = feed.seat(reporter).expect("nobody lost its seat");
        assert!(seat.strikes == 0 && !seat.chilled && seat.earned > 0, "{seat:?}");
    }
    let refused: Vec<Refused> = world.happened("Refused").await;
    assert!(refused.is_empty(), "said twice, or too late: {refused:?}");
    for worker in &mut workers {
        assert!(worker.end(MINUTE).success());
    }
}
