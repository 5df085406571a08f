//! Reading: here first, then from the sources in their order.

use crate::{
    blob::Blob,
    disk::hash,
    index::Held,
    stats::count,
    store::{blocking, Store, HERE},
    trail::Trail,
    Address, Error,
};
use std::{fs::File, io::ErrorKind, sync::Arc, time::SystemTime};

/// When a blob that is here must be hashed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// If it was not since the store was opened. Its reader verifies every chunk.
    Once,
    /// In any case. Its reader verifies nothing.
    Now,
}

/// What became of a file that should be a blob.
enum Opened {
    Right(File, Arc<Trail>),
    Wrong(File, Address),
    Gone,
}

impl Store {
    pub(crate) async fn find(
        &self,
        address: &Address,
        most: u64,
        check: Check,
    ) -> Result<Blob, Error> {
        if check == Check::Once {
            // What was hashed before is read by many at once.
            if let Some(held) = self.0.index.hold_hashed(address) {
                if let Ok(Some(blob)) = self.open_held(address, most, held, check).await {
                    count(&self.stats().hits, 1);
                    return Ok(blob);
                }
            }
        }
        let _alone = self.0.flights.enter(address).await;
        let mut tries = Vec::new();
        if let Some(held) = self.0.index.hold(address) {
            match self.open_held(address, most, held, check).await {
                Ok(Some(blob)) => {
                    count(&self.stats().hits, 1);
                    return Ok(blob);
                },
                Ok(None) => {},
                // The blob's true size: nobody else has a smaller one.
                Err(error @ Error::TooLarge { .. }) => return Err(error),
                Err(error) => tries.push(error),
            }
        }
        count(&self.stats().misses, 1);
        self.ask_sources(address, most, tries).await
    }

    async fn ask_sources(
        &self,
        address: &Address,
        most: u64,
        mut tries: Vec<Error>,
    ) -> Result<Blob, Error> {
        let mut asked = Vec::new();
        for source in &self.0.sources {
            match self.fetch(source, address, most).await {
                Ok(blob) => return Ok(blob),
                Err(Error::NotFound { .. }) => asked.push(source.name()),
                Err(error) => {
                    tracing::warn!("{error}");
                    tries.push(error);
                },
            }
        }
        let address = *address;
        if tries.is_empty() {
            let asked = if asked.is_empty() { "any source".into() } else { asked.join(", ") };
            return Err(Error::NotFound { address, asked });
        }
        Err(Error::Unavailable { address, tries })
    }

    /// Opens a blob that should be here. If it is wrong it is put aside, if it is gone, forgotten.
    async fn open_held(
        &self,
        address: &Address,
        most: u64,
        held: Held,
        check: Check,
    ) -> Result<Option<Blob>, Error> {
        if held.size > most {
            return Err(Error::TooLarge { from: HERE.into(), size: held.size, most });
        }
        let known = held.trail.filter(|_| check == Check::Once);
        let turn = match known {
            Some(_) => None,
            // Never closed.
            None => Arc::clone(&self.0.hashing).acquire_owned().await.ok(),
        };
        let (parts, wanted) = (Arc::clone(&self.0), *address);
        let opened = blocking(move || {
            let _turn = turn;
            let mut file = match parts.disk.read(&wanted) {
                Err(Error::Io { cause, .. }) if cause.kind() == ErrorKind::NotFound => {
                    return Ok(Opened::Gone);
                },
                opened => opened?,
            };
            if held.note {
                // So that a restart does not forget it. Only the order of collecting depends on it.
                let _ = file.set_modified(SystemTime::now());
            }
            if let Some(trail) = known {
                return Ok(Opened::Right(file, trail));
            }
            let hashed = hash(&mut file);
            let (got, trail) = hashed.map_err(Error::io("read", parts.disk.path(&wanted)))?;
            Ok(match got == wanted {
                true => Opened::Right(file, Arc::new(trail)),
                false => Opened::Wrong(file, got),
            })
        });
        match opened.await? {
            Opened::Right(file, trail) => {
                self.0.index.learn(address, &trail);
                Ok(Some(Blob {
                    store: self.clone(),
                    address: *address,
                    path: self.0.disk.path(address),
                    file: Arc::new(file),
                    trail,
                    _lease: held.lease,
                }))
            },
            Opened::Wrong(file, got) => {
                self.put_aside(address, Arc::new(file)).await;
                Err(Error::Wrong { address: *address, from: HERE.into(), got })
            },
            Opened::Gone => {
                self.forget_if_gone(address).await?;
                Ok(None)
            },
        }
    }

    /// Moves a copy that turned out wrong out of the way, unless a better one took its place.
    pub(crate) async fn put_aside(&self, address: &Address, read: Arc<File>) {
        let inside = self.0.places.enter(address).await;
        let (parts, address) = (Arc::clone(&self.0), *address);
        let done = blocking(move || {
            let _inside = inside;
            let aside = parts.disk.put_aside(&address, &read)?;
            if aside {
                parts.index.forget(&address);
                count(&parts.stats.put_aside, 1);
            }
            Ok(aside)
        });
        match done.await {
            Ok(true) => tracing::error!("blob {address} is wrong on the disk and was put aside"),
            Ok(false) => {},
            Err(error) => tracing::error!("blob {address} is wrong on the disk: {error}"),
        }
    }

    /// Somebody else deleted a file of ours.
    async fn forget_if_gone(&self, address: &Address) -> Result<(), Error> {
        let inside = self.0.places.enter(address).await;
        let (parts, address) = (Arc::clone(&self.0), *address);
        blocking(move || {
            let _inside = inside;
            if !parts.disk.path(&address).exists() {
                parts.index.forget(&address);
                tracing::warn!("blob {address} was deleted by someone else");
            }
            Ok(())
        })
        .await
    }
}
