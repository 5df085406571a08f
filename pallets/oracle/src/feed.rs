//! A feed as it is stored, and what an observation does to it. Nothing here reads or writes storage: what else
//! follows is told as [`Effect`]s.
//!
//! ```text
//!                   worth a round                        quorum
//!   no round  ---------------------->  open(n)  ------------------------>  closed(n): an answer
//!      ^  ^                              |                                    |  late ones show they are there
//!      |  '------------------------------'                                    |
//!      |      too few in time: absent are those who did not speak             |
//!      '----------------------------------------------------------------------'
//!                         round n + 1 may open at once
//! ```
//!
//! Reporters who did not speak count as absent when nothing can come of it any more: of an answered round, when
//! the next one ends.

use crate::types::Rules;
use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use opg_primitives::{
    feeds::{
        candles::{advance, INTERVALS},
        median, Candle, Clock, Interval, Latest, Round, Status, Terms, Value, MAX_SEATS,
    },
    stake::Ticket,
    Balance, BlockNumber,
};
use polkadot_sdk::frame_support::{ensure, traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

/// Some of a feed's seats, one bit for each, in the order in which they are stored.
pub type Seats = u32;

/// A reporter of a feed.
#[derive(Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Seat<AccountId> {
    /// Who, and what of its bond answers for its being there.
    pub ticket: Ticket<AccountId>,
    /// The block at which it was drawn.
    pub since: BlockNumber,
    /// How much out of line it was of late.
    pub strikes: u16,
    /// How often in a row it was absent.
    pub absent: u16,
    /// What it has lost of its ticket by being absent, which is taken when it gives its seat up.
    pub lost: Balance,
    /// What it has earned and was not paid yet.
    pub earned: Balance,
    /// It was chilled, and may not come back before this block. Its seat will be given to another.
    pub chilled: Option<BlockNumber>,
}

/// A round in which observations are taken.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Open {
    pub number: Round,
    pub opened: BlockNumber,
    /// Who said what, by seat.
    pub said: BoundedVec<(u8, Value), ConstU32<MAX_SEATS>>,
}

/// A round that has its answer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Closed {
    pub number: Round,
    pub opened: BlockNumber,
    pub closed: BlockNumber,
    pub answer: Value,
    /// Who has spoken so far, in time or late.
    pub seen: Seats,
}

/// A feed.
#[derive(Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Feed<AccountId> {
    pub owner: AccountId,
    pub terms: Terms,
    /// Held of its owner for what it occupies.
    pub deposit: Balance,
    /// Held of its owner for what reporters will earn.
    pub budget: Balance,
    pub seats: BoundedVec<Seat<AccountId>, ConstU32<MAX_SEATS>>,
    /// The number that the next round will have.
    pub next: Round,
    pub open: Option<Open>,
    pub closed: Option<Closed>,
    pub latest: Option<Latest>,
    /// Someone has paid for a round.
    pub requested: bool,
    /// The candles of the periods that run.
    pub candles: [Option<Candle>; INTERVALS],
    /// How many candles were stored in all, of each interval.
    pub stored: [u32; INTERVALS],
}

/// Why an observation is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The round is yet to come.
    TooEarly,
    /// The round is over.
    TooLate,
    /// This reporter has spoken in this round.
    AlreadyReported,
    /// It is not worth a round.
    NotDue,
    /// There are fewer reporters than it takes.
    TooFewReporters,
    /// The budget does not suffice for another round.
    NotFunded,
    /// This reporter is chilled.
    Chilled,
    /// There is no such seat.
    NoSeat,
}

/// How an observation counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It helps to an answer.
    Counted,
    /// The answer was there. It shows that the reporter is.
    Late,
}

/// What an observation, or the time that goes by, leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect<AccountId> {
    /// A round has not found its quorum in time.
    Expired { round: Round },
    /// Nobody has heard of these reporters in a round.
    Absent { round: Round, seats: Seats },
    /// A round has an answer, for which these reporters earn so much each.
    Answered { latest: Latest, earned: Seats, reward: Balance },
    /// A candle will not change any more. It is the `number`th of its interval, from zero on.
    Finished { interval: Interval, number: u32, candle: Candle },
    /// A reporter is not to sit here for a while.
    Chilled { reporter: AccountId, until: BlockNumber },
}

/// A bit for a seat.
const fn bit(seat: u8) -> Seats {
    match 1u32.checked_shl(seat as u32) {
        Some(bit) => bit,
        None => 0,
    }
}

impl<AccountId: Clone> Feed<AccountId> {
    pub fn new(owner: AccountId, terms: Terms, deposit: Balance) -> Self {
        Self {
            owner,
            terms,
            deposit,
            budget: 0,
            seats: Default::default(),
            next: 1,
            open: None,
            closed: None,
            latest: None,
            requested: false,
            candles: [None; INTERVALS],
            stored: [0; INTERVALS],
        }
    }

    /// What is held for it of its owner, but for the deposit.
    pub fn held(&self) -> Balance {
        self.seats.iter().fold(self.budget, |sum, seat| sum.saturating_add(seat.earned))
    }

