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
    protocol::{Bounds, Placed, Reply, Run},
    refusal::Refusal,
};
use ort::environment::Environment;
use sha2::{Digest, Sha256};
use std::{fs::File, io::Read, os::unix::fs::FileExt};

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
    models: Vec<Cached>,
    jobs: u64,
}

impl Worker {
    pub fn new(
        environment: Environment,
        computing: Computing,
        bounds: Bounds,
        memory: Memory,
        [input, output]: [File; 2],
    ) -> Self {
        let baseline = memory.now();
        let (mapped, models, jobs) = (None, Vec::new(), 0);
        Self {
            environment,
            computing,
            bounds,
            memory,
            baseline,
            input,
            output,
            mapped,
            models,
            jobs,
        }
    }

    /// What a model's file says it is. ONNX Runtime loads it too, and finds what the file does not say.
    pub fn describe(&mut self, file: Option<File>, seconds: u64) -> Reply {
        sandbox::limit_seconds(seconds);
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
        sandbox::limit_seconds(run.cpu_seconds);
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
        model.loaded.run(&run.inputs, input.bytes(), output, run.output_limit)
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
