//! What calls and steps cost at their worst: feeds with as many reporters as there can be, candles on pages that
//! are full, reporters drawn from ten thousand, each from a page of its own, after as many who are passed over.

use super::*;
use crate::{
    docket::{Docket, AT_ONCE},
    feed::Seat,
};
use alloc::{vec, vec::Vec};
use opg_primitives::{
    agenda::{self, Slots, PAGE},
    feeds::{
        self,
        candles::INTERVALS,
        tensor::{Field, MAX_CANDLES},
        Value, MAX_FAULTY, MAX_SEATS,
    },
    models::Dtype,
    stake::{OnOperator, Role, Roles, Tickets},
    urn::{Pages, WIDTH},
};
use polkadot_sdk::{
    frame_benchmarking::v2::*,
    frame_support::{traits::Get, weights::WeightMeter},
    frame_system::{pallet_prelude::BlockNumberFor, RawOrigin},
};

/// What benchmarks need of the runtime.
pub trait BenchmarkHelper<AccountId> {
    /// Makes an account a reporter with so many times the least bond, and with a place at once: see
    /// [`make_changes`].
    fn reporter(who: &AccountId, times: u32);
    /// Gives an account money.
    fn fund(who: &AccountId);
    /// It is this time.
    fn set_time(now: Moment);
}

/// Reporters that there are in all.
const ALL: u32 = 10_000;
/// A feed's answer, within its bounds.
const VALUE: Value = 1_000_000;
/// An hour after which another one begins.
const BEGIN: Moment = 472_222 * 3_600_000;
/// Milliseconds after which candles of all intervals are finished.
const DAY: Moment = Interval::Day.millis();

fn set_block<T: Config>(at: BlockNumber) {
    frame_system::Pallet::<T>::set_block_number(BlockNumberFor::<T>::from(at));
}

/// Makes all changes of weights that wait, whenever they are due.
pub fn make_changes<T: Config>() {
    let now = Pallet::<T>::now();
    set_block::<T>(BlockNumber::MAX);
    Pallet::<T>::make_changes(&mut WeightMeter::new());
    set_block::<T>(now);
}

fn owner<T: Config>() -> T::AccountId {
    account("owner", 0, 0)
}

/// Terms with as many reporters as there can be.
fn terms() -> Terms {
    Terms {
        name: BoundedVec::truncate_from(vec![b'a'; opg_primitives::models::MAX_NAME as usize]),
        faulty: MAX_FAULTY,
        decimals: 8,
        min: 0,
        max: Value::MAX,
        deviation: 1,
        spread: 100,
        heartbeat: opg_primitives::feeds::MAX_HEARTBEAT,
        reward: Rules::default().reward,
    }
}

/// A funded feed without reporters, which owes fees.
fn created<T: Config>() -> Result<FeedId, BenchmarkError> {
    T::BenchmarkHelper::set_time(BEGIN);
    set_block::<T>(10);
    let (id, owner) = (NextFeed::<T>::get(), owner::<T>());
    T::BenchmarkHelper::fund(&owner);
    Pallet::<T>::do_create_feed(owner.clone(), terms(), false)?;
    Pallet::<T>::do_fund(&owner, id, opg_primitives::token::OPG)?;
    T::BenchmarkHelper::fund(&T::Treasury::get());
    Feeds::<T>::mutate_extant(id, |feed| feed.charge(&T::Rules::get(), &mut Vec::new()));
    Ok(id)
}

