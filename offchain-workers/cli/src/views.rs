//! What the runtime answers that workers do not ask, by the names of its fields. Fields that nobody reads
//! here are left out.

use opg_worker::chain::views::{Ask, Interface};
use subxt::{
    ext::scale_decode::{self, DecodeAsType},
    utils::{AccountId32, H256},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub enum Class {
    Exact,
    Close { abs: u64, rel: u32 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub enum Standing {
    Active,
    Deprecated,
    Banned { deprecated: bool },
}

#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub enum Attestation {
    None,
    Examined { case: u64 },
    Contestable { until: u32 },
    Appealed { appeal: u64 },
    Attested,
    Refused { verdict: H256 },
}

#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Claim {
    pub class: Class,
    pub interface: Interface,
    pub key: Option<Vec<u8>>,
}

/// `ModelsApi.model`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Model {
    pub owner: AccountId32,
    pub bytes: u64,
    pub royalty: u32,
    pub standing: Standing,
    pub attestation: Attestation,
    pub attested: bool,
    pub claim: Claim,
}

/// `ModelsApi.models`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Line {
    pub model: H256,
    pub owner: AccountId32,
    pub bytes: u64,
    pub class: Class,
    pub standing: Standing,
    pub attested: bool,
    pub offers: u32,
}

/// `ModelsApi.model_named`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Named {
    pub release: u32,
    pub names: H256,
    pub model: Option<Model>,
}

/// `ModelsApi.servers`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Server {
    pub operator: AccountId32,
    pub ask: Ask,
    pub capacity: u32,
    pub free: u64,
}

/// `InferenceApi.quote`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Quote {
    pub servers: u32,
    pub least: u128,
    pub most: u128,
    pub latency: u32,
    pub fee: u128,
}

/// `InferenceApi.rules`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Rules {
    pub surge: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Profile {
    pub endpoint: Vec<u8>,
    pub metadata: Vec<u8>,
}

/// `StakeApi.operator`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Operator {
    pub roles: u8,
    pub bond: u128,
    pub locked: u128,
    pub delegated: u128,
    pub pending_slashes: u32,
    pub profile: Profile,
}

/// `Models.Names`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct OwnerName {
    pub account: AccountId32,
}

/// `Models.SeriesOf`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Series {
    pub latest: H256,
}

/// `System.Account`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Account {
    pub data: Balances,
}

#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Balances {
    pub free: u128,
    pub reserved: u128,
}
