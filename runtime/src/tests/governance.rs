//! A referendum on every track, from its preimage to its enactment.

use super::{
    chain::{block_by, blocks, blocks_to, free, on, signed},
    governance_pause::full_name,
};
use crate::{
    configs::parameters::{dynamic::fees, RuntimeParameters},
    governance::{
        origins::{Origin, LARGE_SPEND, MEDIUM_SPEND, SMALL_SPEND},
        tracks::{Tracks, PLANS},
    },
    *,
};
use codec::Encode;
use frame_support::{
    assert_noop, assert_ok,
    traits::{schedule::DispatchTime, Bounded, Get},
};
use frame_system::RawOrigin::Root;
use opg_primitives::token::OPG;
use pallet_conviction_voting::{AccountVote, Conviction, Vote};
use pallet_referenda::{ReferendumInfo, ReferendumInfoFor, TracksInfo};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{
    traits::{BlakeTwo256, Hash as _},
    DispatchResult,
};

/// Everyone who holds something on the chains for trying things out.
pub const PEOPLE: [Sr25519Keyring; 6] = [Alice, Bob, Charlie, Dave, Eve, Ferdie];
/// What each of them votes with: seven tenths of what they have.
pub const VOTE: Balance = 700_000 * OPG;

/// A call as a referendum names it: by hash and length.
pub fn proposal(call: &RuntimeCall) -> Bounded<RuntimeCall, BlakeTwo256> {
    let (hash, len) = (BlakeTwo256::hash_of(call), call.encoded_size() as u32);
    Bounded::Lookup { hash, len }
}

/// Alice notes `call` and submits it, Bob places the deposit. The referendum's index.
pub fn propose(origin: impl Into<OriginCaller>, call: impl Into<RuntimeCall>) -> u32 {
    let (alice, bob) = (Alice.to_account_id(), Bob.to_account_id());
    let call = call.into();
    assert_ok!(Preimage::note_preimage(RuntimeOrigin::signed(alice.clone()), call.encode()));
    assert_ok!(Referenda::submit(
        RuntimeOrigin::signed(alice),
        Box::new(origin.into()),
        proposal(&call),
        DispatchTime::After(0),
    ));
    let index = pallet_referenda::ReferendumCount::<Runtime>::get() - 1;
    assert_ok!(Referenda::place_decision_deposit(RuntimeOrigin::signed(bob), index));
    index
}

/// A vote as calls take it.
pub fn ballot(aye: bool, conviction: Conviction, balance: Balance) -> AccountVote<Balance> {
    AccountVote::Standard { vote: Vote { aye, conviction }, balance }
}

pub fn vote(who: Sr25519Keyring, index: u32, vote: AccountVote<Balance>) {
    assert_ok!(ConvictionVoting::vote(RuntimeOrigin::signed(who.to_account_id()), index, vote));
}

/// All people vote the same.
pub fn everyone_votes(index: u32, aye: bool) {
    for who in PEOPLE {
        vote(who, index, ballot(aye, Conviction::Locked1x, VOTE));
    }
}

/// How the proposal's call ended, if the scheduler makes it within this many blocks.
pub fn enactment(index: u32, within: BlockNumber) -> Option<DispatchResult> {
    let name = (*b"assembly", "enactment", index).using_encoded(sp_io::hashing::blake2_256);
    (0..within).find_map(|_| {
        blocks(1);
        System::events().into_iter().find_map(|record| match record.event {
            RuntimeEvent::Scheduler(pallet_scheduler::Event::Dispatched {
                id: Some(id),
                result,
                ..
            }) if id == name => Some(result),
            _ => None,
        })
    })
}

/// Blocks from submission to enactment of a referendum that passes in the last moment, and one more.
pub fn longest(track: u16) -> BlockNumber {
    let info = Tracks::info(track).expect("the track exists");
    info.prepare_period + info.decision_period + info.confirm_period + info.min_enactment_period + 1
}

/// Something that each origin may do.
fn deeds() -> Vec<(OriginCaller, RuntimeCall)> {
    let spend = |amount| pallet_treasury::Call::<Runtime>::spend {
        asset_kind: Box::new(()),
        amount,
        beneficiary: Box::new(Eve.to_account_id().into()),
        valid_from: None,
    };
    let write = (b"governed".to_vec(), b"yes".to_vec());
    let price = fees::Parameters::TransactionByte(fees::TransactionByte, Some(7));
    // These two may do nothing of their own yet.
    let say = |what: &[u8]| frame_system::Call::<Runtime>::remark { remark: what.to_vec() };
    vec![
        (Root.into(), frame_system::Call::set_storage { items: vec![write] }.into()),
        (
            Origin::FastUpgrade.into(),
            origins::Call::authorize_upgrade { code_hash: Hash::repeat_byte(1) }.into(),
        ),
        (
            Origin::Parameters.into(),
            pallet_parameters::Call::set_parameter { key_value: RuntimeParameters::Fees(price) }
                .into(),
        ),
        (Origin::SmallTreasurer.into(), spend(SMALL_SPEND).into()),
        (Origin::MediumTreasurer.into(), spend(MEDIUM_SPEND).into()),
        (Origin::LargeTreasurer.into(), spend(LARGE_SPEND).into()),
        (Origin::ModelModeration.into(), say(b"models").into()),
        (Origin::SlashCanceller.into(), say(b"slashes").into()),
        (
            Origin::Emergency.into(),
            pallet_tx_pause::Call::pause { full_name: full_name("Utility", "batch") }.into(),
        ),
    ]
}

