//! The ground: block limits, the clock on the wall, the clocks of genesis.

use crate::*;
use frame_support::{
    derive_impl,
    dispatch::DispatchClass,
    parameter_types,
    traits::{ConstU32, InsideBoth},
    weights::{
        constants::{ParityDbWeight, WEIGHT_REF_TIME_PER_SECOND},
        Weight,
    },
};
use frame_system::limits;
use opg_primitives::{time, token};
use sp_runtime::{traits::AccountIdLookup, Perbill};
use weights::{BlockExecutionWeight, ExtrinsicBaseWeight};

/// Share of a block that hooks are expected to take.
const HOOKS_SHARE: Perbill = Perbill::from_percent(10);
/// One second of computation in a three-second block: the rest is for import, network, and
/// machines slower than the one that measured the weights.
///
/// This chain carries no proofs of validity, so no call weighs anything in the second dimension. The
/// SDK counts a transaction's bytes there, and with the block's length as its limit the price of a
/// transaction rises when blocks are full in either way.
const MAX_BLOCK_WEIGHT: Weight =
    Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND, MAX_BLOCK_LENGTH as u64);
/// The part of a block that ordinary transactions may fill: three quarters. The rest is kept for
/// operational ones.
const NORMAL_WEIGHT: Weight =
    Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND / 4 * 3, NORMAL_LENGTH as u64);
const NORMAL_LENGTH: u32 = MAX_BLOCK_LENGTH / 4 * 3;
/// Bytes of transactions in a block.
pub const MAX_BLOCK_LENGTH: u32 = 5 * 1024 * 1024;

parameter_types! {
    pub const BlockHashCount: BlockNumber = 4_096;
    pub const Version: RuntimeVersion = VERSION;
    pub const SS58Prefix: u16 = token::SS58_PREFIX;
    pub RuntimeBlockLength: limits::BlockLength = limits::BlockLength::builder()
        .max_length(MAX_BLOCK_LENGTH)
        .modify_max_length_for_class(DispatchClass::Normal, |max| *max = NORMAL_LENGTH)
        .build();
    pub RuntimeBlockWeights: limits::BlockWeights = limits::BlockWeights::builder()
        .base_block(BlockExecutionWeight::get())
        .for_class(DispatchClass::all(), |class| {
            class.base_extrinsic = ExtrinsicBaseWeight::get();
        })
        .for_class(DispatchClass::Normal, |class| {
            class.max_total = Some(NORMAL_WEIGHT);
        })
        .for_class(DispatchClass::Operational, |class| {
            class.max_total = Some(MAX_BLOCK_WEIGHT);
            class.reserved = Some(MAX_BLOCK_WEIGHT.saturating_sub(NORMAL_WEIGHT));
        })
        .avg_block_initialization(HOOKS_SHARE)
        .build_or_panic();
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
    // Asked for every call but Root's, which passes no filter.
    type BaseCallFilter = InsideBoth<super::governance::AllowedCalls, TxPause>;
    type AccountId = AccountId;
    type Lookup = AccountIdLookup<AccountId, ()>;
    type Nonce = Nonce;
    type Hash = Hash;
    type Block = Block;
    type BlockHashCount = BlockHashCount;
    type BlockWeights = RuntimeBlockWeights;
    type BlockLength = RuntimeBlockLength;
    type DbWeight = ParityDbWeight;
    type Version = Version;
    type AccountData = pallet_balances::AccountData<Balance>;
    type SystemWeightInfo = weights::frame_system::WeightInfo<Runtime>;
    type ExtensionsWeightInfo = weights::frame_system_extensions::WeightInfo<Runtime>;
    type SS58Prefix = SS58Prefix;
    type MaxConsumers = ConstU32<64>;
}

impl pallet_opg_clocks::Config for Runtime {}

parameter_types! {
    pub const MinimumPeriod: Moment = time::LEAST_APART;
}

impl pallet_timestamp::Config for Runtime {
    type Moment = Moment;
    type OnTimestampSet = Babe;
    type MinimumPeriod = MinimumPeriod;
    type WeightInfo = weights::pallet_timestamp::WeightInfo<Runtime>;
}
