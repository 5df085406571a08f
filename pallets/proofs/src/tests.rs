//! Batches checked by the host function, in a runtime of this pallet alone.

use crate as pallet_opg_proofs;
use crate::{forged::Forger, weighing::weight, *};
use opg_primitives::proofs::{self, Batch, Claim, Rule, MAX_CLAIMS};
use opg_zk::{
    generators::{Basis, Generators},
    key::Shape,
    program::{Op, Program, Term},
    prove::Model,
};
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok, derive_impl},
    frame_system::{self, mocking::MockBlockU32},
    sp_io::{hashing::blake2_256, TestExternalities},
    sp_runtime::{traits::IdentityLookup, BuildStorage, DispatchError},
};
use std::sync::LazyLock;

#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask
    )]
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Proofs = pallet_opg_proofs;
}

type Block = MockBlockU32<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
    type AccountId = u64;
    type Lookup = IdentityLookup<u64>;
}

impl Config for Test {
    type WeightInfo = ();
}

pub fn new_test_ext() -> TestExternalities {
    let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
    let mut ext = TestExternalities::from(storage);
    ext.execute_with(|| System::set_block_number(1));
    ext
}

/// Two proofs of a model that answers with half of three times a byte less twice another.
static HONEST: LazyLock<Batch> = LazyLock::new(|| {
    let terms = vec![Term { wire: 0, weight: 3 }, Term { wire: 1, weight: -2 }];
    let op = Op::Dot { terms, bias: 0, shift: 1 };
    let program = Program { inputs: 2, ops: vec![op], tables: vec![], outputs: vec![2] };
    let model = Model::new(program, 4, 11).unwrap();
    let generators = Generators::new(11);
    let prover = model.prover(&generators).unwrap();
    let claim = |(index, inputs): (u8, [u8; 2])| {
        let context = [index; 32];
        let (outputs, proof) = prover.prove(&context, &inputs, rand::rng(), |_| true).unwrap();
        Claim {
            key: 0,
            context,
            inputs: inputs.to_vec().try_into().unwrap(),
            outputs: outputs.try_into().unwrap(),
            proof: proof.try_into().unwrap(),
        }
    };
    let claims: Vec<Claim> = [(1, [20, 5]), (2, [9, 0])].map(claim).into();
    Batch {
        keys: vec![model.key(&generators).to_bytes().try_into().unwrap()].try_into().unwrap(),
        claims: claims.try_into().unwrap(),
    }
});

fn check(batch: &Batch) -> Result<(), DispatchError> {
    Proofs::check(RuntimeOrigin::signed(7), Box::new(batch.clone()))
}

#[test]
fn proven_batch_should_be_taken_and_recorded() {
    new_test_ext().execute_with(|| {
        assert_eq!(HONEST.claims[0].outputs.to_vec(), [25]);
        assert_ok!(check(&HONEST));
        let batch = blake2_256(&codec::Encode::encode(&*HONEST));
        System::assert_last_event(Event::Checked { by: 7, batch, claims: 2 }.into());
    });
}

