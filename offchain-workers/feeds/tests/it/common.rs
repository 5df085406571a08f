//! Shared by the tests: servers that do what no library would, and feeds that ask them.

use opg_feeds::{check, Checked, Client, Config, Error, Feeds, Rate};
use std::{
    future::Future,
    net::SocketAddr,
    sync::{
        atomic::{AtomicUsize, Ordering},
        Arc, Mutex,
    },
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What a server does with one request, after which it closes the connection.
#[derive(Clone)]
pub enum Act {
    /// Sends this, which may be less than it announces.
    Send(Vec<u8>),
    /// Sends this after a while.
    Late(Duration, Vec<u8>),
    /// Sends this, and then nothing.
    Hang(Vec<u8>),
    /// Sends this, byte by byte, with a pause after each.
    Drip(Vec<u8>, Duration),
    /// Sends the first, and then the second without end.
    Endless(Vec<u8>, Vec<u8>),
}

/// A server on a socket of this machine.
pub struct Server {
    pub at: SocketAddr,
    pub asked: Arc<Mutex<Vec<String>>>,
    /// How many requests were open at once, at most.
    pub most: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// It is told the number of the request, from zero, and its head and body.
    pub async fn new(act: impl Fn(usize, &str) -> Act + Send + Sync + 'static) -> Self {
        Self::over(act, |stream| async move { Some(stream) }).await
    }

    /// Over something on top of TCP.
    pub async fn over<S, F>(
        act: impl Fn(usize, &str) -> Act + Send + Sync + 'static,
        wrap: impl Fn(TcpStream) -> F + Clone + Send + Sync + 'static,
    ) -> Self
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
        F: Future<Output = Option<S>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let (asked, most) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<AtomicUsize>::default());
        let (log, peak) = (Arc::clone(&asked), Arc::clone(&most));
        let (act, open) = (Arc::new(act), Arc::<AtomicUsize>::default());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (act, log, wrap) = (Arc::clone(&act), Arc::clone(&log), wrap.clone());
                let (open, peak) = (Arc::clone(&open), Arc::clone(&peak));
                tokio::spawn(async move {
                    let Some(mut stream) = wrap(stream).await else { return };
                    let Some(request) = read_request(&mut stream).await else { return };
                    let number = {
                        let mut log = log.lock().unwrap();
                        log.push(request.clone());
                        log.len() - 1
                    };
                    peak.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    let answers = || {
                        open.fetch_sub(1, Ordering::SeqCst);
                    };
                    perform(&mut stream, act(number, &request), answers).await;
                });
            }
        });
        Self { at, asked, most, task }
    }

    /// One that always answers this.
    pub async fn saying(body: &str) -> Self {
        let answer = json(body);
        Self::new(move |_, _| Act::Send(answer.clone())).await
    }

    pub fn requests(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    pub fn url(&self) -> String {
        format!("http://{}/", self.at)
    }
}

async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut request = Vec::new();
    loop {
        let mut piece = [0; 4096];
        let read = stream.read(&mut piece).await.ok().filter(|read| *read > 0)?;
        request.extend_from_slice(&piece[..read]);
        let text = String::from_utf8_lossy(&request).to_string();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.trim().parse::<usize>().ok())?
        });
        if body.len() >= length.unwrap_or(0) {
            return Some(text);
        }
    }
}

/// Tells before it answers: whoever has the answer may ask again before we go on.
async fn perform(stream: &mut (impl AsyncWrite + Unpin), act: Act, answers: impl FnOnce()) {
    let forever = Duration::from_secs(3600);
    match act {
        Act::Send(bytes) => {
            answers();
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        },
        Act::Late(after, bytes) => {
            tokio::time::sleep(after).await;
            answers();
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        },
        Act::Hang(bytes) => {
            let _ = stream.write_all(&bytes).await;
            tokio::time::sleep(forever).await;
        },
        Act::Drip(bytes, pause) => {
            for byte in bytes {
                if stream.write_all(&[byte]).await.is_err() {
                    return;
                }
                tokio::time::sleep(pause).await;
            }
        },
        Act::Endless(head, piece) => {
            let _ = stream.write_all(&head).await;
            while stream.write_all(&piece).await.is_ok() {}
        },
    }
}

/// An answer with these lines in its head.
pub fn answer(status: &str, lines: &[&str], body: &[u8]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n");
    lines.iter().for_each(|line| head.push_str(&format!("{line}\r\n")));
    [format!("{head}\r\n").as_bytes(), body].concat()
}

pub fn ok(lines: &[&str], body: &[u8]) -> Vec<u8> {
    let length = format!("Content-Length: {}", body.len());
    answer("200 OK", &[lines, &[&length]].concat(), body)
}

pub fn json(body: &str) -> Vec<u8> {
    ok(&["Content-Type: application/json"], body.as_bytes())
}

/// What lets tests reach their servers.
pub fn local() -> Config {
    Config {
        allowed: vec!["127.0.0.0/8".parse().unwrap()],
        plain_http: true,
        per_host: Rate { per_minute: 60_000, burst: 1000, ..Rate::default() },
        ..Config::default()
    }
}

/// A feed of two decimals from one source, with these lines in the source's table.
pub fn feed_of(url: &str, lines: &str) -> Feeds {
    let text = format!(
        "[sources.a]\nurl = '{url}'\nseconds = 2\n{lines}\n\
         [[feeds]]\nid = 1\nname = 'test'\ndecimals = 2\nmin = '0'\nmax = '1000000'\nat_least = 1\nsources.a = {{}}"
    );
    Feeds::parse(&text, |_| None).unwrap()
}

pub async fn checked(config: &Config, feeds: &Feeds) -> Checked {
    check(&Client::new(config).unwrap(), feeds).await
}

/// The value of the only source.
pub async fn value(config: &Config, feeds: &Feeds) -> Result<i128, Error> {
    let checked = checked(config, feeds).await;
    checked.feeds[0].readings[0].value.clone()
}

/// What is wrong with a server that acts like this.
pub async fn wrong(act: impl Fn(usize, &str) -> Act + Send + Sync + 'static, lines: &str) -> Error {
    let server = Server::new(act).await;
    value(&local(), &feed_of(&server.url(), lines)).await.unwrap_err()
}
