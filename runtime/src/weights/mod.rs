//! What each call costs: one file a pallet, written by `make weights` and never by hand.

mod block_weights;
mod extrinsic_weights;

pub mod frame_system;
pub mod frame_system_extensions;
pub mod origins;
pub mod pallet_babe;
pub mod pallet_bags_list;
pub mod pallet_balances;
pub mod pallet_conviction_voting;
pub mod pallet_grandpa;
pub mod pallet_multisig;
pub mod pallet_opg_inference;
pub mod pallet_opg_models;
pub mod pallet_opg_oracle;
pub mod pallet_opg_panels;
pub mod pallet_opg_proofs;
pub mod pallet_opg_release;
pub mod pallet_opg_stake;
pub mod pallet_parameters;
pub mod pallet_preimage;
pub mod pallet_proxy;
pub mod pallet_referenda;
pub mod pallet_scheduler;
pub mod pallet_session;
pub mod pallet_timestamp;
pub mod pallet_transaction_payment;
pub mod pallet_treasury;
pub mod pallet_tx_pause;
pub mod pallet_utility;

pub use block_weights::BlockExecutionWeight;
pub use extrinsic_weights::ExtrinsicBaseWeight;