#[test]
fn batch_should_be_refused_whole_with_the_rule_it_broke() {
    let changed = |change: &dyn Fn(&mut Batch)| {
        let mut batch = HONEST.clone();
        change(&mut batch);
        batch
    };
    let cases: Vec<(Batch, Error<Test>)> = vec![
        (Batch::default(), Error::Empty),
        (changed(&|batch| batch.keys[0][0] = 2), Error::KeyVersion),
        (changed(&|batch| batch.keys[0][1] = 15), Error::KeyShape),
        (changed(&|batch| batch.keys[0].truncate(100)), Error::KeyLength),
        (changed(&|batch| batch.keys[0][8..40].fill(0)), Error::KeyPoint),
        (changed(&|batch| batch.keys.try_push(batch.keys[0].clone()).unwrap()), Error::KeyIdle),
        (changed(&|batch| batch.claims[1].key = 1), Error::NoKey),
        (changed(&|batch| batch.claims[1].inputs.truncate(1)), Error::Public),
        (changed(&|batch| batch.claims[1].proof.truncate(99)), Error::ProofLength),
        (changed(&|batch| batch.claims[1].proof[..32].fill(0)), Error::ProofPoint),
        (
            changed(&|batch| {
                let length = batch.claims[1].proof.len();
                batch.claims[1].proof[length - 32..].fill(255);
            }),
            Error::ProofNumber,
        ),
        (changed(&|batch| batch.claims[1].outputs[0] ^= 1), Error::False),
        (changed(&|batch| batch.claims[1].context[0] ^= 1), Error::False),
    ];
    new_test_ext().execute_with(|| {
        for (batch, error) in cases {
            assert_noop!(check(&batch), error);
        }
        assert_noop!(
            Proofs::check(RuntimeOrigin::root(), Box::new(HONEST.clone())),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn keys_of_two_sizes_should_be_refused() {
    let mut batch = Forger::default().batch(2, 2);
    batch.keys[1] = Forger { k: 12, ..Forger::default() }.batch(1, 1).keys[0].clone();
    batch.claims[1] = Forger { k: 12, ..Forger::default() }.batch(1, 1).claims[0].clone();
    batch.claims[1].key = 1;
    assert_eq!(proofs::verify(&batch), Err(Rule::KeySize.by(1)));
}

#[test]
fn forged_batches_should_be_refused_at_the_last_step() {
    let points = include_bytes!("points.bin");
    let generators = &Basis::get().coefficients[..256];
    assert_eq!(opg_zk::roots::points(points.chunks(32)).unwrap(), generators);
    for (k, width) in [(11, 4), (11, 96), (12, 25), (13, 96), (14, 4)] {
        let forger = Forger { k, width, ..Forger::default() };
        let batch = forger.batch(3, 2);
        let shape = Shape { k: k.into(), width: width.into(), inputs: 1, outputs: 1 };
        assert_eq!(batch.keys[0].len(), shape.key_bytes());
        assert_eq!(batch.claims[0].proof.len(), shape.proof_bytes());
        assert_ne!(batch.claims[0].proof, batch.claims[1].proof);
        assert_eq!(proofs::verify(&batch), Err(Rule::False.alone()), "k {k}, width {width}");
    }
    let batch = Forger::with_public(2_000).batch(1, 1);
    assert_eq!(proofs::verify(&batch), Err(Rule::False.alone()));
}

#[test]
fn weight_should_be_known_from_lengths_and_circuits() {
    let milliseconds = |batch: &Batch| weight::<()>(batch).ref_time() as f64 / 1e9;
    let of = |forger: Forger, claims, keys| milliseconds(&forger.batch(claims, keys));
    let least = Forger::default();
    // Base and proof; a key of 24 commitments, each a 24th of a millisecond; two public values.
    assert!((of(least, 1, 1) - (4. + 1. + 1. + 0.0002)).abs() < 1e-6);
    assert!((of(least, 10, 1) - (4. + 10. + 1. + 0.002)).abs() < 1e-6);
    assert!((of(least, 10, 10) - (4. + 10. + 10. + 0.002)).abs() < 1e-6);
    assert!((of(Forger { k: 14, ..least }, 1, 1) - (32. + 1. + 1. + 0.0002)).abs() < 1e-6);
    // 92 more terms: each a sixteenth of a millisecond in each proof, and two commitments in the key.
    let wide = of(Forger { width: 96, ..least }, 10, 1);
    assert!((wide - (14. + 920. / 16. + 208. / 24. + 0.002)).abs() < 1e-5, "{wide}");
}

#[test]
fn weight_of_nonsense_should_be_that_of_the_largest_circuit() {
    let mut batch = Forger::default().batch(1, 1);
    batch.keys[0][1] = 255;
    batch.keys[0][2..4].fill(255);
    let largest = Forger { k: 14, width: 96, ..Forger::default() }.batch(1, 1);
    assert_eq!(weight::<()>(&batch), weight::<()>(&largest));
    assert!(proofs::verify(&batch).is_err());
    batch.keys[0] = Default::default();
    assert!(weight::<()>(&batch).ref_time() > 0);
    assert_eq!(proofs::verify(&batch), Err(Rule::KeyLength.by(0)));
    let huge = Forger { k: 14, width: 96, ..Forger::default() }.batch(MAX_CLAIMS, 1);
    assert!(weight::<()>(&huge).ref_time() < u64::MAX / 1_000);
}
