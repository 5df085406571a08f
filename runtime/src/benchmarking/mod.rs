//! What `make weights` measures: every pallet's own benchmarks, those that the SDK does not bring
//! along for the consensus pallets (its own need the SDK's staking), and that of our origins.

mod babe;
mod grandpa;
pub mod inference;
pub mod models;
pub mod oracle;
mod origins;
pub mod panels;
mod session;

use crate::{configs::key_owners::KeyOwners, *};
use alloc::string::String;
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkError, BenchmarkList};
use frame_support::{
    traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys},
    WeakBoundedVec,
};
use frame_system_benchmarking::{
    extensions::Pallet as SystemExtensionsBench, Pallet as SystemBench,
};

use sp_consensus_babe::{
    digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest},
    Slot,
};
use sp_runtime::DigestItem;

use babe::Pallet as BabeBench;
use grandpa::Pallet as GrandpaBench;
use origins::Pallet as OriginsBench;
use session::Pallet as SessionBench;

impl frame_system_benchmarking::Config for Runtime {}
impl babe::Config for Runtime {}
impl grandpa::Config for Runtime {}
impl origins::Config for Runtime {}
impl session::Config for Runtime {}

impl pallet_transaction_payment::BenchmarkConfig for Runtime {
    /// Someone authors the block and receives the fee.
    fn setup_benchmark_environment() {
        System::deposit_log(claim_of_first_validator());
    }
}

/// The digest in which the first validator claims slot 0.
fn claim_of_first_validator() -> DigestItem {
    DigestItem::babe_pre_digest(PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
        authority_index: 0,
        slot: Slot::from(0),
    }))
}

mod benches {
    use polkadot_sdk::frame_benchmarking;

    frame_benchmarking::define_benchmarks!(
        [frame_system, SystemBench::<Runtime>]
        [frame_system_extensions, SystemExtensionsBench::<Runtime>]
        [origins, OriginsBench::<Runtime>]
        [pallet_babe, BabeBench::<Runtime>]
        [pallet_bags_list, Ranking]
        [pallet_balances, Balances]
        [pallet_conviction_voting, ConvictionVoting]
        [pallet_grandpa, GrandpaBench::<Runtime>]
        [pallet_multisig, Multisig]
        [pallet_opg_inference, Inference]
        [pallet_opg_models, Models]
        [pallet_opg_oracle, Oracle]
        [pallet_opg_panels, Panels]
        [pallet_opg_proofs, Proofs]
        [pallet_opg_release, Release]
        [pallet_opg_stake, Stake]
        [pallet_parameters, Parameters]
        [pallet_preimage, Preimage]
        [pallet_proxy, Proxy]
        [pallet_referenda, Referenda]
        [pallet_scheduler, Scheduler]
        [pallet_session, SessionBench::<Runtime>]
        [pallet_timestamp, Timestamp]
        [pallet_transaction_payment, TransactionPayment]
        [pallet_treasury, Treasury]
        [pallet_tx_pause, TxPause]
        [pallet_utility, Utility]
    );
}

/// The benchmarks there are, and what storage they touch.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
    let mut list = Vec::new();
    list_benchmarks!(list, extra);
    (list, AllPalletsWithSystem::storage_info())
}

/// Runs what `config` asks for.
pub fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
    let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
    let mut batches = Vec::new();
    let params = (&config, &whitelist);
    add_benchmarks!(params, batches);
    Ok(batches)
}

/// Makes `count` accounts the validators of the current session, with session keys of their own.
fn validators(count: u32) -> Result<Vec<(AccountId, SessionKeys)>, BenchmarkError> {
    use codec::Encode;
    use frame_support::traits::fungible::Mutate;

    let mut validators = Vec::new();
    for index in 0..count {
        let account: AccountId = frame_benchmarking::account("validator", index, 0);
        Balances::mint_into(&account, 1_000 * opg_primitives::token::OPG)?;
        // A seed in hex: a random one is stretched from words, which takes a millisecond a key.
        let seed = alloc::format!("0x{index:064x}").into_bytes();
        let generated = SessionKeys::generate(&account.encode(), Some(seed));
        Session::set_keys(
            RuntimeOrigin::signed(account.clone()),
            generated.keys.clone(),
            generated.proof.encode(),
        )?;
        validators.push((account, generated.keys));
    }
    let accounts: Vec<_> = validators.iter().map(|(account, _)| account.clone()).collect();
    pallet_session::Validators::<Runtime>::put(accounts);
    let babe = validators.iter().map(|(_, keys)| (keys.babe.clone(), 1)).collect();
    pallet_babe::Authorities::<Runtime>::put(WeakBoundedVec::force_from(babe, None));
    let grandpa = validators.iter().map(|(_, keys)| (keys.grandpa.clone(), 1)).collect();
    pallet_grandpa::Authorities::<Runtime>::put(WeakBoundedVec::force_from(grandpa, None));
    let found = validators.iter().map(|(_, keys)| keys.authority_discovery.clone()).collect();
    pallet_authority_discovery::Keys::<Runtime>::put(WeakBoundedVec::force_from(found, None));
    Ok(validators)
}

/// Proves that `key` belongs to a validator of the current session.
fn prove(
    key: (sp_core::crypto::KeyTypeId, impl AsRef<[u8]>),
) -> Result<sp_session::MembershipProof, BenchmarkError> {
    use frame_support::traits::KeyOwnerProofSystem;

    KeyOwners::prove((key.0, key.1.as_ref().to_vec()))
        .ok_or("the key belongs to a validator".into())
}

/// Has a third of `validators` at stake, as operators, and the last of them with as much on its way out
/// as a slash can reach. More equivocate only where the chain is lost anyway.
fn offenders(
    mut validators: Vec<(AccountId, SessionKeys)>,
) -> Result<Vec<(AccountId, SessionKeys)>, BenchmarkError> {
    use frame_support::traits::fungible::Mutate;
    use opg_primitives::{
        stake::{Role, Roles},
        token::OPG,
    };

    let third = validators.len().div_ceil(3);
    validators.truncate(third);
    for (account, _) in &validators {
        Balances::mint_into(account, 1_000_000 * OPG)?;
        let roles = Roles::of([Role::Validator]);
        let origin = RuntimeOrigin::signed(account.clone());
        Stake::register(origin, roles, 500_000 * OPG, Default::default(), Default::default())?;
    }
    if let Some((last, _)) = validators.last() {
        let eras = Stake::slash_span(pallet_opg_clocks::MAX_UNBONDING_ERAS);
        for era in 1..=eras {
            let pool = pallet_opg_stake::pool::Pool { shares: 1, balance: 1 };
            pallet_opg_stake::Leavings::<Runtime>::insert(last, era, pool);
        }
        pallet_opg_stake::CurrentEra::<Runtime>::put(eras);
    }
    Ok(validators)
}

/// The least bond above `bond` of which whoever loses anything ranks in another bag.
pub fn least_of_a_bag(bond: Balance) -> Balance {
    use crate::configs::stake::{BagThresholds, SCORE_UNIT};
    let mut ends = BagThresholds::get().iter().map(|score| Balance::from(*score) * SCORE_UNIT);
    ends.find(|end| *end >= bond).expect("there are larger bags") + SCORE_UNIT
}

/// Registers session keys for `who`, as staking asks of validators. Making real ones would take most of
/// the time that is measured around.
pub fn give_session_keys(who: &AccountId) {
    use codec::Decode;
    let keys = SessionKeys::decode(&mut sp_runtime::traits::TrailingZeroInput::zeroes())
        .expect("any bytes are keys");
    pallet_session::NextKeys::<Runtime>::insert(who, keys);
}
