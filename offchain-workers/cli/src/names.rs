//! How people name models.

use crate::{failure::Failure, session::Session, views};
use opg_primitives::models::{is_name, MAX_NAME};
use opg_store::Address;
use subxt::utils::H256;

/// What somebody wrote for a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    Hash(H256),
    Named { owner: String, series: String, release: Option<u32> },
}

impl Which {
    pub fn read(text: &str) -> Result<Self, Failure> {
        let bad = || Failure::ModelName(text.to_owned());
        let Some((owner, series)) = text.split_once('/') else {
            return text.parse().map(|Address(hash)| Self::Hash(H256(hash))).map_err(|_| bad());
        };
        let (series, release) = match series.split_once('@') {
            Some((series, number)) => (series, Some(number.parse().map_err(|_| bad())?)),
            None => (series, None),
        };
        match fits(owner) && fits(series) {
            true => Ok(Self::Named { owner: owner.into(), series: series.into(), release }),
            false => Err(bad()),
        }
    }
}

/// The two parts of a name that a model is to get.
pub fn parts(text: &str) -> Result<(&str, &str), Failure> {
    let parts = text.split_once('/').filter(|(owner, series)| fits(owner) && fits(series));
    parts.ok_or_else(|| Failure::Name(text.to_owned()))
}

fn fits(name: &str) -> bool {
    is_name(name.as_bytes()) && name.len() <= MAX_NAME as usize
}

/// A model that is registered.
pub struct Found {
    pub hash: H256,
    pub model: views::Model,
}

/// The model that somebody means.
pub async fn find(session: &Session, text: &str) -> Result<Found, Failure> {
    let missing = || Failure::NoSuchModel(text.to_owned());
    match Which::read(text)? {
        Which::Hash(hash) => {
            let model: Option<views::Model> = session.ask("ModelsApi", "model", hash.0).await?;
            Ok(Found { hash, model: model.ok_or_else(missing)? })
        },
        Which::Named { owner, series, release } => {
            let named = named(session, &owner, &series, release).await?.ok_or_else(missing)?;
            Ok(Found { hash: named.names, model: named.model.ok_or_else(missing)? })
        },
    }
}

/// What a release, or the last one, of a series is.
pub async fn named(
    session: &Session,
    owner: &str,
    series: &str,
    release: Option<u32>,
) -> Result<Option<views::Named>, Failure> {
    let arguments = (owner.as_bytes(), series.as_bytes(), release);
    session.ask("ModelsApi", "model_named", arguments).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_should_be_meant_by_name_by_release_and_by_hash() {
        let named =
            |release| Which::Named { owner: "alice".into(), series: "digits-2".into(), release };
        assert_eq!(Which::read("alice/digits-2").unwrap(), named(None));
        assert_eq!(Which::read("alice/digits-2@3").unwrap(), named(Some(3)));
        let hash = H256([0xab; 32]);
        assert_eq!(Which::read(&format!("{hash:?}")).unwrap(), Which::Hash(hash));
        assert_eq!(Which::read(&"ab".repeat(32)).unwrap(), Which::Hash(hash));
    }

    #[test]
    fn what_names_no_model_should_be_refused() {
        let long = format!("alice/{}", "x".repeat(33));
        for text in
            ["", "alice", "alice/", "/x", "Alice/x", "a/b/c", "a/b@x", "a/b@", "a--b/c", &long]
        {
            assert!(matches!(Which::read(text), Err(Failure::ModelName(_))), "{text}");
        }
        assert!(parts("alice/digits").is_ok());
        assert!(parts("alice/digits@1").is_err());
    }
}
