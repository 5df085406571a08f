//! One exchange: a request, as many hops as are allowed, and the body at their end.

use super::{body::Body, cache::Tagged, hosts::NotNow, Client, Request, Trace};
use crate::{
    error::{Error, Form, Phase},
    secret::{Quote, Secrets},
};
use opg_net::NoAddress;
use reqwest::{
    header::{
        HeaderMap, HeaderName, HeaderValue, ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING,
        CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION, RETRY_AFTER,
    },
    Method, Response, StatusCode, Url,
};
use std::{
    error::Error as StdError,
    io,
    sync::Arc,
    time::{Duration, SystemTime},
};
use tokio::time::Instant;

/// A name of a body that is longer is not worth keeping.
const LONGEST_TAG: usize = 256;

/// A body, and its name for the server.
pub(super) struct Answer {
    pub body: Arc<str>,
    pub tag: Option<HeaderValue>,
}

impl Client {
    /// Asks once, and goes where it is sent on to.
    pub(super) async fn exchange(
        &self,
        request: &Request,
        end: Instant,
        trace: &mut Trace,
    ) -> Result<Answer, Error> {
        trace.phase = Phase::Waiting;
        (trace.status, trace.sent, trace.unpacked, trace.hops) = (None, 0, 0, 0);
        let tagged = self.0.cache.tagged(request);
        let mut url = request.url.clone();
        loop {
            trace.phase = Phase::Waiting;
            // The host's place first: those who wait for a host that hangs take nobody's turn. Neither is ever closed.
            let places = self.0.hosts.places(&place(&url));
            let _place = places.acquire().await;
            self.admit(&url, &request.secrets, end).await?;
            let _turn = self.0.turns.acquire().await;
            trace.phase = Phase::Asking;
            let response = self.send(request, &url, tagged.as_ref()).await?;
            let status = response.status();
            trace.status = Some(status.as_u16());
            match (status, &tagged) {
                (StatusCode::OK | StatusCode::NON_AUTHORITATIVE_INFORMATION, _) => {
                    return self.read(response, &request.secrets, trace).await;
                },
                (StatusCode::NOT_MODIFIED, Some(Tagged { tag, body })) => {
                    return Ok(Answer { body: Arc::clone(body), tag: Some(tag.clone()) });
                },
                (StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE, _) => {
                    return Err(self.busy(&url, &response));
                },
                // 304 is among them, and was not asked for.
                _ if status.is_redirection() && status != StatusCode::NOT_MODIFIED => {
                    if trace.hops == self.0.config.redirects {
                        return Err(Error::Redirects { most: trace.hops });
                    }
                    trace.hops += 1;
                    url = next_hop(request, &url, &response)?;
                },
                _ => return Err(Error::Status { status: status.as_u16() }),
            }
        }
    }

    /// Whether this may be asked at all, and when it is our turn.
    async fn admit(&self, url: &Url, secrets: &Secrets, end: Instant) -> Result<(), Error> {
        let host = || host_of(url, secrets);
        if url.scheme() != "https" && !(url.scheme() == "http" && self.0.config.plain_http) {
            return Err(Error::Unencrypted { host: host() });
        }
        let literal = self.0.resolver.check_literal(url.host_str().unwrap_or_default());
        literal.map_err(|refused| Error::Refused { host: host(), refused })?;
        let now = Instant::now();
        match self.0.hosts.turn(&place(url), now, end.saturating_duration_since(now)) {
            Ok(Duration::ZERO) => Ok(()),
            Ok(wait) => {
                tokio::time::sleep(wait).await;
                Ok(())
            },
            Err(NotNow::Resting(left)) => Err(Error::Resting { host: host(), left }),
            Err(NotNow::Turn(wait)) => Err(Error::Turn { host: host(), wait }),
        }
    }

