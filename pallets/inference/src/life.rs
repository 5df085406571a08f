//! The life of a request. Pure: from what it is and what happens follows what it becomes and what is to be
//! done about money, tickets, slots and panels. Whoever holds the request does that.
//!
//! ## Specification
//!
//! | in | when | becomes | and |
//! |---|---|---|---|
//! | Seeking | a server was found | Assigned | |
//! | Seeking | none was | Done: refunded, Unanswerable if all declined, else Timeout | |
//! | Assigned | it declines in the first third of its time | Seeking, or the end as above after three tries | its slot and ticket are free |
//! | Assigned, bonded | it answers in time | Answered | its slot is free |
//! | Assigned | it proves its answer in time | Done: settled | its slot and ticket are free |
//! | Assigned, bonded | its time is over | Seeking, or Done: Timeout after three tries | it missed |
//! | Assigned, proven | its time is over | Open | it missed |
//! | Open | anyone proves an answer in time | Done: settled | |
//! | Open | the time is over | Done: Timeout | |
//! | Answered | someone challenges it in time | Disputed | a jury is called |
//! | Answered | the time is over, no audit falls on it | Done: settled | |
//! | Answered | the time is over, an audit falls on it | Audited | an auditor is called |
//! | Audited | it was right, or nobody could be had | Done: settled | |
//! | Audited | it was right, and is to be looked at again | Audited again | a second one is called |
//! | Audited | it cannot be said | Audited again | a second one is called |
//! | Audited again | it cannot be said by either | Done: Undecided | |
//! | Audited again | it was right, and both agree or one cannot say | Done: settled | |
//! | Audited | anything else | Disputed | a jury is called |
//! | Committing | one declines in the first third of the time | as before, or as below | its slot and ticket are free |
//! | Committing | half or more have declined | Done: Unanswerable | the others are free |
//! | Committing | all who have not declined have committed | Revealing | |
//! | Committing | the time is over, more than half have | Revealing | the silent missed |
//! | Committing | the time is over, fewer have | Done: Timeout | the silent missed |
//! | Revealing | all have, or the time is over | counted: see below | the silent missed |
//! | counted | more than half agree, and all who spoke | Done: settled | |
//! | counted | more than half agree, others do not | Disputed | a jury is called |
//! | counted | no half agrees | Done: Undecided | |
//! | Disputed | the jury finds something | Judged | |
//! | Disputed | it finds nothing | Appealed | the larger jury is called |
//! | Judged | someone appeals in time | Appealed | the larger jury is called |
//! | Judged | the time is over | Done, by what was found | |
//! | Appealed | the larger jury is done | Done, by what it found, if anything | |
//! | Audited | the auditor cannot be called | Done: settled | |
//! | Disputed, Appealed | the jury cannot be called | Done: Undecided | |
//! | Done | its retention is over | forgotten | |
//!
//! Found right: settled. Found wrong: refunded, WrongAnswer. Unverifiable, or nothing: refunded, Undecided.
//!
//! Whatever else happens is refused, with the reason, and changes nothing.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use opg_primitives::{
    market::{Assurance, Finding},
    BlockNumber,
};
use scale_info::TypeInfo;

/// Workers that a request is given to, one after another.
pub const TRIES: u8 = 3;

/// Why a request was not answered, or its answer not paid.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Reason {
    /// Nobody answered in time.
    #[codec(index = 0)]
    Timeout,
    /// All who were asked declined; of a quorum so many that the others cannot be more than half.
    #[codec(index = 1)]
    Unanswerable,
    /// The answer was wrong.
    #[codec(index = 2)]
    WrongAnswer,
    /// It could not be said whether the answer was right.
    #[codec(index = 3)]
    Undecided,
}

/// How a request ended.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum End {
    /// It was answered, and paid for.
    #[codec(index = 0)]
    Settled,
    /// What was held is the requester's again.
    #[codec(index = 1)]
    Refunded(Reason),
}

/// What a request waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Phase {
    /// A server: never stored.
    #[codec(index = 0)]
    Seeking,
    /// The answer of its worker, before block `until`.
    #[codec(index = 1)]
    Assigned { since: BlockNumber, until: BlockNumber },
    /// A proof by anyone, before block `until`.
    #[codec(index = 2)]
    Open { until: BlockNumber },
    /// Commitments of a quorum, before block `until`.
    #[codec(index = 3)]
    Committing { until: BlockNumber },
    /// Outputs of a quorum, before block `until`.
    #[codec(index = 4)]
    Revealing { until: BlockNumber },
    /// Doubts, before block `until`.
    #[codec(index = 5)]
    Answered { until: BlockNumber },
    /// An auditor, or the second one.
    #[codec(index = 6)]
    Audited { again: bool },
    /// A jury.
    #[codec(index = 7)]
    Disputed,
    /// Someone who appeals what the jury found, before block `until`.
    #[codec(index = 8)]
    Judged { finding: Finding, until: BlockNumber },
    /// The larger jury.
    #[codec(index = 9)]
    Appealed,
    /// To be forgotten, at block `until`.
    #[codec(index = 10)]
    Done { end: End, until: BlockNumber },
}

