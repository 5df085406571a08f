//! Why an engine does not start, and why a job is refused.

use crate::tensor::TensorFault;
use codec::{Decode, Encode, Error as CodecError, Input};
use std::{fmt, io, path::PathBuf, time::Duration};
use thiserror::Error;

/// Characters of a [`Reason`].
const LONGEST: usize = 400;

/// A few words that may come from a hostile child: one line of limited length, nothing that a terminal
/// acts on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode)]
pub struct Reason(String);

impl<T: AsRef<str>> From<T> for Reason {
    fn from(text: T) -> Self {
        let plain = |character: char| if character.is_control() { ' ' } else { character };
        Self(text.as_ref().trim().chars().take(LONGEST).map(plain).collect())
    }
}

impl Decode for Reason {
    fn decode<I: Input>(input: &mut I) -> Result<Self, CodecError> {
        String::decode(input).map(Self::from)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a job has no answer. Each says whose fault it is: the model's, the input's, the limits' or ours.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Error)]
pub enum Refusal {
    // The model's.
    /// No model, or one that ONNX Runtime does not accept.
    #[error("the file is not a model that can be run: {0}")]
    ModelInvalid(Reason),
    #[error("the model needs operators of a later version than this engine has: {0}; a later ONNX Runtime may have them")]
    Opset(Reason),
    #[error("the model has an operator that this engine does not have: {0}")]
    Operator(Reason),
    #[error("the model keeps data in other files, which are never opened ({0}): save it as a single file")]
    ExternalData(Reason),
    #[error("the model takes or gives what this engine cannot pass on: {0}")]
    Unsupported(Reason),
    #[error("the model is too large: {is} {what}, and at most {most} are allowed")]
    ModelTooLarge { what: Reason, is: u64, most: u64 },
    /// It read, computed or wrote what it may not, and the process went with it.
    #[error("the model ended the process that ran it: {0}")]
    Crashed(Reason),
    #[error("the model ended the processes that ran it, and is not tried again within {seconds} seconds")]
    CrashedBefore { seconds: u64 },

    // The file's.
    #[error("the model's file cannot be read: {0}")]
    ModelUnavailable(Reason),
    #[error("the model's file has another hash than it should: fetch it again")]
    WrongHash,

    // The input's.
    #[error("the input does not fit: {0}")]
    BadInput(Reason),
    #[error("the model gives no answer to this input: {0}")]
    Failed(Reason),

    // The limits'.
    #[error("it needs more memory than the engine gives it")]
    OutOfMemory,
    #[error("it takes longer than {milliseconds} ms")]
    TimeLimit { milliseconds: u64 },
    #[error("its outputs are larger than {limit} bytes")]
    OutputTooLarge { limit: u64 },
    #[error("the inputs are {bytes} bytes, and at most {limit} are allowed")]
    InputTooLarge { bytes: u64, limit: u64 },

    // Ours.
    #[error("as many jobs wait as may: try again later")]
    Busy,
    #[error("no process is there to run it: {0}")]
    NoEngine(Reason),
}

impl Refusal {
    /// Whether the same job would be refused at another time too, as far as can be told.
    pub fn is_final(&self) -> bool {
        !matches!(
            self,
            Self::ModelUnavailable(_)
                | Self::WrongHash
                | Self::TimeLimit { .. }
                | Self::Crashed(_)
                | Self::CrashedBefore { .. }
                | Self::Busy
                | Self::NoEngine(_)
        )
    }

    pub(crate) fn slow(limit: Duration) -> Self {
        Self::TimeLimit { milliseconds: u64::try_from(limit.as_millis()).unwrap_or(u64::MAX) }
    }
}

impl From<TensorFault> for Refusal {
    fn from(fault: TensorFault) -> Self {
        Self::BadInput(fault.to_string().into())
    }
}

/// Why an engine does not start.
#[derive(Debug, Error)]
pub enum StartError {
    #[error(
        "ONNX Runtime's library is not where it was looked for ({}): run scripts/onnx-runtime, which fetches it, or name it in ORT_DYLIB_PATH",
        list(.0)
    )]
    NoLibrary(Vec<PathBuf>),
    #[error("ONNX Runtime's library {library} does not start: {why}; scripts/onnx-runtime fetches one that does")]
    Library { library: PathBuf, why: Reason },
    #[error("the engine's child process cannot be started: {0}")]
    Spawn(#[from] io::Error),
    #[error("the engine's child process says nothing that makes sense ({0}): `opg_engine::child::run_if_asked()` must be the first thing that `main` calls")]
    NoChild(Reason),
    #[error("{0}")]
    Config(&'static str),
}

fn list(paths: &[PathBuf]) -> String {
    let shown: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    shown.join(", ")
}
