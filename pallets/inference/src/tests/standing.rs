//! Standing orders: what is held, when a request is made, what is missed, kept and given back.

use super::{
    random::{act, unruly, Clock},
    *,
};
use crate::{
    standing::SUSPENDED,
    types::{Keep, Miss, OrderPhase, Plan},
};
use opg_primitives::{
    agenda::{self, Page, Span},
    market::MAX_OUTPUT,
    random::Random,
};
use polkadot_sdk::frame_support::assert_noop;

const PERIOD: BlockNumber = 50;
const RUNS: u32 = 4;

/// What a run of [`plan`] costs at most: it carries four bytes.
fn run_fee() -> Balance {
    FEE + rules().run + 4 * rules().run_byte
}

fn each() -> Balance {
    BUDGET + run_fee()
}

fn plan() -> Plan<AccountId> {
    Plan { request: order(), period: PERIOD, runs: RUNS, keep: Keep { results: 2, bytes: 8 } }
}

fn place(who: AccountId, plan: Plan<AccountId>) -> OrderId {
    assert_ok!(Inference::place_order(signed(who), Box::new(plan)));
    NextOrder::<Test>::get() - 1
}

fn standing(id: OrderId) -> StandingOrderOf<Test> {
    Orders::<Test>::get(id).expect("there is such an order")
}

fn deposit(who: AccountId) -> Balance {
    Balances::balance_on_hold(&HoldReason::Deposit.into(), &who)
}

fn last_job() -> JobId {
    NextJob::<Test>::get() - 1
}

fn made() -> u32 {
    log().iter().filter(|event| matches!(event, Event::RunMade { .. })).count() as u32
}

/// Nothing more can fall due at this block: there is that already which nobody knows.
fn fill(at: BlockNumber) {
    let full = vec![Entry::Standing(u64::MAX, 0); 50];
    Agenda::<Test>::insert(at, 0, Page::truncate_from(full));
    Due::<Test>::insert(at, Span { taken: 0, pushed: 50 });
}

/// All servers are gone, and come back.
fn close_all() {
    close_all_but(0);
}

fn open_all() {
    close_all_but(2);
}

/// A test on a chain, with all invariants after it and every few blocks.
fn on_chain(test: impl FnOnce()) {
    chain().execute_with(|| {
        test();
        holds();
    });
}

fn holds() {
    Inference::do_try_state().expect("all invariants hold");
    let held: Balance = Jobs::<Test>::iter_values().map(|job| job.held()).sum();
    let prepaid: Balance = Orders::<Test>::iter_values().map(|order| order.held()).sum();
    let earned: Balance = Earnings::<Test>::iter_values().map(|earned| earned.parts.sum()).sum();
    let all: Balance = frame_system::Account::<Test>::iter_keys().map(escrow).sum();
    assert_eq!(all, held + prepaid + earned, "what is held is counted once");
    let deposits: Balance = Orders::<Test>::iter_values().map(|order| order.deposit).sum();
    let all: Balance = frame_system::Account::<Test>::iter_keys().map(deposit).sum();
    assert_eq!(all, deposits, "deposits are of orders that are there");
}

/// Blocks go by; whoever is asked answers at once.
fn blocks_with_answers(count: u32) {
    for _ in 0..count {
        block();
        let open: Vec<_> = Jobs::<Test>::iter()
            .filter(|(_, job)| matches!(job.life.phase, Phase::Assigned { .. }))
            .map(|(id, _)| id)
            .collect();
        open.into_iter().for_each(|id| {
            answer(id);
        });
        holds();
    }
}

