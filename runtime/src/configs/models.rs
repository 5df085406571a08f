//! Models, who serves them, and the panels that say what is true of them.

use super::{governance::ToTreasury, parameters::dynamic};
use crate::*;
use frame_support::{
    parameter_types,
    traits::{ConstU128, ConstU32, ConstU64, EitherOfDiverse, Get, LinearStoragePrice, Randomness},
    weights::Weight,
};
use frame_system::EnsureRoot;
use opg_primitives::{
    panels::{CaseId, Client, Outcome, Subject, Verdict},
    time,
    token::{storage_deposit, MILLI_OPG},
};
use pallet_babe::{ParentBlockRandomness, RandomnessFromOneEpochAgo};
use pallet_opg_clocks::ChallengeBlocksOf;
use pallet_opg_models::{Deposit, HoldReason};

/// Blocks from a case's opening to its draw, and from a change of a bond to that of the seat: seven authors add
/// to what decides.
pub const DRAW_DELAY: BlockNumber = 8;

parameter_types! {
    /// What every block is sure to give to cases that are due: a twentieth.
    pub CasesWeight: Weight =
        super::system::RuntimeBlockWeights::get().max_block.saturating_div(20);
    /// The same for changes of seats: a tenth, with which ordinary transactions still have their three
    /// quarters.
    pub ChangesWeight: Weight =
        super::system::RuntimeBlockWeights::get().max_block.saturating_div(10);
}

impl pallet_opg_panels::Config for Runtime {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Tickets = Stake;
    type Clients = Clients;
    type Randomness = LateRandomness;
    type OnSlash = ToTreasury;
    type Ticket = Ticket;
    type Reward = dynamic::panels::Reward;
    type BondUnit = ConstU128<MILLI_OPG>;
    type DrawDelay = ConstU32<DRAW_DELAY>;
    type MaxDuties = ConstU32<64>;
    type MaxDue = ConstU32<1_024>;
    type AgendaWeight = CasesWeight;
    type ChangesWeight = ChangesWeight;
    type WeightInfo = weights::pallet_opg_panels::WeightInfo<Runtime>;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = crate::benchmarking::panels::Helper;
}

/// What governance asks of a panel's members, but never so little that those who vouched for something
/// false could not pay for the appeal that shows it.
pub struct Ticket;

impl Get<Balance> for Ticket {
    fn get() -> Balance {
        let least = dynamic::panels::Reward::get().saturating_mul(10);
        dynamic::panels::Ticket::get().max(least)
    }
}

/// What the author of the block before drew from its key for its slot. It knows all that it will draw in an
/// epoch, and nobody else does. Every block has it but the first, which takes what the epoch before left.
pub struct LateRandomness;

impl Randomness<Hash, BlockNumber> for LateRandomness {
    fn random(subject: &[u8]) -> (Hash, BlockNumber) {
        match ParentBlockRandomness::<Runtime>::random(subject) {
            (Some(hash), known) => (hash, known),
            (None, _) => RandomnessFromOneEpochAgo::<Runtime>::random(subject),
        }
    }
}

/// Who asked for a panel.
pub struct Clients;

impl Client<AccountId> for Clients {
    fn accepts(subject: &Subject, verdict: &Verdict) -> bool {
        match subject {
            Subject::Model(_) => <Models as Client<_>>::accepts(subject, verdict),
            Subject::Audit(_) | Subject::Answer(_) => {
                <Inference as Client<_>>::accepts(subject, verdict)
            },
        }
    }

    fn concluded(case: CaseId, subject: Subject, outcome: Outcome<AccountId>) {
        match subject {
            Subject::Model(_) => <Models as Client<_>>::concluded(case, subject, outcome),
            Subject::Audit(_) | Subject::Answer(_) => {
                <Inference as Client<_>>::concluded(case, subject, outcome)
            },
        }
    }

    fn matters(subject: &Subject, verdict: &Verdict) -> bool {
        match subject {
            Subject::Model(_) => <Models as Client<_>>::matters(subject, verdict),
            Subject::Audit(_) | Subject::Answer(_) => {
                <Inference as Client<_>>::matters(subject, verdict)
            },
        }
    }

    fn earns(subject: &Subject, verdict: Option<&Verdict>) -> bool {
        match subject {
            Subject::Model(_) => <Models as Client<_>>::earns(subject, verdict),
            Subject::Audit(_) | Subject::Answer(_) => {
                <Inference as Client<_>>::earns(subject, verdict)
            },
        }
    }

    fn doubts(case: CaseId, subject: &Subject) -> bool {
        match subject {
            Subject::Model(_) => <Models as Client<_>>::doubts(case, subject),
            Subject::Audit(_) | Subject::Answer(_) => {
                <Inference as Client<_>>::doubts(case, subject)
            },
        }
    }

    fn weight() -> Weight {
        <Models as Client<AccountId>>::weight().max(<Inference as Client<AccountId>>::weight())
    }
}

parameter_types! {
    pub const EntryDeposit: Balance = storage_deposit(1, 0);
    pub const ByteDeposit: Balance = storage_deposit(0, 1);
    pub const CommitmentReason: RuntimeHoldReason =
        RuntimeHoldReason::Models(HoldReason::Commitment);
    pub const ModelReason: RuntimeHoldReason = RuntimeHoldReason::Models(HoldReason::Model);
    pub const NameReason: RuntimeHoldReason = RuntimeHoldReason::Models(HoldReason::Name);
    pub const SeriesReason: RuntimeHoldReason = RuntimeHoldReason::Models(HoldReason::Series);
    pub const OfferReason: RuntimeHoldReason = RuntimeHoldReason::Models(HoldReason::Offer);
}

/// Held for as long as something is stored.
type Held<Reason> =
    Deposit<AccountId, Balances, Reason, LinearStoragePrice<EntryDeposit, ByteDeposit, Balance>>;

impl pallet_opg_models::Config for Runtime {
    type Currency = Balances;
    type CommitmentDeposit = Held<CommitmentReason>;
    type ModelDeposit = Held<ModelReason>;
    type NameDeposit = Held<NameReason>;
    type SeriesDeposit = Held<SeriesReason>;
    type OfferDeposit = Held<OfferReason>;
    type Operators = Stake;
    type Panels = Panels;
    type OnSlash = ToTreasury;
    type ModerationOrigin = EitherOfDiverse<EnsureRoot<AccountId>, origins::ModelModeration>;
    type CommitmentAge = ConstU32<10>;
    // Sixteen gibibytes.
    type MaxModelBytes = ConstU64<{ 16 << 30 }>;
    type MaxReleases = ConstU32<1_000>;
    type MaxCapacity = ConstU32<1_000>;
    type MaxLatency = ConstU32<{ time::DAYS }>;
    type ChallengePeriod = ChallengeBlocksOf<Runtime>;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = crate::benchmarking::models::Helper;
    type WeightInfo = weights::pallet_opg_models::WeightInfo<Runtime>;
}
