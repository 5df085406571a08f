//! A feed file, tried once and explained.

use crate::{
    client::Client,
    combine::{combine, NoValue, Value},
    feeds::{Feed, Feeds},
    source::{read, Reading},
};
use futures::{
    future::join_all,
    stream::{iter, StreamExt},
};
use serde_json::{json, Value as Json};
use std::{fmt, sync::Arc, time::Duration};

/// Feeds that are tried at a time.
const AT_A_TIME: usize = 8;

/// What came of trying every source of every feed.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Feed by feed, as in the file.
    pub feeds: Vec<CheckedFeed>,
}

/// What came of one feed.
#[derive(Clone, Debug)]
pub struct CheckedFeed {
    feed: Arc<Feed>,
    /// Its value, or why it has none.
    pub value: Result<Value, NoValue>,
    /// What each source said.
    pub readings: Vec<Reading>,
}

/// Asks every source of every feed once.
pub async fn check(client: &Client, feeds: &Feeds) -> Checked {
    let checked = iter(feeds.all.iter().cloned()).map(|feed| async move {
        // Two feeds that ask the same are shown the same answer.
        let share = Duration::from_secs(60);
        let sources = feed.sources.iter().map(|source| read(client, &feed, source, share));
        let readings = join_all(sources).await;
        CheckedFeed { value: combine(&feed, &readings), feed, readings }
    });
    Checked { feeds: checked.buffered(AT_A_TIME).collect().await }
}

impl Checked {
    /// Whether every feed has a value, and every source gave one that agrees.
    pub fn is_good(&self) -> bool {
        self.feeds.iter().all(CheckedFeed::is_good)
    }

    /// Whether every feed has a value, whatever single sources gave.
    pub fn has_all_values(&self) -> bool {
        self.feeds.iter().all(|feed| feed.value.is_ok())
    }

    /// For programs.
    pub fn to_json(&self) -> Json {
        json!({ "good": self.is_good(), "feeds": self.feeds.iter().map(CheckedFeed::to_json).collect::<Vec<_>>() })
    }
}

impl CheckedFeed {
    /// Its number on the chain.
    pub fn id(&self) -> u32 {
        self.feed.id
    }

    fn is_good(&self) -> bool {
        let agree = self.value.as_ref().is_ok_and(|value| value.apart.is_empty());
        agree && self.readings.iter().all(|reading| reading.value.is_ok())
    }

    /// How far a source is from the median, if that is too far.
    fn apart(&self, source: &str) -> Option<u32> {
        let value = self.value.as_ref().ok()?;
        value.apart.iter().find(|apart| apart.source == source).map(|apart| apart.ppm)
    }

    fn to_json(&self) -> Json {
        let (value, error) = match &self.value {
            Ok(value) => (Some(value.value), None),
            Err(none) => (None, Some(none.to_string())),
        };
        json!({
            "id": self.feed.id,
            "name": self.feed.name,
            "decimals": self.feed.decimals,
            // As a text: programs that read JSON have no room for 128 bits.
            "scaled": value.map(|value| value.to_string()),
            "value": value.map(|value| self.feed.in_words(value)),
            "error": error,
            "sources": self.readings.iter().map(|reading| self.source_json(reading)).collect::<Vec<_>>(),
        })
    }

    fn source_json(&self, reading: &Reading) -> Json {
        let (value, error) = (reading.value.as_ref().ok(), reading.value.as_ref().err());
        let trace = &reading.trace;
        json!({
            "name": reading.source,
            "asked": reading.asked,
            "milliseconds": u64::try_from(reading.took.as_millis()).unwrap_or(u64::MAX),
            "status": trace.status,
            "bytes_sent": trace.sent,
            "bytes_unpacked": trace.unpacked,
            "tries": trace.tries,
            "redirects": trace.hops,
            "shared": trace.shared,
            "value": value.map(|value| self.feed.in_words(*value)),
            "apart_ppm": self.apart(&reading.source),
            "error": error.map(|error| json!({
                "name": error.name(),
                "what": error.to_string(),
                "next": error.next(),
            })),
        })
    }

    fn write_source(&self, reading: &Reading, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let trace = &reading.trace;
        let sign = match (&reading.value, self.apart(&reading.source)) {
            (Ok(_), None) => "ok  ",
            (Ok(_), Some(_)) => "far ",
            (Err(_), _) => "FAIL",
        };
        write!(f, "  {sign} {}: ", reading.source)?;
        match &reading.value {
            Ok(value) => write!(f, "{}", self.feed.in_words(*value))?,
            Err(error) => write!(f, "{error}")?,
        }
        if let Some(ppm) = self.apart(&reading.source) {
            write!(f, ", {}.{:04} % from the median", ppm / 10_000, ppm % 10_000)?;
        }
        writeln!(f)?;
        write!(f, "       {}", reading.asked)?;
        if trace.shared {
            return writeln!(f, " (answered before, for another feed)");
        }
        if let Some(status) = trace.status {
            write!(f, ", status {status}")?;
        }
        write!(f, ", {} ms", reading.took.as_millis())?;
        match trace.sent == trace.unpacked {
            true => write!(f, ", {} bytes", trace.sent)?,
            false => write!(f, ", {} bytes, {} unpacked", trace.sent, trace.unpacked)?,
        }
        if trace.hops > 0 {
            write!(f, ", sent on {} times", trace.hops)?;
        }
        if trace.tries > 1 {
            write!(f, ", {} tries", trace.tries)?;
        }
        writeln!(f)?;
        match &reading.value {
            Ok(_) => Ok(()),
            Err(error) => writeln!(f, "       next: {}", error.next()),
        }
    }
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, checked) in self.feeds.iter().enumerate() {
            if at > 0 {
                writeln!(f)?;
            }
            let CheckedFeed { feed, value, readings } = checked;
            match value {
                Ok(value) => writeln!(
                    f,
                    "feed {} {}: {} (on the chain {})",
                    feed.id,
                    feed.name,
                    feed.in_words(value.value),
                    value.value
                )?,
                Err(NoValue::TooFew { read, needed, .. }) => writeln!(
                    f,
                    "feed {} {}: no value, since {read} of its sources could be read and {needed} are needed",
                    feed.id, feed.name
                )?,
                Err(none) => writeln!(f, "feed {} {}: no value, since {none}", feed.id, feed.name)?,
            }
            readings.iter().try_for_each(|reading| checked.write_source(reading, f))?;
        }
        Ok(())
    }
}
