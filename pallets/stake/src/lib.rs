//! # Stake: operators, delegation, eras, slashes, tickets
//!
//! An operator puts its own money at stake to work for the chain: it validates, runs models, checks
//! what others ran, brings in data. Anyone may delegate money to an operator and share in what it
//! earns for validating, and in what it loses when it cheats at consensus.
//!
//! ## Terminology
//!
//! - **Bond**: an operator's own money, held on its account. What is leaving is held too.
//! - **Delegation**: money of others, kept in a keyless account for each operator and owned in
//!   *shares*: a reward or a slash changes what a share is worth, never a list of people.
//! - **Era**: sessions over which rewards are accounted, from `pallet-opg-clocks`.
//! - **Unbonding**: eras that money on its way out waits, slashable until it may be withdrawn.
//! - **Cohort**: what came in during an era and earns from the next one on, so that nobody can come
//!   for a reward that others earned. Its members exchange their shares for earning ones when they
//!   next act.
//! - **Ticket**: a part of an operator's *own* bond that backs work in flight, see
//!   [`opg_primitives::stake::Tickets`]. Tickets are senior to every other claim, and delegations
//!   never answer for work: an operator could otherwise lie to its own accomplice and collect its
//!   delegators' money.
//! - **Offence**: an equivocation. The operator is disabled in the sets that were chosen before it
//!   was reported, and no later one has it; its slash waits half the unbonding time, in which
//!   governance may cancel it. Until then no money that answers for it comes or goes, and no bond is
//!   set aside for work. Offences reported while a slash waits cost together what the worst costs.
//!
//! ## Scenario
//!
//! 1. Ann registers with a bond of 200,000 OPG, the validator role and 10 % commission. Her stake
//!    ranks her in the bags list; two sessions later she authors blocks.
//! 2. Ben delegates 5,000 OPG in era 7. In era 8 his cohort begins to earn.
//! 3. Era 8 ends. The reserve's tokens that fell due are divided by authored blocks. Of Ann's part a
//!    tenth is commission; the rest is divided by what earns: hers is paid to her, the pool's raises
//!    the value of each share.
//! 4. Ben takes 2,000 OPG out in era 9. They wait 28 whole eras, until era 38.
//! 5. In era 10 Ann signs two blocks for one slot. She is disabled; 5 % of all that backs her is
//!    to be slashed in 14 eras: from her own money first, and Ben, with what he has left and what is
//!    leaving, bears what she cannot.
//!
//! ```text
//!                delegate            an era begins
//!   free money ------------> incoming ------------> pool (earns)
//!        ^                       |                    |
//!        | withdraw,             | undelegate         | undelegate
//!        | after unbonding       v                    v
//!        '------------------- leaving, by era <-------'
//!
//!                 bond                      lock
//!   free money ------------> bond (earns) <-------> ticket
//!        ^                    |              release  | slash
//!        '---- leaving <------' unbond                v
//!            withdraw                              taken
//! ```
//!
//! ## Work that waits
//!
//! Applying slashes, paying an era and forgetting old offences go on in steps, each of a known
//! weight: some in every block, more when it has room. Nothing is dropped: what does not fit is
//! done in a later block.

#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

pub mod api;
mod bonds;
mod chores;
mod delegations;
mod eras;
mod invariants;
mod offences;
pub mod pool;
pub mod slash;
mod tickets;
pub mod types;
mod views;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod tests;

pub use chores::Chore;
pub use pallet::*;
pub use views::{DelegationView, LeavingView, OperatorView, StakeView};
pub use weights::WeightInfo;

use opg_primitives::{
    stake::{OnOperator, Role, Roles},
    Balance,
};
use polkadot_sdk::{
    frame_support::{self, traits::fungible::Credit},
    frame_system,
    sp_runtime::Perbill,
};
use types::{
    Delegation, EraIndex, EraReward, Offence, Operator, PendingSlash, Profile, SlashId, Text,
};

