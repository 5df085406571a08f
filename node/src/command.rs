//! Turns flags into action.

use crate::{
    cli::{Cli, Subcommand},
    hardware, service,
    workers::Worker,
};
use opg_chain_spec as chain_spec;
use polkadot_sdk::{
    sc_cli::{self, CliConfiguration, Error, Result, Runner, SubstrateCli},
    sc_client_db::DatabaseSource,
    sc_network::{config::NetworkBackendType, multiaddr::Protocol, Multiaddr},
    sc_service::{self, ChainSpec, ChainType, Configuration, PartialComponents},
    sc_storage_monitor::StorageMonitorService,
    sc_sysinfo,
    sp_core::crypto::set_default_ss58_version,
};
use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write},
    net::{IpAddr, SocketAddr, TcpListener, UdpSocket},
    panic,
    path::Path,
};

impl SubstrateCli for Cli {
    fn impl_name() -> String {
        "OPG node".into()
    }

    fn impl_version() -> String {
        env!("SUBSTRATE_CLI_IMPL_VERSION").into()
    }

    fn description() -> String {
        env!("CARGO_PKG_DESCRIPTION").into()
    }

    fn author() -> String {
        env!("CARGO_PKG_AUTHORS").into()
    }

    fn support_url() -> String {
        "the issue tracker of the OPG chain's repository".into()
    }

    fn copyright_start_year() -> i32 {
        2026
    }

    fn executable_name() -> String {
        "opg-node".into()
    }

    fn load_spec(&self, id: &str) -> std::result::Result<Box<dyn sc_service::ChainSpec>, String> {
        Ok(Box::new(chain_spec::load(id)?))
    }
}

/// Does what the command line asks for.
pub fn run() -> Result<()> {
    set_default_ss58_version(opg_primitives::token::SS58_PREFIX.into());
    let cli = Cli::from_args();
    match &cli.subcommand {
        None => run_node(cli),
        Some(Subcommand::Key(command)) => command.run(&cli),
        Some(Subcommand::ExportChainSpec(command)) => {
            let built = cli.load_spec(&command.chain)?;
            command.run(match command.raw {
                true => built,
                false => Box::new(chain_spec::describe(&command.chain)?),
            })
        },
        Some(Subcommand::CheckBlock(command)) => runner(&cli, command)?.async_run(|config| {
            let PartialComponents { client, task_manager, import_queue, .. } = open(config)?;
            Ok((command.run(client, import_queue), task_manager))
        }),
        Some(Subcommand::ExportBlocks(command)) => runner(&cli, command)?.async_run(|config| {
            let config = on_paritydb(config);
            let database = config.database.clone();
            let PartialComponents { client, task_manager, .. } = open(config)?;
            Ok((command.run(client, database), task_manager))
        }),
        Some(Subcommand::ImportBlocks(command)) => runner(&cli, command)?.async_run(|config| {
            let PartialComponents { client, task_manager, import_queue, .. } = open(config)?;
            Ok((command.run(client, import_queue), task_manager))
        }),
        Some(Subcommand::ExportState(command)) => runner(&cli, command)?.async_run(|config| {
            let chain_spec = config.chain_spec.cloned_box();
            let PartialComponents { client, task_manager, .. } = open(config)?;
            Ok((command.run(client, chain_spec), task_manager))
        }),
        Some(Subcommand::PurgeChain(command)) => {
            runner(&cli, command)?.sync_run(|config| command.run(on_paritydb(config).database))
        },
        Some(Subcommand::Revert(command)) => runner(&cli, command)?.async_run(|config| {
            let PartialComponents { client, task_manager, backend, .. } = open(config)?;
            let revert_consensus =
                Box::new(|client: std::sync::Arc<service::FullClient>, backend, blocks| {
                    polkadot_sdk::sc_consensus_babe::revert(client.clone(), backend, blocks)?;
                    polkadot_sdk::sc_consensus_grandpa::revert(client, blocks)?;
                    Ok(())
                });
            Ok((command.run(client, backend, Some(revert_consensus)), task_manager))
        }),
        Some(Subcommand::ChainInfo(command)) => runner(&cli, command)?
            .sync_run(|config| command.run::<opg_primitives::Block>(&on_paritydb(config))),
    }
}

fn runner<C: CliConfiguration>(cli: &Cli, command: &C) -> Result<Runner<Cli>> {
    cli.create_runner(command)
}

fn open(config: Configuration) -> Result<service::Partial> {
    Ok(service::new_partial(&on_paritydb(config))?)
}

/// ParityDB, also where the SDK would look for another database first.
fn on_paritydb(mut config: Configuration) -> Configuration {
    if let DatabaseSource::Auto { paritydb_path, .. } = config.database {
        config.database = DatabaseSource::ParityDb { path: paritydb_path };
    }
    config
}

