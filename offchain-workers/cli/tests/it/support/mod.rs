//! `opg` as people and scripts run it.

use serde_json::Value;
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Somebody with a key and a node.
pub struct Person {
    folder: PathBuf,
    node: String,
    key: PathBuf,
}

/// What a command ended with.
pub struct Ended {
    pub code: i32,
    /// What scripts read of it: on the standard output if it is well, or else on the standard error.
    pub said: Value,
}

impl Person {
    pub fn new(folder: &Path, name: &str, node: &str) -> Self {
        let folder = folder.join(name);
        fs::create_dir_all(&folder).unwrap();
        let key = folder.join("key");
        fs::write(&key, format!("//{name}")).unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        Self { folder, node: node.to_owned(), key }
    }

    /// A file of theirs.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn key(&self) -> &Path {
        &self.key
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_opg"));
        command.current_dir(&self.folder).args(["--node", &self.node, "--key"]).arg(&self.key);
        command.args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        let output = self.command(arguments).arg("--json").output().unwrap();
        ended(&output)
    }

    /// What it says when all goes well.
    pub fn does(&self, arguments: &[&str]) -> Value {
        let Ended { code, said } = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {said}");
        said
    }

    /// What it says when it fails as it should.
    pub fn fails(&self, code: i32, arguments: &[&str]) -> String {
        let ended = self.run(arguments);
        assert_eq!(ended.code, code, "{arguments:?}: {}", ended.said);
        ended.said["error"].as_str().unwrap().to_owned()
    }

    /// They become an operator, who is reached `at` this address.
    pub fn becomes(&self, role: &str, bond: &str, at: &str) {
        let endpoint = format!("http://{at}");
        let terms = ["--roles", role, "--bond", bond, "--endpoint", &endpoint];
        let said = self.does(&[&["operator", "register"], &terms[..]].concat());
        assert_eq!((&said["roles"], &said["bond"]), (&role.into(), &bond.into()));
    }

    /// As a person reads it.
    pub fn reads(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }
}

fn ended(output: &Output) -> Ended {
    let code = output.status.code().expect("nobody killed it");
    let text = if code == 0 { &output.stdout } else { &output.stderr };
    let said = serde_json::from_slice(text).unwrap_or_else(|error| {
        panic!("{code}, {error}: {}", String::from_utf8_lossy(&output.stderr))
    });
    Ended { code, said }
}
