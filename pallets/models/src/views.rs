//! What wallets, workers and explorers show. Read by view functions, never by calls.

use crate::{
    slots::Slots,
    types::{Attestation, Standing},
    *,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use opg_primitives::{
    models::{Ask, Class},
    panels::{CaseId, Verdict},
    urn::PLACES,
};
use polkadot_sdk::sp_runtime::Permill;
use scale_info::TypeInfo;

/// Most entries that one answer lists.
const MAX_LISTED: u32 = 1_000;

/// A model.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct ModelView<AccountId> {
    pub owner: AccountId,
    /// Bytes of its file.
    pub bytes: u64,
    pub royalty: Permill,
    pub standing: Standing,
    pub attestation: Attestation<AccountId>,
    /// Whether it is attested now.
    pub attested: bool,
    /// Whether someone may lose money for a wrong answer now.
    pub may_slash: bool,
    /// Offers that there are of it.
    pub offers: u32,
    /// What its owner says of it.
    pub claim: Claim,
}

/// A model in a list of many.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct ModelLine<AccountId> {
    pub model: ModelHash,
    pub owner: AccountId,
    pub bytes: u64,
    pub royalty: Permill,
    pub class: Class,
    pub standing: Standing,
    pub attested: bool,
    pub offers: u32,
}

/// A release of a series.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct NamedView<AccountId> {
    /// Its number.
    pub release: u32,
    pub names: ModelHash,
    /// Nothing if it was removed since.
    pub model: Option<ModelView<AccountId>>,
}

/// Who answers with a model.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct ServerView<AccountId> {
    pub operator: AccountId,
    pub ask: Ask,
    /// Zero if the offer is being withdrawn.
    pub capacity: u32,
    /// What requests may take now.
    pub free: u64,
}

/// What an operator answers with.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct OfferView {
    pub model: ModelHash,
    pub ask: Ask,
    /// Zero if the offer is being withdrawn.
    pub capacity: u32,
    /// What requests may take now.
    pub free: u64,
    /// What requests have taken.
    pub in_use: u64,
}

/// Whether a model is attested, and who said what.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct AttestationView<AccountId> {
    pub state: Attestation<AccountId>,
    /// Whether it is attested now.
    pub attested: bool,
    /// The verdict that would confirm what the owner says.
    pub expected: Verdict,
    /// The last case about this claim that ended.
    pub case: Option<CaseId>,
    /// What each member of its panel said; those who kept silent said nothing.
    pub said: Vec<(AccountId, Option<Verdict>)>,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn view_model(model: &ModelHash) -> Option<ModelView<T::AccountId>> {
        let stored = Models::<T>::get(model)?;
        let claim = Claims::<T>::get(model)?;
        let now = Self::now();
        Some(ModelView {
            attested: stored.attestation.is_attested(now),
            may_slash: stored.may_slash(now),
            owner: stored.owner,
            bytes: stored.bytes,
            royalty: stored.royalty,
            standing: stored.standing,
            attestation: stored.attestation,
            offers: stored.offers,
            claim,
        })
    }

    pub(crate) fn view_named(
        owner: &Name,
        series: &Name,
        release: Option<u32>,
    ) -> Option<NamedView<T::AccountId>> {
        let (release, hash) = match release {
            Some(number) => (number, Releases::<T>::get((owner, series, number))?.model),
            None => {
                let stored = SeriesOf::<T>::get(owner, series)?;
                (stored.releases, stored.latest)
            },
        };
        Some(NamedView { release, names: hash, model: Self::view_model(&hash) })
    }

    pub(crate) fn view_models(
        after: Option<ModelHash>,
        count: u32,
    ) -> Vec<ModelLine<T::AccountId>> {
        let now = Self::now();
        let line = |(model, stored): (ModelHash, ModelOf<T>)| ModelLine {
            model,
            attested: stored.attestation.is_attested(now),
            owner: stored.owner,
            bytes: stored.bytes,
            royalty: stored.royalty,
            class: stored.class,
            standing: stored.standing,
            offers: stored.offers,
        };
        let all = match after {
            Some(after) => Models::<T>::iter_from(Models::<T>::hashed_key_for(after)),
            None => Models::<T>::iter(),
        };
        all.take(count.min(MAX_LISTED) as usize).map(line).collect()
    }

    pub(crate) fn view_releases(
        owner: &Name,
        series: &Name,
        from: u32,
        count: u32,
    ) -> Vec<(u32, ModelHash)> {
        let from = from.max(1);
        let numbers = from..from.saturating_add(count.min(MAX_LISTED));
        let release = |number| {
            Releases::<T>::get((owner, series, number)).map(|release| (number, release.model))
        };
        numbers.map_while(release).collect()
    }

    pub(crate) fn view_servers(
        model: &ModelHash,
        from: u32,
        count: u32,
    ) -> Vec<ServerView<T::AccountId>> {
        let slots = Slots::<T>::of(model);
        let to = from.saturating_add(count.min(MAX_LISTED)).min(PLACES);
        let server = |place| {
            let operator = Seats::<T>::get(model, place)?;
            let offer = Offers::<T>::get(&operator, model)?;
            let free = slots.free(place);
            Some(ServerView { operator, ask: offer.ask, capacity: offer.capacity, free })
        };
        (from..to).map_while(server).collect()
    }

    pub(crate) fn view_offers(operator: &T::AccountId) -> Vec<OfferView> {
        let view = |(model, offer): (ModelHash, OfferOf<T>)| {
            let free = Slots::<T>::of(&model).free(offer.place);
            let in_use = offer.in_use(free);
            OfferView { model, ask: offer.ask, capacity: offer.capacity, free, in_use }
        };
        Offers::<T>::iter_prefix(operator).take(MAX_LISTED as usize).map(view).collect()
    }

    pub(crate) fn view_attestation(model: &ModelHash) -> Option<AttestationView<T::AccountId>> {
        let stored = Models::<T>::get(model)?;
        let last = LastSaid::<T>::get(model);
        Some(AttestationView {
            attested: stored.attestation.is_attested(Self::now()),
            state: stored.attestation,
            expected: Self::expected(model)?,
            case: last.as_ref().map(|last| last.case),
            said: last.map(|last| last.said.into_inner()).unwrap_or_default(),
        })
    }
}
