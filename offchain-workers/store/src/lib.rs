//! # Blobs by their content
//!
//! Models, inputs and outputs are too large for a chain, which names them by the SHA2-256 of their bytes:
//! their [`Address`]. A [`Store`] keeps such blobs in a directory, looks for what it does not have in other
//! stores, and [serves](server::serve) what it has over HTTP.
//!
//! ```text
//!   get, blob, local_path                       put, put_file, put_stream, PUT
//!          |                                                |
//!          v           not here, or wrong                   v
//!   the directory  <--counted and hashed--  directory, bucket, gateway (sources, in order)
//!          |
//!          v  every chunk verified
//!   GET, engines, verifiers
//! ```
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! use opg_store::{Config, Store};
//!
//! let directory = tempfile::tempdir()?;
//! let store = Store::open(&Config::local(directory.path())).await?;
//! let put = store.put("hello world").await?;
//! assert_eq!(store.get(&put.address).await?, "hello world");
//!
//! let model = store.local_path(&put.address).await?;
//! assert_eq!(std::fs::read(model.path())?, b"hello world");
//! # Ok::<_, Box<dyn std::error::Error>>(()) }).unwrap();
//! ```
//!
//! ## What is guaranteed
//!
//! 1. **A wrong byte is never returned or served.** Whole reads are hashed before they are returned. Reads of
//!    parts verify each chunk of 256 KiB against the [trail] of the blob's hash. A blob from a source is
//!    hashed as it comes and gets its name only if size and hash are right.
//! 2. **A wrong copy does no harm.** It is an error that says whose copy it was, and the next source is asked.
//!    One from outside is deleted; one of our own is put aside, in `bad/`, until blobs are next collected.
//! 3. **What is here is whole.** A file gets its place by a rename after it was written down, so a crash leaves
//!    nothing but files in `incoming/`, which are deleted at the next start. Any number may write the same
//!    blob at once.
//! 4. **What is used is not deleted.** A [`Blob`] that somebody holds, or a pin, keeps its file. Only
//!    [`Store::collect`] deletes.
//! 5. **Nobody can make it take more than its limits.** Room is set aside by the announced size before the first
//!    byte is read; then bytes are counted. Whoever is slower than the [`Patience`] allows is cut off.
//!
//! Not promised: that a blob stays when the disk dies, or that who maps a file sees a disk that changes under
//! it ([`Store::local_path`] hashes all of it at the time of asking). The store trusts who may write to its
//! directory not to swap files between that and their use.
//!
//! ## On disk
//!
//! ```text
//! <directory>/
//!   lock                 held by the process that has the store open
//!   blobs/b9/b94d27b9…   a blob, read-only, named by its address; its time is when it was last used
//!   incoming/7           a blob on its way; deleted at start
//!   bad/b94d27b9…        a blob that turned out wrong; deleted when blobs are collected
//! ```
//!
//! The directory itself is the state: there is no database beside it. Blobs may be copied in while the store is
//! closed, and are hashed when they are first read.
//!
//! Other stores are reached through the `object_store` crate. The directory is not, since it needs what that crate
//! does not offer: a lock, files that can be mapped, and deleting that knows who reads.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod address;
mod blob;
pub mod client;
mod collect;
pub mod config;
mod disk;
mod error;
mod find;
mod gates;
mod index;
mod receive;
pub mod server;
mod sources;
mod stats;
mod store;
pub mod trail;

pub use address::{Address, NotAnAddress};
pub use blob::Blob;
pub use collect::{Collect, Collected};
pub use config::{Config, Patience};
pub use error::Error;
pub use index::Usage;
pub use stats::Stats;
pub use store::{Put, Store};
