//! The HTTP client: asks servers that may be slow, broken or hostile, in bounded time and memory.
//!
//! ```text
//!   request -> gate (the same is asked once) -> turn (of the host, of all) -> hop -> body -> text
//!                  ^ the last outcome              ^                          |
//!                  | if young                      |  try again, later  <-----+  sent on: checked again
//! ```

mod body;
mod cache;
mod exchange;
mod hosts;
mod request;

pub use hosts::Rate;
pub(crate) use request::Request;

use crate::{
    error::{Error, Phase},
    moment::Moment,
    secret::Secrets,
};
use cache::{Cache, Outcome};
use exchange::Answer;
use hosts::Hosts;
use ipnet::IpNet;
use opg_net::{use_some_cryptography, Guard, Resolver};
use reqwest::redirect::Policy;
use serde::{Deserialize, Serialize};
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::{
    sync::Semaphore,
    time::{timeout, timeout_at, Instant},
};

/// What a client may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Networks that may be reached though they are not public, like `10.1.0.0/16`.
    pub allowed: Vec<IpNet>,
    /// Whether `http://` is asked too.
    pub plain_http: bool,
    /// Certificates, as PEM, of authorities that are believed besides the system's.
    pub authorities: Option<PathBuf>,
    /// Requests at a time.
    pub at_a_time: u32,
    /// How often one host is asked.
    pub per_host: Rate,
    /// Seconds until a connection must stand.
    pub connect_seconds: u32,
    /// Bytes of an answer as it is sent.
    pub sent_bytes: u64,
    /// Bytes of an answer when it is unpacked.
    pub body_bytes: u64,
    /// How often a server may send us on.
    pub redirects: u32,
    /// How often it is tried, the first time with it, where trying again does no harm.
    pub tries: u32,
    /// Bytes of answers that are remembered.
    pub cache_bytes: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            allowed: Vec::new(),
            plain_http: false,
            authorities: None,
            at_a_time: 64,
            per_host: Rate::default(),
            connect_seconds: 4,
            sent_bytes: 1 << 20,
            body_bytes: 1 << 20,
            redirects: 3,
            tries: 3,
            cache_bytes: 64 << 20,
        }
    }
}

/// Asks servers. Cheap to clone; clones share their cache and their turns.
#[derive(Clone)]
pub struct Client(Arc<Parts>);

struct Parts {
    http: reqwest::Client,
    resolver: Resolver,
    config: Config,
    hosts: Hosts,
    cache: Cache,
    turns: Semaphore,
}

/// How an exchange went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// How far it came.
    pub phase: Phase,
    /// The last status that a server answered with.
    pub status: Option<u16>,
    /// Bytes of the body as they were sent.
    pub sent: u64,
    /// Bytes of the body when unpacked.
    pub unpacked: u64,
    /// How often it was tried.
    pub tries: u32,
    /// How often we were sent on.
    pub hops: u32,
    /// Whether the answer is one that another feed had asked for.
    pub shared: bool,
}

/// What came of asking.
pub(crate) struct Fetched {
    pub body: Result<Arc<str>, Error>,
    /// What the body says is no newer than this.
    pub begun: Moment,
    pub trace: Trace,
}

impl Client {
    /// Asks nobody yet.
    pub fn new(config: &Config) -> Result<Self, Error> {
        use_some_cryptography();
        let resolver = Resolver::new(Guard::allowing(config.allowed.iter().copied()));
        let http = reqwest::Client::builder()
            .user_agent(concat!("opg-feeds/", env!("CARGO_PKG_VERSION")))
            .tls_certs_merge(authorities(config)?)
            .dns_resolver(resolver.clone())
            // A proxy would connect to what nobody checked.
            .no_proxy()
            // Each hop is checked here.
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            // Packed bodies are unpacked here, within limits, whatever else the process builds its client with.
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .http1_only()
            .connect_timeout(Duration::from_secs(config.connect_seconds.into()))
            .pool_idle_timeout(Duration::from_secs(60))
            .build();
        let http = http.map_err(|error| unusable(&chain(&error)))?;
        Ok(Self(Arc::new(Parts {
            http,
            resolver,
            config: config.clone(),
            hosts: Hosts::new(config.per_host),
            cache: Cache::new(usize::try_from(config.cache_bytes).unwrap_or(usize::MAX)),
            turns: Semaphore::new(config.at_a_time.max(1) as usize),
        })))
    }