/// Money taken from someone.
pub type CreditOf<T> = Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;
/// An operator as it is stored.
pub type OperatorOf<T> = Operator<<T as Config>::MaxChunks>;
/// A delegation as it is stored.
pub type DelegationOf<T> = Delegation<<T as Config>::MaxChunks>;

/// The least own bond that a role asks for.
pub trait MinimumBond {
    /// For `role`, in planck.
    fn of(role: Role) -> Balance;
}

/// Where the rewards of an era come from.
pub trait RewardSource<AccountId> {
    /// The keyless account that pays rewards.
    fn account() -> AccountId;
    /// Has everything that fell due since last time paid into it.
    fn collect();
}

/// Eras up to which a slash is measured.
pub const MOST_SLASH_ERAS: u32 = 290;

/// Who validates, and who could if it were chosen.
pub trait ValidatorRegistry<AccountId> {
    /// It has registered session keys.
    fn has_keys(who: &AccountId) -> bool;
    /// The validators of the session now.
    fn current() -> alloc::vec::Vec<AccountId>;
    /// Lets benchmarks have it so.
    #[cfg(feature = "runtime-benchmarks")]
    fn give_keys(who: &AccountId);
    /// Lets benchmarks have it otherwise.
    #[cfg(feature = "runtime-benchmarks")]
    fn take_keys(who: &AccountId);
    /// Lets benchmarks have them validate.
    #[cfg(feature = "runtime-benchmarks")]
    fn set_current(validators: alloc::vec::Vec<AccountId>);
}

#[frame_support::pallet]
pub mod pallet {
    use super::*;
    use alloc::vec::Vec;
    use polkadot_sdk::{
        frame_election_provider_support::SortedListProvider,
        frame_support::{
            pallet_prelude::*,
            traits::{
                fungible::{Balanced, BalancedHold, Inspect, Mutate, MutateHold},
                OnUnbalanced, StorageVersion,
            },
            weights::WeightMeter,
            DefaultNoBound, PalletId,
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
            + Balanced<Self::AccountId>
            + BalancedHold<Self::AccountId>;

        /// The runtime's reasons for holds.
        type RuntimeHoldReason: From<HoldReason>;

        /// Operators with the validator role, by stake.
        type Ranking: SortedListProvider<Self::AccountId, Score = u64>;

        /// Planck that count one in the ranking, so that all of them fit its scores.
        #[pallet::constant]
        type ScoreUnit: Get<Balance>;

        /// Who validates, and who could if chosen.
        type Registry: ValidatorRegistry<Self::AccountId>;

        /// What rewards are paid from.
        type Rewards: RewardSource<Self::AccountId>;

        /// Receives what is slashed, and what rounding leaves of a closed pool.
        type OnSlash: OnUnbalanced<CreditOf<Self>>;

        /// May cancel slashes.
        type CancelOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Sessions in an era.
        type EraSessions: Get<u32>;

        /// Eras that money on its way out waits.
        type UnbondingEras: Get<EraIndex>;

        /// Least own bond by role.
        type MinimumBond: MinimumBond;

        /// Least that may be delegated.
        type MinimumDelegation: Get<Balance>;

        /// Most that a commission may rise in an era.
        type CommissionStep: Get<Perbill>;

        /// Least part of all that backs an offender that is slashed.
        type SlashFloor: Get<Perbill>;

        /// Validators of a session.
        type ValidatorCount: Get<u32>;

        /// Most validators that a session may have, whatever `ValidatorCount` says.
        #[pallet::constant]
        type MaxValidators: Get<u32>;

        /// Most withdrawals one may have waiting with an operator.
        #[pallet::constant]
        type MaxChunks: Get<u32>;

        /// What every block gives to work that waits.
        #[pallet::constant]
        type ChoresWeight: Get<Weight>;

        /// Derives the keyless accounts of the pools.
        #[pallet::constant]
        type PalletId: Get<PalletId>;

        /// Wants to know of every change of an operator's roles or bond.
        type OnOperator: OnOperator<Self::AccountId>;

        /// What each call weighs.
        type WeightInfo: WeightInfo;
    }

    /// Why money is held.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// An operator's bond, at stake or leaving.
        #[codec(index = 0)]
        Bond,
    }

