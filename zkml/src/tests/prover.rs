//! The prover gives up in words, and gives the same whoever helps.

use super::{whole::*, *};
use crate::{
    generators::Generators,
    layout::Tag,
    prove::{Model, Unproven},
};
use rand_core::{TryCryptoRng, TryRng};
use std::convert::Infallible;

/// Randomness that can be repeated.
struct Repeated(Random);

impl TryRng for Repeated {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.0.next() as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0.next())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill_with(|| self.0.next() as u8);
        Ok(())
    }
}

impl TryCryptoRng for Repeated {}

const INPUTS: [u8; 6] = [1, 2, 3, 4, 5, 6];

fn proven(model: &Model, seed: u64) -> Result<(Vec<u8>, Vec<u8>), Unproven> {
    let prover = model.prover(&GENERATORS).unwrap();
    prover.prove(&[7; 32], &INPUTS, Repeated(Random(seed)), |_| true)
}

#[test]
fn proofs_should_be_the_same_on_any_number_of_threads_and_differ_by_their_randomness() {
    let on = |threads: usize| Model { threads, ..small() };
    let key = small().key(&GENERATORS);
    let proof = proven(&on(1), 5).unwrap();
    for threads in [0, 2, 3, 16] {
        assert_eq!(on(threads).key(&GENERATORS), key);
        assert_eq!(proven(&on(threads), 5).unwrap(), proof, "on {threads} threads");
    }
    let other = proven(&on(2), 6).unwrap().1;
    // But for what a model's empty columns are: nothing, everywhere.
    let mut same = proof.1.chunks(32).zip(other.chunks(32)).filter(|(one, other)| one == other);
    assert!(same.all(|(word, _)| word == [0; 32]), "every word is hidden");
}

#[test]
fn proof_should_be_called_off_at_any_time() {
    let model = Model { threads: 1, ..small() };
    let prover = model.prover(&GENERATORS).unwrap();
    let mut parts = Vec::new();
    let goes_on = |part| {
        parts.push(part);
        true
    };
    prover.prove(&[7; 32], &INPUTS, rand::rng(), goes_on).unwrap();
    assert!(parts.len() > 100 && parts.is_sorted() && parts.iter().all(|part| *part <= 1.0));
    for last in [0, 1, 2, 5, 10, 20, 30, 50, 80] {
        let mut asked = 0;
        let goes_on = |_| {
            asked += 1;
            asked <= last
        };
        let answer = prover.prove(&[7; 32], &INPUTS, rand::rng(), goes_on);
        assert_eq!(answer, Err(Unproven::CalledOff));
        assert_eq!(asked, last + 1, "nobody is asked again");
    }
}

#[test]
fn witness_whose_lookups_are_not_in_the_table_should_be_refused() {
    // A sum that is shifted has a rest, and no exact sum does.
    let mut model = small();
    let last = model.layout.rows.last_mut().expect("there are rows");
    last.tag = Tag::Exact;
    assert_eq!(proven(&model, 1), Err(Unproven::Lookup));
}

#[test]
fn what_does_not_belong_together_should_be_refused() {
    let model = small();
    assert_eq!(model.prover(&Generators::new(4)).err(), Some(Unproven::Size(4)));
    let prover = model.prover(&GENERATORS).unwrap();
    for inputs in [&INPUTS[..5], &[1; 7]] {
        let answer = prover.prove(&[7; 32], inputs, rand::rng(), |_| true);
        assert_eq!(answer, Err(Unproven::Inputs(inputs.len())));
    }
}
