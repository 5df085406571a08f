//! What the rest of the node uses.

use crate::{
    config::{Config, Limits},
    describe::Description,
    lane::{is_small, Answer},
    library,
    pool::{Lease, Pool, Way},
    process::{died, Broken, Outcome},
    protocol::Layers,
    refusal::{Refusal, StartError},
    shared::MAX_TENSORS,
    strikes::Strikes,
    tensor::Tensor,
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    time::{Duration, Instant},
};
use tokio::time::timeout;

/// A model's file, and the hash that it must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelFile {
    pub path: PathBuf,
    /// SHA2-256 of all of it.
    pub sha256: [u8; 32],
}

/// How an engine is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The processes of children.
    pub children: Vec<u32>,
    /// Jobs that wait for one.
    pub waiting: usize,
    /// Children that were replaced since the engine was started.
    pub replaced: u64,
    /// Jobs that were small and quick enough to be answered beside others, since the engine was started.
    pub beside_others: u64,
}

/// Runs models. Cheap to clone; its children end with the last clone.
#[derive(Clone)]
pub struct Engine {
    pool: Arc<Pool>,
    strikes: Arc<RwLock<Strikes>>,
    layers: Layers,
}

impl Engine {
    /// Starts children and waits until they can run models.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        check(&config)?;
        let library = library::find(config.library.as_deref())?;
        let children = config.children;
        let (pool, layers) = Pool::start(config, library.clone()).await?;
        log::info!(
            "engine: {children} children run {} in a sandbox: {}",
            library.display(),
            shown(layers)
        );
        if layers != ALL_LAYERS {
            log::warn!("engine: the sandbox is not complete; a later kernel, or one with Landlock and seccomp, makes it so");
        }
        Ok(Self { pool, strikes: Arc::default(), layers })
    }

    /// Which layers of the sandbox are in place.
    pub fn layers(&self) -> Layers {
        self.layers
    }

    pub fn status(&self) -> Status {
        Status {
            children: self.pool.census.pids(),
            waiting: self.pool.waiting(),
            replaced: self.pool.replaced(),
            beside_others: self.pool.beside(),
        }
    }

    /// What a model's file says it is. ONNX Runtime has loaded it, unless it keeps data in other files.
    pub async fn describe(&self, path: &Path) -> Result<Description, Refusal> {
        let limit = self.pool.config.describing;
        let mut lease = self.pool.lend(None).await?;
        let ended = timeout(limit, lease.begin()?.describe(path, limit)).await;
        settle(lease, ended.ok(), limit).await
    }

    /// Computes a model's outputs. The job ends with this future: whoever drops it stops the model, unless it
    /// is done within a tenth of a second anyway.
    pub async fn run(
        &self,
        model: &ModelFile,
        inputs: Vec<Tensor>,
        limits: Limits,
    ) -> Result<Vec<Tensor>, Refusal> {
        self.check_inputs(&inputs)?;
        let most = self.pool.config.output_bytes;
        let limits = Limits { output_bytes: limits.output_bytes.min(most), ..limits };
        if let Some(wait) = self.strikes().wait(&model.sha256, Instant::now()) {
            return Err(Refusal::CrashedBefore { seconds: wait.as_secs().saturating_add(1) });
        }
        let result = self.answer(model, inputs, limits).await;
        match &result {
            Err(Refusal::Crashed(_)) => self.striking().strike(&model.sha256, Instant::now()),
            Ok(_) if self.strikes().has(&model.sha256) => self.striking().forgive(&model.sha256),
            _ => {},
        }
        result
    }

    async fn answer(
        &self,
        model: &ModelFile,
        inputs: Vec<Tensor>,
        limits: Limits,
    ) -> Result<Vec<Tensor>, Refusal> {
        let hash = &model.sha256;
        let mut lease = None;
        if is_small(&inputs) {
            match self.pool.enter(hash).await? {
                Way::Alone(lent) => lease = Some(*lent),
                Way::Lane(lane) => {
                    let answer = self.pool.beside_others(&lane, hash, &inputs, limits).await;
                    if let Answer::Done(result) = answer {
                        return result;
                    }
                },
            }
        }
        let mut lease = match lease {
            Some(lease) => lease,
            None => self.pool.lend(Some(hash)).await?,
        };
        let ended = timeout(limits.time, lease.begin()?.run(model, inputs, &limits)).await;
        settle(lease, ended.ok(), limits.time).await
    }

    fn check_inputs(&self, inputs: &[Tensor]) -> Result<(), Refusal> {
        if inputs.len() > MAX_TENSORS {
            return Err(Refusal::BadInput(format!("{} are too many", inputs.len()).into()));
        }
        let bytes =
            inputs.iter().fold(0u64, |sum, input| sum.saturating_add(input.data.len() as u64));
        let limit = self.pool.config.input_bytes;
        if bytes > limit {
            return Err(Refusal::InputTooLarge { bytes, limit });
        }
        Ok(inputs.iter().try_for_each(Tensor::check)?)
    }

    fn strikes(&self) -> RwLockReadGuard<'_, Strikes> {
        self.strikes.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn striking(&self) -> RwLockWriteGuard<'_, Strikes> {
        self.strikes.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes of what became of a job the answer to it, and gives the child back or ends it.
async fn settle<T>(
    lease: Lease,
    ended: Option<Result<Outcome<T>, Broken>>,
    limit: Duration,
) -> Result<T, Refusal> {
    match ended {
        Some(Ok(Outcome { result, worn })) => {
            lease.finish(worn);
            result
        },
        // The child ends with its lease.
        None => Err(Refusal::slow(limit)),
        Some(Err(broken)) => {
            let status = lease.end(&broken).await;
            Err(died(status, &broken, limit))
        },
    }
}

fn check(config: &Config) -> Result<(), StartError> {
    let wrong = [
        (config.children == 0, "an engine needs at least one child: set `children`"),
        (config.computing.threads == 0, "a job needs at least one thread: set `computing.threads`"),
        (config.memory < 64 << 20, "no model runs in less than 64 MiB: set `memory`"),
    ];
    match wrong.into_iter().find(|(wrong, _)| *wrong) {
        Some((_, what)) => Err(StartError::Config(what)),
        None => Ok(()),
    }
}

const ALL_LAYERS: Layers = Layers { files: true, calls: true, limits: true, rights: true };

fn shown(layers: Layers) -> String {
    let parts = [
        ("no files (Landlock)", layers.files),
        ("no calls beyond computing (seccomp)", layers.calls),
        ("limits of memory and time", layers.limits),
        ("no new rights", layers.rights),
    ];
    let part = |(what, there): (&str, bool)| match there {
        true => what.to_owned(),
        false => format!("NOT {what}"),
    };
    parts.map(part).join(", ")
}
