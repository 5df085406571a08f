//! A validator that cheats is found out: a report with its proof is believed, once; one that proves
//! nothing is not.

use super::chain::{block_by, blocks_to, on};
use crate::*;
use finality_grandpa::{Equivocation as Votes, Message, Prevote};
use frame_support::traits::KeyOwnerProofSystem;
use sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest};
use sp_core::crypto::KeyTypeId;
use sp_runtime::{traits::Header as _, ApplyExtrinsicResult, DigestItem};

fn reports() -> usize {
    pallet_offences::Reports::<Runtime>::iter().count()
}

/// What happens to `call` when a block carries it without a signature.
fn apply(call: impl Into<RuntimeCall>) -> ApplyExtrinsicResult {
    block_by(0, vec![UncheckedExtrinsic::new_bare(call.into())]).remove(0)
}

fn owner_proof(kind: KeyTypeId, key: &[u8]) -> sp_session::MembershipProof {
    Historical::prove((kind, key.to_vec())).expect("the key belongs to a validator")
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
fn the_same_block_or_vote_twice_should_be_no_offence() {
    on("local", || {
        blocks_to(30);
        assert!(!matches!(apply(two_blocks(true)), Ok(Ok(()))));
        assert!(!matches!(apply(two_votes([1, 1])), Ok(Ok(()))));
        assert_eq!(reports(), 0);
    });
}
