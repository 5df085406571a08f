//! What a model is, as its file says.

use crate::tensor::TensorType;
use codec::{Decode, Encode};

/// A model's file, as far as rules about models ask.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Description {
    /// The SHA2-256 of the file.
    pub sha256: [u8; 32],
    /// Its bytes.
    pub size: u64,
    pub inputs: Vec<TensorType>,
    pub outputs: Vec<TensorType>,
    /// Version of ONNX's own operators, which have no domain.
    pub opset: u64,
    /// Versions of operators of other domains.
    pub other_opsets: Vec<(String, u64)>,
    /// Operators that it uses, in the order of their names.
    pub operators: Vec<Operator>,
    /// Nodes, with all in loops, branches and functions.
    pub nodes: u64,
    /// Whether it keeps data in other files. Such a model is described but never run, and ONNX Runtime has
    /// not seen it.
    pub external_data: bool,
}

/// An operator that a model uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Operator {
    /// Empty for ONNX's own.
    pub domain: String,
    pub name: String,
    /// How many of the nodes are such.
    pub count: u64,
}
