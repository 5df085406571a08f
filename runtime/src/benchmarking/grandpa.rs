//! Reporting a validator that voted twice in one round of finality.

use super::{offenders, prove, validators};
use crate::*;
use finality_grandpa::{Equivocation as Votes, Message, Prevote};
use frame_benchmarking::v2::*;
use sp_consensus_grandpa::{
    localized_payload, AuthorityId, AuthoritySignature, Equivocation, EquivocationProof, KEY_TYPE,
};
use sp_session::MembershipProof;

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

type Proof = EquivocationProof<Hash, BlockNumber>;

/// Two prevotes of one round, both by `offender`.
fn equivocation(offender: AuthorityId) -> Proof {
    let votes = Votes {
        round_number: 1,
        identity: offender.clone(),
        first: vote(&offender, 1),
        second: vote(&offender, 2),
    };
    EquivocationProof::new(0, Equivocation::Prevote(votes))
}

fn report(proof: Proof, key_owner_proof: MembershipProof) -> Result<(), BenchmarkError> {
    let origin = RuntimeOrigin::signed(whitelisted_caller());
    Grandpa::report_equivocation(origin, alloc::boxed::Box::new(proof), key_owner_proof)
        .map_err(|error| error.error)?;
    Ok(())
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

    /// `v` validators in the session of the offence, a third of which commit it in the same round.
    /// Nobody nominates on this chain, so `n` changes nothing.
    #[benchmark]
    fn report_equivocation(v: Linear<4, 100>, n: Linear<0, 1>) -> Result<(), BenchmarkError> {
        let _ = n;
        let mut offenders = offenders(validators(v)?)?;
        let last = offenders.pop().ok_or("there are two at least")?.1.grandpa;
        // Of the session now it is not looked into: one does for all.
        let owner = prove((KEY_TYPE, &last))?;
        for (_, keys) in offenders {
            report(equivocation(keys.grandpa), owner.clone())?;
        }
        let proof = equivocation(last);
        #[block]
        {
            report(proof, owner)?;
        }
        assert_eq!(pallet_opg_stake::Reported::<Runtime>::get().len(), v.div_ceil(3) as usize);
        Ok(())
    }
}
