//! Shares, slashes and rewards as plain arithmetic.

use crate::{
    eras,
    pool::{pro_rata, Exchange, Pool, VIRTUAL_SHARES},
    slash,
};
use opg_primitives::random::Random;
use opg_primitives::token::{OPG, TOTAL_SUPPLY};
use opg_primitives::Balance;
use polkadot_sdk::sp_runtime::Perbill;

#[test]
fn deposit_should_be_worth_itself_at_first() {
    let mut pool = Pool::default();
    let shares = pool.deposit(5 * OPG).unwrap();
    assert_eq!(pool.value_of(shares), 5 * OPG);
    assert_eq!(pool.redeem(shares), Some(5 * OPG));
    assert_eq!(pool, Pool::default());
}

#[test]
fn reward_and_loss_should_change_every_share_alike() {
    let mut pool = Pool::default();
    let one = pool.deposit(100 * OPG).unwrap();
    let three = pool.deposit(300 * OPG).unwrap();
    pool.grow(40 * OPG);
    assert_eq!(pool.value_of(one).div_ceil(OPG), 110);
    assert_eq!(pool.value_of(three).div_ceil(OPG), 330);
    pool.shrink(220 * OPG);
    assert_eq!(pool.value_of(one).div_ceil(OPG), 55);
    assert_eq!(pool.value_of(three).div_ceil(OPG), 165);
}

#[test]
fn first_depositor_should_not_make_shares_too_dear_for_the_next() {
    // The classic attack: own the only share, then have the pool grow enormously before a victim
    // deposits, so that the victim's deposit rounds down to no share, or to one too few.
    let mut pool = Pool::default();
    let attacker = pool.deposit(1).unwrap();
    pool.grow(1_000 * OPG);
    let victim = pool.deposit(500 * OPG).unwrap();
    let lost = 500 * OPG - pool.value_of(victim);
    assert!(lost < OPG / 1_000, "the victim lost {lost}");
    assert!(pool.value_of(attacker) < 1_001 * OPG);
}

#[test]
fn all_shares_should_never_be_worth_more_than_the_balance() {
    let mut random = Random(1);
    for _ in 0..2_000 {
        let mut pool = Pool::default();
        let mut owned = Vec::new();
        for _ in 0..40 {
            match random.below(5) {
                0 | 1 => owned.extend(pool.deposit(random.amount())),
                2 => pool.grow(random.amount()),
                3 => pool.shrink(pool.balance / 100 * u128::from(random.below(100))),
                _ => {
                    if let Some(shares) = owned.pop() {
                        let before = pool.balance;
                        let value = pool.value_of(shares);
                        assert_eq!(pool.redeem(shares), Some(value));
                        assert_eq!(pool.balance, before - value);
                    }
                },
            }
            assert_eq!(pool.shares, owned.iter().sum::<u128>());
            let worth: u128 = owned.iter().map(|shares| pool.value_of(*shares)).sum();
            assert!(worth <= pool.balance, "{worth} claimed of {}", pool.balance);
        }
    }
}

#[test]
fn going_in_and_out_should_never_gain() {
    let mut random = Random(2);
    for _ in 0..20_000 {
        let mut pool = Pool::default();
        let _ = pool.deposit(random.amount());
        pool.grow(random.amount());
        pool.shrink(pool.balance / 10 * u128::from(random.below(10)));
        let amount = random.amount();
        let Some(shares) = pool.deposit(amount) else { continue };
        assert!(pool.redeem(shares).unwrap() <= amount);
    }
}

#[test]
fn shares_asked_for_should_be_worth_what_was_asked() {
    let mut random = Random(3);
    for _ in 0..20_000 {
        let mut pool = Pool::default();
        pool.deposit(random.amount()).unwrap();
        pool.grow(random.amount());
        let amount = pool.balance / (1 + u128::from(random.below(1_000)));
        let shares = pool.shares_worth(amount);
        // Rounded up in shares, down in value: not less than a planck short.
        assert!(pool.value_of(shares) + 1 >= amount.min(pool.value_of(pool.shares)));
        assert!(shares <= pool.shares);
    }
}

#[test]
fn pool_should_retire_before_its_shares_outgrow_their_type() {
    let mut pool = Pool::default();
    while let Some(_shares) = pool.deposit(TOTAL_SUPPLY / 1_000) {
        pool.shrink(pool.balance / 10 * 9);
        assert!(pool.shares < u128::MAX / 1_000_000);
    }
    assert!(pool.is_retired());
    assert!(pool.redeem(pool.shares).is_some(), "what is left can be taken out");
}

#[test]
fn pool_slashed_to_nothing_should_give_nothing_and_take_nothing() {
    let mut pool = Pool::default();
    let shares = pool.deposit(100 * OPG).unwrap();
    pool.shrink(u128::MAX);
    assert_eq!(pool.value_of(shares), 0);
    assert_eq!(pool.deposit(OPG), None);
    assert_eq!(pool.redeem(shares), Some(0));
}

