//! A way to a node that can be cut.

use std::net::SocketAddr;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Open,
    /// Whoever connects, or is connected, is thrown out.
    Cut,
    /// Nothing gets through any more on what is connected, and nobody says so.
    Dead,
}

pub struct Proxy {
    pub url: String,
    way: watch::Sender<Way>,
}

impl Proxy {
    /// To a node's WebSocket.
    pub async fn to(url: &str) -> Self {
        let node: SocketAddr = url.trim_start_matches("ws://").parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("ws://{}", listener.local_addr().unwrap());
        let (way, seen) = watch::channel(Way::Open);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let way = *seen.borrow();
                if way != Way::Cut {
                    tokio::spawn(pass(client, node, way, seen.clone()));
                }
            }
        });
        Self { url, way }
    }

    pub fn set(&self, way: Way) {
        self.way.send_replace(way);
    }
}

/// What is connected in one way is dead for good when another one begins.
async fn pass(client: TcpStream, node: SocketAddr, mut way: Way, mut seen: watch::Receiver<Way>) {
    let Ok(server) = TcpStream::connect(node).await else { return };
    let ((from_client, to_client), (from_server, to_server)) =
        (client.into_split(), server.into_split());
    let both = async {
        tokio::join!(copy(from_client, to_server), copy(from_server, to_client));
    };
    tokio::pin!(both);
    loop {
        tokio::select! {
            () = &mut both, if way == Way::Open => return,
            changed = seen.changed() => match (changed, *seen.borrow()) {
                (Err(_), _) | (_, Way::Cut) => return,
                (_, Way::Dead) => way = Way::Dead,
                (_, Way::Open) => {},
            },
        }
    }
}

async fn copy(mut from: impl AsyncReadExt + Unpin, mut to: impl AsyncWriteExt + Unpin) {
    // That a side is gone ends it, whichever.
    let _ = tokio::io::copy(&mut from, &mut to).await;
    let _ = to.shutdown().await;
}
