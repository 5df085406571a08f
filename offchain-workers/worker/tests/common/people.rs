//! People, who sign calls and see what came of them.

use codec::Encode;
use opg_primitives::Hash;
use opg_worker::chain::{
    caller::{Caller, Done},
    Call, Chain,
};
use subxt::utils::AccountId32;
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
}
