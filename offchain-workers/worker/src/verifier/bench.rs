//! What verifiers work with: blobs from the store and its sources, models in the engine.

use opg_engine::{Computing, Engine, Limits, ModelFile, Optimisation};
use opg_store::{Address, Blob, Error, Store};
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
}

impl Bench {
    pub fn new(
        store: Store,
        engine: Engine,
        settings: opg_engine::Config,
        limits: Limits,
        scratch: PathBuf,
        asks_others: bool,
    ) -> std::io::Result<Self> {
        // What a process left behind that was killed.
        if scratch.exists() {
            std::fs::remove_dir_all(&scratch)?;
        }
        std::fs::create_dir_all(&scratch)?;
        let limits = Limits { time: limits.time.saturating_mul(MORE_TIME), ..limits };
        Ok(Self { store, engine, settings, limits, scratch, asks_others })
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
