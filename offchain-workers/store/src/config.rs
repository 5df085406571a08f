//! What a store is opened with. Everything but the directory has a default.

use serde::{Deserialize, Serialize};
use std::{path::PathBuf, time::Duration};

const MIB: u64 = 1024 * 1024;
const GIB: u64 = 1024 * MIB;

/// A store: where it keeps its blobs, how much of them, and where it looks for others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the blobs lie. One process has it open at a time.
    pub directory: PathBuf,
    /// How much it takes in.
    #[serde(default)]
    pub limits: Limits,
    /// How long it waits for sources and uploads.
    #[serde(default)]
    pub patience: Patience,
    /// Where it looks, in this order, for what is not in the directory.
    #[serde(default)]
    pub sources: Vec<Source>,
}

impl Config {
    /// A store that keeps its blobs here and knows no other.
    pub fn local(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into(),
            limits: Limits::default(),
            patience: Patience::default(),
            sources: Vec::new(),
        }
    }

    /// Whether what is put here is copied to where others may find it.
    pub fn publishes(&self) -> bool {
        self.sources.iter().any(|source| match source {
            Source::Directory { publish, .. } | Source::S3 { publish, .. } => *publish,
            Source::Http { .. } => false,
        })
    }
}

/// How much a store takes in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The largest blob.
    pub blob_bytes: u64,
    /// All blobs, with those on their way.
    pub total_bytes: u64,
    /// How many blobs, with those on their way.
    pub blobs: u64,
    /// How many blobs are fetched from sources at once; more wait.
    pub fetches: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { blob_bytes: 4 * GIB, total_bytes: 64 * GIB, blobs: 1_000_000, fetches: 8 }
    }
}

/// How long one waits for the other side of a connection: for so many seconds at a time, and in the
/// long run only for those who keep up a least rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Patience {
    /// The longest that nothing may move, for the whole exchange unless bytes earn more.
    pub stall_seconds: u32,
    /// So many bytes earn one more second.
    pub bytes_per_second: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self { stall_seconds: 30, bytes_per_second: 64 * 1024 }
    }
}

/// What is left of patience with one peer. Never more than a stall, never less than nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    patience: Patience,
    left: Duration,
}

impl Budget {
    pub(crate) fn new(patience: Patience) -> Self {
        Self { patience, left: patience.stall() }
    }

    /// How long to wait for the next bytes.
    pub(crate) fn left(&self) -> Duration {
        self.left
    }

    /// After so long, so many bytes moved.
    pub(crate) fn moved(&mut self, waited: Duration, bytes: usize) {
        let rate = f64::from(self.patience.bytes_per_second.max(1));
        let earned = Duration::try_from_secs_f64(bytes as f64 / rate).unwrap_or(Duration::MAX);
        self.left = self.left.saturating_sub(waited).saturating_add(earned);
        self.left = self.left.min(self.patience.stall());
    }
}

impl Patience {
    /// The longest that nothing may move.
    pub fn stall(&self) -> Duration {
        Duration::from_secs(self.stall_seconds.into())
    }
}

/// Somewhere else that has blobs. Whoever runs it need not be trusted with anything but their
/// availability: what comes from it is hashed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Source {
    /// Another directory, shared or mounted, with a file named by its address for each blob.
    Directory {
        /// Where it is.
        path: PathBuf,
        /// Whether what is put here is copied there.
        #[serde(default)]
        publish: bool,
    },
    /// A bucket in S3, or in what speaks its protocol.
    S3 {
        /// The bucket's name.
        bucket: String,
        /// Another endpoint than Amazon's; with `http://`, unencrypted.
        #[serde(default)]
        endpoint: Option<String>,
        /// The region.
        #[serde(default = "default_region")]
        region: String,
        /// A folder in the bucket.
        #[serde(default)]
        prefix: String,
        /// As whom to ask.
        #[serde(default)]
        credentials: Credentials,
        /// Whether what is put here is copied there.
        #[serde(default)]
        publish: bool,
    },
    /// Anything that serves blobs under one URL, read only: another store of ours
    /// (`http://host:port/blobs`) or an IPFS gateway (`https://gateway/ipfs?format=raw`).
    Http {
        /// The blob's name is appended to its path.
        url: String,
        /// How it names blobs.
        #[serde(default)]
        naming: Naming,
    },
}

fn default_region() -> String {
    "us-east-1".into()
}

/// As whom a bucket is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Credentials {
    /// As the usual variables of the environment say (`AWS_ACCESS_KEY_ID` and others).
    #[default]
    Environment,
    /// As anyone.
    Anonymous,
    /// With the key's id in the first line of this file and its secret in the second.
    File(PathBuf),
}

/// How a source names blobs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Naming {
    /// By the 64 digits of the address.
    #[default]
    Hex,
    /// By the CIDv1 of the bytes as one raw block, as IPFS gateways do.
    Cid,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_should_write_what_differs_from_the_defaults() {
        let config: Config = toml::from_str(
            r#"
            directory = "/var/lib/opg/blobs"
            limits.blob_bytes = 1000

            [[sources]]
            kind = "s3"
            bucket = "models"
            endpoint = "http://127.0.0.1:9000"
            credentials = { file = "/etc/opg/s3" }
            publish = true

            [[sources]]
            kind = "http"
            url = "https://gateway.example/ipfs?format=raw"
            naming = "cid"
            "#,
        )
        .unwrap();
        assert_eq!(config.limits, Limits { blob_bytes: 1000, ..Limits::default() });
        assert_eq!(config.patience, Patience::default());
        assert!(matches!(
            &config.sources[..],
            [
                Source::S3 { publish: true, credentials: Credentials::File(_), .. },
                Source::Http { naming: Naming::Cid, .. }
            ]
        ));
    }

    #[test]
    fn a_misspelt_setting_should_be_refused() {
        for text in [
            "directory = '/d'\nlimit.blob_bytes = 1",
            "directory = '/d'\nlimits.blob_byte = 1",
            "directory = '/d'\n[[sources]]\nkind = 'http'\nurl = 'http://a'\nname = 'cid'",
            "directory = '/d'\n[[sources]]\nkind = 'http'\nurl = 'http://a'\npublish = true",
        ] {
            assert!(toml::from_str::<Config>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_budget_should_end_with_a_stall_and_with_a_drip() {
        let patience = Patience { stall_seconds: 10, bytes_per_second: 100 };
        let second = Duration::from_secs(1);
        let mut stalled = Budget::new(patience);
        stalled.moved(second * 10, 0);
        assert_eq!(stalled.left(), Duration::ZERO);

        // A byte a second earns a hundredth of what it costs.
        let mut drip = Budget::new(patience);
        let seconds = (0..).find(|_| {
            drip.moved(second, 1);
            drip.left() < second / 10
        });
        assert!(seconds.is_some_and(|seconds| seconds <= 10));

        // A hundred bytes a second may go on for ever, and a burst buys no longer stall later.
        let mut steady = Budget::new(patience);
        for _ in 0..1000 {
            steady.moved(second, 100);
        }
        steady.moved(second, 1_000_000);
        assert_eq!(steady.left(), second * 10);
    }
}
