//! Processes that end with the test, and what they wrote when it failed.

use super::clock::Clock;
use std::{
    fs::{self, File},
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, ExitStatus, Output, Stdio},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// A machine may be at many tests, and compile the runtime for the first node that it ever ran.
const PATIENCE: Duration = Duration::from_secs(180);

/// A process and its log.
pub struct Process {
    name: &'static str,
    child: Child,
    log: PathBuf,
    /// Where its own lines begin: those before it were of a process that had the same log.
    begin: usize,
}

impl Process {
    pub fn start(name: &'static str, folder: &Path, command: &mut Command) -> Self {
        Self::start_with(name, folder, command, Stdio::null())
    }

    fn start_with(name: &'static str, folder: &Path, command: &mut Command, stdin: Stdio) -> Self {
        let log = folder.join(format!("{name}.log"));
        let file = File::options().create(true).append(true).open(&log).unwrap();
        let begin = file.metadata().unwrap().len() as usize;
        let child = command
            .stdin(stdin)
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start: {error}: {command:?}"));
        Self { name, child, log, begin }
    }

    /// What it wrote, after those before it that had the same log.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// What it wrote itself.
    pub fn own_log(&self) -> String {
        self.log().split_off(self.begin)
    }

    /// What follows `mark` in the log, up to a character that belongs to no address.
    pub fn says(&mut self, mark: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some((_, after)) = self.own_log().split_once(mark) {
                // A line that is not whole yet is read again.
                if after.contains(['\n', ',']) {
                    return after.split(['\n', ',', ' ']).next().unwrap_or_default().to_owned();
                }
            }
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "{} ended: {ended:?}\n{}", self.name, self.log());
            assert!(Instant::now() < end, "{} never said {mark:?}:\n{}", self.name, self.log());
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// As `kill -9` does.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, and waits until it has.
    pub fn end(&mut self, within: Duration) -> ExitStatus {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(asked.success());
        self.ends(within)
    }

    /// The processes that it started which are called so.
    pub fn children(&self, name: &str) -> Vec<u32> {
        let children = format!("/proc/{0}/task", self.child.id());
        let tasks = fs::read_dir(children).unwrap().map(|task| task.unwrap().path());
        // A thread may be gone by the time it is asked.
        let children = tasks.map(|task| fs::read_to_string(task.join("children")));
        let children = children.filter_map(Result::ok).collect::<Vec<_>>().join(" ");
        let pids = children.split_whitespace().map(|pid| pid.parse().unwrap());
        let is_called = |pid: &u32| {
            let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            line.split(|byte| *byte == 0).next() == Some(name.as_bytes())
        };
        pids.filter(is_called).collect()
    }

    /// What keeps a process that was started to live until its standard input ends.
    pub fn stdin(&mut self) -> ChildStdin {
        self.child.stdin.take().expect("it was started so")
    }

    /// Waits until it has ended.
    pub fn ends(&mut self, within: Duration) -> ExitStatus {
        let end = Instant::now() + within;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < end, "{} does not end:\n{}", self.name, self.log());
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// As `kill -9` does, to a process that is no child of this one. It may have ended already.
pub fn kill(pid: u32) {
    let _ = Command::new("kill").args(["-9", &pid.to_string()]).stderr(Stdio::null()).status();
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if thread::panicking() {
            let log = self.log();
            let lines: Vec<_> = log.lines().collect();
            let last = lines.len().saturating_sub(40);
            eprintln!(
                "---- {}, last of {} lines\n{}",
                self.name,
                lines.len(),
                lines[last..].join("\n")
            );
        }
    }
}

/// A development chain of one node.
pub struct Node {
    pub process: Process,
    pub url: String,
    folder: PathBuf,
    port: u16,
    /// Where other nodes find it: those of other tests would, if it let itself be found.
    peers: u16,
}

impl Node {
    pub fn start(folder: &Path) -> Self {
        Self::start_at(folder, free_port())
    }

    pub fn start_at(folder: &Path, port: u16) -> Self {
        Self::run(folder, port, &["--dev"], None)
    }

    fn run(folder: &Path, port: u16, flags: &[&str], clock: Option<&Clock>) -> Self {
        let (folder, peers) = (folder.to_owned(), free_port());
        let mut command = Command::new(program());
        command.args(flags).args(["--no-prometheus", "--no-hardware-benchmarks"]);
        command.args(["--rpc-port", &port.to_string(), "--no-mdns"]);
        // By default nodes that make no blocks listen in another way.
        command.args(["--listen-addr", &format!("/ip4/127.0.0.1/tcp/{peers}")]);
        command.arg("--base-path").arg(folder.join("node"));
        if let Some(clock) = clock {
            clock.rules(&mut command);
        }
        let mut process = Process::start("node", &folder, &mut command);
        process.says("Running JSON-RPC server: addr=");
        Self { process, url: format!("ws://127.0.0.1:{port}"), folder, port, peers }
    }

