//! Putting a worker together, and running it.

use crate::{
    chain::{sender::Sender, Chain},
    config::{self, Blobs, Config},
    health,
    inference::{self, Inference, Terms},
    journal::{self, Journal},
    keys,
    metrics::Metrics,
    models::{self, Models},
    offers,
    provers::Provers,
};
use opg_engine::{Engine, StartError};
use opg_store::Store;
use std::{future::pending, io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::watch};

/// How long one waits before upgrades of the runtime are followed again.
const BREATH: Duration = Duration::from_secs(5);

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Key(#[from] keys::Error),
    #[error(transparent)]
    Chain(#[from] crate::chain::Error),
    #[error("the folder {0} cannot be made or written: {1}")]
    Folder(PathBuf, #[source] io::Error),
    #[error(transparent)]
    Journal(#[from] journal::Error),
    #[error(transparent)]
    Store(#[from] opg_store::Error),
    #[error(transparent)]
    Engine(#[from] StartError),
    #[error(transparent)]
    Models(#[from] models::Error),
    #[error(transparent)]
    Offers(#[from] offers::Error),
    #[error(transparent)]
    Inference(#[from] inference::Error),
    #[error("nothing can be served on {0}: {1}; set `listen` to another address")]
    Listen(SocketAddr, #[source] io::Error),
    #[error("no address is set under which blobs are served: set `listen` in [blobs]")]
    NoBlobs,
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(address).await.map_err(|error| Error::Listen(address, error))
}

/// The store alone, for others to fetch from and to upload to, until `stop` says so.
pub async fn serve_store(config: &Config, mut stop: watch::Receiver<bool>) -> Result<(), Error> {
    let blobs = config.blobs.clone().ok_or(Error::NoBlobs)?;
    let store = Store::open(&config.store()).await?;
    let listener = listen(blobs.listen).await?;
    tracing::info!(listen = %listener.local_addr().unwrap_or(blobs.listen), "serving blobs");
    let stopped = async move {
        // Whoever could say so being gone means the same.
        let _ = stop.wait_for(|stop| *stop).await;
    };
    Ok(opg_store::server::serve(listener, store, blobs.limits, stopped).await?)
}

/// All that a worker needs, made ready: what is wrong shows here, before anything is promised.
pub struct Worker {
    chain: Chain,
    sender: Sender,
    journal: Arc<Journal>,
    models: Arc<Models>,
    metrics: Arc<Metrics>,
    listener: TcpListener,
    store: Store,
    blobs: Option<(TcpListener, Blobs)>,
    settings: config::Inference,
}

impl Worker {
    pub async fn prepare(config: &Config) -> Result<Self, Error> {
        let key = keys::read(&config.key)?;
        let listener = listen(config.listen).await?;
        let blobs = match &config.blobs {
            Some(blobs) => Some((listen(blobs.listen).await?, blobs.clone())),
            None => None,
        };
        let chain = Chain::connect(&config.node).await?;
        // What was decided about requests of one chain says nothing about another's.
        let folder = config.data.join(hex::encode(chain.genesis().0.get(..8).unwrap_or_default()));
        std::fs::create_dir_all(&folder).map_err(|error| Error::Folder(folder.clone(), error))?;
        let journal = Arc::new(Journal::open(&folder.join("journal"))?);
        let store = Store::open(&config.store()).await?;
        let engine = Engine::start(config.engine()).await?;
        let sender = Sender::new(chain.clone(), key);
        let settings = config.inference.clone();
        let (genesis, me) = (chain.genesis().0.into(), sender.account().0.into());
        let provers = Provers::new(genesis, me, settings.proof_threads);
        let limits = config.limits();
        let mut models = Models::load(store.clone(), engine, limits, &settings, provers).await?;
        check_models(&chain, &mut models, settings.proofs_at_a_time > 0).await?;
        Ok(Self {
            sender,
            chain,
            journal,
            models: Arc::new(models),
            metrics: Arc::default(),
            listener,
            store,
            blobs,
            settings,
        })
    }

    /// Works until `stop` says so, and then until all that was given to it is done.
    pub async fn run(mut self, stop: watch::Receiver<bool>) -> Result<(), Error> {
        tokio::spawn(health::serve(self.listener, self.metrics.clone()));
        tokio::spawn(follow_upgrades(self.chain.clone()));
        if let Some((listener, Blobs { limits, .. })) = self.blobs {
            tokio::spawn(opg_store::server::serve(listener, self.store, limits, pending()));
        }
        offers::bring_up_to_date(&self.chain, &mut self.sender, &self.models).await?;
        tracing::info!(operator = %self.sender.account(), "at work");
        let role = Inference::new(
            self.chain,
            self.sender,
            self.journal,
            self.models.clone(),
            self.metrics,
            Terms::of(&self.models, &self.settings),
        );
        Ok(role.run(stop).await?)
    }
}

/// That the models are what the chain says of them; makes provers of those that have a key.
async fn check_models(chain: &Chain, models: &mut Models, proves: bool) -> Result<(), Error> {
    let best = chain.best().await?;
    let mut keys = Vec::new();
    for model in models.all() {
        let key = offers::check(chain, best.hash, model).await?;
        keys.extend(key.map(|key| (model.file.sha256, key)));
    }
    for (model, key) in keys.into_iter().filter(|_| proves) {
        models.prove(model, key).await?;
    }
    Ok(())
}

async fn follow_upgrades(chain: Chain) {
    while let Err(error) = chain.follow_upgrades().await {
        tracing::warn!(%error, "upgrades of the runtime are not followed; trying again");
        tokio::time::sleep(BREATH).await;
    }
}
