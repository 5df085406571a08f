//! What holds at the end of every block.

use crate::*;
use polkadot_sdk::{
    frame_support::{ensure, traits::Get},
    sp_runtime::TryRuntimeError,
};

impl<T: Config> Pallet<T> {
    /// Checks all invariants.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::nothing_left_early()?;
        Self::every_pot_is_backed()?;
        Self::the_unreleased_is_inactive()?;
        Self::pots_are_few()
    }

    /// No pot has released more than is due.
    fn nothing_left_early() -> Result<(), TryRuntimeError> {
        let now = frame_system::Pallet::<T>::block_number();
        let in_time = Pots::<T>::iter_values().all(|pot| pot.released <= pot.due(now));
        ensure!(in_time, "a pot has released more than is due");
        Ok(())
    }

    /// A pot's account holds at least what the pot has not released.
    fn every_pot_is_backed() -> Result<(), TryRuntimeError> {
        let backed = Pots::<T>::iter()
            .all(|(id, pot)| T::Currency::balance(&Self::account(id)) >= pot.unreleased());
        ensure!(backed, "a pot's account holds less than the pot has to release");
        Ok(())
    }

    /// What pots have not released is part of the inactive issuance.
    fn the_unreleased_is_inactive() -> Result<(), TryRuntimeError> {
        let unreleased = Pots::<T>::iter_values()
            .fold(0, |sum: Balance, pot| sum.saturating_add(pot.unreleased()));
        let inactive = T::Currency::total_issuance().saturating_sub(T::Currency::active_issuance());
        ensure!(inactive >= unreleased, "money that no pot has released counts as active");
        Ok(())
    }

    /// There are at most `MaxPots` pots.
    fn pots_are_few() -> Result<(), TryRuntimeError> {
        let most = T::MaxPots::get() as usize;
        ensure!(Pots::<T>::iter_keys().count() <= most, "there are more pots than may be");
        Ok(())
    }
}
