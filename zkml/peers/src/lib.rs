//! Whether others answer with the same models what `opg-zk` answers, byte for byte.
//!
//! `opg-zk`'s own tests compare it with what ONNX Runtime answered once. Here both are asked now, with
//! more inputs than anyone would want to keep in files, and so is a second implementation of ONNX that
//! shares no line with the first.
//!
//! | module | does |
//! |---|---|
//! | [`cases`] | models, and inputs to ask them with |
//! | [`onnx_runtime`] | ONNX Runtime, optimising everything or nothing |
//! | [`tract`] | tract, likewise |
//! | [`rows`] | the rows of the circuit, with what an honest prover fills in |

#![forbid(unsafe_code)]

pub mod cases;
pub mod onnx_runtime;
pub mod rows;
pub mod tract;

use cases::Case;
use opg_zk::npy::Values;

/// Someone else who answers with a model.
pub trait Peer {
    /// The values of the model's only output, for those of its only input.
    fn answer(&mut self, shape: &[usize], input: Values) -> Result<Values, String>;
}

/// Bytes compared, and how many of them differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    pub samples: usize,
    pub bytes: usize,
    pub differ: usize,
}

/// Asks a peer all of a case's samples; the first error ends it.
pub fn compare(case: &Case, peer: &mut dyn Peer) -> Result<Compared, String> {
    let mut compared = Compared::default();
    for sample in &case.samples {
        let ours = case.answer(sample);
        let theirs = peer.answer(&case.input().shape, case.values(sample))?;
        let theirs = case.bytes(&theirs)?;
        if ours.len() != theirs.len() {
            return Err(format!("it has {} outputs, ours are {}", theirs.len(), ours.len()));
        }
        compared.samples += 1;
        compared.bytes += ours.len();
        compared.differ += ours.iter().zip(&theirs).filter(|(ours, theirs)| ours != theirs).count();
    }
    Ok(compared)
}
