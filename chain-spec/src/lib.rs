//! Which chain to run: the built-in ones, or one from a file.

use opg_primitives::{proofs, token, Block};
use opg_runtime::{genesis, Runtime};
use polkadot_sdk::{
    pallet_babe::Authorities,
    sc_chain_spec::ChainSpecExtension,
    sc_client_api,
    sc_service::{ChainSpec as ChainSpecTrait, ChainType, GenericChainSpec, Properties},
    sc_sync_state_rpc::LightSyncStateExtension,
    sp_core::storage::{well_known_keys, Storage},
    sp_keyring::{Ed25519Keyring, Sr25519Keyring},
    sp_runtime::BuildStorage,
};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What a specification says beside genesis and boot nodes.
#[derive(Default, Clone, Serialize, Deserialize, ChainSpecExtension)]
#[serde(rename_all = "camelCase")]
pub struct Extensions {
    /// Blocks with known hashes.
    pub fork_blocks: sc_client_api::ForkBlocks<Block>,
    /// Blocks known to be bad.
    pub bad_blocks: sc_client_api::BadBlocks<Block>,
    /// A state to start from, written by `sync_state_genSyncSpec`.
    pub light_sync_state: LightSyncStateExtension,
}

/// A specification of this node's chains.
pub type ChainSpec = GenericChainSpec<Extensions, proofs::host_functions::HostFunctions>;

/// The chain called `id`, with its genesis built: a built-in one, or the file at that path.
pub fn load(id: &str) -> Result<ChainSpec, String> {
    let mut spec = describe(id)?;
    if let Some(built_in) = BuiltIn::called(id) {
        spec.set_storage(built_in.genesis()?);
    }
    if spec.chain_type() == ChainType::Live {
        refuse_unfit_for_public(&spec)?;
    }
    Ok(spec)
}

/// The chain called `id` as people read it: a built-in one's genesis as the patch it is made from.
pub fn describe(id: &str) -> Result<ChainSpec, String> {
    match (BuiltIn::called(id), id) {
        (Some(built_in), _) => built_in.describe(),
        (None, "") => {
            Err("no chain chosen; pass --dev, or --chain with local, testnet, mainnet or \
                           a specification's file"
                .into())
        },
        (None, path) => from_file(path),
    }
}

/// A chain that this node knows without a file.
struct BuiltIn {
    name: &'static str,
    id: &'static str,
    kind: ChainType,
    preset: &'static str,
}

impl BuiltIn {
    fn called(id: &str) -> Option<BuiltIn> {
        let (name, id, kind, preset) = match id {
            "dev" | genesis::DEVELOPMENT => {
                ("OPG Development", "opg_dev", ChainType::Development, genesis::DEVELOPMENT)
            },
            genesis::LOCAL => ("OPG Local", "opg_local", ChainType::Local, genesis::LOCAL),
            genesis::TESTNET => ("OPG Testnet", "opg_testnet", ChainType::Live, genesis::TESTNET),
            genesis::MAINNET => ("OPG", "opg", ChainType::Live, genesis::MAINNET),
            _ => return None,
        };
        Some(BuiltIn { name, id, kind, preset })
    }

    fn describe(&self) -> Result<ChainSpec, String> {
        let patch = genesis::preset(&self.preset.into())
            .ok_or_else(|| format!("the runtime has no preset {:?}", self.preset))?;
        let patch = serde_json::from_slice(&patch).map_err(|reason| reason.to_string())?;
        Ok(ChainSpec::builder(runtime()?, Extensions::default())
            .with_name(self.name)
            .with_id(self.id)
            .with_protocol_id(self.id)
            .with_chain_type(self.kind.clone())
            .with_properties(properties())
            .with_genesis_config_patch(patch)
            .build())
    }

    /// Built by the runtime linked into this node, which saves compiling its wasm.
    fn genesis(&self) -> Result<Storage, String> {
        let mut storage = genesis::storage(&self.preset.into())?;
        storage.top.insert(well_known_keys::CODE.into(), runtime()?.into());
        Ok(storage)
    }
}

/// The runtime this node was built with.
fn runtime() -> Result<&'static [u8], String> {
    opg_runtime::WASM_BINARY.ok_or_else(|| {
        "this node was built without its runtime (SKIP_WASM_BUILD); build it again, or pass a \
         specification's file with --chain"
            .into()
    })
}

fn from_file(path: &str) -> Result<ChainSpec, String> {
    let file = PathBuf::from(path);
    if !file.is_file() {
        return Err(format!(
            "there is no chain called {path:?} and no file of that name; pass --chain with dev, \
             local, testnet, mainnet or a specification's file"
        ));
    }
    ChainSpec::from_json_file(file)
        .map_err(|reason| format!("{path} is not a chain specification: {reason}"))
}

