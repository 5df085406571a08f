//! What `make weights` measures: every pallet's own benchmarks, and those that the SDK does not
//! bring along for the consensus pallets (its own need the SDK's staking).

mod babe;
mod grandpa;
mod session;

use crate::*;
use alloc::string::String;
use frame_benchmarking::{
    add_benchmark, list_benchmark, BenchmarkBatch, BenchmarkConfig, BenchmarkError, BenchmarkList,
};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};
use frame_system_benchmarking::{
    extensions::Pallet as SystemExtensionsBench, Pallet as SystemBench,
};

use babe::Pallet as BabeBench;
use grandpa::Pallet as GrandpaBench;
use session::Pallet as SessionBench;

impl frame_system_benchmarking::Config for Runtime {}
impl frame_system_benchmarking::extensions::Config for Runtime {}
impl babe::Config for Runtime {}
impl grandpa::Config for Runtime {}
impl session::Config for Runtime {}

mod benches {
    frame_benchmarking::define_benchmarks!(
        [frame_system, SystemBench::<Runtime>]
        [frame_system_extensions, SystemExtensionsBench::<Runtime>]
        [pallet_babe, BabeBench::<Runtime>]
        [pallet_balances, Balances]
        [pallet_grandpa, GrandpaBench::<Runtime>]
        [pallet_multisig, Multisig]
        [pallet_parameters, Parameters]
        [pallet_preimage, Preimage]
        [pallet_proxy, Proxy]
        [pallet_scheduler, Scheduler]
        [pallet_session, SessionBench::<Runtime>]
        [pallet_timestamp, Timestamp]
        [pallet_transaction_payment, TransactionPayment]
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

/// Makes `count` accounts the validators of session 0, with session keys of their own, and moves
/// on to session 1, so that an offence of session 0 is proven against the stored root of a past
/// session: the longer way.
fn validators(count: u32) -> Result<Vec<(AccountId, SessionKeys)>, BenchmarkError> {
    use codec::Encode;
    use frame_support::traits::fungible::Mutate;

    let mut validators = Vec::new();
    for index in 0..count {
        let account: AccountId = frame_benchmarking::account("validator", index, 0);
        Balances::mint_into(&account, 1_000 * opg_primitives::token::OPG)?;
        let generated = SessionKeys::generate(&account.encode(), None);
        Session::set_keys(
            RuntimeOrigin::signed(account.clone()),
            generated.keys.clone(),
            generated.proof.encode(),
        )?;
        validators.push((account, generated.keys));
    }
    let accounts: Vec<_> = validators.iter().map(|(account, _)| account.clone()).collect();
    pallet_session::Validators::<Runtime>::put(accounts);
    Ok(validators)
}

/// Proves that `key` belongs to a validator of session 0, then ends that session.
fn prove_and_move_on(
    key: (sp_core::crypto::KeyTypeId, impl AsRef<[u8]>),
) -> Result<sp_session::MembershipProof, BenchmarkError> {
    use frame_support::traits::KeyOwnerProofSystem;
    use pallet_session::SessionManager;

    type Manager = <Runtime as pallet_session::Config>::SessionManager;
    Manager::new_session(0);
    let proof = Historical::prove((key.0, key.1.as_ref().to_vec()))
        .ok_or("the key belongs to a validator")?;
    pallet_session::CurrentIndex::<Runtime>::put(1);
    Ok(proof)
}
