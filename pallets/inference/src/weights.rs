//! What each call weighs, and each thing that falls due.

use polkadot_sdk::frame_support::weights::Weight;

/// Measured by `make weights`.
pub trait WeightInfo {
    /// A bonded or proven request, for which so many servers are looked at in vain, and which carries so many
    /// bytes.
    fn request(vain: u32, bytes: u32) -> Weight;
    /// A request to a quorum of so many, which carries so many bytes.
    fn request_quorum(workers: u32, bytes: u32) -> Weight;
    /// So many answers that carry so many bytes together.
    fn submit_answers(answers: u32, bytes: u32) -> Weight;
    /// A worker declines, and the next one is found.
    fn decline() -> Weight;
    /// So many commitments of a quorum.
    fn commit_answers(answers: u32) -> Weight;
    /// So many outputs of quorums that carry so many bytes together; none is the last one.
    fn reveal_answers(answers: u32, bytes: u32) -> Weight;
    /// The last output of a quorum comes, and it is counted: one of them differs, a jury is called.
    fn count() -> Weight;
    /// So many proven answers are settled, but for checking the proofs.
    fn prove_answers(answers: u32) -> Weight;
    /// An answer is challenged.
    fn challenge() -> Weight;
    /// What a jury found is appealed.
    fn appeal() -> Weight;
    /// What was earned is paid out.
    fn pay_out() -> Weight;
    /// Whether a request would be taken is looked at.
    fn check_request() -> Weight;
    /// As many entries of a batch are looked at as the pool looks at.
    fn check() -> Weight;
    /// Whether a block is full is noted.
    fn note_full() -> Weight;
    /// The entries of a block are taken from the agenda, and some put back.
    fn slot(entries: u32) -> Weight;
    /// An entry is given another place on the agenda.
    fn place() -> Weight;
    /// Two outputs of a float model, of so many bytes, are compared.
    fn compare(bytes: u32) -> Weight;
    /// A request of which nothing is due is looked at.
    fn look() -> Weight;
    /// A worker has missed its time, and the next one is found.
    fn retry() -> Weight;
    /// An auditor is called.
    fn audit() -> Weight;
    /// A bonded request is settled.
    fn settle() -> Weight;
    /// The same, and what was earned is paid out.
    fn settle_and_pay_out() -> Weight;
    /// A quorum has lied: all of them lose their tickets, as do two auditors and a jury.
    fn convict() -> Weight;
    /// A request of so many workers, each of whom has an output, is forgotten.
    fn forget(workers: u32) -> Weight;
    /// A standing order that carries so many bytes is placed.
    fn place_order(bytes: u32) -> Weight;
    /// A standing order is cancelled.
    fn cancel_order() -> Weight;
    /// A standing order is resumed.
    fn resume_order() -> Weight;
    /// A standing order asks so many workers, and carries so many bytes; runs before that were missed.
    fn standing_run(workers: u32, bytes: u32) -> Weight;
    /// A standing order ends, since its owner did not resume it.
    fn end_order() -> Weight;
    /// A standing order of which so many results were kept is forgotten.
    fn forget_order(results: u32) -> Weight;
    /// A request that a standing order has made ends, and its output is kept.
    fn run_ended() -> Weight;
}

/// Nothing weighs anything: for tests.
impl WeightInfo for () {
    fn request(_: u32, _: u32) -> Weight {
        Weight::zero()
    }
    fn request_quorum(_: u32, _: u32) -> Weight {
        Weight::zero()
    }
    fn submit_answers(_: u32, _: u32) -> Weight {
        Weight::zero()
    }
    fn decline() -> Weight {
        Weight::zero()
    }
    fn commit_answers(_: u32) -> Weight {
        Weight::zero()
    }
    fn reveal_answers(_: u32, _: u32) -> Weight {
        Weight::zero()
    }
    fn count() -> Weight {
        Weight::zero()
    }
    fn prove_answers(_: u32) -> Weight {
        Weight::zero()
    }
    fn challenge() -> Weight {
        Weight::zero()
    }
    fn appeal() -> Weight {
        Weight::zero()
    }
    fn pay_out() -> Weight {
        Weight::zero()
    }
    fn check_request() -> Weight {
        Weight::zero()
    }
    fn check() -> Weight {
        Weight::zero()
    }
    fn note_full() -> Weight {
        Weight::zero()
    }
    fn slot(_: u32) -> Weight {
        Weight::zero()
    }
    fn place() -> Weight {
        Weight::zero()
    }
    fn compare(_: u32) -> Weight {
        Weight::zero()
    }
    fn look() -> Weight {
        Weight::zero()
    }
    fn retry() -> Weight {
        Weight::zero()
    }
    fn audit() -> Weight {
        Weight::zero()
    }
    fn settle() -> Weight {
        Weight::zero()
    }
    fn settle_and_pay_out() -> Weight {
        Weight::zero()
    }
    fn convict() -> Weight {
        Weight::zero()
    }
    fn forget(_: u32) -> Weight {
        Weight::zero()
    }
    fn place_order(_: u32) -> Weight {
        Weight::zero()
    }
    fn cancel_order() -> Weight {
        Weight::zero()
    }
    fn resume_order() -> Weight {
        Weight::zero()
    }
    fn standing_run(_: u32, _: u32) -> Weight {
        Weight::zero()
    }
    fn end_order() -> Weight {
        Weight::zero()
    }
    fn forget_order(_: u32) -> Weight {
        Weight::zero()
    }
    fn run_ended() -> Weight {
        Weight::zero()
    }
}
