//! Wires the node: client, pool, import queue, network, authoring, finality.

use crate::{
    equivocations,
    executor::{self, Executor},
    rpc,
};
use futures::{FutureExt, StreamExt};
use opg_primitives::{Block, BlockNumber, Hash};
use opg_runtime::{configs::system::MAX_BLOCK_LENGTH, RuntimeApi};
use polkadot_sdk::{
    sc_authority_discovery,
    sc_basic_authorship::ProposerFactory,
    sc_client_api::Backend,
    sc_consensus::{DefaultImportQueue, LongestChain},
    sc_consensus_babe::{self as babe, BabeLink, BabeWorkerHandle, SlotProportion},
    sc_consensus_grandpa::{self as grandpa, GrandpaPruningFilter, SharedVoterState},
    sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging,
    sc_network::{
        config::FullNetworkConfiguration, service::traits::NetworkService, Event,
        Litep2pNetworkBackend, NetworkBackend, NetworkEventStream,
    },
    sc_offchain::{OffchainWorkerOptions, OffchainWorkers},
    sc_service::{
        self, Configuration, Error, PartialComponents, TFullBackend, TFullClient, TaskManager,
        WarpSyncConfig,
    },
    sc_sysinfo,
    sc_telemetry::{Telemetry, TelemetryWorker},
    sc_transaction_pool::TransactionPoolHandle,
    sc_transaction_pool_api::OffchainTransactionPoolFactory,
    sp_consensus_babe::{
        inherents::{BabeCreateInherentDataProviders, InherentDataProvider as BabeSlot},
        SlotDuration,
    },
    sp_keystore::KeystorePtr,
    sp_timestamp::InherentDataProvider as Timestamp,
};
use std::{sync::Arc, time::Duration};

pub type FullClient = TFullClient<Block, RuntimeApi, Executor>;
pub type FullBackend = TFullBackend<Block>;
pub type FullSelectChain = LongestChain<FullBackend, Block>;
pub type FullPool = TransactionPoolHandle<Block, FullClient>;

type GrandpaBlockImport =
    grandpa::GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>;
type BabeBlockImport = babe::BabeBlockImport<
    Block,
    FullClient,
    GrandpaBlockImport,
    BabeCreateInherentDataProviders<Block>,
    FullSelectChain,
>;

/// A justification is kept at least this often, for nodes that sync by finality proofs.
const JUSTIFICATION_PERIOD: BlockNumber = 512;
/// How long GRANDPA waits for votes to travel.
const GOSSIP_DURATION: Duration = Duration::from_millis(500);
/// Share of a slot in which a block is put together; the rest is for it to travel and be imported.
const PROPOSAL_SHARE: f32 = 0.5;

/// What consensus needs between building the client and starting to author.
pub struct ConsensusParts {
    block_import: BabeBlockImport,
    babe_link: BabeLink<Block>,
    babe_worker: BabeWorkerHandle<Block>,
    grandpa_link: grandpa::LinkHalf<Block, FullClient, FullSelectChain>,
    telemetry: Option<Telemetry>,
}

/// Client, pool and import queue: all that commands over a database need.
pub type Partial = PartialComponents<
    FullClient,
    FullBackend,
    FullSelectChain,
    DefaultImportQueue<Block>,
    FullPool,
    ConsensusParts,
>;

/// The slot and the time a block claims, by this machine's clock.
fn slot_and_time(slot: SlotDuration) -> (BabeSlot, Timestamp) {
    let time = Timestamp::from_system_time();
    (BabeSlot::from_timestamp_and_slot_duration(*time, slot), time)
}

