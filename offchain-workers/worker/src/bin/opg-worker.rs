//! Runs models for the chain.

use clap::{Parser, Subcommand};
use opg_worker::{
    config::Config,
    run::{serve_store, Worker},
};
use std::{io::IsTerminal, path::PathBuf, process::ExitCode};
use tokio::{signal, sync::watch};

/// Answers the requests that the OPG chain gives to an operator, by running ONNX models.
///
/// Begin with `opg-worker --print-default-config > worker.toml`, put your key and models into it, and try it
/// with `opg-worker check`. The operator must be registered and have a bond: see docs/staking.md.
#[derive(Parser)]
#[command(name = "opg-worker", version)]
struct Arguments {
    /// The configuration.
    #[arg(long, short, global = true, default_value = "worker.toml")]
    config: PathBuf,
    /// Print a configuration to begin with, and end.
    #[arg(long)]
    print_default_config: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Work, until told to stop (SIGTERM or Ctrl-C): then what was taken on is finished first.
    Run,
    /// Try everything that a worker needs (key, node, folders, engine, models), promise nothing, and end.
    Check,
    /// Serve the store alone, without a chain: to whoever fetches or uploads blobs under [blobs].
    Store,
}

fn main() -> ExitCode {
    opg_engine::child::run_if_asked();
    let arguments = Arguments::parse();
    if arguments.print_default_config {
        print!("{}", Config::default_text());
        return ExitCode::SUCCESS;
    }
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info")),
        )
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    match work(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        },
    }
}

#[tokio::main]
async fn work(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let config = Config::read(&arguments.config)?;
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        told_to_stop().await;
        tracing::info!("finishing what was taken on; once more ends at once");
        // Nobody listens any more when the worker has ended by itself.
        let _ = stop.send(true);
        told_to_stop().await;
        std::process::exit(1);
    });
    match arguments.command {
        Some(Command::Store) => serve_store(&config, stopped).await?,
        Some(Command::Check) => {
            Worker::prepare(&config).await?;
            println!("everything is there; start it with: opg-worker run");
        },
        Some(Command::Run) | None => Worker::prepare(&config).await?.run(stopped).await?,
    }
    Ok(())
}

async fn told_to_stop() {
    let interrupted = signal::ctrl_c();
    #[cfg(unix)]
    {
        if let Ok(mut terminated) = signal::unix::signal(signal::unix::SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {},
                _ = terminated.recv() => {},
            }
            return;
        }
    }
    let _ = interrupted.await;
}
