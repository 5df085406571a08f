//! What servers answered lately: so that they need not send it again, and so that feeds which ask the same are
//! one request.

use super::request::Request;
use crate::{moment::Moment, Error};
use reqwest::header::HeaderValue;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// What became of a request.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// When it was begun: what it says is no newer.
    pub begun: Moment,
    /// When it ended.
    pub ended: Instant,
    pub body: Result<Arc<str>, Error>,
}

/// A body that a server named, so that it can say that it is still the same.
#[derive(Clone, Debug)]
pub(crate) struct Tagged {
    pub tag: HeaderValue,
    pub body: Arc<str>,
}

#[derive(Default)]
struct Entry {
    gate: Arc<tokio::sync::Mutex<()>>,
    last: Option<Outcome>,
    tagged: Option<Tagged>,
}

impl Entry {
    fn bytes(&self) -> usize {
        let last = self.last.as_ref().and_then(|last| last.body.as_ref().ok());
        let tagged = self.tagged.as_ref().map(|tagged| &tagged.body);
        match (last, tagged) {
            (Some(last), Some(tagged)) if Arc::ptr_eq(last, tagged) => last.len(),
            (last, tagged) => {
                last.map_or(0, |body| body.len()) + tagged.map_or(0, |body| body.len())
            },
        }
    }
}

/// All of it.
pub(crate) struct Cache {
    most_bytes: usize,
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    by_request: HashMap<Arc<Request>, Entry>,
    bytes: usize,
}

impl Cache {
    pub fn new(most_bytes: usize) -> Self {
        Self { most_bytes, entries: Mutex::default() }
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whoever is in it may ask; others wait for the outcome.
    pub fn gate(&self, request: &Arc<Request>) -> Arc<tokio::sync::Mutex<()>> {
        Arc::clone(&self.entries().by_request.entry(Arc::clone(request)).or_default().gate)
    }

    /// The last outcome, if it ended after we came to ask, or is a body and no older than `share`.
    pub fn shared(&self, request: &Request, asked: Instant, share: Duration) -> Option<Outcome> {
        let entries = self.entries();
        let last = entries.by_request.get(request)?.last.as_ref()?;
        let young = last.body.is_ok() && last.begun.steady() + share > asked;
        (last.ended > asked || young).then(|| last.clone())
    }

    pub fn tagged(&self, request: &Request) -> Option<Tagged> {
        self.entries().by_request.get(request)?.tagged.clone()
    }

    /// Remembers an outcome, and forgets the oldest ones if there are too many bytes of them.
    pub fn keep(&self, request: &Arc<Request>, last: Outcome, tag: Option<HeaderValue>) {
        let mut entries = self.entries();
        let Entries { by_request, bytes } = &mut *entries;
        let entry = by_request.entry(Arc::clone(request)).or_default();
        *bytes -= entry.bytes();
        // A failure says nothing against what was named before.
        if let Ok(body) = &last.body {
            entry.tagged = tag.map(|tag| Tagged { tag, body: Arc::clone(body) });
        }
        entry.last = Some(last);
        *bytes += entry.bytes();
        while *bytes > self.most_bytes {
            let full = by_request.values_mut().filter(|entry| entry.bytes() > 0);
            let oldest = full.min_by_key(|entry| entry.last.as_ref().map(|last| last.ended));
            let Some(oldest) = oldest else { break };
            *bytes -= oldest.bytes();
            (oldest.last, oldest.tagged) = (None, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(url: &str) -> Arc<Request> {
        let url: reqwest::Url = url.parse().unwrap();
        Arc::new(Request {
            method: reqwest::Method::GET,
            shown: url.to_string(),
            url,
            headers: Vec::new(),
            body: Default::default(),
            secrets: Default::default(),
        })
    }

    fn outcome(after: Duration, body: Result<&str, Error>) -> Outcome {
        let begun = Moment::now();
        Outcome { begun, ended: begun.steady() + after, body: body.map(Arc::from) }
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn an_outcome_should_be_shared_while_it_is_young_or_was_waited_for() {
        let (cache, request, now) =
            (Cache::new(1000), request("https://a.example"), Instant::now());
        cache.keep(&request, outcome(SECOND, Ok("1")), None);
        assert!(cache.shared(&request, now + SECOND * 2, SECOND).is_none());
        assert!(cache.shared(&request, now + SECOND * 2, SECOND * 3).is_some());
        assert!(cache.shared(&request, now, Duration::ZERO).is_some());
        // A failure is not repeated to those who come later.
        cache.keep(&request, outcome(SECOND, Err(Error::Page)), None);
        assert!(cache.shared(&request, now, Duration::ZERO).is_some());
        assert!(cache.shared(&request, now + SECOND * 2, SECOND * 3).is_none());
    }

    #[test]
    fn a_failure_should_leave_what_the_server_named() {
        let (cache, request) = (Cache::new(1000), request("https://a.example"));
        cache.keep(&request, outcome(SECOND, Ok("1")), Some(HeaderValue::from_static("\"x\"")));
        cache.keep(&request, outcome(SECOND, Err(Error::Page)), None);
        assert_eq!(&*cache.tagged(&request).unwrap().body, "1");
        cache.keep(&request, outcome(SECOND, Ok("2")), None);
        assert!(cache.tagged(&request).is_none());
    }

    #[test]
    fn no_more_bytes_should_be_kept_than_allowed_and_the_oldest_should_go_first() {
        let cache = Cache::new(100);
        let requests: Vec<_> = (0..9).map(|at| request(&format!("https://{at}.example"))).collect();
        for (at, request) in (0..).zip(&requests) {
            let tag = Some(HeaderValue::from_static("\"x\""));
            cache.keep(request, outcome(SECOND * at, Ok(&"x".repeat(30))), tag);
            let entries = cache.entries();
            let held: usize = entries.by_request.values().map(Entry::bytes).sum();
            assert_eq!(entries.bytes, held);
            assert!(held <= 100);
        }
        let kept = requests.iter().map(|request| cache.tagged(request).is_some());
        assert_eq!(kept.collect::<Vec<_>>(), [[false; 3], [false; 3], [true; 3]].concat());
        // One that is larger than all that is allowed leaves nothing.
        cache.keep(&requests[8], outcome(SECOND * 9, Ok(&"x".repeat(101))), None);
        assert_eq!(cache.entries().bytes, 0);
    }
}
