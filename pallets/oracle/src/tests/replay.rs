//! Events alone tell an indexer what is stored of every feed.

use super::{random::act, *};
use crate::feed::{Feed, Open, Seat};
use opg_primitives::{feeds::candles::advance, random::Random};

/// What an indexer knows of a seat: what is stored of it, but for the block at which it was drawn.
#[derive(Clone, Debug, PartialEq)]
struct KnownSeat {
    reporter: AccountId,
    ticket: Balance,
    lost: Balance,
    earned: Balance,
    chilled: Option<BlockNumber>,
}

/// What it knows of a feed.
#[derive(Debug, PartialEq)]
struct Known {
    owner: AccountId,
    terms: Terms,
    deposit: Balance,
    budget: Balance,
    fees: Balance,
    seats: Vec<KnownSeat>,
    /// What was said in rounds that have not ended.
    said: BTreeMap<Round, Vec<(AccountId, Value)>>,
    latest: Option<Latest>,
    requested: bool,
    candles: [Vec<Candle>; 4],
    kept_out: Vec<(AccountId, BlockNumber)>,
}

#[derive(Default)]
struct Indexer {
    feeds: BTreeMap<FeedId, Known>,
    weights: BTreeMap<AccountId, u64>,
}

impl Indexer {
    fn hear(&mut self, event: Event<Test>) {
        match event {
            Event::FeedCreated { feed, owner, terms, deposit, .. } => {
                let known = Known {
                    owner,
                    terms,
                    deposit,
                    budget: 0,
                    fees: 0,
                    seats: vec![],
                    said: Default::default(),
                    latest: None,
                    requested: false,
                    candles: Default::default(),
                    kept_out: vec![],
                };
                self.feeds.insert(feed, known);
            },
            Event::FeedChanged { feed, terms } => self.of(feed).terms = terms,
            Event::FeedRemoved { feed, budget, deposit } => {
                let known = self.feeds.remove(&feed).expect("it was there");
                assert_eq!((known.budget, known.deposit), (budget, deposit));
                assert_eq!(known.fees, 0);
                assert!(known.seats.is_empty());
            },
            Event::Funded { feed, amount, .. } => self.of(feed).budget += amount,
            Event::Requested { feed, amount, .. } => {
                let known = self.of(feed);
                known.budget += amount;
                known.requested = true;
            },
            Event::Reported { reporter, taken } => {
                for noted in taken.into_iter().filter(|noted| !noted.late) {
                    let Observation { feed, round, value } = noted.observation;
                    self.of(feed).said.entry(round).or_default().push((reporter, value));
                }
            },
            Event::Answered { feed, latest, earned, reward } => {
                self.of(feed).answered(latest, earned, reward);
            },
            Event::Charged { feed, amount } => {
                let known = self.of(feed);
                known.budget -= amount;
                known.fees += amount;
            },
            Event::Collected { feed, amount } => {
                let known = self.of(feed);
                known.budget += core::mem::take(&mut known.fees) - amount;
            },
            Event::Moot { feed, round, .. } => {
                let known = self.of(feed);
                let said = known.said.remove(&round).expect("a quorum has spoken");
                assert_eq!(said.len() as u32, known.terms.quorum());
            },
            Event::Expired { feed, round } => {
                self.of(feed).said.remove(&round).expect("someone had spoken");
            },
            Event::Absent { feed, seats, amount, .. } => {
                for seat in self.of(feed).named(seats) {
                    seat.lost = seat.ticket.min(seat.lost + amount);
                }
            },
            Event::Chilled { feed, reporter, until } => {
                self.of(feed).seat(reporter).chilled = Some(until);
            },
            Event::Seated { feed, reporter, ticket } => {
                let seat = KnownSeat { reporter, ticket, lost: 0, earned: 0, chilled: None };
                self.of(feed).seats.push(seat);
            },
            Event::Unseated { feed, reporter, paid, lost } => {
                let known = self.of(feed);
                let index = known.seats.iter().position(|seat| seat.reporter == reporter).unwrap();
                let seat = known.seats.remove(index);
                assert_eq!((seat.earned, seat.lost), (paid, lost));
                known.said.values_mut().for_each(|said| said.retain(|(who, _)| *who != reporter));
            },
            Event::Paid { feed, reporter, amount } => {
                let seat = self.of(feed).seat(reporter);
                assert_eq!(core::mem::take(&mut seat.earned), amount);
            },
            Event::KeptOut { feed, who, until } => self.of(feed).kept_out.push((who, until)),
            Event::CameBack { feed, who } => {
                self.of(feed).kept_out.retain(|(kept, _)| *kept != who);
            },
            Event::Placed { reporter, weight, .. } => {
                self.weights.insert(reporter, weight);
            },
            Event::Displaced { reporter } => {
                self.weights.remove(&reporter);
            },
            Event::Refused { .. } | Event::NoPlace { .. } | Event::WeightAwaited { .. } => {},
            Event::__Ignore(..) => unreachable!(),
        }
    }

