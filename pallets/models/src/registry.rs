//! Registering models and what their owners and moderators say of them: what calls 0 to 4 and 7 to 9 do.

use crate::{
    key::BadKey,
    types::{Attestation, Commitment, Model, Standing},
    *,
};
use alloc::boxed::Box;
use codec::{Encode, MaxEncodedLen};
use opg_primitives::{
    models::{Claim, Class, Flaw, ModelHash, MAX_ABSOLUTE, MAX_RELATIVE, MAX_ROYALTY},
    panels::Salt,
    BlockNumber, Hash,
};
use polkadot_sdk::{
    frame_support::{
        ensure,
        pallet_prelude::{DispatchError, DispatchResult},
        traits::{Consideration, Footprint, Get},
    },
    sp_io::hashing::blake2_256,
    sp_runtime::{Permill, SaturatedConversion},
};

impl<T> From<Flaw> for Error<T> {
    fn from(flaw: Flaw) -> Self {
        match flaw {
            Flaw::NoTensors => Self::NoTensors,
            Flaw::TensorName => Self::BadTensorName,
            Flaw::SameName => Self::SameTensorName,
            Flaw::ZeroDimension => Self::ZeroDimension,
            Flaw::TooLarge => Self::TensorTooLarge,
        }
    }
}

impl<T> From<BadKey> for Error<T> {
    fn from(reason: BadKey) -> Self {
        match reason {
            BadKey::Version => Self::KeyVersion,
            BadKey::Shape => Self::KeyShape,
            BadKey::Length => Self::KeyLength,
        }
    }
}

/// What is hashed of a key where the key itself is too long.
pub(crate) fn key_hash(claim: &Claim) -> Option<Hash> {
    claim.key.as_ref().map(|key| blake2_256(key).into())
}

impl<T: Config> Pallet<T> {
    /// The block now.
    pub(crate) fn now() -> BlockNumber {
        frame_system::Pallet::<T>::block_number().saturated_into()
    }

    /// The model, or why there is none.
    pub(crate) fn model_of(model: &ModelHash) -> Result<ModelOf<T>, Error<T>> {
        Models::<T>::get(model).ok_or(Error::<T>::NoSuchModel)
    }

    /// The model, if it is the caller's.
    pub(crate) fn own_model(who: &T::AccountId, model: &ModelHash) -> Result<ModelOf<T>, Error<T>> {
        let stored = Self::model_of(model)?;
        ensure!(stored.owner == *who, Error::<T>::NotTheOwner);
        Ok(stored)
    }

    /// What an account commits to before it registers a model.
    pub fn commitment(who: &T::AccountId, model: &ModelHash, salt: &Salt) -> Hash {
        blake2_256(&(b"opg/model", who, model, salt).encode()).into()
    }

    /// Takes a deposit for one thing of so many bytes, in however many entries.
    pub(crate) fn deposit<Ticket: Consideration<T::AccountId, Footprint>>(
        who: &T::AccountId,
        bytes: usize,
    ) -> Result<Ticket, DispatchError> {
        let footprint = Footprint::from_parts(1, bytes);
        Ok(Ticket::new(who, footprint).map_err(|_| Error::<T>::NotEnoughFree)?)
    }

    /// Makes a deposit larger or smaller.
    pub(crate) fn change_deposit<Ticket: Consideration<T::AccountId, Footprint>>(
        ticket: Ticket,
        who: &T::AccountId,
        bytes: usize,
    ) -> Result<Ticket, DispatchError> {
        let footprint = Footprint::from_parts(1, bytes);
        Ok(ticket.update(who, footprint).map_err(|_| Error::<T>::NotEnoughFree)?)
    }

