//! Stores over HTTP, as our own programs use them.

use crate::common::{some_bytes, Kept, Served, CHUNK};
use opg_net::Guard;
use opg_store::{
    client::{Remote, UploadError},
    server::Uploads,
    Address, Error,
};
use std::{net::SocketAddr, path::Path};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

#[tokio::test]
async fn bytes_and_files_should_be_uploaded_once() {
    let kept = Kept::new().await;
    let served = Served::new(&kept.store).await;
    let folder = tempfile::tempdir().unwrap();
    for url in [format!("http://{}", served.at), format!("http://{}/blobs/", served.at)] {
        let remote = Remote::new(&url, None).unwrap();
        assert_eq!(remote.blobs(), format!("http://{}/blobs", served.at));
        for len in [0, 1, 2 * CHUNK + 77] {
            let bytes = some_bytes(1, len);
            assert_eq!(remote.put(bytes.clone()).await.unwrap(), Address::of(&bytes));
            let file = folder.path().join("file");
            let bytes = some_bytes(2, len + 1);
            std::fs::write(&file, &bytes).unwrap();
            assert_eq!(remote.put_file(&file).await.unwrap(), Address::of(&bytes));
            assert_eq!(kept.store.get(&Address::of(&bytes)).await.unwrap(), bytes);
        }
    }
    assert_eq!(kept.store.usage().blobs, 6);
}

#[tokio::test]
async fn refusals_should_be_told_with_their_reason() {
    let kept = Kept::limited(|limits| limits.blob_bytes = 10).await;
    let folder = tempfile::tempdir().unwrap();
    let token = folder.path().join("token");
    std::fs::write(&token, "0123456789abcdef").unwrap();
    let uploads = Uploads::TokenFile(token);
    let served = Served::with(&kept.store, |limits| limits.uploads = uploads).await;
    let url = format!("http://{}", served.at);

    let why = |error: UploadError| error.to_string();
    let nobody = Remote::new(&url, None).unwrap();
    let text = why(nobody.put("hm").await.unwrap_err());
    assert!(text.contains("401") && text.contains("; "), "{text}");
    let friend = Remote::new(&url, Some("0123456789abcdef")).unwrap();
    friend.put("hm").await.unwrap();
    let text = why(friend.put("eleven byte").await.unwrap_err());
    assert!(text.contains("413") && text.contains(&url), "{text}");
    let text = why(friend.put_file(Path::new("/nowhere")).await.unwrap_err());
    assert!(text.contains("/nowhere"), "{text}");
    served.stop().await;
    assert!(matches!(friend.put("after").await, Err(UploadError::Away(..))));
}

#[test]
fn what_is_no_store_should_be_refused() {
    for url in ["", "127.0.0.1:9700", "ftp://x", "http://", "http://me:secret@x"] {
        assert!(matches!(Remote::new(url, None), Err(UploadError::Url(_))), "{url}");
    }
}

/// Somebody who answers whatever is asked with these bytes, once.
async fn liar(answer: Vec<u8>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 4096]).await;
        // It may be hung up on.
        let _ = stream.write_all(&answer).await;
    });
    at
}

#[tokio::test]
async fn what_a_stranger_serves_should_be_had_if_it_is_right() {
    let kept = Kept::new().await;
    let served = Served::new(&kept.store).await;
    let here = Guard::allowing(["127.0.0.0/8".parse().unwrap()]);
    let bytes = some_bytes(3, CHUNK + 5);
    let address = kept.store.put(bytes.clone()).await.unwrap().address;
    let most = bytes.len() as u64;
    let remote = Remote::of_stranger(&format!("http://{}", served.at), &here).unwrap();
    assert_eq!(remote.get_at_most(&address, most).await.unwrap(), bytes);
    let one_less = remote.get_at_most(&address, most - 1).await;
    assert!(matches!(one_less, Err(Error::TooLarge { .. })), "{one_less:?}");
    let other = remote.get_at_most(&Address::of(b"other"), 5).await;
    assert!(matches!(other, Err(Error::NotFound { .. })), "{other:?}");
}

#[tokio::test]
async fn what_a_stranger_serves_should_neither_fill_memory_nor_be_believed() {
    let here = Guard::allowing(["127.0.0.0/8".parse().unwrap()]);
    let address = Address::of(b"right");
    let ask = async |answer: &str| {
        let at = liar(answer.as_bytes().to_vec()).await;
        let remote = Remote::of_stranger(&format!("http://{at}"), &here).unwrap();
        remote.get_at_most(&address, 5).await
    };
    let right = ask("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nright").await;
    assert_eq!(right.unwrap(), b"right");
    let wrong = ask("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwrong").await;
    assert!(matches!(wrong, Err(Error::Wrong { .. })), "{wrong:?}");
    // Announced, and not.
    let endless = "x".repeat(1 << 16);
    for head in ["content-length: 65536\r\n", ""] {
        let long = ask(&format!("HTTP/1.1 200 OK\r\n{head}\r\n{endless}")).await;
        assert!(matches!(long, Err(Error::TooLarge { .. })), "{long:?}");
    }
    for answer in ["HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n", "nonsense\r\n\r\n", ""] {
        let broken = ask(answer).await;
        assert!(matches!(broken, Err(Error::Broken { .. })), "{broken:?}");
    }
    let elsewhere =
        ask("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n");
    assert!(matches!(elsewhere.await, Err(Error::Broken { .. })));
}

#[tokio::test]
async fn nothing_private_should_be_connected_to_because_a_stranger_says_so() {
    let kept = Kept::new().await;
    let served = Served::new(&kept.store).await;
    let guard = Guard::default();
    for url in
        ["http://127.0.0.1:1", "http://[::1]:1/blobs", "http://169.254.169.254", "http://0x7f.1"]
    {
        let refused = Remote::of_stranger(url, &guard);
        assert!(matches!(refused, Err(UploadError::Private(..))), "{url}");
    }
    for url in ["", "ftp://127.0.0.1", "http://", "file:///etc/passwd", "http://me@127.0.0.1"] {
        assert!(Remote::of_stranger(url, &guard).is_err(), "{url}");
    }
    // A name is judged by where it leads.
    let name = format!("http://localhost:{}", served.at.port());
    let remote = Remote::of_stranger(&name, &guard).unwrap();
    let refused = remote.get_at_most(&Address::of(b"x"), 5).await;
    assert!(matches!(refused, Err(Error::Broken { .. })), "{refused:?}");
}
