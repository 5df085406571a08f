//! What a second implementation can be compared with: the files in `zkml/vectors`, made again.
//!
//! `UPDATE_VECTORS=1` writes all of them anew, the proofs too. Otherwise proofs are only read: they hold
//! random numbers, and a prover may draw them in any order.

use super::{gadgets::one_of_each, whole::GENERATORS, *};
use crate::{
    generators::{Basis, Generators},
    key::{Key, Shape, SIZES, WIDTHS},
    prove::Model,
    sums::{self, Factors},
    transcript::{Said, WORD},
    verify::{head, key_hash, Claim},
};
use ff::PrimeField;
use group::GroupEncoding;
use pasta_curves::{EqAffine, Fp};
use rand::{rngs::StdRng, SeedableRng};
use std::{fs, path::PathBuf};

/// What each proof is of: its file, the context, the inputs.
const PROOFS: [(&str, [u8; 32], [u8; 6]); 2] = [
    ("first.proof", [7; 32], [10, 200, 30, 40, 50, 60]),
    ("second.proof", [8; 32], [0, 255, 0, 255, 128, 1]),
];

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name)
}

fn is_update() -> bool {
    std::env::var_os("UPDATE_VECTORS").is_some()
}

fn read(name: &str) -> Vec<u8> {
    fs::read(path(name)).unwrap_or_else(|why| panic!("{name}: {why}"))
}

/// Compares what was made now with what is written down, or writes it.
fn check(name: &str, made: &[u8]) {
    if is_update() {
        fs::write(path(name), made).unwrap();
    }
    let written = read(name);
    if written != made {
        match (String::from_utf8(written), std::str::from_utf8(made)) {
            (Ok(written), Ok(made)) => assert_eq!(written, made, "{name}"),
            _ => panic!("{name} is not what is made now"),
        }
    }
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// JSON by hand: few kinds of values, and no escapes.
fn text(bytes: impl AsRef<[u8]>) -> String {
    format!("\"{}\"", hex(bytes))
}

fn number(number: Fp) -> String {
    text(number.to_repr())
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().collect::<Vec<_>>().join(", "))
}

fn lines(brackets: [char; 2], items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<_> = items.into_iter().map(|item| item.replace('\n', "\n  ")).collect();
    format!("{}\n  {}\n{}", brackets[0], items.join(",\n  "), brackets[1])
}

fn object<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> String {
    lines(['{', '}'], pairs.into_iter().map(|(name, value)| format!("\"{name}\": {value}")))
}

/// The generators as bytes: for coefficients, for rows, for blinding, for products.
fn points(generators: &Generators) -> Vec<u8> {
    let all = generators.coefficients.iter().chain(&generators.rows);
    let all = all.chain([&generators.blinding, &generators.product]);
    all.flat_map(|point| point.to_bytes()).collect()
}

#[test]
fn generators_should_be_those_written_down() {
    let few = |points: &[EqAffine]| list(points[..4].iter().map(|point| text(point.to_bytes())));
    let of = |k: u32| {
        let generators = Generators::new(k);
        object([
            ("k", k.to_string()),
            ("hash", text(key_hash(&points(&generators)))),
            ("coefficients", few(&generators.coefficients)),
            ("rows", few(&generators.rows)),
            ("blinding", text(generators.blinding.to_bytes())),
            ("product", text(generators.product.to_bytes())),
        ])
    };
    check("generators.json", (lines(['[', ']'], SIZES.map(of)) + "\n").as_bytes());
}

