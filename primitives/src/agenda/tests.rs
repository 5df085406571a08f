use super::*;
use crate::random::Random;
use std::{cell::RefCell, collections::BTreeMap};

const CAPACITY: usize = 3;
const SLOT: u64 = 2;
const PLACE: u64 = 1;
const LOOK: u64 = 1;

thread_local! {
    static STATE: RefCell<(BlockNumber, BTreeMap<BlockNumber, Vec<u32>>)> = Default::default();
}

struct Memory;

impl Slots for Memory {
    type Entry = u32;

    fn first() -> Option<BlockNumber> {
        Some(STATE.with_borrow(|state| state.0))
    }
    fn set_first(at: BlockNumber) {
        STATE.with_borrow_mut(|state| state.0 = at);
    }
    fn push(at: BlockNumber, entry: u32) -> Result<(), u32> {
        STATE.with_borrow_mut(|state| {
            let slot = state.1.entry(at).or_default();
            if slot.len() >= CAPACITY {
                return Err(entry);
            }
            slot.push(entry);
            Ok(())
        })
    }
    fn push_over(at: BlockNumber, entry: u32) {
        STATE.with_borrow_mut(|state| state.1.entry(at).or_default().push(entry));
    }
    fn take(at: BlockNumber) -> Vec<u32> {
        STATE.with_borrow_mut(|state| state.1.remove(&at)).unwrap_or_default()
    }
    fn put(at: BlockNumber, entries: Vec<u32>) {
        STATE.with_borrow_mut(|state| state.1.insert(at, entries));
    }
}

fn fresh() {
    STATE.with_borrow_mut(|state| *state = Default::default());
}

fn entries() -> Vec<(BlockNumber, u32)> {
    STATE.with_borrow(|state| {
        state.1.iter().flat_map(|(at, slot)| slot.iter().map(|entry| (*at, *entry))).collect()
    })
}

fn weight(units: u64) -> Weight {
    Weight::from_parts(units, 0)
}

fn costs() -> Costs {
    Costs { slot: weight(SLOT), place: weight(PLACE), probe: Weight::zero(), look: weight(LOOK) }
}

/// Runs with a limit; each entry weighs `each` and is done. Answers what was executed, and the weight.
fn run_all(now: BlockNumber, limit: u64, each: u64) -> (Vec<u32>, u64) {
    let mut done = vec![];
    let mut meter = WeightMeter::with_limit(weight(limit));
    run::<Memory, _>(
        now,
        &mut meter,
        costs(),
        |_| (weight(each), ()),
        |entry, ()| {
            done.push(*entry);
            (Next::Done, weight(each))
        },
    );
    (done, meter.consumed().ref_time())
}

#[test]
fn entry_should_come_up_at_its_block_and_not_before() {
    fresh();
    assert_eq!(schedule::<Memory>(1, 5, 3), Ok(5));
    assert_eq!(run_all(4, 100, 1).0, [] as [u32; 0]);
    assert_eq!(run_all(5, 100, 1).0, [1]);
    assert_eq!(run_all(6, 100, 1).0, [] as [u32; 0]);
}

#[test]
fn entry_for_the_past_or_now_should_come_up_in_the_next_block() {
    fresh();
    assert_eq!(schedule::<Memory>(1, 2, 7), Ok(8));
    assert_eq!(schedule::<Memory>(2, 7, 7), Ok(8));
}

#[test]
fn full_block_should_spill_forward_and_then_refuse() {
    fresh();
    for entry in 0..(CAPACITY as u32) * (SPILL + 1) {
        assert_eq!(schedule::<Memory>(entry, 10, 1), Ok(10 + entry / CAPACITY as u32));
    }
    assert_eq!(schedule::<Memory>(999, 10, 1), Err(NoRoom(999)));
    assert_eq!(schedule::<Memory>(999, 11, 1), Ok(10 + SPILL + 1));
}

#[test]
fn what_does_not_fit_should_be_carried_over_before_what_falls_due_later() {
    fresh();
    for entry in 1..=3 {
        schedule::<Memory>(entry, 5, 1).unwrap();
    }
    schedule::<Memory>(4, 6, 1).unwrap();
    Memory::set_first(5);
    // The block's first entry, and finding another place for it, fit; a second one does not.
    let (done, used) = run_all(5, SLOT + 10 + PLACE, 10);
    assert_eq!((done, used), (vec![1], SLOT + 10 + LOOK));
    assert_eq!(run_all(6, 1_000, 10).0, [2, 3, 4]);
}

#[test]
fn nothing_should_be_begun_that_may_not_fit() {
    fresh();
    schedule::<Memory>(1, 5, 1).unwrap();
    Memory::set_first(5);
    assert_eq!(run_all(5, SLOT - 1, 0), (vec![], 0));
    assert_eq!(run_all(5, SLOT + 9 + PLACE, 10), (vec![], SLOT + LOOK));
    assert_eq!(run_all(5, SLOT + 10 + PLACE, 10).0, [1]);
}

