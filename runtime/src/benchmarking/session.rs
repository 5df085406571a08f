//! Registering and removing session keys.

use crate::*;
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::traits::fungible::Mutate;
use opg_primitives::token::OPG;

pub struct Pallet<T>(core::marker::PhantomData<T>);
pub trait Config: frame_system::Config {}

fn funded() -> Result<AccountId, BenchmarkError> {
    let account: AccountId = whitelisted_caller();
    Balances::mint_into(&account, 1_000 * OPG)?;
    Ok(account)
}

#[benchmarks]
mod benchmarks {
    use super::*;

    /// Replacing keys: the old ones' owners are removed, the new ones' written.
    #[benchmark]
    fn set_keys() -> Result<(), BenchmarkError> {
        let who = funded()?;
        let old = SessionKeys::generate(&who.encode(), None);
        let origin = RuntimeOrigin::signed(who.clone());
        Session::set_keys(origin.clone(), old.keys, old.proof.encode())?;
        let new = SessionKeys::generate(&who.encode(), None);
        #[block]
        {
            Session::set_keys(origin, new.keys, new.proof.encode())?;
        }
        Ok(())
    }

    #[benchmark]
    fn purge_keys() -> Result<(), BenchmarkError> {
        let who = funded()?;
        let keys = SessionKeys::generate(&who.encode(), None);
        let origin = RuntimeOrigin::signed(who.clone());
        Session::set_keys(origin.clone(), keys.keys, keys.proof.encode())?;
        #[block]
        {
            Session::purge_keys(origin)?;
        }
        Ok(())
    }
}
