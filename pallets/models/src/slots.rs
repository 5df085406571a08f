//! What is free of the offers of a model, kept as an urn, and how requests take of it.
//!
//! Each offer has a place in its model's urn, and weighs there what it has free. So a request finds a
//! server at the same cost whether ten or ten thousand offer the model.
//!
//! Taking a slot happens in every request, and so does giving it back. Each changes the weight of one
//! place. If the root said exactly what is free on a page, each would have to write the root as well. It
//! says instead what the page's offers *have* in all, as long as anything is free there: that changes
//! only when the last unit of a page is taken, or the first one comes back.
//!
//! So chances are exact within a page, and between pages they follow what the pages have: where more of
//! it is in use, each unit that is free is drawn more often. A model with up to [`urn::WIDTH`] offers
//! has one page, and knows no difference; with more of them, whoever would draw requests to its page
//! must keep much of what is on it busy, and its neighbours there gain as much as it does.

use crate::{types::SlotPage, *};
use alloc::vec::Vec;
use core::marker::PhantomData;
use opg_primitives::{
    models::{Ask, Claim, ModelHash, Served, Servers},
    urn::{self, Draw, Pages, Place, Weights},
    Hash,
};
use polkadot_sdk::{frame_support::weights::Weight, sp_runtime::Perbill};

/// A model's urn.
pub(crate) struct Slots<'a, T> {
    model: &'a ModelHash,
    runtime: PhantomData<T>,
}

impl<'a, T: Config> Slots<'a, T> {
    pub(crate) fn of(model: &'a ModelHash) -> Self {
        Self { model, runtime: PhantomData }
    }

    /// What is free of the offer in this place.
    pub(crate) fn free(&self, place: Place) -> u64 {
        urn::weight(self, place)
    }

    /// The offer in this place has another capacity than before, and this much of it free.
    pub(crate) fn resize(&self, place: Place, before: u32, capacity: u32, free: u64) {
        urn::change(self, place, |page, _| {
            let others = page.capacity.saturating_sub(before.into());
            page.capacity = others.saturating_add(capacity.into());
            free
        });
    }
}

impl<T: Config> Pages for Slots<'_, T> {
    type Page = SlotPage;

    fn root(&self) -> Weights {
        Roots::<T>::get(self.model)
    }

    fn set_root(&self, root: &Weights) {
        if root.is_empty() {
            Roots::<T>::remove(self.model);
        } else {
            Roots::<T>::insert(self.model, root);
        }
    }

    fn page(&self, number: u32) -> SlotPage {
        SlotPages::<T>::get(self.model, number)
    }

    fn set_page(&self, number: u32, page: &SlotPage) {
        if *page == SlotPage::default() {
            SlotPages::<T>::remove(self.model, number);
        } else {
            SlotPages::<T>::insert(self.model, number, page);
        }
    }

    fn share(page: &SlotPage) -> u64 {
        if page.free.is_empty() {
            0
        } else {
            page.capacity
        }
    }
}

impl<T: Config> Servers<T::AccountId> for Pallet<T> {
    fn served(model: &ModelHash) -> Option<Served<T::AccountId>> {
        let stored = Models::<T>::get(model)?;
        let now = Self::now();
        Some(Served {
            attested: stored.attestation.is_attested(now),
            may_slash: stored.may_slash(now),
            open: stored.is_open(),
            owner: stored.owner,
            royalty: stored.royalty,
            class: stored.class,
        })
    }

    fn claim(model: &ModelHash) -> Option<Claim> {
        Claims::<T>::get(model)
    }

    fn has_free(model: &ModelHash) -> bool {
        !Roots::<T>::get(model).is_empty()
    }

    fn free(model: &ModelHash, count: u32) -> Vec<(T::AccountId, Ask, Perbill)> {
        let slots = Slots::<T>::of(model);
        let offers = Models::<T>::get(model).map_or(0, |stored| stored.offers);
        let free = (0..offers).filter_map(|place| {
            let (number, index) = urn::split(place);
            let page = slots.page(number);
            if page.free.at(index) == 0 {
                return None;
            }
            let operator = Seats::<T>::get(model, place)?;
            let ask = Offers::<T>::get(&operator, model)?.ask;
            Some((operator, ask, page.busy()))
        });
        free.take(count as usize).collect()
    }

    fn take(
        model: &ModelHash,
        seed: Hash,
        tries: u32,
        mut suits: impl FnMut(&T::AccountId, &Ask, Perbill) -> bool,
    ) -> Option<(T::AccountId, Ask)> {
        Models::<T>::get(model).filter(|stored| stored.is_open())?;
        let slots = Slots::<T>::of(model);
        let mut draw = Draw::new(&slots, seed);
        for _ in 0..tries {
            let place = draw.pick()?;
            let Some(operator) = Seats::<T>::get(model, place) else { continue };
            let Some(offer) = Offers::<T>::get(&operator, model) else { continue };
            let busy = draw.page_of(place).map_or(Perbill::one(), SlotPage::busy);
            if suits(&operator, &offer.ask, busy) {
                urn::change(&slots, place, |_, free| free.saturating_sub(1));
                return Some((operator, offer.ask));
            }
        }
        None
    }

    fn give_back(model: &ModelHash, operator: &T::AccountId) -> bool {
        let Some(mut offer) = Offers::<T>::get(operator, model) else { return false };
        if offer.owed > 0 {
            offer.owed = offer.owed.saturating_sub(1);
            let gone = offer.is_over();
            Self::store_offer(operator, model, offer);
            return gone;
        }
        // All that an offer has may be free, and no more.
        let most = u64::from(offer.capacity);
        urn::change(&Slots::<T>::of(model), offer.place, |_, free| {
            free.saturating_add(1).min(most)
        });
        false
    }

    fn leaving() -> Weight {
        T::WeightInfo::give_back_of_many()
    }
}
