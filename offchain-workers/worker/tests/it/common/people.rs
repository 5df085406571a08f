//! People, who sign calls and see what came of them.

use codec::Encode;
use opg_primitives::Hash;
use opg_worker::chain::{
    caller::{Caller, Done},
    Call, Chain,
};
use subxt::{
    blocks::ExtrinsicEvents,
    config::DefaultExtrinsicParamsBuilder,
    tx::{TxProgress, TxStatus},
    utils::AccountId32,
    OnlineClient, SubstrateConfig,
};
use subxt_signer::sr25519::{dev, Keypair};

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

    pub fn eve(chain: &Chain) -> Self {
        Self { chain: chain.clone(), key: dev::eve() }
    }

    pub fn ferdie(chain: &Chain) -> Self {
        Self { chain: chain.clone(), key: dev::ferdie() }
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
    ) -> Done {
        let caller = Caller::new(self.chain.clone(), self.key.clone());
        let done = caller.call(&Call::new(pallet, name, arguments)).await;
        done.unwrap_or_else(|error| panic!("{pallet}.{name}: {error}"))
    }

    /// Sends the same call with other arguments each, all at once, and waits until all have done what they do.
    pub async fn send_each(
        &self,
        pallet: &'static str,
        name: &'static str,
        arguments: impl IntoIterator<Item = impl Encode>,
    ) -> Vec<ExtrinsicEvents<SubstrateConfig>> {
        let mut nonce = self.nonce().await;
        let mut sent = Vec::new();
        for arguments in arguments {
            sent.push(self.submit(&Call::new(pallet, name, arguments), nonce).await.unwrap());
            nonce += 1;
        }
        let mut done = Vec::new();
        for progress in sent {
            done.push(included(progress).await.unwrap());
        }
        done
    }

    async fn nonce(&self) -> u64 {
        let best = self.chain.best().await.unwrap();
        self.chain.nonce(&self.account(), best.hash).await.unwrap()
    }

    async fn submit(&self, call: &Call, nonce: u64) -> Result<Progress, subxt::Error> {
        let params = DefaultExtrinsicParamsBuilder::new().nonce(nonce).immortal().build();
        let mut partial = self.chain.client().tx().create_partial_offline(call, params)?;
        partial.sign(&self.key).submit_and_watch().await
    }
}

type Progress = TxProgress<SubstrateConfig, OnlineClient<SubstrateConfig>>;

async fn included(
    mut progress: Progress,
) -> Result<ExtrinsicEvents<SubstrateConfig>, subxt::Error> {
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