/// The same with `count` reporters. Each has earned something and lost something.
fn seated<T: Config>(count: u32) -> Result<(FeedId, Vec<T::AccountId>), BenchmarkError> {
    let id = created::<T>()?;
    let mut feed = Feeds::<T>::get(id).ok_or("it was created")?;
    let mut all = Vec::new();
    for index in 0..count {
        let who: T::AccountId = account("reporter", index, 0);
        if Places::<T>::get(&who).is_none() {
            T::BenchmarkHelper::reporter(&who, 10);
        }
        let ticket = T::Tickets::lock(&who, Role::Data, T::Rules::get().ticket)?;
        let mut seat = Seat::new(ticket, 1);
        seat.earned = 10;
        feed.budget = feed.budget.saturating_sub(seat.earned);
        seat.lost = 1;
        let pushed = feed.seats.try_push(seat);
        assert!(pushed.is_ok(), "there is room");
        all.push(who);
    }
    Feeds::<T>::insert(id, feed);
    Ok((id, all))
}

/// The same with a round before, and all but the last of a quorum in the round that is open: the last one is the
/// reporter who is answered. All candles are finished by its answer, each the last of its page; of the round
/// before all were absent who could be.
fn reported<T: Config>() -> Result<(FeedId, T::AccountId), BenchmarkError> {
    let (id, all) = seated::<T>(MAX_SEATS)?;
    fill_candles::<T>(id, CANDLES.saturating_sub(1))?;
    say_quorum::<T>(id, &all, 1, terms().quorum())?;
    T::BenchmarkHelper::set_time(BEGIN.saturating_add(DAY));
    set_block::<T>(30);
    // The next round is due.
    Feeds::<T>::mutate_extant(id, |feed| feed.requested = true);
    let others = terms().quorum().saturating_sub(1);
    say_quorum::<T>(id, &all, 2, others)?;
    Ok((id, all.get(others as usize).cloned().ok_or("there are more")?))
}

fn say_quorum<T: Config>(
    id: FeedId,
    all: &[T::AccountId],
    round: Round,
    count: u32,
) -> Result<(), BenchmarkError> {
    for who in all.iter().take(count as usize) {
        let observation = Observation { feed: id, round, value: VALUE };
        Pallet::<T>::do_report(who, vec![observation]).map_err(|_| "it is taken")?;
    }
    Ok(())
}

/// So many candles of each interval are stored, and none is open.
fn fill_candles<T: Config>(id: FeedId, count: u32) -> Result<(), BenchmarkError> {
    let mut feed = Feeds::<T>::get(id).ok_or("it was created")?;
    feed.stored = [count; INTERVALS];
    for interval in Interval::ALL {
        let running = interval.period(BEGIN);
        let first = running.saturating_sub(count);
        for number in 0..count {
            let candle = Candle::first(first.saturating_add(number), VALUE, false);
            Pallet::<T>::keep_candle(id, interval, number, candle);
        }
    }
    Feeds::<T>::insert(id, feed);
    Ok(())
}

fn observation(feed: FeedId) -> Observation {
    Observation { feed, round: 1, value: VALUE }
}

/// As many who are kept out as can be.
fn barred<T: Config>() -> Barred<T::AccountId> {
    let all: Vec<_> = (0..MAX_BARRED).map(|index| (account("elsewhere", index, 0), 1)).collect();
    Barred::<T::AccountId>::truncate_from(all)
}

/// So many to be drawn, after as many as are looked at for each who are kept out, all of them first on their
/// pages, which are as long as pages can be. Nobody else is ever drawn.
fn candidates<T: Config>(id: FeedId, count: u32) {
    let mut kept_out = Vec::new();
    for index in 0..count {
        for nth in 1..lots::LOOKS {
            let who: T::AccountId = account("barred", index, nth);
            next_page::<T>();
            T::BenchmarkHelper::reporter(&who, 1_000);
            kept_out.push((who, 2));
        }
        next_page::<T>();
        T::BenchmarkHelper::reporter(&account("candidate", index, 0), 1);
    }
    // When others are kept out, too, one of these may come back.
    kept_out.extend(barred::<T>());
    Bars::<T>::insert(id, Barred::<T::AccountId>::truncate_from(kept_out));
    let lot = lots::Lot::<T>::new();
    let all = Reporters::<T>::get().max(ALL);
    let pages = 0..all.div_ceil(WIDTH);
    for number in pages.clone() {
        let first = lot.page(number).at(0);
        let rest = (1..WIDTH).map(|_| 0);
        lot.set_page(number, &[first].into_iter().chain(rest).collect());
    }
    lot.set_root(&pages.map(|number| lot.page(number).sum()).collect());
    Reporters::<T>::put(all);
}

