//! What `feeds check` says to people and to programs.

use crate::common::{answer, checked, json, local, Act, Server};
use opg_feeds::Feeds;
use std::sync::Arc;

/// Three sources of one feed: two that agree, and this one.
async fn with(third: Act) -> (Feeds, [Server; 3]) {
    let third = Arc::new(third);
    let servers = [
        Server::saying(r#"{"price": 100.00}"#).await,
        Server::saying(r#"{"price": "100.50"}"#).await,
        Server::new(move |_, _| Act::clone(&third)).await,
    ];
    let sources = ('a'..).zip(&servers).map(|(name, server)| {
        format!("[sources.{name}]\nurl = '{}?k=v'\npath = 'price'\nseconds = 2\n", server.url())
    });
    let text = format!(
        "{}[[feeds]]\nid = 7\nname = 'X/Y'\ndecimals = 2\nmin = '1'\nmax = '1000'\n\
         sources = {{ a = {{}}, b = {{}}, c = {{}} }}",
        sources.collect::<String>()
    );
    (Feeds::parse(&text, |_| None).unwrap(), servers)
}

#[tokio::test]
async fn a_feed_whose_sources_agree_should_be_good() {
    let (feeds, servers) = with(Act::Send(json(r#"{"price": 100.2}"#))).await;
    let checked = checked(&local(), &feeds).await;
    assert!(checked.is_good());
    let text = checked.to_string();
    assert!(
        text.starts_with("feed 7 X/Y: 100.20 (on the chain 10020)\n  ok   a: 100.00\n"),
        "{text}"
    );
    assert!(text.contains(&format!("GET {}?k=v, status 200, ", servers[0].url())), "{text}");
    assert!(text.contains(" ms, 17 bytes\n"), "{text}");
    let said = checked.to_json();
    assert_eq!(said["good"], true);
    let feed = &said["feeds"][0];
    assert_eq!(
        (&feed["id"], &feed["scaled"], &feed["value"]),
        (&7.into(), &"10020".into(), &"100.20".into())
    );
    assert_eq!(feed["sources"][1]["value"], "100.50");
    assert_eq!(
        (&feed["sources"][1]["status"], &feed["sources"][1]["bytes_sent"]),
        (&200.into(), &19.into())
    );
}

#[tokio::test]
async fn a_source_that_fails_should_be_explained_and_the_feed_still_have_a_value() {
    let (feeds, _servers) = with(Act::Send(answer("404 X", &["Content-Length: 0"], b""))).await;
    let checked = checked(&local(), &feeds).await;
    assert!(!checked.is_good());
    let text = checked.to_string();
    assert!(text.starts_with("feed 7 X/Y: 100.25 "), "{text}");
    assert!(text.contains("  FAIL c: it answers with status 404\n"), "{text}");
    assert!(text.contains("next: check the path in `url` and the parameters\n"), "{text}");
    let source = &checked.to_json()["feeds"][0]["sources"][2];
    assert_eq!(source["error"]["name"], "status");
    assert_eq!(source["value"], serde_json::Value::Null);
}

#[tokio::test]
async fn a_source_that_is_far_from_the_others_should_be_reported() {
    let (feeds, _servers) = with(Act::Send(json(r#"{"price": 110.55}"#))).await;
    let checked = checked(&local(), &feeds).await;
    assert!(!checked.is_good());
    let text = checked.to_string();
    assert!(text.starts_with("feed 7 X/Y: 100.50 "), "{text}");
    assert!(text.contains("  far  c: 110.55, 10.0000 % from the median\n"), "{text}");
    assert_eq!(checked.to_json()["feeds"][0]["sources"][2]["apart_ppm"], 100_000);
}
