//! Calls of someone who waits for what comes of each, unlike what [`super::sender`] hands in.

use super::{Call, Chain, Error};
use std::time::Duration;
use subxt::{
    blocks::ExtrinsicEvents,
    config::DefaultExtrinsicParamsBuilder as Params,
    error::{DispatchError, RpcError, TransactionError},
    ext::{scale_decode::DecodeAsFields, subxt_rpcs},
    tx::TxStatus,
    utils::{AccountId32, H256},
    Metadata, SubstrateConfig,
};
use subxt_signer::sr25519::Keypair;

/// Times that a call is handed in which the pool refuses by a rule of the chain: it may not have looked
/// yet at the block that the call is about.
const TRIES: u32 = 4;
/// How long one waits before that.
const BREATH: Duration = Duration::from_secs(3);
/// How long a call may be in no block.
const PATIENCE: Duration = Duration::from_secs(90);

/// Someone who signs.
#[derive(Clone)]
pub struct Caller {
    chain: Chain,
    key: Keypair,
}

/// A call that is in a block and did what it does.
pub struct Done {
    /// The block.
    pub block: H256,
    /// What happened.
    pub events: ExtrinsicEvents<SubstrateConfig>,
    metadata: Metadata,
}

impl Caller {
    pub fn new(chain: Chain, key: Keypair) -> Self {
        Self { chain, key }
    }

    pub fn account(&self) -> AccountId32 {
        self.key.public_key().to_account_id()
    }

    /// Sends a call, and waits until it has done what it does, on the best chain.
    pub async fn call(&self, call: &Call) -> Result<Done, Error> {
        for _ in 1..TRIES {
            match self.once(call).await {
                Err(error) if may_be_early(&error) => {
                    tracing::debug!(call = call.name, %error, "it may be early; trying again");
                    tokio::time::sleep(BREATH).await;
                },
                other => return other,
            }
        }
        self.once(call).await
    }

    async fn once(&self, call: &Call) -> Result<Done, Error> {
        let name = || format!("{}.{}", call.pallet, call.name);
        let sent = tokio::time::timeout(PATIENCE, self.send(call)).await;
        sent.unwrap_or_else(|_| Err(Error::Slow(name())))
    }

    async fn send(&self, call: &Call) -> Result<Done, Error> {
        let best = self.chain.best().await?;
        let nonce = self.chain.nonce(&self.account(), best.hash).await?;
        let params = Params::new().nonce(nonce).immortal().build();
        let mut partial = self.chain.client().tx().create_partial_offline(call, params)?;
        let sent = partial.sign(&self.key).submit_and_watch().await;
        let mut progress = sent.map_err(|error| refused(call, error))?;
        while let Some(status) = progress.next().await {
            match status? {
                TxStatus::InBestBlock(block) | TxStatus::InFinalizedBlock(block) => {
                    let events = block.wait_for_success().await;
                    let events = events.map_err(|error| refused(call, error))?;
                    let metadata = self.chain.metadata();
                    return Ok(Done { block: block.block_hash(), events, metadata });
                },
                TxStatus::Error { message }
                | TxStatus::Invalid { message }
                | TxStatus::Dropped { message } => return Err(Error::Refused(message)),
                _ => {},
            }
        }
        Err(Error::Refused("the node does not say what became of it".into()))
    }
}

impl Done {
    /// The fields of an event of this name.
    pub fn event<Fields: DecodeAsFields>(&self, pallet: &str, name: &str) -> Result<Fields, Error> {
        for event in self.events.iter() {
            let event = event?;
            if (event.pallet_name(), event.variant_name()) == (pallet, name) {
                return super::views::fields(&event, self.metadata.types());
            }
        }
        Err(Error::Unknown(format!("event {pallet}.{name} where one belongs")))
    }
}

/// Nodes of before said of what is early, too, that it is invalid by a rule of the chain.
fn may_be_early(error: &Error) -> bool {
    match error {
        Error::Early(_) => true,
        Error::Refused(why) => why.contains("Custom error"),
        _ => false,
    }
}

fn refused(call: &Call, error: subxt::Error) -> Error {
    match error {
        subxt::Error::Runtime(error) => {
            let call = format!("{}.{}", call.pallet, call.name);
            Error::Failed { call, why: explained(&error) }
        },
        subxt::Error::Transaction(
            TransactionError::Error(why)
            | TransactionError::Invalid(why)
            | TransactionError::Dropped(why),
        ) => Error::Refused(why),
        // The pool's answer: what is behind a number is in docs/models.md and docs/dapps.md.
        subxt::Error::Rpc(RpcError::ClientError(subxt_rpcs::Error::User(why))) => {
            let data = why.data.as_ref().map(|data| format!(": {}", data.get()));
            Error::of_pool(why.code, format!("{}{}", why.message, data.unwrap_or_default()))
        },
        other => other.into(),
    }
}

/// What the runtime's own documents say of an error, and its name.
pub fn explained(error: &DispatchError) -> String {
    let DispatchError::Module(module) = error else {
        return error.to_string();
    };
    match module.details() {
        Ok(details) => {
            in_words(details.pallet.name(), &details.variant.name, &details.variant.docs)
        },
        Err(_) => error.to_string(),
    }
}

/// What documents say of an error, and its name.
pub(super) fn in_words(pallet: &str, name: &str, docs: &[String]) -> String {
    let docs = docs.join(" ");
    format!("{} ({pallet}.{name})", docs.trim().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn call_should_be_made_again_only_if_it_may_be_early() {
        let refused = |why: &str| Error::Refused(why.into());
        assert!(may_be_early(&Error::Early("Unknown Transaction Validity: \"Custom(32)\"".into())));
        assert!(may_be_early(&refused("Invalid Transaction: \"Custom error: 32\"")));
        assert!(!may_be_early(&refused("Invalid Transaction: \"Inability to pay some fees\"")));
    }
}
