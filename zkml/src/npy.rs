//! Tensors in NumPy's files: `.npy`, one tensor, and `.npz`, an archive of them by name.
//!
//! Written are `.npy` files of version 1.0; read are versions 1 to 3 in C order, little-endian.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};
use thiserror::Error;

/// Largest tensor or archive read, in bytes, and most tensors of an archive.
const MAX_BYTES: usize = 1 << 30;
const MAX_TENSORS: usize = 64;

/// Why a file holds no tensor.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum BadTensor {
    #[error("it is no .npy file")]
    Magic,
    #[error("its header is cut short or not understood")]
    Header,
    #[error("it is written in Fortran's order: save numpy.ascontiguousarray of it")]
    Order,
    #[error("its type is {0:?}: from '|u1', '|i1', '<i4', '<i8', '<f4', '<f8' and '|b1'")]
    Type(String),
    #[error("it has {0} bytes of values, its shape asks for {1}")]
    Length(usize, usize),
    #[error("its shape is not possible")]
    Shape,
    #[error("it is no .npz archive: {0}")]
    Archive(String),
    #[error("the archive has more than {MAX_TENSORS} tensors")]
    Many,
}

/// Values of a tensor.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    U8(Vec<u8>),
    I8(Vec<i8>),
    I32(Vec<i32>),
    I64(Vec<i64>),
    F32(Vec<f32>),
    F64(Vec<f64>),
}

/// A tensor.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    pub shape: Vec<usize>,
    pub values: Values,
}

impl Tensor {
    /// The values as floats.
    pub fn floats(&self) -> Vec<f32> {
        match &self.values {
            Values::U8(values) => values.iter().map(|value| f32::from(*value)).collect(),
            Values::I8(values) => values.iter().map(|value| f32::from(*value)).collect(),
            Values::I32(values) => values.iter().map(|value| *value as f32).collect(),
            Values::I64(values) => values.iter().map(|value| *value as f32).collect(),
            Values::F32(values) => values.clone(),
            Values::F64(values) => values.iter().map(|value| *value as f32).collect(),
        }
    }

    /// Reads a `.npy` file.
    pub fn read(file: &[u8]) -> Result<Self, BadTensor> {
        let Raw { kind, shape, data } = Raw::read(file)?;
        let size = shape.iter().product();
        Ok(Self { values: values(kind, data, size)?, shape })
    }

    /// A `.npy` file.
    pub fn write(&self) -> Vec<u8> {
        fn all<T: Copy, const N: usize>(values: &[T], bytes: fn(T) -> [u8; N]) -> Vec<u8> {
            values.iter().flat_map(|value| bytes(*value)).collect()
        }
        let (kind, data) = match &self.values {
            Values::U8(values) => ("|u1", values.clone()),
            Values::I8(values) => ("|i1", all(values, i8::to_le_bytes)),
            Values::I32(values) => ("<i4", all(values, i32::to_le_bytes)),
            Values::I64(values) => ("<i8", all(values, i64::to_le_bytes)),
            Values::F32(values) => ("<f4", all(values, f32::to_le_bytes)),
            Values::F64(values) => ("<f8", all(values, f64::to_le_bytes)),
        };
        Raw { kind, shape: self.shape.clone(), data: &data }.write()
    }
}

/// What is in a `.npy` file, of whatever type.
#[derive(Clone, Debug, PartialEq)]
pub struct Raw<'a> {
    /// The type, as NumPy writes it.
    pub kind: &'a str,
    /// Not more elements than there may be bytes; whether the data is as long as that is not looked at.
    pub shape: Vec<usize>,
    pub data: &'a [u8],
}

impl<'a> Raw<'a> {
    /// Reads a `.npy` file.
    pub fn read(file: &'a [u8]) -> Result<Self, BadTensor> {
        let rest = file.strip_prefix(b"\x93NUMPY").ok_or(BadTensor::Magic)?;
        let (version, rest) = rest.split_at_checked(2).ok_or(BadTensor::Header)?;
        let (length, rest) = match version[0] {
            1 => {
                rest.split_first_chunk().map(|(two, rest)| (u16::from_le_bytes(*two).into(), rest))
            },
            2 | 3 => rest.split_first_chunk().map(|(four, rest)| (u32::from_le_bytes(*four), rest)),
            _ => None,
        }
        .ok_or(BadTensor::Header)?;
        let (header, data) = rest.split_at_checked(length as usize).ok_or(BadTensor::Header)?;
        let header = std::str::from_utf8(header).map_err(|_| BadTensor::Header)?;
        let kind = entry(header, "descr").ok_or(BadTensor::Header)?;
        let kind = kind.trim_matches(['\'', '"']);
        if entry(header, "fortran_order").ok_or(BadTensor::Header)? != "False" {
            return Err(BadTensor::Order);
        }
        let shape = entry(header, "shape").ok_or(BadTensor::Header)?;
        let shape = shape.trim_matches(['(', ')']).split(',').map(str::trim);
        let shape: Vec<usize> = shape
            .filter(|axis| !axis.is_empty())
            .map(|axis| axis.parse().map_err(|_| BadTensor::Shape))
            .collect::<Result<_, _>>()?;
        let size = shape.iter().try_fold(1usize, |size, axis| size.checked_mul(*axis));
        size.filter(|size| *size <= MAX_BYTES / 8).ok_or(BadTensor::Shape)?;
        Ok(Self { kind, shape, data })
    }

