//! Feeds that come up: seats are given and taken, some at a time.

use crate::{feed::Seat, *};
use alloc::vec::Vec;
use opg_primitives::agenda::{self, Costs, Kept, Next, PAGE};
use polkadot_sdk::frame_support::{
    traits::Get,
    weights::{Weight, WeightMeter},
};

/// Seats that are given, and that are taken, when a feed comes up. With more to do it comes up in the next block.
pub(crate) const AT_ONCE: u32 = 4;
/// Blocks after which it is looked again for reporters, if there were too few. Each time nobody is found it is
/// twice as many, up to those after which a feed comes up that lacks nobody: otherwise feeds that nobody can fill
/// would take what every block has for all.
pub(crate) const PATIENCE: BlockNumber = 20;

/// The agenda of feeds.
pub(crate) type Docket<T> = Kept<FirstDue<T>, Due<T>, Agenda<T>, FeedId, <T as Config>::MaxDue>;

impl<T: Config> Pallet<T> {
    /// Does what is due, as far as the meter allows.
    pub(crate) fn do_due(meter: &mut WeightMeter) {
        let heaviest = Self::heaviest();
        agenda::run::<Docket<T>, _>(
            Self::now(),
            meter,
            Self::costs(),
            |_| (heaviest, ()),
            |id, ()| Self::do_step(*id),
        );
    }

    /// What keeping the agenda weighs.
    pub(crate) fn costs() -> Costs {
        Costs {
            slot: T::WeightInfo::slot(PAGE),
            place: T::WeightInfo::place(),
            probe: T::DbWeight::get().reads(1),
            look: Weight::zero(),
        }
    }

    /// The most that a feed's coming up weighs.
    pub(crate) fn heaviest() -> Weight {
        T::WeightInfo::look().saturating_add(T::WeightInfo::reseat(AT_ONCE))
    }

    /// Does with a feed what is due. Each feed has one entry, which is forgotten when it comes up after the feed.
    pub(crate) fn do_step(id: FeedId) -> (Next, Weight) {
        let mut used = T::WeightInfo::look();
        let Some(mut feed) = Feeds::<T>::get(id) else { return (Next::Done, used) };
        let (rules, clock) = (&T::Rules::get(), Self::clock());
        let mut effects = Vec::new();
        feed.expire(clock, rules, &mut effects);
        if effects.is_empty() {
            feed.notice_silence(clock, rules, &mut effects);
        }
        Self::tell(id, effects, rules);
        Self::collect(id, &mut feed);
        let left = Self::take_lost(id, &mut feed);
        let before = feed.seats.len() as u32;
        let looked = match feed.terms.seats().saturating_sub(before) {
            0 => Self::rotate(id, &mut feed, rules),
            vacant => Self::fill(id, &mut feed, vacant.min(AT_ONCE), rules),
        };
        let changed = left.max(looked);
        if changed > 0 {
            used.saturating_accrue(T::WeightInfo::reseat(changed));
        }
        let wait = Self::wait(&mut feed, before, left, rules);
        Feeds::<T>::insert(id, feed);
        (Next::At(clock.block.saturating_add(wait.max(1))), used)
    }

    /// Blocks until a feed comes up again that had `before` reporters when `left` had gone.
    fn wait(feed: &mut FeedOf<T>, before: u32, left: u32, rules: &Rules) -> BlockNumber {
        let after = feed.seats.len() as u32;
        let full = after == feed.terms.seats();
        if full || after > before || left == AT_ONCE {
            feed.vain = 0;
            return if full { rules.rotation } else { 1 };
        }
        let times = 1u32.checked_shl(feed.vain.into()).unwrap_or(u32::MAX);
        feed.vain = feed.vain.saturating_add(1);
        rules.rotation.min(PATIENCE.saturating_mul(times))
    }

    /// Some of those go who are chilled, or are not in the lot any more. Answers how many.
    fn take_lost(id: FeedId, feed: &mut FeedOf<T>) -> u32 {
        let mut left = 0;
        while left < AT_ONCE {
            let gone = |seat: &Seat<T::AccountId>| {
                seat.chilled.is_some() || !Places::<T>::contains_key(&seat.ticket.operator)
            };
            let Some(index) = feed.seats.iter().position(gone) else { break };
            Self::unseat(id, feed, index as u8);
            left = left.saturating_add(1);
        }
        left
    }

    /// Gives some seats to those who are drawn for them. Answers for how many it was looked.
    fn fill(id: FeedId, feed: &mut FeedOf<T>, wanted: u32, rules: &Rules) -> u32 {
        if !Self::are_others(feed) {
            return 0;
        }
        let drawn = Self::draw(id, feed, wanted, rules);
        Self::seat(id, feed, drawn);
        wanted
    }

    /// Who was drawn first makes room for another, if there is one. Answers for how many it was looked.
    fn rotate(id: FeedId, feed: &mut FeedOf<T>, rules: &Rules) -> u32 {
        if !Self::are_others(feed) {
            return 0;
        }
        let next = Self::draw(id, feed, 1, rules);
        if !next.is_empty() {
            // They are in the order in which they were drawn.
            Self::unseat(id, feed, 0);
            Self::seat(id, feed, next);
        }
        1
    }

    /// Whether there is anyone to be drawn who does not sit here.
    fn are_others(feed: &FeedOf<T>) -> bool {
        Reporters::<T>::get() > feed.seats.len() as u32
    }

    fn seat(id: FeedId, feed: &mut FeedOf<T>, seats: Vec<Seat<T::AccountId>>) {
        for seat in seats {
            let (reporter, ticket) = (seat.ticket.operator.clone(), seat.ticket.amount);
            // No more are drawn than there is room for.
            let _ = feed.seats.try_push(seat);
            Self::deposit_event(Event::Seated { feed: id, reporter, ticket });
        }
    }
}
