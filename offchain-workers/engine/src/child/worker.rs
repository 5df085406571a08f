//! A child at work: models in memory, one job after the other.

use super::{
    onnx::{self, Scan},
    raw::{InputMemory, OutputMemory},
    sandbox::{self, Baseline},
    session::{self, Loaded},
};
use crate::{
    config::Computing,
    describe::Description,
    protocol::{parse, Bounds, Placed, Reply, Run},
    refusal::Refusal,
    ring::{End, Half, Ring, State},
};
use codec::Encode;
use ort::environment::Environment;
use rustix::thread::sched_yield;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, Read},
    os::unix::fs::FileExt,
    time::{Duration, Instant},
};

/// How long an answer in the ring may wait for others before the parent is woken up.
const UNSAID: Duration = Duration::from_micros(50);
/// How long more is waited for before the child sleeps.
const SPIN: Duration = Duration::from_micros(20);
/// How long a limit of processor time holds for jobs that follow.
const ALLOWED: Duration = Duration::from_millis(500);
/// How long and for how many small jobs memory is not looked at.
const UNTIDY: Duration = Duration::from_millis(20);
const UNTIDY_JOBS: u64 = 64;

/// How much memory this process has, as the kernel counts it. Opened before files are denied.
pub struct Memory(File);

impl Memory {
    pub fn open() -> std::io::Result<Self> {
        File::open("/proc/self/statm").map(Self)
    }

    /// Address space, and memory that can be written to, in bytes.
    pub fn now(&self) -> Baseline {
        let mut text = [0; 128];
        let length = self.0.read_at(&mut text, 0).unwrap_or(0);
        let text = text.get(..length).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or("");
        let mut pages = text.split_whitespace().map(|number| number.parse().unwrap_or(0u64));
        let page = rustix::param::page_size() as u64;
        let mut bytes = |skip| pages.nth(skip).unwrap_or(0).saturating_mul(page);
        // "size resident shared text lib data dt"
        Baseline { space: bytes(0), data: bytes(4) }
    }
}

/// A model that stays in memory.
struct Cached {
    sha256: [u8; 32],
    loaded: Loaded,
    used: u64,
}

pub struct Worker {
    pub environment: Environment,
    pub computing: Computing,
    pub bounds: Bounds,
    pub memory: Memory,
    pub baseline: Baseline,
    pub input: File,
    pub output: File,
    mapped: Option<(InputMemory, u64, OutputMemory, u64)>,
    ring: Ring,
    /// The slot of the ring that is next.
    next: usize,
    models: Vec<Cached>,
    jobs: u64,
    /// When how many seconds were allowed.
    allowed: Option<(u64, Instant)>,
    /// When memory was last looked at, and at which job.
    tidied: (Instant, u64),
}

impl Worker {
    pub fn new(
        environment: Environment,
        computing: Computing,
        bounds: Bounds,
        memory: Memory,
        [input, output, ring]: [File; 3],
    ) -> std::io::Result<Self> {
        let ring = Ring::map(ring)?;
        let baseline = memory.now();
        let (mapped, models, jobs) = (None, Vec::new(), 0);
        Ok(Self {
            environment,
            computing,
            bounds,
            memory,
            baseline,
            input,
            output,
            mapped,
            ring,
            next: 0,
            models,
            jobs,
            allowed: None,
            tidied: (Instant::now(), 0),
        })
    }

    /// What a model's file says it is. ONNX Runtime loads it too, and finds what the file does not say.
    pub fn describe(&mut self, file: Option<File>, seconds: u64) -> Reply {
        self.allow(seconds);
        match self.description(file) {
            Ok(description) => Reply::Description(Box::new(description)),
            Err(why) => Reply::Refused { why, worn: self.tidy() },
        }
    }

    fn description(&self, file: Option<File>) -> Result<Description, Refusal> {
        let file = self.read(file)?;
        let (sha256, size) = (Sha256::digest(&file).into(), file.len() as u64);
        let scan = Scan::of(&file, self.scanning())?;
        if scan.external.is_some() {
            let inputs = session::declared(&scan.inputs)?;
            let outputs = session::declared(&scan.outputs)?;
            return Ok(scan.describe(sha256, size, inputs, outputs));
        }
        let loaded = session::load(&self.environment, &self.computing, &file, self.scanning())?;
        let Loaded { scan, inputs, outputs, .. } = loaded;
        Ok(scan.describe(sha256, size, inputs, outputs))
    }

