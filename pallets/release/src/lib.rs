//! # Release: money that becomes free little by little
//!
//! Most of the token's supply is not free on the first day: reserves open over years, and what
//! contributors and investors hold is theirs only bit by bit. All of it sits in *pots*: accounts
//! without a key, out of which money flows along a straight line. People and reserves are treated
//! alike.
//!
//! Nothing of this lies on people's own accounts under a lock: a lock can be overlapped by a hold,
//! and locked money would vote. What a pot has released is ordinary money; what it has not can
//! neither vote, nor be staked, nor be spent. It counts as inactive issuance, so turnout is honest.
//!
//! ## Terminology
//!
//! - **Pot**: an amount, a schedule and a destination, see [`Pot`]. Pots are made at genesis.
//! - **Pot's account**: the keyless account that holds the money, derived from the pot's id.
//! - **Total**, **released**: what the pot ever held, and what has left it.
//! - **Due**: what may have left it by now: the total times the part of the duration that has
//!   passed, rounded down. A lock before the release begins is simply a later start.
//! - **Destination**: an account, another pot, or nobody as long as none has been named. Pots that release to each other pass their money
//!   round until Root redirects one.
//! - **Controller**: who may redirect the pot to another destination. A person's pot is redirected
//!   by the account it releases to, a reserve by Root; neither by the other.
//!
//! ## Scenarios
//!
//! An investor:
//!
//! 1. Genesis mints 1,000,000 OPG into a pot that starts after 12 months, lasts 36 and releases to
//!    Ann.
//! 2. In month 15 anyone calls [`Call::release`]: a twelfth, 83,333 OPG and a bit, is on Ann's
//!    account and may vote.
//! 3. Ann moves to a new account and calls [`Call::redirect`]. All that the pot has not released
//!    goes to the new account from now on.
//!
//! A reserve:
//!
//! 1. The staking reserve's pot releases to the account from which rewards are paid. At the end of
//!    each era that pallet has [`Pallet::collect`] called and pays from what came.
//! 2. Voters give what another reserve has left to the contributors. As Root they redirect it to the
//!    contributors' pot: what is released raises that pot's total, stays inactive, and follows the
//!    contributors' schedule.
//!
//! ```text
//!   genesis mints        release           release
//!   ------------> pot --------------> pot -----------> account
//!                 '---- inactive -------'              active
//!
//!     due
//!   total |              .----------
//!         |           .'
//!         |        .'
//!       0 |------'------------------- block
//!              start   start + duration
//! ```
//!
//! ## Small amounts
//!
//! An account holds the existential deposit or nothing; a rest below it would be swept away. So a
//! pot keeps that much back until its end and then releases everything at once. A destination that
//! holds nothing yet receives nothing until enough is due to create it.
//!
//! ## Money from strangers
//!
//! A transfer to a pot's account is not part of the pot: it neither hastens nor delays anything,
//! nobody can ever take it out, and what is below the existential deposit when the pot has emptied
//! goes where dust goes. Nobody should send any.
//!
//! ## Invariants
//!
//! - No pot has released more than is due.
//! - A pot's account holds at least what the pot has not released.
//! - What pots have not released is part of the inactive issuance.
//! - There are at most `MaxPots` pots.
//!
//! ## Order in the runtime
//!
//! After the pallet of the token: its genesis sets the total issuance, to which ours adds.

#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

mod genesis;
#[cfg(any(feature = "try-runtime", test))]
mod invariants;
mod pots;
pub mod schedule;
pub mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::{Controller, Destination, GenesisPot, Pot, PotId, PotState};
pub use weights::WeightInfo;

use opg_primitives::Balance;
use polkadot_sdk::{
    frame_support::{
        self,
        traits::fungible::{Inspect, Mutate, Unbalanced},
    },
    frame_system::{self, pallet_prelude::BlockNumberFor},
};

/// A pot as it is stored.
pub type PotOf<T> = Pot<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;
/// A pot as a wallet shows it.
pub type PotStateOf<T> = PotState<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;
/// A pot as genesis describes it.
pub type GenesisPotOf<T> = GenesisPot<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;
/// Where a pot releases to.
pub type DestinationOf<T> = Destination<<T as frame_system::Config>::AccountId>;

#[frame_support::pallet]
pub mod pallet {
    use super::*;
    use alloc::vec::Vec;
    use polkadot_sdk::{
        frame_support::{pallet_prelude::*, traits::StorageVersion, DefaultNoBound, PalletId},
        frame_system::pallet_prelude::*,
        sp_runtime::traits::{AccountIdConversion, BadOrigin},
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
            + Unbalanced<Self::AccountId>;

        /// Redirects the pots that are not people's.
        type RedirectOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Derives the pots' keyless accounts.
        #[pallet::constant]
        type PalletId: Get<PalletId>;

        /// Most pots there may be. They are all read at once, so there are few.
        #[pallet::constant]
        type MaxPots: Get<u32>;

        /// What each call weighs.
        type WeightInfo: WeightInfo;
    }

