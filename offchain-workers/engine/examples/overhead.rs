//! What it costs that models run in another process: the same models, the same inputs and as many threads,
//! here with nothing between and there through the engine, in turns.
//!
//! `cargo run --release -p opg-engine --example overhead [PART OF A NAME]`
//!
//! Both get an input that is theirs and give an output that is the caller's. Bare ONNX Runtime, eight at a
//! time, is the better of two: eight threads on one session, and as many threads as processors with a
//! session each.

#[path = "../tests/common/onnx.rs"]
mod onnx;

use opg_engine::{child, library, Config, Dtype, Engine, Limits, ModelFile, Tensor};
use ort::{
    environment::Environment,
    session::{builder::GraphOptimizationLevel, Session},
    value::TensorRef,
};
use sha2::{Digest, Sha256};
use std::{
    cell::UnsafeCell,
    io::{Read, Write},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::{Duration, Instant},
};

const AT_ONCE: usize = 8;
const ECHO: &str = "--echo";

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A model with an input, in both worlds.
#[derive(Clone)]
struct Case {
    name: String,
    model: ModelFile,
    shape: Vec<i64>,
    values: Vec<f32>,
    rounds: usize,
}

fn main() -> Result<(), Failure> {
    child::run_if_asked();
    let chosen = std::env::args().nth(1).unwrap_or_default();
    if chosen == ECHO {
        return echo();
    }
    let folder = std::env::temp_dir().join(format!("opg-engine-overhead-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let done = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?
        .block_on(measure(&folder, &chosen));
    std::fs::remove_dir_all(&folder)?;
    done
}

async fn measure(folder: &Path, chosen: &str) -> Result<(), Failure> {
    let environment = ort::init_from(library::find(None)?)?.with_telemetry(false).build()?;
    let threads = std::thread::available_parallelism()?.get();
    let engine = Engine::start(Config { children: threads, ..Config::default() }).await?;
    println!("sandbox: {:?}; {threads} children of one thread each", engine.layers());
    println!("a byte to another process and back: {:.1} us", hop()?);
    for case in cases(folder)?.iter().filter(|case| case.name.contains(chosen)) {
        println!("\n{}", case.name);
        alone(&environment, &engine, case).await?;
        together(&environment, &engine, case, threads).await?;
    }
    Ok(())
}

fn cases(folder: &Path) -> Result<Vec<Case>, Failure> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../zkml/models/mnist-mlp.onnx");
    let sample = Case {
        name: "sample: 784-64-10".into(),
        model: ModelFile { sha256: Sha256::digest(std::fs::read(&sample)?).into(), path: sample },
        shape: vec![1, 784],
        values: (0..784).map(|value| (value % 17) as f32 / 17.0).collect(),
        rounds: 20_000,
    };
    let mut cases = vec![sample];
    for (kind, rows, columns, layers, rounds) in [
        ("tiny", 1, 16, 1, 20_000),
        ("small", 16, 128, 1, 20_000),
        ("small", 16, 256, 1, 10_000),
        ("small", 8, 512, 2, 5_000),
        ("small", 8, 512, 6, 2_000),
        ("wide", 64, 512, 1, 2_000),
        ("wide", 128, 512, 4, 500),
        ("large", 64, 1024, 5, 300),
        ("large", 64, 1024, 9, 200),
        ("huge", 2048, 512, 1, 150),
    ] {
        cases.push(case(folder, kind, (rows, columns, layers), rounds)?);
    }
    Ok(cases)
}

fn case(
    folder: &Path,
    kind: &str,
    (rows, columns, layers): (u64, u64, usize),
    rounds: usize,
) -> Result<Case, Failure> {
    let bytes = onnx::product(rows, columns, layers, 1);
    let path: PathBuf = folder.join(format!("{rows}-{columns}-{layers}.onnx"));
    std::fs::write(&path, &bytes)?;
    let model = ModelFile { path, sha256: Sha256::digest(&bytes).into() };
    let values = (0..rows * columns).map(|value| (value % 17) as f32 / 17.0).collect();
    let kib = rows * columns * 4 / 1024;
    let name = format!("{kind}: {layers} layers of {rows} x {columns}, {kib} KiB in and out");
    Ok(Case { name, model, shape: vec![rows as i64, columns as i64], values, rounds })
}

fn session(environment: &Environment, case: &Case) -> ort::Result<Session> {
    Session::builder(environment)?
        .with_optimization_level(GraphOptimizationLevel::All)?
        .with_intra_threads(1)?
        .commit_from_file(&case.model.path)
}

/// Runs it with nothing between, and copies the output out, as anyone does who keeps it.
fn bare(session: &mut Session, shape: &[i64], values: Vec<f32>) -> ort::Result<Vec<f32>> {
    let input = TensorRef::from_array_view((shape, values.as_slice()))?;
    let outputs = session.run(ort::inputs![input])?;
    Ok(outputs[0].try_extract_tensor::<f32>()?.1.to_vec())
}

fn tensor(case: &Case) -> Tensor {
    Tensor {
        dtype: Dtype::F32,
        shape: case.shape.iter().map(|dim| *dim as u64).collect(),
        data: bytemuck::cast_slice(&case.values).to_vec(),
    }
}

async fn through(engine: &Engine, case: &Case, input: Tensor) -> Result<Vec<Tensor>, Failure> {
    Ok(engine.run(&case.model, vec![input], Limits::default()).await?)
}

/// One job after the other, in turns.
async fn alone(environment: &Environment, engine: &Engine, case: &Case) -> Result<(), Failure> {
    let mut session = session(environment, case)?;
    let (mut here, mut there) = (Vec::new(), Vec::new());
    let rounds = case.rounds.min(3000);
    for _ in 0..rounds / 10 + 5 {
        let outputs = through(engine, case, tensor(case)).await?;
        let bare = bare(&mut session, &case.shape, case.values.clone())?;
        assert!(bytemuck::cast_slice::<f32, u8>(&bare) == outputs[0].data, "the answers differ");
    }
    for _ in 0..rounds {
        let input = case.values.clone();
        let begin = Instant::now();
        std::hint::black_box(bare(&mut session, &case.shape, input)?);
        here.push(begin.elapsed());
        let input = tensor(case);
        let begin = Instant::now();
        std::hint::black_box(through(engine, case, input).await?);
        there.push(begin.elapsed());
    }
    println!("  one at a time, {rounds} rounds");
    for (name, part) in [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)] {
        let (here, there) = (quantile(&mut here, part), quantile(&mut there, part));
        println!(
            "    {name}: bare {here:>9.1} us, engine {there:>9.1} us: {:+.1} us, ratio {:.3}",
            there - here,
            there / here
        );
    }
    Ok(())
}

