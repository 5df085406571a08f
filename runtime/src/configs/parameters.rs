//! What governance may tune. Nothing that users may argue about is a constant.

use crate::*;
use frame_support::{
    dynamic_params::{dynamic_pallet_params, dynamic_params},
    traits::AsEnsureOriginWithArg,
};
use frame_system::EnsureRoot;

#[dynamic_params(RuntimeParameters, pallet_parameters::Parameters::<Runtime>)]
pub mod dynamic {
    use super::*;
    use opg_primitives::token::{MICRO_OPG, OPG};

    /// The price of a transaction.
    #[dynamic_pallet_params]
    #[codec(index = 0)]
    pub mod fees {
        /// Planck for a second of computation, before the multiplier that follows demand.
        #[codec(index = 0)]
        pub static ComputeSecond: Balance = 3 * OPG / 2;

        /// Planck for a byte of an encoded transaction.
        #[codec(index = 1)]
        pub static TransactionByte: Balance = MICRO_OPG;
    }
}

impl pallet_parameters::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeParameters = RuntimeParameters;
    type AdminOrigin = AsEnsureOriginWithArg<EnsureRoot<AccountId>>;
    type WeightInfo = weights::pallet_parameters::WeightInfo<Runtime>;
}

#[cfg(feature = "runtime-benchmarks")]
impl Default for RuntimeParameters {
    fn default() -> Self {
        RuntimeParameters::Fees(dynamic::fees::Parameters::ComputeSecond(
            dynamic::fees::ComputeSecond,
            Some(opg_primitives::token::OPG),
        ))
    }
}
