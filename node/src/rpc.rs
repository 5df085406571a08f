//! The RPC methods this node adds to the SDK's own (chain, state, author, system, chainHead,
//! transaction, archive).

use jsonrpsee::RpcModule;
use opg_primitives::{AccountId, Balance, Block, BlockNumber, Hash, Nonce};
use polkadot_sdk::{
    pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer},
    sc_chain_spec::ChainSpec,
    sc_consensus_babe::BabeWorkerHandle,
    sc_consensus_babe_rpc::{Babe, BabeApiServer},
    sc_consensus_grandpa::{
        FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
    },
    sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer},
    sc_rpc::{
        dev::{Dev, DevApiServer},
        SubscriptionTaskExecutor,
    },
    sc_sync_state_rpc::{SyncState, SyncStateApiServer},
    substrate_frame_rpc_system::{System, SystemApiServer},
};
use std::sync::Arc;

use crate::service::{FullBackend, FullClient, FullPool, FullSelectChain};
use polkadot_sdk::sp_keystore::KeystorePtr;

/// What the methods need of the node.
pub struct Parts {
    pub client: Arc<FullClient>,
    pub pool: Arc<FullPool>,
    pub select_chain: FullSelectChain,
    pub chain_spec: Box<dyn ChainSpec>,
    pub babe_worker: BabeWorkerHandle<Block>,
    pub keystore: KeystorePtr,
    pub voter_state: SharedVoterState,
    pub authority_set: SharedAuthoritySet<Hash, BlockNumber>,
    pub justifications: GrandpaJustificationStream<Block>,
    pub finality_proofs: Arc<FinalityProofProvider<FullBackend, Block>>,
}

/// Builds the methods.
pub fn build(
    parts: Parts,
    executor: SubscriptionTaskExecutor,
) -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>> {
    let Parts {
        client,
        pool,
        select_chain,
        chain_spec,
        babe_worker,
        keystore,
        voter_state,
        authority_set,
        justifications,
        finality_proofs,
    } = parts;
    let mut module = RpcModule::new(());
    module.merge(SystemApiServer::<Hash, AccountId, Nonce>::into_rpc(System::new(
        client.clone(),
        pool,
    )))?;
    module.merge(TransactionPaymentApiServer::<
        Hash,
        polkadot_sdk::pallet_transaction_payment::RuntimeDispatchInfo<Balance>,
    >::into_rpc(TransactionPayment::new(client.clone())))?;
    module
        .merge(Babe::new(client.clone(), babe_worker.clone(), keystore, select_chain).into_rpc())?;
    module.merge(
        Grandpa::new(executor, authority_set.clone(), voter_state, justifications, finality_proofs)
            .into_rpc(),
    )?;
    module.merge(
        SyncState::new(chain_spec, client.clone(), authority_set, babe_worker)?.into_rpc(),
    )?;
    module.merge(Dev::new(client).into_rpc())?;
    Ok(module)
}
