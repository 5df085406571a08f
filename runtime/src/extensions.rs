//! What transactions must pass beside what the SDK asks of them.

use crate::*;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
    dispatch::{DispatchClass, DispatchInfo, GetDispatchInfo},
    ensure,
    traits::{Get, InstanceFilter},
    weights::Weight,
};
use frame_system::{Call as SystemCall, WeightInfo as _};
use opg_primitives::BlockNumber;
use pallet_opg_inference::{
    pool::Stands, Call as MarketCall, Error as MarketError, WeightInfo as _,
};
use pallet_opg_oracle::{Call as OracleCall, Error as OracleError, WeightInfo as _};
use pallet_opg_panels::{case::Fault, Call as PanelsCall, WeightInfo as _};
use pallet_proxy::{Call as ProxyCall, WeightInfo as _};
use pallet_utility::{Call as UtilityCall, WeightInfo as _};
use scale_info::TypeInfo;
use sp_runtime::{
    impl_tx_ext_default,
    traits::{
        AsSystemOriginSigner, Implication, StaticLookup, TransactionExtension, ValidateResult,
    },
    transaction_validity::{
        InvalidTransaction, TransactionSource, TransactionValidityError, ValidTransaction,
    },
};

/// Lets in only those operational transactions that will do what they are there for.
///
/// Operational transactions have a part of every block to themselves and come before all others. However many
/// there are, no price rises, and some pay nothing at all. So what is bound to fail, or may as well be sent in
/// the ordinary way, must not take their place. Each is looked at before the pool takes it, and again before
/// it comes into a block: what was of use when it was sent may not be any more.
///
/// | call | is let in |
/// |---|---|
/// | `panels.commit`, `panels.reveal` | if it would be taken now; once for each member and case |
/// | `inference.submitAnswers` and its like | if one of the first entries would stand now |
/// | `oracle.report` | if one of the first observations would be taken in the block to come; once for each reporter and round |
/// | `inference.decline`, `inference.proveAnswers` | if it would be taken now, but for the proofs |
/// | `system.applyAuthorizedUpgrade` | with the code that was authorised; once |
/// | `proxy.proxy` | from a proxy who may make the call without delay, and if the call would be let in |
/// | `utility.asDerivative` | if the call would be let in |
///
/// An account acts for another once, not by way of a third. Whatever else is operational is refused:
///
/// - calls of Root and of governance's origins, which no signature makes;
/// - announced calls of proxies, which have waited and can wait for their turn;
/// - batches of operational calls, which may do something or nothing, and multisigs of one signature: what is
///   in them can be sent alone, by a proxy of the multisig. With an ordinary call among its calls a batch is
///   ordinary, and not looked at.
///
/// Of ordinary transactions `inference.request` is looked at, too: a model that has nothing free says so at
/// once, before anyone has paid for it.
///
/// Adds nothing to what is signed: clients need not know of it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo,
)]
pub struct CheckOperational;

/// Why an operational transaction is refused, as clients are told: `Custom(number)`. A number never changes
/// and is never used again; docs/models.md explains each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Refusal {
    /// Without a number of its own: the SDK has a word for what may be of use later, and the pool keeps what
    /// another branch of the chain would take.
    TooEarly = 0,
    /// It needs another origin, or only wraps calls that can be sent alone.
    NotOfUse = 1,
    /// Whoever signed is no proxy of that account, none without delay, or not for this call.
    NotAProxy = 2,
    /// No upgrade to this code is authorised.
    NotAuthorized = 3,
    NoSuchCase = 16,
    NotAMember = 17,
    TooLate = 18,
    AlreadyCommitted = 19,
    NotCommitted = 20,
    AlreadyRevealed = 21,
    NotWhatWasCommitted = 22,
    BadVerdict = 23,
    SaltReused = 24,
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::TooEarly => Self::TooEarly,
            Fault::NoSuchCase => Self::NoSuchCase,
            Fault::NotAMember => Self::NotAMember,
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

impl From<Refusal> for TransactionValidityError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooEarly => InvalidTransaction::Future.into(),
            refusal => InvalidTransaction::Custom(refusal as u8).into(),
        }
    }
}

/// Refusals of the market have the numbers of its pallet's errors, from this one on.
pub const MARKET: u8 = 32;

