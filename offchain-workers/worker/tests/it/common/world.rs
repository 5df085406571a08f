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
    /// A chain on which nothing has happened yet, and a store that has the model of digits.
    pub async fn empty() -> Self {
        Self::empty_for(Digits::load()).await
    }

    async fn empty_for(digits: Digits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let node = Node::start(folder.path());
        let store = Store::start(folder.path());
        store.upload(&digits.file);
        let chain = Chain::connect(&node.url).await.unwrap();
        let alice = Person::alice(&chain);
        Self { store, node, chain, digits, alice, folder }
    }

    /// So many operators may serve the model of digits, of which this is claimed.
    pub async fn new(servers: usize, claim: impl FnOnce(&Digits) -> Claim) -> Self {
        Self::of(Digits::load(), servers, claim).await
    }

    /// The same, of another model.
    pub async fn of(digits: Digits, servers: usize, claim: impl FnOnce(&Digits) -> Claim) -> Self {
        let world = Self::empty_for(digits).await;
        let verifiers = [Person::bob(&world.chain), Person::charlie(&world.chain)];
        tokio::join!(
            world.register(claim(&world.digits)),
            operate(&verifiers[0], [Role::Verifier], 2_000 * OPG),
            operate(&verifiers[1], [Role::Verifier], 2_000 * OPG),
            world.operators(servers, &[Role::Inference]),
        );
        attest(&world.alice, &verifiers, world.digits.hash).await;
        // Nobody audits here: an audit that finds no verifier is over at once, one that calls a silent one is not.
        for verifier in &verifiers {
            verifier.send("Stake", "set_roles", Roles::of([])).await;
        }
        world
    }

    /// Registers the model of digits as Alice's, and claims this of it.
    pub async fn register(&self, claim: Claim) {
        let bytes = self.digits.file.len() as u64;
        register(&self.alice, self.digits.hash, bytes, &claim).await;
    }

    /// Makes so many people operators with these roles.
    pub async fn operators(&self, count: usize, roles: &[Role]) {
        for number in 0..count {
            let who = Person { chain: self.chain.clone(), key: server(number) };
            operate(&who, roles.iter().copied(), 100_000 * OPG).await;
        }
    }

    /// The folder of an operator's worker, which takes so many requests at a time.
    pub fn place(&self, number: usize, latency: u32, capacity: u32) -> Place {
        self.place_with(number, latency, capacity, "")
    }

    /// The same, with more in its configuration.
    pub fn place_with(&self, number: usize, latency: u32, capacity: u32, more: &str) -> Place {
        let more = format!("{}{more}", self.served(latency, capacity));
        self.place_as(number, &["inference"], &self.node.url, &more)
    }

    /// The folder of an operator's worker with these roles, whose node is at this address.
    pub fn place_as(&self, number: usize, roles: &[&str], node: &str, rest: &str) -> Place {
        let who = (format!("server-{number}"), SERVERS[number]);
        Place::with_roles(&self.folder, (&who.0, who.1), node, &self.store, roles, rest)
    }

    /// The folder of a verifier's worker; `settings` are those in `[verifier]`.
    pub fn verifier(&self, name: &str, secret: &str, settings: &str) -> Place {
        self.verifier_at(name, secret, &self.node.url, settings)
    }

    /// The same, whose node is at this address.
    pub fn verifier_at(&self, name: &str, secret: &str, node: &str, settings: &str) -> Place {
        Place::verifier(&self.folder, name, secret, node, &self.store, settings)
    }

    /// What a worker's configuration says of the model of digits.
    pub fn served(&self, latency: u32, capacity: u32) -> String {
        let model = self.digits.hash;
        format!(
            "[[inference.models]]\nmodel = \"{model:?}\"\nprice = \"0.05\"\n\
             latency = {latency}\ncapacity = {capacity}\n"
        )
    }

    pub fn at_work(&self, place: &Place) -> Process {
        place.at_work()
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

/// Blocks in which something happened, by what it is called and the request it is about. What is no event of
/// the market is called after its pallet, too, and is about no request.
#[derive(Default, Debug)]
pub struct History(BTreeMap<(String, JobId), Vec<BlockNumber>>);

impl History {
    async fn add(&mut self, chain: &Chain, number: BlockNumber, hash: H256) {
        let metadata = chain.metadata();
        for event in chain.client().events().at(hash).await.unwrap().iter() {
            let event = event.unwrap();
            let (pallet, name) = (event.pallet_name(), event.variant_name());
            let what = match pallet {
                "Inference" => {
                    let Ok(OfJob { job }) = fields(&event, metadata.types()) else { continue };
                    (name.to_owned(), job)
                },
                _ => (format!("{pallet}.{name}"), 0),
            };
            self.0.entry(what).or_default().push(number);
        }
    }

    /// That these requests, and no others, have come to an end, each to one; and that nobody was punished.
    pub fn assert_ended_well(&self) {
        let all = self.jobs("Requested");
        let ends = |job: &JobId| {
            let times = |what: &str| self.0.get(&(what.to_owned(), *job)).map_or(0, Vec::len);
            times("Settled") + times("Refunded")
        };
        let others: Vec<_> = all.iter().filter(|job| ends(job) != 1).collect();
        assert!(others.is_empty(), "of {} requests these have no one end: {others:?}", all.len());
        self.assert_honest();
    }

    /// That nobody was late, said something wrong, or was punished.
    pub fn assert_honest(&self) {
        for what in ["Slashed", "Missed", "Refused", "Disputed"] {
            assert_eq!(self.jobs(what), [0u64; 0], "{what}");
        }
        for what in ["Stake.TicketSlashed", "Panels.Silenced", "Panels.Overturned"] {
            assert_eq!(self.count(what), 0, "{what}");
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
