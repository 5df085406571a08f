//! Making a request: what is held, who may, and what is refused before anything is.

use super::*;
use opg_primitives::market::{MAX_BLOB, MAX_INPUT};

fn request(order: Order<AccountId>) -> polkadot_sdk::sp_runtime::DispatchResult {
    Inference::request(signed(ANN), Box::new(order)).map(drop).map_err(|error| error.error)
}

fn bonded(input: Source) -> Order<AccountId> {
    Order { input, ..order() }
}

#[test]
fn request_should_hold_budget_and_fee_and_move_nothing() {
    run(|| {
        let id = ask(order());
        assert_eq!(escrow(ANN), BUDGET + FEE);
        assert_eq!(free(ANN), RICH - BUDGET - FEE);
        assert_eq!(InFlight::<Test>::get(ANN), 1);
        once(Event::Requested {
            job: id,
            requester: ANN,
            beneficiary: None,
            model: EXACT,
            input: order().input.digest(),
            assurance: Assurance::Bonded,
            budget: BUDGET,
            fee: FEE,
            time: TIME,
        });
    });
}

#[test]
fn request_should_store_its_input_only_if_it_carries_it() {
    run(|| {
        let inline = ask(order());
        let elsewhere = ask(bonded(elsewhere(1)));
        assert_eq!(Inputs::<Test>::get(inline), Some(bytes(&[1, 2, 3, 4])));
        assert!(!Inputs::<Test>::contains_key(elsewhere));
        assert_eq!(job(elsewhere).input, Hash::repeat_byte(1));
    });
}

#[test]
fn empty_and_longest_input_should_be_taken_and_nothing_longer_can_be_said() {
    run(|| {
        ask(bonded(given(&[])));
        ask(bonded(given(&[0; MAX_INPUT as usize])));
        let longer = [&[0][..], &vec![0u8; MAX_INPUT as usize + 1].encode()].concat();
        assert!(Source::decode(&mut &longer[..]).is_err());
    });
}

#[test]
fn blob_of_no_or_of_too_many_bytes_should_be_refused() {
    run(|| {
        let sized = |bytes| bonded(Source::Blob { hash: Hash::zero(), bytes });
        refused!(request(sized(0)), Error::<Test>::BadSize);
        refused!(request(sized(MAX_BLOB + 1)), Error::<Test>::BadSize);
        assert_ok!(request(sized(1)));
        assert_ok!(request(sized(MAX_BLOB)));
    });
}

#[test]
fn model_that_is_unknown_or_closed_should_be_refused() {
    run(|| {
        let unknown = Order { model: Hash::repeat_byte(99), ..order() };
        refused!(request(unknown.clone()), Error::<Test>::ModelClosed);
        change(Served::get, Served::set, |all| all.get_mut(&EXACT).unwrap().open = false);
        refused!(request(order()), Error::<Test>::ModelClosed);
    });
}

#[test]
fn quorum_of_a_size_there_is_not_should_be_refused() {
    run(|| {
        for count in [0, 1, 2, 4, 6, 8, 9, 255] {
            let assurance = Assurance::Quorum(count);
            let order = Order { assurance, max_price: 1_000 * OPG, ..order() };
            refused!(request(order.clone()), Error::<Test>::BadAssurance);
        }
    });
}

#[test]
fn assurance_that_is_not_there_should_not_be_decoded() {
    assert!(Assurance::decode(&mut &[3u8][..]).is_err());
    assert!(Decline::decode(&mut &[3u8][..]).is_err());
}

#[test]
fn time_that_is_too_short_or_too_long_should_be_refused() {
    run(|| {
        for time in [0, LEAST_TIME - 1, 1_001, BlockNumber::MAX] {
            refused!(request(Order { time, ..order() }), Error::<Test>::BadTime);
        }
        assert_ok!(request(Order { time: LEAST_TIME, ..order() }));
        assert_ok!(request(Order { time: 1_000, ..order() }));
    });
}

#[test]
fn budget_of_nothing_or_below_any_ask_should_be_refused() {
    run(|| {
        refused!(request(Order { max_price: 0, ..order() }), Error::<Test>::NoBudget);
        let low = Order { max_price: PRICE - 1, ..order() };
        refused!(request(low.clone()), Error::<Test>::NoCapacity);
        assert_ok!(request(Order { max_price: PRICE, ..order() }));
    });
}

#[test]
fn whoever_has_too_little_should_be_refused_and_an_account_must_live_on() {
    run(|| {
        let all = Order { max_price: Balance::MAX, ..order() };
        refused!(request(all.clone()), Error::<Test>::NotEnoughFree);
        Balances::set_balance(&ANN, BUDGET + FEE + EXISTENTIAL_DEPOSIT - 1);
        refused!(request(order()), Error::<Test>::NotEnoughFree);
        Balances::set_balance(&ANN, BUDGET + FEE + EXISTENTIAL_DEPOSIT);
        assert_ok!(request(order()));
        Balances::set_balance(&ANN, RICH - BUDGET - FEE);
    });
}

