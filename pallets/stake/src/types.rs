//! What is stored of operators and of those who delegate to them.

use crate::pool::{Pool, Shares};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use opg_primitives::{stake::Roles, Balance};
use polkadot_sdk::{
    frame_support::{
        traits::{ConstU32, Get},
        BoundedVec, CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, PartialEqNoBound,
    },
    sp_runtime::Perbill,
};
use scale_info::TypeInfo;

/// Counts eras from genesis.
pub type EraIndex = u32;
/// Counts slashes from genesis.
pub type SlashId = u32;

/// Longest endpoint and metadata an operator may publish.
pub const MAX_TEXT: u32 = 256;
/// Bytes an operator publishes.
pub type Text = BoundedVec<u8, ConstU32<MAX_TEXT>>;

/// What an operator says of itself.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Profile {
    /// Where its services answer, as a URL or a multiaddress.
    pub endpoint: Text,
    /// Whatever else people should know: a name, a site, a hash of more.
    pub metadata: Text,
}

/// Own bond on its way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Leaving {
    /// From this era on it may be withdrawn.
    pub era: EraIndex,
    pub amount: Balance,
}

/// An account with a bond of its own, its roles, and the pool of those who delegate to it.
#[derive(
    CloneNoBound,
    DebugNoBound,
    DefaultNoBound,
    PartialEqNoBound,
    EqNoBound,
    Encode,
    Decode,
    MaxEncodedLen,
    TypeInfo,
)]
#[scale_info(skip_type_params(MaxChunks))]
#[codec(mel_bound())]
pub struct Operator<MaxChunks: Get<u32>> {
    /// What it does now.
    pub roles: Roles,
    /// Its part of the rewards before they are shared.
    pub commission: Perbill,
    /// The era in which the commission last rose.
    pub commission_rose: EraIndex,
    /// Its own money at stake.
    pub bond: Balance,
    /// The part of `bond` that stands behind tickets.
    pub locked: Balance,
    /// Its own money on the way out, oldest first.
    pub leaving: BoundedVec<Leaving, MaxChunks>,
    /// Delegations that earn.
    pub pool: Pool,
    /// Delegations that earn from the next era on.
    pub incoming: Pool,
    /// The part of `bond` that earns from the next era on.
    pub fresh: Balance,
    /// The era in which `incoming` and `fresh` last grew.
    pub joined: EraIndex,
    /// The number of the group that `incoming` will be when it begins to earn.
    pub cohort: u32,
    /// Accounts that delegate to it.
    pub delegators: u32,
    /// Slashes reported and neither applied nor cancelled.
    pub pending_slashes: u32,
}

impl<MaxChunks: Get<u32>> Operator<MaxChunks> {
    /// What ranks it: all money that backs it and is not leaving.
    pub fn stake(&self) -> Balance {
        self.bond.saturating_add(self.pool.balance).saturating_add(self.incoming.balance)
    }

    /// The part of the bond that backs no ticket.
    pub fn free_bond(&self) -> Balance {
        self.bond.saturating_sub(self.locked)
    }

    /// The part of the bond that earns now.
    pub fn earning(&self) -> Balance {
        self.bond.saturating_sub(self.fresh)
    }

    /// Own money on its way out.
    pub fn own_leaving(&self) -> Balance {
        self.leaving.iter().fold(0, |sum, chunk| sum.saturating_add(chunk.amount))
    }

    /// Takes `amount` off the bond; what came last goes first.
    pub fn reduce_bond(&mut self, amount: Balance) {
        self.bond = self.bond.saturating_sub(amount);
        self.fresh = self.fresh.saturating_sub(amount);
    }

    /// Neither money nor people nor business are left.
    pub fn is_over(&self) -> bool {
        self.bond == 0
            && self.leaving.is_empty()
            && self.delegators == 0
            && self.pending_slashes == 0
    }
}

/// Delegated money on its way out, as shares of what leaves the operator in the same era.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct LeavingShares {
    /// From this era on it may be withdrawn.
    pub era: EraIndex,
    pub shares: Shares,
}

/// Delegated money that came in with a cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Joining {
    pub cohort: u32,
    /// Shares of the operator's `incoming`, to be exchanged once that earns.
    pub shares: Shares,
}

/// What an account has delegated to an operator.
#[derive(
    CloneNoBound,
    DebugNoBound,
    DefaultNoBound,
    PartialEqNoBound,
    EqNoBound,
    Encode,
    Decode,
    MaxEncodedLen,
    TypeInfo,
)]
#[scale_info(skip_type_params(MaxChunks))]
#[codec(mel_bound())]
pub struct Delegation<MaxChunks: Get<u32>> {
    /// Shares of the operator's pool.
    pub shares: Shares,
    /// What does not earn yet.
    pub joining: Option<Joining>,
    /// What is on its way out, oldest first.
    pub leaving: BoundedVec<LeavingShares, MaxChunks>,
}

impl<MaxChunks: Get<u32>> Delegation<MaxChunks> {
    /// Nothing is left of it.
    pub fn is_over(&self) -> bool {
        self.shares == 0 && self.joining.is_none() && self.leaving.is_empty()
    }
}

/// What an era gives to those who authored its blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct EraReward {
    /// All that the era gives.
    pub pot: Balance,
    /// The part not yet given.
    pub left: Balance,
    /// All blocks of the era.
    pub points: u32,
}

/// An operator's worst offence of an era.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Offence {
    /// What was slashable when it was first reported.
    pub base: Balance,
    /// The part of it that is, or is about to be, slashed.
    pub fraction: Perbill,
}

/// A slash that governance may still cancel.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PendingSlash<AccountId> {
    pub operator: AccountId,
    /// The era of the offence: what had left by then is safe.
    pub era: EraIndex,
    pub amount: Balance,
    /// From this era on it is applied.
    pub due: EraIndex,
}
