//! Prices, parts and penalties, to the planck, for amounts of every order of magnitude.

use super::rules;
use crate::{pricing::*, types::Rules};
use opg_primitives::{random::Random, token::OPG, Balance};
use polkadot_sdk::sp_runtime::{Perbill, Permill};

/// Parts that may add up to more than a whole.
fn silly(random: &mut Random) -> Rules {
    let mut part = || Permill::from_parts(random.below(1_000_001) as u32);
    let (surge, verifiers, treasury, burn) = (part(), part(), part(), part());
    Rules { surge, verifiers, treasury, burn, ..rules() }
}

/// Parts that add up to less.
fn sane(random: &mut Random) -> Rules {
    let mut part = || Permill::from_parts(random.below(225_000) as u32);
    let (surge, verifiers, treasury, burn) = (part(), part(), part(), part());
    Rules { surge, verifiers, treasury, burn, ..rules() }
}

fn royalty(random: &mut Random) -> Permill {
    Permill::from_parts(random.below(100_001) as u32)
}

#[test]
fn usual_rules_should_give_77_10_6_2_and_5_percent() {
    let parts = split(100 * OPG, Permill::from_percent(10), &rules());
    let Parts { worker, owner, verifiers, treasury, burn } = parts;
    let whole = [worker, owner, verifiers, treasury, burn].map(|part| part / OPG);
    assert_eq!(whole, [77, 10, 6, 2, 5]);
}

#[test]
fn what_an_owner_does_not_take_should_be_the_workers() {
    let parts = split(100 * OPG, Permill::zero(), &rules());
    assert_eq!((parts.worker, parts.owner), (87 * OPG, 0));
}

#[test]
fn parts_should_add_up_to_the_price_whatever_the_rules() {
    let mut random = Random(3);
    for _ in 0..50_000 {
        let price = random.amount();
        let mut rules = sane(&mut random);
        if random.below(2) == 0 {
            rules = silly(&mut random);
        }
        let royalty = Permill::from_parts(random.below(1_000_001) as u32);
        let parts = split(price, royalty, &rules);
        assert_eq!(parts.sum(), price, "{price} {royalty:?} {rules:?}");
        assert!(parts.burn <= rules.burn.mul_floor(price));
        assert!(parts.verifiers <= rules.verifiers.mul_floor(price));
        assert!(parts.owner <= royalty.mul_floor(price));
    }
}

/// Nobody gets more by rounding but the treasury, and that less than a planck for each of the others.
#[test]
fn rounding_should_be_the_treasurys() {
    let mut random = Random(4);
    for _ in 0..50_000 {
        let (price, rules) = (random.amount(), sane(&mut random));
        let royalty = royalty(&mut random);
        let parts = split(price, royalty, &rules);
        let exact = rules.treasury.mul_floor(price);
        assert!((exact..=exact + 4).contains(&parts.treasury), "{parts:?}");
    }
}

#[test]
fn dust_should_go_to_the_treasury() {
    for price in 0..5 {
        let parts = split(price, Permill::from_percent(10), &rules());
        assert_eq!(parts.burn + parts.verifiers + parts.owner, 0);
        assert_eq!(parts.sum(), price);
    }
    assert_eq!(split(1, Permill::zero(), &rules()).treasury, 1);
}

#[test]
fn price_should_rise_with_ask_use_and_coverage_up_to_a_bound() {
    let mut random = Random(5);
    for _ in 0..50_000 {
        let rules = silly(&mut random);
        let ask = random.amount();
        let coverage = random.amount();
        let busy = Perbill::from_parts(random.below(1_000_000_001) as u32);
        let more = Perbill::from_parts(
            (busy.deconstruct() + random.below(1_000_000) as u32).min(1_000_000_000),
        );
        let one = price(ask, busy, coverage, &rules);
        assert!(one >= ask, "nobody is paid less than it asks for");
        assert!(price(ask + 1, busy, coverage, &rules) >= one);
        assert!(price(ask, more, coverage, &rules) >= one);
        assert!(price(ask, busy, coverage + 1, &rules) >= one);
        assert!(price(ask, busy, 0, &rules) <= ask + rules.surge.mul_ceil(ask));
        assert!(ticket(one, &rules) >= coverage, "what is to be covered is at stake");
    }
    let none = Perbill::zero();
    assert_eq!(price(Balance::MAX, Perbill::one(), Balance::MAX, &rules()), Balance::MAX);
    assert_eq!(price(0, none, Balance::MAX, &Rules { cover: 0, ..rules() }), Balance::MAX);
}

