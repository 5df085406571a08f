//! What a store counts, for whoever exports metrics.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts since the store was opened. They only grow.
#[derive(Debug, Default)]
pub struct Stats {
    /// Reads that found the blob here.
    pub hits: AtomicU64,
    /// Reads that did not, and asked the sources.
    pub misses: AtomicU64,
    /// Blobs that came from a source.
    pub fetched: AtomicU64,
    /// Their bytes.
    pub fetched_bytes: AtomicU64,
    /// Blobs that were put here, new or not.
    pub stored: AtomicU64,
    /// Their bytes.
    pub stored_bytes: AtomicU64,
    /// Verified bytes that were handed out.
    pub read_bytes: AtomicU64,
    /// Blobs of others that were not let in: wrong, cut short, too large, too slow.
    pub rejected: AtomicU64,
    /// Blobs here that turned out wrong and were put aside.
    pub put_aside: AtomicU64,
    /// Copies that reached a source which is written to.
    pub published: AtomicU64,
    /// Blobs that were collected.
    pub collected: AtomicU64,
    /// Their bytes.
    pub collected_bytes: AtomicU64,
    /// HTTP requests that were refused, whoever was at fault.
    pub refused: AtomicU64,
}

/// Adds to a count.
pub(crate) fn count(counter: &AtomicU64, by: u64) {
    counter.fetch_add(by, Ordering::Relaxed);
}
