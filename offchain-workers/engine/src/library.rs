//! Where ONNX Runtime's library is.

use crate::refusal::StartError;
use std::{
    env, fs,
    path::{Path, PathBuf},
};

const NAME: &str = "libonnxruntime.so";

/// The library: what is configured, what `ORT_DYLIB_PATH` names, or what `scripts/onnx-runtime` fetched.
pub fn find(configured: Option<&Path>) -> Result<PathBuf, StartError> {
    let named = env::var_os("ORT_DYLIB_PATH").filter(|path| !path.is_empty()).map(PathBuf::from);
    let cache = env::var_os("OPG_CACHE").map(PathBuf::from).or_else(|| {
        env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache").join("opg-chain"))
    });
    first(configured, named, cache)
}

/// Whoever names one means that one: where it is missing, no other takes its place.
fn first(
    configured: Option<&Path>,
    named: Option<PathBuf>,
    cache: Option<PathBuf>,
) -> Result<PathBuf, StartError> {
    if let Some(path) = configured.map(Path::to_path_buf).or(named) {
        let absolute = path.canonicalize().ok().filter(|path| path.is_file());
        return absolute.ok_or(StartError::NoLibrary(vec![path]));
    }
    let Some(cache) = cache else {
        return Err(StartError::NoLibrary(vec!["ORT_DYLIB_PATH".into(), "OPG_CACHE".into()]));
    };
    let looked = cache.join("onnxruntime-*").join(NAME);
    fetched(&cache).ok_or(StartError::NoLibrary(vec![looked]))
}

/// The latest version in the cache.
fn fetched(cache: &Path) -> Option<PathBuf> {
    let folders = fs::read_dir(cache).ok()?.flatten().filter_map(|folder| {
        let name = folder.file_name().into_string().ok()?;
        let version = name.strip_prefix("onnxruntime-")?;
        let numbers: Option<Vec<u32>> = version.split('.').map(|part| part.parse().ok()).collect();
        let library = folder.path().join(NAME);
        library.is_file().then_some((numbers?, library))
    });
    folders.max().map(|(_, library)| library)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_configured_should_be_taken_before_what_is_named_and_that_before_the_cache() {
        let folder = env::temp_dir().join(format!("opg-engine-library-{}", std::process::id()));
        let library = |version: &str| {
            let path = folder.join(format!("onnxruntime-{version}")).join(NAME);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, version).unwrap();
            path.canonicalize().unwrap()
        };
        let (old, new) = (library("1.9.0"), library("1.31.1"));
        let cache = || Some(folder.clone());
        assert_eq!(first(Some(&old), Some(new.clone()), cache()).unwrap(), old);
        assert_eq!(first(None, Some(old.clone()), cache()).unwrap(), old);
        assert_eq!(
            first(None, None, cache()).unwrap(),
            folder.join("onnxruntime-1.31.1").join(NAME)
        );
        let missing = first(Some(Path::new("/nowhere")), Some(new), cache()).unwrap_err();
        assert!(missing.to_string().contains("scripts/onnx-runtime"), "{missing}");
        fs::remove_dir_all(&folder).unwrap();
    }
}
