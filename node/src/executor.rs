//! Runs the runtime's wasm, and keeps its compiled form on disk so that a node compiles each runtime
//! once rather than at every start.
//!
//! What is kept there is executed: a folder that others may write to is not used. It may be deleted
//! at any time.

use directories::ProjectDirs;
use opg_primitives::proofs;
use polkadot_sdk::{
    sc_executor::{HeapAllocStrategy, WasmExecutor, DEFAULT_HEAP_ALLOC_STRATEGY},
    sc_service::config::ExecutorConfiguration,
    sp_io::SubstrateHostFunctions,
};
use std::{
    fs::{self, DirBuilder},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::{Path, PathBuf},
};

/// Host functions a runtime of this chain may call.
pub type HostFunctions = (SubstrateHostFunctions, proofs::host_functions::HostFunctions);
pub type Executor = WasmExecutor<HostFunctions>;

/// As the SDK makes it, with the cache besides.
pub fn new(config: &ExecutorConfiguration) -> Executor {
    let heap = config.default_heap_pages.map_or(DEFAULT_HEAP_ALLOC_STRATEGY, |pages| {
        HeapAllocStrategy::Static { extra_pages: u32::try_from(pages).unwrap_or(u32::MAX) }
    });
    let executor = WasmExecutor::builder()
        .with_execution_method(config.wasm_method)
        .with_onchain_heap_alloc_strategy(heap)
        .with_offchain_heap_alloc_strategy(heap)
        .with_max_runtime_instances(config.max_runtime_instances)
        .with_runtime_cache_size(config.runtime_cache_size);
    match cache() {
        Ok(folder) => executor.with_cache_path(folder).build(),
        Err(reason) => {
            log::warn!("Compiled runtimes are not kept, every start compiles again: {reason}");
            executor.build()
        },
    }
}

/// The folder for compiled runtimes: `opg-node` in the user's cache.
fn cache() -> Result<PathBuf, String> {
    let user = ProjectDirs::from("", "", "opg-node")
        .ok_or("this user has no home folder; set XDG_CACHE_HOME")?;
    let folder = user.cache_dir();
    private(folder).map_err(|reason| format!("{}: {reason}", folder.display()))?;
    Ok(folder.into())
}

/// Makes `folder` if it is missing; fails unless this user alone may write to it.
fn private(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let found = fs::metadata(folder)?;
    let own = fs::metadata("/proc/self")?.uid();
    if found.uid() != own || found.mode() & 0o022 != 0 {
        return Err(io::Error::other(
            "others may write to it; make it this user's own with mode 0700",
        ));
    }
    Ok(())
}
