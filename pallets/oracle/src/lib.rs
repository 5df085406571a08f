//! # Oracle: outside numbers, as several nodes see them
//!
//! A chain sees nothing of the world. What it knows of prices and the like it is told, and nobody believes one
//! node alone. For each *feed* a fixed set of operators is drawn by lot; each says what it sees, and the one in
//! the middle of enough of them is the answer. Answers become *candles*, and candles the input of models.
//!
//! ## Terminology
//!
//! - **Feed**: a number of the outside world that is kept up to date, under [`Terms`]. Its **owner** pays for it
//!   out of a **budget** that is held on its account; feeds of governance are owned by the treasury. All others
//!   owe the treasury a **fee** for each round besides, for the room it takes.
//! - **Reporter**: an operator with the Data role that has a **seat** in the feed: one of `3f + 1`. Its chance of
//!   being drawn is its own bond. A small *ticket* of that bond answers for its being there.
//! - **Round**: some time in which reporters observe. `2f + 1` observations are a **quorum**, which ends it. It is
//!   **moot** if one reporter opened it for nothing.
//! - **Answer**: the observation in the middle of the quorum. It is **fresh** for a heartbeat and a grace period,
//!   then **stale**. One beyond the feed's bounds is **out of bounds**: it cannot be used either.
//! - **Candle**: open, high, low, close and count of the answers of a minute, five minutes, an hour or a day.
//! - **Window**: the last so many candles in the form that a model takes.
//!
//! ## Rules, and what each is there for
//!
//! - Sets are fixed: of whoever comes along nobody could say how many lie. With `f` liars and `f` silent among
//!   `3f + 1` an answer lies in the range of what the honest saw, whatever the liars say.
//! - A set turns over one by one: the reporter who was drawn first gives its seat to another every ten minutes.
//!   Nobody is in it for ever, and it is never all new.
//! - Draws are decided by what authors add to blocks that come after it was known who could be drawn. Changes of
//!   weights [wait](opg_primitives::line).
//! - An observation opens a round only if one is due: the last answer is a heartbeat old or half a slot less, it
//!   differs by the feed's deviation, or someone has paid for another. Reports are free of charge, so there must be
//!   a reason for them.
//! - Who opens a round by a deviation vouches for it. If the answer turns out to have moved by less than half of
//!   that, the round is moot: the last answer stays, nobody is paid, nobody was absent, and who has opened it was
//!   out of line. Otherwise each reporter could have rounds whenever it likes, until the budget is empty.
//! - A round is paid and judged by the terms that it was opened under, whatever its owner says meanwhile.
//! - Reports of feeds that are not governance's are free of charge, too, so each round costs their owner a fee, also
//!   if it is moot or has no answer; rewards have a least, and a deviation is needed.
//! - An observation names its round. In a later one it does not count.
//! - Those who come after the quorum show that they are there, for some blocks, whether or not other rounds end
//!   meanwhile. They are not paid: the answer is known by then.
//! - Nobody loses anything for what it says. Out of line with the answers too often, a reporter is *chilled*: it
//!   loses its seat, and may come back to that feed after some hours, if it asks. Absent, it loses a little each time.
//! - Values beyond the bounds are observations like others. If the one in the middle is beyond, more than `f` say
//!   so, and it is no offence: the feed is out of bounds until its answers are plausible again.
//! - Whoever has no source for a feed [leaves](Pallet::leave) it, and loses nothing. A feed that no operator knows
//!   has no reporters.
//! - A feed whose budget does not suffice for another round holds none, and nobody is absent from it.
//! - An answer that is not fresh is never handed out. Consumers get a named reason instead: see
//!   [`Feeds`](opg_primitives::feeds::Feeds).
//!
//! ## Scenario
//!
//! 1. Governance creates the feed `btc-usd`: two may lie and two be silent, so seven are drawn; 8 decimals, worth
//!    a round at half a percent or after a minute. It is funded from the treasury.
//! 2. Eight blocks later the first of them are drawn, and within some blocks all. `duties` shows each what to do.
//! 3. A minute passes. Ann's observation opens round 9, and four others say what they see: 100.00, 100.10, 100.05,
//!    99.95 and, by a liar, 5,000. The answer is 100.05; four have earned their reward, the liar gets strikes.
//! 4. Ben's report comes a block later: he was there. Cat has said nothing when round 10 ends: she is absent.
//! 5. On the hour the candle of the hour is finished. A model is asked with the last 24 of them, and every
//!    validator makes the same bytes of them.
//! 6. The liar goes on, and is chilled. At the next turn its seat goes to Dan.
//!
//! ```text
//!   create_feed --> no seats --draws--> seats --quorum--> fresh ---heartbeat, grace---> stale
//!       |                                                  ^ |                           |
//!       |                                         a quorum | |  the middle is beyond     |
//!   remove_feed                                            | v                           |
//!   (all are paid)                                     out of bounds <-------------------'
//! ```
//!
//! Within a feed rounds follow each other as [`feed`] shows.
//!
//! ## Work that falls due
//!
//! Seats are given and taken when a feed comes up on the [agenda](opg_primitives::agenda), some at a time, and fees
//! collected; that is all that blocks do of themselves. A feed for which nobody is found comes up less and less
//! often, down to once in the time after which a reporter makes room. Everything else is done by reports: whether an
//! answer is fresh is found when it is asked for, and whether a round is over when the next observation comes.
//!
//! ## What indexers must know
//!
//! Events name seats by bits: the lowest is the reporter who was seated first of those who are. A seat that is
//! given up leaves no gap. Candles follow from `Answered` by [`candles`](opg_primitives::feeds::candles).

