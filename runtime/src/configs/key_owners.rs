//! Whose key is it that signed?
//!
//! The SDK's historical pallet answers for sessions that are over, from the keys noted when their set
//! was chosen. For the session now it answers from the keys that validators have registered *since*:
//! a cheat could register other keys and have the ones that still sign belong to nobody, or to an
//! accomplice with less to lose. Here the session now is answered from the keys that do sign in it.

use crate::*;
use frame_support::{storage::with_transaction, traits::KeyOwnerProofSystem};
use sp_core::crypto::{ByteArray, KeyTypeId};
use sp_runtime::{DispatchError, TransactionOutcome};
use sp_session::MembershipProof;

pub struct KeyOwners;

impl KeyOwners {
    /// The validator whose key this is in the session now: authorities stand in the order of the
    /// validators.
    fn owner_now(kind: KeyTypeId, key: &[u8]) -> Option<AccountId> {
        let place = match kind {
            sp_consensus_babe::KEY_TYPE => {
                let signers = pallet_babe::Authorities::<Runtime>::get();
                signers.iter().position(|(signer, _)| signer.as_slice() == key)
            },
            sp_consensus_grandpa::KEY_TYPE if Self::grandpa_is_of_this_session() => {
                let signers = pallet_grandpa::Authorities::<Runtime>::get();
                signers.iter().position(|(signer, _)| signer.as_slice() == key)
            },
            _ => None,
        }?;
        Session::validators().into_iter().nth(place)
    }

    /// GRANDPA's set stays behind the session's while a hand-over that Root forced is under way, and
    /// after one that took too long. The set before this one was then not that of the session before.
    /// The founding set is that of the first two sessions; after that each has a set of its own.
    fn grandpa_is_of_this_session() -> bool {
        let (set, session) =
            (pallet_grandpa::CurrentSetId::<Runtime>::get(), Session::current_index());
        let Some(before) = set.checked_sub(1) else { return session <= 1 };
        !pallet_grandpa::PendingChange::<Runtime>::exists()
            && pallet_grandpa::SetIdSession::<Runtime>::get(before) == session.checked_sub(1)
    }

    /// Proves that a key is one that signs now, in the session's own trie, which was made of the keys
    /// registered then. What is written for that is taken back.
    fn prove_now(kind: KeyTypeId, key: &[u8]) -> Option<MembershipProof> {
        let mut proof = None;
        let _ = with_transaction(|| {
            Self::register_keys_that_sign();
            proof = Historical::prove((kind, key));
            TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
        });
        proof
    }

    fn register_keys_that_sign() {
        let babe = pallet_babe::Authorities::<Runtime>::get();
        let grandpa = pallet_grandpa::Authorities::<Runtime>::get();
        let discovery = AuthorityDiscovery::current_authorities();
        let keys = babe.into_iter().zip(grandpa).zip(discovery);
        for (validator, (((babe, _), (grandpa, _)), authority_discovery)) in
            Session::validators().into_iter().zip(keys)
        {
            let keys = SessionKeys { grandpa, babe, authority_discovery };
            pallet_session::NextKeys::<Runtime>::insert(validator, keys);
        }
    }
}

impl<Key: AsRef<[u8]>> KeyOwnerProofSystem<(KeyTypeId, Key)> for KeyOwners {
    type Proof = MembershipProof;
    type IdentificationTuple = pallet_session_historical::IdentificationTuple<Runtime>;

    fn prove((kind, key): (KeyTypeId, Key)) -> Option<MembershipProof> {
        Self::owner_now(kind, key.as_ref())?;
        Self::prove_now(kind, key.as_ref())
    }

    fn check_proof(
        (kind, key): (KeyTypeId, Key),
        proof: MembershipProof,
    ) -> Option<Self::IdentificationTuple> {
        if proof.session != Session::current_index() {
            return Historical::check_proof((kind, key), proof);
        }
        let validators = Session::validators().len();
        if u32::try_from(validators).ok() != Some(proof.validator_count) {
            return None;
        }
        Self::owner_now(kind, key.as_ref()).map(|owner| (owner, ()))
    }
}
