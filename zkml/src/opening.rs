//! The last part of a proof: that all its polynomials have the values it says, at their places.
//!
//! Polynomials opened at the same set of places are first added up into one, each times another power
//! of a challenge; these few are then opened together. What remains to be checked is a sum of points.

use crate::{
    key::Key,
    relations::Opened,
    verify::{Committed, Fault, Places, Reader, PIECES, SETS},
};
use ff::{BatchInvert, Field};
use pasta_curves::{EqAffine, Fp};

/// A sum of points that must be nothing, without the generators that all proofs share.
#[derive(Clone, Debug, Default)]
pub struct Residue {
    /// Points of the proof, and how often they count.
    pub proof: Vec<(Fp, EqAffine)>,
    /// How often the key's points count: first the fixed, then the tied ones.
    pub key: Vec<Fp>,
    /// How often the public values' polynomial counts.
    pub public: Fp,
    /// How often the first generator, that of blinding and that of products count.
    pub first: Fp,
    pub blinding: Fp,
    pub product: Fp,
    /// The generators count as often as the coefficients of the product of 1 + u X^(2^i), with the
    /// last of these first, times this.
    pub rounds: Vec<Fp>,
    pub scale: Fp,
}

/// What was committed to, where it can be found again.
#[derive(Clone, Copy)]
enum Source {
    Public,
    Proof(EqAffine),
    Key(usize),
    /// The quotient, in pieces.
    Quotient,
}

/// A polynomial, the set of places at which it is opened, and what it is there.
struct Opening {
    source: Source,
    set: usize,
    values: [Fp; 3],
}

/// At x; there and one before; there, one after and at the last place; there and one after.
const HERE: usize = 0;
const WITH_BEFORE: usize = 1;
const WITH_NEXT_AND_LAST: usize = 2;
const WITH_NEXT: usize = 3;

fn opening(source: Source, set: usize, values: &[Fp]) -> Opening {
    let mut all = [Fp::ZERO; 3];
    all[..values.len()].copy_from_slice(values);
    Opening { source, set, values: all }
}

/// All polynomials, in the order in which powers are given out, last first.
fn openings(key: &Key, said: &Committed, opened: &Opened<Fp>, quotient: Fp) -> Vec<Opening> {
    let width = key.shape.width;
    let mut all = vec![opening(Source::Public, HERE, &[opened.public])];
    // The sum comes after the terms and what a row gives, and is opened twice.
    let sum = width + 1;
    for (index, point) in said.advice.iter().enumerate() {
        let value = |index: usize| opened.advice[index];
        let source = Source::Proof(*point);
        all.push(match index {
            _ if index < sum => opening(source, HERE, &[value(index)]),
            _ if index == sum => opening(source, WITH_BEFORE, &[value(sum), value(sum + 1)]),
            _ => opening(source, HERE, &[value(index + 1)]),
        });
    }
    for (point, (here, next, last)) in said.products.iter().zip(&opened.products) {
        let source = Source::Proof(*point);
        all.push(match last {
            Some(last) => opening(source, WITH_NEXT_AND_LAST, &[*here, *next, *last]),
            None => opening(source, WITH_NEXT, &[*here, *next]),
        });
    }
    for ((product, [input, table]), lookup) in
        said.lookup_products.iter().zip(&said.sorted).zip(&opened.lookups)
    {
        let products = [lookup.product, lookup.product_next];
        all.push(opening(Source::Proof(*product), WITH_NEXT, &products));
        let inputs = [lookup.input, lookup.input_before];
        all.push(opening(Source::Proof(*input), WITH_BEFORE, &inputs));
        all.push(opening(Source::Proof(*table), HERE, &[lookup.table]));
    }
    for (index, value) in opened.fixed.iter().chain(&opened.tied).enumerate() {
        all.push(opening(Source::Key(index), HERE, &[*value]));
    }
    all.push(opening(Source::Quotient, HERE, &[quotient]));
    all.push(opening(Source::Proof(said.random), HERE, &[opened.random]));
    all
}

