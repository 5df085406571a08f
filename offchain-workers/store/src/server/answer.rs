//! What is sent back.

use super::limits::Barred;
use crate::{Address, Error};
use bytes::Bytes;
use futures::{Stream, StreamExt};
use http_body_util::{combinators::UnsyncBoxBody, BodyExt, Full, StreamBody};
use hyper::{
    body::Frame,
    header::{self, HeaderName, HeaderValue},
    http::response::Builder,
    Response, StatusCode,
};
use std::ops::Range;
use tokio::net::TcpStream;

pub type Answer = Response<UnsyncBoxBody<Bytes, Error>>;

/// A blob's name is its content: it never changes, anyone may keep it, and no browser should take it
/// for anything but bytes.
const OF_A_BLOB: [(HeaderName, &str); 6] = [
    (header::ACCEPT_RANGES, "bytes"),
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    (header::CONTENT_SECURITY_POLICY, "sandbox"),
    (header::CONTENT_TYPE, "application/octet-stream"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// Why a request was refused, and what whoever sent it can do.
pub struct Refusal {
    pub status: StatusCode,
    pub wrong: String,
    pub next: &'static str,
    pub header: Option<(HeaderName, String)>,
}

impl Refusal {
    pub fn new(status: StatusCode, wrong: impl Into<String>, next: &'static str) -> Self {
        Self { status, wrong: wrong.into(), next, header: None }
    }

    pub fn with(mut self, header: HeaderName, value: impl Into<String>) -> Self {
        self.header = Some((header, value.into()));
        self
    }

    pub fn busy(wrong: &'static str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, wrong, "try again in a second")
            .with(header::RETRY_AFTER, "1")
    }

    pub fn answer(self, closes: bool) -> Answer {
        let mut answer = Response::builder()
            .status(self.status)
            .header(header::CONTENT_TYPE, "text/plain; charset=utf-8")
            .header(header::CACHE_CONTROL, "no-store");
        if let Some((name, value)) = self.header {
            answer = answer.header(name, value);
        }
        if closes {
            // The rest of an upload is not read.
            answer = answer.header(header::CONNECTION, "close");
        }
        finish(answer, text(self.wrong, self.next))
    }
}

fn text(wrong: impl std::fmt::Display, next: &str) -> Bytes {
    format!("error: {wrong}\n next: {next}\n").into()
}

impl From<Barred> for Refusal {
    fn from(barred: Barred) -> Self {
        let next = "send the header: Authorization: Bearer <token>, with the token of this server";
        let status = StatusCode::UNAUTHORIZED;
        match barred {
            Barred::Closed => Self::new(
                StatusCode::FORBIDDEN,
                "this server takes no uploads",
                "upload elsewhere, or have its operator allow uploads",
            ),
            Barred::NoToken => Self::new(status, "uploads need a token", next)
                .with(header::WWW_AUTHENTICATE, "Bearer"),
            Barred::WrongToken => Self::new(status, "this is not the token for uploads", next)
                .with(header::WWW_AUTHENTICATE, "Bearer"),
        }
    }
}

impl From<Error> for Refusal {
    /// Faults of the client are told as they are. Ours are for the log: paths and the names of our
    /// sources are nobody's business.
    fn from(error: Error) -> Self {
        match &error {
            Error::NotFound { .. } => absent(),
            Error::TooLarge { .. } => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, error.to_string(), "send a smaller file")
            },
            Error::Wrong { got, .. } => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                format!("these bytes have the address {got}"),
                "put them at /blobs/ and that address, or send the bytes that belong to this one",
            ),
            Error::Length { .. } | Error::Broken { .. } => Self::new(
                StatusCode::BAD_REQUEST,
                "the upload ended before all announced bytes were there",
                "send exactly as many bytes as Content-Length says",
            ),
            Error::Slow { declared, got, .. } => Self::new(
                StatusCode::REQUEST_TIMEOUT,
                format!("{got} of {declared} bytes came in time"),
                "use a faster connection",
            ),
            Error::Full { .. } => {
                tracing::warn!("{error}");
                Self::new(
                    StatusCode::INSUFFICIENT_STORAGE,
                    "the store is full",
                    "try again later, or upload elsewhere",
                )
            },
            Error::Unavailable { .. } => {
                let wrong = "the blob could not be had whole from anywhere";
                Self::new(StatusCode::BAD_GATEWAY, wrong, "try again later, or ask elsewhere")
            },
            _ => {
                tracing::error!("{error}");
                let wrong = "something is wrong with this server";
                let next = "try again later; its log says more";
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, wrong, next)
            },
        }
    }
}

