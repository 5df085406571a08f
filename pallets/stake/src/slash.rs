//! Who bears a slash. Pure: no storage, no accounts.
//!
//! An operator's own money comes first, bonded or leaving: were what leaves treated like
//! delegations, an offender would unbond at once and have its delegators pay. Bond that backs
//! tickets is not touched, it answers for work first; the operator owes its part until they end.
//! Delegations bear what is beyond all that is the operator's own, in proportion, whether they earn,
//! wait or leave.

use crate::pool::pro_rata;
use alloc::vec::Vec;
use opg_primitives::Balance;

/// What each party loses.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Division {
    /// Of the bond that backs no ticket.
    pub bond: Balance,
    /// Of own money on its way out.
    pub own_leaving: Balance,
    /// Of the bond that backs tickets, as they end.
    pub owed: Balance,
    /// Of each delegated pool, in the order given.
    pub delegated: Vec<Balance>,
}

/// An operator's own money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// Bond that backs no ticket.
    pub free: Balance,
    /// Bond that backs tickets and of which nothing is owed yet.
    pub locked: Balance,
    /// What is on its way out.
    pub leaving: Balance,
}

/// Divides a slash of `amount`.
pub fn divide(amount: Balance, own: Own, delegated: &[Balance]) -> Division {
    let bond = amount.min(own.free);
    let rest = amount.saturating_sub(bond);
    let own_leaving = rest.min(own.leaving);
    let rest = rest.saturating_sub(own_leaving);
    let owed = rest.min(own.locked);
    let rest = rest.saturating_sub(owed);
    let whole = delegated.iter().fold(0, |sum: Balance, part| sum.saturating_add(*part));
    let delegated = delegated.iter().map(|part| pro_rata(rest, *part, whole)).collect();
    Division { bond, own_leaving, owed, delegated }
}
