//! # The OPG chain's runtime
//!
//! Composes the pallets; holds no logic of its own beyond glue.
//!
//! - [`configs`]: how each pallet is set up, one file per domain.
//! - `apis`: what the node and clients may ask of the runtime.
//! - [`extensions`]: what transactions must pass beside what the SDK asks of them.
//! - [`genesis`]: the presets from which chain specs are made.
//! - [`governance`]: what referenda may decide, and how.
//! - [`weights`]: what each call costs, as measured by `make weights`.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "256"]
#![cfg_attr(
    not(test),
    deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

mod apis;
pub mod configs;
pub mod extensions;
pub mod genesis;
pub mod governance;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod tests;

use alloc::{borrow::Cow, vec::Vec};
use governance::origins;
use polkadot_sdk::{
    pallet_session::historical as pallet_session_historical,
    sp_runtime::{generic, impl_opaque_keys, traits::BlakeTwo256},
    sp_version::{self, RuntimeVersion},
    *,
};

pub use apis::RuntimeApi;
pub use opg_primitives::{
    AccountId, Address, Balance, BlockNumber, Hash, Moment, Nonce, Signature,
};

/// A block as the runtime decodes it.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// A block's header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A transaction, not yet checked.
pub type UncheckedExtrinsic =
    generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// What a transaction's author signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// What every transaction carries beside its call, in the order it is checked.
/// `WeightReclaim` comes last so that it sees the weight that all others really used.
pub type TxExtension = (
    frame_system::AuthorizeCall<Runtime>,
    frame_system::CheckNonZeroSender<Runtime>,
    frame_system::CheckSpecVersion<Runtime>,
    frame_system::CheckTxVersion<Runtime>,
    frame_system::CheckGenesis<Runtime>,
    frame_system::CheckMortality<Runtime>,
    frame_system::CheckNonce<Runtime>,
    frame_system::CheckWeight<Runtime>,
    extensions::CheckOperational,
    pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
    frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
    frame_system::WeightReclaim<Runtime>,
);

/// The extensions of a transaction that stays valid for ever, for programs that sign with this crate.
#[cfg(feature = "std")]
pub fn immortal_extension(nonce: Nonce, tip: Balance) -> TxExtension {
    (
        frame_system::AuthorizeCall::new(),
        frame_system::CheckNonZeroSender::new(),
        frame_system::CheckSpecVersion::new(),
        frame_system::CheckTxVersion::new(),
        frame_system::CheckGenesis::new(),
        frame_system::CheckMortality::from(generic::Era::Immortal),
        frame_system::CheckNonce::from(nonce),
        frame_system::CheckWeight::new(),
        extensions::CheckOperational,
        pallet_transaction_payment::ChargeTransactionPayment::from(tip),
        frame_metadata_hash_extension::CheckMetadataHash::new(false),
        frame_system::WeightReclaim::new(),
    )
}

/// Applies blocks to state.
pub type Executive = frame_executive::Executive<
    Runtime,
    Block,
    frame_system::ChainContext<Runtime>,
    Runtime,
    AllPalletsWithSystem,
>;

impl_opaque_keys! {
    /// The keys a validator's node signs with. All three from the first block on: adding one later
    /// would mean migrating every validator's keys.
    pub struct SessionKeys {
        pub grandpa: Grandpa,
        pub babe: Babe,
        pub authority_discovery: AuthorityDiscovery,
    }
}

/// BABE's probability of a primary slot and the kind of secondary slots, from genesis on.
pub const BABE_GENESIS_EPOCH_CONFIG: sp_consensus_babe::BabeEpochConfiguration =
    sp_consensus_babe::BabeEpochConfiguration {
        c: (1, 4),
        allowed_slots: sp_consensus_babe::AllowedSlots::PrimaryAndSecondaryVRFSlots,
    };

/// Which runtime this is. Raise `spec_version` with every change of behaviour, and
/// `transaction_version` when an existing call or the extensions change their encoding.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
    spec_name: Cow::Borrowed("opg"),
    impl_name: Cow::Borrowed("opg-node"),
    authoring_version: 1,
    spec_version: 1,
    impl_version: 1,
    apis: apis::RUNTIME_API_VERSIONS,
    transaction_version: 1,
    system_version: 1,
};

#[frame_support::runtime]
mod runtime {
    use super::*;

    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask,
        RuntimeViewFunction
    )]
    pub struct Runtime;

    // An index is part of every encoded call and event: it never changes and is never reused.
    // Genesis, and each block's hooks, run in this order.

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    // First among the rest: other pallets' genesis reads the clocks.
    #[runtime::pallet_index(1)]
    pub type Clocks = pallet_opg_clocks;
    #[runtime::pallet_index(2)]
    pub type Babe = pallet_babe;
    #[runtime::pallet_index(3)]
    pub type Timestamp = pallet_timestamp;
    #[runtime::pallet_index(5)]
    pub type Balances = pallet_balances;
    #[runtime::pallet_index(6)]
    pub type TransactionPayment = pallet_transaction_payment;
    #[runtime::pallet_index(7)]
    pub type Parameters = pallet_parameters;

    // Before the session pallet, whose genesis asks who validates.
    #[runtime::pallet_index(8)]
    pub type Release = pallet_opg_release;
    #[runtime::pallet_index(9)]
    pub type Stake = pallet_opg_stake;
    #[runtime::pallet_index(10)]
    pub type Ranking = pallet_bags_list;

    #[runtime::pallet_index(12)]
    pub type Offences = pallet_offences;
    #[runtime::pallet_index(13)]
    pub type Historical = pallet_session_historical;
    #[runtime::pallet_index(14)]
    pub type Session = pallet_session;
    // After the session pallet: the author of a session's first block is one of the new validators.
    #[runtime::pallet_index(4)]
    pub type Authorship = pallet_authorship;
    #[runtime::pallet_index(15)]
    pub type Grandpa = pallet_grandpa;
    #[runtime::pallet_index(16)]
    pub type AuthorityDiscovery = pallet_authority_discovery;

    #[runtime::pallet_index(20)]
    pub type Utility = pallet_utility;
    #[runtime::pallet_index(21)]
    pub type Multisig = pallet_multisig;
    #[runtime::pallet_index(22)]
    pub type Proxy = pallet_proxy;
    #[runtime::pallet_index(23)]
    pub type Preimage = pallet_preimage;
    #[runtime::pallet_index(24)]
    pub type Scheduler = pallet_scheduler;

    #[runtime::pallet_index(30)]
    pub type Origins = origins;
    #[runtime::pallet_index(31)]
    pub type Referenda = pallet_referenda;
    #[runtime::pallet_index(32)]
    pub type ConvictionVoting = pallet_conviction_voting;
    #[runtime::pallet_index(33)]
    pub type Treasury = pallet_treasury;
    #[runtime::pallet_index(34)]
    pub type TxPause = pallet_tx_pause;

    #[runtime::pallet_index(40)]
    pub type Proofs = pallet_opg_proofs;
    #[runtime::pallet_index(41)]
    pub type Panels = pallet_opg_panels;
    #[runtime::pallet_index(42)]
    pub type Models = pallet_opg_models;
    #[runtime::pallet_index(43)]
    pub type Inference = pallet_opg_inference;
    #[runtime::pallet_index(44)]
    pub type Oracle = pallet_opg_oracle;
}
