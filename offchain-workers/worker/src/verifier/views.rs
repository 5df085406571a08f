//! What the runtime answers to verifiers, by the names of its fields. Fields that nobody reads here are left
//! out.

use crate::chain::views::{Assurance, Data, Phase, Worker};
pub use crate::chain::views::{Class, Model};
use codec::Encode;
use opg_primitives::panels;
use subxt::{
    ext::scale_decode::DecodeAsType,
    utils::{AccountId32, H256},
};

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType, Encode)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Subject {
    Model(H256),
    Audit(u64),
    Answer(u64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Kind {
    Attestation,
    Jury,
    Appeal,
    Audit,
}

impl From<Kind> for panels::Kind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Attestation => Self::Attestation,
            Kind::Jury => Self::Jury,
            Kind::Appeal => Self::Appeal,
            Kind::Audit => Self::Audit,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Task {
    Commit,
    Wait,
    Reveal,
}

/// `PanelsApi.duties`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Duty {
    pub case: u64,
    pub kind: Kind,
    pub subject: Subject,
    pub task: Task,
    pub until: u32,
    pub commitment: Option<H256>,
}

/// `PanelsApi.panel_size`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct PanelSize {
    pub members: u32,
    pub commit: u32,
}

/// `StakeApi.operator`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Operator {
    /// A bit each.
    pub roles: u8,
    pub profile: Profile,
}

#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Profile {
    /// Where others can fetch what it has answered, if it says so: a URL.
    pub endpoint: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Dispute {
    pub witness: H256,
}

/// `InferenceApi.job`, with how its answer is being checked.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Job {
    pub requester: AccountId32,
    pub model: H256,
    pub input: H256,
    pub inline: Option<Data>,
    pub assurance: Assurance,
    pub may_slash: bool,
    pub phase: Phase,
    pub workers: Vec<Worker>,
    pub dispute: Option<Dispute>,
}
