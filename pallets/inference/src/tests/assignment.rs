//! Who a request is given to, and what follows when that one declines or is late.

use super::*;

fn decline(id: JobId) -> AccountId {
    let who = worker(id);
    assert_ok!(Inference::decline(signed(who), id, Decline::BadInput));
    who
}

fn standings(id: JobId) -> Vec<Standing> {
    job(id).workers.iter().map(|worker| worker.standing).collect()
}

fn credited(id: JobId, who: AccountId) -> Balance {
    let to = |event| match event {
        Event::Credited { job, who: to, amount } if job == id && to == who => amount,
        _ => 0,
    };
    log().into_iter().map(to).sum()
}

#[test]
fn worker_should_be_told_price_ticket_and_time() {
    run(|| {
        let id = ask(order());
        let until = 1 + TIME;
        once(Event::Assigned { job: id, worker: worker(id), price: PRICE, ticket: TICKET, until });
        assert_eq!(phase(id), Phase::Assigned { since: 1, until });
    });
}

#[test]
fn requests_should_be_spread_over_servers() {
    run(|| {
        tune(|rules| rules.in_flight = 100);
        for _ in 0..16 {
            ask(order());
            block();
        }
        let busy = Offers::get().values().filter(|offer| offer.taken > 0).count();
        assert!(busy >= 5, "{busy} servers");
    });
}

#[test]
fn server_should_not_suit_that_asks_too_much() {
    run(|| {
        only(EXACT, &[11, 12]);
        offer(11, EXACT, BUDGET + 1, CAPACITY);
        assert_eq!(worker(ask(order())), 12);
        offer(12, EXACT, BUDGET + 1, CAPACITY - 1);
        change(Offers::get, Offers::set, |all| all.get_mut(&(EXACT, 12)).unwrap().taken = 1);
        let call = || Inference::request(signed(ANN), Box::new(order()));
        refused!(call(), Error::<Test>::NoCapacity);
    });
}

#[test]
fn server_should_not_suit_that_promises_too_little_time() {
    run(|| {
        only(EXACT, &[11]);
        let call = |time| Inference::request(signed(ANN), Box::new(Order { time, ..order() }));
        change(Offers::get, Offers::set, |all| all.get_mut(&(EXACT, 11)).unwrap().latency = 10);
        refused!(call(10 + LEAST_SLACK - 1), Error::<Test>::NoCapacity);
        assert_ok!(call(10 + LEAST_SLACK));
    });
}

#[test]
fn server_should_not_suit_whose_bond_does_not_cover_the_ticket() {
    run(|| {
        only(EXACT, &[11]);
        let call = || Inference::request(signed(ANN), Box::new(order()));
        Bonds::set(&change(Bonds::get, Bonds::set, |all| {
            all.get_mut(&11).unwrap().0 = TICKET - 1;
            all.get_mut(&12).unwrap().0 += BOND - TICKET + 1;
            all.clone()
        }));
        refused!(call(), Error::<Test>::NoCapacity);
    });
}

#[test]
fn nobody_should_be_asked_by_itself() {
    run(|| {
        only(EXACT, &[11]);
        let call = || Inference::request(signed(11), Box::new(order()));
        refused!(call(), Error::<Test>::NoCapacity);
    });
}

#[test]
fn coverage_should_be_at_stake_and_priced_in() {
    run(|| {
        let id = ask(Order { coverage: Some(60 * OPG), ..order() });
        assert_eq!(job(id).workers[0].price, OPG * 3 / 2);
        assert_eq!(bond(worker(id)).1, 60 * OPG);
        let dear = Order { coverage: Some(81 * OPG), ..order() };
        refused!(Inference::request(signed(ANN), Box::new(dear)), Error::<Test>::NoCapacity);
        let silly = Order { coverage: Some(Balance::MAX), ..order() };
        refused!(Inference::request(signed(ANN), Box::new(silly)), Error::<Test>::NoCapacity);
    });
}

#[test]
fn decline_should_cost_nothing_and_hand_the_request_on() {
    run(|| {
        let id = ask(order());
        blocks(TIME / 3 - 1);
        let who = decline(id);
        assert_eq!(bond(who), (BOND, 0));
        assert_ne!(worker(id), who);
        let now = Inference::now();
        assert_eq!(phase(id), Phase::Assigned { since: now, until: now + TIME });
        once(Event::Declined { job: id, worker: who, why: Decline::BadInput });
        once(Event::Freed { job: id, worker: who });
    });
}

#[test]
fn decline_after_the_first_third_or_by_another_should_be_refused() {
    run(|| {
        let id = ask(order());
        let call = |who| Inference::decline(signed(who), id, Decline::ResourceLimit);
        refused!(call(EVE), Error::<Test>::NotYours);
        blocks(TIME / 3);
        refused!(call(worker(id)), Error::<Test>::TooLate);
        let who = answer(id);
        refused!(call(who), Error::<Test>::TooLate);
        until_due(id);
        refused!(call(who), Error::<Test>::Ended);
    });
}

#[test]
fn request_that_three_decline_should_be_refunded_but_for_the_fee() {
    run(|| {
        let before = free(TREASURY);
        let id = ask(order());
        let mut asked: Vec<_> = (0..3).map(|_| decline(id)).collect();
        assert_eq!(end(id), refunded(Reason::Unanswerable));
        assert_eq!(free(ANN), RICH - FEE);
        assert_eq!(free(TREASURY), before + FEE);
        assert_eq!(credited(id, ANN), 0);
        asked.dedup();
        assert_eq!(asked.len(), 3, "each is asked once");
    });
}

