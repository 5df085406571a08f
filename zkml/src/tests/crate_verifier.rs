//! `halo2_proofs` makes the same keys from the circuit as we do, and its prover and verifier and ours take
//! each other's proofs, and say the same of everything that both can be asked.

use super::{whole::*, *};
use crate::{
    circuit::{byte, with_width, ModelCircuit},
    prove::Model,
    transcript::Said,
    verify::head,
    witness::Witness,
};
use ff::PrimeField;
use group::GroupEncoding;
use halo2_proofs::{
    dev::MockProver,
    plonk::{create_proof, keygen_pk, keygen_vk, verify_proof, SingleVerifier, VerifyingKey},
    transcript::{Challenge255, EncodedChallenge, Transcript, TranscriptRead, TranscriptWrite},
};
use pasta_curves::{EqAffine, Fp};
use std::io;

/// Our transcript, for the crate's verifier to read.
struct Reader<'a> {
    said: Said,
    proof: &'a [u8],
}

impl Reader<'_> {
    fn word(&mut self) -> io::Result<[u8; 32]> {
        let (word, rest) = self.proof.split_at_checked(32).ok_or(io::ErrorKind::UnexpectedEof)?;
        self.proof = rest;
        Ok(word.try_into().expect("32 bytes"))
    }
}

impl Transcript<EqAffine, Challenge255<EqAffine>> for Reader<'_> {
    fn squeeze_challenge(&mut self) -> Challenge255<EqAffine> {
        Challenge255::new(&self.said.squeeze())
    }

    fn common_point(&mut self, _: EqAffine) -> io::Result<()> {
        Ok(())
    }

    fn common_scalar(&mut self, _: Fp) -> io::Result<()> {
        Ok(())
    }
}

impl TranscriptRead<EqAffine, Challenge255<EqAffine>> for Reader<'_> {
    fn read_point(&mut self) -> io::Result<EqAffine> {
        let word = self.word()?;
        self.said.point(&word);
        Option::from(EqAffine::from_bytes(&word)).ok_or(io::ErrorKind::InvalidData.into())
    }

    fn read_scalar(&mut self) -> io::Result<Fp> {
        let word = self.word()?;
        self.said.number(&word);
        Option::from(Fp::from_repr(word)).ok_or(io::ErrorKind::InvalidData.into())
    }
}

/// Our transcript, for the crate's prover to write.
struct Writer {
    said: Said,
    proof: Vec<u8>,
}

impl Transcript<EqAffine, Challenge255<EqAffine>> for Writer {
    fn squeeze_challenge(&mut self) -> Challenge255<EqAffine> {
        Challenge255::new(&self.said.squeeze())
    }

    fn common_point(&mut self, _: EqAffine) -> io::Result<()> {
        Ok(())
    }

    fn common_scalar(&mut self, _: Fp) -> io::Result<()> {
        Ok(())
    }
}

impl TranscriptWrite<EqAffine, Challenge255<EqAffine>> for Writer {
    fn write_point(&mut self, point: EqAffine) -> io::Result<()> {
        let bytes = point.to_bytes();
        self.said.point(bytes.as_ref());
        self.proof.extend_from_slice(bytes.as_ref());
        Ok(())
    }

    fn write_scalar(&mut self, number: Fp) -> io::Result<()> {
        let bytes = number.to_repr();
        self.said.number(&bytes);
        self.proof.extend_from_slice(&bytes);
        Ok(())
    }
}

fn crate_key(model: &Model) -> VerifyingKey<EqAffine> {
    let key = || keygen_vk(&GENERATORS.params, &model.circuit());
    with_width(model.shape.width, key).expect("the circuit is sound")
}

/// The same claim as a case's, proven by the crate.
fn proven_by_crate(model: &Model, case: &Case) -> Case {
    let head = head(&case.key_hash, &case.context, &case.inputs, &case.outputs);
    let public: Vec<Fp> =
        case.inputs.iter().chain(&case.outputs).map(|value| byte(*value)).collect();
    let Witness { rows, .. } = Witness::of(&model.program, &model.layout, &case.inputs);
    let circuit = ModelCircuit { values: Some(&rows), ..model.circuit() };
    let mut writer = Writer { said: Said::after(&head), proof: Vec::new() };
    let (params, vk) = (&GENERATORS.params, crate_key(model));
    with_width(model.shape.width, || {
        let proving = keygen_pk(params, vk, &model.circuit())?;
        create_proof(params, &proving, &[circuit], &[&[&public]], rand::rng(), &mut writer)
    })
    .expect("an honest prover can");
    Case { proof: writer.proof, ..case.clone() }
}