#[test]
fn placing_holds_all_runs_and_a_deposit() {
    on_chain(|| {
        let before = free(ANN);
        let id = place(ANN, plan());
        let order = standing(id);
        assert_eq!(escrow(ANN), Balance::from(RUNS) * each());
        assert!(order.deposit > 0);
        assert_eq!(deposit(ANN), order.deposit);
        assert_eq!(free(ANN), before - escrow(ANN) - deposit(ANN));
        once(Event::OrderPlaced {
            order: id,
            owner: ANN,
            model: EXACT,
            input: super::order().input.digest(),
            runs: RUNS,
            period: PERIOD,
            price: BUDGET,
            fee: run_fee(),
            prepaid: Balance::from(RUNS) * each(),
            deposit: order.deposit,
            keep: plan().keep,
            next: 2,
        });
        assert_eq!(OpenOrders::<Test>::get(ANN), 1);
    });
}

#[test]
fn the_deposit_grows_with_what_may_be_kept() {
    on_chain(|| {
        let of = |results, bytes| {
            let id = place(ANN, Plan { keep: Keep { results, bytes }, ..plan() });
            standing(id).deposit
        };
        let (none, one, more, most) = (of(0, 0), of(1, 0), of(1, 100), of(MAX_KEPT, MAX_OUTPUT));
        assert!(none < one && one < more && more < most);
        assert_eq!(more - one, 100 * MILLI_OPG);
        assert!(most < 100 * OPG);
    });
}

#[test]
fn what_is_no_order_is_refused_and_holds_nothing() {
    on_chain(|| {
        let no = |change: fn(&mut Plan<AccountId>), error: Error<Test>| {
            let mut plan = plan();
            change(&mut plan);
            assert_noop!(Inference::place_order(signed(ANN), Box::new(plan)), error);
        };
        no(|plan| plan.period = LEAST_PERIOD - 1, Error::<Test>::BadPeriod);
        no(|plan| plan.period = MAX_PERIOD + 1, Error::<Test>::BadPeriod);
        no(|plan| plan.runs = 0, Error::<Test>::NoRuns);
        no(|plan| plan.keep.results = MAX_KEPT + 1, Error::<Test>::KeepsTooMuch);
        no(|plan| plan.keep.bytes = MAX_OUTPUT + 1, Error::<Test>::KeepsTooMuch);
        no(|plan| plan.request.max_price = 0, Error::<Test>::NoBudget);
        no(|plan| plan.request.time = LEAST_TIME - 1, Error::<Test>::BadTime);
        no(|plan| plan.request.model = Hash::zero(), Error::<Test>::ModelClosed);
        no(|plan| plan.request.assurance = Assurance::Quorum(4), Error::<Test>::BadAssurance);
        no(|plan| plan.request.max_price = RICH, Error::<Test>::NotEnoughFree);
        no(|plan| plan.runs = u32::MAX, Error::<Test>::NotEnoughFree);
        no(|plan| plan.request.max_price = Balance::MAX, Error::<Test>::NotEnoughFree);
        assert_eq!((escrow(ANN), deposit(ANN)), (0, 0));
    });
}

#[test]
fn an_account_has_so_many_orders_at_most() {
    on_chain(|| {
        tune(|rules| rules.orders = 2);
        let first = place(ANN, plan());
        place(ANN, plan());
        let third = || Inference::place_order(signed(ANN), Box::new(plan()));
        assert_noop!(third(), Error::<Test>::TooManyOrders);
        place(BOB, plan());
        assert_ok!(Inference::cancel_order(signed(ANN), first));
        assert_ok!(third());
    });
}

