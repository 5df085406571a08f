//! Making room: what nobody needs is deleted, what was not used for the longest time first.

use crate::{
    index::Candidate,
    stats::count,
    store::{blocking, Store},
    Address, Error,
};
use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

/// How far to collect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collect {
    /// Until there are no more bytes than this.
    pub until_bytes: u64,
    /// And no more blobs than this.
    pub until_blobs: u64,
    /// Only what was not used for so long.
    pub unused_for: Duration,
}

/// What was collected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// How many blobs.
    pub blobs: u64,
    /// Their bytes.
    pub bytes: u64,
    /// How many could not be deleted; the log says why.
    pub failed: u64,
}

impl Store {
    /// Deletes blobs, the longest unused first, until there is as much room as asked for. What `keep`
    /// says, what is pinned, and what is being read or written stays. What was put aside goes.
    ///
    /// `keep` is asked once, before anything is deleted: pin what becomes needed in the meantime.
    pub async fn collect(
        &self,
        collect: Collect,
        keep: impl Fn(&Address) -> bool,
    ) -> Result<Collected, Error> {
        let since = SystemTime::now().checked_sub(collect.unused_for);
        let since = since.unwrap_or(SystemTime::UNIX_EPOCH);
        let mut candidates = self.0.index.candidates(since);
        candidates.retain(|candidate| !keep(&candidate.address));
        let parts = Arc::clone(&self.0);
        blocking(move || parts.disk.empty_bad()).await?;

        let mut collected = Collected::default();
        for candidate in candidates {
            let usage = self.usage();
            if usage.bytes <= collect.until_bytes && usage.blobs <= collect.until_blobs {
                break;
            }
            let size = candidate.size;
            match self.delete(candidate, since).await {
                Ok(true) => {
                    collected.blobs = collected.blobs.saturating_add(1);
                    collected.bytes = collected.bytes.saturating_add(size);
                },
                // It was used after all.
                Ok(false) => {},
                Err(Error::Stopping) => return Err(Error::Stopping),
                Err(error) => {
                    tracing::error!("{error}");
                    collected.failed = collected.failed.saturating_add(1);
                },
            }
        }
        count(&self.stats().collected, collected.blobs);
        count(&self.stats().collected_bytes, collected.bytes);
        Ok(collected)
    }

    async fn delete(&self, candidate: Candidate, since: SystemTime) -> Result<bool, Error> {
        let inside = self.0.places.enter(&candidate.address).await;
        let parts = Arc::clone(&self.0);
        blocking(move || {
            let _inside = inside;
            // From here on nobody finds it, and nobody puts it back before we are done.
            if !parts.index.give_up(&candidate.address, since) {
                return Ok(false);
            }
            let deleted = parts.disk.delete(&candidate.address);
            if deleted.is_err() {
                parts.index.take_back(&candidate);
            }
            deleted.map(|()| true)
        })
        .await
    }
}
