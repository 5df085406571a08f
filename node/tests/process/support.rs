//! Runs the real binary and talks to it over RPC.

#![allow(dead_code)] // each test binary uses its own part

use opg_primitives::proofs;
use polkadot_sdk::{sc_executor::WasmExecutor, sp_io::SubstrateHostFunctions};
use serde_json::{json, Value};
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        atomic::{AtomicUsize, Ordering},
        LazyLock,
    },
    time::{Duration, Instant},
};

/// The binary under test.
pub const BINARY: &str = env!("CARGO_BIN_EXE_opg-node");
/// Runs runtimes in this process as the node does. Shared, so that each is compiled once.
pub static EXECUTOR: LazyLock<WasmExecutor<HostFunctions>> =
    LazyLock::new(|| WasmExecutor::builder().build());
type HostFunctions = (SubstrateHostFunctions, proofs::host_functions::HostFunctions);

/// How long to wait for something that takes a few blocks.
pub const SOON: Duration = Duration::from_secs(60);

/// A folder that is deleted at the end of the test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("opg-{name}-{}-{count}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A port that nothing listens on just now.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A running development node; killed when dropped.
pub struct Node {
    process: Child,
    pub rpc: Rpc,
    log: PathBuf,
}

impl Node {
    /// Starts a development chain kept in `folder`, and waits until it answers.
    pub fn start(folder: &Folder, arguments: &[&str]) -> Node {
        Self::start_with_prometheus(folder, &[&["--no-prometheus"], arguments].concat())
    }

    /// The same, with metrics, whose port the arguments should say.
    pub fn start_with_prometheus(folder: &Folder, arguments: &[&str]) -> Node {
        Self::start_program(Path::new(BINARY), folder, arguments)
    }

    /// The same, of this binary.
    pub fn start_program(binary: &Path, folder: &Folder, arguments: &[&str]) -> Node {
        let port = free_port();
        let log = folder.path().join("log");
        let output = fs::OpenOptions::new().create(true).append(true).open(&log).unwrap();
        let process = Command::new(binary)
            .args(["--dev", "--no-telemetry", "--port", "0"])
            .args(["--rpc-port", &port.to_string()])
            .arg("--base-path")
            .arg(folder.path())
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(output)
            .spawn()
            .unwrap();
        let mut node = Node { process, rpc: Rpc { port }, log };
        node.wait_until("answers", |node| node.rpc.call("system_health", json!([])).is_ok());
        node
    }

    /// Waits until `holds`, or panics with the end of the log.
    pub fn wait_until(&mut self, what: &str, mut holds: impl FnMut(&Node) -> bool) {
        let started = Instant::now();
        while !holds(self) {
            if let Some(status) = self.process.try_wait().unwrap() {
                panic!("the node ended with {status} before it {what}:\n{}", self.log_tail());
            }
            assert!(
                started.elapsed() < SOON,
                "the node never {what}; its log ends:\n{}",
                self.log_tail()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// What SIGKILL does: no chance to write anything.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// What Ctrl-C and systemd do; returns how the node ended.
    pub fn terminate(mut self) -> ExitStatus {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let started = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status;
            }
            assert!(started.elapsed() < SOON, "the node does not stop:\n{}", self.log_tail());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub fn is_alive(&mut self) -> bool {
        self.process.try_wait().unwrap().is_none()
    }

    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    fn log_tail(&self) -> String {
        let log = self.log();
        let lines: Vec<_> = log.lines().collect();
        lines[lines.len().saturating_sub(25)..].join("\n")
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// JSON-RPC over HTTP, one connection a call.
#[derive(Clone, Copy)]
pub struct Rpc {
    pub port: u16,
}

/// An answer that is not a result.
#[derive(Debug)]
pub enum Refusal {
    /// The node's error object.
    Rpc(Value),
    /// The connection broke, or the answer was no JSON.
    Broken(String),
}

impl Rpc {
    pub fn call(&self, method: &str, params: Value) -> Result<Value, Refusal> {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let answer = self.post(&body.to_string()).map_err(|e| Refusal::Broken(e.to_string()))?;
        let mut answer: Value =
            serde_json::from_str(&answer).map_err(|e| Refusal::Broken(format!("{e}: {answer}")))?;
        match answer.get_mut("error") {
            Some(error) => Err(Refusal::Rpc(error.take())),
            None => Ok(answer["result"].take()),
        }
    }

    /// Sends `body` as it is and returns the body of the answer.
    pub fn post(&self, body: &str) -> std::io::Result<String> {
        let length = body.len();
        self.exchange(&format!(
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\nConnection: close\r\n\r\n{body}",
        ))
    }

    /// The body at `path`.
    pub fn get(&self, path: &str) -> std::io::Result<String> {
        self.exchange(&format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        ))
    }

    fn exchange(&self, request: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        stream.write_all(request.as_bytes())?;
        let mut reader = BufReader::new(stream);
        let mut length = None;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 || line == "\r\n" {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().ok();
            }
        }
        let mut answer = Vec::new();
        match length {
            Some(length) => {
                answer.resize(length, 0);
                reader.read_exact(&mut answer)?;
            },
            None => {
                reader.read_to_end(&mut answer)?;
            },
        }
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    fn ok(&self, method: &str, params: Value) -> Value {
        self.call(method, params).unwrap_or_else(|refusal| panic!("{method}: {refusal:?}"))
    }

    pub fn hash_at(&self, number: u64) -> Option<String> {
        self.ok("chain_getBlockHash", json!([number])).as_str().map(str::to_owned)
    }

    /// Number and hash of the last final block.
    pub fn finalised(&self) -> (u64, String) {
        let hash = self.ok("chain_getFinalizedHead", json!([]));
        let header = self.ok("chain_getHeader", json!([hash]));
        (number_of(&header), hash.as_str().unwrap().to_owned())
    }

    /// Number of the best block.
    pub fn best(&self) -> u64 {
        number_of(&self.ok("chain_getHeader", json!([])))
    }

    pub fn submit(&self, extrinsic: &[u8]) -> Result<Value, Refusal> {
        self.call("author_submitExtrinsic", json!([to_hex(extrinsic)]))
    }
}

fn number_of(header: &Value) -> u64 {
    u64::from_str_radix(&header["number"].as_str().unwrap()[2..], 16).unwrap()
}

pub fn to_hex(bytes: &[u8]) -> String {
    let mut text = String::from("0x");
    bytes.iter().for_each(|byte| text.push_str(&format!("{byte:02x}")));
    text
}

pub fn from_hex(text: &str) -> Vec<u8> {
    let digits = text.strip_prefix("0x").unwrap();
    (0..digits.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&digits[i..i + 2], 16).unwrap())
        .collect()
}

/// Pseudo-random numbers from a seed that a failing test prints (xorshift64*).
pub struct Random(u64);

impl Random {
    /// Seeded by the clock, unless `OPG_SEED` says otherwise.
    pub fn new() -> Self {
        let seed = std::env::var("OPG_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = seed.unwrap_or_else(|| {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
            now.as_nanos() as u64
        });
        println!("to repeat: OPG_SEED={seed}");
        Random(seed | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next() as u8).collect()
    }
}
