//! The children: so many as are configured, each lent to one job at a time or open to small ones, replaced
//! when they are gone.

use crate::{
    config::{Config, Limits},
    lane::{Answer, Lane, Step},
    process::{Broken, Census, Process},
    protocol::Layers,
    refusal::{Refusal, StartError},
    tensor::Tensor,
};
use std::{
    path::PathBuf,
    process::ExitStatus,
    sync::{
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
        Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
    },
    time::{Duration, Instant},
};
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
};

/// How long no child is started after one could not be, at first and at most.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How a job is run.
pub enum Way {
    /// Beside others, in a child that is at small jobs.
    Lane(Arc<Lane>),
    /// With a child that does nothing else meanwhile.
    Alone(Box<Lease>),
}

pub struct Pool {
    pub config: Config,
    library: PathBuf,
    runtime: Handle,
    pub census: Arc<Census>,
    /// As many places as there are permits that nobody holds. Some of them may be empty.
    idle: Mutex<Vec<Option<Process>>>,
    permits: Arc<Semaphore>,
    /// Of the children that are at small jobs.
    lanes: RwLock<Vec<Arc<Lane>>>,
    waiting: AtomicUsize,
    replaced: AtomicU64,
    beside: AtomicU64,
    pause: Mutex<Pause>,
}

/// When the next child may be started.
#[derive(Default)]
struct Pause {
    failures: u32,
    until: Option<Instant>,
}

impl Pool {
    /// Starts all children. What the first says of its sandbox holds for all.
    pub async fn start(
        config: Config,
        library: PathBuf,
    ) -> Result<(Arc<Self>, Layers), StartError> {
        let census = Arc::default();
        let mut idle = Vec::new();
        let mut all_layers = None;
        for _ in 0..config.children {
            let (process, layers) = Process::start(&config, &library, &census).await?;
            all_layers.get_or_insert(layers);
            idle.push(Some(process));
        }
        let pool = Self {
            permits: Arc::new(Semaphore::new(idle.len())),
            idle: Mutex::new(idle),
            lanes: RwLock::default(),
            runtime: Handle::current(),
            waiting: AtomicUsize::new(0),
            replaced: AtomicU64::new(0),
            beside: AtomicU64::new(0),
            pause: Mutex::default(),
            config,
            library,
            census,
        };
        Ok((Arc::new(pool), all_layers.unwrap_or_default()))
    }

    pub fn waiting(&self) -> usize {
        self.waiting.load(Relaxed)
    }

    pub fn replaced(&self) -> u64 {
        self.replaced.load(Relaxed)
    }

    /// Jobs that were answered beside others.
    pub fn beside(&self) -> u64 {
        self.beside.load(Relaxed)
    }

    /// A child for one job: rather one that has the model already.
    pub async fn lend(self: &Arc<Self>, model: Option<&[u8; 32]>) -> Result<Lease, Refusal> {
        let permit = self.permit().await?;
        let mut process = self.pick(model);
        if process.as_mut().is_some_and(|process| !process.is_alive()) {
            log::warn!("a child of the engine ended while it had nothing to do, and is replaced");
            self.replaced.fetch_add(1, Relaxed);
            process = None;
        }
        // From here on the place is given back whatever happens, also if nobody waits any more.
        let mut lease = Lease { pool: self.clone(), process, permit: Some(permit), busy: false };
        if lease.process.is_none() {
            lease.process = Some(self.fresh().await?);
        }
        Ok(lease)
    }

    async fn permit(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        if let Ok(permit) = self.permits.clone().try_acquire_owned() {
            return Ok(permit);
        }
        let waiting = Waiting(&self.waiting);
        if self.waiting.fetch_add(1, Relaxed) >= self.config.waiting {
            return Err(Refusal::Busy);
        }
        self.lanes().iter().for_each(|lane| lane.stir.notify_one());
        let permit = self.permits.clone().acquire_owned().await;
        drop(waiting);
        permit.map_err(|_| Refusal::NoEngine("the engine has ended".into()))
    }

    fn pick(&self, model: Option<&[u8; 32]>) -> Option<Process> {
        let mut idle = self.idle();
        let rank = |process: &Option<Process>| match process {
            Some(process) if model.is_some_and(|model| process.lane().knows(model)) => (0, 0),
            Some(process) => (1, process.lane().models()),
            None => (2, 0),
        };
        let (best, _) = idle.iter().enumerate().min_by_key(|(_, process)| rank(process))?;
        idle.swap_remove(best)
    }

    /// Starts a child, unless one could not be started just now.
    async fn fresh(&self) -> Result<Process, Refusal> {
        if let Some(wait) = self.wait() {
            let why = format!("none could be started; next try in {} ms", wait.as_millis());
            return Err(Refusal::NoEngine(why.into()));
        }
        let started = Process::start(&self.config, &self.library, &self.census).await;
        self.note(started.is_ok());
        started.map(|(process, _)| process).map_err(|why| {
            log::error!("the engine cannot start a child: {why}");
            Refusal::NoEngine(why.to_string().into())
        })
    }

    fn wait(&self) -> Option<Duration> {
        self.paused().until.and_then(|until| until.checked_duration_since(Instant::now()))
    }

    fn note(&self, started: bool) {
        let mut pause = self.paused();
        if started {
            *pause = Pause::default();
            return;
        }
        let factor = 2u32.saturating_pow(pause.failures);
        pause.failures = pause.failures.saturating_add(1);
        pause.until =
            Instant::now().checked_add(FIRST_PAUSE.saturating_mul(factor).min(LONGEST_PAUSE));
    }

