//! What is stored of models, names and offers.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use opg_primitives::{
    models::{Ask, Class, ModelHash},
    panels::{CaseId, Verdict, MAX_DRAWN},
    urn::{Place, Weights},
    BlockNumber,
};
use polkadot_sdk::{
    frame_support::{traits::ConstU32, BoundedVec},
    sp_runtime::{Perbill, Permill},
};
use scale_info::TypeInfo;

/// What each member of a panel said; those who kept silent said nothing.
pub type Said<AccountId> = BoundedVec<(AccountId, Option<Verdict>), ConstU32<MAX_DRAWN>>;

/// That an account knew a model's hash before others could have seen it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Commitment<Ticket> {
    /// When it committed.
    pub block: BlockNumber,
    /// The deposit for it.
    pub ticket: Ticket,
}

/// Whether people should use a model.
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
)]
pub enum Standing {
    /// They may.
    #[codec(index = 0)]
    Active,
    /// Its owner says that they should not any more.
    #[codec(index = 1)]
    Deprecated,
    /// Moderators forbid it.
    #[codec(index = 2)]
    Banned {
        /// What its owner had said before: it holds again if the ban is lifted.
        deprecated: bool,
    },
}

impl Standing {
    /// Moderators forbid it.
    pub const fn is_banned(self) -> bool {
        matches!(self, Self::Banned { .. })
    }
}

/// Whether verifiers found that a model is what its owner says.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Attestation<AccountId> {
    /// Nobody was asked, or those asked did not agree.
    #[codec(index = 0)]
    None,
    /// A panel is at it.
    #[codec(index = 1)]
    Examined { case: CaseId },
    /// The panel of `case` found that it is. Before block `until` anyone may challenge that; from then
    /// on it is attested, without anyone doing anything.
    #[codec(index = 2)]
    Contestable { case: CaseId, until: BlockNumber },
    /// Someone doubts what the panel of `case` found, and pays for another, larger one.
    #[codec(index = 3)]
    Appealed { case: CaseId, appeal: CaseId, challenger: AccountId },
    /// A second, larger panel found that it is.
    #[codec(index = 4)]
    Attested,
    /// A panel found something else.
    #[codec(index = 5)]
    Refused { verdict: Verdict },
}

impl<AccountId> Attestation<AccountId> {
    /// Whether the model may be relied upon in block `now`.
    pub fn is_attested(&self, now: BlockNumber) -> bool {
        match self {
            Self::Attested => true,
            Self::Contestable { until, .. } => now >= *until,
            Self::None | Self::Examined { .. } | Self::Appealed { .. } | Self::Refused { .. } => {
                false
            },
        }
    }

    /// Whether what is said of the model may still turn out right or wrong in block `now`.
    pub fn is_under_way(&self, now: BlockNumber) -> bool {
        match self {
            Self::Examined { .. } | Self::Appealed { .. } => true,
            Self::Contestable { until, .. } => now < *until,
            Self::None | Self::Attested | Self::Refused { .. } => false,
        }
    }

    /// Whether nobody examines or vouches for the claim, so that it may be replaced or examined.
    pub fn is_idle(&self) -> bool {
        matches!(self, Self::None | Self::Refused { .. })
    }
}

/// What the last panel that was asked about a model said.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Sayings<AccountId> {
    pub case: CaseId,
    pub said: Said<AccountId>,
}

/// What a request has to read of a model. What else its owner says of it is kept apart.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Model<AccountId, Ticket> {
    /// Who registered it, and earns the royalty.
    pub owner: AccountId,
    /// Bytes of its file.
    pub bytes: u64,
    /// The owner's part of what an answer costs.
    pub royalty: Permill,
    /// How answers are compared: what the claim says.
    pub class: Class,
    /// Whether two honest answers that differ a little can be told from different ones: what follows
    /// from the claim.
    pub comparable: bool,
    /// Whether people should use it.
    pub standing: Standing,
    /// Whether verifiers found that it is what its owner says.
    pub attestation: Attestation<AccountId>,
    /// Offers, and places of its urn.
    pub offers: u32,
    /// The block in which the last of them went, if there were any.
    pub left: Option<BlockNumber>,
    /// The owner's deposit.
    pub ticket: Ticket,
}

impl<AccountId, Ticket> Model<AccountId, Ticket> {
    /// New requests may be made, and new offers.
    pub fn is_open(&self) -> bool {
        self.standing == Standing::Active
    }

    /// Nobody offers it, and all that was answered while somebody did can be doubted no more: for that it takes
    /// `rest` blocks.
    pub fn rests(&self, now: BlockNumber, rest: BlockNumber) -> bool {
        self.offers == 0 && self.left.is_none_or(|left| now >= left.saturating_add(rest))
    }

    /// A wrong answer may be told from a right one beyond doubt, so that someone may lose money for it.
    pub fn may_slash(&self, now: BlockNumber) -> bool {
        let can_tell = self.class == Class::Exact || self.comparable;
        can_tell && self.attestation.is_attested(now)
    }
}

/// A name under which someone publishes series.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct OwnerName<AccountId, Ticket> {
    pub account: AccountId,
    /// Series under this name.
    pub series: u32,
    /// The deposit for the name.
    pub ticket: Ticket,
}

/// Models that follow one another under one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Series {
    /// Releases there are, and the number of the last one.
    pub releases: u32,
    /// The model of the last one.
    pub latest: ModelHash,
}

/// One of a series.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Release<Ticket> {
    pub model: ModelHash,
    /// The deposit for it; the first one's is for the series, too.
    pub ticket: Ticket,
}

/// That an operator answers with a model.
///
/// Units that are in use: `capacity + owed - free`, where what is free is the weight of its place.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Offer<Ticket> {
    /// On what terms.
    pub ask: Ask,
    /// Requests that it works on at a time; zero when it is being withdrawn.
    pub capacity: u32,
    /// Where in the model's urn it is.
    pub place: Place,
    /// Units in use beyond the capacity, which was lowered: as many are not free when given back.
    pub owed: u32,
    /// The operator's deposit.
    pub ticket: Ticket,
}

impl<Ticket> Offer<Ticket> {
    /// It was withdrawn, and nothing of it is in use.
    pub fn is_over(&self) -> bool {
        self.capacity == 0 && self.owed == 0
    }

    /// Units in use, if `free` of them are not.
    pub fn in_use(&self, free: u64) -> u64 {
        u64::from(self.capacity).saturating_add(self.owed.into()).saturating_sub(free)
    }
}

/// Some places of a model's urn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct SlotPage {
    /// What is free of each offer.
    pub free: Weights,
    /// What these offers have in all, in use or not.
    pub capacity: u64,
}

impl SlotPage {
    /// Which part of what these offers have is in use.
    pub fn busy(&self) -> Perbill {
        let in_use = self.capacity.saturating_sub(self.free.sum());
        Perbill::from_rational(in_use, self.capacity.max(1))
    }
}

impl AsRef<Weights> for SlotPage {
    fn as_ref(&self) -> &Weights {
        &self.free
    }
}

impl AsMut<Weights> for SlotPage {
    fn as_mut(&mut self) -> &mut Weights {
        &mut self.free
    }
}
