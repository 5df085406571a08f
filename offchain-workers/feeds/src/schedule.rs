//! When a reporter reports: a function of what the chain says, of what its sources say, and of the block.
//!
//! ## Terms
//!
//! - **Round**: each answer of a feed has one. A report *opens* it if there is a reason; `2f + 1` reports make the
//!   answer; whoever comes then may still show that it is there.
//! - **Set**: the feed's reporters, `3f + 1` of them, each with an index.
//! - **Place**: where in the order of a round a reporter stands: `(index + round) mod reporters`. It moves on with
//!   each round, so that nobody is always first, and no two have the same.
//! - **Since**: the block in which a reporter first saw a reason. It reports at an offset of its own after that:
//!
//! ```text
//!      since               since + 1                    since + spread
//!        | place 0, 1, ..    | .. 3, 4, ..   ...   .. 6   |
//!        +-------------------+----------------------------+
//! ```
//!
//! So reports are spread over `spread` blocks, and nobody waits for anybody: who is silent delays no other. With at
//! most f silent there are `2f + 1` reports within `spread` blocks after all the others saw a reason, and as many
//! more as a report takes into a block.
//!
//! ## Reasons
//!
//! | why | when |
//! |---|---|
//! | joining | a round is open: each reporter is to report in it |
//! | due | the chain says so: there is no answer yet, the last one will be a heartbeat old, or somebody asked |
//! | deviation | the value differs from the last answer by the feed's deviation or more |
//! | late | the last round has its answer already, and who says nothing counts as absent |
//!
//! A reason that is gone before it is our turn is forgotten. Late reports keep the turn that they had, as far as the
//! chain gives them time; they take no turn from the round that runs. Who opens a round by a deviation that the others
//! do not see by half is out of line; nobody misses such a round, and the last answer stays what it was.

use crate::combine::compare;
use std::cmp::Ordering;

/// A block's height.
pub type Block = u32;

/// What the chain says of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// How far from the last answer a value is worth a round, in millionths of the answer.
    pub deviation_ppm: u32,
    /// How many reporters it has now.
    pub reporters: u16,
}

/// How reports are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Timing {
    /// Blocks over which reports are spread; 1 sends them all at once.
    pub spread: u16,
}

impl Default for Timing {
    fn default() -> Self {
        Self { spread: 2 }
    }
}

/// What the chain says of a feed's rounds as they will be in the next block, the first that a report can be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// The one that a report is for.
    pub number: u32,
    /// Whether it is open.
    pub running: bool,
    /// Whether this reporter's report is in it, or on its way.
    pub done: bool,
    /// A round that has its answer, in which this reporter may still show that it is there, and before which block;
    /// none if that is on its way.
    pub late: Option<(u32, Block)>,
    /// Whether it is due whatever is observed, as it is if there is no answer yet.
    pub due: bool,
    /// Whether it could be held at all: with enough reporters, and paid for.
    pub can_answer: bool,
    /// What the last answer says, if there ever was one.
    pub latest: Option<i128>,
}

/// Why there is something to report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Others do.
    Joining,
    /// There is no answer, or an old one, or somebody asked.
    Due,
    /// The value is too far from the last answer.
    Deviation,
    /// The round has its answer already: see [`Watch::late`].
    Late,
}

/// What to do in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Report for this round now.
    Report(u32, Why),
    /// It will be our turn in this block.
    Wait(Block, Why),
    /// It is our turn and we have no value: say so to whoever keeps this reporter.
    Silent(Why),
    /// We have reported in this round.
    Done,
    /// There is nothing to report.
    Quiet,
    /// There is no such place in the set.
    NotOurs,
}

/// Whether a value is worth a round after this answer. Exact: the chain asks the same. Without a deviation every
/// value is; otherwise the same value never is, not even of nothing.
pub fn deviates(terms: &Terms, latest: i128, value: i128) -> bool {
    let far = || compare(value, latest, terms.deviation_ppm) != Ordering::Less;
    terms.deviation_ppm == 0 || value != latest && far()
}

/// Blocks from a reporter's first sight of a reason to its turn.
fn offset(terms: &Terms, timing: &Timing, index: u16, round: u32) -> Block {
    let reporters = u32::from(terms.reporters.max(1));
    let place = (u32::from(index) + round % reporters) % reporters;
    // Both have sixteen bits.
    place * u32::from(timing.spread.max(1)) / reporters
}

fn reason(terms: &Terms, round: &Round, value: Option<i128>) -> Option<Why> {
    let far = |latest| value.is_some_and(|value| deviates(terms, latest, value));
    match round {
        _ if round.running => Some(Why::Joining),
        _ if !round.can_answer => None,
        _ if round.due => Some(Why::Due),
        _ => round.latest.is_some_and(far).then_some(Why::Deviation),
    }
}

/// Blocks before the end of its time in which a late report is sent whoever's turn it is: it takes one into a block,
/// and the node may need another.
const MARGIN: Block = 3;

/// One reporter's watch over one feed. It remembers whose turn it is and nothing that matters: after a restart a new
/// one does.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    timing: Timing,
    /// The round when it last looked.
    round: Option<u32>,
    /// Since when there is a reason in that round.
    since: Option<Block>,
    /// The round before, and our turn in it.
    before: Option<(u32, Block)>,
}

impl Watch {
    /// Over a feed.
    pub fn new(timing: Timing) -> Self {
        Self { timing, round: None, since: None, before: None }
    }

    /// What the reporter with this index does now. To be asked in each block, with the newest value if it is fresh.
    pub fn look(
        &mut self,
        index: u16,
        terms: &Terms,
        round: &Round,
        value: Option<i128>,
        now: Block,
    ) -> Decision {
        if index >= terms.reporters {
            return Decision::NotOurs;
        }
        self.turn_page(index, terms, round.number, now);
        if round.done {
            return Decision::Done;
        }
        let Some(why) = reason(terms, round, value) else {
            self.since = None;
            return Decision::Quiet;
        };
        let since = *self.since.get_or_insert(now);
        let turn = since.saturating_add(offset(terms, &self.timing, index, round.number));
        match value {
            _ if now < turn => Decision::Wait(turn, why),
            Some(_) => Decision::Report(round.number, why),
            None => Decision::Silent(why),
        }
    }

    /// The answered round in which the reporter shows now that it is there, besides what [`Watch::look`] says, which
    /// is to be asked before.
    pub fn late(&self, round: &Round, now: Block) -> Option<u32> {
        let (number, until) = round.late?;
        let turn = self.before.filter(|(before, _)| *before == number).map_or(0, |(_, turn)| turn);
        (now >= turn.min(until.saturating_sub(MARGIN))).then_some(number)
    }

    /// Notes that a new round has come.
    fn turn_page(&mut self, index: u16, terms: &Terms, round: u32, now: Block) {
        let before = self.round.replace(round);
        let Some(before) = before.filter(|before| *before != round) else { return };
        // Who had not even seen a reason sees one now.
        let since = self.since.take().unwrap_or(now);
        let turn = since.saturating_add(offset(terms, &self.timing, index, before));
        self.before = Some((before, turn));
    }
}

#[cfg(test)]
mod tests;
