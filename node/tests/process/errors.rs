//! What an operator reads when something is wrong: one line that says what to do, and a non-zero
//! exit.

use crate::support::{free_port, Folder, Node, BINARY};
use std::{
    fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    process::{Command, Output},
};

/// A development node that keeps out of the way of others.
const QUIETLY: [&str; 6] = ["--dev", "--no-prometheus", "--port", "0", "--rpc-port", "0"];

/// Runs the node, which must end by itself, and returns what it printed.
fn run(arguments: &[&str]) -> Output {
    let output = Command::new("timeout").arg("60").arg(BINARY).args(arguments).output().unwrap();
    assert_ne!(output.status.code(), Some(124), "the node went on running with {arguments:?}");
    output
}

/// The node refuses `arguments`; its last line has `reason`.
fn refuses(arguments: &[&str], reason: &str) {
    let output = run(arguments);
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{arguments:?} succeeded");
    let last = text.lines().rfind(|line| line.starts_with("opg-node: ")).unwrap_or_else(|| {
        panic!("no line for the operator in:\n{text}");
    });
    assert!(last.contains(reason), "{last:?} does not say {reason:?}");
    assert!(!text.contains("panicked"), "{text}");
}

#[test]
fn unknown_flag_should_be_named() {
    let output = run(&["--no-such-flag"]);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("--no-such-flag"));
}

#[test]
fn cache_that_others_may_write_to_should_be_left_alone() {
    let folder = Folder::new("open-cache");
    let cache = folder.path().join("opg-node");
    let export = |mode| {
        fs::create_dir_all(&cache).unwrap();
        fs::set_permissions(&cache, fs::Permissions::from_mode(mode)).unwrap();
        let mut command = Command::new(BINARY);
        command.args(["export-state", "--dev", "--base-path"]).arg(folder.path().join("chain"));
        let output = command.env("XDG_CACHE_HOME", folder.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stderr).contains("others may write to it")
    };
    assert!(export(0o770));
    assert_eq!(fs::read_dir(&cache).unwrap().count(), 0);
    assert!(!export(0o700));
    assert_ne!(fs::read_dir(&cache).unwrap().count(), 0);
}

#[test]
fn help_should_teach() {
    let output = run(&["--help"]);
    assert!(output.status.success());
    let text = String::from_utf8_lossy(&output.stdout);
    for word in ["opg-node --dev", "export-chain-spec", "purge-chain", "docs/operators.md"] {
        assert!(text.contains(word), "--help does not mention {word}");
    }
}

#[test]
fn first_validator_of_the_help_should_start() {
    let folder = Folder::new("local");
    let path = folder.path().to_str().unwrap();
    let ports = ["--no-prometheus", "--port", "0", "--rpc-port", "0"];
    let arguments = [&["--chain", "local", "--alice", "--base-path", path], &ports[..]].concat();
    let output =
        Command::new("timeout").args(["-s", "TERM", "20", BINARY]).args(arguments).output();
    let log = String::from_utf8_lossy(&output.unwrap().stderr).into_owned();
    assert!(log.contains("Running JSON-RPC server"), "{log}");
}

#[test]
fn worker_that_cannot_be_started_should_be_explained() {
    let with = |arguments: &[&'static str]| [&QUIETLY[..], arguments].concat();
    refuses(&with(&["--roles", "inference"]), "opg-worker");
    let output = run(&with(&["--roles", "sleeper"]));
    assert!(String::from_utf8_lossy(&output.stderr).contains("inference, verifier, data"));
}

#[test]
fn missing_chain_should_be_explained() {
    refuses(&[], "no chain chosen; pass --dev, or --chain");
    refuses(&["--chain", "nowhere"], "there is no chain called \"nowhere\"");
}

#[test]
fn broken_chain_specs_should_be_refused() {
    let folder = Folder::new("spec");
    let path = folder.path().join("spec.json");
    let path = path.to_str().unwrap();
    for (text, reason) in [
        ("", "is not a chain specification"),
        ("{", "is not a chain specification"),
        ("{\"name\": \"x\"}", "is not a chain specification"),
        ("\u{0}\u{1}\u{2}", "is not a chain specification"),
    ] {
        fs::write(path, text).unwrap();
        refuses(&["--chain", path], reason);
    }
    fs::write(path, vec![0xff; 1 << 16]).unwrap();
    refuses(&["--chain", path], "is not a chain specification");
}

#[test]
fn live_chain_with_well_known_keys_should_be_refused() {
    let folder = Folder::new("live");
    let path = folder.path().join("spec.json");
    let spec = run(&["export-chain-spec", "--chain", "local"]);
    assert!(spec.status.success());
    let mut spec: serde_json::Value = serde_json::from_slice(&spec.stdout).unwrap();
    spec["chainType"] = "Live".into();
    fs::write(&path, spec.to_string()).unwrap();
    refuses(&["--chain", path.to_str().unwrap()], "well-known key //");
}

#[test]
fn mainnet_should_be_refused_while_it_has_no_validators() {
    refuses(&["--chain", "mainnet"], "has no validators");
}

#[test]
fn port_in_use_should_be_explained() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().port().to_string();
    let flags = ["--rpc-port", "--prometheus-port", "--port"];
    // A full node listens for peers in other ways than a validator.
    let kinds = [["--dev", "--tmp"], ["--chain=local", "--tmp"]];
    for (kind, flag) in kinds.iter().flat_map(|kind| flags.map(|flag| (kind, flag))) {
        let free = flags.map(|_| free_port().to_string());
        let mut arguments = kind.to_vec();
        for (other, port) in flags.into_iter().zip(&free) {
            arguments.extend([other, if other == flag { &taken } else { port }]);
        }
        refuses(&arguments, flag);
    }
}