#[test]
fn ticket_should_be_forty_prices_and_at_least_something() {
    assert_eq!(ticket(OPG, &rules()), 40 * OPG);
    assert_eq!(ticket(0, &rules()), rules().least_ticket);
    assert_eq!(ticket(Balance::MAX, &rules()), Balance::MAX);
}

/// Of what is audited, and audited again, so many on average: it costs no more than verifiers' parts bring.
#[test]
fn audits_should_cost_no_more_than_the_verifiers_part() {
    let mut random = Random(6);
    for _ in 0..50_000 {
        let price = random.amount();
        let part = |random: &mut Random| Permill::from_parts(random.below(1_000_001) as u32);
        let (verifiers, audit, again) = (part(&mut random), part(&mut random), part(&mut random));
        let rules = Rules { verifiers, audit, again, ..rules() };
        let whole = 1_000_000u128;
        let [verifiers, audit, again] =
            [verifiers, audit, again].map(|part| u128::from(part.deconstruct()));
        let paid = auditor(price, &rules);
        // Both sides times 10^12.
        assert!(paid * audit * (whole + again) <= price * verifiers * whole, "{price} {rules:?}");
        if audit > 0 {
            assert!((paid + 1) * audit * (whole + again) > price * verifiers * whole);
        }
    }
    let never = Rules { audit: Permill::zero(), ..rules() };
    assert_eq!(auditor(OPG, &never), 0);
}

#[test]
fn auditor_of_one_in_twenty_should_get_more_than_the_answer_costs() {
    let audit = Permill::from_percent(5);
    let again = Permill::from_percent(10);
    let paid = auditor(OPG, &Rules { audit, again, ..rules() });
    assert_eq!(paid, OPG * 6 * 1_000 / (5 * 1_100));
}

#[test]
fn penalty_should_give_others_a_quarter_at_most_and_burn_the_rest() {
    let mut random = Random(7);
    for _ in 0..50_000 {
        let taken = random.amount();
        let (spent, price) = (random.amount(), random.amount());
        let challenged = random.below(2) == 0;
        let Penalty { jury, challenger, wronged, burned } =
            penalty(taken, spent, price, challenged);
        let given = jury + challenger + wronged;
        assert_eq!(given + burned, taken);
        assert!(given * 4 <= taken, "more than a quarter comes back");
        assert!(jury <= spent && challenger <= price);
        assert!(challenged || challenger == 0);
        // Whoever pays first is paid first.
        assert!(wronged == 0 || (jury == spent && (!challenged || challenger == price)));
    }
}

#[test]
fn penalty_of_forty_should_pay_the_jury_then_the_challenger_then_the_wronged() {
    let of = |spent, challenged| penalty(40, spent, 1, challenged);
    assert_eq!(of(5, true), Penalty { jury: 5, challenger: 1, wronged: 4, burned: 30 });
    assert_eq!(of(5, false), Penalty { jury: 5, challenger: 0, wronged: 5, burned: 30 });
    assert_eq!(of(50, true), Penalty { jury: 10, challenger: 0, wronged: 0, burned: 30 });
}

/// With what DESIGN asks of it: one in twenty audited, a third of verifiers captured, a quarter recycled.
#[test]
fn lying_should_cost_more_than_it_saves() {
    let price = OPG;
    let at_stake = ticket(price, &rules());
    // In hundredths and thirds: p (1 - v) (1 - r) S >= 1.3 (1 - p) 0.8 P.
    let loss = at_stake * 5 / 100 * 2 / 3 * 3 / 4;
    let gain = price * 13 / 10 * 95 / 100 * 8 / 10;
    assert!(loss >= gain, "{loss} {gain}");
}