    /// What its answer is good for.
    pub fn status(&self, rules: &Rules, clock: Clock) -> Status {
        self.latest.as_ref().map_or(Status::Unanswered, |latest| {
            latest.status(&self.terms, rules.grace, clock.time)
        })
    }

    /// What a round costs its owner.
    pub fn cost(&self) -> Balance {
        self.terms.reward.saturating_mul(self.terms.quorum().into())
    }

    /// Whether a round can be held at all.
    pub fn can_answer(&self) -> Result<(), Fault> {
        let present = self.seats.iter().filter(|seat| seat.chilled.is_none()).count() as u32;
        ensure!(present >= self.terms.quorum(), Fault::TooFewReporters);
        ensure!(self.budget >= self.cost(), Fault::NotFunded);
        Ok(())
    }

    /// Whether a round is due, whatever is observed.
    pub fn is_due(&self, clock: Clock) -> bool {
        self.requested || self.latest.as_ref().is_none_or(|one| one.is_due(&self.terms, clock.time))
    }

    /// Whether this observation is worth a round.
    fn is_worth(&self, value: Value, clock: Clock) -> bool {
        self.is_due(clock)
            || self.latest.as_ref().is_none_or(|one| self.terms.deviates(value, one.value))
    }

    /// The round that takes observations now, if one does.
    pub fn running(&self, rules: &Rules, block: BlockNumber) -> Option<&Open> {
        self.open.as_ref().filter(|open| block < open.opened.saturating_add(rules.round))
    }

    /// The number of the round that an observation made now is for.
    pub fn expected(&self, rules: &Rules, block: BlockNumber) -> Round {
        match (&self.open, self.running(rules, block)) {
            (Some(open), None) => open.number.saturating_add(1),
            (Some(open), _) => open.number,
            (None, _) => self.next,
        }
    }

    /// The answered round in which a reporter may still show that it was there, and before which block.
    pub fn may_show(
        &self,
        seat: u8,
        rules: &Rules,
        block: BlockNumber,
    ) -> Option<(Round, BlockNumber)> {
        let closed = self.closed.as_ref().filter(|closed| closed.seen & bit(seat) == 0)?;
        let until = closed.closed.saturating_add(rules.late);
        (block < until).then_some((closed.number, until))
    }

    /// A reporter observes. What it answers is yet to be stored; nothing has happened if it is a fault.
    pub fn observe(
        &mut self,
        seat: u8,
        round: Round,
        value: Value,
        clock: Clock,
        rules: &Rules,
    ) -> Result<(Taken, Vec<Effect<AccountId>>), Fault> {
        let chilled = self.seats.get(usize::from(seat)).map(|seat| seat.chilled.is_some());
        ensure!(!chilled.ok_or(Fault::NoSeat)?, Fault::Chilled);
        let mut effects = Vec::new();
        if let Some(answer) = self.show_late(seat, round, clock, rules)? {
            self.judge(seat, value, answer, clock, rules, &mut effects);
            return Ok((Taken::Late, effects));
        }
        self.expire(clock, rules, &mut effects);
        let number = self.open.as_ref().map_or(self.next, |open| open.number);
        ensure!(round >= number, Fault::TooLate);
        ensure!(round == number, Fault::TooEarly);
        let mut open = match self.open.take() {
            Some(open) => open,
            None => {
                self.can_answer()?;
                ensure!(self.is_worth(value, clock), Fault::NotDue);
                self.next = number.saturating_add(1);
                Open { number, opened: clock.block, said: Default::default() }
            },
        };
        ensure!(open.said.iter().all(|(other, _)| *other != seat), Fault::AlreadyReported);
        // There are no more seats than there is room for.
        open.said.try_push((seat, value)).map_err(|_| Fault::NoSeat)?;
        if open.said.len() as u32 >= self.terms.quorum() {
            self.close(open, clock, rules, &mut effects);
        } else {
            self.open = Some(open);
        }
        Ok((Taken::Counted, effects))
    }

    /// Notes that a reporter is there though the round has its answer, which it answers if that is the round.
    fn show_late(
        &mut self,
        seat: u8,
        round: Round,
        clock: Clock,
        rules: &Rules,
    ) -> Result<Option<Value>, Fault> {
        let Some(closed) = self.closed.as_mut().filter(|closed| closed.number == round) else {
            return Ok(None);
        };
        ensure!(closed.seen & bit(seat) == 0, Fault::AlreadyReported);
        ensure!(clock.block < closed.closed.saturating_add(rules.late), Fault::TooLate);
        closed.seen |= bit(seat);
        Ok(Some(closed.answer))
    }

    /// Ends a round whose time is over.
    pub fn expire(&mut self, clock: Clock, rules: &Rules, effects: &mut Vec<Effect<AccountId>>) {
        if self.running(rules, clock.block).is_some() {
            return;
        }
        let Some(open) = self.open.take() else { return };
        self.forget_closed(clock, rules, effects);
        effects.push(Effect::Expired { round: open.number });
        let seen = open.said.iter().fold(0, |seen, (seat, _)| seen | bit(*seat));
        self.attend(open.number, open.opened, seen, clock, rules, effects);
    }

