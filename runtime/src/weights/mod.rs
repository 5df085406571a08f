//! What each call costs.
//!
//! For now these are the SDK's own figures: for most pallets measured on its reference machine, for
//! babe and grandpa its estimates, and those behind `()` with another database's cost. `make
//! weights` is to replace them, pallet by pallet, with measurements of this runtime.

use polkadot_sdk::{frame_support::weights::Weight, *};

pub use frame_support::weights::constants::{BlockExecutionWeight, ExtrinsicBaseWeight};

/// A module per pallet whose weights the SDK exports by the same name.
macro_rules! measured_by_the_sdk {
    ($($pallet:ident),* $(,)?) => {
        $(pub mod $pallet {
            pub type WeightInfo<T> = polkadot_sdk::$pallet::weights::SubstrateWeight<T>;
        })*
    };
}

measured_by_the_sdk!(
    frame_system,
    pallet_balances,
    pallet_multisig,
    pallet_preimage,
    pallet_proxy,
    pallet_scheduler,
    pallet_session,
    pallet_timestamp,
    pallet_transaction_payment,
    pallet_utility,
);

pub mod frame_system_extensions {
    pub type WeightInfo<T> = polkadot_sdk::frame_system::SubstrateExtensionsWeight<T>;
}

/// The SDK keeps these behind its `()`, which a runtime's type parameter cannot name.
macro_rules! given_by_the_sdk_as_unit {
    ($($pallet:ident { $($call:ident($($argument:ident),*)),* $(,)? })*) => {
        $(pub mod $pallet {
            use super::*;

            pub struct WeightInfo<T>(core::marker::PhantomData<T>);
            impl<T> polkadot_sdk::$pallet::WeightInfo for WeightInfo<T> {
                $(fn $call($($argument: u32),*) -> Weight {
                    <() as polkadot_sdk::$pallet::WeightInfo>::$call($($argument),*)
                })*
            }
        })*
    };
}

given_by_the_sdk_as_unit! {
    pallet_babe { plan_config_change(), report_equivocation(validators, nominators) }
    pallet_grandpa { note_stalled(), report_equivocation(validators, nominators) }
    pallet_parameters { set_parameter() }
}
