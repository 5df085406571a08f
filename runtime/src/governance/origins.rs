//! # Origins: what an approved proposal may act as
//!
//! Root may do everything, so what needs Root needs the longest voting. Most decisions need far
//! less. Each origin here may do one kind of thing and has a track of its own, whose length and
//! thresholds follow from how much harm that kind of thing can do.
//!
//! ## Terminology
//!
//! - **Origin**: as whom a call is made. People sign and act as their accounts; an approved proposal
//!   acts as the origin that its referendum was submitted for.
//! - **Track**: the rules of the referenda for one origin, in [`super::tracks`].
//!
//! | origin | may |
//! |---|---|
//! | `FastUpgrade` | authorise a runtime by its hash ([`Call::authorize_upgrade`]) |
//! | `Parameters` | set a parameter |
//! | `SmallTreasurer`, `MediumTreasurer`, `LargeTreasurer` | spend from the treasury, up to a limit |
//! | `ModelModeration` | ban a model, or lift a ban |
//! | `SlashCanceller` | cancel a slash that waits |
//! | `Emergency` | pause and unpause calls, cancel a referendum |
//!
//! Besides, every origin may make calls that change nothing, alone or in a batch. A test holds each
//! call of the runtime against each origin.
//!
//! ## Scenario: an urgent upgrade
//!
//! 1. A flaw is found. Someone submits a referendum for `FastUpgrade` whose proposal is
//!    [`Call::authorize_upgrade`] with the hash of the repaired runtime.
//! 2. It passes within hours if far more of the token stands behind it than Root would ask for.
//! 3. The hash is authorised. Anyone sends the code, `system.applyAuthorizedUpgrade(code)`; it must
//!    have that hash and a higher version than the current runtime.
//!
//! The hash is what was voted on, so voters can build the code themselves and compare, and the code,
//! which is large, is not stored until it is applied.
//!
//! The call does one thing, but a new runtime may do anything: whoever passes this track is as mighty
//! as Root. That is why it asks for more agreement than Root at every moment, and only saves time.

use opg_primitives::{token::OPG, Balance};
use polkadot_sdk::frame_support::{self, traits::EnsureOrigin, weights::Weight};

pub use pallet::*;

/// What the calls cost.
pub trait WeightInfo {
    /// Writing the authorised hash.
    fn authorize_upgrade() -> Weight;
}

impl WeightInfo for () {
    fn authorize_upgrade() -> Weight {
        Weight::zero()
    }
}

#[frame_support::pallet]
pub mod pallet {
    use super::WeightInfo;
    use polkadot_sdk::{
        frame_support::pallet_prelude::*,
        frame_system::{self, pallet_prelude::*},
    };

    /// The layout of this pallet's storage, which is empty.
    pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config {
        /// Who may authorise an upgrade by its hash.
        type UpgradeOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// What the calls cost.
        type WeightInfo: WeightInfo;
    }

    /// What an approved proposal acts as. The indices are those of the tracks, and never change.
    #[pallet::origin]
    #[derive(
        Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
    )]
    pub enum Origin {
        /// May authorise an upgrade by its hash.
        #[codec(index = 1)]
        FastUpgrade,
        /// May set parameters.
        #[codec(index = 10)]
        Parameters,
        /// May spend a little of the treasury.
        #[codec(index = 20)]
        SmallTreasurer,
        /// May spend more.
        #[codec(index = 21)]
        MediumTreasurer,
        /// May spend much.
        #[codec(index = 22)]
        LargeTreasurer,
        /// May ban models.
        #[codec(index = 30)]
        ModelModeration,
        /// May cancel slashes.
        #[codec(index = 40)]
        SlashCanceller,
        /// May pause calls and cancel referenda.
        #[codec(index = 50)]
        Emergency,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Authorises the runtime with this hash; anyone may then send its code with
        /// `system.applyAuthorizedUpgrade`. Replaces what was authorised before.
        ///
        /// Holds nothing. The system pallet says `UpgradeAuthorized`.
        #[pallet::call_index(0)]
        #[pallet::weight((T::WeightInfo::authorize_upgrade(), DispatchClass::Operational))]
        pub fn authorize_upgrade(origin: OriginFor<T>, code_hash: T::Hash) -> DispatchResult {
            T::UpgradeOrigin::ensure_origin(origin)?;
            frame_system::Pallet::<T>::do_authorize_upgrade(code_hash, true);
            Ok(())
        }
    }
}

/// Most that one referendum on the small treasurer's track may spend.
pub const SMALL_SPEND: Balance = 10_000 * OPG;
/// The same for the medium treasurer.
pub const MEDIUM_SPEND: Balance = 100_000 * OPG;
/// The same for the large treasurer. Above this, only Root spends.
pub const LARGE_SPEND: Balance = 1_000_000 * OPG;

impl Origin {
    /// How much of the treasury this origin may spend at once, if any.
    pub fn spending_limit(&self) -> Option<Balance> {
        match self {
            Origin::SmallTreasurer => Some(SMALL_SPEND),
            Origin::MediumTreasurer => Some(MEDIUM_SPEND),
            Origin::LargeTreasurer => Some(LARGE_SPEND),
            _ => None,
        }
    }
}

/// Any of the treasurers. Succeeds with the amount it may spend.
pub struct Treasurer;

impl<O: Into<Result<Origin, O>> + From<Origin>> EnsureOrigin<O> for Treasurer {
    type Success = Balance;

    fn try_origin(origin: O) -> Result<Balance, O> {
        let ours: Result<Origin, O> = origin.into();
        let ours = ours?;
        ours.spending_limit().ok_or_else(|| O::from(ours))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<O, ()> {
        Ok(O::from(Origin::LargeTreasurer))
    }
}

/// Makes a type for each origin that only this origin passes.
macro_rules! ensure_origins {
    ($($name:ident)*) => {$(
        #[doc = concat!("Only [`Origin::", stringify!($name), "`] passes.")]
        pub struct $name;

        impl<O: Into<Result<Origin, O>> + From<Origin>> EnsureOrigin<O> for $name {
            type Success = ();

            fn try_origin(origin: O) -> Result<(), O> {
                let ours: Result<Origin, O> = origin.into();
                match ours? {
                    Origin::$name => Ok(()),
                    other => Err(O::from(other)),
                }
            }

            #[cfg(feature = "runtime-benchmarks")]
            fn try_successful_origin() -> Result<O, ()> {
                Ok(O::from(Origin::$name))
            }
        }
    )*};
}

ensure_origins! { FastUpgrade Parameters ModelModeration SlashCanceller Emergency }
