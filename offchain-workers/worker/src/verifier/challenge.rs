//! Looking at answers of others unasked, and challenging those that are wrong.

use super::{
    bench::Later, caught, docket::is_last_chance, doubts, judge, views::Job, About, Error, Outcome,
    Verifier,
};
use crate::{
    chain::{views::Event, Block, Call},
    config,
    pace::BLOCK,
};
use opg_primitives::{
    market::{Finding, JobId},
    panels, BlockNumber,
};
use subxt::utils::H256;
use tokio::time::timeout;

/// Blocks that are looked at for answers after a pause.
const CATCH_UP: usize = 16;
/// Blocks in which a challenge is too late to be heard.
const LATE: BlockNumber = 2;
/// What is kept of an answer's window for the last try.
const WINDOW: BlockNumber = 12;

impl Verifier {
    /// Hears of answers of others in blocks since `before`.
    pub(super) async fn listen(&mut self, best: Block, before: Option<Block>) -> Result<(), Error> {
        let Some(before) = before else { return Ok(()) };
        let mut block = best;
        for _ in 0..CATCH_UP {
            if block.hash == before.hash || block.number == 0 {
                break;
            }
            for event in self.chain.events(block.hash, "Inference").await? {
                if let Event::Answered { job, .. } = event {
                    self.doubts.heard(job, rand::random());
                }
            }
            block = self.chain.block_at(block.parent).await?;
        }
        Ok(())
    }

    /// Looks at answers while no case needs the room.
    pub(super) async fn doubt(&mut self, best: Block) -> Result<(), Error> {
        while let Some(id) = self.doubts.next(best.number) {
            let place = self.looks.clone().try_acquire_owned().ok();
            let Some(place) = place.filter(|_| self.bench.has_room()) else { return Ok(()) };
            let Some(answer) = self.answer(id, best.hash).await? else {
                self.doubts.forget(id);
                continue;
            };
            let until = doubts::until(&answer.job, self.sender.account());
            let Some(until) = until.filter(|until| until.saturating_sub(LATE) > best.number) else {
                self.doubts.forget(id);
                continue;
            };
            self.doubts.begin(id);
            let last = is_last_chance(until, best.number, WINDOW);
            let (bench, done) = (self.beside.clone(), self.outcomes.0.clone());
            let time = BLOCK.saturating_mul(until.saturating_sub(LATE.saturating_add(best.number)));
            tokio::spawn(async move {
                let work = async move {
                    let found = timeout(time, judge::finding(&bench, &answer, last)).await;
                    found.unwrap_or_else(|_| Err(Later("its time is over".into())))
                };
                let result = caught(work).await;
                drop(place);
                // Nobody hears it when the worker has stopped.
                let _ = done.send(Outcome::Doubt { job: id, result });
            });
        }
        Ok(())
    }

    pub(super) fn looked(
        &mut self,
        job: JobId,
        result: Result<(Finding, String), Later>,
        now: BlockNumber,
    ) {
        self.metrics.looks.add(1);
        match result {
            Ok((Finding::Wrong, why)) => {
                tracing::warn!(job, why, "an answer is wrong");
                self.metrics.wrong.add(1);
                self.doubts.forget(job);
                self.wrong.insert(job, now);
            },
            Ok((finding, _)) => {
                tracing::debug!(job, ?finding, "looked at an answer");
                self.doubts.forget(job);
            },
            Err(Later(why)) => {
                tracing::debug!(job, why, "an answer cannot be looked at yet");
                self.doubts.again(job, now.saturating_add(1));
            },
        }
    }

    /// Challenges what it has found wrong.
    pub(super) async fn challenge(&mut self, best: Block) -> Result<(), Error> {
        let due = self.wrong.iter().filter(|(_, look)| **look <= best.number);
        for job in due.map(|(job, _)| *job).collect::<Vec<_>>() {
            self.wrong.insert(job, best.number.saturating_add(1));
            if self.challenge_one(job, best).await? {
                self.wrong.remove(&job);
            }
        }
        Ok(())
    }

    /// Whether nothing is left to be done about it.
    async fn challenge_one(&mut self, job: JobId, best: Block) -> Result<bool, Error> {
        let view = self.job(job, best.hash).await?;
        let open = view.filter(|view| doubts::until(view, self.sender.account()).is_some());
        let Some(view) = open else { return Ok(true) };
        let bond = self.bond(&view, best.hash).await?;
        if bond > self.settings.most_bond.0 {
            let (bond, most) = (config::Price(bond), self.settings.most_bond);
            let (bond, most) = (String::from(bond), String::from(most));
            tracing::warn!(job, bond, most, "a challenge may cost more than `most_bond`: not made");
            return Ok(true);
        }
        let call = Call::new("Inference", "challenge", job);
        let said = self.say(&call, About::Answer(job), best).await?;
        self.metrics.challenges.add(said.into());
        Ok(said)
    }

    async fn bond(&self, job: &Job, at: H256) -> Result<u128, Error> {
        let jury = self.panel_size(panels::Kind::Jury, at).await?.members;
        let appeal = self.panel_size(panels::Kind::Appeal, at).await?.members;
        let (_, usual): (u128, u128) = self.chain.ask(at, "PanelsApi", "stakes", ()).await?;
        Ok(doubts::bond(job, jury.saturating_add(appeal), usual))
    }
}