    pub(crate) fn do_commit(who: &T::AccountId, commitment: Hash) -> DispatchResult {
        let is_new = !Commitments::<T>::contains_key(who, commitment);
        ensure!(is_new, Error::<T>::AlreadyCommitted);

        let bytes = Commitment::<T::CommitmentDeposit>::max_encoded_len();
        let ticket = Self::deposit(who, bytes)?;
        Commitments::<T>::insert(who, commitment, Commitment { block: Self::now(), ticket });
        Self::deposit_event(Event::Committed { account: who.clone(), commitment });
        Ok(())
    }

    pub(crate) fn do_withdraw_commitment(who: &T::AccountId, commitment: Hash) -> DispatchResult {
        let stored = Commitments::<T>::get(who, commitment).ok_or(Error::<T>::NotCommitted)?;

        stored.ticket.drop(who)?;
        Commitments::<T>::remove(who, commitment);
        Self::deposit_event(Event::CommitmentWithdrawn { account: who.clone(), commitment });
        Ok(())
    }

    pub(crate) fn do_register(
        who: &T::AccountId,
        model: ModelHash,
        bytes: u64,
        claim: Box<Claim>,
        royalty: Permill,
        salt: &Salt,
    ) -> DispatchResult {
        let commitment = Self::commitment(who, &model, salt);
        let committed = Commitments::<T>::get(who, commitment).ok_or(Error::<T>::NotCommitted)?;
        let ripe = committed.block.saturating_add(T::CommitmentAge::get());
        ensure!(Self::now() >= ripe, Error::<T>::CommitmentTooYoung);
        ensure!(!Models::<T>::contains_key(model), Error::<T>::AlreadyRegistered);
        ensure!(bytes > 0 && bytes <= T::MaxModelBytes::get(), Error::<T>::BadSize);
        Self::check_royalty(royalty)?;
        Self::check_claim(&claim)?;

        committed.ticket.drop(who)?;
        let ticket = Self::deposit(who, Self::model_bytes(&claim))?;
        let stored = Model {
            owner: who.clone(),
            bytes,
            royalty,
            class: claim.class,
            comparable: claim.interface.is_comparable(),
            standing: Standing::Active,
            attestation: Attestation::None,
            offers: 0,
            left: None,
            ticket,
        };
        Commitments::<T>::remove(who, commitment);
        Models::<T>::insert(model, stored);
        Claims::<T>::insert(model, &*claim);
        let key = key_hash(&claim);
        let Claim { class, interface, .. } = *claim;
        let owner = who.clone();
        Self::deposit_event(Event::Registered {
            model,
            owner,
            commitment,
            bytes,
            royalty,
            class,
            interface,
            key,
        });
        Ok(())
    }

    fn check_royalty(royalty: Permill) -> DispatchResult {
        ensure!(royalty <= MAX_ROYALTY, Error::<T>::RoyaltyTooHigh);
        Ok(())
    }

    /// What can be told of a claim without its model.
    pub(crate) fn check_claim(claim: &Claim) -> DispatchResult {
        claim.interface.check().map_err(Error::<T>::from)?;
        if let Class::Close { abs, rel } = claim.class {
            let differ_little = abs <= MAX_ABSOLUTE && rel <= MAX_RELATIVE;
            ensure!(differ_little, Error::<T>::ToleranceTooLarge);
        }
        let Some(key) = &claim.key else { return Ok(()) };
        ensure!(claim.class == Class::Exact, Error::<T>::KeyNeedsExact);
        key::check(key).map_err(Error::<T>::from)?;
        Ok(())
    }

    /// Bytes of a model and its claim.
    fn model_bytes(claim: &Claim) -> usize {
        ModelOf::<T>::max_encoded_len().saturating_add(claim.encoded_size())
    }

    pub(crate) fn do_set_royalty(
        who: &T::AccountId,
        model: ModelHash,
        royalty: Permill,
    ) -> DispatchResult {
        let mut stored = Self::own_model(who, &model)?;
        Self::check_royalty(royalty)?;

        stored.royalty = royalty;
        Models::<T>::insert(model, stored);
        Self::deposit_event(Event::RoyaltyChanged { model, royalty });
        Ok(())
    }