fn quantile(times: &mut [Duration], part: f64) -> f64 {
    times.sort();
    let index = ((times.len() - 1) as f64 * part) as usize;
    times[index].as_secs_f64() * 1e6
}

/// Eight at a time, in turns.
async fn together(
    environment: &Environment,
    engine: &Engine,
    case: &Case,
    threads: usize,
) -> Result<(), Failure> {
    let jobs = case.rounds;
    let (mut shared, mut own, mut there) = (Vec::new(), Vec::new(), Vec::new());
    let sessions: Vec<_> =
        (0..threads).map(|_| session(environment, case)).collect::<Result<_, _>>()?;
    let sessions: Vec<_> = sessions.into_iter().map(Concurrent::from).collect();
    // Until every child has the model.
    all_through(engine, case, jobs / 10 + 4 * AT_ONCE).await?;
    for _ in 0..5 {
        let rate = |took: Duration| jobs as f64 / took.as_secs_f64();
        shared.push(rate(all_bare(&sessions[..1], case, AT_ONCE, jobs)?));
        own.push(rate(all_bare(&sessions, case, threads, jobs)?));
        there.push(rate(all_through(engine, case, jobs).await?));
    }
    let (shared, own, there) = (median(shared), median(own), median(there));
    let best = shared.max(own);
    println!("  {AT_ONCE} at a time, median of 5 times {jobs} jobs");
    println!("    bare {shared:.0}/s on one session, {own:.0}/s on {threads}; engine {there:.0}/s");
    println!("    ratio {:.3}, {:+.1} us a job", there / best, 1e6 / there - 1e6 / best);
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// A session that several threads run at once, which ONNX Runtime allows and `ort` does not.
struct Concurrent(UnsafeCell<Session>);

impl From<Session> for Concurrent {
    fn from(session: Session) -> Self {
        Self(UnsafeCell::new(session))
    }
}

// SAFETY: ONNX Runtime's `Run` may be called from several threads; nothing else is called here.
unsafe impl Sync for Concurrent {}

/// Threads that take jobs from one pile.
fn all_bare(
    sessions: &[Concurrent],
    case: &Case,
    threads: usize,
    jobs: usize,
) -> Result<Duration, Failure> {
    let done = AtomicUsize::new(0);
    let work = |session: &Concurrent| {
        while done.fetch_add(1, Relaxed) < jobs {
            // SAFETY: as above.
            let session = unsafe { &mut *session.0.get() };
            std::hint::black_box(bare(session, &case.shape, case.values.clone())?);
        }
        Ok::<(), ort::Error>(())
    };
    let begin = Instant::now();
    std::thread::scope(|scope| {
        let start = |number: usize| scope.spawn(move || work(&sessions[number % sessions.len()]));
        let running: Vec<_> = (0..threads).map(start).collect();
        running.into_iter().try_for_each(|thread| thread.join().expect("it does not panic"))
    })?;
    Ok(begin.elapsed())
}

/// Tasks of which each has one job on its way.
async fn all_through(engine: &Engine, case: &Case, jobs: usize) -> Result<Duration, Failure> {
    let begin = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..AT_ONCE {
        let (engine, case) = (engine.clone(), case.clone());
        tasks.spawn(async move {
            for _ in 0..jobs / AT_ONCE {
                std::hint::black_box(through(&engine, &case, tensor(&case)).await?);
            }
            Ok::<(), Failure>(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(begin.elapsed())
}

/// The least that waking another process up and being woken up takes here, in microseconds.
fn hop() -> Result<f64, Failure> {
    let (mut ours, theirs) = UnixStream::pair()?;
    let mut command = Command::new(std::env::current_exe()?);
    let mut child =
        command.arg(ECHO).stdin(Stdio::from(std::os::fd::OwnedFd::from(theirs))).spawn()?;
    drop(command);
    let mut times = Vec::new();
    for _ in 0..5000 {
        let begin = Instant::now();
        ours.write_all(&[1])?;
        ours.read_exact(&mut [0])?;
        times.push(begin.elapsed());
    }
    drop(ours);
    child.wait()?;
    Ok(quantile(&mut times, 0.5))
}

fn echo() -> Result<(), Failure> {
    let mut socket =
        UnixStream::from(std::os::fd::AsFd::as_fd(&std::io::stdin()).try_clone_to_owned()?);
    let mut byte = [0];
    while socket.read(&mut byte)? == 1 {
        socket.write_all(&byte)?;
    }
    Ok(())
}
