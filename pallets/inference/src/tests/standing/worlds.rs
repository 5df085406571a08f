//! Random orders among random people, and what an indexer makes of their events.

use super::*;

/// What an indexer makes of events is what is stored, but for when what has ended is forgotten.
fn as_events_tell() -> BTreeMap<OrderId, StandingOrderOf<Test>> {
    let mut orders = BTreeMap::<OrderId, StandingOrderOf<Test>>::new();
    let ended = OrderPhase::Ended { until: 0 };
    for event in log() {
        match event {
            Event::OrderPlaced {
                order,
                owner,
                runs,
                period,
                price,
                fee,
                deposit,
                keep,
                next,
                ..
            } => {
                let placed = StandingOrder {
                    owner,
                    period,
                    price,
                    fee,
                    deposit,
                    keep,
                    past: 0,
                    left: runs,
                    missed: 0,
                    in_row: 0,
                    last_miss: None,
                    running: 0,
                    results: 0,
                    phase: OrderPhase::Active { next },
                    term: 0,
                };
                assert_eq!(orders.insert(order, placed), None);
            },
            Event::RunMade { order, run, .. } => {
                let order = orders.get_mut(&order).unwrap();
                assert_eq!(order.past, run);
                order.pass(1);
                order.running += 1;
                order.in_row = 0;
            },
            Event::RunsMissed { order, run, count, why, refund } => {
                let order = orders.get_mut(&order).unwrap();
                assert_eq!((order.past, order.run() * Balance::from(count)), (run, refund));
                order.pass(count);
                order.missed += count;
                order.in_row += if why == Miss::Late { 0 } else { count };
                order.last_miss = Some((run + count - 1, why));
            },
            Event::RunEnded { order, place, .. } => {
                let order = orders.get_mut(&order).unwrap();
                order.running -= 1;
                order.results += u32::from(place.is_some());
            },
            Event::OrderSuspended { order, until } => {
                orders.get_mut(&order).unwrap().phase = OrderPhase::Suspended { until };
            },
            Event::OrderResumed { order, next } => {
                let order = orders.get_mut(&order).unwrap();
                order.phase = OrderPhase::Active { next };
                order.in_row = 0;
            },
            Event::OrderEnded { order, left, refund, .. } => {
                let order = orders.get_mut(&order).unwrap();
                assert_eq!((order.left, order.held()), (left, refund));
                order.left = 0;
                order.phase = ended;
            },
            Event::OrderForgotten { order, deposit } => {
                assert_eq!(orders.remove(&order).unwrap().deposit, deposit);
            },
            _ => {},
        }
    }
    orders
}

fn events_tell_all() {
    let stored: BTreeMap<_, _> = Orders::<Test>::iter()
        .map(|(id, mut order)| {
            order.term = 0;
            if order.phase.has_ended() {
                order.phase = OrderPhase::Ended { until: 0 };
            }
            (id, order)
        })
        .collect();
    assert_eq!(as_events_tell(), stored);
}

fn some_plan(random: &mut Random) -> Plan<AccountId> {
    let keep = Keep { results: random.below(4) as u8, bytes: random.below(3) as u32 };
    let (period, runs) = (20 + random.below(30) as u32, 1 + random.below(6) as u32);
    let mut plan = Plan { period, runs, keep, ..plan() };
    plan.request.assurance = random.one_of(&[Assurance::Bonded, Assurance::Quorum(3)]);
    plan.request.max_price = random.one_of(&[BUDGET, 4 * BUDGET]);
    plan
}

/// Someone does something about an order.
fn order_something(random: &mut Random) {
    let who = random.one_of(&[ANN, BOB]);
    let id = random.below(NextOrder::<Test>::get() + 1);
    let _ = match random.below(4) {
        0 | 1 => Inference::place_order(signed(who), Box::new(some_plan(random))),
        2 => Inference::cancel_order(signed(who), id),
        _ => Inference::resume_order(signed(who), id),
    };
}

#[test]
fn whatever_happens_in_whatever_order_invariants_hold() {
    for seed in 0..12 {
        on_chain(|| {
            tune(|rules| rules.orders = 4);
            let mut random = Random(seed);
            block();
            for _ in 0..120 {
                match random.below(5) {
                    0 | 1 => order_something(&mut random),
                    2 => close_all_but(random.below(3)),
                    3 => System::set_block_number(System::block_number() + random.below(60)),
                    _ => answer_some(random.below(3)),
                }
                blocks(1 + random.below(20) as u32);
                holds();
                events_tell_all();
            }
            // In the end all is given back, by itself.
            for _ in 0..4 {
                System::set_block_number(System::block_number() + u64::from(SUSPENDED) / 2);
                blocks(300);
            }
            for who in [ANN, BOB] {
                assert_eq!((escrow(who), deposit(who)), (0, 0));
            }
            assert_eq!(Orders::<Test>::iter().count(), 0);
        });
    }
}

/// Among liars, silent workers, quorums and juries, beside requests that people make themselves.
#[test]
fn unruly_worlds_with_standing_orders_end_with_nothing_left_over() {
    for seed in 0..3 {
        run(|| {
            let (mut random, mut clock) = (Random(seed), Clock::new());
            unruly();
            block();
            for round in 0..300 {
                if random.below(8) == 0 {
                    order_something(&mut random);
                }
                for _ in 0..random.below(8) {
                    act(&mut random);
                }
                clock.tick(&mut random);
                if round % 10 == 0 {
                    check();
                    events_tell_all();
                }
            }
            for (id, order) in Orders::<Test>::iter() {
                let _ = Inference::cancel_order(signed(order.owner), id);
            }
            (0..700).for_each(|_| clock.tick(&mut random));
            events_tell_all();
            assert!(made() > 0, "no run was ever made");
            let ended = |event: &Event<Test>| matches!(event, Event::RunEnded { .. });
            assert_eq!(log().iter().filter(|event| ended(event)).count() as u32, made());
            assert_eq!(Orders::<Test>::iter().count() + Jobs::<Test>::iter().count(), 0);
            for who in [ANN, BOB, CAT, DAN] {
                assert_eq!(Balances::total_balance_on_hold(&who), 0);
            }
        });
    }
}

fn answer_some(of: u64) {
    let open: Vec<_> = Jobs::<Test>::iter()
        .filter(|(id, job)| id % 3 != of && matches!(job.life.phase, Phase::Assigned { .. }))
        .map(|(id, _)| id)
        .collect();
    for id in open {
        let _ = submit(worker(id), &[(id, output())]);
    }
}
