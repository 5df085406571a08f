//! What can be asked for.

use clap::{Args, Parser, Subcommand};
use std::{num::NonZeroUsize, path::PathBuf};

const EXAMPLES: &str = "\
Examples:
  opg-zk quantize digits.onnx --data digits.npz -o digits.q.onnx
      Scales from the samples in array x; with labels in array y, the accuracy before and after.
  opg-zk compile digits.q.onnx -o digits.key
      The key by which proofs of this model are checked. Everyone who has the model makes the same.
  opg-zk prove digits.q.onnx --input x.npy -o answer.proof --output y.npy
      Runs the model on x.npy, writes what it answers and the proof.
  opg-zk verify digits.key answer.proof --input x.npy --output y.npy
      Exit code 0: the model of this key answers y.npy to x.npy. 1: the proof does not show that.
      2: a file cannot be used.

docs/proofs.md says which models can be proven and how keys and proofs are written.";

/// Quantises models, proves their answers and checks proofs, without a chain.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, after_long_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// Print one JSON object instead of text.
    #[arg(long, global = true)]
    pub json: bool,

    /// Threads to use; all cores unless said otherwise.
    #[arg(long, global = true, value_name = "COUNT")]
    pub threads: Option<NonZeroUsize>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Turn a float model into a quantised one whose answers can be proven.
    Quantize(Quantize),
    /// Make the key of a quantised model.
    Compile(Compile),
    /// Run a quantised model on many inputs, without proofs.
    Run(Run),
    /// Run a quantised model on one input and prove its answer.
    Prove(Prove),
    /// Check a proof.
    Verify(Verify),
    /// Say what a model or key is.
    Inspect(Inspect),
}

#[derive(Debug, Args)]
pub struct Quantize {
    /// A float model.
    pub model: PathBuf,
    /// Samples: array `x`, one sample along the first axis, and labels in `y` if there are any.
    #[arg(long, value_name = "NPZ")]
    pub data: PathBuf,
    /// Where the quantised model goes.
    #[arg(short, long, value_name = "ONNX")]
    pub output: PathBuf,
    /// How many of the samples scales are chosen by.
    #[arg(long, value_name = "COUNT", default_value_t = 500)]
    pub samples: usize,
}

#[derive(Debug, Args)]
pub struct Compile {
    /// A quantised model.
    pub model: PathBuf,
    /// Where the key goes.
    #[arg(short, long, value_name = "KEY")]
    pub output: PathBuf,
}

#[derive(Debug, Args)]
pub struct Run {
    /// A quantised model.
    pub model: PathBuf,
    /// Inputs, one along the first axis, as the model's first tensor of bytes or as floats.
    #[arg(long, value_name = "NPY")]
    pub input: PathBuf,
    /// Where the answers go, in bytes, one for each input.
    #[arg(long, value_name = "NPY")]
    pub output: PathBuf,
}

#[derive(Debug, Args)]
pub struct Prove {
    /// A quantised model.
    pub model: PathBuf,
    /// The input, in bytes or as floats.
    #[arg(long, value_name = "NPY")]
    pub input: PathBuf,
    /// Where the proof goes.
    #[arg(short = 'o', long = "proof", value_name = "PROOF")]
    pub proof: PathBuf,
    /// Where the answer goes, in bytes.
    #[arg(long, value_name = "NPY")]
    pub output: Option<PathBuf>,
    /// Where the input goes in bytes, as `verify` reads it, if it is one of floats.
    #[arg(long, value_name = "NPY")]
    pub bytes: Option<PathBuf>,
    /// What the proof is bound to: 32 bytes in hex, zeros unless said otherwise.
    #[arg(long, value_name = "HEX")]
    pub context: Option<String>,
}

#[derive(Debug, Args)]
pub struct Verify {
    /// The model's key.
    pub key: PathBuf,
    /// The proof.
    pub proof: PathBuf,
    /// The input that was answered, in bytes.
    #[arg(long, value_name = "NPY")]
    pub input: PathBuf,
    /// The answer, in bytes.
    #[arg(long, value_name = "NPY")]
    pub output: PathBuf,
    /// What the proof is bound to: 32 bytes in hex, zeros unless said otherwise.
    #[arg(long, value_name = "HEX")]
    pub context: Option<String>,
}

#[derive(Debug, Args)]
pub struct Inspect {
    /// A quantised model or a key.
    pub file: PathBuf,
}
