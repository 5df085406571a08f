//! The model of digits as a circuit.

use super::market::Digits;
use opg_primitives::models::Claim;
use opg_zk::{
    generators::Generators,
    onnx::{import, Edge},
    prove::Model,
};
use std::path::Path;

/// What is claimed of a model whose answers can be proven.
pub fn proven(digits: &Digits) -> Claim {
    let model = Model::chosen(import(&digits.file).unwrap().program).unwrap();
    let key = model.key(&Generators::new(model.shape.k)).to_bytes();
    Claim { key: Some(key.try_into().unwrap()), ..digits.claim() }
}

/// What goes into the circuit for an image: its floats as bytes.
pub fn quantised(digits: &Digits, image: usize) -> Vec<u8> {
    let imported = import(&digits.file).unwrap();
    let [Edge { form, .. }] = &imported.inputs[..] else { panic!("it reads one tensor") };
    let floats = digits.image(image);
    let floats = floats.chunks(4).map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap()));
    floats.map(|real| form.byte(real).unwrap()).collect()
}

/// The bytes that ONNX Runtime's answer is made of.
pub fn expected(image: usize) -> Vec<u8> {
    let answers = opg_zk::npy::archive(&kept("digits-mlp.answers.npz")).unwrap().remove("y");
    let all = answers.unwrap().floats();
    all[image * Digits::CLASSES..][..Digits::CLASSES].iter().map(|byte| *byte as u8).collect()
}

/// A file that is kept with the sources.
fn kept(name: &str) -> Vec<u8> {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../zkml/models");
    std::fs::read(models.join(name)).unwrap()
}
