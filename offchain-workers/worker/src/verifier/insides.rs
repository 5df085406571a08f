//! What shows that an auditor ran the model: the digest of an inner tensor that nobody knew beforehand.
//!
//! Of an exact model, whose insides are the same on every machine. The chain names a random *witness* when it
//! calls the auditor. Its first eight bytes, a number with the low byte first, say at which of the model's
//! inner tensors to begin: the outputs of the main graph's nodes in the file's order, but those that are outputs
//! of the model. The first from there on that is made of whole numbers or booleans is it, of sixteen at most; if
//! there is none, it is the model's outputs. Floats are passed over: an exact model rounds them off.

use super::bench::{Bench, Later};
use codec::Encode;
use opg_engine::{insides, Dtype, ModelFile, Refusal, Tensor};
use opg_primitives::Hash;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Inner tensors that are looked at.
const TRIES: usize = 16;
/// Larger files are not read into memory for it.
const MOST_FILE: u64 = 1 << 30;

/// The places of the inner tensors that are looked at, in their order.
fn places(witness: &Hash, count: usize) -> impl Iterator<Item = usize> {
    let first = witness.0.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
    let first = first.checked_rem(count as u64).unwrap_or(0) as usize;
    (first..count).chain(0..first).take(TRIES)
}

/// What a verdict says of tensors that are called so.
fn digest(witness: &Hash, name: &str, tensors: &[Tensor]) -> Hash {
    let tensors: Vec<_> = tensors.iter().map(|one| (one.shape.clone(), &one.data)).collect();
    let bytes = (b"opg/inside", witness, name, tensors).encode();
    <[u8; 32]>::from(Sha256::digest(bytes)).into()
}

fn is_whole(dtype: Dtype) -> bool {
    !matches!(dtype, Dtype::F32 | Dtype::F64 | Dtype::F16 | Dtype::Bf16 | Dtype::String)
}

/// Whether another inner tensor may do, rather than another time.
fn is_skipped(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::ModelInvalid(_)
            | Refusal::Unsupported(_)
            | Refusal::Failed(_)
            | Refusal::Operator(_)
    )
}

/// A file that is there as long as this.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.0) {
            tracing::warn!(%error, file = %self.0.display(), "a scratch file stays behind");
        }
    }
}

/// A model that gives this inner tensor too.
fn exposed(folder: &Path, file: &[u8], name: &str) -> std::io::Result<(Scratch, ModelFile)> {
    let bytes = [file, insides::exposing(name).as_slice()].concat();
    let sha256: [u8; 32] = Sha256::digest(&bytes).into();
    let path = folder.join(format!("{}-{:x}", hex::encode(sha256), rand::random::<u64>()));
    let scratch = Scratch(path.clone());
    std::fs::write(&path, bytes)?;
    Ok((scratch, ModelFile { path, sha256 }))
}

/// What a verdict about this model and input says beside its finding.
pub async fn witness(
    bench: &Bench,
    model: &ModelFile,
    inputs: &[Tensor],
    outputs: &[Tensor],
    witness: &Hash,
) -> Result<Hash, Later> {
    let failed = |error: std::io::Error| Later(format!("the model's insides: {error}"));
    let path = model.path.clone();
    let read = move || {
        let size = std::fs::metadata(&path)?.len();
        if size > MOST_FILE {
            return Err(std::io::Error::other(format!("a file of {size} bytes is too large")));
        }
        std::fs::read(path)
    };
    let file = tokio::task::spawn_blocking(read).await;
    let file = file.map_err(|error| Later(error.to_string()))?.map_err(failed)?;
    let names = insides::names(&file).map_err(|refusal| Later(refusal.to_string()))?;
    for place in places(witness, names.len()) {
        let Some(name) = names.get(place) else { continue };
        let (_scratch, model) = exposed(&bench.scratch, &file, name).map_err(failed)?;
        match bench.engine.run(&model, inputs.to_vec(), bench.limits).await {
            Ok(mut given) => {
                if let Some(inner) = given.pop().filter(|inner| is_whole(inner.dtype)) {
                    tracing::debug!(name, "an inner tensor is the witness");
                    return Ok(digest(witness, name, &[inner]));
                }
            },
            Err(refusal) if is_skipped(&refusal) => {},
            Err(refusal) => return Err(Later(format!("the model's insides: {refusal}"))),
        }
    }
    Ok(digest(witness, "", outputs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::slice::from_ref;

    fn witness_of(first: u64) -> Hash {
        let mut bytes = [0xff; 32];
        bytes[..8].copy_from_slice(&first.to_le_bytes());
        Hash::from(bytes)
    }

    #[test]
    fn looking_should_begin_where_the_witness_says_and_go_round() {
        let seen = |first, count| places(&witness_of(first), count).collect::<Vec<_>>();
        assert_eq!(seen(5, 3), [2, 0, 1]);
        assert_eq!(seen(0, 2), [0, 1]);
        assert_eq!(seen(7, 0), Vec::<usize>::new());
        assert_eq!(seen(99, 100).len(), TRIES);
        assert_eq!(seen(99, 100)[..2], [99, 0]);
    }

    #[test]
    fn digest_should_hold_the_witness_the_name_the_shape_and_the_values() {
        let tensor = |shape: &[u64], data: &[u8]| Tensor {
            dtype: Dtype::U8,
            shape: shape.to_vec(),
            data: data.to_vec(),
        };
        let one = tensor(&[2, 1], &[3, 4]);
        let all = [
            digest(&witness_of(1), "a", from_ref(&one)),
            digest(&witness_of(2), "a", from_ref(&one)),
            digest(&witness_of(1), "b", from_ref(&one)),
            digest(&witness_of(1), "a", &[tensor(&[1, 2], &[3, 4])]),
            digest(&witness_of(1), "a", &[tensor(&[2, 1], &[3, 5])]),
            digest(&witness_of(1), "a", &[one.clone(), one]),
        ];
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }
}
