//! Looking at a model's file: whether it is what its owner says.

use super::{
    bench::{Bench, Later, Missing, MOST_MODEL},
    compare::{compare, is_float},
    rules, samples,
    views::{Class, Model},
};
use crate::models::as_claimed;
use opg_engine::{encoding, Description, Engine, ModelFile, Refusal, Tensor, TensorType};
use opg_primitives::{
    market::Finding,
    models::{self, Claim, Interface, ModelHash, FORBIDDEN, UNAVAILABLE},
    panels::Verdict,
    proofs::Key,
};
use opg_zk::{generators::Generators, onnx, prove};
use std::{collections::BTreeMap, path::PathBuf};

/// A model that can be proven has no larger file.
const MOST_PROVABLE: u64 = 256 << 20;

/// What is found of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    Missing(Missing),
    /// Something in it is not allowed, or it is no model.
    Forbidden(String),
    /// It ended, or outlasted, what was to load it.
    Unwieldy(String),
    Model(Facts),
}

/// What of a claim the file says by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    pub size: u64,
    pub interface: Interface,
    /// Of the key that is claimed, if one is.
    pub key: Option<Key>,
}

/// The verdict, and why. On the last chance what is not to be had is taken not to be there.
pub fn conclude(
    hash: &ModelHash,
    class: models::Class,
    found: Found,
    last: bool,
) -> Result<(Verdict, String), Later> {
    match found {
        Found::Missing(Missing::Large(why)) => Ok((FORBIDDEN, why)),
        Found::Missing(Missing::Nowhere(why) | Missing::Unknown(why)) if last => {
            Ok((UNAVAILABLE, why))
        },
        Found::Unwieldy(why) if last => Ok((FORBIDDEN, why)),
        Found::Missing(Missing::Nowhere(why) | Missing::Unknown(why)) | Found::Unwieldy(why) => {
            Err(Later(why))
        },
        Found::Forbidden(why) => Ok((FORBIDDEN, why)),
        Found::Model(Facts { size, interface, key }) => {
            let claim = Claim { class, interface, key };
            Ok((claim.verdict(hash, size), "this is what the file is".into()))
        },
    }
}

/// The verdict about a model, and why.
pub async fn verdict(
    bench: &Bench,
    hash: &ModelHash,
    model: &Model,
    last: bool,
) -> Result<(Verdict, String), Later> {
    let found = look(bench, hash, model).await?;
    let (verdict, why) = conclude(hash, model.claim.class.into(), found, last)?;
    let claimed = super::question::interface(model).map(|interface| {
        let key = model.claim.key.clone().and_then(|key| key.try_into().ok());
        let claim = Claim { class: model.claim.class.into(), interface, key };
        claim.verdict(hash, model.bytes)
    });
    let text = match Some(verdict) == claimed {
        true => "its owner says what is so".into(),
        false => format!("it is not what its owner says: {why}"),
    };
    Ok((verdict, text))
}

async fn look(bench: &Bench, hash: &ModelHash, model: &Model) -> Result<Found, Later> {
    if model.bytes > MOST_MODEL {
        let why = format!("{} bytes are more than {MOST_MODEL}", model.bytes);
        return Ok(Found::Missing(Missing::Large(why)));
    }
    let fetches = bench.line(&[hash.0]).await;
    let (_blob, file) = match bench.model(hash.0).await {
        Ok(model) => model,
        Err(missing) => return Ok(Found::Missing(missing)),
    };
    drop(fetches);
    let _place = bench.place().await;
    let described = match bench.engine.describe(&file.path).await {
        Ok(described) => described,
        Err(refusal) => return refused(refusal),
    };
    if let Some(why) = rules::forbidden(&described) {
        return Ok(Found::Forbidden(why));
    }
    let tensors = (as_claimed(&described.inputs), as_claimed(&described.outputs));
    let (Some(inputs), Some(outputs)) = tensors else {
        return Ok(Found::Forbidden("the chain has no names for what it takes or gives".into()));
    };
    let provable = match described.size <= MOST_PROVABLE {
        true => provable(file.path.clone(), model.claim.key.is_some()).await?,
        false => Err("its file is too large for one that can be proven".into()),
    };
    let class = match (model.claim.class, &provable) {
        (Class::Exact, Ok(_)) => Ok(()),
        // Of other models, also of whole numbers, nobody knows that all processors answer alike.
        (Class::Exact, Err(why)) => Err(format!("other machines may answer otherwise: {why}")),
        (class, _) => is_as_close(bench, &file, &described, class.into()).await?,
    };
    if let Err(why) = class {
        return Ok(Found::Forbidden(why));
    }
    let (size, interface) = (described.size, Interface { inputs, outputs });
    Ok(Found::Model(Facts { size, interface, key: provable.ok().flatten() }))
}

