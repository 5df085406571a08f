//! A model of volatility on a feed, as a standing order: from sources to results that anyone can read.

use super::{honest, wander, Price};
use crate::common::{
    feeds::{terms, World},
    market::{attest, kept, look, operate, register},
    people::Person,
    processes::{Place, Process},
    until,
};
use opg_primitives::{
    feeds::{Field, Interval, Terms, Window},
    market::{Assurance, JobId, Order, Source},
    models::{Claim, Class, Dim, Dtype, Interface, ModelHash, Tensor, MAX_RELATIVE},
    stake::Role,
    token::OPG,
    Hash,
};
use opg_worker::chain::views::{Data, End};
use std::time::Duration;
use subxt::ext::scale_decode::{self, DecodeAsType};

const CANDLES: u16 = 3;
const RUNS: u32 = 3;
/// Blocks from one run to the next: a minute, as the candles.
const PERIOD: u32 = 20;

#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct Kept {
    job: JobId,
    end: End,
    bytes: Option<Vec<u8>>,
}

#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct Progress {
    past: u32,
    missed: u32,
    running: u32,
}

/// `InferenceApi.standing_order`.
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct Standing {
    order: Progress,
    results: Vec<Kept>,
}

#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct Candle {
    close: i64,
}

fn claim() -> Claim {
    let tensor = |name: &str, dim| Tensor {
        name: name.as_bytes().to_vec().try_into().unwrap(),
        dtype: Dtype::F64,
        shape: vec![dim].try_into().unwrap(),
    };
    let interface = Interface {
        inputs: vec![tensor("closes", Dim::Free)].try_into().unwrap(),
        outputs: vec![tensor("volatility", Dim::Fixed(1))].try_into().unwrap(),
    };
    Claim { class: Class::Close { abs: 1, rel: MAX_RELATIVE }, interface, key: None }
}

fn floats(bytes: &[u8]) -> Vec<f64> {
    bytes.chunks(8).map(|bytes| f64::from_le_bytes(bytes.try_into().unwrap())).collect()
}

/// What the model is to answer: the root of the mean of squares of logarithmic moves.
fn volatility(closes: &[f64]) -> f64 {
    let moves: Vec<_> = closes.windows(2).map(|two| (two[1] / two[0]).ln()).collect();
    (moves.iter().map(|one| one * one).sum::<f64>() / moves.len() as f64).sqrt()
}

/// Registers the model, has it attested, and starts a worker that answers with it.
async fn served(world: &World) -> (ModelHash, Process) {
    let file = std::fs::read(kept("volatility.onnx")).unwrap();
    let model: ModelHash = world.store.upload(&file).0.into();
    let (bob, charlie) = (Person::bob(&world.chain), Person::charlie(&world.chain));
    let (claim, dave) = (claim(), Person::dave(&world.chain));
    tokio::join!(
        register(&world.owner, model, file.len() as u64, &claim),
        operate(&bob, [Role::Verifier], 2_000 * OPG),
        operate(&charlie, [Role::Verifier], 2_000 * OPG),
        operate(&dave, [Role::Inference], 1_000 * OPG),
    );
    attest(&world.owner, &[bob, charlie], model).await;
    let served = format!("model = \"{model:?}\"\nprice = \"0.05\"\nlatency = 2\ncapacity = 4");
    let place = Place::new(&world.folder, "dave", "//Dave", &world.node.url, &world.store, &served);
    (model, place.at_work())
}

#[tokio::test(flavor = "multi_thread")]
async fn standing_order_should_ask_a_model_with_a_feeds_candles_again_and_again() {
    let world = World::new(4).await;
    let price = Price::default();
    price.set(10_000);
    world.create([Terms { heartbeat: 9, ..terms("btc-usd", 1) }]).await;
    let mut reporters = Vec::new();
    for number in 0..4 {
        let server = honest(&price, number).await;
        reporters.push(world.place(number, [0], server.port).at_work());
    }
    let moves = wander(&price);
    let (model, mut answers) = served(&world).await;

    let window = Window {
        feed: 0,
        interval: Interval::Minute,
        candles: CANDLES,
        fields: vec![Field::Close].try_into().unwrap(),
        dtype: Dtype::F64,
        decimals: 0,
    };
    until("candles enough", async || {
        let best = world.chain.best().await.unwrap().hash;
        let made = world.chain.ask_whether(best, "OracleApi", "tensor", window.clone()).await;
        made.is_ok_and(|made| made.is_ok()).then_some(())
    })
    .await;
    let eve = Person::eve(&world.chain);
    let request = Order::<Hash> {
        model,
        input: Source::Candles(window),
        assurance: Assurance::Bonded,
        max_price: OPG,
        time: 10,
        coverage: None,
        beneficiary: None,
    };
    // The last ten results, of one float each.
    eve.send("Inference", "place_order", (request, PERIOD, RUNS, (10u8, 8u32))).await;
    let standing = async || {
        let best = world.chain.best().await.unwrap().hash;
        let order: Option<Standing> =
            world.chain.ask(best, "InferenceApi", "standing_order", 0u64).await.unwrap();
        order.expect("it was placed")
    };
    let order = until("all results", async || {
        Some(standing().await).filter(|one| one.order.past == RUNS && one.order.running == 0)
    })
    .await;
    moves.abort();
    assert_eq!((order.order.missed, order.results.len()), (0, RUNS as usize), "{order:?}");

    let best = world.chain.best().await.unwrap().hash;
    let (candles, _): (Vec<Candle>, Option<u32>) = world
        .chain
        .ask(best, "OracleApi", "candles", (0u32, Interval::Minute, None::<u32>))
        .await
        .unwrap();
    let closes: Vec<_> = candles.iter().rev().map(|candle| candle.close as f64 / 100.0).collect();
    let mut before = None;
    for Kept { job, end, bytes } in &order.results {
        assert_eq!(*end, End::Settled, "{job}");
        let Some(Data::Inline(input)) = look(&eve, *job).await.inline else { panic!("{job}") };
        let (length, input) = input.split_at(4);
        assert_eq!(length, u32::from(CANDLES).to_le_bytes());
        let input = floats(input);
        // They are the feed's, in their order, and move on from run to run.
        let at = closes.windows(input.len()).position(|window| window == input);
        assert!(at.is_some() && at > before, "{input:?} in {closes:?}");
        before = at;
        let answer = floats(bytes.as_deref().expect("it is short"));
        let right = volatility(&input);
        assert!(right > 0.0 && (answer[0] - right).abs() < 1e-12, "{answer:?}, not {right}");
        println!("request {job}: of {input:?} the volatility is {answer:?}");
    }
    assert!(answers.end(Duration::from_secs(60)).success());
}
