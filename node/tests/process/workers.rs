//! A worker beside the node: it is told what to do, started again when it dies, and ends when the node does.

use crate::support::{Folder, Node, BINARY, SOON};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

/// A folder with the node in it, and beside it a worker that notes how it is started and does `what` then.
fn beside(folder: &Folder, what: &str) -> PathBuf {
    let node = folder.path().join("opg-node");
    fs::copy(BINARY, &node).unwrap();
    let worker = folder.path().join("opg-worker");
    let notes = folder.path().join("notes");
    let script = format!("#!/bin/sh\necho started $$ \"$@\" >>{}\n{what}\n", notes.display());
    fs::write(&worker, script).unwrap();
    fs::set_permissions(&worker, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(folder.path().join("worker.toml"), "").unwrap();
    node
}

fn notes(folder: &Folder) -> Vec<String> {
    let notes = fs::read_to_string(folder.path().join("notes")).unwrap_or_default();
    notes.lines().map(str::to_owned).collect()
}

fn start(folder: &Folder, node: &Path) -> Node {
    let config = folder.path().join("worker.toml");
    let config = config.to_str().unwrap();
    let arguments = ["--roles", "inference,verifier", "--worker-config", config];
    Node::start_program(node, folder, &arguments)
}

#[test]
fn worker_should_be_told_where_the_node_is_and_be_started_again() {
    let folder = Folder::new("worker-dies");
    let binary = beside(&folder, "exit 3");
    let mut node = start(&folder, &binary);
    node.wait_until("started its worker again", |_| notes(&folder).len() >= 2);
    let first = &notes(&folder)[0];
    let port = node.rpc.port;
    let told =
        format!("run --node ws://127.0.0.1:{port} --roles inference,verifier --until-stdin-ends");
    assert!(first.ends_with(&told), "{first}");
    assert!(node.log().contains("opg-worker ended"), "{}", node.log());
}

/// Whatever happens to the node, its worker sees the end of its standard input.
#[test]
fn worker_should_not_outlive_a_node_that_is_killed() {
    let folder = Folder::new("worker-alone");
    let binary = beside(&folder, "exec cat");
    let mut node = start(&folder, &binary);
    node.wait_until("started its worker", |_| notes(&folder).len() == 1);
    let id = notes(&folder)[0].split_whitespace().nth(1).unwrap().to_owned();
    let lives = || Command::new("kill").args(["-0", &id]).output().unwrap().status.success();
    assert!(lives());
    node.kill();
    let killed = Instant::now();
    while lives() {
        assert!(killed.elapsed() < SOON, "the worker lives on");
        thread::sleep(Duration::from_millis(50));
    }
}
