//! Between files and what a model takes and gives.

use crate::{failure::Failure, files, npy};
use opg_engine::{Dim, Dtype, Tensor, TensorType};
use opg_worker::chain::views;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// Largest file of an input.
const MOST_INPUT: u64 = 256 << 20;

/// A model's tensors, as its owner says on the chain.
pub fn interface(tensors: &[views::Tensor]) -> Vec<TensorType> {
    let dim = |dim: &views::Dim| match dim {
        views::Dim::Fixed(length) => Dim::Fixed((*length).into()),
        views::Dim::Free => Dim::Free,
    };
    let tensor = |tensor: &views::Tensor| TensorType {
        name: String::from_utf8_lossy(&tensor.name).into_owned(),
        dtype: dtype(tensor.dtype),
        shape: tensor.shape.iter().map(dim).collect(),
    };
    tensors.iter().map(tensor).collect()
}

const fn dtype(dtype: views::Dtype) -> Dtype {
    match dtype {
        views::Dtype::F32 => Dtype::F32,
        views::Dtype::F64 => Dtype::F64,
        views::Dtype::F16 => Dtype::F16,
        views::Dtype::I8 => Dtype::I8,
        views::Dtype::I16 => Dtype::I16,
        views::Dtype::I32 => Dtype::I32,
        views::Dtype::I64 => Dtype::I64,
        views::Dtype::U8 => Dtype::U8,
        views::Dtype::U16 => Dtype::U16,
        views::Dtype::U32 => Dtype::U32,
        views::Dtype::U64 => Dtype::U64,
        views::Dtype::Bool => Dtype::Bool,
        views::Dtype::String => Dtype::String,
    }
}

/// What a tensor is like, for people.
pub fn described(tensor: &TensorType) -> String {
    let dim = |dim: &Dim| match dim {
        Dim::Fixed(length) => length.to_string(),
        Dim::Free => "any".into(),
    };
    let dims: Vec<_> = tensor.shape.iter().map(dim).collect();
    format!("{} [{}]", tensor.dtype, dims.join(", "))
}

/// A tensor, and where it was read.
pub struct Input {
    pub file: PathBuf,
    pub tensor: Tensor,
}

/// Reads what a model takes, in its order, from files that are named `NAME=FILE`.
pub fn read(named: &[String], interface: &[TensorType]) -> Result<Vec<Input>, Failure> {
    let mut files = BTreeMap::new();
    for text in named {
        let (name, file) = text.split_once('=').ok_or_else(|| Failure::Input(text.clone()))?;
        if files.insert(name, PathBuf::from(file)).is_some() {
            return Err(Failure::InputTwice(name.to_owned()));
        }
    }
    let known: Vec<_> = interface.iter().map(|tensor| tensor.name.as_str()).collect();
    if let Some(name) = files.keys().find(|name| !known.contains(name)) {
        return Err(Failure::NoSuchInput((*name).to_owned(), known.join(", ")));
    }
    let input = |wanted: &TensorType| {
        let file = files.get(wanted.name.as_str());
        let file = file.ok_or_else(|| Failure::InputMissing(wanted.name.clone()))?;
        Ok(Input { tensor: read_one(file, wanted)?, file: file.clone() })
    };
    interface.iter().map(input).collect()
}

fn read_one(file: &Path, wanted: &TensorType) -> Result<Tensor, Failure> {
    let bytes = files::read(file, MOST_INPUT)?;
    let read = npy::read(&bytes).map_err(|why| Failure::Npy(file.to_owned(), why))?;
    let tensor = as_batch(read, wanted);
    tensor.fits(wanted).map_err(|_| Failure::OtherTensor {
        file: file.to_owned(),
        name: wanted.name.clone(),
        wanted: described(wanted),
        got: format!("{} {:?}", tensor.dtype, tensor.shape),
    })?;
    Ok(tensor)
}

/// One thing, where the model takes several at a time: a batch of one.
fn as_batch(tensor: Tensor, wanted: &TensorType) -> Tensor {
    let missing = wanted.shape.len().saturating_sub(tensor.shape.len());
    let may_be_one = |dim: &Dim| matches!(dim, Dim::Fixed(1) | Dim::Free);
    if !wanted.shape.iter().take(missing).all(may_be_one) {
        return tensor;
    }
    let shape = std::iter::repeat_n(1, missing).chain(tensor.shape).collect();
    Tensor { shape, ..tensor }
}

