//! The conversation that a proof writes down: what the prover said, and the challenges it got, which
//! are hashes of all that was said before.
//!
//! It begins with the *head*: a hash of the key, the context, the inputs and the outputs. So a proof
//! belongs to all of them. `halo2_proofs` would have the key's Debug text and commitments to the
//! public values there instead.

use blake2b_simd::{Params, State};
use ff::FromUniformBytes;
use pasta_curves::Fp;

/// Bytes of a point, and of a number.
pub const WORD: usize = 32;

const POINT: u8 = 1;
const NUMBER: u8 = 2;
const CHALLENGE: u8 = 0;

/// What both sides have heard.
#[derive(Clone, Debug)]
pub struct Said(State);

impl Said {
    /// Begins with the head.
    pub fn after(head: &[u8; 32]) -> Self {
        let mut state = Params::new().hash_length(64).personal(b"OPG proof, v1   ").to_state();
        state.update(head);
        Self(state)
    }

    pub fn point(&mut self, bytes: &[u8]) {
        self.0.update(&[POINT]).update(bytes);
    }

    pub fn number(&mut self, bytes: &[u8]) {
        self.0.update(&[NUMBER]).update(bytes);
    }

    /// The next challenge.
    pub fn challenge(&mut self) -> Fp {
        Fp::from_uniform_bytes(&self.squeeze())
    }

    pub(crate) fn squeeze(&mut self) -> [u8; 64] {
        self.0.update(&[CHALLENGE]);
        *self.0.finalize().as_array()
    }
}
