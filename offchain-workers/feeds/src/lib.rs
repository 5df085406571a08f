//! # Outside data
//!
//! What reporters of the chain's oracle need: values from servers that may be slow, broken or hostile, and the
//! times at which to report them.
//!
//! ```text
//!   feed file --> Feeds --> Fetcher --------> newest value, its age, or why there is none
//!                              |   again and again                        |
//!                              v                                          v
//!   hosts <-- HTTP -- Client: limits, turns, cache          schedule::Watch: report now?
//! ```
//!
//! ```no_run
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! use opg_feeds::{schedule::{Block, Decision, Round, Terms, Timing, Watch}, Client, Config, Feeds, Fetcher};
//! use std::time::Duration;
//! # fn from_the_chain() -> (u16, Terms, Round, Block) { loop {} }
//!
//! let client = Client::new(&Config::default())?;
//! let feeds = Feeds::load("feeds.toml")?;
//! println!("{}", opg_feeds::check(&client, &feeds).await);
//!
//! let fetcher = Fetcher::start(&client, &feeds);
//! let mut watch = Watch::new(Timing::default());
//! // In each block:
//! let (index, terms, round, now) = from_the_chain();
//! let value = fetcher.fresh(1, Duration::from_secs(15)).ok().map(|value| value.value);
//! let decision = watch.look(index, &terms, &round, value, now);
//! if let Some(answered) = watch.late(&round, now) {
//!     println!("say {value:?} of round {answered} though it has its answer");
//! }
//! if let Decision::Report(round, why) = decision {
//!     println!("report {value:?} for round {round} now: {why:?}");
//! }
//! # Ok::<_, Box<dyn std::error::Error>>(()) }).unwrap();
//! ```
//!
//! ## What is guaranteed
//!
//! 1. **Bounded.** An answer is no larger than its limits, as it is sent and as it is unpacked, and ends within the
//!    source's time; requests at a time, turns of each host, hops, tries, nesting and what is remembered all have
//!    limits.
//! 2. **Nowhere private.** An address that is not public is not connected to unless it was allowed: judged on the
//!    resolved address of each connection of each hop. No proxy is taken from the environment.
//! 3. **Exact.** No float touches a number between the server's text and the chain's integer. It is rounded once,
//!    half to even.
//! 4. **Silent.** What came from the environment is sent to the host that the file names and is nowhere else: not in
//!    errors, logs, `Debug` or what [`check`] prints, even if a server sends it back.
//! 5. **Said.** Whatever gives no value gives an [`Error`] that says what was wrong and what to do.
//!
//! Not promised: that what sources say is true. The median of several, and of several reporters, has to do.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod check;
mod client;
mod combine;
mod error;
mod feeds;
mod fetcher;
mod file;
mod json;
mod moment;
mod number;
mod path;
mod round;
pub mod schedule;
mod secret;
mod source;
mod template;

pub use check::{check, Checked, CheckedFeed};
pub use client::{Client, Config, Rate, Trace};
pub use combine::{combine, Apart, NoValue, Value};
pub use error::{Error, Form, Phase};
pub use feeds::{Feed, Feeds, FileError};
pub use fetcher::{Fetcher, Newest};
pub use moment::Moment;
pub use number::NumberError;
pub use secret::Quote;
pub use source::Reading;