/// Writes an answer's tensors into a folder, each into a file. Answers with the files.
pub fn write(
    tensors: &[Tensor],
    interface: &[TensorType],
    folder: &Path,
) -> Result<Vec<PathBuf>, Failure> {
    let mut taken = BTreeSet::new();
    let mut written = Vec::new();
    for (tensor, named) in tensors.iter().zip(interface) {
        let mut name = file_name(&named.name);
        // What two names became one of.
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        let file = folder.join(format!("{name}.npy"));
        let bytes = npy::write(tensor).map_err(|why| Failure::BadAnswer(why.to_string()))?;
        files::write(&file, &bytes)?;
        written.push(file);
    }
    Ok(written)
}

/// A tensor's name comes from a stranger: of it a file gets what leads nowhere.
fn file_name(name: &str) -> String {
    let plain = |letter: char| match letter.is_ascii_alphanumeric() || letter == '-' {
        true => letter,
        false => '_',
    };
    name.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, shape: Vec<Dim>) -> TensorType {
        TensorType { name: name.into(), dtype: Dtype::F32, shape }
    }

    fn floats(shape: Vec<u64>) -> Tensor {
        let data = vec![0; shape.iter().product::<u64>() as usize * 4];
        Tensor { dtype: Dtype::F32, shape, data }
    }

    fn why(named: &[String], interface: &[TensorType]) -> String {
        read(named, interface).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn what_is_written_should_be_read_again_and_lead_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let interface = [kind("../b", vec![Dim::Free, Dim::Fixed(2)]), kind("__/b", vec![])];
        let tensors = [floats(vec![2, 2]), floats(vec![])];
        let written = write(&tensors, &interface, folder.path()).unwrap();
        let names = ["___b.npy", "___b_.npy"].map(|name| folder.path().join(name));
        assert_eq!(written, names);
        let named: Vec<_> = interface
            .iter()
            .zip(&written)
            .map(|(tensor, file)| format!("{}={}", tensor.name, file.display()))
            .collect();
        let read: Vec<_> = read(&named, &interface).unwrap();
        assert!(read.iter().map(|input| &input.tensor).eq(&tensors));
    }

    #[test]
    fn inputs_that_are_missing_or_too_many_should_be_named() {
        let interface = [kind("image", vec![Dim::Fixed(2)])];
        let said = |named: &[&str]| {
            let named: Vec<_> = named.iter().map(|text| (*text).to_owned()).collect();
            why(&named, &interface)
        };
        assert!(said(&[]).contains("--input image="));
        assert!(said(&["image"]).contains("NAME=FILE"));
        assert!(said(&["image=/nowhere.npy"]).contains("/nowhere.npy"));
        assert!(said(&["image=a", "image=b"]).contains("twice"));
        assert!(said(&["image=a", "sound=b"]).contains("it takes image"));
    }

    #[test]
    fn one_thing_should_be_a_batch_of_one_where_batches_are_taken() {
        let shaped = |have: &[u64], wanted: &[Dim]| {
            as_batch(floats(have.to_vec()), &kind("x", wanted.to_vec())).shape
        };
        assert_eq!(shaped(&[3], &[Dim::Fixed(1), Dim::Fixed(3)]), [1, 3]);
        assert_eq!(shaped(&[3], &[Dim::Free, Dim::Fixed(1), Dim::Fixed(3)]), [1, 1, 3]);
        assert_eq!(shaped(&[3], &[Dim::Fixed(2), Dim::Fixed(3)]), [3]);
        assert_eq!(shaped(&[2, 3], &[Dim::Free, Dim::Fixed(3)]), [2, 3]);
        assert_eq!(shaped(&[2, 3], &[Dim::Fixed(6)]), [2, 3]);
    }

    #[test]
    fn other_types_and_shapes_should_be_said_with_what_is_wanted() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.npy");
        let named = [format!("x={}", file.display())];
        std::fs::write(&file, npy::write(&floats(vec![3])).unwrap()).unwrap();
        let shape = why(&named, &[kind("x", vec![Dim::Free, Dim::Fixed(4)])]);
        assert!(shape.contains("[1, 3]") && shape.contains("f32 [any, 4]"), "{shape}");
        let whole = TensorType { dtype: Dtype::I64, ..kind("x", vec![Dim::Fixed(3)]) };
        let dtype = why(&named, &[whole]);
        assert!(dtype.contains("f32 [3]") && dtype.contains("i64 [3]"), "{dtype}");
        std::fs::write(&file, b"no array").unwrap();
        assert!(why(&named, &[kind("x", vec![])]).contains("numpy.save"));
    }
}
