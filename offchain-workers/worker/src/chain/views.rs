//! What the runtime answers, by the names of its fields. Fields that nobody reads here are left out.

use super::Error;
use codec::Encode;
use opg_primitives::{models, BlockNumber, Hash};
use scale_info::PortableRegistry;
use sha2::{Digest, Sha256};
use subxt::{
    events::EventDetails,
    ext::scale_decode::{DecodeAsFields, DecodeAsType, Field},
    utils::{AccountId32, H256},
    SubstrateConfig,
};

/// Bytes, or where they are to be found.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Data {
    Inline(Vec<u8>),
    Blob { hash: H256, bytes: u64 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Assurance {
    Bonded,
    Quorum(u8),
    Proven,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Finding {
    Right,
    Wrong,
    Unverifiable,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Reason {
    Timeout,
    Unanswerable,
    WrongAnswer,
    Undecided,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum End {
    Settled,
    Refunded(Reason),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Phase {
    Seeking,
    Assigned { since: BlockNumber, until: BlockNumber },
    Open { until: BlockNumber },
    Committing { until: BlockNumber },
    Revealing { until: BlockNumber },
    Answered { until: BlockNumber },
    Audited { again: bool },
    Disputed,
    Judged { finding: Finding, until: BlockNumber },
    Appealed,
    Done { end: End, until: BlockNumber },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Decline {
    InputUnavailable,
    ResourceLimit,
    BadInput,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Standing {
    Working,
    Declined(Decline),
    Missed,
    Committed(H256),
    Answered { output: H256, agrees: bool },
    Apart { output: H256 },
}

#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Worker {
    pub account: AccountId32,
    pub price: u128,
    pub ticket: u128,
    pub standing: Standing,
    pub output: Option<Data>,
}

/// `InferenceApi.job`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Job {
    pub requester: AccountId32,
    pub model: H256,
    pub input: H256,
    pub inline: Option<Data>,
    pub assurance: Assurance,
    pub time: BlockNumber,
    pub phase: Phase,
    pub workers: Vec<Worker>,
}

impl Job {
    /// Names all that an answer depends on. The number of a request does not: after a reorganisation one of the
    /// same number may ask something else.
    pub fn question(&self) -> Hash {
        let proven = self.assurance == Assurance::Proven;
        <[u8; 32]>::from(Sha256::digest((self.model.0, self.input.0, proven).encode())).into()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum ModelStanding {
    Active,
    Deprecated,
    Banned { deprecated: bool },
}

impl ModelStanding {
    /// Whether requests are taken.
    pub fn is_active(&self) -> bool {
        *self == Self::Active
    }
}

/// `ModelsApi.models`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Line {
    pub model: H256,
    pub bytes: u64,
    pub standing: ModelStanding,
    pub attested: bool,
}

/// `InferenceApi.assignments`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Assignment {
    pub job: u64,
    pub model: H256,
    pub assurance: Assurance,
    pub phase: Phase,
    pub standing: Standing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType, Encode)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Dtype {
    F32,
    F64,
    F16,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    Bool,
    String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType, Encode)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Dim {
    Fixed(u32),
    Free,
}

#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType, Encode)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Tensor {
    pub name: Vec<u8>,
    pub dtype: Dtype,
    pub shape: Vec<Dim>,
}

#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Interface {
    pub inputs: Vec<Tensor>,
    pub outputs: Vec<Tensor>,
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

/// What a model's owner says of it.
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
    pub standing: ModelStanding,
    pub may_slash: bool,
    pub claim: Claim,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Ask {
    pub price: u128,
    pub latency: BlockNumber,
}

/// `ModelsApi.offers_of`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Offer {
    pub model: H256,
    pub ask: Ask,
    pub capacity: u32,
    pub free: u64,
    pub in_use: u64,
}

/// What happens in the market that a worker must know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Assigned { job: u64, worker: AccountId32 },
    Answered { job: u64, worker: AccountId32 },
    Committed { job: u64, worker: AccountId32 },
    Revealed { job: u64, worker: AccountId32 },
    RevealBegan { job: u64 },
    Missed { job: u64, worker: AccountId32 },
    Declined { job: u64, worker: AccountId32 },
    Refused { job: u64, worker: AccountId32 },
    Ended { job: u64 },
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct OfJob {
    job: u64,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct OfWorker {
    job: u64,
    worker: AccountId32,
}

impl Event {
    /// The event, if it is one of those.
    pub(super) fn of(
        event: &EventDetails<SubstrateConfig>,
        types: &PortableRegistry,
    ) -> Result<Option<Self>, Error> {
        let name = event.variant_name();
        let job = || fields::<OfJob>(event, types).map(|fields| fields.job);
        let by_worker: fn(OfWorker) -> Self = match name {
            "Assigned" => |OfWorker { job, worker }| Self::Assigned { job, worker },
            "Answered" => |OfWorker { job, worker }| Self::Answered { job, worker },
            "Committed" => |OfWorker { job, worker }| Self::Committed { job, worker },
            "Revealed" => |OfWorker { job, worker }| Self::Revealed { job, worker },
            "Missed" => |OfWorker { job, worker }| Self::Missed { job, worker },
            "Declined" => |OfWorker { job, worker }| Self::Declined { job, worker },
            "Refused" => |OfWorker { job, worker }| Self::Refused { job, worker },
            "RevealBegan" => return Ok(Some(Self::RevealBegan { job: job()? })),
            "Settled" | "Refunded" => return Ok(Some(Self::Ended { job: job()? })),
            _ => return Ok(None),
        };
        Ok(Some(by_worker(fields(event, types)?)))
    }
}

/// Fields of an event, by their names.
pub fn fields<Fields: DecodeAsFields>(
    event: &EventDetails<SubstrateConfig>,
    types: &PortableRegistry,
) -> Result<Fields, Error> {
    let about = event.event_metadata();
    let named = about.variant.fields.iter();
    let mut named = named.map(|field| Field::new(field.ty.id, field.name.as_deref()));
    Fields::decode_as_fields(&mut event.field_bytes(), &mut named, types).map_err(|error| {
        let what = format!("{}.{}", event.pallet_name(), event.variant_name());
        Error::Decode { what, why: error.to_string() }
    })
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
