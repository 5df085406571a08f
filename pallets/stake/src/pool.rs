//! Money owned in shares. Pure: no storage, no accounts.
//!
//! A reward or a slash changes what a pool holds, never who holds how much of it, so it costs the
//! same for one owner and for ten thousand.
//!
//! ## Invariants
//!
//! - Rounding never creates value: what all shares are worth together is at most the balance.
//! - Nobody gains by rounding: shares are minted rounded down, and burned rounded up.
//! - An early owner cannot make shares so dear that later deposits round to nothing: [`VIRTUAL_SHARES`]
//!   that nobody owns take their part of any such gain.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use opg_primitives::Balance;
use polkadot_sdk::sp_runtime::{
    helpers_128bit::multiply_by_rational_with_rounding as mul_div, Rounding,
};
use scale_info::TypeInfo;

/// A count of a pool's shares.
pub type Shares = u128;

/// Shares that belong to nobody, against [`VIRTUAL_BALANCE`]: the price that a pool begins with.
pub const VIRTUAL_SHARES: Shares = 1_000_000;
/// The planck that the virtual shares stand for.
pub const VIRTUAL_BALANCE: Balance = 1;
/// A pool whose shares lost all but this part of what they cost at first takes no more deposits:
/// the count of its shares would outgrow its type.
pub const RETIREMENT: u128 = 1_000_000;

/// Money and the shares that own it.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Pool {
    /// Shares that someone owns.
    pub shares: Shares,
    /// Planck that they own.
    pub balance: Balance,
}

impl Pool {
    fn all_shares(&self) -> Shares {
        self.shares.saturating_add(VIRTUAL_SHARES)
    }

    fn all_balance(&self) -> Balance {
        self.balance.saturating_add(VIRTUAL_BALANCE)
    }

    /// Too little is left per share to count new ones.
    pub fn is_retired(&self) -> bool {
        let worth = self.all_balance().saturating_mul(VIRTUAL_SHARES).saturating_mul(RETIREMENT);
        worth < self.all_shares()
    }

    /// What `shares` are worth, rounded down.
    pub fn value_of(&self, shares: Shares) -> Balance {
        // Of a pool without owners, or asked for more shares than there are, nothing is claimed
        // beyond the balance.
        mul_div(shares, self.all_balance(), self.all_shares(), Rounding::Down)
            .unwrap_or(self.balance)
            .min(self.balance)
    }

    /// The fewest shares worth at least `amount`, rounded up.
    pub fn shares_worth(&self, amount: Balance) -> Shares {
        mul_div(amount, self.all_shares(), self.all_balance(), Rounding::Up)
            .unwrap_or(self.shares)
            .min(self.shares)
    }

    /// Takes in `amount` and returns the shares it bought, rounded down; nothing if that is no
    /// share at all or the pool is retired.
    #[must_use]
    pub fn deposit(&mut self, amount: Balance) -> Option<Shares> {
        if self.is_retired() {
            return None;
        }
        let bought = mul_div(amount, self.all_shares(), self.all_balance(), Rounding::Down)
            .filter(|bought| *bought > 0)?;
        let shares = self.shares.checked_add(bought)?;
        self.balance = self.balance.checked_add(amount)?;
        self.shares = shares;
        Some(bought)
    }

    /// Gives out what `shares` are worth and burns them; nothing if there are fewer.
    #[must_use]
    pub fn redeem(&mut self, shares: Shares) -> Option<Balance> {
        let left = self.shares.checked_sub(shares)?;
        let value = self.value_of(shares);
        self.balance = self.balance.checked_sub(value)?;
        self.shares = left;
        Some(value)
    }

    /// Adds a reward: every share is worth more.
    pub fn grow(&mut self, amount: Balance) {
        self.balance = self.balance.saturating_add(amount);
    }

    /// Takes a slash, at most all there is: every share is worth less.
    pub fn shrink(&mut self, amount: Balance) {
        self.balance = self.balance.saturating_sub(amount);
    }
}

/// What the shares of a closed pool turned into: members take their part one by one, and the last
/// takes all that is left.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Exchange {
    /// Old shares not yet exchanged.
    pub old: Shares,
    /// New shares that are there for them.
    pub new: Shares,
}

impl Exchange {
    /// Exchanges `old` shares, rounded down.
    #[must_use]
    pub fn take(&mut self, old: Shares) -> Option<Shares> {
        let left = self.old.checked_sub(old)?;
        let new = self.worth(old);
        self.new = self.new.checked_sub(new)?;
        self.old = left;
        Some(new)
    }

    /// What `old` shares would be exchanged for.
    pub fn worth(&self, old: Shares) -> Shares {
        mul_div(old, self.new, self.old, Rounding::Down).unwrap_or(0).min(self.new)
    }

    /// Nobody has anything left to exchange.
    pub fn is_over(&self) -> bool {
        self.old == 0
    }
}

/// `amount` times `part` over `whole`, rounded up but at most `part`'s own size; nothing of nothing.
pub fn pro_rata(amount: Balance, part: Balance, whole: Balance) -> Balance {
    mul_div(amount, part, whole, Rounding::Up).unwrap_or(0).min(part)
}
