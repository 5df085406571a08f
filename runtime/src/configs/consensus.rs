//! Who authors and finalises blocks, and what happens when one of them cheats.

use super::key_owners::KeyOwners;
use crate::*;
use alloc::vec::Vec;
use frame_support::{
    parameter_types,
    traits::{ConstU128, ConstU32, ConstU64, Get},
    weights::Weight,
};
use opg_primitives::{time, token};
use pallet_opg_clocks::{EpochDuration, UnbondingSessions, UnbondingSlots};
use sp_runtime::{
    traits::{Convert, ConvertInto, OpaqueKeys},
    transaction_validity::{InvalidTransaction, TransactionValidityError},
    DispatchError, Perbill, SaturatedConversion,
};
use sp_staking::{
    offence::{OffenceDetails, OffenceReportSystem, OffenceSeverity, OnOffenceHandler},
    SessionIndex,
};

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
    type EquivocationReportSystem = ProvenReports;
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
        KeyOwners,
        UnbondingSlots<Runtime>,
    >;
}

impl pallet_authorship::Config for Runtime {
    type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Runtime, Babe>;
    type EventHandler = ToStake;
}

impl pallet_session::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type ValidatorId = AccountId;
    type ValidatorIdOf = ConvertInto;
    type ShouldEndSession = Babe;
    type NextSessionRotation = Babe;
    type SessionManager = pallet_session_historical::NoteHistoricalRoot<Runtime, ByStake>;
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
    type OnOffenceHandler = Punish;
}

impl pallet_authority_discovery::Config for Runtime {
    type MaxAuthorities = MaxAuthorities;
}

type BabeReports =
    pallet_babe::EquivocationReportSystem<Runtime, Offences, KeyOwners, UnbondingSlots<Runtime>>;
type BabeEvidence = (sp_consensus_babe::EquivocationProof<Header>, sp_session::MembershipProof);

/// Reports of two blocks for a slot, none of which is published or put in a block unless it proves what
/// it says. The SDK looks at the proof only when the report is in a block, and its block import makes
/// reports of headers without their seals.
pub struct ProvenReports;

impl OffenceReportSystem<Option<AccountId>, BabeEvidence> for ProvenReports {
    type Longevity = UnbondingSlots<Runtime>;

    fn publish_evidence(evidence: BabeEvidence) -> Result<(), ()> {
        if !sp_consensus_babe::check_equivocation_proof(evidence.0.clone()) {
            return Err(());
        }
        BabeReports::publish_evidence(evidence)
    }

    fn check_evidence(evidence: BabeEvidence) -> Result<(), TransactionValidityError> {
        BabeReports::check_evidence(evidence.clone())?;
        if !sp_consensus_babe::check_equivocation_proof(evidence.0) {
            return Err(InvalidTransaction::BadProof.into());
        }
        Ok(())
    }

    fn process_evidence(
        reporter: Option<AccountId>,
        evidence: BabeEvidence,
    ) -> Result<(), DispatchError> {
        BabeReports::process_evidence(reporter, evidence)
    }
}

/// Those who rank highest by stake, session after session.
///
/// The set is handed on explicitly even where it stays the same, so that the historical pallet notes
/// a root for each session and an offence of a past session can be proven.
pub struct ByStake;

impl pallet_session::SessionManager<AccountId> for ByStake {
    fn new_session(_: SessionIndex) -> Option<Vec<AccountId>> {
        let (chosen, _) = Stake::choose_validators();
        // A chain whose operators all went away at once is kept alive by those who are left.
        let set = if chosen.is_empty() { Session::validators() } else { chosen };
        Some(set).filter(|set| !set.is_empty())
    }
    fn start_session(session: SessionIndex) {
        Stake::start_session(session);
        // An offence can be reported while its session's root is kept: as long as stake is slashable.
        // What leaves may leave a session before its owner does, so one root less is kept.
        let kept = UnbondingSessions::<Runtime>::get().saturated_into::<SessionIndex>();
        Historical::prune_up_to(session.saturating_sub(kept.saturating_sub(1)));
        // Whoever was reported after this set had been chosen.
        for (offender, severity) in Stake::take_reported() {
            Session::report_offence(offender, OffenceSeverity(severity));
        }
    }
    fn end_session(_: SessionIndex) {}
}

impl pallet_session_historical::SessionManager<AccountId, ()> for ByStake {
    fn new_session(session: SessionIndex) -> Option<Vec<(AccountId, ())>> {
        let set = <Self as pallet_session::SessionManager<_>>::new_session(session)?;
        Some(set.into_iter().map(|validator| (validator, ())).collect())
    }
    fn start_session(session: SessionIndex) {
        <Self as pallet_session::SessionManager<_>>::start_session(session);
    }
    fn end_session(_: SessionIndex) {}
}

/// What backs a validator is looked up when it is slashed: nothing needs to be noted beforehand.
pub struct Unidentified;
impl Convert<AccountId, Option<()>> for Unidentified {
    fn convert(_: AccountId) -> Option<()> {
        Some(())
    }
}

/// Notes who authored each block.
pub struct ToStake;
impl pallet_authorship::EventHandler<AccountId, BlockNumber> for ToStake {
    fn note_author(author: AccountId) {
        Stake::note_author(&author);
    }
}

/// An offender's slash gets under way, and it is disabled: without that it would go on authoring
/// until its set ends.
pub struct Punish;
impl OnOffenceHandler<AccountId, pallet_session_historical::IdentificationTuple<Runtime>, Weight>
    for Punish
{
    fn on_offence(
        offenders: &[OffenceDetails<
            AccountId,
            pallet_session_historical::IdentificationTuple<Runtime>,
        >],
        fractions: &[Perbill],
        session: SessionIndex,
    ) -> Weight {
        for (details, fraction) in offenders.iter().zip(fractions) {
            let (offender, ()) = &details.offender;
            Stake::note_offence(offender, *fraction, session);
            Session::report_offence(offender.clone(), OffenceSeverity(Stake::severity(*fraction)));
        }
        // Part of what a report was measured to weigh.
        Weight::zero()
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
