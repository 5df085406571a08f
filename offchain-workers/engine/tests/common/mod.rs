//! What the tests share.

#![allow(dead_code)]

pub mod onnx;

use opg_engine::{Config, Dtype, Engine, Limits, ModelFile, Refusal, Tensor};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

pub const MIB: u64 = 1 << 20;

/// A folder that is there as long as a test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("opg-engine-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A model in a file.
    pub fn model(&self, bytes: &[u8]) -> ModelFile {
        let sha256: [u8; 32] = Sha256::digest(bytes).into();
        let name: String = sha256[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        let path = self.0.join(name + ".onnx");
        fs::write(&path, bytes).unwrap();
        ModelFile { path, sha256 }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Small, and of one child, unless a test says otherwise.
pub fn config() -> Config {
    Config {
        program: Some(env!("CARGO_BIN_EXE_opg-engine-child").into()),
        children: 1,
        memory: 512 * MIB,
        cache: 256 * MIB,
        show_children: std::env::var_os("OPG_SHOW_CHILDREN").is_some(),
        ..Config::default()
    }
}

pub async fn engine() -> Engine {
    start(config()).await
}

pub async fn start(config: Config) -> Engine {
    Engine::start(config).await.unwrap_or_else(|why| panic!("{why}"))
}

pub fn within(seconds: u64) -> Limits {
    Limits { time: Duration::from_secs(seconds), ..Limits::default() }
}

pub fn floats(shape: &[u64], values: &[f32]) -> Tensor {
    let data = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    Tensor { dtype: Dtype::F32, shape: shape.to_vec(), data }
}

pub fn long(value: i64) -> Tensor {
    Tensor { dtype: Dtype::I64, shape: vec![1], data: value.to_le_bytes().to_vec() }
}

/// Whether the engine still does what it should, after something went wrong.
pub async fn assert_sound(engine: &Engine, folder: &Folder) {
    let model = folder.model(&onnx::unary("Neg", onnx::F32, &[None]));
    let outputs = engine.run(&model, vec![floats(&[2], &[1.0, -2.0])], within(20)).await;
    assert_eq!(outputs, Ok(vec![floats(&[2], &[-1.0, 2.0])]));
}

pub async fn refusal(engine: &Engine, model: &ModelFile, inputs: Vec<Tensor>) -> Refusal {
    match engine.run(model, inputs, within(20)).await {
        Ok(outputs) => panic!("not refused: {outputs:?}"),
        Err(why) => why,
    }
}

pub fn kill(pid: u32) {
    let done = std::process::Command::new("kill").args(["-9", &pid.to_string()]).status();
    assert!(done.unwrap().success());
}

pub fn is_running(pid: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    status.lines().any(|line| line.starts_with("State:") && !line.contains('Z'))
}

/// Waits until something holds, and fails if it does not within some seconds.
pub async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..500 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("not within ten seconds: {what}");
}

/// Bytes of memory that a process has in use, without what belongs to files.
pub fn memory_of(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

/// Models that the zkml crate is tested with.
pub fn models_of_zkml() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../zkml/models");
    let mut paths: Vec<_> = [folder.clone(), folder.join("operators")]
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "onnx"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 8, "{paths:?}");
    paths
}
