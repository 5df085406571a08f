//! What verifiers work with: blobs from the store and its sources, models in the engine.

use crate::config::Config;
use opg_engine::{Computing, Engine, Limits, ModelFile, Optimisation};
use opg_net::Guard;
use opg_store::{client::Remote, Address, Blob, Error, Store};
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::timeout,
};

/// Largest model.
pub const MOST_MODEL: u64 = 1 << 30;
/// Largest input, and output.
pub const MOST_TENSORS: u64 = 256 << 20;
/// Blobs that are fetched at a time.
const FETCHES: usize = 4;
/// How long a worker may take to give what it has answered, however little of it a second. A panel has ten minutes.
const GIVING: Duration = Duration::from_secs(120);
/// A worker may take as long as it has for an answer; whoever judges it needs no less, on a slower machine.
const MORE_TIME: u32 = 3;

/// Nothing can be said now; why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Later(pub String);

/// Why a blob was not had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Those who were asked do not have it.
    Nowhere(String),
    /// Nobody could be asked, or somebody may have it.
    Unknown(String),
    /// The chain says that it is larger than it may be. What others say of that counts for nothing.
    Large(String),
}

impl Missing {
    /// What is missing here and there: nowhere, if both say so.
    fn and(self, other: Self) -> Self {
        let text = |missing: Self| match missing {
            Self::Nowhere(text) | Self::Unknown(text) | Self::Large(text) => text,
        };
        let are_sure = matches!((&self, &other), (Self::Nowhere(_), Self::Nowhere(_)));
        let both = format!("{}; {}", text(self), text(other));
        if are_sure {
            Self::Nowhere(both)
        } else {
            Self::Unknown(both)
        }
    }
}

#[derive(Clone)]
pub struct Bench {
    pub store: Store,
    pub engine: Engine,
    /// Starts an engine that computes otherwise.
    pub settings: opg_engine::Config,
    pub limits: Limits,
    /// A folder of one's own.
    pub scratch: PathBuf,
    /// Whether there are sources: without them nobody can say that a blob is nowhere to be had.
    pub asks_others: bool,
    /// Which addresses may be connected to that workers name.
    pub guard: Guard,
    /// Whoever computes has a place here, which nobody keeps who only waits for others.
    room: Arc<Semaphore>,
    fetching: Arc<Semaphore>,
}

impl Bench {
    pub fn new(
        store: Store,
        engine: Engine,
        config: &Config,
        scratch: PathBuf,
    ) -> std::io::Result<Self> {
        // What a process left behind that was killed.
        if scratch.exists() {
            std::fs::remove_dir_all(&scratch)?;
        }
        std::fs::create_dir_all(&scratch)?;
        let limits = config.limits();
        Ok(Self {
            store,
            engine,
            settings: config.engine(),
            limits: Limits { time: limits.time.saturating_mul(MORE_TIME), ..limits },
            scratch,
            asks_others: !config.store().sources.is_empty(),
            guard: Guard::allowing(config.verifier.allowed.iter().copied()),
            room: Arc::new(Semaphore::new(config.verifier.at_a_time.max(1))),
            fetching: Arc::new(Semaphore::new(FETCHES)),
        })
    }

    /// The same, for those who look unasked: they fetch in a line of their own.
    pub fn beside(&self) -> Self {
        Self { fetching: Arc::new(Semaphore::new(FETCHES)), ..self.clone() }
    }

    /// To fetch, unless all of these are here.
    pub async fn line(&self, blobs: &[[u8; 32]]) -> Option<OwnedSemaphorePermit> {
        let is_here = |hash: &[u8; 32]| self.store.size(&Address(*hash)).is_some();
        match blobs.iter().all(is_here) {
            true => None,
            false => self.fetching.clone().acquire_owned().await.ok(),
        }
    }

    /// To compute.
    pub async fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.room.clone().acquire_owned().await.ok()
    }

    /// Whether somebody could compute at once.
    pub fn has_room(&self) -> bool {
        self.room.available_permits() > 0
    }

    /// A model's file, which stays as long as the blob is held.
    pub async fn model(&self, hash: [u8; 32]) -> Result<(Blob, ModelFile), Missing> {
        let blob = self.store.local_path_at_most(&Address(hash), MOST_MODEL).await;
        let blob = blob.map_err(|error| missing(error, self.asks_others))?;
        let file = ModelFile { path: blob.path().to_owned(), sha256: hash };
        Ok((blob, file))
    }

    pub async fn bytes(&self, hash: [u8; 32]) -> Result<Vec<u8>, Missing> {
        let bytes = self.store.get_at_most(&Address(hash), MOST_TENSORS).await;
        Ok(bytes.map_err(|error| missing(error, self.asks_others))?.to_vec())
    }

    /// An answer of so many bytes: from the store, from its sources, or from whoever has answered so.
    pub async fn answer(
        &self,
        hash: [u8; 32],
        bytes: u64,
        servers: &[String],
    ) -> Result<Vec<u8>, Missing> {
        if bytes > MOST_TENSORS {
            return Err(Missing::Large(format!("{bytes} bytes are more than {MOST_TENSORS}")));
        }
        let missed = match self.bytes(hash).await {
            Ok(bytes) => return Ok(bytes),
            Err(missed) => missed,
        };
        let asked = Some(missed.clone()).filter(|_| self.asks_others);
        let mut misses: Vec<_> = asked.into_iter().collect();
        match ask_all(servers, &self.guard, hash, bytes, GIVING).await {
            Ok(bytes) => return Ok(bytes),
            Err(there) => misses.extend(there),
        }
        Err(misses.into_iter().reduce(Missing::and).unwrap_or(missed))
    }

    /// An engine that adds up in another order, as another machine may. It ends with what is returned.
    pub async fn other_engine(&self) -> Result<Engine, Later> {
        let settings = opg_engine::Config {
            children: 1,
            computing: Computing {
                threads: 2,
                optimisation: Optimisation::Basic,
                ..self.settings.computing.clone()
            },
            ..self.settings.clone()
        };
        Engine::start(settings).await.map_err(|error| Later(error.to_string()))
    }
}

