//! # Panels: what several nodes say independently
//!
//! A chain cannot run models, and nobody believes one node alone. Wherever the truth of something outside
//! the chain decides, a *panel* of verifiers is drawn by lot, each says what it saw without knowing what
//! the others say, and enough equal words decide.
//!
//! ## Terminology
//!
//! - **Case**: a question to a panel. Its *client*, another pallet, says what it is about and who must not
//!   be drawn; the client is told how it ended, once.
//! - **Verifier**: an operator with that role. Its chance of being drawn is its own bond.
//! - **Member**: a verifier that was drawn. It is to *commit* to its verdict and, when all have, to
//!   *reveal* it. A small *ticket* of its bond answers for that.
//! - **Verdict**: 32 bytes, whose meaning is the client's.
//! - **Duty**: a case in which a member has something to do.
//!
//! ## Rules, and what each is there for
//!
//! - Members are drawn by randomness to which every author of the blocks after the case's opening has
//!   added: nobody opens a case for a panel it has seen. An author knows beforehand what it will add, but
//!   not what the others will; the last of them may give its block up to have another draw.
//! - Changes of roles and bonds [wait](opg_primitives::line) as long as a draw does before they change a seat: nobody
//!   moves seats to suit a draw it can foresee.
//! - Parties to a case are not drawn, nor is who pays for it.
//! - A commitment is the hash of case, member, salt and verdict: it cannot be repeated by another member
//!   nor in another case, and says nothing before it is opened. A salt that its owner has revealed before
//!   opens nothing.
//! - Who is silent loses its ticket. Who did not commit is replaced, once, by one who has as much time;
//!   who did not reveal is not, for others have spoken.
//! - Nobody loses anything for what it said because others said otherwise. Those who gave the verdict are
//!   paid. Without a verdict all who spoke are.
//! - For as long as the client asked for, and while it doubts the verdict, tickets go on answering for
//!   it: if it proves false they are lost. To repeat a claim without having looked at what it is about does not pay.
//!
//! ## Scenario
//!
//! 1. The models pallet opens a case about a model: seven of thirty verifiers, five of whom must agree.
//!    14 OPG of the model's owner are held.
//! 2. Eight blocks later the seven are drawn. `duties` shows each of them what to do.
//! 3. Six commit within half an hour. Ann does not: she loses 50 OPG, and Ben is drawn in her place.
//! 4. Ben commits, so all have, and verdicts are taken. Six reveal the same one, Cat another.
//! 5. The client is told. Six are paid, Cat is not. For a day their tickets stay locked; nobody shows
//!    that they were wrong, and they are free.
//!
//! ```text
//!            eight blocks               all have, or time is over
//!  open ------------> drawn: commit <-.  -----------------------> reveal --> counted --> closed
//!                           |         |                            |            |
//!                           '---------'                            '--> silent  '--> overturned
//!                    the silent are replaced, once                   lose their tickets
//! ```
//!
//! ## Work that falls due
//!
//! What has to be done at some block is on an [agenda](opg_primitives::agenda): a part of every block is
//! sure to go to it, more when there is room, and what does not fit is done in a later block.

#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

pub mod api;
pub mod case;
mod changes;
mod docket;
mod duties;
mod invariants;
mod lots;
mod views;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
#[cfg(test)]
mod tests;

pub use case::{Case, Member, Phase, Standing};
pub use lots::Seat;
pub use pallet::*;
pub use views::{CaseView, DutyView, MemberView};
pub use weights::WeightInfo;

use opg_primitives::{
    line::{Change, Line},
    panels::{CaseId, Kind, PanelSize, Salt, Subject, Verdict, MAX_MEMBERS},
    urn::{Place, Weights},
    Balance, BlockNumber, Hash,
};
use polkadot_sdk::{
    frame_support::{self, traits::fungible::Credit},
    frame_system,
    sp_runtime::SaturatedConversion,
};

/// Money taken from someone.
pub type CreditOf<T> = Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;
/// A case as it is stored.
pub type CaseOf<T> = Case<<T as frame_system::Config>::AccountId>;
/// A change of a seat as it waits.
pub type ChangeOf<T> = Change<<T as frame_system::Config>::AccountId>;

/// Salts of a verifier that are remembered.
pub const REMEMBERED_SALTS: u32 = 16;

