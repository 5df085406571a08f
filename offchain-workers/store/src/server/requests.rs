//! What is asked, and what is answered.

use super::{
    answer::{self, Answer, Refusal},
    range::{asked, Asked},
    Server,
};
use crate::{blob::Blob, stats::count, Address, Error};
use bytes::Bytes;
use futures::stream::{self, Stream, StreamExt};
use http_body_util::BodyExt;
use hyper::{
    body::{Body, Incoming},
    header::{self, HeaderMap},
    Method, Request, StatusCode,
};
use std::{ops::Range, sync::Arc};

impl Server {
    pub(super) async fn answer(&self, request: Request<Incoming>) -> Answer {
        // What is left of a body that was refused is not read.
        let closes = !request.body().is_end_stream();
        let answered = match request.uri().path() {
            "/health" => self.health(request.method()).await,
            path => match path.strip_prefix("/blobs/").map(str::to_owned) {
                Some(name) => self.blob(&name, request).await,
                None => Err(Refusal::new(
                    StatusCode::NOT_FOUND,
                    "there is nothing here",
                    "ask for /blobs/<SHA2-256 of the file, in hexadecimal> or for /health",
                )),
            },
        };
        answered.unwrap_or_else(|refusal| {
            count(&self.store.stats().refused, 1);
            refusal.answer(closes)
        })
    }

    async fn blob(&self, name: &str, request: Request<Incoming>) -> Result<Answer, Refusal> {
        let address: Address = name.parse().map_err(|error: crate::NotAnAddress| {
            Refusal::new(
                StatusCode::BAD_REQUEST,
                error.to_string(),
                "ask for /blobs/<SHA2-256 of the file, in hexadecimal>",
            )
        })?;
        match *request.method() {
            Method::GET => self.get(&address, request.headers()).await,
            Method::HEAD => self.head(&address, request.headers()).await,
            Method::PUT => self.put(&address, request).await,
            _ => Err(not_allowed("GET, HEAD, PUT")),
        }
    }

    async fn health(&self, method: &Method) -> Result<Answer, Refusal> {
        if !matches!(*method, Method::GET | Method::HEAD) {
            return Err(not_allowed("GET, HEAD"));
        }
        if !self.store.is_well().await {
            let next = "see to the disk of this server";
            let wrong = "the directory of the store cannot be read";
            return Err(Refusal::new(StatusCode::SERVICE_UNAVAILABLE, wrong, next));
        }
        let (usage, limits) = (self.store.usage(), self.store.limits());
        let text = format!(
            "{{\"status\":\"ok\",\"blobs\":{},\"bytes\":{},\"most_blobs\":{},\"most_bytes\":{}}}\n",
            usage.blobs, usage.bytes, limits.blobs, limits.total_bytes
        );
        Ok(answer::told(StatusCode::OK, "application/json", None, text))
    }

    async fn head(&self, address: &Address, headers: &HeaderMap) -> Result<Answer, Refusal> {
        let size = match self.store.size(address) {
            Some(size) => size,
            None => self.find(address).await?.size(),
        };
        match has_it(headers, address) {
            true => Ok(answer::unchanged(address)),
            false => Ok(answer::about(address, size)),
        }
    }

    async fn get(&self, address: &Address, headers: &HeaderMap) -> Result<Answer, Refusal> {
        if has_it(headers, address) && self.store.size(address).is_some() {
            return Ok(answer::unchanged(address));
        }
        let blob = self.find(address).await?;
        let size = blob.size();
        let range = headers.get(header::RANGE).filter(|_| still_wanted(headers, address));
        let (part, range) = match asked(range.map(|range| range.as_bytes()), size) {
            Asked::All => (None, 0..size),
            Asked::Part(range) => (Some(range.clone()), range),
            Asked::Impossible => {
                let wrong = format!("no such range: the blob has {size} bytes");
                let next = "ask for one range within it, as in: Range: bytes=0-99";
                let refusal = Refusal::new(StatusCode::RANGE_NOT_SATISFIABLE, wrong, next);
                return Err(refusal.with(header::CONTENT_RANGE, format!("bytes */{size}")));
            },
        };
        let bytes = match begun(&blob, range.clone()).await {
            // The copy was put aside, and a source may have a better one.
            Err(Error::Rotten { .. }) => begun(&self.find(address).await?, range).await?,
            bytes => bytes?,
        };
        Ok(answer::content(address, size, part, bytes))
    }

    async fn find(&self, address: &Address) -> Result<Blob, Refusal> {
        if !self.limits.fetch && self.store.size(address).is_none() {
            return Err(answer::absent());
        }
        Ok(self.store.blob(address).await?)
    }

    async fn put(&self, address: &Address, request: Request<Incoming>) -> Result<Answer, Refusal> {
        self.guard.admit(request.headers())?;
        let size = request.body().size_hint().exact();
        let size = size.filter(|_| request.headers().contains_key(header::CONTENT_LENGTH));
        let size = size.ok_or_else(|| {
            Refusal::new(
                StatusCode::LENGTH_REQUIRED,
                "the size of the upload is not announced",
                "send a Content-Length and no Transfer-Encoding",
            )
        })?;
        let most = self.limits.upload_bytes.min(self.store.limits().blob_bytes);
        if size > most {
            return Err(Error::TooLarge { from: "the upload".into(), size, most }.into());
        }
        let turn = Arc::clone(&self.uploads).try_acquire_owned();
        let _turn = turn.map_err(|_| Refusal::busy("as many uploads as allowed are under way"))?;
        let body = request.into_body().into_data_stream();
        let put = self.store.put_stream("the upload", address, size, body).await?;
        let status = if put.new { StatusCode::CREATED } else { StatusCode::OK };
        Ok(answer::told(status, "text/plain", Some(address), format!("{address}\n")))
    }
}

/// A stream whose first chunk was read and is right, so that what is wrong from the start is an answer
/// and not a broken connection.
async fn begun(
    blob: &Blob,
    range: Range<u64>,
) -> Result<impl Stream<Item = Result<Bytes, Error>> + Send + 'static, Error> {
    let mut bytes = Box::pin(blob.stream(range)?);
    let first = bytes.next().await.transpose()?;
    Ok(stream::iter(first.map(Ok)).chain(bytes))
}

fn not_allowed(methods: &'static str) -> Refusal {
    let next = "use one of the methods in the header Allow";
    let wrong = "this method does nothing here";
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, wrong, next).with(header::ALLOW, methods)
}

/// Whether the client says that it has this blob.
fn has_it(headers: &HeaderMap, address: &Address) -> bool {
    let tag = format!("\"{address}\"");
    let tags = headers.get_all(header::IF_NONE_MATCH).iter();
    let mut tags = tags.filter_map(|tags| tags.to_str().ok()).flat_map(|tags| tags.split(','));
    tags.any(|had| {
        let had = had.trim();
        had == "*" || had.strip_prefix("W/").unwrap_or(had) == tag
    })
}

/// Whether a range is wanted of this very blob.
fn still_wanted(headers: &HeaderMap, address: &Address) -> bool {
    let only_of = headers.get(header::IF_RANGE);
    only_of.is_none_or(|tag| tag.as_bytes() == format!("\"{address}\"").as_bytes())
}
