use super::chain::{block_by, blocks_to, on, signed};
use crate::*;
use codec::Encode;
use frame_support::{
    assert_noop, assert_ok,
    traits::{fungible::InspectHold, Get, KeyOwnerProofSystem},
};
use opg_primitives::token::OPG;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Dave};

#[test]
fn session_should_change_with_the_epoch_of_the_clocks() {
    on("local", || {
        blocks_to(20);
        assert_eq!(Session::current_index(), 0);
        blocks_to(21);
        assert_eq!(Session::current_index(), 1);
        blocks_to(41);
        assert_eq!(Session::current_index(), 2);
    });
}

#[test]
fn validators_should_stay_the_founding_ones() {
    on("local", || {
        let founding = Session::validators();
        blocks_to(100);
        assert_eq!(Session::validators(), founding);
        assert_eq!(Session::current_index(), 4);
    });
}

#[test]
fn validator_without_keys_should_come_back_when_it_sets_new_ones() {
    on("local", || {
        blocks_to(25);
        let dave = Dave.to_account_id();
        assert_ok!(Session::purge_keys(RuntimeOrigin::signed(dave.clone())));
        blocks_to(90);
        assert!(!Session::validators().contains(&dave));
        let generated = SessionKeys::generate(&dave.encode(), None);
        assert_ok!(Session::set_keys(
            RuntimeOrigin::signed(dave.clone()),
            generated.keys,
            generated.proof.encode(),
        ));
        blocks_to(150);
        assert!(Session::validators().contains(&dave));
        assert_eq!(Session::validators().len(), 4);
    });
}

#[test]
fn offence_should_not_be_provable_once_stake_has_unbonded() {
    on("local", || {
        blocks_to(50);
        let key = (sp_consensus_babe::KEY_TYPE, Babe::authorities()[0].0.clone());
        let proof = Historical::prove(key.clone()).unwrap();
        assert_eq!(proof.session, 2);
        // Two eras of three sessions of twenty slots, but for the last of them.
        blocks_to(20 * (2 + 5) + 10);
        assert!(Historical::check_proof(key.clone(), proof.clone()).is_some());
        blocks_to(20 * (2 + 6) + 10);
        assert!(Historical::check_proof(key, proof).is_none());
    });
}

#[test]
fn offences_of_a_past_session_should_be_provable() {
    on("local", || {
        blocks_to(50);
        let babe = Babe::authorities()[0].0.clone();
        let proof = Historical::prove((sp_consensus_babe::KEY_TYPE, babe.clone())).unwrap();
        let session = Session::current_index();
        blocks_to(110);
        assert!(Session::current_index() > session);
        let owner = <Historical as KeyOwnerProofSystem<_>>::check_proof(
            (sp_consensus_babe::KEY_TYPE, babe),
            proof,
        );
        assert_eq!(owner.map(|(account, ())| account), Some(Alice.to_account_id()));
    });
}

#[test]
fn author_should_be_known_while_its_block_is_made() {
    on("local", || {
        block_by(1, Vec::new());
        assert_eq!(Authorship::author(), Some(Bob.to_account_id()));
    });
}

#[test]
fn first_block_of_a_session_should_be_its_authors() {
    on("local", || {
        blocks_to(21);
        // Dave goes to the front of the set that acts from block 61 on.
        let dave = Dave.to_account_id();
        assert_ok!(Stake::bond(RuntimeOrigin::signed(dave.clone()), 500_000 * OPG));
        blocks_to(60);
        assert_ne!(Session::validators()[0], dave);
        block_by(0, Vec::new());
        assert_eq!(Session::validators()[0], dave);
        assert_eq!(Authorship::author(), Some(dave));
    });
}

#[test]
fn session_keys_should_cost_a_deposit_and_be_proven() {
    on("development", || {
        blocks_to(1);
        let owner = Bob.to_account_id();
        let generated = SessionKeys::generate(&owner.encode(), None);
        let deposit = <Runtime as pallet_session::Config>::KeyDeposit::get();

        assert_noop!(
            Session::set_keys(
                RuntimeOrigin::signed(owner.clone()),
                generated.keys.clone(),
                b"somebody else's".to_vec(),
            ),
            pallet_session::Error::<Runtime>::InvalidProof
        );
        assert_ok!(Session::set_keys(
            RuntimeOrigin::signed(owner.clone()),
            generated.keys,
            generated.proof.encode(),
        ));
        assert_eq!(Balances::total_balance_on_hold(&owner), deposit);
        assert_ok!(Session::purge_keys(RuntimeOrigin::signed(owner.clone())));
        assert_eq!(Balances::total_balance_on_hold(&owner), 0);
    });
}

#[test]
fn block_should_carry_transactions_of_several_people() {
    on("development", || {
        let results = block_by(
            0,
            vec![
                signed(Alice, frame_system::Call::remark { remark: vec![1] }),
                signed(Bob, frame_system::Call::remark { remark: vec![2] }),
            ],
        );
        assert!(results.into_iter().all(|result| matches!(result, Ok(Ok(())))));
    });
}