/// What a panel is like where genesis does not say otherwise.
pub const fn default_size(kind: Kind) -> PanelSize {
    use opg_primitives::time::MINUTES;
    match kind {
        Kind::Attestation => {
            PanelSize { members: 7, threshold: 5, commit: 30 * MINUTES, reveal: 5 * MINUTES }
        },
        Kind::Jury => {
            PanelSize { members: 5, threshold: 4, commit: 10 * MINUTES, reveal: 5 * MINUTES }
        },
        Kind::Appeal => {
            PanelSize { members: 21, threshold: 14, commit: 30 * MINUTES, reveal: 5 * MINUTES }
        },
        Kind::Audit => {
            PanelSize { members: 1, threshold: 1, commit: 10 * MINUTES, reveal: 5 * MINUTES }
        },
    }
}

#[frame_support::pallet]
pub mod pallet {
    use super::*;
    use alloc::vec::Vec;
    use opg_primitives::{
        agenda::{Page, Span},
        panels::Client,
        stake::Tickets,
    };
    use polkadot_sdk::{
        frame_support::{
            pallet_prelude::*,
            traits::{
                fungible::{Balanced, Inspect, MutateHold},
                OnUnbalanced, Randomness, StorageVersion,
            },
            weights::WeightMeter,
            DefaultNoBound,
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
            + MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
            + Balanced<Self::AccountId>;

        /// The runtime's reasons for holds.
        type RuntimeHoldReason: From<HoldReason>;

        /// Where members' bonds are set aside.
        type Tickets: Tickets<Self::AccountId, Slashed = CreditOf<Self>>;

        /// Who asks for panels.
        type Clients: Client<Self::AccountId>;

        /// What the author of the block before added.
        type Randomness: Randomness<Hash, BlockNumberFor<Self>>;

        /// Receives the tickets of the silent.
        type OnSlash: OnUnbalanced<CreditOf<Self>>;

        /// What a member puts at stake for its duty.
        type Ticket: Get<Balance>;

        /// What a member is paid.
        type Reward: Get<Balance>;

        /// Planck of bond that count one in the lot, so that the bonds of all fit.
        #[pallet::constant]
        type BondUnit: Get<Balance>;

        /// Blocks from a case's opening to its draw, and from a change of roles or bonds to that of the seat:
        /// at least two, so that a block lies between. The more there are, the less likely they all have one
        /// author.
        #[pallet::constant]
        type DrawDelay: Get<BlockNumber>;

        /// Most cases that one verifier sits on at a time.
        #[pallet::constant]
        type MaxDuties: Get<u32>;

        /// Most cases of which something may fall due at one block.
        #[pallet::constant]
        type MaxDue: Get<u32>;

        /// What every block gives to what is due.
        #[pallet::constant]
        type AgendaWeight: Get<Weight>;

        /// What every block gives to changes of seats.
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
        /// What the members of panels will be paid.
        #[codec(index = 0)]
        Reward,
    }

    /// Cases: open, or whose members still answer for their verdict.
    #[pallet::storage]
    pub type Cases<T: Config> = StorageMap<_, Twox64Concat, CaseId, CaseOf<T>>;

    /// The number of the next case.
    #[pallet::storage]
    pub type NextCase<T> = StorageValue<_, CaseId, ValueQuery>;

    /// What the authors of all blocks so far have added.
    #[pallet::storage]
    pub type Entropy<T> = StorageValue<_, Hash, ValueQuery>;

    /// Cases that a verifier sits on and that are not counted yet.
    #[pallet::storage]
    pub type Duties<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, BoundedVec<CaseId, T::MaxDuties>, ValueQuery>;

    /// The last salts that a verifier has revealed, oldest first.
    #[pallet::storage]
    pub type Salts<T: Config> = StorageMap<
        _,
        Blake2_128Concat,
        T::AccountId,
        BoundedVec<Salt, ConstU32<REMEMBERED_SALTS>>,
        ValueQuery,
    >;

    /// How panels are sized where that was set at genesis.
    #[pallet::storage]
    pub type Sizes<T> = StorageMap<_, Twox64Concat, Kind, PanelSize>;

    /// Cases by the block at which something is to be done about them.
    #[pallet::storage]
    pub type Agenda<T> =
        StorageDoubleMap<_, Twox64Concat, BlockNumber, Twox64Concat, u32, Page<CaseId>, ValueQuery>;

    /// The pages of the agenda that each block has.
    #[pallet::storage]
    pub type Due<T> = StorageMap<_, Twox64Concat, BlockNumber, Span, ValueQuery>;

    /// The first block whose entries on the agenda are not all done.
    #[pallet::storage]
    pub type FirstDue<T> = StorageValue<_, BlockNumber>;

    /// The verifiers' bonds, summed by page.
    #[pallet::storage]
    pub type Bonds<T> = StorageValue<_, Weights, ValueQuery>;

    /// The verifiers' bonds, by seat.
    #[pallet::storage]
    pub type BondPages<T> = StorageMap<_, Twox64Concat, u32, Weights, ValueQuery>;

    /// Where a verifier sits.
    #[pallet::storage]
    pub type Seats<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Seat>;

    /// Who sits where.
    #[pallet::storage]
    pub type Seated<T: Config> = StorageMap<_, Twox64Concat, Place, T::AccountId>;

    /// Verifiers that may be drawn.
    #[pallet::storage]
    pub type Verifiers<T> = StorageValue<_, u32, ValueQuery>;

    /// What a verifier will weigh in the lot when all its changes are made.
    #[pallet::storage]
    pub type Targets<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, u64, ValueQuery>;

    /// Changes of seats that wait, by their number.
    #[pallet::storage]
    pub type Changes<T: Config> = StorageMap<_, Twox64Concat, u64, ChangeOf<T>>;

    /// Which changes wait.
    #[pallet::storage]
    pub type LineOfChanges<T> = StorageValue<_, Line, ValueQuery>;

    /// How panels are sized, where it differs from [`default_size`].
    #[pallet::genesis_config]
    #[derive(DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// By kind.
        pub sizes: Vec<(Kind, PanelSize)>,
        #[serde(skip)]
        pub _config: core::marker::PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            for (kind, size) in &self.sizes {
                assert!(
                    size.is_sane(MAX_MEMBERS),
                    "panels.sizes, {kind:?}: {size:?} cannot decide"
                );
                Sizes::<T>::insert(kind, size);
            }
        }
    }

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A case was opened; its panel will be drawn at this block, and paid by `payer`.
        Opened {
            case: CaseId,
            kind: Kind,
            subject: Subject,
            payer: T::AccountId,
            draw: BlockNumber,
        },
        /// A verifier was drawn and put this much at stake.
        Drawn { case: CaseId, member: T::AccountId, ticket: Balance },
        /// Commitments are taken before this block.
        CommitBegan { case: CaseId, until: BlockNumber },
        /// A member committed.
        Committed { case: CaseId, member: T::AccountId, commitment: Hash },
        /// Verdicts are taken before this block.
        RevealBegan { case: CaseId, until: BlockNumber },
        /// A member said what it had committed to.
        Revealed { case: CaseId, member: T::AccountId, verdict: Verdict },
        /// A member kept silent and lost this much.
        Silenced { case: CaseId, member: T::AccountId, amount: Balance },
        /// A member was paid.
        Paid { case: CaseId, member: T::AccountId, amount: Balance },
        /// A case was counted. Those who gave the verdict answer for it before this block.
        Concluded { case: CaseId, verdict: Option<Verdict>, until: BlockNumber },
        /// A verdict is in doubt: those who gave it answer for it before this block.
        Doubted { case: CaseId, until: BlockNumber },
        /// A verdict proved false, and a member that had given it lost this much.
        Overturned { case: CaseId, member: T::AccountId, amount: Balance },
        /// A case is over, and forgotten.
        Closed { case: CaseId },
        /// There are as many verifiers as can be drawn from: this one will not be drawn before its bond
        /// changes while there is room.
        NoSeat { verifier: T::AccountId },
        /// A verifier's role or bond changed. From this block on, or soon after it, it weighs this much in
        /// the lot; without weight it has no seat.
        SeatAwaited { verifier: T::AccountId, weight: u64, due: BlockNumber },
        /// A verifier has this seat now, and this weight.
        Seated { verifier: T::AccountId, place: Place, weight: u64 },
        /// A verifier has no seat any more.
        Unseated { verifier: T::AccountId },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// There is no such case: it is over, or the number is wrong.
        NoSuchCase,
        /// This account is not on the panel: see `duties` for the cases it sits on.
        NotAMember,
        /// It is too early: the panel is not drawn, or commitments are still being taken. See when with
        /// `duties`.
        TooEarly,
        /// The time for this is over.
        TooLate,
        /// This member has committed already, and cannot change its mind.
        AlreadyCommitted,
        /// This member has not committed, so there is nothing to reveal.
        NotCommitted,
        /// This member has revealed already.
        AlreadyRevealed,
        /// This is not what the member committed to: check salt and verdict.
        NotWhatWasCommitted,
        /// This salt was revealed before, so that the commitment told everyone what it stood for. Use a
        /// new random salt for every commitment.
        SaltReused,
        /// Not a verdict that may be given in this case.
        BadVerdict,
        /// There are fewer verifiers to be drawn than the panel has members.
        TooFewVerifiers,
        /// Whoever pays has not enough that is free to be held.
        NotEnoughFree,
        /// Too much falls due at that time: try again in a minute.
        AgendaFull,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        /// The parts of a block that are sure to go to what is due, and then to changes of seats.
        fn on_initialize(_now: BlockNumberFor<T>) -> Weight {
            Self::stir();
            let mut cases = WeightMeter::with_limit(T::AgendaWeight::get());
            Self::do_due(&mut cases);
            let mut changes = WeightMeter::with_limit(T::ChangesWeight::get());
            Self::make_changes(&mut changes);
            let used = cases.consumed().saturating_add(changes.consumed());
            used.saturating_add(T::WeightInfo::stir())
        }

        fn on_idle(_now: BlockNumberFor<T>, remaining: Weight) -> Weight {
            let mut meter = WeightMeter::with_limit(remaining);
            Self::do_due(&mut meter);
            meter.consumed()
        }

        fn integrity_test() {
            for kind in Kind::ALL {
                assert!(default_size(kind).is_sane(MAX_MEMBERS), "{kind:?} cannot decide");
            }
            assert!(T::DrawDelay::get() >= 2, "a block must lie between a case and its draw");
            assert!(T::MaxDuties::get() > 0, "verifiers must be able to sit");
            assert!(T::MaxDue::get() > 0, "something must be able to fall due");
            let highest = opg_primitives::token::TOTAL_SUPPLY.checked_div(T::BondUnit::get());
            assert!(
                highest.is_some_and(|units| u64::try_from(units).is_ok()),
                "all money in one bond must fit the lot"
            );
            let costs = Self::costs();
            let needed = Self::heaviest().saturating_add(costs.slot).saturating_add(costs.most());
            assert!(
                needed.all_lte(T::AgendaWeight::get()),
                "a block's part, {:?}, must suffice for one entry of the agenda, {needed:?}",
                T::AgendaWeight::get(),
            );
            let change = T::WeightInfo::line().saturating_add(T::WeightInfo::change());
            assert!(
                change.all_lte(T::ChangesWeight::get()),
                "a block must make one change of seats"
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
        /// A member commits to its verdict: see [`opg_primitives::panels::commitment`]. Unpaid when it is
        /// taken, and let through when blocks are full, for silence is costly. Emits `Committed`, and
        /// `RevealBegan` if it was the last one.
        #[pallet::call_index(0)]
        #[pallet::weight((T::WeightInfo::commit(), DispatchClass::Operational))]
        pub fn commit(
            origin: OriginFor<T>,
            case: CaseId,
            commitment: Hash,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            Self::do_commit(case, &who, commitment)?;
            Ok(Pays::No.into())
        }

        /// A member says what it had committed to. Unpaid and let through like `commit`. Emits `Revealed`;
        /// if it was the last one the case is counted.
        #[pallet::call_index(1)]
        #[pallet::weight((
            T::WeightInfo::reveal().saturating_add(Pallet::<T>::conclude_weight(MAX_MEMBERS)),
            DispatchClass::Operational
        ))]
        pub fn reveal(
            origin: OriginFor<T>,
            case: CaseId,
            salt: Salt,
            verdict: Verdict,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            let used = Self::do_reveal(case, &who, salt, verdict)?;
            Ok((Some(used), Pays::No).into())
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// What a verifier has to do, and until when.
        pub fn duties(who: T::AccountId) -> Vec<DutyView> {
            Self::view_duties(&who)
        }

        /// A case, with what its members have done so far.
        pub fn case(id: CaseId) -> Option<CaseView<T::AccountId>> {
            Self::view_case(id)
        }

        /// How panels of a kind are sized.
        pub fn panel_size(kind: Kind) -> PanelSize {
            Self::size(kind)
        }

        /// What a member has at stake, and what it is paid.
        pub fn stakes() -> (Balance, Balance) {
            (T::Ticket::get(), T::Reward::get())
        }

        /// How many verifiers may be drawn.
        pub fn verifiers() -> u32 {
            Verifiers::<T>::get()
        }
    }
}

impl<T: Config> Pallet<T> {
    /// The block now.
    pub(crate) fn now() -> BlockNumber {
        frame_system::Pallet::<T>::block_number().saturated_into()
    }

    /// How panels of a kind are sized.
    pub fn size(kind: Kind) -> PanelSize {
        Sizes::<T>::get(kind).unwrap_or(default_size(kind))
    }
}
