//! Reporters as processes: a feed lives on within what honest ones see, whatever some of them do.

mod load;
mod rotation;
mod volatility;

use crate::common::{
    feeds::{feed_file, terms, Answered, Feed, Refused, Server, Status, World},
    processes::{built, Place, Process},
    until,
};
use opg_primitives::feeds::{Terms, MIN_HEARTBEAT};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// A price that moves, and what it was.
#[derive(Clone, Default)]
struct Price(Arc<Mutex<Vec<(u64, i64)>>>);

/// Hundredths by which honest reporters see a price apart from each other.
const NOISE: i64 = 3;
/// Milliseconds from a source being asked to an answer's block, at most: a value is asked for each second, and may
/// then wait for its turn, its block, and the rest of the quorum.
const DELAY: u64 = 25_000;

fn millis() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as u64
}

impl Price {
    fn set(&self, value: i64) {
        self.0.lock().unwrap().push((millis(), value));
    }

    fn now(&self) -> i64 {
        self.0.lock().unwrap().last().unwrap().1
    }

    /// Whether an honest reporter may have seen this just before.
    fn may_be(&self, value: i64, at: u64) -> bool {
        let history = self.0.lock().unwrap();
        let from = history.iter().rposition(|(since, _)| *since + DELAY < at).unwrap_or(0);
        let lately =
            history[from..].iter().filter(|(since, _)| *since <= at).map(|(_, value)| *value);
        let (least, most) = (lately.clone().min().unwrap(), lately.max().unwrap());
        (least - NOISE..=most + NOISE).contains(&value)
    }
}

fn words(hundredths: i64) -> String {
    format!("\"{}.{:02}\"", hundredths / 100, hundredths % 100)
}

/// What an honest source says, which is not quite what others say.
async fn honest(price: &Price, number: usize) -> Server {
    let (price, apart) = (price.clone(), number as i64 % (2 * NOISE + 1) - NOISE);
    Server::new(move |_| Some(words(price.now() + apart))).await
}

async fn answered(world: &World, round: u32) -> Feed {
    until(format!("round {round}"), async || {
        Some(world.feed(0).await).filter(|feed| feed.answered() >= round)
    })
    .await
}

/// Lets a price move by a hundredth of it again and again.
fn wander(price: &Price) -> tokio::task::JoinHandle<()> {
    let price = price.clone();
    tokio::spawn(async move {
        for step in 0i64.. {
            tokio::time::sleep(Duration::from_secs(5)).await;
            // Up for a while, then down.
            let up = if (step / 10) % 2 == 0 { 1 } else { -1 };
            price.set(price.now() + up * price.now() / 100);
        }
    })
}

fn log_of(worker: &Process, mark: &str) -> usize {
    worker.log().matches(mark).count()
}

/// f of seven may lie and f others be silent: one lies, one hangs, one is killed.
#[tokio::test(flavor = "multi_thread")]
async fn answers_should_stay_in_the_honest_range_whatever_some_reporters_do() {
    const LIAR: usize = 0;
    const HANGS: usize = 1;
    const KILLED: usize = 2;
    let world = World::new(7).await;
    let price = Price::default();
    price.set(10_000);
    world.create([Terms { heartbeat: 12, ..terms("btc-usd", 2) }]).await;
    let (mut places, mut workers) = (Vec::new(), Vec::new());
    for number in 0..7 {
        let server = match number {
            LIAR => Server::new(|_| Some(words(5_000_000))).await,
            HANGS => Server::new(|_| None).await,
            _ => honest(&price, number).await,
        };
        places.push(world.place(number, [0], server.port));
    }
    for place in &places {
        workers.push(place.at_work());
    }
    let moves = wander(&price);

    let before = answered(&world, 3).await.answered();
    assert!(
        places[HANGS].get("/ready").contains("nothing is known"),
        "{}",
        places[HANGS].get("/ready")
    );
    workers[HANGS].says("nothing is known");
    workers[KILLED].kill();
    let began = Instant::now();
    let after = answered(&world, before + 4).await;
    assert!(began.elapsed() < Duration::from_secs(90), "four rounds took {:?}", began.elapsed());
    assert!(after.seat(&world.reporters[KILLED]).unwrap().absent > 0, "{after:?}");

    // It comes back, and is heard in the rounds that follow.
    workers[KILLED] = places[KILLED].at_work();
    until("the one that was killed to be heard", async || {
        let feed = world.feed(0).await;
        (feed.seat(&world.reporters[KILLED])?.absent == 0).then_some(())
    })
    .await;
    // Whoever lies again and again is chilled, and the feed goes on without.
    until("the liar to be chilled", async || {
        let feed = world.feed(0).await;
        feed.seat(&world.reporters[LIAR]).is_none_or(|seat| seat.chilled).then_some(())
    })
    .await;
    workers[LIAR].says("chilled");
    let chilled = world.feed(0).await.answered();
    let feed = answered(&world, chilled + 3).await;
    moves.abort();
    assert_eq!(feed.status, Status::Fresh);
    for honest in 3..7 {
        let seat = feed.seat(&world.reporters[honest]).unwrap();
        assert!(seat.strikes == 0 && seat.absent == 0 && seat.earned > 0, "{honest}: {seat:?}");
    }

    let answers = world.answers().await;
    for answer in &answers {
        let (value, at) = (answer.latest.value, answer.latest.at);
        assert!(price.may_be(value, at), "{answer:?} is not what honest ones saw: {:?}", price.0);
    }
    let gap = answers.windows(2).map(|two| two[1].latest.at - two[0].latest.at).max().unwrap();
    println!("{} answers, at most {gap} ms apart", answers.len());
    assert!(gap <= 12_000 + 18_000, "{gap} ms without an answer");
}