#[test]
fn light_entries_should_not_wait_for_room_that_only_a_heavy_one_needs() {
    fresh();
    for entry in [1, 90, 3] {
        schedule::<Memory>(entry, 5, 1).unwrap();
    }
    Memory::set_first(5);
    let mut done = vec![];
    let mut meter = WeightMeter::with_limit(weight(SLOT + PLACE + 50));
    run::<Memory, _>(
        5,
        &mut meter,
        costs(),
        |entry| (weight((*entry).into()), *entry),
        |entry, seen| {
            assert_eq!(*entry, seen, "what was seen is handed over");
            done.push(*entry);
            (Next::Done, weight(1))
        },
    );
    assert_eq!(done, [1], "the heavy one has no room, and those after it wait for it");
    assert_eq!(meter.consumed(), weight(SLOT + 1 + LOOK), "it was looked at in vain");
}

#[test]
fn entry_should_not_be_looked_at_if_there_is_no_weight_for_that() {
    fresh();
    schedule::<Memory>(1, 5, 1).unwrap();
    Memory::set_first(5);
    let mut meter = WeightMeter::with_limit(weight(SLOT + LOOK - 1));
    run::<Memory, ()>(
        5,
        &mut meter,
        costs(),
        |_| panic!("there is no weight for it"),
        |_, ()| (Next::Done, weight(1)),
    );
    assert_eq!(entries(), [(5, 1)]);
}

#[test]
fn entry_should_come_up_again_when_it_asks_for_it() {
    fresh();
    schedule::<Memory>(1, 5, 1).unwrap();
    let mut meter = WeightMeter::new();
    let again = |_: &u32, ()| (Next::At(9), weight(1));
    run::<Memory, _>(5, &mut meter, costs(), |_| (weight(1), ()), again);
    assert_eq!(entries(), [(9, 1)]);
}

/// Whoever fills all blocks around one of the future, and has something come up that asks for it, must stop
/// nobody.
#[test]
fn entry_for_which_there_is_no_other_room_should_stop_nothing() {
    fresh();
    for entry in [7, 8] {
        schedule::<Memory>(entry, 5, 1).unwrap();
    }
    schedule::<Memory>(9, 6, 1).unwrap();
    for entry in 0..(CAPACITY as u32) * (SPILL + 1) {
        schedule::<Memory>(100 + entry, 20, 1).unwrap();
    }
    let mut done = vec![];
    run::<Memory, _>(
        6,
        &mut WeightMeter::new(),
        costs(),
        |_| (weight(1), ()),
        |entry, ()| {
            done.push(*entry);
            (if *entry == 7 { Next::At(20) } else { Next::Done }, weight(1))
        },
    );
    assert_eq!(done, [7, 8, 9]);
    assert_eq!(
        entries().last(),
        Some(&(20 + SPILL, 7)),
        "it is in the last block, which is over full"
    );
    assert_eq!(schedule::<Memory>(999, 20, 1), Err(NoRoom(999)), "nothing new is let in");
}

#[test]
fn looking_for_room_should_cost_what_was_looked_at() {
    fresh();
    schedule::<Memory>(7, 5, 1).unwrap();
    for entry in 0..(CAPACITY as u32) * 3 {
        schedule::<Memory>(100 + entry, 20, 1).unwrap();
    }
    Memory::set_first(5);
    let costs = Costs { probe: weight(10), ..costs() };
    let mut meter = WeightMeter::new();
    run::<Memory, _>(5, &mut meter, costs, |_| (weight(1), ()), |_, ()| (Next::At(20), weight(1)));
    // Two pages, the second of which is empty; the entry; three full blocks and one with room.
    assert_eq!(meter.consumed(), weight(2 * SLOT + 1 + PLACE + 30));
    assert_eq!(costs.most(), weight(PLACE + 10 * u64::from(SPILL)));
}