#[test]
fn each_run_is_an_ordinary_request_made_on_time() {
    on_chain(|| {
        let before = free(ANN);
        let id = place(ANN, plan());
        for run in 0..RUNS {
            block();
            let job_id = last_job();
            assert_eq!(u64::from(System::block_number() as u32), u64::from(2 + run * PERIOD));
            once(Event::RunMade { order: id, run, job: job_id });
            let made = job(job_id);
            assert_eq!((made.requester, made.budget, made.fee), (ANN, BUDGET, run_fee()));
            assert_eq!(made.standing, Some(id));
            assert_eq!(Inputs::<Test>::get(job_id), Some(bytes(&[1, 2, 3, 4])));
            holds();
            answer(job_id);
            blocks(PERIOD - 1);
            assert_eq!(end(job_id), Some(End::Settled));
            holds();
        }
        assert_eq!(made(), RUNS);
        // Only what the answers cost is gone, and what the order still occupies is held.
        let cost = Balance::from(RUNS) * (PRICE + run_fee());
        assert_eq!(escrow(ANN), 0);
        assert_eq!(free(ANN), before - cost - deposit(ANN));
        assert!(standing(id).phase.has_ended());
        blocks(RETENTION);
        assert_eq!(deposit(ANN), 0);
        assert_eq!(Orders::<Test>::get(id), None);
        assert_eq!(Templates::<Test>::get(id), None);
        assert_eq!(Results::<Test>::iter().count(), 0);
        assert_eq!(free(ANN), before - cost);
    });
}

#[test]
fn a_run_needs_nothing_free() {
    on_chain(|| {
        let id = place(ANN, plan());
        let keep = EXISTENTIAL_DEPOSIT;
        assert_ok!(Balances::transfer_allow_death(signed(ANN), BOB, free(ANN) - keep));
        assert_eq!(free(ANN), keep);
        let held = escrow(ANN);
        block();
        once(Event::RunMade { order: id, run: 0, job: last_job() });
        // The run's part is the request's now.
        assert_eq!(escrow(ANN), held);
        assert_eq!(standing(id).held() + job(last_job()).held(), held);
    });
}

#[test]
fn the_fee_is_what_it_was_when_the_order_was_placed() {
    on_chain(|| {
        place(ANN, plan());
        tune(|rules| rules.fee *= 2);
        block();
        assert_eq!(job(last_job()).fee, run_fee());
    });
}

#[test]
fn quorums_and_blobs_can_be_asked_for_too() {
    on_chain(|| {
        let mut quorum = plan();
        quorum.request.assurance = Assurance::Quorum(3);
        quorum.request.max_price = 3 * BUDGET;
        let mut far = plan();
        far.request.input = elsewhere(7);
        let (quorum, far) = (place(ANN, quorum), place(BOB, far));
        block();
        once(Event::RunMade { order: quorum, run: 0, job: 0 });
        once(Event::RunMade { order: far, run: 0, job: 1 });
        assert_eq!(workers(0).len(), 3);
        assert!(!job(1).inline);
    });
}

#[test]
fn a_missed_run_says_why_and_its_money_is_free_at_once() {
    let why = |prepare: fn(), why: Miss| {
        on_chain(|| {
            let id = place(ANN, plan());
            let held = escrow(ANN);
            prepare();
            block();
            once(Event::RunsMissed { order: id, run: 0, count: 1, why, refund: each() });
            assert_eq!(escrow(ANN), held - each());
            let order = standing(id);
            assert_eq!((order.missed, order.in_row, order.last_miss), (1, 1, Some((0, why))));
            assert_eq!((order.past, order.left, order.running), (1, RUNS - 1, 0));
            // Nothing is left of the attempt.
            Agenda::<Test>::translate(|_, _, mut due: Page<Entry>| {
                due.retain(|entry| *entry != Entry::Standing(u64::MAX, 0));
                (!due.is_empty()).then_some(due)
            });
            assert_eq!(Jobs::<Test>::iter().count() as u64, NextJob::<Test>::get());
        });
    };
    why(close_all, Miss::NoCapacity);
    // There is something free, but all of it is too dear.
    why(|| SERVERS.for_each(|who| offer(who, EXACT, 2 * BUDGET, 1)), Miss::NoCapacity);
    why(
        || {
            change(Served::get, Served::set, |all| {
                all.get_mut(&EXACT).unwrap().open = false;
            })
        },
        Miss::ModelClosed,
    );
    why(|| tune(|rules| rules.in_flight = 0), Miss::TooManyOpen);
    why(
        || {
            let due = 2 + TIME;
            (due..=due + agenda::SPILL).for_each(fill);
        },
        Miss::AgendaFull,
    );
}