/// How wallets show the token.
fn properties() -> Properties {
    let mut properties = Properties::new();
    properties.insert("tokenSymbol".into(), token::SYMBOL.into());
    properties.insert("tokenDecimals".into(), token::DECIMALS.into());
    properties.insert("ss58Format".into(), token::SS58_PREFIX.into());
    properties
}

/// Refuses a public chain that nobody could run, or anybody: without validators, or with a key
/// that anyone can derive.
///
/// Looks for keys in the built storage, byte by byte, so that it sees one wherever it stands: as a
/// validator's session key, as an account, in a specification that is plain or raw.
fn refuse_unfit_for_public(spec: &ChainSpec) -> Result<(), String> {
    let name = ChainSpecTrait::name(spec);
    let storage = spec
        .build_storage()
        .map_err(|reason| format!("the genesis of chain {name:?} cannot be built: {reason}"))?;
    let authorities = storage.top.get(&Authorities::<Runtime>::hashed_key()[..]);
    if authorities.is_none_or(|encoded| encoded.as_slice() == [0]) {
        return Err(format!(
            "chain {name:?} has no validators yet; add their public keys to its roster in \
             runtime/src/genesis/rosters and build again, as docs/operators.md says"
        ));
    }
    let entries = storage.top.iter().filter(|(key, _)| key.as_slice() != well_known_keys::CODE);
    for (key, value) in entries {
        if let Some(known) = well_known_key_in(key).or_else(|| well_known_key_in(value)) {
            return Err(format!(
                "chain {name:?} is public, but its genesis names the well-known key //{known}, \
                 which anyone can sign with; replace it"
            ));
        }
    }
    Ok(())
}

/// The name of a well-known key whose public half occurs in `bytes`.
fn well_known_key_in(bytes: &[u8]) -> Option<String> {
    let contains = |public: [u8; 32]| bytes.windows(32).any(|window| window == public);
    let sr25519 = Sr25519Keyring::iter().find(|key| contains(key.to_raw_public()));
    sr25519.map(|key| key.to_string()).or_else(|| {
        let ed25519 = Ed25519Keyring::iter().find(|key| contains(key.to_raw_public()));
        ed25519.map(|key| key.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use polkadot_sdk::sc_chain_spec::GenesisConfigBuilderRuntimeCaller;

    #[test]
    fn well_known_keys_should_be_found_anywhere_in_a_value() {
        let mut bytes = vec![7; 11];
        bytes.extend(Ed25519Keyring::Bob.to_raw_public());
        bytes.extend([9; 3]);
        assert_eq!(well_known_key_in(&bytes).as_deref(), Some("Bob"));
        assert_eq!(well_known_key_in(&bytes[..42]), None);
    }

    #[test]
    fn live_chain_should_be_refused_when_it_names_a_well_known_key() {
        let spec = load("local").unwrap();
        let reason = refuse_unfit_for_public(&spec).unwrap_err();
        assert!(reason.contains("well-known key //"), "{reason}");
    }

    #[test]
    fn raw_live_chain_should_be_refused_when_it_names_a_well_known_key() {
        let json = load("dev").unwrap().as_json(true).unwrap();
        let raw = ChainSpec::from_json_bytes(json.into_bytes()).unwrap();
        let reason = refuse_unfit_for_public(&raw).unwrap_err();
        assert!(reason.contains("well-known key //"), "{reason}");
    }

    #[test]
    fn built_in_chains_should_load_when_they_have_validators() {
        for id in ["dev", "local", "testnet"] {
            assert!(load(id).is_ok(), "{id}");
        }
    }

    #[test]
    fn genesis_should_be_what_the_runtime_s_wasm_builds() {
        let wasm = GenesisConfigBuilderRuntimeCaller::<()>::new(runtime().unwrap());
        let presets = wasm.preset_names().unwrap();
        assert_eq!(presets.len(), 4);
        for preset in presets {
            let mut expected = wasm.get_storage_for_named_preset(Some(&preset)).unwrap();
            expected.top.insert(well_known_keys::CODE.into(), runtime().unwrap().into());
            let built = BuiltIn::called(&preset).unwrap().genesis().unwrap();
            assert!(built.top == expected.top, "{preset}");
            assert!(built.children_default.is_empty() && expected.children_default.is_empty());
        }
    }

    #[test]
    fn public_chain_should_be_refused_when_it_has_no_validators() {
        let reason = load("mainnet").err().unwrap();
        assert!(reason.contains("has no validators"), "{reason}");
    }

    #[test]
    fn unknown_chain_should_be_refused_with_what_to_do() {
        let reason = load("nowhere").err().unwrap();
        assert!(reason.contains("local, testnet, mainnet"), "{reason}");
    }
}
