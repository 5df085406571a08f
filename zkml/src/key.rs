//! The verifying key of a model, as bytes: all that a verifier must know of it.
//!
//! Whoever has the model makes the same key from it. Nothing in a key can be checked without doing so:
//! a key whose weights are honest and one of whose selectors is not proves whatever its maker likes.

use crate::{
    circuit::{ADVICE, FIXED},
    roots,
};
use group::GroupEncoding;
use pasta_curves::EqAffine;
use thiserror::Error;

/// The format of keys, and of the circuit that they are for.
pub const VERSION: u8 = 1;
/// Rows, as a power of two.
pub const SIZES: std::ops::RangeInclusive<u32> = 11..=14;
/// Terms of a row.
pub const WIDTHS: std::ops::RangeInclusive<usize> = 4..=96;
/// Bytes before the commitments.
const HEAD: usize = 8;
/// Bytes of a commitment.
const POINT: usize = 32;

/// The numbers that say which circuit a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Rows are 2^k.
    pub k: u32,
    /// Terms of a row.
    pub width: usize,
    pub inputs: usize,
    pub outputs: usize,
}

impl Shape {
    /// Columns that the prover fills in.
    pub fn advice(&self) -> usize {
        self.width + ADVICE
    }

    /// Columns that the model fills in.
    pub fn fixed(&self) -> usize {
        self.width + FIXED
    }

    /// Columns whose cells may be tied together: terms, what a row gives, public values.
    pub fn tied(&self) -> usize {
        self.width + 2
    }

    /// Bytes of a key of this shape.
    pub fn key_bytes(&self) -> usize {
        HEAD + POINT * (self.fixed() + self.tied())
    }
}

/// A key whose points have been decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub shape: Shape,
    /// Commitments to the fixed columns.
    pub fixed: Vec<EqAffine>,
    /// Commitments to where each tied column's cells lead.
    pub tied: Vec<EqAffine>,
}

/// Why bytes are no key.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum BadKey {
    #[error("a key of this version and shape has {0} bytes")]
    Length(usize),
    #[error("the key is of version {0}, this is version {VERSION}")]
    Version(u8),
    #[error("the key's shape is not one that is verified")]
    Shape,
    #[error("commitment {0} of the key is no point")]
    Point(usize),
}

impl Key {
    pub fn to_bytes(&self) -> Vec<u8> {
        let Shape { k, width, inputs, outputs } = self.shape;
        let mut bytes = vec![VERSION, k as u8];
        for count in [width, inputs, outputs] {
            bytes.extend_from_slice(&(count as u16).to_le_bytes());
        }
        for point in self.fixed.iter().chain(&self.tied) {
            bytes.extend_from_slice(point.to_bytes().as_ref());
        }
        bytes
    }

    /// Reads a key: its length first, then its points, each in its only encoding.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadKey> {
        let shape = Shape::from_bytes(bytes)?;
        let mut points = roots::points(bytes[HEAD..].chunks(POINT)).map_err(BadKey::Point)?;
        let tied = points.split_off(shape.fixed());
        Ok(Self { shape, fixed: points, tied })
    }
}

impl Shape {
    /// The shape of a key that is as long as its shape asks for.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadKey> {
        let Some(head) = bytes.get(..HEAD) else { return Err(BadKey::Length(HEAD)) };
        if head[0] != VERSION {
            return Err(BadKey::Version(head[0]));
        }
        let count = |at: usize| usize::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let shape =
            Self { k: head[1].into(), width: count(2), inputs: count(4), outputs: count(6) };
        let public = 1..=crate::program::MAX_PUBLIC;
        let is_known = SIZES.contains(&shape.k)
            && WIDTHS.contains(&shape.width)
            && public.contains(&shape.inputs)
            && public.contains(&shape.outputs)
            && shape.inputs + shape.outputs <= (1 << shape.k) - crate::circuit::BLINDING_ROWS;
        if !is_known {
            return Err(BadKey::Shape);
        }
        if bytes.len() != shape.key_bytes() {
            return Err(BadKey::Length(shape.key_bytes()));
        }
        Ok(shape)
    }
}
