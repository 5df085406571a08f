//! Types and constants that pallets, runtime and workers share.
//!
//! Nothing here reads storage or depends on a pallet. Whatever two sides of a wire must agree on
//! lives in this crate and nowhere else.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(unsafe_code)]

extern crate alloc;

use polkadot_sdk::sp_runtime::{
    generic,
    traits::{BlakeTwo256, IdentifyAccount, Verify},
    MultiAddress, MultiSignature, OpaqueExtrinsic,
};

pub use polkadot_sdk::sp_core::H256 as Hash;

pub mod agenda;
pub mod closeness;
pub mod feeds;
pub mod line;
pub mod market;
pub mod models;
pub mod panels;
pub mod proofs;
#[cfg(feature = "std")]
pub mod random;
pub mod stake;
pub mod urn;

/// A block's height.
pub type BlockNumber = u32;
/// Milliseconds since the Unix epoch.
pub type Moment = u64;
/// An amount of OPG in planck.
pub type Balance = u128;
/// How many transactions an account has sent.
pub type Nonce = u32;
/// Any of the signature schemes an account may sign with.
pub type Signature = MultiSignature;
/// An account: the public key that signs for it, or a keyless address a pallet derives.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// A block's header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block as the node handles it, its transactions opaque: only the runtime decodes them.
pub type Block = generic::Block<Header, OpaqueExtrinsic>;

/// The token: what it is called, how it divides, how much of it there is.
pub mod token {
    use super::Balance;

    /// Ticker, as wallets show it. Hashed into the metadata digest that hardware wallets check.
    pub const SYMBOL: &str = "OPG";
    /// Decimal places between planck and OPG.
    pub const DECIMALS: u8 = 12;
    /// Address format of every chain that runs this runtime; addresses begin with "op".
    pub const SS58_PREFIX: u16 = 4521;

    /// One OPG in planck.
    pub const OPG: Balance = 1_000_000_000_000;
    /// A thousandth of an OPG.
    pub const MILLI_OPG: Balance = OPG / 1_000;
    /// A millionth of an OPG.
    pub const MICRO_OPG: Balance = MILLI_OPG / 1_000;

    /// All the OPG there will ever be.
    pub const TOTAL_SUPPLY: Balance = 1_000_000_000 * OPG;
    /// The least an account may hold.
    pub const EXISTENTIAL_DEPOSIT: Balance = 10 * MILLI_OPG;

    /// What the chain asks to hold for storing `items` entries of `bytes` in total.
    pub const fn storage_deposit(items: u32, bytes: u32) -> Balance {
        (items as Balance)
            .saturating_mul(200 * MILLI_OPG)
            .saturating_add((bytes as Balance).saturating_mul(MILLI_OPG))
    }
}

/// Time in milliseconds and in blocks.
pub mod time {
    use super::{BlockNumber, Moment};

    /// A slot, and so the time between blocks. The one period that is a constant: everything
    /// longer is a genesis value of `pallet-opg-clocks`.
    pub const SLOT_MILLIS: Moment = 3_000;

    /// No two blocks' times are closer to each other than this.
    pub const LEAST_APART: Moment = SLOT_MILLIS / 2;

    /// The earliest time that the block after one of this time can have: each lies in a slot of its own.
    pub fn earliest_after(time: Moment) -> Moment {
        let next_slot = (time / SLOT_MILLIS).saturating_add(1).saturating_mul(SLOT_MILLIS);
        next_slot.max(time.saturating_add(LEAST_APART))
    }

    /// Blocks in a minute.
    pub const MINUTES: BlockNumber = 60_000 / (SLOT_MILLIS as BlockNumber);
    /// Blocks in an hour.
    pub const HOURS: BlockNumber = 60 * MINUTES;
    /// Blocks in a day.
    pub const DAYS: BlockNumber = 24 * HOURS;
    /// Blocks in a twelfth of a year of 365.25 days.
    pub const MONTHS: BlockNumber = 876_600;
}