#[test]
fn request_should_end_unanswerable_when_the_only_server_declines() {
    run(|| {
        only(EXACT, &[11]);
        let id = ask(order());
        decline(id);
        assert_eq!(end(id), refunded(Reason::Unanswerable));
        assert_eq!(escrow(ANN), 0);
    });
}

#[test]
fn late_worker_should_pay_the_price_to_the_requester() {
    run(|| {
        let id = ask(order());
        let late = worker(id);
        until_due(id);
        assert_eq!(bond(late), (BOND - PRICE, 0));
        assert_eq!(free(ANN), RICH - BUDGET - FEE + PRICE);
        once(Event::Missed { job: id, worker: late });
        once(Event::Credited { job: id, who: ANN, amount: PRICE });
        assert_ne!(worker(id), late);
        assert_eq!(standings(id), [Standing::Missed, Standing::Working]);
    });
}

#[test]
fn late_worker_should_pay_the_beneficiary_if_there_is_one() {
    run(|| {
        let id = ask(Order { beneficiary: Some(BOB), ..order() });
        until_due(id);
        assert_eq!(free(BOB), RICH + PRICE);
        assert_eq!(credited(id, ANN), 0);
    });
}

/// A credit that is too little to live on is not lost.
#[test]
fn credit_of_a_beneficiary_without_account_should_be_handed_on() {
    run(|| {
        SERVERS.for_each(|who| offer(who, EXACT, MILLI_OPG, CAPACITY));
        let before = free(TREASURY);
        let id = ask(Order { beneficiary: Some(NOBODY), ..order() });
        until_due(id);
        assert_eq!(free(NOBODY), 0);
        assert_eq!(free(TREASURY), before + MILLI_OPG);
    });
}

#[test]
fn three_late_workers_should_end_a_request_in_time() {
    run(|| {
        let id = ask(order());
        blocks(3 * TIME);
        assert_eq!(end(id), refunded(Reason::Timeout));
        assert_eq!(free(ANN), RICH - FEE + 3 * PRICE);
        let mut asked = workers(id);
        asked.sort();
        asked.dedup();
        assert_eq!(asked.len(), 3);
    });
}

#[test]
fn request_should_end_when_no_server_is_left() {
    run(|| {
        only(EXACT, &[11]);
        let id = ask(order());
        until_due(id);
        assert_eq!(end(id), refunded(Reason::Timeout));
        assert_eq!(workers(id), [11]);
        once(Event::Refunded { job: id, reason: Reason::Timeout, amount: BUDGET });
    });
}

#[test]
fn one_decline_and_a_miss_should_end_in_a_timeout() {
    run(|| {
        only(EXACT, &[11, 12]);
        let id = ask(order());
        decline(id);
        until_due(id);
        assert_eq!(end(id), refunded(Reason::Timeout));
    });
}

/// Answers may have found no room.
#[test]
fn late_worker_should_be_excused_while_blocks_were_full() {
    run(|| {
        Full::set(Weight::from_parts(100, 0));
        let id = ask(order());
        let late = worker(id);
        blocks(10);
        System::set_block_consumed_resources(Weight::from_parts(101, 0), 0);
        block();
        until_due(id);
        assert_eq!(bond(late), (BOND, 0));
        assert_eq!(credited(id, ANN), 0);
        once(Event::Missed { job: id, worker: late });
        // The next one had no full block.
        until_due(id);
        assert_eq!(credited(id, ANN), PRICE);
    });
}

#[test]
fn blocks_that_were_full_before_should_excuse_nobody() {
    run(|| {
        Full::set(Weight::from_parts(100, 0));
        System::set_block_consumed_resources(Weight::from_parts(101, 0), 0);
        block();
        let id = ask(order());
        until_due(id);
        assert_eq!(credited(id, ANN), PRICE);
    });
}

#[test]
fn requester_withholding_its_input_should_earn_no_credit() {
    run(|| {
        let id = ask(Order { input: elsewhere(1), ..order() });
        blocks(3 * TIME);
        assert_eq!(end(id), refunded(Reason::Timeout));
        assert_eq!(free(ANN), RICH - FEE);
        for who in workers(id) {
            assert_eq!(bond(who), (BOND, 0));
        }
    });
}

#[test]
fn late_worker_should_pay_for_a_blob_that_another_could_get() {
    run(|| {
        let id = ask(Order { input: elsewhere(1), ..order() });
        let late = worker(id);
        until_due(id);
        assert_eq!(bond(late), (BOND, TICKET), "until that is known");
        assert_eq!(credited(id, ANN), 0);
        let who = answer(id);
        until_due(id);
        assert_eq!(end(id), Some(End::Settled));
        assert_eq!(bond(late), (BOND - PRICE, 0));
        assert_eq!(bond(who), (BOND, 0));
        assert_eq!(credited(id, ANN), PRICE);
    });
}

#[test]
fn late_worker_should_not_pay_for_a_blob_when_the_answer_to_it_was_wrong() {
    run(|| {
        let id = ask(Order { input: elsewhere(1), ..order() });
        let late = worker(id);
        until_due(id);
        answer(id);
        assert_ok!(Inference::challenge(signed(CAT), id));
        find(id, Finding::Wrong);
        blocks(APPEAL + 60);
        assert_eq!(end(id), refunded(Reason::WrongAnswer));
        assert_eq!(bond(late), (BOND, 0));
    });
}

/// Its owner may close a model at any time: those who have asked get their money back.
#[test]
fn request_should_end_when_its_model_is_closed_and_its_worker_falls_out() {
    run(|| {
        let id = ask(order());
        let other = ask(order());
        change(Served::get, Served::set, |all| all.get_mut(&EXACT).unwrap().open = false);
        answer(other);
        until_due(id);
        assert_eq!(end(id), refunded(Reason::Timeout));
        assert_eq!(until_end(other), Some(End::Settled));
    });
}
