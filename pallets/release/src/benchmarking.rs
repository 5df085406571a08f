//! What the calls cost at most.
//!
//! A release costs most when it is a pot's last, strangers have left dust on its account, which is
//! then swept away with it, and the account it goes to is new. To another pot it also reads and
//! raises that pot; the call weighs the heavier of the two.
//! A redirection costs most to another pot, which is looked up.

// Runs on benchmarking machines, never in a block.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)]

use crate::*;
use polkadot_sdk::{
    frame_benchmarking::v2::*, frame_support::traits::EnsureOrigin, frame_system::RawOrigin,
};

// Not among those of genesis.
const POT: PotId = 1_001;
const TARGET: PotId = 1_002;

/// Puts a pot in storage, all of it due at block 1.
fn insert<T: Config>(id: PotId, total: Balance, released: Balance, destination: DestinationOf<T>) {
    let pot = Pot {
        total,
        released,
        start: 0u32.into(),
        duration: 1u32.into(),
        destination,
        controller: Controller::Root,
    };
    Pots::<T>::insert(id, pot);
    frame_system::Pallet::<T>::set_block_number(1u32.into());
}

/// A pot whose money is all there, and as much dust as an account can lose; returns its total.
fn fund<T: Config>(id: PotId, destination: DestinationOf<T>) -> Result<Balance, BenchmarkError> {
    let least = T::Currency::minimum_balance();
    let total = least.saturating_mul(1_000);
    let dust = least.saturating_sub(1);
    T::Currency::mint_into(&Pallet::<T>::account(id), total.saturating_add(dust))?;
    T::Currency::deactivate(total);
    insert::<T>(id, total, 0, destination);
    Ok(total)
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn release_to_account() -> Result<(), BenchmarkError> {
        let caller: T::AccountId = whitelisted_caller();
        let owner: T::AccountId = account("owner", 0, 0);
        let total = fund::<T>(POT, Destination::Account(owner.clone()))?;

        #[extrinsic_call]
        release(RawOrigin::Signed(caller), POT);

        assert_eq!(T::Currency::balance(&owner), total);
        Ok(())
    }

    #[benchmark]
    fn release_to_pot() -> Result<(), BenchmarkError> {
        let caller: T::AccountId = whitelisted_caller();
        let owner: T::AccountId = account("owner", 0, 0);
        let total = fund::<T>(POT, Destination::Pot(TARGET))?;
        insert::<T>(TARGET, total, total, Destination::Account(owner));

        #[extrinsic_call]
        release(RawOrigin::Signed(caller), POT);

        assert_eq!(T::Currency::balance(&Pallet::<T>::account(TARGET)), total);
        Ok(())
    }

    #[benchmark]
    fn redirect() -> Result<(), BenchmarkError> {
        let origin =
            T::RedirectOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
        let owner: T::AccountId = account("owner", 0, 0);
        fund::<T>(POT, Destination::Account(owner.clone()))?;
        fund::<T>(TARGET, Destination::Account(owner))?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, POT, Destination::Pot(TARGET));

        let destination = Pots::<T>::get(POT).map(|pot| pot.destination);
        assert_eq!(destination, Some(Destination::Pot(TARGET)));
        Ok(())
    }

    impl_benchmark_test_suite!(
        Pallet,
        crate::tests::ExtBuilder::default().build(),
        crate::tests::Test
    );
}
