//! Models: what is said of one on the chain, by which rules, and how other pallets use their servers.
//!
//! The chain never parses a model. It keeps what its owner says of it, in a form that a verifier who has
//! the file can compute for itself and compare.

use crate::{proofs::Key, Balance, BlockNumber, Hash};
use alloc::{collections::BTreeSet, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::{
    sp_core::{bounded::BoundedVec, ConstU32},
    sp_io::hashing::blake2_256,
    sp_runtime::{Perbill, Permill},
    sp_weights::Weight,
};
use scale_info::TypeInfo;

/// A model: the SHA2-256 of its ONNX file.
pub type ModelHash = Hash;

/// Inputs, and outputs, that a model has at most.
pub const MAX_TENSORS: u32 = 16;
/// Dimensions that a tensor has at most.
pub const MAX_RANK: u32 = 8;
/// Elements that the fixed dimensions of a tensor make at most.
pub const MAX_ELEMENTS: u64 = 1 << 32;
/// Bytes of a tensor's name.
pub const MAX_TENSOR_NAME: u32 = 64;
/// Bytes of the name of an owner, and of a series.
pub const MAX_NAME: u32 = 32;
/// Most that a model's owner may take of what its answers cost.
pub const MAX_ROYALTY: Permill = Permill::from_percent(10);
/// Most by which two honest answers may differ in proportion.
pub const MAX_RELATIVE: Perbill = Perbill::from_percent(1);

/// Most by which they may differ besides, in billionths: one.
pub const MAX_ABSOLUTE: u64 = 1_000_000_000;

/// The name of an owner, or of a series.
pub type Name = BoundedVec<u8, ConstU32<MAX_NAME>>;

/// Whether people can tell this name from every other one: small letters and digits of ASCII, and single
/// hyphens between them.
pub fn is_name(name: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    name.split(|byte| *byte == b'-').all(|part| !part.is_empty() && part.iter().all(plain))
}

/// What a tensor holds.
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
pub enum Dtype {
    #[codec(index = 0)]
    F32,
    #[codec(index = 1)]
    F64,
    #[codec(index = 2)]
    F16,
    #[codec(index = 3)]
    I8,
    #[codec(index = 4)]
    I16,
    #[codec(index = 5)]
    I32,
    #[codec(index = 6)]
    I64,
    #[codec(index = 7)]
    U8,
    #[codec(index = 8)]
    U16,
    #[codec(index = 9)]
    U32,
    #[codec(index = 10)]
    U64,
    #[codec(index = 11)]
    Bool,
    #[codec(index = 12)]
    String,
}

impl Dtype {
    /// Whether honest answers may differ a little in it without being other answers.
    pub const fn is_float(self) -> bool {
        matches!(self, Self::F32 | Self::F64 | Self::F16)
    }
}

/// One dimension of a tensor.
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
pub enum Dim {
    /// Always this long.
    #[codec(index = 0)]
    Fixed(u32),
    /// As long as whoever asks wants it.
    #[codec(index = 1)]
    Free,
}

/// An input or an output.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Tensor {
    /// As the file calls it.
    pub name: BoundedVec<u8, ConstU32<MAX_TENSOR_NAME>>,
    /// What it holds.
    pub dtype: Dtype,
    /// Its dimensions, outermost first; a single number has none.
    pub shape: BoundedVec<Dim, ConstU32<MAX_RANK>>,
}

/// Inputs, or outputs, in the file's order.
pub type Tensors = BoundedVec<Tensor, ConstU32<MAX_TENSORS>>;

/// What goes into a model and what comes out.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Interface {
    pub inputs: Tensors,
    pub outputs: Tensors,
}

/// What is wrong with an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing goes in, or nothing comes out.
    NoTensors,
    /// A name is empty, or has something else in it than visible ASCII.
    TensorName,
    /// Two inputs, or two outputs, have one name.
    SameName,
    /// A dimension is zero.
    ZeroDimension,
    /// The fixed dimensions of a tensor make more than [`MAX_ELEMENTS`].
    TooLarge,
}

impl Interface {
    /// Whether a model can look like this.
    pub fn check(&self) -> Result<(), Flaw> {
        for tensors in [&self.inputs, &self.outputs] {
            if tensors.is_empty() {
                return Err(Flaw::NoTensors);
            }
            let mut names = BTreeSet::new();
            for tensor in tensors {
                tensor.check()?;
                if !names.insert(&tensor.name) {
                    return Err(Flaw::SameName);
                }
            }
        }
        Ok(())
    }