/// One of four may be silent: they are killed in turn, and nothing is said twice or not at all.
#[tokio::test(flavor = "multi_thread")]
async fn reporters_that_are_killed_again_and_again_should_neither_repeat_themselves_nor_stay_silent(
) {
    let world = World::new(4).await;
    let price = Price::default();
    price.set(10_000);
    world.create([Terms { heartbeat: 9, ..terms("eth-usd", 1) }]).await;
    let mut places = Vec::new();
    for number in 0..4 {
        places.push(world.place(number, [0], honest(&price, number).await.port));
    }
    let mut workers: Vec<_> = places.iter().map(Place::at_work).collect();
    let moves = wander(&price);
    answered(&world, 2).await;
    for kill in 0..16u64 {
        let one = (kill % 4) as usize;
        workers[one].kill();
        // It is down for a while, or comes back at once.
        tokio::time::sleep(Duration::from_millis(kill * 137 % 1_500)).await;
        workers[one] = places[one].at_work();
        tokio::time::sleep(Duration::from_millis(1_000 + kill * 731 % 3_000)).await;
        assert_eq!(world.feed(0).await.status, Status::Fresh);
    }
    let last = world.feed(0).await.answered();
    let feed = answered(&world, last + 3).await;
    moves.abort();
    for (number, reporter) in world.reporters.iter().enumerate() {
        let seat = feed.seat(reporter).unwrap();
        assert_eq!((seat.absent, seat.strikes), (0, 0), "{number}");
    }
    let refused: Vec<Refused> = world.happened("Refused").await;
    assert!(refused.is_empty(), "said twice, or too late: {refused:?}");
    let answers = world.answers().await;
    for answer in &answers {
        assert!(price.may_be(answer.latest.value, answer.latest.at), "{answer:?}: {:?}", price.0);
    }
    let gap = answers.windows(2).map(|two| two[1].latest.at - two[0].latest.at).max().unwrap();
    println!("{} answers, at most {gap} ms apart", answers.len());
    assert!(gap <= 9_000 + 15_000, "{gap} ms without an answer");
}

#[tokio::test(flavor = "multi_thread")]
async fn feed_should_be_answered_when_it_moves_when_somebody_asks_and_when_it_is_old() {
    let world = World::new(4).await;
    let price = Price::default();
    price.set(10_000);
    // In the block at the end of a heartbeat and no sooner, if nothing else happens.
    world.create([Terms { heartbeat: 45, ..terms("gold", 1) }]).await;
    let mut places = Vec::new();
    for number in 0..4 {
        places.push(world.place(number, [0], honest(&price, number).await.port));
    }
    let workers: Vec<_> = places.iter().map(Place::at_work).collect();
    let count = async |round| answered(&world, round).await.answered();
    assert_eq!(count(1).await, 1, "there was none");
    assert!(places[0].get("/ready").contains("ready\n"), "{}", places[0].get("/ready"));

    let asked = Instant::now();
    world.owner.send("Oracle", "request", 0u32).await;
    assert_eq!(count(2).await, 2, "somebody asked");
    assert!(asked.elapsed() < Duration::from_secs(20), "{:?}", asked.elapsed());

    let moved = Instant::now();
    price.set(10_100);
    assert_eq!(count(3).await, 3, "it moved");
    assert!(moved.elapsed() < Duration::from_secs(20), "{:?}", moved.elapsed());

    let feed = answered(&world, 4).await;
    let answers = world.answers().await;
    let old = answers[3].latest.at - answers[2].latest.at;
    assert!((43_500..60_000).contains(&old), "{old} ms");
    assert_eq!(feed.status, Status::Fresh);
    let reason = |why: &str| workers.iter().any(|worker| log_of(worker, why) > 0);
    for why in ["1 due", "1 deviation", "1 joining"] {
        assert!(reason(why), "nobody says {why}");
    }
    let metrics = places[1].get("/metrics");
    assert!(metrics.contains("opg_worker_feeds 1\n"), "{metrics}");
    assert!(metrics.contains("opg_worker_feeds_unknown 0\n"), "{metrics}");
    assert!(metrics.contains("opg_worker_vain 0\n"), "{metrics}");
}

