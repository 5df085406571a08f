//! Owners, reporters, liars and clocks in any order: no invariant breaks, and no planck is lost.

use super::*;
use opg_primitives::random::Random;

#[test]
fn any_order_of_events_should_keep_all_that_holds() {
    let (mut answers, mut chilled) = (0, 0);
    for seed in 0..4 {
        run(20, || {
            Set::set(Rules { absences: 5, ..rules() });
            one_world(seed);
            answers += count(|event| matches!(event, Event::Answered { .. }));
            chilled += count(|event| matches!(event, Event::Chilled { .. }));
        });
    }
    assert!(answers > 250, "{answers} answers");
    assert!(chilled > 5, "{chilled} chilled");
}

fn count(is: impl Fn(&Event<Test>) -> bool) -> usize {
    events().iter().filter(|event| is(event)).count()
}

pub fn some_terms(random: &mut Random) -> Terms {
    let deviation = random.one_of(&[0, 10, 50]);
    let heartbeat = random.one_of(&[3, 30, 60, 600]);
    let reward = random.one_of(&[0, 1, REWARD, REWARD]);
    let faulty = random.one_of(&[1, 1, 2]);
    Terms { deviation, heartbeat, reward, faulty, ..terms() }
}

/// What someone does, if it may.
pub fn act(random: &mut Random) {
    let feeds = u64::from(NextFeed::<Test>::get());
    let id = random.below(feeds + 1) as FeedId;
    let who = FIRST + random.below(20);
    let by = random.one_of(&[OWNER, NOBODY, who]);
    let origin = if random.below(2) == 0 { root() } else { signed(by) };
    let _ = match random.below(60) {
        0 if feeds < 12 => Oracle::create_feed(origin, some_terms(random)),
        1 => Oracle::change_feed(origin, id, Terms { name: terms().name, ..some_terms(random) }),
        2 if random.below(8) == 0 => {
            Oracle::remove_feed(origin, id).map(|_| ()).map_err(|e| e.error)
        },
        3..5 => Oracle::fund(origin, id, random.amount() % (10 * OPG)),
        5 => Oracle::request(signed(by), id),
        6 => Oracle::claim(signed(who), id),
        7 => Oracle::leave(signed(who), id),
        8..10 => Oracle::come_back(signed(who), id),
        10 => {
            let least = bond_of(who).1;
            bond(who, least.max(OPG * u128::from(random.below(3_000))));
            Ok(())
        },
        _ => {
            some_report(random);
            Ok(())
        },
    };
}

/// A reporter says what it should, or a liar, or something that makes no sense.
fn some_report(random: &mut Random) {
    let who = FIRST + random.below(20);
    let silent = who.is_multiple_of(5);
    let duties = Oracle::duties(who, 0).0;
    let mut entries = vec![];
    for duty in duties {
        if silent && random.below(4) > 0 {
            continue;
        }
        let round = duty.round - random.one_of(&[0, 0, 0, 1]);
        let value = match who % 7 {
            0 => random.number() as i64,
            // Opens rounds for nothing.
            1 => 10_150,
            _ => 10_000 + random.below(100) as i64,
        };
        entries.push(Observation { feed: duty.feed, round, value });
    }
    if random.below(10) == 0 {
        let (feed, round) = (random.below(15) as u32, random.below(9) as u32);
        entries.push(Observation { feed, round, value: random.number() as i64 });
    }
    // What is foreseen of a single observation is what comes of it.
    if let [single] = entries[..] {
        let foreseen = Oracle::may_report(&who, &[single], Oracle::clock());
        let foreseen = foreseen.map(|_| ()).map_err(Into::into);
        assert_eq!(say_in(who, single.feed, single.round, single.value), foreseen);
    } else {
        let _ = report(who, entries);
    }
}

fn one_world(seed: u64) {
    let mut random = Random(seed);
    // Blocks may be skipped from here on, but not the first.
    blocks(1);
    let issued = Balances::total_issuance();
    let bonded = |all: &BTreeMap<AccountId, (Balance, Balance)>| -> Balance {
        all.values().map(|(bond, _)| bond).sum()
    };
    let mut taken = 0;
    for _ in 0..300 {
        Share::set(Weight::from_parts(random.one_of(&[0, 5, 20, 1_000]), 0));
        Room::set(Weight::from_parts(random.one_of(&[0, 1, 1_000]), 0));
        Stirred::set(random.below(256) as u8);
        for _ in 0..random.below(40) {
            let before = (bonded(&Backing::get()), Balances::total_issuance());
            act(&mut random);
            let slashed = Balances::total_issuance() - before.1;
            taken += slashed;
        }
        let before = Balances::total_issuance();
        let skip = random.one_of(&[0, 0, 0, 0, 15, 100]);
        System::set_block_number(System::block_number() + skip);
        blocks(1);
        taken += Balances::total_issuance() - before;
    }
    assert_eq!(Balances::total_issuance(), issued + taken, "what the book of bonds gave up");
    assert!(taken > 0, "someone was absent");
    Share::set(Weight::from_parts(1_000_000, 0));
    Room::set(Weight::from_parts(1_000, 0));
    for (id, feed) in Feeds::<Test>::iter().collect::<Vec<_>>() {
        let origin = if feed.owner == TREASURY { root() } else { signed(feed.owner) };
        assert_ok!(Oracle::remove_feed(origin, id));
    }
    blocks(300);
    assert!(Backing::get().values().all(|(_, locked)| *locked == 0), "all tickets are free");
    for who in [OWNER, TREASURY, NOBODY].into_iter().chain(FIRST..FIRST + 20) {
        assert_eq!(Balances::total_balance_on_hold(&who), 0, "{who}");
    }
    assert_eq!(Agenda::<Test>::iter().count() + Candles::<Test>::iter().count(), 0);
}