#[test]
fn three_missed_in_a_row_suspend_and_the_owner_resumes() {
    on_chain(|| {
        let id = place(ANN, Plan { runs: 10, ..plan() });
        close_all();
        blocks(1 + PERIOD);
        open_all();
        blocks(PERIOD);
        // One that is made begins the count anew.
        assert_eq!((made(), standing(id).in_row, standing(id).missed), (1, 0, 2));
        answer(last_job());
        close_all();
        assert_noop!(Inference::resume_order(signed(ANN), id), Error::<Test>::NotSuspended);
        blocks(3 * PERIOD);
        let until = Inference::now() + SUSPENDED;
        once(Event::OrderSuspended { order: id, until });
        assert_eq!(standing(id).phase, OrderPhase::Suspended { until });
        open_all();
        blocks(3 * PERIOD);
        assert_eq!(made(), 1);
        assert_eq!(standing(id).left, 4);
        holds();

        assert_noop!(Inference::resume_order(signed(BOB), id), Error::<Test>::NotYourOrder);
        assert_ok!(Inference::resume_order(signed(ANN), id));
        let next = Inference::now() + 1;
        once(Event::OrderResumed { order: id, next });
        holds();
        block();
        assert_eq!((made(), standing(id).in_row, standing(id).left), (2, 0, 3));
        blocks_with_answers(3 * PERIOD);
        assert_eq!((made(), standing(id).missed), (5, 5));
        // The entry that waited for the owner comes to nothing, though the order is forgotten long since.
        holds();
        System::set_block_number(u64::from(until) + 10);
        block();
        assert_eq!(Orders::<Test>::get(id), None);
        assert_eq!((escrow(ANN), deposit(ANN)), (0, 0));
    });
}

#[test]
fn a_suspended_order_ends_if_nobody_resumes_it() {
    on_chain(|| {
        let id = place(ANN, Plan { runs: 10, ..plan() });
        close_all();
        blocks(1 + 2 * PERIOD);
        let OrderPhase::Suspended { until } = standing(id).phase else { panic!("suspended") };
        assert_eq!(escrow(ANN), 7 * each());
        System::set_block_number(u64::from(until) - 1);
        block();
        let until = until + RETENTION;
        once(Event::OrderEnded { order: id, left: 7, refund: 7 * each(), until });
        assert_eq!(escrow(ANN), 0);
        assert_noop!(Inference::resume_order(signed(ANN), id), Error::<Test>::OrderEnded);
        holds();
        blocks(RETENTION);
        assert_eq!((Orders::<Test>::get(id), deposit(ANN)), (None, 0));
        assert_noop!(Inference::cancel_order(signed(ANN), id), Error::<Test>::NoSuchOrder);
    });
}

#[test]
fn cancelling_gives_back_what_is_not_spent_and_what_runs_goes_on() {
    on_chain(|| {
        let before = free(ANN);
        let id = place(ANN, plan());
        block();
        let running = last_job();
        assert_noop!(Inference::cancel_order(signed(BOB), id), Error::<Test>::NotYourOrder);
        assert_ok!(Inference::cancel_order(signed(ANN), id));
        let (left, refund, until) = (RUNS - 1, 3 * each(), Inference::now() + RETENTION);
        once(Event::OrderEnded { order: id, left, refund, until });
        assert_noop!(Inference::cancel_order(signed(ANN), id), Error::<Test>::OrderEnded);
        assert_eq!(escrow(ANN), each());
        holds();
        answer(running);
        blocks(RETENTION - 1);
        assert_eq!((end(running), made()), (Some(End::Settled), 1));
        let kept = Results::<Test>::get(id, 0).expect("it is kept though the order was cancelled");
        assert_eq!((kept.job, kept.end), (running, End::Settled));
        block();
        assert_eq!(Orders::<Test>::get(id), None);
        assert_eq!(free(ANN), before - PRICE - run_fee());
    });
}

