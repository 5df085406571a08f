//! What a verifier has promised to say, on disk before it commits to it.

use super::{Error, Journal};
use codec::{Decode, Encode};
use opg_primitives::{
    panels::{CaseId, Salt, Verdict},
    BlockNumber, Hash,
};
use redb::{ReadableTable, TableDefinition};

/// By case and question: after a reorganisation a case of the same number may be about something else.
pub(super) const VERDICTS: TableDefinition<(CaseId, [u8; 32]), &[u8]> =
    TableDefinition::new("verdicts");

/// What is said of a case.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Promise {
    /// What was asked.
    pub question: Hash,
    pub verdict: Verdict,
    /// Keeps it secret until all have committed.
    pub salt: Salt,
    /// The block in which it was decided.
    pub at: BlockNumber,
}

fn read(case: CaseId, mut bytes: &[u8]) -> Result<Promise, Error> {
    Promise::decode(&mut bytes).map_err(|error| Error::DamagedCase(case, error))
}

impl Journal {
    /// Promises, unless that was done before about the same question. Answers with what counts.
    pub fn promise(&self, case: CaseId, promise: Promise) -> Result<Promise, Error> {
        let key = (case, promise.question.0);
        let write = self.database.begin_write()?;
        let before = {
            let mut table = write.open_table(VERDICTS)?;
            let before = table.get(key)?.map(|bytes| bytes.value().to_vec());
            if before.is_none() {
                table.insert(key, promise.encode().as_slice())?;
            }
            before
        };
        // On disk when this returns.
        write.commit()?;
        before.map_or(Ok(promise), |bytes| read(case, &bytes))
    }

    /// All that was promised about cases of this number.
    pub fn promises(&self, case: CaseId) -> Result<Vec<Promise>, Error> {
        let table = self.database.begin_read()?.open_table(VERDICTS)?;
        let mut promises = Vec::new();
        for entry in table.range((case, [0; 32])..=(case, [0xff; 32]))? {
            promises.push(read(case, entry?.1.value())?);
        }
        Ok(promises)
    }

    /// Forgets what was promised before this block, but about cases that are still `open`.
    pub fn forget_promises(
        &self,
        before: BlockNumber,
        open: impl Fn(CaseId) -> bool,
    ) -> Result<(), Error> {
        let write = self.database.begin_write()?;
        {
            let mut table = write.open_table(VERDICTS)?;
            let mut old = Vec::new();
            for entry in table.iter()? {
                let (key, bytes) = entry?;
                let (case, question) = key.value();
                if !open(case) && read(case, bytes.value())?.at < before {
                    old.push((case, question));
                }
            }
            for key in old {
                table.remove(key)?;
            }
        }
        Ok(write.commit()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promise(question: u8, salt: u8) -> Promise {
        Promise {
            question: Hash::repeat_byte(question),
            verdict: Hash::repeat_byte(9),
            salt: [salt; 32],
            at: 100,
        }
    }

    #[test]
    fn first_promise_should_stand_through_a_restart_for_each_question() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = Journal::open(&path).unwrap();
        assert_eq!(journal.promise(7, promise(1, 1)).unwrap(), promise(1, 1));
        assert_eq!(journal.promise(7, promise(1, 2)).unwrap(), promise(1, 1));
        assert_eq!(journal.promise(7, promise(2, 3)).unwrap(), promise(2, 3));
        drop(journal);
        let journal = Journal::open(&path).unwrap();
        assert_eq!(journal.promises(7).unwrap(), [promise(1, 1), promise(2, 3)]);
        assert_eq!(journal.promises(6).unwrap(), []);
        assert_eq!(journal.promises(8).unwrap(), []);
    }

    #[test]
    fn only_old_promises_about_cases_that_are_over_should_be_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal")).unwrap();
        for case in [1, 2] {
            journal.promise(case, promise(1, 1)).unwrap();
        }
        journal.forget_promises(100, |_| false).unwrap();
        assert_eq!(journal.promises(1).unwrap().len(), 1);
        journal.forget_promises(101, |case| case == 2).unwrap();
        assert_eq!(journal.promises(1).unwrap(), []);
        assert_eq!(journal.promises(2).unwrap().len(), 1);
    }
}