pub fn absent() -> Refusal {
    Refusal::new(
        StatusCode::NOT_FOUND,
        "this blob is not here",
        "ask elsewhere, or have its owner upload it",
    )
}

/// A blob's size and name, for `HEAD`.
pub fn about(address: &Address, size: u64) -> Answer {
    finish(of_a_blob(StatusCode::OK, address).header(header::CONTENT_LENGTH, size), Bytes::new())
}

/// The client has it already.
pub fn unchanged(address: &Address) -> Answer {
    finish(of_a_blob(StatusCode::NOT_MODIFIED, address), Bytes::new())
}

/// A blob or a part of it.
pub fn content(
    address: &Address,
    size: u64,
    part: Option<Range<u64>>,
    bytes: impl Stream<Item = Result<Bytes, Error>> + Send + 'static,
) -> Answer {
    let (answer, length) = match part {
        Some(Range { start, end }) => {
            let last = end.saturating_sub(1);
            let range = format!("bytes {start}-{last}/{size}");
            let answer = of_a_blob(StatusCode::PARTIAL_CONTENT, address);
            (answer.header(header::CONTENT_RANGE, range), end.saturating_sub(start))
        },
        None => (of_a_blob(StatusCode::OK, address), size),
    };
    // An error breaks the connection off before the announced length, so that no client takes what it
    // has for the whole.
    let body = StreamBody::new(bytes.map(|bytes| bytes.map(Frame::data)));
    let answer = answer.header(header::CONTENT_LENGTH, length);
    answer.body(body.boxed_unsync()).unwrap_or_else(|_| broken())
}

/// A few words, and where to find what was uploaded.
pub fn told(
    status: StatusCode,
    kind: &'static str,
    address: Option<&Address>,
    text: String,
) -> Answer {
    let mut answer = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, kind)
        .header(header::CACHE_CONTROL, "no-store");
    if let Some(address) = address {
        answer = answer
            .header(header::LOCATION, format!("/blobs/{address}"))
            .header(header::ETAG, format!("\"{address}\""));
    }
    finish(answer, text.into())
}

fn of_a_blob(status: StatusCode, address: &Address) -> Builder {
    let answer = Response::builder().status(status).header(header::ETAG, format!("\"{address}\""));
    OF_A_BLOB.into_iter().fold(answer, |answer, (name, value)| answer.header(name, value))
}

fn finish(answer: Builder, text: Bytes) -> Answer {
    let body = Full::new(text).map_err(|never| match never {}).boxed_unsync();
    answer.body(body).unwrap_or_else(|_| broken())
}

/// Of an answer that we could not put together, which no header above can cause.
fn broken() -> Answer {
    let empty = Full::default().map_err(|never| match never {}).boxed_unsync();
    let mut answer = Response::new(empty);
    *answer.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    answer
}

/// Too many connections: says so if that needs no waiting, and closes.
pub fn turn_away(stream: TcpStream) {
    let body = text("this server has as many connections as it takes", "try again in a second");
    let head = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\n\
         content-length: {}\r\nretry-after: 1\r\nconnection: close\r\n\r\n",
        body.len()
    );
    // A new socket takes this much at once; if not, closing says enough.
    let _ = stream.try_write(&[head.as_bytes(), &body].concat());
}
