//! A validator that cheats is found out: a report with its proof is believed, once; one that proves
//! nothing is not.

use super::chain::{block_by, blocks_to, on};
use crate::{configs::key_owners::KeyOwners, *};
use codec::Encode;
use finality_grandpa::{Equivocation as Votes, Message, Prevote};
use frame_support::{assert_ok, traits::KeyOwnerProofSystem};
use sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest};
use sp_consensus_babe::KEY_TYPE as BABE;
use sp_core::crypto::KeyTypeId;
use sp_keyring::Sr25519Keyring::{self, Bob, Dave};
use sp_runtime::{
    traits::Header as _, transaction_validity::InvalidTransaction, ApplyExtrinsicResult, DigestItem,
};

fn reports() -> usize {
    pallet_offences::Reports::<Runtime>::iter().count()
}

/// What happens to `call` when a block carries it without a signature.
fn apply(call: impl Into<RuntimeCall>) -> ApplyExtrinsicResult {
    block_by(0, vec![UncheckedExtrinsic::new_bare(call.into())]).remove(0)
}

fn owner_proof(kind: KeyTypeId, key: &[u8]) -> sp_session::MembershipProof {
    KeyOwners::prove((kind, key.to_vec())).expect("the key belongs to a validator")
}

/// Bob's report of Bob, who sealed a header in the current slot, and another unless `same`.
fn two_blocks(same: bool) -> pallet_babe::Call<Runtime> {
    use sp_consensus_babe::{EquivocationProof, KEY_TYPE};

    let offender = Babe::authorities()[1].0.clone();
    let bob = sp_io::crypto::sr25519_generate(KEY_TYPE, Some(b"//Bob".to_vec()));
    assert_eq!(offender, bob.into());
    let slot = Babe::current_slot();
    let sealed = |salt: u8| {
        let mut header = Header::new(
            9,
            Hash::repeat_byte(salt),
            Default::default(),
            Default::default(),
            Default::default(),
        );
        let claim = SecondaryPlainPreDigest { authority_index: 1, slot };
        header.digest_mut().push(DigestItem::babe_pre_digest(PreDigest::SecondaryPlain(claim)));
        let seal = sp_io::crypto::sr25519_sign(KEY_TYPE, &bob, header.hash().as_ref()).unwrap();
        header.digest_mut().push(DigestItem::babe_seal(seal.into()));
        header
    };
    let first_header = sealed(1);
    let second_header = if same { first_header.clone() } else { sealed(2) };
    let key_owner_proof = owner_proof(KEY_TYPE, offender.as_ref());
    let proof = EquivocationProof { slot, first_header, second_header, offender };
    pallet_babe::Call::report_equivocation_unsigned {
        equivocation_proof: Box::new(proof),
        key_owner_proof,
    }
}

/// Bob's report of Bob, who voted for a block per salt in round 1.
fn two_votes(salts: [u8; 2]) -> pallet_grandpa::Call<Runtime> {
    use sp_consensus_grandpa::{localized_payload, Equivocation, EquivocationProof, KEY_TYPE};

    let offender = Grandpa::grandpa_authorities()[1].0.clone();
    let bob = sp_io::crypto::ed25519_generate(KEY_TYPE, Some(b"//Bob".to_vec()));
    assert_eq!(offender, bob.into());
    let set = pallet_grandpa::CurrentSetId::<Runtime>::get();
    let [first, second] = salts.map(|salt| {
        let vote = Prevote { target_hash: Hash::repeat_byte(salt), target_number: 1 };
        let payload = localized_payload(1, set, &Message::Prevote(vote.clone()));
        let signature = sp_io::crypto::ed25519_sign(KEY_TYPE, &bob, &payload).unwrap();
        (vote, signature.into())
    });
    let votes = Votes { round_number: 1, identity: offender.clone(), first, second };
    let key_owner_proof = owner_proof(KEY_TYPE, offender.as_ref());
    pallet_grandpa::Call::report_equivocation_unsigned {
        equivocation_proof: Box::new(EquivocationProof::new(set, Equivocation::Prevote(votes))),
        key_owner_proof,
    }
}

#[test]
fn two_blocks_in_a_slot_should_be_an_offence_once() {
    on("local", || {
        blocks_to(30);
        let report = two_blocks(false);
        assert_eq!(apply(report.clone()), Ok(Ok(())));
        assert_eq!(reports(), 1);
        assert!(apply(report).is_err(), "the same offence was reported twice");
        assert_eq!(reports(), 1);
    });
}

#[test]
fn two_votes_in_a_round_should_be_an_offence_once() {
    on("local", || {
        blocks_to(30);
        let report = two_votes([1, 2]);
        assert_eq!(apply(report.clone()), Ok(Ok(())));
        assert_eq!(reports(), 1);
        assert!(apply(report).is_err(), "the same offence was reported twice");
        assert_eq!(reports(), 1);
    });
}

