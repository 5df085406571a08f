//! What a store does with other stores, of which any may lie, break off or say nothing.

use crate::common::{count, http, some_bytes, Kept, Served, CHUNK, IMPATIENT};
use futures::future::join_all;
use opg_store::{
    config::{Naming, Source},
    Address, Error,
};
use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

/// A server that answers every request with these pieces, waiting before each but the first, and notes
/// what was asked.
fn scripted(pieces: Vec<Vec<u8>>, wait: Duration) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (pieces, noted) = (pieces.clone(), Arc::clone(&noted));
            thread::spawn(move || answer(stream.unwrap(), &pieces, wait, &noted));
        }
    });
    (at, asked)
}

fn answer(mut stream: TcpStream, pieces: &[Vec<u8>], wait: Duration, asked: &Mutex<Vec<String>>) {
    let (mut head, mut byte) = (String::new(), [0]);
    while !head.ends_with("\r\n\r\n") {
        if stream.read(&mut byte).unwrap_or(0) == 0 {
            return;
        }
        head.push(byte[0].into());
    }
    asked.lock().unwrap().push(head.lines().next().unwrap_or_default().into());
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            thread::sleep(wait);
        }
        if stream.write_all(piece).is_err() {
            return;
        }
    }
}

fn with_length(length: usize, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}

fn chunked(body: &[u8]) -> Vec<u8> {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    let size = format!("{:x}\r\n", body.len());
    [head.as_bytes(), size.as_bytes(), body, b"\r\n0\r\n\r\n"].concat()
}

fn at_once(piece: Vec<u8>) -> SocketAddr {
    scripted(vec![piece], Duration::ZERO).0
}

