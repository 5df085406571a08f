//! What anyone may ask of a node about a batch before paying for it.

use opg_primitives::proofs::{Batch, Refusal};
use polkadot_sdk::{frame_support::weights::Weight, sp_api};

sp_api::decl_runtime_apis! {
    /// Batches of proofs, checked for nothing.
    pub trait ProofsApi {
        /// Whether every claim of the batch is proven; if not, which rule was broken, and by which key
        /// or claim where that is known.
        fn check(batch: Batch) -> Result<(), Refusal>;
        /// What the call with this batch weighs; a transaction weighs a little more.
        fn weight(batch: Batch) -> Weight;
    }
}
