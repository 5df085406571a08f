//! A child as the parent sees it: something that may answer anything, or nothing any more.

use crate::{
    config::{Config, Limits},
    describe::Description,
    protocol::{
        frame, parse, Bounds, Layers, Reply, Request, Run, Start, ARGUMENT, LONGEST, VERSION,
    },
    refusal::{Reason, Refusal, StartError},
    shared::Shared,
    tensor::{Dtype, Tensor},
    ModelFile,
};
use rustix::{
    cmsg_space,
    net::{sendmsg, SendAncillaryBuffer, SendAncillaryMessage, SendFlags},
};
use std::{
    collections::{BTreeSet, HashSet},
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
    time::Duration,
};
use thiserror::Error;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, Interest},
    net::UnixStream,
    process::{Child, Command},
    time::timeout,
};

/// How long a child may take to load ONNX Runtime, and to be gone once it is.
const STARTING: Duration = Duration::from_secs(30);
const ENDING: Duration = Duration::from_secs(2);
/// Models that a child is remembered to have loaded.
const REMEMBERED: usize = 1024;

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
    socket: UnixStream,
    input: Shared,
    output: Shared,
    known: HashSet<[u8; 32]>,
    threads: u64,
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
        let mut process = Self {
            child,
            pid,
            socket,
            input: Shared::new("opg-engine-inputs")?,
            output: Shared::new("opg-engine-outputs")?,
            known: HashSet::new(),
            threads: config.computing.threads.into(),
            census: census.clone(),
        };
        let ready = timeout(STARTING, process.begin(config, library)).await;
        let layers =
            ready.unwrap_or_else(|_| Err(StartError::NoChild("it does not answer".into())))?;
        Ok((process, layers))
    }

    async fn begin(&mut self, config: &Config, library: &Path) -> Result<Layers, StartError> {
        let start = Request::Start(Start {
            version: VERSION,
            library: library.display().to_string(),
            bounds: Bounds::from(config),
            computing: config.computing.clone(),
        });
        let memory = [self.input.descriptor(), self.output.descriptor()];
        let sent = send(&mut self.socket, &start, &memory).await;
        let reply = match sent {
            Ok(()) => receive(&mut self.socket).await,
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

    /// Whether it was seen to load a model.
    pub fn knows(&self, sha256: &[u8; 32]) -> bool {
        self.known.contains(sha256)
    }

    pub fn known(&self) -> usize {
        self.known.len()
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
        let request = Request::Describe { cpu_seconds: self.cpu_seconds(limit) };
        send(&mut self.socket, &request, &[file.as_fd()]).await?;
        match receive(&mut self.socket).await? {
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
        let bytes =
            inputs.iter().fold(0u64, |sum, input| sum.saturating_add(input.data.len() as u64));
        let mut request = Run {
            sha256: model.sha256,
            has_file: false,
            cpu_seconds: self.cpu_seconds(limits.time),
            output_limit: limits.output_bytes,
            input_size: self.input.reserve(bytes)?,
            output_size: self.output.reserve(limits.output_bytes)?,
            inputs: self.input.write(inputs).await?,
        };
        let mut reply = Reply::NeedsFile;
        if self.knows(&model.sha256) {
            request = self.ask(request, None, &mut reply).await?;
        }
        if matches!(reply, Reply::NeedsFile) {
            // Not loaded yet, or dropped since.
            self.known.remove(&model.sha256);
            match open(&model.path).await {
                Ok(file) => {
                    request.has_file = true;
                    self.ask(request, Some(file), &mut reply).await?;
                },
                Err(why) => return Ok(Outcome { result: Err(why), worn: false }),
            }
        }
        let outcome = self.outcome(reply, limits).await?;
        if outcome.result.is_ok() && self.known.len() < REMEMBERED {
            self.known.insert(model.sha256);
        }
        self.input.release()?;
        self.output.release()?;
        Ok(outcome)
    }

    async fn ask(
        &mut self,
        run: Run,
        file: Option<File>,
        reply: &mut Reply,
    ) -> Result<Run, Broken> {
        let request = Request::Run(run);
        let files: Vec<_> = file.iter().map(AsFd::as_fd).collect();
        send(&mut self.socket, &request, &files).await?;
        *reply = receive(&mut self.socket).await?;
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
        if !self.output.could_hold(&outputs, limits.output_bytes) {
            return Err(Broken::Nonsense("outputs where none can be"));
        }
        let outputs = self.output.read(outputs).await?;
        // A model can make booleans that are neither.
        let checked = |output: &Tensor| match output.dtype {
            Dtype::Bool | Dtype::String => output.check(),
            _ => Ok(()),
        };
        let result = match outputs.iter().try_for_each(checked) {
            Ok(()) => Ok(outputs),
            Err(fault) => Err(Refusal::Failed(format!("an output is no tensor: {fault}").into())),
        };
        Ok(Outcome { result, worn })
    }

    /// What a job may compute: on all of its threads, all of the time.
    fn cpu_seconds(&self, time: Duration) -> u64 {
        time.as_secs().saturating_add(1).saturating_mul(self.threads)
    }
}

/// Why a child that is gone went.
pub fn why_gone(status: Option<ExitStatus>, broken: &Broken) -> Reason {
    match status.map(|status| (status.signal(), status.code())) {
        Some((Some(signal), _)) => format!("signal {signal}").into(),
        Some((_, Some(code))) => format!("it exited with code {code}; {broken}").into(),
        _ => broken.to_string().into(),
    }
}

/// Whether the kernel ended it because it used its processor time up.
pub fn was_slow(status: Option<ExitStatus>) -> bool {
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

async fn send(
    socket: &mut UnixStream,
    request: &Request,
    files: &[BorrowedFd<'_>],
) -> Result<(), Broken> {
    let frame = frame(request).ok_or(Broken::Nonsense("the request is too long"))?;
    let sent = match files {
        [] => 0,
        files => {
            let send = || send_files(socket, &frame, files);
            socket.async_io(Interest::WRITABLE, send).await?
        },
    };
    socket.write_all(frame.get(sent..).unwrap_or(&[])).await?;
    Ok(())
}

/// Sends files with the beginning of a message, and says how much of it that was.
fn send_files(socket: &UnixStream, frame: &[u8], files: &[BorrowedFd<'_>]) -> io::Result<usize> {
    let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(2))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    if !control.push(SendAncillaryMessage::ScmRights(files)) {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    Ok(sendmsg(socket, &[IoSlice::new(frame)], &mut control, SendFlags::NOSIGNAL)?)
}

async fn receive(socket: &mut UnixStream) -> Result<Reply, Broken> {
    let length = socket.read_u32_le().await?;
    if length > LONGEST {
        return Err(Broken::Nonsense("a reply that is too long"));
    }
    let mut body = vec![0; length as usize];
    socket.read_exact(&mut body).await?;
    parse(&body).ok_or(Broken::Nonsense("a reply that is none"))
}
