//! What members and clients do.

use crate::*;
use case::Fault;
use docket::Docket;
use opg_primitives::{
    agenda,
    panels::{Client, Panels, Stakes, Terms},
    stake::Tickets,
};
use polkadot_sdk::{
    frame_support::{
        ensure,
        storage::with_storage_layer,
        traits::{
            fungible::{Inspect, MutateHold},
            tokens::{Fortitude, Preservation},
            Get, Imbalance,
        },
        weights::Weight,
    },
    sp_runtime::{DispatchError, DispatchResult},
};

impl<T: Config> From<Fault> for Error<T> {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NoSuchCase => Self::NoSuchCase,
            Fault::NotAMember => Self::NotAMember,
            Fault::TooEarly => Self::TooEarly,
            Fault::TooLate => Self::TooLate,
            Fault::Committed => Self::AlreadyCommitted,
            Fault::NotCommitted => Self::NotCommitted,
            Fault::Revealed => Self::AlreadyRevealed,
            Fault::Different => Self::NotWhatWasCommitted,
            Fault::BadVerdict => Self::BadVerdict,
            Fault::SaltReused => Self::SaltReused,
        }
    }
}

impl<T: Config> Pallet<T> {
    /// Whether this commitment would be taken now, and before which block. Changes nothing.
    pub fn may_commit(
        id: CaseId,
        who: &T::AccountId,
        commitment: Hash,
    ) -> Result<BlockNumber, Fault> {
        Self::with_commitment(id, who, commitment).map(|(case, _)| case.due())
    }

    /// Whether this verdict would be taken now, and before which block. Changes nothing.
    pub fn may_reveal(
        id: CaseId,
        who: &T::AccountId,
        salt: &Salt,
        verdict: Verdict,
    ) -> Result<BlockNumber, Fault> {
        Self::with_verdict(id, who, salt, verdict).map(|(case, _)| case.due())
    }

    /// A case as it is once a member has committed, and whether it was the last one.
    fn with_commitment(
        id: CaseId,
        who: &T::AccountId,
        commitment: Hash,
    ) -> Result<(CaseOf<T>, bool), Fault> {
        let mut case = Cases::<T>::get(id).ok_or(Fault::NoSuchCase)?;
        let complete = case.commit(who, commitment, Self::now())?;
        Ok((case, complete))
    }

    /// A case as it is once a member has said what it had committed to, and whether it was the last one.
    fn with_verdict(
        id: CaseId,
        who: &T::AccountId,
        salt: &Salt,
        verdict: Verdict,
    ) -> Result<(CaseOf<T>, bool), Fault> {
        let mut case = Cases::<T>::get(id).ok_or(Fault::NoSuchCase)?;
        let complete = case.reveal(id, who, salt, verdict, Self::now())?;
        ensure!(T::Clients::accepts(&case.subject, &verdict), Fault::BadVerdict);
        ensure!(!Salts::<T>::get(who).contains(salt), Fault::SaltReused);
        Ok((case, complete))
    }

    pub(crate) fn do_commit(
        id: CaseId,
        who: &T::AccountId,
        commitment: Hash,
    ) -> Result<(), DispatchError> {
        let (mut case, complete) =
            Self::with_commitment(id, who, commitment).map_err(Error::<T>::from)?;

        Self::deposit_event(Event::Committed { case: id, member: who.clone(), commitment });
        if complete {
            Self::begin_verdicts(id, &mut case);
        }
        Cases::<T>::insert(id, case);
        Ok(())
    }

    /// Answers what it did weigh.
    pub(crate) fn do_reveal(
        id: CaseId,
        who: &T::AccountId,
        salt: Salt,
        verdict: Verdict,
    ) -> Result<Weight, DispatchError> {
        let (case, complete) =
            Self::with_verdict(id, who, &salt, verdict).map_err(Error::<T>::from)?;
        Self::remember(who, salt);

        Self::deposit_event(Event::Revealed { case: id, member: who.clone(), verdict });
        let mut used = T::WeightInfo::reveal();
        if complete {
            used.saturating_accrue(Self::conclude_weight(case.panel.members));
            // Its entry on the agenda finds it counted.
            Self::conclude(id, case);
        } else {
            Cases::<T>::insert(id, case);
        }
        Ok(used)
    }

