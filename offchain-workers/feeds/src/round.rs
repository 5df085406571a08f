//! The sources of a feed, asked together round after round.
//!
//! What most of them say is not held up by one that is slow: a round is over when all have answered, or at the next
//! one's time if those that have are enough for a value. Who has not answered by then is still waited for, but is not
//! asked again before it has; what it says at last is of an earlier time than what the others say, and not used.

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

/// How long those that suffice wait for the others at least: nobody is left out for a moment's delay, since a value
/// of fewer sources may be another one.
const GRACE: Duration = Duration::from_millis(500);

/// What is known in a round.
pub(crate) struct Known {
    pub value: Result<Value, NoValue>,
    pub readings: Vec<Reading>,
}

/// The rounds of one feed.
pub(crate) struct Rounds<'a> {
    client: &'a Client,
    feed: &'a Feed,
    /// Exchanges, with the number of their source and of the round that began them.
    under_way: FuturesUnordered<BoxFuture<'a, (usize, u64, Reading)>>,
    /// What each source said in this round.
    said: Vec<Option<Reading>>,
    /// What stands for a source that has said nothing.
    late: Vec<Reading>,
    waited_for: Vec<bool>,
    round: u64,
}

impl<'a> Rounds<'a> {
    pub fn new(client: &'a Client, feed: &'a Feed) -> Self {
        let late: Vec<_> =
            feed.sources.iter().map(|source| Reading::none(source, Error::Late)).collect();
        let (said, waited_for) = (vec![None; late.len()], vec![false; late.len()]);
        let under_way = FuturesUnordered::new();
        Self { client, feed, under_way, said, late, waited_for, round: 0 }
    }

    /// Goes once round. Tells what is known when it suffices and the others had time, and when all have answered.
    pub async fn go_round(&mut self, mut tell: impl FnMut(Known)) {
        let begun = Instant::now();
        let next = begun + self.feed.every;
        self.ask();
        let (mut patience, mut is_told) = (None::<Instant>, false);
        while self.said.iter().any(Option::is_none) {
            let suffices = self.value().is_ok();
            let until = match patience {
                _ if !suffices || is_told => next,
                Some(until) => until,
                None => {
                    let until = Instant::now() + begun.elapsed().max(GRACE);
                    *patience.insert(until.min(next))
                },
            };
            tokio::select! {
                Some((source, round, reading)) = self.under_way.next() => self.hear(source, round, reading),
                () = sleep_until(until), if suffices => match is_told {
                    true => return,
                    false => {
                        tell(self.known());
                        is_told = true;
                    },
                },
            }
        }
        tell(self.known());
        sleep_until(next).await;
    }

    /// Asks all that are not asked already.
    fn ask(&mut self) {
        self.round = self.round.wrapping_add(1);
        self.said.fill(None);
        let (client, feed, round) = (self.client, self.feed, self.round);
        for (number, source) in feed.sources.iter().enumerate() {
            if !std::mem::replace(&mut self.waited_for[number], true) {
                let asked = read(client, feed, source, feed.every / 2);
                self.under_way.push(asked.map(move |reading| (number, round, reading)).boxed());
            }
        }
    }

    fn hear(&mut self, source: usize, round: u64, reading: Reading) {
        self.waited_for[source] = false;
        let is_late = round != self.round && reading.value.is_ok();
        self.said[source] = Some(if is_late { self.late[source].clone() } else { reading });
    }

    fn readings(&self) -> Vec<Reading> {
        let said = self.said.iter().zip(&self.late);
        said.map(|(said, late)| said.as_ref().unwrap_or(late).clone()).collect()
    }

    fn value(&self) -> Result<Value, NoValue> {
        combine(self.feed, &self.readings())
    }

    fn known(&self) -> Known {
        let readings = self.readings();
        Known { value: combine(self.feed, &readings), readings }
    }
}
