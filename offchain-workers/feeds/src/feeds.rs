//! Feeds, ready to be asked for: a file that was checked, filled in and given its secrets.

use crate::{
    client::Request,
    file::{self, File, Method, Time},
    number::{in_words, Decimal, Scale},
    path::Path,
    secret::{Secrets, Setting},
    template::{self, NotFilled, Parameters},
};
use reqwest::{
    header::{HeaderName, HeaderValue},
    Url,
};
use std::{
    collections::BTreeSet,
    fs,
    io::{self, Read},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

/// Larger files are none of these.
const MOST_BYTES: u64 = 1 << 20;
const MOST_FEEDS: usize = 1000;
/// More sources of one feed cost more than they are worth.
const MOST_SOURCES: usize = 16;
/// Parts in a million of one.
const MILLION: i128 = 1_000_000;

/// The feeds of one file.
#[derive(Clone, Debug)]
pub struct Feeds {
    pub(crate) all: Arc<[Arc<Feed>]>,
}

/// One of them.
#[derive(Debug)]
pub struct Feed {
    /// Its number on the chain.
    pub id: u32,
    /// What people call it.
    pub name: String,
    /// Its values are integers of this many decimals.
    pub decimals: u8,
    /// No source is believed that says less.
    pub min: i128,
    /// No source is believed that says more.
    pub max: i128,
    /// How often its sources are asked.
    pub every: Duration,
    /// Sources that must agree.
    pub at_least: usize,
    /// How far from the median a source agrees with it, in millionths of the median.
    pub apart_ppm: u32,
    pub(crate) sources: Vec<Source>,
}

/// One source of a feed.
#[derive(Debug)]
pub(crate) struct Source {
    pub name: String,
    pub request: Arc<Request>,
    pub path: Path,
    pub scale: Scale,
    pub within: Duration,
    pub time: Option<Time>,
}

/// Why a file is of no use.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It cannot be read.
    #[error("the feed file {} cannot be read: {cause}; give the path of one that this user may read", file.display())]
    Read {
        /// Which.
        file: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// It is too large.
    #[error("the feed file {} has more than a mebibyte; split it", .0.display())]
    Large(PathBuf),
    /// It is not written as one.
    #[error("the feed file is not understood: {0}; docs/feeds.md shows one")]
    Parse(#[from] Box<toml::de::Error>),
    /// What it says makes no sense.
    #[error("{place}: {why}")]
    Sense {
        /// Of which feed or source.
        place: String,
        /// What is wrong, and what to do.
        why: String,
    },
}

impl Feeds {
    /// Reads a file; secrets come from the environment.
    pub fn load(file: impl Into<PathBuf>) -> Result<Self, FileError> {
        let file = file.into();
        let mut text = String::new();
        let read = fs::File::open(&file)
            .and_then(|open| open.take(MOST_BYTES + 1).read_to_string(&mut text));
        match read {
            Ok(_) if text.len() as u64 > MOST_BYTES => Err(FileError::Large(file)),
            Ok(_) => Self::parse(&text, |name| std::env::var(name).ok()),
            Err(cause) => Err(FileError::Read { file, cause }),
        }
    }

    /// Reads a text; secrets come from `environment`.
    pub fn parse(
        text: &str,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, FileError> {
        let File { sources, feeds } = toml::from_str(text).map_err(Box::new)?;
        let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
        let mut all = Vec::new();
        for feed in &feeds {
            let sense =
                |why: String| FileError::Sense { place: format!("feed {}", feed.name), why };
            if !ids.insert(feed.id) || !names.insert(&feed.name) {
                return Err(sense("there are two of its id or name; give each its own".into()));
            }
            let mut ready = checked(feed).map_err(sense)?;
            for (name, own) in &feed.sources {
                let source = sources.get(name).ok_or_else(|| {
                    sense(format!("there is no source {name}; write [sources.{name}]"))
                })?;
                let parameters = feed.parameters.iter().chain(own);
                let parameters =
                    parameters.map(|(name, value)| (name.clone(), value.clone())).collect();
                let source = source_of(name, source, &parameters, &environment);
                ready.sources.push(source.map_err(|why| sense(format!("source {name}: {why}")))?);
            }
            all.push(Arc::new(ready));
        }
        if all.is_empty() || all.len() > MOST_FEEDS {
            let why = format!("it has {} feeds; write 1 to {MOST_FEEDS}", all.len());
            return Err(FileError::Sense { place: "the file".into(), why });
        }
        Ok(Self { all: all.into() })
    }

    /// All feeds, as the file orders them.
    pub fn iter(&self) -> impl Iterator<Item = &Feed> {
        self.all.iter().map(|feed| &**feed)
    }
}

fn checked(feed: &file::Feed) -> Result<Feed, String> {
    let bound = |what, bound: &Decimal| {
        let exactly = bound.exactly(feed.decimals);
        exactly.ok_or_else(|| {
            format!("{what} is not a number of {} decimals and 128 bits; round it", feed.decimals)
        })
    };
    let (min, max) = (bound("min", &feed.min)?, bound("max", &feed.max)?);
    let apart = feed.apart_percent.scaled(4, &Scale::default()).unwrap_or_default();
    let sources = feed.sources.len();
    if min >= max {
        return Err("min is not less than max; no source would be believed".into());
    }
    if !(1..=MILLION).contains(&apart) {
        return Err("apart_percent must be from 0.0001 to 100".into());
    }
    if !(1..=3600).contains(&feed.every_seconds) {
        return Err("every_seconds must be from 1 to 3600".into());
    }
    if sources > MOST_SOURCES || feed.at_least == 0 || feed.at_least as usize > sources {
        return Err(format!(
            "it has {sources} sources and at_least = {}; write at most {MOST_SOURCES} sources, and at_least from 1 to their number",
            feed.at_least
        ));
    }
    Ok(Feed {
        id: feed.id,
        name: feed.name.clone(),
        decimals: feed.decimals,
        min,
        max,
        every: Duration::from_secs(feed.every_seconds.into()),
        at_least: feed.at_least as usize,
        // At most a million.
        apart_ppm: apart as u32,
        sources: Vec::new(),
    })
}

fn source_of(
    name: &str,
    source: &file::Source,
    parameters: &Parameters,
    environment: &impl Fn(&str) -> Option<String>,
) -> Result<Source, String> {
    if !(1..=60).contains(&source.seconds) {
        return Err("seconds must be from 1 to 60".into());
    }
    let fill = |path: &Path| path.filled(|text| template::plain(text, parameters));
    let time = match &source.time {
        Some(time) => Some(Time { path: fill(&time.path).map_err(said)?, ..time.clone() }),
        None => None,
    };
    Ok(Source {
        name: name.into(),
        request: Arc::new(request_of(source, parameters, environment)?),
        path: fill(&source.path).map_err(said)?,
        scale: Scale { inverse: source.inverse, multiplier: source.multiplier.clone() },
        within: Duration::from_secs(source.seconds.into()),
        time,
    })
}

fn said(error: NotFilled) -> String {
    error.to_string()
}

fn request_of(
    source: &file::Source,
    parameters: &Parameters,
    environment: &impl Fn(&str) -> Option<String>,
) -> Result<Request, String> {
    let text = template::in_url(&source.url, parameters).map_err(said)?;
    let mut url: Url = text.parse().map_err(|error| format!("its url is none: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("its url must begin with https://".into());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("its url names a user, which would be shown; use `headers`".into());
    }
    url.set_fragment(None);
    let shown = url.to_string();
    let body = template::in_json(&source.body, parameters).map_err(said)?;
    if !body.is_empty() && source.method == Method::Get {
        return Err("it has a body and is not posted; write method = \"post\"".into());
    }
    let mut secrets = Vec::new();
    let mut value = |setting: &Setting| resolved(setting, environment, &mut secrets);
    for (name, setting) in &source.query {
        let pair = format!("{}={}", template::encoded(name), template::encoded(&value(setting)?));
        let query = url.query().map_or(pair.clone(), |query| format!("{query}&{pair}"));
        url.set_query(Some(&query));
    }
    let mut headers = Vec::new();
    for (name, setting) in &source.headers {
        let bad = |what| format!("header {name}: that is no {what} of a header");
        let value = value(setting)?;
        let mut value = HeaderValue::from_str(&value).map_err(|_| bad("value"))?;
        value.set_sensitive(true);
        headers.push((name.parse::<HeaderName>().map_err(|_| bad("name"))?, value));
    }
    if headers.iter().any(|(name, _)| OURS.contains(&name.as_str())) {
        return Err(format!(
            "it sets one of the headers {}; leave those to the worker",
            OURS.join(", ")
        ));
    }
    let disguises: Vec<_> = secrets.iter().flat_map(|secret| disguised(secret)).collect();
    secrets.extend(disguises);
    Ok(Request {
        method: match source.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
        },
        url,
        shown,
        headers,
        body: body.into(),
        secrets: Secrets::new(secrets),
    })
}

/// Headers that say how an exchange works.
const OURS: [&str; 7] = [
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "if-none-match",
    "range",
    "transfer-encoding",
];

/// A secret as it stands in a URL, and as some write it in JSON.
fn disguised(secret: &str) -> [String; 2] {
    [template::encoded(secret), secret.replace('/', "\\/")]
}

fn resolved(
    setting: &Setting,
    environment: &impl Fn(&str) -> Option<String>,
    secrets: &mut Vec<String>,
) -> Result<String, String> {
    match setting {
        Setting::Plain(text) => Ok(text.clone()),
        Setting::Variable(name) => match environment(name).filter(|value| !value.is_empty()) {
            Some(value) => {
                secrets.push(value.clone());
                Ok(value)
            },
            None => Err(format!("the variable {name} is not set or empty; export {name}=…")),
        },
    }
}

impl Feed {
    /// A value of this feed as people write it.
    pub fn in_words(&self, value: i128) -> String {
        in_words(value, self.decimals)
    }
}