    /// Starts it again with what it has on its disk, after it was killed.
    pub fn revive(&mut self) {
        self.revive_as(&["--dev"]);
    }

    /// The same, with other flags than those that have it make blocks of the development chain.
    pub fn revive_as(&mut self, flags: &[&str]) {
        *self = Self::run(&self.folder, self.port, flags, None);
    }

    /// The same, with another clock.
    pub fn revive_by(&mut self, clock: &Clock) {
        *self = Self::run(&self.folder, self.port, &["--dev"], Some(clock));
    }

    /// Gives another node, of that folder, what this one knows of the chain. Not while it runs.
    pub fn copy_to(&self, folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        let mut copy = Command::new("cp");
        copy.arg("-r").args([&self.folder.join("node"), folder]);
        assert!(copy.status().unwrap().success());
        // It is another one to its peers.
        fs::remove_dir_all(folder.join("node/chains/opg_dev/network")).unwrap();
    }

    /// The worker that it has started.
    pub fn worker(&self) -> u32 {
        // It is started by the name that the kernel has for it.
        let worker = program().canonicalize().unwrap().with_file_name("opg-worker");
        let all = self.process.children(worker.to_str().unwrap());
        *all.first().unwrap_or_else(|| panic!("no worker: {}", self.process.log()))
    }

    /// How other nodes are told to find it.
    pub fn peer(&mut self) -> String {
        let name = self.process.says("Local node identity is: ");
        format!("/ip4/127.0.0.1/tcp/{}/p2p/{name}", self.peers)
    }
}

/// `OPG_NODE`, or what `make build` leaves.
fn program() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bin/opg-node");
    let program = std::env::var_os("OPG_NODE").map_or(built, PathBuf::from);
    assert!(
        program.exists(),
        "there is no {}: run `make build` first, or set OPG_NODE",
        program.display()
    );
    program
}

/// A program of this workspace, which cargo leaves beside its tests.
pub fn built(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let program = test.ancestors().nth(2).unwrap().join(name);
    assert!(program.exists(), "there is no {}: cargo build --release", program.display());
    program
}

fn opg_worker(config: &Path, command: &str) -> Command {
    // `OPG_WORKER`, or the one that was built with the tests.
    let program = std::env::var_os("OPG_WORKER").map_or_else(|| built("opg-worker"), PathBuf::from);
    let mut process = Command::new(program);
    process.arg("--config").arg(config).arg(command);
    process.env("RUST_LOG", "info,opg_worker=debug").env("NO_COLOR", "1");
    process
}

/// A port that nobody has. Somebody else may take it before it is used; nobody on a test machine does.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A store that anyone may upload to.
pub struct Store {
    pub process: Process,
    pub address: SocketAddr,
    folder: PathBuf,
}

impl Store {
    pub fn start(folder: &Path) -> Self {
        Self::start_with(folder, "", "")
    }

    /// With more in its configuration: settings, and tables.
    pub fn start_with(folder: &Path, settings: &str, tables: &str) -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()));
        let data = folder.join("store");
        let blobs = data.join("store");
        fs::create_dir_all(&data).unwrap();
        let text = format!(
            "data = {data:?}\n{settings}[store]\ndirectory = {blobs:?}\n{tables}[blobs]\nlisten = \"{address}\"\n[blobs.limits]\nuploads = \"open\"\n"
        );
        fs::write(Self::config(folder), text).unwrap();
        Self { process: Self::run(folder), address, folder: folder.to_owned() }
    }

    fn config(folder: &Path) -> PathBuf {
        folder.join("store.toml")
    }

    fn run(folder: &Path) -> Process {
        let command = &mut opg_worker(&Self::config(folder), "store");
        let mut process = Process::start("store", folder, command);
        process.says("serving blobs");
        process
    }

    /// Starts it again with what it has on its disk, after it was killed.
    pub fn revive(&mut self) {
        self.process = Self::run(&self.folder);
    }

    /// Where it keeps a blob.
    pub fn file_of(&self, address: opg_store::Address) -> PathBuf {
        let name = address.to_string();
        let mut folders = vec![self.folder.join("store")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => folders.push(path),
                    false if path.file_name().is_some_and(|file| *file == *name) => return path,
                    false => {},
                }
            }
        }
        panic!("{name} is not there");
    }

    pub fn upload(&self, bytes: &[u8]) -> opg_store::Address {
        let address = opg_store::Address::of(bytes);
        let mut stream = TcpStream::connect(self.address).unwrap();
        let length = bytes.len();
        let head = format!(
            "PUT /blobs/{address} HTTP/1.1\r\nhost: here\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(
            answer.starts_with("HTTP/1.1 201") || answer.starts_with("HTTP/1.1 200"),
            "{answer}"
        );
        address
    }
}

