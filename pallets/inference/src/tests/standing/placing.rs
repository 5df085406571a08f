//! Placing orders, cancelling and forgetting them: money and deposits.

use super::*;

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
