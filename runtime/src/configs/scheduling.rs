//! Calls stored now and made later.

use crate::*;
use core::cmp::Ordering;
use frame_support::{
    parameter_types,
    traits::{fungible::HoldConsideration, ConstU32, LinearStoragePrice, PrivilegeCmp},
    weights::Weight,
};
use frame_system::EnsureRoot;
use opg_primitives::token::storage_deposit;

parameter_types! {
    pub const PreimageHoldReason: RuntimeHoldReason =
        RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
    pub const PreimageBaseDeposit: Balance = storage_deposit(2, 64);
    pub const PreimageByteDeposit: Balance = storage_deposit(0, 1);
}

impl pallet_preimage::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type Currency = Balances;
    type ManagerOrigin = EnsureRoot<AccountId>;
    type Consideration = HoldConsideration<
        AccountId,
        Balances,
        PreimageHoldReason,
        LinearStoragePrice<PreimageBaseDeposit, PreimageByteDeposit, Balance>,
    >;
    type WeightInfo = weights::pallet_preimage::WeightInfo<Runtime>;
}

parameter_types! {
    /// Most of a block that scheduled calls may take; a heavier agenda goes on in the next block.
    pub MaximumSchedulerWeight: Weight =
        super::system::RuntimeBlockWeights::get().max_block.saturating_div(2);
}

impl pallet_scheduler::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeOrigin = RuntimeOrigin;
    type PalletsOrigin = OriginCaller;
    type RuntimeCall = RuntimeCall;
    type MaximumWeight = MaximumSchedulerWeight;
    type ScheduleOrigin = EnsureRoot<AccountId>;
    // Every vote wakes its referendum in the next block, and a referendum that finds no room there
    // sleeps until the next vote: more than anyone would pay to fill.
    type MaxScheduledPerBlock = ConstU32<256>;
    type WeightInfo = weights::pallet_scheduler::WeightInfo<Runtime>;
    type OriginPrivilegeCmp = RootAboveAll;
    type Preimages = Preimage;
    type BlockNumberProvider = System;
}

/// Root may cancel what any origin scheduled. No other origin may touch another's.
pub struct RootAboveAll;

impl PrivilegeCmp<OriginCaller> for RootAboveAll {
    fn cmp_privilege(left: &OriginCaller, right: &OriginCaller) -> Option<Ordering> {
        let is_root = |origin: &OriginCaller| {
            matches!(origin, OriginCaller::system(frame_system::RawOrigin::Root))
        };
        match (is_root(left), is_root(right)) {
            (true, true) => Some(Ordering::Equal),
            (true, false) => Some(Ordering::Greater),
            (false, true) => Some(Ordering::Less),
            (false, false) => (left == right).then_some(Ordering::Equal),
        }
    }
}
