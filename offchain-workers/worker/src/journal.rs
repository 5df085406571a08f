//! What a worker has decided, on disk before anyone hears of it.
//!
//! Models need not answer the same twice, and a quorum's salt cannot be found again: so a worker that is
//! killed between deciding and saying must say, when it is back, what it had decided. An entry is written
//! once and never changed; it is forgotten when the request it is about has ended.

mod kept;
mod verdicts;

pub use verdicts::Promise;

use codec::{Decode, Encode};
use kept::Kept;
use opg_primitives::{
    market::{JobId, Output},
    panels::{CaseId, Salt},
    Hash,
};
use redb::{Database, ReadableTable, TableDefinition};
use std::{ops::RangeInclusive, path::Path};

/// By request and question: after a reorganisation a request of the same number may ask something else.
const ANSWERS: TableDefinition<Asked, &[u8]> = TableDefinition::new("answers by question");
const MARKS: TableDefinition<&str, JobId> = TableDefinition::new("marks");
/// The mark before which all requests of this worker have ended.
const FROM: &str = "from";

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "the journal {0} cannot be opened: {1}; is another worker using it? Each needs a folder of its own"
    )]
    Open(String, #[source] Box<redb::DatabaseError>),
    #[error(
        "the journal cannot be read or written: {0}; free some disk space and check the folder"
    )]
    Disk(#[from] Box<redb::Error>),
    #[error("the journal's entry of request {0} is damaged: {1}")]
    Damaged(JobId, codec::Error),
    #[error("the journal's entry of case {0} is damaged: {1}")]
    DamagedCase(CaseId, codec::Error),
}

macro_rules! from_redb {
    ($($kind:ty),*) => {
        $(impl From<$kind> for Error {
            fn from(error: $kind) -> Self {
                Self::Disk(Box::new(error.into()))
            }
        })*
    };
}
from_redb!(redb::TransactionError, redb::TableError, redb::StorageError, redb::CommitError);

/// What is said of a request.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Answer {
    pub output: Output,
    /// Keeps it secret until a quorum reveals.
    pub salt: Salt,
}

/// A request, and what it asks.
type Asked = (JobId, [u8; 32]);

/// What counts of a request: what was decided now or before, or why that cannot be read.
pub type Decided = (JobId, Result<Answer, Error>);

pub struct Journal {
    database: Kept,
}

impl Journal {
    /// Opens the journal in this file, which is made if it is not there.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let file = path.to_owned();
        let database = Kept::open(move || Database::create(&file))
            .map_err(|error| Error::Open(path.display().to_string(), Box::new(error)))?;
        let begin = database.begin_write()?;
        begin.open_table(ANSWERS)?;
        begin.open_table(MARKS)?;
        begin.open_table(verdicts::VERDICTS)?;
        begin.commit()?;
        Ok(Self { database })
    }

    /// What was decided about a request that asks this.
    pub fn answer(&self, job: JobId, question: Hash) -> Result<Option<Answer>, Error> {
        let table = self.database.begin_read()?.open_table(ANSWERS)?;
        let Some(bytes) = table.get((job, question.0))? else { return Ok(None) };
        let answer = Answer::decode(&mut bytes.value());
        Ok(Some(answer.map_err(|error| Error::Damaged(job, error))?))
    }

    /// Decides about all of these, unless that was done before. Answers with what counts of each. However many
    /// they are, the disk is waited for once.
    pub fn decide(
        &self,
        all: impl IntoIterator<Item = (JobId, Hash, Answer)>,
    ) -> Result<Vec<Decided>, Error> {
        let write = self.database.begin_write()?;
        let mut decided = Vec::new();
        {
            let mut table = write.open_table(ANSWERS)?;
            for (job, question, answer) in all {
                let key = (job, question.0);
                let before = table.get(key)?.map(|bytes| bytes.value().to_vec());
                let counts = match before {
                    Some(bytes) => {
                        Answer::decode(&mut &bytes[..]).map_err(|error| Error::Damaged(job, error))
                    },
                    None => {
                        table.insert(key, answer.encode().as_slice())?;
                        Ok(answer)
                    },
                };
                decided.push((job, counts));
            }
        }
        // On disk when this returns.
        write.commit()?;
        Ok(decided)
    }

    /// Forgets what was decided about these.
    pub fn forget(&self, jobs: impl IntoIterator<Item = JobId>) -> Result<(), Error> {
        let write = self.database.begin_write()?;
        {
            let mut table = write.open_table(ANSWERS)?;
            for job in jobs {
                table.retain_in(all_of(job), |_, _| false)?;
            }
        }
        Ok(write.commit()?)
    }

    /// Where to begin to look for requests of this worker.
    pub fn from(&self) -> Result<JobId, Error> {
        let table = self.database.begin_read()?.open_table(MARKS)?;
        Ok(table.get(FROM)?.map_or(0, |mark| mark.value()))
    }

    /// See [`Journal::from`].
    pub fn set_from(&self, job: JobId) -> Result<(), Error> {
        let write = self.database.begin_write()?;
        write.open_table(MARKS)?.insert(FROM, job)?;
        Ok(write.commit()?)
    }

    /// Requests about which something was decided.
    pub fn jobs(&self) -> Result<Vec<JobId>, Error> {
        let table = self.database.begin_read()?.open_table(ANSWERS)?;
        let mut jobs = Vec::new();
        for entry in table.iter()? {
            jobs.push(entry?.0.value().0);
        }
        jobs.dedup();
        Ok(jobs)
    }
}

