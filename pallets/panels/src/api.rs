//! The view functions once more, as a runtime API: polkadot.js calls these by name
//! (`api.call.panelsApi.duties`), and knows nothing of view functions yet.

use crate::{CaseView, DutyView};
use alloc::vec::Vec;
use codec::Codec;
use opg_primitives::{
    panels::{CaseId, Kind, PanelSize},
    Balance,
};
use polkadot_sdk::sp_api;

sp_api::decl_runtime_apis! {
    /// What verifiers ask of panels; see the pallet's view functions.
    pub trait PanelsApi<AccountId>
    where
        AccountId: Codec,
    {
        /// What a verifier has to do, and until when.
        fn duties(who: AccountId) -> Vec<DutyView>;
        /// A case, with what its members have done so far.
        fn case(id: CaseId) -> Option<CaseView<AccountId>>;
        /// How panels of a kind are sized.
        fn panel_size(kind: Kind) -> PanelSize;
        /// What a member has at stake, and what it is paid.
        fn stakes() -> (Balance, Balance);
        /// Verifiers that may be drawn.
        fn verifiers() -> u32;
    }
}