#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

pub mod api;
mod consume;
mod docket;
pub mod feed;
mod invariants;
mod lots;
mod owners;
mod reports;
mod seats;
mod series;
pub mod types;
mod views;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::Rules;
pub use views::{DutyView, FeedView, SeatView};
pub use weights::WeightInfo;

use opg_primitives::{
    feeds::{
        Answer, Candle, Clock, FeedId, Interval, Latest, Observation, Round, Terms, Unfit, Value,
        Window,
    },
    line::{Change, Line},
    time::earliest_after,
    urn::{self, Weights},
    Balance, BlockNumber, Hash, Moment,
};
use polkadot_sdk::{
    frame_support::{
        self,
        traits::{fungible::Credit, ConstU32, Time},
        BoundedVec,
    },
    frame_system,
    sp_runtime::SaturatedConversion,
};

/// Money taken from someone.
pub type CreditOf<T> = Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;
/// A feed as it is stored.
pub type FeedOf<T> = feed::Feed<<T as frame_system::Config>::AccountId>;
/// A change of a weight as it waits.
pub type ChangeOf<T> = Change<<T as frame_system::Config>::AccountId>;
/// Candles in a row.
pub type CandlePage = BoundedVec<Candle, ConstU32<CANDLES>>;
/// Who does not sit in a feed for a while, and until when.
pub type Barred<AccountId> = BoundedVec<(AccountId, BlockNumber), ConstU32<MAX_BARRED>>;

/// Candles on a page.
pub const CANDLES: u32 = 32;
/// Pages of each interval of a feed: when all are full the oldest is written anew.
pub const PAGES: u32 = 16;
/// Accounts that are kept out of one feed's seats at a time. Of more, the one that may come back first may do so
/// at once.
pub const MAX_BARRED: u32 = 64;

// A window is always to be had, however little of the page that is being written is full.
const _: () = assert!(CANDLES * (PAGES - 1) >= opg_primitives::feeds::tensor::MAX_CANDLES as u32);

