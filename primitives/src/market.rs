//! The market for answers: what those who ask, those who answer and those who check must agree on.

use crate::{
    feeds::Window,
    models::ModelHash,
    panels::{Salt, Verdict},
    Balance, BlockNumber, Hash,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::{
    sp_core::{bounded::BoundedVec, ConstU32},
    sp_io::hashing::blake2_256,
    sp_weights::Weight,
};
use scale_info::TypeInfo;

/// Counts requests from genesis.
pub type JobId = u64;

/// Bytes of an input that a request carries with it.
pub const MAX_INPUT: u32 = 16 * 1024;
/// Bytes of an output that an answer carries with it.
pub const MAX_OUTPUT: u32 = 4 * 1024;
/// Bytes of an input or output that is kept elsewhere.
pub const MAX_BLOB: u64 = 1 << 34;
/// Workers of a quorum at most, and at least; there is an odd number of them.
pub const MAX_QUORUM: u8 = 7;
/// See [`MAX_QUORUM`].
pub const MIN_QUORUM: u8 = 3;

/// Bytes, or where they are to be found.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Data<const MOST: u32> {
    /// Here.
    #[codec(index = 0)]
    Inline(BoundedVec<u8, ConstU32<MOST>>),
    /// Elsewhere: whoever needs them asks for what has this SHA2-256.
    #[codec(index = 1)]
    Blob { hash: Hash, bytes: u64 },
}

/// What a model is asked.
pub type Input = Data<MAX_INPUT>;

/// Where the input of a request comes from.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Source {
    /// As in [`Data`].
    #[codec(index = 0)]
    Inline(BoundedVec<u8, ConstU32<MAX_INPUT>>),
    /// As in [`Data`].
    #[codec(index = 1)]
    Blob { hash: Hash, bytes: u64 },
    /// The last candles of a feed, whatever they are when the request is made.
    #[codec(index = 2)]
    Candles(Window),
}

impl Source {
    /// Bytes that a request has with it once it is made.
    pub fn carried(&self) -> u32 {
        match self {
            Self::Inline(bytes) => bytes.len() as u32,
            Self::Blob { .. } => 0,
            Self::Candles(window) => window.bytes().try_into().unwrap_or(MAX_INPUT).min(MAX_INPUT),
        }
    }

    /// What identifies it: the input's digest, or, where the input is not known yet, that of what it is made of.
    pub fn digest(&self) -> Hash {
        match self {
            Self::Inline(bytes) => blake2_256(bytes).into(),
            Self::Blob { hash, .. } => *hash,
            Self::Candles(window) => window.using_encoded(blake2_256).into(),
        }
    }

    /// The candles that it asks for.
    pub fn window(&self) -> Option<&Window> {
        match self {
            Self::Candles(window) => Some(window),
            _ => None,
        }
    }
}

impl From<Input> for Source {
    fn from(input: Input) -> Self {
        match input {
            Data::Inline(bytes) => Self::Inline(bytes),
            Data::Blob { hash, bytes } => Self::Blob { hash, bytes },
        }
    }
}

/// What it answers: its outputs in their order, each as its elements in row-major order, low byte first.
pub type Output = Data<MAX_OUTPUT>;

impl<const MOST: u32> Data<MOST> {
    /// What identifies these bytes: their BLAKE2b-256 when they are here, what they are found by when not.
    pub fn digest(&self) -> Hash {
        match self {
            Self::Inline(bytes) => blake2_256(bytes).into(),
            Self::Blob { hash, .. } => *hash,
        }
    }

    /// Bytes that are carried along.
    pub fn carried(&self) -> u32 {
        match self {
            Self::Inline(bytes) => bytes.len() as u32,
            Self::Blob { .. } => 0,
        }
    }

    /// The bytes, if they are here.
    pub fn inline(&self) -> Option<&[u8]> {
        match self {
            Self::Inline(bytes) => Some(bytes),
            Self::Blob { .. } => None,
        }
    }
}

/// Why an answer may be believed.
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
pub enum Assurance {
    /// One worker answers, with forty times the price at stake: some answers are checked, and anyone may
    /// have a doubtful one judged.
    #[codec(index = 0)]
    Bonded,
    /// So many workers answer independently, and more than half of them agree.
    #[codec(index = 1)]
    Quorum(u8),
    /// The answer comes with a proof that every validator has checked.
    #[codec(index = 2)]
    Proven,
}

