//! # Clocks: the chain's periods
//!
//! How long an epoch lasts, how many sessions make an era, how long stake stays slashable: a test
//! network wants these in seconds, the main network in hours and weeks. Were they constants, each
//! network would need a runtime of its own, and what is tested would not be what ships. Here they
//! are values of the genesis block, so one wasm serves every chain.
//!
//! The pallet has no calls and no hooks: nothing changes a clock after genesis. An epoch that
//! changed length on a live chain would leave every node computing a different epoch index, and
//! the chain would stop.
//!
//! ## Terminology
//!
//! - **Slot**: the span in which one block may be authored. Fixed for all chains, not a clock.
//! - **Epoch**: slots over which the authors and their randomness stay the same.
//! - **Session**: the span in which the session keys stay the same. Here it is one epoch.
//! - **Era**: sessions over which stake and rewards are accounted.
//! - **Unbonding**: eras during which withdrawn stake can still be slashed, and an offence still
//!   be reported.
//! - **Voting**: blocks that an ordinary referendum is voted on. Every other period of governance
//!   (preparing, confirming, waiting for enactment, locking a vote) is a part or a multiple of it.
//! - **Challenge**: blocks in which anyone may challenge what a panel of verifiers found.
//!
//! ## Scenario
//!
//! 1. The genesis of a development chain sets an epoch of 20 slots, 3 sessions an era, 2 eras of
//!    unbonding, 40 blocks of voting.
//! 2. BABE reads [`EpochSlots`] as its epoch duration and ends the session each minute.
//! 3. An equivocation in session 4 may be reported for [`UnbondingSessions`] = 6 sessions, while
//!    the runtime keeps the root of that session's keys.
//! 4. A referendum is voted on for [`VotingBlocks`] = 40 blocks, two minutes. It prepares for a
//!    fourteenth of that, rounded up: 3 blocks.
//!
//! ```text
//!   slot slot ... slot | slot ... | slot ...     epoch = session
//!   '------ session --'-- session -'-- session
//!   '--------------------- era ----------------' era
//! ```
//!
//! ## Order in the runtime
//!
//! First after `frame_system`: genesis is built in the order of pallet indices, and other pallets'
//! genesis may read a clock. On empty state (when the metadata is built) every clock reads its
//! nonzero default.

#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

use polkadot_sdk::frame_support;

pub use pallet::*;

#[cfg(test)]
mod tests;

#[frame_support::pallet]
pub mod pallet {
    use polkadot_sdk::{
        frame_support::{
            pallet_prelude::*,
            traits::{Get, StorageVersion},
            DefaultNoBound,
        },
        frame_system,
    };

    /// The layout of this pallet's storage.
    pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// Shortest epoch BABE's randomness and GRANDPA's hand-over are tested with.
    pub const MIN_EPOCH_SLOTS: u32 = 10;
    /// Four weeks of slots; longer epochs would hold a validator's keys hostage.
    pub const MAX_EPOCH_SLOTS: u32 = 806_400;
    /// Most sessions an era may have.
    pub const MAX_ERA_SESSIONS: u32 = 96;
    /// Most eras stake may take to unbond.
    pub const MAX_UNBONDING_ERAS: u32 = 112;
    /// Shortest voting in which there is time to vote at all.
    pub const MIN_VOTING_BLOCKS: u32 = 10;
    /// Ten weeks of blocks; with longer votings nothing would ever be decided.
    pub const MAX_VOTING_BLOCKS: u32 = 2_000_000;
    /// Shortest challenge in which there is time to look at what is challenged.
    pub const MIN_CHALLENGE_BLOCKS: u32 = 5;
    /// Four weeks of blocks; for longer nobody would vouch for anything.
    pub const MAX_CHALLENGE_BLOCKS: u32 = 806_400;
    /// The longest a vote may lock money, in votings: what the highest conviction asks.
    const LONGEST_LOCK: u32 = 32;

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config {}

    /// Slots in an epoch, which is also a session.
    #[pallet::storage]
    pub type EpochSlots<T> = StorageValue<_, u32, ValueQuery, DefaultEpochSlots>;