#[frame_support::pallet]
pub mod pallet {
    use super::*;
    use alloc::vec::Vec;
    use opg_primitives::{
        agenda::{Page, Span},
        stake::Tickets,
    };
    use polkadot_sdk::{
        frame_support::{
            pallet_prelude::*,
            traits::{
                fungible::{Balanced, Inspect, Mutate, MutateHold},
                EnsureOrigin, OnUnbalanced, StorageVersion,
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
        type Currency: Inspect<Self::AccountId, Balance = Balance>
            + Mutate<Self::AccountId>
            + MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
            + Balanced<Self::AccountId>;

        /// The runtime's reasons for holds.
        type RuntimeHoldReason: From<HoldReason>;

        /// Where reporters' bonds are set aside.
        type Tickets: Tickets<Self::AccountId, Slashed = CreditOf<Self>>;

        /// The time of this block, also before its timestamp is set.
        type Time: Time<Moment = Moment>;

        /// What the authors of all blocks so far have added.
        type Entropy: Get<Hash>;

        /// Whose feeds need no deposit, and are paid for by the treasury.
        type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Owns the feeds of governance.
        type Treasury: Get<Self::AccountId>;

        /// Receives what the absent lose.
        type OnSlash: OnUnbalanced<CreditOf<Self>>;

        /// What governance has set.
        type Rules: Get<Rules>;

        /// Planck of bond that count one in the lot, so that the bonds of all fit.
        #[pallet::constant]
        type BondUnit: Get<Balance>;

        /// Blocks from a feed's creation to its first draw, and from a change of roles or bonds to that of the
        /// weight: at least two, so that a block lies between.
        #[pallet::constant]
        type DrawDelay: Get<BlockNumber>;

        /// Most observations of a report.
        #[pallet::constant]
        type MaxReport: Get<u32>;

        /// Most feeds that may come up at one block.
        #[pallet::constant]
        type MaxDue: Get<u32>;

        /// What every block gives to feeds that come up.
        #[pallet::constant]
        type AgendaWeight: Get<Weight>;

        /// What every block gives to changes of weights.
        #[pallet::constant]
        type ChangesWeight: Get<Weight>;

        /// What each call weighs.
        type WeightInfo: WeightInfo;

        /// What benchmarks need.
        #[cfg(feature = "runtime-benchmarks")]
        type BenchmarkHelper: benchmarking::BenchmarkHelper<Self::AccountId>;
    }

    /// Why money is held.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// For what a feed occupies.
        #[codec(index = 0)]
        Deposit,
        /// What reporters earn.
        #[codec(index = 1)]
        Budget,
    }

    /// Feeds.
    #[pallet::storage]
    pub type Feeds<T: Config> = StorageMap<_, Twox64Concat, FeedId, FeedOf<T>>;

    /// The number of the next feed.
    #[pallet::storage]
    pub type NextFeed<T> = StorageValue<_, FeedId, ValueQuery>;

    /// Candles of periods that are over, by feed, interval and page. Pages are written in a ring.
    #[pallet::storage]
    pub type Candles<T> = StorageDoubleMap<
        _,
        Twox64Concat,
        FeedId,
        Twox64Concat,
        (Interval, u32),
        CandlePage,
        ValueQuery,
    >;

    /// Who is not to be drawn for a feed, and from which block on it may ask to be.
    #[pallet::storage]
    pub type Bars<T: Config> =
        StorageMap<_, Twox64Concat, FeedId, Barred<T::AccountId>, ValueQuery>;

    /// Feeds by the block at which they come up.
    #[pallet::storage]
    pub type Agenda<T> =
        StorageDoubleMap<_, Twox64Concat, BlockNumber, Twox64Concat, u32, Page<FeedId>, ValueQuery>;

    /// The pages of the agenda that each block has.
    #[pallet::storage]
    pub type Due<T> = StorageMap<_, Twox64Concat, BlockNumber, Span, ValueQuery>;

    /// The first block whose entries on the agenda are not all done.
    #[pallet::storage]
    pub type FirstDue<T> = StorageValue<_, BlockNumber>;

    /// The bonds of all who may be drawn, summed by page.
    #[pallet::storage]
    pub type Bonds<T> = StorageValue<_, Weights, ValueQuery>;

    /// The same, by place.
    #[pallet::storage]
    pub type BondPages<T> = StorageMap<_, Twox64Concat, u32, Weights, ValueQuery>;

    /// The place of each who may be drawn.
    #[pallet::storage]
    pub type Places<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, types::Place>;

    /// Who has which place.
    #[pallet::storage]
    pub type AtPlace<T: Config> = StorageMap<_, Twox64Concat, urn::Place, T::AccountId>;

    /// How many may be drawn.
    #[pallet::storage]
    pub type Reporters<T> = StorageValue<_, u32, ValueQuery>;

    /// What an account will weigh in the lot when all its changes are made.
    #[pallet::storage]
    pub type Targets<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, u64, ValueQuery>;

    /// Changes of weights that wait, by their number.
    #[pallet::storage]
    pub type Changes<T: Config> = StorageMap<_, Twox64Concat, u64, ChangeOf<T>>;

    /// Which changes wait.
    #[pallet::storage]
    pub type LineOfChanges<T> = StorageValue<_, Line, ValueQuery>;

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A feed was created; its first reporters will be drawn at this block, or soon after.
        FeedCreated {
            feed: FeedId,
            owner: T::AccountId,
            terms: Terms,
            deposit: Balance,
            draw: BlockNumber,
        },
        /// A feed has other terms.
        FeedChanged { feed: FeedId, terms: Terms },
        /// A feed is gone; its owner has this much of its budget back, and its deposit.
        FeedRemoved { feed: FeedId, budget: Balance, deposit: Balance },
        /// Someone has given a feed this much for its reporters.
        Funded { feed: FeedId, from: T::AccountId, amount: Balance },
        /// Someone has paid this much for a round.
        Requested { feed: FeedId, by: T::AccountId, amount: Balance },
        /// These observations of a reporter were taken.
        Reported { reporter: T::AccountId, taken: Vec<types::Noted> },
        /// An observation was not taken, and why.
        Refused { reporter: T::AccountId, observation: Observation, error: DispatchError },
        /// A round has its answer; these seats have earned the reward of each.
        Answered { feed: FeedId, latest: Latest, earned: feed::Seats, reward: Balance },
        /// A round did not find its quorum in time.
        Expired { feed: FeedId, round: Round },
        /// These seats were absent from a round and have lost this much each, as far as they had it.
        Absent { feed: FeedId, round: Round, seats: feed::Seats, amount: Balance },
        /// A reporter was out of line too often, or absent too long. From this block on it may come back.
        Chilled { feed: FeedId, reporter: T::AccountId, until: BlockNumber },
        /// A reporter was drawn, last in the order of seats, and has this much at stake.
        Seated { feed: FeedId, reporter: T::AccountId, ticket: Balance },
        /// A reporter has no seat any more. It was paid what it had earned and lost this much of its ticket.
        Unseated { feed: FeedId, reporter: T::AccountId, paid: Balance, lost: Balance },
        /// A reporter was paid what it had earned.
        Paid { feed: FeedId, reporter: T::AccountId, amount: Balance },
        /// An account is not drawn for a feed. From this block on it may come back.
        KeptOut { feed: FeedId, who: T::AccountId, until: BlockNumber },
        /// An account may be drawn for a feed again.
        CameBack { feed: FeedId, who: T::AccountId },
        /// There are as many reporters as can be drawn from: this one will not be before its bond changes while
        /// there is room.
        NoPlace { reporter: T::AccountId },
        /// An operator's role or bond changed. From this block on, or soon after it, it weighs this much in the
        /// lot; without weight it has no place.
        WeightAwaited { reporter: T::AccountId, weight: u64, due: BlockNumber },
        /// A reporter has this place in the lot now, and this weight.
        Placed { reporter: T::AccountId, place: urn::Place, weight: u64 },
        /// A reporter is not in the lot any more.
        Displaced { reporter: T::AccountId },
        /// A round that was opened only because of what one reporter said has found this, which is close to the
        /// last answer: that stays, nobody is paid, and nobody was absent. Who has opened it gets strikes, unless
        /// it has no seat any more.
        Moot { feed: FeedId, round: Round, value: Value, opener: Option<T::AccountId> },
        /// A round has cost a feed this much besides rewards.
        Charged { feed: FeedId, amount: Balance },
        /// The treasury has this of what a feed was charged; what it has not is the budget's again.
        Collected { feed: FeedId, amount: Balance },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// There is no such feed: it was removed, or the number is wrong.
        NoSuchFeed,
        /// This account has no seat in the feed: see `duties` for those it reports to.
        NotAReporter,
        /// This reporter was out of line too often or absent too long. See when it may come back with `feed`.
        Chilled,
        /// This round is yet to come: see with `duties` which one takes observations.
        TooEarly,
        /// This round is over: see with `duties` which one takes observations.
        TooLate,
        /// This reporter has spoken in this round, and cannot change its mind.
        AlreadyReported,
        /// The answer is not old enough, and the value too close to it, for another round.
        NotDue,
        /// The feed has fewer reporters than it takes for an answer: wait until others are drawn.
        TooFewReporters,
        /// The feed's budget does not suffice for another round: fund it.
        NotFunded,
        /// A report without an observation.
        Empty,
        /// A name is of small letters, digits and single hyphens between them.
        BadName,
        /// From one to seven reporters may be faulty.
        BadFaulty,
        /// A feed has at most 18 decimals.
        BadDecimals,
        /// The least plausible value must be less than the most plausible one.
        BadBounds,
        /// A deviation is at most 10,000 basis points.
        BadDeviation,
        /// A spread is at least one basis point and the deviation, and at most 10,000.
        BadSpread,
        /// A heartbeat is from 3 seconds to 30 days.
        BadHeartbeat,
        /// Decimals and the number of reporters stay what they are: create another feed.
        FixedTerms,
        /// Only its owner may do this to a feed.
        NotYourFeed,
        /// Whoever pays has not enough that is free to be held.
        NotEnoughFree,
        /// Funding with nothing.
        NothingGiven,
        /// A round is held already, or due by the next block: wait for its answer.
        AlreadyDue,
        /// This reporter has earned nothing since it was paid last.
        NothingEarned,
        /// This account is not kept out of the feed: it is drawn when its lot comes up.
        NotKeptOut,
        /// This account may not come back yet: see when with `feed`.
        TooSoon,
        /// Too many feeds come up at that time: try again in a minute.
        AgendaFull,
        /// Only feeds of governance may be without a deviation: a block could have many rounds.
        NoDeviation,
        /// An observation is to be paid more: see with `rules` how much at least.
        RewardTooLow,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        /// The parts of a block that are sure to go to feeds that come up, and then to changes of weights.
        fn on_initialize(_now: BlockNumberFor<T>) -> Weight {
            let mut feeds = WeightMeter::with_limit(T::AgendaWeight::get());
            Self::do_due(&mut feeds);
            let mut changes = WeightMeter::with_limit(T::ChangesWeight::get());
            Self::make_changes(&mut changes);
            feeds.consumed().saturating_add(changes.consumed())
        }

        fn on_idle(_now: BlockNumberFor<T>, remaining: Weight) -> Weight {
            let mut meter = WeightMeter::with_limit(remaining);
            Self::do_due(&mut meter);
            meter.consumed()
        }

        fn integrity_test() {
            assert!(T::DrawDelay::get() >= 2, "a block must lie between a feed and its draw");
            assert!(T::MaxReport::get() > 0, "something must be able to be reported");
            assert!(T::MaxDue::get() > 0, "something must be able to come up");
            let highest = opg_primitives::token::TOTAL_SUPPLY.checked_div(T::BondUnit::get());
            assert!(
                highest.is_some_and(|units| u64::try_from(units).is_ok()),
                "all money in one bond must fit the lot"
            );
            let costs = Self::costs();
            let needed = Self::heaviest().saturating_add(costs.slot).saturating_add(costs.most());
            assert!(
                needed.all_lte(T::AgendaWeight::get()),
                "a block's part, {:?}, must suffice for one feed, {needed:?}",
                T::AgendaWeight::get(),
            );
            let change = T::WeightInfo::line().saturating_add(T::WeightInfo::change());
            assert!(
                change.all_lte(T::ChangesWeight::get()),
                "a block must make one change of weights"
            );
            let report = reports::most::<T>(T::MaxReport::get());
            let block = T::BlockWeights::get().get(DispatchClass::Operational).max_extrinsic;
            assert!(
                block.is_none_or(|most| report.all_lte(most)),
                "the longest report, {report:?}, must fit into a block"
            );
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
        /// A reporter says what it sees, of many feeds at once. Each observation stands or falls alone. Unpaid if
        /// at least half of them are taken, and let through when blocks are full, for what is consumed must be
        /// fresh. Emits `Reported`, `Refused` for each one that is not taken, and `Answered` or `Moot` for each
        /// round that it ends, with `Charged` if that costs a fee.
        #[pallet::call_index(0)]
        #[pallet::weight((reports::most::<T>(observations.len() as u32), DispatchClass::Operational))]
        pub fn report(
            origin: OriginFor<T>,
            observations: BoundedVec<Observation, T::MaxReport>,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            Self::do_report(&who, observations.into_inner())
        }

        /// Creates a feed. A deposit for what it may occupy is held of whoever signs; governance needs none, its
        /// feeds are the treasury's, pay no fees, and may be without a deviation or a reward. Reporters are drawn
        /// some blocks later, and report as soon as the feed is [funded](Pallet::fund). Emits `FeedCreated`.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::create_feed())]
        pub fn create_feed(origin: OriginFor<T>, terms: Terms) -> DispatchResult {
            let (owner, governance) = Self::owner(origin)?;
            Self::do_create_feed(owner, terms, governance)
        }

        /// Gives a feed other terms, but for its decimals and the number of its reporters. Only for its owner. The
        /// round that is open is paid and judged by those before. Emits `FeedChanged`.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::change_feed())]
        pub fn change_feed(origin: OriginFor<T>, feed: FeedId, terms: Terms) -> DispatchResult {
            let (owner, governance) = Self::owner(origin)?;
            Self::do_change_feed(&owner, feed, terms, governance)
        }

        /// Removes a feed with its candles. Only for its owner, who gets deposit and budget back; its reporters are
        /// paid what they have earned, and fees collected. Emits `Unseated` for each of them, and `FeedRemoved`; and
        /// `Expired`, `Charged` and `Collected` if there is what they tell of.
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::remove_feed(opg_primitives::feeds::MAX_SEATS))]
        pub fn remove_feed(origin: OriginFor<T>, feed: FeedId) -> DispatchResultWithPostInfo {
            let (owner, _) = Self::owner(origin)?;
            let seats = Self::do_remove_feed(&owner, feed)?;
            Ok(Some(T::WeightInfo::remove_feed(seats)).into())
        }

