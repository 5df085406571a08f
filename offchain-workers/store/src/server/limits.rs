//! How much a server takes on, and from whom.

use crate::{Address, Error};
use hyper::{header::AUTHORIZATION, HeaderMap};
use serde::{Deserialize, Serialize};
use std::{fs, io, path::PathBuf};

/// A shorter token is guessed.
const SHORTEST: usize = 16;

/// How much a server takes on. How long it waits is the store's patience, and how large a blob may be
/// the store's limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Connections at once; more are turned away.
    pub connections: u32,
    /// Uploads at once; more are refused.
    pub uploads_at_once: u32,
    /// The largest upload, if that is less than the largest blob.
    pub upload_bytes: u64,
    /// How long the head of a request may take, and a connection be idle.
    pub head_seconds: u32,
    /// How long requests may take to finish when the server stops.
    pub drain_seconds: u32,
    /// Whether what is not here is fetched from the sources for whoever asks. Anyone can then fill
    /// this store with what the sources have.
    pub fetch: bool,
    /// Who may upload.
    pub uploads: Uploads,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 256,
            uploads_at_once: 8,
            upload_bytes: u64::MAX,
            head_seconds: 10,
            drain_seconds: 30,
            fetch: false,
            uploads: Uploads::Closed,
        }
    }
}

/// Who may upload.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Uploads {
    /// Nobody.
    #[default]
    Closed,
    /// Anyone. They can fill the store.
    Open,
    /// Who knows the token in this file.
    TokenFile(PathBuf),
    /// Who knows the token in this variable of the environment.
    TokenEnv(String),
}

/// Who may upload, with the token at hand.
pub(super) enum Guard {
    Closed,
    Open,
    /// The hash of the token: comparing hashes tells nothing about how much of a guess was right.
    Token(Address),
}

/// Why somebody may not upload.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Barred {
    Closed,
    NoToken,
    WrongToken,
}

impl Guard {
    pub fn of(uploads: &Uploads) -> Result<Self, Error> {
        let (path, text) = match uploads {
            Uploads::Closed => return Ok(Self::Closed),
            Uploads::Open => return Ok(Self::Open),
            Uploads::TokenFile(path) => {
                let text =
                    fs::read_to_string(path).map_err(Error::io("read the token in", path))?;
                (path.clone(), text)
            },
            Uploads::TokenEnv(name) => {
                let path = PathBuf::from(format!("${name}"));
                let missing = |error| io::Error::new(io::ErrorKind::NotFound, error);
                let text = std::env::var(name).map_err(missing);
                let text = text.map_err(Error::io("read the token in", &path))?;
                (path, text)
            },
        };
        let token = text.trim();
        if token.len() < SHORTEST {
            let short = format!("a token has at least {SHORTEST} characters");
            let short = io::Error::new(io::ErrorKind::InvalidData, short);
            return Err(Error::io("use the token in", path)(short));
        }
        Ok(Self::Token(Address::of(token.as_bytes())))
    }

    pub fn admit(&self, headers: &HeaderMap) -> Result<(), Barred> {
        let wanted = match self {
            Self::Closed => return Err(Barred::Closed),
            Self::Open => return Ok(()),
            Self::Token(wanted) => wanted,
        };
        let header = headers.get(AUTHORIZATION).ok_or(Barred::NoToken)?;
        let (scheme, token) = match header.as_bytes().split_at_checked("Bearer ".len()) {
            Some(parts) => parts,
            None => return Err(Barred::WrongToken),
        };
        match scheme.eq_ignore_ascii_case(b"Bearer ") && Address::of(token) == *wanted {
            true => Ok(()),
            false => Err(Barred::WrongToken),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::HeaderValue;

    fn asked(guard: &Guard, header: &'static str) -> Result<(), Barred> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_static(header));
        guard.admit(&headers)
    }

    #[test]
    fn only_the_whole_token_should_open() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "0123456789abcdef\n").unwrap();
        let guard = Guard::of(&Uploads::TokenFile(file.path().into())).unwrap();
        assert_eq!(asked(&guard, "Bearer 0123456789abcdef"), Ok(()));
        assert_eq!(asked(&guard, "bearer 0123456789abcdef"), Ok(()));
        for wrong in ["Bearer 0123456789abcde", "Bearer ", "Bearer", "", "Basic 0123456789abcdef"] {
            assert_eq!(asked(&guard, wrong), Err(Barred::WrongToken), "{wrong:?}");
        }
        assert_eq!(guard.admit(&HeaderMap::new()), Err(Barred::NoToken));
        assert_eq!(asked(&Guard::Closed, "Bearer 0123456789abcdef"), Err(Barred::Closed));
    }

    #[test]
    fn a_token_that_protects_nothing_should_be_refused_at_start() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "   short   \n").unwrap();
        let short = Guard::of(&Uploads::TokenFile(file.path().into())).err().unwrap();
        assert!(short.to_string().contains("at least 16 characters"), "{short}");
        assert!(Guard::of(&Uploads::TokenFile("/no/such/file".into())).is_err());
        assert!(Guard::of(&Uploads::TokenEnv("OPG_STORE_NO_SUCH_TOKEN".into())).is_err());
    }

    #[test]
    fn a_worker_should_write_who_may_upload_in_one_line() {
        let limits = |text| toml::from_str::<Limits>(text).unwrap().uploads;
        assert_eq!(limits(""), Uploads::Closed);
        assert_eq!(limits("uploads = 'open'"), Uploads::Open);
        assert_eq!(limits("uploads = { token_file = '/t' }"), Uploads::TokenFile("/t".into()));
        assert_eq!(limits("uploads.token_env = 'T'"), Uploads::TokenEnv("T".into()));
    }
}
