//! Bond behind work in flight.

use super::*;
use opg_primitives::stake::{Ticket, Tickets};
use polkadot_sdk::frame_support::traits::Imbalance;

const STAKE: Balance = 1_000 * OPG;

fn lock(amount: Balance) -> Ticket<AccountId> {
    <Stake as Tickets<_>>::lock(&ANN, Data, amount).unwrap()
}

fn give(credit: CreditOf<Test>) {
    ToTreasury::on_unbalanced(credit);
}

#[test]
fn ticket_should_lock_own_bond_and_give_it_back() {
    run(|| {
        register(ANN, &[Validator, Data], STAKE);
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
        register(ANN, &[Validator, Data], STAKE);
        assert_ok!(Stake::delegate(signed(BEN), ANN, STAKE));
        let ticket = lock(900 * OPG);
        Stake::note_offence(&ANN, Perbill::one(), 0);
        eras(Stake::slash_delay(), &[]);
        let ann = operator(ANN);
        assert_eq!((ann.bond, ann.locked), (900 * OPG, 900 * OPG));
        assert_eq!(worth(BEN, ANN), 0);
        let taken = <Stake as Tickets<_>>::slash(ticket, 900 * OPG);
        assert_eq!(taken.peek(), 900 * OPG);
        give(taken);
    });
}

#[test]
fn ticket_should_keep_its_operator() {
    run(|| {
        register(ANN, &[Data], STAKE);
        let ticket = lock(1);
        assert_ok!(Stake::unbond(signed(ANN), STAKE - 1));
        eras(UNBONDING, &[]);
        assert_ok!(Stake::withdraw(signed(ANN)));
        assert_eq!(operator(ANN).bond, 1);
        give(<Stake as Tickets<_>>::slash(ticket, 1));
        assert!(!Operators::<Test>::contains_key(ANN));
    });
}