/// Opens the database and builds what imports blocks.
pub fn new_partial(config: &Configuration) -> Result<Partial, Error> {
    // Beside all that follows: a block that asks for it sooner waits for it.
    std::thread::spawn(opg_primitives::proofs::prepare);
    let telemetry = config
        .telemetry_endpoints
        .clone()
        .filter(|endpoints| !endpoints.is_empty())
        .map(|endpoints| {
            let worker = TelemetryWorker::new(16)?;
            let telemetry = worker.handle().new_telemetry(endpoints);
            Ok::<_, polkadot_sdk::sc_telemetry::Error>((worker, telemetry))
        })
        .transpose()?;
    let (client, backend, keystore_container, task_manager) =
        sc_service::new_full_parts::<Block, RuntimeApi, _>(
            config,
            telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
            executor::new(&config.executor),
            // Nodes that sync by warp need the justifications, also from pruned nodes.
            vec![Arc::new(GrandpaPruningFilter)],
        )?;
    let client = Arc::new(client);
    let telemetry = telemetry.map(|(worker, telemetry)| {
        task_manager.spawn_handle().spawn("telemetry", None, worker.run());
        telemetry
    });

    let select_chain = LongestChain::new(backend.clone());
    let transaction_pool = Arc::from(
        polkadot_sdk::sc_transaction_pool::Builder::new(
            task_manager.spawn_essential_handle(),
            client.clone(),
            config.role.is_authority().into(),
        )
        .with_options(config.transaction_pool.clone())
        .with_prometheus(config.prometheus_registry())
        .build(),
    );

    let (grandpa_import, grandpa_link) = grandpa::block_import(
        client.clone(),
        JUSTIFICATION_PERIOD,
        &client,
        select_chain.clone(),
        telemetry.as_ref().map(|telemetry| telemetry.handle()),
    )?;
    let babe_config = babe::configuration(&*client)?;
    let slot = babe_config.slot_duration();
    let (block_import, babe_link) = babe::block_import(
        babe_config,
        grandpa_import.clone(),
        client.clone(),
        Arc::new(move |_, _| async move { Ok(slot_and_time(slot)) })
            as BabeCreateInherentDataProviders<Block>,
        select_chain.clone(),
        OffchainTransactionPoolFactory::new(transaction_pool.clone()),
    )?;
    let (import_queue, babe_worker) = babe::import_queue(babe::ImportQueueParams {
        link: babe_link.clone(),
        block_import: block_import.clone(),
        justification_import: Some(Box::new(grandpa_import)),
        client: client.clone(),
        slot_duration: slot,
        spawner: &task_manager.spawn_essential_handle(),
        registry: config.prometheus_registry(),
        telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
    })?;

    Ok(PartialComponents {
        client,
        backend,
        task_manager,
        import_queue,
        keystore_container,
        select_chain,
        transaction_pool,
        other: ConsensusParts { block_import, babe_link, babe_worker, grandpa_link, telemetry },
    })
}

