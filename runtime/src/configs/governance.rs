//! Referenda, votes, the treasury, and what may be paused.

use crate::{
    governance::{origins, tracks::Tracks},
    *,
};
use frame_support::{
    parameter_types,
    traits::{
        tokens::{
            currency::ActiveIssuanceOf, imbalance::ResolveTo, Pay, PaymentStatus, Preservation,
            UnityAssetBalanceConversion,
        },
        ConstU128, ConstU32, Contains, EitherOf, EitherOfDiverse,
    },
    PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use opg_primitives::token::OPG;
use pallet_opg_clocks::{VotingBlocks, VotingBlocksOf};
use pallet_tx_pause::RuntimeCallNameOf;
use sp_runtime::{traits::AccountIdLookup, DispatchError};

impl origins::Config for Runtime {
    type UpgradeOrigin = origins::FastUpgrade;
    type WeightInfo = weights::origins::WeightInfo<Runtime>;
}

/// What a referendum costs its author until it has been approved or cancelled. Not given back when it
/// is rejected or nobody asks for a decision: its record stays for ever.
const SUBMISSION_DEPOSIT: Balance = 100 * OPG;

impl pallet_referenda::Config for Runtime {
    type RuntimeCall = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = weights::pallet_referenda::WeightInfo<Runtime>;
    type Scheduler = Scheduler;
    type Currency = Balances;
    type SubmitOrigin = EnsureSigned<AccountId>;
    // Stopping a referendum changes nothing that was, and it can be submitted again.
    type CancelOrigin = EitherOfDiverse<EnsureRoot<AccountId>, origins::Emergency>;
    // Takes the deposits away, so it needs the full voting.
    type KillOrigin = EnsureRoot<AccountId>;
    type Slash = Treasury;
    type Votes = pallet_conviction_voting::VotesOf<Runtime>;
    type Tally = pallet_conviction_voting::TallyOf<Runtime>;
    type SubmissionDeposit = ConstU128<SUBMISSION_DEPOSIT>;
    type MaxQueued = ConstU32<32>;
    type UndecidingTimeout = VotingBlocksOf<Runtime>;
    type AlarmInterval = ConstU32<1>;
    type Tracks = Tracks;
    type Preimages = Preimage;
    type BlockNumberProvider = System;
}

impl pallet_conviction_voting::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = weights::pallet_conviction_voting::WeightInfo<Runtime>;
    // Everything an account owns votes, its own bond too. Stake delegated to an operator belongs to
    // the operator's pool, which has no key and does not vote.
    type Currency = Balances;
    type Polls = Referenda;
    // What the pots and the treasury hold is inactive, and not counted.
    type MaxTurnout = ActiveIssuanceOf<Balances, AccountId>;
    // A vote for an account with this many makes that many referenda wake up in the next block: no
    // more than the scheduler has room for.
    type MaxVotes = ConstU32<128>;
    type VoteLockingPeriod = VotingBlocksOf<Runtime>;
    type BlockNumberProvider = System;
    type VotingHooks = ();
}

parameter_types! {
    pub const TreasuryId: PalletId = PalletId(*b"opg/trsy");
    /// Root spends without limit.
    pub const Unlimited: Balance = Balance::MAX;
    /// How long an approved spend can be paid out: four weeks on the main network.
    pub PayoutPeriod: BlockNumber = VotingBlocks::<Runtime>::get().saturating_mul(2);
}

impl pallet_treasury::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = weights::pallet_treasury::WeightInfo<Runtime>;
    type PalletId = TreasuryId;
    type Currency = Balances;
    type RejectOrigin = EnsureRoot<AccountId>;
    type SpendOrigin = EitherOf<EnsureRootWithSuccess<AccountId, Unlimited>, origins::Treasurer>;
    type AssetKind = ();
    type Beneficiary = AccountId;
    type BeneficiaryLookup = AccountIdLookup<AccountId, ()>;
    type Paymaster = PayFromTreasury;
    type BalanceConverter = UnityAssetBalanceConversion;
    type PayoutPeriod = PayoutPeriod;
    // The rest serves spends of the old kind, which `AllowedCalls` refuses. Nothing is ever burned.
    type SpendPeriod = VotingBlocksOf<Runtime>;
    type Burn = ();
    type BurnDestination = ();
    type SpendFunds = ();
    type MaxApprovals = ConstU32<16>;
    type BlockNumberProvider = System;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = ExistingBeneficiary;
}

/// Gives money to the treasury.
pub type ToTreasury = ResolveTo<pallet_treasury::TreasuryAccountId<Runtime>, Balances>;

/// Pays from the treasury's account, as the SDK's `PayFromAccount`, but never all of it: an account
/// that was emptied could not receive its part of fees any more, which are below the existential
/// deposit.
pub struct PayFromTreasury;

