//! What is here, who uses it, and how much room is left: in memory, read from the directory at start.

use crate::{config::Limits, trail::Trail, Address, Error};
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

/// How often the time of last use is written on a file.
const NOTED: Duration = Duration::from_secs(60);

/// All that is here.
pub struct Index {
    limits: Limits,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    blobs: HashMap<Address, Entry>,
    pins: HashSet<Address>,
    bytes: u64,
    /// What is on its way, by what was declared.
    coming: Usage,
}

struct Entry {
    size: u64,
    used: SystemTime,
    /// What of that is written on the file.
    noted: SystemTime,
    /// Shared with every lease; alone, nobody uses the blob.
    lease: Lease,
    /// Known once the blob was hashed since the store was opened.
    trail: Option<Arc<Trail>>,
}

/// As long as it exists, the blob is not collected.
#[derive(Clone)]
pub struct Lease(#[allow(dead_code)] Arc<()>);

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// How many blobs.
    pub blobs: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// A blob that somebody wants to read.
pub struct Held {
    /// What keeps it here.
    pub lease: Lease,
    /// Its size.
    pub size: u64,
    /// If it was hashed since the store was opened.
    pub trail: Option<Arc<Trail>>,
    /// Whether it is time to write on the file that it is used.
    pub note: bool,
}

/// A blob that might be collected.
pub struct Candidate {
    /// The blob.
    pub address: Address,
    /// Its size.
    pub size: u64,
    /// When it was last used.
    pub used: SystemTime,
}

impl Index {
    /// Of what was found in the directory.
    pub fn new(limits: Limits, found: impl IntoIterator<Item = Candidate>) -> Self {
        let mut state = State::default();
        for Candidate { address, size, used } in found {
            state.insert(address, size, used, None);
        }
        Self { limits, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every change is one assignment after another without a panic between them.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The size of a blob that is here.
    pub fn size(&self, address: &Address) -> Option<u64> {
        self.state().blobs.get(address).map(|entry| entry.size)
    }

    /// How much is here.
    pub fn usage(&self) -> Usage {
        let state = self.state();
        Usage { blobs: state.blobs.len() as u64, bytes: state.bytes }
    }

    /// Keeps a blob from being collected, and notes that it is used.
    pub fn hold(&self, address: &Address) -> Option<Held> {
        self.state().blobs.get_mut(address).map(Entry::hold)
    }

    /// The same, only if it was hashed since the store was opened.
    pub fn hold_hashed(&self, address: &Address) -> Option<Held> {
        let mut state = self.state();
        let entry = state.blobs.get_mut(address)?;
        entry.trail.is_some().then(|| entry.hold())
    }

    /// Remembers how a blob that is here was hashed.
    pub fn learn(&self, address: &Address, trail: &Arc<Trail>) {
        if let Some(entry) = self.state().blobs.get_mut(address) {
            entry.trail = Some(Arc::clone(trail));
        }
    }

    /// A blob that was just put in its place; whether it is new.
    pub fn insert(&self, address: Address, trail: &Arc<Trail>) -> (Lease, bool) {
        let trail = Arc::clone(trail);
        self.state().insert(address, trail.size(), SystemTime::now(), Some(trail))
    }

    /// A blob whose file is gone or was put aside.
    pub fn forget(&self, address: &Address) {
        self.state().remove(address);
    }

    /// Forgets a blob if nobody uses it, so that its file may be deleted.
    pub fn give_up(&self, address: &Address, not_used_since: SystemTime) -> bool {
        let mut state = self.state();
        let free = state.blobs.get(address).is_some_and(|entry| {
            Arc::strong_count(&entry.lease.0) == 1
                && entry.used <= not_used_since
                && !state.pins.contains(address)
        });
        if free {
            state.remove(address);
        }
        free
    }

    /// Takes back a blob that was given up but whose file could not be deleted.
    pub fn take_back(&self, candidate: &Candidate) {
        self.state().insert(candidate.address, candidate.size, candidate.used, None);
    }

    /// What was not used since then and is not pinned, the longest unused first.
    pub fn candidates(&self, not_used_since: SystemTime) -> Vec<Candidate> {
        let state = self.state();
        let unused = state.blobs.iter().filter(|(address, entry)| {
            entry.used <= not_used_since && !state.pins.contains(*address)
        });
        let mut candidates: Vec<_> = unused
            .map(|(address, entry)| Candidate {
                address: *address,
                size: entry.size,
                used: entry.used,
            })
            .collect();
        drop(state);
        candidates.sort_by_key(|candidate| (candidate.used, candidate.address));
        candidates
    }

    /// Keeps a blob from being collected, here or not; whether it was not pinned before.
    pub fn pin(&self, address: Address) -> bool {
        self.state().pins.insert(address)
    }

    /// No longer; whether it was pinned.
    pub fn unpin(&self, address: &Address) -> bool {
        self.state().pins.remove(address)
    }

    /// Sets room aside for a blob that is about to come.
    pub fn reserve(self: &Arc<Self>, size: u64) -> Result<Room, Error> {
        let mut state = self.state();
        let taken = |here: u64, coming: u64| here.saturating_add(coming);
        let full = |what, used: u64, most: u64, needed: u64| match used.checked_add(needed) {
            Some(sum) if sum <= most => Ok(()),
            _ => Err(Error::Full { what, used, most, needed }),
        };
        let bytes = taken(state.bytes, state.coming.bytes);
        full("bytes", bytes, self.limits.total_bytes, size)?;
        let blobs = taken(state.blobs.len() as u64, state.coming.blobs);
        full("blobs", blobs, self.limits.blobs, 1)?;
        state.coming.bytes = state.coming.bytes.saturating_add(size);
        state.coming.blobs = state.coming.blobs.saturating_add(1);
        Ok(Room { index: Arc::clone(self), size })
    }
}

impl Entry {
    fn hold(&mut self) -> Held {
        let now = SystemTime::now();
        self.used = now;
        let note = now.duration_since(self.noted).is_ok_and(|since| since > NOTED);
        if note {
            self.noted = now;
        }
        Held { lease: self.lease.clone(), size: self.size, trail: self.trail.clone(), note }
    }
}

impl State {
    fn insert(
        &mut self,
        address: Address,
        size: u64,
        used: SystemTime,
        trail: Option<Arc<Trail>>,
    ) -> (Lease, bool) {
        // Who reads the old copy of the same bytes goes on holding it.
        let before = self.remove(&address);
        let new = before.is_none();
        let lease = before.map_or_else(|| Lease(Arc::new(())), |entry| entry.lease);
        self.bytes = self.bytes.saturating_add(size);
        let entry = Entry { size, used, noted: used, lease: lease.clone(), trail };
        self.blobs.insert(address, entry);
        (lease, new)
    }

    fn remove(&mut self, address: &Address) -> Option<Entry> {
        let entry = self.blobs.remove(address)?;
        self.bytes = self.bytes.saturating_sub(entry.size);
        Some(entry)
    }
}

/// Room for a blob on its way, until it is dropped.
pub struct Room {
    index: Arc<Index>,
    size: u64,
}

impl Drop for Room {
    fn drop(&mut self) {
        let mut state = self.index.state();
        state.coming.bytes = state.coming.bytes.saturating_sub(self.size);
        state.coming.blobs = state.coming.blobs.saturating_sub(1);
    }
}
