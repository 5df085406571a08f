//! A connection to a node that comes back by itself, and of which one hears when it is gone.

use std::time::Duration;
use subxt::ext::subxt_rpcs::{
    client::{
        reconnecting_rpc_client::{
            FixedInterval, PingConfig, RpcClient as Reconnecting, RpcError as NoConnection,
        },
        RawRpcFuture, RawRpcSubscription, RawValue, RpcClientT,
    },
    Error, RpcClient,
};

/// Pause between two attempts to reach the node.
const PAUSE: Duration = Duration::from_secs(1);
/// How often it is said that there is none.
const WORDS: Duration = Duration::from_secs(5);
/// How long an answer may take, attempts to reach the node included.
const PATIENCE: Duration = Duration::from_secs(15);
/// How often a node that says nothing is asked whether it is there.
const PING: Duration = Duration::from_secs(4);
/// A connection on which nothing came for so long is given up: somebody between may have forgotten it.
const SILENCE: Duration = Duration::from_secs(10);

/// Returns when there is a node, and says until then what is waited for.
pub async fn until_there(url: &str) {
    while let Err(error) = RpcClient::from_insecure_url(url).await {
        tracing::warn!(
            node = url,
            %error,
            "waiting for the node: does it run, and does `node` (or --node) say where?"
        );
        tokio::time::sleep(WORDS).await;
    }
}

/// Connects, and stays connected for as long as it is kept.
pub async fn open(url: &str) -> Result<RpcClient, NoConnection> {
    let ping = PingConfig::new().ping_interval(PING).inactive_limit(SILENCE).max_failures(1);
    let builder = Reconnecting::builder().enable_ws_ping(ping);
    let every_pause = FixedInterval::new(PAUSE);
    let connected = builder.retry_policy(every_pause).build(url).await;
    Ok(RpcClient::new(Patient(connected?)))
}

/// What stays connected would let those who ask wait until the node is back. They hear that it is not.
struct Patient(Reconnecting);

impl RpcClientT for Patient {
    fn request_raw<'a>(
        &'a self,
        method: &'a str,
        params: Option<Box<RawValue>>,
    ) -> RawRpcFuture<'a, Box<RawValue>> {
        Box::pin(async move {
            let answer = tokio::time::timeout(PATIENCE, self.0.request_raw(method, params)).await;
            answer.unwrap_or_else(|_| Err(silent()))
        })
    }

    fn subscribe_raw<'a>(
        &'a self,
        subscribe: &'a str,
        params: Option<Box<RawValue>>,
        unsubscribe: &'a str,
    ) -> RawRpcFuture<'a, RawRpcSubscription> {
        self.0.subscribe_raw(subscribe, params, unsubscribe)
    }
}

fn silent() -> Error {
    let seconds = PATIENCE.as_secs();
    Error::Client(format!("no answer for {seconds} s: does the node run?").into())
}
