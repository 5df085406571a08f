//! What must hold in every row, written once: the circuit asks it of expressions, the verifier of the
//! values that a proof opens.

use ff::Field;
use pasta_curves::Fp;
use std::ops::{Add, Mul, Sub};

/// Something that gates can be written about.
pub trait Value:
    Clone + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Mul<Fp, Output = Self>
{
    fn constant(value: Fp) -> Self;
}

impl Value for Fp {
    fn constant(value: Fp) -> Self {
        value
    }
}

impl Value for halo2_proofs::plonk::Expression<Fp> {
    fn constant(value: Fp) -> Self {
        Self::Constant(value)
    }
}

/// A row's cells. First what the prover fills in, then what is fixed with the model.
#[derive(Clone, Debug)]
pub struct Cells<V> {
    pub terms: Vec<V>,
    pub sum: V,
    pub sum_before: V,
    pub limb0: V,
    pub limb1: V,
    pub low: V,
    pub far: V,
    pub side: V,
    pub tie: V,
    /// The inverse of what is shifted away, where that is not zero.
    pub inverse: V,
    pub looked: V,
    pub out: V,

    pub weights: Vec<V>,
    pub bias: V,
    pub cont: V,
    /// The row adds up.
    pub adds: V,
    /// Two to the shift, where a sum is complete; zero elsewhere.
    pub scale: V,
    /// The row takes a maximum.
    pub takes_max: V,
    /// The row keeps the best score.
    pub takes_best: V,
    pub tag: V,
    pub bits0: V,
    pub bits1: V,
    pub table: [V; 4],
}

/// All of these are zero.
pub fn gates<V: Value>(cells: &Cells<V>) -> Vec<V> {
    let mut gates = vec![adds_up(cells)];
    gates.extend(quotient(cells));
    gates.extend(max(cells));
    gates.extend(best(cells));
    gates
}

fn number<V: Value>(value: u64) -> V {
    V::constant(Fp::from(value))
}

fn adds_up<V: Value>(cells: &Cells<V>) -> V {
    let before = cells.cont.clone() * cells.sum_before.clone();
    let products = cells.terms.iter().zip(&cells.weights);
    let sum = products.fold(cells.bias.clone() + before, |sum, (term, weight)| {
        sum + weight.clone() * term.clone()
    });
    cells.adds.clone() * (cells.sum.clone() - sum)
}

/// The sum is the quotient times the scale and the rest; the quotient is the offset, and a byte, or
/// further off on one side.
fn quotient<V: Value>(cells: &Cells<V>) -> [V; 5] {
    let one = || number::<V>(1);
    let [scale, side, tie, low] = [&cells.scale, &cells.side, &cells.tie, &cells.low].map(V::clone);
    let rest = two(&cells.limb0, &cells.limb1);
    let top =
        number::<V>(crate::layout::OFFSET as u64) + side.clone() * (one() + cells.far.clone());
    let high = top * Fp::from(256) + low;
    let outside = side.clone() * side.clone();
    // 255 above, 0 below, what was looked up between.
    let half = Fp::from(2).invert().expect("two has an inverse");
    let clamped = (one() - outside.clone()) * cells.looked.clone()
        + (outside.clone() + side.clone()) * (half * Fp::from(255));
    [
        scale.clone() * (cells.sum.clone() - high * scale.clone() - rest.clone()),
        scale.clone() * (outside * side.clone() - side),
        scale.clone() * tie.clone() * rest.clone(),
        scale.clone() * (rest * cells.inverse.clone() - one() + tie),
        scale * (cells.out.clone() - clamped),
    ]
}

/// No value is greater than what the row gives, and one of them is it.
fn max<V: Value>(cells: &Cells<V>) -> Vec<V> {
    let below = [&cells.limb0, &cells.limb1, &cells.far, &cells.low];
    let each = below.iter().zip(&cells.terms).map(|(below, term)| {
        cells.takes_max.clone() * (cells.out.clone() - term.clone() - (*below).clone())
    });
    let product = below.iter().fold(cells.takes_max.clone(), |all, one| all * (*one).clone());
    each.chain([product]).collect()
}

/// Neither the best score before nor this row's is greater, and one of them is it.
fn best<V: Value>(cells: &Cells<V>) -> [V; 3] {
    let (takes_best, sum) = (cells.takes_best.clone(), cells.sum.clone());
    let before = cells.cont.clone() * cells.sum_before.clone();
    let score = cells.terms[0].clone() * Fp::from(256) + cells.bias.clone();
    let (over_before, over_score) = (two(&cells.limb0, &cells.limb1), two(&cells.far, &cells.low));
    [
        takes_best.clone() * (sum.clone() - before - over_before.clone()),
        takes_best.clone() * (sum - score - over_score.clone()),
        takes_best * over_before * over_score,
    ]
}

/// A number of two limbs, the lower one first.
fn two<V: Value>(low: &V, high: &V) -> V {
    low.clone() + high.clone() * Fp::from(256)
}

/// How often each row looks into the table.
pub const LOOKUPS: usize = 4;

/// What each row must find in the table: pairs of what is looked up and where.
pub fn lookups<V: Value>(cells: &Cells<V>) -> [Vec<(V, V)>; LOOKUPS] {
    let [tag, value, tie, result] = cells.table.clone();
    let limb = |bits: V, limb: &V| vec![(bits, tag.clone()), (limb.clone(), value.clone())];
    [
        limb(cells.bits0.clone(), &cells.limb0),
        limb(cells.bits1.clone(), &cells.limb1),
        limb(number(u64::from(crate::layout::LIMB_BITS)), &cells.far),
        vec![
            (cells.tag.clone(), tag.clone()),
            (cells.low.clone(), value.clone()),
            (cells.tie.clone(), tie),
            (cells.looked.clone(), result),
        ],
    ]
}

/// The table that rows look into: a tag, a value, whether there is a tie, and a result.
pub fn table(tables: &[[u8; 256]]) -> Vec<[u64; 4]> {
    use crate::layout::{Tag, LIMB_BITS};

    let mut rows = Vec::new();
    for bits in 0..=LIMB_BITS {
        rows.extend((0..1 << bits).map(|value| [u64::from(bits), value, 0, 0]));
    }
    for low in 0..256 {
        rows.push([Tag::Rounded.number(), low, 0, low]);
        rows.push([Tag::Rounded.number(), low, 1, low - (low & 1)]);
        rows.push([Tag::Exact.number(), low, 1, low]);
    }
    for (index, table) in tables.iter().enumerate() {
        let tag = Tag::Table(index as u8).number();
        rows.extend((0..256).map(|at| [tag, at, 1, u64::from(table[at as usize])]));
    }
    rows
}