/// Holds take frozen money, too: it must be looked at before.
#[test]
fn money_that_is_frozen_should_not_be_held() {
    use polkadot_sdk::frame_support::traits::{LockableCurrency, WithdrawReasons};
    run(|| {
        Balances::set_lock(*b"a vote  ", &ANN, RICH - BUDGET, WithdrawReasons::all());
        refused!(request(order()), Error::<Test>::NotEnoughFree);
        Balances::set_lock(*b"a vote  ", &ANN, RICH - BUDGET - FEE, WithdrawReasons::all());
        assert_ok!(request(order()));
    });
}

#[test]
fn model_whose_servers_are_all_busy_should_be_refused_until_one_is_free() {
    run(|| {
        only(EXACT, &[11]);
        let first = ask(order());
        for _ in 1..CAPACITY {
            ask(order());
        }
        refused!(request(order()), Error::<Test>::NoCapacity);
        answer(first);
        assert_ok!(request(order()));
    });
}

#[test]
fn account_with_too_many_open_requests_should_wait_and_others_not() {
    run(|| {
        tune(|rules| rules.in_flight = 3);
        let first = ask(order());
        ask(order());
        ask(order());
        refused!(request(order()), Error::<Test>::TooManyOpen);
        assert_ok!(Inference::request(signed(BOB), Box::new(order())));
        answer(first);
        refused!(request(order()), Error::<Test>::TooManyOpen);
        until_due(first);
        assert_ok!(request(order()));
    });
}

#[test]
fn price_should_rise_when_servers_are_busy() {
    run(|| {
        tune(|rules| rules.surge = Permill::from_percent(50));
        only(EXACT, &[11]);
        let price = |id| job(id).workers[0].price;
        assert_eq!(price(ask(order())), OPG);
        assert_eq!(price(ask(order())), OPG * 9 / 8);
        assert_eq!(price(ask(order())), OPG * 10 / 8);
        let held = escrow(ANN);
        let order = Order { max_price: OPG * 11 / 8 - 1, ..order() };
        refused!(request(order.clone()), Error::<Test>::NoCapacity);
        assert_eq!(escrow(ANN), held);
        assert_eq!(price(ask(Order { max_price: OPG * 11 / 8, ..order })), OPG * 11 / 8);
    });
}

#[test]
fn more_than_falls_due_at_a_time_should_spread_over_later_blocks_and_then_be_refused() {
    run(|| {
        tune(|rules| rules.in_flight = 10_000);
        SERVERS.for_each(|who| offer(who, EXACT, 0, 1_000));
        let order = Order { max_price: 1, ..order() };
        // A block takes fifty, and sixteen blocks after it take as many.
        for _ in 0..17 * 50 {
            ask(order.clone());
        }
        refused!(request(order.clone()), Error::<Test>::AgendaFull);
        blocks(1);
        assert_ok!(request(order));
        // What comes up later is not in time for that: answers are late all the same.
        blocks(TIME);
        let id = 800;
        let late = worker(id);
        let answer = submit(late, &[(id, output())]);
        answers::falls(answer, Error::TooLate);
    });
}

#[test]
fn quorum_needs_outputs_that_can_be_compared() {
    run(|| {
        let three = |model| Order { model, ..quorum::quorum(3) };
        refused!(request(three(MIXED)), Error::<Test>::NotOffered);
        assert_ok!(request(three(CLOSE)));
        assert_ok!(request(three(EXACT)));
        assert_ok!(request(three(UNKNOWN)));
    });
}

#[test]
fn proof_needs_an_attested_integer_model_with_a_key_and_an_input_of_its_length() {
    run(|| {
        let proven = |model| Order { model, ..proving::proven() };
        refused!(request(proven(UNKNOWN)), Error::<Test>::NotOffered);
        refused!(request(proven(CLOSE)), Error::<Test>::NotOffered);
        refused!(request(proven(MIXED)), Error::<Test>::NotOffered);
        let with = |input| Order { input, ..proven(EXACT) };
        refused!(request(with(elsewhere(1))), Error::<Test>::NotOffered);
        for length in [0, 3, 5, 1_025] {
            refused!(request(with(given(&vec![0; length]))), Error::<Test>::BadInput);
        }
        assert_ok!(request(proven(EXACT)));
        change(Served::get, Served::set, |all| {
            all.get_mut(&EXACT).unwrap().claim.key = Some(vec![1, 11, 32, 0].try_into().unwrap());
        });
        refused!(request(proven(EXACT)), Error::<Test>::BadInput);
        change(Served::get, Served::set, |all| all.get_mut(&EXACT).unwrap().claim.key = None);
        refused!(request(proven(EXACT)), Error::<Test>::NotOffered);
    });
}

#[test]
fn only_people_should_ask() {
    run(|| {
        let call = |origin| Inference::request(origin, Box::new(order()));
        refused!(call(RuntimeOrigin::root()), DispatchError::BadOrigin);
        refused!(call(RuntimeOrigin::none()), DispatchError::BadOrigin);
    });
}

#[test]
fn rules_that_leave_no_time_for_doubts_should_not_pass_the_integrity_test() {
    let passes = |with: fn(&mut Rules)| {
        Tuned::set(rules());
        tune(with);
        std::panic::catch_unwind(<Inference as Hooks<u64>>::integrity_test).is_ok()
    };
    assert!(passes(|_| {}));
    assert!(!passes(|rules| rules.window = 0));
    assert!(!passes(|rules| rules.appeal = 0));
    assert!(!passes(|rules| rules.reveal = 0));
    Tuned::set(rules());
}
