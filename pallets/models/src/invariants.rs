//! What always holds, checked after every test and by dry runs of upgrades.

#![cfg(any(feature = "try-runtime", test))]
// Never runs in a block; an overflow here is a finding, too.
#![allow(clippy::arithmetic_side_effects)]

use crate::{slots::Slots, types::Attestation, *};
use alloc::collections::{BTreeMap, BTreeSet};
use opg_primitives::{
    models::{is_name, MAX_ROYALTY},
    urn::{self, Pages, Weights},
};
use polkadot_sdk::{
    frame_support::{ensure, traits::Get},
    sp_runtime::TryRuntimeError,
};

impl<T: Config> Pallet<T> {
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::try_claims()?;
        Self::try_attestations()?;
        Self::try_cases()?;
        Self::try_names()?;
        Self::try_series()?;
        Self::try_offers()?;
        Self::try_seats()?;
        Self::try_pages()
    }

    /// Every model has a claim that the chain's rules allow, and what is kept of it beside it is what it
    /// says; there is no claim without a model.
    fn try_claims() -> Result<(), TryRuntimeError> {
        for (model, stored) in Models::<T>::iter() {
            let claim = Claims::<T>::get(model).ok_or("a model has no claim")?;
            ensure!(Self::check_claim(&claim).is_ok(), "a claim is not allowed");
            ensure!(stored.class == claim.class, "a model's class is not the claim's");
            let comparable = claim.interface.is_comparable();
            ensure!(stored.comparable == comparable, "a model is compared as it cannot be");
            ensure!(stored.royalty <= MAX_ROYALTY, "a royalty is too high");
            let sizes = 1..=T::MaxModelBytes::get();
            ensure!(sizes.contains(&stored.bytes), "a model's size is not allowed");
        }
        ensure!(Claims::<T>::iter_keys().all(Models::<T>::contains_key), "a claim has no model");
        Ok(())
    }

    /// What a model's attestation rests on was said by the panel whose words are kept: the claim, by one
    /// of them at least, or something else.
    fn try_attestations() -> Result<(), TryRuntimeError> {
        ensure!(LastSaid::<T>::iter_keys().all(Models::<T>::contains_key), "words have no model");
        for (model, stored) in Models::<T>::iter() {
            let last = LastSaid::<T>::get(model);
            let case = last.as_ref().map(|last| last.case);
            let said = last.into_iter().flat_map(|last| last.said);
            let said: BTreeSet<_> = said.filter_map(|(_, verdict)| verdict).collect();
            let expected = Self::expected(&model).ok_or("a model expects no verdict")?;
            match stored.attestation {
                Attestation::None | Attestation::Examined { .. } => {},
                Attestation::Contestable { case: found, .. }
                | Attestation::Appealed { case: found, .. } => {
                    ensure!(case == Some(found), "another panel's words are kept");
                    ensure!(said.contains(&expected), "nobody vouched for a claim");
                },
                Attestation::Attested => {
                    ensure!(said.contains(&expected), "nobody confirmed a claim");
                },
                Attestation::Refused { verdict } => {
                    ensure!(verdict != expected, "a claim was refused that was confirmed");
                    ensure!(said.contains(&verdict), "nobody refused a claim");
                },
            }
        }
        Ok(())
    }

    /// A case is about one model, and no appeal is the case that it is against.
    fn try_cases() -> Result<(), TryRuntimeError> {
        let mut cases = BTreeSet::new();
        for stored in Models::<T>::iter_values() {
            let (first, second) = match stored.attestation {
                Attestation::Examined { case } | Attestation::Contestable { case, .. } => {
                    (Some(case), None)
                },
                Attestation::Appealed { case, appeal, .. } => (Some(case), Some(appeal)),
                Attestation::None | Attestation::Attested | Attestation::Refused { .. } => {
                    (None, None)
                },
            };
            for case in first.into_iter().chain(second) {
                ensure!(cases.insert(case), "a case is about two things");
            }
        }
        Ok(())
    }

    /// Names are names, and know how many series they have; every series has a name.
    fn try_names() -> Result<(), TryRuntimeError> {
        let mut series = BTreeMap::<Name, u32>::new();
        for (owner, name) in SeriesOf::<T>::iter_keys() {
            ensure!(is_name(&name), "a series has no proper name");
            *series.entry(owner).or_default() += 1;
        }
        for (name, stored) in Names::<T>::iter() {
            ensure!(is_name(&name), "an owner has no proper name");
            let count = series.remove(&name).unwrap_or(0);
            ensure!(stored.series == count, "a name's series are miscounted");
        }
        ensure!(series.is_empty(), "a series is under a name that nobody has");
        Ok(())
    }

    /// A series' releases are numbered from one without gaps, and its latest is the last of them; every
    /// release is one of a series.
    fn try_series() -> Result<(), TryRuntimeError> {
        let mut releases = 0;
        for (owner, name, series) in SeriesOf::<T>::iter() {
            let numbers = 1..=series.releases;
            ensure!(series.releases > 0, "a series was not forgotten");
            ensure!(series.releases <= T::MaxReleases::get(), "a series is too long");
            let there = |number| Releases::<T>::contains_key((&owner, &name, number));
            ensure!(numbers.clone().all(there), "a release is missing");
            let last = Releases::<T>::get((&owner, &name, series.releases));
            ensure!(last.is_some_and(|last| last.model == series.latest), "a series is behind");
            releases += numbers.count();
        }
        ensure!(Releases::<T>::iter_keys().count() == releases, "a release is of no series");
        Ok(())
    }

    /// Every offer sits in its place, has no more free than it has, owes only while nothing is free, and
    /// is forgotten when nothing of it is left.
    fn try_offers() -> Result<(), TryRuntimeError> {
        let mut offers = BTreeMap::<ModelHash, u32>::new();
        for (operator, model, offer) in Offers::<T>::iter() {
            *offers.entry(model).or_default() += 1;
            let seat = Seats::<T>::get(model, offer.place);
            ensure!(seat.as_ref() == Some(&operator), "an offer's place is another's");
            let free = Slots::<T>::of(&model).free(offer.place);
            ensure!(free <= u64::from(offer.capacity), "more is free than there is");
            ensure!(offer.owed == 0 || free == 0, "something is free and owed");
            ensure!(offer.capacity <= T::MaxCapacity::get(), "an offer is too large");
            ensure!(!offer.is_over(), "an offer was not forgotten");
        }
        for (model, stored) in Models::<T>::iter() {
            let count = offers.remove(&model).unwrap_or(0);
            ensure!(stored.offers == count, "a model's offers are miscounted");
        }
        ensure!(offers.is_empty(), "an offer outlived its model");
        Ok(())
    }

    /// Places have no gaps, and there is nobody in one that an offer has not.
    fn try_seats() -> Result<(), TryRuntimeError> {
        for (model, place, operator) in Seats::<T>::iter() {
            let offers = Models::<T>::get(model).map_or(0, |stored| stored.offers);
            ensure!(place < offers, "a place is beyond the last one");
            let offer = Offers::<T>::get(&operator, model);
            ensure!(offer.is_some_and(|offer| offer.place == place), "a place has no offer");
        }
        let all: u64 = Models::<T>::iter_values().map(|stored| u64::from(stored.offers)).sum();
        ensure!(Seats::<T>::iter_keys().count() as u64 == all, "a place is empty");
        Ok(())
    }

    /// A page knows what its offers have in all, and nothing is free but of them; the root has that for
    /// exactly the pages on which anything is free.
    fn try_pages() -> Result<(), TryRuntimeError> {
        let mut pages = BTreeMap::<(ModelHash, u32), (u64, u64)>::new();
        for (_, model, offer) in Offers::<T>::iter() {
            let (capacity, free) = pages.entry((model, urn::split(offer.place).0)).or_default();
            *capacity += u64::from(offer.capacity);
            *free += Slots::<T>::of(&model).free(offer.place);
        }
        let mut roots = BTreeMap::<ModelHash, u64>::new();
        for ((model, number), (capacity, free)) in &pages {
            let page = SlotPages::<T>::get(model, number);
            ensure!(page.capacity == *capacity, "a page's capacity is miscounted");
            ensure!(page.free.sum() == *free, "something is free of nobody");
            let share = if *free > 0 { *capacity } else { 0 };
            ensure!(Slots::<T>::of(model).root().at(*number) == share, "a root is out of date");
            *roots.entry(*model).or_default() += share;
        }
        let mut keys = SlotPages::<T>::iter_keys();
        ensure!(keys.all(|key| pages.contains_key(&key)), "a page was not forgotten");
        for (model, root) in Roots::<T>::iter() {
            ensure!(root != Weights::default(), "a root was not forgotten");
            ensure!(roots.get(&model) == Some(&root.sum()), "a root has a page that is not");
        }
        Ok(())
    }
}
