//! Servers that hang, drip, flood, lie and send us elsewhere: each is a named error, in bounded time and memory.

use crate::common::{answer, checked, feed_of, json, local, ok, value, wrong, Act, Server};
use flate2::{write::GzEncoder, Compression};
use opg_feeds::{Config, Error, Form, NumberError, Phase};
use std::{
    io::Write,
    net::TcpListener,
    time::{Duration, Instant},
};

const JSON: &str = "Content-Type: application/json";

/// A body that is said to be JSON.
async fn saying(body: &str, path: &str) -> Error {
    let body = json(body);
    wrong(move |_, _| Act::Send(body.clone()), &format!("path = '{path}'")).await
}

#[tokio::test]
async fn a_server_that_hangs_should_be_given_up() {
    let begun = Instant::now();
    let error = wrong(|_, _| Act::Hang(Vec::new()), "").await;
    assert!(matches!(error, Error::Slow { phase: Phase::Asking, bytes: 0, .. }), "{error:?}");
    let error = wrong(|_, _| Act::Hang(b"HTTP/1.1 200 OK\r\nX: ".to_vec()), "").await;
    assert!(matches!(error, Error::Slow { phase: Phase::Asking, .. }), "{error:?}");
    // Twice the two seconds that it has.
    assert!(begun.elapsed() < Duration::from_secs(6));
}

#[tokio::test]
async fn a_body_that_drips_should_be_given_up() {
    let drip = Duration::from_millis(100);
    let act = move |_: usize, _: &str| Act::Drip(ok(&[JSON], &[b' '; 1000]), drip);
    // The head alone would take longer than it may.
    assert!(matches!(wrong(act, "").await, Error::Slow { phase: Phase::Asking, .. }));
    let begun = Instant::now();
    let error =
        wrong(|_, _| Act::Hang(answer("200 OK", &[JSON, "Content-Length: 9"], b"[1,")), "").await;
    assert!(matches!(error, Error::Slow { phase: Phase::Reading, bytes: 3, .. }), "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(4));
    assert_eq!(
        error.to_string(),
        "no answer within 2000 ms: the server was still sending, 3 bytes had come"
    );
}

#[tokio::test]
async fn a_gigabyte_should_not_be_taken_in() {
    let too_large = Error::TooLarge { most: 1 << 20, form: Form::Sent };
    let announced = answer("200 OK", &[JSON, "Content-Length: 1073741824"], b"[");
    let begun = Instant::now();
    // Announced, and never sent: it is not waited for.
    assert_eq!(wrong(move |_, _| Act::Hang(announced.clone()), "").await, too_large);
    let endless = |lines: &[&str]| Act::Endless(answer("200 OK", lines, b"["), vec![b' '; 65536]);
    let act = move |_: usize, _: &str| endless(&[JSON]);
    assert_eq!(wrong(act, "").await, too_large);
    let chunk = [b"10000\r\n".as_slice(), &[b' '; 65536], b"\r\n"].concat();
    let act = move |_: usize, _: &str| {
        Act::Endless(answer("200 OK", &[JSON, "Transfer-Encoding: chunked"], b""), chunk.clone())
    };
    assert_eq!(wrong(act, "").await, too_large);
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_head_without_end_should_not_be_taken_in() {
    let act = |_: usize, _: &str| Act::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), vec![b'x'; 65536]);
    let error = wrong(act, "").await;
    assert!(matches!(error, Error::Broken { bytes: 0, .. }), "{error:?}");
}

#[tokio::test]
async fn a_bomb_should_not_go_off() {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..256 {
        bomb.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = ok(&[JSON, "Content-Encoding: gzip"], &bomb.finish().unwrap());
    let error = wrong(move |_, _| Act::Send(bomb.clone()), "").await;
    assert_eq!(error, Error::TooLarge { most: 1 << 20, form: Form::Unpacked });
}

#[tokio::test]
async fn a_packed_answer_should_be_unpacked_and_one_that_is_not_refused() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(b"[1.5]").unwrap();
    let packed = packed.finish().unwrap();
    let good = ok(&[JSON, "Content-Encoding: gzip"], &packed);
    let server = Server::new(move |_, _| Act::Send(good.clone())).await;
    assert_eq!(value(&local(), &feed_of(&server.url(), "path = '[0]'")).await, Ok(150));
    for (encoding, body) in
        [("gzip", b"[1.5]".as_slice()), ("br", &packed), ("gzip, gzip", &packed)]
    {
        let answer = ok(&[JSON, &format!("Content-Encoding: {encoding}")], body);
        let error = wrong(move |_, _| Act::Send(answer.clone()), "path = '[0]'").await;
        assert!(matches!(error, Error::Packed { .. }), "{encoding}: {error:?}");
    }
}

