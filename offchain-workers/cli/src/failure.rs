//! What may go wrong, and what to do then.

use opg_worker::{chain, keys};
use std::{io, path::PathBuf};

/// The chain, or a store, says no.
const REFUSED: u8 = 1;
/// Arguments or files that cannot be used; also what the parser of arguments ends with.
const UNUSABLE: u8 = 2;
/// Node or store cannot be reached.
const AWAY: u8 = 3;
/// A request ended without an answer that counts.
const REFUNDED: u8 = 4;

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("no node answers at {0}; is it running, and is --node its WebSocket?")]
    NoNode(String),
    #[error("the node at {0} has stopped answering; is it running?")]
    Silent(String),
    #[error("there was no new block for a minute; does the node make or see new blocks?")]
    Stalled,
    #[error(transparent)]
    Chain(#[from] chain::Error),
    #[error("this must be signed: give your secret in a file with --key, or in OPG_KEY")]
    NoKey,
    #[error(transparent)]
    Key(#[from] keys::Error),

    #[error("{0} cannot be read: {1}")]
    Read(PathBuf, #[source] io::Error),
    #[error("{0} has {1} bytes, and at most {2} are read")]
    Large(PathBuf, u64, u64),
    #[error("{0} cannot be written: {1}")]
    Write(PathBuf, #[source] io::Error),
    #[error("{0} is no tensor: {1}; numpy.save writes one")]
    Npy(PathBuf, String),
    #[error("`{0}` is no input: write NAME=FILE.npy")]
    Input(String),
    #[error("the input {0} is given twice")]
    InputTwice(String),
    #[error("the model takes an input {0}: give it with --input {0}=FILE.npy")]
    InputMissing(String),
    #[error("the model takes no input {0}; it takes {1}")]
    NoSuchInput(String, String),
    #[error("{file} holds {got}, and the model's input {name} is {wanted}; numpy.save what fits")]
    OtherTensor { file: PathBuf, name: String, wanted: String, got: String },
    #[error("{0} cannot be written down for the model: {1}")]
    Encoding(PathBuf, String),
    #[error("the answer is none of this model: {0}; challenge it, or let verifiers do so")]
    BadAnswer(String),

    #[error("`{0}` names no model: write owner/name, owner/name@RELEASE or the hash of its file")]
    ModelName(String),
    #[error("there is no model {0}; opg model list shows those that are registered")]
    NoSuchModel(String),
    #[error("the model cannot be registered: {0}")]
    Unfit(String),
    #[error("the engine that looks into models does not start: {0}")]
    Engine(#[from] opg_engine::StartError),
    #[error("the engine finds no model in {0}: {1}")]
    Described(PathBuf, #[source] opg_engine::Refusal),
    #[error("someone else registered this model: {0}; use it as it is")]
    OthersModel(String),
    #[error("the model is registered with another claim than this one; what is different: {0}")]
    OtherClaim(&'static str),
    #[error("the name {0} is another account's: choose another one")]
    OthersName(String),

    #[error("nobody is free to answer with this model; `opg model show` says who answers with it")]
    NoServer,
    #[error("{0} workers must answer, and {1} are free; take another --assurance, or wait")]
    FewServers(u8, u32),
    #[error("those who are free ask {0} at least, and --max-price is {1}")]
    TooDear(String, String),
    #[error("the request would be refused: {0}")]
    WouldRefuse(String),
    #[error("the model has no key to prove answers with; take another --assurance")]
    NoProofs,
    #[error("a proven request is read with the model's file: give --model-file, or a --store that has it")]
    NoModelFile,
    #[error("{0} is not the file of the model {1}")]
    OtherFile(PathBuf, String),
    #[error("{0} cannot be quantised for a proof: {1}")]
    Quantised(PathBuf, String),
    #[error("the input has {0} bytes, and a request carries at most {1}: give a --store for it")]
    NoStore(usize, u32),
    #[error("a proven request carries all of its input, and this has {0} bytes where {1} fit")]
    LargeProven(usize, u32),
    #[error("the store {0} cannot be reached: {1}")]
    StoreAway(String, String),
    #[error("the store {0} does not take it: {1}")]
    StoreRefused(String, String),
    #[error(transparent)]
    Upload(opg_store::Error),
    #[error("`{0}` is no store: give its URL, for example http://127.0.0.1:9700")]
    StoreUrl(String),
    #[error("{what} is nowhere to be had: {why}; give a --store that has it")]
    Gone { what: String, why: String },

    #[error("there is no request {0}: it was forgotten after a day, or the number is wrong")]
    NoSuchJob(u64),
    #[error("request {0} has no answer yet; opg job watch {0} waits for it")]
    NoAnswer(u64),
    #[error("the chain was reorganised, and request {0} is another one now; ask again")]
    OtherJob(u64),
    #[error("request {0} was refunded: {1}")]
    Refunded(u64, &'static str),
    #[error("the model was not attested: {0}")]
    NotAttested(&'static str),
    #[error("`{0}` is no name: write owner/name in small letters, digits and single hyphens, at most 32 each")]
    Name(String),
    #[error("{0} is no key: {1}; opg-zk compile makes one")]
    ProofKey(PathBuf, String),
    #[error("`{0}` is no account")]
    Account(String),
    #[error("{0} is no operator; `opg operator register` makes one of you")]
    NoOperator(String),
}

impl Failure {
    /// What the process ends with.
    pub fn code(&self) -> u8 {
        match self {
            Self::NoNode(_)
            | Self::Silent(_)
            | Self::Stalled
            | Self::StoreAway(..)
            | Self::Chain(chain::Error::Connect(..) | chain::Error::Node(_)) => AWAY,
            Self::Refunded(..) => REFUNDED,
            Self::Chain(_)
            | Self::OthersModel(_)
            | Self::OtherClaim(_)
            | Self::OthersName(_)
            | Self::NoServer
            | Self::FewServers(..)
            | Self::TooDear(..)
            | Self::WouldRefuse(_)
            | Self::StoreRefused(..)
            | Self::Gone { .. }
            | Self::BadAnswer(_)
            | Self::NoSuchJob(_)
            | Self::NoSuchModel(_)
            | Self::NoAnswer(_)
            | Self::OtherJob(_)
            | Self::NotAttested(_)
            | Self::NoOperator(_) => REFUSED,
            _ => UNUSABLE,
        }
    }

    /// Says it, where errors are said.
    pub fn print(&self, json: bool) {
        match json {
            true => {
                let said = serde_json::json!({ "error": self.to_string(), "code": self.code() });
                eprintln!("{said}");
            },
            false => eprintln!("error: {self}"),
        }
    }
}
