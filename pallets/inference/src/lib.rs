//! # Inference: the market for answers
//!
//! Whoever needs what a model answers asks the chain, and the chain sees to it that the request ends: with
//! an answer that may be believed, and is paid for, or with the money back, in bounded time, without anyone
//! having to do anything more.
//!
//! ## Terminology
//!
//! - **Request**: what a model is asked, how sure the answer must be, and what it may cost at most. By its
//!   number it is also called a **job**.
//! - **Worker**: an operator that was given a request. It has something at stake for it, its **ticket**.
//! - **Assurance**: why an answer may be believed. *Bonded*: the worker loses forty times the price if it
//!   is wrong. *Quorum*: several workers agree. *Proven*: every validator has checked a proof.
//! - **Audit**: of bonded answers a few are looked at by a drawn verifier, whether anyone doubts them or not.
//! - **Challenge**: anyone who verifies, and the requester, may doubt an answer; a jury of drawn verifiers
//!   says whether it is right, on **appeal** a larger one.
//! - **Budget**: what is held of the requester: the price is known when a worker is found, and may change
//!   when another one must be.
//! - **Standing order**: a model is asked the same again and again, paid for beforehand. What becomes of it
//!   is [`standing`]'s.
//! - **Accrued**: what a worker has earned with a model, its own part and those of others, held on its
//!   account until it is paid out.
//!
//! ## Scenario
//!
//! 1. Ann asks a model something, bonded, for at most 2 OPG, in 20 blocks. Of the model's free slots one of
//!    Ben's is drawn, who asks 1 OPG. 2 OPG of Ann's are held, 40 OPG of Ben's bond are at stake.
//! 2. Ben answers after two blocks. He sends answers in batches, which cost him nothing.
//! 3. For a minute and more anyone may doubt the answer. Nobody does. It is one of those that are audited: a
//!    verifier is drawn, runs the model, and finds it right.
//! 4. It is settled: 1 OPG is earned, the other one is Ann's again. Of what is earned Ben gets 77 %, the
//!    model's owner 10 %, verifiers 6 %, the treasury 2 %, and 5 % are burned.
//! 5. Ben is asked again, and lies. Cat, a verifier, challenges him. A jury of five finds the answer wrong,
//!    nobody appeals. Ann gets her money back. Ben loses his 40 OPG: 10 of them pay the jury, Cat and Ann,
//!    30 are burned. All that Ben has answered and that is not settled yet is audited.
//!
//! ```text
//!             no free slot, over budget: refused when it is sent
//!  request --> Assigned ----------> Answered ------------> settled
//!     (held)    |  ^                 |    |                   ^
//!      declined,|  | next try,       |    '--> Audited -------|
//!     time over |  | three at most   |            |           |
//!               v  |                 v            v           |
//!            refunded <---------- Disputed --> Judged --------|
//!      (Timeout, Unanswerable,       |            | appeal    |
//!       WrongAnswer, Undecided)      '-----> Appealed --------'
//!
//!  a quorum:  Committing --> Revealing --> counted --> settled, Disputed, or refunded
//!  proven:    Assigned --proof--> settled;  --time over--> Open --anyone's proof--> settled
//! ```
//!
//! What follows from what is [`life`]'s, and has its specification there. Who pays what is [`pricing`]'s.
//!
//! ## Rules, and what each is there for
//!
//! - A worker is drawn when the request is made, by what servers have free: nobody races for work, nobody
//!   computes in vain. Whoever makes the block before can choose among few draws at the cost of its block;
//!   nothing that must be unpredictable rests on this one.
//! - Whoever is late pays the requester as much as it would have earned, unless blocks were full, or the
//!   input was to be fetched and nobody else could get it either: requesters do not earn by withholding.
//! - At most a quarter of what a liar loses goes to anybody. So no liar lies to, or is caught by, a friend
//!   at a profit.
//! - Which answers are audited is decided by what authors of blocks after them add. Auditors say what the
//!   insides of the model are on the input, where machines agree on that, and a tenth of them are looked
//!   at by a second one: whoever says "right" without looking is found out.
//! - Whoever cannot say anything of an answer is not paid for an audit, and has no jury called that the chain
//!   would pay for.
//! - Nobody loses a ticket by a count of equals: those of a quorum who differ from the others are judged.
//! - Those of a quorum may decline too: whoever asks what is no input does not earn from those who say nothing.

