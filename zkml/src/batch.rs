//! A batch of proofs as it comes from outside, checked whole: nothing about it is known yet, not even that
//! its bytes are keys and proofs.
//!
//! Lengths come first, for all of the batch, so that nothing is decoded that another part of the batch
//! already refuses. Keys are decoded once, however many proofs are for them.
//!
//! A chain writes down which rule a batch broke. Where it broke several, the order in which they are looked
//! at decides, and is as much part of the format as the bytes are: keys' lengths, sizes, claims' lengths,
//! idle keys; then keys' points; then claim by claim, its points before its numbers; then the sum.

use crate::{
    generators::Basis,
    key::{BadKey, Key, Shape},
    sums,
    verify::{key_hash, Claim, Fault},
};
use thiserror::Error;

/// That the model of a key gives these outputs for these inputs, and a proof of it.
#[derive(Clone, Copy, Debug)]
pub struct Submitted<'a> {
    /// Which of the batch's keys.
    pub key: usize,
    pub context: &'a [u8; 32],
    pub inputs: &'a [u8],
    pub outputs: &'a [u8],
    pub proof: &'a [u8],
}

/// Why a batch is refused as a whole.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    #[error("key {0}: {1}")]
    Key(usize, BadKey),
    #[error("no claim is about key {0}")]
    Idle(usize),
    #[error("key {0} is for circuits of another size than the first: one batch, one size")]
    Size(usize),
    #[error("claim {0} is about a key that is not in the batch")]
    NoKey(usize),
    #[error("claim {0}: {1}")]
    Claim(usize, Fault),
    #[error("not all of these proofs prove their claims")]
    False,
    #[error("nothing is claimed")]
    Empty,
}

