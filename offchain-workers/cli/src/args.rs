//! What `opg` can be told.

use clap::{Args, Parser, Subcommand, ValueEnum};
use opg_primitives::{market::Assurance, stake::Role};
use opg_worker::config::Price;
use std::path::PathBuf;

/// Models and answers of the OPG chain, for people and scripts.
///
/// `opg status` shows whether the node is there. Then, for example:
///
///   opg --key my.key model add digits.onnx --name alice/digits --store http://127.0.0.1:9700
///   opg --key my.key infer alice/digits --input image=digit.npy --output-dir answers
///
/// It ends with 0 when all is done; 1 when the chain or a store refused; 2 when an argument or a file
/// cannot be used; 3 when node or store cannot be reached; 4 when a request was refunded.
#[derive(Parser)]
#[command(name = "opg", version, verbatim_doc_comment)]
pub struct Arguments {
    /// A node's WebSocket.
    #[arg(long, global = true, default_value = "ws://127.0.0.1:9944", env = "OPG_NODE_URL")]
    pub node: String,
    /// Your secret (a phrase, a 0x seed, or either with //derivations), in a file that nobody else may
    /// read; `-` for the standard input.
    #[arg(long, global = true, value_name = "FILE", env = "OPG_KEY")]
    pub key: Option<PathBuf>,
    /// Say everything as one JSON object, errors too (those on the standard error).
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// How the chain is doing, as the node sees it, and how you are.
    Status,
    /// Publish models, and see which there are.
    #[command(subcommand)]
    Model(Model),
    /// Ask a model, wait for the answer, and write it down.
    Infer(Infer),
    /// Look at a request.
    #[command(subcommand)]
    Job(Job),
    /// Work for the chain with a bond of your own.
    #[command(subcommand)]
    Operator(Operator),
}

#[derive(Subcommand)]
pub enum Model {
    /// Register a model, and give it a name. What is done already is not done again.
    Add(Add),
    /// The models that are registered.
    List,
    /// What a model takes and gives, and who answers with it.
    Show {
        /// `owner/name`, `owner/name@RELEASE`, or the hash of its file.
        model: String,
    },
    /// Have verifiers look at a model of yours, and pay them for it.
    Attest {
        /// `owner/name`, or the hash of its file.
        model: String,
        /// Wait until it is attested, or refused.
        #[arg(long)]
        wait: bool,
    },
}

#[derive(Args)]
pub struct Add {
    /// The ONNX file.
    pub file: PathBuf,
    /// What people call it: `owner/name`, in small letters, digits and single hyphens.
    #[arg(long)]
    pub name: Option<String>,
    #[command(flatten)]
    pub store: StoreArguments,
    /// Every machine gives the same bytes: integer models do. Without it, honest answers may differ by
    /// `--abs` and by `--rel`.
    #[arg(long, conflicts_with_all = ["abs", "rel"])]
    pub exact: bool,
    /// By how many billionths two honest machines' numbers may differ.
    #[arg(long, default_value_t = 10_000)]
    pub abs: u64,
    /// By which part of them they may differ besides, in billionths.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    pub rel: u32,
    /// What answers are proven with: the key that `opg-zk compile` makes of the file.
    #[arg(long, value_name = "FILE", requires = "exact")]
    pub key_file: Option<PathBuf>,
    /// Your part of what answers cost, in percent: at most 10.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=10))]
    pub royalty: u32,
}

