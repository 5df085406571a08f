//! # The engine: hostile models, run
//!
//! A worker is paid for running models that anyone can register. A model is a program: it may loop, take
//! all memory, name files that are not its own, or find a bug in a million lines of native code. So models
//! run in ONNX Runtime, but ONNX Runtime does not run in the worker: it runs in *children*, processes that
//! can do nothing but compute.
//!
//! ```text
//!   worker                                    child
//!   Engine ── requests, model's file ───────▶ ONNX Runtime, models in memory
//!      ▲  ◀── replies, refusals ──────────────   │
//!      └───── inputs and outputs: shared memory ─┘
//! ```
//!
//! - [`Engine::run`] answers with outputs or a [`Refusal`] that says whose fault it is.
//! - A child has loaded ONNX Runtime before it locks itself in, and gets a model as an open file. Which
//!   layers the kernel has is logged and asked with [`Engine::layers`].
//! - A child that crashes, takes too long or says what makes no sense is ended and replaced. A model that
//!   does so twice in a row is not tried for a while. Whoever drops a job's future stops the job.
//! - Children keep models in memory between jobs, as many as [`Config::cache`] allows; those not used for
//!   longest go first.
//! - A child does one job at a time. Small jobs of quick models do not wait until it is free: many are on
//!   their way to it at once, and neither side wakes the other up while it is busy. If a child ends with
//!   several, each is run again, alone, and only what ends a child alone is blamed.
//! - [`encoding`] is how inputs and outputs look on the chain, [`insides`] what lies between them.
//!
//! ## Whoever starts an engine
//!
//! calls [`child::run_if_asked`] first in its `main`, since a child is the same program again, and has
//! ONNX Runtime's library: what [`Config::library`] names, or `ORT_DYLIB_PATH`, or what
//! `scripts/onnx-runtime` has fetched. Without it [`Engine::start`] says what to do.
//!
//! ```no_run
//! use opg_engine::{child, Config, Dtype, Engine, Limits, ModelFile, Tensor};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     // Before anything else: before the runtime, its threads and its files.
//!     child::run_if_asked();
//!     tokio::runtime::Runtime::new()?.block_on(run())
//! }
//!
//! async fn run() -> Result<(), Box<dyn std::error::Error>> {
//!     let engine = Engine::start(Config::default()).await?;
//!     let path = std::path::PathBuf::from("model.onnx");
//!     let model = ModelFile { sha256: engine.describe(&path).await?.sha256, path };
//!     let input = Tensor { dtype: Dtype::U8, shape: vec![1, 2], data: vec![3, 4] };
//!     let outputs = engine.run(&model, vec![input], Limits::default()).await?;
//!     println!("{outputs:?}");
//!     Ok(())
//! }
//! ```
//!
//! ## The same answer everywhere
//!
//! One thread for each job, unless [`Computing::threads`] says more, and ONNX Runtime's deterministic
//! kernels. Integer models then give the same bytes everywhere; floating point gives the same on the same
//! kind of processor. Requests are not put together into batches: that would change how sums are added up,
//! and what an answer is would depend on who else asked.
//!
//! ## What it does not do
//!
//! - One child runs the models of many: a model that takes its child over can spoil what that child answers
//!   until it is replaced. It reaches no further. Answers are checked by others anyway.
//! - There is no second backend for machines without ONNX Runtime. `ort-tract` wants the version of `ort`
//!   before this one, and its floating-point answers are not those that other workers give.

#![deny(unsafe_code)]

pub mod child;
mod config;
mod describe;
pub mod encoding;
mod engine;
pub mod insides;
mod lane;
pub mod library;
mod memory;
mod pool;
mod process;
mod protocol;
mod refusal;
mod ring;
mod shared;
mod strikes;
mod tensor;

pub use config::{Computing, Config, Limits, Optimisation, Provider};
pub use describe::{Description, Operator};
pub use engine::{Engine, ModelFile, Status};
pub use protocol::Layers;
pub use refusal::{Reason, Refusal, StartError};
pub use tensor::{Dim, Dtype, Tensor, TensorFault, TensorType};
