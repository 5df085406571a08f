//! Flags and subcommands.

use crate::workers::Role;
use clap::Parser;
use polkadot_sdk::{sc_cli, sc_storage_monitor::StorageMonitorParams};
use std::path::PathBuf;

/// Examples shown under `opg-node --help`.
const EXAMPLES: &str = "\
Examples:
  opg-node --dev
      A development chain on ws://127.0.0.1:9944, Alice to Ferdie funded, state forgotten at exit.
  opg-node --dev --base-path ./data
      The same, kept in ./data.
  opg-node --chain local --alice --base-path ./alice
      The first validator of a network on this machine.
  opg-node --chain testnet-raw.json --base-path /var/lib/opg --name my-node
      A full node of the chain that the file describes.
  opg-node --chain testnet-raw.json --sync warp --validator --base-path /var/lib/opg
      A validator, synced by proofs of finality instead of block by block.
  opg-node --chain testnet-raw.json --base-path /var/lib/opg --roles inference,verifier
      A full node with an opg-worker beside it, as worker.toml says.

docs/operators.md says how to run a node for good: keys, ports, service unit, upgrades, backups.";

/// The OPG chain's full node and validator.
#[derive(Debug, Parser)]
#[command(
    propagate_version = true,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    // Not `after_help`, which the SDK sets itself.
    after_long_help = EXAMPLES
)]
pub struct Cli {
    /// Something to do instead of running the node.
    #[command(subcommand)]
    pub subcommand: Option<Subcommand>,

    #[clap(flatten)]
    pub run: sc_cli::RunCmd,

    /// Skip measuring this machine's speed at start.
    #[arg(long)]
    pub no_hardware_benchmarks: bool,

    /// Run an opg-worker beside this node that does these, and start it again when it dies.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "ROLE,…")]
    pub roles: Vec<Role>,

    /// The configuration of the worker that --roles starts.
    #[arg(long, value_name = "FILE", default_value = "worker.toml", requires = "roles")]
    pub worker_config: PathBuf,

    #[clap(flatten)]
    pub storage_monitor: StorageMonitorParams,
}

/// What the node can do beside running.
#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
    /// Generate, inspect and insert keys.
    #[command(subcommand)]
    Key(sc_cli::KeySubcommand),

    /// Write a chain's specification, plain or raw, to standard output or a file.
    ExportChainSpec(sc_cli::ExportChainSpecCmd),

    /// Execute a block of the database again and compare.
    CheckBlock(sc_cli::CheckBlockCmd),

    /// Write blocks to a file.
    ExportBlocks(sc_cli::ExportBlocksCmd),

    /// Read blocks from a file.
    ImportBlocks(sc_cli::ImportBlocksCmd),

    /// Write the state at a block as a raw chain specification.
    ExportState(sc_cli::ExportStateCmd),

    /// Delete a chain's database; keys stay.
    PurgeChain(sc_cli::PurgeChainCmd),

    /// Undo the last blocks.
    Revert(sc_cli::RevertCmd),

    /// Print what the database holds.
    ChainInfo(sc_cli::ChainInfoCmd),
}
