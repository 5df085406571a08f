//! The verifier: our own, over key bytes, for this family of circuits alone.
//!
//! A proof is checked in two parts. [`Claim::reduce`] reads it and does all that needs no curve: what is
//! left is a sum of points that must be nothing. [`Sums`] adds such sums up, each times a number nobody
//! could foresee, and looks once whether the whole is nothing.

use crate::{
    gates::LOOKUPS,
    key::{Key, Shape},
    opening::{self, Residue},
    relations::{Challenges, Marks, Opened, TIED_AT_ONCE},
    roots,
    transcript::{Said, WORD},
};
use ff::{BatchInvert, Field, PrimeField};
use pasta_curves::{EqAffine, Fp};
use thiserror::Error;

/// Pieces of the quotient.
pub(crate) const PIECES: usize = 4;
/// Sets of places at which polynomials are opened.
pub(crate) const SETS: usize = 4;
/// Rows before the last one that blinds.
const BLINDING: usize = crate::circuit::BLINDING_ROWS - 1;

/// Why a proof is not taken.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Fault {
    #[error("a proof for this key has {0} bytes")]
    Length(usize),
    #[error("the claim has other inputs or outputs than the key is for")]
    Public,
    #[error("word {0} of the proof is no point")]
    Point(usize),
    #[error("word {0} of the proof is no number, or not in its only form")]
    Number(usize),
    #[error("a challenge fell on a place where nothing can be opened")]
    Place,
    #[error("the key is for circuits of another size than the others of its batch")]
    Size,
    #[error("the proof does not prove the claim")]
    False,
}

/// That the model of a key gives these outputs for these inputs.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    pub key: &'a Key,
    /// The key's bytes, hashed: part of what a proof is bound to.
    pub key_hash: [u8; 32],
    pub context: &'a [u8; 32],
    pub inputs: &'a [u8],
    pub outputs: &'a [u8],
}

/// The hash that a proof's transcript begins with.
pub fn head(key_hash: &[u8; 32], context: &[u8; 32], inputs: &[u8], outputs: &[u8]) -> [u8; 32] {
    let mut state = hasher();
    state.update(key_hash).update(context);
    for bytes in [inputs, outputs] {
        state.update(&(bytes.len() as u32).to_le_bytes()).update(bytes);
    }
    digest(&state)
}

/// The hash of a key's bytes.
pub fn key_hash(bytes: &[u8]) -> [u8; 32] {
    digest(hasher().update(bytes))
}

fn hasher() -> blake2b_simd::State {
    blake2b_simd::Params::new().hash_length(32).to_state()
}

fn digest(state: &blake2b_simd::State) -> [u8; 32] {
    let mut digest = [0; 32];
    digest.copy_from_slice(state.finalize().as_bytes());
    digest
}

impl Shape {
    /// Products over the tied columns.
    pub(crate) fn products(&self) -> usize {
        self.tied().div_ceil(TIED_AT_ONCE)
    }

    /// The words of a proof, in turns: so many points, so many numbers, and so on.
    fn proof_words(&self) -> [usize; 6] {
        let committed = self.advice() + 3 * LOOKUPS + self.products() + 1 + PIECES;
        // The public column, the prover's (the sum twice), the model's, the random one, the tied ones.
        let columns = 1 + self.advice() + 1 + self.fixed() + 1 + self.tied();
        let opened = columns + 3 * self.products() - 1 + 5 * LOOKUPS;
        [committed, opened, 1, SETS, 1 + 2 * self.k as usize, 2]
    }

    /// Words of a proof that are points.
    pub fn proof_points(&self) -> usize {
        self.proof_words().into_iter().step_by(2).sum()
    }

    /// Words of a proof that are numbers.
    pub fn proof_numbers(&self) -> usize {
        self.proof_words().into_iter().skip(1).step_by(2).sum()
    }

    /// Where in a proof its points are.
    fn point_places(&self) -> impl Iterator<Item = usize> {
        let [committed, opened, together, sets, rounds, _] = self.proof_words();
        let second = committed + opened;
        let third = second + together + sets;
        (0..committed).chain(second..second + together).chain(third..third + rounds)
    }

    /// A claim and a proof have the lengths that a key of this shape asks for.
    pub fn check_lengths(&self, inputs: &[u8], outputs: &[u8], proof: &[u8]) -> Result<(), Fault> {
        if inputs.len() != self.inputs || outputs.len() != self.outputs {
            return Err(Fault::Public);
        }
        if proof.len() != self.proof_bytes() {
            return Err(Fault::Length(self.proof_bytes()));
        }
        Ok(())
    }

    /// Bytes of every proof for a key of this shape.
    pub fn proof_bytes(&self) -> usize {
        WORD * (self.proof_points() + self.proof_numbers())
    }
}

/// Reads a proof, word by word.
pub(crate) struct Reader<'a> {
    pub said: Said,
    pub words: std::slice::ChunksExact<'a, u8>,
    /// All points of the proof, in the order in which it brings them.
    points: std::vec::IntoIter<EqAffine>,
    read: usize,
}

impl<'a> Reader<'a> {
    /// Begins with the proof of a claim, of which only the length is known to be right.
    fn new(shape: &Shape, head: &[u8; 32], proof: &'a [u8]) -> Result<Self, Fault> {
        let places: Vec<usize> = shape.point_places().collect();
        let words = places.iter().map(|place| &proof[WORD * place..WORD * (place + 1)]);
        let points = roots::points(words).map_err(|index| Fault::Point(places[index]))?;
        let words = proof.chunks_exact(WORD);
        Ok(Self { said: Said::after(head), words, points: points.into_iter(), read: 0 })
    }

