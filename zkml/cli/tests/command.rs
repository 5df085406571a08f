//! The command as people use it: files in, files out, exit codes.

use opg_zk::npy::{Tensor, Values};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A folder that is deleted at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("opg-zk-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().into()
    }

    fn write(&self, name: &str, tensor: &Tensor) -> String {
        fs::write(self.0.join(name), tensor.write()).unwrap();
        self.file(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn model(name: &str) -> String {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models");
    models.join(name).to_str().unwrap().into()
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_opg-zk")).args(arguments).output().unwrap()
}

/// Runs a command that must work; returns what it says.
fn says(arguments: &[&str]) -> serde_json::Value {
    let output = run(&[arguments, &["--json"]].concat());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {errors}");
    assert!(errors.is_empty(), "no bar where there is no terminal: {errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Runs a command that must not work, for a reason it says in one line.
fn refuses(arguments: &[&str], code: i32, reason: &str) {
    let output = run(arguments);
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    let text = String::from_utf8_lossy(&text);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
    assert!(text.contains(reason), "{text:?} does not say {reason:?}");
    assert!(!text.contains("panicked"), "{text}");
}

fn sixteen() -> Tensor {
    Tensor {
        shape: vec![64],
        values: Values::F32((0..64).map(|place| (place % 17) as f32).collect()),
    }
}

#[test]
fn model_should_go_from_floats_to_a_checked_proof() {
    let folder = Folder::new("whole");
    let [quantised, key, proof, y, bytes] =
        ["q.onnx", "q.key", "p.proof", "y.npy", "b.npy"].map(|name| folder.file(name));
    let x = folder.write("x.npy", &sixteen());
    let (float, samples) = (model("digits-logistic.onnx"), model("digits.npz"));

    let said = says(&["quantize", &float, "--data", &samples, "-o", &quantised]);
    assert_eq!(said["samples"], 540);
    assert!(said["accuracy_after"].as_f64() > Some(0.96), "{said}");
    assert_eq!(fs::read(&quantised).unwrap(), fs::read(model("digits-logistic.q.onnx")).unwrap());

    let said = says(&["compile", &quantised, "-o", &key]);
    assert_eq!(said["key_bytes"], fs::metadata(&key).unwrap().len());
    assert_eq!(says(&["inspect", &key])["key_hash"], said["key_hash"]);
    assert_eq!(says(&["inspect", &quantised])["rows"], said["rows"]);

    let context = "0x".to_string() + &"5a".repeat(32);
    let prove = ["prove", &quantised, "--input", &x, "-o", &proof, "--output", &y];
    let made = says(&[&prove[..], &["--bytes", &bytes, "--context", &context]].concat());
    assert_eq!(made["proof_bytes"], said["proof_bytes"]);
    // Told beforehand, within what a machine with other work to do may differ.
    let ratio = made["proven"].as_f64().unwrap() / said["predicted_prove"].as_f64().unwrap();
    assert!((0.2..5.0).contains(&ratio), "proving took {ratio} times what was predicted");

    let verify = ["verify", &key, &proof, "--input", &bytes, "--output", &y];
    let with = |context| [&verify[..], &["--context", context]].concat();
    assert_eq!(says(&with(&context))["valid"], true);
    refuses(&verify, 1, "does not prove the claim");
    refuses(&with("5a"), 2, "32 bytes in hex");

    let mut broken = fs::read(&proof).unwrap();
    broken[100] ^= 1;
    fs::write(&proof, &broken).unwrap();
    refuses(&with(&context), 1, "valid            no");
    fs::write(&proof, &broken[1..]).unwrap();
    refuses(&with(&context), 1, "a proof for this key has");
    refuses(&["verify", &quantised, &proof, "--input", &bytes, "--output", &y], 2, "is no key");
    refuses(&["verify", &key, &proof, "--input", &x, "--output", &y], 2, "no tensor of uint8");
}

#[test]
fn run_should_answer_many_inputs_as_the_specification_does() {
    let folder = Folder::new("run");
    let (x, y) = (folder.write("x.npy", &sixteen()), folder.file("y.npy"));
    let quantised = model("digits-mlp.q.onnx");
    assert_eq!(says(&["run", &quantised, "--input", &x, "--output", &y])["answers"], 1);
    let answer = Tensor::read(&fs::read(&y).unwrap()).unwrap();
    assert_eq!(answer.shape, [1, 10]);
}

#[test]
fn files_that_cannot_be_used_should_be_explained() {
    let folder = Folder::new("refused");
    let [out, y] = ["out", "y.npy"].map(|name| folder.file(name));
    let (float, quantised) = (model("digits-mlp.onnx"), model("digits-mlp.q.onnx"));
    let samples = model("digits.npz");
    let short =
        folder.write("s.npy", &Tensor { shape: vec![3], values: Values::U8(vec![1, 2, 3]) });
    let wild = vec![f32::NAN; 64];
    let wild = folder.write("w.npy", &Tensor { shape: vec![64], values: Values::F32(wild) });

    refuses(&["compile", "nowhere.onnx", "-o", &out], 2, "cannot read nowhere.onnx");
    refuses(&["compile", &float, "-o", &out], 2, "cannot be proven: node");
    refuses(&["compile", &samples, "-o", &out], 2, "no ONNX file");
    refuses(&["quantize", &float, "--data", &float, "-o", &out], 2, "no .npz archive");
    refuses(&["quantize", &quantised, "--data", &samples, "-o", &out], 2, "QuantizeLinear");
    refuses(&["quantize", &model("mnist-mlp.onnx"), "--data", &samples, "-o", &out], 2, "784");
    refuses(&["run", &quantised, "--input", &short, "--output", &y], 2, "has 3 values");
    refuses(&["run", &quantised, "--input", &wild, "--output", &y], 2, "number 0 is NaN");
    refuses(&["run", &quantised, "--input", &quantised, "--output", &y], 2, "no .npy file");
    refuses(&["inspect", &samples], 2, "neither a quantised model");
    refuses(&["compile", &quantised, "-o", "/nowhere/key"], 2, "cannot write /nowhere/key");
    refuses(&["prove", &quantised], 2, "--input");
    assert!(!Path::new(&out).exists(), "nothing is written where nothing was made");
}

/// The commands of docs/proofs.md, as written but for where the tool and the files are.
#[test]
fn documented_commands_should_work() {
    let folder = Folder::new("documented");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = fs::read_to_string(root.join("docs/proofs.md")).unwrap();
    let commands = page.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let commands = commands
        .replace("make build\n", "")
        .replace("../../bin/opg-zk", env!("CARGO_BIN_EXE_opg-zk"))
        .replace("/tmp/", &folder.file(""));
    let output = Command::new("bash").args(["-ec", &commands]).current_dir(root).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("valid            yes"), "{said}");
}

#[test]
fn help_should_teach() {
    let text = String::from_utf8(run(&["--help"]).stdout).unwrap();
    for word in ["quantize digits.onnx", "compile", "prove", "Exit code 0", "docs/proofs.md"] {
        assert!(text.contains(word), "--help does not mention {word}");
    }
}
