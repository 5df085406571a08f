//! Who answers with a model, and on what terms: what calls 14 to 16 do.

use crate::{slots::Slots, types::Offer, *};
use codec::MaxEncodedLen;
use opg_primitives::{
    models::{Ask, ModelHash},
    stake::{OperatorRoles, Role},
    urn::{Place, PLACES},
};
use polkadot_sdk::{
    frame_support::{
        ensure,
        pallet_prelude::{DispatchError, DispatchResult},
        traits::{Consideration, Get},
    },
    sp_runtime::SaturatedConversion,
};

impl<T: Config> Pallet<T> {
    fn offer_of(operator: &T::AccountId, model: &ModelHash) -> Result<OfferOf<T>, Error<T>> {
        Offers::<T>::get(operator, model).ok_or(Error::<T>::NoSuchOffer)
    }

    fn serves(operator: &T::AccountId) -> bool {
        T::Operators::roles(operator).has(Role::Inference)
    }

    pub(crate) fn do_offer(
        operator: &T::AccountId,
        model: ModelHash,
        ask: Ask,
        capacity: u32,
    ) -> DispatchResult {
        ensure!(Self::serves(operator), Error::<T>::NotServing);
        ensure!(ask.price > 0, Error::<T>::NoPrice);
        ensure!((1..=T::MaxLatency::get()).contains(&ask.latency), Error::<T>::BadLatency);
        ensure!((1..=T::MaxCapacity::get()).contains(&capacity), Error::<T>::BadCapacity);
        let is_open = Self::model_of(&model)?.is_open();
        let before = Offers::<T>::get(operator, model);
        let grows = before.as_ref().is_none_or(|before| capacity > before.capacity);
        ensure!(is_open || !grows, Error::<T>::NotActive);

        let mut offer = match before {
            Some(before) => before,
            None => Self::seat(operator, &model, ask)?,
        };
        offer.ask = ask;
        let offer = Self::with_capacity(&model, offer, capacity);
        Self::store_offer(operator, &model, offer);
        Self::deposit_event(Event::Offered { operator: operator.clone(), model, ask, capacity });
        Ok(())
    }

    pub(crate) fn do_withdraw_offer(operator: &T::AccountId, model: ModelHash) -> DispatchResult {
        let offer = Self::offer_of(operator, &model)?;
        ensure!(offer.capacity > 0, Error::<T>::AlreadyWithdrawn);

        let offer = Self::with_capacity(&model, offer, 0);
        Self::deposit_event(Event::OfferWithdrawn { operator: operator.clone(), model });
        Self::store_offer(operator, &model, offer);
        Ok(())
    }

    pub(crate) fn do_retire_offer(
        who: &T::AccountId,
        operator: &T::AccountId,
        model: ModelHash,
    ) -> DispatchResult {
        Self::offer_of(operator, &model)?;
        let stored = Self::model_of(&model)?;
        let amends = stored.owner == *who && !stored.is_open() && stored.attestation.is_idle();
        ensure!(amends || !Self::serves(operator), Error::<T>::StillServes);
        Self::do_withdraw_offer(operator, model)
    }

    /// Gives a new offer the next place of the model's urn. It has no capacity yet.
    pub(crate) fn seat(
        operator: &T::AccountId,
        model: &ModelHash,
        ask: Ask,
    ) -> Result<OfferOf<T>, DispatchError> {
        let mut stored = Self::model_of(model)?;
        let place = stored.offers;
        ensure!(place < PLACES, Error::<T>::TooManyOffers);

        let seat = T::AccountId::max_encoded_len();
        let bytes = OfferOf::<T>::max_encoded_len().saturating_add(seat);
        let ticket = Self::deposit(operator, bytes)?;
        stored.offers = place.saturating_add(1);
        Models::<T>::insert(model, stored);
        Seats::<T>::insert(model, place, operator);
        Ok(Offer { ask, capacity: 0, place, owed: 0, ticket })
    }

    /// Gives an offer another capacity. What is in use stays in use.
    pub(crate) fn with_capacity(
        model: &ModelHash,
        mut offer: OfferOf<T>,
        capacity: u32,
    ) -> OfferOf<T> {
        let slots = Slots::<T>::of(model);
        let in_use = offer.in_use(slots.free(offer.place));
        let free = u64::from(capacity).saturating_sub(in_use);
        slots.resize(offer.place, offer.capacity, capacity, free);
        offer.owed = in_use.saturating_sub(capacity.into()).saturated_into();
        offer.capacity = capacity;
        offer
    }

    /// Stores an offer after a change, or removes it when nothing of it is left.
    pub(crate) fn store_offer(operator: &T::AccountId, model: &ModelHash, offer: OfferOf<T>) {
        if !offer.is_over() {
            Offers::<T>::insert(operator, model, offer);
            return;
        }
        Self::vacate(model, offer.place);
        Offers::<T>::remove(operator, model);
        // What is held exactly can be released; were it not, it would stay held, and nobody else's.
        let _ = offer.ticket.drop(operator);
        Self::deposit_event(Event::OfferRemoved { operator: operator.clone(), model: *model });
    }

    /// Takes away the place of an offer of which nothing is left. The last one moves there, so that
    /// places stay without gaps.
    fn vacate(model: &ModelHash, place: Place) {
        let Some(mut stored) = Models::<T>::get(model) else { return };
        let last = stored.offers.saturating_sub(1);
        stored.offers = last;
        if last == 0 {
            stored.left = Some(Self::now());
        }
        Models::<T>::insert(model, stored);
        let Some(mover) = Seats::<T>::take(model, last) else { return };
        if place == last {
            return;
        }
        let Some(mut offer) = Offers::<T>::get(&mover, model) else { return };
        let slots = Slots::<T>::of(model);
        let free = slots.free(last);
        slots.resize(last, offer.capacity, 0, 0);
        slots.resize(place, 0, offer.capacity, free);
        offer.place = place;
        Seats::<T>::insert(model, place, &mover);
        Offers::<T>::insert(&mover, model, offer);
    }
}
