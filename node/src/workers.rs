//! A worker beside the node: what `--roles` starts.
//!
//! Running what strangers upload, in native code, has no business in a validator's process: so the worker is a
//! program of its own, `opg-worker`, which is started, told where this node listens, and started again when it
//! dies. It reads its standard input to the end, and ends then: however this node ends, killed or not, the kernel
//! closes the other end, and no worker is left behind.

use clap::ValueEnum;
use std::{
    env, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

/// The program, as it is called beside the node and on the path.
const PROGRAM: &str = "opg-worker";
/// How long it is waited before it is started again, at first and at most. It doubles each time.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));
/// A worker that has lived for so long was well: the pause is the first one again.
const WELL: Duration = Duration::from_secs(120);

/// What a worker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Run models and answer requests.
    Inference,
    /// Attest models, audit answers, sit on juries.
    Verifier,
    /// Report outside data.
    Data,
}

/// A worker that is to be started once the node listens.
pub struct Worker {
    program: PathBuf,
    arguments: Vec<String>,
}

impl Worker {
    /// Finds the program, so that its absence is known before anything is started.
    pub fn find(roles: &[Role], config: &Path, listens: SocketAddr) -> io::Result<Self> {
        let program = beside_us().or_else(on_path).ok_or_else(|| {
            let text = format!(
                "--roles needs {PROGRAM}, which is neither beside this program nor on the path"
            );
            io::Error::new(io::ErrorKind::NotFound, text)
        })?;
        if !config.is_file() {
            let text = format!(
                "--roles needs the worker's configuration, and there is no {}; begin with: \
                 {PROGRAM} --print-default-config > {}",
                config.display(),
                config.display(),
            );
            return Err(io::Error::new(io::ErrorKind::NotFound, text));
        }
        let names: Vec<_> = roles
            .iter()
            .filter_map(|role| role.to_possible_value())
            .map(|value| value.get_name().to_owned())
            .collect();
        let arguments = [
            "--config",
            &config.to_string_lossy(),
            "run",
            "--node",
            &format!("ws://{}", reachable(listens)),
            "--roles",
            &names.join(","),
            "--until-stdin-ends",
        ];
        Ok(Self { program, arguments: arguments.map(str::to_owned).to_vec() })
    }

    /// Starts it, and again whenever it ends, for as long as this process lives.
    pub fn keep_running(self) -> io::Result<()> {
        thread::Builder::new().name(PROGRAM.into()).spawn(move || {
            let mut pause = PAUSES.0;
            loop {
                let started = Instant::now();
                match self.run_once() {
                    Ok(status) => log::warn!("{PROGRAM} ended ({status}); it is started again"),
                    Err(error) => {
                        log::error!("{} cannot be started: {error}", self.program.display());
                    },
                }
                pause = if started.elapsed() >= WELL { PAUSES.0 } else { pause };
                thread::sleep(pause);
                pause = pause.saturating_mul(2).min(PAUSES.1);
            }
        })?;
        Ok(())
    }

    fn run_once(&self) -> io::Result<ExitStatus> {
        let mut child =
            Command::new(&self.program).args(&self.arguments).stdin(Stdio::piped()).spawn()?;
        // Nothing is ever written to it. Waiting would close what is still the child's: it is ours until the end.
        let _open = child.stdin.take();
        child.wait()
    }
}

fn beside_us() -> Option<PathBuf> {
    let us = env::current_exe().ok()?;
    Some(us.parent()?.join(PROGRAM)).filter(|path| path.is_file())
}

fn on_path() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(PROGRAM)).find(|path| path.is_file())
}

/// Where a program on this machine reaches what listens on `address`.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
