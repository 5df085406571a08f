//! What can be wrong with a source, and what to do about it.

use crate::{number::NumberError, secret::Quote};
use opg_net::Refused;
use std::time::Duration;

/// Why a source gave no value. Says what was wrong; [`Error::next`] says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// `http://`, and that was not allowed.
    #[error("{host} would be asked without encryption")]
    Unencrypted {
        /// Whom.
        host: Quote,
    },
    /// An address that may not be reached.
    #[error("{host} is not asked: {refused}")]
    Refused {
        /// Whom.
        host: Quote,
        /// Why.
        refused: Refused,
    },
    /// A name that leads nowhere.
    #[error("{host} is not found: {why}")]
    NoHost {
        /// Which.
        host: Quote,
        /// What the system said.
        why: Quote,
    },
    /// Nobody takes the connection.
    #[error("{host} does not take our connection: {why}")]
    Connect {
        /// Who.
        host: Quote,
        /// What the system said.
        why: Quote,
    },
    /// Who answers does not prove who they are.
    #[error("{host} cannot prove who it is: {why}")]
    Tls {
        /// Who.
        host: Quote,
        /// What is wrong.
        why: Quote,
    },
    /// No end within the time.
    #[error("no answer within {} ms: {phase}, {bytes} bytes had come", within.as_millis())]
    Slow {
        /// The time.
        within: Duration,
        /// How far it came.
        phase: Phase,
        /// Bytes of the body.
        bytes: u64,
    },
    /// The connection ended too early, or what came over it is no HTTP.
    #[error("the connection broke after {bytes} bytes of the body: {why}")]
    Broken {
        /// Bytes of the body.
        bytes: u64,
        /// What is known of it.
        why: Quote,
    },
    /// More than is taken.
    #[error("the answer is too large: more than {most} bytes {form}")]
    TooLarge {
        /// The limit.
        most: u64,
        /// Which one.
        form: Form,
    },
    /// Compressed in a way that was not asked for, or wrongly.
    #[error("the answer cannot be unpacked: {why}")]
    Packed {
        /// What is wrong.
        why: Quote,
    },
    /// Not what a source answers.
    #[error("it answers with status {status}")]
    Status {
        /// What it answers.
        status: u16,
    },
    /// It wants to be asked later.
    #[error("it is busy (status {status}){}", again(*after))]
    Busy {
        /// What it answers.
        status: u16,
        /// When it wants to be asked again.
        after: Option<Duration>,
    },
    /// It said that it wants to be asked later, and it is not later yet.
    #[error("{host} asked to be left alone for {} s more", left.as_secs() + 1)]
    Resting {
        /// Who.
        host: Quote,
        /// How long.
        left: Duration,
    },
    /// We ask it too often.
    #[error("{host} is asked as often as is allowed; the next turn is in {} ms", wait.as_millis())]
    Turn {
        /// Who.
        host: Quote,
        /// How long.
        wait: Duration,
    },
    /// Sent on too often.
    #[error("it sends us on more than {most} times")]
    Redirects {
        /// The limit.
        most: u32,
    },
    /// Sent on to where one does not go.
    #[error("it sends us on to {to}: {why}")]
    Redirect {
        /// Where to.
        to: Quote,
        /// Why not.
        why: &'static str,
    },
    /// Not JSON by its own account.
    #[error("the answer is {found}, not JSON")]
    ContentType {
        /// What it says it is.
        found: Quote,
    },
    /// A web page.
    #[error("the answer is a web page, not JSON")]
    Page,
    /// Not JSON.
    #[error("the answer is not JSON: {why}, at line {line}, column {column}, near `{near}`")]
    NotJson {
        /// What is wrong.
        why: Quote,
        /// Where.
        line: usize,
        /// Where.
        column: usize,
        /// What is there.
        near: Quote,
    },
    /// Nested without measure.
    #[error("the answer is nested deeper than {most}")]
    Deep {
        /// The limit.
        most: usize,
    },
    /// The path leads nowhere.
    #[error("there is no `{step}` at `{at}`: {there}")]
    Missing {
        /// The step that fails.
        step: String,
        /// How far it came.
        at: String,
        /// What is there.
        there: Quote,
    },
    /// The path leads to several.
    #[error("there is more than one `{step}` at `{at}`")]
    Ambiguous {
        /// The step that fails.
        step: String,
        /// How far it came.
        at: String,
    },
    /// Something else than a number.
    #[error("`{at}` is {found}, not a number")]
    NotANumber {
        /// The path.
        at: String,
        /// What is there.
        found: Quote,
    },
    /// A number of no use.
    #[error("`{at}` is `{found}`: {why}")]
    Number {
        /// The path.
        at: String,
        /// What is there.
        found: Quote,
        /// Why it is of no use.
        why: NumberError,
    },
    /// Beyond what the file allows.
    #[error("{value} is not within {min} and {max}")]
    Bounds {
        /// The value.
        value: String,
        /// The least.
        min: String,
        /// The most.
        max: String,
    },
    /// From another time.
    #[error("its time is {} s {direction}, and {} s are allowed", apart.as_secs(), most.as_secs())]
    Time {
        /// How far from now.
        apart: Duration,
        /// In which direction.
        direction: &'static str,
        /// The limit.
        most: Duration,
    },
    /// The other sources had answered long before.
    #[error("it had not answered when the others had")]
    Late,
    /// The client cannot work at all.
    #[error("the client cannot ask anybody: {why}")]
    Client {
        /// What is wrong.
        why: Quote,
    },
}

