//! Who holds all the OPG there will ever be when a chain begins.
//!
//! | share | OPG | when |
//! |---|---|---|
//! | ecosystem growth | 400,000,000 | a tenth at once, the rest over 60 months |
//! | foundation | 150,000,000 | a third at once, the rest over 48 months |
//! | core contributors | 150,000,000 | locked for 12 months, then over 36 |
//! | investors | 100,000,000 | locked for 12 months, then over 36 |
//! | staking reserve | 100,000,000 | over 96 months |
//! | liquidity | 60,000,000 | at once |
//! | airdrop | 40,000,000 | at once |
//!
//! All of it begins in the keyless pots of `pallet-opg-release`, also what is due at once: it is
//! nobody's until someone has it released, and what is nobody's neither votes nor counts when turnout
//! is measured. Only what a preset gives to accounts comes out of the liquidity share before.
//!
//! The staking reserve releases to the account that pays rewards. The other pots release to nobody
//! until governance, as Root, has said to whom: no key of a person is written into a preset.

use crate::{configs::stake::rewards_account, Balance, BlockNumber};
use alloc::vec::Vec;
use opg_primitives::{time::MONTHS, token::OPG};
use serde_json::{json, Value};

/// The pot that pays those who author blocks.
pub const STAKING_RESERVE: u16 = 6;
/// The pot that presets fund accounts from.
pub const LIQUIDITY: u16 = 7;

/// A pot as it begins.
pub struct Pot {
    /// Its number.
    pub id: u16,
    /// Whose share it is.
    pub share: &'static str,
    /// All it will release, in OPG.
    pub opg: Balance,
    /// The block after which it begins to release.
    pub start: BlockNumber,
    /// Blocks over which it releases.
    pub duration: BlockNumber,
}

/// What is due as soon as the chain runs.
const AT_ONCE: BlockNumber = 1;
const LOCK: BlockNumber = 12 * MONTHS;

const fn pot(
    id: u16,
    share: &'static str,
    opg: Balance,
    start: BlockNumber,
    duration: BlockNumber,
) -> Pot {
    Pot { id, share, opg, start, duration }
}

/// The whole supply.
pub const POTS: [Pot; 9] = [
    pot(0, "growth", 40_000_000, 0, AT_ONCE),
    pot(1, "growth", 360_000_000, 0, 60 * MONTHS),
    pot(2, "foundation", 50_000_000, 0, AT_ONCE),
    pot(3, "foundation", 100_000_000, 0, 48 * MONTHS),
    pot(4, "contributors", 150_000_000, LOCK, 36 * MONTHS),
    pot(5, "investors", 100_000_000, LOCK, 36 * MONTHS),
    pot(STAKING_RESERVE, "staking", 100_000_000, 0, 96 * MONTHS),
    pot(LIQUIDITY, "liquidity", 60_000_000, 0, AT_ONCE),
    pot(8, "airdrop", 40_000_000, 0, AT_ONCE),
];

/// The genesis of `pallet-opg-release`, after `given` planck went to accounts.
pub fn pots(given: Balance) -> Value {
    let entry = |pot: &Pot| {
        let whole = pot.opg.saturating_mul(OPG);
        let total = if pot.id == LIQUIDITY { whole.saturating_sub(given) } else { whole };
        let destination = match pot.id {
            STAKING_RESERVE => json!({ "account": rewards_account() }),
            _ => json!("nobody"),
        };
        json!({
            "id": pot.id,
            "total": total,
            "start": pot.start,
            "duration": pot.duration,
            "destination": destination,
            "controller": "root",
        })
    };
    Value::Array(POTS.iter().map(entry).collect::<Vec<_>>())
}