#[test]
fn a_cancelled_order_is_forgotten_in_time_however_long_its_period() {
    on_chain(|| {
        let id = place(ANN, Plan { period: MAX_PERIOD, ..plan() });
        block();
        answer(last_job());
        assert_ok!(Inference::cancel_order(signed(ANN), id));
        holds();
        blocks(RETENTION);
        assert_eq!((Orders::<Test>::get(id), deposit(ANN)), (None, 0));
        // Its first entry is still there, and comes to nothing.
        holds();
    });
}

#[test]
fn an_order_waits_for_its_last_request() {
    on_chain(|| {
        tune(|rules| rules.retention = 1);
        let id = place(ANN, Plan { runs: 1, ..plan() });
        block();
        let last = last_job();
        blocks(10);
        assert!(standing(id).phase.has_ended());
        assert_eq!(standing(id).running, 1);
        answer(last);
        blocks(200);
        once(Event::OrderForgotten { order: id, deposit: log_deposit() });
        let ended = log().iter().position(|event| matches!(event, Event::RunEnded { .. }));
        let forgotten =
            log().iter().position(|event| matches!(event, Event::OrderForgotten { .. }));
        assert!(ended.unwrap() < forgotten.unwrap());
    });
}

fn log_deposit() -> Balance {
    let deposits = log().into_iter().filter_map(|event| match event {
        Event::OrderPlaced { deposit, .. } => Some(deposit),
        _ => None,
    });
    deposits.reduce(|_, last| last).expect("an order was placed")
}

#[test]
fn the_last_results_stay_when_their_requests_are_forgotten() {
    on_chain(|| {
        let id = place(ANN, Plan { runs: 10, ..plan() });
        blocks_with_answers(5 + 4 * PERIOD);
        let jobs: Vec<_> = log()
            .into_iter()
            .filter_map(|event| match event {
                Event::RunEnded { job, place, .. } => Some((job, place)),
                _ => None,
            })
            .collect();
        assert_eq!(jobs, [(0, Some(0)), (1, Some(1)), (2, Some(0)), (3, Some(1))]);
        assert!(Jobs::<Test>::get(0).is_none() && Remains::<Test>::get(0).is_some());
        for (place, job) in [(0, 2), (1, 3)] {
            let kept = Results::<Test>::get(id, place).unwrap();
            assert_eq!((kept.job, kept.end), (job, End::Settled));
            assert_eq!(kept.output, Some(output().digest()));
            assert_eq!(kept.bytes.unwrap().to_vec(), [42]);
        }
    });
}

#[test]
fn long_and_far_outputs_are_kept_by_their_hash() {
    on_chain(|| {
        let id = place(ANN, Plan { keep: Keep { results: 3, bytes: 2 }, ..plan() });
        let outputs = [bytes(&[1, 2, 3]), blob(9), bytes(&[1, 2])];
        for (place, output) in (0..).zip(outputs) {
            block();
            let job = last_job();
            assert_ok!(submit(worker(job), &[(job, output.clone())]));
            blocks(PERIOD - 1);
            let kept = Results::<Test>::get(id, place).unwrap();
            assert_eq!(kept.output, Some(output.digest()));
            assert_eq!(kept.bytes.map(|bytes| bytes.len()), (place == 2).then_some(2));
        }
    });
}

#[test]
fn a_wrong_answer_is_not_kept_but_how_it_ended() {
    on_chain(|| {
        let id = place(ANN, Plan { runs: 1, ..plan() });
        block();
        let job = last_job();
        answer(job);
        assert_ok!(Inference::challenge(signed(CAT), job));
        find(job, Finding::Wrong);
        blocks(WINDOW + APPEAL);
        let kept = Results::<Test>::get(id, 0).unwrap();
        assert_eq!(Some(kept.end), refunded(Reason::WrongAnswer));
        assert_eq!((kept.output, kept.bytes), (None, None));
        assert_eq!((standing(id).running, standing(id).missed), (0, 0));
    });
}

