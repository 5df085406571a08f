//! From a program to a proof that is taken, and to many that are not.

use super::*;
use crate::{
    generators::{Basis, Generators},
    key::{BadKey, Key},
    prove::{Model, Prover},
    sums::verify,
    verify::{key_hash, Claim, Fault},
};
use std::sync::LazyLock;

pub static GENERATORS: LazyLock<Generators> = LazyLock::new(|| Generators::new(11));

/// A claim that owns what it is about.
#[derive(Clone)]
pub struct Case {
    pub key: Key,
    pub key_hash: [u8; 32],
    pub context: [u8; 32],
    pub inputs: Vec<u8>,
    pub outputs: Vec<u8>,
    pub proof: Vec<u8>,
}

impl Case {
    pub fn of(prover: &Prover<'_>, key: &Key, context: [u8; 32], inputs: Vec<u8>) -> Self {
        let (outputs, proof) =
            prover.prove(&context, &inputs, rand::rng(), |_| true).expect("an honest prover can");
        let key_hash = key_hash(&key.to_bytes());
        Self { key: key.clone(), key_hash, context, inputs, outputs, proof }
    }

    fn claim(&self) -> Claim<'_> {
        let Self { key, key_hash, context, inputs, outputs, .. } = self;
        Claim { key, key_hash: *key_hash, context, inputs, outputs }
    }

    pub fn verify(&self) -> Result<(), Fault> {
        verify(Basis::get(), &[(self.claim(), &self.proof)])
    }

    fn with_key(&self, bytes: &[u8]) -> Self {
        let key = Key::from_bytes(bytes).expect("it is a key");
        Self { key, key_hash: key_hash(bytes), ..self.clone() }
    }
}

fn batch(cases: &[Case]) -> Result<(), Fault> {
    let all: Vec<_> = cases.iter().map(|case| (case.claim(), &case.proof[..])).collect();
    verify(Basis::get(), &all)
}

pub fn small() -> Model {
    let mut random = Random(8);
    Model::new(dense(&mut random, &[6, 5, 3], &[6, 5]), 4, 11).expect("it fits")
}

/// A small model, and two proofs of it.
pub static CASES: LazyLock<[Case; 2]> = LazyLock::new(|| {
    let model = small();
    let key = model.key(&GENERATORS);
    let prover = model.prover(&GENERATORS).unwrap();
    assert_eq!(prover.key_hash, key_hash(&key.to_bytes()));
    [[1, 2, 3, 4, 5, 6], [200, 0, 255, 17, 90, 3]]
        .map(|inputs| Case::of(&prover, &key, [7; 32], inputs.to_vec()))
});

#[test]
fn honest_proofs_should_be_taken_alone_and_together() {
    for case in CASES.iter() {
        assert_eq!(case.verify(), Ok(()));
        assert_eq!(case.outputs, small().program.run(&case.inputs));
    }
    assert_eq!(batch(&CASES[..]), Ok(()));
    let [one, two] = CASES.clone();
    assert_eq!(batch(&[one.clone(), one.clone(), two, one]), Ok(()), "duplicates harm nothing");
    assert_eq!(batch(&[]), Ok(()));
}

#[test]
fn every_byte_of_a_proof_should_matter() {
    let case = &CASES[0];
    let flipped = |at: usize| {
        let mut case = case.clone();
        case.proof[at] ^= 1 << (at % 8);
        case
    };
    std::thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                for at in (half..case.proof.len()).step_by(2) {
                    assert!(flipped(at).verify().is_err(), "byte {at}");
                }
            });
        }
    });
}

#[test]
fn proof_of_another_length_should_be_refused_before_it_is_read() {
    let case = &CASES[0];
    let length = case.key.shape.proof_bytes();
    assert_eq!(case.proof.len(), length);
    for other in [0, 1, 31, 32, length - 32, length - 1, length + 1, length + 32] {
        let mut case = case.clone();
        case.proof.resize(other, 0);
        assert_eq!(case.verify(), Err(Fault::Length(length)));
    }
}

#[test]
fn words_that_are_not_in_their_only_form_should_be_refused() {
    let case = &CASES[0];
    let points = case.key.shape.advice();
    let with = |word: usize, bytes: [u8; 32]| {
        let mut case = case.clone();
        case.proof[32 * word..32 * word + 32].copy_from_slice(&bytes);
        case.verify()
    };
    for word in 0..points {
        assert_eq!(with(word, [0; 32]), Err(Fault::Point(word)), "the point at infinity");
        assert_eq!(with(word, [255; 32]), Err(Fault::Point(word)), "no field has this");
    }
    // The last word is a number; the field's size added to it is the same number, and is refused.
    let last = case.proof.len() / 32 - 1;
    assert_eq!(with(last, [255; 32]), Err(Fault::Number(last)));
}