impl Assurance {
    /// Workers that answer.
    pub const fn workers(self) -> u8 {
        match self {
            Self::Quorum(count) => count,
            Self::Bonded | Self::Proven => 1,
        }
    }

    /// Whether there is such a thing.
    pub const fn is_sane(self) -> bool {
        match self {
            Self::Quorum(n) => n >= MIN_QUORUM && n <= MAX_QUORUM && n % 2 == 1,
            Self::Bonded | Self::Proven => true,
        }
    }
}

/// A request, as it is made.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Order<AccountId> {
    pub model: ModelHash,
    pub input: Source,
    pub assurance: Assurance,
    /// Most that all workers together may cost. It is held until the request ends.
    pub max_price: Balance,
    /// Blocks that a worker has to answer.
    pub time: BlockNumber,
    /// What a wrong answer would cost the requester: if it is more than the usual stake, workers must
    /// have that much at stake.
    pub coverage: Option<Balance>,
    /// Who gets what is paid for a wrong or late answer, if not the requester.
    pub beneficiary: Option<AccountId>,
}

/// Why a worker does not answer.
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
pub enum Decline {
    /// Nobody serves the input.
    #[codec(index = 0)]
    InputUnavailable,
    /// It takes more memory or time than the worker has.
    #[codec(index = 1)]
    ResourceLimit,
    /// The input is none for this model.
    #[codec(index = 2)]
    BadInput,
}

/// What a verifier finds of an answer.
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
pub enum Finding {
    /// It is what the model answers, within what its class allows.
    #[codec(index = 1)]
    Right,
    /// It is not: beyond twice what its class allows, or nowhere to be had, for whoever answers serves it.
    #[codec(index = 2)]
    Wrong,
    /// It cannot be said: input or model are not to be had; or it lies between.
    #[codec(index = 3)]
    Unverifiable,
}

impl Finding {
    /// As a verdict: the finding, then what shows that the verifier ran the model (see [`Verdict`]),
    /// which is nothing where no such thing is asked for.
    pub fn verdict(self, witness: Hash) -> Verdict {
        let mut verdict = witness;
        if let Some(first) = verdict.0.first_mut() {
            *first = match self {
                Self::Right => 1,
                Self::Wrong => 2,
                Self::Unverifiable => 3,
            };
        }
        verdict
    }

    /// The finding of a verdict.
    pub fn of(verdict: &Verdict) -> Option<Self> {
        match verdict.0.first() {
            Some(1) => Some(Self::Right),
            Some(2) => Some(Self::Wrong),
            Some(3) => Some(Self::Unverifiable),
            _ => None,
        }
    }
}

/// What one of a quorum commits to before any output is known. With the worker in it nobody gains by
/// repeating another's commitment.
pub fn commitment<AccountId: Encode>(
    job: JobId,
    worker: &AccountId,
    salt: &Salt,
    output: &Output,
) -> Hash {
    blake2_256(&(b"opg/answer", job, worker, salt, output).encode()).into()
}

/// What a proof is made for: it serves no other chain, no other request, no other key, and pays nobody else.
/// A request is never given to the same worker twice, so which try it is need not be in it.
pub fn context<AccountId: Encode>(
    genesis: &Hash,
    job: JobId,
    requester: &AccountId,
    input: &Hash,
    key: &Hash,
    payee: &AccountId,
) -> [u8; 32] {
    blake2_256(&(b"opg/proven", genesis, job, requester, input, key, payee).encode())
}

/// Told of every request that was settled.
pub trait OnSettled<AccountId> {
    /// `requester` paid `price` for an answer of `model`.
    fn settled(requester: &AccountId, model: &ModelHash, price: Balance);

    /// What [`OnSettled::settled`] weighs at most.
    fn weight() -> Weight;
}

impl<AccountId> OnSettled<AccountId> for () {
    fn settled(_: &AccountId, _: &ModelHash, _: Balance) {}

    fn weight() -> Weight {
        Weight::zero()
    }
}