#[test]
fn more_than_there_is_should_not_be_given() {
    let mut pool = Pool::default();
    let shares = pool.deposit(OPG).unwrap();
    assert_eq!(pool.redeem(shares + 1), None);
    assert_eq!(pool.value_of(u128::MAX), pool.balance);
    let mut exchange = Exchange { old: 10, new: 7 };
    assert_eq!(exchange.take(11), None);
}

#[test]
fn exchange_should_give_out_all_there_is_and_no_more() {
    let mut random = Random(4);
    for _ in 0..2_000 {
        let parts: Vec<u128> = (0..1 + random.below(20)).map(|_| random.amount()).collect();
        let new = random.amount();
        let mut exchange = Exchange { old: parts.iter().sum(), new };
        let given: u128 = parts.iter().map(|part| exchange.take(*part).unwrap()).sum();
        assert_eq!(given, new);
        assert!(exchange.is_over());
    }
}

fn own(free: Balance, locked: Balance, leaving: Balance) -> slash::Own {
    slash::Own { free, locked, leaving }
}

#[test]
fn slash_should_take_own_money_first_and_the_rest_in_proportion() {
    let divide = |amount, own, parts: &[Balance]| {
        let slash::Division { bond, own_leaving, owed, delegated } =
            slash::divide(amount, own, parts);
        (bond, own_leaving, owed, delegated)
    };
    assert_eq!(divide(50, own(100, 0, 20), &[1_000]), (50, 0, 0, vec![0]));
    assert_eq!(divide(110, own(100, 0, 20), &[1_000]), (100, 10, 0, vec![0]));
    assert_eq!(divide(125, own(100, 7, 20), &[1_000]), (100, 20, 5, vec![0]));
    assert_eq!(divide(227, own(100, 7, 20), &[600, 300, 100]), (100, 20, 7, vec![60, 30, 10]));
    assert_eq!(divide(u128::MAX, own(100, 7, 20), &[600, 0, 1]), (100, 20, 7, vec![600, 0, 1]));
}

#[test]
fn slash_should_take_at_least_what_it_says_and_no_more_than_there_is() {
    let mut random = Random(5);
    for _ in 0..20_000 {
        let amount = random.amount();
        let own = own(random.amount(), random.amount(), random.amount());
        let parts: Vec<u128> = (0..random.below(30)).map(|_| random.amount()).collect();
        let division = slash::divide(amount, own, &parts);
        let delegated: u128 = division.delegated.iter().sum();
        let taken = division.bond + division.own_leaving + division.owed + delegated;
        let whole = own.free + own.locked + own.leaving + parts.iter().sum::<u128>();
        assert!(taken >= amount.min(whole));
        assert!(taken <= amount.min(whole) + parts.len() as u128, "rounding takes a planck each");
        assert!(division.delegated.iter().zip(&parts).all(|(loss, part)| loss <= part));
    }
    assert_eq!(pro_rata(10, 0, 0), 0);
}

#[test]
fn reward_should_be_divided_exactly() {
    let tenth = Perbill::from_percent(10);
    assert_eq!(eras::divide(1_000, tenth, 300, 600), (400, 600));
    assert_eq!(eras::divide(1_000, tenth, 0, 0), (1_000, 0));
    assert_eq!(eras::divide(1_000, Perbill::one(), 1, 1), (1_000, 0));
    assert_eq!(eras::divide(1_000, Perbill::zero(), 0, 1), (0, 1_000));
    assert_eq!(eras::divide(0, tenth, 1, 1), (0, 0));
    let mut random = Random(6);
    for _ in 0..20_000 {
        let reward = random.amount();
        let commission = Perbill::from_parts(random.below(1_000_000_001) as u32);
        let (own, pool) = eras::divide(reward, commission, random.amount(), random.amount());
        assert_eq!(own + pool, reward);
    }
}

#[test]
fn parts_of_an_era_should_not_exceed_its_pot() {
    let mut random = Random(7);
    for _ in 0..2_000 {
        let points: Vec<u32> =
            (0..1 + random.below(100)).map(|_| random.below(500) as u32).collect();
        let all: u32 = points.iter().sum();
        let pot = random.amount();
        let given: u128 = points.iter().map(|each| eras::part_of(pot, *each, all)).sum();
        assert!(given <= pot);
        assert!(all == 0 || given + points.len() as u128 >= pot);
    }
    assert_eq!(eras::part_of(OPG, 1, 0), 0);
}

#[test]
fn price_should_begin_where_shares_are_fine_enough() {
    assert_eq!(Pool::default().deposit(1), Some(VIRTUAL_SHARES));
}
