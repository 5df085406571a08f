//! Having verifiers look at a model, and doubting what they found: what calls 5 and 6 do, and what
//! follows when a panel is done.

use crate::{
    types::{Attestation, Said, Sayings},
    *,
};
use opg_primitives::{
    models::{ModelHash, UNAVAILABLE},
    panels::{CaseId, Client, Excluded, Kind, Outcome, Panels, Subject, Terms, Verdict},
    Balance,
};
use polkadot_sdk::frame_support::{
    ensure,
    pallet_prelude::{DispatchResult, Weight},
    traits::{fungible::Balanced, Get, Imbalance, OnUnbalanced},
};

/// Of what is left of a slash when an appeal has been paid, one part in so many is the challenger's.
const CHALLENGER_PART: Balance = 4;

impl<T: Config> Pallet<T> {
    /// The verdict that confirms what a model's owner says of it.
    pub(crate) fn expected(model: &ModelHash) -> Option<Verdict> {
        let bytes = Models::<T>::get(model)?.bytes;
        Some(Claims::<T>::get(model)?.verdict(model, bytes))
    }

    pub(crate) fn do_request_attestation(who: &T::AccountId, model: ModelHash) -> DispatchResult {
        let mut stored = Self::own_model(who, &model)?;
        ensure!(stored.is_open(), Error::<T>::NotActive);
        let now = Self::now();
        ensure!(!stored.attestation.is_attested(now), Error::<T>::AlreadyAttested);
        ensure!(stored.attestation.is_idle(), Error::<T>::AttestationUnderWay);
        let [first, second] = [Kind::Attestation, Kind::Appeal].map(T::Panels::members);
        let enough = T::Panels::verifiers() >= first.saturating_add(second);
        ensure!(enough, Error::<T>::TooFewVerifiers);

        let case = T::Panels::open(Terms {
            kind: Kind::Attestation,
            subject: Subject::Model(model),
            excluded: Excluded::truncate_from([who.clone()].into()),
            payer: who.clone(),
            stakes: T::Panels::usual(),
            // Longer if someone challenges it: see `doubts`.
            answerable: T::ChallengePeriod::get(),
        })?;
        stored.attestation = Attestation::Examined { case };
        Models::<T>::insert(model, stored);
        Self::deposit_event(Event::AttestationRequested { model, case });
        Ok(())
    }

    pub(crate) fn do_challenge(who: &T::AccountId, model: ModelHash) -> DispatchResult {
        let mut stored = Self::model_of(&model)?;
        let now = Self::now();
        let case = match stored.attestation {
            Attestation::Contestable { case, until } if now < until => case,
            _ => return Err(Error::<T>::NotContestable.into()),
        };
        let said = LastSaid::<T>::get(model).map(|last| last.said).unwrap_or_default();
        let first = said.into_iter().map(|(member, _)| member);
        let parties = [stored.owner.clone(), who.clone()].into_iter().chain(first);

        let appeal = T::Panels::open(Terms {
            kind: Kind::Appeal,
            subject: Subject::Model(model),
            excluded: Excluded::truncate_from(parties.collect()),
            payer: who.clone(),
            stakes: T::Panels::usual(),
            // There is no appeal against an appeal.
            answerable: 0,
        })?;
        let challenger = who.clone();
        stored.attestation = Attestation::Appealed { case, appeal, challenger: challenger.clone() };
        Models::<T>::insert(model, stored);
        Self::deposit_event(Event::Challenged { model, appeal, challenger });
        Ok(())
    }

    /// What becomes of a model whose first panel is done.
    fn examined(
        model: &ModelHash,
        case: CaseId,
        verdict: Option<Verdict>,
        said: Said<T::AccountId>,
    ) -> Attestation<T::AccountId> {
        let attestation = match verdict {
            Some(verdict) if Self::expected(model) == Some(verdict) => {
                let until = Self::now().saturating_add(T::ChallengePeriod::get());
                Attestation::Contestable { case, until }
            },
            Some(verdict) => Attestation::Refused { verdict },
            None => Attestation::None,
        };
        let until = match attestation {
            Attestation::Contestable { until, .. } => Some(until),
            _ => None,
        };
        let model = *model;
        Self::deposit_event(Event::AttestationConcluded { model, case, verdict, until, said });
        attestation
    }