/// Leaves the rest of the page free, so that the next reporter comes first on the next one.
fn next_page<T: Config>() {
    let place = Reporters::<T>::get().div_ceil(WIDTH).saturating_mul(WIDTH);
    Reporters::<T>::put(place);
}

#[benchmarks]
mod benches {
    use super::*;

    /// Each opens a round.
    #[benchmark]
    fn report(n: Linear<1, { T::MaxReport::get() }>) -> Result<(), BenchmarkError> {
        let mut observations = Vec::new();
        let mut last = None;
        for _ in 0..n {
            let (id, all) = seated::<T>(MAX_SEATS)?;
            observations.push(observation(id));
            last = all.last().cloned();
        }
        let who = last.ok_or("there are reporters")?;
        let observations = BoundedVec::truncate_from(observations);

        #[extrinsic_call]
        _(RawOrigin::Signed(who), observations);

        assert!(Feeds::<T>::iter_values().all(|feed| feed.open.is_some()));
        Ok(())
    }

    /// The whole of a report of one that ends a round and finishes no candle.
    #[benchmark]
    fn close() -> Result<(), BenchmarkError> {
        let (id, who) = reported::<T>()?;
        T::BenchmarkHelper::set_time(BEGIN);
        let observation = Observation { round: 2, ..observation(id) };

        #[block]
        {
            Pallet::<T>::do_report(&who, vec![observation]).map_err(|_| "it is taken")?;
        }

        let latest = Feeds::<T>::get(id).and_then(|feed| feed.latest);
        assert_eq!(latest.map(|latest| latest.round), Some(2));
        Ok(())
    }

    #[benchmark]
    fn finish() -> Result<(), BenchmarkError> {
        let id = created::<T>()?;
        let last = CANDLES.saturating_sub(1);
        fill_candles::<T>(id, last)?;
        let candle = Candle::first(u32::MAX, VALUE, false);

        #[block]
        {
            Pallet::<T>::keep_candle(id, Interval::Minute, last, candle);
        }

        assert_eq!(Candles::<T>::get(id, (Interval::Minute, 0)).len() as u32, CANDLES);
        Ok(())
    }

    /// All that are tried are looked at: in all feeds but the last it has no seat, and may be kept out.
    #[benchmark]
    fn check() -> Result<(), BenchmarkError> {
        let (last, who) = reported::<T>()?;
        let mut observations = Vec::new();
        for _ in 1..reports::TRIED {
            let (id, all) = seated::<T>(MAX_SEATS)?;
            let index = all.iter().position(|other| *other == who).ok_or("it sits")?;
            Feeds::<T>::mutate_extant(id, |feed| {
                feed.vacate(index as u8);
            });
            Bars::<T>::insert(id, barred::<T>());
            observations.push(observation(id));
        }
        observations.push(Observation { round: 2, ..observation(last) });

        let answer;
        #[block]
        {
            answer = Pallet::<T>::may_report(&who, &observations, Pallet::<T>::clock());
        }

        assert!(answer.is_ok());
        Ok(())
    }

    #[benchmark]
    fn create_feed() -> Result<(), BenchmarkError> {
        let who = owner::<T>();
        T::BenchmarkHelper::fund(&who);

        #[extrinsic_call]
        _(RawOrigin::Signed(who), terms());

        assert_eq!(Feeds::<T>::iter().count(), 1);
        Ok(())
    }

    #[benchmark]
    fn change_feed() -> Result<(), BenchmarkError> {
        let (id, _) = seated::<T>(MAX_SEATS)?;
        let terms = Terms { max: 7, ..terms() };

        #[extrinsic_call]
        _(RawOrigin::Signed(owner::<T>()), id, terms.clone());

        assert_eq!(Feeds::<T>::get(id).map(|feed| feed.terms), Some(terms));
        Ok(())
    }