fn deed(origin: impl Into<OriginCaller>) -> RuntimeCall {
    let origin = origin.into();
    deeds().into_iter().find(|(who, _)| *who == origin).expect("every origin has a deed").1
}

#[test]
fn deeds_should_be_of_every_track() {
    let tracks: Vec<_> = deeds().iter().map(|(who, _)| Tracks::track_for(who)).collect();
    assert_eq!(tracks, PLANS.iter().map(|plan| Ok(plan.id)).collect::<Vec<_>>());
}

#[test]
fn approved_referendum_should_enact_its_call_on_every_track() {
    for (origin, call) in deeds() {
        let track = Tracks::track_for(&origin).unwrap();
        on("development", || {
            blocks_to(1);
            let index = propose(origin, call);
            everyone_votes(index, true);
            assert_eq!(enactment(index, longest(track)), Some(Ok(())), "track {track}");
            let info = ReferendumInfoFor::<Runtime>::get(index);
            assert!(matches!(info, Some(ReferendumInfo::Approved(..))), "track {track}");
        });
    }
}

#[test]
fn enacted_calls_should_have_done_what_they_say() {
    let enact = |origin: OriginCaller| {
        let (track, call) = (Tracks::track_for(&origin).unwrap(), deed(origin.clone()));
        let index = propose(origin, call);
        everyone_votes(index, true);
        assert_eq!(enactment(index, longest(track)), Some(Ok(())));
    };
    on("development", || {
        blocks_to(1);
        enact(Root.into());
        assert_eq!(frame_support::storage::unhashed::get_raw(b"governed"), Some(b"yes".to_vec()));
        enact(Origin::Parameters.into());
        assert_eq!(fees::TransactionByte::get(), 7);
        enact(Origin::SmallTreasurer.into());
        assert_eq!(pallet_treasury::Spends::<Runtime>::get(0).unwrap().amount, SMALL_SPEND);
    });
}

#[test]
fn referendum_that_fails_should_enact_nothing_on_any_track() {
    // Everyone against it, or nearly nobody for it.
    let failing: [fn(u32); 2] = [
        |index| everyone_votes(index, false),
        |index| vote(Alice, index, ballot(true, Conviction::Locked6x, 10_000 * OPG)),
    ];
    for fail in failing {
        for (origin, call) in deeds() {
            let track = Tracks::track_for(&origin).unwrap();
            on("development", || {
                blocks_to(1);
                let index = propose(origin, call);
                fail(index);
                assert_eq!(enactment(index, longest(track)), None, "track {track}");
                let info = ReferendumInfoFor::<Runtime>::get(index);
                assert!(matches!(info, Some(ReferendumInfo::Rejected(..))), "track {track}");
            });
        }
    }
}

#[test]
fn referendum_should_pass_by_transactions_alone_within_minutes_on_a_local_network() {
    on("local", || {
        let call = deed(Origin::Emergency);
        let block = |who, call: RuntimeCall| {
            assert_eq!(block_by(0, vec![signed(who, call)]), vec![Ok(Ok(()))]);
        };
        block(Alice, pallet_preimage::Call::note_preimage { bytes: call.encode() }.into());
        block(
            Alice,
            pallet_referenda::Call::<Runtime>::submit {
                proposal_origin: Box::new(Origin::Emergency.into()),
                proposal: proposal(&call),
                enactment_moment: DispatchTime::After(0),
            }
            .into(),
        );
        block(Bob, pallet_referenda::Call::place_decision_deposit { index: 0 }.into());
        let vote = ballot(true, Conviction::Locked1x, VOTE);
        let vote = pallet_conviction_voting::Call::<Runtime>::vote { poll_index: 0, vote };
        let votes = PEOPLE.map(|who| signed(who, vote.clone()));
        assert!(block_by(0, votes.into()).into_iter().all(|result| result == Ok(Ok(()))));
        assert_eq!(enactment(0, longest(50)), Some(Ok(())));
        assert!(System::block_number() < 2 * opg_primitives::time::MINUTES);
    });
}

