//! Somebody's store over HTTP, as [`server`](crate::server) serves it: uploading, and fetching from whom nobody trusts.

use crate::{disk, receive, store::blocking, Address, Error};
use bytes::Bytes;
use opg_net::{use_some_cryptography, Guard, Refused, Resolver};
use reqwest::{
    header::{AUTHORIZATION, CONTENT_LENGTH},
    redirect, Body, ClientBuilder, RequestBuilder, StatusCode, Url,
};
use std::{fs::File, io, path::Path, sync::Arc, time::Duration};

/// More is not read of why a store refused.
const MOST_WHY: usize = 1024;
/// How long it takes to be connected at most, and nothing to move.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes that whoever serves them should send in a second at least.
const SLOWEST: u64 = 256 << 10;

/// Why an upload did not work.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// The address is not one of a store.
    #[error("`{0}` is no store: give its URL, for example http://127.0.0.1:9700")]
    Url(String),
    /// A stranger has named it, and it is none of the public internet's.
    #[error("the store {0} is not asked: {1}")]
    Private(String, Refused),
    /// It cannot be reached, or the connection broke.
    #[error("the store {0} cannot be reached: {1}")]
    Away(String, #[source] reqwest::Error),
    /// It does not take the blob.
    #[error("the store {store} does not take it ({status}): {why}")]
    Refused {
        /// The store.
        store: String,
        /// What it answered.
        status: StatusCode,
        /// What it said.
        why: String,
    },
    /// What was to be uploaded cannot be read.
    #[error(transparent)]
    Local(#[from] Error),
}

/// Somebody's store, over HTTP.
pub struct Remote {
    http: reqwest::Client,
    url: String,
    token: Option<String>,
}

impl Remote {
    /// The store at this URL, with or without `/blobs` at its end. Nobody is asked yet.
    pub fn new(url: &str, token: Option<&str>) -> Result<Self, UploadError> {
        Self::with(url, token, reqwest::Client::builder())
    }

    /// The store at a URL that a stranger has named: what the guard refuses is not connected to, whatever name leads
    /// there.
    pub fn of_stranger(url: &str, guard: &Guard) -> Result<Self, UploadError> {
        let resolver = Resolver::new(guard.clone());
        let parsed = Url::parse(url).map_err(|_| UploadError::Url(url.to_owned()))?;
        let literal = resolver.check_literal(parsed.host_str().unwrap_or_default());
        literal.map_err(|refused| UploadError::Private(url.to_owned(), refused))?;
        // A proxy would connect to what nobody has checked.
        Self::with(url, None, reqwest::Client::builder().dns_resolver(resolver).no_proxy())
    }

    fn with(url: &str, token: Option<&str>, http: ClientBuilder) -> Result<Self, UploadError> {
        use_some_cryptography();
        let bad = || UploadError::Url(url.to_owned());
        let plain = url.trim_end_matches('/').trim_end_matches("/blobs");
        let host = plain.strip_prefix("http://").or_else(|| plain.strip_prefix("https://"));
        host.filter(|host| !host.is_empty() && !host.contains('@')).ok_or_else(bad)?;
        let http = http
            .redirect(redirect::Policy::none())
            .connect_timeout(PATIENCE)
            .read_timeout(PATIENCE)
            .build();
        Ok(Self {
            http: http.map_err(|_| bad())?,
            url: plain.to_owned(),
            token: token.map(str::to_owned),
        })
    }

    /// Where its blobs are, as a source of another store.
    pub fn blobs(&self) -> String {
        format!("{}/blobs", self.url)
    }

    /// A blob of at most so many bytes, which are verified.
    pub async fn get_at_most(&self, address: &Address, most: u64) -> Result<Vec<u8>, Error> {
        let from = || self.url.clone();
        let broken = |cause: reqwest::Error| Error::Broken { from: from(), cause: Arc::new(cause) };
        let time = PATIENCE.saturating_add(Duration::from_secs(most / SLOWEST));
        let request = self.http.get(self.at(address)).timeout(time);
        let mut answer = request.send().await.map_err(broken)?;
        match answer.status() {
            StatusCode::OK => {},
            StatusCode::NOT_FOUND => {
                return Err(Error::NotFound { address: *address, asked: from() })
            },
            status => {
                let cause = Arc::new(io::Error::other(format!("it answers {status}")));
                return Err(Error::Broken { from: from(), cause });
            },
        }
        let too_large = |size| Error::TooLarge { from: from(), size, most };
        if let Some(size) = answer.content_length().filter(|size| *size > most) {
            return Err(too_large(size));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(broken)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() as u64 > most {
                return Err(too_large(bytes.len() as u64));
            }
        }
        let got = Address::of(&bytes);
        match got == *address {
            true => Ok(bytes),
            false => Err(Error::Wrong { address: *address, from: from(), got }),
        }
    }

    /// Uploads bytes, unless they are there.
    pub async fn put(&self, bytes: impl Into<Bytes>) -> Result<Address, UploadError> {
        let bytes = bytes.into();
        let (address, size) = (Address::of(&bytes), bytes.len() as u64);
        if !self.has(&address).await? {
            self.send(address, size, bytes.into()).await?;
        }
        Ok(address)
    }

    /// Uploads a file, unless it is there.
    pub async fn put_file(&self, path: &Path) -> Result<Address, UploadError> {
        let of = path.to_owned();
        let (address, _) = blocking(move || {
            let mut file = File::open(&of).map_err(Error::io("open", &of))?;
            disk::hash(&mut file).map_err(Error::io("read", &of))
        })
        .await?;
        if !self.has(&address).await? {
            let (size, bytes) = receive::file(path.to_owned()).await?;
            self.send(address, size, Body::wrap_stream(bytes)).await?;
        }
        Ok(address)
    }

    fn at(&self, address: &Address) -> String {
        format!("{}/{address}", self.blobs())
    }

    async fn answer(&self, request: RequestBuilder) -> Result<reqwest::Response, UploadError> {
        let away = |error| UploadError::Away(self.url.clone(), error);
        request.send().await.map_err(away)
    }

    async fn has(&self, address: &Address) -> Result<bool, UploadError> {
        let answer = self.answer(self.http.head(self.at(address))).await?;
        Ok(answer.status() == StatusCode::OK)
    }

    async fn send(&self, address: Address, size: u64, body: Body) -> Result<(), UploadError> {
        let mut request = self.http.put(self.at(&address)).header(CONTENT_LENGTH, size);
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let mut answer = self.answer(request.body(body)).await?;
        let status = answer.status();
        if matches!(status, StatusCode::OK | StatusCode::CREATED) {
            return Ok(());
        }
        let mut why = Vec::new();
        // That the rest of it does not come is no other error.
        while let Ok(Some(chunk)) = answer.chunk().await {
            why.extend_from_slice(&chunk);
            if why.len() > MOST_WHY {
                break;
            }
        }
        why.truncate(MOST_WHY);
        let lines = String::from_utf8_lossy(&why).trim().replace('\n', "; ");
        let why = lines.chars().filter(|letter| !letter.is_control()).collect();
        Err(UploadError::Refused { store: self.url.clone(), status, why })
    }
}
