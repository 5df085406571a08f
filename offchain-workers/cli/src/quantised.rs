//! What proven requests carry: the bytes that a model's floats are quantised to, and back.

use crate::{failure::Failure, tensors::Input};
use opg_engine::{Dtype, Tensor, TensorType};
use opg_zk::onnx::{import, Edge, Form, Imported};
use std::path::Path;

/// A model that was quantised for proofs, from its file.
pub struct Quantised(Imported);

impl Quantised {
    /// `path` is what errors call the file.
    pub fn of(file: &[u8], path: &Path) -> Result<Self, Failure> {
        let imported = import(file);
        imported.map(Self).map_err(|error| Failure::Quantised(path.to_owned(), error.to_string()))
    }

    /// The bytes that go into the circuit.
    pub fn input(&self, inputs: &[Input], interface: &[TensorType]) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        for edge in &self.0.inputs {
            let found = inputs.iter().zip(interface).find(|(_, kind)| kind.name == edge.name);
            let (input, _) = found.ok_or_else(|| Failure::InputMissing(edge.name.clone()))?;
            let quantised = quantise(&input.tensor, edge);
            bytes.extend(quantised.map_err(|why| Failure::Quantised(input.file.clone(), why))?);
        }
        Ok(bytes)
    }

    /// The tensors that came out of the circuit as these bytes.
    pub fn output(&self, bytes: &[u8], interface: &[TensorType]) -> Result<Vec<Tensor>, Failure> {
        let bad = |why: &str| Failure::BadAnswer(why.to_owned());
        let (mut rest, mut tensors) = (bytes, Vec::new());
        for (edge, kind) in self.0.outputs.iter().zip(interface) {
            let (these, after) =
                rest.split_at_checked(edge.size()).ok_or_else(|| bad("it is too short"))?;
            rest = after;
            let shape = edge.shape.iter().map(|axis| *axis as u64).collect();
            let (dtype, data) = restored(these, edge.form);
            let tensor = Tensor { dtype, shape, data };
            tensor.fits(kind).map_err(|fault| bad(&fault.to_string()))?;
            tensors.push(tensor);
        }
        match rest.is_empty() && tensors.len() == interface.len() {
            true => Ok(tensors),
            false => Err(bad("it is too long")),
        }
    }
}

fn quantise(tensor: &Tensor, edge: &Edge) -> Result<Vec<u8>, String> {
    let numbers: Vec<f32> = match tensor.dtype {
        Dtype::F32 => each(&tensor.data, f32::from_le_bytes),
        Dtype::U8 => tensor.data.iter().map(|byte| f32::from(*byte)).collect(),
        Dtype::I8 => each(&tensor.data, |byte| f32::from(i8::from_le_bytes(byte))),
        other => return Err(format!("the circuit takes no {other}")),
    };
    if numbers.len() != edge.size() {
        return Err(format!("{} numbers where the circuit takes {}", numbers.len(), edge.size()));
    }
    let byte = |(place, number): (usize, f32)| {
        let byte = edge.form.byte(number);
        byte.ok_or_else(|| format!("number {place} of it, {number}, is not one that it takes"))
    };
    numbers.into_iter().enumerate().map(byte).collect()
}

fn each<const N: usize, T>(data: &[u8], read: fn([u8; N]) -> T) -> Vec<T> {
    data.chunks_exact(N).filter_map(|bytes| bytes.try_into().ok()).map(read).collect()
}

fn restored(bytes: &[u8], form: Form) -> (Dtype, Vec<u8>) {
    match form {
        Form::Byte => (Dtype::U8, bytes.to_vec()),
        Form::Signed => (Dtype::I8, bytes.iter().map(|byte| byte.wrapping_sub(128)).collect()),
        Form::Place => {
            let places = bytes.iter().flat_map(|byte| i64::from(*byte).to_le_bytes());
            (Dtype::I64, places.collect())
        },
        Form::Float { .. } => {
            let reals = bytes.iter().flat_map(|byte| form.real(*byte).to_le_bytes());
            (Dtype::F32, reals.collect())
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use opg_engine::Dim;
    use opg_zk::npy::{archive, Values};

    fn kept(name: &str) -> Vec<u8> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../zkml/models");
        std::fs::read(folder.join(name)).unwrap()
    }

    fn of(name: &str, length: u64) -> TensorType {
        let shape = vec![Dim::Fixed(1), Dim::Fixed(length)];
        TensorType { name: name.into(), dtype: Dtype::F32, shape }
    }

    fn images() -> Vec<f32> {
        archive(&kept("digits.npz")).unwrap().remove("x").unwrap().floats()
    }

    fn input(pixels: &[f32]) -> Input {
        let data = pixels.iter().flat_map(|pixel| pixel.to_le_bytes()).collect();
        let tensor = Tensor { dtype: Dtype::F32, shape: vec![1, pixels.len() as u64], data };
        Input { file: "x.npy".into(), tensor }
    }

    /// What Python's ONNX Runtime answered is kept beside the model.
    #[test]
    fn quantised_digits_should_be_answered_as_onnx_runtime_does() {
        let model = Quantised::of(&kept("digits-mlp.q.onnx"), Path::new("digits")).unwrap();
        let answers = archive(&kept("digits-mlp.answers.npz")).unwrap().remove("y").unwrap();
        let Values::U8(answers) = answers.values else { panic!("they are bytes") };
        let outputs = [of("mul_result1_reals", 10)];
        for number in [0, 7, 539] {
            let image = input(&images()[number * 64..][..64]);
            let bytes = model.input(&[image], &[of("X", 64)]).unwrap();
            let answer = model.0.program.run(&bytes);
            assert_eq!(answer, answers[number * 10..][..10], "of image {number}");
            let tensors = model.output(&answer, &outputs).unwrap();
            let reals = each(&tensors[0].data, f32::from_le_bytes);
            let expected: Vec<_> =
                answer.iter().map(|byte| (f32::from(*byte) - 128.0) / 4.0).collect();
            assert_eq!(reals, expected);
        }
    }

    #[test]
    fn what_does_not_fit_the_circuit_should_be_refused() {
        let model = Quantised::of(&kept("digits-mlp.q.onnx"), Path::new("digits")).unwrap();
        let mut pixels = images()[..64].to_vec();
        pixels[5] = f32::NAN;
        let why = model.input(&[input(&pixels)], &[of("X", 64)]).unwrap_err().to_string();
        assert!(why.contains("number 5") && why.contains("x.npy"), "{why}");
        assert!(model.input(&[input(&pixels[..63])], &[of("X", 63)]).is_err());
        assert!(model.input(&[input(&pixels)], &[of("Y", 64)]).is_err());
        let outputs = [of("mul_result1_reals", 10)];
        assert!(model.output(&[0; 9], &outputs).is_err());
        assert!(model.output(&[0; 11], &outputs).is_err());
        assert!(Quantised::of(&kept("digits-mlp.onnx"), Path::new("floats")).is_err());
    }
}