/// Whatever is scheduled, however little weight there is and however often it comes up again: no entry
/// is lost, doubled or early, and no block is over its limit.
fn check_any_order<S: Slots<Entry = u32>>(seed: u64, entries: fn() -> Vec<(BlockNumber, u32)>) {
    let mut random = Random(seed);
    let mut expected = BTreeMap::<u32, BlockNumber>::new();
    let mut next = 0;
    for now in 1..200u32 {
        for _ in 0..random.below(4) {
            let due = now + (random.below(30)) as u32;
            match schedule::<S>(next, due, now) {
                Ok(at) => {
                    assert!(at > now && at >= due && at <= due.max(now + 1) + SPILL);
                    expected.insert(next, due.max(now + 1));
                    next += 1;
                },
                Err(NoRoom(back)) => assert_eq!(back, next),
            }
        }
        // Often nothing, sometimes plenty.
        let limit = random.below(4) * 25;
        let mut meter = WeightMeter::with_limit(weight(limit));
        let most = |entry: &u32| (weight(u64::from(entry % 5) + 1), ());
        run::<S, _>(now, &mut meter, costs(), most, |entry, ()| {
            let due = expected.remove(entry).expect("it was there and came up once");
            assert!(due <= now, "{entry} came up at {now}, due at {due}");
            let used = random.below(u64::from(entry % 5) + 2);
            if random.below(3) == 0 {
                let again = now + (random.below(20)) as u32;
                expected.insert(*entry, again);
                return (Next::At(again), weight(used));
            }
            (Next::Done, weight(used))
        });
        assert!(meter.consumed().ref_time() <= limit.max(1), "seed {seed}, block {now}");
        let there = entries();
        let mut kept: Vec<_> = there.iter().map(|(_, entry)| *entry).collect();
        kept.sort();
        assert_eq!(kept, expected.keys().copied().collect::<Vec<_>>(), "seed {seed}");
        let first = S::first().expect("it was said");
        assert!(there.iter().all(|(at, _)| *at >= first), "an entry was passed over");
    }
    let mut rest = 0;
    run::<S, _>(
        1_000,
        &mut WeightMeter::new(),
        costs(),
        |_| (weight(1), ()),
        |_, ()| {
            rest += 1;
            (Next::Done, weight(1))
        },
    );
    assert_eq!(rest, expected.len());
}

#[test]
fn no_entry_should_be_lost_doubled_or_early_in_any_order_of_events() {
    for seed in 0..300 {
        fresh();
        check_any_order::<Memory>(seed, entries);
    }
}

/// Agendas as pallets keep them.
mod kept {
    use super::*;
    use polkadot_sdk::{
        frame_support::{pallet_prelude::ValueQuery, storage_alias, Twox64Concat},
        sp_core::ConstU32,
        sp_io::TestExternalities,
    };

    #[storage_alias]
    type First = StorageValue<Test, BlockNumber>;
    #[storage_alias]
    type Spans = StorageMap<Test, Twox64Concat, BlockNumber, Span, ValueQuery>;
    #[storage_alias]
    type Pages =
        StorageDoubleMap<Test, Twox64Concat, BlockNumber, Twox64Concat, u32, Page<u32>, ValueQuery>;

    type Few = Kept<First, Spans, Pages, u32, ConstU32<3>>;
    type Many = Kept<First, Spans, Pages, u32, ConstU32<1_000>>;

    fn entries() -> Vec<(BlockNumber, u32)> {
        Pages::iter()
            .flat_map(|(at, _, page)| page.into_iter().map(move |entry| (at, entry)))
            .collect()
    }

    #[test]
    fn no_entry_should_be_lost_doubled_or_early_in_any_order_of_events() {
        for seed in 0..100 {
            TestExternalities::default().execute_with(|| check_any_order::<Few>(seed, entries));
        }
    }

    #[test]
    fn pages_should_be_done_in_their_order_and_none_be_left() {
        TestExternalities::default().execute_with(|| {
            for entry in 0..300 {
                assert_eq!(schedule::<Many>(entry, 5, 1), Ok(5));
            }
            assert_eq!(Spans::get(5), Span { taken: 0, pushed: 300 });
            let sizes: Vec<_> = (0..4).map(|number| Pages::get(5, number).len()).collect();
            assert_eq!(sizes, [128, 128, 44, 0]);
            let (mut done, mut blocks) = (Vec::new(), 0);
            while done.len() < 300 {
                let mut meter = WeightMeter::with_limit(weight(50 + 3 * SLOT));
                run::<Many, _>(
                    5 + blocks,
                    &mut meter,
                    costs(),
                    |_| (weight(1), ()),
                    |entry, ()| {
                        done.push(*entry);
                        (Next::Done, weight(1))
                    },
                );
                blocks += 1;
            }
            assert_eq!(done, (0..300).collect::<Vec<_>>());
            assert!((6..=7).contains(&blocks), "{blocks}");
            run::<Many, _>(
                20,
                &mut WeightMeter::new(),
                costs(),
                |_| (weight(1), ()),
                |_, ()| panic!("nothing is left"),
            );
            assert_eq!((entries().len(), Spans::iter().count(), First::get()), (0, 0, Some(21)));
        });
    }

    #[test]
    fn block_should_be_full_when_as_much_as_may_was_added() {
        TestExternalities::default().execute_with(|| {
            for entry in 0..1_000 {
                assert_eq!(Many::push(5, entry), Ok(()));
            }
            assert_eq!(Many::push(5, 7), Err(7));
            assert_eq!(schedule::<Many>(7, 5, 1), Ok(6));
        });
    }
}