impl Pay for PayFromTreasury {
    type Balance = Balance;
    type Beneficiary = AccountId;
    type AssetKind = ();
    type Id = ();
    type Error = DispatchError;

    fn pay(who: &AccountId, (): (), amount: Balance) -> Result<(), DispatchError> {
        use frame_support::traits::fungible::Mutate;
        Balances::transfer(&Treasury::account_id(), who, amount, Preservation::Preserve)?;
        Ok(())
    }

    fn check_payment((): ()) -> PaymentStatus {
        PaymentStatus::Success
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn ensure_successful(_: &AccountId, (): (), amount: Balance) {
        use frame_support::traits::fungible::Mutate;
        Balances::mint_into(&Treasury::account_id(), amount).expect("the treasury has an account");
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn ensure_concluded((): ()) {}
}

/// Who is paid in benchmarks: someone whose account exists, since they pay less than an account
/// must hold.
#[cfg(feature = "runtime-benchmarks")]
pub struct ExistingBeneficiary;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_treasury::ArgumentsFactory<(), AccountId> for ExistingBeneficiary {
    fn create_asset_kind(_: u32) {}

    fn create_beneficiary(seed: [u8; 32]) -> AccountId {
        use frame_support::traits::fungible::Mutate;
        let who = AccountId::from(seed);
        Balances::mint_into(&who, opg_primitives::token::EXISTENTIAL_DEPOSIT)
            .expect("an existential deposit makes an account");
        who
    }
}

/// Calls that no vote below Root should reach: making or unmaking money by decree, and the
/// treasury's spends of the old kind, which pay without being asked for.
///
/// **This does not bind Root**: what Root dispatches passes no filter, and Root can replace the
/// runtime. It keeps such calls from the treasurers, and says what the chain does not intend.
pub struct AllowedCalls;

impl Contains<RuntimeCall> for AllowedCalls {
    // The old spends are marked as deprecated, which is why they are refused.
    #[allow(deprecated)]
    fn contains(call: &RuntimeCall) -> bool {
        use pallet_balances::Call as Money;
        use pallet_treasury::Call as Spends;
        !matches!(
            call,
            RuntimeCall::Balances(
                Money::force_set_balance { .. } | Money::force_adjust_total_issuance { .. }
            ) | RuntimeCall::Treasury(Spends::spend_local { .. } | Spends::remove_approval { .. })
        )
    }
}

impl pallet_tx_pause::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type PauseOrigin = EitherOfDiverse<EnsureRoot<AccountId>, origins::Emergency>;
    type UnpauseOrigin = EitherOfDiverse<EnsureRoot<AccountId>, origins::Emergency>;
    type WhitelistedCalls = NeverPaused;
    // A call with a longer name would count as paused; a test knows them all.
    type MaxNameLen = ConstU32<64>;
    type WeightInfo = weights::pallet_tx_pause::WeightInfo<Runtime>;
}

/// Calls that cannot be paused: a pause may close a way in, never a way out.
///
/// Never closed are what the chain needs to go on (its time, its keys, reports of those who cheat),
/// what it takes to decide and to lift the pause, and every way by which people reach money that is
/// theirs: transfers, and the calls through which multisigs, proxies and derived accounts act. What
/// is left to pause is what starts something new. The treasury's payouts too: its money is nobody's
/// own until it is paid, and a spend that expires meanwhile can be approved again.
pub struct NeverPaused;

impl Contains<RuntimeCallNameOf<Runtime>> for NeverPaused {
    fn contains((pallet, call): &RuntimeCallNameOf<Runtime>) -> bool {
        match (pallet.as_slice(), call.as_slice()) {
            (b"System" | b"Timestamp" | b"Babe" | b"Grandpa" | b"Session", _) => true,
            (b"Parameters" | b"Origins" | b"Referenda" | b"ConvictionVoting", _) => true,
            (b"Preimage" | b"Scheduler" | b"Balances" | b"Multisig", _) => true,
            (b"Utility", b"as_derivative") => true,
            (b"Stake", b"register" | b"bond" | b"delegate") => false,
            (b"Release" | b"Stake" | b"Ranking", _) => true,
            // Members of panels lose money by silence, and a false claim must stay open to challenge.
            (b"Panels", _) => true,
            (
                b"Models",
                b"commit"
                | b"register"
                | b"amend"
                | b"request_attestation"
                | b"claim_name"
                | b"release"
                | b"offer",
            ) => false,
            (b"Models", _) => true,
            // Requests that run must end, and what was earned be paid.
            (b"Inference", b"request" | b"place_order" | b"resume_order") => false,
            (b"Inference", _) => true,
            // What is consumed must stay fresh, and whoever reports be able to leave.
            (b"Oracle", b"create_feed" | b"request") => false,
            (b"Oracle", _) => true,
            (b"Proxy", b"add_proxy" | b"create_pure") => false,
            (b"Proxy", _) => true,
            _ => false,
        }
    }
}