        /// Gives a feed something for its reporters: held of its owner, to whom it goes if it is someone else's
        /// money. Governance gives the treasury's. Emits `Funded`.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::fund())]
        pub fn fund(
            origin: OriginFor<T>,
            feed: FeedId,
            #[pallet::compact] amount: Balance,
        ) -> DispatchResult {
            let (who, _) = Self::owner(origin)?;
            Self::do_fund(&who, feed, amount)
        }

        /// Asks for a round, though the answer is fresh and nothing has changed. Whoever asks pays what the round
        /// costs the feed's owner. Refused if one is due anyway. Emits `Requested`.
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::request())]
        pub fn request(origin: OriginFor<T>, feed: FeedId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_request(&who, feed)
        }

        /// A reporter is paid what it has earned in a feed. Who gives its seat up is paid without asking. Emits
        /// `Paid`.
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::claim())]
        pub fn claim(origin: OriginFor<T>, feed: FeedId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_claim(&who, feed)
        }

        /// A reporter gives its seat up, as one does that has no source for the feed. It is paid, and not drawn for
        /// it again before it [asks to be](Pallet::come_back). Emits `Unseated` and `KeptOut`.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::leave())]
        pub fn leave(origin: OriginFor<T>, feed: FeedId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_leave(&who, feed)
        }

        /// An account that was chilled in a feed or has left it may be drawn for it again. Emits `CameBack`.
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::come_back())]
        pub fn come_back(origin: OriginFor<T>, feed: FeedId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_come_back(&who, feed)
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// What a feed says, if that is fresh.
        pub fn value(feed: FeedId) -> Result<Answer, Unfit> {
            <Self as opg_primitives::feeds::Feeds>::value(feed)
        }

        /// The bytes that a model would get now.
        pub fn tensor(window: Window) -> Result<Vec<u8>, Unfit> {
            <Self as opg_primitives::feeds::Feeds>::tensor(&window)
        }

        /// A feed, and how it is.
        pub fn feed(id: FeedId) -> Option<FeedView<T::AccountId>> {
            Self::view_feed(id)
        }

        /// The feeds from this number on, some at a time, and the number to go on with.
        pub fn feeds(from: FeedId) -> (Vec<FeedView<T::AccountId>>, Option<FeedId>) {
            Self::view_feeds(from)
        }

        /// What a reporter has to do, of feeds from this number on, and the number to go on with.
        pub fn duties(who: T::AccountId, from: FeedId) -> (Vec<DutyView>, Option<FeedId>) {
            Self::view_duties(&who, from)
        }

        /// Candles of a feed as they are stored, the newest first, from this period back; and the period to go on
        /// with.
        pub fn candles(
            feed: FeedId,
            interval: Interval,
            from: Option<u32>,
        ) -> (Vec<Candle>, Option<u32>) {
            Self::view_candles(feed, interval, from)
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

    /// The time of the block that is being made, or else of the last one.
    pub fn clock() -> Clock {
        Clock { block: Self::now(), time: T::Time::now() }
    }

    /// The same in a pool, which knows the number of the block to come and the time of the last one: the earliest that
    /// it can have. What is due by that is due in the block, whenever it is made.
    pub fn clock_of_pool() -> Clock {
        Clock { time: earliest_after(T::Time::now()), ..Self::clock() }
    }

    /// The same of the block that comes after this one.
    pub(crate) fn clock_of_next() -> Clock {
        Clock { block: Self::now().saturating_add(1), ..Self::clock_of_pool() }
    }

    pub(crate) fn feed_of(id: FeedId) -> Result<FeedOf<T>, Error<T>> {
        Feeds::<T>::get(id).ok_or(Error::<T>::NoSuchFeed)
    }
}
