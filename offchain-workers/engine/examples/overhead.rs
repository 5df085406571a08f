//! What it costs that models run in another process: the same models, the same inputs and as many threads,
//! here with nothing between and there through the engine, in turns.
//!
//! `cargo run --release -p opg-engine --example overhead`

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
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

const AT_ONCE: usize = 8;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A model with an input, in both worlds.
struct Case {
    name: &'static str,
    model: ModelFile,
    shape: Vec<i64>,
    values: Vec<f32>,
    rounds: usize,
}

fn main() -> Result<(), Failure> {
    child::run_if_asked();
    let folder = std::env::temp_dir().join(format!("opg-engine-overhead-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let done = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?
        .block_on(measure(&folder));
    std::fs::remove_dir_all(&folder)?;
    done
}

async fn measure(folder: &Path) -> Result<(), Failure> {
    let environment = ort::init_from(library::find(None)?)?.with_telemetry(false).build()?;
    let threads = std::thread::available_parallelism()?.get();
    let engine = Engine::start(Config { children: threads, ..Config::default() }).await?;
    println!("sandbox: {:?}; {threads} children of one thread each", engine.layers());
    let cases = [
        case(folder, "tiny: 16 -> 16", (1, 16, 1), 3000)?,
        case(folder, "large: 9 layers of 64 x 1024", (64, 1024, 9), 300)?,
        case(folder, "wide: 4 MiB in, 4 MiB out", (2048, 512, 1), 150)?,
    ];
    for case in &cases {
        alone(&environment, &engine, case).await?;
    }
    for case in cases.iter().take(2) {
        together(&environment, &engine, case, threads).await?;
    }
    Ok(())
}

fn case(
    folder: &Path,
    name: &'static str,
    (rows, columns, layers): (u64, u64, usize),
    rounds: usize,
) -> Result<Case, Failure> {
    let bytes = onnx::product(rows, columns, layers, 1);
    let path: PathBuf = folder.join(format!("{rows}-{columns}-{layers}.onnx"));
    std::fs::write(&path, &bytes)?;
    let model = ModelFile { path, sha256: Sha256::digest(&bytes).into() };
    let values = (0..rows * columns).map(|value| (value % 17) as f32 / 17.0).collect();
    Ok(Case { name, model, shape: vec![rows as i64, columns as i64], values, rounds })
}

fn session(environment: &Environment, case: &Case) -> ort::Result<Session> {
    Session::builder(environment)?
        .with_optimization_level(GraphOptimizationLevel::All)?
        .with_intra_threads(1)?
        .commit_from_file(&case.model.path)
}

/// Runs it with nothing between, and copies the output out, as anyone does who keeps it.
fn bare(session: &mut Session, case: &Case) -> ort::Result<Vec<f32>> {
    let input = TensorRef::from_array_view((case.shape.clone(), case.values.as_slice()))?;
    let outputs = session.run(ort::inputs![input])?;
    Ok(outputs[0].try_extract_tensor::<f32>()?.1.to_vec())
}

async fn through(engine: &Engine, case: &Case) -> Result<Vec<Tensor>, Failure> {
    let tensor = Tensor {
        dtype: Dtype::F32,
        shape: case.shape.iter().map(|dim| *dim as u64).collect(),
        data: bytemuck::cast_slice(&case.values).to_vec(),
    };
    Ok(engine.run(&case.model, vec![tensor], Limits::default()).await?)
}

/// One job after the other, in turns.
async fn alone(environment: &Environment, engine: &Engine, case: &Case) -> Result<(), Failure> {
    let mut session = session(environment, case)?;
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for _ in 0..case.rounds / 10 + 5 {
        let outputs = through(engine, case).await?;
        let same = bytemuck::cast_slice::<f32, u8>(&bare(&mut session, case)?) == outputs[0].data;
        assert!(same, "the answers differ");
    }
    for _ in 0..case.rounds {
        let begin = Instant::now();
        std::hint::black_box(bare(&mut session, case)?);
        here.push(begin.elapsed());
        let begin = Instant::now();
        std::hint::black_box(through(engine, case).await?);
        there.push(begin.elapsed());
    }
    println!("\n{}, one at a time, {} rounds", case.name, case.rounds);
    for (name, part) in [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)] {
        let (here, there) = (quantile(&mut here, part), quantile(&mut there, part));
        println!(
            "  {name}: bare {here:>9.1} us, engine {there:>9.1} us: {:+.1} us, ratio {:.3}",
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

/// Eight at a time, on as many threads as there are processors. In turns too, and the best of each.
async fn together(
    environment: &Environment,
    engine: &Engine,
    case: &Case,
    threads: usize,
) -> Result<(), Failure> {
    let jobs = case.rounds;
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        here.push(jobs as f64 / all_bare(environment, case, threads, jobs)?.as_secs_f64());
        there.push(jobs as f64 / all_through(engine, case, jobs).await?.as_secs_f64());
    }
    let (here, there) = (median(here), median(there));
    println!("\n{}, {AT_ONCE} at a time, median of 5", case.name);
    println!("  bare {here:.0}/s, engine {there:.0}/s: ratio {:.3}", there / here);
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Threads with a session each, which take turns at the jobs.
fn all_bare(
    environment: &Environment,
    case: &Case,
    threads: usize,
    jobs: usize,
) -> Result<Duration, Failure> {
    let mut sessions = Vec::new();
    for _ in 0..threads {
        sessions.push(session(environment, case)?);
    }
    let begin = Instant::now();
    std::thread::scope(|scope| {
        let running: Vec<_> = sessions
            .iter_mut()
            .map(|session| {
                scope.spawn(|| (0..jobs / threads).try_for_each(|_| bare(session, case).map(drop)))
            })
            .collect();
        running.into_iter().try_for_each(|thread| thread.join().expect("it does not panic"))
    })?;
    Ok(begin.elapsed())
}

async fn all_through(engine: &Engine, case: &Case, jobs: usize) -> Result<Duration, Failure> {
    let begin = Instant::now();
    let one = || async {
        for _ in 0..jobs / AT_ONCE {
            through(engine, case).await?;
        }
        Ok::<(), Failure>(())
    };
    tokio::try_join!(one(), one(), one(), one(), one(), one(), one(), one())?;
    Ok(begin.elapsed())
}
