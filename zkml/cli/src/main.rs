//! `opg-zk`: quantises models, proves their answers and checks proofs, without a chain.

#![forbid(unsafe_code)]

mod args;
mod commands;
mod files;
mod report;

use args::{Cli, Command};
use clap::Parser;
use commands::Failure;
use std::process::ExitCode;

/// A proof or key that is not valid.
const INVALID: u8 = 1;
/// Arguments or files that cannot be used.
const UNUSABLE: u8 = 2;

fn main() -> ExitCode {
    let Cli { command, json, threads } = Cli::parse();
    if let Some(threads) = threads {
        // The first to ask decides; this is the first.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global();
    }
    let done = match command {
        Command::Quantize(arguments) => commands::quantise(&arguments),
        Command::Compile(arguments) => commands::compile(&arguments),
        Command::Run(arguments) => commands::run(&arguments),
        Command::Prove(arguments) => commands::prove(&arguments),
        Command::Verify(arguments) => commands::verify(&arguments),
        Command::Inspect(arguments) => commands::inspect(&arguments),
    };
    match done {
        Ok(report) => {
            report.print(json);
            ExitCode::SUCCESS
        },
        Err(Failure::Invalid(report)) => {
            report.print(json);
            ExitCode::from(INVALID)
        },
        Err(failure) => {
            eprintln!("opg-zk: {failure}");
            ExitCode::from(UNUSABLE)
        },
    }
}
