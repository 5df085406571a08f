//! The chain as workers see it: blocks with what happened in them, questions to the runtime, and calls.
//!
//! Nothing here knows the runtime's crates. What the chain is like is read from its metadata, by name: a
//! runtime that names things otherwise is an error that says so, never a misread number.

pub mod address;
pub mod caller;
mod connection;
mod pool;
pub mod sender;
pub mod shared;
pub mod views;

use codec::{Compact, Encode};
use opg_primitives::BlockNumber;
use subxt::{
    config::Header as _,
    dynamic::Value,
    error::DispatchError,
    ext::{
        scale_decode::{DecodeAsFields, DecodeAsType},
        subxt_core,
        subxt_rpcs::{self, methods::legacy::LegacyRpcMethods},
    },
    utils::{AccountId32, H256},
    Metadata, OnlineClient, SubstrateConfig,
};

/// The pool's number for what it cannot judge before it has seen another block.
const UNKNOWN: i32 = 1011;
/// What it says of a transaction that counts from a block on which it has not seen.
const UNSEEN: [&str; 2] = ["ancient birth block", "bad signature"];

/// What went wrong between a worker and its node.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "a node's address begins with ws:// or wss://, which {0} does not: see `node` (or --node)"
    )]
    Address(String),
    #[error("the node does not answer as expected: {0}; is {1} an OPG chain node?")]
    Connect(#[source] Box<subxt::Error>, String),
    #[error("asking the node failed: {0}")]
    Node(#[from] Box<subxt::Error>),
    #[error("the runtime has no {0}: this worker is too old or too new for the chain; update it")]
    Unknown(String),
    #[error("what the runtime says of {what} cannot be understood ({why}); update the worker")]
    Decode { what: String, why: String },
    #[error("the node refused the transaction: {0}")]
    Refused(String),
    /// Its pool has not looked yet at the block that the transaction is about, or counts from on. In the next one it
    /// may be taken.
    #[error("the node does not know yet what the transaction is about: {0}")]
    Early(String),
    #[error("{call} failed: {why}")]
    Failed { call: String, why: String },
    #[error("{0} was in no block for long: does the node make or see new blocks?")]
    Slow(String),
}

impl Error {
    /// What a pool says, by its number for it.
    fn of_pool(code: i32, why: String) -> Self {
        if code == UNKNOWN || UNSEEN.iter().any(|one| why.contains(one)) {
            Self::Early(why)
        } else {
            Self::Refused(why)
        }
    }
}

impl From<subxt::Error> for Error {
    fn from(error: subxt::Error) -> Self {
        Self::Node(Box::new(error))
    }
}

impl From<subxt_rpcs::Error> for Error {
    fn from(error: subxt_rpcs::Error) -> Self {
        Self::Node(Box::new(error.into()))
    }
}

/// A connection that comes back by itself.
#[derive(Clone)]
pub struct Chain {
    client: OnlineClient<SubstrateConfig>,
    rpc: LegacyRpcMethods<SubstrateConfig>,
}

/// A block, and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub number: BlockNumber,
    pub hash: H256,
    pub parent: H256,
}

/// A call of the runtime, by name.
#[derive(Clone, Debug)]
pub struct Call {
    pub pallet: &'static str,
    pub name: &'static str,
    /// Its arguments, encoded.
    pub arguments: Vec<u8>,
    /// And calls that it makes, if it is made of such.
    pub calls: Vec<Call>,
}

impl Call {
    pub fn new(pallet: &'static str, name: &'static str, arguments: impl Encode) -> Self {
        Self { pallet, name, arguments: arguments.encode(), calls: Vec::new() }
    }

    /// All of these, whatever comes of one of them.
    pub fn all(mut calls: Vec<Self>) -> Option<Self> {
        match calls.len() {
            0 | 1 => calls.pop(),
            _ => Some(Self { calls, ..Self::new("Utility", "force_batch", ()) }),
        }
    }

    /// Whether it has a part of every block to itself. What is said of requests, cases and feeds has.
    pub fn is_operational(&self) -> bool {
        match self.pallet {
            "Inference" => !matches!(self.name, "request" | "challenge"),
            "Panels" => true,
            "Oracle" => self.name == "report",
            _ => false,
        }
    }
}

impl subxt::tx::Payload for Call {
    fn encode_call_data_to(
        &self,
        metadata: &subxt_core::Metadata,
        out: &mut Vec<u8>,
    ) -> Result<(), subxt_core::Error> {
        let pallet = metadata.pallet_by_name_err(self.pallet)?;
        let call = pallet.call_variant_by_name(self.name).ok_or_else(|| {
            subxt_core::error::MetadataError::CallNameNotFound(self.name.to_owned())
        })?;
        out.extend([pallet.index(), call.index]);
        out.extend(&self.arguments);
        if self.calls.is_empty() {
            return Ok(());
        }
        Compact(self.calls.len() as u32).encode_to(out);
        for call in &self.calls {
            call.encode_call_data_to(metadata, out)?;
        }
        Ok(())
    }
}

