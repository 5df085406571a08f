//! The child: the same program again, which loads ONNX Runtime, locks itself in and then runs models.

mod channel;
mod native;
mod onnx;
mod raw;
mod sandbox;
mod session;
pub(crate) mod wire;
mod worker;

use crate::{
    config::{Computing, Config, Provider},
    protocol::{Bounds, Layers, Reply, Request, Start, ARGUMENT, VERSION},
    refusal::Reason,
};
use channel::Channel;
use rustix::{
    event::{poll, PollFd, PollFlags},
    io::Errno,
};
use std::{fs::File, io, os::unix::net::UnixStream, path::Path, thread};
use worker::{Memory, Worker};

/// Must be the first thing that the `main` of a program with an engine calls: the engine starts this
/// program again to run models, and in that case this does not return.
pub fn run_if_asked() {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == ARGUMENT) {
        raw::close_inherited();
        raw::give_memory_back();
        let code = match serve() {
            Ok(()) => 0,
            Err(why) => {
                eprintln!("{ARGUMENT} is for engines alone, not for people: {why}");
                2
            },
        };
        raw::exit_now(code);
    }
}

/// Answers until the parent is gone.
fn serve() -> io::Result<()> {
    let mut channel = Channel::of_standard_input()?;
    let (Request::Start(start), files) = channel.receive()? else {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    };
    let files = <[File; 3]>::try_from(files).map_err(|_| io::ErrorKind::InvalidData)?;
    let (mut worker, ready) = match begin(start, files, channel.socket()?) {
        Ok(begun) => begun,
        Err(why) => return channel.send(&Reply::Broken(why)),
    };
    channel.send(&ready)?;
    loop {
        let (request, files) = match channel.receive() {
            Err(why) if why.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            received => received?,
        };
        let file = files.into_iter().next();
        let reply = match request {
            Request::Describe { cpu_seconds } => worker.describe(file, cpu_seconds),
            Request::Run(run) => worker.run(&run, file),
            Request::Look => {
                worker.look(|| channel.send(&Reply::Look))?;
                continue;
            },
            Request::Start(_) => return Err(io::Error::from(io::ErrorKind::InvalidData)),
        };
        channel.send(&reply)?;
    }
}

fn begin(start: Start, files: [File; 3], parent: UnixStream) -> Result<(Worker, Reply), Reason> {
    let Start { version, library, bounds, computing } = start;
    if version != VERSION {
        return Err("parent and child are different versions of the program".into());
    }
    let environment = ort::init_from(Path::new(&library))
        .map_err(|why| Reason::from(why.to_string()))?
        .with_name("opg-engine")
        .with_telemetry(false)
        .build()
        .map_err(|why| Reason::from(why.message()))?;
    session::warm_up(&environment, &computing).map_err(|why| Reason::from(why.message()))?;
    let memory = Memory::open().map_err(|why| Reason::from(format!("/proc/self/statm: {why}")))?;
    watch(parent).map_err(|why| Reason::from(format!("a thread: {why}")))?;
    let worker = Worker::new(environment, computing, bounds, memory, files)
        .map_err(|why| Reason::from(format!("mapping memory: {why}")))?;
    let layers = enter(&worker.bounds, &worker.computing, worker.baseline);
    Ok((worker, Reply::Ready { runtime: ort::info().into(), layers }))
}

fn enter(bounds: &Bounds, computing: &Computing, baseline: sandbox::Baseline) -> Layers {
    sandbox::enter(&sandbox::Wanted {
        bounds,
        baseline,
        threads: computing.threads,
        drivers: computing.providers.iter().any(|provider| *provider != Provider::Cpu),
    })
}

/// Locks this process in as a child's is, for tests of what it can still do.
#[doc(hidden)]
pub fn lock_in(config: &Config) -> io::Result<Layers> {
    let baseline = Memory::open()?.now();
    Ok(enter(&Bounds::from(config), &config.computing, baseline))
}

/// Ends the process when the parent is gone, also in the middle of a job that nobody waits for any more.
fn watch(parent: UnixStream) -> io::Result<()> {
    let watch = move || exit_without(&parent);
    thread::Builder::new().name("parent".into()).stack_size(64 << 10).spawn(watch).map(drop)
}

fn exit_without(parent: &UnixStream) {
    // Nothing to read or write: only that the other end was closed.
    let mut ends = [PollFd::new(parent, PollFlags::empty())];
    while let Ok(0) | Err(Errno::INTR) = poll(&mut ends, None) {}
    raw::exit_now(0);
}
