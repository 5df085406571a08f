//! The points that commitments are sums of. They are hashed to the curve, so that nobody knows a relation
//! between them, and everyone has the same.

use crate::{key::SIZES, roots};
use group::Curve;
use halo2_proofs::poly::commitment::Params;
use pasta_curves::{arithmetic::CurveExt, Eq, EqAffine};
use std::sync::OnceLock;

/// What they are hashed with: `halo2_proofs` has the same.
const DOMAIN: &str = "Halo2-Parameters";

/// What a verifier needs: the generators for coefficients, which are the same for circuits of all sizes
/// but for their number, for what hides a polynomial, and for what its value is claimed to be.
pub struct Basis {
    pub coefficients: Vec<EqAffine>,
    pub blinding: EqAffine,
    pub product: EqAffine,
}

/// Those of this process, once they are made.
static BASIS: OnceLock<Basis> = OnceLock::new();

impl Basis {
    /// Those for circuits of up to 2^k rows.
    pub fn new(k: u32) -> Self {
        let hasher = Eq::hash_to_curve(DOMAIN);
        let mut points: Vec<Eq> = (0..1u32 << k)
            .map(|index| {
                let mut message = [0; 5];
                message[1..].copy_from_slice(&index.to_le_bytes());
                hasher(&message)
            })
            .collect();
        points.extend([hasher(&[1]), hasher(&[2])]);
        let mut coefficients = vec![EqAffine::default(); points.len()];
        Eq::batch_normalize(&points, &mut coefficients);
        Self::from_points(coefficients).expect("two more were added")
    }

    /// From all points, that for blinding and that for products last.
    fn from_points(mut points: Vec<EqAffine>) -> Option<Self> {
        let (product, blinding) = (points.pop()?, points.pop()?);
        Some(Self { coefficients: points, blinding, product })
    }

    /// Those of this process, for circuits of all sizes. They are made when they are first asked for, in a
    /// third of a second.
    pub fn get() -> &'static Self {
        BASIS.get_or_init(|| Self::new(*SIZES.end()))
    }
}

/// What a prover needs, for circuits of one size.
pub struct Generators {
    pub k: u32,
    /// As `halo2_proofs` wants them, which tests compare with.
    pub params: Params<EqAffine>,
    /// For a polynomial's coefficients.
    pub coefficients: Vec<EqAffine>,
    /// For its values at the rows.
    pub rows: Vec<EqAffine>,
    /// For what hides it.
    pub blinding: EqAffine,
    /// For what its value is claimed to be.
    pub product: EqAffine,
}

impl Generators {
    /// Those for circuits of 2^k rows.
    pub fn new(k: u32) -> Self {
        let params = Params::new(k);
        let mut bytes = Vec::new();
        params.write(&mut bytes).expect("memory takes whatever is written");
        let points = roots::points(bytes[4..].chunks(32)).expect("generators are points");
        let size = 1 << k;
        Self {
            k,
            params,
            coefficients: points[..size].to_vec(),
            rows: points[size..2 * size].to_vec(),
            blinding: points[2 * size],
            product: points[2 * size + 1],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use group::GroupEncoding;

    #[test]
    fn generators_should_be_the_ones_of_halo2_and_never_change() {
        let basis = Basis::get();
        let mut state = blake2b_simd::Params::new().hash_length(32).to_state();
        for point in basis.coefficients.iter().chain([&basis.blinding, &basis.product]) {
            state.update(point.to_bytes().as_ref());
        }
        let hash = state.finalize().to_hex();
        assert_eq!(
            hash.as_str(),
            "f5782a033ce7700fa00aa0a69beb259f3eee6f11f99ed9e34efc6e1d5e3b78bd"
        );

        let generators = Generators::new(11);
        assert_eq!(generators.coefficients, basis.coefficients[..1 << 11]);
        assert_eq!(generators.blinding, basis.blinding);
        assert_eq!(generators.product, basis.product);
    }
}
