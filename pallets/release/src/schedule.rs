//! The line along which a pot releases.
//!
//! Plain arithmetic on planck and blocks, where `elapsed` counts blocks from a pot's start.
//!
//! - What is due never shrinks, neither with time nor with the total.
//! - It never exceeds the linear share, and misses it by less than one planck.
//! - At the end it is the total, to the planck.

use opg_primitives::Balance;
use polkadot_sdk::sp_runtime::{
    helpers_128bit::multiply_by_rational_with_rounding as multiply_by_rational, Rounding,
};

/// What of `total` may have left a pot: `total * elapsed / duration`, rounded down.
pub fn due(total: Balance, elapsed: u128, duration: u128) -> Balance {
    // A part of `total` always fits; only a duration of zero gives none, and is over at once.
    multiply_by_rational(total, elapsed.min(duration), duration, Rounding::Down).unwrap_or(total)
}

/// The part of what is due that can leave a pot's account: until the end, `least` stays behind.
pub fn payable(total: Balance, elapsed: u128, duration: u128, least: Balance) -> Balance {
    if elapsed >= duration {
        return total;
    }
    due(total, elapsed, duration).min(total.saturating_sub(least))
}

/// The first `elapsed` at which more than `paid` is payable, if ever.
pub fn next(total: Balance, paid: Balance, duration: u128, least: Balance) -> Option<u128> {
    let more = paid.checked_add(1).filter(|more| *more <= total)?;
    if more > total.saturating_sub(least) {
        return Some(duration);
    }
    multiply_by_rational(more, duration, total, Rounding::Up)
}
