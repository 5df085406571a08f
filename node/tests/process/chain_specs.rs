//! The specifications in `chain-spec/` are those this build makes. After a change of genesis or
//! runtime: `make chain-specs`.

use crate::support::{from_hex, BINARY, EXECUTOR};
use polkadot_sdk::{
    sc_executor::RuntimeVersionOf,
    sp_core::traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
    sp_io::hashing::blake2_256,
    sp_state_machine::BasicExternalities,
};
use serde_json::Value;
use std::{borrow::Cow, fs, process::Command};

/// `:code` in hex, as raw specifications name it.
const CODE: &str = "0x3a636f6465";

fn committed(file: &str) -> Value {
    let path = format!("{}/../chain-spec/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{path} is missing"));
    serde_json::from_str(&text).unwrap()
}

fn exported(chain: &str, raw: bool) -> Value {
    let mut command = Command::new(BINARY);
    command.args(["export-chain-spec", "--chain", chain]);
    if raw {
        command.arg("--raw");
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Takes the runtime out of a specification.
fn take_code(spec: &mut Value, raw: bool) -> Vec<u8> {
    let code = match raw {
        true => spec["genesis"]["raw"]["top"][CODE].take(),
        false => spec["genesis"]["runtimeGenesis"]["code"].take(),
    };
    from_hex(code.as_str().expect("a specification carries its runtime"))
}

/// Version and metadata of a runtime: what changes whenever its interface does.
fn interface(code: &[u8]) -> (String, Vec<u8>) {
    let fetcher = WrappedRuntimeCode(Cow::Borrowed(code));
    let hash = blake2_256(code).to_vec();
    let runtime = RuntimeCode { code_fetcher: &fetcher, heap_pages: None, hash };
    let mut state = BasicExternalities::default();
    let mut version = EXECUTOR.runtime_version(&mut state, &runtime).unwrap();
    // The linker decides the order in which a wasm lists its APIs.
    version.apis.to_mut().sort_unstable();
    let context = CallContext::Offchain;
    let metadata = EXECUTOR.call(&mut state, &runtime, "Metadata_metadata", &[], context).0;
    (format!("{version:?}"), metadata.unwrap())
}

fn compare(chain: &str, raw: bool) {
    let file = format!("{chain}{}.json", if raw { "-raw" } else { "" });
    let (mut committed, mut exported) = (committed(&file), exported(chain, raw));
    let codes = (take_code(&mut committed, raw), take_code(&mut exported, raw));
    let hint = format!("chain-spec/{file} is out of date; run: make chain-specs");
    assert!(committed == exported, "{hint}");
    let (was, is) = (interface(&codes.0), interface(&codes.1));
    assert_eq!(was.0, is.0, "{hint}");
    assert!(was.1 == is.1, "the runtime's metadata changed: {hint}");
}

#[test]
fn plain_specs_should_match_this_build() {
    compare("local", false);
    compare("testnet", false);
}

#[test]
fn raw_specs_should_match_this_build() {
    compare("local", true);
    compare("testnet", true);
}
