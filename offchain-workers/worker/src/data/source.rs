//! What a reporter knows of its feeds: the file that says where to ask, and what came of asking.

use super::views::{Duty, Terms};
use crate::config;
use opg_feeds::{Client, Feeds, Fetcher, FileError, NoValue};
use opg_primitives::feeds::{FeedId, Value};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// Why nothing is said of a feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    #[error("the feed file has no feed of this number: add it, or leave the feed")]
    NotInFile,
    #[error(
        "the feed file says {file} decimals and the chain {chain}: values would be off by powers of ten; write \
         `decimals = {chain}`"
    )]
    Decimals { file: u8, chain: u8 },
    #[error(transparent)]
    NoValue(#[from] NoValue),
    #[error("{0} in the feed's decimals has more than 64 bits, which the chain cannot take")]
    TooLarge(i128),
}

/// What of a feed's entry in the file counts here.
#[derive(Clone, Debug)]
struct Entry {
    name: String,
    decimals: u8,
    /// How old a value may be.
    most_age: Duration,
    min: i128,
    max: i128,
}

/// The sources, not asked yet.
pub struct Sources {
    client: Client,
    feeds: Feeds,
    entries: BTreeMap<FeedId, Entry>,
}

impl Sources {
    pub fn load(settings: &config::Feeds) -> Result<Self, Error> {
        let client = Client::new(&settings.http).map_err(Error::Client)?;
        let feeds = Feeds::load(&settings.file)?;
        let entry = |feed: &opg_feeds::Feed| Entry {
            name: feed.name.clone(),
            decimals: feed.decimals,
            most_age: feed.every.saturating_add(Duration::from_secs(settings.fresh_seconds)),
            min: feed.min,
            max: feed.max,
        };
        let entries = feeds.iter().map(|feed| (feed.id, entry(feed))).collect();
        Ok(Self { client, feeds, entries })
    }

    pub fn feeds(&self) -> impl Iterator<Item = FeedId> + '_ {
        self.entries.keys().copied()
    }

    /// Whether a feed of the chain is the one that the file means. Says what else looks wrong.
    pub fn check(&self, feed: FeedId, terms: Option<&Terms>) -> Result<(), Error> {
        let Some(entry) = self.entries.get(&feed) else { return Ok(()) };
        let name = &entry.name;
        let Some(terms) = terms else {
            tracing::warn!(
                feed,
                name,
                "the chain has no feed of this number: it was removed, or the number is wrong"
            );
            return Ok(());
        };
        let on_chain = terms.name();
        if entry.decimals != terms.decimals {
            let why = Unknown::Decimals { file: entry.decimals, chain: terms.decimals };
            return Err(Error::Feed { feed, name: name.clone(), on_chain, why });
        }
        if entry.min > terms.min.into() || entry.max < terms.max.into() {
            tracing::warn!(
                feed,
                name,
                "the bounds in the feed file are narrower than the chain's: of what lies between it hears nothing"
            );
        }
        tracing::info!(feed, name, on_chain, "has sources");
        Ok(())
    }

    /// Begins to ask, for no feed yet.
    pub fn start(self) -> Knowledge {
        let fetcher = Fetcher::idle(&self.client, &self.feeds);
        Knowledge { fetcher, entries: self.entries }
    }
}

/// What is wrong with what an operator wrote.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("[feeds.http]: {0}")]
    Client(#[source] opg_feeds::Error),
    #[error("feed {feed} ({name}; on the chain {on_chain}): {why}")]
    Feed { feed: FeedId, name: String, on_chain: String, why: Unknown },
}

/// What the sources say.
pub struct Knowledge {
    fetcher: Fetcher,
    entries: BTreeMap<FeedId, Entry>,
}

impl Knowledge {
    /// Whether something can ever be said of a feed that is like this on the chain.
    pub fn serves(&self, duty: &Duty) -> Result<(), Unknown> {
        let entry = self.entries.get(&duty.feed).ok_or(Unknown::NotInFile)?;
        match (entry.decimals, duty.terms.decimals) {
            (file, chain) if file == chain => Ok(()),
            (file, chain) => Err(Unknown::Decimals { file, chain }),
        }
    }

    /// From now on, asks for these only.
    pub fn ask_for(&mut self, feeds: &BTreeSet<FeedId>) {
        self.fetcher.only(|feed| feeds.contains(&feed));
    }

    /// What is known of a feed now.
    pub fn value(&self, feed: FeedId) -> Result<Value, Unknown> {
        let entry = self.entries.get(&feed).ok_or(Unknown::NotInFile)?;
        let value = self.fetcher.fresh(feed, entry.most_age)?.value;
        Value::try_from(value).map_err(|_| Unknown::TooLarge(value))
    }

    /// What the file calls it.
    pub fn name(&self, feed: FeedId) -> &str {
        self.entries.get(&feed).map_or("", |entry| &entry.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn sources() -> Sources {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        write!(
            file,
            "[sources]\na.url = 'https://a.example'\n\
             [[feeds]]\nid = 3\nname = 'BTC/USD'\ndecimals = 8\nmin = '1'\nmax = '1e7'\nat_least = 1\n\
             sources = {{ a = {{}} }}"
        )
        .unwrap();
        Sources::load(&config::Feeds { file: file.path().into(), ..Default::default() }).unwrap()
    }

    fn terms(decimals: u8) -> Terms {
        let (name, faulty, min, max) = (b"btc-usd".to_vec(), 1, 0, 1_000_000_000_000_000);
        Terms { name, faulty, decimals, min, max, deviation: 50 }
    }

    #[test]
    fn other_decimals_than_the_chains_should_be_refused_with_both() {
        let sources = sources();
        sources.check(3, Some(&terms(8))).unwrap();
        // Not on the chain, or not in the file, it is none of our concern.
        sources.check(3, None).unwrap();
        sources.check(4, Some(&terms(6))).unwrap();
        let error = sources.check(3, Some(&terms(6))).unwrap_err().to_string();
        for part in ["feed 3", "BTC/USD", "btc-usd", "8 decimals", "the chain 6", "decimals = 6"] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }

    #[tokio::test]
    async fn feed_should_be_served_if_the_file_has_it_as_the_chain_does() {
        let known = sources().start();
        let duty = |feed, decimals| Duty {
            feed,
            terms: terms(decimals),
            round: 1,
            running: false,
            done: false,
            late: None,
            due: true,
            latest: None,
            can_answer: true,
        };
        assert_eq!(known.serves(&duty(3, 8)), Ok(()));
        assert_eq!(known.serves(&duty(4, 8)), Err(Unknown::NotInFile));
        let decimals = Unknown::Decimals { file: 8, chain: 6 };
        assert_eq!(known.serves(&duty(3, 6)), Err(decimals));
        assert!(matches!(known.value(3), Err(Unknown::NoValue(_))));
    }
}
