//! Bond behind work in flight.

use super::*;
use opg_primitives::stake::{Ticket, Tickets};
use polkadot_sdk::frame_support::traits::Imbalance;

const STAKE: Balance = 1_000 * OPG;
/// What a validator must keep free.
const KEPT: Balance = 10 * MINIMUM;

fn lock(amount: Balance) -> Ticket<AccountId> {
    <Stake as Tickets<_>>::lock(&ANN, Data, amount).unwrap()
}

fn give(credit: CreditOf<Test>) {
    ToTreasury::on_unbalanced(credit);
}

#[test]
fn ticket_should_lock_own_bond_and_give_it_back() {
    run(|| {
        register(ANN, &[Data], STAKE);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        assert_eq!(Stake::lockable(&ANN, Data), STAKE, "delegations back no work");
        assert_eq!(Stake::lockable(&ANN, Inference), 0);
        let ticket = lock(STAKE);
        assert_eq!(Stake::lockable(&ANN, Data), 0);
        refused!(Stake::unbond(signed(ANN), 1), Error::<Test>::BondLocked);
        Stake::release(ticket);
        assert_ok!(Stake::unbond(signed(ANN), 1));
    });
}

#[test]
fn ticket_should_be_refused_with_its_reason() {
    run(|| {
        register(ANN, &[Data], STAKE);
        let lock = |id, role, amount| <Stake as Tickets<_>>::lock(id, role, amount).map(|_| ());
        refused!(lock(&BEN, Data, 1), Error::<Test>::NotAnOperator);
        refused!(lock(&ANN, Inference, 1), Error::<Test>::WrongRole);
        refused!(lock(&ANN, Data, STAKE + 1), Error::<Test>::BondLocked);
        assert_ok!(Stake::set_roles(signed(ANN), Roles::NONE));
        refused!(lock(&ANN, Data, 1), Error::<Test>::WrongRole);
    });
}

#[test]
fn slashed_ticket_should_take_its_part_and_free_the_rest() {
    run(|| {
        register(ANN, &[Data], STAKE);
        let ticket = lock(600 * OPG);
        let taken = <Stake as Tickets<_>>::slash(ticket, 200 * OPG);
        assert_eq!(taken.peek(), 200 * OPG);
        give(taken);
        let ann = operator(ANN);
        assert_eq!((ann.bond, ann.locked), (800 * OPG, 0));
        // At most what the ticket stands for.
        let taken = <Stake as Tickets<_>>::slash(lock(750 * OPG), Balance::MAX);
        assert_eq!(taken.peek(), 750 * OPG);
        give(taken);
        assert_eq!(operator(ANN).roles, Roles::NONE, "the rest backs no role");
    });
}

#[test]
fn tickets_should_be_senior_to_every_other_claim() {
    run(|| {
        register(ANN, &[Validator, Data], KEPT + 900 * OPG);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        let ticket = lock(900 * OPG);
        Stake::note_offence(&ANN, Perbill::one(), 0);
        eras(Stake::slash_delay(), &[]);
        let ann = operator(ANN);
        assert_eq!((ann.bond, ann.locked, ann.owed), (900 * OPG, 900 * OPG, 900 * OPG));
        assert_eq!(worth(BEN, ANN), 0);
        let taken = <Stake as Tickets<_>>::slash(ticket, 900 * OPG);
        assert_eq!(taken.peek(), 900 * OPG);
        give(taken);
    });
}

#[test]
fn validator_should_keep_its_least_bond_free_while_it_answers_for_validating() {
    run(|| {
        register(ANN, &[Validator, Data], KEPT + 5 * OPG);
        let lock = |amount| <Stake as Tickets<_>>::lock(&ANN, Data, amount).map(|_| ());
        assert_eq!(Stake::lockable(&ANN, Data), 5 * OPG);
        refused!(lock(5 * OPG + 1), Error::<Test>::BondLocked);
        // Giving up the role is no way around it.
        assert_ok!(Stake::set_roles(signed(ANN), Roles::of([Data])));
        assert_eq!(Stake::lockable(&ANN, Data), 5 * OPG);
        eras(UNBONDING + 2, &[]);
        assert_eq!(Stake::lockable(&ANN, Data), 5 * OPG);
        eras(1, &[]);
        assert_eq!(Stake::lockable(&ANN, Data), KEPT + 5 * OPG);
    });
}