#[test]
fn report_of_headers_without_seals_should_not_get_into_a_block() {
    on("local", || {
        blocks_to(30);
        let mut report = two_blocks(false);
        let pallet_babe::Call::report_equivocation_unsigned { equivocation_proof, .. } =
            &mut report
        else {
            panic!("it is a report");
        };
        equivocation_proof.first_header.digest_mut().pop();
        let refused = Err(InvalidTransaction::BadProof.into());
        assert_eq!(apply(report), refused);
        assert_eq!(reports(), 0);
    });
}

/// Who is about to be slashed.
fn blamed() -> Vec<AccountId> {
    Stake::pending_slashes().into_iter().map(|(_, slash)| slash.operator).collect()
}

/// `who` registers session keys made from `seed`.
fn set_keys(who: Sr25519Keyring, seed: &str) {
    let owner = who.to_account_id();
    let generated = SessionKeys::generate(&owner.encode(), Some(seed.into()));
    assert_ok!(Session::set_keys(
        RuntimeOrigin::signed(owner),
        generated.keys,
        generated.proof.encode(),
    ));
}

#[test]
fn offender_should_stay_disabled_until_no_set_has_it() {
    on("local", || {
        blocks_to(30);
        let bob = Bob.to_account_id();
        assert_eq!(apply(two_blocks(false)), Ok(Ok(())));
        assert_eq!(Session::disabled_validators(), vec![1]);
        blocks_to(45);
        assert_eq!(Session::validators()[1], bob, "this set was chosen before");
        assert_eq!(Session::disabled_validators(), vec![1]);
        blocks_to(65);
        assert!(!Session::validators().contains(&bob));
        assert!(Session::disabled_validators().is_empty());
    });
}

#[test]
fn new_session_keys_should_not_hide_the_ones_that_still_sign() {
    for report in [|| two_blocks(false).into(), || RuntimeCall::from(two_votes([1, 2]))] {
        on("local", || {
            blocks_to(30);
            set_keys(Bob, "//other");
            assert_eq!(apply(report()), Ok(Ok(())));
            assert_eq!(blamed(), vec![Bob.to_account_id()]);
        });
    }
}

#[test]
fn keys_that_still_sign_should_be_nobody_elses_to_answer_for() {
    for report in [|| two_blocks(false).into(), || RuntimeCall::from(two_votes([1, 2]))] {
        on("local", || {
            blocks_to(30);
            // Dave validates, too, and takes over the keys with which Bob still signs.
            set_keys(Bob, "//other");
            set_keys(Dave, "//Bob");
            assert_eq!(apply(report()), Ok(Ok(())));
            assert_eq!(blamed(), vec![Bob.to_account_id()]);
        });
    }
}

#[test]
fn proof_should_outlast_its_session_whatever_keys_are_set_in_it() {
    on("local", || {
        blocks_to(45);
        set_keys(Bob, "//other");
        let keys: Vec<_> = [1, 2].map(|place: usize| Babe::authorities()[place].0.clone()).into();
        let proofs: Vec<_> = keys.iter().map(|key| owner_proof(BABE, key.as_ref())).collect();
        let registered = pallet_session::NextKeys::<Runtime>::get(Bob.to_account_id());
        assert_ne!(registered.unwrap().babe, keys[0], "proving changed what is registered");
        blocks_to(65);
        for (key, proof) in keys.into_iter().zip(proofs) {
            assert!(KeyOwners::check_proof((BABE, key), proof).is_some());
        }
    });
}

#[test]
fn keys_that_do_not_sign_yet_should_prove_nothing_of_the_session_now() {
    on("local", || {
        blocks_to(30);
        set_keys(Bob, "//other");
        let other = sp_io::crypto::sr25519_generate(BABE, Some(b"//other".to_vec()));
        assert!(KeyOwners::prove((BABE, other)).is_none());
        let signs = Babe::authorities()[1].0.clone();
        let mut proof = owner_proof(BABE, signs.as_ref());
        assert!(KeyOwners::check_proof((BABE, other), proof.clone()).is_none());
        assert!(KeyOwners::check_proof((BABE, signs.clone()), proof.clone()).is_some());
        proof.validator_count += 1;
        assert!(KeyOwners::check_proof((BABE, signs), proof).is_none());
    });
}

#[test]
fn the_same_block_or_vote_twice_should_be_no_offence() {
    on("local", || {
        blocks_to(30);
        assert!(!matches!(apply(two_blocks(true)), Ok(Ok(()))));
        assert!(!matches!(apply(two_votes([1, 1])), Ok(Ok(()))));
        assert_eq!(reports(), 0);
    });
}
