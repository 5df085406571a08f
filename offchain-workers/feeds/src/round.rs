//! The sources of a feed, asked together round after round.
//!
//! What most of them say is not held up by one that hangs: a round is over when all have answered, or at the next
//! one's time if those that have are enough for a value. Who has not answered by then is still waited for, but is not
//! asked again before it has, and counts as late until then: what it says at last is of an earlier time than what the
//! others say, and not used.
//!
//! Nobody is left out for being slower than others: there is a value before all have answered only when those that
//! are missing were late in the round before.

use crate::{
    client::Client,
    combine::{combine, NoValue, Value},
    error::Error,
    feeds::Feed,
    source::{read, Reading},
};
use futures::{
    future::BoxFuture,
    stream::{FuturesUnordered, StreamExt},
    FutureExt,
};
use std::time::Duration;
use tokio::time::{sleep_until, Instant};

/// How long others are waited for at least: nobody is left out for a moment's delay.
const GRACE: Duration = Duration::from_millis(500);

/// What is known in a round.
pub(crate) struct Known {
    pub value: Result<Value, NoValue>,
    pub readings: Vec<Reading>,
}

/// One source of a feed.
struct Asked {
    /// What it said in this round.
    said: Option<Reading>,
    /// Whether it is being asked.
    is_open: bool,
    /// Whether it had said nothing at the end of the round before.
    was_late: bool,
    /// What stands for it when it has said nothing.
    late: Reading,
}

/// The rounds of one feed.
pub(crate) struct Rounds<'a> {
    client: &'a Client,
    feed: &'a Feed,
    /// Exchanges, with the number of their source and of the round that began them.
    under_way: FuturesUnordered<BoxFuture<'a, (usize, u64, Reading)>>,
    sources: Vec<Asked>,
    round: u64,
}

impl<'a> Rounds<'a> {
    pub fn new(client: &'a Client, feed: &'a Feed) -> Self {
        let asked = |source| {
            let late = Reading::none(source, Error::Late);
            Asked { said: None, is_open: false, was_late: false, late }
        };
        let sources = feed.sources.iter().map(asked).collect();
        Self { client, feed, under_way: FuturesUnordered::new(), sources, round: 0 }
    }

    /// Goes once round. Tells what is known when there is a value that nobody is to be waited for, and when all have
    /// answered.
    pub async fn go_round(&mut self, mut tell: impl FnMut(Known)) {
        let begun = Instant::now();
        let next = begun + self.feed.every;
        self.ask();
        // Since when there is a value.
        let (mut since, mut is_told, mut is_complete) = (None::<Instant>, false, false);
        loop {
            if !is_complete && self.missing().next().is_none() {
                tell(self.known());
                (is_told, is_complete) = (true, true);
            }
            let suffices = is_complete || self.value().is_ok();
            if suffices && since.is_none() {
                since = Some(Instant::now());
            }
            let until = match since {
                Some(since) if !is_told => self.patience(begun, since),
                _ => next,
            };
            tokio::select! {
                Some((source, round, reading)) = self.under_way.next() => self.hear(source, round, reading),
                () = sleep_until(until), if suffices => {
                    if !is_told {
                        tell(self.known());
                        is_told = true;
                    }
                    if Instant::now() >= next {
                        return;
                    }
                },
            }
        }
    }

    /// Until when the others are waited for, in a round that has a value since then.
    fn patience(&self, begun: Instant, since: Instant) -> Instant {
        let most = (begun + self.feed.every).max(since + GRACE);
        match self.missing().all(|source| source.was_late) {
            true => (since + (since - begun).max(GRACE)).min(most),
            false => most,
        }
    }

    /// Asks all that are not being asked already; those are late.
    fn ask(&mut self) {
        self.round = self.round.wrapping_add(1);
        let (client, feed, round) = (self.client, self.feed, self.round);
        for (number, (asked, source)) in self.sources.iter_mut().zip(&feed.sources).enumerate() {
            let was_late = |said: &Reading| matches!(said.value, Err(Error::Late));
            asked.was_late = round > 1 && asked.said.as_ref().is_none_or(was_late);
            asked.said = asked.is_open.then(|| asked.late.clone());
            if !asked.is_open {
                asked.is_open = true;
                let reading = read(client, feed, source, feed.every / 2);
                self.under_way.push(reading.map(move |reading| (number, round, reading)).boxed());
            }
        }
    }

    fn hear(&mut self, source: usize, round: u64, reading: Reading) {
        let Some(asked) = self.sources.get_mut(source) else { return };
        asked.is_open = false;
        if round == self.round {
            asked.said = Some(reading);
        }
    }

    /// Those that have said nothing in this round.
    fn missing(&self) -> impl Iterator<Item = &Asked> {
        self.sources.iter().filter(|asked| asked.said.is_none())
    }

    fn readings(&self) -> Vec<Reading> {
        let said = |asked: &Asked| asked.said.as_ref().unwrap_or(&asked.late).clone();
        self.sources.iter().map(said).collect()
    }

    fn value(&self) -> Result<Value, NoValue> {
        combine(self.feed, &self.readings())
    }

    fn known(&self) -> Known {
        let readings = self.readings();
        Known { value: combine(self.feed, &readings), readings }
    }
}
