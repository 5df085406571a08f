//! # Proven inference
//!
//! A quantised model's answer, with a proof that the model gave it. Whoever has the model's *key* (two
//! kilobytes) checks the proof in milliseconds, without the model and without running it. This crate
//! knows nothing of chains.
//!
//! ## Terminology
//!
//! - **Program**: a model as integer operations on bytes, shapes gone ([`program`]). It says what is
//!   computed, exactly.
//! - **Layout**: the rows of a circuit in which a program stands ([`layout`]).
//! - **Witness**: what the rows hold for given inputs ([`witness`]).
//! - **Gates**: what must hold in every row ([`gates`]), written once for prover and verifier.
//! - **Key**: commitments to all that is fixed with the model ([`key`]). It is the model's name, and a
//!   claim that only making it again can check.
//! - **Claim**: that the model of a key answers these outputs to these inputs, in a context (which
//!   request it was, so that no proof serves twice).
//!
//! ## A scenario
//!
//! ```
//! use opg_zk::{generators::{Basis, Generators}, key::Key, program::*, prove::Model, sums, verify::{key_hash, Claim}};
//!
//! // out = (3 * first - 2 * second) / 2, rounded and clamped to a byte.
//! let terms = vec![Term { wire: 0, weight: 3 }, Term { wire: 1, weight: -2 }];
//! let program = Program {
//!     inputs: 2,
//!     ops: vec![Op::Dot { terms, bias: 0, shift: 1 }],
//!     tables: vec![],
//!     outputs: vec![2],
//! };
//! program.check().expect("it can be proven");
//!
//! // The owner publishes the key, a worker answers, anyone checks.
//! let generators = Generators::new(11);
//! let model = Model::new(program, 4, 11).expect("it fits in 2^11 rows of 4 terms");
//! let key = model.key(&generators).to_bytes();
//! let context = [7; 32];
//! let prover = model.prover(&generators)?;
//! let (outputs, proof) = prover.prove(&context, &[20, 5], rand::rng(), |_| true)?;
//! assert_eq!(outputs, [25]);
//!
//! let claim = Claim {
//!     key: &Key::from_bytes(&key).expect("it was just made"),
//!     key_hash: key_hash(&key),
//!     context: &context,
//!     inputs: &[20, 5],
//!     outputs: &outputs,
//! };
//! assert_eq!(sums::verify(Basis::get(), &[(claim, &proof[..])]), Ok(()));
//! # Ok::<(), opg_zk::prove::Unproven>(())
//! ```

#![forbid(unsafe_code)]

pub mod batch;
pub mod choice;
pub mod circuit;
mod domain;
pub mod error;
pub mod gates;
pub mod generators;
pub mod key;
pub mod layout;
pub mod msm;
pub mod npy;
pub mod onnx;
mod opening;
pub mod predict;
pub mod program;
pub mod prove;
pub mod quantiser;
mod relations;
pub mod roots;
pub mod sums;
pub mod transcript;
pub mod verify;
pub mod witness;

#[cfg(test)]
mod tests;
