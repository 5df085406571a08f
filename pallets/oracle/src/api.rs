//! The view functions once more, as a runtime API: polkadot.js calls these by name
//! (`api.call.oracleApi.value`), and knows nothing of view functions yet.

use crate::{DutyView, FeedView, Rules};
use alloc::vec::Vec;
use codec::Codec;
use opg_primitives::feeds::{Answer, Candle, FeedId, Interval, Unfit, Window};
use polkadot_sdk::sp_api;

sp_api::decl_runtime_apis! {
    /// What reporters and consumers ask of feeds; see the pallet's view functions.
    pub trait OracleApi<AccountId>
    where
        AccountId: Codec,
    {
        /// What a feed says, if that is fresh.
        fn value(feed: FeedId) -> Result<Answer, Unfit>;
        /// The bytes that a model would get now.
        fn tensor(window: Window) -> Result<Vec<u8>, Unfit>;
        /// A feed, and how it is.
        fn feed(id: FeedId) -> Option<FeedView<AccountId>>;
        /// The feeds from this number on, and the number to go on with.
        fn feeds(from: FeedId) -> (Vec<FeedView<AccountId>>, Option<FeedId>);
        /// What a reporter has to do, of feeds from this number on, and the number to go on with.
        fn duties(who: AccountId, from: FeedId) -> (Vec<DutyView>, Option<FeedId>);
        /// Candles of a feed, the newest first, from this period back, and the period to go on with.
        fn candles(
            feed: FeedId,
            interval: Interval,
            from: Option<u32>,
        ) -> (Vec<Candle>, Option<u32>);
        /// What governance has set.
        fn rules() -> Rules;
    }
}
