//! The store itself: what it consists of, and what it is asked for.

use crate::{
    blob::Blob,
    config::{Config, Limits, Patience},
    disk::Disk,
    find::Check,
    gates::Gates,
    index::{Index, Usage},
    sources::Source,
    stats::Stats,
    Address, Error,
};
use bytes::Bytes;
use futures::stream::{self, Stream};
use std::{convert::Infallible, error::Error as StdError, path::Path, sync::Arc};
use tokio::sync::Semaphore;

/// What errors call our own directory.
pub(crate) const HERE: &str = "the local store";

/// Content-addressed blobs. Clones share everything.
#[derive(Clone)]
pub struct Store(pub(crate) Arc<Parts>);

pub(crate) struct Parts {
    pub disk: Disk,
    pub index: Arc<Index>,
    pub sources: Vec<Source>,
    pub limits: Limits,
    pub patience: Patience,
    pub stats: Stats,
    /// Whoever verifies or fetches a blob: others who want it wait, and find it done.
    pub flights: Gates,
    /// Whoever puts a blob in its place or takes it away. Short, and entered last.
    pub places: Gates,
    /// How many files are hashed at once: as many as there are processors.
    pub hashing: Arc<Semaphore>,
    /// How many blobs are fetched at once.
    pub fetching: Semaphore,
}

/// A blob that was put here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Put {
    /// Its address.
    pub address: Address,
    /// Its size.
    pub size: u64,
    /// Whether it was not here before.
    pub new: bool,
}

impl Store {
    /// Opens the directory, which no other process may have open, deletes what a crash left behind,
    /// and sets up the sources; none of them is asked yet.
    pub async fn open(config: &Config) -> Result<Self, Error> {
        let sources = config.sources.iter().map(Source::open).collect::<Result<_, _>>()?;
        let directory = config.directory.clone();
        let (disk, found) = blocking(move || Disk::open(&directory)).await?;
        let limits = config.limits.clone();
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self(Arc::new(Parts {
            disk,
            index: Arc::new(Index::new(limits.clone(), found)),
            sources,
            patience: config.patience,
            stats: Stats::default(),
            flights: Gates::default(),
            places: Gates::default(),
            hashing: Arc::new(Semaphore::new(processors)),
            fetching: Semaphore::new(limits.fetches.max(1) as usize),
            limits,
        })))
    }

    /// All of a blob, from here or from the first source that has it.
    pub async fn get(&self, address: &Address) -> Result<Bytes, Error> {
        self.get_at_most(address, u64::MAX).await
    }

    /// The same, unless it is larger than that: then nobody waits for it and nothing is kept.
    pub async fn get_at_most(&self, address: &Address, most: u64) -> Result<Bytes, Error> {
        match self.blob_at_most(address, most).await?.bytes().await {
            // The copy was put aside, and a source may have a better one.
            Err(rotten @ Error::Rotten { .. }) => match self.blob_at_most(address, most).await {
                Ok(better) => better.bytes().await,
                Err(_) => Err(rotten),
            },
            read => read,
        }
    }

    /// A blob to be read in parts, from here or from the first source that has it.
    pub async fn blob(&self, address: &Address) -> Result<Blob, Error> {
        self.blob_at_most(address, u64::MAX).await
    }

    /// The same, unless it is larger than that.
    pub async fn blob_at_most(&self, address: &Address, most: u64) -> Result<Blob, Error> {
        self.find(address, most, Check::Once).await
    }

    /// A blob as a local file whose bytes were all verified just now, to be opened or mapped by who
    /// does not verify them again. Keep what is returned as long as the file is needed.
    pub async fn local_path(&self, address: &Address) -> Result<Blob, Error> {
        self.local_path_at_most(address, u64::MAX).await
    }

    /// The same, unless it is larger than that.
    pub async fn local_path_at_most(&self, address: &Address, most: u64) -> Result<Blob, Error> {
        self.find(address, most, Check::Now).await
    }

    /// Keeps bytes, and copies them to the sources that are written to.
    pub async fn put(&self, bytes: impl Into<Bytes>) -> Result<Put, Error> {
        let bytes = bytes.into();
        let size = bytes.len() as u64;
        let stream = stream::iter([Ok::<_, Infallible>(bytes)]);
        self.keep("the caller", None, size, stream).await
    }

    /// Keeps a copy of a file, and copies it to the sources that are written to.
    pub async fn put_file(&self, path: impl AsRef<Path>) -> Result<Put, Error> {
        let path = path.as_ref().to_path_buf();
        let name = path.display().to_string();
        let (size, stream) = crate::receive::file(path).await?;
        self.keep(&name, None, size, stream).await
    }

    /// Keeps what comes, if it is the blob at this address and has this size, and copies it to the
    /// sources that are written to. `from` is what errors call whoever sends it.
    pub async fn put_stream<E>(
        &self,
        from: &str,
        address: &Address,
        size: u64,
        stream: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<Put, Error>
    where
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.keep(from, Some(address), size, stream).await
    }

    /// The size of a blob if it is here. Nobody else is asked, and it is not read.
    pub fn size(&self, address: &Address) -> Option<u64> {
        self.0.index.size(address)
    }

    /// How much is here.
    pub fn usage(&self) -> Usage {
        self.0.index.usage()
    }

    /// What it was opened with.
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// How long it waits for others.
    pub fn patience(&self) -> Patience {
        self.0.patience
    }

    /// What was counted since it was opened.
    pub fn stats(&self) -> &Stats {
        &self.0.stats
    }

    /// Keeps a blob from being collected, whether it is here yet or not, until it is unpinned or the
    /// store is closed; whether it was not pinned before.
    pub fn pin(&self, address: Address) -> bool {
        self.0.index.pin(address)
    }

    /// Undoes a pin; whether there was one.
    pub fn unpin(&self, address: &Address) -> bool {
        self.0.index.unpin(address)
    }

    /// Whether the directory can still be read.
    pub async fn is_well(&self) -> bool {
        let store = self.clone();
        blocking(move || Ok(store.0.disk.is_there())).await.unwrap_or(false)
    }
}

/// Does what blocks on a thread where it may.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(failed) => match failed.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Error::Stopping),
        },
    }
}
