//! What a worker is told, in one TOML file.

use ipnet::IpNet;
use opg_primitives::models::Ask;
use opg_store::Address;
use serde::{Deserialize, Serialize};
use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

/// Plancks of a token.
const OPG: u128 = 1_000_000_000_000;
/// Larger files are none of these.
const MOST_BYTES: u64 = 1 << 20;

/// What [`Config::default_text`] prints.
const DEFAULT: &str = include_str!("default.toml");

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "the configuration {0} cannot be read: {1}; opg-worker --print-default-config shows one"
    )]
    Read(PathBuf, #[source] std::io::Error),
    #[error("the configuration {0} has more than a mebibyte: that is none")]
    Large(PathBuf),
    #[error("the configuration {0} is not understood: {1}")]
    Parse(PathBuf, #[source] Box<toml::de::Error>),
    #[error("`{0}` is no price in OPG: at most twelve digits after the point, for example 0.05")]
    Price(String),
    #[error("`{0}` is no role: there are inference, verifier and data")]
    Role(String),
}

/// What a worker does for its operator, which must have that role on the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub enum Role {
    /// Answers requests.
    Inference,
    /// Says in panels what it finds of models and answers.
    Verifier,
    /// Brings data in from outside.
    Data,
}

impl FromStr for Role {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "inference" => Ok(Self::Inference),
            "verifier" => Ok(Self::Verifier),
            "data" => Ok(Self::Data),
            other => Err(Error::Role(other.to_owned())),
        }
    }
}

impl TryFrom<String> for Role {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Role> for String {
    fn from(role: Role) -> Self {
        match role {
            Role::Inference => "inference",
            Role::Verifier => "verifier",
            Role::Data => "data",
        }
        .into()
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// A node's WebSocket.
    pub node: String,
    /// The operator's secret, in a file that nobody else may read; `-` for the standard input.
    pub key: PathBuf,
    /// Where the worker keeps what it must not forget.
    pub data: PathBuf,
    /// Days for which blobs stay that nobody uses, whatever room there is.
    pub keep_days: u64,
    /// Where metrics and health are served.
    pub listen: SocketAddr,
    /// What it does.
    pub roles: Vec<Role>,
    pub inference: Inference,
    pub verifier: Verifier,
    /// Of the role `data`.
    pub feeds: Feeds,
    pub engine: Engine,
    /// Where blobs are kept, if not in `data`, and where those are looked for that are not there.
    pub store: Option<opg_store::Config>,
    /// Whether others can fetch blobs here.
    pub blobs: Option<Blobs>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            node: "ws://127.0.0.1:9944".into(),
            key: "worker.key".into(),
            data: "data".into(),
            keep_days: 7,
            listen: SocketAddr::from(([127, 0, 0, 1], 9616)),
            roles: vec![Role::Inference],
            inference: Inference::default(),
            verifier: Verifier::default(),
            feeds: Feeds::default(),
            engine: Engine::default(),
            store: None,
            blobs: None,
        }
    }
}

/// The store, over HTTP.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Blobs {
    pub listen: SocketAddr,
    #[serde(default)]
    pub limits: opg_store::server::Limits,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Inference {
    /// Models that run at a time.
    pub at_a_time: usize,
    /// Proofs that are made at a time; none if it is 0.
    pub proofs_at_a_time: usize,
    /// Threads of one proof, if not as many as there are processors.
    pub proof_threads: Option<usize>,
    /// Mebibytes of the largest input that is fetched.
    pub input_mib: u64,
    /// Models to answer with.
    pub models: Vec<Served>,
    /// Whether, and how, to answer with others that are registered.
    pub any: Option<Any>,
}

