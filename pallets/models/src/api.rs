//! The view functions once more, as a runtime API: polkadot.js calls these by name
//! (`api.call.modelsApi.model`), and knows nothing of view functions yet.

use crate::{AttestationView, ModelLine, ModelView, NamedView, OfferView, ServerView};
use alloc::vec::Vec;
use codec::Codec;
use opg_primitives::models::{ModelHash, Name};
use polkadot_sdk::sp_api;

sp_api::decl_runtime_apis! {
    /// What wallets, workers and explorers show of models; see the pallet's view functions.
    pub trait ModelsApi<AccountId>
    where
        AccountId: Codec,
    {
        /// A model, and all that its owner says of it.
        fn model(model: ModelHash) -> Option<ModelView<AccountId>>;
        /// What a series' release with this number is, or its last one.
        fn model_named(owner: Name, series: Name, release: Option<u32>) -> Option<NamedView<AccountId>>;
        /// Models in the order in which they are stored, those after `after`.
        fn models(after: Option<ModelHash>, count: u32) -> Vec<ModelLine<AccountId>>;
        /// Releases of a series, from number `from` on, with their numbers.
        fn releases(owner: Name, series: Name, from: u32, count: u32) -> Vec<(u32, ModelHash)>;
        /// Who answers with a model, from place `from` on.
        fn servers(model: ModelHash, from: u32, count: u32) -> Vec<ServerView<AccountId>>;
        /// What an operator answers with.
        fn offers_of(operator: AccountId) -> Vec<OfferView>;
        /// Whether a model is attested, and who said what.
        fn attestation(model: ModelHash) -> Option<AttestationView<AccountId>>;
    }
}
