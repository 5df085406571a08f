//! Verifiers attest what owners say of their models, and refuse what is not so, without anyone's hand.

use crate::common::{
    market::{attestation, duty, operate, register, request_attestation, Attestation, Digits},
    people::Person,
    processes::Process,
    until,
    world::World,
};
use opg_primitives::{
    models::{Claim, ModelHash, FORBIDDEN},
    stake::Role,
    token::OPG,
};
use opg_worker::verifier::views::Task;
use std::time::Duration;
use subxt::utils::H256;

/// Registers a model with this claim, makes two people verifiers, and has them asked.
async fn ask(world: &World, file: &[u8], claim: &Claim) -> ModelHash {
    let (alice, bob) = (&world.alice, Person::bob(&world.chain));
    let charlie = Person::charlie(&world.chain);
    let hash = world.store.upload(file).0.into();
    tokio::join!(
        register(alice, hash, file.len() as u64, claim),
        operate(&bob, [Role::Verifier], 2_000 * OPG),
        operate(&charlie, [Role::Verifier], 2_000 * OPG),
    );
    request_attestation(alice, 2, hash).await;
    hash
}

/// What came of it.
async fn outcome(world: &World, model: ModelHash) -> Attestation {
    until("what comes of it", async || {
        let state = attestation(&world.alice, model).await.state;
        (!matches!(state, Attestation::Examined { .. })).then_some(state)
    })
    .await
}

/// The one of two processes that says something first, as soon as it does.
async fn first_to_say(processes: &[Process; 2], mark: &str) -> usize {
    for _ in 0..30_000 {
        if let Some(first) = processes.iter().position(|process| process.log().contains(mark)) {
            return first;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("waited ten minutes for one that says {mark:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn verifier_that_is_killed_after_its_commitment_should_reveal_when_it_is_back() {
    let world = World::empty().await;
    let places = [world.verifier("bob", "//Bob", ""), world.verifier("charlie", "//Charlie", "")];
    let people = [Person::bob(&world.chain), Person::charlie(&world.chain)];
    let mut processes = [places[0].start(), places[1].start()];
    processes.iter_mut().for_each(|process| drop(process.says("at work")));
    ask(&world, &world.digits.file, &world.digits.claim()).await;

    let drawn = first_to_say(&processes, "call=\"commit\"").await;
    processes[drawn].kill();
    let open = until("the time to reveal", async || {
        duty(&people[drawn]).await.filter(|duty| duty.task == Task::Reveal)
    })
    .await;
    assert!(!processes[drawn].log().contains("call=\"reveal\""), "it was too fast to be killed");

    let mut back = places[drawn].start_fed();
    let stdin = back.stdin();
    until("the attestation", async || {
        attestation(&world.alice, world.digits.hash).await.attested.then_some(())
    })
    .await;
    let log = back.log();
    assert_eq!(log.matches("came to a verdict").count(), 1, "it decided once");
    assert_eq!(log.matches("call=\"commit\"").count(), 1, "it committed once");
    assert!(log.contains("call=\"reveal\""), "case {}", open.case);
    assert!(places[drawn].get("/metrics").contains("opg_worker_cases 0\n"));

    // Whoever started it is gone: so is it.
    drop(stdin);
    let status = back.ends(Duration::from_secs(30));
    assert!(status.success(), "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn claim_that_is_not_so_should_be_refused() {
    let world = World::empty().await;
    let places = [world.verifier("bob", "//Bob", ""), world.verifier("charlie", "//Charlie", "")];
    let mut processes = [places[0].start(), places[1].start()];
    processes.iter_mut().for_each(|process| drop(process.says("at work")));
    // It has as many classes as it says, but under another name.
    let mut claim = world.digits.claim();
    let outputs = &world.digits.claim().interface.outputs;
    let mut output = outputs[0].clone();
    output.name = b"something_else".to_vec().try_into().unwrap();
    claim.interface.outputs = vec![output].try_into().unwrap();
    let model = ask(&world, &world.digits.file, &claim).await;

    let outcome = outcome(&world, model).await;
    let Attestation::Refused { verdict } = outcome else { panic!("{outcome:?}") };
    // What the file is, and not only that something is wrong.
    let right = world.digits.claim().verdict(&world.digits.hash, world.digits.file.len() as u64);
    assert_eq!(verdict, H256(right.0));
    assert_ne!(right, FORBIDDEN);
    let drawn = first_to_say(&processes, "call=\"reveal\"").await;
    assert!(processes[drawn].log().contains("it is not what its owner says"));
    assert!(processes[drawn].end(Duration::from_secs(30)).success());
}

#[tokio::test(flavor = "multi_thread")]
async fn float_model_should_be_attested_if_its_answers_differ_by_no_more_than_is_said() {
    let world = World::empty().await;
    let places = [world.verifier("bob", "//Bob", ""), world.verifier("charlie", "//Charlie", "")];
    let mut processes = [places[0].start(), places[1].start()];
    processes.iter_mut().for_each(|process| drop(process.says("at work")));
    let (file, claim) = Digits::of_floats();
    let model = ask(&world, &file, &claim).await;
    let outcome = outcome(&world, model).await;
    assert!(matches!(outcome, Attestation::Contestable { .. }), "{outcome:?}");
}
