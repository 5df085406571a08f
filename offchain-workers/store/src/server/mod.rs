//! # The store over HTTP
//!
//! | request | answer |
//! |---|---|
//! | `GET /blobs/<address>` | the blob, or the one range that was asked for (206, or 416 outside it) |
//! | `HEAD /blobs/<address>` | its size, without reading it |
//! | `PUT /blobs/<address>` | 201 if it is new, 200 if it was here; needs `Content-Length` |
//! | `GET /health` | 200 and how much is here, or 503 |
//!
//! Every byte from outside is hostile. What is announced is judged before anything is read, memory per
//! connection is bounded, whoever is slower than the [`Patience`] allows is cut off, in both directions,
//! and what is more than the [`Limits`] is refused at once rather than queued. What was refused says what
//! was wrong, and what to do, in two lines of text.
//!
//! It speaks HTTP/1.1 without encryption: for the open internet, put a reverse proxy before it, which
//! also limits what one address may ask for.
//!
//! [`Patience`]: crate::config::Patience

mod answer;
mod limits;
mod paced;
mod range;
mod requests;

pub use limits::{Limits, Uploads};

use crate::{config::Patience, Error, Store};
use hyper::{body::Incoming, server::conn::http1, service::service_fn, Request};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use limits::Guard;
use paced::Paced;
use std::{future::Future, pin::pin, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinSet,
    time::{sleep, timeout},
};

/// The longest head of a request, and what is buffered of its body.
const BUFFER: usize = 64 * 1024;
/// The most headers.
const HEADERS: usize = 64;
/// How long to wait when the system has no more files to give.
const BREATH: Duration = Duration::from_millis(100);

/// What all connections share.
struct Server {
    store: Store,
    limits: Limits,
    guard: Guard,
    uploads: Arc<Semaphore>,
    patience: Patience,
}

/// Serves the store on this socket until `shutdown` ends; then what is under way has
/// `limits.drain_seconds` to finish.
pub async fn serve(
    listener: TcpListener,
    store: Store,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) -> Result<(), Error> {
    let server = Arc::new(Server {
        guard: Guard::of(&limits.uploads)?,
        uploads: Arc::new(Semaphore::new(limits.uploads_at_once as usize)),
        patience: store.patience(),
        limits,
        store,
    });
    let connections = Arc::new(Semaphore::new(server.limits.connections as usize));
    let graceful = GracefulShutdown::new();
    // Ended when this function is, whatever they are at.
    let mut tasks = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut shutdown => break,
            Some(_) = tasks.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!("cannot take a connection: {error}");
                sleep(BREATH).await;
                continue;
            },
        };
        let Ok(turn) = Arc::clone(&connections).try_acquire_owned() else {
            answer::turn_away(stream);
            continue;
        };
        let connection = graceful.watch(connect(&server, stream));
        tasks.spawn(async move {
            let _turn = turn;
            if let Err(error) = connection.await {
                tracing::debug!("a connection broke: {error}");
            }
        });
    }
    drop(listener);
    let drain = Duration::from_secs(server.limits.drain_seconds.into());
    if timeout(drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were not done after {} s and are cut off", drain.as_secs());
    }
    Ok(())
}

type Connection<S> = http1::Connection<TokioIo<Paced>, S>;

/// A connection that waits for its first request.
fn connect(
    server: &Arc<Server>,
    stream: TcpStream,
) -> Connection<
    impl hyper::service::Service<
        Request<Incoming>,
        Response = answer::Answer,
        Error = std::convert::Infallible,
        Future = impl Future<Output = Result<answer::Answer, std::convert::Infallible>> + Send,
    >,
> {
    let io = TokioIo::new(Paced::new(stream, server.patience));
    let server = Arc::clone(server);
    let heads = Duration::from_secs(server.limits.head_seconds.into());
    let service = service_fn(move |request| {
        let server = Arc::clone(&server);
        async move { Ok(server.answer(request).await) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(heads)
        .max_headers(HEADERS)
        .max_buf_size(BUFFER)
        .serve_connection(io, service)
}
