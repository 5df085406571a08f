//! Runs: requests that are made on time, or late, or missed with a reason.

use super::*;

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
