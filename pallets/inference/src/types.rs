//! What is stored of requests, disputes, and of what workers have earned.

use crate::{
    life::{End, Life},
    pricing::Parts,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use opg_primitives::{
    market::{Decline, JobId, Order, MAX_OUTPUT, MAX_QUORUM},
    models::ModelHash,
    panels::{CaseId, Verdict},
    stake::Ticket,
    token::{MICRO_OPG, MILLI_OPG, OPG},
    Balance, BlockNumber, Hash,
};
use polkadot_sdk::{
    frame_support::{traits::ConstU32, BoundedVec},
    sp_runtime::Permill,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Workers of a request at most: those of a quorum, or those it was given to one after another.
pub const MAX_WORKERS: u32 = MAX_QUORUM as u32;
/// Panels that are called for a request: two audits and two juries.
pub const MAX_CASES: u32 = 4;
/// Accounts that have sat on panels about a request. The panels pallet keeps no more off a panel.
pub const MAX_MET: u32 = 48;

/// What a worker has done about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Standing {
    /// Nothing yet.
    #[codec(index = 0)]
    Working,
    /// Said why it does not answer.
    #[codec(index = 1)]
    Declined(Decline),
    /// Let its time pass.
    #[codec(index = 2)]
    Missed,
    /// Committed to an output.
    #[codec(index = 3)]
    Committed(Hash),
    /// Gave an output with this digest; whether it agrees with what counts as the answer.
    #[codec(index = 4)]
    Answered { output: Hash, agrees: bool },
    /// Gave an output that differs from what counts as the answer, but by too little to be wrong for sure: it is
    /// not paid for it, and loses nothing.
    #[codec(index = 5)]
    Apart { output: Hash },
}

/// Someone a request was given to.
#[derive(Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Worker<AccountId> {
    pub account: AccountId,
    /// What it gets for its answer, before others' parts.
    pub price: Balance,
    /// What it has at stake, until that is free or taken.
    pub ticket: Option<Ticket<AccountId>>,
    pub standing: Standing,
}

impl<AccountId> Worker<AccountId> {
    /// Whether it gave what counts as the answer.
    pub fn agrees(&self) -> bool {
        matches!(self.standing, Standing::Answered { agrees: true, .. })
    }

    /// Whether it gave something else.
    pub fn dissents(&self) -> bool {
        matches!(self.standing, Standing::Answered { agrees: false, .. })
    }
}

/// A request.
#[derive(Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Job<AccountId> {
    pub requester: AccountId,
    /// Who gets what comes back, if not the requester.
    pub beneficiary: Option<AccountId>,
    pub model: ModelHash,
    /// What identifies the input, and whether it is carried along.
    pub input: Hash,
    pub inline: bool,
    /// Most that it may cost.
    pub budget: Balance,
    /// Kept whatever happens.
    pub fee: Balance,
    /// What must be at stake, at least.
    pub coverage: Balance,
    /// The owner's part of the price.
    pub royalty: Permill,
    /// Whether someone may lose money for a wrong answer.
    pub may_slash: bool,
    pub life: Life,
    pub workers: BoundedVec<Worker<AccountId>, ConstU32<MAX_WORKERS>>,
    /// The standing order that made it, if one did.
    pub standing: Option<OrderId>,
}

impl<AccountId> Job<AccountId> {
    /// What is held of the requester for it.
    pub fn held(&self) -> Balance {
        match self.life.phase.end() {
            None => self.budget.saturating_add(self.fee),
            Some(_) => 0,
        }
    }

    /// Who gets what comes back.
    pub fn payee(&self) -> &AccountId {
        self.beneficiary.as_ref().unwrap_or(&self.requester)
    }

    /// What those whose answer counts are paid.
    pub fn price(&self) -> Balance {
        let paid = self.workers.iter().filter(|worker| worker.agrees());
        paid.fold(0, |sum, worker| sum.saturating_add(worker.price))
    }

    /// Someone it was given to.
    pub fn worker(&mut self, who: &AccountId) -> Option<&mut Worker<AccountId>>
    where
        AccountId: PartialEq,
    {
        self.workers.iter_mut().find(|worker| worker.account == *who)
    }

    /// The one that is at it, of those it was given to one after another.
    pub fn current(&mut self) -> Option<&mut Worker<AccountId>> {
        self.workers.last_mut()
    }
}

