//! Seven reporters, a hundred feeds, an answer of each in every block: what that costs, with values that move and with
//! those that stay. Takes `OPG_MINUTES` (2) each and is run by hand; docs/performance.md has the figures.

use crate::common::{
    feeds::{terms, Answered, Refused, Server, World},
    processes::Place,
    until,
};
use opg_primitives::feeds::{Terms, MAX_HEARTBEAT, MIN_HEARTBEAT};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};
use subxt::ext::scale_decode::{self, DecodeAsType};

const FEEDS: u32 = 100;
const REPORTERS: usize = 7;

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct Weight {
    ref_time: u64,
    proof_size: u64,
}

/// `System.BlockWeight`.
#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct ByClass {
    normal: Weight,
    operational: Weight,
    mandatory: Weight,
}

impl ByClass {
    /// How much of a block that is, in thousandths. A session's end is counted as a whole block by the SDK whatever
    /// it takes, also on a chain that does nothing else: that is left out.
    fn part_of(&self, most: &Weight) -> u64 {
        let part = |of: fn(&Weight) -> u64| {
            let mandatory = of(&self.mandatory);
            let mandatory = mandatory.checked_sub(of(most)).unwrap_or(mandatory);
            let all = u128::from(of(&self.normal)) + u128::from(of(&self.operational));
            (all + u128::from(mandatory)) * 1_000 / u128::from(of(most))
        };
        part(|weight| weight.ref_time).max(part(|weight| weight.proof_size)) as u64
    }
}

/// `System.BlockWeights`.
#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct Limits {
    max_block: Weight,
}

/// A hundred feeds of one document, as servers of prices have them.
fn feed_file(port: u16) -> String {
    let mut text =
        format!("[sources.all]\nurl = \"http://127.0.0.1:{port}/all\"\npath = \"${{feed}}\"\n");
    for id in 0..FEEDS {
        text.push_str(&format!(
            "[[feeds]]\nid = {id}\nname = \"{id}\"\ndecimals = 2\nmin = \"0.01\"\nmax = \"1000000\"\n\
             at_least = 1\nparameters.feed = \"f{id}\"\nsources = {{ all = {{}} }}\n"
        ));
    }
    text
}

/// What the server says: all values rise by this part of what they were at first each second.
fn document(since: Duration, rise: f64) -> String {
    let value = |id| f64::from(100 + id) * (1.0 + since.as_secs_f64() * rise);
    let values = (0..FEEDS).map(|id| format!("\"f{id}\":{:.2}", value(id))).collect::<Vec<_>>();
    format!("{{{}}}", values.join(","))
}

/// Of how many blocks, in thousandths, the part that is the least, in the middle, and the most.
fn spread(mut parts: Vec<u64>) -> (u64, u64, u64) {
    parts.sort_unstable();
    (parts[0], parts[parts.len() / 2], parts[parts.len() - 1])
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement of minutes, on a machine that does nothing else"]
async fn hundred_feeds_that_move_should_be_answered_in_every_block() {
    answer_in_every_block(0.001, MAX_HEARTBEAT).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement of minutes, on a machine that does nothing else"]
async fn hundred_feeds_that_stay_should_be_answered_in_every_block() {
    answer_in_every_block(0.0, MIN_HEARTBEAT).await;
}

/// With values that rise by this part each second, and answers that are due after this time at any rate.
async fn answer_in_every_block(rise: f64, heartbeat: u32) {
    let minutes: u32 =
        std::env::var("OPG_MINUTES").map_or(2, |minutes| minutes.parse().expect("minutes"));
    let world = World::new(REPORTERS).await;
    let every_block = |id| Terms { deviation: 1, heartbeat, ..terms(&format!("feed-{id}"), 2) };
    world.create((0..FEEDS).map(every_block)).await;
    let begun = Instant::now();
    let server = Server::new(move |_| Some(document(begun.elapsed(), rise))).await;
    let places: Vec<_> =
        (0..REPORTERS).map(|number| world.place_with(number, &feed_file(server.port), 1)).collect();
    let workers: Vec<_> = places.iter().map(Place::at_work).collect();
    until("all feeds to be answered", async || {
        let last = world.feed(FEEDS - 1).await;
        (last.answered() >= 3).then_some(())
    })
    .await;

    let first = world.chain.best().await.unwrap().number + 1;
    tokio::time::sleep(Duration::from_secs(60 * u64::from(minutes))).await;
    let last = world.chain.best().await.unwrap();
    let (mut block, limits) =
        (last, world.chain.constant::<Limits>("System", "BlockWeights").unwrap());
    let (mut full, mut missed, mut blocks) = (Vec::new(), 0usize, 0usize);
    let mut gaps = BTreeMap::<u32, BTreeSet<u32>>::new();
    while block.number >= first {
        let weight: Option<ByClass> =
            world.chain.stored(block.hash, "System", "BlockWeight", vec![]).await.unwrap();
        full.push(weight.unwrap().part_of(&limits.max_block));
        let answers: Vec<Answered> =
            world.chain.happened(block.hash, "Oracle", "Answered").await.unwrap();
        let answered: BTreeSet<_> = answers.iter().map(|answer| answer.feed).collect();
        let not: BTreeSet<_> = (0..FEEDS).filter(|feed| !answered.contains(feed)).collect();
        missed += not.len();
        if !not.is_empty() {
            gaps.insert(block.number, not);
        }
        blocks += 1;
        block = world.chain.block_at(block.parent).await.unwrap();
    }
    let refused: Vec<Refused> = world.happened_since("Refused", first).await;
    let (least, middle, most) = spread(full);
    println!(
        "{blocks} blocks, {FEEDS} feeds, {REPORTERS} reporters: {missed} updates missed, {} observations refused; \
         weight of a block in thousandths: {least} to {most}, {middle} in the middle",
        refused.len()
    );
    let log = world.node.process.log();
    let built = log.lines().filter_map(|line| {
        let (_, after) = line.split_once("Prepared block for proposing at")?;
        let (_, after) = after.split_once('(')?;
        after.split(' ').next()?.parse::<u64>().ok()
    });
    let built: Vec<_> = built.collect();
    let of_run = built[built.len().saturating_sub(blocks)..].to_vec();
    println!("a block was built in (least, middle, most) {:?} ms", spread(of_run));
    for (number, not) in gaps.iter().take(10) {
        println!("block {number}: {} feeds without an answer", not.len());
    }
    drop(workers);
    assert_eq!(missed, 0, "updates were missed");
    assert!(most < 150, "a block is to be full to 15 % at most");
}
