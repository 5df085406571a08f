//! Reporting a validator that authored two blocks in one slot.

use super::{claim_of_first_validator, offenders, prove, validators};
use crate::*;
use frame_benchmarking::v2::*;
use sp_consensus_babe::{
    digests::CompatibleDigestItem, AuthorityId, EquivocationProof, Slot, KEY_TYPE,
};
use sp_runtime::{traits::Header as _, DigestItem};
use sp_session::MembershipProof;

pub struct Pallet<T>(core::marker::PhantomData<T>);
pub trait Config: frame_system::Config {}

/// A header of slot 0 whose content depends on `salt`, sealed by `author`.
fn sealed(author: &AuthorityId, salt: u8) -> Header {
    let mut header = Header::new(
        1,
        Hash::repeat_byte(salt),
        Default::default(),
        Default::default(),
        Default::default(),
    );
    header.digest_mut().push(claim_of_first_validator());
    let seal = sp_io::crypto::sr25519_sign(KEY_TYPE, author.as_ref(), header.hash().as_ref())
        .expect("the key was generated here");
    header.digest_mut().push(DigestItem::babe_seal(seal.into()));
    header
}

/// Two headers of slot 0, both sealed by `offender`.
fn equivocation(offender: AuthorityId) -> EquivocationProof<Header> {
    EquivocationProof {
        slot: Slot::from(0),
        first_header: sealed(&offender, 1),
        second_header: sealed(&offender, 2),
        offender,
    }
}

fn report(
    proof: EquivocationProof<Header>,
    key_owner_proof: MembershipProof,
) -> Result<(), BenchmarkError> {
    let origin = RuntimeOrigin::signed(whitelisted_caller());
    Babe::report_equivocation(origin, alloc::boxed::Box::new(proof), key_owner_proof)
        .map_err(|error| error.error)?;
    Ok(())
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn plan_config_change() -> Result<(), BenchmarkError> {
        let config = sp_consensus_babe::digests::NextConfigDescriptor::V1 {
            c: (1, 4),
            allowed_slots: sp_consensus_babe::AllowedSlots::PrimaryAndSecondaryVRFSlots,
        };
        #[block]
        {
            Babe::plan_config_change(RuntimeOrigin::root(), config)?;
        }
        Ok(())
    }

    /// `v` validators in the session of the offence, a third of which commit it in the same slot. Nobody
    /// nominates on this chain, so `n` changes nothing.
    #[benchmark]
    fn report_equivocation(v: Linear<4, 100>, n: Linear<0, 1>) -> Result<(), BenchmarkError> {
        let _ = n;
        let mut offenders = offenders(validators(v)?)?;
        let last = offenders.pop().ok_or("there are two at least")?.1.babe;
        // Of the session now it is not looked into: one does for all.
        let owner = prove((KEY_TYPE, &last))?;
        for (_, keys) in offenders {
            report(equivocation(keys.babe), owner.clone())?;
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
