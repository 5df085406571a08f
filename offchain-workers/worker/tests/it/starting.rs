//! Workers that start before their node, and that outlive it.

use crate::common::{
    market::{offer, offers, once, register, request, Digits},
    people::Person,
    processes::{free_port, Node, Place, Store},
    until,
    world::{server, World},
};
use opg_primitives::{market::Assurance, stake::Role, token::OPG, Hash};
use opg_worker::chain::{address::address, views::Data};
use std::time::Duration;

#[test]
fn worker_should_wait_for_its_node_say_so_and_end_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::start(folder.path());
    let nowhere = format!("ws://127.0.0.1:{}", free_port());
    let who = ("bob", "//Bob");
    let place = Place::with_roles(&folder, who, &nowhere, &store, &["verifier"], "");
    let mut worker = place.start();
    worker.says("waiting for the node");
    let log = worker.log();
    assert!(log.contains(&nowhere) && log.contains("refused"), "{log}");
    assert!(worker.end(Duration::from_secs(5)).success());

    let place = Place::with_roles(&folder, who, "http://localhost", &store, &["verifier"], "");
    let mut worker = place.start();
    assert!(!worker.ends(Duration::from_secs(5)).success());
    assert!(worker.own_log().contains("ws://"), "{}", worker.own_log());
}

#[test]
fn worker_should_work_as_soon_as_its_node_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::start(folder.path());
    let port = free_port();
    let url = format!("ws://127.0.0.1:{port}");
    let place = Place::with_roles(&folder, ("bob", "//Bob"), &url, &store, &["verifier"], "");
    let mut worker = place.start();
    worker.says("waiting for the node");
    let _node = Node::start_at(folder.path(), port);
    worker.says("at work operator=\"op");
}

#[tokio::test(flavor = "multi_thread")]
async fn worker_should_not_outlive_its_node_for_long_when_whoever_started_it_is_gone() {
    let mut world = World::empty().await;
    let place = world.verifier("bob", "//Bob", "");
    let mut worker = place.start_fed();
    let stdin = worker.stdin();
    worker.says("at work");
    world.node.process.kill();
    drop(stdin);
    let status = worker.ends(Duration::from_secs(60));
    let log = worker.log();
    assert!(status.success() || log.contains("see to the node soon"), "{status}: {log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn worker_whose_offers_the_chain_does_not_take_should_say_so_and_end() {
    let world = World::empty().await;
    world.register(world.digits.claim()).await;
    let ends = |capacity| {
        let mut worker = world.place(0, 5, capacity).start();
        let status = worker.ends(Duration::from_secs(60));
        let log = worker.own_log();
        assert!(!status.success() && log.contains("took none of them"), "{status}: {log}");
    };
    // Nobody whom the chain knows.
    ends(8);
    world.operators(1, &[Role::Inference]).await;
    ends(1_001);
    world.place(0, 5, 1_000).start().says("at work");
}

#[tokio::test(flavor = "multi_thread")]
async fn worker_whose_library_does_not_know_its_processor_should_say_so_and_end() {
    let world = World::empty().await;
    let mut worker =
        world.place_with(0, 5, 8, "[engine]\nproviders = [\"cuda\", \"cpu\"]\n").start();
    let status = worker.ends(Duration::from_secs(60));
    let log = worker.own_log();
    assert!(!status.success() && log.contains("CUDA"), "{status}: {log}");

    let rest = "[engine]\nproviders = [\"cuda\"]\n[inference.any]\n";
    let mut worker = world.place_as(0, &["inference"], &world.node.url, rest).start();
    let status = worker.ends(Duration::from_secs(60));
    let log = worker.own_log();
    assert!(!status.success() && log.contains("what anyone registers"), "{status}: {log}");
}

/// Of an operator who keeps no key on the machine.
#[tokio::test(flavor = "multi_thread")]
async fn worker_should_take_its_key_from_the_standard_input_and_sign_with_it() {
    let world = World::new(1, Digits::claim).await;
    let place = world.place(0, 5, 8);
    let mut worker = place.start_told("//Dave\n");
    let operator = worker.says("at work operator=");
    assert_eq!(operator.trim_matches('"'), address(&server(0).public_key().to_account_id()));
    let image = world.digits.image(3);
    let job = request(&world.alice, world.digits.hash, image, Assurance::Bonded, 20).await;
    let answered =
        once(&world.alice, job, "an answer", |job| job.workers[0].output.is_some()).await;
    assert_eq!(answered.workers[0].output, Some(Data::Inline(world.digits.answer(3))));
    assert!(worker.end(Duration::from_secs(120)).success());

    let mut worker = world.verifier("nobody", "//Nobody", "").start_told("correct horse battery");
    assert!(!worker.ends(Duration::from_secs(10)).success());
    let log = worker.own_log();
    assert!(log.contains("what is in - is no secret") && !log.contains("horse"), "{log}");
}

/// Of an operator whose configuration once had another model, or who offered one by hand.
#[tokio::test(flavor = "multi_thread")]
async fn worker_should_withdraw_the_offer_of_what_it_does_not_serve_and_keep_its_own() {
    let world = World::empty().await;
    let (served, other) = (world.digits.hash, Hash::repeat_byte(7));
    let me = Person { chain: world.chain.clone(), key: server(0) };
    tokio::join!(world.register(world.digits.claim()), world.operators(1, &[Role::Inference]));
    register(&world.alice, other, 100, &world.digits.claim()).await;
    offer(&me, other, OPG, 3).await;
    let only_its_own_stands = async || {
        until("its own offer to stand alone", async || {
            let offers = offers(&me).await;
            let mut standing = offers.iter().filter(|offer| offer.capacity > 0);
            let first = standing.next().is_some_and(|offer| offer.model.0 == served.0);
            (first && standing.next().is_none()).then_some(())
        })
        .await;
    };
    let mut worker = world.at_work(&world.place(0, 5, 8));
    only_its_own_stands().await;
    // Again while it is at work: a transaction of its key that it knows nothing of.
    offer(&me, other, OPG, 3).await;
    worker.says("withdrawing the offer of what is not served here");
    only_its_own_stands().await;
}