    /// A `.npy` file.
    pub fn write(&self) -> Vec<u8> {
        let Self { kind, shape, data } = self;
        let axes: String = shape.iter().map(|axis| format!("{axis},")).collect();
        let mut header =
            format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({axes}), }}");
        // The data begins at a multiple of 64 bytes, after ten bytes and the header's line end.
        while !(header.len() + 11).is_multiple_of(64) {
            header.push(' ');
        }
        header.push('\n');
        let mut file = b"\x93NUMPY\x01\x00".to_vec();
        file.extend((header.len() as u16).to_le_bytes());
        file.extend(header.as_bytes());
        file.extend(*data);
        file
    }
}

/// The value of `key` in a header, which is the text of a Python dictionary.
fn entry<'a>(header: &'a str, key: &str) -> Option<&'a str> {
    let start = header.find(&format!("'{key}'"))? + key.len() + 2;
    let value = header[start..].trim_start().strip_prefix(':')?.trim_start();
    let end = match value.starts_with('(') {
        true => value.find(')')? + 1,
        false => value.find([',', '}'])?,
    };
    Some(value[..end].trim())
}

fn values(kind: &str, data: &[u8], size: usize) -> Result<Values, BadTensor> {
    fn each<const N: usize, T>(
        data: &[u8],
        size: usize,
        read: fn([u8; N]) -> T,
    ) -> Result<Vec<T>, BadTensor> {
        if data.len() != size * N {
            return Err(BadTensor::Length(data.len(), size * N));
        }
        Ok(data.chunks_exact(N).filter_map(|bytes| bytes.try_into().ok()).map(read).collect())
    }
    Ok(match kind {
        "|u1" | "|b1" => Values::U8(each(data, size, u8::from_le_bytes)?),
        "|i1" => Values::I8(each(data, size, i8::from_le_bytes)?),
        "<i4" => Values::I32(each(data, size, i32::from_le_bytes)?),
        "<i8" => Values::I64(each(data, size, i64::from_le_bytes)?),
        "<f4" => Values::F32(each(data, size, f32::from_le_bytes)?),
        "<f8" => Values::F64(each(data, size, f64::from_le_bytes)?),
        _ => return Err(BadTensor::Type(kind.into())),
    })
}

/// Reads an `.npz` archive.
pub fn archive(file: &[u8]) -> Result<BTreeMap<String, Tensor>, BadTensor> {
    let no_archive = |reason: zip::result::ZipError| BadTensor::Archive(reason.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).map_err(no_archive)?;
    if archive.len() > MAX_TENSORS {
        return Err(BadTensor::Many);
    }
    let mut left = MAX_BYTES as u64;
    let mut tensors = BTreeMap::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(no_archive)?;
        let name = entry.name().trim_end_matches(".npy").to_string();
        let mut bytes = Vec::new();
        // What an archive says of sizes is not believed.
        entry
            .take(left)
            .read_to_end(&mut bytes)
            .map_err(|reason| BadTensor::Archive(reason.to_string()))?;
        left -= bytes.len() as u64;
        tensors.insert(name, Tensor::read(&bytes)?);
    }
    Ok(tensors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tensors_should_be_read_as_written() {
        let all = [
            Tensor { shape: vec![2, 3], values: Values::U8(vec![1, 2, 3, 4, 5, 255]) },
            Tensor { shape: vec![3], values: Values::F32(vec![1.5, -2.0, 0.0]) },
            Tensor { shape: vec![], values: Values::I64(vec![-7]) },
            Tensor { shape: vec![0, 4], values: Values::F64(vec![]) },
        ];
        for tensor in all {
            let file = tensor.write();
            assert_eq!(Tensor::read(&file), Ok(tensor));
            for cut in 0..file.len() {
                assert!(Tensor::read(&file[..cut]).is_err());
            }
            assert!(Tensor::read(&[&file[..], &[0]].concat()).is_err());
        }
    }

    #[test]
    fn other_files_should_be_refused() {
        let file = Tensor { shape: vec![2], values: Values::I32(vec![1, 2]) }.write();
        let text = String::from_utf8_lossy(&file).into_owned();
        let with = |from: &str, to: &str| {
            // The bytes that are no text stand before and after what is replaced.
            let at = text.find(from).unwrap() - text.find("NUMPY").unwrap() + 1;
            let mut file = file.clone();
            file.splice(at..at + from.len(), to.bytes());
            Tensor::read(&file)
        };
        assert_eq!(with("False", "True "), Err(BadTensor::Order));
        assert_eq!(with("<i4", ">i4"), Err(BadTensor::Type(">i4".into())));
        assert_eq!(with("(2,)", "(3,)"), Err(BadTensor::Length(8, 12)));
        assert_eq!(with("(2,)", "(-1)"), Err(BadTensor::Shape));
        assert_eq!(Tensor::read(b"PK"), Err(BadTensor::Magic));
        assert!(archive(b"no archive").is_err());
    }
}