    /// Asks, or takes what was answered no longer than `share` ago. Ends within the time given.
    pub(crate) async fn fetch(
        &self,
        request: &Arc<Request>,
        within: Duration,
        share: Duration,
    ) -> Fetched {
        let asked = Instant::now();
        let mut trace = Trace::default();
        let gate = self.0.cache.gate(request);
        let Ok(_inside) = timeout(within, gate.lock()).await else {
            return Fetched { body: Err(slow(within, &trace)), begun: Moment::now(), trace };
        };
        if let Some(Outcome { begun, body, .. }) = self.0.cache.shared(request, asked, share) {
            trace.shared = true;
            return Fetched { body, begun, trace };
        }
        let begun = Moment::now();
        let end = asked + within;
        let answer = timeout_at(end, self.ask(request, end, &mut trace)).await;
        let (body, tag) = match answer {
            Ok(Ok(Answer { body, tag })) => (Ok(body), tag),
            Ok(Err(error)) => (Err(error), None),
            Err(_) => (Err(slow(within, &trace)), None),
        };
        let outcome = Outcome { begun, ended: Instant::now(), body: body.clone() };
        self.0.cache.keep(request, outcome, tag);
        Fetched { body, begun, trace }
    }

    /// Asks until there is an answer, or trying again would be of no use.
    async fn ask(
        &self,
        request: &Request,
        end: Instant,
        trace: &mut Trace,
    ) -> Result<Answer, Error> {
        loop {
            trace.tries += 1;
            let error = match self.exchange(request, end, trace).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let left = end.saturating_duration_since(Instant::now());
            let pause = pause(&error, trace.tries, fastrand::f64());
            match pause.filter(|pause| *pause < left) {
                Some(pause) if trace.tries < self.0.config.tries && may_repeat(request, &error) => {
                    trace.phase = Phase::Pausing;
                    tokio::time::sleep(pause).await;
                },
                _ => return Err(error),
            }
        }
    }
}

/// Whether asking again does no harm: what is idempotent, and what never reached the server.
fn may_repeat(request: &Request, error: &Error) -> bool {
    request.is_idempotent() || matches!(error, Error::Connect { .. } | Error::NoHost { .. })
}

/// How long to wait before trying again, if what went wrong may be right the next time: twice as long each time,
/// and not as long as others who failed at the same moment.
fn pause(error: &Error, tries: u32, luck: f64) -> Option<Duration> {
    let step = Duration::from_millis(200) * 2u32.saturating_pow(tries.saturating_sub(1).min(10));
    let pause = step.mul_f64(0.5 + luck.clamp(0.0, 1.0) / 2.0);
    match error {
        Error::Connect { .. } | Error::NoHost { .. } | Error::Broken { .. } => Some(pause),
        Error::Status { status: 408 | 500 | 502 | 504 } => Some(pause),
        Error::Busy { after, .. } => Some(after.unwrap_or_default().max(pause)),
        _ => None,
    }
}

fn slow(within: Duration, trace: &Trace) -> Error {
    Error::Slow { within, phase: trace.phase, bytes: trace.sent }
}

fn authorities(config: &Config) -> Result<Vec<reqwest::Certificate>, Error> {
    let Some(file) = &config.authorities else { return Ok(Vec::new()) };
    let pem =
        std::fs::read(file).map_err(|error| unusable(&format!("{}: {error}", file.display())))?;
    let found = reqwest::Certificate::from_pem_bundle(&pem)
        .map_err(|error| unusable(&format!("{}: {error}", file.display())))?;
    match found.is_empty() {
        true => Err(unusable(&format!("{} has no certificate", file.display()))),
        false => Ok(found),
    }
}

fn unusable(why: &str) -> Error {
    Error::Client { why: Secrets::default().quote(why) }
}

/// An error with what caused it, the innermost last.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_should_grow_and_differ() {
        let broken = Error::Broken { bytes: 0, why: Secrets::default().quote("") };
        let millis = |tries, luck| pause(&broken, tries, luck).unwrap().as_millis();
        assert_eq!([millis(1, 0.0), millis(1, 1.0)], [100, 200]);
        assert_eq!([millis(3, 0.0), millis(3, 1.0)], [400, 800]);
        assert!(millis(u32::MAX, 1.0) < 300_000);
        let busy = |after| Error::Busy { status: 429, after };
        let long = Duration::from_secs(7);
        assert_eq!(pause(&busy(Some(long)), 1, 0.5), Some(long));
        assert!(pause(&busy(None), 1, 0.5).is_some());
    }

    #[test]
    fn what_stays_wrong_should_not_be_tried_again() {
        for error in [Error::Page, Error::Status { status: 404 }, Error::Redirects { most: 3 }] {
            assert_eq!(pause(&error, 1, 0.5), None, "{error}");
        }
    }
}
