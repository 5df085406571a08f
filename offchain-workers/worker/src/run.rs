//! Putting a worker together, and running it.

use crate::{
    any::Any,
    chain::{address::address, sender::Sender, shared::Shared, Chain},
    config::{self, Blobs, Config, Role},
    data::{self, source::Sources, Data},
    health,
    inference::{self, Inference, Terms},
    journal::{self, Journal},
    keys,
    metrics::Metrics,
    models::{Models, MOST_MODEL},
    offers,
    provers::Provers,
    room,
    verifier::{self, bench::Bench, views::Operator, Verifier},
};
use opg_engine::{Engine, StartError};
use opg_store::Store;
use std::{future::pending, io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};
use subxt::utils::{AccountId32, H256};
use tokio::{
    net::TcpListener,
    sync::{mpsc, watch},
};

/// How long one waits before upgrades of the runtime are followed again.
const BREATH: Duration = Duration::from_secs(5);

/// Seconds without a new block after which one who is told to stop does not wait longer.
const LAST_WAIT: u64 = 30;

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
    Offers(#[from] offers::Error),
    #[error(transparent)]
    Inference(#[from] inference::Error),
    #[error(transparent)]
    Verifier(#[from] verifier::Error),
    #[error(transparent)]
    Data(#[from] data::Error),
    #[error("this worker does nothing: name at least one role in `roles`, or with --roles")]
    NoRole,
    #[error("nothing can be served on {0}: {1}; set `listen` to another address")]
    Listen(SocketAddr, #[source] io::Error),
    #[error(
        "told to stop, but there is no new block in which to finish what was taken on: it is kept in `data` \
         for when the worker is started again, so see to the node soon"
    )]
    CutOff,
    #[error(
        "with `providers` other than the CPU the sandbox is open, and [inference.any] and the role verifier run what \
         anyone registers: leave them to another worker, or `providers` as it is"
    )]
    Trusting,
    #[error("blobs are not served any more: {0}")]
    Blobs(#[from] io::Error),
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
    tokio::spawn(room::keep(store.clone(), config.keep()));
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
    sender: Shared,
    journal: Arc<Journal>,
    /// Of the role `inference`.
    models: Option<(Arc<Models>, Terms)>,
    /// What looks for others.
    any: Option<Any>,
    /// Of the role `verifier`.
    bench: Option<(Bench, config::Verifier)>,
    /// Of the role `data`.
    sources: Option<(Sources, config::Feeds)>,
    metrics: Arc<Metrics>,
    listener: TcpListener,
    store: Store,
    keep: Duration,
    blobs: Option<(TcpListener, Blobs)>,
}

impl Worker {
    pub async fn prepare(config: &Config) -> Result<Self, Error> {
        if config.roles.is_empty() {
            return Err(Error::NoRole);
        }
        if config.trusts_strangers() {
            return Err(Error::Trusting);
        }
        let sources = match config.has(Role::Data) {
            true => Some(Sources::load(&config.feeds).map_err(data::Error::from)?),
            false => None,
        };
        let key = keys::read(&config.key)?;
        let listener = listen(config.listen).await?;
        let blobs = match &config.blobs {
            Some(blobs) => Some((listen(blobs.listen).await?, blobs.clone())),
            None => None,
        };
        let chain = Chain::wait_for(&config.node).await?;
        // What was decided about requests of one chain says nothing about another's.
        let folder = config.data.join(hex::encode(chain.genesis().0.get(..8).unwrap_or_default()));
        std::fs::create_dir_all(&folder).map_err(|error| Error::Folder(folder.clone(), error))?;
        let journal = Arc::new(Journal::open(&folder.join("journal"))?);
        let store = Store::open(&config.store()).await?;
        // A full one takes no model.
        room::make(&store, config.keep()).await;
        let sender = Shared::new(Sender::new(chain.clone(), key));
        let (mut models, mut any, mut bench) = (None, None, None);
        if config.runs_models() {
            let engine = Engine::start(config.engine()).await?;
            if config.has(Role::Inference) {
                let me = sender.account();
                let (served, others) =
                    serve(config, &chain, me, store.clone(), engine.clone()).await?;
                let terms = Terms::of(&served, &config.inference, config.limits().time);
                (models, any) = (Some((served, terms)), others);
            }
            if config.has(Role::Verifier) {
                let scratch = folder.join("scratch");
                let made = furnish(config, scratch.clone(), store.clone(), engine);
                let made = made.map_err(|error| Error::Folder(scratch, error))?;
                bench = Some((made, config.verifier.clone()));
            }
        }
        let sources = match sources {
            Some(sources) => {
                data::check(&chain, &sources).await?;
                Some((sources, config.feeds.clone()))
            },
            None => None,
        };
        let metrics = Arc::default();
        Ok(Self {
            chain,
            sender,
            journal,
            models,
            any,
            bench,
            sources,
            metrics,
            listener,
            store,
            keep: config.keep(),
            blobs,
        })
    }

    /// Works until `stop` says so, and then until all that was given to it is done.
    pub async fn run(mut self, stop: watch::Receiver<bool>) -> Result<(), Error> {
        tokio::spawn(health::serve(self.listener, self.metrics.clone()));
        tokio::spawn(follow_upgrades(self.chain.clone()));
        tokio::spawn(room::keep(self.store.clone(), self.keep));
        let blobs = self.blobs.map(|(listener, Blobs { limits, .. })| {
            tokio::spawn(opg_store::server::serve(listener, self.store, limits, pending()))
        });
        if let Some((models, _)) = &self.models {
            match offers::bring_up_to_date(&self.chain, &mut self.sender, models).await {
                Err(error) if error.may_pass() => {
                    tracing::warn!(%error, "what is offered is not what it should be: it is looked at again while at work");
                },
                done => done?,
            }
        }
        tracing::info!(operator = address(self.sender.account()), "at work");
        let metrics = self.metrics.clone();
        let verifier = self.bench.map(|(bench, settings)| {
            let (chain, sender) = (self.chain.clone(), self.sender.another());
            let (journal, metrics) = (self.journal.clone(), self.metrics.clone());
            Verifier::new(chain, sender, journal, bench, metrics, settings)
        });
        let data = match self.sources {
            Some((sources, settings)) => {
                let (chain, sender) = (self.chain.clone(), self.sender.another());
                Some(Data::new(chain, sender, sources, self.metrics.clone(), settings)?)
            },
            None => None,
        };
        let (changed, changes) = mpsc::unbounded_channel();
        if let Some(any) = self.any {
            tokio::spawn(any.go_on(changed));
        }
        let inference = self.models.map(|(models, terms)| {
            let (journal, metrics) = (self.journal, self.metrics);
            Inference::new(self.chain, self.sender, journal, models, metrics, terms, changes)
        });
        let answering = async {
            match inference {
                Some(role) => role.run(stop.clone()).await.map_err(Error::from),
                None => Ok(()),
            }
        };
        let verifying = async {
            match verifier {
                Some(role) => role.run(stop.clone()).await.map_err(Error::from),
                None => Ok(()),
            }
        };
        let reporting = async {
            match data {
                Some(role) => role.run(stop.clone()).await.map_err(Error::from),
                None => Ok(()),
            }
        };
        // Without it nobody could see what is answered here.
        let showing = async {
            match blobs {
                Some(blobs) => blobs.await.map_err(io::Error::other)?.map_err(Error::from),
                None => pending().await,
            }
        };
        // If one cannot go on the process ends, and its journal is there when it is started again.
        tokio::select! {
            ended = showing => ended,
            ended = async { tokio::try_join!(answering, verifying, reporting) } => ended.map(drop),
            () = is_cut_off(stop.clone(), &metrics) => Err(Error::CutOff),
        }
    }
}

/// Returns when one is told to stop and could finish nothing for long, since there is no new block.
async fn is_cut_off(mut stop: watch::Receiver<bool>, metrics: &Metrics) {
    // Whoever could say so being gone means the same.
    let _ = stop.wait_for(|stop| *stop).await;
    let told = health::now();
    while health::now().saturating_sub(metrics.last_block.get().max(told)) < LAST_WAIT {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// The models of the role `inference`, with provers of those that have a key, and what looks for more of them.
async fn serve(
    config: &Config,
    chain: &Chain,
    me: &AccountId32,
    store: Store,
    engine: Engine,
) -> Result<(Arc<Models>, Option<Any>), Error> {
    let settings = &config.inference;
    let provers = Provers::new(chain.genesis().0.into(), me.0.into(), settings.proof_threads);
    let (at, proves) = (chain.best().await?.hash, settings.proofs_at_a_time > 0);
    let (limits, is_open) = (config.limits(), is_open(config, chain, me, at).await?);
    let models = Arc::new(Models::new(store, engine, limits, settings, provers, is_open));
    for terms in &settings.models {
        offers::serve(chain, at, &models, terms, MOST_MODEL, proves, true).await?;
    }
    let Some(any) = settings.any.clone() else { return Ok((models, None)) };
    let mut any = Any::new(chain.clone(), me.clone(), models.clone(), any, proves);
    any.take_over().await?;
    Ok((models, Some(any)))
}

/// Whether others can fetch what is kept here: if it is published elsewhere, or served where the operator says so.
async fn is_open(
    config: &Config,
    chain: &Chain,
    me: &AccountId32,
    at: H256,
) -> Result<bool, Error> {
    if config.store().publishes() || config.blobs.is_none() {
        return Ok(config.store().publishes());
    }
    let operator: Option<Operator> = chain.ask(at, "StakeApi", "operator", me.0).await?;
    let says_where = operator.is_some_and(|operator| !operator.profile.endpoint.is_empty());
    if !says_where {
        tracing::warn!(
            "[blobs] is served, but nobody is told where: requests with answers of more than 4 KiB are declined. Say it \
             with stake.setProfile (endpoint: http://HOST:PORT), and start this worker again"
        );
    }
    Ok(says_where)
}

/// What the role `verifier` works with.
fn furnish(config: &Config, scratch: PathBuf, store: Store, engine: Engine) -> io::Result<Bench> {
    if config.store().sources.is_empty() {
        tracing::warn!("no [[store.sources]]: blobs that are not here cannot be looked for");
    }
    Bench::new(store, engine, config, scratch)
}

async fn follow_upgrades(chain: Chain) {
    loop {
        if let Err(error) = chain.follow_upgrades().await {
            tracing::warn!(%error, "upgrades of the runtime are not followed; trying again");
        }
        // A node that is gone may end it without an error.
        tokio::time::sleep(BREATH).await;
    }
}