    /// Operators.
    #[pallet::storage]
    pub type Operators<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, OperatorOf<T>>;

    /// What operators say of themselves.
    #[pallet::storage]
    pub type Profiles<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, Profile, ValueQuery>;

    /// Delegations, by delegator, then operator.
    #[pallet::storage]
    pub type Delegations<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        T::AccountId,
        Blake2_128Concat,
        T::AccountId,
        DelegationOf<T>,
        ValueQuery,
    >;

    /// What the shares of an operator's past cohorts are exchanged for.
    #[pallet::storage]
    pub type Cohorts<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        T::AccountId,
        Twox64Concat,
        u32,
        pool::Exchange,
        ValueQuery,
    >;

    /// Delegated money on its way out, by operator and the era from which it may be withdrawn.
    #[pallet::storage]
    pub type Leavings<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        T::AccountId,
        Twox64Concat,
        EraIndex,
        pool::Pool,
        ValueQuery,
    >;

    /// The era now.
    #[pallet::storage]
    pub type CurrentEra<T> = StorageValue<_, EraIndex, ValueQuery>;

    /// Blocks an operator authored in an era, until they are paid.
    #[pallet::storage]
    pub type Points<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        EraIndex,
        Blake2_128Concat,
        T::AccountId,
        u32,
        ValueQuery,
    >;

    /// Blocks of the era now.
    #[pallet::storage]
    pub type EraPoints<T> = StorageValue<_, u32, ValueQuery>;

    /// What past eras give, until it is given.
    #[pallet::storage]
    pub type EraRewards<T> = StorageMap<_, Twox64Concat, EraIndex, EraReward, ValueQuery>;

    /// The first era whose rewards are not all paid.
    #[pallet::storage]
    pub type NextPayout<T> = StorageValue<_, EraIndex, ValueQuery>;

    /// The part of the rewards' account that past eras gave and nobody received yet.
    #[pallet::storage]
    pub type Unpaid<T> = StorageValue<_, Balance, ValueQuery>;

    /// Offences by era and operator, as long as more may be reported of that era.
    #[pallet::storage]
    pub type Offences<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        EraIndex,
        Blake2_128Concat,
        T::AccountId,
        Offence,
        ValueQuery,
    >;

    /// The first era whose offences are not all forgotten.
    #[pallet::storage]
    pub type FirstOffences<T> = StorageValue<_, EraIndex, ValueQuery>;

    /// Those reported since this session began, and how severely: to be disabled in the next one,
    /// too, whose set was chosen before.
    #[pallet::storage]
    pub type Reported<T: Config> =
        StorageValue<_, BoundedVec<(T::AccountId, Perbill), T::MaxValidators>, ValueQuery>;

    /// Slashes that wait, in the order in which they fall due.
    #[pallet::storage]
    pub type PendingSlashes<T: Config> =
        StorageMap<_, Twox64Concat, SlashId, PendingSlash<T::AccountId>>;

    /// The first slash that may still wait.
    #[pallet::storage]
    pub type FirstSlash<T> = StorageValue<_, SlashId, ValueQuery>;

    /// The number of the next slash.
    #[pallet::storage]
    pub type NextSlash<T> = StorageValue<_, SlashId, ValueQuery>;

