//! Uploads over HTTP, as our own programs make them.

use crate::common::{some_bytes, Kept, Served, CHUNK};
use opg_store::{
    client::{Remote, UploadError},
    server::Uploads,
    Address,
};
use std::path::Path;

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
