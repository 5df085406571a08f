//! A blob that is here, held open.

use crate::{
    index::Lease,
    stats::count,
    store::{blocking, Store},
    trail::{Trail, CHUNK},
    Address, Error,
};
use bytes::Bytes;
use futures::stream::{try_unfold, Stream};
use std::{
    fs::File,
    io::ErrorKind,
    ops::Range,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::Arc,
};

/// A blob that is here and was verified. As long as this or a clone of it exists, it is not collected.
#[derive(Clone)]
pub struct Blob {
    pub(crate) store: Store,
    pub(crate) address: Address,
    pub(crate) path: PathBuf,
    pub(crate) file: Arc<File>,
    pub(crate) trail: Arc<Trail>,
    pub(crate) _lease: Lease,
}

impl Blob {
    /// Its address.
    pub fn address(&self) -> Address {
        self.address
    }

    /// Its size.
    pub fn size(&self) -> u64 {
        self.trail.size()
    }

    /// Where it lies, for those who open or map it themselves. It is read-only and does not change; to
    /// be sure of its bytes, ask for it with [`Store::local_path`].
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All of it, verified before a byte is returned.
    pub async fn bytes(&self) -> Result<Bytes, Error> {
        let mut all = Vec::with_capacity(self.size() as usize);
        for index in 0..self.size().div_ceil(CHUNK as u64) as usize {
            all.extend_from_slice(&self.chunk(index).await?);
        }
        Ok(all.into())
    }

    /// Part of it, chunk by chunk, each verified before a byte of it is returned. The first error is
    /// the last item.
    pub fn stream(
        &self,
        range: Range<u64>,
    ) -> Result<impl Stream<Item = Result<Bytes, Error>> + Send + 'static, Error> {
        let (from, to, size) = (range.start, range.end, self.size());
        if from > to || to > size {
            return Err(Error::Range { from, to, size });
        }
        let blob = self.clone();
        Ok(try_unfold(range, move |range| {
            let blob = blob.clone();
            async move {
                if range.is_empty() {
                    return Ok(None);
                }
                let begins = range.start - range.start % CHUNK as u64;
                let chunk = blob.chunk((begins / CHUNK as u64) as usize).await?;
                let ends = begins.saturating_add(chunk.len() as u64).min(range.end);
                // Both lie within the chunk, which lies in memory.
                let part = chunk.slice((range.start - begins) as usize..(ends - begins) as usize);
                Ok(Some((part, ends..range.end)))
            }
        }))
    }

    /// One chunk. If it is not what it was, the blob is put aside.
    async fn chunk(&self, index: usize) -> Result<Bytes, Error> {
        let at = (index as u64).saturating_mul(CHUNK as u64);
        let Self { address, path, file, trail, .. } = self.clone();
        let read = blocking(move || {
            let mut bytes = vec![0; trail.chunk_len(index)];
            match file.read_exact_at(&mut bytes, at) {
                Ok(()) => Ok(trail.holds(&address, index, &bytes).then(|| bytes.into())),
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
                Err(error) => Err(Error::io("read", path)(error)),
            }
        });
        match read.await? {
            Some(bytes) => {
                let bytes: Bytes = bytes;
                count(&self.store.stats().read_bytes, bytes.len() as u64);
                Ok(bytes)
            },
            None => {
                self.store.put_aside(&self.address, Arc::clone(&self.file)).await;
                Err(Error::Rotten { address, from: crate::store::HERE.into(), at })
            },
        }
    }
}
