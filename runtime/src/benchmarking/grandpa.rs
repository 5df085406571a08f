//! Reporting a validator that voted twice in one round of finality.

use super::{prove, validators};
use crate::*;
use finality_grandpa::{Equivocation as Votes, Message, Prevote};
use frame_benchmarking::v2::*;
use sp_consensus_grandpa::{
    localized_payload, AuthorityId, AuthoritySignature, Equivocation, EquivocationProof, KEY_TYPE,
};

pub struct Pallet<T>(core::marker::PhantomData<T>);
pub trait Config: frame_system::Config {}

/// A prevote of round 1 and set 0, signed by `voter`.
fn vote(voter: &AuthorityId, salt: u8) -> (Prevote<Hash, BlockNumber>, AuthoritySignature) {
    let prevote = Prevote { target_hash: Hash::repeat_byte(salt), target_number: 1 };
    let payload = localized_payload(1, 0, &Message::Prevote(prevote.clone()));
    let signature = sp_io::crypto::ed25519_sign(KEY_TYPE, voter.as_ref(), &payload)
        .expect("the key was generated here");
    (prevote, signature.into())
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn note_stalled() -> Result<(), BenchmarkError> {
        #[block]
        {
            Grandpa::note_stalled(RuntimeOrigin::root(), 10, 1)?;
        }
        Ok(())
    }

    /// `v` validators in the session of the offence. Nobody nominates on this chain, so `n`
    /// changes nothing.
    #[benchmark]
    fn report_equivocation(v: Linear<4, 100>, n: Linear<0, 1>) -> Result<(), BenchmarkError> {
        let _ = n;
        let offender = validators(v)?.remove(0).1.grandpa;
        let key_owner_proof = prove((KEY_TYPE, &offender))?;
        let votes = Votes {
            round_number: 1,
            identity: offender.clone(),
            first: vote(&offender, 1),
            second: vote(&offender, 2),
        };
        let proof = EquivocationProof::new(0, Equivocation::Prevote(votes));
        #[block]
        {
            Grandpa::report_equivocation(
                RuntimeOrigin::signed(whitelisted_caller()),
                alloc::boxed::Box::new(proof),
                key_owner_proof,
            )
            .map_err(|error| error.error)?;
        }
        assert_eq!(pallet_offences::Reports::<Runtime>::iter().count(), 1);
        Ok(())
    }
}
