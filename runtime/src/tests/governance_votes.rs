//! What a vote counts, and how long it locks the money behind it.

use super::{
    chain::{blocks, blocks_to, on},
    governance::{ballot, enactment, longest, propose, vote, PEOPLE, VOTE},
};
use crate::{governance::origins::Origin, *};
use frame_support::{
    assert_noop, assert_ok,
    traits::{
        fungible::{Inspect, Mutate},
        Get,
    },
};
use frame_system::RawOrigin::Root;
use opg_primitives::token::OPG;
use pallet_conviction_voting::{Conviction, Error};
use pallet_referenda::{ReferendumInfo, ReferendumInfoFor};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};

const ROOT: u16 = 0;
const EMERGENCY: u16 = 50;

/// A call for a referendum that is about nothing but its votes.
fn remark(what: &str) -> RuntimeCall {
    frame_system::Call::remark { remark: what.as_bytes().to_vec() }.into()
}

fn signer(who: Sr25519Keyring) -> RuntimeOrigin {
    RuntimeOrigin::signed(who.to_account_id())
}

/// What votes keep an account from spending.
fn locked(who: Sr25519Keyring) -> Balance {
    let locks = pallet_balances::Locks::<Runtime>::get(who.to_account_id());
    locks.iter().map(|lock| lock.amount).max().unwrap_or_default()
}

/// Removes what has expired of an account's lock. Anyone may.
fn unlock(who: Sr25519Keyring, track: u16) {
    assert_ok!(ConvictionVoting::unlock(signer(Ferdie), track, who.to_account_id().into()));
}

fn lock_period() -> BlockNumber {
    <Runtime as pallet_conviction_voting::Config>::VoteLockingPeriod::get()
}

#[test]
fn winners_should_stay_locked_for_their_conviction_and_losers_go_free() {
    on("development", || {
        blocks_to(1);
        let index = propose(Origin::Emergency, remark("passes"));
        for who in [Alice, Bob, Eve] {
            vote(who, index, ballot(true, Conviction::Locked1x, VOTE));
        }
        vote(Charlie, index, ballot(true, Conviction::None, VOTE));
        vote(Dave, index, ballot(true, Conviction::Locked2x, VOTE));
        vote(Ferdie, index, ballot(false, Conviction::Locked6x, 1_000 * OPG));
        assert_eq!(locked(Dave), VOTE);
        let dest = Charlie.to_account_id();
        assert!(Balances::transfer_keep_alive(signer(Dave), dest.into(), VOTE).is_err());

        assert_eq!(enactment(index, longest(EMERGENCY)), Some(Ok(())));
        let Some(ReferendumInfo::Approved(end, ..)) = ReferendumInfoFor::<Runtime>::get(index)
        else {
            panic!("approved");
        };
        for who in PEOPLE {
            assert_ok!(ConvictionVoting::remove_vote(signer(who), Some(EMERGENCY), index));
            unlock(who, EMERGENCY);
        }
        assert_eq!([Charlie, Ferdie].map(locked), [0, 0]);
        assert_eq!([Alice, Dave].map(locked), [VOTE, VOTE]);

        let unlock_at = |height, expected| {
            blocks_to(height);
            for who in [Alice, Dave] {
                unlock(who, EMERGENCY);
            }
            assert_eq!([Alice, Dave].map(locked), expected, "at {height}");
        };
        unlock_at(end + lock_period() - 1, [VOTE, VOTE]);
        unlock_at(end + lock_period(), [0, VOTE]);
        unlock_at(end + 2 * lock_period() - 1, [0, VOTE]);
        unlock_at(end + 2 * lock_period(), [0, 0]);
    });
}

#[test]
fn delegated_votes_should_follow_the_delegate_on_that_track_alone() {
    on("development", || {
        blocks_to(1);
        let delegated = 500_000 * OPG;
        assert_ok!(ConvictionVoting::delegate(
            signer(Charlie),
            ROOT,
            Alice.to_account_id().into(),
            Conviction::Locked2x,
            delegated,
        ));
        let index = propose(Root, remark("one"));
        let own = 100_000 * OPG;
        vote(Alice, index, ballot(true, Conviction::Locked1x, own));
        let tally = || Referenda::ensure_ongoing(index).expect("it goes on").tally;
        assert_eq!((tally().ayes, tally().support), (own + 2 * delegated, own + delegated));

        let own_vote = ballot(false, Conviction::Locked1x, OPG);
        assert_noop!(
            ConvictionVoting::vote(signer(Charlie), index, own_vote),
            Error::<Runtime>::AlreadyDelegating
        );
        let other_track = propose(Origin::Emergency, remark("another"));
        vote(Charlie, other_track, own_vote);

        assert_ok!(ConvictionVoting::undelegate(signer(Charlie), ROOT));
        assert_eq!((tally().ayes, tally().support), (own, own));
        let end = System::block_number();
        blocks_to(end + 2 * lock_period() - 1);
        unlock(Charlie, ROOT);
        assert_eq!(locked(Charlie), delegated);
        blocks(1);
        unlock(Charlie, ROOT);
        assert_eq!(locked(Charlie), OPG, "what the vote on the other track locks");
    });
}

#[test]
fn everything_an_account_owns_should_vote_and_nothing_more() {
    on("development", || {
        blocks_to(1);
        // Bob has reserved the deposit.
        let index = propose(Root, remark("one"));
        let all = <Balances as Inspect<AccountId>>::total_balance(&Bob.to_account_id());
        assert!(Balances::free_balance(Bob.to_account_id()) < all);
        vote(Bob, index, ballot(true, Conviction::Locked1x, all));
        assert_noop!(
            ConvictionVoting::vote(signer(Bob), index, ballot(true, Conviction::Locked1x, all + 1)),
            Error::<Runtime>::InsufficientFunds
        );
    });
}

#[test]
fn money_of_the_treasury_should_not_count_as_absent_voters() {
    on("development", || {
        blocks_to(1);
        let active = <Balances as Inspect<AccountId>>::active_issuance;
        let before = active();
        assert_ok!(Balances::mint_into(&Treasury::account_id(), 6_000_000 * OPG));
        blocks(1);
        assert_eq!(active(), before);
    });
}
