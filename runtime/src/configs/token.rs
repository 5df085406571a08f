//! The token and what a transaction costs.

use super::parameters::dynamic::fees;
use crate::*;
use frame_support::{
    parameter_types,
    traits::{
        fungible::{Balanced, Credit},
        ConstU128, ConstU32, ConstU8, Imbalance, OnUnbalanced, VariantCountOf,
    },
    weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight, WeightToFee},
};
use opg_primitives::token;
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{
    traits::{Bounded, Get, One},
    FixedPointNumber, Percent, Perquintill,
};

impl pallet_balances::Config for Runtime {
    type Balance = Balance;
    type DustRemoval = super::governance::ToTreasury;
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
    type OnChargeTransaction = FungibleAdapter<Balances, ToTreasuryAndAuthor>;
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

/// The author's part of a fee. The rest is the treasury's.
pub const AUTHOR_SHARE: Percent = Percent::from_percent(20);

/// What becomes of a fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedFee {
    pub treasury: Balance,
    pub author: Balance,
}

/// Splits a fee. What does not divide is the treasury's: an author could otherwise gain by many
/// small transactions.
pub fn share_fee(fee: Balance) -> SharedFee {
    let author = AUTHOR_SHARE.mul_floor(fee);
    SharedFee { treasury: fee.saturating_sub(author), author }
}

type Money = Credit<AccountId, Balances>;

/// Gives the treasury and the block's author their parts of a fee, and the author the tip. Where
/// nobody authors, or the author's account cannot receive so little, all of it is the treasury's.
pub struct ToTreasuryAndAuthor;

impl OnUnbalanced<Money> for ToTreasuryAndAuthor {
    /// Transaction payment hands over the fee, then the tip.
    fn on_unbalanceds(mut fee_and_tip: impl Iterator<Item = Money>) {
        let fee = fee_and_tip.next().unwrap_or_default();
        let author_share = share_fee(fee.peek()).author;
        let (mut author, mut treasury) = fee.split(author_share);
        fee_and_tip.for_each(|tip| author.subsume(tip));
        if let Err(undelivered) = pay_author(author) {
            treasury.subsume(undelivered);
        }
        // The treasury has an account from genesis on, which nothing empties.
        drop(pay(&Treasury::account_id(), treasury));
    }

    fn on_nonzero_unbalanced(fee: Money) {
        Self::on_unbalanceds(core::iter::once(fee));
    }
}

fn pay_author(money: Money) -> Result<(), Money> {
    match Authorship::author() {
        Some(author) => pay(&author, money),
        None => Err(money),
    }
}

/// Nothing is paid without an event: a deposit of zero would write one.
fn pay(who: &AccountId, money: Money) -> Result<(), Money> {
    money.drop_zero().or_else(|money| Balances::resolve(who, money))
}
