//! What is too large for the chain: into a store, and out of those that have it.

use crate::{args::StoreArguments, failure::Failure};
use opg_store::{
    client::{Remote, UploadError},
    config::{Naming, Source},
    Address, Config, Store,
};

impl From<UploadError> for Failure {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::Url(url) => Self::StoreUrl(url),
            UploadError::Private(store, why) => Self::StoreAway(store, why.to_string()),
            UploadError::Away(store, why) => {
                // What is under it says more than that a request failed.
                let under = std::error::Error::source(&why).map(ToString::to_string);
                Self::StoreAway(store, under.unwrap_or_else(|| why.to_string()))
            },
            UploadError::Refused { store, why, .. } => Self::StoreRefused(store, why),
            UploadError::Local(error) => Self::Upload(error),
        }
    }
}

impl StoreArguments {
    /// The store that was named, if one was.
    pub fn remote(&self) -> Result<Option<Remote>, Failure> {
        let remote = |url: &String| Remote::new(url, self.store_token.as_deref());
        Ok(self.store.as_ref().map(remote).transpose()?)
    }
}

/// The blob with this address, of at most so many bytes, from the first of these URLs that has it. Its bytes
/// are verified, so nobody need be trusted.
pub async fn fetch(
    urls: &[String],
    address: Address,
    most: u64,
    what: &str,
) -> Result<Vec<u8>, Failure> {
    let gone = |why: String| Failure::Gone { what: what.to_owned(), why };
    let sources: Vec<_> = urls
        .iter()
        .filter_map(|url| Remote::new(url, None).ok())
        .map(|remote| Source::Http { url: remote.blobs(), naming: Naming::Hex })
        .collect();
    if sources.is_empty() {
        return Err(gone(format!("nobody is known who has {address:#}")));
    }
    let folder = tempfile::tempdir().map_err(|error| gone(error.to_string()))?;
    let config = Config { sources, ..Config::local(folder.path().join("blobs")) };
    let store = Store::open(&config).await.map_err(|error| gone(error.to_string()))?;
    let bytes = store.get_at_most(&address, most).await;
    Ok(bytes.map_err(|error| gone(error.to_string()))?.to_vec())
}
