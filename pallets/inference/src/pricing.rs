//! Who pays what, and who gets it. Pure; rounded against whoever could gain by it, and what is left over is
//! the treasury's.

use crate::types::Rules;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use opg_primitives::Balance;
use polkadot_sdk::sp_runtime::{Perbill, Permill};
use scale_info::TypeInfo;

/// Of what is taken from a liar, one part in so many goes to others; the rest is burned, so that no
/// conspiracy gets it back.
pub const RECYCLED: Balance = 4;

/// What becomes of a price.
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
pub struct Parts {
    pub worker: Balance,
    pub owner: Balance,
    pub verifiers: Balance,
    pub treasury: Balance,
    pub burn: Balance,
}

impl Parts {
    /// All together.
    pub fn sum(&self) -> Balance {
        [self.worker, self.owner, self.verifiers, self.treasury, self.burn]
            .into_iter()
            .fold(0, Balance::saturating_add)
    }

    /// Each part of both.
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            worker: self.worker.saturating_add(other.worker),
            owner: self.owner.saturating_add(other.owner),
            verifiers: self.verifiers.saturating_add(other.verifiers),
            treasury: self.treasury.saturating_add(other.treasury),
            burn: self.burn.saturating_add(other.burn),
        }
    }
}

/// Divides a price, of which `royalty` is the model's owner's. What does not divide, and what rules that
/// ask for more than there is leave over, is the treasury's.
pub fn split(price: Balance, royalty: Permill, rules: &Rules) -> Parts {
    let mut left = price;
    let mut take = |part: Permill| {
        let amount = part.mul_floor(price).min(left);
        left = left.saturating_sub(amount);
        amount
    };
    let burn = take(rules.burn);
    let verifiers = take(rules.verifiers);
    let owner = take(royalty);
    let others = [rules.burn, rules.verifiers, rules.treasury, royalty];
    let worker = others.into_iter().fold(Permill::one(), |rest, part| {
        Permill::from_parts(rest.deconstruct().saturating_sub(part.deconstruct()))
    });
    let worker = take(worker);
    Parts { worker, owner, verifiers, burn, treasury: left }
}

/// What an answer costs that a server asks `ask` for, when this part of all there is is in use; and when
/// `coverage` must be at stake, at least what makes that the usual stake.
pub fn price(ask: Balance, busy: Perbill, coverage: Balance, rules: &Rules) -> Balance {
    let most = rules.surge.mul_ceil(ask);
    let usual = coverage.div_ceil(Balance::from(rules.cover.max(1)));
    ask.saturating_add(busy.mul_ceil(most)).max(usual)
}

/// What a worker puts at stake for an answer of this price.
pub fn ticket(price: Balance, rules: &Rules) -> Balance {
    price.saturating_mul(rules.cover.into()).max(rules.least_ticket)
}

/// What a juror of an answer of this price is paid.
pub fn juror(price: Balance, rules: &Rules) -> Balance {
    price.max(rules.juror)
}

/// What an auditor is paid: so much that audits cost what the verifiers' part of all prices brings.
pub fn auditor(price: Balance, rules: &Rules) -> Balance {
    let parts = u128::from(rules.verifiers.deconstruct());
    let whole = u128::from(Permill::one().deconstruct());
    // Of a million answers, and of a million audits, so many.
    let audits = u128::from(rules.audit.deconstruct());
    let more = whole.saturating_add(rules.again.deconstruct().into());
    price
        .saturating_mul(parts)
        .saturating_mul(whole)
        .checked_div(audits.saturating_mul(more))
        .unwrap_or(0)
}

/// What becomes of what was taken from liars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Penalty {
    /// Given back to whoever has paid the jury.
    pub jury: Balance,
    /// The challenger's.
    pub challenger: Balance,
    /// For whoever was lied to.
    pub wronged: Balance,
    /// Gone.
    pub burned: Balance,
}

/// Divides what was taken for an answer of this price, when juries cost `spent`: a quarter of it pays the
/// jury, then as much as the price to whoever challenged, and what is left to whoever was lied to.
pub fn penalty(taken: Balance, spent: Balance, price: Balance, challenged: bool) -> Penalty {
    let mut left = taken.checked_div(RECYCLED).unwrap_or(0);
    let mut take = |amount: Balance| {
        let amount = amount.min(left);
        left = left.saturating_sub(amount);
        amount
    };
    let jury = take(spent);
    let challenger = take(if challenged { price } else { 0 });
    let wronged = take(Balance::MAX);
    let given = jury.saturating_add(challenger).saturating_add(wronged);
    Penalty { jury, challenger, wronged, burned: taken.saturating_sub(given) }
}
