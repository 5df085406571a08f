//! Deposits for what is stored.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::marker::PhantomData;
use opg_primitives::Balance;
use polkadot_sdk::{
    frame_support::{
        ensure,
        traits::{
            fungible::{Mutate, MutateHold},
            tokens::{Fortitude, Precision, Preservation},
            Consideration, Footprint, Get,
        },
        CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
    },
    sp_runtime::{traits::Convert, DispatchError, TokenError},
};
use scale_info::TypeInfo;

/// What a deposit is made of, none of which it has in it.
type Parts<AccountId, Currency, Reason, Price> = fn() -> (AccountId, Currency, Reason, Price);

/// Money held for as long as something is stored, as the SDK's `HoldConsideration`; but frozen money is
/// never held, and the account outlives it. `Price` is asked with one thing and the bytes it has, in
/// however many entries, which is what the SDK's `LinearStoragePrice` makes most sense of.
#[derive(
    CloneNoBound,
    DebugNoBound,
    EqNoBound,
    PartialEqNoBound,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[scale_info(skip_type_params(AccountId, Currency, Reason, Price))]
#[codec(mel_bound())]
pub struct Deposit<AccountId, Currency, Reason, Price>(
    Balance,
    PhantomData<Parts<AccountId, Currency, Reason, Price>>,
);

impl<AccountId, Currency, Reason, Price> Deposit<AccountId, Currency, Reason, Price> {
    /// How much is held for it.
    pub fn amount(&self) -> Balance {
        self.0
    }
}

impl<AccountId, Currency, Reason, Price> Deposit<AccountId, Currency, Reason, Price>
where
    AccountId: Eq,
    Currency: MutateHold<AccountId> + Mutate<AccountId, Balance = Balance>,
    Reason: Get<Currency::Reason>,
{
    /// Holding alone would let money be held that is frozen: money bound by a vote, or not due yet.
    fn hold(who: &AccountId, amount: Balance) -> Result<(), DispatchError> {
        let free = Currency::reducible_balance(who, Preservation::Preserve, Fortitude::Polite);
        ensure!(free >= amount, TokenError::FundsUnavailable);
        Currency::hold(&Reason::get(), who, amount)
    }

    fn release(who: &AccountId, amount: Balance) -> Result<(), DispatchError> {
        Currency::release(&Reason::get(), who, amount, Precision::BestEffort).map(|_| ())
    }
}

impl<AccountId, Currency, Reason, Price> Consideration<AccountId, Footprint>
    for Deposit<AccountId, Currency, Reason, Price>
where
    AccountId: 'static + Eq,
    Currency: 'static + MutateHold<AccountId> + Mutate<AccountId, Balance = Balance>,
    Reason: 'static + Get<Currency::Reason>,
    Price: 'static + Convert<Footprint, Balance>,
{
    fn new(who: &AccountId, footprint: Footprint) -> Result<Self, DispatchError> {
        let amount = Price::convert(footprint);
        Self::hold(who, amount)?;
        Ok(Self(amount, PhantomData))
    }

    fn update(self, who: &AccountId, footprint: Footprint) -> Result<Self, DispatchError> {
        let amount = Price::convert(footprint);
        if amount > self.0 {
            Self::hold(who, amount.saturating_sub(self.0))?;
        } else {
            Self::release(who, self.0.saturating_sub(amount))?;
        }
        Ok(Self(amount, PhantomData))
    }

    fn drop(self, who: &AccountId) -> Result<(), DispatchError> {
        Self::release(who, self.0)
    }

    fn burn(self, who: &AccountId) {
        let _ = Currency::burn_held(
            &Reason::get(),
            who,
            self.0,
            Precision::BestEffort,
            Fortitude::Force,
        );
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn ensure_successful(who: &AccountId, footprint: Footprint) {
        let amount = Currency::minimum_balance().saturating_add(Price::convert(footprint));
        let _ = Currency::mint_into(who, amount);
    }
}