    #[benchmark]
    fn remove_feed(n: Linear<0, MAX_SEATS>) -> Result<(), BenchmarkError> {
        let (id, all) = seated::<T>(n)?;
        fill_candles::<T>(id, CANDLES.saturating_mul(PAGES))?;
        // A round is open.
        say_quorum::<T>(id, &all, 1, 1)?;

        #[extrinsic_call]
        _(RawOrigin::Signed(owner::<T>()), id);

        assert!(!Feeds::<T>::contains_key(id));
        assert_eq!(Candles::<T>::iter().count(), 0);
        Ok(())
    }

    #[benchmark]
    fn fund() -> Result<(), BenchmarkError> {
        let (id, _) = seated::<T>(MAX_SEATS)?;
        let who: T::AccountId = account("donor", 0, 0);
        T::BenchmarkHelper::fund(&who);
        let before = Feeds::<T>::get(id).map_or(0, |feed| feed.budget);

        #[extrinsic_call]
        _(RawOrigin::Signed(who), id, 1_000_000);

        let after = Feeds::<T>::get(id).map_or(0, |feed| feed.budget);
        assert_eq!(after, before.saturating_add(1_000_000));
        Ok(())
    }

    #[benchmark]
    fn request() -> Result<(), BenchmarkError> {
        let (id, all) = seated::<T>(MAX_SEATS)?;
        say_quorum::<T>(id, &all, 1, terms().quorum())?;
        let who: T::AccountId = account("donor", 0, 0);
        T::BenchmarkHelper::fund(&who);

        #[extrinsic_call]
        _(RawOrigin::Signed(who), id);

        assert!(Feeds::<T>::get(id).is_some_and(|feed| feed.requested));
        Ok(())
    }

    #[benchmark]
    fn claim() -> Result<(), BenchmarkError> {
        let (id, all) = seated::<T>(MAX_SEATS)?;
        let who = all.last().cloned().ok_or("there are reporters")?;

        #[extrinsic_call]
        _(RawOrigin::Signed(who), id);

        let feed = Feeds::<T>::get(id).ok_or("it is there")?;
        assert_eq!(feed.seats.last().map(|seat| seat.earned), Some(0));
        Ok(())
    }

    /// Another one is let in again to make room.
    #[benchmark]
    fn leave() -> Result<(), BenchmarkError> {
        let (id, all) = seated::<T>(MAX_SEATS)?;
        Bars::<T>::insert(id, barred::<T>());
        let who = all.first().cloned().ok_or("there are reporters")?;

        #[extrinsic_call]
        _(RawOrigin::Signed(who), id);

        let feed = Feeds::<T>::get(id).ok_or("it is there")?;
        assert_eq!(feed.seats.len() as u32, MAX_SEATS.saturating_sub(1));
        Ok(())
    }

    #[benchmark]
    fn come_back() -> Result<(), BenchmarkError> {
        let id = created::<T>()?;
        Bars::<T>::insert(id, barred::<T>());
        let who: T::AccountId = account("elsewhere", MAX_BARRED.saturating_sub(1), 0);

        #[extrinsic_call]
        _(RawOrigin::Signed(who), id);

        assert_eq!(Bars::<T>::get(id).len() as u32, MAX_BARRED.saturating_sub(1));
        Ok(())
    }

    /// A round has expired, and nobody is there for whom another would make room.
    #[benchmark]
    fn look() -> Result<(), BenchmarkError> {
        let (id, all) = seated::<T>(MAX_SEATS)?;
        say_quorum::<T>(id, &all, 1, 1)?;
        set_block::<T>(T::Rules::get().round.saturating_add(20));

        #[block]
        {
            Pallet::<T>::do_step(id);
        }

        let feed = Feeds::<T>::get(id).ok_or("it is there")?;
        assert!(feed.open.is_none());
        assert_eq!(feed.seats.len() as u32, MAX_SEATS);
        Ok(())
    }