    /// The pots. All are made at genesis; an emptied pot stays, as others may release to it.
    #[pallet::storage]
    pub type Pots<T: Config> = StorageMap<_, Twox64Concat, PotId, PotOf<T>>;

    /// The pots a chain starts with. Their money is minted on top of all balances.
    #[pallet::genesis_config]
    #[derive(DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// At most `MaxPots`, each with an id of its own.
        pub pots: Vec<GenesisPotOf<T>>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            Pallet::<T>::create_pots(&self.pots);
        }
    }

    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A pot released `amount`: to an account, which may use it, or to another pot, whose total
        /// rose by as much.
        Released { pot: PotId, destination: DestinationOf<T>, amount: Balance },
        /// A pot has a new destination, to which all goes that it has not released.
        Redirected { pot: PotId, destination: DestinationOf<T> },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// No pot has this id. `Pots` has those there are.
        UnknownPot,
        /// Nothing is due now. Try again at the block that the view function `pot` gives as `next`;
        /// if it gives none, the pot has released everything.
        NothingDue,
        /// The destination holds nothing yet, and less is due than an account must hold. Wait until
        /// more is due, or send the destination the existential deposit first.
        UnderExistentialDeposit,
        /// This pot is for others to redirect: sign with the account it releases to if its
        /// controller is the beneficiary; propose a referendum if it is Root.
        NotController,
        /// A person's pot releases to accounts only, as nobody could redirect it again from a pot.
        /// Name an account.
        NeedsAccount,
        /// Nobody has been named yet to receive what this pot releases. What is due is not lost: propose
        /// a referendum that redirects the pot.
        ForNobody,
        /// A pot cannot release to itself. Name another pot, or an account.
        PointsAtItself,
        /// This is the account of a pot, out of which nobody could take the money. Name the pot
        /// itself, or another account.
        AccountOfPot,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Moves what is due out of a pot.
        ///
        /// Anyone may call this, and pays for it: unpaid, it would be called for every planck.
        /// Emits [`Event::Released`].
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::release_to_account().max(T::WeightInfo::release_to_pot()))]
        pub fn release(origin: OriginFor<T>, id: PotId) -> DispatchResult {
            ensure_signed(origin)?;
            Self::do_release(id)?;
            Ok(())
        }

        /// Changes where a pot releases to. This releases nothing: all that has not been released,
        /// also what is due, goes to the new destination.
        ///
        /// For the account that a person's pot releases to, and for Root where the pot is Root's.
        /// The caller pays. Emits [`Event::Redirected`].
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::redirect())]
        pub fn redirect(
            origin: OriginFor<T>,
            id: PotId,
            destination: DestinationOf<T>,
        ) -> DispatchResult {
            let by = Self::ensure_redirector(origin)?;
            Self::do_redirect(by, id, destination)?;
            Ok(())
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// The pot of this id and what comes next of it.
        pub fn pot(id: PotId) -> Option<PotStateOf<T>> {
            let pot = Pots::<T>::get(id)?;
            let now = frame_system::Pallet::<T>::block_number();
            let least = T::Currency::minimum_balance();
            Some(PotState {
                account: Self::account(id),
                due: pot.payable(now, least),
                next: pot.next(now, least),
                pot,
            })
        }

        /// The ids of the pots that release to `account`, ascending.
        pub fn pots_of(account: T::AccountId) -> Vec<PotId> {
            let destination = Destination::Account(account);
            let mut ids: Vec<PotId> = Pots::<T>::iter()
                .filter(|(_, pot)| pot.destination == destination)
                .map(|(id, _)| id)
                .collect();
            ids.sort_unstable();
            ids
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            let last: Option<T::AccountId> = T::PalletId::get().try_into_sub_account(PotId::MAX);
            assert!(last.is_some(), "accounts must be long enough to differ by a pot's id");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(
            _now: BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    impl<T: Config> Pallet<T> {
        /// The keyless account that holds a pot's money.
        pub fn account(id: PotId) -> T::AccountId {
            T::PalletId::get().into_sub_account_truncating(id)
        }

        /// Whether `account` is that of a pot.
        pub(crate) fn is_account_of_pot(account: &T::AccountId) -> bool {
            PalletId::try_from_sub_account::<PotId>(account)
                .is_some_and(|(pallet, _)| pallet == T::PalletId::get())
        }

        /// The account that asks for a redirection, or none if Root asks.
        fn ensure_redirector(origin: OriginFor<T>) -> Result<Option<T::AccountId>, BadOrigin> {
            match T::RedirectOrigin::try_origin(origin) {
                Ok(_) => Ok(None),
                Err(origin) => ensure_signed(origin).map(Some),
            }
        }
    }
}