impl Default for Inference {
    fn default() -> Self {
        Self {
            at_a_time: 2,
            proofs_at_a_time: 1,
            proof_threads: None,
            input_mib: 256,
            models: Vec::new(),
            any: None,
        }
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Verifier {
    /// Models and answers that are looked at at a time.
    pub at_a_time: usize,
    /// Whether it looks at answers unasked, and challenges those that are wrong.
    pub challenge: bool,
    /// Which part of all answers it looks at.
    pub part: f64,
    /// What a challenge may cost, in OPG, if the answer is right after all.
    pub most_bond: Price,
    /// Networks that are not public and in which those who answer may be asked for what they answered.
    pub allowed: Vec<IpNet>,
}

impl Default for Verifier {
    fn default() -> Self {
        let (most_bond, allowed) = (Price(100 * OPG), Vec::new());
        Self { at_a_time: 1, challenge: false, part: 0.05, most_bond, allowed }
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Feeds {
    /// The feed file, which says where values come from.
    pub file: PathBuf,
    /// Seconds that a value counts beyond the time after which its sources are asked again.
    pub fresh_seconds: u64,
    /// Blocks over which the reporters of a feed spread their reports.
    pub spread: u16,
    /// Whether feeds are left that the file does not have.
    pub leave: bool,
    /// How sources may be asked.
    pub http: opg_feeds::Config,
}

impl Default for Feeds {
    fn default() -> Self {
        Self {
            file: "feeds.toml".into(),
            fresh_seconds: 15,
            spread: 2,
            leave: true,
            http: opg_feeds::Config::default(),
        }
    }
}

/// What models may use.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Engine {
    /// ONNX Runtime's library, if it is not found by itself.
    pub library: Option<PathBuf>,
    /// Mebibytes of memory that a model may use.
    pub memory_mib: u64,
    /// Threads of one model. With more than one, floating-point numbers may differ from other machines'.
    pub threads: u32,
    /// Seconds that a model may take.
    pub seconds: u64,
    /// What computes, in order of preference.
    pub providers: Vec<Provider>,
}

impl Engine {
    /// What computes before the CPU does, which computes everything.
    fn providers(&self) -> impl Iterator<Item = Provider> + '_ {
        self.providers.iter().copied().take_while(|provider| *provider != Provider::Cpu)
    }
}

/// An execution provider of ONNX Runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    Cpu,
    Cuda,
    OpenVino,
}

impl From<Provider> for opg_engine::Provider {
    fn from(provider: Provider) -> Self {
        match provider {
            Provider::Cpu => Self::Cpu,
            Provider::Cuda => Self::Cuda,
            Provider::OpenVino => Self::OpenVino,
        }
    }
}

impl Default for Engine {
    fn default() -> Self {
        let providers = vec![Provider::Cpu];
        Self { library: None, memory_mib: 2048, threads: 1, seconds: 10, providers }
    }
}

/// On what terms any registered model is answered with, and which fit.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Any {
    /// As of [`Served`].
    pub price: Price,
    pub latency: u32,
    pub capacity: u32,
    /// Mebibytes of the largest file.
    pub model_mib: u64,
    /// Models that are served in all, those of the configuration with them.
    pub models: usize,
    /// Those of them whose answers are proven.
    pub proven: usize,
}

impl Default for Any {
    fn default() -> Self {
        let price = Price(OPG / 20);
        Self { price, latency: 5, capacity: 4, model_mib: 256, models: 64, proven: 4 }
    }
}

impl Any {
    /// The terms of one of them.
    pub fn serves(&self, model: Address) -> Served {
        let Self { price, latency, capacity, .. } = *self;
        Served { model: Which::Stored(model), price, latency, capacity }
    }
}

/// A model to answer with.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Served {
    pub model: Which,
    /// What an answer costs, in OPG.
    pub price: Price,
    /// Blocks within which it is promised.
    pub latency: u32,
    /// Requests that are taken at a time.
    pub capacity: u32,
}

impl Served {
    pub fn ask(&self) -> Ask {
        Ask { price: self.price.0, latency: self.latency }
    }
}

/// A model, by its ONNX file or by its hash.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(from = "String", into = "String")]
pub enum Which {
    File(PathBuf),
    /// The store, or a source of it, has it.
    Stored(Address),
}

impl From<String> for Which {
    fn from(text: String) -> Self {
        match text.parse() {
            Ok(address) => Self::Stored(address),
            Err(_) => Self::File(text.into()),
        }
    }
}

impl From<Which> for String {
    fn from(which: Which) -> Self {
        which.to_string()
    }
}

impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Stored(address) => write!(f, "{address:#}"),
        }
    }
}

/// An amount of OPG, written as people do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Price(pub u128);

impl TryFrom<String> for Price {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        let bad = || Error::Price(text.clone());
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || part.len() > 12 || !digits(whole) || !digits(part) {
            return Err(bad());
        }
        let whole: u128 = whole.parse().map_err(|_| bad())?;
        let part: u128 = format!("{part:0<12}").parse().map_err(|_| bad())?;
        let all = whole.checked_mul(OPG).and_then(|whole| whole.checked_add(part));
        all.map(Self).ok_or_else(bad)
    }
}

