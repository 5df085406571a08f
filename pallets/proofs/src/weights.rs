//! What the pallet asks its weights for. The chain's own are measured: see the runtime.

use polkadot_sdk::frame_support::weights::Weight;

/// Weights of batches, from which [`crate::weighing`] puts together what any batch costs.
pub trait WeightInfo {
    /// `n` proofs of the least width about one key, in circuits of 2^11 rows.
    fn check_11(n: u32) -> Weight;
    /// The same in circuits of 2^12 rows.
    fn check_12(n: u32) -> Weight;
    /// The same in circuits of 2^13 rows.
    fn check_13(n: u32) -> Weight;
    /// The same in circuits of 2^14 rows.
    fn check_14(n: u32) -> Weight;
    /// Sixteen proofs about one key of `w` terms in a row.
    fn check_wide(w: u32) -> Weight;
    /// 64 proofs of the least width about `q` keys.
    fn check_keys(q: u32) -> Weight;
    /// 64 proofs about a model with `v` inputs and outputs together.
    fn check_public(v: u32) -> Weight;
}

/// For tests: linear in everything, round numbers.
impl WeightInfo for () {
    fn check_11(n: u32) -> Weight {
        per(4, 1, n)
    }
    fn check_12(n: u32) -> Weight {
        per(8, 1, n)
    }
    fn check_13(n: u32) -> Weight {
        per(16, 1, n)
    }
    fn check_14(n: u32) -> Weight {
        per(32, 1, n)
    }
    fn check_wide(w: u32) -> Weight {
        per(20, 1, w)
    }
    fn check_keys(q: u32) -> Weight {
        per(68, 1, q)
    }
    fn check_public(v: u32) -> Weight {
        Weight::from_parts(68_000_000_000, 0)
            .saturating_add(Weight::from_parts(6_400_000, 0).saturating_mul(v.into()))
    }
}

/// Milliseconds, and for each of some things as many more.
const fn per(base: u64, each: u64, count: u32) -> Weight {
    const MILLISECOND: u64 = 1_000_000_000;
    let all = base.saturating_add(each.saturating_mul(count as u64));
    Weight::from_parts(all.saturating_mul(MILLISECOND), 0)
}