/// How far an exchange came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// For its turn among our own.
    #[default]
    Waiting,
    /// For the head of the answer: name, connection, encryption, and the server's thinking.
    Asking,
    /// For the body.
    Reading,
    /// Between two tries.
    Pausing,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Waiting => "it was waiting for its turn",
            Self::Asking => "the server had not begun to answer",
            Self::Reading => "the server was still sending",
            Self::Pausing => "it was waiting to try again",
        })
    }
}

/// In which form bytes are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As sent.
    Sent,
    /// Unpacked.
    Unpacked,
}

impl std::fmt::Display for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sent => "sent",
            Self::Unpacked => "when unpacked",
        })
    }
}

fn again(after: Option<Duration>) -> String {
    after.map_or(String::new(), |after| {
        format!(" and wants to be asked again in {} s", after.as_secs())
    })
}

impl Error {
    /// A name for metrics and programs.
    pub fn name(&self) -> &'static str {
        self.name_and_next().0
    }

    /// What to do about it.
    pub fn next(&self) -> &'static str {
        self.name_and_next().1
    }

    fn name_and_next(&self) -> (&'static str, &'static str) {
        match self {
            Self::Unencrypted { .. } => {
                ("unencrypted", "use https, or set `plain_http` where nobody can listen")
            },
            Self::Refused { .. } => {
                ("refused", "if it is meant, list its network in `allowed` of the worker's settings")
            },
            Self::NoHost { .. } => ("no_host", "check the name in `url` and this machine's DNS"),
            Self::Connect { .. } => {
                ("connect", "check host and port in `url`, and that this machine may reach it")
            },
            Self::Tls { .. } => {
                ("tls", "do not trust it; check this machine's clock, or tell whoever runs the server")
            },
            Self::Slow { phase: Phase::Waiting, .. } => {
                ("slow", "raise `per_host` or `at_a_time` of the worker's settings, or ask less often")
            },
            Self::Slow { .. } => ("slow", "try again later, raise the source's `seconds`, or replace it"),
            Self::Broken { .. } => ("broken", "try again later"),
            Self::TooLarge { .. } => {
                ("too_large", "ask for less by the source's URL, or raise the limit")
            },
            Self::Packed { .. } => ("packed", "tell whoever runs the server, or replace the source"),
            Self::Status { status: 401 | 403 } => {
                ("status", "check the source's keys in `headers` or `query`, and that they are still good")
            },
            Self::Status { status: 404 | 410 } => ("status", "check the path in `url` and the parameters"),
            Self::Status { status: 500.. } => ("status", "try again later"),
            Self::Status { .. } => ("status", "read the server's documents on what it wants to be asked"),
            Self::Busy { .. } => ("busy", "ask less often: raise `every_seconds`, or get a better plan"),
            Self::Resting { .. } => ("resting", "wait; if it happens often, ask less often"),
            Self::Turn { .. } => ("turn", "raise `per_host` of the worker's settings, or ask less often"),
            Self::Redirects { .. } | Self::Redirect { .. } => {
                ("redirect", "write the address of the data itself into `url`")
            },
            Self::ContentType { .. } | Self::Page | Self::NotJson { .. } => {
                ("not_json", "open the source's URL and see what it answers; it must be JSON")
            },
            Self::Deep { .. } => ("deep", "ask for less by the source's URL"),
            Self::Missing { .. } | Self::Ambiguous { .. } => {
                ("path", "compare `path` with what the source answers")
            },
            Self::NotANumber { .. } | Self::Number { .. } => {
                ("number", "compare `path` with what the source answers; a number or a text of one is needed")
            },
            Self::Bounds { .. } => {
                ("bounds", "check `inverse`, `multiplier` and the feed's `min` and `max`; the source may be wrong")
            },
            Self::Time { .. } => ("time", "the source is stuck, or this machine's clock is wrong"),
            Self::Late => ("late", "if it happens often, raise the feed's `every_seconds`, or replace the source"),
            Self::Client { .. } => ("client", "check the worker's settings and this machine's certificates"),
        }
    }
}