    fn of(&mut self, feed: FeedId) -> &mut Known {
        self.feeds.get_mut(&feed).expect("it was created")
    }

    fn compare(&self) {
        assert_eq!(self.feeds.len(), Feeds::<Test>::iter().count());
        for (id, feed) in Feeds::<Test>::iter() {
            self.feeds[&id].compare(id, feed);
        }
        let weights = Places::<Test>::iter().map(|(who, place)| (who, place.weight)).collect();
        assert_eq!(self.weights, weights);
    }
}

impl Known {
    fn seat(&mut self, who: AccountId) -> &mut KnownSeat {
        self.seats.iter_mut().find(|seat| seat.reporter == who).expect("it sits")
    }

    fn named(&mut self, seats: feed::Seats) -> impl Iterator<Item = &mut KnownSeat> {
        let all = self.seats.iter_mut().enumerate();
        all.filter(move |(index, _)| seats & (1 << index) != 0).map(|(_, seat)| seat)
    }

    fn answered(&mut self, latest: Latest, earned: feed::Seats, reward: Balance) {
        let said = self.said.remove(&latest.round).expect("a quorum has spoken");
        assert_eq!(said.len() as u32, self.terms.quorum());
        let paid = self.named(earned).map(|seat| seat.earned += reward).count();
        self.budget -= reward * paid as u128;
        // Of freshness an indexer needs the rules, too.
        let was_fresh = self.latest.is_some_and(|before| {
            before.status(&self.terms, rules().grace, latest.at) == Status::Fresh
        });
        self.latest = Some(latest);
        self.requested = false;
        if latest.plausible {
            for (interval, candles) in Interval::ALL.into_iter().zip(&mut self.candles) {
                let mut open = candles.pop();
                let period = interval.period(latest.at);
                candles.extend(advance(&mut open, period, latest.value, was_fresh));
                candles.extend(open);
            }
        }
    }

    fn compare(&self, id: FeedId, stored: FeedOf<Test>) {
        for (interval, known) in Interval::ALL.into_iter().zip(&self.candles) {
            let kept: Vec<_> = Oracle::series(id, &stored, interval).collect();
            let known: Vec<_> = known.iter().rev().take(kept.len()).copied().collect();
            assert_eq!(known, kept);
        }
        let Feed { owner, terms, deposit, budget, fees, seats, open, latest, requested, .. } =
            stored;
        let who: Vec<_> = seats.iter().map(|seat| seat.ticket.operator).collect();
        let said = open.map(|Open { number, said, .. }| {
            let said = said.into_iter().map(|(seat, value)| (who[usize::from(seat)], value));
            (number, said.collect())
        });
        let seats = seats.into_iter().map(|Seat { ticket, lost, earned, chilled, .. }| KnownSeat {
            reporter: ticket.operator,
            ticket: ticket.amount,
            lost,
            earned,
            chilled,
        });
        let stored = Known {
            owner,
            terms,
            deposit,
            budget,
            fees,
            seats: seats.collect(),
            said: said.into_iter().collect(),
            latest,
            requested,
            candles: Default::default(),
            kept_out: Bars::<Test>::get(id).into_inner(),
        };
        let mut known = Known { candles: Default::default(), ..self.copy() };
        known.kept_out.sort();
        let mut stored = stored;
        stored.kept_out.sort();
        assert_eq!(known, stored, "feed {id}");
    }

    fn copy(&self) -> Known {
        Known {
            terms: self.terms.clone(),
            seats: self.seats.clone(),
            said: self.said.clone(),
            candles: self.candles.clone(),
            kept_out: self.kept_out.clone(),
            ..*self
        }
    }
}

#[test]
fn events_should_tell_all_that_is_stored_of_every_feed() {
    run(20, || {
        let mut random = Random(11);
        let mut indexer = Indexer::default();
        for who in FIRST..FIRST + 20 {
            indexer.weights.insert(who, 1_000);
        }
        let (mut answers, mut moot, mut charged) = (0, 0, 0);
        blocks(1);
        for _ in 0..400 {
            Stirred::set(random.below(256) as u8);
            for _ in 0..random.below(60) {
                act(&mut random);
            }
            let skip = random.one_of(&[0, 0, 0, 0, 15, 40]);
            System::set_block_number(System::block_number() + skip);
            blocks(1);
            for record in System::read_events_no_consensus() {
                if let RuntimeEvent::Oracle(event) = record.event {
                    answers += usize::from(matches!(event, Event::Answered { .. }));
                    moot += usize::from(matches!(event, Event::Moot { .. }));
                    charged += usize::from(matches!(event, Event::Charged { .. }));
                    indexer.hear(event);
                }
            }
            System::reset_events();
            indexer.compare();
        }
        assert!(answers > 100, "{answers} answers");
        assert!(moot > 5 && charged > 20, "{moot} for nothing, {charged} charged");
    });
}
