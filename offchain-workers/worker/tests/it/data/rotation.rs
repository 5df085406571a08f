//! A seat changes hands every ten minutes. Takes a little longer than that and is run by hand.

use super::{answered, words};
use crate::common::{
    feeds::{terms, Answered, Refused, Server, World},
    processes::Place,
    until,
};
use opg_primitives::feeds::Terms;
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};
use subxt::{
    ext::scale_decode::{self, DecodeAsType},
    utils::AccountId32,
};

/// More than there are seats, so that most likely another one is drawn.
const REPORTERS: usize = 9;
/// Rotations, and some time.
const PATIENCE: Duration = Duration::from_secs(45 * 60);
const HEARTBEAT: u32 = 6;

/// `Oracle.Unseated`.
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct Unseated {
    reporter: AccountId32,
    paid: u128,
    lost: u128,
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes as long as a seat is kept, ten minutes or twice that"]
async fn seat_should_change_hands_without_a_gap_and_without_loss() {
    let world = World::new(REPORTERS).await;
    world.create([Terms { heartbeat: HEARTBEAT, ..terms("par", 1) }]).await;
    let server = Server::new(|_| Some(words(10_000))).await;
    let places: Vec<_> =
        (0..REPORTERS).map(|number| world.place(number, [0], server.port)).collect();
    let _workers: Vec<_> = places.iter().map(Place::at_work).collect();
    answered(&world, 2).await;
    let first = world.chain.best().await.unwrap().number;

    let seated = async || -> BTreeSet<[u8; 32]> {
        world.feed(0).await.seats.iter().map(|seat| seat.reporter.0).collect()
    };
    let (before, begun) = (seated().await, Instant::now());
    let (newcomer, gone) = loop {
        assert!(begun.elapsed() < PATIENCE, "no seat changed hands");
        tokio::time::sleep(Duration::from_secs(3)).await;
        let now = seated().await;
        let newcomer = now.difference(&before).next().copied();
        let gone = before.difference(&now).next().copied();
        if let Some(pair) = newcomer.zip(gone) {
            break pair;
        }
    };
    println!("a seat changed hands after {:?}", begun.elapsed());
    let round = world.feed(0).await.answered();
    answered(&world, round + 20).await;
    let feed = until("everyone to have been heard and paid", async || {
        let feed = world.feed(0).await;
        let is_well = feed.seats.iter().all(|seat| seat.absent == 0 && seat.earned > 0);
        is_well.then_some(feed)
    })
    .await;
    assert!(feed.seats.iter().all(|seat| seat.strikes == 0), "{feed:?}");
    assert!(feed.seats.iter().any(|seat| seat.reporter.0 == newcomer));
    let unseated: Vec<Unseated> = world.happened_since("Unseated", first).await;
    let paid = |one: &Unseated| one.reporter.0 == gone && one.paid > 0 && one.lost == 0;
    assert!(unseated.iter().any(paid), "{unseated:?}");
    let answers: Vec<Answered> = world.happened_since("Answered", first).await;
    let gaps = answers.windows(2).map(|two| two[0].latest.at - two[1].latest.at);
    let gap = gaps.max().unwrap();
    let refused: Vec<Refused> = world.happened_since("Refused", first).await;
    println!("{} answers, at most {gap} ms apart, {} refused", answers.len(), refused.len());
    assert!(gap <= 3 * 1_000 * u64::from(HEARTBEAT), "{gap} ms without an answer");
    // Whoever has no seat says nothing and asks for nothing.
    let place = world.reporters.iter().position(|who| who.account().0 == gone).unwrap();
    let metrics = places[place].get("/metrics");
    assert!(metrics.contains("opg_worker_feeds 0\n"), "{metrics}");
}
