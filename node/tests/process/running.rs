//! A node starts, makes blocks, finalises them, and keeps them whatever happens to its process.

use crate::support::{Folder, Node, Random};
use std::{
    thread::sleep,
    time::{Duration, Instant},
};

#[test]
fn node_should_finalise_and_stop_cleanly() {
    let folder = Folder::new("finalise");
    let mut node = Node::start(&folder, &[]);
    node.wait_until("finalises", |node| node.rpc.finalised().0 >= 3);
    assert!(node.terminate().success());
}

#[test]
fn node_should_lose_nothing_when_killed_at_random_moments() {
    let folder = Folder::new("kill");
    let mut random = Random::new();
    let mut known = Vec::new();
    for round in 0..20 {
        let mut node = Node::start(&folder, &[]);
        for (number, hash) in &known {
            let found = node.rpc.hash_at(*number);
            assert_eq!(found.as_ref(), Some(hash), "round {round}: final block {number} is lost");
        }
        let before = known.last().map_or(0, |(number, _)| *number);
        node.wait_until("goes on", |node| node.rpc.finalised().0 > before);
        let pause = Duration::from_millis(random.below(3_500));
        let until = Instant::now() + pause;
        while Instant::now() < until {
            sleep(Duration::from_millis(10));
        }
        known.push(node.rpc.finalised());
        node.kill();
    }
    println!("{} final blocks survived 20 kills", known.last().unwrap().0);
}