    fn put_back(&self, process: Option<Process>, permit: OwnedSemaphorePermit) {
        self.idle().push(process);
        drop(permit);
    }

    /// Starts another child in the place of one that is gone; until then nobody is lent that place.
    fn replace(self: Arc<Self>, permit: OwnedSemaphorePermit) {
        self.replaced.fetch_add(1, Relaxed);
        let pool = self.clone();
        self.runtime.spawn(async move {
            if let Some(wait) = pool.wait() {
                tokio::time::sleep(wait).await;
            }
            let process = pool.fresh().await.ok();
            pool.put_back(process, permit);
        });
    }

    /// A way to run a small job of this model: beside others, if there is a lane for it or the child that
    /// it gets can open one.
    pub async fn enter(self: &Arc<Self>, model: &[u8; 32]) -> Result<Way, Refusal> {
        if let Some(lane) = self.lane(model) {
            return Ok(Way::Lane(lane));
        }
        let mut lease = self.lend(Some(model)).await?;
        let lane = lease.process.as_ref().map(|process| process.lane().clone());
        let Some(lane) = lane.filter(|lane| lane.is_quick(model)) else {
            return Ok(Way::Alone(Box::new(lease)));
        };
        lease.begin()?;
        lane.open();
        self.change_lanes().push(lane.clone());
        self.runtime.spawn(drive(lease, lane.clone()));
        Ok(Way::Lane(lane))
    }

    /// The lane that has the fewest jobs. None if it has some and there is an idle child.
    fn lane(&self, model: &[u8; 32]) -> Option<Arc<Lane>> {
        let lanes = self.lanes();
        let loads = lanes.iter().filter_map(|lane| Some((lane.load(model)?, lane)));
        let (load, lane) = loads.min_by_key(|(load, _)| *load)?;
        (load == 0 || self.permits.available_permits() == 0).then(|| lane.clone())
    }

    /// Runs a job in a lane.
    pub async fn beside_others(
        &self,
        lane: &Lane,
        model: &[u8; 32],
        inputs: &[Tensor],
        limits: Limits,
    ) -> Answer {
        let Some(answer) = lane.push(model, inputs, limits) else { return Answer::Alone };
        let answer = answer.await.unwrap_or(Answer::Alone);
        if matches!(answer, Answer::Done(_)) {
            self.beside.fetch_add(1, Relaxed);
        }
        answer
    }

    fn lanes(&self) -> RwLockReadGuard<'_, Vec<Arc<Lane>>> {
        self.lanes.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change_lanes(&self) -> RwLockWriteGuard<'_, Vec<Arc<Lane>>> {
        self.lanes.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Option<Process>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn paused(&self) -> MutexGuard<'_, Pause> {
        self.pause.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts a job among those that wait, until it does not any more for whatever reason.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}

/// A child that one job has to itself. If the job is dropped half way, the child is ended with it: there
/// is no other way to stop a model.
pub struct Lease {
    pool: Arc<Pool>,
    process: Option<Process>,
    permit: Option<OwnedSemaphorePermit>,
    busy: bool,
}

impl Lease {
    /// The child, which is busy from now on.
    pub fn begin(&mut self) -> Result<&mut Process, Refusal> {
        self.busy = true;
        self.process.as_mut().ok_or_else(|| Refusal::NoEngine("the child is gone".into()))
    }

    /// The child has answered: it can be lent again, unless it is worn.
    pub fn finish(mut self, worn: bool) {
        self.busy = worn;
    }

    /// The child is of no more use: ends it, and says how it ended.
    pub async fn end(mut self, broken: &Broken) -> Option<ExitStatus> {
        let process = self.process.take()?;
        // Its place is filled again meanwhile.
        drop(self);
        log::warn!("child {} of the engine is of no more use: {broken}", process.pid());
        process.end().await
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(permit) = self.permit.take() else { return };
        let process = self.process.take();
        match (process, self.busy) {
            (Some(process), false) => self.pool.put_back(Some(process), permit),
            // None could be started: the next job tries again.
            (None, false) => self.pool.put_back(None, permit),
            (process, true) => {
                drop(process);
                self.pool.clone().replace(permit);
            },
        }
    }
}

/// Drives a lane as long as it is open.
async fn drive(mut lease: Lease, lane: Arc<Lane>) {
    let driven = follow(&mut lease, &lane).await;
    lease.pool.change_lanes().retain(|open| !Arc::ptr_eq(open, &lane));
    match driven {
        Ok(Step::Close { worn }) => lease.finish(worn),
        Ok(_) => {
            // The child ends with its lease.
            drop(lease);
            lane.time_is_over();
        },
        Err(broken) => {
            let status = lease.end(&broken).await;
            lane.is_broken(status, &broken);
        },
    }
}

async fn follow(lease: &mut Lease, lane: &Lane) -> Result<Step, Broken> {
    loop {
        let until = match lane.step(lease.pool.waiting() > 0)? {
            Step::Wait(until) => until,
            last => return Ok(last),
        };
        if !lane.may_sleep() {
            continue;
        }
        let gone = || Broken::Nonsense("a lane without a child");
        let process = lease.process.as_mut().ok_or_else(gone)?;
        tokio::select! {
            heard = process.bell() => heard?,
            () = lane.stir.notified() => {},
            () = tokio::time::sleep_until(until.into()) => {},
        }
    }
}