/// What a refusal says of the file, if it says anything.
fn refused(refusal: Refusal) -> Result<Found, Later> {
    let text = refusal.to_string();
    match refusal {
        Refusal::Busy
        | Refusal::NoEngine(_)
        | Refusal::ModelUnavailable(_)
        | Refusal::WrongHash => Err(Later(text)),
        Refusal::Crashed(_)
        | Refusal::CrashedBefore { .. }
        | Refusal::OutOfMemory
        | Refusal::TimeLimit { .. } => Ok(Found::Unwieldy(text)),
        _ => Ok(Found::Forbidden(text)),
    }
}

/// Whether all machines answer the same, since the model computes in whole numbers as those do that can be
/// proven; and its key, where it is asked for and there is one.
async fn provable(path: PathBuf, with_key: bool) -> Result<Result<Option<Key>, String>, Later> {
    let work = move || -> std::io::Result<Result<Option<Key>, String>> {
        let imported = match onnx::import(&std::fs::read(path)?) {
            Ok(imported) => imported,
            Err(unfit) => return Ok(Err(unfit.to_string())),
        };
        let model = with_key.then(|| prove::Model::chosen(imported.program)).flatten();
        let key = model.map(|model| model.key(&Generators::new(model.shape.k)).to_bytes());
        Ok(Ok(key.and_then(|key| key.try_into().ok())))
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| Later(error.to_string())),
        // It did what no file should bring it to: whoever looks at it with the same program sees the same.
        Err(panic) => Ok(Err(format!("reading it failed: {panic}"))),
    }
}

/// Whether two ways of adding up differ by no more than a model's owner says.
async fn is_as_close(
    bench: &Bench,
    file: &ModelFile,
    described: &Description,
    class: models::Class,
) -> Result<Result<(), String>, Later> {
    let other = bench.other_engine().await?;
    let mut lengths = Lengths::default();
    let mut compared = 0;
    for number in 0..samples::COUNT {
        let Some(inputs) = samples::inputs(&described.inputs, number) else { continue };
        let one = run(bench, &bench.engine, file, &inputs).await?;
        let two = run(bench, &other, file, &inputs).await?;
        let (Some(one), Some(two)) = (one, two) else { continue };
        compared += 1;
        if !floats_agree(one.clone(), two, &described.outputs, class) {
            return Ok(Err("its answers differ by more than its owner says".into()));
        }
        if !lengths.follow(&inputs, &one, &described.outputs) {
            let why =
                "how long its answers are depends on values, so another length would be no lie";
            return Ok(Err(why.into()));
        }
    }
    if compared == 0 {
        tracing::warn!(
            hash = hex::encode(file.sha256),
            "no input was found that the model answers"
        );
    }
    Ok(Ok(()))
}

/// How long answers of a model of floats alone were, by how long its inputs were.
#[derive(Default)]
struct Lengths(BTreeMap<Vec<Vec<u64>>, Vec<Vec<u64>>>);

impl Lengths {
    /// Whether an answer is as long as others to inputs as long as these. Where there is more than floats nobody
    /// is punished for another length: see `compare`.
    fn follow(&mut self, inputs: &[Tensor], answer: &[Tensor], interface: &[TensorType]) -> bool {
        let shapes = |tensors: &[Tensor]| -> Vec<_> {
            tensors.iter().map(|tensor| tensor.shape.clone()).collect()
        };
        let known = self.0.entry(shapes(inputs)).or_insert_with(|| shapes(answer));
        *known == shapes(answer) || !interface.iter().all(|output| is_float(output.dtype))
    }
}

async fn run(
    bench: &Bench,
    engine: &Engine,
    file: &ModelFile,
    inputs: &[Tensor],
) -> Result<Option<Vec<Tensor>>, Later> {
    match engine.run(file, inputs.to_vec(), bench.limits).await {
        Ok(outputs) => Ok(Some(outputs)),
        Err(refusal @ (Refusal::Busy | Refusal::NoEngine(_))) => Err(Later(refusal.to_string())),
        // It does not take what was made up.
        Err(_) => Ok(None),
    }
}