    /// Some go who are chilled, and as many others come.
    #[benchmark]
    fn reseat(n: Linear<1, AT_ONCE>) -> Result<(), BenchmarkError> {
        let (id, _) = seated::<T>(MAX_SEATS)?;
        candidates::<T>(id, n);
        let mut feed = Feeds::<T>::get(id).ok_or("it is there")?;
        for seat in feed.seats.iter_mut().rev().take(n as usize) {
            seat.chilled = Some(50);
        }
        Feeds::<T>::insert(id, feed);

        #[block]
        {
            Pallet::<T>::do_step(id);
        }

        let feed = Feeds::<T>::get(id).ok_or("it is there")?;
        assert_eq!(feed.seats.len() as u32, MAX_SEATS);
        assert!(feed.seats.iter().all(|seat| seat.chilled.is_none()));
        Ok(())
    }

    #[benchmark]
    fn slot(n: Linear<1, PAGE>) {
        for entry in 0..n {
            Docket::<T>::push(5, entry).expect("there is room");
        }

        #[block]
        {
            let entries = Docket::<T>::take(5);
            Docket::<T>::put(5, entries);
            let _ = Docket::<T>::first();
            Docket::<T>::set_first(5);
        }
    }

    #[benchmark]
    fn place() {
        for entry in 1..PAGE {
            Docket::<T>::push(5, entry).expect("there is room");
        }
        let placed;
        #[block]
        {
            placed = agenda::schedule::<Docket<T>>(1, 5, 1);
        }
        assert_eq!(placed, Ok(5));
    }

    #[benchmark]
    fn line() {
        set_block::<T>(10);
        Pallet::<T>::changed(&account("reporter", 0, 0), Roles::of([Role::Data]), Balance::MAX);

        #[block]
        {
            Pallet::<T>::make_changes(&mut WeightMeter::new());
        }

        assert_eq!(LineOfChanges::<T>::get().first, 0);
    }

    /// One gives its place up, and the last one moves there from another page.
    #[benchmark]
    fn change() -> Result<(), BenchmarkError> {
        let id = created::<T>()?;
        candidates::<T>(id, 1);
        next_page::<T>();
        T::BenchmarkHelper::reporter(&account("last", 0, 0), 1);
        let who = account("candidate", 0, 0);
        Pallet::<T>::changed(&who, Roles::NONE, 0);
        set_block::<T>(T::DrawDelay::get().saturating_add(10));

        #[block]
        {
            Pallet::<T>::make_changes(&mut WeightMeter::new());
        }

        assert!(!Places::<T>::contains_key(&who));
        Ok(())
    }

    /// Of a feed with as many reporters as can be, in the largest elements: so many pages of candles, which begin
    /// in the middle of one.
    #[benchmark]
    fn tensor(p: Linear<1, { MAX_CANDLES as u32 / CANDLES }>) -> Result<(), BenchmarkError> {
        let (id, all) = seated::<T>(MAX_SEATS)?;
        fill_candles::<T>(id, CANDLES.saturating_mul(PAGES).saturating_sub(1))?;
        say_quorum::<T>(id, &all, 1, terms().quorum())?;
        let fields = vec![Field::Open, Field::High, Field::Low, Field::Close, Field::Count];
        let window = Window {
            feed: id,
            interval: Interval::Minute,
            candles: p.saturating_mul(CANDLES) as u16,
            fields: BoundedVec::truncate_from(fields),
            dtype: Dtype::F64,
            decimals: 0,
        };

        let answer;
        #[block]
        {
            answer = <Pallet<T> as feeds::Feeds>::tensor(&window);
        }

        assert_eq!(
            answer.map(|bytes| bytes.len() as u32),
            Ok(p.saturating_mul(CANDLES).saturating_mul(40))
        );
        Ok(())
    }
}