/// What the market has against a call, in the pool's words.
fn market(error: MarketError<Runtime>) -> TransactionValidityError {
    match error {
        MarketError::TooEarly => Refusal::TooEarly.into(),
        error => InvalidTransaction::Custom(number(MARKET, &error)).into(),
    }
}

/// Refusals of the oracle have the numbers of its pallet's errors, from this one on.
pub const ORACLE: u8 = 128;

/// What the oracle has against a report, in the pool's words.
fn oracle(error: OracleError<Runtime>) -> TransactionValidityError {
    match error {
        OracleError::TooEarly => Refusal::TooEarly.into(),
        error => InvalidTransaction::Custom(number(ORACLE, &error)).into(),
    }
}

/// The number of a pallet's error, of those that begin with `first`.
fn number(first: u8, error: &impl Encode) -> u8 {
    first.saturating_add(error.encode().first().copied().unwrap_or_default())
}

/// What is asked of each call that may be of use: one line, which asks the pallet that the call belongs to. A
/// new operational call gets its line here, and another in [`weight_of`].
fn check(
    who: &AccountId,
    call: &RuntimeCall,
) -> Result<ValidTransaction, TransactionValidityError> {
    let for_one = |does: &str, stands: Result<Stands, MarketError<Runtime>>| {
        let Stands { job, until } = stands.map_err(market)?;
        Ok(once((does, job, who), until))
    };
    match call {
        RuntimeCall::Inference(MarketCall::submit_answers { answers }) => {
            for_one("answer", Inference::may_answer(who, answers))
        },
        RuntimeCall::Inference(MarketCall::decline { job, why }) => {
            for_one("answer", Inference::may_decline(who, *job, *why))
        },
        RuntimeCall::Inference(MarketCall::commit_answers { commitments }) => {
            for_one("answer", Inference::may_commit(who, commitments))
        },
        RuntimeCall::Inference(MarketCall::reveal_answers { answers }) => {
            for_one("show", Inference::may_reveal(who, answers))
        },
        RuntimeCall::Inference(MarketCall::prove_answers { shape, models, proofs }) => {
            for_one("prove", Inference::may_prove(who, shape, models, proofs))
        },
        RuntimeCall::Oracle(OracleCall::report { observations }) => {
            let clock = if is_in_block() { Oracle::clock() } else { Oracle::clock_of_pool() };
            let stands = Oracle::may_report(who, observations, clock).map_err(oracle)?;
            Ok(once((b"report", stands.feed, stands.round, who), stands.until))
        },
        RuntimeCall::Panels(PanelsCall::commit { case, commitment }) => {
            let until = Panels::may_commit(*case, who, *commitment).map_err(Refusal::from)?;
            Ok(once((b"commit", case, who), until))
        },
        RuntimeCall::Panels(PanelsCall::reveal { case, salt, verdict }) => {
            let until = Panels::may_reveal(*case, who, salt, *verdict).map_err(Refusal::from)?;
            Ok(once((b"reveal", case, who), until))
        },
        RuntimeCall::System(call @ SystemCall::apply_authorized_upgrade { .. }) => {
            Ok(is_authorized(call)?)
        },
        _ => Err(Refusal::NotOfUse.into()),
    }
}

/// Whether a request would be taken; of other ordinary calls nothing is asked.
fn may_request(
    who: &AccountId,
    call: &RuntimeCall,
) -> Result<ValidTransaction, TransactionValidityError> {
    if let RuntimeCall::Inference(MarketCall::request { order }) = call {
        Inference::may_request(who, order).map_err(market)?;
    }
    Ok(ValidTransaction::default())
}