#[test]
fn other_claims_should_not_be_proven() {
    let case = &CASES[0];
    for at in 0..case.inputs.len() + case.outputs.len() {
        for change in [1, 255] {
            let mut case = case.clone();
            let count = case.inputs.len();
            let value =
                if at < count { &mut case.inputs[at] } else { &mut case.outputs[at - count] };
            *value = value.wrapping_add(change);
            assert_eq!(case.verify(), Err(Fault::False), "public value {at}");
        }
    }
    let mut other = case.clone();
    other.context = [8; 32];
    assert_eq!(other.verify(), Err(Fault::False), "another request");
    let mut other = case.clone();
    other.inputs.swap(0, 5);
    assert_eq!(other.verify(), Err(Fault::False), "swapped");
    for (inputs, outputs) in [(5, 3), (7, 3), (6, 2), (6, 4), (0, 0)] {
        let mut other = case.clone();
        other.inputs.resize(inputs, 0);
        other.outputs.resize(outputs, 0);
        assert_eq!(other.verify(), Err(Fault::Public));
    }
}

#[test]
fn one_bad_proof_should_refuse_its_whole_batch_wherever_it_stands() {
    let [good, other] = CASES.clone();
    let mut bad = good.clone();
    bad.outputs[0] ^= 1;
    for at in 0..4 {
        let mut cases = vec![good.clone(), other.clone(), good.clone()];
        cases.insert(at.min(3), bad.clone());
        assert_eq!(batch(&cases), Err(Fault::False));
    }
    // Two that would cancel if each counted once: the same fault, added and taken away.
    let last = good.proof.len() - 32;
    let shifted = |by: i8| {
        let mut case = good.clone();
        case.proof[last] = case.proof[last].wrapping_add_signed(by);
        case
    };
    assert_eq!(batch(&[shifted(1), shifted(-1)]), Err(Fault::False));
}

#[test]
fn key_should_be_read_as_it_was_written_and_in_no_other_way() {
    let bytes = CASES[0].key.to_bytes();
    assert_eq!(Key::from_bytes(&bytes).unwrap(), CASES[0].key);
    for length in [0, 7, 8, bytes.len() - 1, bytes.len() + 1] {
        let mut other = bytes.clone();
        other.resize(length, 0);
        let least = if length < 8 { 8 } else { bytes.len() };
        assert_eq!(Key::from_bytes(&other), Err(BadKey::Length(least)));
    }
    let with = |at: usize, value: u8| {
        let mut other = bytes.clone();
        other[at] = value;
        Key::from_bytes(&other)
    };
    assert_eq!(with(0, 2), Err(BadKey::Version(2)));
    for k in [0, 10, 15, 255] {
        assert_eq!(with(1, k), Err(BadKey::Shape));
    }
    for (at, value) in [(2, 3), (2, 97), (3, 1), (4, 0), (5, 255), (6, 0), (7, 255)] {
        assert_eq!(with(at, value), Err(BadKey::Shape), "byte {at} is {value}");
    }
    let mut other = bytes.clone();
    other[8..40].fill(0);
    assert_eq!(Key::from_bytes(&other), Err(BadKey::Point(0)));
}

#[test]
fn key_of_another_model_should_prove_nothing() {
    let case = &CASES[0];
    let mut program = small().program;
    if let Op::Dot { terms, .. } = &mut program.ops[0] {
        terms[0].weight += 1;
    }
    let key = Model::new(program, 4, 11).unwrap().key(&GENERATORS);
    assert_eq!(case.with_key(&key.to_bytes()).verify(), Err(Fault::False));
}

#[test]
fn altered_key_should_prove_what_its_maker_likes_and_be_found_out_by_making_it_again() {
    // The weights are honest. The last row's sum is no longer taken apart, so that what it gives is
    // whatever the maker of the proof likes: here, nothing.
    let mut model = small();
    let honest = model.key(&GENERATORS);
    let last = model.layout.rows.last_mut().expect("there are rows");
    last.shift = None;
    let altered = model.key(&GENERATORS);
    let prover = model.prover(&GENERATORS).unwrap();
    let inputs = vec![200, 0, 255, 17, 90, 3];
    let lie = Case::of(&prover, &altered, [7; 32], inputs.clone());
    let truth = small().program.run(&inputs);
    assert!(truth[2] != 0 && lie.outputs[2] == 0, "{truth:?} {:?}", lie.outputs);
    assert_eq!(lie.verify(), Ok(()), "a key is trusted whole, or not at all");
    assert_ne!(altered, honest);
    assert_eq!(altered.fixed[..4], honest.fixed[..4], "the weights alone tell nothing");
    assert_eq!(altered.tied, honest.tied);
}

#[test]
fn model_of_usual_size_should_be_proven_in_nine_thousand_bytes() {
    let mut random = Random(1);
    let program = dense(&mut random, &[784, 64, 10], &[14, 10]);
    program.check().unwrap();
    let model = Model::new(program, 26, 11).expect("it fits");
    let key = model.key(&GENERATORS);
    let prover = model.prover(&GENERATORS).unwrap();
    let case = Case::of(&prover, &key, [7; 32], random.bytes(784));
    assert!(case.proof.len() <= 9_000, "{} bytes", case.proof.len());
    assert_eq!(case.verify(), Ok(()));
}
