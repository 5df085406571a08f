//! Acting in bulk, together, or on behalf of another.

use crate::*;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::{ConstU128, ConstU32, InstanceFilter};
use opg_primitives::token::storage_deposit;
use scale_info::TypeInfo;
use sp_runtime::traits::BlakeTwo256;

impl pallet_utility::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type PalletsOrigin = OriginCaller;
    type WeightInfo = weights::pallet_utility::WeightInfo<Runtime>;
}

/// Bytes of an account.
const ACCOUNT: u32 = 32;

impl pallet_multisig::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type Currency = Balances;
    // Key: account and call hash; value: timepoint, deposit, depositor.
    type DepositBase = ConstU128<{ storage_deposit(1, 2 * ACCOUNT + 8 + 16 + ACCOUNT) }>;
    type DepositFactor = ConstU128<{ storage_deposit(0, ACCOUNT) }>;
    type MaxSignatories = ConstU32<100>;
    type WeightInfo = weights::pallet_multisig::WeightInfo<Runtime>;
    type BlockNumberProvider = System;
}

/// What a proxy may do for the account that named it.
#[derive(
    Copy,
    Clone,
    Eq,
    PartialEq,
    Ord,
    PartialOrd,
    Encode,
    Decode,
    DecodeWithMemTracking,
    Debug,
    MaxEncodedLen,
    TypeInfo,
    Default,
)]
pub enum ProxyType {
    /// Everything.
    #[default]
    #[codec(index = 0)]
    Any,
    /// What cannot move money away, neither this account's nor that of an account it can act for.
    /// Deposits and votes may still reserve and lock it.
    #[codec(index = 1)]
    NonTransfer,
    /// Rejecting announced calls of other proxies, nothing else.
    #[codec(index = 2)]
    CancelProxy,
    /// Taking part in governance. Deposits are this account's: that of a referendum which is rejected
    /// stays reserved.
    #[codec(index = 3)]
    Governance,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
    fn filter(&self, call: &RuntimeCall) -> bool {
        match self {
            ProxyType::Any => true,
            // Named one by one: a pallet added later is refused until someone has thought about it.
            // Multisig and nested proxy calls start from a fresh origin, which this filter would
            // not follow.
            ProxyType::NonTransfer => matches!(
                call,
                RuntimeCall::System(_)
                    | RuntimeCall::Session(pallet_session::Call::set_keys { .. })
                    | RuntimeCall::Grandpa(_)
                    | RuntimeCall::Babe(_)
                    | RuntimeCall::Utility(_)
                    | RuntimeCall::Proxy(pallet_proxy::Call::reject_announcement { .. })
                    | RuntimeCall::Preimage(_)
                    | RuntimeCall::Scheduler(_)
                    | RuntimeCall::Referenda(_)
                    | RuntimeCall::ConvictionVoting(_)
            ),
            ProxyType::CancelProxy => matches!(
                call,
                RuntimeCall::Proxy(pallet_proxy::Call::reject_announcement { .. })
                    | RuntimeCall::Utility(pallet_utility::Call::batch { .. })
                    | RuntimeCall::Utility(pallet_utility::Call::batch_all { .. })
                    | RuntimeCall::Utility(pallet_utility::Call::force_batch { .. })
            ),
            ProxyType::Governance => matches!(
                call,
                RuntimeCall::Referenda(_)
                    | RuntimeCall::ConvictionVoting(_)
                    | RuntimeCall::Preimage(_)
                    | RuntimeCall::Utility(pallet_utility::Call::batch { .. })
                    | RuntimeCall::Utility(pallet_utility::Call::batch_all { .. })
                    | RuntimeCall::Utility(pallet_utility::Call::force_batch { .. })
            ),
        }
    }

    fn is_superset(&self, other: &Self) -> bool {
        self == other || *self == ProxyType::Any
    }
}

impl pallet_proxy::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type Currency = Balances;
    type ProxyType = ProxyType;
    type ProxyDepositBase = ConstU128<{ storage_deposit(1, 16) }>;
    // A proxy's account, type and delay.
    type ProxyDepositFactor = ConstU128<{ storage_deposit(0, ACCOUNT + 1 + 4) }>;
    type MaxProxies = ConstU32<32>;
    type WeightInfo = weights::pallet_proxy::WeightInfo<Runtime>;
    type MaxPending = ConstU32<32>;
    type CallHasher = BlakeTwo256;
    type AnnouncementDepositBase = ConstU128<{ storage_deposit(1, 16) }>;
    // Real account, call hash and height.
    type AnnouncementDepositFactor = ConstU128<{ storage_deposit(0, ACCOUNT + 32 + 4) }>;
    type BlockNumberProvider = System;
}
