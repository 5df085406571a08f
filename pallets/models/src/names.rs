//! Names, series and their releases: what calls 10 to 13 do.

use crate::{
    types::{OwnerName, Release, Series},
    *,
};
use codec::MaxEncodedLen;
use opg_primitives::models::{is_name, ModelHash, Name};
use polkadot_sdk::frame_support::{
    ensure,
    pallet_prelude::DispatchResult,
    traits::{Consideration, Get},
};

impl<T: Config> Pallet<T> {
    /// The name, if it is the caller's.
    fn own_name(who: &T::AccountId, name: &Name) -> Result<OwnerNameOf<T>, Error<T>> {
        let stored = Names::<T>::get(name).ok_or(Error::<T>::NoSuchName)?;
        ensure!(stored.account == *who, Error::<T>::NotYourName);
        Ok(stored)
    }

    /// Bytes of a release, and of the series with the first one.
    fn release_bytes(number: u32) -> usize {
        let series = if number == 1 { Series::max_encoded_len() } else { 0 };
        ReleaseOf::<T>::max_encoded_len().saturating_add(series)
    }

    pub(crate) fn do_claim_name(who: &T::AccountId, name: Name) -> DispatchResult {
        ensure!(is_name(&name), Error::<T>::BadName);
        ensure!(!Names::<T>::contains_key(&name), Error::<T>::NameTaken);

        let bytes = OwnerNameOf::<T>::max_encoded_len();
        let ticket = Self::deposit(who, bytes)?;
        Names::<T>::insert(&name, OwnerName { account: who.clone(), series: 0, ticket });
        Self::deposit_event(Event::NameClaimed { name, account: who.clone() });
        Ok(())
    }

    pub(crate) fn do_give_up_name(who: &T::AccountId, name: Name) -> DispatchResult {
        let stored = Self::own_name(who, &name)?;
        ensure!(stored.series == 0, Error::<T>::NameHasSeries);

        stored.ticket.drop(who)?;
        Names::<T>::remove(&name);
        Self::deposit_event(Event::NameGivenUp { name });
        Ok(())
    }

    pub(crate) fn do_release(
        who: &T::AccountId,
        owner: Name,
        series: Name,
        model: ModelHash,
    ) -> DispatchResult {
        let mut name = Self::own_name(who, &owner)?;
        ensure!(is_name(&series), Error::<T>::BadName);
        ensure!(Self::model_of(&model)?.owner == *who, Error::<T>::NotTheOwner);
        let before = SeriesOf::<T>::get(&owner, &series);
        let is_latest = before.is_some_and(|before| before.latest == model);
        ensure!(!is_latest, Error::<T>::AlreadyLatest);
        let number = before.map_or(0, |before| before.releases).saturating_add(1);
        ensure!(number <= T::MaxReleases::get(), Error::<T>::TooManyReleases);

        let ticket = Self::deposit(who, Self::release_bytes(number))?;
        if number == 1 {
            name.series = name.series.saturating_add(1);
            Names::<T>::insert(&owner, name);
        }
        SeriesOf::<T>::insert(&owner, &series, Series { releases: number, latest: model });
        Releases::<T>::insert((&owner, &series, number), Release { model, ticket });
        Self::deposit_event(Event::Released { owner, series, number, model });
        Ok(())
    }

    pub(crate) fn do_remove_release(
        who: &T::AccountId,
        owner: Name,
        series: Name,
    ) -> DispatchResult {
        let mut name = Self::own_name(who, &owner)?;
        let stored = SeriesOf::<T>::get(&owner, &series).ok_or(Error::<T>::NoSuchSeries)?;
        let number = stored.releases;
        let release = Releases::<T>::take((&owner, &series, number));
        let release = release.ok_or(Error::<T>::NoSuchSeries)?;

        release.ticket.drop(who)?;
        let left = number.saturating_sub(1);
        match Releases::<T>::get((&owner, &series, left)) {
            Some(before) => {
                let stored = Series { releases: left, latest: before.model };
                SeriesOf::<T>::insert(&owner, &series, stored);
            },
            None => {
                SeriesOf::<T>::remove(&owner, &series);
                name.series = name.series.saturating_sub(1);
                Names::<T>::insert(&owner, name);
            },
        }
        Self::deposit_event(Event::ReleaseRemoved { owner, series, number });
        Ok(())
    }
}
