//! Outside data.

use super::{governance::ToTreasury, inference::TreasuryAccount, parameters::dynamic, system};
use crate::*;
use frame_support::{
    parameter_types,
    traits::{ConstU128, ConstU32, Time},
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

/// The time of this block. Standing orders are placed before its timestamp is set, when that pallet still has the
/// last block's: after the chain has stood still, an answer of before would seem fresh. The block's slot is known
/// by then, and a timestamp lies in its slot.
pub struct BlockTime;

impl Time for BlockTime {
    type Moment = Moment;

    fn now() -> Moment {
        let slot = u64::from(Babe::current_slot()).saturating_mul(Babe::slot_duration());
        Timestamp::now().max(slot)
    }
}

impl pallet_opg_oracle::Config for Runtime {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Tickets = Stake;
    type Time = BlockTime;
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