/// Asks all at once, for so long: whoever is slow keeps only itself waiting. The first that has it gives it, or each says
/// why it does not.
async fn ask_all(
    servers: &[String],
    guard: &Guard,
    hash: [u8; 32],
    most: u64,
    giving: Duration,
) -> Result<Vec<u8>, Vec<Missing>> {
    let mut asking = JoinSet::new();
    for server in servers {
        let (server, guard) = (server.clone(), guard.clone());
        asking.spawn(async move {
            let slow = |_| Missing::Unknown(format!("{server} takes longer than {giving:?}"));
            timeout(giving, ask(&server, &guard, hash, most)).await.map_err(slow)?
        });
    }
    let mut misses = Vec::new();
    while let Some(answered) = asking.join_next().await {
        match answered {
            Ok(Ok(bytes)) => return Ok(bytes),
            Ok(Err(there)) => misses.push(there),
            Err(panic) => misses.push(Missing::Unknown(panic.to_string())),
        }
    }
    Err(misses)
}

/// Asks whoever has answered. Only that it is not there is sure: what is served otherwise may be mended in time.
async fn ask(url: &str, guard: &Guard, hash: [u8; 32], most: u64) -> Result<Vec<u8>, Missing> {
    let remote = Remote::of_stranger(url, guard);
    let remote = remote.map_err(|error| Missing::Unknown(error.to_string()))?;
    let bytes = remote.get_at_most(&Address(hash), most).await;
    bytes.map_err(|error| match error {
        Error::NotFound { .. } => Missing::Nowhere(error.to_string()),
        error => Missing::Unknown(error.to_string()),
    })
}

fn missing(error: Error, asks_others: bool) -> Missing {
    let text = error.to_string();
    match error {
        Error::NotFound { .. } if asks_others => Missing::Nowhere(text),
        _ => Missing::Unknown(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    #[test]
    fn answer_should_be_nowhere_only_if_everybody_who_was_asked_says_so() {
        let nowhere = || Missing::Nowhere("not here".into());
        let unknown = || Missing::Unknown("no connection".into());
        assert!(
            matches!(nowhere().and(nowhere()), Missing::Nowhere(why) if why == "not here; not here")
        );
        for (one, other) in [(nowhere(), unknown()), (unknown(), nowhere()), (unknown(), unknown())]
        {
            assert!(matches!(one.and(other), Missing::Unknown(_)));
        }
    }

    /// Says that it has eight bytes, and gives so many of them at once and the rest after an hour.
    async fn server(bytes: &'static [u8]) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 2048]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n").await;
            let _ = stream.write_all(bytes).await;
            tokio::time::sleep(Duration::from_secs(3_600)).await;
        });
        url
    }

    #[tokio::test]
    async fn whoever_gives_its_answer_slowly_should_not_be_waited_for_and_keep_no_other_waiting() {
        let guard = Guard::allowing(["127.0.0.0/8".parse().unwrap()]);
        let hash = Address::of(b"12345678").0;
        let giving = Duration::from_secs(2);
        let slow = server(b"1234").await;
        let began = std::time::Instant::now();
        let missed = ask_all(&[slow], &guard, hash, 8, giving).await.unwrap_err();
        assert!(
            matches!(&missed[..], [Missing::Unknown(why)] if why.contains("longer")),
            "{missed:?}"
        );
        assert!(began.elapsed() >= giving);

        let both = [server(b"1").await, server(b"12345678").await];
        let began = std::time::Instant::now();
        assert_eq!(ask_all(&both, &guard, hash, 8, giving).await.unwrap(), b"12345678");
        assert!(began.elapsed() < giving, "{:?}", began.elapsed());
    }

    #[test]
    fn blob_should_be_nowhere_only_if_others_were_asked_and_none_has_it() {
        let error = || Error::NotFound { address: Address([1; 32]), asked: "somebody".into() };
        assert!(matches!(missing(error(), true), Missing::Nowhere(_)));
        assert!(matches!(missing(error(), false), Missing::Unknown(_)));
        let broken = Error::Unavailable { address: Address([1; 32]), tries: vec![error()] };
        assert!(matches!(missing(broken, true), Missing::Unknown(_)));
        // A source may say of anything that it is too large, and what is so here need not be so elsewhere.
        let large = || Error::TooLarge { from: "x".into(), size: 2, most: 1 };
        assert!(matches!(missing(large(), true), Missing::Unknown(_)));
        let tried = Error::Unavailable { address: Address([1; 32]), tries: vec![large()] };
        assert!(matches!(missing(tried, true), Missing::Unknown(_)));
    }
}
