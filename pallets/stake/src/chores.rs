//! Work that waits, done in steps of a known weight.

use crate::*;
use alloc::vec::Vec;
use polkadot_sdk::frame_support::{
    traits::Get,
    weights::{Weight, WeightMeter},
};

/// One kind of work that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chore {
    /// Applying a slash that is due, or passing over one that was cancelled.
    Slash,
    /// Paying one operator for an era that ended.
    Pay,
    /// Forgetting an offence of which nothing more can be reported.
    Forget,
}

impl Chore {
    /// In the order in which they are looked for.
    pub const ALL: [Chore; 3] = [Chore::Slash, Chore::Pay, Chore::Forget];

    /// What a step of it weighs at most.
    pub fn weight<T: Config>(self) -> Weight {
        match self {
            Chore::Slash => {
                T::WeightInfo::apply_slash(Pallet::<T>::slash_span(T::UnbondingEras::get()))
            },
            Chore::Pay => T::WeightInfo::pay(),
            Chore::Forget => T::WeightInfo::forget(),
        }
    }
}

/// Where a walk over a map that is emptied on the way has come to. Starting over at each step would
/// pass again by all that this block has removed.
#[derive(Default)]
pub(crate) struct Cursor(Option<Vec<u8>>);

impl Cursor {
    /// The key after which to go on, if not at the beginning.
    pub fn last(&self) -> Option<Vec<u8>> {
        self.0.clone()
    }

    /// All up to `key` is done.
    pub fn set(&mut self, key: Vec<u8>) {
        self.0 = Some(key);
    }

    /// The map is empty, the next one begins.
    pub fn clear(&mut self) {
        self.0 = None;
    }
}

impl<T: Config> Pallet<T> {
    /// Does what waits, as far as the meter allows.
    pub(crate) fn do_chores(meter: &mut WeightMeter) {
        let (mut paid, mut forgotten) = (Cursor::default(), Cursor::default());
        while meter.try_consume(T::WeightInfo::find_chore()).is_ok() {
            let Some(chore) = Chore::ALL.into_iter().find(|chore| Self::waits(*chore)) else {
                return;
            };
            if meter.try_consume(chore.weight::<T>()).is_err() {
                return;
            }
            match chore {
                Chore::Slash => Self::apply_next_slash(),
                Chore::Pay => Self::pay_next(&mut paid),
                Chore::Forget => Self::forget_next(&mut forgotten),
            }
        }
    }

    /// Whether there is such work.
    pub(crate) fn waits(chore: Chore) -> bool {
        let now = CurrentEra::<T>::get();
        match chore {
            Chore::Slash => Self::slash_is_due(),
            Chore::Pay => NextPayout::<T>::get() < now,
            Chore::Forget => FirstOffences::<T>::get() < Self::first_reportable(now),
        }
    }

    /// The first era of which an offence may still be reported. Reports are taken for the unbonding
    /// time, counted in sessions: that may reach into the era before.
    fn first_reportable(now: EraIndex) -> EraIndex {
        now.saturating_sub(T::UnbondingEras::get()).saturating_sub(1)
    }

    /// Forgets one offence of the first era not yet forgotten, or goes on to the next era.
    pub(crate) fn forget_next(done: &mut Cursor) {
        let era = FirstOffences::<T>::get();
        let mut keys = match done.last() {
            Some(key) => Offences::<T>::iter_key_prefix_from(era, key),
            None => Offences::<T>::iter_key_prefix(era),
        };
        if let Some(who) = keys.next() {
            done.set(Offences::<T>::hashed_key_for(era, &who));
            Offences::<T>::remove(era, who);
        } else {
            done.clear();
            FirstOffences::<T>::put(era.saturating_add(1));
        }
    }
}
