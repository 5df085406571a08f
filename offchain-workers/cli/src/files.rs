//! Files in and out.

use crate::failure::Failure;
use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

/// All of a file that has at most so many bytes.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let failed = |error| Failure::Read(path.to_owned(), error);
    let file = fs::File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    let mut bytes = Vec::new();
    // What is no regular file has no size to go by.
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > most {
        return Err(Failure::Large(path.to_owned(), size.max(bytes.len() as u64), most));
    }
    Ok(bytes)
}

/// Makes sure of a folder that can be written to, before anything is paid for what goes there.
pub fn folder(path: &Path) -> Result<(), Failure> {
    let failed = |error| Failure::Write(path.to_owned(), error);
    fs::create_dir_all(path).map_err(failed)?;
    tempfile::Builder::new().prefix(".opg").tempfile_in(path).map_err(failed)?;
    Ok(())
}

/// Writes a file whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error| Failure::Write(path.to_owned(), error);
    let beside = with_ending(path, &format!(".{}.part", std::process::id()));
    fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path)).map_err(|error| {
        // It may not be there.
        let _ = fs::remove_file(&beside);
        failed(error)
    })
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_should_be_read_up_to_what_may_be() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        write(&path, b"12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert!(matches!(read(&path, 4), Err(Failure::Large(_, 5, 4))));
        assert!(matches!(read(&folder.path().join("y"), 4), Err(Failure::Read(..))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn folder_that_is_a_file_should_be_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        write(&path, b"").unwrap();
        assert!(matches!(super::folder(&path), Err(Failure::Write(..))));
        super::folder(&folder.path().join("a/b")).unwrap();
    }
}