/// A worker's folder, which outlives its process.
pub struct Place {
    pub folder: PathBuf,
    pub config: PathBuf,
    pub listen: SocketAddr,
}

impl Place {
    /// With a node at this address; `served` is what it says in `[[inference.models]]`.
    pub fn new(
        within: &TempDir,
        name: &str,
        secret: &str,
        node: &str,
        store: &Store,
        served: &str,
    ) -> Self {
        let rest = format!("[[inference.models]]\n{served}");
        Self::with_roles(within, (name, secret), node, store, &["inference"], &rest)
    }

    /// A verifier; `settings` are those in `[verifier]`.
    pub fn verifier(
        within: &TempDir,
        name: &str,
        secret: &str,
        node: &str,
        store: &Store,
        settings: &str,
    ) -> Self {
        let rest = format!("[verifier]\n{settings}");
        Self::with_roles(within, (name, secret), node, store, &["verifier"], &rest)
    }

    /// A reporter; `settings` are those in `[feeds]`.
    pub fn reporter(
        within: &TempDir,
        name: &str,
        secret: &str,
        node: &str,
        store: &Store,
        settings: &str,
    ) -> Self {
        let rest = format!("[feeds]\n{settings}");
        Self::with_roles(within, (name, secret), node, store, &["data"], &rest)
    }

    /// With these roles, and a node at this address; `rest` is the rest of its configuration.
    pub fn with_roles(
        within: &TempDir,
        (name, secret): (&str, &str),
        node: &str,
        store: &Store,
        roles: &[&str],
        rest: &str,
    ) -> Self {
        let folder = within.path().join(name);
        fs::create_dir_all(&folder).unwrap();
        let key = folder.join("key");
        fs::write(&key, secret).unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        let listen = SocketAddr::from(([127, 0, 0, 1], free_port()));
        let (data, blobs) = (folder.join("data"), folder.join("blobs"));
        let store = store.address;
        let text = format!(
            "node = \"{node}\"\nkey = {key:?}\ndata = {data:?}\nlisten = \"{listen}\"\n\
             roles = {roles:?}\n\
             [store]\ndirectory = {blobs:?}\n\
             [[store.sources]]\nkind = \"http\"\nurl = \"http://{store}/blobs\"\n\
             {rest}\n"
        );
        let config = folder.join("worker.toml");
        fs::write(&config, text).unwrap();
        Self { folder, config, listen }
    }

    pub fn start(&self) -> Process {
        Process::start("worker", &self.folder, &mut opg_worker(&self.config, "run"))
    }

    /// Starts it, and waits until it works.
    pub fn at_work(&self) -> Process {
        let mut worker = self.start();
        worker.says("at work");
        worker
    }

    /// Starts it with another clock.
    pub fn start_by(&self, clock: &Clock) -> Process {
        let mut command = opg_worker(&self.config, "run");
        clock.rules(&mut command);
        Process::start("worker", &self.folder, &mut command)
    }

    /// Starts it with no key on the disk: it reads this secret from its standard input.
    pub fn start_told(&self, secret: &str) -> Process {
        let key = self.folder.join("key");
        let text = fs::read_to_string(&self.config).unwrap();
        let told = text.replace(&format!("key = {key:?}"), "key = \"-\"");
        assert_ne!(told, text);
        fs::write(&self.config, told).unwrap();
        fs::remove_file(key).unwrap();
        let command = &mut opg_worker(&self.config, "run");
        let mut process = Process::start_with("worker", &self.folder, command, Stdio::piped());
        // What is not read any more ends with the process.
        let _ = process.stdin().write_all(secret.as_bytes());
        process
    }

    /// Starts it to live until its standard input ends.
    pub fn start_fed(&self) -> Process {
        let mut command = opg_worker(&self.config, "run");
        command.arg("--until-stdin-ends");
        Process::start_with("worker", &self.folder, &mut command, Stdio::piped())
    }

    /// Runs another command of the program with its configuration, to its end.
    pub fn once(&self, command: &str) -> Output {
        opg_worker(&self.config, command).output().unwrap()
    }

    /// What it answers to GET.
    pub fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.listen).unwrap();
        stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: here\r\n\r\n").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}
