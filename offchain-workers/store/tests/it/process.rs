//! The example as a process of its own, killed in the middle of its work.

use crate::common::{head, some_bytes, Peer, CHUNK};
use opg_store::Address;
use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

struct Process {
    child: Child,
    at: SocketAddr,
}

impl Process {
    fn start(directory: &Path) -> Self {
        let mut child =
            Command::new(example()).arg(directory).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let at = line.trim().strip_prefix("http://").unwrap().parse().unwrap();
        Self { child, at }
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn put(&self, bytes: &[u8]) -> u16 {
        let mut peer = Peer::at(self.at);
        peer.send(upload(bytes).as_bytes());
        peer.send(bytes);
        peer.answer(true).status
    }

    fn get(&self, address: &Address) -> (u16, Vec<u8>) {
        let mut peer = Peer::at(self.at);
        peer.send(head("GET", &format!("/blobs/{address}"), &[]).as_bytes());
        let answer = peer.answer(true);
        (answer.status, answer.body)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Cargo builds examples beside the tests.
fn example() -> PathBuf {
    let mut path = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    path.join("examples/serve")
}

fn upload(bytes: &[u8]) -> String {
    let length = format!("Content-Length: {}", bytes.len());
    head("PUT", &format!("/blobs/{}", Address::of(bytes)), &[&length])
}

#[test]
fn a_kill_should_lose_only_what_was_not_yet_acknowledged() {
    let directory = tempfile::tempdir().unwrap();
    let (whole, half) = (some_bytes(1, 3 * CHUNK), some_bytes(2, 8 * CHUNK));
    let mut process = Process::start(directory.path());
    assert_eq!(process.put(&whole), 201);
    let mut peer = Peer::at(process.at);
    peer.send(upload(&half).as_bytes());
    peer.send(&half[..5 * CHUNK]);
    let incoming = directory.path().join("incoming");
    let begun = Instant::now();
    let written =
        || fs::read_dir(&incoming).unwrap().flatten().map(|file| file.metadata().unwrap().len());
    while written().sum::<u64>() < 4 * CHUNK as u64 {
        assert!(begun.elapsed() < Duration::from_secs(10), "nothing is written");
        std::thread::sleep(Duration::from_millis(10));
    }
    process.kill();
    assert_eq!(fs::read_dir(&incoming).unwrap().count(), 1);

    let process = Process::start(directory.path());
    assert_eq!(fs::read_dir(&incoming).unwrap().count(), 0);
    assert_eq!(process.get(&Address::of(&whole)), (200, whole.clone()));
    assert_eq!(process.get(&Address::of(&half)).0, 404);
    assert_eq!(process.put(&half), 201);
    assert_eq!(process.get(&Address::of(&half)), (200, half));

    // The directory is its own while it runs.
    let second = Command::new(example()).arg(directory.path()).output().unwrap();
    assert!(!second.status.success());
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(said.contains("is in use by another process"), "{said}");
}
