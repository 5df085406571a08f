//! What a load asks of a model through the market, and what the market makes of it.

use crate::load::{average, seconds, Block, Node, OPG};
use anyhow::Result;
use std::collections::BTreeMap;
use zombienet_sdk::subxt::{
    dynamic::{tx, Value},
    ext::codec::Decode,
    tx::DynamicPayload,
};

/// Blocks within which an answer is promised.
pub const TIME: u128 = 10;
/// Blocks without anything happening after which what is missing must have been dropped.
pub const PATIENCE: u64 = 60;

/// Bytes that are on the chain themselves.
pub fn inline(bytes: &[u8]) -> Value {
    Value::unnamed_variant("Inline", [Value::from_bytes(bytes)])
}

/// Asks a model, bonded.
pub fn request(model: [u8; 32], input: &[u8]) -> DynamicPayload {
    let none = || Value::unnamed_variant("None", []);
    let order = Value::named_composite([
        ("model", Value::from_bytes(model)),
        ("input", inline(input)),
        ("assurance", Value::unnamed_variant("Bonded", [])),
        ("max_price", Value::u128(OPG / 10)),
        ("time", Value::u128(TIME)),
        ("coverage", none()),
        ("beneficiary", none()),
    ]);
    tx("Inference", "request", vec![order])
}

/// How much of what happened, in a block or in several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub asked: usize,
    pub answered: usize,
    pub settled: usize,
    pub refunded: usize,
    pub missed: usize,
    pub declined: usize,
    /// Answers that the chain did not take.
    pub refused: usize,
}

impl Counts {
    fn add(self, other: Self) -> Self {
        Self {
            asked: self.asked + other.asked,
            answered: self.answered + other.answered,
            settled: self.settled + other.settled,
            refunded: self.refunded + other.refunded,
            missed: self.missed + other.missed,
            declined: self.declined + other.declined,
            refused: self.refused + other.refused,
        }
    }

    pub fn ended(&self) -> usize {
        self.settled + self.refunded
    }
}

/// What happened in a block.
#[derive(Default)]
pub struct Happened {
    pub counts: Counts,
    pub asked: Vec<u64>,
    pub answered: Vec<u64>,
    /// Who was given which requests.
    pub assigned: BTreeMap<[u8; 32], Vec<u64>>,
}

impl Happened {
    pub async fn read(node: &Node, block: &Block) -> Result<Self> {
        let mut found = Self::default();
        for event in node.client.events().at(block.hash).await?.iter() {
            let event = event?;
            if event.pallet_name() != "Inference" {
                continue;
            }
            let mut fields = event.field_bytes();
            let counts = &mut found.counts;
            match event.variant_name() {
                "Requested" => found.asked.push(u64::decode(&mut fields)?),
                "Assigned" => {
                    let (job, worker) = <(u64, [u8; 32])>::decode(&mut fields)?;
                    found.assigned.entry(worker).or_default().push(job);
                },
                "Answered" => found.answered.push(u64::decode(&mut fields)?),
                "Settled" => counts.settled += 1,
                "Refunded" => counts.refunded += 1,
                "Missed" => counts.missed += 1,
                "Declined" => counts.declined += 1,
                "Refused" => counts.refused += 1,
                _ => {},
            }
        }
        (found.counts.asked, found.counts.answered) = (found.asked.len(), found.answered.len());
        Ok(found)
    }
}

/// All that happened so far.
#[derive(Default)]
pub struct History {
    blocks: Vec<Block>,
    counts: Vec<Counts>,
    pub sum: Counts,
}

impl History {
    pub fn push(&mut self, block: Block, counts: Counts) {
        self.sum = self.sum.add(counts);
        println!(
            "  {} asked, {} answered, {} settled, {} refunded, {} settled in all",
            counts.asked, counts.answered, counts.settled, counts.refunded, self.sum.settled
        );
        self.blocks.push(block);
        self.counts.push(counts);
    }

    pub fn report(&self) {
        // While requests come in and others are settled: what was begun with and what is left at the
        // end does not count.
        let first = self.counts.iter().position(|counts| counts.settled > 0).unwrap_or(0);
        let last = self.counts.iter().rposition(|counts| counts.asked > 0).unwrap_or(0).max(first);
        let (blocks, counts) = (&self.blocks[first..last], &self.counts[first..last]);
        let steady = counts.iter().fold(Counts::default(), |all, one| all.add(*one));
        let Counts { asked, settled, refunded, missed, declined, refused, .. } = self.sum;
        println!("requests         {asked}, {settled} settled, {refunded} refunded");
        println!("trouble          {missed} missed, {declined} declined, {refused} refused");
        println!("steady blocks    {} over {:.0} s", blocks.len(), seconds(blocks));
        println!("asked a second   {:.0}", steady.asked as f64 / seconds(blocks).max(1.0));
        println!("settled a second {:.0}", steady.settled as f64 / seconds(blocks).max(1.0));
        println!(
            "weight           {:.3} s a block, of it {:.3} s of requests",
            average(blocks, |block| block.total) / 1e12,
            average(blocks, |block| block.normal) / 1e12
        );
    }
}
