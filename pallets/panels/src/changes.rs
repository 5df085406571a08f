//! Changes of seats, which wait as long as a draw does.
//!
//! Whoever makes the last block before a draw knows all that decides it, and could still have another panel
//! by moving seats: by giving the role up and taking it again, or with more or less of a bond. So a change is
//! written down when it is asked for and made [`Config::DrawDelay`] blocks later, by when others have added
//! to what decides: nobody knows a draw that its own change can shape.
//!
//! - Changes are made in the order in which they were asked for, after the draws of their block: a panel that
//!   is drawn in time is drawn from the seats as they were before its case was opened.
//! - A change says what a seat will weigh. Nothing is looked up when it is made, so nothing that happens
//!   meanwhile can slip into it; and whoever asks again adds a change, which is last in line, and leaves
//!   those before it where they are.
//! - Each block gives changes the same part of its weight, and nothing of what is left over: its author could
//!   otherwise fill it, or not, and choose which seats the next draw finds.
//! - The line is as long as people pay for: only another weight is a change, and each costs a transaction
//!   or a slash. A block that holds nothing else brings some ten times as many as one makes, so a flood puts
//!   changes off for everyone; but full blocks double their own price within minutes, and whoever pays it has
//!   gained nothing, for seats only stay what they were.
//!
//! Who gave the role up keeps a seat for a while, and is passed over when it is drawn. One who knows the draw
//! may thus leave a place it would have had to whoever comes next. That gives it no place it would not have had.

use crate::*;
use codec::{Decode, Encode, MaxEncodedLen};
use opg_primitives::stake::{OnOperator, Role, Roles};
use polkadot_sdk::frame_support::{traits::Get, weights::WeightMeter};
use scale_info::TypeInfo;

/// What a seat is to become.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Change<AccountId> {
    pub verifier: AccountId,
    /// Without weight there is no seat.
    pub weight: u64,
    /// The block at which it is made, or as soon after it as its turn comes.
    pub due: BlockNumber,
}

/// The changes that wait, by number: from the first on, up to the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Line {
    pub first: u64,
    pub end: u64,
}

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
        let mut line = LineOfChanges::<T>::get();
        let event = Event::SeatAwaited { verifier: verifier.clone(), weight, due };
        Changes::<T>::insert(line.end, Change { verifier, weight, due });
        line.end = line.end.saturating_add(1);
        LineOfChanges::<T>::put(line);
        Self::deposit_event(event);
    }

    /// Makes the changes that are due, as far as the meter allows.
    pub(crate) fn make_changes(meter: &mut WeightMeter) {
        let now = Self::now();
        let before = LineOfChanges::<T>::get();
        let mut line = before;
        meter.consume(T::WeightInfo::line());
        while meter.can_consume(T::WeightInfo::change()) {
            let Some(change) = Changes::<T>::get(line.first).filter(|change| change.due <= now)
            else {
                break;
            };
            meter.consume(T::WeightInfo::change());
            Changes::<T>::remove(line.first);
            line.first = line.first.saturating_add(1);
            Self::reseat(&change.verifier, change.weight);
        }
        if line != before {
            LineOfChanges::<T>::put(line);
        }
    }
}