#[test]
fn locked_database_should_be_explained() {
    let folder = Folder::new("lock");
    let _running = Node::start(&folder, &[]);
    let path = folder.path().to_str().unwrap();
    refuses(&[&QUIETLY[..], &["--base-path", path]].concat(), "another node uses this database");
}

#[test]
fn nearly_full_disk_should_be_explained() {
    // The monitor refuses to start with less free space than asked for: here, an exbibyte.
    let folder = Folder::new("nearly-full");
    let path = folder.path().to_str().unwrap();
    let monitor = ["--db-storage-threshold", "1099511627776"];
    let arguments = [&QUIETLY[..], &["--base-path", path], &monitor].concat();
    refuses(&arguments, "the disk is nearly full");
}

/// Runs the node on a disk of its own (in a mount namespace, so that nothing is left behind) and
/// fills the disk once the node makes blocks.
const FILL_ITS_DISK: &str = r#"
    node=$1 disk=$2 log=$3; shift 3
    mount -t tmpfs -o size=64M none "$disk" || exit 99
    "$node" "$@" --base-path "$disk" 2>"$log" &
    until grep -q 'Imported #1' "$log"; do sleep 0.1; done
    dd if=/dev/zero of="$disk/fill" bs=1M 2>/dev/null
    wait $!
"#;

#[test]
fn full_disk_should_be_explained() {
    let folder = Folder::new("full");
    let (disk, log) = (folder.path().join("disk"), folder.path().join("log"));
    fs::create_dir(&disk).unwrap();
    let status = Command::new("timeout")
        .args(["60", "unshare", "--user", "--map-root-user", "--mount", "sh", "-c", FILL_ITS_DISK])
        .args(["sh", BINARY, disk.to_str().unwrap(), log.to_str().unwrap()])
        .args(QUIETLY)
        .args(["--db-storage-threshold", "0"])
        .status()
        .unwrap();
    if !log.exists() {
        assert!(
            std::env::var_os("OPG_NO_MOUNT").is_some(),
            "no disk can be mounted here to be filled: allow user namespaces, or set OPG_NO_MOUNT=1 to leave this out"
        );
        return;
    }
    assert_eq!(status.code(), Some(1), "{status}");
    let log = fs::read_to_string(&log).unwrap();
    let last = log.lines().last().unwrap();
    assert!(last.starts_with("opg-node: ") && last.contains("the disk is full"), "{last}");
}

#[test]
fn place_that_cannot_be_written_should_be_explained() {
    refuses(
        &["--dev", "--no-prometheus", "--port", "0", "--base-path", "/dev/null/opg"],
        "--base-path",
    );
}

#[test]
fn other_network_backend_should_be_refused() {
    refuses(&[&QUIETLY[..], &["--tmp", "--network-backend", "libp2p"]].concat(), "litep2p only");
}

#[test]
fn purge_chain_should_ask_for_the_right_database() {
    let folder = Folder::new("purge");
    let mut node = Node::start(&folder, &[]);
    node.wait_until("finalises", |node| node.rpc.finalised().0 >= 1);
    node.kill();
    let path = folder.path().to_str().unwrap();
    let database = folder.path().join("chains/opg_dev/paritydb/full");
    assert!(database.exists());
    assert!(run(&["purge-chain", "--dev", "-y", "--base-path", path]).status.success());
    assert!(!database.exists());
}