#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

mod answers;
pub mod api;
mod disputes;
mod docket;
mod invariants;
pub mod life;
pub mod pool;
pub mod pricing;
mod proving;
mod quorum;
mod requests;
mod settle;
pub mod standing;
pub mod types;
mod views;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;

#[cfg(test)]
mod tests;

pub use pallet::*;
pub use proving::{Proof, Shape};
pub use views::{AssignmentView, DisputeView, JobView, QuoteView, StandingView, WorkerView};
pub use weights::WeightInfo;

use opg_primitives::{market::JobId, models::ModelHash, Balance, BlockNumber, Hash};
use polkadot_sdk::{
    frame_support::{self, traits::fungible::Credit},
    frame_system,
    sp_runtime::SaturatedConversion,
};
use types::{Accrued, Dispute, Entry, Job, OrderId, Rules, StandingOrder};

/// Money taken from someone.
pub type CreditOf<T> = Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;
/// A request as it is stored.
pub type JobOf<T> = Job<<T as frame_system::Config>::AccountId>;
/// A dispute as it is stored.
pub type DisputeOf<T> = Dispute<<T as frame_system::Config>::AccountId>;

/// A standing order as it is stored.
pub type StandingOrderOf<T> = StandingOrder<<T as frame_system::Config>::AccountId>;

/// Servers that are looked at for each that is wanted.
pub const LOOKS: u32 = 4;
/// Answers of one worker with one model after which what was earned is paid out.
pub const PAID_EVERY: u32 = 32;
/// Blocks between what a server promises and the time it is given, at least; and the least time there is.
pub const LEAST_SLACK: BlockNumber = 5;
/// See [`LEAST_SLACK`].
pub const LEAST_TIME: BlockNumber = 10;
/// Bytes of what is left of a request that was forgotten.
pub const REMAINS: usize = 24;
/// Blocks from one run of a standing order to the next, at least: so many that one which is late, because
/// its block was full, is not missed.
pub const LEAST_PERIOD: BlockNumber = 20;
/// Most blocks between two of them: thirty days. What is on the agenda lies there for as long.
pub const MAX_PERIOD: BlockNumber = 30 * opg_primitives::time::DAYS;
/// Runs of a standing order that are missed, one after another, before it is suspended.
pub const MISSES: u32 = 3;
/// Results of a standing order that are kept at most.
pub const MAX_KEPT: u8 = 16;

#[frame_support::pallet]
pub mod pallet {
    use super::*;
    use crate::{
        life::{End, Reason},
        pricing::Parts,
        proving::{Proof, Shape},
        types::{Keep, Kept, Miss, Plan},
    };
    use alloc::{boxed::Box, vec::Vec};
    use opg_primitives::{
        agenda::{Page, Span},
        feeds::Feeds,
        market::{Assurance, Decline, Finding, Input, OnSettled, Order, Output},
        models::Servers,
        panels::{CaseId, Panels, Salt},
        proofs::Verifier,
        stake::{OperatorRoles, Tickets},
    };
    use polkadot_sdk::{
        frame_support::{
            pallet_prelude::*,
            traits::{
                fungible::{Balanced, BalancedHold, Mutate, MutateHold},
                OnUnbalanced, Randomness, StorageVersion,
            },
            weights::WeightMeter,
        },
        frame_system::pallet_prelude::*,
    };

