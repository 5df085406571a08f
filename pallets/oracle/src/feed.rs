//! A feed as it is stored, and what an observation does to it. Nothing here reads or writes storage: what else
//! follows is told as [`Effect`]s.
//!
//! ```text
//!                   worth a round                        quorum
//!   no round  ---------------------->  open(n)  ------------------------>  closed(n): an answer, or moot
//!      ^  ^                              |                                    |  late ones show they are there
//!      |  '------------------------------'                                    |
//!      |      too few in time: absent are those who did not speak             |
//!      '----------------------------------------------------------------------'
//!                         round n + 1 may open at once
//! ```
//!
//! A round is *moot* if only the observation that opened it was a reason for it, and its answer has moved by less
//! than half the deviation: then it is as if it had not been, but for a strike.
//!
//! Reporters who did not speak count as absent when nothing can come of it any more: of an answered round, when
//! one ends after they could have shown that they are there.

mod attendance;

pub use attendance::{Closed, MAX_CLOSED};

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
    pub why: Why,
    /// The terms when it was opened, by which it is paid and judged: its owner may change them, but not what those
    /// who report have relied on.
    pub terms: Terms,
    /// Who said what, by seat.
    pub said: BoundedVec<(u8, Value), ConstU32<MAX_SEATS>>,
}

/// Why a round was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Why {
    /// It was due, whatever was observed.
    Due,
    /// Only because of what this seat said, if its reporter still has it.
    Deviation(Option<u8>),
}