fn run_node(mut cli: Cli) -> Result<()> {
    // A validator's network identity is made beforehand and guarded, except on chains for trying
    // things out.
    let chain = cli.run.shared_params.chain_id(cli.run.shared_params.is_dev());
    if chain_spec::describe(&chain).is_ok_and(|spec| spec.chain_type() == ChainType::Local) {
        cli.run.network_params.node_key_params.unsafe_force_node_key_generation = true;
    }
    let runner = cli.create_runner(&cli.run)?;
    let_timers_end();
    let measure_hardware = !cli.no_hardware_benchmarks && !cli.run.shared_params.is_dev();
    let folder = runner.config().base_path.path().to_path_buf();
    let ended = runner.run_node_until_exit(|config| async move {
        let mut config = on_paritydb(config);
        // A node that quietly listens elsewhere is found by nobody.
        for endpoint in config.rpc.addr.iter_mut().flatten() {
            endpoint.retry_random_port = false;
        }
        ensure_ports_are_free(&config)?;
        if !matches!(config.network.network_backend, NetworkBackendType::Litep2p) {
            return Err(Error::Input(
                "this node speaks litep2p only; leave --network-backend out".into(),
            ));
        }
        let path = config.database.path().map(|path| path.to_path_buf());
        let hardware = path.as_ref().filter(|_| measure_hardware).map(|path| {
            // A directory that cannot be made is reported when the database is opened in it.
            let _ = fs::create_dir_all(path);
            sc_sysinfo::gather_hwbench(Some(path), &hardware::requirements())
        });
        let worker = worker_of(&cli, &config)?;
        let tasks = service::new_full(config, hardware)?;
        if let Some(worker) = worker {
            worker.keep_running()?;
        }
        if let Some(path) = path {
            StorageMonitorService::try_spawn(
                cli.storage_monitor,
                path,
                &tasks.spawn_essential_handle(),
            )
            .map_err(|error| Error::Application(error.into()))?;
        }
        Ok::<_, sc_cli::Error>(tasks)
    });
    ended.map_err(|error| full_disk(&folder).unwrap_or(error))
}

/// Timers that are still waited for when the node stops panic, and the SDK's hook would end the process there: before
/// it is said why the node stops.
fn let_timers_end() {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let text = panic.payload_as_str().unwrap_or_default();
        if !text.contains("context was found, but it is being shutdown") {
            hook(panic);
        }
    }));
}

/// The worker that is to run beside this node, if one is asked for.
fn worker_of(cli: &Cli, config: &Configuration) -> Result<Option<Worker>> {
    if cli.roles.is_empty() {
        return Ok(None);
    }
    let mut endpoints = config.rpc.addr.iter().flatten();
    let listens = endpoints.next().map_or_else(
        || SocketAddr::from(([127, 0, 0, 1], config.rpc.port)),
        |endpoint| endpoint.listen_addr,
    );
    let worker = Worker::find(&cli.roles, &cli.worker_config, listens);
    worker.map(Some).map_err(|error| Error::Input(error.to_string()))
}

/// The reason behind a failed task, whose own error the SDK keeps to the log: nothing can be
/// written any more.
fn full_disk(folder: &Path) -> Option<Error> {
    let probe = folder.join(format!(".probe-{}", std::process::id()));
    let file = OpenOptions::new().write(true).create_new(true).open(&probe);
    let written = file.and_then(|mut file| file.write_all(&[0; 1 << 16]));
    let _ = fs::remove_file(&probe);
    written.err().filter(|error| error.kind() == ErrorKind::StorageFull).map(Error::Io)
}

/// Refuses to start where another program listens on a port this node is to be reached at. The SDK
/// would log the failure and run on without metrics, or without peers.
fn ensure_ports_are_free(config: &Configuration) -> Result<()> {
    for address in &config.network.listen_addresses {
        match socket_of(address) {
            Some((address, Transport::Tcp)) => is_free(address, TcpListener::bind(address))?,
            Some((address, Transport::Udp)) => is_free(address, UdpSocket::bind(address))?,
            None => {},
        }
    }
    if let Some(metrics) = &config.prometheus_config {
        is_free(metrics.port, TcpListener::bind(metrics.port))?;
    }
    Ok(())
}

/// Other failures are no reason to stop: a machine without IPv6 listens on its other addresses.
fn is_free<Socket>(address: SocketAddr, bound: io::Result<Socket>) -> Result<()> {
    match bound {
        Err(error)
            if matches!(error.kind(), ErrorKind::AddrInUse | ErrorKind::PermissionDenied) =>
        {
            Err(Error::Application(format!("cannot listen on {address}: {error}").into()))
        },
        _ => Ok(()),
    }
}

enum Transport {
    Tcp,
    Udp,
}

/// The socket that a listen address like `/ip4/0.0.0.0/tcp/30333/ws` stands for.
fn socket_of(address: &Multiaddr) -> Option<(SocketAddr, Transport)> {
    let mut parts = address.iter();
    let ip: IpAddr = match parts.next()? {
        Protocol::Ip4(ip) => ip.into(),
        Protocol::Ip6(ip) => ip.into(),
        _ => return None,
    };
    match parts.next()? {
        Protocol::Tcp(port) => Some((SocketAddr::new(ip, port), Transport::Tcp)),
        Protocol::Udp(port) => Some((SocketAddr::new(ip, port), Transport::Udp)),
        _ => None,
    }
}
