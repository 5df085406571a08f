//! A database that is opened anew when its disk had failed: one that could not write once never does again.

use redb::{
    Database, DatabaseError, ReadTransaction, ReadableDatabase, StorageError, TransactionError,
    WriteTransaction,
};
use std::sync::{PoisonError, RwLock};

type Open = dyn Fn() -> Result<Database, DatabaseError> + Send + Sync;

pub struct Kept {
    open: Box<Open>,
    /// None if it could not be opened again so far.
    database: RwLock<Option<Database>>,
}

impl Kept {
    pub fn open(
        open: impl Fn() -> Result<Database, DatabaseError> + Send + Sync + 'static,
    ) -> Result<Self, DatabaseError> {
        let database = open()?;
        Ok(Self { open: Box::new(open), database: RwLock::new(Some(database)) })
    }

    pub fn begin_read(&self) -> Result<ReadTransaction, TransactionError> {
        self.begin(|database| database.begin_read())
    }

    pub fn begin_write(&self) -> Result<WriteTransaction, TransactionError> {
        self.begin(|database| database.begin_write())
    }

    fn begin<T>(
        &self,
        begin: impl Fn(&Database) -> Result<T, TransactionError>,
    ) -> Result<T, TransactionError> {
        if let Some(database) = &*self.database.read().unwrap_or_else(PoisonError::into_inner) {
            match begin(database) {
                Err(TransactionError::Storage(StorageError::PreviousIo)) => {},
                other => return other,
            }
        }
        let mut kept = self.database.write().unwrap_or_else(PoisonError::into_inner);
        // Its file is locked until it is closed.
        *kept = None;
        let database = (self.open)().map_err(|error| {
            TransactionError::Storage(match error {
                DatabaseError::Storage(error) => error,
                other => StorageError::Corrupted(other.to_string()),
            })
        })?;
        let begun = begin(&database);
        *kept = Some(database);
        begun
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use redb::{backends::FileBackend, StorageBackend, TableDefinition};
    use std::{
        io,
        path::PathBuf,
        sync::{
            atomic::{AtomicBool, Ordering},
            Arc,
        },
    };

    const TABLE: TableDefinition<u64, u64> = TableDefinition::new("numbers");

    /// A disk that is full for as long as it is said so.
    #[derive(Debug)]
    struct Disk {
        file: FileBackend,
        is_full: Arc<AtomicBool>,
    }

    impl Disk {
        fn room(&self) -> io::Result<()> {
            match self.is_full.load(Ordering::Relaxed) {
                true => Err(io::ErrorKind::StorageFull.into()),
                false => Ok(()),
            }
        }
    }

    impl StorageBackend for Disk {
        fn len(&self) -> io::Result<u64> {
            self.file.len()
        }

        fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
            self.file.read(offset, out)
        }

        fn set_len(&self, len: u64) -> io::Result<()> {
            self.room().and_then(|()| self.file.set_len(len))
        }

        fn sync_data(&self) -> io::Result<()> {
            self.file.sync_data()
        }

        fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
            self.room().and_then(|()| self.file.write(offset, data))
        }

        fn close(&self) -> io::Result<()> {
            self.file.close()
        }
    }

    fn database(path: PathBuf, is_full: Arc<AtomicBool>) -> Kept {
        let open = move || {
            let mut options = std::fs::File::options();
            let file = options.read(true).write(true).create(true).truncate(false).open(&path);
            let file = FileBackend::new(file.map_err(StorageError::Io)?)?;
            Database::builder().create_with_backend(Disk { file, is_full: is_full.clone() })
        };
        Kept::open(open).unwrap()
    }

    fn put(kept: &Kept, number: u64) -> Result<(), redb::Error> {
        let write = kept.begin_write()?;
        write.open_table(TABLE)?.insert(number, number)?;
        Ok(write.commit()?)
    }

    fn has(kept: &Kept, number: u64) -> bool {
        let table = kept.begin_read().unwrap().open_table(TABLE).unwrap();
        table.get(number).unwrap().is_some()
    }

    #[test]
    fn what_was_written_should_outlive_a_full_disk_and_more_be_written_when_there_is_room() {
        let folder = tempfile::tempdir().unwrap();
        let is_full = Arc::new(AtomicBool::new(false));
        let kept = database(folder.path().join("kept"), is_full.clone());
        put(&kept, 1).unwrap();
        is_full.store(true, Ordering::Relaxed);
        assert!(put(&kept, 2).is_err());
        assert!(put(&kept, 2).is_err(), "the disk is still full");
        is_full.store(false, Ordering::Relaxed);
        put(&kept, 3).unwrap();
        assert!(has(&kept, 1) && !has(&kept, 2) && has(&kept, 3));
    }
}
