//! The token and what a transaction costs.

use super::parameters::dynamic::fees;
use crate::*;
use frame_support::{
    parameter_types,
    traits::{
        fungible::{Balanced, Credit},
        ConstU128, ConstU32, ConstU8, OnUnbalanced, VariantCountOf,
    },
    weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight, WeightToFee},
};
use opg_primitives::token;
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{
    traits::{Bounded, Get, One},
    FixedPointNumber, Perquintill,
};

impl pallet_balances::Config for Runtime {
    type Balance = Balance;
    type DustRemoval = ();
    type RuntimeEvent = RuntimeEvent;
    type ExistentialDeposit = ConstU128<{ token::EXISTENTIAL_DEPOSIT }>;
    type AccountStore = System;
    type MaxLocks = ConstU32<50>;
    type MaxReserves = ConstU32<50>;
    type ReserveIdentifier = [u8; 8];
    type WeightInfo = weights::pallet_balances::WeightInfo<Runtime>;
    type RuntimeHoldReason = RuntimeHoldReason;
    type RuntimeFreezeReason = RuntimeFreezeReason;
    type FreezeIdentifier = RuntimeFreezeReason;
    type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
    type DoneSlashHandler = ();
}

parameter_types! {
    /// How full a block may be on average before the fee rises.
    pub const TargetFullness: Perquintill = Perquintill::from_percent(25);
    /// How strongly fullness moves the fee: full blocks double it in about five minutes.
    pub Adjustment: Multiplier = Multiplier::saturating_from_rational(1, 100);
    pub MinimumMultiplier: Multiplier = Multiplier::one();
    pub MaximumMultiplier: Multiplier = Multiplier::max_value();
}

impl pallet_transaction_payment::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type OnChargeTransaction = FungibleAdapter<Balances, ToAuthor>;
    type OperationalFeeMultiplier = ConstU8<5>;
    type WeightToFee = PricePerSecond<fees::ComputeSecond>;
    type LengthToFee = PricePerByte<fees::TransactionByte>;
    type FeeMultiplierUpdate = TargetedFeeAdjustment<
        Runtime,
        TargetFullness,
        Adjustment,
        MinimumMultiplier,
        MaximumMultiplier,
    >;
    type WeightInfo = weights::pallet_transaction_payment::WeightInfo<Runtime>;
}

/// Planck for `weight` where a second of computation costs `second`, rounded up: work is never
/// free.
pub fn compute_fee(weight: Weight, second: Balance) -> Balance {
    Balance::from(weight.ref_time())
        .saturating_mul(second)
        .div_ceil(Balance::from(WEIGHT_REF_TIME_PER_SECOND))
}

/// Charges computation at `Price` planck per second.
pub struct PricePerSecond<Price>(core::marker::PhantomData<Price>);
impl<Price: Get<Balance>> WeightToFee for PricePerSecond<Price> {
    type Balance = Balance;

    fn weight_to_fee(weight: &Weight) -> Balance {
        compute_fee(*weight, Price::get())
    }
}

/// Charges length, which transaction payment passes as a weight, at `Price` planck per byte.
pub struct PricePerByte<Price>(core::marker::PhantomData<Price>);
impl<Price: Get<Balance>> WeightToFee for PricePerByte<Price> {
    type Balance = Balance;

    fn weight_to_fee(length: &Weight) -> Balance {
        Balance::from(length.ref_time()).saturating_mul(Price::get())
    }
}

/// Gives fees and tips to the author of the block.
pub struct ToAuthor;
impl OnUnbalanced<Credit<AccountId, Balances>> for ToAuthor {
    fn on_nonzero_unbalanced(fee: Credit<AccountId, Balances>) {
        if let Some(author) = Authorship::author() {
            // An author whose account does not exist and whose fee is below the existential
            // deposit cannot receive it; dropping the credit burns it.
            drop(Balances::resolve(&author, fee));
        }
    }
}
