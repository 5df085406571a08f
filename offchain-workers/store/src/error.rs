//! What can go wrong, and what to do about it.

use crate::Address;
use std::{error::Error as StdError, io, path::PathBuf, sync::Arc};

/// Why a store did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody who was asked has the blob.
    #[error("blob {address} is neither here nor at {asked}; ask whoever named it to serve it, or add a source that has it")]
    NotFound {
        /// The blob.
        address: Address,
        /// Who was asked.
        asked: String,
    },
    /// Somebody should have the blob, but nobody gave it.
    #[error(
        "blob {address} could not be had: {}; try again later, or from another source",
        listed(tries)
    )]
    Unavailable {
        /// The blob.
        address: Address,
        /// What went wrong, in the order in which it was tried.
        tries: Vec<Error>,
    },
    /// The bytes are not those of the address.
    #[error("{from} gave bytes with the address {got} for blob {address}; they were thrown out: do not use that copy")]
    Wrong {
        /// The blob.
        address: Address,
        /// Who gave the bytes.
        from: String,
        /// The address that they have.
        got: Address,
    },
    /// A chunk that was right when the blob was first read no longer is.
    #[error("{from} no longer holds blob {address} as it was: byte {at} or one soon after it is wrong; the copy was put aside: check the disk")]
    Rotten {
        /// The blob.
        address: Address,
        /// Who holds it.
        from: String,
        /// Where the wrong chunk begins.
        at: u64,
    },
    /// The bytes are fewer or more than were announced.
    #[error("{from} announced {declared} bytes and gave {}; send exactly what is announced", received(*declared, *got))]
    Length {
        /// Who gave the bytes.
        from: String,
        /// How many were announced.
        declared: u64,
        /// How many came, or one more than were announced.
        got: u64,
    },
    /// The blob is larger than may be.
    #[error("{from} has {size} bytes, and at most {most} are taken; raise the limit if that is intended")]
    TooLarge {
        /// Who has it.
        from: String,
        /// Its size.
        size: u64,
        /// The limit that it breaks.
        most: u64,
    },
    /// The store has no room.
    #[error("the store is full: {used} of {most} {what} are taken, and {needed} more are needed; collect what is not needed, or raise the limit")]
    Full {
        /// What there is too much of: bytes or blobs.
        what: &'static str,
        /// How much is taken.
        used: u64,
        /// How much there may be.
        most: u64,
        /// How much more was asked for.
        needed: u64,
    },
    /// The other side lets us wait.
    #[error("{from} is too slow: {got} of {declared} bytes came in time; use a faster connection, or raise the patience")]
    Slow {
        /// Who.
        from: String,
        /// How many bytes were announced.
        declared: u64,
        /// How many came.
        got: u64,
    },
    /// The other side broke off.
    #[error("{from} broke off: {cause}; try again")]
    Broken {
        /// Who.
        from: String,
        /// What is known of it.
        cause: Arc<dyn StdError + Send + Sync>,
    },
    /// A source is not what its settings say.
    #[error(
        "source {name} cannot be used: {cause}; check its settings and that it can be reached"
    )]
    Source {
        /// Which one.
        name: String,
        /// What is known of it.
        cause: Box<object_store::Error>,
    },
    /// The blob is here, but not where it should have been copied to.
    #[error("blob {address} is kept here but could not be copied: {cause}; put it again")]
    Unpublished {
        /// The blob.
        address: Address,
        /// What went wrong.
        cause: Box<Error>,
    },
    /// Part of a blob that it does not have.
    #[error("bytes {from} to {to} were asked of a blob of {size}; ask within it")]
    Range {
        /// The first byte.
        from: u64,
        /// The byte after the last one.
        to: u64,
        /// The size of the blob.
        size: u64,
    },
    /// Another process has the directory.
    #[error("{} is in use by another process; stop it, or choose another directory", directory.display())]
    InUse {
        /// The directory.
        directory: PathBuf,
    },
    /// The operating system refused something.
    #[error("cannot {doing} {}: {cause}; check that the disk is well, has room and lets us in", path.display())]
    Io {
        /// What was to be done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The program is going down.
    #[error("the work was given up because the program is stopping; start it again")]
    Stopping,
}

impl Error {
    /// For `map_err`, on an operation on a file.
    pub(crate) fn io(
        doing: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Self::Io { doing, path, cause }
    }

    /// Whether the fault lies with bytes that somebody gave, rather than with us or the way here.
    pub fn blames_the_bytes(&self) -> bool {
        matches!(
            self,
            Self::Wrong { .. } | Self::Length { .. } | Self::TooLarge { .. } | Self::Slow { .. }
        )
    }
}

fn listed(errors: &[Error]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join(", then ")
}

fn received(declared: u64, got: u64) -> String {
    if got > declared {
        "more".into()
    } else {
        got.to_string()
    }
}
