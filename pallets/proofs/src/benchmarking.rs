//! What batches cost that are refused at the last step, and then are hashed as those that are taken. See [`crate::weighing`] for what becomes of it.

// Runs on benchmarking machines, never in a block.
#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used)]

use crate::{forged::Forger, weighing, *};
use codec::Encode;
use opg_primitives::proofs::{host_functions::verify_batch, WIDTHS};
use polkadot_sdk::{frame_benchmarking::v2::*, sp_io::hashing::blake2_256};

/// Has all of a batch decoded and checked, as a call has, and refused at the end; then hashed, as one that
/// is taken.
fn refuse(batch: &Batch) {
    let encoded = batch.encode();
    assert_eq!(Refusal::from_code(verify_batch(&encoded)), Err(Rule::False.alone()));
    core::hint::black_box(blake2_256(&encoded));
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn check_11(n: Linear<1, { weighing::MOST_PROOFS }>) {
        let batch = Forger::default().batch(n, 1);
        #[block]
        {
            refuse(&batch);
        }
    }

    #[benchmark]
    fn check_12(n: Linear<1, { weighing::MOST_PROOFS }>) {
        let batch = Forger { k: 12, ..Forger::default() }.batch(n, 1);
        #[block]
        {
            refuse(&batch);
        }
    }

    #[benchmark]
    fn check_13(n: Linear<1, { weighing::MOST_PROOFS }>) {
        let batch = Forger { k: 13, ..Forger::default() }.batch(n, 1);
        #[block]
        {
            refuse(&batch);
        }
    }

    #[benchmark]
    fn check_14(n: Linear<1, { weighing::MOST_PROOFS }>) {
        let batch = Forger { k: 14, ..Forger::default() }.batch(n, 1);
        #[block]
        {
            refuse(&batch);
        }
    }

    #[benchmark]
    fn check_wide(w: Linear<4, 96>) {
        assert!(WIDTHS.contains(&(w as u16)));
        let batch = Forger { width: w as u16, ..Forger::default() }.batch(weighing::WIDE_PROOFS, 1);
        #[block]
        {
            refuse(&batch);
        }
    }

    #[benchmark]
    fn check_keys(q: Linear<1, { weighing::KEYED_PROOFS }>) {
        let batch = Forger::default().batch(weighing::KEYED_PROOFS, q);
        #[block]
        {
            refuse(&batch);
        }
    }

    #[benchmark]
    fn check_public(v: Linear<2, { weighing::PUBLIC_VALUES }>) {
        let batch = Forger::with_public(v).batch(weighing::PUBLIC_PROOFS, 1);
        #[block]
        {
            refuse(&batch);
        }
    }

    impl_benchmark_test_suite!(Pallet, crate::tests::new_test_ext(), crate::tests::Test);
}
