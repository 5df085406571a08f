//! `/metrics`, `/health` and `/ready`, for those who watch over workers.

use crate::metrics::Metrics;
use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::timeout,
};

/// Connections at a time.
const CONNECTIONS: usize = 32;
/// How long one may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// No request for any of these is longer.
const MOST_BYTES: usize = 2048;
/// A worker that has not seen a new block for so long is not ready.
const STALE: u64 = 30;

/// Answers until the process ends.
pub async fn serve(listener: TcpListener, metrics: Arc<Metrics>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = room.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let metrics = metrics.clone();
        tokio::spawn(async move {
            // Who is too slow gets nothing.
            let _ = timeout(PATIENCE, answer(stream, &metrics)).await;
            drop(place);
        });
    }
}

async fn answer(mut stream: TcpStream, metrics: &Metrics) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut chunk = [0; 512];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        let count = stream.read(&mut chunk).await?;
        if count == 0 || request.len() > MOST_BYTES {
            return Ok(());
        }
        request.extend(chunk.iter().take(count));
    }
    let (status, body) = said(&request, metrics);
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/plain; version=0.0.4\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}

fn said(request: &[u8], metrics: &Metrics) -> (&'static str, String) {
    let line = String::from_utf8_lossy(request);
    let mut words = line.split_ascii_whitespace();
    match (words.next(), words.next()) {
        (Some("GET"), Some("/metrics")) => ("200 OK", metrics.text()),
        (Some("GET"), Some("/health")) => ("200 OK", "alive\n".into()),
        (Some("GET"), Some("/ready")) if is_ready(metrics) => ("200 OK", "ready\n".into()),
        (Some("GET"), Some("/ready")) if metrics.stalled.get() > 0 => (
            "503 Service Unavailable",
            "a transaction is in no block for a minute: see the log, the account's money, the node\n".into(),
        ),
        (Some("GET"), Some("/ready")) if knows_nothing(metrics) => (
            "503 Service Unavailable",
            "nothing is known of any feed: see the log, and try opg-worker feeds check\n".into(),
        ),
        (Some("GET"), Some("/ready")) => {
            ("503 Service Unavailable", "no new block for half a minute\n".into())
        },
        (Some("GET"), _) => ("404 Not Found", "there are /metrics, /health and /ready\n".into()),
        _ => ("405 Method Not Allowed", "only GET\n".into()),
    }
}

fn is_ready(metrics: &Metrics) -> bool {
    let seen = metrics.last_block.get();
    let sees = seen > 0 && now().saturating_sub(seen) < STALE;
    sees && metrics.stalled.get() == 0 && !knows_nothing(metrics)
}

/// Whether it has feeds to report on, and nothing to say of any.
fn knows_nothing(metrics: &Metrics) -> bool {
    let feeds = metrics.feeds.get();
    feeds > 0 && metrics.feeds_unknown.get() == feeds
}

/// Seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(path: &str, metrics: &Metrics) -> &'static str {
        said(format!("GET {path} HTTP/1.1\r\n\r\n").as_bytes(), metrics).0
    }

    #[test]
    fn worker_should_be_ready_while_it_sees_new_blocks() {
        let metrics = Metrics::default();
        assert_eq!(ask("/health", &metrics), "200 OK");
        assert_eq!(ask("/ready", &metrics), "503 Service Unavailable");
        metrics.last_block.set(now());
        assert_eq!(ask("/ready", &metrics), "200 OK");
        metrics.last_block.set(now() - STALE);
        assert_eq!(ask("/ready", &metrics), "503 Service Unavailable");
    }

    #[test]
    fn reporter_should_not_be_ready_while_it_knows_nothing_of_any_feed() {
        let metrics = Metrics::default();
        metrics.last_block.set(now());
        metrics.feeds.set(2);
        metrics.feeds_unknown.set(1);
        assert_eq!(ask("/ready", &metrics), "200 OK");
        metrics.feeds_unknown.set(2);
        let (status, why) = said(b"GET /ready HTTP/1.1\r\n\r\n", &metrics);
        assert!(status.starts_with("503") && why.contains("feeds check"), "{status} {why}");
    }

    #[test]
    fn what_is_not_there_should_be_refused_with_what_is() {
        let metrics = Metrics::default();
        assert_eq!(ask("/", &metrics), "404 Not Found");
        assert_eq!(said(b"POST /metrics HTTP/1.1\r\n\r\n", &metrics).0, "405 Method Not Allowed");
        assert_eq!(said(&[0xff; 40], &metrics).0, "405 Method Not Allowed");
    }

    #[tokio::test]
    async fn metrics_should_come_over_a_socket_and_nobody_hold_it_up() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let metrics = Arc::new(Metrics::default());
        metrics.runs.add(3);
        tokio::spawn(serve(listener, metrics));
        // They say nothing.
        let mut idle = Vec::new();
        for _ in 0..CONNECTIONS - 1 {
            idle.push(TcpStream::connect(address).await.unwrap());
        }
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: here\r\n\r\n").await.unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        assert!(
            text.starts_with("HTTP/1.1 200 OK\r\n") && text.contains("opg_worker_runs 3\n"),
            "{text}"
        );
    }
}