// Where files are that are too large for the chain. (No doc comment: it would be said of whatever it is part of.)
#[derive(Args)]
pub struct StoreArguments {
    /// Where files are kept that are too large for the chain, and found by those who answer and check: for
    /// example http://127.0.0.1:9700
    #[arg(long, value_name = "URL", env = "OPG_STORE")]
    pub store: Option<String>,
    /// What the store asks of those who upload.
    #[arg(long, env = "OPG_STORE_TOKEN", hide_env_values = true)]
    pub store_token: Option<String>,
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Wait {
    /// An answer, which may still be challenged.
    Answered,
    /// That the answer counts, and is paid for.
    Settled,
}

#[derive(Args)]
pub struct Infer {
    /// The model: `owner/name`, `owner/name@RELEASE`, or the hash of its file.
    pub model: String,
    /// An input, as NumPy writes it: `NAME=FILE.npy`. Once for each input of the model.
    #[arg(long = "input", value_name = "NAME=FILE", required = true)]
    pub inputs: Vec<String>,
    /// Why the answer may be believed: `bonded`, `quorum:N` with 3, 5 or 7, or `proven`.
    #[arg(long, default_value = "bonded", value_parser = assurance)]
    pub assurance: Assurance,
    /// The most that it may cost, in OPG. Without it, what the dearest free server asks
    /// when all are busy.
    #[arg(long, value_name = "OPG", value_parser = price)]
    pub max_price: Option<Price>,
    /// Blocks that a worker has to answer.
    #[arg(long, value_name = "BLOCKS", default_value_t = 20)]
    pub time: u32,
    /// What to wait for.
    #[arg(long, value_enum, default_value_t = Wait::Answered)]
    pub wait: Wait,
    #[command(flatten)]
    pub files: Files,
}

// Where things come from and go to. (As above.)
#[derive(Args)]
pub struct Files {
    /// Where the outputs are written, as `NAME.npy`.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub output_dir: PathBuf,
    /// The model's file, which a proven answer is read with. Without it, it comes from the store.
    #[arg(long, value_name = "FILE")]
    pub model_file: Option<PathBuf>,
    #[command(flatten)]
    pub store: StoreArguments,
}

#[derive(Subcommand)]
pub enum Job {
    /// How a request stands.
    Show {
        /// Its number.
        id: u64,
    },
    /// Shows how it goes, until it has ended.
    Watch {
        /// Its number.
        id: u64,
    },
    /// Writes its answer into files, within a day.
    Answer {
        /// Its number.
        id: u64,
        #[command(flatten)]
        files: Files,
    },
}

#[derive(Subcommand)]
pub enum Operator {
    /// Become an operator.
    Register(Register),
    /// How an operator is doing.
    Show {
        /// Its account; without it, yours.
        account: Option<String>,
    },
}

#[derive(Args)]
pub struct Register {
    /// What you do: `inference`, `verifier`, `data`, `validator`, with commas between them.
    #[arg(long, required = true, value_delimiter = ',', value_parser = role)]
    pub roles: Vec<Role>,
    /// What you put at stake, in OPG.
    #[arg(long, value_name = "OPG", value_parser = price)]
    pub bond: Price,
    /// Your part of what your delegators earn, in percent.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100))]
    pub commission: u32,
    /// Where others reach you: of a worker, the URL under which it serves its blobs.
    #[arg(long, default_value = "")]
    pub endpoint: String,
    /// What people should know of you.
    #[arg(long, default_value = "")]
    pub about: String,
}

fn price(text: &str) -> Result<Price, String> {
    Price::try_from(text.to_owned()).map_err(|error| error.to_string())
}

fn role(text: &str) -> Result<Role, String> {
    match text {
        "validator" => Ok(Role::Validator),
        "inference" => Ok(Role::Inference),
        "verifier" => Ok(Role::Verifier),
        "data" => Ok(Role::Data),
        _ => Err("it takes inference, verifier, data or validator".into()),
    }
}

fn assurance(text: &str) -> Result<Assurance, String> {
    let found = match text.split_once(':') {
        None if text == "bonded" => Some(Assurance::Bonded),
        None if text == "proven" => Some(Assurance::Proven),
        Some(("quorum", count)) => count.parse().ok().map(Assurance::Quorum),
        _ => None,
    };
    found.filter(|found| found.is_sane()).ok_or_else(|| {
        "it takes bonded, quorum:3, quorum:5, quorum:7 or proven; docs/dapps.md says what they are"
            .into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn arguments_should_fit_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn commands_of_the_document_should_be_understood() {
        let page = include_str!("../../../docs/cli.md");
        let commands: Vec<_> = page.lines().filter(|line| line.starts_with("opg ")).collect();
        assert!(commands.len() > 10);
        for command in commands {
            if let Err(error) = Arguments::try_parse_from(command.split(' ')) {
                panic!("{command}: {error}");
            }
        }
    }

    #[test]
    fn assurances_that_there_are_not_should_be_refused() {
        assert_eq!(assurance("quorum:3"), Ok(Assurance::Quorum(3)));
        for text in ["quorum", "quorum:4", "quorum:9", "quorum:-3", "sure", "proven:3", ""] {
            assert!(assurance(text).unwrap_err().contains("quorum:3"), "{text}");
        }
    }

    #[test]
    fn amounts_and_roles_should_be_read_as_people_write_them() {
        let text = "opg operator register --roles inference,verifier --bond 2000.5";
        let Command::Operator(Operator::Register(register)) =
            Arguments::parse_from(text.split(' ')).command
        else {
            panic!("{text}")
        };
        assert_eq!(register.roles, [Role::Inference, Role::Verifier]);
        assert_eq!(String::from(register.bond), "2000.5");
        let wrong = "opg operator register --roles cook --bond 1";
        assert!(Arguments::try_parse_from(wrong.split(' ')).is_err());
    }
}
