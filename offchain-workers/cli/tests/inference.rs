//! From a file that nobody knows to its answers, through `opg` alone but for what verifiers do by hand.

// A node, a store and workers, as the worker's own tests have them.
#[path = "../../worker/tests/common/mod.rs"]
mod common;
#[path = "../../engine/tests/common/onnx.rs"]
mod onnx;
mod support;

use common::{
    market::{attest, Digits},
    people,
    processes::{free_port, Node, Place, Store},
};
use opg_worker::chain::Chain;
use opg_zk::npy::{self, Raw, Values};
use serde_json::Value;
use std::{fs, path::Path};
use support::Person;

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

#[tokio::test(flavor = "multi_thread")]
async fn models_should_be_published_asked_and_read_through_files() {
    let folder = tempfile::tempdir().unwrap();
    let node = Node::start(folder.path());
    let store = Store::start(folder.path());
    let store_url = format!("http://{}", store.address);
    let digits = Digits::load();
    let [alice, bob, charlie, dave] =
        ["Alice", "Bob", "Charlie", "Dave"].map(|name| Person::new(folder.path(), name, &node.url));
    let blobs = format!("127.0.0.1:{}", free_port());

    // Of the others each is an operator, or becomes one: on a development chain Alice validates.
    let ferdie = Person::new(folder.path(), "Ferdie", &node.url);
    let why = ferdie.fails(1, &["operator", "show"]);
    assert!(why.contains("operator register"), "{why}");

    // Two models: digits, and one of any length, whose inputs and outputs are too large for the chain.
    let long = onnx::unary("Neg", onnx::F32, &[None, Some(2)]);
    fs::write(alice.file("long.onnx"), &long).unwrap();
    let digits_file = kept("digits-mlp.q.onnx");
    let store_at = ["--store", store_url.as_str()];
    let added = std::thread::scope(|scope| {
        let operators = [
            (&bob, "verifier", "2000", ""),
            (&charlie, "verifier", "2000", ""),
            (&dave, "inference", "1500", blobs.as_str()),
        ];
        for (who, roles, bond, at) in operators {
            let endpoint = format!("http://{at}");
            scope.spawn(move || {
                let register = ["operator", "register", "--roles", roles, "--bond", bond];
                let said = who.does(&[&register[..], &["--endpoint", &endpoint]].concat());
                assert_eq!((&said["roles"], &said["bond"]), (&roles.into(), &bond.into()));
            });
        }
        let add = ["model", "add", &digits_file, "--name", "alice/digits", "--exact"];
        alice.does(&[&add[..], &store_at].concat())
    });
    let hash = format!("{:?}", digits.hash);
    assert_eq!((&added["model"], &added["release"]), (&hash.as_str().into(), &1.into()));
    assert_eq!(added["new"], true);
    let longs = alice.does(&[&["model", "add", "long.onnx"][..], &store_at].concat());
    let long_hash = longs["model"].as_str().unwrap();

    // What is done is not done again; what would be something else is refused.
    let again = ["model", "add", &digits_file, "--name", "alice/digits", "--exact"];
    let said = alice.does(&again);
    assert_eq!((&said["new"], &said["release"]), (&false.into(), &1.into()));
    let why = alice.fails(1, &["model", "add", &digits_file]);
    assert!(why.contains("the class"), "{why}");
    assert!(bob.fails(1, &again).contains("alice is another account's"));
    assert!(bob.fails(1, &again[..3]).contains("someone else"));
    let listed = alice.does(&["model", "list"]);
    assert_eq!(listed["count"], 2);
    let listed = listed["models"].as_array().unwrap();
    let digits_line = listed.iter().find(|line| line["model"] == hash.as_str()).unwrap();
    assert_eq!(
        (&digits_line["name"], &digits_line["class"]),
        (&"alice/digits".into(), &"exact".into())
    );

    // Nobody answers yet.
    let image = alice.file("digit.npy");
    npy(&image, "<f4", &[1, 64], &digits.image(7));
    let ask = ["infer", "alice/digits", "--input", "X=digit.npy", "--output-dir", "answers"];
    let with = |more: &[&'static str]| [&ask[..], more].concat();
    assert!(alice.fails(1, &ask).contains("nobody is free"));

    let served =
        |hash: &str| format!("model = \"{hash}\"\nprice = \"0.05\"\nlatency = 2\ncapacity = 4\n");
    let config = format!(
        "{}[[inference.models]]\n{}[blobs]\nlisten = \"{blobs}\"",
        served(&hash),
        served(long_hash)
    );
    let mut worker = Place::new(&folder, "worker", "//Dave", &node, &store, &config).start();
    worker.says("at work");
    let shown = alice.does(&["model", "show", "alice/digits"]);
    assert_eq!(shown["servers"][0]["price"], "0.05");
    assert_eq!(shown["inputs"][0]["type"], "f32 [1, 64]");

    // What does not fit the model is said before anything is paid.
    for (file, kind, shape, data) in [
        ("whole.npy", "<i8", &[1, 64][..], vec![0; 512]),
        ("short.npy", "<f4", &[1, 63][..], vec![0; 252]),
    ] {
        npy(alice.file(file), kind, shape, &data);
        let input = format!("X={file}");
        let why = alice.fails(2, &["infer", "alice/digits", "--input", &input]);
        assert!(why.contains(file) && why.contains("f32 [1, 64]"), "{why}");
    }
    assert!(alice
        .fails(2, &["infer", "alice/digits", "--input", "Y=digit.npy"])
        .contains("takes X"));
    assert!(alice.fails(1, &["infer", "alice/nothing", "--input", "X=x"]).contains("model list"));
    assert!(alice.fails(2, &with(&["--assurance", "proven"])).contains("no key"));
    assert!(alice.fails(2, &["infer", "digits", "--input", "X=x"]).contains("owner/name"));
    assert_eq!(alice.does(&["status"])["requests_so_far"], 0);

    // Answers are what Python's ONNX Runtime answered.
    let said = alice.does(&ask);
    assert_eq!(answer(&alice, &said), (vec![1, 10], of_bytes(&digits.answer(7))));
    assert!(said["outputs"][0]["file"]
        .as_str()
        .unwrap()
        .ends_with("answers/mul_result1_reals.npy"));
    assert_eq!((&said["price"], &said["settled_after"]), (&"0.05".into(), &Value::Null));
    assert!(said["answered_after"]["blocks"].as_u64().unwrap() <= 4, "{said}");
    let job = said["job"].to_string();
    assert_eq!(alice.does(&["job", "show", &job])["assurance"], "bonded");
    assert_eq!(alice.does(&["status"])["open_requests"], 1);

    // What is too large for the chain goes through the store, and comes from the worker's.
    let numbers: Vec<f32> = (0..8192).map(|number| number as f32).collect();
    let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    npy(alice.file("long.npy"), "<f4", &[4096, 2], &bytes);
    let ask_long = ["infer", long_hash, "--input", "x=long.npy", "--output-dir", "answers"];
    let why = alice.fails(2, &ask_long);
    assert!(why.contains("--store"), "{why}");
    let said = alice.does(&[&ask_long[..], &store_at].concat());
    let negated = numbers.iter().map(|number| -number).collect();
    assert_eq!(answer(&alice, &said), (vec![4096, 2], negated));

    // An answer can be read again, elsewhere.
    let job_long = said["job"].to_string();
    let again = ["job", "answer", &job_long, "--output-dir", "again"];
    let said = alice.does(&again);
    assert!(said["outputs"][0]["file"].as_str().unwrap().starts_with("again/"), "{said}");
    assert_eq!(answer(&alice, &said).0, [4096, 2]);

    // Until it counts, with a model that verifiers vouch for.
    let chain = Chain::connect(&node.url).await.unwrap();
    let [bob_by_hand, charlie_by_hand] =
        [people::Person::bob(&chain), people::Person::charlie(&chain)];
    attest(&people::Person::alice(&chain), &[bob_by_hand, charlie_by_hand], digits.hash).await;
    let attested = alice.does(&["model", "attest", "alice/digits", "--wait"]);
    assert_eq!(attested["attestation"], "attested");
    let settled = alice.does(&with(&["--wait", "settled", "--max-price", "0.06"]));
    assert!(
        settled["settled_after"]["blocks"].as_u64() >= settled["answered_after"]["blocks"].as_u64()
    );
    assert_eq!(alice.does(&["job", "watch", &job])["phase"], "settled");
    let text = alice.reads(&["job", "show", &job]);
    assert!(text.contains("phase      settled"), "{text}");
    let why = alice.fails(1, &with(&["--max-price", "0.01"]));
    assert!(why.contains("0.05 OPG") && why.contains("0.01 OPG"), "{why}");
    let why = alice.fails(1, &with(&["--assurance", "quorum:3"]));
    assert!(why.contains("3 workers") && why.contains("1 are free"), "{why}");
    assert!(alice.fails(1, &["job", "show", "99"]).contains("no request 99"));
    assert_eq!(dave.does(&["operator", "show"])["offers"].as_array().unwrap().len(), 2);
}
