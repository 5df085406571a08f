//! The first bytes of a model's key. Pure.
//!
//! Whether a key is the model's can only be told by making it again, which is what verifiers do. What
//! can be told at once is told at once: whether the verifier would refuse it whatever it is the key of.
//! The format is described in docs/proofs.md.

use opg_primitives::proofs::{KeyHead, KEY_HEAD, MAX_PUBLIC, SIZES, WIDTHS};

/// The format of keys that is known here.
const VERSION: u8 = 1;
/// Bytes of a commitment.
const POINT: usize = 32;
/// Columns that every circuit has beside those of its terms: filled in by the model, and tied together.
const COLUMNS: usize = 13 + 2;
/// Rows that hide the others, and hold nothing.
const BLINDING_ROWS: u32 = 6;

/// Why bytes are no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadKey {
    /// Its version is not known here.
    Version,
    /// It is for a circuit that is not verified here.
    Shape,
    /// It has another length than its first bytes ask for.
    Length,
}

/// Whether the verifier would look at what follows the head.
pub fn check(key: &[u8]) -> Result<(), BadKey> {
    let Some(head) = KeyHead::read(key) else { return Err(BadKey::Length) };
    let KeyHead { version, rows: k, width, inputs, outputs } = head;
    if version != VERSION {
        return Err(BadKey::Version);
    }
    let public = |count: u16| (1..=MAX_PUBLIC).contains(&count.into());
    if !SIZES.contains(&k) || !WIDTHS.contains(&width) || !public(inputs) || !public(outputs) {
        return Err(BadKey::Shape);
    }
    // Each public value takes a row.
    let rows = 1u32.checked_shl(k.into()).unwrap_or(0).saturating_sub(BLINDING_ROWS);
    if u32::from(inputs).saturating_add(outputs.into()) > rows {
        return Err(BadKey::Shape);
    }
    if key.len() != length(width) {
        return Err(BadKey::Length);
    }
    Ok(())
}

/// Bytes of a key for a circuit with so many terms in a row.
pub const fn length(width: u16) -> usize {
    let columns = (width as usize).saturating_mul(2).saturating_add(COLUMNS);
    columns.saturating_mul(POINT).saturating_add(KEY_HEAD)
}

/// A key that looks like one, for a circuit with so many terms in a row: of no model.
#[cfg(any(test, feature = "runtime-benchmarks"))]
pub fn sample(width: u16) -> opg_primitives::proofs::Key {
    let mut bytes = alloc::vec![VERSION, 11];
    for count in [width, 3, 2] {
        bytes.extend_from_slice(&count.to_le_bytes());
    }
    bytes.resize(length(width), 0x55);
    opg_primitives::proofs::Key::truncate_from(bytes)
}