#[test]
fn delegators_should_not_pay_for_what_tickets_shield() {
    run(|| {
        register(ANN, &[Validator, Data], KEPT + STAKE);
        assert_ok!(Stake::delegate(signed(BEN), ANN, 2 * STAKE));
        let ticket = lock(STAKE);
        // Of 4,000, half: ANN's own 2,000 and nothing else.
        Stake::note_offence(&ANN, Perbill::from_percent(50), 0);
        eras(Stake::slash_delay(), &[]);
        assert_eq!((operator(ANN).bond, operator(ANN).owed), (STAKE, STAKE));
        assert_eq!(worth(BEN, ANN), 2 * STAKE);
        Stake::release(ticket);
        assert_eq!((operator(ANN).bond, operator(ANN).owed), (0, 0));
    });
}

#[test]
fn bond_behind_tickets_should_back_no_validating() {
    run(|| {
        register(ANN, &[Data], KEPT + 3 * OPG);
        let ticket = lock(3 * OPG + 1);
        refused!(
            Stake::set_roles(signed(ANN), Roles::of([Validator, Data])),
            Error::<Test>::BondTooSmall
        );
        Stake::release(ticket);
        assert_ok!(Stake::set_roles(signed(ANN), Roles::of([Validator, Data])));
        let ticket = lock(3 * OPG);
        assert_ok!(Stake::unbond(signed(ANN), 1));
        assert_eq!(operator(ANN).roles, Roles::of([Data]));
        Stake::release(ticket);
    });
}

#[test]
fn ticket_should_not_shield_bond_from_a_slash_that_waits() {
    run(|| {
        register(ANN, &[Validator, Data], KEPT + STAKE);
        Stake::note_offence(&ANN, Perbill::one(), 0);
        assert_eq!(Stake::lockable(&ANN, Data), 0);
        let lock = |amount| <Stake as Tickets<_>>::lock(&ANN, Data, amount).map(|_| ());
        refused!(lock(1), Error::<Test>::SlashIsPending);
        eras(Stake::slash_delay(), &[]);
        assert!(!Operators::<Test>::contains_key(ANN));
        let seed = Balances::minimum_balance();
        assert_eq!(Balances::balance(&TREASURY), OPG + KEPT + STAKE + seed);
    });
}

#[test]
fn what_a_slash_could_not_reach_should_be_taken_as_tickets_end() {
    run(|| {
        register(ANN, &[Validator, Data], KEPT + STAKE);
        let [first, second, third] = [300, 300, 400].map(|opg| lock(opg * OPG));
        Stake::note_offence(&ANN, Perbill::from_percent(75), 0);
        eras(Stake::slash_delay(), &[]);
        // Of 1,500 only KEPT = 1,000 was in reach.
        let slashed = || Balances::balance(&TREASURY) - OPG;
        assert_eq!((slashed(), operator(ANN).owed), (1_000 * OPG, 500 * OPG));
        Stake::release(first);
        assert_eq!((slashed(), operator(ANN).owed), (1_300 * OPG, 200 * OPG));
        check();
        // What the work itself lost is not owed on top.
        give(<Stake as Tickets<_>>::slash(second, 250 * OPG));
        assert_eq!((slashed(), operator(ANN).owed), (1_600 * OPG, 150 * OPG));
        check();
        Stake::release(third);
        assert_eq!((slashed(), operator(ANN).owed), (1_750 * OPG, 0));
        assert_eq!(operator(ANN).bond, 250 * OPG);
    });
}

#[test]
fn ticket_should_keep_its_operator() {
    run(|| {
        register(ANN, &[Data], STAKE);
        let ticket = lock(1);
        assert_ok!(Stake::unbond(signed(ANN), STAKE - 1));
        eras(UNBONDING + 1, &[]);
        assert_ok!(Stake::withdraw(signed(ANN)));
        assert_eq!(operator(ANN).bond, 1);
        give(<Stake as Tickets<_>>::slash(ticket, 1));
        assert!(!Operators::<Test>::contains_key(ANN));
    });
}
