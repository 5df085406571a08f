//! The server, asked by those who mean it ill: slowly, too often, too much, or not at all.

use crate::common::{count, head, on_a_thread, some_bytes, Kept, Peer, Served, CHUNK, IMPATIENT};
use opg_store::{Address, Store};
use std::{
    thread,
    time::{Duration, Instant},
};

async fn impatient() -> Kept {
    Kept::with(|config| config.patience = IMPATIENT).await
}

fn upload(address: &Address, size: usize) -> Vec<u8> {
    let length = format!("Content-Length: {size}");
    head("PUT", &format!("/blobs/{address}"), &[&length]).into_bytes()
}

/// Until what takes a moment has happened.
async fn until(store: &Store, what: impl Fn(&Store) -> bool) {
    let begun = Instant::now();
    while !what(store) {
        assert!(begun.elapsed() < Duration::from_secs(10), "it does not happen");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_drips_should_be_cut_off() {
    let kept = impatient().await;
    let served = Served::new(&kept.store).await;
    let bytes = some_bytes(1, CHUNK);
    let (at, address) = (served.at, Address::of(&bytes));
    let (answer, took) = on_a_thread(move || {
        let mut peer = Peer::at(at);
        peer.send(&upload(&address, bytes.len()));
        let begun = Instant::now();
        for piece in bytes.chunks(100) {
            thread::sleep(Duration::from_millis(20));
            if !peer.send(piece) || begun.elapsed() > Duration::from_secs(3) {
                break;
            }
        }
        (peer.answer(true), begun.elapsed())
    })
    .await;
    // The answer may be lost where we went on sending.
    assert!(answer.status == 408 || answer.cut, "{answer:?}");
    assert!(took < Duration::from_secs(4), "{took:?}");
    assert_eq!(count(&kept.store.stats().rejected), 1);
    assert_eq!(kept.files_in("incoming"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_halts_should_be_told_so() {
    let kept = impatient().await;
    let served = Served::new(&kept.store).await;
    let at = served.at;
    let (answer, closed) = on_a_thread(move || {
        let mut peer = Peer::at(at);
        peer.send(&upload(&Address::of(b"x"), 1000));
        peer.send(&[0; 10]);
        (peer.answer(true), peer.closed_after())
    })
    .await;
    assert_eq!((answer.status, answer.header("connection")), (408, Some("close")));
    assert!(answer.text().contains("10 of 1000 bytes came in time"), "{}", answer.text());
    assert!(closed.unwrap() < Duration::from_secs(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_breaks_off_should_leave_nothing() {
    let kept = Kept::new().await;
    let served = Served::new(&kept.store).await;
    let at = served.at;
    on_a_thread(move || {
        let mut peer = Peer::at(at);
        peer.send(&upload(&Address::of(b"x"), 10_000_000));
        peer.send(&some_bytes(1, CHUNK + 1));
    })
    .await;
    let incoming = kept.directory.path().join("incoming");
    until(&kept.store, |store| {
        count(&store.stats().refused) == 1 && std::fs::read_dir(&incoming).unwrap().count() == 0
    })
    .await;
    // Its room is free again.
    assert_eq!(kept.store.usage().blobs, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_never_ends_and_a_connection_that_idles_should_be_closed() {
    let kept = Kept::new().await;
    let served = Served::with(&kept.store, |limits| limits.head_seconds = 1).await;
    let at = served.at;
    for begin in
        ["", "GET /health HTTP/1.1\r\nHost: a\r\nX: ", "GET /health HTTP/1.1\r\nHost: a\r\n\r\n"]
    {
        let closed = on_a_thread(move || {
            let mut peer = Peer::at(at);
            peer.send(begin.as_bytes());
            peer.closed_after()
        })
        .await;
        assert!(closed.is_some_and(|after| after < Duration::from_secs(4)), "{begin:?} {closed:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_is_too_large_should_be_refused() {
    let kept = Kept::new().await;
    let served = Served::new(&kept.store).await;
    let at = served.at;
    for (line, times) in
        [("X: y\r\n".to_string(), 100), (format!("X: {}\r\n", "y".repeat(1000)), 100)]
    {
        let answer = on_a_thread(move || {
            let mut peer = Peer::at(at);
            peer.send(format!("GET /health HTTP/1.1\r\n{}\r\n", line.repeat(times)).as_bytes());
            peer.answer(false)
        })
        .await;
        assert!(answer.status == 431 || answer.cut, "{answer:?}");
    }
}

/// A blob that no socket buffer holds, asked for by someone who does not take it.
#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_is_not_taken_should_be_cut_off() {
    let kept = impatient().await;
    let bytes = some_bytes(2, 32 * 1024 * 1024);
    let address = kept.store.put(bytes).await.unwrap().address;
    let served = Served::with(&kept.store, |limits| limits.connections = 1).await;
    let at = served.at;
    let ask = head("GET", &format!("/blobs/{address}"), &[]);
    on_a_thread(move || {
        let mut peer = Peer::at(at);
        peer.send(ask.as_bytes());
        thread::sleep(Duration::from_millis(2500));
        // The only connection is free again, and what was sent is not the whole.
        let mut other = Peer::at(at);
        other.send(head("GET", "/health", &["Connection: close"]).as_bytes());
        assert_eq!(other.answer(true).status, 200);
        assert!(peer.answer(true).cut);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_connections_than_allowed_should_be_turned_away_at_once() {
    let kept = Kept::new().await;
    let served = Served::with(&kept.store, |limits| limits.connections = 2).await;
    let at = served.at;
    on_a_thread(move || {
        let health = head("GET", "/health", &[]);
        let ask = |peer: &mut Peer| {
            peer.send(health.as_bytes());
            peer.answer(true)
        };
        let (mut one, mut two) = (Peer::at(at), Peer::at(at));
        assert_eq!((ask(&mut one).status, ask(&mut two).status), (200, 200));
        let refused = Peer::at(at).answer(true);
        assert_eq!((refused.status, refused.header("retry-after")), (503, Some("1")));
        assert!(refused.text().contains("next: try again"), "{}", refused.text());
        // They may go on, and make room.
        assert_eq!(ask(&mut one).status, 200);
        drop(two);
        let begun = Instant::now();
        while ask(&mut Peer::at(at)).status != 200 {
            assert!(begun.elapsed() < Duration::from_secs(5));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_uploads_than_allowed_should_be_refused_while_reads_go_on() {
    let kept = Kept::new().await;
    let served = Served::with(&kept.store, |limits| limits.uploads_at_once = 1).await;
    let (at, address) = (served.at, Address::of(b"one"));
    let mut first = on_a_thread(move || {
        let mut first = Peer::at(at);
        first.send(&upload(&address, 3));
        first.send(b"o");
        first
    })
    .await;
    let incoming = kept.directory.path().join("incoming");
    until(&kept.store, |_| std::fs::read_dir(&incoming).unwrap().count() == 1).await;
    let refused = served.put(&Address::of(b"two"), b"two").await;
    assert!(refused.status == 503 || refused.cut, "{refused:?}");
    assert_eq!(served.get(&Address::of(b"none"), &[]).await.status, 404);
    let answer = on_a_thread(move || {
        first.send(b"ne");
        first.answer(true)
    })
    .await;
    assert_eq!(answer.status, 201);
    assert_eq!(served.put(&Address::of(b"two"), b"two").await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_should_let_finish_what_is_under_way_and_no_longer_than_said() {
    let kept = Kept::new().await;
    let begin = |at, address| {
        on_a_thread(move || {
            let mut peer = Peer::at(at);
            peer.send(&upload(&address, 3));
            peer
        })
    };
    let incoming = kept.directory.path().join("incoming");
    let begun = |_: &Store| std::fs::read_dir(&incoming).unwrap().count() == 1;

    let served = Served::new(&kept.store).await;
    let at = served.at;
    let mut peer = begin(at, Address::of(b"end")).await;
    until(&kept.store, begun).await;
    let finish = on_a_thread(move || {
        thread::sleep(Duration::from_millis(300));
        assert!(std::net::TcpStream::connect(at).is_err(), "it takes no more connections");
        peer.send(b"end");
        peer.answer(true)
    });
    let (answer, ()) = tokio::join!(finish, served.stop());
    assert_eq!(answer.status, 201);

    let served = Served::with(&kept.store, |limits| limits.drain_seconds = 1).await;
    let _peer = begin(served.at, Address::of(b"never")).await;
    until(&kept.store, begun).await;
    let stopping = Instant::now();
    served.stop().await;
    let took = stopping.elapsed();
    assert!(Duration::from_millis(900) < took && took < Duration::from_secs(3), "{took:?}");
}

/// Whatever is sent, it answers the next one.
#[tokio::test(flavor = "multi_thread")]
async fn nonsense_should_do_no_harm() {
    let kept = Kept::new().await;
    let served = Served::with(&kept.store, |limits| limits.head_seconds = 1).await;
    let at = served.at;
    let smuggled = format!(
        "PUT /blobs/{} HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        Address::of(b"abc")
    );
    let twice = smuggled.replace("Transfer-Encoding: chunked", "Content-Length: 4");
    let mut sent = vec![
        b"\r\n\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00".to_vec(),
        b"GET http://[::1/blobs HTTP/1.1\r\n\r\n".to_vec(),
        b"GET /blobs/%00%ff HTTP/1.1\r\nHost: a\r\n\r\n".to_vec(),
        b"GET * HTTP/1.1\r\nHost: a\r\n\r\n".to_vec(),
        b"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        smuggled.into_bytes(),
        twice.into_bytes(),
    ];
    sent.extend((0..50).map(|seed| some_bytes(seed, 500)));
    for bytes in sent {
        let answer = on_a_thread(move || {
            let mut peer = Peer::at(at);
            peer.send(&bytes);
            peer.answer(true)
        })
        .await;
        assert!(answer.status == 0 || (400..500).contains(&answer.status), "{answer:?}");
    }
    assert_eq!(served.ask("GET", "/health", &[], &[]).await.status, 200);
    assert_eq!(kept.store.usage().blobs, 0);
}