    fn word(&mut self) -> &'a [u8] {
        self.read += 1;
        // The proof's length was checked to be all that is read.
        self.words.next().unwrap_or(&[])
    }

    pub fn point(&mut self) -> EqAffine {
        let word = self.word();
        self.said.point(word);
        // As many were decoded as are read.
        self.points.next().unwrap_or_default()
    }

    fn points(&mut self, count: usize) -> Vec<EqAffine> {
        (0..count).map(|_| self.point()).collect()
    }

    pub fn number(&mut self) -> Result<Fp, Fault> {
        let word = self.word();
        self.said.number(word);
        let mut repr = [0; WORD];
        if word.len() == WORD {
            repr.copy_from_slice(word);
        }
        Option::from(Fp::from_repr(repr)).ok_or(Fault::Number(self.read - 1))
    }

    pub fn numbers(&mut self, count: usize) -> Result<Vec<Fp>, Fault> {
        (0..count).map(|_| self.number()).collect()
    }
}

/// Commitments that a proof brings, in the order in which it does.
pub(crate) struct Committed {
    pub advice: Vec<EqAffine>,
    /// Of each lookup: what is looked up and where, each sorted.
    pub sorted: Vec<[EqAffine; 2]>,
    pub products: Vec<EqAffine>,
    pub lookup_products: Vec<EqAffine>,
    pub random: EqAffine,
    pub pieces: Vec<EqAffine>,
}

/// Where polynomials are opened, and what the verifier knows of these places.
pub(crate) struct Places {
    pub x: Fp,
    pub before: Fp,
    pub next: Fp,
    pub last: Fp,
    /// x to the number of rows.
    pub xn: Fp,
    /// One over that less one.
    pub inverse: Fp,
    marks: Marks<Fp>,
}

impl Reader<'_> {
    fn commitments(&mut self, shape: &Shape) -> (Committed, Challenges, Fp) {
        let advice = self.points(shape.advice());
        let theta = self.said.challenge();
        let sorted = (0..LOOKUPS).map(|_| [self.point(), self.point()]).collect();
        let beta = self.said.challenge();
        let gamma = self.said.challenge();
        let products = self.points(shape.products());
        let lookup_products = self.points(LOOKUPS);
        let random = self.point();
        let y = self.said.challenge();
        let pieces = self.points(PIECES);
        let x = self.said.challenge();
        let said = Committed { advice, sorted, products, lookup_products, random, pieces };
        (said, Challenges { theta, beta, gamma, y }, x)
    }
}

impl Places {
    fn of(shape: &Shape, x: Fp) -> Result<Self, Fault> {
        let omega = omega(shape.k);
        let omega_inverse = Option::<Fp>::from(omega.invert()).ok_or(Fault::Place)?;
        let rows = 1u64 << shape.k;
        let xn = x.pow_vartime([rows]);
        // Lagrange's polynomial of row r is (x^n - 1) / n * w^r / (x - w^r): from row -6 to row 0.
        let back = BLINDING + 1;
        let mut places = Vec::with_capacity(back + 1);
        let mut place = Fp::ONE;
        for _ in 0..=back {
            places.push(place);
            place *= omega_inverse;
        }
        let mut inverses: Vec<Fp> = places.iter().map(|place| x - place).collect();
        inverses.push(xn - Fp::ONE);
        if inverses.iter().any(|value| bool::from(value.is_zero())) {
            return Err(Fault::Place);
        }
        inverses.iter_mut().batch_invert();
        let inverse = inverses.pop().unwrap_or(Fp::ZERO);
        let scale = (xn - Fp::ONE) * Fp::TWO_INV.pow_vartime([u64::from(shape.k)]);
        let rows: Vec<Fp> =
            places.iter().zip(&inverses).map(|(place, inverse)| scale * place * inverse).collect();
        Ok(Self {
            x,
            before: x * omega_inverse,
            next: x * omega,
            last: x * places[back],
            xn,
            inverse,
            marks: Marks {
                place: x,
                first_row: rows[0],
                last_row: rows[back],
                blinded_rows: rows[1..back].iter().sum(),
            },
        })
    }
}

/// The root of unity whose powers are the rows.
pub(crate) fn omega(k: u32) -> Fp {
    (k..Fp::S).fold(Fp::ROOT_OF_UNITY, |root, _| root.square())
}

impl Claim<'_> {
    /// What a proof of it begins with, and what a batch knows it by.
    pub fn head(&self) -> [u8; 32] {
        head(&self.key_hash, self.context, self.inputs, self.outputs)
    }

    /// All of a proof that can be checked without adding up points; what is left to add up.
    pub fn reduce(&self, proof: &[u8]) -> Result<Residue, Fault> {
        let shape = self.key.shape;
        shape.check_lengths(self.inputs, self.outputs, proof)?;
        let mut reader = Reader::new(&shape, &self.head(), proof)?;
        let (said, challenges, x) = reader.commitments(&shape);
        let opened = Opened::read(&shape, || reader.number())?;
        let places = Places::of(&shape, x)?;
        let all = opened.relations(&shape, &places.marks, &challenges);
        let sum = all.into_iter().fold(Fp::ZERO, |sum, each| sum * challenges.y + each);
        let quotient = sum * places.inverse;
        opening::reduce(self.key, &mut reader, &said, &opened, quotient, &places)
    }
}
