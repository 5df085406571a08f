//! Who is at stake, what it earns, and where the tokens come from that are not due yet.

use super::{governance::ToTreasury, parameters::dynamic};
use crate::{genesis::allocation::STAKING_RESERVE, governance::RootOrSlashCanceller, *};
use alloc::vec::Vec;
use frame_support::{
    parameter_types,
    traits::{ConstU128, ConstU32, Get},
    weights::Weight,
    PalletId,
};
use frame_system::EnsureRoot;
use opg_primitives::{
    stake::Role,
    token::{MILLI_OPG, OPG},
};
use pallet_opg_clocks::{EraSessionsOf, UnbondingErasOf};
use sp_runtime::traits::AccountIdConversion;

parameter_types! {
    pub const ReleasePalletId: PalletId = PalletId(*b"opg/rlse");
    pub const StakePalletId: PalletId = PalletId(*b"opg/stak");
    pub const BagThresholds: &'static [u64] = &THRESHOLDS;
    /// What every block is sure to give to slashes and rewards that wait: a twentieth.
    pub ChoresWeight: Weight =
        super::system::RuntimeBlockWeights::get().max_block.saturating_div(20);
}

impl pallet_opg_release::Config for Runtime {
    type Currency = Balances;
    type RedirectOrigin = EnsureRoot<AccountId>;
    type PalletId = ReleasePalletId;
    type MaxPots = ConstU32<64>;
    type WeightInfo = weights::pallet_opg_release::WeightInfo<Runtime>;
}

/// The ranking's unit: all the OPG there is makes a score of a million millions.
pub const SCORE_UNIT: Balance = MILLI_OPG;
/// Bags from a thousand OPG to all there is.
const THRESHOLDS: [u64; 146] = thresholds();

/// Each bag's end is a tenth above the one before: who ranks among peers of a bag by when it came
/// differs from them by less than that. Computed when this is compiled: nothing can go wrong later.
#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
const fn thresholds() -> [u64; 146] {
    let mut all = [1_000 * (OPG / SCORE_UNIT) as u64; 146];
    let mut bag = 1;
    while bag < all.len() {
        all[bag] = all[bag - 1] / 10 * 11;
        bag += 1;
    }
    all
}

impl pallet_bags_list::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = weights::pallet_bags_list::WeightInfo<Runtime>;
    type ScoreProvider = Stake;
    type BagThresholds = BagThresholds;
    // Scores follow every change of stake: nobody's place is ever out of date.
    type MaxAutoRebagPerBlock = ();
    type Score = u64;
}

impl pallet_opg_stake::Config for Runtime {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Ranking = Ranking;
    type ScoreUnit = ConstU128<SCORE_UNIT>;
    type Registry = ToSession;
    type Rewards = StakingReserve;
    type OnSlash = ToTreasury;
    type CancelOrigin = RootOrSlashCanceller;
    type EraSessions = EraSessionsOf<Runtime>;
    type UnbondingEras = UnbondingErasOf<Runtime>;
    type MinimumBond = Bonds;
    type MinimumDelegation = dynamic::stake::MinimumDelegation;
    type CommissionStep = dynamic::stake::CommissionStep;
    type SlashFloor = dynamic::stake::SlashFloor;
    type ValidatorCount = dynamic::stake::ValidatorCount;
    type MaxValidators = super::consensus::MaxAuthorities;
    type MaxChunks = ConstU32<32>;
    type ChoresWeight = ChoresWeight;
    type PalletId = StakePalletId;
    type OnOperator = (Panels, Oracle);
    type WeightInfo = weights::pallet_opg_stake::WeightInfo<Runtime>;
}

/// What governance says each role's bond must be.
pub struct Bonds;
impl pallet_opg_stake::MinimumBond for Bonds {
    fn of(role: Role) -> Balance {
        match role {
            Role::Validator => dynamic::stake::ValidatorBond::get(),
            Role::Inference => dynamic::stake::InferenceBond::get(),
            Role::Verifier => dynamic::stake::VerifierBond::get(),
            Role::Data => dynamic::stake::DataBond::get(),
        }
    }
}

/// The keyless account that pays those who author blocks.
pub fn rewards_account() -> AccountId {
    StakePalletId::get().into_account_truncating()
}

/// Pays rewards from what the reserve's pot releases, and from nothing else: no token is minted.
pub struct StakingReserve;
impl pallet_opg_stake::RewardSource<AccountId> for StakingReserve {
    fn account() -> AccountId {
        rewards_account()
    }
    fn collect() {
        Release::collect(STAKING_RESERVE);
    }
}

/// Accounts that sign blocks, and those that could.
pub struct ToSession;
impl pallet_opg_stake::ValidatorRegistry<AccountId> for ToSession {
    fn has_keys(who: &AccountId) -> bool {
        pallet_session::NextKeys::<Runtime>::contains_key(who)
    }
    fn current() -> Vec<AccountId> {
        Session::validators()
    }
    #[cfg(feature = "runtime-benchmarks")]
    fn give_keys(who: &AccountId) {
        crate::benchmarking::give_session_keys(who);
    }
    #[cfg(feature = "runtime-benchmarks")]
    fn take_keys(who: &AccountId) {
        pallet_session::NextKeys::<Runtime>::remove(who);
    }
    #[cfg(feature = "runtime-benchmarks")]
    fn set_current(validators: Vec<AccountId>) {
        pallet_session::Validators::<Runtime>::put(validators);
    }
}