/// A feed.
#[derive(Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Feed<AccountId> {
    pub owner: AccountId,
    pub terms: Terms,
    /// Held of its owner for what it occupies. Nothing, and only then nothing, is held for feeds of governance.
    pub deposit: Balance,
    /// Held of its owner for what reporters will earn, and for fees.
    pub budget: Balance,
    /// Held of its owner for fees of rounds that are over, until the feed comes up.
    pub fees: Balance,
    pub seats: BoundedVec<Seat<AccountId>, ConstU32<MAX_SEATS>>,
    /// The number that the next round will have.
    pub next: Round,
    pub open: Option<Open>,
    /// Rounds that have an answer and in which reporters may have shown up since, in their order.
    pub closed: BoundedVec<Closed, ConstU32<MAX_CLOSED>>,
    pub latest: Option<Latest>,
    /// Someone has paid for a round.
    pub requested: bool,
    /// The candles of the periods that run.
    pub candles: [Option<Candle>; INTERVALS],
    /// How many candles were stored in all, of each interval.
    pub stored: [u32; INTERVALS],
    /// How often in a row nobody was found for its vacant seats.
    pub vain: u8,
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
    /// A round was opened for nothing, by this reporter if it still has its seat.
    Moot { round: Round, value: Value, opener: Option<AccountId> },
    /// A round has cost this much besides rewards.
    Charged { amount: Balance },
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
            fees: 0,
            seats: Default::default(),
            next: 1,
            open: None,
            closed: Default::default(),
            latest: None,
            requested: false,
            candles: [None; INTERVALS],
            stored: [0; INTERVALS],
            vain: 0,
        }
    }

    /// What is held for it of its owner, but for the deposit.
    pub fn held(&self) -> Balance {
        let owed = self.budget.saturating_add(self.fees);
        self.seats.iter().fold(owed, |sum, seat| sum.saturating_add(seat.earned))
    }

    /// What its answer is good for.
    pub fn status(&self, rules: &Rules, clock: Clock) -> Status {
        self.latest.as_ref().map_or(Status::Unanswered, |latest| {
            latest.status(&self.terms, rules.grace, clock.time)
        })
    }

    /// What a round costs its owner besides rewards: its reports are free of charge.
    fn fee(&self, rules: &Rules) -> Balance {
        if self.deposit == 0 {
            0
        } else {
            rules.fee
        }
    }

    /// What a round costs its owner.
    pub fn cost(&self, rules: &Rules) -> Balance {
        let rewards = self.terms.reward.saturating_mul(self.terms.quorum().into());
        rewards.saturating_add(self.fee(rules))
    }

    /// Whether a round can be held at all.
    pub fn can_answer(&self, rules: &Rules) -> Result<(), Fault> {
        let present = self.seats.iter().filter(|seat| seat.chilled.is_none()).count() as u32;
        ensure!(present >= self.terms.quorum(), Fault::TooFewReporters);
        ensure!(self.budget > 0 && self.budget >= self.cost(rules), Fault::NotFunded);
        Ok(())
    }

    /// Whether a round is due, whatever is observed.
    pub fn is_due(&self, clock: Clock) -> bool {
        self.requested || self.latest.as_ref().is_none_or(|one| one.is_due(&self.terms, clock.time))
    }

    /// Why this observation is worth a round, if it is.
    fn reason(&self, seat: u8, value: Value, clock: Clock) -> Option<Why> {
        if self.is_due(clock) {
            return Some(Why::Due);
        }
        let deviates = |one: &Latest| self.terms.deviates(value, one.value);
        self.latest.as_ref().is_some_and(deviates).then_some(Why::Deviation(Some(seat)))
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
            let in_line = self.terms.in_line(value, answer);
            self.judge(seat, in_line, clock, rules, &mut effects);
            return Ok((Taken::Late, effects));
        }
        self.expire(clock, rules, &mut effects);
        let number = self.open.as_ref().map_or(self.next, |open| open.number);
        ensure!(round >= number, Fault::TooLate);
        ensure!(round == number, Fault::TooEarly);
        let mut open = match self.open.take() {
            Some(open) => open,
            None => {
                self.can_answer(rules)?;
                let why = self.reason(seat, value, clock).ok_or(Fault::NotDue)?;
                self.next = number.saturating_add(1);
                let (opened, terms, said) = (clock.block, self.terms.clone(), Default::default());
                Open { number, opened, why, terms, said }
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

    /// Ends a round whose time is over.
    pub fn expire(&mut self, clock: Clock, rules: &Rules, effects: &mut Vec<Effect<AccountId>>) {
        if self.running(rules, clock.block).is_some() {
            return;
        }
        let Some(open) = self.open.take() else { return };
        self.settle_closed(clock, rules, effects);
        effects.push(Effect::Expired { round: open.number });
        self.charge(rules, effects);
        self.attend(open.number, open.opened, open.seen(), clock, rules, effects);
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
        self.settle_closed(clock, rules, effects);
        let was_fresh = self.status(rules, clock) == Status::Fresh;
        let plausible = self.terms.plausible(value);
        let latest = Latest { round: open.number, value, at: clock.time, plausible };
        let moot = self.is_moot(&open, &latest);
        let (ended, reward) = (effects.len(), open.terms.reward);
        let mut earned = 0;
        for (seat, said) in &open.said {
            let for_nothing = moot && open.opener() == Some(*seat);
            let in_line = open.terms.in_line(*said, value) && !for_nothing;
            self.judge(*seat, in_line, clock, rules, effects);
            if in_line && !moot && self.pay(*seat, reward) {
                earned |= bit(*seat);
            }
        }
        let what = match moot {
            true => Effect::Moot { round: open.number, value, opener: self.opener(&open) },
            false => Effect::Answered { latest, earned, reward },
        };
        // Before whoever is chilled for it.
        effects.insert(ended, what);
        self.charge(rules, effects);
        self.keep_closed(&open, value, moot, clock);
        if moot {
            return;
        }
        self.latest = Some(latest);
        self.requested = false;
        if plausible {
            self.add_to_candles(value, clock, was_fresh, effects);
        }
    }

    /// Whether a round for which there was no reason but one observation has found nothing new.
    fn is_moot(&self, open: &Open, found: &Latest) -> bool {
        let early = matches!(open.why, Why::Deviation(_)) && !self.requested;
        let slight = |before: &Latest| {
            before.plausible == found.plausible
                && !before.is_due(&self.terms, found.at)
                && open.terms.is_slight(found.value, before.value)
        };
        early && self.latest.as_ref().is_some_and(slight)
    }

    /// Who has opened a round for which there was no other reason.
    fn opener(&self, open: &Open) -> Option<AccountId> {
        let seat = self.seats.get(usize::from(open.opener()?))?;
        Some(seat.ticket.operator.clone())
    }

    /// A round is over: what it has cost besides rewards is owed.
    pub fn charge(&mut self, rules: &Rules, effects: &mut Vec<Effect<AccountId>>) {
        let amount = self.fee(rules).min(self.budget);
        if amount > 0 {
            self.budget = self.budget.saturating_sub(amount);
            self.fees = self.fees.saturating_add(amount);
            effects.push(Effect::Charged { amount });
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

    /// An observation was in line with a round's answer, or not. Whoever is out of line too often is chilled.
    fn judge(
        &mut self,
        index: u8,
        in_line: bool,
        clock: Clock,
        rules: &Rules,
        effects: &mut Vec<Effect<AccountId>>,
    ) {
        let Some(seat) = self.seats.get_mut(usize::from(index)) else { return };
        if in_line {
            seat.strikes = seat.strikes.saturating_sub(1);
        } else {
            seat.strikes = seat.strikes.saturating_add(rules.strike);
            if seat.strikes >= rules.strikes && seat.chilled.is_none() {
                effects.push(seat.chill(clock, rules));
            }
        }
    }

    /// Answers whether there was something for it.
    fn pay(&mut self, index: u8, reward: Balance) -> bool {
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
            open.vacate(index);
        }
        for closed in &mut self.closed {
            closed.vacate(index);
        }
        Some(seat)
    }
}

impl Open {
    /// Who has spoken.
    fn seen(&self) -> Seats {
        self.said.iter().fold(0, |seen, (seat, _)| seen | bit(*seat))
    }

    /// Whose observation was the only reason for it.
    pub fn opener(&self) -> Option<u8> {
        match self.why {
            Why::Deviation(seat) => seat,
            Why::Due => None,
        }
    }

    /// Forgets what a seat has said. Those after it move up.
    fn vacate(&mut self, index: u8) {
        let moved = |seat: u8| if seat > index { seat.saturating_sub(1) } else { seat };
        self.said.retain(|(seat, _)| *seat != index);
        for (seat, _) in &mut self.said {
            *seat = moved(*seat);
        }
        if let Why::Deviation(opener) = &mut self.why {
            *opener = opener.filter(|seat| *seat != index).map(moved);
        }
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