#[tokio::test]
async fn what_is_not_json_should_be_named() {
    let image = ok(&["Content-Type: image/png"], b"1");
    let error = wrong(move |_, _| Act::Send(image.clone()), "").await;
    assert_eq!(error.to_string(), "the answer is image/png, not JSON");
    for kind in ["text/html", "text/html; charset=utf-8", "application/json", "text/plain"] {
        let page = ok(&[&format!("Content-Type: {kind}")], b"<!doctype html><html>");
        assert_eq!(wrong(move |_, _| Act::Send(page.clone()), "").await, Error::Page, "{kind}");
    }
    assert!(matches!(saying("", "").await, Error::NotJson { .. }));
    assert!(matches!(saying("{\"p\": 1", "p").await, Error::NotJson { .. }));
    let binary = ok(&[JSON], b"\"\xff\xfe\"");
    let error = wrong(move |_, _| Act::Send(binary.clone()), "").await;
    assert!(error.to_string().contains("UTF-8"), "{error}");
    assert_eq!(saying(&"[".repeat(100_000), "").await, Error::Deep { most: 64 });
}

#[tokio::test]
async fn a_number_of_no_use_should_be_named() {
    let error = saying(r#"{"p": NaN}"#, "p").await;
    assert!(error.to_string().contains("near `NaN}`"), "{error}");
    for body in [r#"{"p": Infinity}"#, r#"{"p": -Infinity}"#] {
        assert!(matches!(saying(body, "p").await, Error::NotJson { .. }), "{body}");
    }
    for (body, expected) in [
        (r#"{"p": "NaN"}"#, NumberError::Form),
        (r#"{"p": 1e400}"#, NumberError::Exponent),
        (r#"{"p": "1e400"}"#, NumberError::Exponent),
        (r#"{"p": 1e60}"#, NumberError::Overflow),
        (r#"{"p": "1,000"}"#, NumberError::Form),
    ] {
        let error = saying(body, "p").await;
        assert!(
            matches!(&error, Error::Number { why, .. } if *why == expected),
            "{body}: {error:?}"
        );
    }
    let digits = format!("[{}]", "9".repeat(1000));
    let error = saying(&digits, "[0]").await;
    assert!(matches!(error, Error::Number { why: NumberError::Digits(1000), .. }), "{error:?}");
    assert_eq!(
        saying(r#"{"p": -5}"#, "p").await.to_string(),
        "-5.00 is not within 0.00 and 1000000.00"
    );
    assert_eq!(saying(r#"{"p": null}"#, "p").await.to_string(), "`p` is null, not a number");
    let missing = saying(r#"{"error": "no such pair"}"#, "p").await;
    assert_eq!(
        missing.to_string(),
        "there is no `.p` at `the whole document`: an object with error"
    );
}

fn moved(to: &str) -> Vec<u8> {
    answer("301 Moved Permanently", &[&format!("Location: {to}"), "Content-Length: 0"], b"")
}

#[tokio::test]
async fn a_loop_should_end() {
    let server = Server::new(|_, _| Act::Send(moved("/again"))).await;
    let error = value(&local(), &feed_of(&server.url(), "")).await;
    assert_eq!(error, Err(Error::Redirects { most: 3 }));
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn a_redirect_should_be_followed_where_it_may_go() {
    let act =
        |number: usize, _: &str| Act::Send(if number == 0 { moved("/there") } else { json("7") });
    let server = Server::new(act).await;
    let checked = checked(&local(), &feed_of(&server.url(), "")).await;
    let reading = &checked.feeds[0].readings[0];
    assert_eq!((reading.value.clone(), reading.trace.hops), (Ok(700), 1));
    assert!(server.requests()[1].starts_with("GET /there "), "{:?}", server.requests());
}

#[tokio::test]
async fn a_redirect_to_a_private_address_should_be_refused() {
    for to in [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://0xa000001/",
        "http://100.64.0.1/",
    ] {
        let error = wrong(move |_, _| Act::Send(moved(to)), "").await;
        assert!(matches!(error, Error::Refused { .. }), "{to}: {error:?}");
    }
    for to in ["ftp://a.example/", "file:///etc/passwd", "http://me:key@127.0.0.1/", "", "http://["]
    {
        let error = wrong(move |_, _| Act::Send(moved(to)), "").await;
        assert!(matches!(error, Error::Redirect { .. }), "{to}: {error:?}");
    }
}

#[tokio::test]
async fn what_is_posted_should_not_be_sent_elsewhere() {
    let server = Server::new(|_, _| Act::Send(moved("/there"))).await;
    let error = value(&local(), &feed_of(&server.url(), "method = 'post'\nbody = '{}'")).await;
    assert!(matches!(error, Err(Error::Redirect { .. })), "{error:?}");
    assert_eq!(server.requests().len(), 1);
}

/// Whatever the name or the address is written like, nobody connects to this machine.
#[tokio::test]
async fn a_name_that_means_this_machine_should_not_be_connected_to() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let config = Config { allowed: Vec::new(), ..local() };
    for host in [
        "localhost",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
    ] {
        let error =
            value(&config, &feed_of(&format!("http://{host}:{port}/"), "")).await.unwrap_err();
        assert!(matches!(error, Error::Refused { .. }), "{host}: {error:?}");
    }
    assert!(listener.accept().is_err());
    // The test would see it: with the network allowed the name is connected to.
    let error = value(&local(), &feed_of(&format!("http://localhost:{port}/"), "")).await;
    assert!(matches!(error, Err(Error::Slow { .. })) && listener.accept().is_ok(), "{error:?}");
}

#[tokio::test]
async fn a_server_that_is_not_there_should_be_named() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = value(&local(), &feed_of(&format!("http://{free}/"), "")).await.unwrap_err();
    assert!(error.to_string().contains("does not take our connection"), "{error:?}");
    let error = value(&local(), &feed_of("http://no-such-host.invalid/", "")).await.unwrap_err();
    assert!(matches!(error, Error::NoHost { .. } | Error::Slow { .. }), "{error:?}");
    let error =
        value(&Config { plain_http: false, ..local() }, &feed_of("http://127.0.0.1/", "")).await;
    assert!(matches!(error, Err(Error::Unencrypted { .. })), "{error:?}");
}

#[tokio::test]
async fn a_connection_that_breaks_in_the_body_should_be_tried_again_and_named() {
    let short = answer("200 OK", &[JSON, "Content-Length: 100"], b"[1");
    let server = Server::new(move |_, _| Act::Send(short.clone())).await;
    let error = value(&local(), &feed_of(&server.url(), "")).await.unwrap_err();
    assert!(matches!(error, Error::Broken { bytes: 2, .. }), "{error:?}");
    assert_eq!(server.requests().len(), 3);
    // What is posted may have been done.
    let posted = value(&local(), &feed_of(&server.url(), "method = 'post'")).await;
    assert!(matches!(posted, Err(Error::Broken { .. })));
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn what_is_no_http_should_be_named() {
    for bytes in [b"SSH-2.0-OpenSSH_9.2\r\n".as_slice(), b"\x15\x03\x01\x00\x02", b""] {
        let error = wrong(move |_, _| Act::Send(bytes.to_vec()), "").await;
        assert!(matches!(error, Error::Broken { bytes: 0, .. }), "{error:?}");
    }
}

#[tokio::test]
async fn two_lengths_should_not_be_chosen_from() {
    let lines = [JSON, "Content-Length: 1", "Content-Length: 2"];
    let error = wrong(move |_, _| Act::Send(answer("200 OK", &lines, b"12")), "").await;
    assert!(matches!(error, Error::Broken { .. }), "{error:?}");
}

#[tokio::test]
async fn a_status_that_is_no_answer_should_be_named() {
    for status in [204, 206, 304, 400, 401, 404, 418] {
        let body = answer(&format!("{status} X"), &[JSON, "Content-Length: 0"], b"");
        let error = wrong(move |_, _| Act::Send(body.clone()), "").await;
        assert_eq!(error, Error::Status { status });
    }
}
