//! How a server is treated that has wishes: turns, rests, second tries, and not being asked for what is known.

use crate::common::{answer, checked, feed_of, json, local, ok, value, Act, Server};
use opg_feeds::{check, Client, Config, Error, Feeds, Rate};
use std::time::{Duration, Instant};

const JSON: &str = "Content-Type: application/json";

fn busy(status: &str, lines: &[&str]) -> Act {
    Act::Send(answer(status, &[lines, &["Content-Length: 0"]].concat(), b""))
}

#[tokio::test]
async fn a_server_that_wants_to_rest_should_be_left_alone() {
    let server = Server::new(|_, _| busy("429 X", &["Retry-After: 60"])).await;
    let client = Client::new(&local()).unwrap();
    let feeds = feed_of(&server.url(), "");
    let error = check(&client, &feeds).await.feeds[0].readings[0].value.clone().unwrap_err();
    assert_eq!(error, Error::Busy { status: 429, after: Some(Duration::from_secs(60)) });
    assert_eq!(error.to_string(), "it is busy (status 429) and wants to be asked again in 60 s");
    let error = check(&client, &feeds).await.feeds[0].readings[0].value.clone().unwrap_err();
    assert!(matches!(error, Error::Resting { .. }), "{error:?}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_server_that_is_busy_for_a_moment_should_be_asked_again() {
    for lines in [&[][..], &["Retry-After: 1"]] {
        let server = Server::new(move |number, _| match number {
            0 => busy("503 X", lines),
            _ => Act::Send(json("7")),
        })
        .await;
        let begun = Instant::now();
        let checked = checked(&local(), &feed_of(&server.url(), "")).await;
        let reading = &checked.feeds[0].readings[0];
        assert_eq!((reading.value.clone(), reading.trace.tries), (Ok(700), 2));
        assert!(
            begun.elapsed() >= Duration::from_millis(if lines.is_empty() { 100 } else { 1000 })
        );
    }
}

#[tokio::test]
async fn a_server_that_stays_broken_should_be_asked_three_times() {
    let server = Server::new(|_, _| busy("502 X", &[])).await;
    let error = value(&local(), &feed_of(&server.url(), "")).await;
    assert_eq!(error, Err(Error::Status { status: 502 }));
    assert_eq!(server.requests().len(), 3);
    let server = Server::new(|_, _| busy("404 X", &[])).await;
    assert!(value(&local(), &feed_of(&server.url(), "")).await.is_err());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_host_should_not_be_asked_oftener_than_allowed() {
    let server = Server::saying("7").await;
    let config =
        Config { per_host: Rate { per_minute: 1, burst: 2, ..Rate::default() }, ..local() };
    let client = Client::new(&config).unwrap();
    let mut said = Vec::new();
    for path in ["a", "b", "c"] {
        let feeds = feed_of(&format!("{}{path}", server.url()), "");
        said.push(check(&client, &feeds).await.feeds[0].readings[0].value.clone());
    }
    assert!(matches!(&said[..], [Ok(700), Ok(700), Err(Error::Turn { .. })]), "{said:?}");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn what_the_server_says_is_unchanged_should_not_be_sent_again() {
    let act = |_: usize, request: &str| {
        Act::Send(match request.to_ascii_lowercase().contains("if-none-match: \"one\"") {
            true => answer("304 X", &["ETag: \"one\""], b""),
            false => ok(&[JSON, "ETag: \"one\""], b"[7]"),
        })
    };
    let server = Server::new(act).await;
    let client = Client::new(&local()).unwrap();
    let feeds = feed_of(&server.url(), "path = '[0]'");
    let fetcher = opg_feeds::Fetcher::start(&client, &feeds);
    let mut watch = fetcher.watch(1).unwrap();
    for _ in 0..2 {
        watch.changed().await.unwrap();
        assert_eq!(fetcher.fresh(1, Duration::from_secs(2)).unwrap().value, 700);
    }
    let readings = fetcher.newest(1).unwrap().readings;
    assert_eq!((readings[0].trace.status, readings[0].trace.sent), (Some(304), 0));
}

/// Two feeds, one document.
#[tokio::test]
async fn feeds_that_ask_the_same_should_be_one_request() {
    let server =
        Server::new(|_, _| Act::Late(Duration::from_millis(200), json(r#"{"a": 1, "b": 2}"#)))
            .await;
    let feeds: Vec<_> = ["a", "b", "a", "b"]
        .iter()
        .enumerate()
        .map(|(id, key)| {
            format!(
                "[[feeds]]\nid = {id}\nname = '{id}'\ndecimals = 0\nmin = '0'\nmax = '9'\nat_least = 1\n\
                 parameters.key = '{key}'\nsources.a = {{}}\n"
            )
        })
        .collect();
    let text =
        format!("[sources.a]\nurl = '{}'\npath = '${{key}}'\n{}", server.url(), feeds.concat());
    let feeds = Feeds::parse(&text, |_| None).unwrap();
    let checked = checked(&local(), &feeds).await;
    let values = checked.feeds.iter().map(|feed| feed.value.clone().unwrap().value);
    assert_eq!(values.collect::<Vec<_>>(), [1, 2, 1, 2]);
    assert_eq!(server.requests().len(), 1);
    let shared = checked.feeds.iter().filter(|feed| feed.readings[0].trace.shared);
    assert_eq!(shared.count(), 3);
}

/// Those who wait for a request share its failure, rather than each waiting their own time.
#[tokio::test]
async fn a_failure_should_be_shared_by_those_who_waited_for_it() {
    let server = Server::new(|_, _| Act::Hang(Vec::new())).await;
    let feed = |id: u32| {
        format!(
            "[[feeds]]\nid = {id}\nname = '{id}'\ndecimals = 0\nmin = '0'\nmax = '9'\nat_least = 1\nsources.a = {{}}\n"
        )
    };
    let text =
        format!("[sources.a]\nurl = '{}'\nseconds = 1\n{}{}", server.url(), feed(1), feed(2));
    let feeds = Feeds::parse(&text, |_| None).unwrap();
    let begun = Instant::now();
    let checked = checked(&local(), &feeds).await;
    assert!(checked.feeds.iter().all(|feed| feed.value.is_err()));
    assert!(begun.elapsed() < Duration::from_millis(1800), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_request_should_be_what_the_file_says() {
    let server = Server::saying("7").await;
    let lines = "method = 'post'\nbody = '{\"pair\": \"BTC\"}'\nheaders = { Accept = 'text/plain' }\nquery = { q = 'a b' }";
    assert_eq!(value(&local(), &feed_of(&format!("{}x?y=1", server.url()), lines)).await, Ok(700));
    let request = server.requests().remove(0);
    assert!(request.starts_with("POST /x?y=1&q=a%20b HTTP/1.1\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\n{\"pair\": \"BTC\"}"), "{request}");
    let head = request.to_ascii_lowercase();
    for line in [
        "accept: text/plain",
        "accept-encoding: gzip",
        "user-agent: opg-feeds/",
        "content-type: application/json",
    ] {
        assert_eq!(head.matches(line).count(), 1, "{line}: {request}");
    }
    assert_eq!(head.matches("\r\naccept:").count(), 1);
}
