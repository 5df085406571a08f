//! The directory: where files lie, and how they get in and out. Everything here blocks.

use crate::{
    index::Candidate,
    trail::{Trail, Walk, CHUNK},
    Address, Error,
};
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{ErrorKind, Read, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::{
        atomic::{AtomicU64, Ordering},
        Arc,
    },
};

/// A store's directory, which no other process has open.
pub struct Disk {
    root: PathBuf,
    /// Counts the files that were begun.
    begun: AtomicU64,
    /// Locked until the process ends.
    _lock: File,
}

impl Disk {
    /// Makes what is missing, deletes what a crash left behind, says what is there.
    pub fn open(root: &Path) -> Result<(Self, Vec<Candidate>), Error> {
        let make = |path: &Path| fs::create_dir_all(path).map_err(Error::io("make", path));
        make(root)?;
        // Absolute, since paths are handed to other processes.
        let root = root.canonicalize().map_err(Error::io("find", root))?;
        let lock = lock(&root)?;
        let disk = Self { root, begun: AtomicU64::new(0), _lock: lock };
        for folder in [disk.incoming(), disk.bad()] {
            make(&folder)?;
        }
        empty(&disk.incoming())?;
        if !disk.blobs().join("ff").exists() {
            for shard in 0..=255 {
                make(&disk.blobs().join(format!("{shard:02x}")))?;
            }
            sync_folder(&disk.blobs())?;
        }
        let found = disk.scan()?;
        Ok((disk, found))
    }

    fn blobs(&self) -> PathBuf {
        self.root.join("blobs")
    }

    fn incoming(&self) -> PathBuf {
        self.root.join("incoming")
    }

    fn bad(&self) -> PathBuf {
        self.root.join("bad")
    }

    fn shard(&self, address: &Address) -> PathBuf {
        let [first, ..] = address.0;
        self.blobs().join(format!("{first:02x}"))
    }

    /// Where a blob lies if it is here.
    pub fn path(&self, address: &Address) -> PathBuf {
        self.shard(address).join(address.to_string())
    }

    /// Whether the directory can still be read.
    pub fn is_there(&self) -> bool {
        fs::metadata(self.blobs()).is_ok()
    }

    /// Every blob that is here, by its name alone: it is hashed when it is first read.
    fn scan(&self) -> Result<Vec<Candidate>, Error> {
        let mut found = Vec::new();
        for shard in 0..=255 {
            let shard = self.blobs().join(format!("{shard:02x}"));
            for entry in fs::read_dir(&shard).map_err(Error::io("list", &shard))? {
                let entry = entry.map_err(Error::io("list", &shard))?;
                let path = entry.path();
                let address = entry.file_name().to_str().and_then(|name| name.parse().ok());
                let meta = entry.metadata().map_err(Error::io("look at", &path))?;
                match address {
                    Some(address) if meta.is_file() && self.path(&address) == path => {
                        let used = meta.modified().map_err(Error::io("look at", &path))?;
                        found.push(Candidate { address, size: meta.len(), used });
                    },
                    _ => tracing::warn!("{} is none of our blobs and is ignored", path.display()),
                }
            }
        }
        Ok(found)
    }

    /// A new file for a blob on its way.
    pub fn begin(&self) -> Result<Incoming, Error> {
        let number = self.begun.fetch_add(1, Ordering::Relaxed);
        let path = self.incoming().join(number.to_string());
        let mut options = OpenOptions::new();
        let file = options.write(true).create_new(true).mode(0o600).open(&path);
        let file = file.map_err(Error::io("create", &path))?;
        Ok(Incoming { file, path: Temporary(path), walk: Walk::default() })
    }

    /// Puts a blob in its place, over whatever is there.
    pub fn commit(&self, complete: Complete) -> Result<(), Error> {
        let place = self.path(&complete.address);
        fs::rename(&complete.path.0, &place).map_err(Error::io("rename to", &place))?;
        // The name now belongs to nobody, and nobody else was ever given it.
        drop(complete);
        place.parent().map_or(Ok(()), sync_folder)
    }

