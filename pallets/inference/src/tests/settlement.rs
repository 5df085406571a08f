//! Who gets what, to the planck; when it is paid out; and what is left of requests that have ended.

use super::*;

/// What becomes of a price of one OPG, and of the fee.
fn parts() -> Parts {
    Parts {
        worker: OPG * 77 / 100,
        owner: OPG / 10,
        verifiers: OPG * 6 / 100,
        treasury: OPG * 2 / 100 + FEE,
        burn: OPG * 5 / 100,
    }
}

fn settled() -> (JobId, AccountId) {
    let (id, who) = answered(order());
    until_due(id);
    assert_eq!(end(id), Some(End::Settled));
    (id, who)
}

fn earned(who: AccountId) -> types::Accrued {
    Earnings::<Test>::get(who, EXACT).unwrap_or_default()
}

#[test]
fn price_should_be_earned_and_the_rest_be_free_again() {
    run(|| {
        let (id, who) = settled();
        assert_eq!(free(ANN), RICH - PRICE - FEE);
        assert_eq!(escrow(ANN), 0);
        assert_eq!(escrow(who), PRICE + FEE);
        assert_eq!(free(who), RICH);
        assert_eq!(bond(who), (BOND, 0));
        assert_eq!(earned(who), types::Accrued { parts: parts(), answers: 1 });
        once(Event::Settled { job: id, price: PRICE, refund: BUDGET - PRICE });
        once(Event::Earned { job: id, worker: who, parts: parts() });
        assert_eq!(Told::get(), [(ANN, EXACT, PRICE)]);
    });
}

#[test]
fn whoever_asks_should_have_earnings_paid_out() {
    run(|| {
        let (_, who) = settled();
        let before = (free(OWNER), free(TREASURY), Balances::total_issuance());
        assert_ok!(Inference::pay_out(signed(EVE), who, EXACT));
        let Parts { worker, owner, verifiers, treasury, burn } = parts();
        assert_eq!(free(who), RICH + worker);
        assert_eq!(escrow(who), 0);
        let after = (free(OWNER), free(TREASURY), Balances::total_issuance());
        assert_eq!(after, (before.0 + owner, before.1 + verifiers + treasury, before.2 - burn));
        once(Event::PaidOut { worker: who, model: EXACT, answers: 1, parts: parts() });
        let call = || Inference::pay_out(signed(EVE), who, EXACT);
        refused!(call(), Error::<Test>::NothingEarned);
    });
}

#[test]
fn earnings_should_be_paid_out_by_themselves_after_some_answers() {
    run(|| {
        only(EXACT, &[11]);
        // A bond of a thousand covers twenty-five.
        for _ in 1..PAID_EVERY {
            answered(order());
            blocks(10);
        }
        blocks(WINDOW);
        assert_eq!(earned(11).answers, PAID_EVERY - 1);
        assert_eq!(free(11), RICH);
        settled();
        assert_eq!(earned(11), types::Accrued::default());
        assert_eq!(escrow(11), 0);
        assert_eq!(free(11), RICH + parts().worker * Balance::from(PAID_EVERY));
    });
}

#[test]
fn earnings_with_different_models_should_be_kept_apart() {
    run(|| {
        only(EXACT, &[11]);
        only(CLOSE, &[11]);
        settled();
        let (id, _) = answered(Order { model: CLOSE, ..order() });
        until_due(id);
        assert_eq!(earned(11).answers, 1);
        assert_ok!(Inference::pay_out(signed(11), 11, CLOSE));
        assert_eq!(escrow(11), PRICE + FEE);
    });
}

#[test]
fn owner_that_answers_itself_should_get_both_parts() {
    run(|| {
        only(EXACT, &[11]);
        change(Served::get, Served::set, |all| all.get_mut(&EXACT).unwrap().owner = 11);
        settled();
        assert_ok!(Inference::pay_out(signed(11), 11, EXACT));
        assert_eq!(free(11), RICH + parts().worker + parts().owner);
    });
}

#[test]
fn royalty_that_an_owner_could_not_live_on_should_be_the_treasurys() {
    run(|| {
        SERVERS.for_each(|who| offer(who, EXACT, 10 * MILLI_OPG, CAPACITY));
        change(Served::get, Served::set, |all| all.get_mut(&EXACT).unwrap().owner = NOBODY);
        let (_, who) = settled();
        let before = free(TREASURY);
        let Parts { owner, verifiers, treasury, .. } = earned(who).parts;
        assert!(owner > 0 && owner < EXISTENTIAL_DEPOSIT);
        assert_ok!(Inference::pay_out(signed(who), who, EXACT));
        assert_eq!(free(NOBODY), 0);
        assert_eq!(free(TREASURY), before + verifiers + treasury + owner);
        assert_eq!(escrow(who), 0);
    });
}

#[test]
fn royalty_of_a_model_that_is_gone_should_be_the_treasurys() {
    run(|| {
        let (_, who) = settled();
        let before = free(TREASURY);
        change(Served::get, Served::set, |all| all.remove(&EXACT));
        assert_ok!(Inference::pay_out(signed(who), who, EXACT));
        let Parts { owner, verifiers, treasury, .. } = parts();
        assert_eq!(free(TREASURY), before + verifiers + treasury + owner);
    });
}

#[test]
fn royalty_should_be_what_it_was_when_the_request_was_made() {
    run(|| {
        let (id, who) = answered(order());
        change(Served::get, Served::set, |all| {
            all.get_mut(&EXACT).unwrap().royalty = Permill::zero();
        });
        until_due(id);
        assert_eq!(earned(who).parts, parts());
    });
}

#[test]
fn free_answer_should_cost_the_fee_alone() {
    run(|| {
        SERVERS.for_each(|who| offer(who, EXACT, 0, CAPACITY));
        let (_, who) = settled();
        assert_eq!(free(ANN), RICH - FEE);
        let parts = Parts { treasury: FEE, ..Parts::default() };
        assert_eq!(earned(who), types::Accrued { parts, answers: 1 });
    });
}

#[test]
fn request_should_be_readable_for_a_time_and_then_leave_a_hash() {
    run(|| {
        let (id, _) = settled();
        assert!(Inputs::<Test>::contains_key(id));
        blocks(RETENTION - 1);
        assert!(Jobs::<Test>::contains_key(id));
        let outputs = vec![Outputs::<Test>::get(id, 0)];
        let hash = blake2_256(&(&job(id), outputs).encode());
        block();
        assert!(!Jobs::<Test>::contains_key(id) && !Inputs::<Test>::contains_key(id));
        assert_eq!(Outputs::<Test>::iter().count(), 0);
        assert_eq!(Remains::<Test>::get(id).as_ref().map(|left| &left[..]), Some(&hash[..REMAINS]));
        assert_eq!(Agenda::<Test>::iter().count(), 0);
        once(Event::Forgotten { job: id });
    });
}

#[test]
fn open_requests_should_be_counted_until_they_end() {
    run(|| {
        let (one, _) = answered(order());
        ask(order());
        assert_eq!(InFlight::<Test>::get(ANN), 2);
        until_due(one);
        assert_eq!(InFlight::<Test>::get(ANN), 1);
        blocks(3 * TIME);
        assert!(!InFlight::<Test>::contains_key(ANN));
    });
}
