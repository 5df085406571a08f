//! Sums of points that must be nothing, and the generators that all proofs of a size share.

use crate::{
    opening::Residue,
    verify::{Claim, Fault},
};
use blake2b_simd::Params as Blake2b;
use ff::{Field, FromUniformBytes};
use group::Group;
use halo2_proofs::{arithmetic::best_multiexp, poly::commitment::Params};
use pasta_curves::{Eq, EqAffine, Fp};
use std::collections::BTreeMap;

/// Points that nobody knows a relation of: hashed to the curve, the same for everyone.
pub struct Generators {
    pub k: u32,
    /// As the prover wants them.
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
        let points: Vec<EqAffine> = bytes[4..]
            .chunks(32)
            .map(|bytes| crate::key::point(bytes).expect("generators are points"))
            .collect();
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

    /// The commitment to a column with these values, hidden by one: the same for everyone.
    pub fn commit(&self, values: &[Fp]) -> Eq {
        best_multiexp(values, &self.rows[..values.len()]) + self.blinding
    }
}

/// Several sums, added up.
pub struct Sums<'a> {
    generators: &'a Generators,
    coefficients: Vec<Fp>,
    rows: Vec<Fp>,
    blinding: Fp,
    product: Fp,
    keys: BTreeMap<[u8; 32], (Vec<Fp>, Vec<EqAffine>)>,
    others: Vec<(Fp, EqAffine)>,
}

impl<'a> Sums<'a> {
    pub fn new(generators: &'a Generators) -> Self {
        Self {
            generators,
            coefficients: vec![Fp::ZERO; 1 << generators.k],
            rows: Vec::new(),
            blinding: Fp::ZERO,
            product: Fp::ZERO,
            keys: BTreeMap::new(),
            others: Vec::new(),
        }
    }

    /// Adds what is left of the proof of `claim`, `factor` times.
    pub fn add(&mut self, factor: Fp, claim: &Claim<'_>, residue: &Residue) {
        self.coefficients[0] += factor * residue.first;
        self.add_rounds(factor * residue.scale, &residue.rounds);
        let public = factor * residue.public;
        let values = claim.inputs.iter().chain(claim.outputs);
        self.rows.resize(self.rows.len().max(claim.inputs.len() + claim.outputs.len()), Fp::ZERO);
        for (sum, value) in self.rows.iter_mut().zip(values) {
            *sum += public * Fp::from(u64::from(*value));
        }
        // A commitment to public values is blinded by one.
        self.blinding += factor * residue.blinding + public;
        self.product += factor * residue.product;
        let (sums, _) = self.keys.entry(claim.key_hash).or_insert_with(|| {
            let points: Vec<_> = claim.key.fixed.iter().chain(&claim.key.tied).copied().collect();
            (vec![Fp::ZERO; points.len()], points)
        });
        for (sum, share) in sums.iter_mut().zip(&residue.key) {
            *sum += factor * share;
        }
        self.others.extend(residue.proof.iter().map(|(share, point)| (factor * share, *point)));
    }

    /// Adds the coefficients of the product of all 1 + u X^(2^i), the last u first, `scale` times.
    fn add_rounds(&mut self, scale: Fp, rounds: &[Fp]) {
        let mut coefficients = Vec::with_capacity(self.coefficients.len());
        coefficients.push(scale);
        for round in rounds.iter().rev() {
            for index in 0..coefficients.len() {
                coefficients.push(coefficients[index] * round);
            }
        }
        for (sum, each) in self.coefficients.iter_mut().zip(coefficients) {
            *sum += each;
        }
    }

    /// Whether all of it together is nothing.
    pub fn is_nothing(self) -> bool {
        let Self { generators, mut coefficients, rows, blinding, product, keys, others } = self;
        let mut points = generators.coefficients.clone();
        points.extend_from_slice(&generators.rows[..rows.len()]);
        coefficients.extend(rows);
        points.extend([generators.blinding, generators.product]);
        coefficients.extend([blinding, product]);
        for (sums, key) in keys.into_values() {
            coefficients.extend(sums);
            points.extend(key);
        }
        for (share, point) in others {
            coefficients.push(share);
            points.push(point);
        }
        bool::from(best_multiexp::<EqAffine>(&coefficients, &points).is_identity())
    }
}

/// Numbers of 128 bits that nobody can foresee before all that is verified together is fixed.
pub struct Factors {
    seed: [u8; 64],
    count: u64,
}

impl Factors {
    pub fn of<'a>(claims: impl Iterator<Item = (&'a Claim<'a>, &'a [u8])>) -> Self {
        let mut state = Blake2b::new().hash_length(64).personal(b"OPG batch, v1   ").to_state();
        for (claim, proof) in claims {
            let head =
                crate::verify::head(&claim.key_hash, claim.context, claim.inputs, claim.outputs);
            state.update(&head).update(&(proof.len() as u32).to_le_bytes()).update(proof);
        }
        Self { seed: *state.finalize().as_array(), count: 0 }
    }
}

impl Iterator for Factors {
    type Item = Fp;

    fn next(&mut self) -> Option<Fp> {
        let mut state = Blake2b::new().hash_length(16).to_state();
        state.update(&self.seed).update(&self.count.to_le_bytes());
        self.count += 1;
        let mut wide = [0; 64];
        wide[..16].copy_from_slice(state.finalize().as_bytes());
        Some(Fp::from_uniform_bytes(&wide))
    }
}

/// Checks that all of these proofs prove their claims: all or nothing. Keys must be of the generators'
/// size.
pub fn verify(generators: &Generators, all: &[(Claim<'_>, &[u8])]) -> Result<(), Fault> {
    let mut sums = Sums::new(generators);
    let factors = Factors::of(all.iter().map(|(claim, proof)| (claim, *proof)));
    for ((claim, proof), factor) in all.iter().zip(factors) {
        if claim.key.shape.k != generators.k {
            return Err(Fault::Size);
        }
        sums.add(factor, claim, &claim.reduce(proof)?);
    }
    if sums.is_nothing() {
        Ok(())
    } else {
        Err(Fault::False)
    }
}
