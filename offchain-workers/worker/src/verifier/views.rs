//! What the runtime answers to verifiers, by the names of its fields. Fields that nobody reads here are left
//! out.

use crate::chain::views::{Assurance, Data, Interface, Phase, Worker};
use codec::Encode;
use opg_primitives::{models, panels};
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Operator {
    /// A bit each.
    pub roles: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType, Encode)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Class {
    Exact,
    /// In billionths.
    Close {
        abs: u64,
        rel: u32,
    },
}

impl From<Class> for models::Class {
    fn from(class: Class) -> Self {
        match class {
            Class::Exact => Self::Exact,
            // As it is encoded: the type of a part is not among what workers depend on.
            Class::Close { .. } => decoded(&class).unwrap_or(Self::Exact),
        }
    }
}

fn decoded<T: codec::Decode>(from: &impl Encode) -> Option<T> {
    T::decode(&mut &from.encode()[..]).ok()
}

#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Claim {
    pub class: Class,
    pub interface: Interface,
    pub key: Option<Vec<u8>>,
}

/// `ModelsApi.model`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Model {
    pub owner: AccountId32,
    pub bytes: u64,
    pub may_slash: bool,
    pub claim: Claim,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_should_be_the_chains_own_to_the_bit() {
        assert_eq!(models::Class::from(Class::Exact), models::Class::Exact);
        let close = Class::Close { abs: 7, rel: 10_000_000 };
        let models::Class::Close { abs, rel } = close.into() else { panic!("{close:?}") };
        assert_eq!((abs, rel), (7, models::MAX_RELATIVE));
    }
}
