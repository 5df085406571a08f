//! Does for the chain what its operator's roles are.

use clap::{Args, Parser, Subcommand};
use opg_worker::{
    config::{Config, Role},
    run::{serve_store, Worker},
};
use std::{
    io::{IsTerminal, Read},
    path::{Path, PathBuf},
    process::ExitCode,
};
use tokio::{
    signal,
    sync::{oneshot, watch},
};

/// Where the configuration is if nothing else is said.
const DEFAULT_CONFIG: &str = "worker.toml";

/// Does what the OPG chain asks of an operator: runs ONNX models to answer requests, checks what others answered, and
/// brings data in from outside.
///
/// Begin with `opg-worker --print-default-config > worker.toml`, put your key and models into it, and try it
/// with `opg-worker check`. The operator must be registered and have a bond: see docs/staking.md.
#[derive(Parser)]
#[command(name = "opg-worker", version)]
struct Arguments {
    /// The configuration.
    #[arg(long, short, global = true, default_value = DEFAULT_CONFIG)]
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
    Run(Run),
    /// Try everything that a worker needs (key, node, folders, engine, models), promise nothing, and end.
    Check,
    /// Look at where data comes from.
    #[command(subcommand)]
    Feeds(FeedsCommand),
    /// Serve the store alone, without a chain: to whoever fetches or uploads blobs under [blobs].
    Store,
}

#[derive(Subcommand)]
enum FeedsCommand {
    /// Ask every source of a feed file once, and explain what came of it; fails if a feed has no value. Needs
    /// neither key nor node. What of the network may be reached is in [feeds.http] of the configuration, if there is
    /// one.
    Check {
        /// The feed file.
        file: PathBuf,
        /// For programs.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args, Default)]
struct Run {
    /// A node's WebSocket, whatever the configuration says.
    #[arg(long, value_name = "URL")]
    node: Option<String>,
    /// What to do, whatever the configuration says: inference, verifier, data, or several with commas between them.
    #[arg(long, value_delimiter = ',')]
    roles: Option<Vec<Role>>,
    /// Answer with every registered model that fits, besides those of the configuration: [inference.any] says which
    /// do, and on what terms.
    #[arg(long)]
    serve_any: bool,
    /// Stop as with SIGTERM when the standard input reaches its end: whoever started the worker is gone.
    #[arg(long)]
    until_stdin_ends: bool,
}

impl Run {
    /// Puts what was said on the command line in the place of what the configuration says.
    fn apply(&self, config: &mut Config) -> Result<(), String> {
        if let Some(node) = &self.node {
            config.node.clone_from(node);
        }
        if let Some(roles) = &self.roles {
            config.roles.clone_from(roles);
        }
        if self.serve_any {
            config.inference.any.get_or_insert_default();
        }
        if self.until_stdin_ends && config.key == Path::new("-") {
            return Err("the key is read from the standard input to its end (key = \"-\"), so \
                 --until-stdin-ends cannot watch it: put the key into a file"
                .into());
        }
        Ok(())
    }
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
    let usual = Run::default();
    let run = match &arguments.command {
        Some(Command::Feeds(FeedsCommand::Check { file, json })) => {
            return check_feeds(&arguments.config, file, *json).await;
        },
        Some(Command::Run(run)) => run,
        _ => &usual,
    };
    let mut config = Config::read(&arguments.config)?;
    run.apply(&mut config)?;
    let (stop, stopped) = watch::channel(false);
    let ended = run.until_stdin_ends.then(stdin_ends);
    tokio::spawn(async move {
        match ended {
            Some(ended) => tokio::select! {
                () = told_to_stop() => {},
                _ = ended => tracing::info!("the standard input has ended"),
            },
            None => told_to_stop().await,
        }
        tracing::info!("finishing what was taken on; once more ends at once");
        // Nobody listens any more when the worker has ended by itself.
        let _ = stop.send(true);
        told_to_stop().await;
        std::process::exit(1);
    });
    match &arguments.command {
        Some(Command::Store) => serve_store(&config, stopped).await?,
        Some(Command::Check) => {
            Worker::prepare(&config).await?;
            println!("everything is there; start it with: opg-worker run");
        },
        _ => {
            // Told to stop before it has promised anything (the node is not there, say), it leaves nothing undone.
            let mut before = stopped.clone();
            let worker = tokio::select! {
                worker = Worker::prepare(&config) => worker?,
                _ = before.wait_for(|stop| *stop) => return Ok(()),
            };
            worker.run(stopped).await?;
        },
    }
    Ok(())
}

/// Asks every source of a feed file once.
async fn check_feeds(
    config: &Path,
    file: &Path,
    json: bool,
) -> Result<(), Box<dyn std::error::Error>> {
    let is_none = config == Path::new(DEFAULT_CONFIG) && !config.exists();
    let config = if is_none { Config::default() } else { Config::read(config)? };
    let client = opg_feeds::Client::new(&config.feeds.http)?;
    let checked = opg_feeds::check(&client, &opg_feeds::Feeds::load(file)?).await;
    match json {
        true => println!("{:#}", checked.to_json()),
        false => print!("{checked}"),
    }
    match checked.has_all_values() {
        true => Ok(()),
        false => Err("not every feed has a value".into()),
    }
}

/// Resolves when the standard input reaches its end. What comes before is of no interest.
fn stdin_ends() -> oneshot::Receiver<()> {
    let (ended, end) = oneshot::channel();
    // A thread of its own: one that reads cannot be stopped, and must not hold up the end of the runtime.
    std::thread::spawn(move || {
        let (mut input, mut bytes) = (std::io::stdin(), [0; 1024]);
        loop {
            match input.read(&mut bytes) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {},
                Ok(0) | Err(_) => break,
                Ok(_) => {},
            }
        }
        // Nobody waits any more when the worker has ended by itself.
        let _ = ended.send(());
    });
    end
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

#[cfg(test)]
mod tests {
    use super::*;

    fn run(arguments: &[&str]) -> Run {
        let all = ["opg-worker", "run"].iter().chain(arguments);
        match Arguments::try_parse_from(all).unwrap().command {
            Some(Command::Run(run)) => run,
            _ => panic!("{arguments:?}"),
        }
    }

    #[test]
    fn command_line_should_count_more_than_the_configuration() {
        let mut config = Config::default();
        run(&[]).apply(&mut config).unwrap();
        assert_eq!(
            (&config.node[..], &config.roles[..]),
            ("ws://127.0.0.1:9944", &[Role::Inference][..])
        );
        run(&["--node", "ws://there:1", "--roles", "verifier,inference"])
            .apply(&mut config)
            .unwrap();
        assert_eq!(
            (&config.node[..], &config.roles[..]),
            ("ws://there:1", &[Role::Verifier, Role::Inference][..])
        );
        assert!(Arguments::try_parse_from(["opg-worker", "run", "--roles", "judge"]).is_err());
    }

    #[test]
    fn standard_input_should_not_be_key_and_sign_of_life_at_once() {
        let mut config = Config { key: "-".into(), ..Config::default() };
        let error = run(&["--until-stdin-ends"]).apply(&mut config).unwrap_err();
        assert!(error.contains("--until-stdin-ends") && error.contains("file"), "{error}");
        run(&[]).apply(&mut config).unwrap();
    }
}
