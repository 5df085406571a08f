//! What a pot is: as genesis describes it, as it is stored, as a wallet shows it.

use crate::schedule;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use opg_primitives::Balance;
use polkadot_sdk::sp_runtime::traits::{AtLeast32BitUnsigned, SaturatedConversion};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Names a pot.
pub type PotId = u16;

/// Where a pot releases to.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Destination<AccountId> {
    /// An account, which may use what it receives.
    #[codec(index = 0)]
    Account(AccountId),
    /// Another pot, whose total rises.
    #[codec(index = 1)]
    Pot(PotId),
    /// Nobody, until Root has named someone: what is due waits in the pot.
    #[codec(index = 2)]
    Nobody,
}

/// Who may redirect a pot.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Controller {
    /// The account it releases to.
    #[codec(index = 0)]
    Beneficiary,
    /// Root alone.
    #[codec(index = 1)]
    Root,
}

/// An amount that is released along a straight line.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Pot<AccountId, BlockNumber> {
    /// All that was ever put in.
    pub total: Balance,
    /// What has left it.
    pub released: Balance,
    /// The block from which it releases.
    pub start: BlockNumber,
    /// Blocks after which everything is due.
    pub duration: BlockNumber,
    /// Where it releases to.
    pub destination: Destination<AccountId>,
    /// Who may redirect it.
    pub controller: Controller,
}

impl<AccountId, BlockNumber: AtLeast32BitUnsigned + Copy> Pot<AccountId, BlockNumber> {
    /// What has not left it.
    pub fn unreleased(&self) -> Balance {
        self.total.saturating_sub(self.released)
    }

    /// What may have left it at block `now`.
    pub fn due(&self, now: BlockNumber) -> Balance {
        schedule::due(self.total, self.elapsed(now), self.blocks())
    }

    /// What a release at block `now` pays, where accounts hold `least` or nothing.
    pub fn payable(&self, now: BlockNumber, least: Balance) -> Balance {
        schedule::payable(self.total, self.elapsed(now), self.blocks(), least)
            .saturating_sub(self.released)
    }

    /// The first block at which a release pays more than at `now`, if ever.
    pub fn next(&self, now: BlockNumber, least: Balance) -> Option<BlockNumber> {
        let paid = self.released.saturating_add(self.payable(now, least));
        let elapsed = schedule::next(self.total, paid, self.blocks(), least)?;
        Some(self.start.saturating_add(BlockNumber::saturated_from(elapsed)))
    }

    fn elapsed(&self, now: BlockNumber) -> u128 {
        now.saturating_sub(self.start).saturated_into()
    }

    fn blocks(&self) -> u128 {
        self.duration.saturated_into()
    }
}

/// A pot and what comes next of it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PotState<AccountId, BlockNumber> {
    /// The keyless account that holds its money.
    pub account: AccountId,
    /// What a release would pay now.
    pub due: Balance,
    /// The first block at which a release would pay more; none once all is due.
    pub next: Option<BlockNumber>,
    /// The pot itself.
    pub pot: Pot<AccountId, BlockNumber>,
}

/// A pot to be made at genesis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisPot<AccountId, BlockNumber> {
    pub id: PotId,
    /// Planck to mint into it, the existential deposit or more.
    pub total: Balance,
    /// The block from which it releases.
    pub start: BlockNumber,
    /// Blocks after which everything is due, 1 or more.
    pub duration: BlockNumber,
    /// Where it releases to: an account, or a pot that is made as well.
    pub destination: Destination<AccountId>,
    /// Who may redirect it.
    pub controller: Controller,
}

impl<AccountId: Clone, BlockNumber: Copy> GenesisPot<AccountId, BlockNumber> {
    /// The pot when nothing has left it.
    pub fn full(&self) -> Pot<AccountId, BlockNumber> {
        Pot {
            total: self.total,
            released: 0,
            start: self.start,
            duration: self.duration,
            destination: self.destination.clone(),
            controller: self.controller,
        }
    }
}