    /// Whether two honest answers that differ a little can be told from different answers.
    pub fn is_comparable(&self) -> bool {
        self.outputs.iter().all(|tensor| tensor.dtype.is_float())
    }
}

impl Tensor {
    fn check(&self) -> Result<(), Flaw> {
        if self.name.is_empty() || !self.name.iter().all(u8::is_ascii_graphic) {
            return Err(Flaw::TensorName);
        }
        let mut elements = 1u64;
        for dim in &self.shape {
            match dim {
                Dim::Fixed(0) => return Err(Flaw::ZeroDimension),
                Dim::Fixed(length) => elements = elements.saturating_mul(u64::from(*length)),
                Dim::Free => {},
            }
            if elements > MAX_ELEMENTS {
                return Err(Flaw::TooLarge);
            }
        }
        Ok(())
    }
}

/// How much two honest machines' answers may differ.
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
pub enum Class {
    /// Not at all: an integer model gives the same bytes everywhere.
    #[codec(index = 0)]
    Exact,
    /// Each element by `abs` billionths and a part `rel` of it: floating point gives no more.
    #[codec(index = 1)]
    Close { abs: u64, rel: Perbill },
}

impl Class {
    /// So many times as wide.
    pub fn times(self, factor: u32) -> Self {
        match self {
            Self::Exact => Self::Exact,
            Self::Close { abs, rel } => Self::Close {
                abs: abs.saturating_mul(factor.into()),
                rel: Perbill::from_parts(rel.deconstruct().saturating_mul(factor)),
            },
        }
    }
}

/// What an owner says of a model, and verifiers compute for themselves.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Claim {
    /// How it answers.
    pub class: Class,
    /// What it takes and gives.
    pub interface: Interface,
    /// What its answers are proven with, if they can be.
    pub key: Option<Key>,
}

impl Claim {
    /// The verdict of whoever finds that the file with this hash and size is what the claim says, and made
    /// of operators that the chain's rules allow.
    pub fn verdict(&self, model: &ModelHash, size: u64) -> Hash {
        let key = self.key.as_ref().map(|key| blake2_256(key));
        blake2_256(&(b"opg/claim", model, size, self.class, &self.interface, key).encode()).into()
    }
}

/// The verdict of whoever could not get the file anywhere.
pub const UNAVAILABLE: Hash = Hash::repeat_byte(1);
/// The verdict of whoever finds something in the file that the chain's rules do not allow, or no model.
pub const FORBIDDEN: Hash = Hash::repeat_byte(2);

/// On what terms an operator answers with a model.
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
pub struct Ask {
    /// What an answer costs at least.
    pub price: Balance,
    /// Blocks within which it comes.
    pub latency: BlockNumber,
}

/// What a request has to know of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served<AccountId> {
    /// Whom the royalty goes to.
    pub owner: AccountId,
    /// Its part of the price.
    pub royalty: Permill,
    /// How answers are compared.
    pub class: Class,
    /// Verifiers found that it is what its owner says, and nobody proved otherwise in time.
    pub attested: bool,
    /// Someone may lose money for a wrong answer: it is attested, and a wrong answer can be told from a
    /// right one.
    pub may_slash: bool,
    /// New requests may be made.
    pub open: bool,
}

/// Where other pallets find who answers with a model.
pub trait Servers<AccountId> {
    /// What a request has to know of a model.
    fn served(model: &ModelHash) -> Option<Served<AccountId>>;

    /// All that a model's owner says of it.
    fn claim(model: &ModelHash) -> Option<Claim>;

    /// Whether anything is free of what is offered.
    fn has_free(model: &ModelHash) -> bool;

    /// Servers that have something free, with what they ask and which part of all there is around them is
    /// in use; at most so many. For those who look, not for blocks.
    fn free(model: &ModelHash, count: u32) -> Vec<(AccountId, Ask, Perbill)>;

    /// Takes a free slot of one of at most `tries` servers drawn by what they have free, the first that
    /// `suits`: which is told which part of all there is around it is in use.
    fn take(
        model: &ModelHash,
        seed: Hash,
        tries: u32,
        suits: impl FnMut(&AccountId, &Ask, Perbill) -> bool,
    ) -> Option<(AccountId, Ask)>;

    /// Gives a slot that was taken back. Answers whether the offer is gone with it: it was withdrawn, and this
    /// was the last of it that was in use.
    fn give_back(model: &ModelHash, operator: &AccountId) -> bool;

    /// What it weighs more if the offer is gone.
    fn leaving() -> Weight;
}