    /// What becomes of a model whose second panel is done.
    fn appealed(
        model: &ModelHash,
        appeal: CaseId,
        verdict: Option<Verdict>,
        said: Said<T::AccountId>,
    ) -> Attestation<T::AccountId> {
        let attestation = match verdict {
            Some(verdict) if Self::expected(model) == Some(verdict) => Attestation::Attested,
            // Or an owner would take its file away, and have others pay for having seen it.
            Some(verdict) if verdict != UNAVAILABLE => Attestation::Refused { verdict },
            _ => Attestation::None,
        };
        let attested = attestation == Attestation::Attested;
        let model = *model;
        Self::deposit_event(Event::AppealConcluded { model, appeal, verdict, attested, said });
        attestation
    }

    /// Those who vouched for a claim that is not so lose their tickets. The challenger gets back what
    /// the appeal's members were paid, and a part of the rest.
    fn overturn(model: ModelHash, case: CaseId, challenger: T::AccountId, cost: Balance) {
        let mut taken = T::Panels::overturn(case);
        let back = taken.extract(cost);
        let part = taken.peek().checked_div(CHALLENGER_PART).unwrap_or(0);
        let paid = back.merge(taken.extract(part));
        let amount = paid.peek();
        match T::Currency::resolve(&challenger, paid) {
            Ok(()) if amount > 0 => {
                Self::deposit_event(Event::ChallengerPaid { model, challenger, amount });
            },
            Ok(()) => {},
            // Its account is gone, and this is too little to make it new.
            Err(paid) => taken.subsume(paid),
        }
        T::OnSlash::on_unbalanced(taken);
    }
}

impl<T: Config> Client<T::AccountId> for Pallet<T> {
    /// Verdicts are hashes of claims, or those that say why there is none. Which claims a file could be
    /// given, nobody can tell without the file.
    fn accepts(_: &Subject, verdict: &Verdict) -> bool {
        !verdict.is_zero()
    }

    /// Only a claim that was confirmed can be challenged.
    fn matters(subject: &Subject, verdict: &Verdict) -> bool {
        let Subject::Model(model) = subject else { return false };
        Self::expected(model) == Some(*verdict)
    }

    /// Whatever they found, they have looked.
    fn earns(_: &Subject, _: Option<&Verdict>) -> bool {
        true
    }

    fn concluded(id: CaseId, subject: Subject, outcome: Outcome<T::AccountId>) {
        let Subject::Model(model) = subject else { return };
        let Some(mut stored) = Models::<T>::get(model) else { return };
        let Outcome { verdict, said, paid } = outcome;
        let said = Said::truncate_from(said);
        let last = Sayings { case: id, said: said.clone() };
        match stored.attestation {
            Attestation::Examined { case } if case == id => {
                stored.attestation = Self::examined(&model, case, verdict, said);
            },
            Attestation::Appealed { case, appeal, challenger } if appeal == id => {
                stored.attestation = Self::appealed(&model, appeal, verdict, said);
                if matches!(stored.attestation, Attestation::Refused { .. }) {
                    Self::overturn(model, case, challenger, paid);
                }
            },
            // A model waits for one case at a time, and stays while it does.
            _ => return,
        }
        LastSaid::<T>::insert(model, last);
        Models::<T>::insert(model, stored);
    }

    /// A panel's members answer for what they found until its appeal is over, however long that takes.
    fn doubts(id: CaseId, subject: &Subject) -> bool {
        let Subject::Model(model) = subject else { return false };
        let stored = Models::<T>::get(model).map(|stored| stored.attestation);
        matches!(stored, Some(Attestation::Appealed { case, .. }) if case == id)
    }

    fn weight() -> Weight {
        T::WeightInfo::concluded()
    }
}
