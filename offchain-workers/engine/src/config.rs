//! What an engine may use, and how it computes.

use codec::{Decode, Encode};
use std::{path::PathBuf, time::Duration};

const MIB: u64 = 1 << 20;

/// What an engine is started with.
#[derive(Clone, Debug)]
pub struct Config {
    /// ONNX Runtime's library. Without it, `ORT_DYLIB_PATH` says where it is, or it is where
    /// `scripts/onnx-runtime` puts it.
    pub library: Option<PathBuf>,
    /// The program that children run: this one again, unless it says otherwise.
    pub program: Option<PathBuf>,
    /// Processes, each of which does one job at a time, and may have a few dozen small ones before it.
    pub children: usize,
    /// Jobs that may wait for one beside those. Those beyond are refused at once.
    pub waiting: usize,
    /// Bytes of memory that a job may use. Inputs and outputs of jobs on their way are not counted in it:
    /// they are at most 130 MiB a child, or those of a single job that is larger.
    pub memory: u64,
    /// Bytes of memory that each child may keep models in between jobs, beside that.
    pub cache: u64,
    /// Models that each child keeps at most.
    pub cached_models: u32,
    /// Bytes of a model's file.
    pub model_bytes: u64,
    /// Nodes of a model, with all that are in its loops and branches. So many are still loaded in a few
    /// seconds.
    pub model_nodes: u64,
    /// Bytes of all inputs of a job.
    pub input_bytes: u64,
    /// Bytes of all outputs of a job, if its own limits do not say less.
    pub output_bytes: u64,
    /// How long a model's description may take.
    pub describing: Duration,
    /// How models are computed.
    pub computing: Computing,
    /// Whether what children write to their standard error is shown. It may be anything.
    pub show_children: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            library: None,
            program: None,
            children: 2,
            waiting: 64,
            memory: 2048 * MIB,
            cache: 1024 * MIB,
            cached_models: 32,
            model_bytes: 1024 * MIB,
            model_nodes: 50_000,
            input_bytes: 256 * MIB,
            output_bytes: 256 * MIB,
            describing: Duration::from_secs(60),
            computing: Computing::default(),
            show_children: false,
        }
    }
}

/// How models are computed. Whoever changes this may get other floating-point numbers.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Computing {
    /// Threads of one job. With one, sums are added in the same order everywhere.
    pub threads: u32,
    pub optimisation: Optimisation,
    /// In order of preference. What none of them computes, the CPU does.
    pub providers: Vec<Provider>,
}

impl Default for Computing {
    fn default() -> Self {
        Self { threads: 1, optimisation: Optimisation::All, providers: vec![Provider::Cpu] }
    }
}

/// What ONNX Runtime does to a graph before it runs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Optimisation {
    None,
    /// What changes no result: constants folded, what is not used removed.
    Basic,
    /// Nodes fused too.
    Extended,
    /// Layouts that suit this processor too.
    All,
}

/// What computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Provider {
    Cpu,
    /// Not tested. Drivers open files and make calls that the sandbox denies, so of the sandbox only limits
    /// of resources are left with it; and it needs a library that was built with it.
    Cuda,
    /// Not tested, as [`Provider::Cuda`].
    OpenVino,
}

/// What a job may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long it may take, with loading the model, but without waiting for a free child.
    pub time: Duration,
    /// Bytes of all outputs.
    pub output_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(30), output_bytes: 64 * MIB }
    }
}
