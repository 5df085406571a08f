//! What a batch costs, known before it is looked at.
//!
//! What is measured are batches of proofs of the least width about one key with few public values, in
//! circuits of each size; and then what a wider proof, another key, another public value add. Of a batch
//! nothing is believed but its lengths and what keys say of their circuits: a batch in which these do not
//! fit each other is refused before anything is computed.

use crate::WeightInfo;
use alloc::vec::Vec;
use opg_primitives::proofs::{Batch, Declared, Key, SIZES, WIDTHS};
use polkadot_sdk::frame_support::weights::Weight;

/// The most proofs of which [`WeightInfo::check_11`] and its like tell. In a larger batch each costs less.
pub const MOST_PROOFS: u32 = 200;
/// Proofs of which [`WeightInfo::check_wide`] tells.
pub const WIDE_PROOFS: u32 = 16;
/// Proofs, and at most so many keys, of which [`WeightInfo::check_keys`] tells.
pub const KEYED_PROOFS: u32 = 64;
/// Proofs of which [`WeightInfo::check_public`] tells, and the most public values of each; the fewest
/// are two.
pub const PUBLIC_PROOFS: u32 = 64;
pub const PUBLIC_VALUES: u32 = 2_000;

/// Commitments in a key of the least width, and how many more each unit of width brings. They are decoded
/// four at a time.
const LEAST_COMMITMENTS: u64 = 23;
const COMMITMENTS_PER_WIDTH: u64 = 2;
const AT_ONCE: u64 = 4;

/// What checking a batch costs at most.
pub fn weight<W: WeightInfo>(batch: &Batch) -> Weight {
    let widths: Vec<u64> = batch.keys.iter().map(width).collect();
    let width_of = |key: u16| widths.get(usize::from(key)).copied().unwrap_or_default();
    let (mut width, mut public) = (0u64, 0u64);
    for claim in &batch.claims {
        width = width.saturating_add(width_of(claim.key));
        let values = claim.inputs.len().saturating_add(claim.outputs.len());
        public = public.saturating_add(values as u64);
    }
    let commitments = widths.iter().copied().map(commitments).fold(0, u64::saturating_add);
    of::<W>(size(&batch.keys), batch.claims.len() as u32, width, commitments, public)
}

/// What checking a batch costs at most of which this is known.
pub fn declared<W: WeightInfo>(declared: Declared) -> Weight {
    let Declared { rows, width, keys, claims, public } = declared;
    let (least, most) = (*WIDTHS.start(), *WIDTHS.end());
    let more = u64::from(width.clamp(least, most).saturating_sub(least));
    let width = more.saturating_mul(claims.into());
    let commitments = commitments(more).saturating_mul(keys.into());
    of::<W>(rows, claims, width, commitments, public)
}

/// What so many claims cost about circuits of 2^`rows` rows, with so much width beyond the least, so many
/// commitments in all keys, and so many public values.
fn of<W: WeightInfo>(rows: u8, count: u32, width: u64, commitments: u64, public: u64) -> Weight {
    let proofs = match rows {
        ..=11 => W::check_11(count),
        12 => W::check_12(count),
        13 => W::check_13(count),
        _ => W::check_14(count),
    };
    let others =
        [wider::<W>().of(width), more_keys::<W>().of(commitments), more_public::<W>().of(public)];
    others.into_iter().fold(proofs, Weight::saturating_add)
}

/// The circuit size of a batch: the largest one, if its keys do not agree.
fn size(keys: &[Key]) -> u8 {
    let largest = keys.iter().filter_map(|key| key.get(1)).max().copied().unwrap_or_default();
    largest.clamp(*SIZES.start(), *SIZES.end())
}

/// Terms of a row of a key's circuit beyond the least number.
fn width(key: &Key) -> u64 {
    let width = match key.get(2..4) {
        Some([low, high]) => u16::from_le_bytes([*low, *high]),
        _ => 0,
    };
    let (least, most) = (*WIDTHS.start(), *WIDTHS.end());
    width.clamp(least, most).saturating_sub(least).into()
}

/// What several more of something cost.
struct Slope {
    more: u64,
    count: u64,
}

impl Slope {
    /// From what some cost, and what `count` more do.
    fn between(low: Weight, high: Weight, count: u32) -> Self {
        Self {
            more: high.ref_time().saturating_sub(low.ref_time()),
            count: u64::from(count.max(1)),
        }
    }

    /// What so many more cost, rounded up.
    fn of(&self, count: u64) -> Weight {
        let all = u128::from(self.more).saturating_mul(count.into());
        let share = all.div_ceil(self.count.into());
        Weight::from_parts(u64::try_from(share).unwrap_or(u64::MAX), 0)
    }
}

/// What a proof of another term in a row costs.
fn wider<W: WeightInfo>() -> Slope {
    let (least, most) = (u32::from(*WIDTHS.start()), u32::from(*WIDTHS.end()));
    let terms = most.saturating_sub(least).saturating_mul(WIDE_PROOFS);
    Slope::between(W::check_wide(least), W::check_wide(most), terms)
}

/// Commitments in a key, with those that might be decoded beside the last.
fn commitments(width: u64) -> u64 {
    COMMITMENTS_PER_WIDTH
        .saturating_mul(width)
        .saturating_add(LEAST_COMMITMENTS)
        .next_multiple_of(AT_ONCE)
}

/// What another commitment in a key costs.
fn more_keys<W: WeightInfo>() -> Slope {
    let commitments = KEYED_PROOFS.saturating_sub(1).saturating_mul(commitments(0) as u32);
    Slope::between(W::check_keys(1), W::check_keys(KEYED_PROOFS), commitments)
}

/// What another public value costs.
fn more_public<W: WeightInfo>() -> Slope {
    let values = PUBLIC_VALUES.saturating_sub(2).saturating_mul(PUBLIC_PROOFS);
    Slope::between(W::check_public(2), W::check_public(PUBLIC_VALUES), values)
}

/// Larger circuits, more proofs, wider ones, more keys and values cost more.
pub fn assert_sane<W: WeightInfo>() {
    let sizes = [W::check_11, W::check_12, W::check_13, W::check_14];
    for (smaller, larger) in sizes.iter().zip(sizes.iter().skip(1)) {
        for count in [1, MOST_PROOFS] {
            assert!(smaller(count).all_lte(larger(count)), "a larger circuit must cost more");
        }
    }
    for slope in [wider::<W>(), more_keys::<W>(), more_public::<W>()] {
        assert!(slope.more > 0, "what is larger must cost more");
    }
}
