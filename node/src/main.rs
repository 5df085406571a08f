//! `opg-node`: the full node and validator of the OPG chain. Wiring only; what the chain does is
//! the runtime's business.

#![forbid(unsafe_code)]
// The SDK's own error type, which every command returns.
#![allow(clippy::result_large_err)]

mod cli;
mod command;
mod equivocations;
mod error;
mod executor;
mod hardware;
mod rpc;
mod service;
mod workers;

use std::process::ExitCode;

fn main() -> ExitCode {
    match command::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("opg-node: {}", error::explain(&error));
            ExitCode::FAILURE
        },
    }
}