/// That an answer is checked, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Dispute<AccountId> {
    /// The panel that is at it.
    pub case: CaseId,
    /// Names the insides of the model that auditors, and jurors of an audited answer, say; zero where
    /// nobody was audited, or machines may differ.
    pub witness: Hash,
    /// What the panels before it said.
    pub said: BoundedVec<(CaseId, Verdict), ConstU32<MAX_CASES>>,
    /// Who has sat on them.
    pub met: BoundedVec<AccountId, ConstU32<MAX_MET>>,
    /// Who doubts the answer, if it is not the chain, and what is held of it besides what juries cost.
    pub challenger: Option<(AccountId, Balance)>,
    /// What jurors were paid, by the challenger or else the treasury.
    pub spent: Balance,
    /// What the last jury said.
    pub judged: Option<Verdict>,
    /// Who doubts what the jury found, and what the larger one was paid for that.
    pub appellant: Option<AccountId>,
    pub appeal_paid: Balance,
}

/// What was earned with a model by one worker and not paid out yet: held on the worker's account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Accrued {
    /// Whose it is.
    pub parts: Parts,
    /// Answers it was earned with.
    pub answers: u32,
}

/// What governance tunes.
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
    Serialize,
    Deserialize,
)]
pub struct Rules {
    /// Kept of every request for what the chain will do for it.
    pub fee: Balance,
    /// Times the price that a worker has at stake.
    pub cover: u32,
    /// Least that it has at stake.
    pub least_ticket: Balance,
    /// How much more than they ask is paid when all are busy: a price rises with use up to this.
    pub surge: Permill,
    /// The verifiers' part of the price.
    pub verifiers: Permill,
    /// The treasury's part.
    pub treasury: Permill,
    /// The part that is burned. What is left is the worker's and the owner's.
    pub burn: Permill,
    /// Answers that are audited.
    pub audit: Permill,
    /// Audits that are looked at again.
    pub again: Permill,
    /// What a juror is paid, at least; it is the price of the answer if that is more.
    pub juror: Balance,
    /// What a verifier has at stake, in rewards.
    pub verifier_ticket: u32,
    /// Blocks in which an answer may be challenged.
    pub window: BlockNumber,
    /// Blocks in which a quorum reveals.
    pub reveal: BlockNumber,
    /// Blocks in which what a jury found may be appealed.
    pub appeal: BlockNumber,
    /// Blocks for which a request that ended can be read.
    pub retention: BlockNumber,
    /// Requests that one account has open at most.
    pub in_flight: u32,
    /// Standing orders that one account has at most.
    pub orders: u32,
    /// Kept of every run of a standing order besides the fee, since nobody pays for a transaction; and of
    /// every byte that it carries.
    pub run: Balance,
    pub run_byte: Balance,
}

/// What a chain begins with. That nobody profits from cheating under these is computed in
/// `tests/economics.rs`.
impl Default for Rules {
    fn default() -> Self {
        Self {
            fee: 3 * MILLI_OPG,
            cover: 40,
            least_ticket: 8 * OPG,
            surge: Permill::from_percent(100),
            verifiers: Permill::from_percent(6),
            treasury: Permill::from_percent(2),
            burn: Permill::from_percent(5),
            audit: Permill::from_percent(5),
            again: Permill::from_percent(10),
            juror: 200 * MILLI_OPG,
            verifier_ticket: 20,
            window: 20,
            reveal: 20,
            appeal: 100,
            retention: 28_800,
            in_flight: 1_000,
            orders: 16,
            run: 3 * MILLI_OPG,
            run_byte: MICRO_OPG,
        }
    }
}

/// What comes up on the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Entry {
    #[codec(index = 0)]
    Job(JobId),
    /// A standing order, unless it was given another entry since: then its term is another one.
    #[codec(index = 1)]
    Standing(OrderId, Term),
}

/// Counts standing orders from genesis.
pub type OrderId = u64;
/// Counts the entries on the agenda that a standing order was given.
pub type Term = u32;

/// A standing order, as it is placed.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Plan<AccountId> {
    /// What is asked each time, for what each time may cost.
    pub request: Order<AccountId>,
    /// Blocks from one run to the next.
    pub period: BlockNumber,
    /// How often it is asked.
    pub runs: u32,
    pub keep: Keep,
}

