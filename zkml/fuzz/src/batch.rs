//! Batches of proofs. Random bytes are no proof, so the bytes tell which honest proofs a batch is of and
//! what is changed in them.

use crate::tape::Tape;
use opg_zk::{
    batch::{self, Refusal, Submitted},
    generators::{Basis, Generators},
    program::{Op, Program, Term},
    prove::Model,
};
use rand::{rngs::StdRng, SeedableRng};
use std::{sync::LazyLock, time::Duration};

/// Most proofs of a batch, and most changes to one.
const PROOFS: usize = 4;
const CHANGES: usize = 4;
/// What one proof may take, on a machine that has much else to do; and the first one besides.
const MOST: Duration = Duration::from_secs(1);

static GENERATORS: LazyLock<Generators> = LazyLock::new(|| Generators::new(11));
static HONEST: LazyLock<Vec<Case>> = LazyLock::new(honest);

/// A claim and its proof, owned.
#[derive(Clone, Debug, PartialEq)]
struct Case {
    key: Vec<u8>,
    context: [u8; 32],
    inputs: Vec<u8>,
    outputs: Vec<u8>,
    proof: Vec<u8>,
}

/// Two models, and two proofs of each.
fn honest() -> Vec<Case> {
    let dot = |reads: std::ops::Range<u32>, shift| {
        let terms = reads.map(|wire| Term { wire, weight: 40 - 9 * wire as i8 }).collect();
        Op::Dot { terms, bias: 700, shift }
    };
    let table = std::array::from_fn(|byte| 255 - byte as u8);
    let small = Program {
        inputs: 2,
        ops: vec![dot(0..2, 5), Op::Look { table: 0, at: 2 }],
        tables: vec![table],
        outputs: vec![2, 3],
    };
    let other = Program {
        inputs: 6,
        ops: vec![dot(0..6, 6), dot(0..7, 7), Op::ArgMax { of: vec![0, 1, 7] }],
        tables: vec![],
        outputs: vec![6, 7, 8],
    };
    [(small, 4), (other, 5)]
        .into_iter()
        .flat_map(|(program, width)| proven(program, width))
        .collect()
}

fn proven(program: Program, width: usize) -> [Case; 2] {
    let model = Model::new(program, width, 11).expect("it fits");
    let key = model.key(&GENERATORS).to_bytes();
    let prover = model.prover(&GENERATORS).expect("it can be proven");
    [1u8, 2].map(|case| {
        let context = [case; 32];
        let inputs: Vec<u8> = (0..model.program.inputs as u8).map(|at| 50 * at + case).collect();
        let random = StdRng::seed_from_u64(case.into());
        let proven = prover.prove(&context, &inputs, random, |_| true);
        let (outputs, proof) = proven.expect("an honest prover can");
        Case { key: key.clone(), context, inputs, outputs, proof }
    })
}

/// What the host function's verifier says of a batch.
fn verdict(batch: &[Case]) -> Result<(), Refusal> {
    let keys: Vec<&[u8]> = batch.iter().map(|case| &case.key[..]).collect();
    let claims = batch.iter().enumerate().map(|(key, case)| {
        let Case { context, inputs, outputs, proof, .. } = case;
        Submitted { key, context, inputs, outputs, proof }
    });
    batch::verify(Basis::get(), &keys, &claims.collect::<Vec<_>>())
}

/// A batch is taken if each of its proofs is, each proof that is taken is an honest one, and nothing
/// takes long.
pub fn run(bytes: &[u8]) {
    // Made before anything is timed.
    LazyLock::force(&HONEST);
    Basis::get();
    let mut tape = Tape(bytes);
    let count = 1 + tape.below(PROOFS);
    let batch: Vec<Case> = (0..count).map(|_| case(&mut tape)).collect();
    let together = timed(&batch);
    let alone: Vec<_> = batch.iter().map(std::slice::from_ref).map(timed).collect();
    // One alone has been asked for twice by now.
    let again = if let [one] = alone[..] { one } else { timed(&batch) };
    assert_eq!(together, again, "the same batch gets the same verdict");
    assert_eq!(together.is_ok(), alone.iter().all(Result::is_ok), "{together:?}, alone {alone:?}");
    for (case, verdict) in batch.iter().zip(alone) {
        assert_eq!(verdict.is_ok(), HONEST.contains(case), "{verdict:?} of {case:?}");
    }
}

fn timed(batch: &[Case]) -> Result<(), Refusal> {
    crate::timed(MOST * (1 + batch.len() as u32), || verdict(batch))
}

/// An honest proof with some changes.
fn case(tape: &mut Tape) -> Case {
    let mut case = HONEST[tape.below(HONEST.len())].clone();
    for _ in 0..tape.below(CHANGES + 1) {
        change(&mut case, tape);
    }
    case
}

fn change(case: &mut Case, tape: &mut Tape) {
    let other = &HONEST[tape.below(HONEST.len())];
    match tape.below(10) {
        0 => flip(&mut case.proof, tape),
        1 => {
            let (from, to) = (word(&other.proof, tape), word(&case.proof, tape));
            if let (Some(word), Some(place)) = (other.proof.get(from), case.proof.get_mut(to)) {
                place.copy_from_slice(word);
            }
        },
        2 => {
            let to = word(&case.proof, tape);
            if let Some(place) = case.proof.get_mut(to) {
                place.copy_from_slice(&tape.bytes::<32>());
            }
        },
        3 => {
            let length = case.proof.len() + tape.below(129);
            case.proof.resize(length.saturating_sub(64), tape.byte());
        },
        4 => flip(&mut case.inputs, tape),
        5 => flip(&mut case.outputs, tape),
        6 => flip(&mut case.context, tape),
        7 => case.key.clone_from(&other.key),
        8 => flip(&mut case.key, tape),
        _ => {
            let count = case.outputs.len() + tape.below(3);
            case.outputs.resize(count.saturating_sub(1), tape.byte());
        },
    }
}

/// One byte becomes another.
fn flip(bytes: &mut [u8], tape: &mut Tape) {
    let at = tape.below(bytes.len());
    let change = tape.byte();
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= change;
    }
}

/// Where a word of a proof stands.
fn word(proof: &[u8], tape: &mut Tape) -> std::ops::Range<usize> {
    let start = 32 * tape.below(proof.len() / 32);
    start..start + 32
}
