//! A feed file, as it is written. `docs/feeds.md` says it with an example.

use crate::{
    number::{Decimal, MOST_DECIMALS},
    path::Path,
    secret::Setting,
    template::Parameters,
};
use serde::{de::Error as _, Deserialize, Deserializer};
use std::collections::BTreeMap;

/// Everything in a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    pub sources: BTreeMap<String, Source>,
    pub feeds: Vec<Feed>,
}

/// How a server is asked and its answer read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub url: String,
    #[serde(default)]
    pub method: Method,
    #[serde(default)]
    pub body: String,
    #[serde(default)]
    pub headers: BTreeMap<String, Setting>,
    #[serde(default)]
    pub query: BTreeMap<String, Setting>,
    #[serde(default, deserialize_with = "path")]
    pub path: Path,
    #[serde(default)]
    pub inverse: bool,
    pub multiplier: Option<Decimal>,
    #[serde(default = "seconds")]
    pub seconds: u32,
    pub time: Option<Time>,
}

fn seconds() -> u32 {
    8
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Method {
    #[default]
    Get,
    Post,
}

/// Where an answer says from when it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Time {
    #[serde(deserialize_with = "path")]
    pub path: Path,
    #[serde(default)]
    pub unit: Unit,
    pub at_most_seconds: u32,
}

/// Since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Unit {
    #[default]
    Seconds,
    Milliseconds,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Feed {
    pub id: u32,
    pub name: String,
    #[serde(deserialize_with = "decimals")]
    pub decimals: u8,
    pub min: Decimal,
    pub max: Decimal,
    #[serde(default = "every_seconds")]
    pub every_seconds: u32,
    #[serde(default = "at_least")]
    pub at_least: u32,
    #[serde(default = "apart_percent")]
    pub apart_percent: Decimal,
    #[serde(default)]
    pub parameters: Parameters,
    pub sources: BTreeMap<String, Parameters>,
}

fn every_seconds() -> u32 {
    3
}

fn at_least() -> u32 {
    2
}

fn apart_percent() -> Decimal {
    Decimal::from(2)
}

fn path<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Path, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

fn decimals<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let decimals = u8::deserialize(deserializer)?;
    match decimals {
        0..=MOST_DECIMALS => Ok(decimals),
        _ => {
            Err(D::Error::custom(format!("{decimals} decimals, and {MOST_DECIMALS} are the most")))
        },
    }
}
