//! The key that signs for an operator.

use std::{
    io::Read,
    path::{Path, PathBuf},
    str::FromStr,
};
use subxt_signer::{sr25519::Keypair, SecretUri};

/// More is no secret that anyone has.
const MOST_BYTES: u64 = 4096;
/// What the key of an operator is called in a node's keystore.
const KEY_TYPE: &str = "opgw";

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the key file {0} cannot be read: {1}")]
    Read(PathBuf, #[source] std::io::Error),
    #[error("others may read the key file {0} (mode {1:o}); run: chmod 600 {0}")]
    Exposed(PathBuf, u32),
    #[error("what is in {0} is no secret: {1}; it takes a phrase, a 0x seed, or either with //derivations")]
    Secret(String, String),
    #[error(
        "the keystore {0} has {1} keys of the type {KEY_TYPE} where one is needed; to put one there: \
         opg-node key insert --chain CHAIN --keystore-path {0} --key-type {KEY_TYPE} --scheme sr25519"
    )]
    Keystore(PathBuf, usize),
    #[error("{0} does not have the key that it is named after: was it put there with a password?")]
    OtherKey(PathBuf),
}

/// Reads a secret: from the standard input if the path is `-`, from a node's keystore if it is a folder, or else from a
/// file that nobody else may read.
pub fn read(path: &Path) -> Result<Keypair, Error> {
    if path.is_dir() {
        return kept(path);
    }
    let secret = match path == Path::new("-") {
        true => text(path, std::io::stdin())?,
        false => private(path)?,
    };
    parse_in(path, secret.trim())
}

/// The operator's key in a node's keystore: a file that is named after its type and its public half.
fn kept(folder: &Path) -> Result<Keypair, Error> {
    let entries =
        std::fs::read_dir(folder).map_err(|error| Error::Read(folder.to_owned(), error))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let kind = hex::encode(KEY_TYPE);
    let named: Vec<_> = names.filter(|name| name.starts_with(&kind)).collect();
    let [name] = &named[..] else {
        return Err(Error::Keystore(folder.to_owned(), named.len()));
    };
    let path = folder.join(name);
    let secret = private(&path)?;
    // A keystore has it as JSON.
    let secret = secret.trim().trim_matches('"');
    let key = parse_in(&path, secret)?;
    match name.strip_prefix(&kind) == Some(&hex::encode(key.public_key().0)) {
        true => Ok(key),
        false => Err(Error::OtherKey(path)),
    }
}

/// What is in a file that nobody else may read.
fn private(path: &Path) -> Result<String, Error> {
    let failed = |error| Error::Read(path.to_owned(), error);
    let file = std::fs::File::open(path).map_err(failed)?;
    ensure_private(path, &file.metadata().map_err(failed)?)?;
    text(path, file)
}

fn text(path: &Path, from: impl Read) -> Result<String, Error> {
    let mut text = String::new();
    let read = from.take(MOST_BYTES).read_to_string(&mut text);
    read.map(|_| text).map_err(|error| Error::Read(path.to_owned(), error))
}

fn parse_in(path: &Path, secret: &str) -> Result<Keypair, Error> {
    parse(secret).map_err(|why| Error::Secret(path.display().to_string(), why))
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
    fn key_in_a_keystore_should_be_the_only_one_of_its_type_and_the_one_that_it_is_named_after() {
        let folder = tempfile::tempdir().unwrap();
        let put = |kind: &str, public: [u8; 32], text: &str| {
            let path = folder.path().join(hex::encode(kind) + &hex::encode(public));
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
            path
        };
        let refused = || read(folder.path()).unwrap_err().to_string();
        let dave = subxt_signer::sr25519::dev::dave().public_key().0;
        put("babe", [7; 32], "\"//Alice\"");
        assert!(
            refused().contains("has 0 keys") && refused().contains("key insert"),
            "{}",
            refused()
        );
        put("opgw", dave, "\"//Dave\"");
        assert_eq!(read(folder.path()).unwrap().public_key().0, dave);
        let second = put("opgw", [8; 32], "\"//Eve\"");
        assert!(refused().contains("has 2 keys"), "{}", refused());
        std::fs::remove_file(second).unwrap();
        put("opgw", dave, "\"//Eve\"");
        assert!(refused().contains("named after") && !refused().contains("//Eve"), "{}", refused());
    }

    #[test]
    fn file_that_is_not_there_should_be_named() {
        let error = read(Path::new("/nowhere/key")).unwrap_err().to_string();
        assert!(error.contains("/nowhere/key"), "{error}");
    }
}