/// Checks that all claims are proven: all or nothing.
pub fn verify(basis: &Basis, keys: &[&[u8]], claims: &[Submitted<'_>]) -> Result<(), Refusal> {
    check_lengths(keys, claims)?;
    let decode = |(index, bytes): (usize, &&[u8])| {
        let key = Key::from_bytes(bytes).map_err(|reason| Refusal::Key(index, reason))?;
        Ok((key, key_hash(bytes)))
    };
    let keys = keys.iter().enumerate().map(decode).collect::<Result<Vec<_>, _>>()?;
    let mut known = Vec::with_capacity(claims.len());
    for (index, Submitted { key, context, inputs, outputs, proof }) in claims.iter().enumerate() {
        let (key, key_hash) = keys.get(*key).ok_or(Refusal::NoKey(index))?;
        known.push((Claim { key, key_hash: *key_hash, context, inputs, outputs }, *proof));
    }
    sums::find_fault(basis, &known).map_err(|(index, fault)| match fault {
        Fault::False => Refusal::False,
        fault => Refusal::Claim(index, fault),
    })
}

/// All that can be said without decoding anything.
fn check_lengths(keys: &[&[u8]], claims: &[Submitted<'_>]) -> Result<(), Refusal> {
    if claims.is_empty() {
        return Err(Refusal::Empty);
    }
    let mut shapes = Vec::with_capacity(keys.len());
    for (index, bytes) in keys.iter().enumerate() {
        let shape = Shape::from_bytes(bytes).map_err(|reason| Refusal::Key(index, reason))?;
        if shapes.first().is_some_and(|first: &Shape| first.k != shape.k) {
            return Err(Refusal::Size(index));
        }
        shapes.push(shape);
    }
    let mut idle = vec![true; keys.len()];
    for (index, claim) in claims.iter().enumerate() {
        let shape = shapes.get(claim.key).ok_or(Refusal::NoKey(index))?;
        shape
            .check_lengths(claim.inputs, claim.outputs, claim.proof)
            .map_err(|fault| Refusal::Claim(index, fault))?;
        idle[claim.key] = false;
    }
    idle.iter().position(|idle| *idle).map_or(Ok(()), |index| Err(Refusal::Idle(index)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::whole::{Case, CASES};
    use std::slice::from_ref;

    fn submitted(case: &Case, key: usize) -> Submitted<'_> {
        let Case { context, inputs, outputs, proof, .. } = case;
        Submitted { key, context, inputs, outputs, proof }
    }

    fn check(keys: &[Vec<u8>], claims: &[Submitted<'_>]) -> Result<(), Refusal> {
        let keys: Vec<&[u8]> = keys.iter().map(|key| &key[..]).collect();
        verify(Basis::get(), &keys, claims)
    }

    #[test]
    fn batch_should_be_taken_if_all_is_proven_and_say_which_rule_was_broken() {
        let [one, two] = &*CASES;
        let key = one.key.to_bytes();
        let keys = [key.clone()];
        assert_eq!(check(&keys, &[submitted(one, 0), submitted(two, 0)]), Ok(()));
        assert_eq!(check(&[], &[]), Err(Refusal::Empty));

        let mut lie = two.clone();
        lie.outputs[1] ^= 1;
        assert_eq!(check(&keys, &[submitted(one, 0), submitted(&lie, 0)]), Err(Refusal::False));
        let mut long = two.clone();
        long.proof.push(0);
        let refusal = Refusal::Claim(1, Fault::Length(two.proof.len()));
        assert_eq!(check(&keys, &[submitted(one, 0), submitted(&long, 0)]), Err(refusal));
        let mut wrong = two.clone();
        wrong.proof[32..64].fill(255);
        let refusal = Refusal::Claim(1, Fault::Point(1));
        assert_eq!(check(&keys, &[submitted(one, 0), submitted(&wrong, 0)]), Err(refusal));
        let mut short = one.clone();
        short.inputs.pop();
        let refusal = Refusal::Claim(0, Fault::Public);
        assert_eq!(check(&keys, &[submitted(&short, 0)]), Err(refusal));
        assert_eq!(check(&keys, &[submitted(one, 1)]), Err(Refusal::NoKey(0)));
        assert_eq!(check(&keys, &[]), Err(Refusal::Empty));
    }

    #[test]
    fn of_several_broken_rules_the_first_in_order_should_be_named() {
        let [one, two] = &*CASES;
        let key = one.key.to_bytes();
        let mut pointless = key.clone();
        pointless[8..40].fill(0);
        let numbers = one.proof.len() - 32;
        let with = |case: &Case, change: &dyn Fn(&mut Case)| {
            let mut case = case.clone();
            change(&mut case);
            case
        };
        let no_number = with(one, &|case| case.proof[numbers..].fill(255));
        let no_point = with(two, &|case| case.proof[..32].fill(255));
        let neither = with(&no_number, &|case| case.proof[..32].fill(255));
        let short = with(two, &|case| case.proof.truncate(32));
        let lie = with(one, &|case| case.outputs[0] ^= 1);
        let length = Refusal::Claim(1, Fault::Length(one.proof.len()));
        let last = numbers / 32;
        for (keys, claims, refusal) in [
            (from_ref(&pointless), [&lie, &short], length),
            (from_ref(&pointless), [&no_point, &no_number], Refusal::Key(0, BadKey::Point(0))),
            (from_ref(&key), [&no_number, &no_point], Refusal::Claim(0, Fault::Number(last))),
            (from_ref(&key), [&neither, &no_point], Refusal::Claim(0, Fault::Point(0))),
            (from_ref(&key), [&lie, &no_number], Refusal::Claim(1, Fault::Number(last))),
            (&[key.clone(), key.clone()], [&no_point, &short], length),
            (&[key.clone(), key.clone()], [&no_point, &lie], Refusal::Idle(1)),
        ] {
            let claims = claims.map(|case| submitted(case, 0));
            assert_eq!(check(keys, &claims), Err(refusal));
        }
    }

    #[test]
    fn keys_of_a_batch_should_be_of_one_size_and_all_be_used() {
        let one = &CASES[0];
        let key = one.key.to_bytes();
        let claims = [submitted(one, 0), submitted(one, 1)];
        assert_eq!(check(&[key.clone(), key.clone()], &claims), Ok(()));
        assert_eq!(check(&[key.clone(), key.clone()], &claims[..1]), Err(Refusal::Idle(1)));
        let mut larger = key.clone();
        larger[1] = 12;
        assert_eq!(check(&[key.clone(), larger], &claims), Err(Refusal::Size(1)));
        let mut cut = key.clone();
        cut.pop();
        let refusal = Refusal::Key(1, BadKey::Length(key.len()));
        assert_eq!(check(&[key.clone(), cut], &claims), Err(refusal));
        let mut pointless = key.clone();
        pointless[8..40].fill(0);
        let refusal = Refusal::Key(1, BadKey::Point(0));
        assert_eq!(check(&[key, pointless], &claims), Err(refusal));
    }
}
