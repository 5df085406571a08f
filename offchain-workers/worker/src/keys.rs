//! The key that signs for an operator.

use std::{
    io::Read,
    path::{Path, PathBuf},
    str::FromStr,
};
use subxt_signer::{sr25519::Keypair, SecretUri};

/// More is no secret that anyone has.
const MOST_BYTES: u64 = 4096;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the key file {0} cannot be read: {1}")]
    Read(PathBuf, #[source] std::io::Error),
    #[error("others may read the key file {0} (mode {1:o}); run: chmod 600 {0}")]
    Exposed(PathBuf, u32),
    #[error("what is in {0} is no secret: {1}; it takes a phrase, a 0x seed, or either with //derivations")]
    Secret(String, String),
}

/// Reads the secret in a file that nobody else may read; `-` is the standard input.
pub fn read(path: &Path) -> Result<Keypair, Error> {
    let failed = |error| Error::Read(path.to_owned(), error);
    let mut secret = String::new();
    if path == Path::new("-") {
        std::io::stdin().take(MOST_BYTES).read_to_string(&mut secret).map_err(failed)?;
    } else {
        let file = std::fs::File::open(path).map_err(failed)?;
        ensure_private(path, &file.metadata().map_err(failed)?)?;
        file.take(MOST_BYTES).read_to_string(&mut secret).map_err(failed)?;
    }
    parse(secret.trim()).map_err(|why| Error::Secret(path.display().to_string(), why))
}

/// The key that a secret URI stands for.
pub fn parse(secret: &str) -> Result<Keypair, String> {
    let uri = SecretUri::from_str(secret).map_err(|error| error.to_string())?;
    Keypair::from_uri(&uri).map_err(|error| error.to_string())
}

#[cfg(unix)]
fn ensure_private(path: &Path, about: &std::fs::Metadata) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;
    let mode = about.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(Error::Exposed(path.to_owned(), mode));
    }
    Ok(())
}

#[cfg(not(unix))]
fn ensure_private(_: &Path, _: &std::fs::Metadata) -> Result<(), Error> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn file(text: &str, mode: u32) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(mode)).unwrap();
        file
    }

    #[test]
    fn secret_should_be_read_from_a_file_that_is_private() {
        let key = read(file("//Dave\n", 0o600).path()).unwrap();
        assert_eq!(key.public_key().0, subxt_signer::sr25519::dev::dave().public_key().0);
    }

    #[test]
    fn file_that_others_may_read_should_be_refused_with_what_to_do() {
        let error = read(file("//Dave", 0o640).path()).unwrap_err().to_string();
        assert!(error.contains("640") && error.contains("chmod 600"), "{error}");
    }

    #[test]
    fn what_is_no_secret_should_be_refused_without_being_shown() {
        let error = read(file("correct horse battery", 0o600).path()).unwrap_err().to_string();
        assert!(error.contains("no secret") && !error.contains("horse"), "{error}");
    }

    #[test]
    fn file_that_is_not_there_should_be_named() {
        let error = read(Path::new("/nowhere/key")).unwrap_err().to_string();
        assert!(error.contains("/nowhere/key"), "{error}");
    }
}