    pub fn run(&mut self, run: &Run, file: Option<File>) -> Reply {
        self.allow(run.cpu_seconds);
        self.jobs = self.jobs.saturating_add(1);
        let known = self.models.iter().position(|model| model.sha256 == run.sha256);
        if known.is_none() && !run.has_file {
            return Reply::NeedsFile;
        }
        let done = match known {
            Some(index) => Ok(index),
            None => self.load(run.sha256, file),
        };
        let done = done.and_then(|index| self.compute(index, run));
        if done == Err(Refusal::OutOfMemory) {
            // ONNX Runtime remembers with the model how much it wanted, and would want it again.
            self.models.retain(|model| model.sha256 != run.sha256);
        }
        // Only now: the job's own memory is counted in what the model takes.
        let worn = self.tidy();
        match done {
            Ok(outputs) => Reply::Done { outputs, worn },
            Err(why) => Reply::Refused { why, worn },
        }
    }

    fn load(&mut self, sha256: [u8; 32], file: Option<File>) -> Result<usize, Refusal> {
        let file = self.read(file)?;
        if <[u8; 32]>::from(Sha256::digest(&file)) != sha256 {
            return Err(Refusal::WrongHash);
        }
        let loaded = session::load(&self.environment, &self.computing, &file, self.scanning())?;
        self.models.push(Cached { sha256, loaded, used: self.jobs });
        Ok(self.models.len().saturating_sub(1))
    }

    fn compute(&mut self, index: usize, run: &Run) -> Result<Vec<Placed>, Refusal> {
        self.map(run)?;
        let (Some(model), Some((input, _, output, _))) =
            (self.models.get_mut(index), self.mapped.as_mut())
        else {
            return Err(Refusal::NoEngine("nothing is mapped".into()));
        };
        model.used = self.jobs;
        model.loaded.run(&run.inputs, input.bytes(), output.bytes(), run.output_limit)
    }

    /// Does what is in the ring, until there is nothing more. `announce` wakes the parent up.
    pub fn look(&mut self, mut announce: impl FnMut() -> io::Result<()>) -> io::Result<()> {
        self.ring.rouse(End::Child);
        loop {
            let mut said = Instant::now();
            while let Some(slot) = self.take() {
                if self.ring.is(slot, State::Taken) {
                    let reply = self.run_in_ring(slot).encode();
                    if !self.ring.write_message(slot, Half::Reply, &reply) {
                        self.ring.write_message(slot, Half::Reply, &Reply::Larger.encode());
                    }
                }
                self.ring.set(slot, State::Answered);
                // One wake-up is enough for several answers, if none of them waits for long.
                if said.elapsed() > UNSAID {
                    self.announce(&mut announce)?;
                    said = Instant::now();
                }
            }
            self.announce(&mut announce)?;
            if self.spin() {
                continue;
            }
            self.ring.doze(End::Child);
            if !self.is_asked() {
                return Ok(());
            }
            self.ring.rouse(End::Child);
        }
    }

    fn announce(&self, announce: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        match self.ring.rouse(End::Parent) {
            true => announce(),
            false => Ok(()),
        }
    }

    /// Waits a little for more, as long as nobody else has something to do here.
    fn spin(&mut self) -> bool {
        let begin = Instant::now();
        while begin.elapsed() < SPIN {
            if self.is_asked() {
                return true;
            }
            sched_yield();
        }
        false
    }

    fn is_asked(&mut self) -> bool {
        let is_asked =
            |slot| self.ring.is(slot, State::Asked) || self.ring.is(slot, State::Withdrawn);
        let asked = is_asked(self.next);
        // Looked at after that: what is asked in this slot may belong to those that begin with the first one again.
        if self.ring.is_restarted() {
            self.next = 0;
            return is_asked(self.next);
        }
        asked
    }

    /// The next slot, if there is something in it: taken, unless it was withdrawn.
    fn take(&mut self) -> Option<usize> {
        if !self.is_asked() {
            return None;
        }
        let slot = self.next;
        let taken = self.ring.turn(slot, State::Asked, State::Taken);
        if !taken && !self.ring.is(slot, State::Withdrawn) {
            return None;
        }
        self.next = Ring::after(slot);
        Some(slot)
    }