/// Models whose tied columns fill their last product, and such as leave one or two of three places empty.
fn of_all_widths() -> [(Model, Vec<u8>); 4] {
    let wide = |width| Model::new(small().program, width, 11).expect("it fits");
    let inputs = vec![200, 0, 255, 17, 90, 3];
    [
        (small(), inputs.clone()),
        (wide(5), inputs.clone()),
        (wide(6), inputs),
        (super::gadgets::one_of_each(), vec![10, 200, 30, 40, 50, 60]),
    ]
}

#[test]
fn crate_should_make_the_same_keys() {
    for (model, _) in of_all_widths() {
        let key = model.key(&GENERATORS);
        let theirs = format!("{:?}", crate_key(&model).pinned());
        // Its commitments are told by nothing else.
        let ours = format!(
            "fixed_commitments: {:?}, permutation: VerifyingKey {{ commitments: {:?} }} }}",
            key.fixed, key.tied
        );
        assert!(theirs.ends_with(&ours));
    }
}

#[test]
fn both_provers_should_be_believed_by_both_verifiers() {
    for (model, inputs) in of_all_widths() {
        let (key, vk) = (model.key(&GENERATORS), crate_key(&model));
        let prover = model.prover(&GENERATORS).unwrap();
        let ours = Case::of(&prover, &key, [3; 32], inputs);
        let theirs = proven_by_crate(&model, &ours);
        assert_eq!(ours.proof.len(), theirs.proof.len());
        for case in [ours, theirs] {
            assert_eq!(case.verify(), Ok(()));
            assert!(crate_says(&vk, &case));
        }
    }
}

fn crate_says(vk: &VerifyingKey<EqAffine>, case: &Case) -> bool {
    let head = head(&case.key_hash, &case.context, &case.inputs, &case.outputs);
    let public: Vec<Fp> =
        case.inputs.iter().chain(&case.outputs).map(|value| byte(*value)).collect();
    let mut reader = Reader { said: Said::after(&head), proof: &case.proof };
    let strategy = SingleVerifier::new(&GENERATORS.params);
    let answer = verify_proof(&GENERATORS.params, vk, strategy, &[&[&public]], &mut reader);
    answer.is_ok() && reader.proof.is_empty()
}

#[test]
fn both_verifiers_should_agree() {
    let vk = crate_key(&small());
    let mut random = Random(9);
    let mut taken = 0;
    for round in 0..400 {
        let mut case = CASES[round % 2].clone();
        match random.below(6) {
            0 => {},
            1 => {
                let at = random.below(case.proof.len() as u64) as usize;
                case.proof[at] ^= 1 << random.below(8);
            },
            // Words in other places: all of them well formed.
            2 => {
                let words = case.proof.len() as u64 / 32;
                let (from, to) = (random.below(words) as usize, random.below(words) as usize);
                case.proof.copy_within(32 * from..32 * from + 32, 32 * to);
            },
            3 => case.outputs[random.below(3) as usize] ^= random.below(4) as u8,
            4 => case.context[0] ^= random.below(2) as u8,
            _ => case.proof.truncate(random.below(case.proof.len() as u64 + 1) as usize),
        }
        let ours = case.verify().is_ok();
        assert_eq!(ours, crate_says(&vk, &case), "round {round}");
        taken += u32::from(ours);
    }
    assert!((50..350).contains(&taken), "{taken} of 400 were taken");
}

#[test]
fn mock_prover_should_take_honest_values_and_no_others() {
    let model = super::gadgets::one_of_each();
    let inputs = [10, 200, 30, 40, 50, 60];
    let Witness { rows, .. } = Witness::of(&model.program, &model.layout, &inputs);
    let outputs = model.program.run(&inputs);
    let check = |rows: &[crate::witness::Values], outputs: &[u8]| {
        let circuit = ModelCircuit { values: Some(rows), ..model.circuit() };
        let public = inputs.iter().chain(outputs).map(|value| byte(*value)).collect();
        let mock = with_width(model.shape.width, || {
            MockProver::run(model.shape.k, &circuit, vec![public]).expect("it fits")
        });
        mock.verify().is_ok()
    };
    assert!(check(&rows, &outputs));
    for at in 0..outputs.len() {
        let mut outputs = outputs.clone();
        outputs[at] ^= 1;
        assert!(!check(&rows, &outputs), "output {at}");
    }
    for at in 0..rows.len() {
        let mut rows = rows.clone();
        rows[at].low ^= 1;
        assert!(!check(&rows, &outputs), "row {at}");
    }
}
