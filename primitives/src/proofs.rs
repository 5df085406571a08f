//! Batches of proofs: how they come, and the host function that checks them.
//!
//! A batch is checked whole. Its claims are about models of one circuit size, and its proofs share one
//! sum, so that a hundred cost far less than a hundred times one. If one of them is wrong, all are
//! refused. What keys, claims and proofs are, and how their bytes are written, is said in docs/proofs.md.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::ops::RangeInclusive;
use polkadot_sdk::{
    sp_core::{bounded::BoundedVec, ConstU32},
    sp_weights::Weight,
};
use scale_info::TypeInfo;

/// Circuits have 2^k rows; these are the k there are.
pub const SIZES: RangeInclusive<u8> = 11..=14;
/// Terms of a row: a key says how many its circuit has.
pub const WIDTHS: RangeInclusive<u16> = 4..=96;
/// Inputs, and outputs, that a model has at most.
pub const MAX_PUBLIC: u32 = 1_024;
/// Bytes of the longest key, and of the longest proof.
pub const MAX_KEY_BYTES: u32 = 6_632;
/// See [`MAX_KEY_BYTES`].
pub const MAX_PROOF_BYTES: u32 = 20_032;
/// Claims in a batch; more do not fit a block.
pub const MAX_CLAIMS: u32 = 1_024;

/// A model's key, which may be no key.
pub type Key = BoundedVec<u8, ConstU32<MAX_KEY_BYTES>>;
/// Bytes of a key before its commitments.
pub const KEY_HEAD: usize = 8;

/// What a key says of its circuit: see docs/proofs.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyHead {
    pub version: u8,
    /// Of the 2^k rows, k.
    pub rows: u8,
    /// Terms of a row.
    pub width: u16,
    pub inputs: u16,
    pub outputs: u16,
}

impl KeyHead {
    /// Reads what a key begins with, whether it makes sense or not.
    pub fn read(key: &[u8]) -> Option<Self> {
        let (head, _) = key.split_first_chunk::<KEY_HEAD>()?;
        let [version, rows, w0, w1, i0, i1, o0, o1] = *head;
        let [width, inputs, outputs] = [[w0, w1], [i0, i1], [o0, o1]].map(u16::from_le_bytes);
        Some(Self { version, rows, width, inputs, outputs })
    }
}

/// A model's inputs or outputs.
pub type Values = BoundedVec<u8, ConstU32<MAX_PUBLIC>>;

/// That a model gives these outputs for these inputs, with a proof of it.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Claim {
    /// The model, by the place of its key in the batch.
    pub key: u16,
    /// What the proof was made for, so that it serves nothing else.
    pub context: [u8; 32],
    pub inputs: Values,
    pub outputs: Values,
    pub proof: BoundedVec<u8, ConstU32<MAX_PROOF_BYTES>>,
}

/// Claims about models of one circuit size, all of them proven or all refused.
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
pub struct Batch {
    /// The models' keys. Some claim is about each.
    pub keys: BoundedVec<Key, ConstU32<MAX_CLAIMS>>,
    pub claims: BoundedVec<Claim, ConstU32<MAX_CLAIMS>>,
}

/// What a batch did not keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[repr(u8)]
pub enum Rule {
    /// The bytes are not those of a batch.
    #[codec(index = 1)]
    Batch = 1,
    /// The key is of a version that this chain does not know.
    #[codec(index = 2)]
    KeyVersion = 2,
    /// The key is for a circuit that is not verified here.
    #[codec(index = 3)]
    KeyShape = 3,
    /// The key has another length than its first bytes ask for.
    #[codec(index = 4)]
    KeyLength = 4,
    /// A word of the key is no point in its only encoding.
    #[codec(index = 5)]
    KeyPoint = 5,
    /// No claim is about the key.
    #[codec(index = 6)]
    KeyIdle = 6,
    /// The key is for another circuit size than the batch's first.
    #[codec(index = 7)]
    KeySize = 7,
    /// The claim is about a key that is not in the batch.
    #[codec(index = 8)]
    NoKey = 8,
    /// The claim has another number of inputs or outputs than its key asks for.
    #[codec(index = 9)]
    Public = 9,
    /// The proof has another length than its key asks for.
    #[codec(index = 10)]
    ProofLength = 10,
    /// A word of the proof is no point in its only encoding.
    #[codec(index = 11)]
    ProofPoint = 11,
    /// A word of the proof is no number in its only encoding.
    #[codec(index = 12)]
    ProofNumber = 12,
    /// A challenge fell where nothing can be opened: a new proof helps.
    #[codec(index = 13)]
    Place = 13,
    /// Not every proof proves its claim.
    #[codec(index = 14)]
    False = 14,
    /// The verifier failed; a bug, the same on every node.
    #[codec(index = 15)]
    Failed = 15,
    /// Nothing is claimed.
    #[codec(index = 16)]
    Empty = 16,
}

/// Why a batch is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Refusal {
    pub rule: Rule,
    /// Which key, for rules about keys, or which claim did not keep to it, where that is known.
    pub index: Option<u32>,
}

impl Rule {
    const ALL: [Self; 16] = [
        Self::Batch,
        Self::KeyVersion,
        Self::KeyShape,
        Self::KeyLength,
        Self::KeyPoint,
        Self::KeyIdle,
        Self::KeySize,
        Self::NoKey,
        Self::Public,
        Self::ProofLength,
        Self::ProofPoint,
        Self::ProofNumber,
        Self::Place,
        Self::False,
        Self::Failed,
        Self::Empty,
    ];

