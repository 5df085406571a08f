//! Other stores, through the `object_store` crate.

use crate::{
    blob::Blob,
    config::{self, Credentials, Naming},
    Address, Error,
};
use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt};
use object_store::{
    aws::{AmazonS3, AmazonS3Builder},
    http::HttpBuilder,
    local::LocalFileSystem,
    path::Path,
    BackoffConfig, ClientOptions, ObjectStore, ObjectStoreExt, PutPayload, RetryConfig,
    WriteMultipart,
};
use opg_net::{use_some_cryptography, without_secrets};
use std::{io, time::Duration};

/// Larger blobs are sent in parts of this size, which S3 wants to have at least 5 MiB.
const PART: usize = 8 * 1024 * 1024;
/// How many parts are on their way at once.
const PARTS: usize = 2;

/// Another store.
pub struct Source {
    name: String,
    store: Box<dyn ObjectStore>,
    prefix: Path,
    naming: Naming,
    publish: bool,
}

impl Source {
    /// Sets it up. Nobody is asked yet.
    pub fn open(settings: &config::Source) -> Result<Self, Error> {
        use_some_cryptography();
        match settings {
            config::Source::Directory { path, publish } => {
                let name = format!("directory {}", path.display());
                let store = LocalFileSystem::new_with_prefix(path);
                let store = store.map_err(unusable(&name))?.with_fsync(true);
                Ok(Self::new(name, store, *publish))
            },
            config::Source::S3 { bucket, prefix, publish, .. } => {
                let name = format!("bucket {bucket}");
                let store = bucket_of(&name, settings)?;
                let prefix = Path::parse(prefix).map_err(|error| unusable(&name)(error.into()))?;
                Ok(Self { prefix, ..Self::new(name, store, *publish) })
            },
            config::Source::Http { url, naming } => {
                let name = without_secrets(url);
                let store = HttpBuilder::new().with_url(url).with_retry(retries());
                let store = store.with_client_options(client()).build();
                let store = store.map_err(unusable(&name))?;
                Ok(Self { naming: *naming, ..Self::new(name, store, false) })
            },
        }
    }

    fn new(name: String, store: impl ObjectStore, publish: bool) -> Self {
        let prefix = Path::default();
        Self { name, store: Box::new(store), prefix, naming: Naming::Hex, publish }
    }

    /// What errors call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether what is put here is copied there.
    pub fn publishes(&self) -> bool {
        self.publish
    }

    fn path(&self, address: &Address) -> Path {
        self.prefix.clone().join(match self.naming {
            Naming::Hex => address.to_string(),
            Naming::Cid => address.cid(),
        })
    }

    /// What it says is the size of a blob, and what it says are its bytes.
    pub async fn get(
        &self,
        address: &Address,
    ) -> Result<(u64, BoxStream<'static, object_store::Result<Bytes>>), Error> {
        match self.store.get(&self.path(address)).await {
            Ok(found) => Ok((found.meta.size, found.into_stream())),
            Err(object_store::Error::NotFound { .. }) => {
                Err(Error::NotFound { address: *address, asked: self.name.clone() })
            },
            Err(error) => Err(unusable(&self.name)(error)),
        }
    }

    /// Copies a blob there.
    pub async fn put(&self, blob: &Blob) -> Result<(), Error> {
        let path = self.path(&blob.address());
        if blob.size() <= PART as u64 {
            let payload = PutPayload::from(blob.bytes().await?);
            let put = self.store.put(&path, payload).await;
            return put.map(drop).map_err(unusable(&self.name));
        }
        let upload = self.store.put_multipart(&path).await.map_err(unusable(&self.name))?;
        let mut parts = WriteMultipart::new_with_chunk_size(upload, PART);
        let mut bytes = Box::pin(blob.stream(0..blob.size())?);
        while let Some(chunk) = bytes.next().await {
            let capacity = parts.wait_for_capacity(PARTS).await.map_err(unusable(&self.name));
            match capacity.and(chunk) {
                Ok(chunk) => parts.put(chunk),
                Err(error) => {
                    // What was sent of it costs them room until they drop it themselves.
                    let _ = parts.abort().await;
                    return Err(error);
                },
            }
        }
        parts.finish().await.map(drop).map_err(unusable(&self.name))
    }
}

fn bucket_of(name: &str, settings: &config::Source) -> Result<AmazonS3, Error> {
    let config::Source::S3 { bucket, endpoint, region, credentials, .. } = settings else {
        let cause = io::Error::new(io::ErrorKind::InvalidInput, "it is no bucket");
        return Err(unusable(name)(generic(cause)));
    };
    let builder = match credentials {
        Credentials::Environment => AmazonS3Builder::from_env(),
        Credentials::Anonymous => AmazonS3Builder::new().with_skip_signature(true),
        Credentials::File(file) => {
            let text = std::fs::read_to_string(file).map_err(Error::io("read", file))?;
            let mut lines = text.lines().map(str::trim);
            let (Some(id), Some(secret)) = (lines.next(), lines.next()) else {
                let cause = "it needs the key's id in its first line and the secret in its second";
                let cause = io::Error::new(io::ErrorKind::InvalidData, cause);
                return Err(Error::io("use", file)(cause));
            };
            AmazonS3Builder::new().with_access_key_id(id).with_secret_access_key(secret)
        },
    };
    let builder = builder
        .with_bucket_name(bucket)
        .with_region(region)
        .with_retry(retries())
        .with_client_options(client());
    let builder = match endpoint {
        Some(endpoint) => {
            builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"))
        },
        None => builder,
    };
    builder.build().map_err(unusable(name))
}

/// Whoever waits keeps the time, and longer for more bytes; so here only connecting has a limit.
fn client() -> ClientOptions {
    ClientOptions::new()
        .with_allow_http(true)
        .with_timeout_disabled()
        .with_connect_timeout(Duration::from_secs(5))
}

/// A source that does not answer soon is passed over, since another may.
fn retries() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(1),
            ..BackoffConfig::default()
        },
        max_retries: 2,
        retry_timeout: Duration::from_secs(10),
    }
}

fn unusable(name: &str) -> impl FnOnce(object_store::Error) -> Error {
    let name = name.to_string();
    move |cause| Error::Source { name, cause: Box::new(cause) }
}

fn generic(cause: io::Error) -> object_store::Error {
    object_store::Error::Generic { store: "S3", source: Box::new(cause) }
}
