//! Writing: whatever comes from outside goes through here, is counted and hashed on its way, and
//! reaches its place only when it is right.

use crate::{
    blob::Blob,
    config::Budget,
    disk::{Complete, Incoming},
    index::Room,
    sources::Source,
    stats::count,
    store::{blocking, Put, Store},
    trail::CHUNK,
    Address, Error,
};
use bytes::{Buf, Bytes};
use futures::stream::{try_unfold, Stream, StreamExt};
use std::{
    error::Error as StdError,
    fs::File,
    io::Read,
    path::PathBuf,
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::time::timeout;

/// What is announced and by whom.
struct Announced<'a> {
    from: &'a str,
    address: Option<&'a Address>,
    size: u64,
}

impl Store {
    /// Keeps what somebody puts here, and copies it to the sources that are written to.
    pub(crate) async fn keep<E>(
        &self,
        from: &str,
        address: Option<&Address>,
        size: u64,
        stream: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<Put, Error>
    where
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let (blob, new) = self.receive(Announced { from, address, size }, stream).await?;
        count(&self.stats().stored, 1);
        count(&self.stats().stored_bytes, size);
        self.publish(&blob).await?;
        Ok(Put { address: blob.address(), size, new })
    }

    /// Brings a blob here from a source.
    pub(crate) async fn fetch(
        &self,
        source: &Source,
        address: &Address,
        most: u64,
    ) -> Result<Blob, Error> {
        // Never closed.
        let _turn = self.0.fetching.acquire().await.map_err(|_| Error::Stopping)?;
        let from = source.name();
        let asked = timeout(self.0.patience.stall(), source.get(address)).await;
        let slow = |_| Error::Slow { from: from.into(), declared: 0, got: 0 };
        let (size, stream) = asked.map_err(slow)??;
        if size > most {
            count(&self.stats().rejected, 1);
            return Err(Error::TooLarge { from: from.into(), size, most });
        }
        let announced = Announced { from, address: Some(address), size };
        let (blob, _) = self.receive(announced, stream).await?;
        count(&self.stats().fetched, 1);
        count(&self.stats().fetched_bytes, size);
        Ok(blob)
    }

    /// Copies a blob to every source that is written to, and says what failed first.
    async fn publish(&self, blob: &Blob) -> Result<(), Error> {
        let mut done = Ok(());
        for source in self.0.sources.iter().filter(|source| source.publishes()) {
            let rate = f64::from(self.0.patience.bytes_per_second.max(1));
            let size = blob.size();
            let moving = Duration::try_from_secs_f64(size as f64 / rate).unwrap_or(Duration::MAX);
            let patience = self.0.patience.stall().saturating_add(moving);
            let slow = |_| Error::Slow { from: source.name().into(), declared: size, got: 0 };
            let copied = timeout(patience, source.put(blob)).await.map_err(slow);
            match copied.and_then(|copied| copied) {
                Ok(()) => count(&self.stats().published, 1),
                Err(cause) => {
                    let (address, cause) = (blob.address(), Box::new(cause));
                    done = done.and(Err(Error::Unpublished { address, cause }));
                },
            }
        }
        done
    }

    async fn receive<E>(
        &self,
        announced: Announced<'_>,
        stream: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<(Blob, bool), Error>
    where
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let received = self.receive_whatever(announced, stream).await;
        if received.as_ref().is_err_and(Error::blames_the_bytes) {
            count(&self.stats().rejected, 1);
        }
        received
    }

    async fn receive_whatever<E>(
        &self,
        announced: Announced<'_>,
        stream: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<(Blob, bool), Error>
    where
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let Announced { from, address, size } = announced;
        let most = self.0.limits.blob_bytes;
        if size > most {
            return Err(Error::TooLarge { from: from.into(), size, most });
        }
        let room = self.0.index.reserve(size)?;
        let ChunkedFile { incoming, buffer } = self.write_down(from, size, stream).await?;
        let complete = blocking(move || incoming.finish(&buffer)).await?;
        let got = complete.address;
        match address {
            Some(address) if *address != got => {
                Err(Error::Wrong { address: *address, from: from.into(), got })
            },
            _ => self.place(complete, room).await,
        }
    }

