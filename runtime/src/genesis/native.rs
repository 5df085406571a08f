//! Genesis built by this crate as linked into a program, in place of its wasm: the same source, without
//! the seconds it takes to compile the wasm first. A test of the node compares the two.

use crate::*;
use serde_json::Value;
use sp_core::storage::Storage;
use sp_genesis_builder::PresetId;
use sp_runtime::BuildStorage;

/// The state a chain of `preset` begins with, but for the runtime's code.
pub fn storage(preset: &PresetId) -> Result<Storage, String> {
    let patch = super::preset(preset).ok_or_else(|| format!("there is no preset {preset:?}"))?;
    let patch = serde_json::from_slice(&patch).map_err(|reason| reason.to_string())?;
    let mut config = serde_json::to_value(RuntimeGenesisConfig::default())
        .map_err(|reason| reason.to_string())?;
    lay_over(&mut config, patch);
    let config: RuntimeGenesisConfig =
        serde_json::from_value(config).map_err(|reason| reason.to_string())?;
    config.build_storage()
}

/// Replaces in `base` what `patch` names, field by field.
fn lay_over(base: &mut Value, patch: Value) {
    match (base, patch) {
        (Value::Object(base), Value::Object(patch)) => {
            for (key, value) in patch {
                lay_over(base.entry(key).or_insert(Value::Null), value);
            }
        },
        (base, patch) => *base = patch,
    }
}
