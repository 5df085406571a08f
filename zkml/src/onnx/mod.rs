//! From an ONNX file to a [`Program`].
//!
//! Read are quantised models in either of their two forms: operators on quantised tensors (QOperator),
//! and float operators between `DequantizeLinear` and `QuantizeLinear` (QDQ). Scales are powers of two,
//! so that what ONNX Runtime computes in floats is exact, and the program's integers are its bytes.
//! Whatever would be computed otherwise is refused, with the node's name.
//!
//! Both forms become the same here: an operator on quantised tensors is its inputs' real numbers, an
//! operator on reals, and their quantisation. Reals are never floats but integers and a power of two.
//!
//! | module | does |
//! |---|---|
//! | [`wire`] | fields of protocol buffers |
//! | [`graph`] | nodes, constants, inputs and outputs |
//! | `value` | what flows between nodes while a program is made |
//! | `nodes` | each operator |
//! | `choosing` | operators that move bytes or choose among them |
//! | `linear` | sums of activations times weights |
//! | `quantise` | from reals to bytes: what a program is made of |
//! | `write` | ONNX files, for the quantiser |
//! | `shapes` | shapes, and where things stand in them |
//! | `window` | which places a convolution or a maximum reads |

mod choosing;
mod edge;
pub mod graph;
mod linear;
mod nodes;
mod quantise;
pub(crate) mod shapes;
#[cfg(test)]
mod tests;
mod value;
pub(crate) mod window;
pub mod wire;
pub(crate) mod write;

use crate::{
    error::Refusal,
    program::{Program, MAX_PUBLIC},
};
pub use edge::{Edge, Form};
use graph::{BadFile, Graph, Node, Port};
use nodes::Importer;
use thiserror::Error;
use value::{Real, Reals, Value};

/// Why a file is no model that can be proven.
#[derive(Debug, Error, PartialEq)]
pub enum Unfit {
    #[error(transparent)]
    File(#[from] BadFile),
    #[error("node {node:?} ({kind}): {reason}")]
    Node { node: String, kind: String, reason: String },
    #[error("input {name:?}: {reason}")]
    Input { name: String, reason: String },
    #[error("output {name:?}: {reason}")]
    Output { name: String, reason: String },
    #[error(transparent)]
    Program(#[from] Refusal),
}

/// A program, and what its inputs and outputs are called in its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    pub program: Program,
    pub inputs: Vec<Edge>,
    pub outputs: Vec<Edge>,
}

/// Reads a file.
pub fn import(file: &[u8]) -> Result<Imported, Unfit> {
    let Graph { nodes, constants, inputs, outputs } = Graph::read(file)?;
    let constants = constants.into_iter().map(|(name, tensor)| (name, Value::Constant(tensor)));
    let mut importer = Importer::new(constants.collect());
    for port in &inputs {
        importer.input(port).map_err(|reason| Unfit::Input { name: port.name.clone(), reason })?;
    }
    for node in &nodes {
        importer.node(node).map_err(|reason| unfit(node, reason))?;
    }
    let (mut edges, mut output_wires) = (Vec::new(), Vec::new());
    for Port { name, .. } in &outputs {
        let (edge, wires) = output(name, importer.values.get(name))
            .map_err(|reason| Unfit::Output { name: name.clone(), reason })?;
        edges.push(edge);
        output_wires.extend(wires);
        if output_wires.len() > MAX_PUBLIC {
            let reason = format!("outputs have more than {MAX_PUBLIC} values");
            return Err(Unfit::Output { name: name.clone(), reason });
        }
    }
    let (mut program, inputs) = importer.finish()?;
    program.outputs = output_wires;
    program.check()?;
    Ok(Imported { program, inputs, outputs: edges })
}

fn unfit(node: &Node, reason: String) -> Unfit {
    // Nodes may go without a name; their outputs have one.
    let name = if node.name.is_empty() { node.outputs.first() } else { Some(&node.name) };
    Unfit::Node { node: name.cloned().unwrap_or_default(), kind: node.kind.clone(), reason }
}

fn output(name: &str, value: Option<&Value>) -> Result<(Edge, Vec<u32>), String> {
    let (shape, form, wires) = match value {
        None => return Err("no node gives it".into()),
        Some(Value::Bytes(bytes)) => {
            let form = if bytes.signed { Form::Signed } else { Form::Byte };
            (&bytes.shape, form, &bytes.wires)
        },
        Some(Value::Places(places)) => (&places.shape, Form::Place, &places.wires),
        Some(Value::Real(Real { shape, reals: Reals::View(view) })) => {
            let zero = u8::try_from(view.zero).map_err(|_| "its zero point is no byte")?;
            (shape, Form::Float { exponent: view.exponent, zero }, &view.wires)
        },
        Some(_) => {
            return Err("it is not quantised: quantise it, or cut the model before it".into())
        },
    };
    Ok((Edge { name: name.into(), shape: shape.clone(), form }, wires.clone()))
}
