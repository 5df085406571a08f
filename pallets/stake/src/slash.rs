//! Who bears a slash. Pure: no storage, no accounts.
//!
//! An operator's own money comes first, bonded or leaving: were what leaves treated like
//! delegations, an offender would unbond at once and have its delegators pay. Bond that backs
//! tickets is not touched, it answers for work. Delegations bear the rest in proportion, whether
//! they earn, wait or leave.

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
    /// Of each delegated pool, in the order given.
    pub delegated: Vec<Balance>,
}

/// Divides a slash of `amount`.
pub fn divide(
    amount: Balance,
    free_bond: Balance,
    own_leaving: Balance,
    delegated: &[Balance],
) -> Division {
    let from_bond = amount.min(free_bond);
    let rest = amount.saturating_sub(from_bond);
    let from_leaving = rest.min(own_leaving);
    let rest = rest.saturating_sub(from_leaving);
    let whole = delegated.iter().fold(0, |sum: Balance, part| sum.saturating_add(*part));
    let delegated = delegated.iter().map(|part| pro_rata(rest, *part, whole)).collect();
    Division { bond: from_bond, own_leaving: from_leaving, delegated }
}
