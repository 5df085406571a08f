//! How pots come to be.

use crate::*;
use polkadot_sdk::{
    frame_support::traits::Get,
    sp_runtime::traits::{CheckedAdd, Zero},
};

impl<T: Config> Pallet<T> {
    /// Makes the pots of a chain's genesis, or says what is wrong with them.
    pub(crate) fn create_pots(pots: &[GenesisPotOf<T>]) {
        let most = T::MaxPots::get();
        assert!(
            pots.len() <= most as usize,
            "release.pots has {} pots; there may be {most}",
            pots.len(),
        );
        pots.iter().for_each(Self::create_pot);

        // Only now, as a pot may release to one that comes after it.
        for GenesisPot { id, destination, controller, .. } in pots {
            if let Err(error) = Self::check_destination(*id, *controller, destination) {
                panic!("release.pots: pot {id} cannot release to {destination:?}: {error:?}");
            }
        }
    }

    fn create_pot(pot: &GenesisPotOf<T>) {
        let GenesisPot { id, total, start, duration, .. } = pot;
        let least = T::Currency::minimum_balance().max(1);
        assert!(
            !Pots::<T>::contains_key(id),
            "release.pots: two pots have the id {id}; give each its own",
        );
        assert!(
            *total >= least,
            "release.pots: pot {id} holds {total}; an account holds {least} or more",
        );
        assert!(!duration.is_zero(), "release.pots: pot {id} lasts 0 blocks; choose 1 or more");
        assert!(
            start.checked_add(duration).is_some(),
            "release.pots: pot {id} ends after the last block there can be; choose an earlier end",
        );

        T::Currency::mint_into(&Self::account(*id), *total)
            .expect("release.pots: all pots and balances together must fit 128 bits");
        T::Currency::deactivate(*total);
        Pots::<T>::insert(id, pot.full());
    }
}
