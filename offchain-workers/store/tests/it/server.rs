//! The server, on a socket, asked by those who mean well.

use crate::common::{count, http, some_bytes, Kept, Served, CHUNK};
use opg_store::{
    server::{Limits, Uploads},
    Address,
};
use std::fs;

#[tokio::test]
async fn what_is_uploaded_should_be_served() {
    let kept = Kept::new().await;
    let served = Served::new(&kept.store).await;
    for len in [0, 1, 2 * CHUNK + 77] {
        let bytes = some_bytes(1, len);
        let address = Address::of(&bytes);
        let put = served.put(&address, &bytes).await;
        assert_eq!((put.status, put.text()), (201, &*format!("{address}\n")));
        assert_eq!(put.header("location"), Some(&*format!("/blobs/{address}")));
        assert_eq!(served.put(&address, &bytes).await.status, 200);

        let got = served.get(&address, &[]).await;
        assert_eq!((got.status, got.body, got.cut), (200, bytes, false));
        let head = served.ask("HEAD", &format!("/blobs/0x{address}"), &[], &[]).await;
        assert_eq!((head.status, head.header("content-length")), (200, Some(&*len.to_string())));
        for answer in [&got.head, &head.head] {
            assert!(answer.contains(&format!("etag: \"{address}\"\r\n")), "{answer}");
            assert!(answer.contains("cache-control: public, max-age=31536000, immutable\r\n"));
            assert!(answer.contains("content-type: application/octet-stream\r\n"));
            assert!(answer.contains("x-content-type-options: nosniff\r\n"));
        }
    }
    served.stop().await;
}

#[tokio::test]
async fn one_range_should_be_served_and_what_is_outside_refused() {
    let kept = Kept::new().await;
    let bytes = some_bytes(2, 2 * CHUNK + 10);
    let address = kept.store.put(bytes.clone()).await.unwrap().address;
    let size = bytes.len();
    let served = Served::new(&kept.store).await;
    for (range, from, to) in [
        ("0-0".to_string(), 0, 1),
        (format!("{}-{}", CHUNK - 1, CHUNK), CHUNK - 1, CHUNK + 1),
        (format!("{}-", size - 3), size - 3, size),
        ("-5".to_string(), size - 5, size),
        (format!("5-{}", u64::MAX), 5, size),
    ] {
        let got = served.get(&address, &[&format!("Range: bytes={range}")]).await;
        assert_eq!((got.status, got.cut), (206, false), "{range}");
        let said = format!("bytes {from}-{}/{size}", to - 1);
        assert_eq!(got.header("content-range"), Some(&*said));
        assert_eq!(got.body, bytes[from..to], "{range}");
    }
    for range in [format!("{size}-"), "0-1,5-6".into(), "-0".into(), "x-y".into()] {
        let got = served.get(&address, &[&format!("Range: bytes={range}")]).await;
        assert_eq!(got.status, 416, "{range}");
        assert_eq!(got.header("content-range"), Some(&*format!("bytes */{size}")));
    }
    let whole = ["Range: lines=1-2", "If-Range: \"other\"\r\nRange: bytes=0-0"];
    for headers in whole {
        assert_eq!(served.get(&address, &[headers]).await.status, 200, "{headers}");
    }
    let this = format!("If-Range: \"{address}\"\r\nRange: bytes=0-0");
    assert_eq!(served.get(&address, &[&this]).await.status, 206);
}

