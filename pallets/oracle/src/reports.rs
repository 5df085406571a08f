//! Reporters say what they see: what call 0 does, and what is asked before it is let into the pool.

use crate::{
    feed::{Effect, Fault, Taken},
    types::{Noted, Stands},
    *,
};
use alloc::vec::Vec;
use opg_primitives::feeds::candles::INTERVALS;
use polkadot_sdk::frame_support::{
    dispatch::{DispatchResultWithPostInfo, Pays, PostDispatchInfo},
    ensure,
    traits::Get,
    weights::Weight,
};

/// Observations of a report that are looked at before it is let in: one of them must stand.
pub const TRIED: usize = 8;

/// A feed after an observation, how that counts, and what else follows.
type Changed<T> =
    (FeedOf<T>, Taken, Vec<Effect<<T as polkadot_sdk::frame_system::Config>::AccountId>>);

/// What a report of so many observations weighs at most: each may end a round, and with it the candles of all
/// intervals.
pub(crate) fn most<T: Config>(observations: u32) -> Weight {
    let pages = T::WeightInfo::finish().saturating_mul(INTERVALS as u64);
    let ended = T::WeightInfo::close().saturating_add(pages);
    T::WeightInfo::report(observations).saturating_add(ended.saturating_mul(observations.into()))
}

impl<T: Config> From<Fault> for Error<T> {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::TooEarly => Self::TooEarly,
            Fault::TooLate => Self::TooLate,
            Fault::AlreadyReported => Self::AlreadyReported,
            Fault::NotDue => Self::NotDue,
            Fault::TooFewReporters => Self::TooFewReporters,
            Fault::NotFunded => Self::NotFunded,
            Fault::Chilled => Self::Chilled,
            Fault::NoSeat => Self::NotAReporter,
        }
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_report(
        who: &T::AccountId,
        observations: Vec<Observation>,
    ) -> DispatchResultWithPostInfo {
        ensure!(!observations.is_empty(), Error::<T>::Empty);
        let (rules, clock) = (T::Rules::get(), Self::clock());
        let count = observations.len();
        let mut used = T::WeightInfo::report(count as u32);
        let (mut taken, mut followed) = (Vec::new(), Vec::new());
        for observation in observations {
            match Self::with_observation(who, &observation, clock, &rules) {
                Ok((feed, how, effects)) => {
                    Feeds::<T>::insert(observation.feed, feed);
                    followed.push((observation.feed, effects));
                    taken.push(Noted { observation, late: how == Taken::Late });
                },
                Err(error) => {
                    let (reporter, error) = (who.clone(), error.into());
                    Self::deposit_event(Event::Refused { reporter, observation, error });
                },
            }
        }
        let pays_fee = if taken.len().saturating_mul(2) >= count { Pays::No } else { Pays::Yes };
        if !taken.is_empty() {
            Self::deposit_event(Event::Reported { reporter: who.clone(), taken });
        }
        for (id, effects) in followed {
            used.saturating_accrue(Self::tell(id, effects, &rules));
        }
        Ok(PostDispatchInfo { actual_weight: Some(used), pays_fee })
    }

    /// The feed after this observation, and what else follows. Nothing is stored.
    fn with_observation(
        who: &T::AccountId,
        observation: &Observation,
        clock: Clock,
        rules: &Rules,
    ) -> Result<Changed<T>, Error<T>> {
        let Observation { feed: id, round, value } = *observation;
        let mut feed = Self::feed_of(id)?;
        let seat = Self::seat_of(&feed, who).map_err(|error| {
            let barred = Bars::<T>::get(id).iter().any(|(barred, _)| barred == who);
            if barred {
                Error::<T>::Chilled
            } else {
                error
            }
        })?;
        let (how, effects) = feed.observe(seat, round, value, clock, rules)?;
        Ok((feed, how, effects))
    }

    /// Tells what has happened to a feed, and stores the candles that are finished. Answers what that weighs
    /// besides.
    pub(crate) fn tell(id: FeedId, effects: Vec<Effect<T::AccountId>>, rules: &Rules) -> Weight {
        let mut used = Weight::zero();
        for effect in effects {
            match effect {
                Effect::Expired { round } => {
                    Self::deposit_event(Event::Expired { feed: id, round });
                },
                Effect::Absent { round, seats } => {
                    let amount = rules.absence;
                    Self::deposit_event(Event::Absent { feed: id, round, seats, amount });
                },
                Effect::Answered { latest, earned, reward } => {
                    used.saturating_accrue(T::WeightInfo::close());
                    Self::deposit_event(Event::Answered { feed: id, latest, earned, reward });
                },
                Effect::Moot { round, value, opener } => {
                    used.saturating_accrue(T::WeightInfo::close());
                    Self::deposit_event(Event::Moot { feed: id, round, value, opener });
                },
                Effect::Charged { amount } => {
                    Self::deposit_event(Event::Charged { feed: id, amount });
                },
                Effect::Finished { interval, number, candle } => {
                    used.saturating_accrue(T::WeightInfo::finish());
                    Self::keep_candle(id, interval, number, candle);
                },
                Effect::Chilled { reporter, until } => {
                    Self::deposit_event(Event::Chilled { feed: id, reporter, until });
                },
            }
        }
        used
    }

    /// The first observation, of the first few, that would be taken at this time; or why the very first one would
    /// not.
    pub fn may_report(
        who: &T::AccountId,
        observations: &[Observation],
        clock: Clock,
    ) -> Result<Stands, Error<T>> {
        let rules = T::Rules::get();
        let stands = |observation: &Observation| {
            let (feed, _, _) = Self::with_observation(who, observation, clock, &rules)?;
            let Observation { feed: id, round, .. } = *observation;
            let left = if feed.open.is_some() { rules.round } else { rules.late };
            Ok(Stands { feed: id, round, until: clock.block.saturating_add(left) })
        };
        let mut tried = observations.iter().take(TRIED).map(stands);
        let first = tried.next().unwrap_or(Err(Error::<T>::Empty));
        first.or_else(|why| tried.find_map(Result::ok).ok_or(why))
    }
}
