//! The view functions once more, as a runtime API: polkadot.js calls these by name
//! (`api.call.inferenceApi.job`), and knows nothing of view functions yet.

use crate::{
    types::{Accrued, OrderId, Rules},
    AssignmentView, JobView, QuoteView, StandingView,
};
use alloc::vec::Vec;
use codec::Codec;
use opg_primitives::{
    market::{JobId, Order},
    models::ModelHash,
    Balance, BlockNumber,
};
use polkadot_sdk::{sp_api, sp_runtime::DispatchError};

sp_api::decl_runtime_apis! {
    /// What dApps and workers ask of the market; see the pallet's view functions.
    pub trait InferenceApi<AccountId>
    where
        AccountId: Codec,
    {
        /// A request, with what workers have done so far.
        fn job(id: JobId) -> Option<JobView<AccountId>>;
        /// What a worker has to do, of requests from this number on, and the number to go on with.
        fn assignments(worker: AccountId, from: JobId) -> (Vec<AssignmentView>, Option<JobId>);
        /// What one answer of a model would cost now.
        fn quote(model: ModelHash, time: BlockNumber, coverage: Balance) -> Option<QuoteView>;
        /// Whether a request would be taken now, if whoever is drawn suits.
        fn would_take(who: AccountId, order: Order<AccountId>) -> Result<(), DispatchError>;
        /// What a worker has earned with a model and was not paid out.
        fn earned(worker: AccountId, model: ModelHash) -> Option<Accrued>;
        /// A standing order, and what came of its last requests.
        fn standing_order(id: OrderId) -> Option<StandingView<AccountId>>;
        /// What a proof of a request's answer by this account is made for.
        fn proof_context(id: JobId, payee: AccountId) -> Option<[u8; 32]>;
        /// What governance has set.
        fn rules() -> Rules;
    }
}