#[test]
fn a_request_that_nobody_answers_is_no_missed_run() {
    on_chain(|| {
        let id = place(ANN, Plan { period: 200, ..plan() });
        blocks(1 + 4 * TIME);
        let kept = Results::<Test>::get(id, 0).unwrap();
        assert_eq!(Some(kept.end), refunded(Reason::Timeout));
        assert_eq!((standing(id).missed, standing(id).in_row), (0, 0));
    });
}

#[test]
fn nothing_is_kept_if_nothing_is_wanted() {
    on_chain(|| {
        let id = place(ANN, Plan { keep: Keep { results: 0, bytes: 0 }, ..plan() });
        blocks_with_answers(PERIOD);
        let (job, end, output) = (0, End::Settled, Some(output().digest()));
        once(Event::RunEnded { order: id, job, end, output, place: None });
        assert_eq!(Results::<Test>::iter().count(), 0);
    });
}

#[test]
fn a_late_chain_misses_what_is_over_and_makes_the_rest_on_time() {
    on_chain(|| {
        block();
        let id = place(ANN, Plan { runs: 6, ..plan() });
        // Runs are due at 3, 53, 103, 153, 203 and 253; nothing happens until 160.
        System::set_block_number(159);
        block();
        let (run, count, why, refund) = (0, 3, Miss::Late, 3 * each());
        once(Event::RunsMissed { order: id, run, count, why, refund });
        once(Event::RunMade { order: id, run: 3, job: 0 });
        assert_eq!(made(), 1);
        // That says nothing of the order.
        assert_eq!((standing(id).in_row, standing(id).missed), (0, 3));
        assert_eq!(standing(id).phase, OrderPhase::Active { next: 203 });
        holds();
        blocks(43);
        assert_eq!(made(), 2);
        // All that is left is over.
        System::set_block_number(400);
        block();
        once(Event::RunsMissed { order: id, run: 5, count: 1, why: Miss::Late, refund: each() });
        assert!(standing(id).phase.has_ended());
        assert_eq!(OpenOrders::<Test>::get(ANN), 0);
    });
}

#[test]
fn a_run_whose_block_is_full_is_late_but_not_missed() {
    on_chain(|| {
        (2..12).for_each(fill);
        let id = place(ANN, plan());
        (2..12).for_each(|at| Agenda::<Test>::remove(at, 0));
        blocks(10);
        assert_eq!(made(), 0);
        block();
        assert_eq!((made(), standing(id).missed), (1, 0));
        assert_eq!(standing(id).phase, OrderPhase::Active { next: 2 + PERIOD });
    });
}

#[test]
fn orders_of_many_at_one_block_are_all_served_or_said_to_be_missed() {
    on_chain(|| {
        tune(|rules| rules.orders = 100);
        let ids: Vec<_> = (0..60).map(|_| place(ANN, plan())).collect();
        blocks(3);
        holds();
        // There are 32 slots, and 32 requests of hers may be open.
        let missed = ids.iter().filter(|id| standing(**id).missed == 1).count();
        assert_eq!((made(), missed), (32, 28));
    });
}

#[test]
fn a_closed_account_of_the_beneficiary_does_not_stop_runs() {
    on_chain(|| {
        let mut plan = plan();
        plan.request.beneficiary = Some(NOBODY);
        let id = place(ANN, plan);
        blocks_with_answers(2 + PERIOD);
        assert_eq!((made(), standing(id).missed), (2, 0));
    });
}

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

/// So many servers have all there is to be had, or none.
fn close_all_but(servers: u64) {
    // Slots that are taken stay taken.
    change(Offers::get, Offers::set, |all| {
        for ((model, who), offer) in all.iter_mut() {
            if *model == EXACT {
                let open = *who < SERVERS.start() + servers * 4;
                offer.capacity = if open { offer.taken.max(CAPACITY) } else { offer.taken };
            }
        }
    });
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