/// What checking a call weighs. Finding a proxy, or hashing code, weighs no more than the calls that do so
/// and then more.
fn weight_of(call: &RuntimeCall) -> Weight {
    match call {
        RuntimeCall::Panels(PanelsCall::commit { .. } | PanelsCall::reveal { .. }) => {
            <Runtime as pallet_opg_panels::Config>::WeightInfo::check()
        },
        RuntimeCall::Inference(MarketCall::request { .. }) => {
            <Runtime as pallet_opg_inference::Config>::WeightInfo::check_request()
        },
        RuntimeCall::Inference(_) => <Runtime as pallet_opg_inference::Config>::WeightInfo::check(),
        RuntimeCall::Oracle(_) => <Runtime as pallet_opg_oracle::Config>::WeightInfo::check(),
        RuntimeCall::System(SystemCall::apply_authorized_upgrade { .. }) => {
            <Runtime as frame_system::Config>::SystemWeightInfo::apply_authorized_upgrade()
        },
        RuntimeCall::Proxy(ProxyCall::proxy { call, .. }) => {
            let most = <Runtime as pallet_proxy::Config>::MaxProxies::get();
            let find = <Runtime as pallet_proxy::Config>::WeightInfo::proxy(most);
            find.saturating_add(weight_of(call))
        },
        RuntimeCall::Utility(UtilityCall::as_derivative { call, .. }) => {
            let derive = <Runtime as pallet_utility::Config>::WeightInfo::as_derivative();
            derive.saturating_add(weight_of(call))
        },
        _ => Weight::zero(),
    }
}

/// For which account a call acts that `who` signed, and what that account is to do.
fn acts_for<'a>(
    who: &AccountId,
    call: &'a RuntimeCall,
) -> Result<(AccountId, &'a RuntimeCall), Refusal> {
    match call {
        RuntimeCall::Proxy(ProxyCall::proxy { real, force_proxy_type, call }) => {
            let real = <Runtime as frame_system::Config>::Lookup::lookup(real.clone())
                .map_err(|_| Refusal::NotAProxy)?;
            let proxy =
                Proxy::find_proxy(&real, who, *force_proxy_type).map_err(|_| Refusal::NotAProxy)?;
            let may = proxy.delay == 0 && proxy.proxy_type.filter(call);
            ensure!(may, Refusal::NotAProxy);
            Ok((real, call))
        },
        RuntimeCall::Utility(UtilityCall::as_derivative { index, call }) => {
            Ok((pallet_utility::derivative_account_id(who.clone(), *index), call))
        },
        call => Ok((who.clone(), call)),
    }
}

/// Whether a block is being made, of which the first extrinsic says what time it is. The source of a transaction does
/// not tell: a pool that looks at those of another's block calls them part of one, too.
fn is_in_block() -> bool {
    System::extrinsic_index().is_some_and(|index| index > 0)
}

/// What the pool is told of a transaction that is of use before the block `until`: of those with the same
/// `tag` it keeps one.
fn once(tag: impl Encode, until: BlockNumber) -> ValidTransaction {
    let left = until.saturating_sub(System::block_number());
    ValidTransaction::with_tag_prefix(CheckOperational::IDENTIFIER)
        .and_provides(tag)
        .longevity(left.into())
        .into()
}

/// As the SDK asks of the same call without a signature. The trait through which it can be asked is deprecated
/// with those transactions; there is no other way to it.
#[allow(deprecated)]
fn is_authorized(call: &SystemCall<Runtime>) -> Result<ValidTransaction, Refusal> {
    use sp_runtime::traits::ValidateUnsigned;
    System::validate_unsigned(TransactionSource::External, call).map_err(|_| Refusal::NotAuthorized)
}

impl TransactionExtension<RuntimeCall> for CheckOperational {
    const IDENTIFIER: &'static str = "CheckOperational";
    type Implicit = ();
    type Val = ();
    type Pre = ();

    fn weight(&self, call: &RuntimeCall) -> Weight {
        match call.get_dispatch_info().class {
            DispatchClass::Operational => weight_of(call),
            _ if matches!(call, RuntimeCall::Inference(MarketCall::request { .. })) => {
                weight_of(call)
            },
            DispatchClass::Normal | DispatchClass::Mandatory => Weight::zero(),
        }
    }

    fn validate(
        &self,
        origin: RuntimeOrigin,
        call: &RuntimeCall,
        info: &DispatchInfo,
        _len: usize,
        _implicit: (),
        _implication: &impl Implication,
        _source: TransactionSource,
    ) -> ValidateResult<(), RuntimeCall> {
        let valid = match origin.as_system_origin_signer() {
            Some(who) if info.class == DispatchClass::Operational => {
                let (account, call) = acts_for(who, call)?;
                check(&account, call)?
            },
            Some(who) => may_request(who, call)?,
            None => ValidTransaction::default(),
        };
        Ok((valid, (), origin))
    }

    impl_tx_ext_default!(RuntimeCall; prepare);
}
