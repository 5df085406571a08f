//! What governance may tune. Nothing that users may argue about is a constant.

use crate::*;
use frame_support::{
    dynamic_params::{dynamic_pallet_params, dynamic_params},
    traits::{AsEnsureOriginWithArg, EitherOfDiverse},
};
use frame_system::EnsureRoot;

#[dynamic_params(RuntimeParameters, pallet_parameters::Parameters::<Runtime>)]
pub mod dynamic {
    use super::*;
    use opg_primitives::token::{MICRO_OPG, OPG};
    use sp_runtime::Perbill;

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

    /// What it takes to be at stake.
    #[dynamic_pallet_params]
    #[codec(index = 1)]
    pub mod stake {
        /// Least own bond of a validator. Seats are equal whatever stands behind them, so this is
        /// what a seat costs while there are more seats than takers.
        #[codec(index = 0)]
        pub static ValidatorBond: Balance = 100_000 * OPG;

        /// Least own bond of whoever runs models.
        #[codec(index = 1)]
        pub static InferenceBond: Balance = 1_000 * OPG;

        /// Least own bond of whoever checks what others ran.
        #[codec(index = 2)]
        pub static VerifierBond: Balance = 1_000 * OPG;

        /// Least own bond of whoever brings in data.
        #[codec(index = 3)]
        pub static DataBond: Balance = 1_000 * OPG;

        /// Least that may be delegated.
        #[codec(index = 4)]
        pub static MinimumDelegation: Balance = 10 * OPG;

        /// Validators of a session.
        #[codec(index = 5)]
        pub static ValidatorCount: u32 = 100;

        /// Most that a commission may rise in an era.
        #[codec(index = 6)]
        pub static CommissionStep: Perbill = Perbill::from_percent(1);

        /// Least part of all that backs an offender that is slashed.
        #[codec(index = 7)]
        pub static SlashFloor: Perbill = Perbill::from_percent(5);
    }

    /// What it takes to say what is true.
    #[dynamic_pallet_params]
    #[codec(index = 2)]
    pub mod panels {
        /// What a member of a panel loses if it is silent, or what it said proves false.
        #[codec(index = 0)]
        pub static Ticket: Balance = 50 * OPG;

        /// What a member is paid.
        #[codec(index = 1)]
        pub static Reward: Balance = 2 * OPG;
    }

    /// What answers cost, who gets it, and who has what at stake.
    #[dynamic_pallet_params]
    #[codec(index = 3)]
    pub mod market {
        /// All of it, so that a request reads one entry.
        #[codec(index = 0)]
        pub static Rules: pallet_opg_inference::types::Rules = Default::default();
    }

    /// What reporters have at stake, and how feeds are kept up to date.
    #[dynamic_pallet_params]
    #[codec(index = 4)]
    pub mod oracle {
        /// All of it, so that a report reads one entry.
        #[codec(index = 0)]
        pub static Rules: pallet_opg_oracle::Rules = Default::default();
    }
}

impl pallet_parameters::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeParameters = RuntimeParameters;
    type AdminOrigin =
        AsEnsureOriginWithArg<EitherOfDiverse<EnsureRoot<AccountId>, origins::Parameters>>;
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