    /// Sessions in an era.
    #[pallet::storage]
    pub type EraSessions<T> = StorageValue<_, u32, ValueQuery, DefaultEraSessions>;

    /// Eras that withdrawn stake stays slashable.
    #[pallet::storage]
    pub type UnbondingEras<T> = StorageValue<_, u32, ValueQuery, DefaultUnbondingEras>;

    /// Blocks that an ordinary referendum is voted on.
    #[pallet::storage]
    pub type VotingBlocks<T> = StorageValue<_, u32, ValueQuery, DefaultVotingBlocks>;

    /// Blocks in which what a panel found may be challenged.
    #[pallet::storage]
    pub type ChallengeBlocks<T> = StorageValue<_, u32, ValueQuery, DefaultChallengeBlocks>;

    /// Two hours of three-second slots.
    #[pallet::type_value]
    pub fn DefaultEpochSlots() -> u32 {
        2_400
    }

    /// Half a day of two-hour sessions.
    #[pallet::type_value]
    pub fn DefaultEraSessions() -> u32 {
        6
    }

    /// Two weeks of half-day eras.
    #[pallet::type_value]
    pub fn DefaultUnbondingEras() -> u32 {
        28
    }

    /// Two weeks of three-second blocks.
    #[pallet::type_value]
    pub fn DefaultVotingBlocks() -> u32 {
        403_200
    }

    /// A day of three-second blocks.
    #[pallet::type_value]
    pub fn DefaultChallengeBlocks() -> u32 {
        28_800
    }

