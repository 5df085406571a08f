//! A worker that answers with whatever is registered and fits.

use crate::common::{
    market::{attest, hash, is_over, offers, once, operate, register, request, Digits},
    people::Person,
    proofs::{expected, proven, quantised},
    until,
    world::{server, World},
};
use opg_primitives::{market::Assurance, models::ModelHash, stake::Role, token::OPG, Hash};
use opg_worker::chain::views;
use std::time::Duration;

const TIME: u32 = 20;

#[tokio::test(flavor = "multi_thread")]
async fn every_model_that_is_registered_and_fits_should_be_answered_with() {
    let world = World::empty().await;
    let alice = &world.alice;
    let me = Person { chain: world.chain.clone(), key: server(0) };
    tokio::join!(world.register(world.digits.claim()), world.operators(1, &[Role::Inference]));
    // One that does not fit, and one whose file is nowhere.
    register(alice, Hash::repeat_byte(9), 2 << 20, &world.digits.claim()).await;
    register(alice, Hash::repeat_byte(8), 100, &world.digits.claim()).await;
    let rest = "[inference.any]\nprice = \"0.05\"\nmodel_mib = 1\n";
    let place = world.place_as(0, &["inference"], &world.node.url, rest);
    let mut worker = world.at_work(&place);
    let answers = async |model| {
        let image = world.digits.image(3);
        let job = request(alice, model, image, Assurance::Bonded, TIME).await;
        let over = once(alice, job, "the end", is_over).await;
        assert_eq!(over.workers[0].output, Some(views::Data::Inline(world.digits.answer(3))));
    };
    let offers = async || offers(&me).await;
    let offered = async |model: ModelHash| {
        until("the offer", async || {
            let offers = offers().await;
            offers.iter().any(|offer| offer.model.0 == model.0 && offer.capacity > 0).then_some(())
        })
        .await;
    };
    offered(world.digits.hash).await;
    answers(world.digits.hash).await;
    assert!(worker.log().contains("a model is not served yet"), "{}", worker.log());

    // What is registered while it works is served, too; but nothing of which something else is said than is so.
    let mut lie = world.digits.claim();
    lie.interface.outputs = lie.interface.inputs.clone();
    let (again, lied) = (retold(&world.digits, "again"), retold(&world.digits, "a lie"));
    for (file, claim) in [(&again, world.digits.claim()), (&lied, lie)] {
        world.store.upload(file);
        register(alice, hash(file), file.len() as u64, &claim).await;
    }
    offered(hash(&again)).await;
    answers(hash(&again)).await;
    worker.says("a model is not served until this worker is started again");
    assert_eq!(offers().await.len(), 2);
    // One that nobody may ask any more is not offered any more.
    alice.send("Models", "deprecate", (hash(&again), true)).await;
    until("the offer to go", async || {
        offers().await.iter().all(|offer| offer.model.0 != hash(&again).0).then_some(())
    })
    .await;
    assert!(worker.log().contains("cannot be asked any more"), "{}", worker.log());

    // Started again it serves at once what it offers, and when told to stop it leaves no offer behind.
    worker.kill();
    let mut worker = world.at_work(&place);
    answers(world.digits.hash).await;
    assert!(worker.end(Duration::from_secs(120)).success());
    assert!(offers().await.iter().all(|offer| offer.capacity == 0));
}

/// Proofs are asked only of models that somebody vouches for, which may be after they are served.
#[tokio::test(flavor = "multi_thread")]
async fn model_that_is_attested_while_it_is_served_should_be_proven_from_then_on() {
    let world = World::empty().await;
    let alice = &world.alice;
    let verifiers = [Person::bob(&world.chain), Person::charlie(&world.chain)];
    tokio::join!(
        world.register(proven(&world.digits)),
        operate(&verifiers[0], [Role::Verifier], 2_000 * OPG),
        operate(&verifiers[1], [Role::Verifier], 2_000 * OPG),
        world.operators(1, &[Role::Inference]),
    );
    let place = world.place_as(0, &["inference"], &world.node.url, "[inference.any]\n");
    let mut worker = world.at_work(&place);
    worker.says("serving a model");
    assert!(!worker.log().contains("proving a model's answers"), "{}", worker.log());
    attest(alice, &verifiers, world.digits.hash).await;
    until("the model to be proven", async || {
        worker.log().contains("proving a model's answers").then_some(())
    })
    .await;
    let (input, model) = (quantised(&world.digits, 7), world.digits.hash);
    let job = request(alice, model, input, Assurance::Proven, TIME).await;
    let over = once(alice, job, "the end", is_over).await;
    assert_eq!(over.workers[0].output, Some(views::Data::Inline(expected(7))));
}

/// The same model, in a file of other bytes.
fn retold(digits: &Digits, remark: &str) -> Vec<u8> {
    let mut file = digits.file.clone();
    // ONNX has text for people in the sixth field.
    file.extend([6 << 3 | 2, remark.len() as u8]);
    file.extend(remark.as_bytes());
    file
}
