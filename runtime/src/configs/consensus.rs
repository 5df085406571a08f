//! Who authors and finalises blocks, and what happens when one of them cheats.

use crate::*;
use alloc::vec::Vec;
use frame_support::{
    parameter_types,
    storage::types::ValueQuery,
    traits::{ConstU128, ConstU32, ConstU64, Get},
};
use opg_primitives::{time, token};
use pallet_opg_clocks::{EpochDuration, UnbondingSessions, UnbondingSlots};
use sp_runtime::{
    traits::{Convert, ConvertInto, OpaqueKeys},
    SaturatedConversion,
};
use sp_staking::SessionIndex;

parameter_types! {
    /// Most validators a session may have.
    pub const MaxAuthorities: u32 = 1_000;
}

/// Bytes of a validator's registered session keys: three public keys.
const SESSION_KEYS_BYTES: u32 = 96;

impl pallet_babe::Config for Runtime {
    type EpochDuration = EpochDuration<Runtime>;
    type ExpectedBlockTime = ConstU64<{ time::SLOT_MILLIS }>;
    type EpochChangeTrigger = pallet_babe::ExternalTrigger;
    type DisabledValidators = Session;
    type WeightInfo = weights::pallet_babe::WeightInfo<Runtime>;
    type MaxAuthorities = MaxAuthorities;
    type MaxNominators = ConstU32<0>;
    type KeyOwnerProof = sp_session::MembershipProof;
    type EquivocationReportSystem = pallet_babe::EquivocationReportSystem<
        Runtime,
        Offences,
        Historical,
        UnbondingSlots<Runtime>,
    >;
}

impl pallet_grandpa::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = weights::pallet_grandpa::WeightInfo<Runtime>;
    type MaxAuthorities = MaxAuthorities;
    type MaxNominators = ConstU32<0>;
    type MaxSetIdSessionEntries = UnbondingSessions<Runtime>;
    type KeyOwnerProof = sp_session::MembershipProof;
    type EquivocationReportSystem = pallet_grandpa::EquivocationReportSystem<
        Runtime,
        Offences,
        Historical,
        UnbondingSlots<Runtime>,
    >;
}

impl pallet_authorship::Config for Runtime {
    type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Runtime, Babe>;
    type EventHandler = ();
}

impl pallet_session::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type ValidatorId = AccountId;
    type ValidatorIdOf = ConvertInto;
    type ShouldEndSession = Babe;
    type NextSessionRotation = Babe;
    type SessionManager =
        pallet_session_historical::NoteHistoricalRoot<Runtime, FoundingValidators>;
    type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
    type Keys = SessionKeys;
    type DisablingStrategy = pallet_session::disabling::UpToLimitWithReEnablingDisablingStrategy;
    type WeightInfo = weights::pallet_session::WeightInfo<Runtime>;
    type Currency = Balances;
    type KeyDeposit = ConstU128<{ token::storage_deposit(1, SESSION_KEYS_BYTES) }>;
}

impl pallet_session_historical::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type FullIdentification = ();
    type FullIdentificationOf = Unidentified;
}

impl pallet_offences::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type IdentificationTuple = pallet_session_historical::IdentificationTuple<Runtime>;
    type OnOffenceHandler = ();
}

impl pallet_authority_discovery::Config for Runtime {
    type MaxAuthorities = MaxAuthorities;
}

/// The validators of genesis, session after session. They may change their keys, not their number:
/// one that removes its keys sits out until it has set new ones.
///
/// The set is handed on explicitly rather than left unchanged, so that the historical pallet notes
/// a root for each session and an offence of a past session can be proven.
pub struct FoundingValidators;

#[frame_support::storage_alias(verbatim)]
type Founders = StorageValue<FoundingValidators, Vec<AccountId>, ValueQuery>;

impl FoundingValidators {
    /// Session starts without those who have no keys, so who was there at first is remembered.
    fn founders() -> Option<Vec<AccountId>> {
        let mut founders = Founders::get();
        if founders.is_empty() {
            founders = Session::validators();
            Founders::put(&founders);
        }
        Some(founders).filter(|founders| !founders.is_empty())
    }
}

impl pallet_session::SessionManager<AccountId> for FoundingValidators {
    fn new_session(_: SessionIndex) -> Option<Vec<AccountId>> {
        Self::founders()
    }
    fn start_session(_: SessionIndex) {}
    fn end_session(_: SessionIndex) {}
}

impl pallet_session_historical::SessionManager<AccountId, ()> for FoundingValidators {
    fn new_session(_: SessionIndex) -> Option<Vec<(AccountId, ())>> {
        Some(Self::founders()?.into_iter().map(|validator| (validator, ())).collect())
    }
    /// An offence can be reported while its session's root is kept: as long as stake is slashable.
    fn start_session(session: SessionIndex) {
        let kept = UnbondingSessions::<Runtime>::get().saturated_into::<SessionIndex>();
        Historical::prune_up_to(session.saturating_sub(kept));
    }
    fn end_session(_: SessionIndex) {}
}

/// Nothing is known of a validator beyond its account.
pub struct Unidentified;
impl Convert<AccountId, Option<()>> for Unidentified {
    fn convert(_: AccountId) -> Option<()> {
        Some(())
    }
}

/// Lets the chain itself send unsigned transactions: reports of equivocations.
impl<LocalCall> frame_system::offchain::CreateTransactionBase<LocalCall> for Runtime
where
    RuntimeCall: From<LocalCall>,
{
    type RuntimeCall = RuntimeCall;
    type Extrinsic = UncheckedExtrinsic;
}

impl<LocalCall> frame_system::offchain::CreateBare<LocalCall> for Runtime
where
    RuntimeCall: From<LocalCall>,
{
    fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
        UncheckedExtrinsic::new_bare(call)
    }
}
