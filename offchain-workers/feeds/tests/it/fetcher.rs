//! Many feeds, kept fresh though some of their servers do what they like.

use crate::common::{json, local, Act, Server};
use opg_feeds::{Client, Config, Error, Feeds, Fetcher, NoValue, Rate};
use std::{
    sync::{
        atomic::{AtomicBool, Ordering},
        Arc,
    },
    time::{Duration, Instant},
};

const FRESH: Duration = Duration::from_secs(4);

/// Feeds 0 to `count`, each asked of all of these every second.
fn feeds(count: u32, servers: &[&Server]) -> Feeds {
    feeds_each(1, count, servers)
}

/// The same, each so many seconds.
fn feeds_each(seconds: u32, count: u32, servers: &[&Server]) -> Feeds {
    let named = || ('a'..).zip(servers);
    let mut text: String = named()
        .map(|(name, server)| {
            format!("[sources.{name}]\nurl = '{}${{id}}'\nseconds = 30\n", server.url())
        })
        .collect();
    for id in 0..count {
        let sources =
            named().map(|(name, _)| format!("sources.{name} = {{}}\n")).collect::<String>();
        text.push_str(&format!(
            "[[feeds]]\nid = {id}\nname = '{id}'\ndecimals = 0\nmin = '0'\nmax = '1000'\nevery_seconds = {seconds}\n\
             at_least = {}\nparameters.id = '{id}'\n{sources}",
            2.min(servers.len())
        ));
    }
    Feeds::parse(&text, |_| None).unwrap()
}