    /// Not kept to by the key or claim of this index.
    pub const fn by(self, index: usize) -> Refusal {
        Refusal { rule: self, index: Some(index as u32) }
    }

    /// Not kept to, and nobody can say by which.
    pub const fn alone(self) -> Refusal {
        Refusal { rule: self, index: None }
    }
}

impl Refusal {
    /// The refusal as a host function says it: the rule in the lowest byte, above it nothing, or one more
    /// than the index.
    pub const fn code(self) -> u32 {
        let place = match self.index {
            Some(index) => index.saturating_add(1),
            None => 0,
        };
        (place << 8) | self.rule as u32
    }

    /// What a host function said. A rule that is not known here is one that failed.
    pub fn from_code(code: u32) -> Result<(), Self> {
        if code == 0 {
            return Ok(());
        }
        let known = Rule::ALL.into_iter().find(|rule| *rule as u32 == code & 0xff);
        Err(Self { rule: known.unwrap_or(Rule::Failed), index: (code >> 8).checked_sub(1) })
    }
}

/// What is said of a batch before its keys are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Of the 2^k rows of its circuits, k.
    pub rows: u8,
    /// Terms of a row, at most.
    pub width: u16,
    /// Models.
    pub keys: u32,
    /// Claims.
    pub claims: u32,
    /// Inputs and outputs of all claims together, at most.
    pub public: u64,
}

/// Where other pallets have proofs checked.
pub trait Verifier {
    /// Checks that every claim of the batch is proven.
    fn verify(batch: &Batch) -> Result<(), Refusal>;

    /// What that weighs at most.
    fn weight(declared: Declared) -> Weight;
}

/// Checks that every claim of the batch is proven.
pub fn verify(batch: &Batch) -> Result<(), Refusal> {
    Refusal::from_code(host_functions::verify_batch(&batch.encode()))
}

pub use interface::proofs as host_functions;

mod interface {
    // What the macro writes for the runtime's side calls out of the wasm.
    #![allow(unsafe_code)]

    #[cfg(feature = "std")]
    use super::{host, Refusal};
    use sp_runtime_interface::{pass_by::PassFatPointerAndRead, runtime_interface};

    /// What nodes do for the runtime, since it would take its wasm too long.
    #[runtime_interface]
    pub trait Proofs {
        /// Checks an encoded [`Batch`](super::Batch): nothing, or a [`Refusal`](super::Refusal)'s code.
        fn verify_batch(batch: PassFatPointerAndRead<&[u8]>) -> u32 {
            host::verify_batch(batch).map_or_else(Refusal::code, |()| 0)
        }
    }
}

/// The node's side.
#[cfg(feature = "std")]
mod host {
    use super::*;
    use opg_zk::{
        batch::{self, Submitted},
        generators::Basis,
        key::BadKey,
        verify::Fault,
    };
    use std::panic::{catch_unwind, AssertUnwindSafe};

    /// A verdict is part of every block that asks for it: under this name it never changes, nor which rule
    /// it is where several are broken. Whatever else is to be said becomes another version.
    pub fn verify_batch(bytes: &[u8]) -> Result<(), Refusal> {
        caught(|| check(bytes))
    }

    /// A verifier that panics must not take a validator with it. The node's hook would end the process, but
    /// not where the executor runs a runtime: there it lets panics through to here.
    pub fn caught(work: impl FnOnce() -> Result<(), Refusal>) -> Result<(), Refusal> {
        catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Rule::Failed.alone()))
    }

    fn check(mut bytes: &[u8]) -> Result<(), Refusal> {
        let batch = Batch::decode(&mut bytes).map_err(|_| Rule::Batch.alone())?;
        if !bytes.is_empty() {
            return Err(Rule::Batch.alone());
        }
        let keys: Vec<&[u8]> = batch.keys.iter().map(|key| &key[..]).collect();
        let claims: Vec<Submitted<'_>> = batch.claims.iter().map(submitted).collect();
        batch::verify(Basis::get(), &keys, &claims).map_err(named)
    }

    fn submitted(claim: &Claim) -> Submitted<'_> {
        Submitted {
            key: claim.key.into(),
            context: &claim.context,
            inputs: &claim.inputs,
            outputs: &claim.outputs,
            proof: &claim.proof,
        }
    }

    fn named(refusal: batch::Refusal) -> Refusal {
        match refusal {
            batch::Refusal::Key(index, reason) => match reason {
                BadKey::Version(_) => Rule::KeyVersion,
                BadKey::Shape => Rule::KeyShape,
                BadKey::Length(_) => Rule::KeyLength,
                BadKey::Point(_) => Rule::KeyPoint,
            }
            .by(index),
            batch::Refusal::Idle(index) => Rule::KeyIdle.by(index),
            batch::Refusal::Size(index) => Rule::KeySize.by(index),
            batch::Refusal::NoKey(index) => Rule::NoKey.by(index),
            batch::Refusal::Claim(index, fault) => match fault {
                Fault::Public => Rule::Public,
                Fault::Length(_) => Rule::ProofLength,
                Fault::Point(_) => Rule::ProofPoint,
                Fault::Number(_) => Rule::ProofNumber,
                Fault::Place => Rule::Place,
                Fault::Size => Rule::KeySize,
                Fault::False => Rule::False,
            }
            .by(index),
            batch::Refusal::False => Rule::False.alone(),
            batch::Refusal::Empty => Rule::Empty.alone(),
        }
    }

    /// Makes what the verifier needs ready, which takes a third of a second, before a block asks for it.
    pub fn prepare() {
        Basis::get();
    }
}

#[cfg(feature = "std")]
pub use host::prepare;

#[cfg(test)]
mod tests;
