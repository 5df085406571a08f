//! Keeps the values of many feeds fresh.

use crate::{
    client::Client,
    combine::{NoValue, Value},
    feeds::{Feed, Feeds},
    round::{Known, Rounds},
    source::Reading,
};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::{
    sync::watch,
    task::{AbortHandle, JoinSet},
    time::sleep,
};

/// Asks the sources of feeds again and again, until it is dropped.
///
/// Each feed has a task of its own, so that one which hangs holds up no other; how many requests there are at a
/// time is the [`Client`]'s to say.
pub struct Fetcher {
    client: Client,
    feeds: Feeds,
    asked: HashMap<u32, Asked>,
    tasks: JoinSet<()>,
}

/// A feed whose sources are asked.
struct Asked {
    newest: watch::Receiver<Newest>,
    task: AbortHandle,
}

/// What is known of a feed.
#[derive(Clone, Debug)]
pub struct Newest {
    /// The last value that there was. It may be old.
    pub value: Option<Value>,
    /// Why there is no newer one, if the last attempt gave none.
    pub failing: Option<NoValue>,
    /// What its sources said in the last attempt.
    pub readings: Arc<[Reading]>,
}

impl Newest {
    /// The value if it is no older than this; otherwise why there is none.
    pub fn fresh(&self, most: Duration) -> Result<&Value, NoValue> {
        match (&self.value, &self.failing) {
            (Some(value), _) if value.at.age() <= most => Ok(value),
            (_, Some(failing)) => Err(failing.clone()),
            (Some(value), None) => Err(NoValue::Old { age: value.at.age(), most }),
            (None, None) => Err(NoValue::NotYet),
        }
    }
}

impl Fetcher {
    /// Begins with all feeds. To be called within a Tokio runtime, as is [`Fetcher::only`].
    pub fn start(client: &Client, feeds: &Feeds) -> Self {
        let mut all = Self::idle(client, feeds);
        all.only(|_| true);
        all
    }

    /// Asks for no feed before it is [told to](Fetcher::only).
    pub fn idle(client: &Client, feeds: &Feeds) -> Self {
        let (client, feeds) = (client.clone(), feeds.clone());
        Self { client, feeds, asked: HashMap::new(), tasks: JoinSet::new() }
    }

    /// From now on, asks for those feeds only of which this is so.
    pub fn only(&mut self, wanted: impl Fn(u32) -> bool) {
        self.asked.retain(|feed, asked| {
            let stays = wanted(*feed);
            if !stays {
                asked.task.abort();
            }
            stays
        });
        // Their places are free again.
        while self.tasks.try_join_next().is_some() {}
        for feed in self.feeds.all.iter().filter(|feed| wanted(feed.id)) {
            self.asked.entry(feed.id).or_insert_with(|| {
                let nothing = Newest { value: None, failing: None, readings: Arc::new([]) };
                let (sender, newest) = watch::channel(nothing);
                let task = keep_fresh(self.client.clone(), Arc::clone(feed), sender);
                Asked { newest, task: self.tasks.spawn(task) }
            });
        }
    }

    /// What is known of a feed.
    pub fn newest(&self, feed: u32) -> Option<Newest> {
        Some(self.asked.get(&feed)?.newest.borrow().clone())
    }

    /// A feed's value if it is no older than this; otherwise why there is none.
    pub fn fresh(&self, feed: u32, most: Duration) -> Result<Value, NoValue> {
        let asked = self.asked.get(&feed).ok_or(NoValue::Unknown)?;
        asked.newest.borrow().fresh(most).cloned()
    }

    /// Tells of each attempt for a feed that is asked for.
    pub fn watch(&self, feed: u32) -> Option<watch::Receiver<Newest>> {
        self.asked.get(&feed).map(|asked| asked.newest.clone())
    }
}

async fn keep_fresh(client: Client, feed: Arc<Feed>, state: watch::Sender<Newest>) {
    // Not all feeds at the same moment.
    sleep(feed.every.mul_f64(fastrand::f64()).min(Duration::from_secs(3))).await;
    let mut rounds = Rounds::new(&client, &feed);
    loop {
        rounds.go_round(|known| keep(&feed, &state, known)).await;
    }
}

fn keep(feed: &Feed, state: &watch::Sender<Newest>, known: Known) {
    let before = state.borrow().clone();
    tell_changes(feed, &before, &known.value);
    let readings = known.readings.into();
    state.send_replace(match known.value {
        Ok(value) => Newest { value: Some(value), failing: None, readings },
        Err(none) => Newest { value: before.value, failing: Some(none), readings },
    });
}

/// Once for each change: a source that fails for a day is not a day's log.
fn tell_changes(feed: &Feed, before: &Newest, now: &Result<Value, NoValue>) {
    let name = &feed.name;
    match (now, &before.failing) {
        (Err(none), None) => tracing::warn!("feed {name} has no new value: {none}"),
        (Ok(_), Some(_)) => tracing::info!("feed {name} has a value again"),
        _ => {},
    }
    let apart =
        |value: &Value| value.apart.iter().map(|apart| apart.source.clone()).collect::<Vec<_>>();
    if let Ok(value) = now {
        let (now, before) = (apart(value), before.value.as_ref().map(apart).unwrap_or_default());
        if !now.is_empty() && now != before {
            tracing::warn!("feed {name}: far from the median of its sources: {}", now.join(", "));
        }
    }
}