/// Whole numbers and text of a float model may differ: its answers are only refunded.
fn floats_agree(
    one: Vec<Tensor>,
    two: Vec<Tensor>,
    interface: &[TensorType],
    class: models::Class,
) -> bool {
    let floats = |tensors: Vec<Tensor>| -> Vec<Tensor> {
        tensors.into_iter().filter(|tensor| is_float(tensor.dtype)).collect()
    };
    let interface: Vec<_> =
        interface.iter().filter(|tensor| is_float(tensor.dtype)).cloned().collect();
    let said = encoding::encode(&floats(two), &interface);
    said.is_ok_and(|said| compare(&floats(one), &said, &interface, class) == Finding::Right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verifier::question::{interface, tests::model};
    use opg_engine::{Dim, Dtype};
    use opg_primitives::Hash;

    const HASH: Hash = Hash::repeat_byte(7);

    fn facts() -> Facts {
        let interface = interface(&model(Class::Exact)).unwrap();
        Facts { size: 100, interface, key: None }
    }

    fn verdict(found: Found, last: bool) -> Result<Verdict, Later> {
        conclude(&HASH, models::Class::Exact, found, last).map(|(verdict, _)| verdict)
    }

    #[test]
    fn verdict_should_be_the_hash_of_what_the_file_is() {
        let Facts { size, interface, key } = facts();
        let claim = Claim { class: models::Class::Exact, interface, key };
        let expected = claim.verdict(&HASH, size);
        assert_eq!(verdict(Found::Model(facts()), false), Ok(expected));
        let larger = Facts { size: 101, ..facts() };
        assert_ne!(verdict(Found::Model(larger), false), Ok(expected));
        let keyed = Facts { key: Some(vec![1].try_into().unwrap()), ..facts() };
        assert_ne!(verdict(Found::Model(keyed), false), Ok(expected));
    }

    #[test]
    fn lengths_that_depend_on_values_should_be_noticed() {
        let of = |shape: &[u64]| {
            let count = shape.iter().product::<u64>() as usize;
            vec![Tensor { dtype: Dtype::F32, shape: shape.to_vec(), data: vec![0; 4 * count] }]
        };
        let output = |dtype| TensorType { name: "y".into(), dtype, shape: vec![Dim::Free] };
        let (floats, mixed) = ([output(Dtype::F32)], [output(Dtype::F32), output(Dtype::I64)]);
        let mut lengths = Lengths::default();
        assert!(lengths.follow(&of(&[2, 3]), &of(&[2]), &floats));
        assert!(lengths.follow(&of(&[4, 3]), &of(&[4]), &floats));
        assert!(lengths.follow(&of(&[2, 3]), &of(&[2]), &floats));
        assert!(!lengths.follow(&of(&[2, 3]), &of(&[1]), &floats));
        assert!(lengths.follow(&of(&[2, 3]), &of(&[1]), &mixed));
    }

    #[test]
    fn file_that_is_missing_should_be_waited_for_until_the_last_chance() {
        for missing in [Missing::Nowhere("x".into()), Missing::Unknown("x".into())] {
            assert!(verdict(Found::Missing(missing.clone()), false).is_err());
            assert_eq!(verdict(Found::Missing(missing), true), Ok(UNAVAILABLE));
        }
        assert_eq!(verdict(Found::Missing(Missing::Large("x".into())), false), Ok(FORBIDDEN));
    }

    #[test]
    fn what_is_not_allowed_should_be_so_at_once_and_what_crashes_at_last() {
        assert_eq!(verdict(Found::Forbidden("x".into()), false), Ok(FORBIDDEN));
        assert!(verdict(Found::Unwieldy("x".into()), false).is_err());
        assert_eq!(verdict(Found::Unwieldy("x".into()), true), Ok(FORBIDDEN));
    }

    #[test]
    fn refusals_should_blame_the_file_only_for_what_is_in_it() {
        assert!(refused(Refusal::Busy).is_err());
        assert!(refused(Refusal::NoEngine("x".into())).is_err());
        assert!(matches!(refused(Refusal::OutOfMemory), Ok(Found::Unwieldy(_))));
        assert!(matches!(refused(Refusal::Crashed("x".into())), Ok(Found::Unwieldy(_))));
        assert!(matches!(refused(Refusal::ModelInvalid("x".into())), Ok(Found::Forbidden(_))));
        assert!(matches!(refused(Refusal::Operator("x".into())), Ok(Found::Forbidden(_))));
    }
}
