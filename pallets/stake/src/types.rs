//! What is stored of operators and of those who delegate to them.

use crate::pool::{Pool, Shares};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use opg_primitives::{
    stake::{Role, Roles},
    Balance,
};
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
    /// Its offences of which a slash still waits.
    pub case: Case,
    /// What a slash could not take because tickets stood before it: taken as they end.
    pub owed: Balance,
    /// Until this era an offence from when it last validated may be reported.
    pub answers_until: EraIndex,
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
        self.leaving_after(0)
    }

    /// Own money on its way out that could not be withdrawn in `era` yet.
    pub fn leaving_after(&self, era: EraIndex) -> Balance {
        let leaving = self.leaving.iter().filter(|chunk| chunk.era > era);
        leaving.fold(0, |sum, chunk| sum.saturating_add(chunk.amount))
    }

    /// Takes `amount` off the bond; what came last goes first.
    pub fn reduce_bond(&mut self, amount: Balance) {
        self.bond = self.bond.saturating_sub(amount);
        self.fresh = self.fresh.saturating_sub(amount);
    }

    /// Neither money nor people nor business are left.
    pub fn is_over(&self) -> bool {
        self.bond == 0 && self.leaving.is_empty() && self.delegators == 0 && !self.case.is_open()
    }

    /// Its roles are `roles` from now on. If it validated until now, it answers for that until `era`.
    pub fn set_roles(&mut self, roles: Roles, era: EraIndex) {
        if self.roles.has(Role::Validator) && !roles.has(Role::Validator) {
            self.answers_until = era;
        }
        self.roles = roles;
    }

    /// The last era of which withdrawals may be paid out in era `now`: no slash that waits reaches
    /// what had left before the offence.
    pub fn withdrawable(&self, now: EraIndex) -> EraIndex {
        if self.case.is_open() {
            now.min(self.case.since)
        } else {
            now
        }
    }
}

/// An operator's offences of which a slash still waits. Together they cost what the worst of them
/// costs: one mistake, found late, is many equivocations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Case {
    /// Slashes reported and neither applied nor cancelled.
    pub slashes: u32,
    /// The era of the oldest offence.
    pub since: EraIndex,
    /// What was slashable when the first was reported.
    pub base: Balance,
    /// The part of it that is to be slashed.
    pub fraction: Perbill,
}

impl Case {
    /// A slash waits.
    pub fn is_open(&self) -> bool {
        self.slashes > 0
    }

    /// `slash` was cancelled: what is reported from now on is compared with what was reported before.
    pub fn cancel<AccountId>(&mut self, slash: &PendingSlash<AccountId>) {
        if self.fraction == slash.fraction {
            self.fraction = slash.before;
        }
        self.close_one();
    }

    /// A slash was applied or cancelled; with the last one the case is closed.
    pub fn close_one(&mut self) {
        self.slashes = self.slashes.saturating_sub(1);
        if !self.is_open() {
            *self = Self::default();
        }
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

/// An operator's worst offence of an era, for as long as it may be rated worse.
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
    /// The worst rating of the case until then, and that of this offence.
    pub before: Perbill,
    pub fraction: Perbill,
    pub amount: Balance,
    /// From this era on it is applied.
    pub due: EraIndex,
}
