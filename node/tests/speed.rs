//! How fast a node starts and how little it needs. A test binary of its own: cargo runs one after the
//! other, so nothing else competes for the machine.

#[path = "process/support.rs"]
mod support;

use std::{
    fs,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use support::{Folder, Node};

/// Holds back the other test of this file.
fn alone() -> MutexGuard<'static, ()> {
    static MACHINE: Mutex<()> = Mutex::new(());
    MACHINE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a node that keeps compiled runtimes in `cache`, and says how long its next block took.
fn start(folder: &Folder, cache: &Folder) -> (Node, Duration) {
    std::env::set_var("XDG_CACHE_HOME", cache.path());
    let started = Instant::now();
    let mut node = Node::start(folder, &[]);
    let best = node.rpc.best();
    node.wait_until("authors a block", |node| node.rpc.best() > best);
    (node, started.elapsed())
}

/// The compiled runtimes in a cache.
fn compiled(cache: &Folder) -> Vec<PathBuf> {
    let modules = fs::read_dir(cache.path().join("opg-node/modules")).unwrap();
    let files = modules.flat_map(|version| fs::read_dir(version.unwrap().path()).unwrap());
    let paths = files.map(|file| file.unwrap().path());
    paths.filter(|path| path.extension().is_none()).collect()
}

#[test]
fn node_should_author_its_first_block_within_ten_seconds() {
    let _alone = alone();
    let (folder, cache) = (Folder::new("start"), Folder::new("start-cache"));
    let (_node, took) = start(&folder, &cache);
    println!("first block after {took:.1?}");
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn runtime_should_be_compiled_once_and_again_when_what_was_kept_is_broken() {
    let _alone = alone();
    let (folder, cache) = (Folder::new("again"), Folder::new("again-cache"));
    let (node, first) = start(&folder, &cache);
    node.terminate();
    let [kept] = &compiled(&cache)[..] else { panic!("{:?}", compiled(&cache)) };
    let written = fs::metadata(kept).unwrap().modified().unwrap();

    let (node, again) = start(&folder, &cache);
    node.kill();
    println!("first start {first:.1?}, second start {again:.1?}");
    assert_eq!(compiled(&cache), std::slice::from_ref(kept));
    assert_eq!(fs::metadata(kept).unwrap().modified().unwrap(), written);

    let whole = fs::read(kept).unwrap();
    for broken in [&whole[..whole.len() / 2], &[], b"nothing a compiler would write"] {
        fs::write(kept, broken).unwrap();
        start(&folder, &cache).0.kill();
    }
}

#[test]
fn idle_node_should_use_little_memory() {
    let _alone = alone();
    let folder = Folder::new("memory");
    let mut node = Node::start(&folder, &[]);
    node.wait_until("finalises", |node| node.rpc.finalised().0 >= 3);
    let status = fs::read_to_string(format!("/proc/{}/status", node.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    println!("resident: {} MiB", kib / 1024);
    assert!(kib < 400 * 1024, "{line}");
}