    /// The clocks a chain starts with; what is left out takes its default.
    #[pallet::genesis_config]
    #[derive(DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// Slots in an epoch, [`MIN_EPOCH_SLOTS`] to [`MAX_EPOCH_SLOTS`].
        pub epoch_slots: Option<u32>,
        /// Sessions in an era, 1 to [`MAX_ERA_SESSIONS`].
        pub era_sessions: Option<u32>,
        /// Eras of unbonding, 1 to [`MAX_UNBONDING_ERAS`].
        pub unbonding_eras: Option<u32>,
        /// Blocks of voting, [`MIN_VOTING_BLOCKS`] to [`MAX_VOTING_BLOCKS`].
        pub voting_blocks: Option<u32>,
        /// Blocks of challenge, [`MIN_CHALLENGE_BLOCKS`] to [`MAX_CHALLENGE_BLOCKS`].
        pub challenge_blocks: Option<u32>,
        #[serde(skip)]
        pub _config: core::marker::PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            let Self {
                epoch_slots,
                era_sessions,
                unbonding_eras,
                voting_blocks,
                challenge_blocks,
                _config,
            } = self;
            set::<EpochSlots<T>>("epochSlots", *epoch_slots, MIN_EPOCH_SLOTS, MAX_EPOCH_SLOTS);
            set::<EraSessions<T>>("eraSessions", *era_sessions, 1, MAX_ERA_SESSIONS);
            set::<UnbondingEras<T>>("unbondingEras", *unbonding_eras, 1, MAX_UNBONDING_ERAS);
            set::<VotingBlocks<T>>(
                "votingBlocks",
                *voting_blocks,
                MIN_VOTING_BLOCKS,
                MAX_VOTING_BLOCKS,
            );
            set::<ChallengeBlocks<T>>(
                "challengeBlocks",
                *challenge_blocks,
                MIN_CHALLENGE_BLOCKS,
                MAX_CHALLENGE_BLOCKS,
            );
        }
    }

    /// Sets a clock that genesis names, if it lies within its bounds.
    fn set<Clock: polkadot_sdk::frame_support::storage::StorageValue<u32>>(
        name: &str,
        value: Option<u32>,
        low: u32,
        high: u32,
    ) {
        let Some(value) = value else { return };
        assert!((low..=high).contains(&value), "clocks.{name} is {value}; choose {low} to {high}");
        Clock::put(value);
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<frame_system::pallet_prelude::BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            let longest = u64::from(MAX_EPOCH_SLOTS)
                .saturating_mul(MAX_ERA_SESSIONS.into())
                .saturating_mul(MAX_UNBONDING_ERAS.into());
            assert!(longest < u64::MAX / 2, "the longest unbonding must be countable in slots");
            let lock = MAX_VOTING_BLOCKS.checked_mul(LONGEST_LOCK);
            assert!(
                lock.is_some_and(|blocks| blocks < u32::MAX / 2),
                "the longest lock of a vote must be countable in blocks"
            );
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(
            _now: frame_system::pallet_prelude::BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    impl<T: Config> Pallet<T> {
        /// Every clock lies within its bounds, so nothing divides by zero or waits for ever.
        #[cfg(any(feature = "try-runtime", test))]
        pub fn do_try_state() -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            let within = |value: u32, low: u32, high: u32| (low..=high).contains(&value);
            ensure!(
                within(EpochSlots::<T>::get(), MIN_EPOCH_SLOTS, MAX_EPOCH_SLOTS),
                "epoch length out of bounds"
            );
            ensure!(
                within(EraSessions::<T>::get(), 1, MAX_ERA_SESSIONS),
                "sessions per era out of bounds"
            );
            ensure!(
                within(UnbondingEras::<T>::get(), 1, MAX_UNBONDING_ERAS),
                "unbonding eras out of bounds"
            );
            ensure!(
                within(VotingBlocks::<T>::get(), MIN_VOTING_BLOCKS, MAX_VOTING_BLOCKS),
                "blocks of voting out of bounds"
            );
            ensure!(
                within(ChallengeBlocks::<T>::get(), MIN_CHALLENGE_BLOCKS, MAX_CHALLENGE_BLOCKS),
                "blocks of challenge out of bounds"
            );
            Ok(())
        }
    }

    /// Slots in an epoch, for `pallet_babe::Config::EpochDuration`.
    pub struct EpochDuration<T>(core::marker::PhantomData<T>);
    impl<T: Config> Get<u64> for EpochDuration<T> {
        fn get() -> u64 {
            EpochSlots::<T>::get().into()
        }
    }

    /// Sessions that stake stays slashable: how long an equivocation may be reported.
    pub struct UnbondingSessions<T>(core::marker::PhantomData<T>);
    impl<T: Config> Get<u64> for UnbondingSessions<T> {
        fn get() -> u64 {
            u64::from(EraSessions::<T>::get()).saturating_mul(UnbondingEras::<T>::get().into())
        }
    }

    /// The same in slots: how long a report may wait in a pool.
    pub struct UnbondingSlots<T>(core::marker::PhantomData<T>);
    impl<T: Config> Get<u64> for UnbondingSlots<T> {
        fn get() -> u64 {
            UnbondingSessions::<T>::get().saturating_mul(EpochSlots::<T>::get().into())
        }
    }

    /// [`EraSessions`], for another pallet's configuration.
    pub struct EraSessionsOf<T>(core::marker::PhantomData<T>);
    impl<T: Config> Get<u32> for EraSessionsOf<T> {
        fn get() -> u32 {
            EraSessions::<T>::get()
        }
    }

    /// [`UnbondingEras`], for another pallet's configuration.
    pub struct UnbondingErasOf<T>(core::marker::PhantomData<T>);
    impl<T: Config> Get<u32> for UnbondingErasOf<T> {
        fn get() -> u32 {
            UnbondingEras::<T>::get()
        }
    }

    /// [`VotingBlocks`], for another pallet's configuration.
    pub struct VotingBlocksOf<T>(core::marker::PhantomData<T>);
    impl<T: Config> Get<u32> for VotingBlocksOf<T> {
        fn get() -> u32 {
            VotingBlocks::<T>::get()
        }
    }

    /// [`ChallengeBlocks`], for another pallet's configuration.
    pub struct ChallengeBlocksOf<T>(core::marker::PhantomData<T>);
    impl<T: Config> Get<u32> for ChallengeBlocksOf<T> {
        fn get() -> u32 {
            ChallengeBlocks::<T>::get()
        }
    }
}
