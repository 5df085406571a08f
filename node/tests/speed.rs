//! How fast a node starts and how little it needs. A test binary of its own: cargo runs one after the
//! other, so nothing else competes for the machine.

#[path = "process/support.rs"]
mod support;

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use support::{Folder, Node};

/// Holds back the other test of this file.
fn alone() -> MutexGuard<'static, ()> {
    static MACHINE: Mutex<()> = Mutex::new(());
    MACHINE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn node_should_author_its_first_block_within_ten_seconds() {
    let _alone = alone();
    let folder = Folder::new("start");
    let started = Instant::now();
    let mut node = Node::start(&folder, &[]);
    node.wait_until("authors a block", |node| node.rpc.best() >= 1);
    let took = started.elapsed();
    println!("first block after {took:.1?}");
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn idle_node_should_use_little_memory() {
    let _alone = alone();
    let folder = Folder::new("memory");
    let mut node = Node::start(&folder, &[]);
    node.wait_until("finalises", |node| node.rpc.finalised().0 >= 3);
    let status = std::fs::read_to_string(format!("/proc/{}/status", node.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    println!("resident: {} MiB", kib / 1024);
    assert!(kib < 400 * 1024, "{line}");
}
