//! # The agenda: what falls due at a block
//!
//! Requests, cases and challenge periods all end at some block without anyone asking. Each pallet that
//! has such things keeps an agenda of them, and this is the one way in which agendas are kept.
//!
//! - A block has a limited number of places. What finds its block full goes to the next one that has
//!   room, at most [`SPILL`] blocks later; beyond that whoever asks is refused, early and clearly.
//! - What was let in once is not refused again: when it comes up and asks for another block, and all in reach
//!   are full, it goes into the last of them all the same. Otherwise whoever fills some blocks of the future
//!   could stop everything.
//! - Entries lie on pages, and are read and written by the page: adding one costs the same however many
//!   fall due at its block.
//! - Executing is metered: an entry is looked at first, and begun only if the most that it may weigh still
//!   fits. What does not fit is carried over to the next block, before all that falls due later. Nothing is
//!   ever dropped.
//! - An entry that has come up may ask to come up again. What waits thus has one entry at all times, and
//!   moving its deadline back costs nothing: when the old one comes up, it asks for the new one.
//!
//! The agenda only executes. Whether something is in time is decided by block numbers that its owner
//! stores: a chain that lags behind its agenda must not make anyone late.
//!
//! ```text
//!   schedule(at 7)                          run(now = 8)
//!        |              full                  |
//!        v        .----->-----.               |  first = 6: carried over, goes first
//!   +----+----+---|----+------v---+           v
//!   | 6: 1 left   | 7: 2   | 8: 0 |     6, 7, 7, 8 ... until the meter says no
//!   +---------+--------+----------+
//! ```

mod kept;

pub use kept::{Kept, Page, Span, PAGE};

use crate::BlockNumber;
use alloc::vec::Vec;
use polkadot_sdk::sp_weights::{Weight, WeightMeter};

/// Blocks by which an entry may come later than asked for because its block is full.
pub const SPILL: BlockNumber = 16;

/// Where an agenda is kept: the entries of each block, and how far they are done.
pub trait Slots {
    /// What is executed, by a name its owner knows it by.
    type Entry;

    /// Blocks before this one have no entries any more, if that was ever said.
    fn first() -> Option<BlockNumber>;
    /// Moves [`Slots::first`].
    fn set_first(at: BlockNumber);
    /// Adds an entry to a block, unless the block is full.
    fn push(at: BlockNumber, entry: Self::Entry) -> Result<(), Self::Entry>;
    /// Adds an entry to a block, full or not.
    fn push_over(at: BlockNumber, entry: Self::Entry);
    /// Takes some of a block's entries, those that were added first. There are none left when it answers
    /// none.
    fn take(at: BlockNumber) -> Vec<Self::Entry>;
    /// Gives some of what was taken last back.
    fn put(at: BlockNumber, entries: Vec<Self::Entry>);
}

/// No block in reach has room.
#[derive(Debug, PartialEq, Eq)]
pub struct NoRoom<Entry>(pub Entry);

/// What becomes of an entry that was executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Its owner has no further use for it.
    Done,
    /// It comes up again at this block, or as soon after it as there is room.
    At(BlockNumber),
}

/// What executing weighs.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    /// Taking some entries of a block, and putting back what is left of them.
    pub slot: Weight,
    /// Adding an entry to a block that has room.
    pub place: Weight,
    /// Finding that a block is full.
    pub probe: Weight,
    /// Looking at an entry that is not executed then. Executing one includes having looked at it.
    pub look: Weight,
}

impl Costs {
    /// Finding another place for an entry, at worst.
    pub fn most(&self) -> Weight {
        self.placing(SPILL)
    }

    /// Finding another place for an entry, if so many blocks are full.
    pub fn placing(&self, full: BlockNumber) -> Weight {
        self.place.saturating_add(self.probe.saturating_mul(full.into()))
    }
}

/// Has `entry` come up at `due`, or as soon after it as there is room. Answers when.
///
/// The past and the block now are over for an agenda: the earliest is the next block.
pub fn schedule<S: Slots>(
    entry: S::Entry,
    due: BlockNumber,
    now: BlockNumber,
) -> Result<BlockNumber, NoRoom<S::Entry>> {
    let due = due.max(now.saturating_add(1));
    let mut homeless = entry;
    for at in due..=due.saturating_add(SPILL) {
        match S::push(at, homeless) {
            Ok(()) => return Ok(at),
            Err(entry) => homeless = entry,
        }
    }
    Err(NoRoom(homeless))
}

/// Has an entry come up again, in a full block if there is no other. Answers how many were found full.
fn again<S: Slots>(entry: S::Entry, due: BlockNumber, now: BlockNumber) -> BlockNumber {
    let due = due.max(now.saturating_add(1));
    match schedule::<S>(entry, due, now) {
        Ok(at) => at.saturating_sub(due),
        Err(NoRoom(entry)) => {
            S::push_over(due.saturating_add(SPILL), entry);
            SPILL
        },
    }
}

/// Executes what is due at `now` or before, oldest first, as far as the meter allows.
///
/// `look` says what an entry may weigh at most as things stand, and hands what it saw over to `execute`, which
/// answers what becomes of the entry and what it did weigh.
pub fn run<S: Slots, Seen>(
    now: BlockNumber,
    meter: &mut WeightMeter,
    costs: Costs,
    look: impl Fn(&S::Entry) -> (Weight, Seen),
    mut execute: impl FnMut(&S::Entry, Seen) -> (Next, Weight),
) {
    let first = S::first();
    let mut at = first.unwrap_or(now);
    while at <= now && meter.try_consume(costs.slot).is_ok() {
        let mut waiting = S::take(at).into_iter();
        if waiting.len() == 0 {
            at = at.saturating_add(1);
            continue;
        }
        let mut left = Vec::new();
        for entry in waiting.by_ref() {
            if !meter.can_consume(costs.look) {
                left.push(entry);
                break;
            }
            let (most, seen) = look(&entry);
            if !meter.can_consume(most.saturating_add(costs.most())) {
                meter.consume(costs.look);
                left.push(entry);
                break;
            }
            let (next, used) = execute(&entry, seen);
            meter.consume(used);
            if let Next::At(due) = next {
                meter.consume(costs.placing(again::<S>(entry, due, now)));
            }
        }
        left.extend(waiting);
        if !left.is_empty() {
            S::put(at, left);
            break;
        }
    }
    if first != Some(at) {
        S::set_first(at);
    }
}

#[cfg(test)]
mod tests;