    /// Writes what comes to a file that has no place yet, counting and keeping the time.
    async fn write_down<E>(
        &self,
        from: &str,
        size: u64,
        stream: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<ChunkedFile, Error>
    where
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let parts = Arc::clone(&self.0);
        let incoming = blocking(move || parts.disk.begin()).await?;
        let mut file = ChunkedFile { incoming, buffer: Vec::new() };
        let mut budget = Budget::new(self.0.patience);
        let mut stream = pin!(stream);
        let mut got: u64 = 0;
        loop {
            let asked = Instant::now();
            let slow = |_| Error::Slow { from: from.into(), declared: size, got };
            let bytes = match timeout(budget.left(), stream.next()).await.map_err(slow)? {
                Some(Ok(bytes)) => bytes,
                Some(Err(cause)) => {
                    return Err(Error::Broken { from: from.into(), cause: cause.into().into() });
                },
                None => break,
            };
            budget.moved(asked.elapsed(), bytes.len());
            got = got.saturating_add(bytes.len() as u64);
            if got > size {
                return Err(Error::Length { from: from.into(), declared: size, got });
            }
            file = file.write(bytes).await?;
        }
        match got == size {
            true => Ok(file),
            false => Err(Error::Length { from: from.into(), declared: size, got }),
        }
    }

    /// Puts a blob in its place.
    async fn place(&self, complete: Complete, room: Room) -> Result<(Blob, bool), Error> {
        let address = complete.address;
        let (file, trail) = (Arc::clone(&complete.file), Arc::clone(&complete.trail));
        let inside = self.0.places.enter(&address).await;
        let (parts, known) = (Arc::clone(&self.0), Arc::clone(&trail));
        // One piece of work that is done to its end even if nobody waits for it any more: file and
        // index agree.
        let placed = blocking(move || {
            let _inside = inside;
            parts.disk.commit(complete)?;
            let placed = parts.index.insert(address, &known);
            drop(room);
            Ok(placed)
        });
        let (lease, new) = placed.await?;
        let path = self.0.disk.path(&address);
        Ok((Blob { store: self.clone(), address, path, file, trail, _lease: lease }, new))
    }
}

/// Bytes on their way to a file, gathered into chunks.
struct ChunkedFile {
    incoming: Incoming,
    /// Less than a chunk.
    buffer: Vec<u8>,
}

impl ChunkedFile {
    async fn write(mut self, mut bytes: Bytes) -> Result<Self, Error> {
        while !bytes.is_empty() {
            let part = bytes.len().min(CHUNK.saturating_sub(self.buffer.len()));
            self.buffer.extend(bytes.iter().take(part));
            bytes.advance(part);
            if self.buffer.len() == CHUNK {
                self = blocking(move || {
                    self.incoming.chunk(&self.buffer)?;
                    self.buffer.clear();
                    Ok(self)
                })
                .await?;
            }
        }
        Ok(self)
    }
}

/// A file's size and its bytes.
pub(crate) async fn file(
    path: PathBuf,
) -> Result<(u64, impl Stream<Item = Result<Bytes, Error>> + Send), Error> {
    let opening = path.clone();
    let (file, size) = blocking(move || {
        let file = File::open(&opening).map_err(Error::io("open", &opening))?;
        let meta = file.metadata().map_err(Error::io("look at", &opening))?;
        Ok((file, meta.len()))
    })
    .await?;
    let bytes = try_unfold((file, path), |(mut file, path)| {
        blocking(move || {
            let mut chunk = vec![0; CHUNK];
            let read = file.read(&mut chunk).map_err(Error::io("read", &path))?;
            chunk.truncate(read);
            Ok((read > 0).then(|| (chunk.into(), (file, path))))
        })
    });
    Ok((size, bytes))
}
