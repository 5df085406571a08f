//! What verifiers work with: blobs from the store and its sources, models in the engine.

use opg_engine::{Computing, Engine, Limits, ModelFile, Optimisation};
use opg_net::Guard;
use opg_store::{client::Remote, Address, Blob, Error, Store};
use std::path::PathBuf;

/// Largest model.
pub const MOST_MODEL: u64 = 1 << 30;
/// Largest input, and output.
pub const MOST_TENSORS: u64 = 256 << 20;
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
    /// It is larger than it may be.
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
}

impl Bench {
    pub fn new(
        store: Store,
        engine: Engine,
        settings: opg_engine::Config,
        limits: Limits,
        scratch: PathBuf,
        asks_others: bool,
        guard: Guard,
    ) -> std::io::Result<Self> {
        // What a process left behind that was killed.
        if scratch.exists() {
            std::fs::remove_dir_all(&scratch)?;
        }
        std::fs::create_dir_all(&scratch)?;
        let limits = Limits { time: limits.time.saturating_mul(MORE_TIME), ..limits };
        Ok(Self { store, engine, settings, limits, scratch, asks_others, guard })
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
        let missed = match self.bytes(hash).await {
            Err(missed @ (Missing::Nowhere(_) | Missing::Unknown(_))) => missed,
            had_or_large => return had_or_large,
        };
        let asked = Some(missed.clone()).filter(|_| self.asks_others);
        let mut misses: Vec<_> = asked.into_iter().collect();
        for server in servers {
            match ask(server, &self.guard, hash, bytes.min(MOST_TENSORS)).await {
                Ok(bytes) => return Ok(bytes),
                Err(there) => misses.push(there),
            }
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
        Error::TooLarge { .. } => Missing::Large(text),
        // Whoever has it has too much of it.
        Error::Unavailable { tries, .. } if tries.iter().any(is_too_large) => Missing::Large(text),
        _ => Missing::Unknown(text),
    }
}

fn is_too_large(error: &Error) -> bool {
    matches!(error, Error::TooLarge { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn blob_should_be_nowhere_only_if_others_were_asked_and_none_has_it() {
        let error = || Error::NotFound { address: Address([1; 32]), asked: "somebody".into() };
        assert!(matches!(missing(error(), true), Missing::Nowhere(_)));
        assert!(matches!(missing(error(), false), Missing::Unknown(_)));
        let broken = Error::Unavailable { address: Address([1; 32]), tries: vec![error()] };
        assert!(matches!(missing(broken, true), Missing::Unknown(_)));
        let large = || Error::TooLarge { from: "x".into(), size: 2, most: 1 };
        assert!(matches!(missing(large(), true), Missing::Large(_)));
        let tried = Error::Unavailable { address: Address([1; 32]), tries: vec![large()] };
        assert!(matches!(missing(tried, true), Missing::Large(_)));
    }
}