impl From<Price> for String {
    fn from(Price(all): Price) -> Self {
        let text = format!("{}.{:012}", all / OPG, all % OPG);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

impl Config {
    pub fn read(path: &Path) -> Result<Self, Error> {
        let failed = |error| Error::Read(path.to_owned(), error);
        if std::fs::metadata(path).map_err(failed)?.len() > MOST_BYTES {
            return Err(Error::Large(path.to_owned()));
        }
        let text = std::fs::read_to_string(path).map_err(failed)?;
        toml::from_str(&text).map_err(|error| Error::Parse(path.to_owned(), Box::new(error)))
    }

    pub fn store(&self) -> opg_store::Config {
        let here = || opg_store::Config::local(self.data.join("store"));
        self.store.clone().unwrap_or_else(here)
    }

    pub fn keep(&self) -> Duration {
        Duration::from_secs(self.keep_days.saturating_mul(24 * 60 * 60))
    }

    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether any of its roles runs models.
    pub fn runs_models(&self) -> bool {
        self.has(Role::Inference) || self.has(Role::Verifier)
    }

    /// Whether models of anyone would be run without the sandbox, which drivers of other processors need open.
    pub fn trusts_strangers(&self) -> bool {
        let any = self.has(Role::Inference) && self.inference.any.is_some();
        self.engine.providers().count() > 0 && (any || self.has(Role::Verifier))
    }

    /// An engine for all its roles: they never wait for each other.
    pub fn engine(&self) -> opg_engine::Config {
        let usual = opg_engine::Config::default();
        let children = [
            (Role::Inference, self.inference.at_a_time),
            (Role::Verifier, self.verifier.at_a_time),
        ];
        let children = children.iter().filter(|(role, _)| self.has(*role));
        let children = children.fold(0usize, |all, (_, more)| all.saturating_add(*more));
        opg_engine::Config {
            library: self.engine.library.clone(),
            children: children.max(1),
            // So many are looked at before the engine says that it is busy.
            waiting: 4096,
            memory: self.engine.memory_mib.saturating_mul(1 << 20),
            computing: opg_engine::Computing {
                threads: self.engine.threads,
                providers: self.engine.providers().map(Into::into).collect(),
                ..usual.computing.clone()
            },
            ..usual
        }
    }

    pub fn limits(&self) -> opg_engine::Limits {
        let time = Duration::from_secs(self.engine.seconds);
        opg_engine::Limits { time, ..Default::default() }
    }

    /// A file to begin with.
    pub const fn default_text() -> &'static str {
        DEFAULT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_to_begin_with_should_be_understood() {
        let config: Config = toml::from_str(Config::default_text()).unwrap();
        assert_eq!(config.inference.models[0].price, Price(OPG / 20));
        let usual = Config { inference: config.inference.clone(), ..Config::default() };
        assert_eq!(format!("{config:?}"), format!("{usual:?}"));
    }

    #[test]
    fn configurations_that_reporters_are_shown_should_be_understood() {
        let guide = include_str!("../../../docs/feeds.md");
        let shown = guide.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
        // The others are feed files.
        let shown: Vec<_> = shown.filter(|shown| !shown.contains("[[feeds]]")).collect();
        let [all] = shown[..] else { panic!("{shown:?}") };
        let all: Config = toml::from_str(all).unwrap();
        assert_eq!(all.feeds.http.allowed.len(), 1);
    }

    #[test]
    fn model_should_be_named_by_file_or_by_hash() {
        let hash = Address([0xab; 32]);
        for text in [format!("{hash:#}"), hash.to_string()] {
            assert_eq!(Which::from(text), Which::Stored(hash));
        }
        let file = Which::from("models/digits.onnx".to_owned());
        assert_eq!(file, Which::File("models/digits.onnx".into()));
        assert_eq!(String::from(file), "models/digits.onnx");
    }

    #[test]
    fn prices_should_be_read_to_the_planck_and_written_as_they_were() {
        for (text, plancks) in [("1", OPG), ("0.05", OPG / 20), ("12.000000000001", 12 * OPG + 1)] {
            let price = Price::try_from(text.to_owned()).unwrap();
            assert_eq!((price, String::from(price)), (Price(plancks), text.to_owned()));
        }
        for text in
            ["", ".5", "-1", "1e3", "0.0000000000001", "1.2.3", "99999999999999999999999999999"]
        {
            assert!(Price::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn roles_should_be_named_and_share_an_engine_that_has_room_for_each() {
        let text = "roles = ['inference', 'verifier']\n[verifier]\nat_a_time = 3";
        let config: Config = toml::from_str(text).unwrap();
        assert_eq!(config.roles, [Role::Inference, Role::Verifier]);
        assert_eq!(config.engine().children, 5);
        assert_eq!(Config { roles: vec![Role::Verifier], ..config }.engine().children, 3);
        let error = toml::from_str::<Config>("roles = ['judge']").unwrap_err().to_string();
        assert!(error.contains("judge") && error.contains("verifier"), "{error}");
        for role in ["inference", "verifier", "data"] {
            assert_eq!(String::from(role.parse::<Role>().unwrap()), role);
        }
    }

    #[test]
    fn other_processors_should_compute_only_what_the_operator_has_chosen() {
        let config = |text: &str| toml::from_str::<Config>(text).unwrap();
        let with = |roles: &str, rest: &str| {
            config(&format!("roles = {roles}\n[engine]\nproviders = ['cuda', 'cpu']\n{rest}"))
        };
        let chosen = with("['inference']", "");
        assert_eq!(chosen.engine().computing.providers, [opg_engine::Provider::Cuda]);
        assert!(!chosen.trusts_strangers());
        assert!(with("['inference']", "[inference.any]").trusts_strangers());
        assert!(with("['inference', 'verifier']", "").trusts_strangers());
        let after = config("roles = ['verifier']\n[engine]\nproviders = ['cpu', 'cuda']");
        assert!(after.engine().computing.providers.is_empty() && !after.trusts_strangers());
    }

    #[test]
    fn unknown_setting_should_be_named() {
        let text = format!("nodes = 'typo'\n{}", Config::default_text());
        let error = toml::from_str::<Config>(&text).unwrap_err().to_string();
        assert!(error.contains("nodes"), "{error}");
    }
}