    fn run_in_ring(&mut self, slot: usize) -> Reply {
        let message = self.ring.read_message(slot, Half::Request).unwrap_or_default();
        let Some(run) = parse::<Run>(&message) else { return Reply::Larger };
        self.allow(run.cpu_seconds);
        self.jobs = self.jobs.saturating_add(1);
        let known = self.models.iter_mut().find(|model| model.sha256 == run.sha256);
        let Some(model) = known else { return Reply::NeedsFile };
        model.used = self.jobs;
        let (input, output) = self.ring.tensors(slot);
        match model.loaded.run(&run.inputs, input, output, run.output_limit) {
            Ok(outputs) => Reply::Done { outputs, worn: self.tidy_at_times() },
            // Alone it has all the memory that it may have.
            Err(Refusal::OutOfMemory) => Reply::Larger,
            Err(why) => Reply::Refused { why, worn: self.tidy_at_times() },
        }
    }

    /// A job may compute for so long.
    fn allow(&mut self, seconds: u64) {
        let still = |(allowed, at): (u64, Instant)| allowed == seconds && at.elapsed() < ALLOWED;
        if !self.allowed.is_some_and(still) {
            // With what jobs until the next time take of it.
            let threads = u64::from(self.computing.threads);
            sandbox::limit_seconds(seconds.saturating_add(threads));
            self.allowed = Some((seconds, Instant::now()));
        }
    }

    /// Looks at memory now and then: a small job cannot take much.
    fn tidy_at_times(&mut self) -> bool {
        let (at, job) = self.tidied;
        let soon = self.jobs.saturating_sub(job) < UNTIDY_JOBS && at.elapsed() < UNTIDY;
        if soon {
            return false;
        }
        self.tidied = (Instant::now(), self.jobs);
        self.tidy()
    }

    /// Maps shared memory as large as it is now.
    fn map(&mut self, run: &Run) -> Result<(), Refusal> {
        let (input, output) = (run.input_size, run.output_size);
        if matches!(self.mapped, Some((_, i, _, o)) if i == input && o == output) {
            return Ok(());
        }
        self.mapped = None;
        let size = |size: u64| usize::try_from(size).map_err(|_| Refusal::OutOfMemory);
        let map = |why: std::io::Error| Refusal::NoEngine(format!("mapping memory: {why}").into());
        let inputs = InputMemory::map(&self.input, size(input)?).map_err(map)?;
        let outputs = OutputMemory::map(&self.output, size(output)?).map_err(map)?;
        self.mapped = Some((inputs, input, outputs, output));
        Ok(())
    }

    /// Drops models, those not used for longest first, until the others fit into the cache. Whether more
    /// memory is in use even so: then only a new process helps.
    fn tidy(&mut self) -> bool {
        while self.models.len() > self.bounds.cached_models as usize || self.is_over() {
            let oldest = self.models.iter().enumerate().min_by_key(|(_, model)| model.used);
            let Some((index, _)) = oldest else {
                return self.is_over();
            };
            self.models.swap_remove(index);
        }
        false
    }

    fn is_over(&self) -> bool {
        self.memory.now().data.saturating_sub(self.baseline.data) > self.bounds.cache
    }

    fn scanning(&self) -> onnx::Bounds {
        onnx::Bounds { nodes: self.bounds.nodes }
    }

    /// A model's file. Copied, so that what is checked is what is loaded, whoever writes to the file.
    fn read(&self, file: Option<File>) -> Result<Vec<u8>, Refusal> {
        let unavailable = |why: &str| Refusal::ModelUnavailable(why.into());
        let mut file = file.ok_or_else(|| unavailable("no file came with the job"))?;
        let most = self.bounds.model;
        let size =
            rustix::fs::fstat(&file).map_or(0, |stat| u64::try_from(stat.st_size).unwrap_or(0));
        let too_large = |is| Refusal::ModelTooLarge { what: "bytes".into(), is, most };
        if size > most {
            return Err(too_large(size));
        }
        let mut bytes = Vec::new();
        bytes
            .try_reserve_exact(usize::try_from(size).unwrap_or(0))
            .map_err(|_| Refusal::OutOfMemory)?;
        let read = Read::by_ref(&mut file).take(most.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|why| unavailable(&why.to_string()))?;
        match bytes.len() as u64 {
            grown if grown > most => Err(too_large(grown)),
            _ => Ok(bytes),
        }
    }
}
