//! Answers that are too large for the chain: whoever checks one fetches it from where its worker's operator says.

use crate::{
    common::{
        market::{hash, have_attested, is_over, once, operate, operate_at, register, request},
        people::Person,
        processes::{free_port, Place, Process},
        until,
        world::World,
    },
    hostile::onnx::{unary, F32},
};
use opg_primitives::{
    market::Assurance,
    models::{Claim, Class, Dim, Dtype, Interface, ModelHash, Tensor, MAX_RELATIVE},
    stake::Role,
    token::OPG,
};
use opg_worker::chain::views::{Data, Decline, End, Phase, Standing};
use std::time::Duration;

/// Numbers that the model takes and gives: eight kibibytes.
const LENGTH: u32 = 2_048;

fn claim() -> Claim {
    let tensor = |name: &str| Tensor {
        name: name.as_bytes().to_vec().try_into().unwrap(),
        dtype: Dtype::F32,
        shape: vec![Dim::Fixed(LENGTH)].try_into().unwrap(),
    };
    let only = |name| vec![tensor(name)].try_into().unwrap();
    let class = Class::Close { abs: 1_000, rel: MAX_RELATIVE };
    Claim { class, interface: Interface { inputs: only("x"), outputs: only("y") }, key: None }
}

fn numbers(sign: f32) -> Vec<u8> {
    (0..LENGTH).flat_map(|number| (sign * number as f32).to_le_bytes()).collect()
}

/// What a worker's configuration says of the model.
fn served(model: ModelHash) -> String {
    format!(
        "[[inference.models]]\nmodel = \"{model:?}\"\nprice = \"0.05\"\nlatency = 2\ncapacity = 4\n"
    )
}

/// Dave's worker serves a model and what it has answered, and Bob's looks at all answers.
struct Court {
    model: ModelHash,
    bob: (Place, Process),
    _others: [Process; 2],
    eve: Person,
    /// The last to go.
    _world: World,
}

impl Court {
    /// Whether others are told where Dave's worker serves, or where it does not.
    async fn new(is_told: bool) -> Self {
        let world = World::empty().await;
        let file = unary("Neg", F32, &[Some(LENGTH.into())]);
        let model = hash(&file);
        world.store.upload(&file);
        let verifier = |name, secret, settings: &str| {
            let settings = format!("allowed = [\"127.0.0.0/8\"]\n{settings}");
            let place = world.verifier(name, secret, &settings);
            let process = world.at_work(&place);
            (place, process)
        };
        let bob = verifier("bob", "//Bob", "challenge = true\npart = 1.0");
        let (_, charlie) = verifier("charlie", "//Charlie", "");
        let at = format!("127.0.0.1:{}", free_port());
        let elsewhere = world.store.address.to_string();
        let endpoint = format!("http://{}", if is_told { &at } else { &elsewhere });
        let claim = claim();
        let person = [Person::bob, Person::charlie, Person::dave].map(|of| of(&world.chain));
        tokio::join!(
            register(&world.alice, model, file.len() as u64, &claim),
            operate(&person[0], [Role::Verifier], 100_000 * OPG),
            operate(&person[1], [Role::Verifier], 100_000 * OPG),
            operate_at(&person[2], [Role::Inference], 5_000 * OPG, &endpoint),
        );
        have_attested(&world.alice, model).await;
        let rest = format!("[blobs]\nlisten = \"{at}\"\n{}", served(model));
        let dave = world.at_work(&world.place_as(0, &["inference"], &world.node.url, &rest));
        let eve = Person::eve(&world.chain);
        Self { model, bob, _others: [charlie, dave], eve, _world: world }
    }

    async fn ask(&self) -> u64 {
        request(&self.eve, self.model, numbers(1.0), Assurance::Bonded, 10).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answer_that_its_worker_serves_should_be_found_right_and_settled() {
    let court = Court::new(true).await;
    let job = court.ask().await;
    let over = once(&court.eve, job, "the end", is_over).await;
    assert!(matches!(over.phase, Phase::Done { end: End::Settled, .. }), "{:?}", over.phase);
    let right = numbers(-1.0);
    let (of, bytes) = (hash(&right).0.into(), right.len() as u64);
    assert_eq!(over.workers[0].output, Some(Data::Blob { hash: of, bytes }));
    until("Bob to look", async || {
        let metrics = court.bob.0.get("/metrics");
        (!metrics.contains("opg_worker_looks 0\n")).then_some(())
    })
    .await;
    assert!(!court.bob.1.log().contains("an answer is wrong"), "{}", court.bob.1.log());
}

/// An answer that nobody can fetch is none: whoever asked has paid for it.
#[tokio::test(flavor = "multi_thread")]
async fn answer_that_is_nowhere_to_be_had_should_be_challenged() {
    let mut court = Court::new(false).await;
    court.ask().await;
    court.bob.1.says("an answer is wrong");
    assert!(court.bob.1.log().contains("whoever answers serves it"), "{}", court.bob.1.log());
}

/// Whoever could not show its answer to anybody does not give one.
#[tokio::test(flavor = "multi_thread")]
async fn request_whose_answer_nobody_could_fetch_should_be_declined() {
    let world = World::empty().await;
    let file = unary("Neg", F32, &[Some(LENGTH.into())]);
    let (model, claim) = (hash(&file), claim());
    world.store.upload(&file);
    tokio::join!(
        register(&world.alice, model, file.len() as u64, &claim),
        world.operators(1, &[Role::Inference]),
    );
    // It serves nothing, or nobody is told where.
    let told_nowhere = format!("[blobs]\nlisten = \"127.0.0.1:0\"\n{}", served(model));
    for (rest, why) in [(served(model), "set [blobs]"), (told_nowhere, "nobody is told where")] {
        let place = world.place_as(0, &["inference"], &world.node.url, &rest);
        let mut worker = world.at_work(&place);
        let job = request(&world.alice, model, numbers(1.0), Assurance::Bonded, 10).await;
        let over = once(&world.alice, job, "the end", is_over).await;
        assert_eq!(over.workers[0].standing, Standing::Declined(Decline::ResourceLimit));
        assert!(worker.own_log().contains(why), "{}", worker.log());
        assert!(worker.end(Duration::from_secs(60)).success());
    }
}
