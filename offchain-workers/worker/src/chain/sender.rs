//! Transactions of one account: nonces are given out here, and what was handed in is handed in again until
//! it is in a block.
//!
//! - A nonce is used once. What the node has not taken into a block after some blocks is sent again as it
//!   was, bytes for bytes: so it is in a block once, whatever happens to the pool.
//! - What the node refuses for good gives its nonce back, and whoever asked is told why.
//! - After a restart, or when the chain was reorganised, the chain's own count decides.

use super::{Block, Call, Chain, Error};
use std::collections::BTreeMap;
use subxt::{config::DefaultExtrinsicParamsBuilder as Params, utils::AccountId32};
use subxt_signer::sr25519::Keypair;

/// Blocks after which what is in no block is sent again.
const PATIENCE: u32 = 4;

/// What became of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A block on the best chain has it.
    Included,
    /// The node will not take it, and says why.
    Refused(String),
}

/// What names a transaction to whoever handed it in.
pub type Ticket = u64;

struct Waiting {
    ticket: Ticket,
    bytes: Vec<u8>,
    sent: u32,
}

pub struct Sender {
    chain: Chain,
    key: Keypair,
    account: AccountId32,
    /// What is in no block yet, by nonce.
    waiting: BTreeMap<u64, Waiting>,
    next: Ticket,
}

impl Sender {
    pub fn new(chain: Chain, key: Keypair) -> Self {
        let account = key.public_key().to_account_id();
        Self { chain, key, account, waiting: BTreeMap::new(), next: 0 }
    }

    pub fn account(&self) -> &AccountId32 {
        &self.account
    }

    /// Transactions that are in no block yet.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Signs a call and hands it in, as of block `at`.
    pub async fn send(&mut self, call: &Call, at: Block) -> Result<Ticket, Error> {
        let chain_says = self.chain.nonce(&self.account, at.hash).await?;
        let nonce = match self.waiting.last_key_value() {
            Some((last, _)) => chain_says.max(last.saturating_add(1)),
            None => chain_says,
        };
        let bytes = self.signed(call, nonce)?;
        self.chain.submit(&bytes).await?;
        let ticket = self.next;
        self.next = self.next.saturating_add(1);
        self.waiting.insert(nonce, Waiting { ticket, bytes, sent: at.number });
        Ok(ticket)
    }

    /// Never dies: a nonce is used once anyway, and a worker may be cut off for long.
    fn signed(&self, call: &Call, nonce: u64) -> Result<Vec<u8>, Error> {
        let params = Params::new().nonce(nonce).immortal().build();
        let mut partial = self.chain.client().tx().create_partial_offline(call, params)?;
        Ok(partial.sign(&self.key).into_encoded())
    }

    /// A new best block: says what became of what was handed in before, and sends again what seems lost.
    pub async fn see(&mut self, best: Block) -> Result<Vec<(Ticket, Fate)>, Error> {
        let chain_says = self.chain.nonce(&self.account, best.hash).await?;
        let still = self.waiting.split_off(&chain_says);
        let included = std::mem::replace(&mut self.waiting, still);
        let mut fates: Vec<_> =
            included.into_values().map(|one| (one.ticket, Fate::Included)).collect();
        let mut gone = None;
        for (nonce, one) in self.waiting.iter_mut() {
            if best.number < one.sent.saturating_add(PATIENCE) {
                continue;
            }
            one.sent = best.number;
            match self.chain.submit(&one.bytes).await {
                Ok(()) => tracing::warn!(nonce, "was in no block for long: sent again"),
                // The pool has it and will come to it.
                Err(Error::Refused(why)) if is_known(&why) => {},
                Err(Error::Refused(why)) => {
                    gone = Some((*nonce, why));
                    break;
                },
                Err(other) => return Err(other),
            }
        }
        if let Some((nonce, why)) = gone {
            // Those behind it wait for its nonce: they are as good as refused.
            let lost = self.waiting.split_off(&nonce);
            fates.extend(lost.into_values().map(|one| (one.ticket, Fate::Refused(why.clone()))));
        }
        Ok(fates)
    }
}

/// The node's answer to what it has already.
fn is_known(why: &str) -> bool {
    why.contains("(1013)") || why.contains("Already Imported")
}
