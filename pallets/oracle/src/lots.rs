//! Who may be drawn, with what chance, and drawing.

use crate::{feed::Seat, *};
use alloc::vec::Vec;
use codec::Encode;
use core::marker::PhantomData;
use opg_primitives::{
    line::Waiting,
    stake::{OnOperator, Role, Roles, Tickets},
    urn::{Draw, Pages, PLACES},
};
use polkadot_sdk::{
    frame_support::{traits::Get, weights::WeightMeter},
    sp_io::hashing::blake2_256,
};

/// Reporters that are looked at for each that is wanted.
pub(crate) const LOOKS: u32 = 4;

/// The urn of the reporters' bonds.
pub(crate) struct Lot<T>(PhantomData<T>);

impl<T> Lot<T> {
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: Config> Pages for Lot<T> {
    type Page = Weights;

    fn root(&self) -> Weights {
        Bonds::<T>::get()
    }

    fn set_root(&self, root: &Weights) {
        Bonds::<T>::put(root);
    }

    fn page(&self, number: u32) -> Weights {
        BondPages::<T>::get(number)
    }

    fn set_page(&self, number: u32, page: &Weights) {
        if page.is_empty() {
            BondPages::<T>::remove(number);
        } else {
            BondPages::<T>::insert(number, page);
        }
    }
}

/// The line of changes.
type Waits<T> =
    Waiting<LineOfChanges<T>, Changes<T>, <T as polkadot_sdk::frame_system::Config>::AccountId>;

impl<T: Config> OnOperator<T::AccountId> for Pallet<T> {
    fn changed(who: &T::AccountId, roles: Roles, bond: Balance) {
        let units = bond.checked_div(T::BondUnit::get()).unwrap_or(0);
        let weight = match roles.has(Role::Data) {
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
        let now = Self::now();
        if now == 0 {
            // Nothing can have been drawn before genesis.
            Self::replace(who, weight);
            return;
        }
        let due = now.saturating_add(T::DrawDelay::get());
        Waits::<T>::add(Change { who: who.clone(), weight, due });
        Self::deposit_event(Event::WeightAwaited { reporter: who.clone(), weight, due });
    }
}

impl<T: Config> Pallet<T> {
    /// Makes the changes that are due, as far as the meter allows.
    pub(crate) fn make_changes(meter: &mut WeightMeter) {
        let (look, each) = (T::WeightInfo::line(), T::WeightInfo::change());
        Waits::<T>::make(Self::now(), meter, look, each, |who, weight| Self::replace(&who, weight));
    }

    /// Gives a reporter the place that its weight asks for, or takes it away.
    pub(crate) fn replace(who: &T::AccountId, weight: u64) {
        match (Places::<T>::get(who), weight) {
            // It found no place when it asked for one.
            (None, 0) => {},
            (Some(place), 0) => Self::displace(who, place.place),
            (Some(place), weight) => Self::put_on(who, place.place, weight),
            (None, weight) => Self::place(who, weight),
        }
    }

    fn place(who: &T::AccountId, weight: u64) {
        let place = Reporters::<T>::get();
        if place >= PLACES {
            Self::deposit_event(Event::NoPlace { reporter: who.clone() });
            return;
        }
        Reporters::<T>::put(place.saturating_add(1));
        Self::put_on(who, place, weight);
    }

    fn put_on(who: &T::AccountId, place: urn::Place, weight: u64) {
        Places::<T>::insert(who, types::Place { place, weight });
        AtPlace::<T>::insert(place, who);
        urn::set(&Lot::<T>::new(), place, weight);
        Self::deposit_event(Event::Placed { reporter: who.clone(), place, weight });
    }

    /// Takes a reporter's place away. Places are kept without gaps: the last one moves.
    fn displace(who: &T::AccountId, place: urn::Place) {
        let last = Reporters::<T>::get().saturating_sub(1);
        Reporters::<T>::put(last);
        Places::<T>::remove(who);
        Self::deposit_event(Event::Displaced { reporter: who.clone() });
        let moved = AtPlace::<T>::take(last).filter(|moved| moved != who);
        urn::set(&Lot::<T>::new(), last, 0);
        if let Some(moved) = moved {
            if let Some(from) = Places::<T>::get(&moved) {
                Self::put_on(&moved, place, from.weight);
            }
        }
    }

    /// Draws up to `wanted` new reporters of a feed, whose tickets are locked. Whoever sits there, is kept out of
    /// it, has given the role up or has no bond free for it is passed over; [`LOOKS`] times as many as wanted are
    /// looked at.
    pub(crate) fn draw(
        id: FeedId,
        feed: &FeedOf<T>,
        wanted: u32,
        rules: &Rules,
    ) -> Vec<Seat<T::AccountId>> {
        let mut found = Vec::new();
        if wanted == 0 || Reporters::<T>::get() == 0 {
            return found;
        }
        let now = Self::now();
        let lot = Lot::<T>::new();
        let seed = blake2_256(&(b"opg/oracle", T::Entropy::get(), id, now).encode()).into();
        let mut draw = Draw::new(&lot, seed);
        for seat in &feed.seats {
            if let Some(place) = Places::<T>::get(&seat.ticket.operator) {
                draw.exclude(place.place);
            }
        }
        let bars = Bars::<T>::get(id);
        for _ in 0..wanted.saturating_mul(LOOKS) {
            if found.len() as u32 >= wanted {
                break;
            }
            let Some(place) = draw.pick() else { break };
            let Some(who) = AtPlace::<T>::get(place) else { continue };
            if bars.iter().any(|(barred, _)| *barred == who) {
                continue;
            }
            if let Ok(ticket) = T::Tickets::lock(&who, Role::Data, rules.ticket) {
                found.push(Seat::new(ticket, now));
            }
        }
        found
    }
}