/// The number in the request's path.
fn asked_for(request: &str) -> Act {
    let path = request.split(' ').nth(1).unwrap_or_default();
    Act::Send(json(path.trim_start_matches('/')))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_feeds_should_stay_fresh_though_one_of_three_sources_hangs() {
    let one = Server::new(|_, request| asked_for(request)).await;
    let two = Server::new(|_, request| asked_for(request)).await;
    let hangs = Server::new(|_, _| Act::Hang(Vec::new())).await;
    // So few at a time that the others would wait for those who wait for the third, if it had no places of its own.
    let config = Config { at_a_time: 10, ..local() };
    let fetcher =
        Fetcher::start(&Client::new(&config).unwrap(), &feeds(100, &[&one, &two, &hangs]));
    let all_fresh =
        || (0..100).all(|id| fetcher.fresh(id, FRESH).is_ok_and(|value| value.value == id.into()));
    let begun = Instant::now();
    while !all_fresh() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", fetcher.newest(0));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // And stay so.
    while begun.elapsed() < Duration::from_secs(10) {
        let old = (0..100).find_map(|id| fetcher.fresh(id, FRESH).err());
        assert!(old.is_none(), "{old:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let readings = fetcher.newest(0).unwrap().readings;
    assert!(matches!(readings[2].value, Err(Error::Late)), "{readings:?}");
    assert!(readings[0].took < Duration::from_millis(500), "{:?}", readings[0]);
    assert!(one.requests().len() >= 300, "{}", one.requests().len());
}

/// A server that answers each request after so long, as long as another answer takes.
async fn slow(pause: Duration) -> Server {
    Server::new(move |_, request| match asked_for(request) {
        Act::Send(bytes) => Act::Late(pause, bytes),
        other => other,
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn source_that_is_slower_than_its_feed_should_be_heard_where_it_is_needed_and_age_nothing_where_not(
) {
    const PAUSE: Duration = Duration::from_millis(3_400);
    let quick = || Server::new(|_, request| asked_for(request));
    let (one, two, slow, needed) =
        (quick().await, quick().await, slow(PAUSE).await, slow(PAUSE).await);
    let client = Client::new(&local()).unwrap();
    let begun = Instant::now();
    let of_three = Fetcher::start(&client, &feeds_each(2, 1, &[&one, &two, &slow]));
    let of_two = Fetcher::start(&client, &feeds_each(2, 1, &[&one, &needed]));
    let (mut spares_it, mut needs_it) = (of_three.watch(0).unwrap(), of_two.watch(0).unwrap());
    for _ in 0..5 {
        spares_it.changed().await.unwrap();
        let newest = spares_it.borrow_and_update().clone();
        let value = newest.value.unwrap();
        assert_eq!((value.value, value.read), (0, 2), "{:?}", newest.readings);
        assert!(value.at.age() < Duration::from_secs(3), "{:?}", value.at.age());
        assert!(matches!(newest.readings[2].value, Err(Error::Late)), "{:?}", newest.readings);
    }
    for _ in 0..2 {
        needs_it.changed().await.unwrap();
        assert_eq!(needs_it.borrow_and_update().value.as_ref().map(|value| value.read), Some(2));
    }
    // Not asked again before it has answered.
    let most = 1 + begun.elapsed().as_millis() / PAUSE.as_millis();
    let asked = slow.requests().len() as u128;
    assert!((2..=most).contains(&asked), "{asked} of {most}");
}

#[tokio::test(flavor = "multi_thread")]
async fn source_that_answers_a_moment_later_should_not_be_left_out() {
    let quick = || Server::new(|_, request| asked_for(request));
    let (one, two, slow) = (quick().await, quick().await, slow(Duration::from_millis(100)).await);
    let fetcher = Fetcher::start(&Client::new(&local()).unwrap(), &feeds(1, &[&one, &two, &slow]));
    let mut watch = fetcher.watch(0).unwrap();
    for _ in 0..3 {
        watch.changed().await.unwrap();
        assert_eq!(watch.borrow_and_update().value.as_ref().map(|value| value.read), Some(3));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_requests_should_be_open_than_allowed() {
    let act = |_: usize, request: &str| match asked_for(request) {
        Act::Send(bytes) => Act::Late(Duration::from_millis(20), bytes),
        other => other,
    };
    let server = Server::new(act).await;
    let per_host = |at_a_time| Rate { at_a_time, ..local().per_host };
    let few = Config { per_host: per_host(3), ..local() };
    let fetcher = Fetcher::start(&Client::new(&few).unwrap(), &feeds(40, &[&server]));
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!((0..40).all(|id| fetcher.fresh(id, FRESH).is_ok()));
    assert_eq!(server.most.load(Ordering::SeqCst), 3);
    drop(fetcher);

    let other = Server::new(act).await;
    let few = Config { at_a_time: 2, per_host: per_host(8), ..local() };
    let fetcher = Fetcher::start(&Client::new(&few).unwrap(), &feeds(40, &[&other]));
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(other.most.load(Ordering::SeqCst), 2);
    // Dropped, it asks nobody any more.
    drop(fetcher);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let asked = other.requests().len();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(other.requests().len(), asked);
}

#[tokio::test]
async fn a_value_should_grow_old_and_say_why() {
    let well = Arc::new(AtomicBool::new(true));
    let is_well = Arc::clone(&well);
    let act = move |_: usize, request: &str| match is_well.load(Ordering::SeqCst) {
        true => asked_for(request),
        false => Act::Send(json("\"down\"")),
    };
    let server = Server::new(act).await;
    let fetcher = Fetcher::start(&Client::new(&local()).unwrap(), &feeds(8, &[&server]));
    let mut watch = fetcher.watch(7).unwrap();
    assert_eq!(fetcher.fresh(7, FRESH), Err(NoValue::NotYet));
    assert_eq!(fetcher.fresh(9, FRESH), Err(NoValue::Unknown));
    watch.changed().await.unwrap();
    assert_eq!(fetcher.fresh(7, FRESH).unwrap().value, 7);
    assert!(matches!(fetcher.fresh(7, Duration::ZERO), Err(NoValue::Old { .. })));

    well.store(false, Ordering::SeqCst);
    watch.changed().await.unwrap();
    let newest = fetcher.newest(7).unwrap();
    let (value, failing) = (newest.value.clone().unwrap(), newest.failing.clone().unwrap());
    assert_eq!(value.value, 7);
    assert!(value.at.age() >= Duration::from_millis(900), "{:?}", value.at.age());
    assert_eq!(
        failing.to_string(),
        "0 of its sources could be read, and 1 are needed; failed: \
         a (`the whole document` is `down`: it is not a number as JSON writes them)"
    );
    // It may still be fresh enough for somebody.
    assert!(newest.fresh(FRESH).is_ok());
    assert_eq!(newest.fresh(Duration::from_millis(100)), Err(failing));

    well.store(true, Ordering::SeqCst);
    watch.changed().await.unwrap();
    assert!(fetcher.fresh(7, Duration::from_millis(900)).is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn feeds_that_nobody_reports_on_should_not_be_asked_for() {
    let server = Server::new(|_, request| asked_for(request)).await;
    let mut fetcher = Fetcher::idle(&Client::new(&local()).unwrap(), &feeds(3, &[&server]));
    let known = |fetcher: &Fetcher| [0, 1, 2].map(|id| fetcher.fresh(id, FRESH).is_ok());
    let until = async |fetcher: &Fetcher, all: [bool; 3]| {
        let begun = Instant::now();
        while known(fetcher) != all {
            assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", known(fetcher));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    fetcher.only(|id| id != 1);
    until(&fetcher, [true, false, true]).await;
    fetcher.only(|id| id != 0);
    assert_eq!(fetcher.fresh(0, FRESH), Err(NoValue::Unknown));
    until(&fetcher, [false, true, true]).await;
}
