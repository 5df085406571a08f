//! What is asked, ready to be sent.

use crate::secret::Secrets;
use bytes::Bytes;
use reqwest::{
    header::{HeaderMap, HeaderName, HeaderValue},
    Method, Url,
};
use std::fmt;

/// A request. Two that are equal get the same answer.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Request {
    pub method: Method,
    /// With all that is secret in it.
    pub url: Url,
    /// Without.
    pub shown: String,
    /// Sorted by name, so that equal ones are.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub body: Bytes,
    pub secrets: Secrets,
}

impl Request {
    /// The headers to send to a server: those of the file are for the one that the file names.
    pub fn headers_for(&self, url: &Url) -> HeaderMap {
        match url.origin() == self.url.origin() {
            true => self.headers.iter().cloned().collect(),
            false => HeaderMap::new(),
        }
    }

    /// Whether asking twice is the same as asking once.
    pub fn is_idempotent(&self) -> bool {
        self.method == Method::GET
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.shown)
    }
}
