//! The conversation that a proof writes down: what the prover said, and the challenges it got, which
//! are hashes of all that was said before.
//!
//! It begins with the *head*: a hash of the key, the context, the inputs and the outputs. So a proof
//! belongs to all of them. `halo2_proofs` would have the key's Debug text and commitments to the
//! public values there instead; its calls for those are taken and ignored.

use blake2b_simd::{Params, State};
use ff::{FromUniformBytes, PrimeField};
use group::GroupEncoding;
use halo2_proofs::transcript::{Challenge255, EncodedChallenge, Transcript, TranscriptWrite};
use pasta_curves::{EqAffine, Fp};
use std::io;

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

/// A prover's side: the bytes of the proof gather here.
pub struct Writer<F> {
    said: Said,
    pub proof: Vec<u8>,
    length: usize,
    goes_on: F,
}

impl<F: FnMut(f32) -> bool> Writer<F> {
    /// For a proof of `length` bytes. `goes_on` hears which part of it is written.
    pub fn new(head: &[u8; 32], length: usize, goes_on: F) -> Self {
        Self { said: Said::after(head), proof: Vec::with_capacity(length), length, goes_on }
    }

    fn write(&mut self, word: &[u8]) -> io::Result<()> {
        self.proof.extend_from_slice(word);
        if (self.goes_on)(self.proof.len() as f32 / self.length as f32) {
            Ok(())
        } else {
            Err(io::Error::other("the proof was called off"))
        }
    }
}

impl<F: FnMut(f32) -> bool> Transcript<EqAffine, Challenge255<EqAffine>> for Writer<F> {
    fn squeeze_challenge(&mut self) -> Challenge255<EqAffine> {
        Challenge255::new(&self.said.squeeze())
    }

    /// Part of the head.
    fn common_point(&mut self, _: EqAffine) -> io::Result<()> {
        Ok(())
    }

    /// Part of the head.
    fn common_scalar(&mut self, _: Fp) -> io::Result<()> {
        Ok(())
    }
}

impl<F: FnMut(f32) -> bool> TranscriptWrite<EqAffine, Challenge255<EqAffine>> for Writer<F> {
    fn write_point(&mut self, point: EqAffine) -> io::Result<()> {
        let bytes = point.to_bytes();
        self.said.point(bytes.as_ref());
        self.write(bytes.as_ref())
    }

    fn write_scalar(&mut self, scalar: Fp) -> io::Result<()> {
        let bytes = scalar.to_repr();
        self.said.number(bytes.as_ref());
        self.write(bytes.as_ref())
    }
}