/// What is kept of the results of a standing order.
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
pub struct Keep {
    /// The last so many.
    pub results: u8,
    /// Outputs of so many bytes at most; of longer ones what identifies them.
    pub bytes: u32,
}

/// What a standing order waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum OrderPhase {
    /// Its next run, at this block, or later but before the one after it.
    #[codec(index = 0)]
    Active { next: BlockNumber },
    /// Its owner, until this block: then it ends.
    #[codec(index = 1)]
    Suspended { until: BlockNumber },
    /// To be forgotten, at this block.
    #[codec(index = 2)]
    Ended { until: BlockNumber },
}

impl OrderPhase {
    /// When something has to be done.
    pub fn due(&self) -> BlockNumber {
        match self {
            Self::Active { next: due }
            | Self::Suspended { until: due }
            | Self::Ended { until: due } => *due,
        }
    }

    /// Whether it makes no more requests.
    pub fn has_ended(&self) -> bool {
        matches!(self, Self::Ended { .. })
    }
}

/// Why no request was made when it was time for one.
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
pub enum Miss {
    /// The chain had so much else to do that it was time for the next one.
    #[codec(index = 0)]
    Late,
    /// No server was free that suits.
    #[codec(index = 1)]
    NoCapacity,
    /// The model takes no requests any more.
    #[codec(index = 2)]
    ModelClosed,
    /// The owner had too many requests open.
    #[codec(index = 3)]
    TooManyOpen,
    /// Too much fell due when the answer would have been.
    #[codec(index = 4)]
    AgendaFull,
    /// Such a request is not taken any more: the model, or the rules, are not what they were.
    #[codec(index = 5)]
    Refused,
    /// The feed that its input is made of is gone.
    #[codec(index = 6)]
    NoSuchFeed,
    /// That feed had no answer, or its last one was too old.
    #[codec(index = 7)]
    FeedStale,
    /// Its reporters agreed on something beyond what is plausible.
    #[codec(index = 8)]
    FeedOutOfBounds,
    /// Not enough of its candles were there.
    #[codec(index = 9)]
    TooFewCandles,
}

/// A standing order.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct StandingOrder<AccountId> {
    pub owner: AccountId,
    pub period: BlockNumber,
    /// Most that a run may cost, and what is kept of each, whatever happens.
    pub price: Balance,
    pub fee: Balance,
    /// Held for what it occupies.
    pub deposit: Balance,
    pub keep: Keep,
    /// Runs that were made or missed, and those that are left.
    pub past: u32,
    pub left: u32,
    /// Runs that were missed: how many, how many of them in a row, and the last one.
    pub missed: u32,
    pub in_row: u32,
    pub last_miss: Option<(u32, Miss)>,
    /// Its requests that are open, and results that were kept, though not for ever.
    pub running: u32,
    pub results: u32,
    pub phase: OrderPhase,
    /// Of its entry on the agenda.
    pub term: Term,
}

impl<AccountId> StandingOrder<AccountId> {
    /// What a run costs at most.
    pub fn run(&self) -> Balance {
        self.price.saturating_add(self.fee)
    }

    /// What is held for the runs that are left.
    pub fn held(&self) -> Balance {
        self.run().saturating_mul(self.left.into())
    }

    /// Runs for which it is too late now.
    pub fn late(&self, now: BlockNumber) -> u32 {
        match self.phase {
            OrderPhase::Active { next } => {
                let over = now.saturating_sub(next).checked_div(self.period).unwrap_or(0);
                over.min(self.left)
            },
            _ => 0,
        }
    }

    /// So many runs are over.
    pub fn pass(&mut self, runs: u32) {
        self.past = self.past.saturating_add(runs);
        self.left = self.left.saturating_sub(runs);
        if let OrderPhase::Active { next } = &mut self.phase {
            *next = next.saturating_add(self.period.saturating_mul(runs));
        }
    }
}

/// What came of a run.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Kept {
    pub job: JobId,
    /// When it ended, and how.
    pub at: BlockNumber,
    pub end: End,
    /// What identifies the output, if it was settled; and the output, if it was carried along and is not
    /// too long.
    pub output: Option<Hash>,
    pub bytes: Option<BoundedVec<u8, ConstU32<MAX_OUTPUT>>>,
}
