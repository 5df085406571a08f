//! A bucket as a source, in a real server of its protocol that runs in this process.

use crate::common::{count, some_bytes, Kept, IMPATIENT};
use hyper_util::rt::TokioIo;
use opg_store::{
    config::{Credentials, Source},
    Address, Error,
};
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use s3s_fs::FileSystem;
use std::{fs, net::SocketAddr, path::Path};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// Buckets in a directory. The first has the name `models`.
async fn buckets() -> (SocketAddr, TempDir) {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join("models")).unwrap();
    let mut service = S3ServiceBuilder::new(FileSystem::new(directory.path()).unwrap());
    service.set_auth(SimpleAuth::from_single("key", "secret"));
    let service = service.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let connection = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service.clone());
            tokio::spawn(connection);
        }
    });
    (at, directory)
}

fn bucket(at: SocketAddr, key: &Path, publish: bool) -> Source {
    Source::S3 {
        bucket: "models".into(),
        endpoint: Some(format!("http://{at}")),
        region: "us-east-1".into(),
        prefix: "opg/blobs".into(),
        credentials: Credentials::File(key.into()),
        publish,
    }
}

fn key(secret: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), format!("key\n{secret}\n")).unwrap();
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_should_take_what_is_put_and_give_it_to_others() {
    let (at, directory) = buckets().await;
    let key = key("secret");
    let one = Kept::looking_at(vec![bucket(at, key.path(), true)]).await;
    let two = Kept::looking_at(vec![bucket(at, key.path(), false)]).await;
    // The last is sent in parts.
    for bytes in [Vec::new(), some_bytes(1, 1000), some_bytes(2, 17 * 1024 * 1024 + 3)] {
        let address = one.store.put(bytes.clone()).await.unwrap().address;
        let object = directory.path().join(format!("models/opg/blobs/{address}"));
        assert!(fs::read(object).unwrap() == bytes);
        assert!(two.store.get(&address).await.unwrap() == bytes);
    }
    assert_eq!(count(&two.store.stats().fetched), 3);
    let nothing = two.store.get(&Address::of(b"nothing")).await.unwrap_err();
    assert!(matches!(nothing, Error::NotFound { .. }), "{nothing}");

    let address = one.store.put("right").await.unwrap().address;
    fs::write(directory.path().join(format!("models/opg/blobs/{address}")), "wrong").unwrap();
    let wrong = two.store.get(&address).await.unwrap_err();
    assert!(wrong.to_string().contains("bucket models gave bytes with the address"), "{wrong}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_does_not_know_us_should_say_so() {
    let (at, _directory) = buckets().await;
    let key = key("guess");
    let one = Kept::with(|config| {
        config.sources = vec![bucket(at, key.path(), true)];
        config.patience = IMPATIENT;
    })
    .await;
    let error = one.store.put("mine").await.unwrap_err();
    assert!(matches!(error, Error::Unpublished { .. }), "{error}");
    assert!(error.to_string().contains("bucket models cannot be used"), "{error}");
    assert!(!error.to_string().contains("guess"), "{error}");
    assert_eq!(one.store.get(&Address::of(b"mine")).await.unwrap(), "mine");
}