    fn do_open(terms: Terms<T::AccountId>) -> Result<CaseId, DispatchError> {
        let Terms { kind, subject, excluded, payer, stakes, answerable } = terms;
        let Stakes { reward, ticket } = stakes;
        let panel = Self::size(kind);
        // Whoever vouched could otherwise put an appeal off by giving the role up. One that finds too few
        // ends without a verdict.
        if kind != Kind::Appeal {
            let eligible = Self::eligible(excluded.iter().chain([&payer]));
            ensure!(eligible >= panel.members, Error::<T>::TooFewVerifiers);
        }
        let cost = Self::cost(kind, reward);
        Self::ensure_free(&payer, cost)?;
        T::Currency::hold(&HoldReason::Reward.into(), &payer, cost)?;
        let id = NextCase::<T>::get();
        let now = Self::now();
        let draw = agenda::schedule::<Docket<T>>(id, now.saturating_add(T::DrawDelay::get()), now)
            .map_err(|_| Error::<T>::AgendaFull)?;

        NextCase::<T>::put(id.saturating_add(1));
        let event = Event::Opened { case: id, kind, subject, payer: payer.clone(), draw };
        let case = Case {
            kind,
            subject,
            panel,
            excluded,
            payer,
            reward,
            ticket,
            answerable,
            phase: Phase::Drawing { at: draw },
            members: Default::default(),
        };
        Cases::<T>::insert(id, case);
        Self::deposit_event(event);
        Ok(id)
    }

    /// Remembers a salt, in place of the oldest one if there are many.
    fn remember(who: &T::AccountId, salt: Salt) {
        Salts::<T>::mutate(who, |known| {
            if known.is_full() {
                known.remove(0);
            }
            // There is room now.
            let _ = known.try_push(salt);
        });
    }

    /// That much can be held without the account's end, and without touching what is frozen.
    fn ensure_free(who: &T::AccountId, amount: Balance) -> DispatchResult {
        let free = T::Currency::reducible_balance(who, Preservation::Preserve, Fortitude::Polite);
        ensure!(free >= amount, Error::<T>::NotEnoughFree);
        Ok(())
    }
}

impl<T: Config> Panels<T::AccountId> for Pallet<T> {
    type Slashed = CreditOf<T>;

    fn open(terms: Terms<T::AccountId>) -> Result<CaseId, DispatchError> {
        // A client may ask for another panel when it is told of one, where nothing else undoes a half.
        with_storage_layer(|| Self::do_open(terms))
    }

    fn usual() -> Stakes {
        Stakes { reward: T::Reward::get(), ticket: T::Ticket::get() }
    }

    fn cost(kind: Kind, reward: Balance) -> Balance {
        reward.saturating_mul(Self::size(kind).members.into())
    }

    fn verifiers() -> u32 {
        Verifiers::<T>::get()
    }

    fn members(kind: Kind) -> u32 {
        Self::size(kind).members
    }

    fn overturn(id: CaseId) -> CreditOf<T> {
        let Some(case) = Cases::<T>::take(id) else { return Default::default() };
        if case.is_open() {
            Cases::<T>::insert(id, case);
            return Default::default();
        }
        let mut slashed = CreditOf::<T>::default();
        for member in case.members {
            let Some(ticket) = member.ticket else { continue };
            let amount = ticket.amount;
            slashed = slashed.merge(T::Tickets::slash(ticket, amount));
            Self::deposit_event(Event::Overturned { case: id, member: member.account, amount });
        }
        Self::deposit_event(Event::Closed { case: id });
        slashed
    }
}
