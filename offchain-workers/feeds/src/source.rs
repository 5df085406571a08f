//! One source, asked once.

use crate::{
    client::{Client, Trace},
    error::Error,
    feeds::{Feed, Source},
    file::{Time, Unit},
    json,
    moment::Moment,
    number::{Decimal, Scale},
    path::Path,
    secret::Secrets,
};
use std::time::{Duration, SystemTime};
use tokio::time::Instant;

/// Answers from so far ahead of our clock are taken: no two clocks agree.
const AHEAD: Duration = Duration::from_secs(10);

/// What came of asking one source.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The source's name in the file.
    pub source: String,
    /// What was asked, without secrets.
    pub asked: String,
    /// Its value, in the feed's decimals, or what was wrong.
    pub value: Result<i128, Error>,
    /// How the exchange went.
    pub trace: Trace,
    /// When what it says was true, at the latest.
    pub begun: Moment,
    /// How long it took.
    pub took: Duration,
}

impl Reading {
    /// Of a source that was asked and gave nothing.
    pub(crate) fn none(source: &Source, why: Error) -> Self {
        Self {
            source: source.name.clone(),
            asked: format!("{:?}", source.request),
            value: Err(why),
            trace: Trace::default(),
            begun: Moment::now(),
            took: Duration::ZERO,
        }
    }
}

/// Asks a source, or takes what was answered to the same request no longer than `share` ago.
pub(crate) async fn read(
    client: &Client,
    feed: &Feed,
    source: &Source,
    share: Duration,
) -> Reading {
    let asked = Instant::now();
    let fetched = client.fetch(&source.request, source.within, share).await;
    let value = fetched.body.and_then(|body| value_in(&body, feed, source, SystemTime::now()));
    Reading {
        source: source.name.clone(),
        asked: format!("{:?}", source.request),
        value,
        trace: fetched.trace,
        begun: fetched.begun,
        took: asked.elapsed(),
    }
}

/// The value that a document has for a feed.
fn value_in(document: &str, feed: &Feed, source: &Source, now: SystemTime) -> Result<i128, Error> {
    let secrets = &source.request.secrets;
    if let Some(time) = &source.time {
        check_time(document, time, secrets, now)?;
    }
    let value = number_at(document, &source.path, feed.decimals, &source.scale, secrets)?;
    match (feed.min..=feed.max).contains(&value) {
        true => Ok(value),
        false => Err(Error::Bounds {
            value: feed.in_words(value),
            min: feed.in_words(feed.min),
            max: feed.in_words(feed.max),
        }),
    }
}

fn number_at(
    document: &str,
    path: &Path,
    decimals: u8,
    scale: &Scale,
    secrets: &Secrets,
) -> Result<i128, Error> {
    let value = json::find(document, path, secrets)?;
    let text = json::number(value, path, secrets)?;
    let number = text.parse::<Decimal>().and_then(|number| number.scaled(decimals, scale));
    number.map_err(|why| Error::Number { at: path.to_string(), found: secrets.quote(&text), why })
}

fn check_time(
    document: &str,
    time: &Time,
    secrets: &Secrets,
    now: SystemTime,
) -> Result<(), Error> {
    let decimals = match time.unit {
        Unit::Seconds => 3,
        Unit::Milliseconds => 0,
    };
    let millis = number_at(document, &time.path, decimals, &Scale::default(), secrets)?;
    let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
    let now = i128::try_from(now).unwrap_or(i128::MAX);
    let apart = Duration::from_millis(now.abs_diff(millis).try_into().unwrap_or(u64::MAX));
    let (most, direction) = match millis > now {
        true => (AHEAD, "ahead"),
        false => (Duration::from_secs(time.at_most_seconds.into()), "old"),
    };
    match apart <= most {
        true => Ok(()),
        false => Err(Error::Time { apart, direction, most }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Feeds;

    fn value(source: &str, document: &str) -> Result<i128, Error> {
        let text = format!(
            "[sources.a]\nurl = 'https://a.example'\n{source}\n[[feeds]]\nid = 1\nname = 'x'\ndecimals = 2\n\
             min = '0.01'\nmax = '1000'\nat_least = 1\nsources.a = {{}}"
        );
        let feeds = Feeds::parse(&text, |_| None).unwrap();
        let feed = &feeds.all[0];
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        value_in(document, feed, &feed.sources[0], now)
    }

    #[test]
    fn a_number_should_be_scaled_and_kept_within_bounds() {
        assert_eq!(value("path = 'p'", r#"{"p": 12.345}"#), Ok(1234));
        assert_eq!(value("path = 'p'\ninverse = true", r#"{"p": "4"}"#), Ok(25));
        assert_eq!(value("multiplier = '0.01'", "12345"), Ok(12345));
        for outside in ["-1", "0", "0.001", "1000.01"] {
            assert!(matches!(value("", outside), Err(Error::Bounds { .. })), "{outside}");
        }
        let error = value("path = 'p'", r#"{"p": 1e400}"#).unwrap_err().to_string();
        assert_eq!(error, "`p` is `1e400`: its exponent is beyond 100");
        let error = value("path = 'p'", r#"{"p": "NaN"}"#).unwrap_err().to_string();
        assert_eq!(error, "`p` is `NaN`: it is not a number as JSON writes them");
    }

    #[test]
    fn an_answer_of_another_time_should_be_refused() {
        let seconds = "path = 'p'\ntime = { path = 't', at_most_seconds = 60 }";
        let at = |time: &str| value(seconds, &format!(r#"{{"p": 1, "t": {time}}}"#));
        for time in ["1000000", "999940", "999940.5", "\"1000009\""] {
            assert_eq!(at(time), Ok(100), "{time}");
        }
        for time in ["999939", "0", "-5", "1000011", "1e30"] {
            assert!(matches!(at(time), Err(Error::Time { .. })), "{time}");
        }
        let millis =
            "path = 'p'\ntime = { path = 't', unit = 'milliseconds', at_most_seconds = 60 }";
        assert_eq!(value(millis, r#"{"p": 1, "t": 999940000}"#), Ok(100));
        assert!(value(millis, r#"{"p": 1, "t": 999939999}"#).is_err());
        assert!(matches!(at("null"), Err(Error::NotANumber { .. })));
    }
}
