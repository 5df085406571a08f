//! The view functions once more, as a runtime API: polkadot.js calls these by name
//! (`api.call.stakeApi.stakeOf`), and knows nothing of view functions yet.

use crate::{
    types::{PendingSlash, SlashId},
    OperatorView, StakeView,
};
use alloc::vec::Vec;
use codec::Codec;
use opg_primitives::Balance;
use polkadot_sdk::sp_api;

sp_api::decl_runtime_apis! {
    /// What wallets show of stake; see the pallet's view functions.
    pub trait StakeApi<AccountId>
    where
        AccountId: Codec,
    {
        /// All that an account has at stake.
        fn stake_of(who: AccountId) -> StakeView<AccountId>;
        /// An operator as people who might delegate want to see it.
        fn operator(who: AccountId) -> Option<OperatorView>;
        /// Validators and those who would be, by stake, from place `from` on.
        fn ranking(from: u32, count: u32) -> Vec<(AccountId, Balance)>;
        /// An operator's place in that ranking, counted from one.
        fn rank(operator: AccountId) -> Option<u32>;
        /// The validators that would be chosen now.
        fn next_validators() -> Vec<AccountId>;
        /// What `who` would receive if the era now ended here, and what its delegation would gain.
        fn pending_rewards(operator: AccountId, who: AccountId) -> (Balance, Balance);
        /// Slashes that may still be cancelled.
        fn pending_slashes() -> Vec<(SlashId, PendingSlash<AccountId>)>;
    }
}
