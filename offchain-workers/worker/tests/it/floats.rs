//! A model whose answers differ from machine to machine is judged by how far they may: what is near enough is left alone,
//! what is not is found wrong.

use crate::{
    common::{
        market::{answer, hash, have_attested, is_over, offer, once, operate, register, requests},
        people::Person,
        world::World,
    },
    hostile::{
        onnx::{unary, F32},
        tensor,
    },
};
use opg_primitives::{
    market::Assurance,
    models::{Claim, Class, Dim, Dtype, Interface, MAX_RELATIVE},
    stake::Role,
    token::OPG,
};
use opg_worker::chain::views::{End, Finding, Phase};

/// Numbers that the model takes, and gives with the other sign.
const NUMBERS: [f32; 4] = [1.5, -2.0, 1_000.0, 0.25];

fn bytes(factor: f32) -> Vec<u8> {
    NUMBERS.iter().flat_map(|number| (factor * number).to_le_bytes()).collect()
}

fn claim() -> Claim {
    let only = |name| vec![tensor(name, Dtype::F32, &[Dim::Fixed(4)])].try_into().unwrap();
    let interface = Interface { inputs: only("x"), outputs: only("y") };
    // By a hundredth of it, and a millionth.
    Claim { class: Class::Close { abs: 1_000, rel: MAX_RELATIVE }, interface, key: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_of_a_float_model_should_be_wrong_only_if_they_are_too_far_apart() {
    let world = World::empty().await;
    let bob = world.at_work(&world.verifier("bob", "//Bob", "challenge = true\npart = 1.0"));
    let charlie = world.at_work(&world.verifier("charlie", "//Charlie", ""));
    let file = unary("Neg", F32, &[Some(4)]);
    let (model, claim) = (hash(&file), claim());
    world.store.upload(&file);
    let [verifier, juror, dave, eve] =
        [Person::bob, Person::charlie, Person::dave, Person::eve].map(|of| of(&world.chain));
    tokio::join!(
        register(&world.alice, model, file.len() as u64, &claim),
        operate(&verifier, [Role::Verifier], 100_000 * OPG),
        operate(&juror, [Role::Verifier], 100_000 * OPG),
        operate(&dave, [Role::Inference], 5_000 * OPG),
    );
    have_attested(&world.alice, model).await;
    offer(&dave, model, OPG / 20, 10).await;

    let inputs = [bytes(1.0), bytes(1.0), bytes(1.0)];
    let jobs = requests(&eve, model, inputs, Assurance::Bonded, 10).await;
    let [same, near, far] = jobs[..] else { panic!("{jobs:?}") };
    let answers = [(same, bytes(-1.0)), (near, bytes(-1.002)), (far, bytes(-1.05))];
    answer(&dave, &answers).await;

    let judged =
        once(&eve, far, "a verdict", |job| matches!(job.phase, Phase::Judged { .. })).await;
    let Phase::Judged { finding, .. } = judged.phase else { unreachable!() };
    assert_eq!(finding, Finding::Wrong);
    assert!(charlie.log().contains("Wrong: compared with what the model answers here"));
    for right in [same, near] {
        let over = once(&eve, right, "the end", is_over).await;
        assert!(matches!(over.phase, Phase::Done { end: End::Settled, .. }), "{:?}", over.phase);
    }
    let log = bob.log();
    assert_eq!(log.matches("call=\"challenge\"").count(), 1, "{log}");
}
