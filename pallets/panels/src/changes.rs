//! Changes of seats, which [wait](opg_primitives::line) as long as a draw does: [`Config::DrawDelay`] blocks.
//!
//! - Changes are made after the draws of their block: a panel that is drawn in time is drawn from the seats as they
//!   were before its case was opened.
//! - Each block gives changes the same part of its weight, and nothing of what is left over.
//! - The line is as long as people pay for: only another weight is a change, and each costs a transaction
//!   or a slash. A block that holds nothing else brings some ten times as many as one makes, so a flood puts
//!   changes off for everyone; but full blocks double their own price within minutes, and whoever pays it has
//!   gained nothing, for seats only stay what they were.
//!
//! Who gave the role up keeps a seat for a while, and is passed over when it is drawn. One who knows the draw
//! may thus leave a place it would have had to whoever comes next. That gives it no place it would not have had.

use crate::*;
use opg_primitives::{
    line::Waiting,
    stake::{OnOperator, Role, Roles},
};
use polkadot_sdk::frame_support::{traits::Get, weights::WeightMeter};

/// The line of changes.
type Waits<T> =
    Waiting<LineOfChanges<T>, Changes<T>, <T as polkadot_sdk::frame_system::Config>::AccountId>;

impl<T: Config> OnOperator<T::AccountId> for Pallet<T> {
    fn changed(who: &T::AccountId, roles: Roles, bond: Balance) {
        let units = bond.checked_div(T::BondUnit::get()).unwrap_or(0);
        let weight = match roles.has(Role::Verifier) {
            true => u64::try_from(units).unwrap_or(u64::MAX),
            false => 0,
        };
        if Targets::<T>::get(who) == weight {
            return;
        }
        match weight {
            0 => Targets::<T>::remove(who),
            weight => Targets::<T>::insert(who, weight),
        }
        match Self::now() {
            // Nothing can have been drawn before genesis.
            0 => Self::reseat(who, weight),
            now => Self::queue(who.clone(), weight, now.saturating_add(T::DrawDelay::get())),
        }
    }
}

impl<T: Config> Pallet<T> {
    fn queue(verifier: T::AccountId, weight: u64, due: BlockNumber) {
        Waits::<T>::add(Change { who: verifier.clone(), weight, due });
        Self::deposit_event(Event::SeatAwaited { verifier, weight, due });
    }

    /// Makes the changes that are due, as far as the meter allows.
    pub(crate) fn make_changes(meter: &mut WeightMeter) {
        let (look, each) = (T::WeightInfo::line(), T::WeightInfo::change());
        Waits::<T>::make(Self::now(), meter, look, each, |who, weight| Self::reseat(&who, weight));
    }
}