    /// Nothing is held against what is said of a model any more. Otherwise an owner could have the answers of a
    /// quorum disagree, some of whose slots are in use until they are counted; or two juries about one answer, which
    /// see to it long after its slot was given back.
    fn ensure_rests(stored: &ModelOf<T>) -> Result<(), Error<T>> {
        ensure!(stored.offers == 0, Error::<T>::StillOffered);
        ensure!(stored.rests(Self::now(), Self::rest()), Error::<T>::StillDoubted);
        Ok(())
    }

    /// Blocks after the last offer of a model in which answers may be doubted.
    pub(crate) fn rest() -> BlockNumber {
        T::ChallengePeriod::get().saturating_mul(REST)
    }

    pub(crate) fn do_amend(
        who: &T::AccountId,
        model: ModelHash,
        claim: Box<Claim>,
    ) -> DispatchResult {
        let mut stored = Self::own_model(who, &model)?;
        ensure!(stored.attestation.is_idle(), Error::<T>::ClaimIsFixed);
        Self::ensure_rests(&stored)?;
        Self::check_claim(&claim)?;

        let bytes = Self::model_bytes(&claim);
        stored.ticket = Self::change_deposit(stored.ticket, who, bytes)?;
        stored.class = claim.class;
        stored.comparable = claim.interface.is_comparable();
        stored.attestation = Attestation::None;
        Models::<T>::insert(model, stored);
        Claims::<T>::insert(model, &*claim);
        // What was said was said of another claim.
        LastSaid::<T>::remove(model);
        let key = key_hash(&claim);
        let Claim { class, interface, .. } = *claim;
        Self::deposit_event(Event::Amended { model, class, interface, key });
        Ok(())
    }

    pub(crate) fn do_deprecate(
        who: &T::AccountId,
        model: ModelHash,
        deprecated: bool,
    ) -> DispatchResult {
        let stored = Self::own_model(who, &model)?;
        ensure!(!stored.standing.is_banned(), Error::<T>::IsBanned);
        let standing = if deprecated { Standing::Deprecated } else { Standing::Active };
        Self::set_standing(model, stored, standing)
    }

    pub(crate) fn do_ban(model: ModelHash, banned: bool) -> DispatchResult {
        let stored = Self::model_of(&model)?;
        let deprecated = match stored.standing {
            Standing::Active => false,
            Standing::Deprecated => true,
            Standing::Banned { deprecated } => deprecated,
        };
        let standing = match (banned, deprecated) {
            (true, deprecated) => Standing::Banned { deprecated },
            (false, true) => Standing::Deprecated,
            (false, false) => Standing::Active,
        };
        Self::set_standing(model, stored, standing)
    }

    fn set_standing(
        model: ModelHash,
        mut stored: ModelOf<T>,
        standing: Standing,
    ) -> DispatchResult {
        ensure!(stored.standing != standing, Error::<T>::AlreadySo);

        stored.standing = standing;
        Models::<T>::insert(model, stored);
        Self::deposit_event(Event::StandingChanged { model, standing });
        Ok(())
    }

    pub(crate) fn do_remove(who: &T::AccountId, model: ModelHash) -> DispatchResult {
        let stored = Self::own_model(who, &model)?;
        ensure!(!stored.standing.is_banned(), Error::<T>::IsBanned);
        ensure!(stored.standing == Standing::Deprecated, Error::<T>::StillActive);
        Self::ensure_rests(&stored)?;
        // Whoever vouched for it still answers for that.
        let under_way = stored.attestation.is_under_way(Self::now());
        ensure!(!under_way, Error::<T>::AttestationUnderWay);

        stored.ticket.drop(who)?;
        Models::<T>::remove(model);
        Claims::<T>::remove(model);
        LastSaid::<T>::remove(model);
        Self::deposit_event(Event::Removed { model });
        Ok(())
    }
}
