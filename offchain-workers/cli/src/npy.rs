//! Tensors of every type of the chain as NumPy's files.

use opg_engine::{Dtype, Tensor};
use opg_zk::npy::Raw;

/// Bytes that an array of strings may take, which NumPy pads to the longest.
const MOST_TEXT: usize = 1 << 30;

/// What NumPy calls the types of numbers.
const KINDS: [(&str, Dtype); 12] = [
    ("<f4", Dtype::F32),
    ("<f8", Dtype::F64),
    ("<f2", Dtype::F16),
    ("|i1", Dtype::I8),
    ("<i2", Dtype::I16),
    ("<i4", Dtype::I32),
    ("<i8", Dtype::I64),
    ("|u1", Dtype::U8),
    ("<u2", Dtype::U16),
    ("<u4", Dtype::U32),
    ("<u8", Dtype::U64),
    ("|b1", Dtype::Bool),
];

/// The tensor in a `.npy` file, or what is wrong with it.
pub fn read(file: &[u8]) -> Result<Tensor, String> {
    let raw = Raw::read(file).map_err(|error| error.to_string())?;
    let shape: Vec<u64> = raw.shape.iter().map(|axis| *axis as u64).collect();
    if let Some(width) = raw.kind.strip_prefix("<U") {
        return strings(&raw, shape, width);
    }
    let dtype = KINDS.iter().find(|(kind, _)| *kind == raw.kind).map(|(_, dtype)| *dtype);
    let dtype = dtype.ok_or_else(|| unknown(raw.kind))?;
    let tensor = Tensor { dtype, shape, data: raw.data.to_vec() };
    tensor.check().map_err(|fault| fault.to_string())?;
    Ok(tensor)
}

fn unknown(kind: &str) -> String {
    let next = match kind.chars().next() {
        Some('>') => "save numpy's .astype of the same type with '<' before it",
        Some('|') if kind.starts_with("|O") || kind.starts_with("|S") => {
            "save numpy.asarray(x, dtype=str)"
        },
        _ => "models take floats, integers, booleans and strings: save one of those",
    };
    format!("its type is '{kind}'; {next}")
}

/// Strings are as many characters of four bytes each as the longest has, filled with zeroes.
fn strings(raw: &Raw, shape: Vec<u64>, width: &str) -> Result<Tensor, String> {
    let bad = || format!("its type is '{}', and its data is not of that type", raw.kind);
    let width = width.parse::<usize>().ok().and_then(|width| width.checked_mul(4));
    let width = width.ok_or_else(bad)?;
    let count: usize = raw.shape.iter().product();
    if count.checked_mul(width) != Some(raw.data.len()) || count > MOST_TEXT / 4 {
        return Err(bad());
    }
    let text = |bytes: &[u8]| {
        let letters = bytes.chunks_exact(4).map(|four| {
            let number = four.try_into().map(u32::from_le_bytes).unwrap_or(u32::MAX);
            char::from_u32(number).ok_or_else(bad)
        });
        let all = letters.collect::<Result<String, _>>()?;
        Ok::<_, String>(all.trim_end_matches('\0').to_owned())
    };
    let all: Vec<String> = match width {
        0 => vec![String::new(); count],
        width => raw.data.chunks_exact(width).map(text).collect::<Result<_, _>>()?,
    };
    Ok(Tensor::of_strings(shape, &all))
}

/// A `.npy` file with a tensor, or why there cannot be one.
pub fn write(tensor: &Tensor) -> Result<Vec<u8>, String> {
    let shape = tensor.shape.iter().map(|axis| usize::try_from(*axis));
    let shape = shape.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    if tensor.dtype == Dtype::String {
        let (kind, data) = letters(tensor)?;
        return Ok(Raw { kind: &kind, shape, data: &data }.write());
    }
    let kind = KINDS.iter().find(|(_, dtype)| *dtype == tensor.dtype).map(|(kind, _)| *kind);
    let kind = kind.ok_or_else(|| format!("NumPy has no {}", tensor.dtype))?;
    Ok(Raw { kind, shape, data: &tensor.data }.write())
}

fn letters(tensor: &Tensor) -> Result<(String, Vec<u8>), String> {
    let all = tensor.strings().map_err(|fault| fault.to_string())?;
    let width = all.iter().map(|text| text.chars().count()).max().unwrap_or(0).max(1);
    let bytes = all.len().checked_mul(width).and_then(|letters| letters.checked_mul(4));
    if bytes.is_none_or(|bytes| bytes > MOST_TEXT) {
        return Err("its strings differ too much in length for NumPy, which pads them".into());
    }
    let padded = all.iter().flat_map(|text| {
        text.chars().map(u32::from).chain(std::iter::repeat(0)).take(width).map(u32::to_le_bytes)
    });
    Ok((format!("<U{width}"), padded.flatten().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tensors_of_every_type_should_be_read_as_written() {
        for (kind, dtype) in KINDS {
            let size = dtype.size().unwrap() as usize;
            let tensor = Tensor { dtype, shape: vec![1, 3], data: vec![1; 3 * size] };
            let file = write(&tensor).unwrap();
            assert!(String::from_utf8_lossy(&file).contains(kind));
            assert_eq!(read(&file), Ok(tensor));
            assert!(read(&file[..file.len() - 1]).is_err(), "{kind}");
        }
        for texts in [vec!["", "naïve", "日本"], vec!["", ""], vec![]] {
            let tensor = Tensor::of_strings(vec![texts.len() as u64], &texts);
            assert_eq!(read(&write(&tensor).unwrap()), Ok(tensor));
        }
    }

    /// As `numpy.save` writes `numpy.array(["hm", "a"])`.
    #[test]
    fn strings_should_lie_as_numpy_has_them() {
        let data = [b'h', 0, 0, 0, b'm', 0, 0, 0, b'a', 0, 0, 0, 0, 0, 0, 0];
        let file = write(&Tensor::of_strings(vec![2], &["hm", "a"])).unwrap();
        assert!(file.ends_with(&data));
        assert!(String::from_utf8_lossy(&file).contains("'descr': '<U2'"));
    }

    #[test]
    fn what_models_do_not_take_should_be_refused_with_what_to_save() {
        let said = |kind: &str, data: &[u8]| {
            read(&Raw { kind, shape: vec![1], data }.write()).unwrap_err()
        };
        assert!(said(">f4", &[0; 4]).contains("'<'"));
        assert!(said("|O", &[0; 8]).contains("dtype=str"));
        assert!(said("<c8", &[0; 8]).contains("'<c8'"));
        assert!(said("|b1", &[2]).contains("boolean"));
        assert!(said("<U2", &[0; 7]).contains("<U2"));
        assert!(said("<U1", &0x110000u32.to_le_bytes()).contains("<U1"));
        assert!(read(b"PK").is_err());
    }

    #[test]
    fn short_and_long_strings_together_should_not_fill_the_memory() {
        let mut texts = vec![""; 40_000];
        let long = "x".repeat(10_000);
        texts.push(&long);
        assert!(write(&Tensor::of_strings(vec![40_001], &texts)).is_err());
    }
}