impl Chain {
    /// Connects as soon as the node is there, however long that takes, and says what it waits for.
    pub async fn wait_for(url: &str) -> Result<Self, Error> {
        if !(url.starts_with("ws://") || url.starts_with("wss://")) {
            return Err(Error::Address(url.to_owned()));
        }
        connection::until_there(url).await;
        Self::connect(url).await
    }

    /// Connects, and stays connected for as long as it is kept.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        let failed = |error: subxt::Error| Error::Connect(Box::new(error), url.to_owned());
        let rpc = connection::open(url).await;
        let rpc = rpc.map_err(|error| failed(subxt::Error::Other(error.to_string())))?;
        let client = OnlineClient::from_rpc_client(rpc.clone()).await.map_err(failed)?;
        Ok(Self { client, rpc: LegacyRpcMethods::new(rpc) })
    }

    pub fn metadata(&self) -> Metadata {
        self.client.metadata()
    }

    pub fn client(&self) -> &OnlineClient<SubstrateConfig> {
        &self.client
    }

    /// The first block's hash, by which chains are told apart.
    pub fn genesis(&self) -> H256 {
        self.client.genesis_hash()
    }

    /// The best block now.
    pub async fn best(&self) -> Result<Block, Error> {
        let header = self.rpc.chain_get_header(None).await?;
        let header = header.ok_or_else(|| Error::Unknown("best block".into()))?;
        Ok(self.block(&header))
    }

    /// The last block that is final.
    pub async fn finalised(&self) -> Result<Block, Error> {
        self.block_at(self.rpc.chain_get_finalized_head().await?).await
    }

    /// The block with this hash.
    pub async fn block_at(&self, hash: H256) -> Result<Block, Error> {
        let header = self.rpc.chain_get_header(Some(hash)).await?;
        let header = header.ok_or_else(|| Error::Unknown(format!("block {hash:?}")))?;
        Ok(self.block(&header))
    }

    /// Whether this block is on the best chain.
    pub async fn has(&self, block: Block) -> Result<bool, Error> {
        let there = self.rpc.chain_get_block_hash(Some(block.number.into())).await?;
        Ok(there == Some(block.hash))
    }

    fn block(&self, header: &<SubstrateConfig as subxt::Config>::Header) -> Block {
        let hash = header.hash_with(self.client.hasher());
        Block { number: header.number(), hash, parent: header.parent_hash }
    }

    /// Keeps up with upgrades of the runtime. Never returns while the node can be asked.
    pub async fn follow_upgrades(&self) -> Result<(), Error> {
        Ok(self.client.updater().perform_runtime_updates().await?)
    }

    /// Asks the runtime as it is at a block.
    pub async fn ask<Answer: DecodeAsType>(
        &self,
        at: H256,
        api: &str,
        method: &str,
        arguments: impl Encode,
    ) -> Result<Answer, Error> {
        let what = format!("{api}.{method}");
        let metadata = self.client.metadata();
        let kind = metadata
            .runtime_api_trait_by_name(api)
            .and_then(|all| all.method_by_name(method).map(|one| one.output_ty()))
            .ok_or_else(|| Error::Unknown(what.clone()))?;
        let function = format!("{api}_{method}");
        let arguments = arguments.encode();
        let bytes = self.client.runtime_api().at(at).call_raw(&function, Some(&arguments)).await?;
        Answer::decode_as_type(&mut &bytes[..], kind, metadata.types())
            .map_err(|error| Error::Decode { what, why: error.to_string() })
    }

    /// Asks the runtime whether something is in order: the reason if not, as its documents explain it.
    pub async fn ask_whether(
        &self,
        at: H256,
        api: &str,
        method: &str,
        arguments: impl Encode,
    ) -> Result<Result<(), String>, Error> {
        let (function, arguments) = (format!("{api}_{method}"), arguments.encode());
        let bytes = self.client.runtime_api().at(at).call_raw(&function, Some(&arguments)).await?;
        match bytes.split_first() {
            Some((0, _)) => Ok(Ok(())),
            Some((1, error)) => {
                let error = DispatchError::decode_from(error, self.metadata())?;
                Ok(Err(caller::explained(&error)))
            },
            _ => Err(Error::Decode { what: function, why: "it is no result".into() }),
        }
    }

    /// What is stored under these keys, if anything is.
    pub async fn stored<Answer: DecodeAsType>(
        &self,
        at: H256,
        pallet: &str,
        name: &str,
        keys: Vec<Value>,
    ) -> Result<Option<Answer>, Error> {
        let address = subxt::dynamic::storage(pallet, name, keys);
        let Some(found) = self.client.storage().at(at).fetch(&address).await? else {
            return Ok(None);
        };
        let understood = found.as_type();
        understood.map(Some).map_err(|error| Error::Decode {
            what: format!("{pallet}.{name}"),
            why: error.to_string(),
        })
    }

    /// What is stored in a map, of at most so many entries, each after what its key has behind the map's own.
    pub async fn entries<Answer: DecodeAsType>(
        &self,
        at: H256,
        pallet: &str,
        name: &str,
        most: usize,
    ) -> Result<Vec<(Vec<u8>, Answer)>, Error> {
        // Two hashes of sixteen bytes: of the pallet's name, and the map's.
        const OWN: usize = 32;
        let address = subxt::dynamic::storage(pallet, name, Vec::<Value>::new());
        let mut all = self.client.storage().at(at).iter(address).await?;
        let mut found = Vec::new();
        while let Some(entry) = all.next().await {
            if found.len() == most {
                break;
            }
            let entry = entry?;
            let understood = entry.value.as_type().map_err(|error| Error::Decode {
                what: format!("{pallet}.{name}"),
                why: error.to_string(),
            })?;
            found.push((entry.key_bytes.get(OWN..).unwrap_or_default().to_vec(), understood));
        }
        Ok(found)
    }

    /// What happened in a block, of one pallet.
    pub async fn events(&self, at: H256, pallet: &str) -> Result<Vec<views::Event>, Error> {
        let (events, metadata) = (self.client.events().at(at).await?, self.client.metadata());
        let mut found = Vec::new();
        for event in events.iter() {
            let event = event?;
            if event.pallet_name() == pallet {
                found.extend(views::Event::of(&event, metadata.types())?);
            }
        }
        Ok(found)
    }

    /// Events of this name in a block, which have these fields.
    pub async fn happened<Fields: DecodeAsFields>(
        &self,
        at: H256,
        pallet: &str,
        name: &str,
    ) -> Result<Vec<Fields>, Error> {
        let (events, metadata) = (self.client.events().at(at).await?, self.client.metadata());
        let mut found = Vec::new();
        for event in events.iter() {
            let event = event?;
            if (event.pallet_name(), event.variant_name()) == (pallet, name) {
                found.push(views::fields(&event, metadata.types())?);
            }
        }
        Ok(found)
    }

    /// A constant of a pallet.
    pub fn constant<Answer: DecodeAsType>(
        &self,
        pallet: &str,
        name: &str,
    ) -> Result<Answer, Error> {
        let (what, metadata) = (format!("{pallet}.{name}"), self.client.metadata());
        let pallet = metadata.pallet_by_name(pallet);
        let constant = pallet.and_then(|pallet| pallet.constant_by_name(name));
        let constant = constant.ok_or_else(|| Error::Unknown(what.clone()))?;
        Answer::decode_as_type(&mut constant.value(), constant.ty(), metadata.types())
            .map_err(|error| Error::Decode { what, why: error.to_string() })
    }

    /// What a pallet's documents say of its error of this number, and its name.
    pub fn error_in_words(&self, pallet: &str, number: u8) -> String {
        let metadata = self.client.metadata();
        let named = metadata.pallet_by_name(pallet);
        match named.and_then(|named| named.error_variant_by_index(number)) {
            Some(error) => caller::in_words(pallet, &error.name, &error.docs),
            None => format!("{pallet} error {number}"),
        }
    }

    /// The nonce of the account's next transaction, by the best block.
    pub async fn nonce(&self, account: &AccountId32, at: H256) -> Result<u64, Error> {
        let nonce: u32 = self.ask(at, "AccountNonceApi", "account_nonce", account.0).await?;
        Ok(nonce.into())
    }

    /// Hands in a signed transaction.
    pub async fn submit(&self, bytes: &[u8]) -> Result<(), Error> {
        match self.rpc.author_submit_extrinsic(bytes).await {
            Ok(_) => Ok(()),
            Err(subxt_rpcs::Error::User(error)) => {
                let data = error.data.as_ref().map(|data| format!(": {}", data.get()));
                let why = format!("{}{} ({})", error.message, data.unwrap_or_default(), error.code);
                Err(Error::of_pool(error.code, why))
            },
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_pool_cannot_judge_yet_should_be_early_and_not_refused() {
        for (code, why) in [
            (1011, "Unknown Transaction Validity"),
            (1010, "Invalid Transaction: \"Transaction has an ancient birth block\""),
            (1010, "Invalid Transaction: \"Transaction has a bad signature\""),
        ] {
            let early = Error::of_pool(code, why.into());
            assert!(matches!(early, Error::Early(_)), "{early}");
        }
        for code in [1010, 1012, 1013, 1014] {
            let refused = Error::of_pool(code, format!("({code})"));
            assert!(matches!(refused, Error::Refused(_)), "{refused}");
        }
    }
}
