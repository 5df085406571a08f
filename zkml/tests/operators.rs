//! Each operator answers what ONNX Runtime answers, byte for byte. The models and ONNX Runtime's answers
//! were written by `models/operators.py`.

use opg_zk::{
    npy::{archive, Tensor, Values},
    onnx::{import, Form, Imported},
};
use std::{collections::BTreeMap, fs, path::PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("models/operators")
}

/// The bytes that stand for a tensor's values.
fn bytes(tensor: &Tensor, form: Form) -> Vec<u8> {
    match &tensor.values {
        Values::U8(bytes) => bytes.clone(),
        _ => tensor.floats().iter().map(|real| form.byte(*real).unwrap()).collect(),
    }
}

fn answers(model: &Imported, data: &BTreeMap<String, Tensor>) -> (Vec<u8>, Vec<u8>) {
    let [input] = &model.inputs[..] else { panic!("one input") };
    let [output] = &model.outputs[..] else { panic!("one output") };
    let inputs = bytes(&data["x"], input.form);
    let ours = inputs.chunks(input.size()).flat_map(|one| model.program.run(one)).collect();
    (ours, bytes(&data["y"], output.form))
}

#[test]
fn operators_should_answer_what_onnx_runtime_answers() {
    let mut count = 0;
    for file in fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "onnx") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        let model = import(&fs::read(&path).unwrap()).unwrap_or_else(|why| panic!("{name}: {why}"));
        let data = archive(&fs::read(path.with_extension("npz")).unwrap()).unwrap();
        let (ours, theirs) = answers(&model, &data);
        assert_eq!(ours, theirs, "{name}");
        count += 1;
    }
    assert_eq!(count, 32);
}