    /// The layout of this pallet's storage.
    pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// The token.
        type Currency: Mutate<Self::AccountId, Balance = Balance>
            + MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
            + Balanced<Self::AccountId>
            + BalancedHold<Self::AccountId>;

        /// The runtime's reasons for holds.
        type RuntimeHoldReason: From<HoldReason>;

        /// Where workers' bonds are set aside.
        type Tickets: Tickets<Self::AccountId, Slashed = CreditOf<Self>>;

        /// Who may challenge.
        type Roles: OperatorRoles<Self::AccountId>;

        /// Who answers with a model.
        type Servers: Servers<Self::AccountId>;

        /// Where verifiers are drawn.
        type Panels: Panels<Self::AccountId, Slashed = CreditOf<Self>>;

        /// Checks proofs.
        type Verifier: Verifier;

        /// What the author of the block before added.
        type Randomness: Randomness<Hash, BlockNumberFor<Self>>;

        /// What the authors of all blocks so far have added.
        type Entropy: Get<Hash>;

        /// Where inputs are made of outside data.
        type Feeds: Feeds;

        /// Told of every request that was settled.
        type OnSettled: OnSettled<Self::AccountId>;

        /// Receives what is taken and neither someone's nor burned.
        type OnSlash: OnUnbalanced<CreditOf<Self>>;

        /// Receives the treasury's and the verifiers' parts, and pays for audits.
        type Treasury: Get<Self::AccountId>;

        /// What governance tunes.
        type Rules: Get<Rules>;

        /// Weight of a block from which on it counts as full: answers may not have found room.
        type FullBlock: Get<Weight>;

        /// Blocks that a worker is given at most.
        #[pallet::constant]
        type MaxTime: Get<BlockNumber>;

        /// Entries of a batch of answers.
        #[pallet::constant]
        type MaxBatch: Get<u32>;

        /// Requests of which something may fall due at one block.
        #[pallet::constant]
        type MaxDue: Get<u32>;

        /// What every block gives to what is due.
        #[pallet::constant]
        type AgendaWeight: Get<Weight>;

        /// What each call weighs.
        type WeightInfo: WeightInfo;

