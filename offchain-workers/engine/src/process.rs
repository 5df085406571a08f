//! A child as the parent sees it: something that may answer anything, or nothing any more.

use crate::{
    config::{Config, Limits},
    describe::Description,
    lane::{Lane, QUICK},
    protocol::{
        frame, parse, Bounds, Layers, Reply, Request, Run, Start, ARGUMENT, LONGEST, VERSION,
    },
    refusal::{Reason, Refusal, StartError},
    ring::{Ring, ROOM},
    shared::{checked, could_hold, Shared},
    tensor::Tensor,
    ModelFile,
};
use rustix::{
    cmsg_space,
    net::{sendmsg, SendAncillaryBuffer, SendAncillaryMessage, SendFlags},
};
use std::{
    collections::BTreeSet,
    fs::File,
    io::{self, IoSlice},
    mem::MaybeUninit,
    os::{
        fd::{AsFd, BorrowedFd, OwnedFd},
        unix::{fs::OpenOptionsExt, process::ExitStatusExt},
    },
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use thiserror::Error;
use tokio::{
    io::{AsyncReadExt, Interest},
    net::{
        unix::{OwnedReadHalf, OwnedWriteHalf},
        UnixStream,
    },
    process::{Child, Command},
    time::timeout,
};

/// How long a child may take to load ONNX Runtime, and to be gone once it is.
const STARTING: Duration = Duration::from_secs(30);
const ENDING: Duration = Duration::from_secs(2);
/// Bells that a child may ring in a row, with nothing said between.
const BELLS: usize = 12;

/// Children that there are, by their process.
#[derive(Default)]
pub struct Census(Mutex<BTreeSet<u32>>);

impl Census {
    pub fn pids(&self) -> Vec<u32> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect()
    }

    fn change(&self, change: impl FnOnce(&mut BTreeSet<u32>) -> bool) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// The child is of no more use.
#[derive(Debug, Error)]
pub enum Broken {
    #[error("it is gone: {0}")]
    Gone(#[from] io::Error),
    #[error("it says what makes no sense: {0}")]
    Nonsense(&'static str),
}

/// What a job came to, and whether the child should be replaced even so.
pub struct Outcome<T> {
    pub result: Result<T, Refusal>,
    pub worn: bool,
}

pub struct Process {
    child: Child,
    pid: u32,
    listening: OwnedReadHalf,
    speaking: Arc<OwnedWriteHalf>,
    input: Shared,
    output: Shared,
    lane: Arc<Lane>,
    threads: u32,
    census: Arc<Census>,
}

impl Drop for Process {
    fn drop(&mut self) {
        // The child itself ends with `child`, which is set to be killed then.
        self.census.change(|pids| pids.remove(&self.pid));
    }
}

impl Process {
    /// Starts a child, and waits until it has locked itself in.
    pub async fn start(
        config: &Config,
        library: &Path,
        census: &Arc<Census>,
    ) -> Result<(Self, Layers), StartError> {
        let (socket, theirs) = UnixStream::pair()?;
        let theirs = theirs.into_std()?;
        theirs.set_nonblocking(false)?;
        let child = command(config, theirs.into()).spawn()?;
        let pid = child.id().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        census.change(|pids| pids.insert(pid));
        let ring = Ring::create()?;
        let ring_file = ring.file().try_clone()?;
        let (listening, speaking) = socket.into_split();
        let speaking = Arc::new(speaking);
        let mut process = Self {
            child,
            pid,
            listening,
            input: Shared::new("opg-engine-inputs")?,
            output: Shared::new("opg-engine-outputs")?,
            lane: Arc::new(Lane::new(ring, speaking.clone(), config.computing.threads)),
            speaking,
            threads: config.computing.threads,
            census: census.clone(),
        };
        let ready = timeout(STARTING, process.begin(config, library, &ring_file)).await;
        let layers =
            ready.unwrap_or_else(|_| Err(StartError::NoChild("it does not answer".into())))?;
        Ok((process, layers))
    }

    async fn begin(
        &mut self,
        config: &Config,
        library: &Path,
        ring: &File,
    ) -> Result<Layers, StartError> {
        let start = Request::Start(Start {
            version: VERSION,
            library: library.display().to_string(),
            bounds: Bounds::from(config),
            computing: config.computing.clone(),
        });
        let memory = [self.input.descriptor(), self.output.descriptor(), ring.as_fd()];
        let sent = send(&self.speaking, &start, &memory).await;
        let reply = match sent {
            Ok(()) => receive(&mut self.listening).await,
            Err(why) => Err(why),
        };
        match reply {
            Ok(Reply::Ready { runtime, layers }) => {
                log::debug!("child {} runs {runtime}", self.pid);
                Ok(layers)
            },
            Ok(Reply::Broken(why)) => Err(StartError::Library { library: library.into(), why }),
            Ok(_) => Err(StartError::NoChild("it answers what nobody asked".into())),
            Err(why) => Err(StartError::NoChild(why.to_string().into())),
        }
    }

    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Its ring, and which models it has.
    pub fn lane(&self) -> &Arc<Lane> {
        &self.lane
    }

    /// Waits until it says that something in the ring is answered, which is all that it may say now.
    pub async fn bell(&mut self) -> Result<(), Broken> {
        let bell = frame(&Reply::Look).unwrap_or_default();
        let mut said = [0; 64];
        let most = bell.len().saturating_mul(BELLS).min(said.len());
        let length = self.listening.read(said.get_mut(..most).unwrap_or_default()).await?;
        let said = said.get(..length).unwrap_or_default();
        if said.is_empty() {
            return Err(Broken::Gone(io::ErrorKind::UnexpectedEof.into()));
        }
        let rings = said.chunks(bell.len()).all(|said| said == bell);
        rings.then_some(()).ok_or(Broken::Nonsense("something that nobody asked"))
    }

    /// Whether it still runs, as far as the kernel has said.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends it, if it has not ended, and says how it ended.
    pub async fn end(mut self) -> Option<ExitStatus> {
        // What has ended by itself has most likely done so already, and is about to be seen.
        if let Ok(Ok(status)) = timeout(ENDING / 10, self.child.wait()).await {
            return Some(status);
        }
        // If it cannot be killed it is gone.
        let _ = self.child.start_kill();
        timeout(ENDING, self.child.wait()).await.ok()?.ok()
    }

    pub async fn describe(
        &mut self,
        path: &Path,
        limit: Duration,
    ) -> Result<Outcome<Description>, Broken> {
        let file = match open(path).await {
            Ok(file) => file,
            Err(why) => return Ok(Outcome { result: Err(why), worn: false }),
        };
        let request = Request::Describe { cpu_seconds: cpu_seconds(limit, self.threads) };
        send(&self.speaking, &request, &[file.as_fd()]).await?;
        match receive(&mut self.listening).await? {
            Reply::Description(described) => Ok(Outcome { result: Ok(*described), worn: false }),
            Reply::Refused { why, worn } => Ok(Outcome { result: Err(why), worn }),
            _ => Err(Broken::Nonsense("no description")),
        }
    }

    pub async fn run(
        &mut self,
        model: &ModelFile,
        inputs: Vec<Tensor>,
        limits: &Limits,
    ) -> Result<Outcome<Vec<Tensor>>, Broken> {
        let bytes = total(&inputs);
        let (input_size, output_size) =
            (self.input.reserve(bytes)?, self.output.reserve(limits.output_bytes)?);
        let (inputs, spent) = self.input.write(inputs).await?;
        let mut request = Run {
            sha256: model.sha256,
            has_file: false,
            cpu_seconds: cpu_seconds(limits.time, self.threads),
            output_limit: limits.output_bytes,
            input_size,
            output_size,
            inputs,
        };
        let mut reply = Reply::NeedsFile;
        let begin = Instant::now();
        let knows = self.lane.knows(&model.sha256);
        if knows {
            request = self.ask(request, None, spent, &mut reply).await?;
        }
        let mut took = begin.elapsed();
        if matches!(reply, Reply::NeedsFile) {
            // Not loaded yet, or dropped since.
            self.lane.forget(&model.sha256);
            match open(&model.path).await {
                Ok(file) => {
                    request.has_file = true;
                    self.ask(request, Some(file), Vec::new(), &mut reply).await?;
                },
                Err(why) => return Ok(Outcome { result: Err(why), worn: false }),
            }
            // Most of it was loading.
            took = Duration::MAX;
        }
        let outcome = self.outcome(reply, limits).await?;
        if let Ok(outputs) = &outcome.result {
            let small = bytes.max(total(outputs)) <= ROOM as u64;
            self.lane.learn(model.sha256, small && took <= QUICK);
        }
        self.input.release()?;
        self.output.release()?;
        Ok(outcome)
    }

    /// Asks, and gives back what it has asked. What was spent on it is dropped while the child works.
    async fn ask(
        &mut self,
        run: Run,
        file: Option<File>,
        spent: Vec<Tensor>,
        reply: &mut Reply,
    ) -> Result<Run, Broken> {
        let request = Request::Run(run);
        let files: Vec<_> = file.iter().map(AsFd::as_fd).collect();
        send(&self.speaking, &request, &files).await?;
        drop(spent);
        *reply = receive(&mut self.listening).await?;
        match request {
            Request::Run(run) => Ok(run),
            _ => Err(Broken::Nonsense("no run")),
        }
    }

    async fn outcome(
        &mut self,
        reply: Reply,
        limits: &Limits,
    ) -> Result<Outcome<Vec<Tensor>>, Broken> {
        let (outputs, worn) = match reply {
            Reply::Done { outputs, worn } => (outputs, worn),
            Reply::Refused { why, worn } => return Ok(Outcome { result: Err(why), worn }),
            _ => return Err(Broken::Nonsense("no outputs")),
        };
        if !could_hold(self.output.size(), &outputs, limits.output_bytes) {
            return Err(Broken::Nonsense("outputs where none can be"));
        }
        Ok(Outcome { result: checked(self.output.read(outputs).await?), worn })
    }
}

/// Why a child that is gone went.
fn why_gone(status: Option<ExitStatus>, broken: &Broken) -> Reason {
    match status.map(|status| (status.signal(), status.code())) {
        Some((Some(signal), _)) => format!("signal {signal}").into(),
        Some((_, Some(code))) => format!("it exited with code {code}; {broken}").into(),
        _ => broken.to_string().into(),
    }
}

/// What became of a job that a child ended with.
pub fn died(status: Option<ExitStatus>, broken: &Broken, limit: Duration) -> Refusal {
    match was_slow(status) {
        true => Refusal::slow(limit),
        false => Refusal::Crashed(why_gone(status, broken)),
    }
}

/// Whether the kernel ended it because it used its processor time up.
fn was_slow(status: Option<ExitStatus>) -> bool {
    status.and_then(|status| status.signal()) == Some(libc::SIGXCPU)
}

fn command(config: &Config, socket: OwnedFd) -> Command {
    // Not by its path: another version may have taken its place there since it was started.
    let this = || PathBuf::from("/proc/self/exe");
    let mut command = Command::new(config.program.clone().unwrap_or_else(this));
    command
        .arg(ARGUMENT)
        .arg0("opg-engine")
        // What the parent knows is not for models: keys, addresses, paths.
        .env_clear()
        .envs(std::env::var_os("LD_LIBRARY_PATH").map(|path| ("LD_LIBRARY_PATH", path)))
        .current_dir("/")
        .stdin(Stdio::from(socket))
        .stdout(Stdio::null())
        .stderr(if config.show_children { Stdio::inherit() } else { Stdio::null() })
        .kill_on_drop(true);
    command
}

/// Opens a model's file, and nothing else: what is at the path could also be a pipe that never ends.
async fn open(path: &Path) -> Result<File, Refusal> {
    let path = path.to_path_buf();
    let open = move || {
        let file = File::options().read(true).custom_flags(libc::O_NONBLOCK).open(&path)?;
        match file.metadata()?.is_file() {
            true => Ok(file),
            false => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file")),
        }
    };
    let opened = tokio::task::spawn_blocking(open).await.map_err(io::Error::other);
    opened.and_then(|file| file).map_err(|why| Refusal::ModelUnavailable(why.to_string().into()))
}

/// What a job may compute: on all of its threads, all of the time.
pub fn cpu_seconds(time: Duration, threads: u32) -> u64 {
    time.as_secs().saturating_add(1).saturating_mul(threads.into())
}

fn total(tensors: &[Tensor]) -> u64 {
    tensors.iter().fold(0u64, |sum, tensor| sum.saturating_add(tensor.data.len() as u64))
}

async fn send(
    speaking: &OwnedWriteHalf,
    request: &Request,
    files: &[BorrowedFd<'_>],
) -> Result<(), Broken> {
    let frame = frame(request).ok_or(Broken::Nonsense("the request is too long"))?;
    let mut rest = frame.as_slice();
    let mut files = files;
    while !rest.is_empty() {
        let socket = speaking.as_ref();
        // Files go with the first bytes of a message.
        let send = || send_some(socket, rest, files);
        let sent = socket.async_io(Interest::WRITABLE, send).await?;
        (rest, files) = (rest.get(sent..).unwrap_or_default(), &[]);
    }
    Ok(())
}

/// Sends the beginning of some bytes, and says how much of them that was.
fn send_some(socket: &UnixStream, bytes: &[u8], files: &[BorrowedFd<'_>]) -> io::Result<usize> {
    let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(3))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    if !files.is_empty() && !control.push(SendAncillaryMessage::ScmRights(files)) {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    Ok(sendmsg(socket, &[IoSlice::new(bytes)], &mut control, SendFlags::NOSIGNAL)?)
}

/// The next reply that is more than a bell: one may be left over from when the ring was in use.
async fn receive(listening: &mut OwnedReadHalf) -> Result<Reply, Broken> {
    loop {
        let length = listening.read_u32_le().await?;
        if length > LONGEST {
            return Err(Broken::Nonsense("a reply that is too long"));
        }
        let mut body = vec![0; length as usize];
        listening.read_exact(&mut body).await?;
        match parse(&body).ok_or(Broken::Nonsense("a reply that is none"))? {
            Reply::Look => {},
            reply => return Ok(reply),
        }
    }
}
