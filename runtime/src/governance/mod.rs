//! Who decides: the token's holders, by referendum. There is no key above them and no committee.
//!
//! - [`origins`]: what an approved proposal may act as.
//! - [`tracks`]: how long it takes to approve one, and how many must agree.
//!
//! How the pallets are set up is in `configs/governance.rs`; how to take part in `docs/voters.md`.

pub mod origins;
pub mod tracks;

use crate::*;
use frame_support::traits::EitherOfDiverse;
use frame_system::EnsureRoot;

pub use origins::SlashCanceller as EnsureSlashCanceller;

/// Who may cancel a slash.
pub type RootOrSlashCanceller = EitherOfDiverse<EnsureRoot<AccountId>, EnsureSlashCanceller>;
