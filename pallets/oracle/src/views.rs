//! What reporters and others see of feeds. Read by view functions, never by calls.

use crate::*;
use alloc::vec::Vec;
use codec::{Decode, Encode};
use opg_primitives::feeds::{tensor::MAX_CANDLES, Status, Value};
use polkadot_sdk::frame_support::traits::Get;
use scale_info::TypeInfo;

/// Feeds that are looked at for one answer.
const FEEDS: u32 = 100;

/// A reporter of a feed as others see it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SeatView<AccountId> {
    pub reporter: AccountId,
    /// What it has at stake.
    pub ticket: Balance,
    pub since: BlockNumber,
    /// How much out of line it was of late.
    pub strikes: u16,
    /// How often in a row it was absent.
    pub absent: u16,
    /// What it has lost of its ticket.
    pub lost: Balance,
    /// What it has earned and was not paid yet.
    pub earned: Balance,
    /// It is chilled, and about to leave.
    pub chilled: bool,
}

/// A feed as others see it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct FeedView<AccountId> {
    pub id: FeedId,
    pub owner: AccountId,
    pub terms: Terms,
    pub deposit: Balance,
    pub budget: Balance,
    /// What its rounds have cost besides, and is yet to be collected.
    pub fees: Balance,
    pub status: Status,
    /// How the last round ended, whether that may be used or not: see `status`.
    pub latest: Option<Latest>,
    /// The round that observations are for now.
    pub round: Round,
    /// Who has said what in it so far.
    pub said: Vec<(AccountId, Value)>,
    pub seats: Vec<SeatView<AccountId>>,
    /// Who is kept out, and from which block on it may come back.
    pub kept_out: Vec<(AccountId, BlockNumber)>,
}

/// What a reporter has to do about a feed: in the next block, which is the first that its report can be in.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct DutyView {
    pub feed: FeedId,
    pub terms: Terms,
    /// The round that an observation is for.
    pub round: Round,
    /// Whether it is open: then each reporter is to make one.
    pub running: bool,
    /// Whether this reporter has.
    pub done: bool,
    /// The first round that has its answer and in which this reporter is still to show that it was there; and
    /// before which block. A round may open and end within a block: whoever does not show up was absent.
    pub late: Option<(Round, BlockNumber)>,
    /// Whether a round is due, whatever is observed. If not it takes a value that deviates from the last.
    pub due: bool,
    /// How the last round ended.
    pub latest: Option<Latest>,
    /// Whether a round can be held at all: there are enough reporters, and the budget suffices.
    pub can_answer: bool,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn view_feed(id: FeedId) -> Option<FeedView<T::AccountId>> {
        let feed = Feeds::<T>::get(id)?;
        let (rules, clock) = (T::Rules::get(), Self::clock());
        let who = |seat: u8| feed.seats.get(usize::from(seat)).map(|seat| &seat.ticket.operator);
        let running = feed.running(&rules, clock.block);
        let said = running.map_or(Vec::new(), |open| {
            let said = open.said.iter();
            said.filter_map(|(seat, value)| Some((who(*seat)?.clone(), *value))).collect()
        });
        Some(FeedView {
            id,
            status: feed.status(&rules, clock),
            round: feed.expected(&rules, clock.block),
            said,
            seats: feed.seats.iter().map(view_seat).collect(),
            kept_out: Bars::<T>::get(id).into_inner(),
            owner: feed.owner,
            terms: feed.terms,
            deposit: feed.deposit,
            budget: feed.budget,
            fees: feed.fees,
            latest: feed.latest,
        })
    }

    /// Some feeds from a number on that `view` has something to say of, and the number to go on with.
    fn some<View>(
        from: FeedId,
        view: impl Fn(FeedId) -> Option<View>,
    ) -> (Vec<View>, Option<FeedId>) {
        let (all, end) = (NextFeed::<T>::get(), from.saturating_add(FEEDS));
        let views = (from..end.min(all)).filter_map(view).collect();
        (views, Some(end).filter(|end| *end < all))
    }

    pub(crate) fn view_feeds(from: FeedId) -> (Vec<FeedView<T::AccountId>>, Option<FeedId>) {
        Self::some(from, Self::view_feed)
    }

    pub(crate) fn view_duties(who: &T::AccountId, from: FeedId) -> (Vec<DutyView>, Option<FeedId>) {
        let (rules, clock) = (T::Rules::get(), Self::clock_of_next());
        Self::some(from, |id| {
            let mut feed = Feeds::<T>::get(id)?;
            feed.expire(clock, &rules, &mut Vec::new());
            let seat = Self::seat_of(&feed, who).ok()?;
            if feed.seats.get(usize::from(seat))?.chilled.is_some() {
                return None;
            }
            let running = feed.running(&rules, clock.block);
            let done = running.is_some_and(|open| open.said.iter().any(|(by, _)| *by == seat));
            Some(DutyView {
                feed: id,
                round: feed.expected(&rules, clock.block),
                running: running.is_some(),
                done,
                late: feed.may_show(seat, &rules, clock.block),
                due: feed.is_due(clock),
                latest: feed.latest,
                can_answer: feed.can_answer(&rules).is_ok(),
                terms: feed.terms,
            })
        })
    }

    pub(crate) fn view_candles(
        id: FeedId,
        interval: Interval,
        from: Option<u32>,
    ) -> (Vec<Candle>, Option<u32>) {
        let Some(feed) = Feeds::<T>::get(id) else { return (Vec::new(), None) };
        let from = from.unwrap_or(u32::MAX);
        let series = Self::series(id, &feed, interval);
        let mut series = series.skip_while(|candle| candle.period > from);
        let candles = series.by_ref().take(usize::from(MAX_CANDLES)).collect();
        (candles, series.next().map(|candle| candle.period))
    }
}

fn view_seat<AccountId: Clone>(seat: &feed::Seat<AccountId>) -> SeatView<AccountId> {
    SeatView {
        reporter: seat.ticket.operator.clone(),
        ticket: seat.ticket.amount,
        since: seat.since,
        strikes: seat.strikes,
        absent: seat.absent,
        lost: seat.lost,
        earned: seat.earned,
        chilled: seat.chilled.is_some(),
    }
}