fn op(op: &Op) -> String {
    match op {
        Op::Dot { terms, bias, shift } => {
            let terms = terms.iter().map(|term| format!("[{}, {}]", term.wire, term.weight));
            let terms = list(terms);
            format!(r#"{{"dot": {{"terms": {terms}, "bias": {bias}, "shift": {shift}}}}}"#)
        },
        Op::Max { of } => format!(r#"{{"maximum": {of:?}}}"#),
        Op::ArgMax { of } => format!(r#"{{"place": {of:?}}}"#),
        Op::Look { table, at } => format!(r#"{{"look": {{"table": {table}, "at": {at}}}}}"#),
    }
}

fn model(model: &Model) -> String {
    let Model { program, shape, .. } = model;
    object([
        ("k", shape.k.to_string()),
        ("width", shape.width.to_string()),
        ("inputs", program.inputs.to_string()),
        ("tables", lines(['[', ']'], program.tables.iter().map(text))),
        ("operations", lines(['[', ']'], program.ops.iter().map(op))),
        ("outputs", format!("{:?}", program.outputs)),
    ]) + "\n"
}

#[test]
fn model_and_key_should_be_those_written_down() {
    let made = one_of_each();
    check("model.json", model(&made).as_bytes());
    check("model.key", &made.key(&GENERATORS).to_bytes());
}

/// The challenges of a proof by name, as `docs/proofs.md` tells which words come before which.
fn challenges(shape: &Shape, head: &[u8; 32], proof: &[u8]) -> Vec<(String, Fp)> {
    let products = (shape.width + 2).div_ceil(3);
    let opened = 3 * shape.width + 3 * products + 53 - 4 - 2;
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut steps = vec![
        (shape.width + 10, 0, names(&["theta"])),
        (8, 0, names(&["beta", "gamma"])),
        (products + 4 + 1, 0, names(&["y"])),
        (4, 0, names(&["x"])),
        (0, opened, names(&["x1", "x2"])),
        (1, 0, names(&["x3"])),
        (0, 4, names(&["x4"])),
        (1, 0, names(&["xi", "z"])),
    ];
    steps.extend((0..shape.k).map(|round| (2, 0, vec![format!("u{round}")])));
    let mut said = Said::after(head);
    let mut words = proof.chunks(WORD);
    let mut challenges = Vec::new();
    for (points, numbers, names) in steps {
        words.by_ref().take(points).for_each(|word| said.point(word));
        words.by_ref().take(numbers).for_each(|word| said.number(word));
        challenges.extend(names.into_iter().map(|name| (name, said.challenge())));
    }
    assert_eq!(words.len(), 2, "two numbers come after the last challenge");
    challenges
}

/// A proof, and all that is known of its claim.
struct Proven {
    context: [u8; 32],
    inputs: Vec<u8>,
    outputs: Vec<u8>,
    proof: Vec<u8>,
}

impl Proven {
    fn all(model: &Model) -> Vec<Self> {
        let of = |(name, context, inputs): (&str, [u8; 32], [u8; 6])| Self {
            context,
            inputs: inputs.to_vec(),
            outputs: model.program.run(&inputs),
            proof: read(name),
        };
        PROOFS.map(of).into()
    }

    fn claim<'a>(&'a self, key: &'a Key, key_hash: [u8; 32]) -> Claim<'a> {
        let Self { context, inputs, outputs, .. } = self;
        Claim { key, key_hash, context, inputs, outputs }
    }

    /// Each step of verifying it alone.
    fn steps(&self, key: &Key, key_hash: [u8; 32]) -> String {
        let head = head(&key_hash, &self.context, &self.inputs, &self.outputs);
        let challenges = challenges(&key.shape, &head, &self.proof);
        let residue = self.claim(key, key_hash).reduce(&self.proof).expect("it is well formed");
        // The verifier got the same ones: each depends on all before it.
        let rounds = challenges.iter().filter(|(name, _)| name.starts_with('u'));
        assert!(rounds.map(|(_, round)| round).eq(&residue.rounds));
        let numbers = challenges.iter().map(|(name, value)| (name.as_str(), number(*value)));
        object([
            ("context", text(self.context)),
            ("inputs", text(&self.inputs)),
            ("outputs", text(&self.outputs)),
            ("head", text(head)),
            ("challenges", object(numbers)),
            ("public", number(residue.public)),
            ("value", number(-residue.first)),
            ("product", number(residue.product)),
        ])
    }
}

fn write_proofs(model: &Model) {
    let prover = model.prover(&GENERATORS).unwrap();
    for (seed, (name, context, inputs)) in PROOFS.iter().enumerate() {
        let random = StdRng::seed_from_u64(seed as u64);
        let (_, proof) = prover.prove(context, inputs, random, |_| true).unwrap();
        fs::write(path(name), proof).unwrap();
    }
}

#[test]
fn written_proofs_should_be_taken_in_the_steps_written_down() {
    let model = one_of_each();
    if is_update() {
        write_proofs(&model);
    }
    let key = model.key(&GENERATORS);
    let key_hash = key_hash(&key.to_bytes());
    let proven = Proven::all(&model);
    let batch: Vec<_> =
        proven.iter().map(|one| (one.claim(&key, key_hash), &one.proof[..])).collect();
    for one in &batch {
        assert_eq!(sums::verify(Basis::get(), &[*one]), Ok(()));
    }
    assert_eq!(sums::verify(Basis::get(), &batch), Ok(()));
    let factors = Factors::of(batch.iter().map(|(claim, proof)| (claim, *proof)));
    let made = object([
        ("key_hash", text(key_hash)),
        ("proofs", lines(['[', ']'], proven.iter().map(|one| one.steps(&key, key_hash)))),
        ("factors", lines(['[', ']'], factors.take(2).map(number))),
    ]);
    check("verifying.json", (made + "\n").as_bytes());
}

/// The bytes of a number and the field's size: the same number, in another form.
fn in_another_form(word: &[u8]) -> [u8; WORD] {
    let mut sum = [0; WORD];
    let mut carry = 1;
    // The field's size less one, and one.
    for (to, (byte, size)) in sum.iter_mut().zip(word.iter().zip((-Fp::from(1)).to_repr())) {
        carry += u16::from(*byte) + u16::from(size);
        *to = carry as u8;
        carry >>= 8;
    }
    sum
}

#[test]
fn changed_proofs_should_be_refused_as_written_down() {
    let model = one_of_each();
    let key = model.key(&GENERATORS);
    let key_hash = key_hash(&key.to_bytes());
    let first = &Proven::all(&model)[0];
    let fault = |proof: &[u8], outputs: &[u8]| {
        let claim = Claim { outputs, ..first.claim(&key, key_hash) };
        format!("\"{:?}\"", sums::verify(Basis::get(), &[(claim, proof)]).unwrap_err())
    };
    let word = |at: usize| &first.proof[WORD * at..WORD * (at + 1)];
    let (points, last) = (key.shape.advice(), first.proof.len() / WORD - 1);
    let words = [
        (0, [0; WORD]),
        (0, [255; WORD]),
        (last, [255; WORD]),
        (last, in_another_form(word(last))),
        // Well formed, and of no honest prover.
        (0, word(1).try_into().unwrap()),
        (points, word(0).try_into().unwrap()),
        (last - 1, Fp::from(1).to_repr()),
        (last, Fp::from(1).to_repr()),
    ];
    let changed = words.map(|(at, to)| {
        let mut proof = first.proof.clone();
        proof[WORD * at..WORD * (at + 1)].copy_from_slice(&to);
        let fault = fault(&proof, &first.outputs);
        format!(r#"{{"word": {at}, "to": {}, "fault": {fault}}}"#, text(to))
    });
    let lengths = [0, first.proof.len() - 1, first.proof.len() + WORD].map(|length| {
        let mut proof = first.proof.clone();
        proof.resize(length, 0);
        format!(r#"{{"length": {length}, "fault": {}}}"#, fault(&proof, &first.outputs))
    });
    let mut other = first.outputs.clone();
    other[0] ^= 1;
    let claims = [&other, &other[1..]].map(|outputs| {
        let fault = fault(&first.proof, outputs);
        format!(r#"{{"outputs": {}, "fault": {fault}}}"#, text(outputs))
    });
    let all = changed.into_iter().chain(lengths).chain(claims);
    check("refused.json", (lines(['[', ']'], all) + "\n").as_bytes());
}

#[test]
fn sizes_of_keys_and_proofs_should_be_those_written_down() {
    let widths = [*WIDTHS.start(), 5, 6, *WIDTHS.end()];
    let shapes = SIZES.flat_map(|k| widths.map(|width| Shape { k, width, inputs: 1, outputs: 1 }));
    let of = |shape: Shape| {
        let (k, width) = (shape.k, shape.width);
        let (key, proof) = (shape.key_bytes(), shape.proof_bytes());
        format!(r#"{{"k": {k}, "width": {width}, "key": {key}, "proof": {proof}}}"#)
    };
    check("sizes.json", (lines(['[', ']'], shapes.map(of)) + "\n").as_bytes());
}
