//! Measures the runtime's calls with the host functions that the node gives it. The SDK's own
//! bencher knows the SDK's host functions only.

use clap::Parser;
use opg_primitives::{proofs, Block};
use polkadot_sdk::{
    frame_benchmarking_cli::{OverheadCmd, PalletCmd},
    sc_cli::{LoggerBuilder, Result},
    sp_io,
    sp_runtime::traits::BlakeTwo256,
};

/// What a runtime of this chain may call; the same as in the node.
type HostFunctions = (sp_io::SubstrateHostFunctions, proofs::host_functions::HostFunctions);

#[derive(Parser)]
#[command(name = "opg-bencher", about)]
enum Command {
    /// Measure the calls of a pallet.
    Pallet(Box<PalletCmd>),
    /// Measure what a block and a transaction cost before anything happens in them.
    Overhead(Box<OverheadCmd>),
}

fn main() -> Result<()> {
    // With RUST_LOG=runtime=error, why a benchmark failed.
    LoggerBuilder::new(std::env::var("RUST_LOG").unwrap_or_default()).init()?;
    proofs::prepare();
    match Command::parse() {
        Command::Pallet(command) => command.run_with_spec::<BlakeTwo256, HostFunctions>(None),
        Command::Overhead(command) => {
            command.run_with_default_builder_and_spec::<Block, HostFunctions>(None)
        },
    }
}
