//! Who may be drawn, with what chance, and drawing.

use crate::*;
use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use core::marker::PhantomData;
use opg_primitives::{
    stake::{Role, Tickets},
    urn::{self, Draw, Pages, PLACES},
};
use polkadot_sdk::{frame_support::traits::Randomness, sp_io::hashing::blake2_256};
use scale_info::TypeInfo;

/// Verifiers that are looked at for each that is wanted.
pub(crate) const LOOKS: u32 = 4;

/// A verifier's place in the lot, and the weight it has there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Seat {
    pub place: Place,
    pub weight: u64,
}

/// The urn of the verifiers' bonds.
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

impl<T: Config> Pallet<T> {
    /// Adds what the author of the block before brought to what all before it did.
    pub(crate) fn stir() {
        let (fresh, _) = T::Randomness::random(b"opg/panels");
        Entropy::<T>::mutate(|entropy| *entropy = blake2_256(&(*entropy, fresh).encode()).into());
    }

    /// Gives a verifier the seat that its weight asks for, or takes it away.
    pub(crate) fn reseat(who: &T::AccountId, weight: u64) {
        match (Seats::<T>::get(who), weight) {
            // It found no seat when it asked for one.
            (None, 0) => {},
            (Some(seat), 0) => Self::unseat(who, seat),
            (Some(seat), weight) => Self::put_on(who, seat.place, weight),
            (None, weight) => Self::seat(who, weight),
        }
    }

    fn seat(who: &T::AccountId, weight: u64) {
        let place = Verifiers::<T>::get();
        if place >= PLACES {
            Self::deposit_event(Event::NoSeat { verifier: who.clone() });
            return;
        }
        Verifiers::<T>::put(place.saturating_add(1));
        Self::put_on(who, place, weight);
    }

    fn put_on(who: &T::AccountId, place: Place, weight: u64) {
        Seats::<T>::insert(who, Seat { place, weight });
        Seated::<T>::insert(place, who);
        urn::set(&Lot::<T>::new(), place, weight);
        Self::deposit_event(Event::Seated { verifier: who.clone(), place, weight });
    }

    /// Takes a verifier's seat away. Seats are kept without gaps: the last one moves.
    fn unseat(who: &T::AccountId, seat: Seat) {
        let last = Verifiers::<T>::get().saturating_sub(1);
        Verifiers::<T>::put(last);
        Seats::<T>::remove(who);
        if !Duties::<T>::contains_key(who) {
            Salts::<T>::remove(who);
        }
        Self::deposit_event(Event::Unseated { verifier: who.clone() });
        let moved = Seated::<T>::take(last).filter(|moved| moved != who);
        urn::set(&Lot::<T>::new(), last, 0);
        if let Some(moved) = moved {
            if let Some(from) = Seats::<T>::get(&moved) {
                Self::put_on(&moved, seat.place, from.weight);
            }
        }
    }

    /// Draws up to `wanted` new members, whose tickets are locked. Whoever has given the role up, has no bond
    /// free for it, or sits on as many panels as it may, is passed over; [`LOOKS`] times as many as wanted are looked at.
    pub(crate) fn draw(id: CaseId, case: &mut CaseOf<T>, wanted: u32) {
        let lot = Lot::<T>::new();
        let drawn = case.members.len() as u32;
        let seed = blake2_256(&(Entropy::<T>::get(), id, drawn).encode()).into();
        let mut draw = Draw::new(&lot, seed);
        for place in Self::kept_off(case) {
            draw.exclude(place);
        }
        let mut found = 0u32;
        for _ in 0..wanted.saturating_mul(LOOKS) {
            if found == wanted {
                break;
            }
            let Some(place) = draw.pick() else { break };
            let Some(who) = Seated::<T>::get(place) else { continue };
            if Self::sit(id, case, &who) {
                found = found.saturating_add(1);
            }
        }
    }

    /// Seats of parties to the case, of its payer, and of those drawn before.
    fn kept_off(case: &CaseOf<T>) -> Vec<Place> {
        let members = case.members.iter().map(|member| &member.account);
        let all = case.excluded.iter().chain([&case.payer]).chain(members);
        all.filter_map(Seats::<T>::get).map(|seat| seat.place).collect()
    }

    fn sit(id: CaseId, case: &mut CaseOf<T>, who: &T::AccountId) -> bool {
        let mut duties = Duties::<T>::get(who);
        if case.members.is_full() || duties.try_push(id).is_err() {
            return false;
        }
        let Ok(ticket) = T::Tickets::lock(who, Role::Verifier, case.ticket) else { return false };
        Duties::<T>::insert(who, duties);
        Self::deposit_event(Event::Drawn { case: id, member: who.clone(), ticket: ticket.amount });
        let (account, ticket) = (who.clone(), Some(ticket));
        // There is room: it was looked for above.
        let _ = case.members.try_push(Member { account, ticket, standing: Standing::Drawn });
        true
    }

    /// Verifiers that a case with these parties could draw from.
    pub(crate) fn eligible<'a>(parties: impl Iterator<Item = &'a T::AccountId>) -> u32
    where
        T::AccountId: 'a,
    {
        let mut seated: Vec<_> = parties.filter(|party| Seats::<T>::contains_key(party)).collect();
        seated.sort();
        seated.dedup();
        Verifiers::<T>::get().saturating_sub(seated.len() as u32)
    }
}