#[tokio::test]
async fn a_client_that_has_it_should_not_get_it_again() {
    let kept = Kept::new().await;
    let address = kept.store.put("known").await.unwrap().address;
    let served = Served::new(&kept.store).await;
    for tags in [format!("\"{address}\""), format!("\"x\", W/\"{address}\""), "*".into()] {
        let got = served.get(&address, &[&format!("If-None-Match: {tags}")]).await;
        assert_eq!((got.status, got.body.len()), (304, 0), "{tags}");
    }
    assert_eq!(served.get(&address, &["If-None-Match: \"other\""]).await.status, 200);
    let unknown = served.get(&Address::of(b"unknown"), &["If-None-Match: *"]).await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn a_refusal_should_say_what_was_wrong_and_what_to_do() {
    let kept = Kept::limited(|limits| {
        limits.blob_bytes = 100;
        limits.total_bytes = 150;
    })
    .await;
    let served = Served::new(&kept.store).await;
    let hundred = some_bytes(3, 100);
    let address = Address::of(&hundred);
    let path = format!("/blobs/{address}");
    let length = |length: &str| format!("Content-Length: {length}");
    served.put(&address, &hundred).await;
    for (status, method, path, header, body, said) in [
        (404, "GET", "/", "A: b", "", "there is nothing here"),
        (404, "GET", "/blobs", "A: b", "", "there is nothing here"),
        (400, "GET", "/blobs/", "A: b", "", "an address has 64 hexadecimal digits, and this has 0"),
        (400, "GET", "/blobs/../../etc/passwd", "A: b", "", "an address has 64"),
        (400, "GET", &format!("{path}/"), "A: b", "", "an address has 64"),
        (404, "GET", &format!("/blobs/{}", Address::of(b"x")), "A: b", "", "this blob is not here"),
        (405, "DELETE", &path, "A: b", "", "this method does nothing here"),
        (405, "PUT", "/health", &length("0"), "", "this method does nothing here"),
        (411, "PUT", &path, "Transfer-Encoding: chunked", "0\r\n\r\n", "size of the upload is not"),
        (411, "PUT", &path, "A: b", "", "the size of the upload is not announced"),
        (413, "PUT", &path, &length("101"), "", "has 101 bytes, and at most 100 are taken"),
        (422, "PUT", &path, &length("5"), "wrong", &Address::of(b"wrong").to_string()),
        (507, "PUT", &path, &length("51"), "", "the store is full"),
        (400, "PUT", &path, &length("-1"), "", ""),
        (400, "PUT", &path, &length("99999999999999999999999"), "", ""),
    ] {
        let got = served.ask(method, path, &[header], body.as_bytes()).await;
        assert_eq!(got.status, status, "{method} {path} {header}: {got:?}");
        if !said.is_empty() {
            let text = got.text();
            assert!(text.starts_with("error: ") && text.contains("\n next: "), "{text}");
            assert!(text.contains(said), "{text}");
            assert_eq!(got.header("cache-control"), Some("no-store"));
        }
    }
    assert_eq!(count(&kept.store.stats().refused), 13);
    assert_eq!((kept.store.usage().blobs, kept.files_in("incoming")), (1, 0));
    assert_eq!(served.get(&address, &[]).await.body, hundred);
}

#[tokio::test]
async fn only_those_who_may_should_upload() {
    let kept = Kept::new().await;
    let token = tempfile::NamedTempFile::new().unwrap();
    fs::write(token.path(), "a token of some length\n").unwrap();
    let uploads = Uploads::TokenFile(token.path().into());
    let served = Served::with(&kept.store, |limits| limits.uploads = uploads).await;
    let path = format!("/blobs/{}", Address::of(b"mine"));
    let with = |authorization: &'static str| [authorization, "Content-Length: 4"];
    let none = served.ask("PUT", &path, &["Content-Length: 4"], b"").await;
    assert_eq!((none.status, none.header("www-authenticate")), (401, Some("Bearer")));
    let wrong = served.ask("PUT", &path, &with("Authorization: Bearer guess"), b"").await;
    assert_eq!(wrong.status, 401);
    assert!(!wrong.text().contains("some length"));
    let right = with("Authorization: Bearer a token of some length");
    assert_eq!(served.ask("PUT", &path, &right, b"mine").await.status, 201);

    let closed = Served::with(&kept.store, |limits| limits.uploads = Uploads::Closed).await;
    assert_eq!(closed.ask("PUT", &path, &right, b"").await.status, 403);
    assert_eq!(closed.get(&Address::of(b"mine"), &[]).await.body, b"mine");
    assert_eq!(Limits::default().uploads, Uploads::Closed);
}

#[tokio::test]
async fn what_is_elsewhere_should_be_fetched_only_if_the_operator_says_so() {
    let far = Kept::new().await;
    let address = far.store.put("far away").await.unwrap().address;
    let source = Served::new(&far.store).await;
    let near = Kept::looking_at(vec![http(source.at)]).await;
    let served = Served::new(&near.store).await;
    assert_eq!(served.get(&address, &[]).await.status, 404);
    let fetching = Served::with(&near.store, |limits| limits.fetch = true).await;
    assert_eq!(fetching.get(&Address::of(b"nowhere"), &[]).await.status, 404);
    let head = fetching.ask("HEAD", &format!("/blobs/{address}"), &[], &[]).await;
    assert_eq!(head.header("content-length"), Some("8"));
    assert_eq!(served.get(&address, &[]).await.body, b"far away");
    source.stop().await;
    // What cannot be had is no fault of the client, and none of its business how.
    let got = fetching.get(&Address::of(b"nowhere"), &[]).await;
    assert_eq!(got.status, 502);
    assert!(!got.text().contains("127.0.0.1"), "{}", got.text());
}

#[tokio::test]
async fn a_wrong_byte_should_never_be_sent() {
    let bytes = some_bytes(4, 3 * CHUNK);
    let address = Address::of(&bytes);
    for at in [0, CHUNK + 1, 3 * CHUNK - 1] {
        for known in [true, false] {
            let kept = Kept::new().await;
            kept.store.put(bytes.clone()).await.unwrap();
            let kept = if known { kept } else { kept.reopened().await };
            let served = Served::new(&kept.store).await;
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            kept.overwrite(&address, &damaged);
            let got = served.get(&address, &[]).await;
            // What was right before is noticed on the way; what is read first, before anything is sent.
            assert_eq!(
                (got.status, got.cut),
                if known && at > 0 { (200, true) } else { (got.status, false) }
            );
            assert!(got.status != 200 || bytes.starts_with(&got.body), "{at} {known}");
            assert_eq!(served.get(&address, &[]).await.status, 404, "it was put aside");
            assert_eq!(kept.files_in("bad"), 1);
        }
    }
}

#[tokio::test]
async fn health_should_tell_what_is_here_and_whether_the_disk_is() {
    let kept = Kept::limited(|limits| limits.blobs = 7).await;
    kept.store.put("abc").await.unwrap();
    let served = Served::new(&kept.store).await;
    let got = served.ask("GET", "/health", &[], &[]).await;
    assert_eq!((got.status, got.header("content-type")), (200, Some("application/json")));
    assert!(got.text().starts_with(r#"{"status":"ok","blobs":1,"bytes":3,"most_blobs":7,"#));
    fs::rename(kept.directory.path().join("blobs"), kept.directory.path().join("lost")).unwrap();
    assert_eq!(served.ask("GET", "/health", &[], &[]).await.status, 503);
}