/// The part of a request from which its life follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Life {
    pub assurance: Assurance,
    /// Blocks that a worker has.
    pub time: BlockNumber,
    /// Workers it was given to, one after another.
    pub tries: u8,
    /// Those of them, or of its quorum, that declined.
    pub declines: u8,
    pub phase: Phase,
}

/// Times that are the same for all requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// Blocks in which an answer may be challenged, at least: until the worker's time would have been over,
    /// and for as long as it took.
    pub window: BlockNumber,
    /// Blocks in which a quorum reveals.
    pub reveal: BlockNumber,
    /// Blocks in which what a jury found may be appealed.
    pub appeal: BlockNumber,
    /// Blocks for which a request that ended can be read.
    pub retention: BlockNumber,
}

/// How those of a quorum who spoke agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tally {
    /// More than half of the quorum do, and so do all who spoke.
    Unanimous,
    /// More than half do, others say otherwise.
    Majority,
    /// No half agrees.
    Scattered,
}

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A server was found, or all of a quorum.
    Found,
    /// No server was.
    NotFound,
    /// The worker declines, or one of a quorum; it may be the last one that is waited for.
    Declined { last: bool },
    /// The worker answers.
    Answered,
    /// The worker proves its answer; or someone else does.
    Proven { by_worker: bool },
    /// One of a quorum commits; it may be the last one.
    Committed { last: bool },
    /// One of a quorum reveals; it may be the last one.
    Revealed { last: bool },
    /// Someone doubts the answer.
    Challenged,
    /// Someone doubts what the jury found.
    Appealed,
    /// An auditor found something, or nobody could be had. `again`: a second one is to look. `same`: the
    /// second says what the first one said, or one of them cannot say. Then what is `found` is what the
    /// other one found.
    Audit { found: Option<Finding>, again: bool, same: bool },
    /// A jury found something, or nothing.
    Verdict(Option<Finding>),
    /// The panel that was to be called cannot be.
    NoPanel,
    /// It comes up on the agenda. `audit`: an audit falls on it if it may be audited now. `enough`: more
    /// than half of a quorum have committed.
    Due { audit: bool, enough: bool },
    /// A quorum was counted.
    Counted(Tally),
}

/// What is to be done when something has happened. Whoever does it reports what comes of it as another
/// [`Event`], at once where it says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// The worker's slot is free.
    Answered,
    /// The worker's slot and ticket are free; find another server, at once if it is seeking.
    Declined,
    /// The worker missed its time: its slot is free, its ticket pays. Then as the phase says.
    Missed,
    /// Count, at once. Those of the quorum who did not reveal missed.
    Count,
    /// Those of the quorum who did not commit missed.
    Reveal,
    /// Call an auditor; the second one is kept from meeting the first.
    Audit,
    /// Call a jury.
    Jury,
    /// Call the larger jury.
    Appeal,
    /// It ended: pay or refund, by what was found if it was doubted.
    End,
    /// Nobody reads it any more.
    Forget,
}

/// Why something cannot happen now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is too early for that.
    TooEarly,
    /// The time for that is over.
    TooLate,
    /// That is not done with requests of this assurance.
    OtherAssurance,
    /// It ended.
    Ended,
}

impl Phase {
    /// When something has to be done, if nobody does anything before. A panel tells when it is done.
    pub fn due(&self) -> Option<BlockNumber> {
        match self {
            Self::Assigned { until, .. }
            | Self::Open { until }
            | Self::Committing { until }
            | Self::Revealing { until }
            | Self::Answered { until }
            | Self::Judged { until, .. }
            | Self::Done { until, .. } => Some(*until),
            Self::Seeking | Self::Audited { .. } | Self::Disputed | Self::Appealed => None,
        }
    }

    /// How it ended, if it did.
    pub fn end(&self) -> Option<End> {
        match self {
            Self::Done { end, .. } => Some(*end),
            _ => None,
        }
    }
}

impl Life {
    /// One that was just made.
    pub fn new(assurance: Assurance, time: BlockNumber) -> Self {
        Self { assurance, time, tries: 0, declines: 0, phase: Phase::Seeking }
    }