        /// Sets things up for benchmarks.
        #[cfg(feature = "runtime-benchmarks")]
        type BenchmarkHelper: benchmarking::BenchmarkHelper<Self::AccountId>;
    }

    /// Why money is held.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// What open requests and the runs of standing orders may cost; and, of workers, what was earned and
        /// not paid out yet.
        #[codec(index = 0)]
        Escrow,
        /// What a challenger has at stake.
        #[codec(index = 1)]
        Challenge,
        /// What a standing order occupies, until it is forgotten.
        #[codec(index = 2)]
        Deposit,
    }

    /// Requests: open, or ended and not forgotten.
    #[pallet::storage]
    pub type Jobs<T: Config> = StorageMap<_, Twox64Concat, JobId, JobOf<T>>;

    /// The number of the next request.
    #[pallet::storage]
    pub type NextJob<T> = StorageValue<_, JobId, ValueQuery>;

    /// What requests carry with them.
    #[pallet::storage]
    pub type Inputs<T> = StorageMap<_, Twox64Concat, JobId, Input>;

    /// What workers answered, by request and the worker's place in it.
    #[pallet::storage]
    pub type Outputs<T> = StorageDoubleMap<_, Twox64Concat, JobId, Identity, u8, Output>;

    /// Requests whose answer is being checked.
    #[pallet::storage]
    pub type Disputes<T: Config> = StorageMap<_, Twox64Concat, JobId, DisputeOf<T>>;

    /// What is left of requests that were forgotten: the first [`REMAINS`] bytes of the BLAKE2b-256 of
    /// what was stored of them, their answers among it.
    #[pallet::storage]
    pub type Remains<T> = StorageMap<_, Identity, JobId, [u8; REMAINS]>;

    /// Requests that an account has open.
    #[pallet::storage]
    pub type InFlight<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

    /// What was earned and not paid out, by worker and model.
    #[pallet::storage]
    pub type Earnings<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, ModelHash, Accrued>;

    /// When a worker was last found to have lied.
    #[pallet::storage]
    pub type Convicted<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, BlockNumber>;

    /// Whether it is known of this block if it is full. Gone when the block is over.
    #[pallet::storage]
    pub type Noted<T> = StorageValue<_, ()>;

    /// The last block that was full.
    #[pallet::storage]
    pub type LastFull<T> = StorageValue<_, BlockNumber>;

    /// What is due, by block.
    #[pallet::storage]
    pub type Agenda<T> =
        StorageDoubleMap<_, Twox64Concat, BlockNumber, Twox64Concat, u32, Page<Entry>, ValueQuery>;

    /// The pages of the agenda that each block has.
    #[pallet::storage]
    pub type Due<T> = StorageMap<_, Twox64Concat, BlockNumber, Span, ValueQuery>;

    /// The first block whose entries on the agenda are not all done.
    #[pallet::storage]
    pub type FirstDue<T> = StorageValue<_, BlockNumber>;

    /// Standing orders: those that make requests, and those that ended and are not forgotten.
    #[pallet::storage]
    pub type Orders<T: Config> = StorageMap<_, Twox64Concat, OrderId, StandingOrderOf<T>>;

    /// The number of the next standing order.
    #[pallet::storage]
    pub type NextOrder<T> = StorageValue<_, OrderId, ValueQuery>;

    /// What standing orders ask.
    #[pallet::storage]
    pub type Templates<T: Config> = StorageMap<_, Twox64Concat, OrderId, Order<T::AccountId>>;

    /// The last results of standing orders: the n-th one is in place n modulo how many are kept.
    #[pallet::storage]
    pub type Results<T> = StorageDoubleMap<_, Twox64Concat, OrderId, Identity, u8, Kept>;

    /// Standing orders of an account that have not ended.
    #[pallet::storage]
    pub type OpenOrders<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Someone asked a model; this much is held, of which `fee` is kept whatever happens.
        Requested {
            job: JobId,
            requester: T::AccountId,
            beneficiary: Option<T::AccountId>,
            model: ModelHash,
            input: Hash,
            assurance: Assurance,
            budget: Balance,
            fee: Balance,
            time: BlockNumber,
        },
        /// A worker was given a request, to answer it before this block.
        Assigned {
            job: JobId,
            worker: T::AccountId,
            price: Balance,
            ticket: Balance,
            until: BlockNumber,
        },
        /// A worker does not answer.
        Declined { job: JobId, worker: T::AccountId, why: Decline },
        /// A worker let its time pass.
        Missed { job: JobId, worker: T::AccountId },
        /// The assigned worker let its time pass: anyone may prove an answer before this block.
        Opened { job: JobId, until: BlockNumber },
        /// A worker answered. If anyone doubts that, it must be before this block.
        Answered { job: JobId, worker: T::AccountId, output: Hash, until: BlockNumber },
        /// A worker, or whoever came after it, proved its answer.
        Proven { job: JobId, worker: T::AccountId, output: Hash },
        /// One of a quorum committed to an output.
        Committed { job: JobId, worker: T::AccountId, commitment: Hash },
        /// Outputs of a quorum are taken before this block.
        RevealBegan { job: JobId, until: BlockNumber },
        /// One of a quorum revealed its output.
        Revealed { job: JobId, worker: T::AccountId, output: Hash },
        /// A quorum was counted: those in these places agree with one of them, and if they are enough, that
        /// is the answer.
        Counted { job: JobId, agree: Vec<u8>, apart: Vec<u8>, answer: Option<u8> },
        /// An entry of a batch of answers was refused.
        Refused { job: JobId, worker: T::AccountId, error: DispatchError },
        /// An auditor looks at an answer, or a second one.
        Audited { job: JobId, case: CaseId },
        /// A jury looks at an answer, since this account doubts it or else the chain does.
        Disputed { job: JobId, case: CaseId, challenger: Option<T::AccountId>, bond: Balance },
        /// The panel found this, or nothing.
        Found { job: JobId, case: CaseId, finding: Option<Finding>, until: Option<BlockNumber> },
        /// The jury's finding is doubted: a larger one looks.
        Appealed { job: JobId, case: CaseId, appellant: Option<T::AccountId> },
        /// A request was settled: this much was earned, and what is left of the budget is free again.
        Settled { job: JobId, price: Balance, refund: Balance },
        /// A request was refunded.
        Refunded { job: JobId, reason: Reason, amount: Balance },
        /// A worker has earned this much, for itself and others.
        Earned { job: JobId, worker: T::AccountId, parts: Parts },
        /// Someone was paid for a late or wrong answer, out of a ticket.
        Credited { job: JobId, who: T::AccountId, amount: Balance },
        /// A worker lost this much of its ticket.
        Slashed { job: JobId, worker: T::AccountId, amount: Balance },
        /// Of what liars lost, this much is gone. What was neither burned nor credited is the treasury's.
        Burned { job: JobId, amount: Balance },
        /// A ticket is free again.
        Freed { job: JobId, worker: T::AccountId },
        /// What a challenger had at stake was returned, or taken.
        ChallengeEnded { job: JobId, challenger: T::AccountId, returned: Balance, taken: Balance },
        /// What a worker had earned with a model was paid to all whose it is.
        PaidOut { worker: T::AccountId, model: ModelHash, answers: u32, parts: Parts },
        /// A request is forgotten but for a hash of it.
        Forgotten { job: JobId },
        /// Someone has a model asked so often, every so many blocks, from this block on. `prepaid` is held
        /// for that: the price of each run, and its fee; and the deposit, for what the order occupies.
        OrderPlaced {
            order: OrderId,
            owner: T::AccountId,
            model: ModelHash,
            input: Hash,
            runs: u32,
            period: BlockNumber,
            price: Balance,
            fee: Balance,
            prepaid: Balance,
            deposit: Balance,
            keep: Keep,
            next: BlockNumber,
        },
        /// A standing order has made this request. What was held for the run is now held for that.
        RunMade { order: OrderId, run: u32, job: JobId },
        /// So many runs, from this one on, were missed, and are not made up for: what was held for them is free.
        RunsMissed { order: OrderId, run: u32, count: u32, why: Miss, refund: Balance },
        /// A request of a standing order has ended; what came of it is kept in this place, if it is.
        RunEnded { order: OrderId, job: JobId, end: End, output: Option<Hash>, place: Option<u8> },
        /// A standing order makes no requests until its owner resumes it, and ends at this block if not.
        OrderSuspended { order: OrderId, until: BlockNumber },
        /// A standing order makes requests again, the next one at this block.
        OrderResumed { order: OrderId, next: BlockNumber },
        /// A standing order makes no more requests: all runs are over, or it was cancelled, or not resumed.
        /// What was held for runs that it did not come to is free. It can be read until this block.
        OrderEnded { order: OrderId, left: u32, refund: Balance, until: BlockNumber },
        /// A standing order is forgotten, with what was kept of its results.
        OrderForgotten { order: OrderId, deposit: Balance },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// There is no such request: it was forgotten, or the number is wrong.
        NoSuchJob,
        /// There is no such model, or it takes no requests any more: see `modelsApi.model`.
        ModelClosed,
        /// There is no such assurance: a quorum has three, five or seven workers.
        BadAssurance,
        /// This model cannot give that assurance: `Proven` needs an attested model with a key and an input
        /// that the request carries; `Quorum` of a model whose machines may differ needs outputs of F32 or F16 only.
        NotOffered,
        /// The input has another length than the model's key asks for, or candles are no input of this model.
        BadInput,
        /// A blob has between one byte and sixteen gibibytes.
        BadSize,
        /// A worker is given at least ten blocks, and no more than `MaxTime`.
        BadTime,
        /// Nothing is offered.
        NoBudget,
        /// Whoever asks has not enough that is free to be held.
        NotEnoughFree,
        /// No server that is free suits: ask for less assurance or coverage, offer more, or give more time.
        NoCapacity,
        /// So many requests of this account are open that it must wait for some to end.
        TooManyOpen,
        /// Too much falls due at that time: try again in a minute.
        AgendaFull,
        /// This account was not given the request, or not any more.
        NotYours,
        /// It is too early for that.
        TooEarly,
        /// The time for that is over.
        TooLate,
        /// That is not done with requests of this assurance.
        OtherAssurance,
        /// The request has ended.
        Ended,
        /// This worker has committed already.
        AlreadyCommitted,
        /// This worker has not committed, so there is nothing to reveal.
        NotCommitted,
        /// This worker has revealed already.
        AlreadyRevealed,
        /// This is not what the worker committed to: check salt and output.
        NotWhatWasCommitted,
        /// Nothing was sent.
        Empty,
        /// One request was answered twice in one batch.
        Twice,
        /// Only the requester and verifiers may challenge an answer.
        MayNotChallenge,
        /// Only whoever loses by a finding may appeal it.
        MayNotAppeal,
        /// A proof is about a model that is not in the list, or the request's is another one.
        OtherModel,
        /// A model's circuit is larger than the batch says.
        OtherShape,
        /// Not all proofs prove their answers: check each alone with `opg-zk verify`. None was taken.
        BadProof,
        /// There is nothing to be paid out.
        NothingEarned,
        /// There is no such standing order: it was forgotten, or the number is wrong.
        NoSuchOrder,
        /// This standing order is another account's.
        NotYourOrder,
        /// A standing order makes no more requests.
        OrderEnded,
        /// A standing order is not suspended, so it cannot be resumed.
        NotSuspended,
        /// This account has as many standing orders as one may: cancel one.
        TooManyOrders,
        /// Runs of a standing order are twenty blocks apart at least, and thirty days at most.
        BadPeriod,
        /// A standing order makes at least one request.
        NoRuns,
        /// Sixteen results are kept at most, and no more bytes of each than an answer carries.
        KeepsTooMuch,
        /// There is no such feed: it was removed, or the number is wrong.
        NoSuchFeed,
        /// The feed has no answer yet, or its last one is too old to be used: ask when it has one.
        FeedStale,
        /// The feed's reporters agree on something beyond what is plausible, so it is not used.
        FeedOutOfBounds,
        /// The feed has not been there, or fresh, for so many periods: ask for fewer, or later.
        TooFewCandles,
        /// No input can be made like this: candles, fields, elements or decimals are not what a feed has.
        BadWindow,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        /// The part of a block that is sure to go to what is due.
        fn on_initialize(_now: BlockNumberFor<T>) -> Weight {
            let mut meter = WeightMeter::with_limit(T::AgendaWeight::get());
            Self::do_due(&mut meter);
            meter.consumed().saturating_add(T::WeightInfo::note_full())
        }

        fn on_idle(_now: BlockNumberFor<T>, remaining: Weight) -> Weight {
            // What is done with what is left of a block does not make it full.
            Self::note_full();
            Noted::<T>::put(());
            let mut meter = WeightMeter::with_limit(remaining);
            Self::do_due(&mut meter);
            meter.consumed()
        }

        /// What is full is known when all transactions are in; what it weighs is said by `on_initialize`.
        fn on_finalize(_now: BlockNumberFor<T>) {
            if Noted::<T>::take().is_none() {
                Self::note_full();
            }
        }

        fn integrity_test() {
            Self::check_integrity();
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(
            _now: BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Asks a model. The budget and a small fee are held of the sender; a worker is found at once, or
        /// the request is refused. Emits `Requested` and `Assigned`.
        #[pallet::call_index(0)]
        #[pallet::weight(requests::weight::<T>(order))]
        pub fn request(
            origin: OriginFor<T>,
            order: Box<Order<T::AccountId>>,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            let (_, used) = Self::do_request(who, *order)?;
            Ok(Some(used).into())
        }

        /// A worker answers bonded requests. Each entry stands or falls alone; unpaid if all stand, and let
        /// through when blocks are full. Emits `Answered` or `Refused` for each.
        #[pallet::call_index(1)]
        #[pallet::weight((answers::weight::<T>(answers), DispatchClass::Operational))]
        pub fn submit_answers(
            origin: OriginFor<T>,
            answers: BoundedVec<(JobId, Output), T::MaxBatch>,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            Self::do_submit_answers(&who, answers.into_inner())
        }

        /// A worker says, in the first third of its time, that it does not answer. Costs it nothing; the
        /// next one is looked for, but in a quorum, which goes on without it while more than half are left.
        /// Emits `Declined`, and `Assigned`, `RevealBegan` or `Refunded`.
        #[pallet::call_index(2)]
        #[pallet::weight((
            T::WeightInfo::decline()
                .saturating_add(Pallet::<T>::end_weight())
                .saturating_add(answers::leaving::<T>(types::MAX_WORKERS)),
            DispatchClass::Operational
        ))]
        pub fn decline(
            origin: OriginFor<T>,
            job: JobId,
            why: Decline,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            Self::do_decline(&who, job, why)
        }

        /// Workers of quorums commit to their outputs: see [`opg_primitives::market::commitment`]. Unpaid
        /// like `submit_answers`. Emits `Committed` or `Refused` for each.
        #[pallet::call_index(3)]
        #[pallet::weight((
            T::WeightInfo::commit_answers(commitments.len() as u32),
            DispatchClass::Operational
        ))]
        pub fn commit_answers(
            origin: OriginFor<T>,
            commitments: BoundedVec<(JobId, Hash), T::MaxBatch>,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            Self::do_commit_answers(&who, commitments.into_inner())
        }

        /// Workers of quorums say what they had committed to. Unpaid like `submit_answers`. Emits
        /// `Revealed` or `Refused` for each.
        #[pallet::call_index(4)]
        #[pallet::weight((quorum::weight::<T>(answers), DispatchClass::Operational))]
        pub fn reveal_answers(
            origin: OriginFor<T>,
            answers: BoundedVec<(JobId, Salt, Output), T::MaxBatch>,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            Self::do_reveal_answers(&who, answers.into_inner())
        }

        /// A worker proves answers, all of them or none: of models in this list, of circuits of this shape
        /// at most. When the assigned worker's time is over, anyone may. Unpaid like `submit_answers`.
        /// Emits `Proven` and `Settled` for each.
        #[pallet::call_index(5)]
        #[pallet::weight((proving::weight::<T>(shape, models, proofs), DispatchClass::Operational))]
        pub fn prove_answers(
            origin: OriginFor<T>,
            shape: Shape,
            models: BoundedVec<ModelHash, T::MaxBatch>,
            proofs: BoundedVec<Proof, T::MaxBatch>,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            Self::do_prove_answers(&who, shape, models.into_inner(), proofs.into_inner())?;
            Ok(Pays::No.into())
        }

        /// The requester or a verifier doubts an answer. What two juries cost is held of the sender: lost
        /// if the answer is right, and more than returned if it is wrong. Emits `Disputed`.
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::challenge())]
        pub fn challenge(origin: OriginFor<T>, job: JobId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_challenge(&who, job)
        }

        /// Whoever loses by what a jury found has a larger one look, and pays for it. Emits `Appealed`.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::appeal())]
        pub fn appeal(origin: OriginFor<T>, job: JobId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_appeal(&who, job)
        }

        /// Pays what a worker has earned with a model to all whose it is. Anyone may ask for that; it
        /// happens by itself after some answers. Emits `PaidOut`.
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::pay_out())]
        pub fn pay_out(
            origin: OriginFor<T>,
            worker: T::AccountId,
            model: ModelHash,
        ) -> DispatchResult {
            ensure_signed(origin)?;
            Self::do_pay_out(&worker, &model)
        }

        /// Has a model asked again and again. The price and fee of all runs are held of the sender, and a
        /// deposit for what the order occupies. Emits `OrderPlaced`, and for each run `RunMade` or
        /// `RunsMissed`.
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::place_order(plan.request.input.carried())
            .saturating_add(requests::window_weight::<T>(plan.request.input.window()))
            .saturating_add(Pallet::<T>::probing()))]
        pub fn place_order(origin: OriginFor<T>, plan: Box<Plan<T::AccountId>>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_place_order(who, *plan)
        }

        /// Ends a standing order of the sender's. What is held for runs that it has not come to is free;
        /// requests that it has made go on. Emits `OrderEnded`.
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::cancel_order().saturating_add(Pallet::<T>::probing()))]
        pub fn cancel_order(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_cancel_order(&who, order)
        }

        /// Has a suspended order of the sender's make requests again, the next one in the next block. Emits
        /// `OrderResumed`.
        #[pallet::call_index(11)]
        #[pallet::weight(T::WeightInfo::resume_order().saturating_add(Pallet::<T>::probing()))]
        pub fn resume_order(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_resume_order(&who, order)
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// A request, with what workers have done so far.
        pub fn job(id: JobId) -> Option<JobView<T::AccountId>> {
            Self::view_job(id)
        }

        /// What a worker has to do, of requests from this number on; and the number to go on with, if not
        /// all were looked at.
        pub fn assignments(
            worker: T::AccountId,
            from: JobId,
        ) -> (Vec<AssignmentView>, Option<JobId>) {
            Self::view_assignments(&worker, from)
        }

        /// What one answer of a model would cost now, in so many blocks, with so much at stake; nothing if
        /// the model takes no requests.
        pub fn quote(model: ModelHash, time: BlockNumber, coverage: Balance) -> Option<QuoteView> {
            Self::view_quote(&model, time, coverage)
        }

        /// Whether a request would be taken now, if whoever is drawn suits.
        pub fn would_take(
            who: T::AccountId,
            order: Order<T::AccountId>,
        ) -> Result<(), DispatchError> {
            Self::check_order(&who, &order, &T::Rules::get())?;
            Ok(())
        }

        /// What a worker has earned with a model and was not paid out.
        pub fn earned(worker: T::AccountId, model: ModelHash) -> Option<Accrued> {
            Earnings::<T>::get(worker, model)
        }

        /// A standing order, and what came of its last requests.
        pub fn standing_order(id: OrderId) -> Option<StandingView<T::AccountId>> {
            Self::view_standing(id)
        }

        /// What a proof of a request's answer by this account is made for; nothing if the request is not
        /// open to proofs.
        pub fn proof_context(id: JobId, payee: T::AccountId) -> Option<[u8; 32]> {
            Self::view_context(id, &payee)
        }

        /// What governance has set.
        pub fn rules() -> Rules {
            T::Rules::get()
        }
    }
}

impl<T: Config> Pallet<T> {
    /// The block now.
    pub(crate) fn now() -> BlockNumber {
        frame_system::Pallet::<T>::block_number().saturated_into()
    }

    /// Times of all requests, as governance has set them.
    pub(crate) fn times(rules: &Rules) -> life::Times {
        life::Times {
            window: rules.window,
            reveal: rules.reveal,
            appeal: rules.appeal,
            retention: rules.retention,
        }
    }
}
