//! Room in the store: what nobody has used for days goes when it fills up.
//!
//! What a request needs is used when the request is made, answered and judged, and none is open for as long as blobs
//! stay. Models that are served are held, however long nobody asks them.

use opg_store::{Collect, Collected, Store};
use std::time::Duration;

/// How often it is looked at.
const EVERY: Duration = Duration::from_secs(600);
/// This part of the store is to be free.
const FREE: u64 = 5;

/// Makes room at once and then again and again.
pub async fn keep(store: Store, unused_for: Duration) {
    let mut tick = tokio::time::interval(EVERY);
    loop {
        tick.tick().await;
        make(&store, unused_for).await;
    }
}

/// Makes room, if the store is fuller than it should be.
pub async fn make(store: &Store, unused_for: Duration) {
    let most = |all: u64| all.saturating_sub(all / FREE);
    let limits = store.limits();
    let (until_bytes, until_blobs) = (most(limits.total_bytes), most(limits.blobs));
    match store.collect(Collect { until_bytes, until_blobs, unused_for }, |_| false).await {
        Ok(Collected { blobs: 0, failed: 0, .. }) => {},
        Ok(Collected { blobs, bytes, failed }) => {
            tracing::info!(blobs, bytes, failed, "made room in the store");
        },
        Err(error) => tracing::warn!(%error, "no room was made in the store; trying again"),
    }
}
