//! What flows between nodes while a program is made of them.

use super::graph::Tensor;
use crate::program::{Term, Wire};

/// A tensor.
#[derive(Clone, Debug)]
pub enum Value {
    /// Known with the model.
    Constant(Tensor),
    /// Known with the model, and quantised.
    Weights(Weights),
    /// An input of floats, which its `QuantizeLinear` will say how to write in bytes.
    Floats {
        input: usize,
        shape: Vec<usize>,
    },
    Bytes(Bytes),
    Real(Real),
    /// Places that a maximum was found at.
    Places(Bytes),
}

impl Value {
    /// How many wires it names. Sums and weights are counted where they are made.
    pub fn wires(&self) -> usize {
        match self {
            Self::Bytes(bytes) | Self::Places(bytes) => bytes.wires.len(),
            Self::Real(Real { reals: Reals::View(View { wires, .. }), .. })
            | Self::Real(Real { reals: Reals::Mapped(Mapped { wires, .. }), .. }) => wires.len(),
            _ => 0,
        }
    }
}

/// A tensor of u8 or i8; a wire carries an i8 with 128 added to it.
#[derive(Clone, Debug)]
pub struct Bytes {
    pub shape: Vec<usize>,
    pub wires: Vec<Wire>,
    pub signed: bool,
}

/// Whole numbers, each times a power of two that depends on its place along an axis.
#[derive(Clone, Debug)]
pub struct Weights {
    pub shape: Vec<usize>,
    pub numbers: Vec<i64>,
    pub axis: usize,
    /// One for all, or one for each place along the axis.
    pub exponents: Vec<i32>,
}

impl Weights {
    /// The exponent at a place along the axis.
    pub fn exponent(&self, place: usize) -> i32 {
        self.exponents[if self.exponents.len() == 1 { 0 } else { place }]
    }
}

/// A tensor of reals.
#[derive(Clone, Debug)]
pub struct Real {
    pub shape: Vec<usize>,
    pub reals: Reals,
}

/// Reals that are computed exactly, until they are quantised.
#[derive(Clone, Debug)]
pub enum Reals {
    View(View),
    Sums(Vec<Sum>),
    Mapped(Mapped),
}

/// Bytes seen as reals: 2^exponent times what a byte is above zero.
#[derive(Clone, Debug)]
pub struct View {
    pub wires: Vec<Wire>,
    pub exponent: i32,
    pub zero: i64,
}

/// 2^exponent times a sum.
#[derive(Clone, Debug)]
pub struct Sum {
    pub terms: Vec<Term>,
    pub bias: i64,
    pub exponent: i32,
    /// How far from zero it may be, and all sums on the way to it, whatever their order: as reals,
    /// before zero points become part of the bias.
    pub reach: u64,
    /// Below zero it counts as zero.
    pub rectified: bool,
}

/// Bytes seen through a function.
#[derive(Clone, Debug)]
pub struct Mapped {
    pub wires: Vec<Wire>,
    /// What each byte stands for.
    pub reals: Box<[f64; 256]>,
    /// The function has no rounding error.
    pub exact: bool,
}

impl View {
    pub fn map(&self) -> Mapped {
        let mut reals = Box::new([0.0; 256]);
        for (byte, real) in reals.iter_mut().enumerate() {
            *real = (byte as f64 - self.zero as f64) * f64::from(self.exponent).exp2();
        }
        Mapped { wires: self.wires.clone(), reals, exact: true }
    }
}

impl Real {
    /// These reals through a function. Every step of an exact one is.
    pub fn mapped(&self, exact: bool, f: impl Fn(f64) -> f64) -> Result<Self, String> {
        let mut mapped = match &self.reals {
            Reals::View(view) => view.map(),
            Reals::Mapped(mapped) => mapped.clone(),
            Reals::Sums(_) => return Err("what it reads must be quantised before".into()),
        };
        mapped.reals.iter_mut().for_each(|real| *real = f(*real));
        mapped.exact &= exact;
        Ok(Self { shape: self.shape.clone(), reals: Reals::Mapped(mapped) })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.reals {
            Reals::View(view) => view.wires.len(),
            Reals::Sums(sums) => sums.len(),
            Reals::Mapped(mapped) => mapped.wires.len(),
        }
    }

    /// How much memory they take, in wires or terms.
    pub fn size(&self) -> usize {
        match &self.reals {
            Reals::Sums(sums) => sums.iter().map(|sum| 1 + sum.terms.len()).sum(),
            _ => self.len(),
        }
    }

    /// The same reals in the order in which `places` names them, of another shape.
    pub fn rearranged(&self, shape: Vec<usize>, places: &[usize]) -> Self {
        let wires = |wires: &[Wire]| places.iter().map(|place| wires[*place]).collect();
        let reals = match &self.reals {
            Reals::View(view) => Reals::View(View { wires: wires(&view.wires), ..view.clone() }),
            Reals::Mapped(mapped) => {
                Reals::Mapped(Mapped { wires: wires(&mapped.wires), ..mapped.clone() })
            },
            Reals::Sums(sums) => {
                Reals::Sums(places.iter().map(|place| sums[*place].clone()).collect())
            },
        };
        Self { shape, reals }
    }
}

/// The exponent of a power of two.
pub fn exponent_of(scale: f32) -> Option<i32> {
    let bits = scale.to_bits();
    let exponent = (bits >> 23) as i32 - 127;
    // No sign, nothing after the leading one, and far from where floats end.
    (bits & 0x7f_ffff == 0 && (-30..=30).contains(&exponent)).then_some(exponent)
}