/// A heartbeat of a slot's length: what a block has answered is due again in the next.
#[tokio::test(flavor = "multi_thread")]
async fn value_that_stays_should_be_answered_in_each_block_of_the_least_heartbeat() {
    const BLOCKS: u32 = 20;
    let world = World::new(4).await;
    world.create([Terms { heartbeat: MIN_HEARTBEAT, ..terms("par", 1) }]).await;
    let server = Server::new(|_| Some(words(10_000))).await;
    let file = feed_file([0], server.port, 2);
    let places: Vec<_> = (0..4).map(|number| world.place_with(number, &file, 1)).collect();
    let _workers: Vec<_> = places.iter().map(Place::at_work).collect();
    answered(&world, 2).await;
    let first = world.chain.best().await.unwrap().number + 1;
    let last = until("some blocks", async || {
        let best = world.chain.best().await.unwrap().number;
        (best >= first + BLOCKS).then_some(best)
    })
    .await;
    let blocks = (last - first + 1) as usize;
    let answers: Vec<Answered> = world.happened_since("Answered", first).await;
    let refused: Vec<Refused> = world.happened_since("Refused", first).await;
    println!("{} answers in {blocks} blocks, {} refused", answers.len(), refused.len());
    // A machine that does something else meanwhile may miss some; every second one is what it was of old.
    assert!(answers.len() >= blocks * 3 / 4, "{} answers in {blocks} blocks", answers.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn other_decimals_should_be_refused_and_feeds_without_sources_left() {
    let world = World::new(4).await;
    world.create([terms("silver", 1), terms("copper", 1)]).await;
    let price = Price::default();
    price.set(10_000);
    let server = honest(&price, 3).await;
    let place = world.place_with(0, &feed_file([0], server.port, 3), 2);
    let checked = place.once("check");
    let said = String::from_utf8_lossy(&checked.stderr).into_owned();
    assert!(!checked.status.success());
    for part in ["feed 0", "silver", "3 decimals", "the chain 2"] {
        assert!(said.contains(part), "{part}: {said}");
    }

    let place = world.place(0, [0], server.port);
    assert!(place.once("check").status.success());
    let mut worker = place.at_work();
    worker.says("leaving it");
    until("copper to be left", async || {
        let feed = world.feed(1).await;
        let me = world.reporters[0].account();
        feed.kept_out.iter().any(|(who, _)| *who == me).then_some(())
    })
    .await;
    worker.says("left the feed");
    assert!(world.feed(0).await.seat(&world.reporters[0]).is_some());
    assert!(worker.end(Duration::from_secs(10)).success());
}

/// Neither key nor node nor configuration is needed to try a feed file.
#[tokio::test(flavor = "multi_thread")]
async fn feed_file_should_be_tried_and_explained() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::new(|path| (path != "/1").then(|| words(12_345))).await;
    let config = folder.path().join("worker.toml");
    let may = "[feeds.http]\nallowed = [\"127.0.0.0/8\"]\nplain_http = true\n";
    let run = |feeds: &[u32], settings: Option<&str>, more: &[&str]| {
        let file = folder.path().join("feeds.toml");
        std::fs::write(&file, feed_file(feeds.iter().copied(), server.port, 2)).unwrap();
        let mut command = std::process::Command::new(built("opg-worker"));
        command.current_dir(folder.path()).args(["feeds", "check"]).arg(&file).args(more);
        match settings {
            Some(text) => std::fs::write(&config, text).unwrap(),
            // It may not have been there.
            None => drop(std::fs::remove_file(&config)),
        }
        command.output().unwrap()
    };
    let check = |feeds: &[u32], settings: Option<&str>, more: &[&str]| {
        let output = run(feeds, settings, more);
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let (good, said) = check(&[0], Some(may), &[]);
    assert!(good && said.contains("feed 0 feed 0: 123.45 (on the chain 12345)"), "{said}");
    let (good, said) = check(&[0, 1], Some(may), &[]);
    assert!(!good && said.contains("feed 1 feed 1: no value"), "{said}");
    let (good, said) = check(&[0, 1], Some(may), &["--json"]);
    assert!(!good && said.contains("\"value\": \"123.45\""), "{said}");
    // What nobody allowed is not reached.
    let (good, said) = check(&[0], None, &[]);
    assert!(!good && said.contains("FAIL"), "{said}");
}
