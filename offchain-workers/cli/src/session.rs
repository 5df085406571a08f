//! A node to ask, and perhaps a key to sign with.

use crate::{args::Arguments, failure::Failure};
use codec::Encode;
use opg_worker::{
    chain::{
        caller::{Caller, Done},
        Block, Call, Chain, Error,
    },
    keys,
};
use std::{future::Future, time::Duration};
use subxt::{
    dynamic::Value,
    ext::scale_decode::DecodeAsType,
    utils::{AccountId32, H256},
};

/// How long a node may take to answer. Its connection is made anew for as long as that.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a node may take to be there at all.
const GREETING: Duration = Duration::from_secs(5);
/// How often a node is asked for a new block.
const TICK: Duration = Duration::from_millis(300);
/// How long a chain may stand still.
const STANDSTILL: Duration = Duration::from_secs(60);

pub struct Session {
    pub url: String,
    pub chain: Chain,
    caller: Option<Caller>,
}

impl Session {
    /// A key that cannot be used is an error even where none is needed: it was meant to be.
    pub async fn open(arguments: &Arguments) -> Result<Self, Failure> {
        let key = arguments.key.as_deref().map(keys::read).transpose()?;
        let url = arguments.node.clone();
        let connected = tokio::time::timeout(GREETING, Chain::connect(&url)).await;
        let chain = connected.map_err(|_| Failure::NoNode(url.clone()))??;
        let caller = key.map(|key| Caller::new(chain.clone(), key));
        Ok(Self { url, chain, caller })
    }

    /// Who signs, if anyone does.
    pub fn account(&self) -> Option<AccountId32> {
        self.caller.as_ref().map(Caller::account)
    }

    /// Who signs.
    pub fn me(&self) -> Result<AccountId32, Failure> {
        self.account().ok_or(Failure::NoKey)
    }

    async fn in_time<T>(
        &self,
        answer: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Failure> {
        let answer = tokio::time::timeout(PATIENCE, answer).await;
        Ok(answer.map_err(|_| Failure::Silent(self.url.clone()))??)
    }

    pub async fn best(&self) -> Result<Block, Failure> {
        self.in_time(self.chain.best()).await
    }

    pub async fn finalised(&self) -> Result<Block, Failure> {
        self.in_time(self.chain.finalised()).await
    }

    /// Asks the runtime as it is at a block.
    pub async fn ask_at<Answer: DecodeAsType>(
        &self,
        at: H256,
        api: &str,
        method: &str,
        arguments: impl Encode,
    ) -> Result<Answer, Failure> {
        self.in_time(self.chain.ask(at, api, method, arguments)).await
    }

    /// Asks the runtime as it is now.
    pub async fn ask<Answer: DecodeAsType>(
        &self,
        api: &str,
        method: &str,
        arguments: impl Encode,
    ) -> Result<Answer, Failure> {
        let best = self.best().await?;
        self.ask_at(best.hash, api, method, arguments).await
    }

    /// Asks the runtime whether something is in order.
    pub async fn ask_whether(
        &self,
        api: &str,
        method: &str,
        arguments: impl Encode,
    ) -> Result<Result<(), String>, Failure> {
        let best = self.best().await?;
        self.in_time(self.chain.ask_whether(best.hash, api, method, arguments)).await
    }

    /// What is stored now.
    pub async fn stored<Answer: DecodeAsType>(
        &self,
        pallet: &str,
        name: &str,
        keys: Vec<Value>,
    ) -> Result<Option<Answer>, Failure> {
        let best = self.best().await?;
        self.in_time(self.chain.stored(best.hash, pallet, name, keys)).await
    }

    /// The entries of a map, each after what its key has behind the map's own.
    pub async fn entries<Answer: DecodeAsType>(
        &self,
        at: H256,
        pallet: &str,
        name: &str,
        most: usize,
    ) -> Result<Vec<(Vec<u8>, Answer)>, Failure> {
        self.in_time(self.chain.entries(at, pallet, name, most)).await
    }

    /// Blocks between a commitment to a model and its registration.
    pub fn commitment_age(&self) -> Result<u32, Failure> {
        let address = subxt::dynamic::constant("Models", "CommitmentAge");
        let unknown = || Failure::Chain(Error::Unknown("constant Models.CommitmentAge".into()));
        let value = self.chain.client().constants().at(&address).map_err(|_| unknown())?;
        value.as_type().map_err(|_| unknown())
    }

    /// Signs a call, and waits until it has done what it does.
    pub async fn call(
        &self,
        pallet: &'static str,
        name: &'static str,
        arguments: impl Encode,
    ) -> Result<Done, Failure> {
        let caller = self.caller.as_ref().ok_or(Failure::NoKey)?;
        Ok(caller.call(&Call::new(pallet, name, arguments)).await?)
    }

    /// The best block as soon as it is another one than `last`.
    pub async fn next(&self, last: Option<H256>) -> Result<Block, Failure> {
        let end = tokio::time::Instant::now() + STANDSTILL;
        loop {
            let best = self.best().await?;
            if Some(best.hash) != last {
                return Ok(best);
            }
            if tokio::time::Instant::now() > end {
                return Err(Failure::Stalled);
            }
            tokio::time::sleep(TICK).await;
        }
    }
}
