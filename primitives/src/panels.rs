//! Panels: several verifiers, drawn by lot, who say independently what they saw; and how the pallets that
//! need one ask for it.

use crate::{market::JobId, Balance, BlockNumber, Hash};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::{
    sp_core::{bounded::BoundedVec, ConstU32},
    sp_io::hashing::blake2_256,
    sp_runtime::DispatchError,
    sp_weights::Weight,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Counts cases from genesis.
pub type CaseId = u64;
/// What a member says it saw, in the form that the case's client defines: the hash of something, or one
/// of a few fixed values.
pub type Verdict = Hash;
/// Keeps a commitment secret until it is revealed.
pub type Salt = [u8; 32];

/// Most members of a panel.
pub const MAX_MEMBERS: u32 = 21;
/// Most that are drawn for a case: each of them may be replaced once.
pub const MAX_DRAWN: u32 = 2 * MAX_MEMBERS;

/// Accounts that a case may keep off its panel.
pub const MAX_EXCLUDED: u32 = 64;
/// Accounts kept off a panel.
pub type Excluded<AccountId> = BoundedVec<AccountId, ConstU32<MAX_EXCLUDED>>;

/// What a panel is called for.
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
pub enum Kind {
    /// Whether a model is what its owner says.
    #[codec(index = 0)]
    Attestation,
    /// Whether an answer is right.
    #[codec(index = 1)]
    Jury,
    /// The same again, by more, of an attestation or of a jury's verdict.
    #[codec(index = 2)]
    Appeal,
    /// What a model's insides are on an input.
    #[codec(index = 3)]
    Audit,
}

impl Kind {
    /// All there are.
    pub const ALL: [Kind; 4] = [Kind::Attestation, Kind::Jury, Kind::Appeal, Kind::Audit];
}

/// How many are drawn for a case, how many must agree, and how long they have.
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
#[serde(deny_unknown_fields)]
pub struct PanelSize {
    /// Members.
    pub members: u32,
    /// Equal verdicts that decide.
    pub threshold: u32,
    /// Blocks in which to commit.
    pub commit: BlockNumber,
    /// Blocks in which to reveal.
    pub reveal: BlockNumber,
}

impl PanelSize {
    /// Whether a case of this size can be decided at all, in one way only.
    pub const fn is_sane(&self, most: u32) -> bool {
        let decides = self.threshold > self.members / 2 && self.threshold <= self.members;
        decides && self.members > 0 && self.members <= most && self.commit > 0 && self.reveal > 0
    }
}

/// What a case is about, by the name its client knows it by.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Subject {
    /// The model with this hash.
    #[codec(index = 0)]
    Model(Hash),
    /// The answer to the request with this number, looked at by an auditor.
    #[codec(index = 1)]
    Audit(JobId),
    /// The same, by a jury.
    #[codec(index = 2)]
    Answer(JobId),
}

/// What a member of a panel is paid, and what it has at stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stakes {
    pub reward: Balance,
    pub ticket: Balance,
}

/// On what terms a client opens a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms<AccountId> {
    /// Decides how many are drawn and how long they have.
    pub kind: Kind,
    /// What it is about.
    pub subject: Subject,
    /// Parties to it, who are not drawn.
    pub excluded: Excluded<AccountId>,
    /// Pays the members.
    pub payer: AccountId,
    /// What each of them gets, and puts at stake.
    pub stakes: Stakes,
    /// Blocks for which the members' tickets answer for a verdict after it was given, and longer as long as
    /// the client [doubts](Client::doubts) it.
    pub answerable: BlockNumber,
}

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<AccountId> {
    /// What enough members said, if enough of them said the same.
    pub verdict: Option<Verdict>,
    /// What each one said; those who kept silent said nothing.
    pub said: Vec<(AccountId, Option<Verdict>)>,
    /// What the members were paid, together.
    pub paid: Balance,
}

/// Where pallets ask for panels.
pub trait Panels<AccountId> {
    /// Money taken from members, for its taker to place.
    type Slashed;

    /// Opens a case: [`Panels::cost`] of the payer's money is held, and the client will be told the
    /// outcome, once.
    fn open(terms: Terms<AccountId>) -> Result<CaseId, DispatchError>;

    /// What members get, and put at stake, where the client has no reason to say otherwise.
    fn usual() -> Stakes;

    /// What a panel of this kind whose members get `reward` costs its payer at most.
    fn cost(kind: Kind, reward: Balance) -> Balance;

    /// How many verifiers there are to be drawn.
    fn verifiers() -> u32;

    /// How many of them a panel of this kind has.
    fn members(kind: Kind) -> u32;

    /// The verdict of a case that its members still answer for has proven false: those who gave it lose
    /// their tickets.
    fn overturn(case: CaseId) -> Self::Slashed;
}

/// Who asked for a case.
pub trait Client<AccountId> {
    /// Whether `verdict` is one that may be given in a case about this.
    fn accepts(subject: &Subject, verdict: &Verdict) -> bool;

    /// Whether something follows from this verdict for which its members should answer.
    fn matters(subject: &Subject, verdict: &Verdict) -> bool;

    /// Whether those who gave this verdict, and were enough, are paid for it; or all who gave one, if no
    /// verdict had enough.
    fn earns(subject: &Subject, verdict: Option<&Verdict>) -> bool;

    /// A case ended.
    fn concluded(case: CaseId, subject: Subject, outcome: Outcome<AccountId>);

    /// Whether the verdict of a case whose members answer for it may still prove false, though the time
    /// for doubts is over: someone has doubted it in time.
    fn doubts(case: CaseId, subject: &Subject) -> bool;

    /// What [`Client::concluded`] weighs at most.
    fn weight() -> Weight;
}

/// What a member commits to before any verdict is known.
///
/// With the member in it nobody gains by repeating another's commitment; with the case in it nobody
/// learns anything from one that was made before.
pub fn commitment<AccountId: Encode>(
    case: CaseId,
    member: &AccountId,
    salt: &Salt,
    verdict: &Verdict,
) -> Hash {
    blake2_256(&(b"opg/panel", case, member, salt, verdict).encode()).into()
}