    /// Opens a blob for reading.
    pub fn read(&self, address: &Address) -> Result<File, Error> {
        let path = self.path(address);
        File::open(&path).map_err(Error::io("open", path))
    }

    /// Moves a blob that turned out wrong out of the way, if it is still the file that was read.
    pub fn put_aside(&self, address: &Address, read: &File) -> Result<bool, Error> {
        let path = self.path(address);
        let identity = |meta: &fs::Metadata| (meta.dev(), meta.ino());
        let was = read.metadata().map_err(Error::io("look at", &path))?;
        match fs::metadata(&path) {
            Ok(is) if identity(&is) == identity(&was) => {
                let aside = self.bad().join(address.to_string());
                fs::rename(&path, &aside).map_err(Error::io("put aside", &path))?;
                Ok(true)
            },
            _ => Ok(false),
        }
    }

    /// Deletes a blob.
    pub fn delete(&self, address: &Address) -> Result<(), Error> {
        let path = self.path(address);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(Error::io("delete", path)(error))
            },
            _ => Ok(()),
        }
    }

    /// Deletes what was put aside.
    pub fn empty_bad(&self) -> Result<(), Error> {
        empty(&self.bad())
    }
}

/// Takes the directory for this process.
fn lock(root: &Path) -> Result<File, Error> {
    let path = root.join("lock");
    let mut options = OpenOptions::new();
    let file = options.write(true).create(true).truncate(false).open(&path);
    let file = file.map_err(Error::io("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse { directory: root.into() }),
        Err(TryLockError::Error(cause)) => Err(Error::io("lock", path)(cause)),
    }
}

/// Deletes the files in a folder.
fn empty(folder: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(Error::io("list", folder))? {
        let path = entry.map_err(Error::io("list", folder))?.path();
        fs::remove_file(&path).map_err(Error::io("delete", &path))?;
    }
    Ok(())
}

/// So that a renamed file is still there after a power cut.
fn sync_folder(folder: &Path) -> Result<(), Error> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(Error::io("write down", folder))
}

/// A file that is deleted unless it was renamed.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // After a rename there is nothing to delete; what else may fail is tried again at start.
        let _ = fs::remove_file(&self.0);
    }
}

/// A blob on its way, hashed as it comes. Dropped, it is deleted.
pub struct Incoming {
    file: File,
    path: Temporary,
    walk: Walk,
}

impl Incoming {
    /// Writes a whole chunk.
    pub fn chunk(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.walk.chunk(bytes);
        self.file.write_all(bytes).map_err(Error::io("write", &self.path.0))
    }

    /// Writes what is left, less than a chunk, and sees to it that all of it is on the disk.
    pub fn finish(mut self, rest: &[u8]) -> Result<Complete, Error> {
        let failed = |doing| Error::io(doing, &self.path.0);
        self.file.write_all(rest).map_err(failed("write"))?;
        let readable = fs::Permissions::from_mode(0o444);
        self.file.set_permissions(readable).map_err(failed("protect"))?;
        self.file.sync_all().map_err(failed("write down"))?;
        let file = File::open(&self.path.0).map_err(failed("open"))?;
        let (address, trail) = self.walk.finish(rest);
        Ok(Complete { path: self.path, address, trail: Arc::new(trail), file: Arc::new(file) })
    }
}

/// A blob that is on the disk but not in its place. Dropped, it is deleted.
pub struct Complete {
    path: Temporary,
    /// Its address, from its bytes.
    pub address: Address,
    /// How it was hashed.
    pub trail: Arc<Trail>,
    /// To read it, wherever it will lie.
    pub file: Arc<File>,
}

/// Hashes a file from where it is read.
pub fn hash(file: &mut File) -> std::io::Result<(Address, Trail)> {
    let mut walk = Walk::default();
    let mut buffer = vec![0; CHUNK];
    loop {
        let mut filled = 0;
        while let Some(free) = buffer.get_mut(filled..).filter(|free| !free.is_empty()) {
            match file.read(free) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {},
                Err(error) => return Err(error),
            }
        }
        match buffer.get(..filled) {
            Some(chunk) if filled == CHUNK => walk.chunk(chunk),
            rest => return Ok(walk.finish(rest.unwrap_or_default())),
        }
    }
}