    async fn send(
        &self,
        request: &Request,
        url: &Url,
        tagged: Option<&Tagged>,
    ) -> Result<Response, Error> {
        let mut headers = HeaderMap::from_iter([
            (ACCEPT, HeaderValue::from_static("application/json")),
            (ACCEPT_ENCODING, HeaderValue::from_static("gzip")),
        ]);
        if request.method == Method::POST {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        // The file's own replace ours.
        headers.extend(request.headers_for(url));
        if let Some(Tagged { tag, .. }) = tagged {
            headers.insert(IF_NONE_MATCH, tag.clone());
        }
        let asking = self.0.http.request(request.method.clone(), url.clone()).headers(headers);
        let asking = asking.body(request.body.clone()).send();
        asking.await.map_err(|error| wrong(&error, url, 0, &request.secrets))
    }

    /// Takes in the body, if it says of itself that it is JSON and not too large.
    async fn read(
        &self,
        mut response: Response,
        secrets: &Secrets,
        trace: &mut Trace,
    ) -> Result<Answer, Error> {
        trace.phase = Phase::Reading;
        let kind = header(&response, CONTENT_TYPE);
        if !may_be_json(kind) {
            return Err(match kind {
                "text/html" => Error::Page,
                _ if kind.starts_with("text/html;") => Error::Page,
                _ => Error::ContentType { found: secrets.quote(kind) },
            });
        }
        let most = self.0.config.sent_bytes;
        if response.content_length().is_some_and(|announced| announced > most) {
            return Err(Error::TooLarge { most, form: Form::Sent });
        }
        let encoding = header(&response, CONTENT_ENCODING).to_ascii_lowercase();
        let mut body = Body::packed(&encoding, most, self.0.config.body_bytes, secrets)?;
        let tag = response.headers().get(ETAG).filter(|tag| tag.len() <= LONGEST_TAG).cloned();
        let url = response.url().clone();
        while let Some(bytes) =
            response.chunk().await.map_err(|error| wrong(&error, &url, trace.sent, secrets))?
        {
            body.take(&bytes, trace)?;
        }
        let text = String::from_utf8(body.finish(trace)?);
        let text = text.map_err(|error| Error::NotJson {
            why: secrets.quote(&format!("it is no UTF-8 text: {}", error.utf8_error())),
            line: 0,
            column: 0,
            near: secrets.quote(""),
        })?;
        Ok(Answer { body: text.into(), tag })
    }

    /// Who is busy is left alone for as long as it says.
    fn busy(&self, url: &Url, response: &Response) -> Error {
        let after = retry_after(header(response, RETRY_AFTER), SystemTime::now());
        if let Some(after) = after {
            self.0.hosts.rest(&place(url), Instant::now(), after);
        }
        Error::Busy { status: response.status().as_u16(), after }
    }
}

/// Where a request goes that was sent on.
fn next_hop(request: &Request, from: &Url, response: &Response) -> Result<Url, Error> {
    let secrets = &request.secrets;
    let to = header(response, LOCATION);
    let refuse = |to: Quote, why| Err(Error::Redirect { to, why });
    let Ok(mut to) = from.join(to).map_err(drop) else {
        return refuse(secrets.quote("nowhere"), "that is no address");
    };
    let shown = secrets.quote(&to.origin().ascii_serialization());
    to.set_fragment(None);
    if to.host_str().is_none() || !matches!(to.scheme(), "http" | "https") {
        refuse(shown, "that is not on the web")
    } else if header(response, LOCATION).is_empty() {
        refuse(shown, "it does not say where to")
    } else if from.scheme() == "https" && to.scheme() != "https" {
        refuse(shown, "that would be without encryption")
    } else if !request.is_idempotent() {
        refuse(shown, "what is posted goes where the file says and nowhere else")
    } else if !to.username().is_empty() || to.password().is_some() {
        refuse(shown, "it names a user")
    } else {
        Ok(to)
    }
}

/// Whether a body of this type may be JSON. Many servers say nothing, or that it is some text.
fn may_be_json(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(
        kind.as_str(),
        "" | "application/json" | "text/json" | "text/plain" | "application/octet-stream"
    ) || (kind.starts_with("application/") && kind.ends_with("+json"))
}

/// A number of seconds, or a time.
fn retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let time = httpdate::parse_http_date(text).ok()?;
    Some(time.duration_since(now).unwrap_or_default())
}

fn header(response: &Response, name: HeaderName) -> &str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Host and port, by which turns are counted.
fn place(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    format!("{host}:{}", url.port_or_known_default().unwrap_or_default())
}

fn host_of(url: &Url, secrets: &Secrets) -> Quote {
    secrets.quote(url.host_str().unwrap_or_default())
}

/// What the HTTP client's error means, by what caused it.
fn wrong(error: &reqwest::Error, url: &Url, bytes: u64, secrets: &Secrets) -> Error {
    let host = host_of(url, secrets);
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    let mut last = String::new();
    while let Some(found) = cause {
        match found.downcast_ref::<NoAddress>() {
            Some(NoAddress::Refused(refused)) => return Error::Refused { host, refused: *refused },
            Some(NoAddress::Unknown(why)) => {
                return Error::NoHost { host, why: secrets.quote(&why.to_string()) };
            },
            None => {},
        }
        if let Some(why) = found.downcast_ref::<rustls::Error>() {
            return Error::Tls { host, why: secrets.quote(&why.to_string()) };
        }
        last = found.to_string();
        // What an I/O error wraps is not its source, but itself.
        let wrapped = found.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let wrapped = wrapped.map(|wrapped| wrapped as &(dyn StdError + 'static));
        cause = wrapped.or_else(|| found.source());
    }
    let why = secrets.quote(if last.is_empty() { "no reason is known" } else { &last });
    match error.is_connect() {
        true => Error::Connect { host, why },
        false => Error::Broken { bytes, why },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_that_may_be_json_should_be_read_and_others_not() {
        for kind in [
            "",
            "application/json",
            "Application/JSON; charset=utf-8",
            "application/vnd.api+json",
            "text/plain;charset=UTF-8",
        ] {
            assert!(may_be_json(kind), "{kind}");
        }
        for kind in ["text/html", "image/png", "application/xml", "text/css", "x+json"] {
            assert!(!may_be_json(kind), "{kind}");
        }
    }

    #[test]
    fn a_rest_should_be_read_as_seconds_and_as_a_time() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_770);
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(retry_after("120", now), Some(Duration::from_secs(120)));
        assert_eq!(retry_after(date, now), Some(Duration::from_secs(7)));
        assert_eq!(retry_after(date, now + Duration::from_secs(100)), Some(Duration::ZERO));
        for nonsense in ["", "-1", "soon", "1.5"] {
            assert_eq!(retry_after(nonsense, now), None, "{nonsense}");
        }
    }
}
