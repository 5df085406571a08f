//! A chain with a model that is registered and attested, operators who may serve it, and what happened.

use super::{
    market::{attest, operate, register, Digits},
    people::Person,
    processes::{Node, Place, Process, Store},
};
use opg_primitives::{
    market::{Assurance, Input, JobId, Order},
    models::Claim,
    stake::{Role, Roles},
    token::OPG,
    BlockNumber, Hash,
};
use opg_worker::chain::{sender::Sender, views::fields, Call, Chain};
use std::collections::BTreeMap;
use subxt::{
    ext::scale_decode::{self, DecodeAsType},
    utils::H256,
};
use subxt_signer::sr25519::{dev, Keypair};
use tempfile::TempDir;

/// Those who serve models, and what their key files say.
pub const SERVERS: [&str; 3] = ["//Dave", "//Eve", "//Ferdie"];

pub fn server(number: usize) -> Keypair {
    [dev::dave(), dev::eve(), dev::ferdie()][number].clone()
}

pub struct World {
    // Processes end before their folders go.
    pub store: Store,
    pub node: Node,
    pub chain: Chain,
    pub digits: Digits,
    pub alice: Person,
    pub folder: TempDir,
}

impl World {
    /// So many operators may serve the model of digits, of which this is claimed.
    pub async fn new(servers: usize, claim: impl FnOnce(&Digits) -> Claim) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let node = Node::start(folder.path());
        let store = Store::start(folder.path());
        let digits = Digits::load();
        store.upload(&digits.file);
        let chain = Chain::connect(&node.url).await.unwrap();
        let (alice, bob) = (Person::alice(&chain), Person::bob(&chain));
        let charlie = Person::charlie(&chain);
        let (claim, bytes) = (claim(&digits), digits.file.len() as u64);
        let operators = async {
            for number in 0..servers {
                let who = Person { chain: chain.clone(), key: server(number) };
                operate(&who, Role::Inference, 100_000 * OPG).await;
            }
        };
        tokio::join!(
            register(&alice, digits.hash, bytes, &claim),
            operate(&bob, Role::Verifier, 2_000 * OPG),
            operate(&charlie, Role::Verifier, 2_000 * OPG),
            operators,
        );
        let verifiers = [bob, charlie];
        attest(&alice, &verifiers, digits.hash).await;
        // Nobody audits here: an audit that finds no verifier is over at once, one that calls a silent one is not.
        for verifier in &verifiers {
            verifier.send("Stake", "set_roles", Roles::of([])).await;
        }
        Self { store, node, chain, digits, alice, folder }
    }

    /// The folder of an operator's worker, which takes so many requests at a time.
    pub fn place(&self, number: usize, latency: u32, capacity: u32) -> Place {
        self.place_with(number, latency, capacity, "")
    }

    /// The same, with more in its configuration.
    pub fn place_with(&self, number: usize, latency: u32, capacity: u32, more: &str) -> Place {
        let served = format!(
            "model = \"{:?}\"\nprice = \"0.05\"\nlatency = {latency}\ncapacity = {capacity}\n{more}",
            self.digits.hash
        );
        let (name, secret) = (format!("server-{number}"), SERVERS[number]);
        Place::new(&self.folder, &name, secret, &self.node, &self.store, &served)
    }

    pub fn at_work(&self, place: &Place) -> Process {
        let mut worker = place.start();
        worker.says("at work");
        worker
    }

    /// What is asked of the model, by someone who does not wait for the answer.
    pub fn order(&self, input: Input, assurance: Assurance, time: BlockNumber) -> Call {
        let order = Order::<Hash> {
            model: self.digits.hash,
            input: input.into(),
            assurance,
            max_price: OPG,
            time,
            coverage: None,
            beneficiary: None,
        };
        Call::new("Inference", "request", order)
    }

    /// Someone who asks without waiting.
    pub fn asker(&self) -> Sender {
        Sender::new(self.chain.clone(), dev::alice())
    }

    /// What happened in the market until now.
    pub async fn history(&self) -> History {
        let mut history = History::default();
        let mut block = self.chain.best().await.unwrap();
        while block.number > 0 {
            history.add(&self.chain, block.number, block.hash).await;
            block = self.chain.block_at(block.parent).await.unwrap();
        }
        history
    }
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct OfJob {
    job: JobId,
}

/// Blocks in which something happened, by what it is called and the request it is about.
#[derive(Default, Debug)]
pub struct History(BTreeMap<(String, JobId), Vec<BlockNumber>>);

impl History {
    async fn add(&mut self, chain: &Chain, number: BlockNumber, hash: H256) {
        let metadata = chain.metadata();
        for event in chain.client().events().at(hash).await.unwrap().iter() {
            let event = event.unwrap();
            if event.pallet_name() != "Inference" {
                continue;
            }
            if let Ok(OfJob { job }) = fields::<OfJob>(&event, metadata.types()) {
                let what = (event.variant_name().to_owned(), job);
                self.0.entry(what).or_default().push(number);
            }
        }
    }

    /// When this happened to a request.
    pub fn when(&self, what: &str, job: JobId) -> Option<BlockNumber> {
        self.0.get(&(what.to_owned(), job)).and_then(|blocks| blocks.first().copied())
    }

    /// How often it happened to any.
    pub fn count(&self, what: &str) -> usize {
        let named = self.0.iter().filter(|((name, _), _)| name == what);
        named.map(|(_, blocks)| blocks.len()).sum()
    }

    /// How often it happened to one, at most.
    pub fn most(&self, what: &str) -> usize {
        let named = self.0.iter().filter(|((name, _), _)| name == what);
        named.map(|(_, blocks)| blocks.len()).max().unwrap_or(0)
    }

    /// Requests to which it happened.
    pub fn jobs(&self, what: &str) -> Vec<JobId> {
        self.0.keys().filter(|(name, _)| name == what).map(|(_, job)| *job).collect()
    }
}
