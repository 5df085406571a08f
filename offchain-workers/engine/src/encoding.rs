//! # How inputs and outputs look on the chain
//!
//! A request carries all inputs of a model as one string of bytes, and so does an answer its outputs.
//! What the bytes mean is in the model's interface, so it is not said again: the tensors follow each
//! other in the interface's order, without anything between them, and each is
//!
//! 1. for each of its *free* dimensions, outermost first, how long it is: a `u32`;
//! 2. its elements, the last dimension's side by side. Integers and floating-point numbers are as many
//!    bytes as their name says; a boolean is a byte, 0 or 1; a string is the length of its UTF-8 in bytes,
//!    a `u32`, and the UTF-8.
//!
//! All numbers are little endian. A tensor whose dimensions are all fixed is exactly its raw bytes.
//!
//! ```text
//!   interface                       tensors                    bytes
//!   a: u8 [2]                       [1, 2]                     01 02
//!   b: i16 [free, 2]                [[3, 4]]                   01 00 00 00   03 00   04 00
//!   c: string []                    "hm"                       02 00 00 00   68 6d
//! ```
//!
//! There is one way to write tensors down and one to read them: whatever is too short, too long or not
//! canonical is refused with the tensor's name. Nothing is allocated before it is known to be there.

use crate::tensor::{elements, take_string, Dim, Dtype, Tensor, TensorFault, TensorType};
use thiserror::Error;

/// Why bytes are no tensors, or tensors cannot be written as bytes.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EncodingError {
    #[error("{got} tensors, but the interface has {wanted}")]
    Count { wanted: usize, got: usize },
    #[error("{name}: {fault}")]
    Tensor { name: String, fault: TensorFault },
    #[error("{name}: {need} bytes should follow, but only {have} do")]
    TooShort { name: String, need: u64, have: u64 },
    #[error("{name}: its dimensions make more elements than can be counted")]
    TooLarge { name: String },
    #[error("{name}: a dimension of {length} does not fit into 32 bits")]
    LongDimension { name: String, length: u64 },
    #[error("{0} bytes follow the last tensor")]
    Trailing(usize),
}

/// Writes tensors as an interface has them.
pub fn encode(tensors: &[Tensor], interface: &[TensorType]) -> Result<Vec<u8>, EncodingError> {
    if tensors.len() != interface.len() {
        return Err(EncodingError::Count { wanted: interface.len(), got: tensors.len() });
    }
    let mut bytes = Vec::new();
    for (tensor, wanted) in tensors.iter().zip(interface) {
        let name = || wanted.name.clone();
        tensor
            .check()
            .and_then(|()| tensor.fits(wanted))
            .map_err(|fault| EncodingError::Tensor { name: name(), fault })?;
        for (_, length) in
            wanted.shape.iter().zip(&tensor.shape).filter(|(dim, _)| **dim == Dim::Free)
        {
            let short = u32::try_from(*length)
                .map_err(|_| EncodingError::LongDimension { name: name(), length: *length })?;
            bytes.extend_from_slice(&short.to_le_bytes());
        }
        bytes.extend_from_slice(&tensor.data);
    }
    Ok(bytes)
}

/// Reads what [`encode`] wrote, and nothing else.
pub fn decode(bytes: &[u8], interface: &[TensorType]) -> Result<Vec<Tensor>, EncodingError> {
    let mut rest = bytes;
    let tensors = interface
        .iter()
        .map(|wanted| decode_one(&mut rest, wanted))
        .collect::<Result<Vec<_>, _>>()?;
    match rest.len() {
        0 => Ok(tensors),
        more => Err(EncodingError::Trailing(more)),
    }
}

fn decode_one(rest: &mut &[u8], wanted: &TensorType) -> Result<Tensor, EncodingError> {
    let name = || wanted.name.clone();
    let mut shape = Vec::new();
    for dim in &wanted.shape {
        shape.push(match dim {
            Dim::Fixed(length) => *length,
            Dim::Free => u64::from(take_u32(rest).ok_or_else(|| short(wanted, 4, rest))?),
        });
    }
    let count = elements(&shape).ok_or_else(|| EncodingError::TooLarge { name: name() })?;
    let length = match wanted.dtype.size() {
        Some(size) => count.checked_mul(size),
        None => length_of_strings(rest, count, wanted).map(Some)?,
    };
    let length = length.ok_or_else(|| EncodingError::TooLarge { name: name() })?;
    let bytes = *rest;
    let cut = usize::try_from(length).ok().and_then(|length| bytes.split_at_checked(length));
    let (data, after) = cut.ok_or_else(|| short(wanted, length, rest))?;
    *rest = after;
    let tensor = Tensor { dtype: wanted.dtype, shape, data: data.to_vec() };
    // What is left to check are its values.
    tensor.check().map_err(|fault| EncodingError::Tensor { name: name(), fault })?;
    Ok(tensor)
}

/// How many bytes so many strings take.
fn length_of_strings(bytes: &[u8], count: u64, wanted: &TensorType) -> Result<u64, EncodingError> {
    let mut rest = bytes;
    // Each has a length at least: so a few bytes cannot claim that a billion strings follow.
    let least = count.saturating_mul(4);
    if least > rest.len() as u64 {
        return Err(short(wanted, least, rest));
    }
    for _ in 0..count {
        take_string(&mut rest).ok_or_else(|| EncodingError::Tensor {
            name: wanted.name.clone(),
            fault: TensorFault::Strings,
        })?;
    }
    Ok(bytes.len().saturating_sub(rest.len()) as u64)
}

fn take_u32(rest: &mut &[u8]) -> Option<u32> {
    let (number, after) = rest.split_first_chunk::<4>()?;
    *rest = after;
    Some(u32::from_le_bytes(*number))
}

fn short(wanted: &TensorType, need: u64, rest: &[u8]) -> EncodingError {
    EncodingError::TooShort { name: wanted.name.clone(), need, have: rest.len() as u64 }
}

/// Bytes of a tensor whose dimensions are all fixed; nothing for others.
pub fn fixed_length(tensor: &TensorType) -> Option<u64> {
    let size = Dtype::size(tensor.dtype)?;
    let fixed = tensor.shape.iter().map(|dim| match dim {
        Dim::Fixed(length) => Some(*length),
        Dim::Free => None,
    });
    elements(&fixed.collect::<Option<Vec<_>>>()?)?.checked_mul(size)
}

#[cfg(test)]
mod tests;
