//! What an era pays, to whom, and when.

use super::*;

const STAKE: Balance = 1_000 * OPG;

#[test]
fn era_should_be_paid_by_authored_blocks() {
    run(|| {
        register(ANN, &[Validator], 10 * MINIMUM);
        register(BEN, &[Validator], 10 * MINIMUM);
        eras(1, &[]);
        Due::set(300 * OPG);
        let (ann, ben) = (Balances::balance(&ANN), Balances::balance(&BEN));
        eras(1, &[ANN, BEN, ANN]);
        assert_eq!(Balances::balance(&ANN), ann + 200 * OPG);
        assert_eq!(Balances::balance(&BEN), ben + 100 * OPG);
    });
}

#[test]
fn commission_should_come_first_and_the_rest_go_by_stake() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        assert_ok!(Stake::delegate(signed(CAT), ANN, 2 * STAKE));
        eras(1, &[]);
        let ann = Balances::balance(&ANN);
        Due::set(1_000 * OPG);
        eras(1, &[ANN]);
        // A tenth, then a quarter of the rest.
        assert_eq!(Balances::balance(&ANN), ann + 100 * OPG + 225 * OPG);
        assert_eq!(worth(BEN, ANN).div_ceil(OPG), 1_000 + 225);
        assert_eq!(worth(CAT, ANN).div_ceil(OPG), 2_000 + 450);
    });
}

#[test]
fn deposit_should_earn_from_the_next_era_on() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        eras(1, &[]);
        // CAT comes just before the era ends, with much; ANN bonds more, too.
        assert_ok!(Stake::delegate(signed(CAT), ANN, 100 * STAKE));
        assert_ok!(Stake::bond(signed(ANN), 100 * STAKE));
        let ann = Balances::balance(&ANN);
        Due::set(200 * OPG);
        eras(1, &[ANN]);
        assert!(100 * STAKE - worth(CAT, ANN) <= 1, "rounding costs at most a planck");
        assert_eq!(worth(BEN, ANN).div_ceil(OPG), 1_000 + 90);
        assert_eq!(Balances::balance(&ANN), ann + 110 * OPG);
        // Now they earn.
        Due::set(200 * OPG);
        eras(1, &[ANN]);
        assert!(worth(CAT, ANN) > 100 * STAKE + 80 * OPG);
    });
}

#[test]
fn deposit_after_the_era_should_not_earn_before_it_is_paid() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        eras(1, &[]);
        Due::set(200 * OPG);
        Stake::note_author(&ANN);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        Stake::start_session(2 * SESSIONS);
        // Not paid yet: BEN's second deposit must not earn, and nobody can join it.
        refused!(Stake::delegate(signed(CAT), ANN, 100 * STAKE), Error::<Test>::PayoutPending);
        refused!(Stake::bond(signed(ANN), STAKE), Error::<Test>::PayoutPending);
        // But whoever wants to leave may.
        assert_ok!(Stake::undelegate(signed(BEN), ANN, STAKE));
        settle();
        assert_eq!(worth(BEN, ANN).div_ceil(OPG), 1_000 + 90);
        assert_ok!(Stake::delegate(signed(CAT), ANN, 100 * STAKE));
    });
}

#[test]
fn reward_that_cannot_be_paid_should_stay_for_later() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        eras(1, &[]);
        Due::set(100 * OPG);
        Stake::note_author(&ANN);
        assert_ok!(Stake::unbond(signed(ANN), STAKE));
        eras(1, &[]);
        let reserve = Balances::balance(&RESERVE);
        assert_eq!(reserve, OPG, "ANN was an operator when the era was paid");
        eras(UNBONDING + 1, &[]);
        Stake::note_author(&ANN);
        Due::set(100 * OPG);
        assert_ok!(Stake::withdraw(signed(ANN)));
        eras(1, &[]);
        assert_eq!(Balances::balance(&RESERVE), reserve + 100 * OPG);
        assert_eq!(Unpaid::<Test>::get(), 0);
    });
}

#[test]
fn eras_should_be_paid_in_order_however_many_wait() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        register(BEN, &[Validator], STAKE);
        eras(1, &[]);
        for era in 2..6 {
            Due::set(100 * OPG);
            [ANN, BEN].iter().for_each(Stake::note_author);
            Stake::start_session(era * SESSIONS);
            check();
        }
        let before = Balances::balance(&ANN);
        let mut blocks = 0;
        while Stake::waits(Chore::Pay) {
            // Room for a single step.
            Stake::on_idle(1, Weight::from_parts(11, 0));
            check();
            blocks += 1;
        }
        assert_eq!(blocks, 4 * 3, "two operators and the end of each of four eras");
        assert_eq!(Balances::balance(&ANN), before + 200 * OPG);
    });
}

#[test]
fn era_without_blocks_or_money_should_pass() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        eras(3, &[]);
        eras(3, &[ANN]);
        assert_eq!(NextPayout::<Test>::get(), 6);
    });
}

#[test]
fn pending_rewards_should_be_what_is_paid() {
    run(|| {
        register(ANN, &[Validator], STAKE);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        eras(1, &[]);
        Stake::note_author(&ANN);
        let ask = |who| {
            let mut answer = None;
            let _ = polkadot_sdk::frame_support::storage::with_transaction(|| {
                Due::set(100 * OPG);
                answer = Some(Stake::pending_rewards(ANN, who));
                polkadot_sdk::sp_runtime::TransactionOutcome::Rollback(Ok::<(), DispatchError>(()))
            });
            answer.unwrap()
        };
        let (ann, ben) = (ask(ANN), ask(BEN));
        assert_eq!(ann, (55 * OPG, 0));
        let (own, value) = (Balances::balance(&ANN), worth(BEN, ANN));
        Due::set(100 * OPG);
        eras(1, &[]);
        assert_eq!(Balances::balance(&ANN), own + ann.0);
        assert_eq!(worth(BEN, ANN), value + ben.1);
    });
}
