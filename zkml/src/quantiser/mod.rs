//! From a float model to a quantised one whose every step is exact.
//!
//! A float model is run on samples; from what flows, each tensor gets a power of two as its scale. The
//! result is a standard ONNX file in the form with `QuantizeLinear` and `DequantizeLinear`, which any
//! runtime runs and which [`import`](crate::onnx::import) turns into a program.

mod float;
mod net;
mod rewrite;
mod scales;

use crate::onnx::{graph::BadFile, Unfit};
pub use net::{Floats, Net};
use scales::Scales;
use thiserror::Error;

/// Why a model cannot be quantised.
#[derive(Debug, Error, PartialEq)]
pub enum Unquantisable {
    #[error(transparent)]
    File(#[from] BadFile),
    #[error("the model has {0} inputs: one is supported")]
    Inputs(usize),
    #[error("the input's shape must be known but for the first axis, with at most 1,024 values")]
    Shape,
    #[error("the model has no layer that is quantised")]
    Empty,
    #[error("the model's last layer is scaled afterwards: leave that to whoever reads its scores")]
    Scaled,
    #[error("output {0:?} is given before the last layer: only the last one's is supported")]
    Early(String),
    #[error("node {node:?} ({kind}): {reason}")]
    Node { node: String, kind: String, reason: String },
    #[error("layer {layer:?}: {reason}")]
    Layer { layer: String, reason: String },
    #[error("there are no samples: at least one is needed to choose scales")]
    NoSamples,
    #[error("a sample has {0} values, the model reads {1}")]
    Sample(usize, usize),
    #[error("the quantised model cannot be proven: {0}")]
    Unfit(#[from] Unfit),
}

/// Quantises a network with scales that suit `samples`; returns an ONNX file.
pub fn quantise(net: &Net, samples: &[Vec<f32>]) -> Result<Vec<u8>, Unquantisable> {
    let size = net.shape.iter().product();
    if let Some(sample) = samples.iter().find(|sample| sample.len() != size) {
        return Err(Unquantisable::Sample(sample.len(), size));
    }
    let mut scales = Scales::new(net);
    for sample in samples {
        let flow = net.run(sample).map_err(|reason| Unquantisable::Layer {
            layer: reason.split(':').next().unwrap_or_default().into(),
            reason,
        })?;
        scales.see(&flow);
    }
    let shapes = scales.shapes().ok_or(Unquantisable::NoSamples)?;
    let file = rewrite::rewrite(net, &scales, &shapes)?;
    // What cannot be proven is not handed out.
    crate::onnx::import(&file)?;
    Ok(file)
}
