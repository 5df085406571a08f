//! What cannot be done is said at once, with what to do.

use crate::support::Person;
use std::{fs, os::unix::fs::PermissionsExt};

/// Nobody listens there.
const NOWHERE: &str = "ws://127.0.0.1:9";

#[test]
fn node_that_is_not_there_should_be_named() {
    let folder = tempfile::tempdir().unwrap();
    let alice = Person::new(folder.path(), "Alice", NOWHERE);
    let why = alice.fails(3, &["status"]);
    assert!(why.contains(NOWHERE) && why.contains("--node"), "{why}");
    let why = alice.fails(3, &["infer", "alice/digits", "--input", "x=x.npy"]);
    assert!(why.contains(NOWHERE), "{why}");
}

#[test]
fn key_that_others_may_read_should_be_refused_before_anybody_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let alice = Person::new(folder.path(), "Alice", NOWHERE);
    fs::set_permissions(alice.key(), fs::Permissions::from_mode(0o644)).unwrap();
    let why = alice.fails(2, &["status"]);
    assert!(why.contains("644") && why.contains("chmod 600"), "{why}");
    fs::remove_file(alice.key()).unwrap();
    assert!(alice.fails(2, &["status"]).contains("cannot be read"));
}

#[test]
fn models_that_are_none_should_be_refused_before_anybody_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let alice = Person::new(folder.path(), "Alice", NOWHERE);
    let why = alice.fails(2, &["model", "add", "digits.onnx"]);
    assert!(why.contains("digits.onnx") && why.contains("cannot be read"), "{why}");
    fs::write(alice.file("digits.onnx"), "no model").unwrap();
    let why = alice.fails(2, &["model", "add", "digits.onnx"]);
    assert!(why.contains("no model in digits.onnx"), "{why}");
    let why = alice.fails(2, &["model", "add", "digits.onnx", "--name", "Alice/Digits"]);
    assert!(why.contains("Alice/Digits") && why.contains("small letters"), "{why}");
    let why = alice.fails(2, &["model", "add", "digits.onnx", "--store", "ftp://x"]);
    assert!(why.contains("ftp://x") && why.contains("http://"), "{why}");
}