    /// The operators a chain starts with.
    #[pallet::genesis_config]
    #[derive(DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// Account, roles, bond in planck, commission in billionths.
        pub operators: Vec<(T::AccountId, Vec<Role>, Balance, Perbill)>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            for (who, roles, bond, commission) in &self.operators {
                let roles = Roles::of(roles.iter().copied());
                Pallet::<T>::admit(who, roles, *bond, *commission, Profile::default())
                    .unwrap_or_else(|error| panic!("stake.operators, {who:?}: {error:?}"));
                Operators::<T>::mutate_extant(who, |operator| operator.fresh = 0);
            }
        }
    }

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// An operator began, with nothing at stake yet but what the next events say.
        Registered { operator: T::AccountId, commission: Perbill },
        /// The last of an operator is gone.
        Removed { operator: T::AccountId },
        /// An operator's roles are now these, by its own choice or because its bond no longer
        /// suffices.
        RolesChanged { operator: T::AccountId, roles: Roles },
        /// An operator's commission is now this.
        CommissionChanged { operator: T::AccountId, commission: Perbill },
        /// An operator says this of itself.
        ProfileChanged { operator: T::AccountId, endpoint: Text, metadata: Text },
        /// An operator put more of its own money at stake.
        Bonded { operator: T::AccountId, amount: Balance },
        /// An operator takes own money out; it may be withdrawn from `era` on.
        Unbonded { operator: T::AccountId, amount: Balance, era: EraIndex },
        /// Own money is free again.
        Withdrawn { operator: T::AccountId, amount: Balance },
        /// Someone delegated, and received shares of this cohort.
        Delegated {
            operator: T::AccountId,
            delegator: T::AccountId,
            amount: Balance,
            cohort: u32,
            shares: pool::Shares,
        },
        /// A cohort began to earn: its shares are worth so many of the pool's.
        CohortEarns { operator: T::AccountId, cohort: u32, shares: pool::Shares },
        /// A delegator's shares of a cohort were exchanged for shares of the pool.
        Exchanged {
            operator: T::AccountId,
            delegator: T::AccountId,
            cohort: u32,
            shares: pool::Shares,
        },
        /// Delegated money is on its way out, `joining` and `shares` were burned for it; it may be
        /// withdrawn from `era` on, against `leaving` shares of what leaves then.
        Undelegated {
            operator: T::AccountId,
            delegator: T::AccountId,
            amount: Balance,
            joining: pool::Shares,
            shares: pool::Shares,
            leaving: pool::Shares,
            era: EraIndex,
        },
        /// Delegated money is back with its owner.
        DelegationWithdrawn { operator: T::AccountId, delegator: T::AccountId, amount: Balance },
        /// An era ended, in which so many blocks were made, and gives so much.
        EraEnded { era: EraIndex, pot: Balance, points: u32 },
        /// An operator was paid for its blocks of an era: so much itself, so much its pool.
        Rewarded { era: EraIndex, operator: T::AccountId, own: Balance, pool: Balance },
        /// A slash for an offence of `era` will be applied in era `due`, unless it is cancelled.
        SlashPending {
            id: SlashId,
            operator: T::AccountId,
            era: EraIndex,
            amount: Balance,
            due: EraIndex,
        },
        /// Governance cancelled a slash.
        SlashCancelled { id: SlashId, operator: T::AccountId },
        /// A slash was applied: so much of the bond, of own money on its way out, of delegations; so
        /// much is owed until tickets end.
        Slashed {
            id: SlashId,
            operator: T::AccountId,
            bond: Balance,
            leaving: Balance,
            owed: Balance,
            delegated: Balance,
        },
        /// A ticket ended, and of what it freed this went to a slash that had not reached behind it.
        OwedTaken { operator: T::AccountId, amount: Balance },
        /// Bond was set aside for work.
        TicketLocked { operator: T::AccountId, amount: Balance },
        /// Bond set aside is free again.
        TicketReleased { operator: T::AccountId, amount: Balance },
        /// Bond set aside was taken.
        TicketSlashed { operator: T::AccountId, amount: Balance },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// This account is no operator: register first, or check the address.
        NotAnOperator,
        /// This account is an operator already: use `bond` and `set_roles` to change what it does.
        AlreadyOperator,
        /// An operator without a role does nothing for the chain: choose at least one.
        NoRole,
        /// The bond is less than a role asks for: bond more, or choose other roles.
        BondTooSmall,
        /// The account has not that much money that is free to be held.
        NotEnoughFree,
        /// Nothing was asked for: name an amount above zero.
        Nothing,
        /// That much of the bond is not free: the rest backs work in flight, or must answer for
        /// validating. Wait until that ends, or bond more.
        BondLocked,
        /// Too many withdrawals wait: withdraw what is due, or wait until something is.
        TooManyChunks,
        /// Nothing may be withdrawn yet: see the era in which it falls due.
        NothingDue,
        /// A slash of this operator is pending: wait until it is applied or cancelled.
        SlashIsPending,
        /// The commission may rise once in an era, and only so far: see `CommissionStep`.
        CommissionTooFast,
        /// Validators need session keys: call `session.setKeys` first.
        NoSessionKeys,
        /// Less than the least delegation would be left or put in: delegate more, or take out all.
        DelegationTooSmall,
        /// This account has not delegated to this operator.
        NotDelegated,
        /// An operator's own money belongs in its bond: use `bond`.
        OwnDelegation,
        /// This operator takes no delegations: its pool was slashed to next to nothing, or it is
        /// gone but for its delegators.
        Retired,
        /// The rewards of the past era are being paid: try again in a few blocks.
        PayoutPending,
        /// Delegations earn with this operator in the era now: kick before it makes a block, or after
        /// it gave up validating.
        DelegationsEarn,
        /// All roles of this operator are backed by its bond.
        NothingToChill,
        /// What leaves in this era was slashed to next to nothing: try again in the next era.
        LeavingRetired,
        /// There is no such slash: it was applied or cancelled.
        NoSuchSlash,
        /// The operator has not the role that this work needs.
        WrongRole,
        /// Amounts this large are not handled.
        Overflow,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        /// The part of a block that work that waits is sure of, and the note of the author.
        fn on_initialize(_now: BlockNumberFor<T>) -> Weight {
            let mut meter = WeightMeter::with_limit(T::ChoresWeight::get());
            Self::do_chores(&mut meter);
            meter.consumed().saturating_add(T::WeightInfo::note_author())
        }

        fn on_idle(_now: BlockNumberFor<T>, remaining: Weight) -> Weight {
            let mut meter = WeightMeter::with_limit(remaining);
            Self::do_chores(&mut meter);
            meter.consumed()
        }

        fn integrity_test() {
            assert!(T::MaxValidators::get() > 0, "a chain needs validators");
            assert!(T::MaxChunks::get() > 0, "money needs a way out");
            assert!(T::ScoreUnit::get() > 0, "a score is a number of units");
            let highest = opg_primitives::token::TOTAL_SUPPLY.checked_div(T::ScoreUnit::get());
            assert!(
                highest.is_some_and(|score| u64::try_from(score).is_ok()),
                "all money at one operator must be a score"
            );
            for chore in Chore::ALL {
                assert!(
                    chore.weight::<T>().all_lte(T::ChoresWeight::get()),
                    "a block's part must suffice for one step of {chore:?}"
                );
            }
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
        /// Becomes an operator with these roles, of which `bond` of the caller's money is held. It
        /// earns from the next era on. Emits `Registered`, `Bonded`, `RolesChanged` and
        /// `ProfileChanged`.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::register())]
        pub fn register(
            origin: OriginFor<T>,
            roles: Roles,
            #[pallet::compact] bond: Balance,
            commission: Perbill,
            profile: Profile,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_register(&who, roles, bond, commission, profile)
        }

        /// Holds `amount` more of the caller's money as its bond. Emits `Bonded`.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::bond())]
        pub fn bond(origin: OriginFor<T>, #[pallet::compact] amount: Balance) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_bond(&who, amount)
        }

        /// Takes `amount` of the bond on its way out: it stays held, and slashable, for the
        /// unbonding time. Roles that the rest does not back are given up. Emits `Unbonded`.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::unbond())]
        pub fn unbond(origin: OriginFor<T>, #[pallet::compact] amount: Balance) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_unbond(&who, amount)
        }

        /// Frees own money whose unbonding time is over, and forgets an operator of whom nothing is
        /// left. Emits `Withdrawn`.
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::withdraw())]
        pub fn withdraw(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_withdraw(&who)
        }

        /// Takes on and gives up roles: exactly `roles` from now on. Work in flight goes on. Emits
        /// `RolesChanged`.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::set_roles())]
        pub fn set_roles(origin: OriginFor<T>, roles: Roles) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_set_roles(&who, roles)
        }

        /// Lowers the commission at will, or raises it within the era's limit. Emits
        /// `CommissionChanged`.
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::set_commission())]
        pub fn set_commission(origin: OriginFor<T>, commission: Perbill) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_set_commission(&who, commission)
        }

        /// Says where the operator answers and what else people should know. Emits
        /// `ProfileChanged`.
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::set_profile())]
        pub fn set_profile(origin: OriginFor<T>, profile: Profile) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_set_profile(&who, profile)
        }

        /// Moves `amount` of the caller's money to the operator's pool, against shares that earn
        /// from the next era on. Emits `Delegated`.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::delegate())]
        pub fn delegate(
            origin: OriginFor<T>,
            operator: T::AccountId,
            #[pallet::compact] amount: Balance,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_delegate(&who, &operator, amount)
        }

        /// Takes shares worth `amount` (or all, if they are worth less) on their way out. What they
        /// are worth stays slashable for the unbonding time. Emits `Undelegated`.
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::undelegate())]
        pub fn undelegate(
            origin: OriginFor<T>,
            operator: T::AccountId,
            #[pallet::compact] amount: Balance,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_undelegate(&who, &operator, amount)
        }

        /// Pays out what was delegated to `operator` and whose unbonding time is over. Emits
        /// `DelegationWithdrawn`.
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::withdraw_delegation(T::MaxChunks::get()))]
        pub fn withdraw_delegation(origin: OriginFor<T>, operator: T::AccountId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_withdraw_delegation(&who, &operator)
        }

        /// The operator sends one of its delegators away: all it has there is on its way out, as if
        /// it had undelegated. Not in an era in which the operator has made a block, or it would take
        /// its delegators' part of the era's reward. Emits `Undelegated`.
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::kick())]
        pub fn kick(origin: OriginFor<T>, delegator: T::AccountId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_kick(&who, &delegator)
        }

        /// Anyone may take away the roles that an operator's bond no longer backs, when governance
        /// has raised what they ask for. Emits `RolesChanged`.
        #[pallet::call_index(11)]
        #[pallet::weight(T::WeightInfo::chill())]
        pub fn chill(origin: OriginFor<T>, operator: T::AccountId) -> DispatchResult {
            ensure_signed(origin)?;
            Self::do_chill(&operator)
        }

        /// Governance cancels a slash that waits. Emits `SlashCancelled`.
        #[pallet::call_index(12)]
        #[pallet::weight(T::WeightInfo::cancel_slash())]
        pub fn cancel_slash(origin: OriginFor<T>, id: SlashId) -> DispatchResult {
            T::CancelOrigin::ensure_origin(origin)?;
            Self::do_cancel_slash(id)
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// All that an account has at stake: its bond, its delegations, what they are worth now, and
        /// when what is leaving may be withdrawn.
        pub fn stake_of(who: T::AccountId) -> StakeView<T::AccountId> {
            Self::view_stake(&who)
        }

        /// An operator as people who might delegate want to see it.
        pub fn operator(who: T::AccountId) -> Option<OperatorView> {
            Self::view_operator(&who)
        }

        /// Validators and those who would be, by stake, from place `from` on.
        pub fn ranking(from: u32, count: u32) -> Vec<(T::AccountId, Balance)> {
            Self::view_ranking(from, count)
        }

        /// An operator's place in that ranking, counted from one.
        pub fn rank(operator: T::AccountId) -> Option<u32> {
            Self::view_rank(&operator)
        }

        /// The validators that would be chosen now.
        pub fn next_validators() -> Vec<T::AccountId> {
            Self::choose_validators().0
        }

        /// What `who` would receive for the eras not yet paid if the one now ended here: what goes
        /// to its account, and what its delegations to `operator` gain.
        pub fn pending_rewards(operator: T::AccountId, who: T::AccountId) -> (Balance, Balance) {
            Self::view_pending_rewards(&operator, &who)
        }

        /// Slashes that may still be cancelled.
        pub fn pending_slashes() -> Vec<(SlashId, PendingSlash<T::AccountId>)> {
            PendingSlashes::<T>::iter().collect()
        }
    }
}