/// Builds the whole node and starts its tasks.
pub fn new_full(
    config: Configuration,
    hardware: Option<sc_sysinfo::HwBench>,
) -> Result<TaskManager, Error> {
    let PartialComponents {
        client,
        backend,
        mut task_manager,
        import_queue,
        keystore_container,
        select_chain,
        transaction_pool,
        other: ConsensusParts { block_import, babe_link, babe_worker, grandpa_link, mut telemetry },
    } = new_partial(&config)?;
    let keystore = keystore_container.keystore();
    let registry = config.prometheus_registry().cloned();

    let genesis = client.chain_info().genesis_hash;
    let metrics =
        <Litep2pNetworkBackend as NetworkBackend<Block, Hash>>::register_notification_metrics(
            registry.as_ref(),
        );
    let mut net_config = FullNetworkConfiguration::<Block, Hash, Litep2pNetworkBackend>::new(
        &config.network,
        registry.clone(),
    );
    let grandpa_protocol = grandpa::protocol_standard_name(&genesis, &config.chain_spec);
    let (grandpa_peers, grandpa_notifications) =
        grandpa::grandpa_peers_set_config::<Block, Litep2pNetworkBackend>(
            grandpa_protocol.clone(),
            metrics.clone(),
            net_config.peer_store_handle(),
        );
    net_config.add_notification_protocol(grandpa_peers);
    let warp_sync = Arc::new(grandpa::warp_proof::NetworkProvider::new(
        backend.clone(),
        grandpa_link.shared_authority_set().clone(),
        Vec::new(),
    ));

    let (network, system_rpc_tx, tx_handler_controller, sync, _) =
        sc_service::build_network(sc_service::BuildNetworkParams {
            config: &config,
            net_config,
            client: client.clone(),
            transaction_pool: transaction_pool.clone(),
            spawn_handle: task_manager.spawn_handle(),
            spawn_essential_handle: task_manager.spawn_essential_handle(),
            import_queue,
            block_announce_validator_builder: None,
            warp_sync_config: Some(WarpSyncConfig::WithProvider(warp_sync)),
            block_relay: None,
            metrics,
            gap_sync_body_policy: None,
        })?;

    let voter_state = SharedVoterState::empty();
    let rpc_builder = {
        let parts = (client.clone(), transaction_pool.clone(), select_chain.clone());
        let chain_spec = config.chain_spec.cloned_box();
        let (babe_worker, keystore) = (babe_worker, keystore.clone());
        let voter_state = voter_state.clone();
        let authority_set = grandpa_link.shared_authority_set().clone();
        let justifications = grandpa_link.justification_stream();
        let finality_proofs = grandpa::FinalityProofProvider::new_for_service(
            backend.clone(),
            Some(authority_set.clone()),
        );
        move |executor| {
            let (client, pool, select_chain) = parts.clone();
            rpc::build(
                rpc::Parts {
                    client,
                    pool,
                    select_chain,
                    chain_spec: chain_spec.cloned_box(),
                    babe_worker: babe_worker.clone(),
                    keystore: keystore.clone(),
                    voter_state: voter_state.clone(),
                    authority_set: authority_set.clone(),
                    justifications: justifications.clone(),
                    finality_proofs: finality_proofs.clone(),
                },
                executor,
            )
            .map_err(Into::into)
        }
    };

    let role = config.role;
    let name = config.network.node_name.clone();
    let force_authoring = config.force_authoring;
    let finality = !config.disable_grandpa;

    if config.offchain_worker.enabled {
        spawn_offchain_workers(
            &config,
            &task_manager,
            &client,
            &backend,
            &transaction_pool,
            &network,
            keystore.clone(),
        )?;
    }
    if role.is_authority() {
        spawn_authority_discovery(&config, &task_manager, &client, &network, keystore.clone());
    }

    sc_service::spawn_tasks(sc_service::SpawnTasksParams {
        config,
        backend,
        client: client.clone(),
        keystore: keystore.clone(),
        network: network.clone(),
        sync_service: sync.clone(),
        rpc_builder: Box::new(rpc_builder),
        transaction_pool: transaction_pool.clone(),
        task_manager: &mut task_manager,
        system_rpc_tx,
        tx_handler_controller,
        telemetry: telemetry.as_mut(),
        tracing_execute_block: None,
    })?;
    report_hardware(hardware, role.is_authority(), &task_manager, telemetry.as_mut());

    if role.is_authority() {
        let mut proposer = ProposerFactory::new(
            task_manager.spawn_handle(),
            client.clone(),
            transaction_pool.clone(),
            registry.as_ref(),
            telemetry.as_ref().map(|telemetry| telemetry.handle()),
        );
        // The SDK's default is smaller than what the runtime allows.
        proposer.set_default_block_size_limit(MAX_BLOCK_LENGTH as usize);
        let slot = babe_link.config().slot_duration();
        let authoring = babe::start_babe(babe::BabeParams {
            keystore: keystore.clone(),
            client: client.clone(),
            select_chain,
            env: proposer,
            block_import,
            sync_oracle: sync.clone(),
            justification_sync_link: sync.clone(),
            create_inherent_data_providers: move |_, ()| async move { Ok(slot_and_time(slot)) },
            force_authoring,
            backoff_authoring_blocks: Some(BackoffAuthoringOnFinalizedHeadLagging::default()),
            babe_link,
            block_proposal_slot_portion: SlotProportion::new(PROPOSAL_SHARE),
            max_block_proposal_slot_portion: None,
            telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
        })?;
        task_manager.spawn_essential_handle().spawn_blocking("babe", None, authoring);
        let watch = equivocations::watch(client.clone(), transaction_pool.clone());
        task_manager.spawn_handle().spawn("equivocations", None, watch);
    }

    if finality {
        let voter = grandpa::run_grandpa_voter(grandpa::GrandpaParams {
            config: grandpa::Config {
                gossip_duration: GOSSIP_DURATION,
                justification_generation_period: JUSTIFICATION_PERIOD,
                name: Some(name),
                observer_enabled: false,
                keystore: role.is_authority().then_some(keystore),
                local_role: role,
                telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
                protocol_name: grandpa_protocol,
            },
            link: grandpa_link,
            network,
            sync,
            notification_service: grandpa_notifications,
            voting_rule: grandpa::VotingRulesBuilder::default().build(),
            prometheus_registry: registry,
            shared_voter_state: voter_state,
            telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
            offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(transaction_pool),
        })?;
        task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
    }
    Ok(task_manager)
}