    /// What happens changes what it waits for, and something is to be done; or it cannot happen now, and
    /// nothing changes.
    pub fn step(&mut self, event: Event, now: BlockNumber, times: &Times) -> Result<Effect, Fault> {
        use Phase::*;
        let effect = match (self.phase, event) {
            (Seeking, Event::Found) => self.found(now),
            (Seeking, Event::NotFound) => self.end(self.unanswered(), now, times),

            (Assigned { since, until }, Event::Declined { .. }) => {
                in_time(now, since.saturating_add(self.declinable()).min(until))?;
                self.declines = self.declines.saturating_add(1);
                self.another_try(now, times, Effect::Declined)
            },
            (Assigned { since, until }, Event::Answered) => {
                self.only(Assurance::Bonded)?;
                in_time(now, until)?;
                // Who doubts it may take as long as the worker did. Where the worker's time is longer than
                // that, it comes up once, at its end.
                let window = times.window.max(now.saturating_sub(since));
                self.phase = Answered { until: now.saturating_add(window).max(until) };
                Effect::Answered
            },
            (Assigned { until, .. }, Event::Proven { by_worker }) => {
                self.only(Assurance::Proven)?;
                in_time(now, until)?;
                if !by_worker {
                    return Err(Fault::TooEarly);
                }
                self.end(End::Settled, now, times)
            },
            (Open { until }, Event::Proven { .. }) => {
                in_time(now, until)?;
                self.end(End::Settled, now, times)
            },

            (Committing { until }, Event::Committed { last }) => {
                in_time(now, until)?;
                if last {
                    self.phase = Revealing { until: now.saturating_add(times.reveal) };
                }
                Effect::None
            },
            (Committing { until }, Event::Declined { last }) => {
                let since = until.saturating_sub(self.time);
                in_time(now, since.saturating_add(self.declinable()))?;
                self.declines = self.declines.saturating_add(1);
                let workers = self.assurance.workers();
                if workers.saturating_sub(self.declines) <= workers / 2 {
                    // Those who are left cannot be more than half.
                    return Ok(self.end(End::Refunded(Reason::Unanswerable), now, times));
                }
                if last {
                    self.phase = Revealing { until: now.saturating_add(times.reveal) };
                }
                Effect::None
            },
            (Revealing { until }, Event::Revealed { last }) => {
                in_time(now, until)?;
                if last {
                    Effect::Count
                } else {
                    Effect::None
                }
            },
            (Revealing { .. }, Event::Counted(tally)) => match tally {
                Tally::Unanimous => self.end(End::Settled, now, times),
                Tally::Majority => self.call(Disputed, Effect::Jury),
                Tally::Scattered => self.end(End::Refunded(Reason::Undecided), now, times),
            },

            (Answered { until }, Event::Challenged) => {
                in_time(now, until)?;
                self.call(Disputed, Effect::Jury)
            },
            (Audited { again }, Event::Audit { found, again: once_more, same }) => {
                match (again, found) {
                    (_, None) => self.end(End::Settled, now, times),
                    (false, Some(Finding::Right)) if once_more => {
                        self.call(Audited { again: true }, Effect::Audit)
                    },
                    (false, Some(Finding::Right)) => self.end(End::Settled, now, times),
                    // Juries that the chain pays for are not called about what nobody can see: who
                    // withholds it would have the treasury pay its friends.
                    (false, Some(Finding::Unverifiable)) => {
                        self.call(Audited { again: true }, Effect::Audit)
                    },
                    (true, Some(Finding::Unverifiable)) => {
                        self.end(End::Refunded(Reason::Undecided), now, times)
                    },
                    (true, Some(Finding::Right)) if same => self.end(End::Settled, now, times),
                    _ => self.call(Disputed, Effect::Jury),
                }
            },
            (Disputed, Event::Verdict(Some(finding))) => {
                self.phase = Judged { finding, until: now.saturating_add(times.appeal) };
                Effect::None
            },
            (Disputed, Event::Verdict(None)) => self.call(Appealed, Effect::Appeal),
            (Judged { until, .. }, Event::Appealed) => {
                in_time(now, until)?;
                self.call(Appealed, Effect::Appeal)
            },
            (Appealed, Event::Verdict(found)) => self.end(by(found), now, times),
            (Audited { .. }, Event::NoPanel) => self.end(End::Settled, now, times),
            (Disputed | Appealed, Event::NoPanel) => {
                self.end(End::Refunded(Reason::Undecided), now, times)
            },

            (_, Event::Due { audit, enough }) => self.due(audit, enough, now, times),
            (phase, event) => return Err(Self::misplaced(phase, event)),
        };
        Ok(effect)
    }

    /// Blocks from the beginning of a try in which a worker may decline.
    pub fn declinable(&self) -> BlockNumber {
        self.time / 3
    }