/// Whatever a request of this number has asked.
fn all_of(job: JobId) -> RangeInclusive<Asked> {
    (job, [0; 32])..=(job, [0xff; 32])
}

#[cfg(test)]
mod tests {
    use super::*;
    use opg_primitives::market::Data;

    fn answer(byte: u8) -> Answer {
        Answer { output: Data::Inline(vec![byte].try_into().unwrap()), salt: [byte; 32] }
    }

    const ASKED: Hash = Hash::repeat_byte(3);
    const ANOTHER: Hash = Hash::repeat_byte(4);

    fn decide(journal: &Journal, job: JobId, question: Hash, byte: u8) -> Answer {
        let (_, counts) = journal.decide([(job, question, answer(byte))]).unwrap().remove(0);
        counts.unwrap()
    }

    #[test]
    fn decision_should_stand_whatever_is_decided_later_and_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = Journal::open(&path).unwrap();
        assert_eq!(journal.answer(7, ASKED).unwrap(), None);
        assert_eq!(decide(&journal, 7, ASKED, 1), answer(1));
        assert_eq!(decide(&journal, 7, ASKED, 2), answer(1));
        drop(journal);
        let journal = Journal::open(&path).unwrap();
        assert_eq!(decide(&journal, 7, ASKED, 3), answer(1));
        assert_eq!(decide(&journal, 7, ANOTHER, 4), answer(4), "it asks something else");
        assert_eq!(journal.jobs().unwrap(), [7]);
        assert_eq!(journal.from().unwrap(), 0);
        journal.set_from(5).unwrap();
        assert_eq!(journal.from().unwrap(), 5);
        journal.forget([7, 8]).unwrap();
        assert_eq!(journal.answer(7, ASKED).unwrap(), None);
        assert_eq!(journal.answer(7, ANOTHER).unwrap(), None);
    }

    #[test]
    fn damaged_decision_should_keep_no_other_from_being_made() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal")).unwrap();
        let write = journal.database.begin_write().unwrap();
        write.open_table(ANSWERS).unwrap().insert((2, ASKED.0), &[9u8][..]).unwrap();
        write.commit().unwrap();
        let all = journal.decide((1..=3).map(|job| (job, ASKED, answer(job as u8)))).unwrap();
        for (job, counts) in all {
            match job {
                2 => assert!(matches!(counts, Err(Error::Damaged(2, _)))),
                _ => assert_eq!(counts.unwrap(), answer(job as u8)),
            }
        }
        assert_eq!(journal.answer(3, ASKED).unwrap(), Some(answer(3)));
    }

    #[test]
    fn second_worker_should_be_told_that_the_journal_is_in_use() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let _first = Journal::open(&path).unwrap();
        let error = Journal::open(&path).err().expect("it is in use").to_string();
        assert!(error.contains("another worker"), "{error}");
    }

    #[test]
    fn file_that_is_no_journal_should_be_refused_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        std::fs::write(&path, [7; 10_000]).unwrap();
        let error = Journal::open(&path).err().expect("it is none").to_string();
        assert!(error.contains("journal"), "{error}");
    }
}
