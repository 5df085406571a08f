//! Outside data.

use super::{governance::ToTreasury, inference::TreasuryAccount, parameters::dynamic, system};
use crate::*;
use frame_support::{
    parameter_types,
    traits::{ConstU128, ConstU32},
    weights::Weight,
};
use frame_system::EnsureRoot;
use opg_primitives::token::MILLI_OPG;

parameter_types! {
    /// What every block is sure to give to feeds whose reporters change: a fiftieth.
    pub SeatsWeight: Weight =
        system::RuntimeBlockWeights::get().max_block.saturating_div(50);
    /// The same for changes of what reporters weigh: a twentieth.
    pub LotsWeight: Weight =
        system::RuntimeBlockWeights::get().max_block.saturating_div(20);
}

impl pallet_opg_oracle::Config for Runtime {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Tickets = Stake;
    type Time = Timestamp;
    type Entropy = super::inference::Entropy;
    // Its feeds are paid for by the treasury, without limit.
    type GovernanceOrigin = EnsureRoot<AccountId>;
    type Treasury = TreasuryAccount;
    type OnSlash = ToTreasury;
    type Rules = dynamic::oracle::Rules;
    type BondUnit = ConstU128<MILLI_OPG>;
    type DrawDelay = ConstU32<{ super::models::DRAW_DELAY }>;
    type MaxReport = ConstU32<100>;
    type MaxDue = ConstU32<1_024>;
    type AgendaWeight = SeatsWeight;
    type ChangesWeight = LotsWeight;
    type WeightInfo = weights::pallet_opg_oracle::WeightInfo<Runtime>;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = crate::benchmarking::oracle::Helper;
}