    fn found(&mut self, now: BlockNumber) -> Effect {
        self.tries = self.tries.saturating_add(1);
        let until = now.saturating_add(self.time);
        self.phase = match self.assurance {
            Assurance::Quorum(_) => Phase::Committing { until },
            Assurance::Bonded | Assurance::Proven => Phase::Assigned { since: now, until },
        };
        Effect::None
    }

    /// It comes up on the agenda.
    fn due(&mut self, audit: bool, enough: bool, now: BlockNumber, times: &Times) -> Effect {
        if self.phase.due().is_none_or(|due| now < due) {
            return Effect::None;
        }
        match self.phase {
            Phase::Assigned { .. } if self.assurance == Assurance::Proven => {
                self.phase = Phase::Open { until: now.saturating_add(self.time) };
                Effect::Missed
            },
            Phase::Assigned { .. } => self.another_try(now, times, Effect::Missed),
            Phase::Open { .. } => self.end(End::Refunded(Reason::Timeout), now, times),
            Phase::Committing { .. } if enough => {
                self.phase = Phase::Revealing { until: now.saturating_add(times.reveal) };
                Effect::Reveal
            },
            Phase::Committing { .. } => self.end(End::Refunded(Reason::Timeout), now, times),
            Phase::Revealing { .. } => Effect::Count,
            Phase::Answered { .. } if audit => {
                self.call(Phase::Audited { again: false }, Effect::Audit)
            },
            Phase::Answered { .. } => self.end(End::Settled, now, times),
            Phase::Judged { finding, .. } => self.end(by(Some(finding)), now, times),
            Phase::Done { .. } => Effect::Forget,
            Phase::Seeking | Phase::Audited { .. } | Phase::Disputed | Phase::Appealed => {
                Effect::None
            },
        }
    }

    /// A worker did not answer: the next one is looked for, if there were not too many.
    fn another_try(&mut self, now: BlockNumber, times: &Times, effect: Effect) -> Effect {
        if self.tries < TRIES {
            self.phase = Phase::Seeking;
        } else {
            self.end(self.unanswered(), now, times);
        }
        effect
    }

    fn unanswered(&self) -> End {
        let all_declined = self.declines > 0 && self.declines == self.tries;
        End::Refunded(if all_declined { Reason::Unanswerable } else { Reason::Timeout })
    }

    fn call(&mut self, phase: Phase, effect: Effect) -> Effect {
        self.phase = phase;
        effect
    }

    fn end(&mut self, end: End, now: BlockNumber, times: &Times) -> Effect {
        let until = now.saturating_add(times.retention);
        self.phase = Phase::Done { end, until };
        Effect::End
    }

    fn only(&self, assurance: Assurance) -> Result<(), Fault> {
        if self.assurance == assurance {
            Ok(())
        } else {
            Err(Fault::OtherAssurance)
        }
    }

    /// Why something that is never done in a phase is not.
    fn misplaced(phase: Phase, event: Event) -> Fault {
        use Phase::*;
        match (phase, event) {
            (Done { .. }, _) => Fault::Ended,
            (Committing { .. } | Revealing { .. }, Event::Answered | Event::Proven { .. })
            | (Assigned { .. }, Event::Committed { .. } | Event::Revealed { .. })
            | (Open { .. }, Event::Answered) => Fault::OtherAssurance,
            (Open { .. }, Event::Declined { .. }) => Fault::TooLate,
            (Assigned { .. } | Open { .. } | Committing { .. }, _) => Fault::TooEarly,
            (Answered { .. } | Audited { .. } | Disputed, Event::Appealed) => Fault::TooEarly,
            _ => Fault::TooLate,
        }
    }
}

fn in_time(now: BlockNumber, until: BlockNumber) -> Result<(), Fault> {
    if now < until {
        Ok(())
    } else {
        Err(Fault::TooLate)
    }
}

/// The end that follows from what was found.
fn by(found: Option<Finding>) -> End {
    match found {
        Some(Finding::Right) => End::Settled,
        Some(Finding::Wrong) => End::Refunded(Reason::WrongAnswer),
        Some(Finding::Unverifiable) | None => End::Refunded(Reason::Undecided),
    }
}

/// Blocks in which every request ends, whatever happens: its tries, its quorum's two phases, doubts, two audits, both juries
/// and the time between them. Each panel takes `panel` at most, the larger jury `large`, and each time it
/// comes up it may be later by `slack`.
pub fn bound(
    life: &Life,
    times: &Times,
    panel: BlockNumber,
    large: BlockNumber,
    slack: BlockNumber,
) -> BlockNumber {
    let tries = life.time.saturating_mul(u32::from(TRIES));
    let juries = panel.saturating_mul(3).saturating_add(large);
    [times.window.max(life.time), times.reveal, times.appeal, juries, slack.saturating_mul(12)]
        .into_iter()
        .fold(tries, BlockNumber::saturating_add)
}