fn spawn_offchain_workers(
    config: &Configuration,
    tasks: &TaskManager,
    client: &Arc<FullClient>,
    backend: &Arc<FullBackend>,
    pool: &Arc<FullPool>,
    network: &Arc<dyn NetworkService>,
    keystore: KeystorePtr,
) -> Result<(), Error> {
    let workers = OffchainWorkers::new(OffchainWorkerOptions {
        runtime_api_provider: client.clone(),
        keystore: Some(keystore),
        offchain_db: backend.offchain_storage(),
        transaction_pool: Some(OffchainTransactionPoolFactory::new(pool.clone())),
        network_provider: Arc::new(network.clone()),
        is_validator: config.role.is_authority(),
        // Nothing in this runtime fetches over HTTP: that is the work of separate processes.
        enable_http_requests: false,
        custom_extensions: |_| Vec::new(),
    })?;
    tasks.spawn_handle().spawn(
        "offchain-workers-runner",
        "offchain-worker",
        workers.run(client.clone(), tasks.spawn_handle()).boxed(),
    );
    Ok(())
}

/// Publishes where this validator can be reached, and finds the others.
fn spawn_authority_discovery(
    config: &Configuration,
    tasks: &TaskManager,
    client: &Arc<FullClient>,
    network: &Arc<dyn NetworkService>,
    keystore: KeystorePtr,
) {
    let dht_events = network.event_stream("authority-discovery").filter_map(|event| async move {
        match event {
            Event::Dht(event) => Some(event),
            _ => None,
        }
    });
    let (worker, _service) = sc_authority_discovery::new_worker_and_service_with_config(
        sc_authority_discovery::WorkerConfig {
            publish_non_global_ips: config.network.allow_non_globals_in_dht,
            public_addresses: config.network.public_addresses.clone(),
            strict_record_validation: true,
            persisted_cache_directory: config.network.net_config_path.clone(),
            ..Default::default()
        },
        client.clone(),
        Arc::new(network.clone()),
        Box::pin(dht_events),
        sc_authority_discovery::Role::PublishAndDiscover(keystore),
        config.prometheus_registry().cloned(),
        tasks.spawn_handle(),
    );
    tasks.spawn_handle().spawn("authority-discovery-worker", None, worker.run());
}

/// Prints this machine's speed, warns a validator whose machine is slower than it should be, and
/// tells the telemetry.
fn report_hardware(
    hardware: Option<sc_sysinfo::HwBench>,
    is_authority: bool,
    tasks: &TaskManager,
    telemetry: Option<&mut Telemetry>,
) {
    let Some(hardware) = hardware else { return };
    sc_sysinfo::print_hwbench(&hardware);
    if let Err(slower) = crate::hardware::requirements().check_hardware(&hardware, is_authority) {
        if is_authority {
            log::warn!(
                "This machine is slower than a validator's should be and may miss its slots: {slower}"
            );
        }
    }
    if let Some(telemetry) = telemetry {
        let handle = telemetry.handle();
        tasks.spawn_handle().spawn(
            "telemetry-hardware",
            None,
            sc_sysinfo::initialize_hwbench_telemetry(handle, hardware),
        );
    }
}
