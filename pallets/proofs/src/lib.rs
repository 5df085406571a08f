//! # Proofs: the chain checks what a model answered
//!
//! Whoever has a model's key and a proof can check an answer alone, in milliseconds. This pallet has the
//! chain do it, so that everyone may rely on it: others' money can follow from an answer only where every
//! validator has seen that it is the model's.
//!
//! ## Terminology
//!
//! - **Key**: what a model is known by to a verifier, two kilobytes. A key is a claim of its maker: what
//!   model it belongs to, only making it again can tell.
//! - **Claim**: that the model of a key gives these outputs for these inputs, in a context: 32 bytes that
//!   say what the proof was made for, so that it cannot serve twice.
//! - **Batch**: claims with their proofs, and the keys they are about, all of circuits of one size.
//!
//! ## A scenario
//!
//! 1. Ann runs a model on her machine and makes a proof: `opg-zk prove`.
//! 2. She asks a node whether the batch is good, for nothing, with the runtime API
//!    ([`api::ProofsApi::check`]). If it is not, the answer says which claim is to blame and why.
//! 3. She sends [`Call::check`]. Every validator checks it; [`Event::Checked`] says so for good.
//!
//! ```text
//!                   host function
//!   batch ---------> every proof ------> Checked
//!                        |
//!                        '-------------> an error that names the rule, and the fee is paid
//! ```
//!
//! ## All or nothing
//!
//! The proofs of a batch share one sum of points, which is what makes a hundred of them cheap. If it is
//! not nothing, nobody can say which proof is to blame without checking each alone, for which nobody has
//! paid. So what a batch costs is known before it is looked at ([`weighing`]), and no part of it is worth
//! more than the whole.
//!
//! Nothing is stored.

#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

pub mod api;
pub mod weighing;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(any(feature = "runtime-benchmarks", test))]
mod forged;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use weights::WeightInfo;

use opg_primitives::proofs::{host_functions, verify, Batch, Declared, Refusal, Rule, Verifier};
use polkadot_sdk::frame_support::{self, weights::Weight};

#[frame_support::pallet]
pub mod pallet {
    use super::*;
    use alloc::boxed::Box;
    use codec::Encode;
    use polkadot_sdk::{
        frame_support::pallet_prelude::*, frame_system::pallet_prelude::*,
        sp_io::hashing::blake2_256,
    };

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// What checking costs.
        type WeightInfo: WeightInfo;
    }

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Every claim of a batch is proven.
        Checked {
            /// Who had it checked.
            by: T::AccountId,
            /// The encoded batch, hashed with BLAKE2b-256.
            batch: [u8; 32],
            /// How many claims it has.
            claims: u32,
        },
    }

    /// Why a batch is refused. The runtime API `ProofsApi.check` also says which key or claim it is.
    #[pallet::error]
    pub enum Error<T> {
        /// Nothing is claimed: put at least one claim into a batch.
        Empty,
        /// The batch is not encoded as one.
        Batch,
        /// A key is of a version that this chain does not know: make it again with the current tools.
        KeyVersion,
        /// A key is for a circuit that is not verified here: its rows or width are out of range.
        KeyShape,
        /// A key is cut off or too long.
        KeyLength,
        /// A key holds a word that is no point: it was changed on the way, or was never one.
        KeyPoint,
        /// No claim is about some key: leave it out.
        KeyIdle,
        /// Keys of several circuit sizes: send one batch for each size.
        KeySize,
        /// A claim is about a key that is not in the batch.
        NoKey,
        /// A claim has another number of inputs or outputs than its model.
        Public,
        /// A proof is cut off or too long for its key.
        ProofLength,
        /// A proof holds a word that is no point: it was changed on the way, or was never one.
        ProofPoint,
        /// A proof holds a word that is no number in its only form.
        ProofNumber,
        /// By bad luck a challenge fell where nothing can be opened: make a new proof.
        Place,
        /// Not all proofs prove their claims: check each alone with `opg-zk verify`.
        False,
        /// The verifier failed. This is a bug; please report the batch.
        Failed,
    }

    impl<T> From<Refusal> for Error<T> {
        fn from(refusal: Refusal) -> Self {
            match refusal.rule {
                Rule::Batch => Self::Batch,
                Rule::KeyVersion => Self::KeyVersion,
                Rule::KeyShape => Self::KeyShape,
                Rule::KeyLength => Self::KeyLength,
                Rule::KeyPoint => Self::KeyPoint,
                Rule::KeyIdle => Self::KeyIdle,
                Rule::KeySize => Self::KeySize,
                Rule::NoKey => Self::NoKey,
                Rule::Public => Self::Public,
                Rule::ProofLength => Self::ProofLength,
                Rule::ProofPoint => Self::ProofPoint,
                Rule::ProofNumber => Self::ProofNumber,
                Rule::Place => Self::Place,
                Rule::False => Self::False,
                Rule::Failed => Self::Failed,
                Rule::Empty => Self::Empty,
            }
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            weighing::assert_sane::<T::WeightInfo>();
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Checks that every claim of a batch is proven.
        ///
        /// The fee is the same whether it is or not. Ask the runtime API `ProofsApi.check` first.
        #[pallet::call_index(0)]
        #[pallet::weight(weighing::weight::<T::WeightInfo>(batch))]
        pub fn check(origin: OriginFor<T>, batch: Box<Batch>) -> DispatchResult {
            let by = ensure_signed(origin)?;
            Self::do_check(by, &batch)
        }
    }

    impl<T: Config> Pallet<T> {
        fn do_check(by: T::AccountId, batch: &Batch) -> DispatchResult {
            let encoded = batch.encode();
            Refusal::from_code(host_functions::verify_batch(&encoded)).map_err(Error::<T>::from)?;
            let claims = batch.claims.len() as u32;
            Self::deposit_event(Event::Checked { by, batch: blake2_256(&encoded), claims });
            Ok(())
        }
    }
}

impl<T: Config> Verifier for Pallet<T> {
    fn verify(batch: &Batch) -> Result<(), Refusal> {
        verify(batch)
    }

    fn weight(declared: Declared) -> Weight {
        weighing::declared::<T::WeightInfo>(declared)
    }
}
