//! Files in and out.

use crate::commands::Failure;
use opg_zk::{
    key::Key,
    npy::{Tensor, Values},
    onnx::{import, Edge, Form, Imported},
    prove::Model,
};
use std::{fs, path::Path};

/// Largest file read.
const MAX_FILE: u64 = 1 << 31;

pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |reason| Failure::Read(path.into(), reason);
    let size = fs::metadata(path).map_err(failed)?.len();
    if size > MAX_FILE {
        return Err(Failure::Large(path.into(), size));
    }
    fs::read(path).map_err(failed)
}

/// Writes a file whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |reason| Failure::Write(path.into(), reason);
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}", std::process::id()));
    let beside = path.with_file_name(name);
    fs::write(&beside, bytes).map_err(failed)?;
    fs::rename(&beside, path).map_err(|reason| {
        let _ = fs::remove_file(&beside);
        failed(reason)
    })
}

pub fn model(path: &Path) -> Result<Imported, Failure> {
    import(&read(path)?).map_err(|reason| Failure::Model(path.into(), reason))
}

/// A model in the circuit that suits it.
pub fn laid_out(path: &Path) -> Result<(Imported, Model), Failure> {
    let imported = model(path)?;
    let model = Model::chosen(imported.program.clone()).ok_or(Failure::Circuit(path.into()))?;
    Ok((imported, Model { threads: rayon::current_num_threads(), ..model }))
}

pub fn key(path: &Path) -> Result<(Vec<u8>, Key), Failure> {
    let bytes = read(path)?;
    let key = Key::from_bytes(&bytes).map_err(|reason| Failure::Key(path.into(), reason))?;
    Ok((bytes, key))
}

pub fn tensor(path: &Path) -> Result<Tensor, Failure> {
    Tensor::read(&read(path)?).map_err(|reason| Failure::Tensor(path.into(), reason))
}

/// A tensor of bytes as it is.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    match tensor(path)?.values {
        Values::U8(bytes) => Ok(bytes),
        _ => Err(Failure::NoBytes(path.into())),
    }
}

/// A tensor of bytes.
pub fn write_bytes(path: &Path, shape: Vec<usize>, bytes: Vec<u8>) -> Result<(), Failure> {
    write(path, &Tensor { shape, values: Values::U8(bytes) }.write())
}

/// What a model reads, once or several times, as bytes: bytes are taken as they are, other numbers as
/// what its inputs are made of.
pub fn inputs(path: &Path, edges: &[Edge]) -> Result<Vec<Vec<u8>>, Failure> {
    let tensor = tensor(path)?;
    let size: usize = edges.iter().map(Edge::size).sum();
    let all = match &tensor.values {
        Values::U8(bytes) => bytes.clone(),
        _ => {
            let forms: Vec<Form> =
                edges.iter().flat_map(|edge| std::iter::repeat_n(edge.form, edge.size())).collect();
            let reals = tensor.floats().into_iter().enumerate();
            let bytes = reals.map(|(place, real)| {
                let byte = forms[place % size].byte(real);
                byte.ok_or_else(|| Failure::Number(path.into(), place, real))
            });
            bytes.collect::<Result<_, _>>()?
        },
    };
    if all.is_empty() || !all.len().is_multiple_of(size) {
        return Err(Failure::Size(path.into(), all.len(), size));
    }
    Ok(all.chunks(size).map(<[u8]>::to_vec).collect())
}

/// What a proof is bound to.
pub fn context(hex: Option<&str>) -> Result<[u8; 32], Failure> {
    let Some(hex) = hex else { return Ok([0; 32]) };
    let digits = hex.strip_prefix("0x").unwrap_or(hex);
    let mut context = [0; 32];
    if digits.len() != 64 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(Failure::Context);
    }
    for (index, byte) in context.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * index..2 * index + 2], 16)
            .map_err(|_| Failure::Context)?;
    }
    Ok(context)
}
