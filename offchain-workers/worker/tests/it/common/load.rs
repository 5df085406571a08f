//! Requests that keep coming, whatever happens meanwhile.

use super::{
    market::is_over,
    until,
    world::{History, World},
};
use opg_primitives::{
    market::{Assurance, Data},
    BlockNumber,
};
use opg_worker::chain::{sender::Sender, views::Job};
use std::time::Duration;
use subxt::utils::H256;
use tokio::time::Instant;

/// Numbers that look random are enough to hit any moment.
pub struct Random(u64);

impl Random {
    /// Says with which seed, so that a failure can be had again.
    pub fn new() -> Self {
        let seed = rand::random();
        println!("seed {seed}");
        Self(seed)
    }

    pub fn below(&mut self, most: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// In each block somebody asks for some answers of one worker and for one of a quorum; of the former one
/// has its input in the store.
pub struct Load {
    asker: Sender,
    time: BlockNumber,
    bonded: usize,
    seen: Option<H256>,
    /// How often it was asked.
    pub asked: usize,
}

impl Load {
    /// Workers have so many blocks.
    pub fn new(world: &World, time: BlockNumber) -> Self {
        Self { asker: world.asker(), time, bonded: 2, seen: None, asked: 0 }
    }

    /// With so many requests of one worker in a block.
    pub fn of(self, bonded: usize) -> Self {
        Self { bonded, ..self }
    }

    /// Keeps asking for a while. A node that is not there is asked again.
    pub async fn run(&mut self, world: &World, time: Duration) {
        let end = Instant::now() + time;
        while Instant::now() < end {
            // A node that was killed may know less than before.
            let _ = tokio::time::timeout_at(end, self.step(world)).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn step(&mut self, world: &World) -> Result<(), opg_worker::chain::Error> {
        let best = world.chain.best().await?;
        if self.seen.replace(best.hash) == Some(best.hash) {
            return Ok(());
        }
        self.asker.see(best).await?;
        let bonded = std::iter::repeat_n(Assurance::Bonded, self.bonded);
        for (number, assurance) in bonded.chain([Assurance::Quorum(3)]).enumerate() {
            let image = world.digits.image(self.asked % 500);
            let input = match number {
                0 => {
                    let (address, bytes) = (world.store.upload(&image), image.len() as u64);
                    Data::Blob { hash: address.0.into(), bytes }
                },
                _ => Data::Inline(image.try_into().unwrap()),
            };
            self.asker.send(&world.order(input, assurance, self.time), best).await?;
            self.asked += 1;
        }
        Ok(())
    }

    async fn is_in_blocks(&mut self, world: &World) -> Result<bool, opg_worker::chain::Error> {
        self.asker.see(world.chain.best().await?).await?;
        Ok(self.asker.waiting() == 0)
    }

    /// Asks nothing more, and waits for the end of all that was asked: each has one, and nobody was punished.
    pub async fn end(&mut self, world: &World) -> History {
        let end = Instant::now() + Duration::from_secs(120);
        while !matches!(self.is_in_blocks(world).await, Ok(true)) {
            assert!(Instant::now() < end, "waited two minutes for requests to be in blocks");
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        let jobs = world.history().await.jobs("Requested");
        for job in jobs {
            until(format!("the end of {job}"), async || {
                let best = world.chain.best().await.ok()?.hash;
                let job: Option<Job> =
                    world.chain.ask(best, "InferenceApi", "job", job).await.ok()?;
                job.filter(is_over)
            })
            .await;
        }
        let history = world.history().await;
        let counts = [
            "Requested",
            "Answered",
            "Committed",
            "Revealed",
            "Audited",
            "Declined",
            "Settled",
            "Refunded",
        ];
        let counts = counts.map(|what| format!("{} {what}", history.count(what)));
        println!("{} asked; {}", self.asked, counts.join(", "));
        history.assert_ended_well();
        history
    }
}
