//! People, who sign calls and see what came of them.

use codec::Encode;
use opg_primitives::Hash;
use opg_worker::chain::{Call, Chain};
use std::time::Duration;
use subxt::{
    blocks::ExtrinsicEvents, config::DefaultExtrinsicParamsBuilder, tx::TxStatus,
    utils::AccountId32, SubstrateConfig,
};
use subxt_signer::sr25519::{dev, Keypair};

/// Blocks after which a call that the pool refuses is wrong, and not only early: the pool may not have
/// looked at the block that the call is about.
const TRIES: u32 = 4;

#[derive(Clone)]
pub struct Person {
    pub chain: Chain,
    pub key: Keypair,
}

impl Person {
    pub fn alice(chain: &Chain) -> Self {
        Self { chain: chain.clone(), key: dev::alice() }
    }

    pub fn bob(chain: &Chain) -> Self {
        Self { chain: chain.clone(), key: dev::bob() }
    }

    pub fn charlie(chain: &Chain) -> Self {
        Self { chain: chain.clone(), key: dev::charlie() }
    }

    pub fn dave(chain: &Chain) -> Self {
        Self { chain: chain.clone(), key: dev::dave() }
    }

    pub fn account(&self) -> AccountId32 {
        self.key.public_key().to_account_id()
    }

    pub fn id(&self) -> Hash {
        self.account().0.into()
    }

    /// Sends a call, and waits until it has done what it does.
    pub async fn send(
        &self,
        pallet: &'static str,
        name: &'static str,
        arguments: impl Encode,
    ) -> ExtrinsicEvents<SubstrateConfig> {
        let call = Call::new(pallet, name, arguments);
        for _ in 1..TRIES {
            match self.try_send(&call).await {
                Ok(events) => return events,
                Err(error) if error.to_string().contains("Custom error") => {
                    tokio::time::sleep(Duration::from_secs(3)).await;
                },
                Err(error) => panic!("{pallet}.{name}: {error}"),
            }
        }
        self.try_send(&call).await.unwrap_or_else(|error| panic!("{pallet}.{name}: {error}"))
    }

    async fn try_send(
        &self,
        call: &Call,
    ) -> Result<ExtrinsicEvents<SubstrateConfig>, subxt::Error> {
        let best = self.chain.best().await.unwrap();
        let nonce = self.chain.nonce(&self.account(), best.hash).await.unwrap();
        let params = DefaultExtrinsicParamsBuilder::new().nonce(nonce).immortal().build();
        let mut partial = self.chain.client().tx().create_partial_offline(call, params)?;
        let mut progress = partial.sign(&self.key).submit_and_watch().await?;
        while let Some(status) = progress.next().await {
            match status? {
                TxStatus::InBestBlock(block) | TxStatus::InFinalizedBlock(block) => {
                    return block.wait_for_success().await;
                },
                TxStatus::Error { message }
                | TxStatus::Invalid { message }
                | TxStatus::Dropped { message } => return Err(subxt::Error::Other(message)),
                _ => {},
            }
        }
        Err(subxt::Error::Other("nobody said what became of it".into()))
    }
}