#[tokio::test]
async fn what_comes_from_elsewhere_should_be_kept_here() {
    let far = Kept::new().await;
    let bytes = some_bytes(1, 3 * CHUNK + 5);
    let address = far.store.put(bytes.clone()).await.unwrap().address;
    let served = Served::new(&far.store).await;
    let empty = tempfile::tempdir().unwrap();
    let directory = Source::Directory { path: empty.path().into(), publish: false };
    let near = Kept::looking_at(vec![directory, http(served.at)]).await;

    let local = near.store.local_path(&address).await.unwrap();
    assert!(fs::read(local.path()).unwrap() == bytes);
    assert_eq!(count(&near.store.stats().fetched_bytes), bytes.len() as u64);
    served.stop().await;
    assert!(near.store.get(&address).await.unwrap() == bytes);
    assert_eq!((count(&near.store.stats().misses), count(&near.store.stats().hits)), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_want_the_same_should_fetch_it_once() {
    let bytes = some_bytes(2, CHUNK);
    let address = Address::of(&bytes);
    let body = with_length(bytes.len(), &bytes);
    let (head, rest) = body.split_at(1000);
    let slowly = Duration::from_millis(300);
    let (at, asked) = scripted(vec![head.to_vec(), rest.to_vec()], slowly);
    let near = Kept::looking_at(vec![http(at)]).await;
    for read in join_all((0..20).map(|_| near.store.get(&address))).await {
        assert!(read.unwrap() == bytes);
    }
    assert_eq!(asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_gateway_should_be_asked_for_the_cid() {
    let (at, asked) = scripted(vec![with_length(11, b"hello world")], Duration::ZERO);
    let url = format!("http://{at}/ipfs?format=raw");
    let near = Kept::looking_at(vec![Source::Http { url, naming: Naming::Cid }]).await;
    assert_eq!(near.store.get(&Address::of(b"hello world")).await.unwrap(), "hello world");
    let path = "/ipfs/bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e?format=raw";
    assert_eq!(asked.lock().unwrap()[..], [format!("GET {path} HTTP/1.1")]);
}

/// Every way to be wrong, alone: an error that says what and who. Before one that is right: no matter.
#[tokio::test]
async fn a_source_that_is_wrong_should_be_named_and_the_next_one_asked() {
    let bytes = some_bytes(3, CHUNK + 1000);
    let address = Address::of(&bytes);
    let far = Kept::new().await;
    far.store.put(bytes.clone()).await.unwrap();
    let right = Served::new(&far.store).await;

    let mut other = bytes.clone();
    other[CHUNK + 1] ^= 1;
    let shorter = &bytes[..CHUNK];
    let longer = [&bytes[..], b"x"].concat();
    let refused = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = |code: &str| format!("HTTP/1.1 {code}\r\nContent-Length: 0\r\n\r\n").into_bytes();
    let sources: Vec<(&str, SocketAddr)> = vec![
        ("with the address", at_once(with_length(bytes.len(), &other))),
        ("with the address", at_once(with_length(shorter.len(), shorter))),
        ("with the address", at_once(with_length(longer.len(), &longer))),
        ("broke off", at_once(with_length(bytes.len(), shorter))),
        ("with the address", at_once(with_length(0, b""))),
        ("cannot be used", at_once(chunked(&bytes))),
        ("cannot be used", at_once(error("500 Oh"))),
        ("cannot be used", at_once(error("403 No"))),
        ("cannot be used", at_once(b"SSH-2.0-OpenSSH\r\n".to_vec())),
        ("cannot be used", refused),
        ("at most", at_once(with_length(1 << 40, &bytes))),
    ];
    for (said, at) in sources {
        let near = Kept::looking_at(vec![http(at)]).await;
        let error = near.store.get(&address).await.unwrap_err();
        let Error::Unavailable { tries, .. } = &error else { panic!("{said}: {error}") };
        assert_eq!(tries.len(), 1, "{error}");
        assert!(error.to_string().contains(said), "{said}: {error}");
        assert!(error.to_string().contains(&format!("http://{at}/blobs")), "{error}");
        assert_eq!((near.store.usage().blobs, near.files_in("incoming")), (0, 0));

        let near = Kept::looking_at(vec![http(at), http(right.at)]).await;
        assert_eq!(near.store.get(&address).await.unwrap(), bytes, "{said}");
    }
}

#[tokio::test]
async fn a_source_that_drips_or_says_nothing_should_be_given_up() {
    let bytes = some_bytes(4, CHUNK);
    let address = Address::of(&bytes);
    let whole = with_length(bytes.len(), &bytes);
    // Always something, never enough: a kilobyte in a tenth of a second, of the megabyte that is due in
    // a second.
    let drip = whole.chunks(1000).map(<[u8]>::to_vec).collect();
    let (drip, _) = scripted(drip, Duration::from_millis(100));
    let (silent, _) = scripted(vec![Vec::new(), whole], Duration::from_secs(60));
    for at in [drip, silent] {
        let near = Kept::looking_at(vec![http(at)]).await;
        let begun = Instant::now();
        let error = near.store.get(&address).await.unwrap_err();
        let took = begun.elapsed();
        assert!(error.to_string().contains("too slow"), "{error}");
        assert!(Duration::from_millis(900) < took && took < Duration::from_secs(4), "{took:?}");
        assert_eq!(near.files_in("incoming"), 0);
    }
}

#[tokio::test]
async fn a_copy_here_that_is_wrong_should_be_replaced_from_elsewhere() {
    let far = Kept::new().await;
    let bytes = some_bytes(5, CHUNK + 1);
    let address = far.store.put(bytes.clone()).await.unwrap().address;
    let served = Served::new(&far.store).await;
    let near = Kept::looking_at(vec![http(served.at)]).await;
    let wrong = some_bytes(6, CHUNK + 1);
    near.store.put(bytes.clone()).await.unwrap();
    near.overwrite(&address, &wrong);
    assert!(near.store.get(&address).await.unwrap() == bytes);
    near.overwrite(&address, &wrong);
    let local = near.store.local_path(&address).await.unwrap();
    assert!(fs::read(local.path()).unwrap() == bytes);
    assert_eq!(count(&near.store.stats().put_aside), 2);
}

#[tokio::test]
async fn what_is_larger_than_the_caller_allows_should_not_be_fetched() {
    let far = Kept::new().await;
    let address = far.store.put(some_bytes(7, 1001)).await.unwrap().address;
    let served = Served::new(&far.store).await;
    let near = Kept::looking_at(vec![http(served.at)]).await;
    let error = near.store.get_at_most(&address, 1000).await.unwrap_err();
    assert!(error.to_string().contains("has 1001 bytes, and at most 1000 are taken"), "{error}");
    assert_eq!(near.store.usage().blobs, 0);
    near.store.get_at_most(&address, 1001).await.unwrap();
    // Of what is here the size is known for sure.
    let error = near.store.local_path_at_most(&address, 1000).await.err().unwrap();
    assert!(matches!(error, Error::TooLarge { size: 1001, .. }), "{error}");
    assert!(near.store.size(&address).is_some());
}

#[tokio::test]
async fn what_finds_no_room_should_be_an_error_of_ours() {
    let far = Kept::new().await;
    let address = far.store.put(some_bytes(8, 1001)).await.unwrap().address;
    let served = Served::new(&far.store).await;
    let near = Kept::with(|config| {
        config.sources = vec![http(served.at)];
        config.limits.total_bytes = 1000;
    })
    .await;
    let error = near.store.get(&address).await.unwrap_err();
    assert!(error.to_string().contains("the store is full"), "{error}");
}

#[tokio::test]
async fn what_is_put_should_be_copied_to_who_wants_it() {
    let shared = tempfile::tempdir().unwrap();
    let source = |publish| Source::Directory { path: shared.path().into(), publish };
    let one = Kept::looking_at(vec![source(true)]).await;
    let two = Kept::looking_at(vec![source(false)]).await;
    // The second is sent in parts.
    for bytes in [some_bytes(9, 100), some_bytes(10, 20 * 1024 * 1024 + 1)] {
        let address = one.store.put(bytes.clone()).await.unwrap().address;
        assert!(two.store.get(&address).await.unwrap() == bytes);
    }
    assert_eq!(count(&one.store.stats().published), 2);
    two.store.put("only here").await.unwrap();
    assert!(matches!(one.store.get(&Address::of(b"only here")).await, Err(Error::NotFound { .. })));

    // Whoever writes there is not trusted.
    fs::write(shared.path().join(Address::of(b"right").to_string()), "wrong").unwrap();
    let error = two.store.get(&Address::of(b"right")).await.unwrap_err();
    assert!(error.to_string().contains("with the address"), "{error}");
    fs::remove_dir_all(shared.path()).unwrap();
    fs::write(shared.path(), "no directory").unwrap();
    let error = one.store.put("kept").await.unwrap_err();
    assert!(matches!(error, Error::Unpublished { .. }), "{error}");
    assert_eq!(one.store.get(&Address::of(b"kept")).await.unwrap(), "kept");
    fs::remove_file(shared.path()).unwrap();
    fs::create_dir(shared.path()).unwrap();
}

#[tokio::test]
async fn a_source_that_cannot_be_set_up_should_be_refused_at_start() {
    for source in [
        Source::Http { url: "not a url".into(), naming: Naming::Hex },
        Source::Directory { path: "/no/such/directory".into(), publish: false },
    ] {
        let directory = tempfile::tempdir().unwrap();
        let mut config = opg_store::Config::local(directory.path());
        config.sources = vec![source];
        config.patience = IMPATIENT;
        let error = opg_store::Store::open(&config).await.err().unwrap();
        assert!(matches!(error, Error::Source { .. }), "{error}");
    }
}
