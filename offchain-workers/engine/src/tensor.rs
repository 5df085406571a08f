//! Tensors, and what a model says of those that it takes and gives.

use codec::{Decode, Encode};
use std::fmt;
use thiserror::Error;

/// Dimensions that a tensor has at most.
pub const MAX_RANK: usize = 32;

/// What a tensor holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
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
    /// Not one of the chain's: models that take or give it cannot be registered.
    Bf16,
}

impl Dtype {
    /// Bytes of one element; nothing for strings, which are as long as they are.
    pub const fn size(self) -> Option<u64> {
        match self {
            Self::I8 | Self::U8 | Self::Bool => Some(1),
            Self::F16 | Self::Bf16 | Self::I16 | Self::U16 => Some(2),
            Self::F32 | Self::I32 | Self::U32 => Some(4),
            Self::F64 | Self::I64 | Self::U64 => Some(8),
            Self::String => None,
        }
    }

    /// The one that ONNX's `TensorProto.DataType` means by a number.
    pub const fn of_onnx(number: u64) -> Option<Self> {
        Some(match number {
            1 => Self::F32,
            2 => Self::U8,
            3 => Self::I8,
            4 => Self::U16,
            5 => Self::I16,
            6 => Self::I32,
            7 => Self::I64,
            8 => Self::String,
            9 => Self::Bool,
            10 => Self::F16,
            11 => Self::F64,
            12 => Self::U32,
            13 => Self::U64,
            16 => Self::Bf16,
            _ => return None,
        })
    }
}

impl fmt::Display for Dtype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format!("{self:?}").to_lowercase())
    }
}

/// One dimension of what a model takes or gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Dim {
    /// Always this long.
    Fixed(u64),
    /// As long as whoever asks wants it.
    Free,
}

/// An input or an output, as the model's file describes it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct TensorType {
    pub name: String,
    pub dtype: Dtype,
    /// Outermost first; a single number has none.
    pub shape: Vec<Dim>,
}

/// Values, with what they are and how they are laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tensor {
    pub dtype: Dtype,
    /// Outermost first; a single number has none.
    pub shape: Vec<u64>,
    /// The elements, little endian, the last dimension's side by side. A boolean is a byte of 0 or 1, a
    /// string its length as a `u32` and its UTF-8.
    pub data: Vec<u8>,
}

/// What is wrong with a tensor.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TensorFault {
    #[error("{0} dimensions are more than {MAX_RANK}")]
    Rank(usize),
    #[error("the shape {0:?} has more elements than can be counted")]
    TooLarge(Vec<u64>),
    #[error("{got} bytes of data where {dtype} of shape {shape:?} takes {needed}")]
    Length { dtype: Dtype, shape: Vec<u64>, needed: u64, got: u64 },
    #[error("a boolean is {0}: only 0 and 1 are")]
    Bool(u8),
    #[error("its strings are not a length and as many bytes of UTF-8 each")]
    Strings,
    #[error("it is {got}, but {name} is {wanted}")]
    Dtype { name: String, wanted: Dtype, got: Dtype },
    #[error("its shape {got:?} is not what {name} has: {wanted:?}")]
    Shape { name: String, wanted: Vec<Dim>, got: Vec<u64> },
}

/// How many elements a shape has, if that can be counted.
pub fn elements(shape: &[u64]) -> Option<u64> {
    // A zero anywhere makes none of them, however large the others are.
    if shape.contains(&0) {
        return Some(0);
    }
    let count = shape.iter().try_fold(1u64, |product, dim| product.checked_mul(*dim))?;
    (count <= i64::MAX as u64).then_some(count)
}

/// Takes a string off the front of some bytes, where there is one.
pub(crate) fn take_string<'a>(bytes: &mut &'a [u8]) -> Option<&'a str> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (string, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    *bytes = rest;
    std::str::from_utf8(string).ok()
}

impl Tensor {
    /// Whether its data is what its dtype and shape say.
    pub fn check(&self) -> Result<(), TensorFault> {
        check(self.dtype, &self.shape, &self.data)
    }

    /// Whether a model that takes `wanted` takes this.
    pub fn fits(&self, wanted: &TensorType) -> Result<(), TensorFault> {
        fits(self.dtype, &self.shape, wanted)
    }

    /// The strings of a tensor of strings.
    pub fn strings(&self) -> Result<Vec<&str>, TensorFault> {
        strings(&self.shape, &self.data)
    }

    /// A tensor of strings.
    pub fn of_strings(shape: Vec<u64>, strings: &[impl AsRef<str>]) -> Self {
        let mut data = Vec::new();
        for string in strings {
            let bytes = string.as_ref().as_bytes();
            // Longer ones cannot be told: what is cut off here fails the check.
            data.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
            data.extend_from_slice(bytes);
        }
        Self { dtype: Dtype::String, shape, data }
    }
}

pub(crate) fn check(dtype: Dtype, shape: &[u64], data: &[u8]) -> Result<(), TensorFault> {
    if shape.len() > MAX_RANK {
        return Err(TensorFault::Rank(shape.len()));
    }
    let too_large = || TensorFault::TooLarge(shape.to_vec());
    let count = elements(shape).ok_or_else(too_large)?;
    let Some(size) = dtype.size() else {
        return strings(shape, data).map(|_| ());
    };
    let needed = count.checked_mul(size).ok_or_else(too_large)?;
    let got = data.len() as u64;
    if got != needed {
        return Err(TensorFault::Length { dtype, shape: shape.to_vec(), needed, got });
    }
    match data.iter().find(|byte| dtype == Dtype::Bool && **byte > 1) {
        Some(byte) => Err(TensorFault::Bool(*byte)),
        None => Ok(()),
    }
}

pub(crate) fn fits(dtype: Dtype, shape: &[u64], wanted: &TensorType) -> Result<(), TensorFault> {
    let name = || wanted.name.clone();
    if dtype != wanted.dtype {
        return Err(TensorFault::Dtype { name: name(), wanted: wanted.dtype, got: dtype });
    }
    let fits = |(dim, length): (&Dim, &u64)| *dim == Dim::Free || *dim == Dim::Fixed(*length);
    let all = wanted.shape.len() == shape.len() && wanted.shape.iter().zip(shape).all(fits);
    all.then_some(()).ok_or_else(|| TensorFault::Shape {
        name: name(),
        wanted: wanted.shape.clone(),
        got: shape.to_vec(),
    })
}

pub(crate) fn strings<'a>(shape: &[u64], data: &'a [u8]) -> Result<Vec<&'a str>, TensorFault> {
    let count = elements(shape).ok_or_else(|| TensorFault::TooLarge(shape.to_vec()))?;
    // Before anything is allocated for them: each has a length at least.
    if count > data.len() as u64 / 4 {
        return Err(TensorFault::Strings);
    }
    let mut rest = data;
    let strings = (0..count).map(|_| take_string(&mut rest)).collect::<Option<Vec<_>>>();
    strings.filter(|_| rest.is_empty()).ok_or(TensorFault::Strings)
}
