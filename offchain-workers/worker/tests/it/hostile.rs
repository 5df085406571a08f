//! Models that mean ill, on the chain: whoever registers one and asks it gets no answer and loses nothing but fees;
//! whoever serves it loses nothing, says why, and goes on with other models.

#[path = "../../../engine/tests/common/onnx.rs"]
pub mod onnx;

use crate::common::{
    market::{hash, is_over, once, register, request, Digits},
    world::World,
};
use onnx::{external, graph, node, value, F32, I64};
use opg_primitives::{
    market::Assurance,
    models::{Claim, Class, Dim, Dtype, Interface, Tensor},
};
use opg_worker::chain::views::{self, Decline, End, Phase, Reason, Standing};
use std::time::Duration;

const TIME: u32 = 20;

pub fn tensor(name: &str, dtype: Dtype, shape: &[Dim]) -> Tensor {
    let (name, shape) = (name.as_bytes().to_vec(), shape.to_vec());
    Tensor { name: name.try_into().unwrap(), dtype, shape: shape.try_into().unwrap() }
}

pub fn claim(input: Tensor, output: Tensor) -> Claim {
    let only = |tensor| vec![tensor].try_into().unwrap();
    let interface = Interface { inputs: only(input), outputs: only(output) };
    Claim { class: Class::Exact, interface, key: None }
}

/// A whole number, as a model's input.
pub fn long(value: i64) -> Vec<u8> {
    value.to_le_bytes().to_vec()
}

/// A model's file, what is claimed of it, and an input with which it does what it should not.
struct Hostile {
    name: &'static str,
    file: Vec<u8>,
    claim: Claim,
    input: Vec<u8>,
    /// What the log says.
    why: &'static str,
}

fn all() -> [Hostile; 4] {
    let number = |name: &str| tensor(name, Dtype::F32, &[Dim::Fixed(1)]);
    let count = || tensor("n", Dtype::I64, &[Dim::Fixed(1)]);
    let nodes =
        [node("ConstantOfShape", &["n"], &["all"], &[]), node("Neg", &["all"], &["y"], &[])];
    let lie = graph(&nodes, &[], &[value("n", I64, &[Some(1)])], &[value("y", F32, &[Some(7)])]);
    [
        Hostile {
            name: "loops",
            file: onnx::endless(),
            claim: claim(number("x"), number("y")),
            input: 1f32.to_le_bytes().to_vec(),
            why: "takes longer than",
        },
        Hostile {
            name: "takes a hundred gigabytes",
            file: onnx::filling(false),
            claim: claim(count(), tensor("y", Dtype::F32, &[])),
            input: long(25_000_000_000),
            why: "memory",
        },
        Hostile {
            name: "gives more than it may",
            file: onnx::filling(true),
            claim: claim(count(), tensor("y", Dtype::F32, &[Dim::Free])),
            input: long(200_000_000),
            why: "declining",
        },
        Hostile {
            name: "lies about its shape",
            file: onnx::model(&lie),
            claim: claim(count(), tensor("y", Dtype::F32, &[Dim::Fixed(7)])),
            input: long(3),
            why: "declining",
        },
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_of_models_that_mean_ill_should_end_and_cost_no_worker_anything() {
    let world = World::new(1, Digits::claim).await;
    let mut rest = String::from("[engine]\nseconds = 2\n");
    for Hostile { file, claim, .. } in all() {
        world.store.upload(&file);
        register(&world.alice, hash(&file), file.len() as u64, &claim).await;
        let model = hash(&file);
        rest += &format!(
            "[[inference.models]]\nmodel = \"{model:?}\"\nprice = \"0.05\"\nlatency = 5\ncapacity = 4\n"
        );
    }
    let mut worker = world.at_work(&world.place_with(0, 5, 4, &rest));
    let alice = &world.alice;
    for Hostile { name, file, input, why, .. } in all() {
        let job = request(alice, hash(&file), input, Assurance::Bonded, TIME).await;
        let over = once(alice, job, "the end", is_over).await;
        let standing = over.workers[0].standing;
        let declined =
            matches!(standing, Standing::Declined(Decline::ResourceLimit | Decline::BadInput));
        let refunded =
            matches!(over.phase, Phase::Done { end: End::Refunded(Reason::Unanswerable), .. });
        println!("{name}: {standing:?}");
        assert!(declined && refunded, "{name}: {over:?}");
        let (log, job) = (worker.log(), format!("job={job} "));
        let line = log.lines().find(|line| line.contains(&job) && line.contains(why));
        println!("{}", line.unwrap_or_else(|| panic!("{name}: the log does not say why:\n{log}")));
        // The others are answered as before.
        let image = world.digits.image(7);
        let job = request(alice, world.digits.hash, image, Assurance::Bonded, TIME).await;
        let answered = once(alice, job, "an answer", |job| job.workers[0].output.is_some()).await;
        assert_eq!(answered.workers[0].output, Some(views::Data::Inline(world.digits.answer(7))));
    }
    let history = world.history().await;
    for what in ["Slashed", "Missed", "Stake.TicketSlashed"] {
        assert_eq!(history.count(what), 0, "{what}");
    }
    assert!(worker.end(Duration::from_secs(120)).success());
}

/// What cannot even be loaded is told before anything is promised.
#[tokio::test(flavor = "multi_thread")]
async fn worker_should_not_begin_with_models_that_it_could_never_run() {
    let world = World::empty().await;
    let named = graph(
        &[node("Add", &["x", "w"], &["y"], &[])],
        &[external("w", &[1], "/etc/passwd")],
        &[value("x", F32, &[Some(1)])],
        &[value("y", F32, &[Some(1)])],
    );
    let model = onnx::model(&named);
    for (file, why) in [(onnx::chain(1_000_000), "nodes"), (model, ""), (vec![7; 100], "")] {
        let place = {
            let path = world.folder.path().join("ill.onnx");
            std::fs::write(&path, &file).unwrap();
            let rest = format!(
                "[[inference.models]]\nmodel = {path:?}\nprice = \"0.05\"\nlatency = 5\ncapacity = 4\n"
            );
            world.place_as(0, &["inference"], &world.node.url, &rest)
        };
        let mut worker = place.start();
        let status = worker.ends(Duration::from_secs(60));
        let log = worker.own_log();
        println!("{}", log.lines().last().unwrap_or_default());
        assert!(!status.success() && log.contains("ill.onnx") && log.contains(why), "{log}");
    }
}
