//! Who was there in a round, and who was not.

use super::{bit, Effect, Fault, Feed, Open, Seats};
use crate::types::Rules;
use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use opg_primitives::{
    feeds::{Clock, Latest, Round, Value},
    BlockNumber,
};
use polkadot_sdk::frame_support::ensure;
use scale_info::TypeInfo;

/// Rounds with an answer that a feed remembers, and so the most blocks in which a reporter may show that it was
/// there: an answer in every block finds room. Of more in fewer blocks the oldest are forgotten, and nobody is
/// absent from them.
pub const MAX_CLOSED: u32 = 8;

/// A round that has its answer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Closed {
    pub number: Round,
    pub opened: BlockNumber,
    pub closed: BlockNumber,
    pub answer: Value,
    /// Who has spoken so far, in time or late.
    pub seen: Seats,
    /// It was opened for nothing: nobody is absent from it.
    pub moot: bool,
}

impl Closed {
    /// The block from which on nobody can show up any more.
    fn until(&self, rules: &Rules) -> BlockNumber {
        self.closed.saturating_add(rules.late.min(MAX_CLOSED))
    }

    /// Forgets a seat. Those after it move up.
    pub(super) fn vacate(&mut self, index: u8) {
        let below = bit(index).saturating_sub(1);
        self.seen = (self.seen & below) | ((self.seen >> 1) & !below);
    }
}

impl<AccountId: Clone> Feed<AccountId> {
    /// The first answered round in which a reporter is still to show that it was there, and before which block.
    pub fn may_show(
        &self,
        seat: u8,
        rules: &Rules,
        block: BlockNumber,
    ) -> Option<(Round, BlockNumber)> {
        let missed = |closed: &&Closed| {
            !closed.moot && closed.seen & bit(seat) == 0 && block < closed.until(rules)
        };
        self.closed.iter().find(missed).map(|closed| (closed.number, closed.until(rules)))
    }

    /// Notes that a reporter is there though the round has its answer, which it answers if that is the round.
    pub(super) fn show_late(
        &mut self,
        seat: u8,
        round: Round,
        clock: Clock,
        rules: &Rules,
    ) -> Result<Option<Value>, Fault> {
        let Some(closed) = self.closed.iter_mut().find(|closed| closed.number == round) else {
            return Ok(None);
        };
        ensure!(closed.seen & bit(seat) == 0, Fault::AlreadyReported);
        ensure!(clock.block < closed.until(rules), Fault::TooLate);
        closed.seen |= bit(seat);
        Ok(Some(closed.answer))
    }

    /// Remembers a round that has its answer, for those who come late.
    pub(super) fn keep_closed(&mut self, open: &Open, answer: Value, moot: bool, clock: Clock) {
        if self.closed.is_full() {
            self.closed.remove(0);
        }
        let Open { number, opened, .. } = *open;
        let (closed, seen) = (clock.block, open.seen());
        // There is room now.
        let _ = self.closed.try_push(Closed { number, opened, closed, answer, seen, moot });
    }

    /// Those of whom nothing was heard in an answered round were absent, if nothing can come of it now.
    pub(super) fn settle_closed(
        &mut self,
        clock: Clock,
        rules: &Rules,
        effects: &mut Vec<Effect<AccountId>>,
    ) {
        while self.closed.first().is_some_and(|closed| closed.until(rules) <= clock.block) {
            let Closed { number, opened, seen, moot, .. } = self.closed.remove(0);
            if !moot {
                self.attend(number, opened, seen, clock, rules, effects);
            }
        }
    }

    /// All are silent though it is long time for a round: all are absent.
    pub fn notice_silence(
        &mut self,
        clock: Clock,
        rules: &Rules,
        effects: &mut Vec<Effect<AccountId>>,
    ) {
        let old = |latest: &Latest| latest.is_old(&self.terms, rules.grace, clock.time);
        let overdue = self.latest.as_ref().is_none_or(old);
        if !overdue || self.open.is_some() || self.can_answer(rules).is_err() {
            return;
        }
        let since = clock.block.saturating_sub(rules.round);
        self.attend(self.next, since, 0, clock, rules, effects);
    }

    /// Counts who was there in a round that was opened at this block, and who was not.
    pub(super) fn attend(
        &mut self,
        round: Round,
        opened: BlockNumber,
        seen: Seats,
        clock: Clock,
        rules: &Rules,
        effects: &mut Vec<Effect<AccountId>>,
    ) {
        let mut absent = 0;
        let mut chilled = Vec::new();
        for (index, seat) in (0u8..).zip(self.seats.iter_mut()) {
            if seat.since > opened || seat.chilled.is_some() {
                continue;
            }
            if seen & bit(index) != 0 {
                seat.absent = 0;
                continue;
            }
            absent |= bit(index);
            seat.absent = seat.absent.saturating_add(1);
            seat.lost = seat.lost.saturating_add(rules.absence).min(seat.ticket.amount);
            if seat.absent >= rules.absences {
                chilled.push(seat.chill(clock, rules));
            }
        }
        if absent != 0 {
            effects.push(Effect::Absent { round, seats: absent });
        }
        effects.extend(chilled);
    }
}