/// Reads the rest of a proof and reduces it to a sum of points.
pub fn reduce(
    key: &Key,
    reader: &mut Reader<'_>,
    said: &Committed,
    opened: &Opened<Fp>,
    quotient: Fp,
    places: &Places,
) -> Result<Residue, Fault> {
    let x1 = reader.said.challenge();
    let x2 = reader.said.challenge();
    let mut all = openings(key, said, opened, quotient);
    let mut powers = [Fp::ONE; SETS];
    let mut values = [[Fp::ZERO; 3]; SETS];
    // From the last on: each with its set's next power of x1.
    let weights: Vec<Fp> = all
        .iter()
        .rev()
        .map(|opening| {
            let power = powers[opening.set];
            powers[opening.set] *= x1;
            for (sum, value) in values[opening.set].iter_mut().zip(opening.values) {
                *sum += value * power;
            }
            power
        })
        .collect();
    all.reverse();

    let together = reader.point();
    let x3 = reader.said.challenge();
    let claimed = reader.numbers(SETS)?;
    let value = combine(places, x2, x3, &values, &claimed)?;
    let x4 = reader.said.challenge();
    let value = claimed.iter().fold(value, |value, claimed| value * x4 + claimed);

    let mut residue =
        Residue { key: vec![Fp::ZERO; key.fixed.len() + key.tied.len()], ..Residue::default() };
    // Of each set, and of what was opened together.
    let mut shares = [Fp::ONE; SETS + 1];
    for index in (0..SETS).rev() {
        shares[index] = shares[index + 1] * x4;
    }
    residue.proof.push((shares[0], together));
    for (opening, weight) in all.iter().zip(weights) {
        let share = weight * shares[opening.set + 1];
        match opening.source {
            Source::Public => residue.public += share,
            Source::Proof(point) => residue.proof.push((share, point)),
            Source::Key(index) => residue.key[index] += share,
            Source::Quotient => {
                let mut share = share;
                for piece in &said.pieces {
                    residue.proof.push((share, *piece));
                    share *= places.xn;
                }
            },
        }
    }
    debug_assert_eq!(said.pieces.len(), PIECES);
    open(key.shape.k, reader, residue, x3, value)
}

/// What the polynomial opened together must be at x3.
fn combine(
    places: &Places,
    x2: Fp,
    x3: Fp,
    values: &[[Fp; 3]; SETS],
    claimed: &[Fp],
) -> Result<Fp, Fault> {
    let Places { x, before, next, last, .. } = *places;
    let sets: [&[Fp]; SETS] = [&[x], &[x, before], &[x, next, last], &[x, next]];
    let mut sum = Fp::ZERO;
    for ((places, values), claimed) in sets.iter().zip(values).zip(claimed) {
        let mut rest = *claimed;
        // Lagrange's interpolation through the set's places, at x3.
        for (index, place) in places.iter().enumerate() {
            let (mut over, mut under) = (values[index], Fp::ONE);
            for (_, other) in places.iter().enumerate().filter(|(other, _)| *other != index) {
                over *= x3 - other;
                under *= *place - other;
            }
            rest -= over * invert(under)?;
        }
        let all = places.iter().fold(Fp::ONE, |all, place| all * (x3 - place));
        sum = sum * x2 + rest * invert(all)?;
    }
    Ok(sum)
}

fn invert(value: Fp) -> Result<Fp, Fault> {
    Option::from(value.invert()).ok_or(Fault::Place)
}

/// The inner-product argument: the polynomial is `value` at `place`.
fn open(
    k: u32,
    reader: &mut Reader<'_>,
    mut residue: Residue,
    place: Fp,
    value: Fp,
) -> Result<Residue, Fault> {
    residue.first = -value;
    let hiding = reader.point();
    residue.proof.push((reader.said.challenge(), hiding));
    let z = reader.said.challenge();
    let mut pairs = Vec::with_capacity(k as usize);
    for _ in 0..k {
        let (left, right) = (reader.point(), reader.point());
        let round = reader.said.challenge();
        residue.rounds.push(round);
        pairs.push((left, right));
    }
    let mut inverses = residue.rounds.clone();
    if inverses.iter().any(|round| bool::from(round.is_zero())) {
        return Err(Fault::Place);
    }
    inverses.iter_mut().batch_invert();
    for ((left, right), (round, inverse)) in
        pairs.into_iter().zip(residue.rounds.iter().zip(inverses))
    {
        residue.proof.push((inverse, left));
        residue.proof.push((*round, right));
    }
    let c = reader.number()?;
    let blinding = reader.number()?;
    let mut power = place;
    let mut b = Fp::ONE;
    for round in residue.rounds.iter().rev() {
        b *= Fp::ONE + *round * power;
        power = power.square();
    }
    residue.scale = -c;
    residue.product = -c * b * z;
    residue.blinding = -blinding;
    Ok(residue)
}
