//! Shared by the tests: stores in directories of their own, servers on sockets, and clients that do what no
//! library would.

use opg_store::{
    config::{Limits, Naming, Source},
    server::{self, serve, Uploads},
    Address, Config, Patience, Store,
};
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    sync::atomic::Ordering,
    time::Duration,
};
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

/// Chunks of the store, so that tests cross their edges.
pub const CHUNK: usize = opg_store::trail::CHUNK;
/// How long tests let a peer be slow.
pub const IMPATIENT: Patience = Patience { stall_seconds: 1, bytes_per_second: 1_000_000 };

/// No two chunks of it are the same, nor are those of two seeds.
pub fn some_bytes(seed: u64, len: usize) -> Vec<u8> {
    let mix = |at: u64| at.wrapping_add(seed << 40).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56;
    (0..len as u64).map(|at| mix(at) as u8).collect()
}

/// A store in a directory of its own.
pub struct Kept {
    pub store: Store,
    pub directory: TempDir,
}

impl Kept {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut config = Config::local(directory.path());
        change(&mut config);
        let store = Store::open(&config).await.unwrap();
        Self { store, directory }
    }

    /// One that takes no more than this.
    pub async fn limited(change: impl FnOnce(&mut Limits)) -> Self {
        Self::with(|config| change(&mut config.limits)).await
    }

    /// One that looks elsewhere too.
    pub async fn looking_at(sources: Vec<Source>) -> Self {
        Self::with(|config| {
            config.sources = sources;
            config.patience = IMPATIENT;
        })
        .await
    }

    /// The same directory after a restart, with nothing known but what lies there.
    pub async fn reopened(self) -> Self {
        let Self { store, directory } = self;
        drop(store);
        let store = Store::open(&Config::local(directory.path())).await.unwrap();
        Self { store, directory }
    }

    pub fn file(&self, address: &Address) -> PathBuf {
        file_in(self.directory.path(), address)
    }

    /// Writes over a blob as no one should.
    pub fn overwrite(&self, address: &Address, bytes: &[u8]) {
        let file = self.file(address);
        let mut open = fs::metadata(&file).unwrap().permissions();
        #[allow(clippy::permissions_set_readonly_false)]
        open.set_readonly(false);
        fs::set_permissions(&file, open).unwrap();
        fs::write(file, bytes).unwrap();
    }

    pub fn files_in(&self, folder: &str) -> usize {
        fs::read_dir(self.directory.path().join(folder)).unwrap().count()
    }
}

pub fn file_in(directory: &Path, address: &Address) -> PathBuf {
    let name = address.to_string();
    directory.join("blobs").join(&name[..2]).join(name)
}

pub fn count(counter: &std::sync::atomic::AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

/// A source on a local socket, by the names that we use.
pub fn http(at: impl std::fmt::Display) -> Source {
    Source::Http { url: format!("http://{at}/blobs"), naming: Naming::Hex }
}

/// A server on a socket.
pub struct Served {
    pub at: SocketAddr,
    stop: oneshot::Sender<()>,
    done: JoinHandle<Result<(), opg_store::Error>>,
}

impl Served {
    pub async fn new(store: &Store) -> Self {
        Self::with(store, |_| {}).await
    }

    pub async fn with(store: &Store, change: impl FnOnce(&mut server::Limits)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let mut limits = server::Limits { uploads: Uploads::Open, ..server::Limits::default() };
        change(&mut limits);
        let store = store.clone();
        let done = tokio::spawn(async move {
            serve(listener, store, limits, async { drop(stopped.await) }).await
        });
        Self { at, stop, done }
    }

    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        self.done.await.unwrap().unwrap();
    }

    /// Sends a request and reads its answer.
    pub async fn ask(&self, method: &str, path: &str, headers: &[&str], body: &[u8]) -> Answer {
        let head = head(method, path, headers);
        let (at, body) = (self.at, body.to_vec());
        on_a_thread(move || {
            let mut peer = Peer::at(at);
            peer.send(head.as_bytes());
            peer.send(&body);
            peer.answer(!head.starts_with("HEAD"))
        })
        .await
    }

    pub async fn get(&self, address: &Address, headers: &[&str]) -> Answer {
        self.ask("GET", &format!("/blobs/{address}"), headers, &[]).await
    }

    pub async fn put(&self, address: &Address, body: &[u8]) -> Answer {
        let length = format!("Content-Length: {}", body.len());
        self.ask("PUT", &format!("/blobs/{address}"), &[&length], body).await
    }
}

pub fn head(method: &str, path: &str, headers: &[&str]) -> String {
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    format!("{method} {path} HTTP/1.1\r\nHost: test\r\n{headers}\r\n")
}

/// Blocking clients must not hold up the server that they wait for.
pub async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

/// The other side of a connection.
pub struct Peer {
    stream: BufReader<TcpStream>,
}

/// What came back. `cut` if the connection ended before the announced length.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
    pub cut: bool,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

impl Peer {
    pub fn at(at: SocketAddr) -> Self {
        let stream = TcpStream::connect(at).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        Self { stream: BufReader::new(stream) }
    }

    /// Whatever of it the other side takes: it may have closed.
    pub fn send(&mut self, bytes: &[u8]) -> bool {
        self.stream.get_mut().write_all(bytes).is_ok()
    }

    pub fn answer(&mut self, has_body: bool) -> Answer {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.stream.read_line(&mut head).unwrap_or(0) == 0 {
                return Answer { status: 0, head, body: Vec::new(), cut: true };
            }
        }
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let mut answer = Answer { status, head, body: Vec::new(), cut: false };
        let length = answer.header("content-length").map_or(0, |text| text.parse().unwrap());
        if has_body && status != 304 {
            let limited = self.stream.by_ref().take(length);
            let _ = BufReader::new(limited).read_to_end(&mut answer.body);
            answer.cut = (answer.body.len() as u64) < length;
        }
        answer
    }

    /// Whether the other side closes, in how long.
    pub fn closed_after(&mut self) -> Option<Duration> {
        let begun = std::time::Instant::now();
        let mut rest = Vec::new();
        match self.stream.read_to_end(&mut rest) {
            Ok(_) => Some(begun.elapsed()),
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => {
                Some(begun.elapsed())
            },
            Err(_) => None,
        }
    }
}
