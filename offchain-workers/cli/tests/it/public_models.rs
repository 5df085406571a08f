//! Public models, out of packages that others publish, through the whole chain: what a worker answers is what Python's
//! ONNX Runtime answers on this machine, within the model's class. `OPG_ONLY=models scripts/test` runs it.

use crate::{
    common::processes::{free_port, Node, Place, Process, Store},
    support::Person,
};
use opg_primitives::{
    closeness,
    models::{Class, Dtype},
};
use opg_zk::npy::Raw;
use serde_json::Value;
use sp_arithmetic::Perbill;
use std::{
    fs,
    path::{Path, PathBuf},
    thread,
};

/// By how many billionths, and by which part, honest answers may differ.
const CLOSE: u32 = 10_000;
/// Publishers, each of whom waits half a minute for each of its models.
const OWNERS: [&str; 5] = ["Alice", "Bob", "Charlie", "Eve", "Ferdie"];

/// A model, what it is asked, and what Python's ONNX Runtime answers.
struct Case {
    name: String,
    model: PathBuf,
    inputs: Vec<(String, PathBuf)>,
    outputs: Vec<(String, PathBuf)>,
}

impl Case {
    /// All that `scripts/public-models` found.
    fn all(folder: &Path) -> Vec<Self> {
        let file = folder.join("cases.json");
        let text = fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let found: Value = serde_json::from_slice(&text).unwrap();
        let path = |file: &Value| folder.join(file.as_str().unwrap());
        let files = |all: &Value| {
            let all = all.as_object().unwrap().iter();
            all.map(|(name, file)| (name.clone(), path(file))).collect()
        };
        let case = |case: &Value| Self {
            name: case["name"].as_str().unwrap().to_owned(),
            model: path(&case["model"]),
            inputs: files(&case["inputs"]),
            outputs: files(&case["outputs"]),
        };
        found["cases"].as_array().unwrap().iter().map(case).collect()
    }

    /// Registers it, and leaves its file in the store. Answers with its hash.
    fn publish(&self, owner: &Person, store: &str) -> String {
        let (file, close) = (self.model.display().to_string(), CLOSE.to_string());
        let close = ["--abs", &close, "--rel", &close];
        let add = [&["model", "add", &file, "--store", store], &close[..]].concat();
        owner.does(&add)["model"].as_str().unwrap().to_owned()
    }

    /// Asks it, and compares. Answers with what there is to say of that.
    fn ask(&self, hash: &str, who: &Person, store: &str) -> String {
        let folder = who.file(&self.name).display().to_string();
        let mut ask = vec!["infer", hash, "--store", store, "--output-dir", &folder];
        let inputs = self.inputs.iter().map(|(name, file)| format!("{name}={}", file.display()));
        let inputs: Vec<_> = inputs.collect();
        ask.extend(inputs.iter().flat_map(|input| ["--input", input]));
        let said = who.does(&ask);
        let given = said["outputs"].as_array().unwrap();
        assert_eq!(given.len(), self.outputs.len(), "{said}");
        let same = self.outputs.iter().map(|(name, expected)| {
            let given = given.iter().find(|one| one["name"] == *name);
            let given = given.unwrap_or_else(|| panic!("{}: no {name} in {said}", self.name));
            let given = fs::read(who.file(given["file"].as_str().unwrap())).unwrap();
            let what = format!("{} of {}", name, self.name);
            compare(&what, &given, &fs::read(expected).unwrap())
        });
        // All of them, also when one is not the same.
        let same = same.filter(|same| !same).count() == 0;
        let bytes = fs::metadata(&self.model).unwrap().len();
        let how = if same { "the same bytes" } else { "close enough" };
        format!("{:<13} {bytes:>9} bytes, after {}: {how}", self.name, said["answered_after"])
    }
}

/// Two files are as close as the model's class has it. Whether they are the same.
fn compare(what: &str, given: &[u8], expected: &[u8]) -> bool {
    let (given, expected) = (Raw::read(given).unwrap(), Raw::read(expected).unwrap());
    assert_eq!((given.kind, &given.shape), (expected.kind, &expected.shape), "{what}");
    assert_eq!(given.kind, "<f4", "{what}: this test compares no others");
    let class = Class::Close { abs: CLOSE.into(), rel: Perbill::from_parts(CLOSE) };
    assert!(closeness::agree(given.data, expected.data, Dtype::F32, class), "{what} differs");
    given.data == expected.data
}

/// Dave answers with all of them, and serves what is too large for the chain.
fn serve(
    folder: &tempfile::TempDir,
    hashes: &[String],
    blobs: &str,
    node: &Node,
    store: &Store,
) -> Process {
    let models = hashes
        .iter()
        .map(|hash| format!("model = \"{hash}\"\nprice = \"0.05\"\nlatency = 5\ncapacity = 4\n"));
    let models = models.collect::<Vec<_>>().join("[[inference.models]]\n");
    let served = format!("{models}[blobs]\nlisten = \"{blobs}\"");
    let mut worker = Place::new(folder, "worker", "//Dave", &node.url, store, &served).start();
    worker.says("at work");
    worker
}

/// What each of the owners does with its part of the cases, all at once; in the cases' order.
fn all_at_once<T: Send>(
    owners: &[Person],
    cases: &[Case],
    does: impl Fn(&Person, usize) -> T + Sync,
) -> Vec<T> {
    let numbers = || 0..cases.len();
    let mut done: Vec<(usize, T)> = thread::scope(|scope| {
        let each = owners.iter().enumerate().map(|(place, owner)| {
            let does = &does;
            scope.spawn(move || {
                let own = numbers().filter(|number| number % OWNERS.len() == place);
                own.map(|number| (number, does(owner, number))).collect::<Vec<_>>()
            })
        });
        let each: Vec<_> = each.collect();
        each.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, done)| done).collect()
}

#[test]
#[ignore = "it needs packages with models: OPG_ONLY=models scripts/test"]
fn public_models_should_answer_what_they_answer_in_python() {
    let cases =
        std::env::var_os("OPG_PUBLIC_MODELS").expect("set it to what scripts/public-models says");
    let cases = Case::all(Path::new(&cases));
    assert!(cases.len() >= 3);
    let folder = tempfile::tempdir().unwrap();
    let (node, store) = (Node::start(folder.path()), Store::start(folder.path()));
    let owners = OWNERS.map(|name| Person::new(folder.path(), name, &node.url));
    let at = format!("http://{}", store.address);
    let blobs = format!("127.0.0.1:{}", free_port());
    Person::new(folder.path(), "Dave", &node.url).becomes("inference", "5000", &blobs);

    let hashes = all_at_once(&owners, &cases, |owner, number| cases[number].publish(owner, &at));
    let _worker = serve(&folder, &hashes, &blobs, &node, &store);
    let lines = all_at_once(&owners, &cases, |owner, number| {
        cases[number].ask(&hashes[number], owner, &at)
    });
    lines.iter().for_each(|line| println!("{line}"));
}

#[test]
fn numbers_that_differ_too_much_should_not_pass() {
    let file =
        |number: f32| Raw { kind: "<f4", shape: vec![1], data: &number.to_le_bytes() }.write();
    assert!(compare("x", &file(1.0), &file(1.0)));
    assert!(!compare("x", &file(1.0), &file(1.000_01)));
    assert!(std::panic::catch_unwind(|| compare("x", &file(1.0), &file(1.001))).is_err());
}
