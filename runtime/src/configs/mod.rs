//! How each pallet is set up, one file per domain.

pub mod accounts;
pub mod consensus;
pub mod governance;
pub mod inference;
pub mod key_owners;
pub mod models;
pub mod oracle;
pub mod parameters;
pub mod proofs;
pub mod scheduling;
pub mod stake;
pub mod system;
pub mod token;
