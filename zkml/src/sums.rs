//! Sums of points that must be nothing, added up over all proofs of a batch.

use crate::{
    domain::Domain,
    generators::Basis,
    msm,
    opening::Residue,
    verify::{Claim, Fault},
};
use blake2b_simd::Params as Blake2b;
use ff::{Field, FromUniformBytes};
use group::Group;
use pasta_curves::{EqAffine, Fp};
use std::collections::BTreeMap;

/// Several sums, added up.
pub struct Sums<'a> {
    basis: &'a Basis,
    k: u32,
    coefficients: Vec<Fp>,
    /// Public values, by their rows.
    public: Vec<Fp>,
    blinding: Fp,
    product: Fp,
    keys: BTreeMap<[u8; 32], (Vec<Fp>, Vec<EqAffine>)>,
    others: Vec<(Fp, EqAffine)>,
}

impl<'a> Sums<'a> {
    pub fn new(basis: &'a Basis, k: u32) -> Self {
        Self {
            basis,
            k,
            coefficients: vec![Fp::ZERO; 1 << k],
            public: vec![Fp::ZERO; 1 << k],
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
        for (sum, value) in self.public.iter_mut().zip(values) {
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
        let Self { basis, k, mut coefficients, public, blinding, product, keys, others } = self;
        for (sum, value) in coefficients.iter_mut().zip(Domain::new(k).coefficients(public)) {
            *sum += value;
        }
        let mut points = basis.coefficients[..coefficients.len()].to_vec();
        points.extend([basis.blinding, basis.product]);
        coefficients.extend([blinding, product]);
        for (sums, key) in keys.into_values() {
            coefficients.extend(sums);
            points.extend(key);
        }
        for (share, point) in others {
            coefficients.push(share);
            points.push(point);
        }
        bool::from(msm::sum(&coefficients, &points).is_identity())
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
            state.update(&claim.head()).update(&(proof.len() as u32).to_le_bytes()).update(proof);
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

/// Checks that all of these proofs, whose circuits are of the same size, prove their claims: all or
/// nothing.
pub fn verify(basis: &Basis, all: &[(Claim<'_>, &[u8])]) -> Result<(), Fault> {
    find_fault(basis, all).map_err(|(_, fault)| fault)
}

/// The same, and says with which of them it ended. When all of them are added up, nobody can tell.
pub(crate) fn find_fault(basis: &Basis, all: &[(Claim<'_>, &[u8])]) -> Result<(), (usize, Fault)> {
    let Some((first, _)) = all.first() else { return Ok(()) };
    let k = first.key.shape.k;
    let mut sums = Sums::new(basis, k);
    let factors = Factors::of(all.iter().map(|(claim, proof)| (claim, *proof)));
    for (index, ((claim, proof), factor)) in all.iter().zip(factors).enumerate() {
        if claim.key.shape.k != k {
            return Err((index, Fault::Size));
        }
        let residue = claim.reduce(proof).map_err(|fault| (index, fault))?;
        sums.add(factor, claim, &residue);
    }
    if sums.is_nothing() {
        Ok(())
    } else {
        Err((all.len(), Fault::False))
    }
}
