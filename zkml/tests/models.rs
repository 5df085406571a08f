//! Real models on real data: what `models/train.py` trained and `opg-zk quantize` quantised.

use opg_zk::{
    generators::{Basis, Generators},
    npy::{archive, Tensor, Values},
    onnx::{import, Imported},
    prove::Model,
    quantiser::{quantise, Net},
    sums,
    verify::{key_hash, Claim},
};
use std::{collections::BTreeMap, fs, path::PathBuf};

/// Each model and the samples it is tested on.
const MODELS: [(&str, &str); 4] = [
    ("digits-logistic", "digits"),
    ("digits-mlp", "digits"),
    ("mnist-mlp", "mnist"),
    ("mnist-lenet", "mnist"),
];

fn read(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("models").join(name);
    fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

fn arrays(name: &str) -> BTreeMap<String, Tensor> {
    archive(&read(&format!("{name}.npz"))).unwrap()
}

fn quantised(name: &str) -> Imported {
    import(&read(&format!("{name}.q.onnx"))).unwrap()
}

/// A model's samples as bytes.
fn inputs(model: &Imported, samples: &str) -> Vec<Vec<u8>> {
    let [edge] = &model.inputs[..] else { panic!("one input") };
    let reals = arrays(samples)["x"].floats();
    let byte = |real: &f32| edge.form.byte(*real).unwrap();
    reals.chunks(edge.size()).map(|sample| sample.iter().map(byte).collect()).collect()
}

#[test]
fn models_should_answer_what_onnx_runtime_answers_to_every_sample() {
    for (name, samples) in MODELS {
        let model = quantised(name);
        let answers = arrays(&format!("{name}.answers"));
        let Values::U8(theirs) = &answers["y"].values else { panic!("bytes") };
        let inputs = inputs(&model, samples);
        assert!(inputs.len() >= 500, "{name}");
        for (index, (input, theirs)) in inputs.iter().zip(theirs.chunks(10)).enumerate() {
            assert_eq!(model.program.run(input), theirs, "{name}, sample {index}");
        }
    }
}

/// The place of the greatest, the first of equals.
fn greatest<T: PartialOrd + Copy>(scores: &[T]) -> u8 {
    let places = 0..scores.len();
    places.reduce(|best, next| if scores[next] > scores[best] { next } else { best }).unwrap() as u8
}

#[test]
fn quantising_should_cost_less_than_a_point_of_accuracy() {
    for (name, samples) in MODELS {
        let net = Net::read(&read(&format!("{name}.onnx"))).unwrap();
        let model = quantised(name);
        let arrays = arrays(samples);
        let (reals, Values::U8(labels)) = (arrays["x"].floats(), &arrays["y"].values) else {
            panic!("labels are bytes")
        };
        let (mut before, mut after) = (0, 0);
        let samples = reals.chunks(reals.len() / labels.len()).zip(inputs(&model, samples));
        for ((sample, input), label) in samples.zip(labels) {
            let scores = &net.run(sample).unwrap()[net.output].values;
            before += usize::from(greatest(scores) == *label);
            after += usize::from(greatest(&model.program.run(&input)) == *label);
        }
        assert!(before * 100 >= labels.len() * 93, "{name}: {before} of {}", labels.len());
        assert!(after * 100 + labels.len() >= before * 100, "{name}: {before}, then {after}");
    }
}

#[test]
fn quantiser_should_make_the_same_file_again() {
    for (name, samples) in MODELS {
        let net = Net::read(&read(&format!("{name}.onnx"))).unwrap();
        let reals = arrays(samples)["x"].floats();
        let size = net.shape.iter().product();
        let all: Vec<Vec<f32>> = reals.chunks(size).map(<[f32]>::to_vec).collect();
        let some: Vec<_> = all.iter().step_by(all.len().div_ceil(500)).cloned().collect();
        assert_eq!(quantise(&net, &some).unwrap(), read(&format!("{name}.q.onnx")), "{name}");
    }
}

#[test]
fn answers_of_models_should_be_proven() {
    for (name, samples) in MODELS {
        let imported = quantised(name);
        let inputs = inputs(&imported, samples).swap_remove(7);
        let expected = imported.program.run(&inputs);
        let model = Model::chosen(imported.program).unwrap();
        let generators = Generators::new(model.shape.k);
        let key = model.key(&generators);
        let key_hash = key_hash(&key.to_bytes());
        let prover = model.prover(&generators).unwrap();
        let context = [9; 32];
        let (outputs, proof) = prover.prove(&context, &inputs, rand::rng(), |_| true).unwrap();
        assert_eq!(outputs, expected, "{name}");
        let claim =
            |inputs, outputs| Claim { key: &key, key_hash, context: &context, inputs, outputs };
        assert_eq!(sums::verify(Basis::get(), &[(claim(&inputs, &outputs), &proof)]), Ok(()));
        // Another answer, however near, is not proven by it.
        let mut other = outputs.clone();
        other[3] ^= 1;
        assert!(sums::verify(Basis::get(), &[(claim(&inputs, &other), &proof)]).is_err(), "{name}");
    }
}

#[test]
fn a_proof_that_is_called_off_should_end_early() {
    let imported = quantised("digits-logistic");
    let inputs = vec![0; imported.program.inputs as usize];
    let model = Model::chosen(imported.program).unwrap();
    let generators = Generators::new(model.shape.k);
    let prover = model.prover(&generators).unwrap();
    let mut heard = Vec::new();
    let goes_on = |part| {
        heard.push(part);
        part < 0.2
    };
    assert!(prover.prove(&[0; 32], &inputs, rand::rng(), goes_on).is_err());
    assert!(heard.is_sorted() && heard.last().is_some_and(|part| (0.2..0.25).contains(part)));
}