    /// Those of whom nothing was heard in the last answered round were absent: nothing can come of it now.
    fn forget_closed(&mut self, clock: Clock, rules: &Rules, effects: &mut Vec<Effect<AccountId>>) {
        if let Some(closed) = self.closed.take() {
            self.attend(closed.number, closed.opened, closed.seen, clock, rules, effects);
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
        if !overdue || self.open.is_some() || self.can_answer().is_err() {
            return;
        }
        let since = clock.block.saturating_sub(rules.round);
        self.attend(self.next, since, 0, clock, rules, effects);
    }

    /// Counts who was there in a round that was opened at this block, and who was not.
    fn attend(
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

    /// There are enough: the one in the middle is the answer.
    fn close(
        &mut self,
        open: Open,
        clock: Clock,
        rules: &Rules,
        effects: &mut Vec<Effect<AccountId>>,
    ) {
        let values = open.said.iter().map(|(_, value)| *value).collect();
        // A quorum is never empty.
        let Some(value) = median(values) else { return };
        let was_fresh = self.status(rules, clock) == Status::Fresh;
        self.forget_closed(clock, rules, effects);
        let plausible = self.terms.plausible(value);
        let latest = Latest { round: open.number, value, at: clock.time, plausible };
        self.latest = Some(latest);
        self.requested = false;
        let answered = effects.len();
        let mut earned = 0;
        for (seat, said) in &open.said {
            if self.judge(*seat, *said, value, clock, rules, effects) && self.pay(*seat) {
                earned |= bit(*seat);
            }
        }
        // Before whoever is chilled for it.
        let reward = self.terms.reward;
        effects.insert(answered, Effect::Answered { latest, earned, reward });
        self.closed = Some(Closed {
            number: open.number,
            opened: open.opened,
            closed: clock.block,
            answer: value,
            seen: open.said.iter().fold(0, |seen, (seat, _)| seen | bit(*seat)),
        });
        if plausible {
            self.add_to_candles(value, clock, was_fresh, effects);
        }
    }

    fn add_to_candles(
        &mut self,
        value: Value,
        clock: Clock,
        was_fresh: bool,
        effects: &mut Vec<Effect<AccountId>>,
    ) {
        let kept = self.candles.iter_mut().zip(self.stored.iter_mut());
        for (interval, (open, stored)) in Interval::ALL.into_iter().zip(kept) {
            let period = interval.period(clock.time);
            if let Some(candle) = advance(open, period, value, was_fresh) {
                effects.push(Effect::Finished { interval, number: *stored, candle });
                *stored = stored.saturating_add(1);
            }
        }
    }

    /// Compares an observation with a round's answer. Whoever is out of line too often is chilled.
    fn judge(
        &mut self,
        index: u8,
        value: Value,
        answer: Value,
        clock: Clock,
        rules: &Rules,
        effects: &mut Vec<Effect<AccountId>>,
    ) -> bool {
        let in_line = self.terms.in_line(value, answer);
        let Some(seat) = self.seats.get_mut(usize::from(index)) else { return in_line };
        if in_line {
            seat.strikes = seat.strikes.saturating_sub(1);
        } else {
            seat.strikes = seat.strikes.saturating_add(rules.strike);
            if seat.strikes >= rules.strikes && seat.chilled.is_none() {
                effects.push(seat.chill(clock, rules));
            }
        }
        in_line
    }

    /// Answers whether there was something for it.
    fn pay(&mut self, index: u8) -> bool {
        let reward = self.terms.reward;
        let left = self.budget.checked_sub(reward);
        match (left, self.seats.get_mut(usize::from(index))) {
            (Some(left), Some(seat)) => {
                self.budget = left;
                seat.earned = seat.earned.saturating_add(reward);
                true
            },
            _ => false,
        }
    }

    /// Takes a seat away, with all that its reporter has said in the round that runs. Those after it move up.
    pub fn vacate(&mut self, index: u8) -> Option<Seat<AccountId>> {
        if usize::from(index) >= self.seats.len() {
            return None;
        }
        let seat = self.seats.remove(index.into());
        if let Some(open) = &mut self.open {
            open.said.retain(|(other, _)| *other != index);
            for (other, _) in open.said.iter_mut().filter(|(other, _)| *other > index) {
                *other = other.saturating_sub(1);
            }
        }
        if let Some(closed) = &mut self.closed {
            let below = bit(index).saturating_sub(1);
            closed.seen = (closed.seen & below) | ((closed.seen >> 1) & !below);
        }
        Some(seat)
    }
}

impl<AccountId: Clone> Seat<AccountId> {
    pub fn new(ticket: Ticket<AccountId>, since: BlockNumber) -> Self {
        let (strikes, absent, lost, earned) = (0, 0, 0, 0);
        Self { ticket, since, strikes, absent, lost, earned, chilled: None }
    }

    fn chill(&mut self, clock: Clock, rules: &Rules) -> Effect<AccountId> {
        let until = clock.block.saturating_add(rules.chill);
        self.chilled = Some(until);
        Effect::Chilled { reporter: self.ticket.operator.clone(), until }
    }
}
