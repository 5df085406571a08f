//! The prover gives up in words, and gives the same whoever helps.

use super::{whole::*, *};
use crate::{
    circuit::BLINDING_ROWS,
    gates::LOOKUPS,
    generators::Generators,
    key::Shape,
    layout::Tag,
    prove::{Model, Unproven},
    verify::{PIECES, SETS},
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
    assert_ne!(proven(&on(2), 6).unwrap(), proof);
}

/// Randomness that can be repeated but for one number, and counts what is taken of it.
struct Counted {
    random: Random,
    taken: usize,
    /// Which of the numbers taken is another one.
    changed: usize,
}

/// A number of the field takes so many smaller ones.
const OF_NUMBER: usize = 8;

impl TryRng for Counted {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.try_next_u64()? as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let is_changed = self.taken / OF_NUMBER == self.changed;
        self.taken += 1;
        Ok(self.random.next() ^ u64::from(is_changed))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for part in bytes.chunks_mut(8) {
            let random = self.try_next_u64()?.to_le_bytes();
            part.copy_from_slice(&random[..part.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Counted {}

/// Which random numbers hide which words: so many for each of some words, from one on.
fn hidden(shape: &Shape) -> Vec<(usize, usize, usize)> {
    let rows = 1 << shape.k;
    let (advice, products) = (shape.advice(), shape.products() + LOOKUPS);
    let sorted = advice;
    let product = sorted + 2 * LOOKUPS;
    let random = product + products;
    let pieces = random + 1;
    let together = pieces + PIECES + shape.proof_numbers() - SETS - 2;
    let hiding = together + 1 + SETS;
    vec![
        (BLINDING_ROWS, advice, 0),
        (1, advice, 0),
        (BLINDING_ROWS, 2 * LOOKUPS, sorted),
        (1, 2 * LOOKUPS, sorted),
        (BLINDING_ROWS - 1, products, product),
        (1, products, product),
        (rows, 1, random),
        (1, 1, random),
        (1, PIECES, pieces),
        (1, 1, together),
        // Its first coefficient is then chosen so that the polynomial is zero where it is opened.
        (1, 0, hiding),
        (rows - 1, 1, hiding),
        (1, 1, hiding),
        (1, 2 * shape.k as usize, hiding + 1),
    ]
}

#[test]
fn each_random_number_should_hide_the_word_that_it_is_for() {
    let model = small();
    let prover = model.prover(&GENERATORS).unwrap();
    let with = |changed: usize| {
        let mut random = Counted { random: Random(5), taken: 0, changed };
        let (_, proof) = prover.prove(&[7; 32], &INPUTS, &mut random, |_| true).unwrap();
        (proof, random.taken / OF_NUMBER)
    };
    let (proof, taken) = with(usize::MAX);
    let mut number = 0;
    for (each, words, first) in hidden(&model.shape) {
        // The first and the last of the first and of the last word.
        let some = [0, words.saturating_sub(1)].into_iter().filter(|word| *word < words);
        for (word, offset) in some.flat_map(|word| [(word, 0), (word, each - 1)]) {
            let (other, _) = with(number + word * each + offset);
            let differs = proof.chunks(32).zip(other.chunks(32)).position(|(one, two)| one != two);
            assert_eq!(differs, Some(first + word), "number {offset} of word {}", first + word);
        }
        number += each * words.max(1);
    }
    assert_eq!(taken, number, "as many are taken as hide something");
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
