//! The market for answers.

use super::{governance::ToTreasury, models::LateRandomness, parameters::dynamic, system};
use crate::*;
use frame_support::{parameter_types, traits::ConstU32, weights::Weight};
use opg_primitives::time;

parameter_types! {
    /// What every block is sure to give to requests that are due: two fifths. That is the part which ending a
    /// request, and forgetting it, has in all that it weighs: with less of it blocks would take in more than they
    /// can end.
    pub RequestsWeight: Weight =
        system::RuntimeBlockWeights::get().max_block.saturating_mul(2).saturating_div(5);
    /// From here on a block may have had no room for answers: nine tenths, in weight or in bytes.
    pub FullBlock: Weight =
        system::RuntimeBlockWeights::get().max_block.saturating_mul(9).saturating_div(10);
    pub TreasuryAccount: AccountId = Treasury::account_id();
    /// What the authors of all blocks so far have added.
    pub Entropy: Hash = pallet_opg_panels::Entropy::<Runtime>::get();
}

impl pallet_opg_inference::Config for Runtime {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Tickets = Stake;
    type Roles = Stake;
    type Servers = Models;
    type Panels = Panels;
    type Verifier = Proofs;
    type Randomness = LateRandomness;
    type Entropy = Entropy;
    type Feeds = Oracle;
    // What the growth budget will follow.
    type OnSettled = ();
    type OnSlash = ToTreasury;
    type Treasury = TreasuryAccount;
    type Rules = dynamic::market::Rules;
    type FullBlock = FullBlock;
    type MaxTime = ConstU32<{ time::DAYS }>;
    type MaxBatch = ConstU32<256>;
    type MaxDue = ConstU32<8_192>;
    type AgendaWeight = RequestsWeight;
    type WeightInfo = weights::pallet_opg_inference::WeightInfo<Runtime>;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = crate::benchmarking::inference::Helper;
}
