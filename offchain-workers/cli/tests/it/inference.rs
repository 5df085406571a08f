//! From a file that nobody knows to its answers, through `opg` alone but for what verifiers do by hand.

use crate::{
    common::{
        market::{attest, Digits},
        people,
        processes::{free_port, Node, Place, Process, Store},
        proofs::proven,
    },
    onnx,
    support::Person,
};
use opg_worker::chain::Chain;
use opg_zk::npy::{self, Raw, Values};
use serde_json::Value;
use std::{fs, path::Path, thread};
use tempfile::TempDir;

fn kept(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../zkml/models");
    folder.join(name).display().to_string()
}

fn npy(file: impl AsRef<Path>, kind: &str, shape: &[usize], data: &[u8]) {
    fs::write(file, Raw { kind, shape: shape.to_vec(), data }.write()).unwrap();
}

/// What is in the first file that an answer was written into.
fn answer(who: &Person, said: &Value) -> (Vec<usize>, Vec<f32>) {
    let file = who.file(said["outputs"][0]["file"].as_str().unwrap());
    let tensor = npy::Tensor::read(&fs::read(file).unwrap()).unwrap();
    match tensor.values {
        Values::F32(values) => (tensor.shape, values),
        other => panic!("{other:?}"),
    }
}

fn of_bytes(bytes: &[u8]) -> Vec<f32> {
    bytes.chunks_exact(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect()
}

/// A chain, a store, and people of whom Alice publishes two models: one of digits, which can be proven, and one
/// whose inputs and outputs are too large for the chain.
struct World {
    node: Node,
    store: Store,
    alice: Person,
    bob: Person,
    charlie: Person,
    dave: Person,
    ferdie: Person,
    digits: Digits,
    /// What she says to publish the first one.
    add: Vec<String>,
    /// The hash of the other.
    long: String,
    folder: TempDir,
}

/// What Alice asks the model of digits.
const ASK: [&str; 6] =
    ["infer", "alice/digits", "--input", "X=digit.npy", "--output-dir", "answers"];

fn with(more: &[&'static str]) -> Vec<&'static str> {
    [&ASK, more].concat()
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (node, store) = (Node::start(folder.path()), Store::start(folder.path()));
        let [alice, bob, charlie, dave, ferdie] = ["Alice", "Bob", "Charlie", "Dave", "Ferdie"]
            .map(|name| Person::new(folder.path(), name, &node.url));
        let digits = Digits::load();
        let key = proven(&digits).key.unwrap();
        fs::write(alice.file("digits.key"), key.as_slice()).unwrap();
        npy(alice.file("digit.npy"), "<f4", &[1, 64], &digits.image(7));
        let long = onnx::unary("Neg", onnx::F32, &[None, Some(2)]);
        fs::write(alice.file("long.onnx"), &long).unwrap();
        let file = kept("digits-mlp.q.onnx");
        let add = ["model", "add", &file, "--name", "alice/digits", "--exact", "--key-file"];
        let key = alice.file("digits.key").display().to_string();
        let add = add.iter().map(|word| (*word).to_owned()).chain([key]).collect();
        let long = String::new();
        Self { node, store, alice, bob, charlie, dave, ferdie, digits, add, long, folder }
    }

    fn store_at(&self) -> [String; 2] {
        ["--store".into(), format!("http://{}", self.store.address)]
    }

    fn digits_hash(&self) -> String {
        format!("{:?}", self.digits.hash)
    }

    /// Others become operators meanwhile.
    fn publish(&mut self, blobs: &str) {
        let store_at = self.store_at();
        let store_at = store_at.each_ref().map(String::as_str);
        let add: Vec<_> = self.add.iter().map(String::as_str).collect();
        let added = thread::scope(|scope| {
            scope.spawn(|| self.bob.becomes("verifier", "2000", "nowhere"));
            scope.spawn(|| self.charlie.becomes("verifier", "2000", "nowhere"));
            scope.spawn(|| self.dave.becomes("inference", "1500", blobs));
            self.alice.does(&[&add[..], &store_at].concat())
        });
        assert_eq!(added["model"], self.digits_hash());
        assert_eq!((&added["new"], &added["release"]), (&true.into(), &1.into()));
        let added = self.alice.does(&[&["model", "add", "long.onnx"], &store_at[..]].concat());
        self.long = added["model"].as_str().unwrap().to_owned();
    }

    /// What is done is not done again; what would be something else is refused.
    fn publish_again(&self) {
        let Self { alice, bob, add, .. } = self;
        let add: Vec<_> = add.iter().map(String::as_str).collect();
        let said = alice.does(&add);
        assert_eq!((&said["new"], &said["release"]), (&false.into(), &1.into()));
        assert!(alice.fails(1, &add[..3]).contains("the class"));
        assert!(alice.fails(1, &add[..6]).contains("the key"));
        assert!(bob.fails(1, &add).contains("alice is another account's"));
        assert!(bob.fails(1, &add[..3]).contains("someone else"));
        let listed = alice.does(&["model", "list"]);
        assert_eq!(listed["count"], 2);
        let listed = listed["models"].as_array().unwrap();
        let digits = listed.iter().find(|line| line["model"] == self.digits_hash()).unwrap();
        assert_eq!((&digits["name"], &digits["class"]), (&"alice/digits".into(), &"exact".into()));
    }

    /// Dave answers with both, and serves what is too large for the chain.
    fn serve(&self, blobs: &str) -> Process {
        let served = |hash: &str| {
            format!("model = \"{hash}\"\nprice = \"0.05\"\nlatency = 2\ncapacity = 4\n")
        };
        let both = format!(
            "{}[[inference.models]]\n{}[blobs]\nlisten = \"{blobs}\"",
            served(&self.digits_hash()),
            served(&self.long)
        );
        let (node, store) = (&self.node.url, &self.store);
        let place = Place::new(&self.folder, "worker", "//Dave", node, store, &both);
        let mut worker = place.start();
        worker.says("at work");
        let shown = self.alice.does(&["model", "show", "alice/digits"]);
        assert_eq!(shown["servers"][0]["price"], "0.05");
        assert_eq!(
            (&shown["inputs"][0]["type"], &shown["provable"]),
            (&"f32 [1, 64]".into(), &true.into())
        );
        worker
    }

    /// All of it is said before anything is paid.
    fn ask_in_vain(&self) {
        let alice = &self.alice;
        for (file, kind, shape, data) in [
            ("whole.npy", "<i8", &[1, 64][..], vec![0; 512]),
            ("short.npy", "<f4", &[1, 63][..], vec![0; 252]),
        ] {
            npy(alice.file(file), kind, shape, &data);
            let input = format!("X={file}");
            let why = alice.fails(2, &["infer", "alice/digits", "--input", &input]);
            assert!(why.contains(file) && why.contains("f32 [1, 64]"), "{why}");
        }
        let named = |name: &str| {
            let input = format!("{name}=digit.npy");
            alice.fails(2, &["infer", "alice/digits", "--input", &input])
        };
        assert!(named("Y").contains("takes X"));
        assert!(alice.fails(1, &["infer", "alice/none", "--input", "X=x"]).contains("model list"));
        assert!(alice.fails(2, &["infer", "digits", "--input", "X=x"]).contains("owner/name"));
        let proven = ["infer", &self.long, "--input", "x=x.npy", "--assurance", "proven"];
        assert!(alice.fails(2, &proven).contains("no key"));
        assert!(alice.fails(2, &with(&["--assurance", "proven"])).contains("--model-file"));
        let why = alice.fails(1, &with(&["--max-price", "0.01"]));
        assert!(why.contains("0.05 OPG") && why.contains("0.01 OPG"), "{why}");
        let why = alice.fails(1, &with(&["--assurance", "quorum:3"]));
        assert!(why.contains("3 workers") && why.contains("1 are free"), "{why}");
        assert_eq!(alice.does(&["status"])["requests_so_far"], 0);
    }

    /// Answers with the request's number.
    fn ask(&self) -> String {
        let said = self.alice.does(&ASK);
        assert_eq!(answer(&self.alice, &said), (vec![1, 10], self.answer()));
        let file = said["outputs"][0]["file"].as_str().unwrap();
        assert_eq!(file, "answers/mul_result1_reals.npy");
        assert_eq!((&said["price"], &said["settled_after"]), (&"0.05".into(), &Value::Null));
        assert!(said["answered_after"]["blocks"].as_u64().unwrap() <= 4, "{said}");
        let job = said["job"].to_string();
        assert_eq!(self.alice.does(&["job", "show", &job])["assurance"], "bonded");
        assert_eq!(self.alice.does(&["status"])["open_requests"], 1);
        job
    }

    /// What Python's ONNX Runtime answered.
    fn answer(&self) -> Vec<f32> {
        of_bytes(&self.digits.answer(7))
    }

    /// The input goes through the store, the output comes from the worker's, and can be had again.
    fn ask_for_much(&self) {
        let alice = &self.alice;
        let numbers: Vec<f32> = (0..8192).map(|number| number as f32).collect();
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        npy(alice.file("long.npy"), "<f4", &[4096, 2], &bytes);
        let ask = ["infer", &self.long, "--input", "x=long.npy", "--output-dir", "answers"];
        assert!(alice.fails(2, &ask).contains("--store"));
        let store_at = self.store_at();
        let said = alice.does(&[&ask[..], &store_at.each_ref().map(String::as_str)].concat());
        let negated: Vec<_> = numbers.iter().map(|number| -number).collect();
        assert_eq!(answer(alice, &said), (vec![4096, 2], negated.clone()));
        let job = said["job"].to_string();
        let said = alice.does(&["job", "answer", &job, "--output-dir", "again"]);
        assert_eq!(said["outputs"][0]["file"], "again/y.npy");
        assert_eq!(answer(alice, &said), (vec![4096, 2], negated));
    }

    /// Verifiers vouch for the model of digits.
    async fn attest(&self) {
        let chain = Chain::connect(&self.node.url).await.unwrap();
        let verifiers = [people::Person::bob(&chain), people::Person::charlie(&chain)];
        attest(&people::Person::alice(&chain), &verifiers, self.digits.hash).await;
        let said = self.alice.does(&["model", "attest", "alice/digits", "--wait"]);
        assert_eq!(said["attestation"], "attested");
    }

    fn ask_until_it_counts(&self, job: &str) {
        let alice = &self.alice;
        let said = alice.does(&with(&["--wait", "settled", "--max-price", "0.06"]));
        let blocks = |what: &str| said[what]["blocks"].as_u64().unwrap();
        assert!(blocks("settled_after") > blocks("answered_after"), "{said}");
        assert_eq!(alice.does(&["job", "watch", job])["phase"], "settled");
        let text = alice.reads(&["job", "show", job]);
        assert!(text.contains("phase      settled"), "{text}");
        assert!(alice.fails(1, &["job", "show", "99"]).contains("no request 99"));
    }

    fn ask_for_a_proof(&self) {
        let alice = &self.alice;
        let store_at = self.store_at();
        let store_at = store_at.each_ref().map(String::as_str);
        let ask = [&ASK[..], &["--assurance", "proven"], &store_at].concat();
        let said = alice.does(&ask);
        assert_eq!(answer(alice, &said), (vec![1, 10], self.answer()));
        assert_eq!(said["settled_after"], said["answered_after"], "with the proof it is over");
        let job = said["job"].to_string();
        let file = kept("digits-mlp.q.onnx");
        let again = ["job", "answer", &job, "--output-dir", "again", "--model-file", &file];
        assert_eq!(answer(alice, &alice.does(&again)).1, self.answer());
        let other = alice.file("long.onnx").display().to_string();
        let other = ["job", "answer", &job, "--model-file", &other];
        assert!(alice.fails(2, &other).contains("is not the file"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn models_should_be_published_asked_and_read_through_files() {
    let mut world = World::new();
    let blobs = format!("127.0.0.1:{}", free_port());
    assert!(world.ferdie.fails(1, &["operator", "show"]).contains("operator register"));
    world.publish(&blobs);
    world.publish_again();
    assert!(world.alice.fails(1, &ASK).contains("nobody is free"));
    let _worker = world.serve(&blobs);
    world.ask_in_vain();
    let job = world.ask();
    world.ask_for_much();
    world.attest().await;
    world.ask_for_a_proof();
    world.ask_until_it_counts(&job);
    let offers = &world.dave.does(&["operator", "show"])["offers"];
    assert_eq!(offers.as_array().unwrap().len(), 2);
}