#[test]
fn deposits_should_come_back_after_an_approval() {
    on("development", || {
        blocks_to(1);
        let before = [free(Alice), free(Bob)];
        let (alice, bob) = (Alice.to_account_id(), Bob.to_account_id());
        let call = deed(Origin::Emergency);
        let index = propose(Origin::Emergency, call.clone());
        let submission: Balance = <Runtime as pallet_referenda::Config>::SubmissionDeposit::get();
        assert_eq!(Balances::reserved_balance(&bob), 20_000 * OPG);
        assert_noop!(
            Referenda::refund_decision_deposit(RuntimeOrigin::signed(bob.clone()), index),
            pallet_referenda::Error::<Runtime>::Unfinished
        );
        everyone_votes(index, true);
        assert_eq!(enactment(index, longest(50)), Some(Ok(())));

        // Anyone may send a deposit back to whom it belongs.
        let anyone = || RuntimeOrigin::signed(Eve.to_account_id());
        assert!(before[0] - free(Alice) > submission, "the preimage costs a deposit too");
        assert_ok!(Referenda::refund_submission_deposit(anyone(), index));
        assert_ok!(Referenda::refund_decision_deposit(anyone(), index));
        let hash = BlakeTwo256::hash_of(&call);
        assert_ok!(Preimage::unnote_preimage(RuntimeOrigin::signed(alice), hash));
        assert_eq!([free(Alice), free(Bob)], before);
    });
}

#[test]
fn author_should_lose_the_deposit_of_a_rejected_referendum() {
    on("development", || {
        blocks_to(1);
        let index = propose(Origin::Emergency, deed(Origin::Emergency));
        everyone_votes(index, false);
        assert_eq!(enactment(index, longest(50)), None);
        let anyone = || RuntimeOrigin::signed(Eve.to_account_id());
        assert_ok!(Referenda::refund_decision_deposit(anyone(), index));
        assert_eq!(Balances::reserved_balance(Bob.to_account_id()), 0);
        assert_noop!(
            Referenda::refund_submission_deposit(anyone(), index),
            pallet_referenda::Error::<Runtime>::BadStatus
        );
    });
}

#[test]
fn emergency_should_cancel_a_referendum_but_not_take_its_deposits() {
    on("development", || {
        blocks_to(1);
        let index = propose(Root, deed(Root));
        everyone_votes(index, true);
        let emergency = || RuntimeOrigin::from(Origin::Emergency);
        assert!(Referenda::kill(emergency(), index).is_err());
        assert_ok!(Referenda::cancel(emergency(), index));
        assert_eq!(enactment(index, longest(0)), None);
        let anyone = || RuntimeOrigin::signed(Eve.to_account_id());
        assert_ok!(Referenda::refund_submission_deposit(anyone(), index));
        assert_ok!(Referenda::refund_decision_deposit(anyone(), index));
    });
}

#[test]
fn deposits_of_a_killed_referendum_should_go_to_the_treasury() {
    on("development", || {
        blocks_to(1);
        let index = propose(Root, deed(Root));
        let submission: Balance = <Runtime as pallet_referenda::Config>::SubmissionDeposit::get();
        let treasury = Treasury::account_id();
        let before = Balances::free_balance(&treasury);
        assert_ok!(Referenda::kill(RuntimeOrigin::root(), index));
        assert_eq!(Balances::free_balance(&treasury) - before, submission + 100_000 * OPG);
    });
}

#[test]
fn referendum_without_a_deposit_should_time_out() {
    on("development", || {
        blocks_to(1);
        let call = deed(Origin::Emergency);
        assert_ok!(Referenda::submit(
            RuntimeOrigin::signed(Alice.to_account_id()),
            Box::new(Origin::Emergency.into()),
            proposal(&call),
            DispatchTime::After(0),
        ));
        let timeout = <Runtime as pallet_referenda::Config>::UndecidingTimeout::get();
        blocks_to(timeout);
        assert!(matches!(ReferendumInfoFor::<Runtime>::get(0), Some(ReferendumInfo::Ongoing(..))));
        // The block that changes the session has no time for it.
        blocks(2);
        assert!(matches!(ReferendumInfoFor::<Runtime>::get(0), Some(ReferendumInfo::TimedOut(..))));
    });
}

#[test]
fn people_should_not_submit_for_an_origin_without_a_track() {
    on("development", || {
        blocks_to(1);
        let alice = Alice.to_account_id();
        let nobodys = [
            OriginCaller::system(frame_system::RawOrigin::None),
            OriginCaller::system(frame_system::RawOrigin::Signed(Bob.to_account_id())),
        ];
        for origin in nobodys {
            assert_noop!(
                Referenda::submit(
                    RuntimeOrigin::signed(alice.clone()),
                    Box::new(origin),
                    proposal(&deed(Root)),
                    DispatchTime::After(0),
                ),
                pallet_referenda::Error::<Runtime>::NoTrack
            );
        }
    });
}
