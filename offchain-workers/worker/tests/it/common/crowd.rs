//! Somebody who pays for all the room that blocks have for ordinary transactions.

use super::until;
use codec::Encode;
use opg_worker::chain::{Block, Call, Chain, Error};
use std::time::Duration;
use subxt::{
    config::DefaultExtrinsicParamsBuilder as Params,
    ext::scale_decode::{self, DecodeAsType},
};
use subxt_signer::sr25519::Keypair;
use tokio::task::JoinHandle;

/// Bytes of a block that are left, besides those of the seal, which the runtime does not count: together fewer than any
/// transaction has.
const LEFT: usize = 16;
/// Of a block, all of which no transaction may fill alone.
const PARTS: usize = 2;
/// Transactions that wait for their block.
const AHEAD: u64 = 4;

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct BlockLength {
    max: Classes,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct Classes {
    normal: u32,
}

/// As long as it lives, blocks are full.
pub struct Crowd(JoinHandle<()>);

impl Crowd {
    /// Begins with the next block that is made; each of its transactions fills half of one and comes with this tip.
    pub async fn new(chain: &Chain, key: Keypair, tip: u128) -> Self {
        let one = One { chain: chain.clone(), key, tip };
        // The first ones have less in them than others, or more.
        let best = until("a block", async || {
            Some(one.chain.best().await.unwrap()).filter(|best| best.number > 2)
        })
        .await;
        let bytes = one.room(best).await;
        let mut nonce = one.counted(best).await.unwrap();
        one.send(nonce, bytes).await.unwrap();
        Self(tokio::spawn(async move {
            loop {
                let best = one.chain.best().await.unwrap();
                let counted = one.counted(best).await.unwrap();
                while nonce < counted + AHEAD {
                    nonce += 1;
                    one.send(nonce, bytes).await.unwrap();
                }
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }))
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct One {
    chain: Chain,
    key: Keypair,
    tip: u128,
}

impl One {
    /// Bytes of remarks of which as many as there are parts leave a block no room for another transaction.
    async fn room(&self, best: Block) -> usize {
        let length: BlockLength = self.chain.constant("System", "BlockLength").unwrap();
        let block = self.chain.client().blocks().at(best.hash).await.unwrap();
        let others = block.extrinsics().await.unwrap();
        // Of those that every block has, each after its length, and of the block's header.
        let others = others.iter().filter(|one| !one.is_signed());
        let others: usize = others.map(|one| one.bytes().len() + 4).sum();
        let others = others + block.header().encoded_size();
        let most = (length.max.normal as usize - others - LEFT) / PARTS;
        most - (self.signed(0, most).len() - most)
    }

    async fn counted(&self, best: Block) -> Result<u64, Error> {
        self.chain.nonce(&self.key.public_key().to_account_id(), best.hash).await
    }

    fn signed(&self, nonce: u64, bytes: usize) -> Vec<u8> {
        let call = Call::new("System", "remark", vec![0u8; bytes]);
        let params = Params::new().nonce(nonce).tip(self.tip).immortal().build();
        let partial = self.chain.client().tx().create_partial_offline(&call, params);
        partial.unwrap().sign(&self.key).into_encoded()
    }

    async fn send(&self, nonce: u64, bytes: usize) -> Result<(), Error> {
        self.chain.submit(&self.signed(nonce, bytes)).await
    }
}
