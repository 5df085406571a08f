//! The presets from which chain specs are made.
//!
//! | preset | for | validators | well-known keys |
//! |---|---|---|---|
//! | `development` | one node on one machine | Alice | yes |
//! | `local` | a network on one machine | Alice, Bob, Charlie, Dave | yes |
//! | `testnet` | the public test network | its roster | none |
//! | `mainnet` | the main network | its roster | none |
//!
//! All presets hold the same supply, divided as [`allocation`] says.
//!
//! A roster is a file of public keys under `rosters/`, one entry per founding validator, made on
//! that validator's own machine. `docs/operators.md` says how.

pub mod allocation;
#[cfg(feature = "std")]
mod native;

#[cfg(feature = "std")]
pub use native::storage;

use crate::*;
use alloc::{string::ToString, vec::Vec};
use opg_primitives::{
    panels::{Kind, PanelSize},
    stake::Role,
    token::{EXISTENTIAL_DEPOSIT, OPG},
};
use serde_json::{json, Value};
use sp_core::{crypto::get_public_from_string_or_panic, sr25519};
use sp_genesis_builder::PresetId;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::Perbill;

/// One node on one machine.
pub const DEVELOPMENT: &str = "development";
/// A network on one machine.
pub const LOCAL: &str = "local";
/// The public test network.
pub const TESTNET: &str = "testnet";
/// The main network.
pub const MAINNET: &str = "mainnet";

/// What each well-known account is free to spend on chains for trying things out.
const WELL_KNOWN_BALANCE: Balance = 1_000_000 * OPG;
/// What each founding validator of a public chain is free to spend: enough for the deposit of any
/// referendum, so that a young chain can be governed.
const FOUNDER_BALANCE: Balance = 150_000 * OPG;
/// What each validator of genesis has at stake besides.
const BOND: Balance = 200_000 * OPG;
/// The part of rewards that validators of genesis take before they share.
const COMMISSION: Perbill = Perbill::from_percent(5);

/// A referendum on the test network should not take longer than a weekend.
const TESTNET_VOTING: BlockNumber = 2 * opg_primitives::time::DAYS;

/// The names of all presets.
pub fn preset_names() -> Vec<PresetId> {
    [DEVELOPMENT, LOCAL, TESTNET, MAINNET].into_iter().map(PresetId::from).collect()
}

/// Reads and writes addresses with this chain's prefix while genesis is described in JSON. The SDK
/// otherwise refuses a prefix that it does not know. Blocks never see an address as text.
pub fn use_our_addresses() {
    sp_core::crypto::set_default_ss58_version(opg_primitives::token::SS58_PREFIX.into());
}

/// The preset called `id`, as the JSON patch that chain specs are made of.
pub fn preset(id: &PresetId) -> Option<Vec<u8>> {
    use_our_addresses();
    let patch = match id.as_ref() {
        DEVELOPMENT => well_known(
            &[Alice],
            json!({
                "epochSlots": 100,
                "eraSessions": 3,
                "unbondingEras": 2,
                "votingBlocks": 100,
                "challengeBlocks": 10,
            }),
        ),
        // An ordinary referendum takes two and a half minutes from submission to enactment.
        LOCAL => well_known(
            &[Alice, Bob, Charlie, Dave],
            json!({
                "epochSlots": 20,
                "eraSessions": 3,
                "unbondingEras": 2,
                "votingBlocks": 40,
                "challengeBlocks": 10,
            }),
        ),
        TESTNET => founded(
            include_str!("rosters/testnet.json"),
            json!({
                "epochSlots": 600,
                "eraSessions": 6,
                "unbondingEras": 14,
                "votingBlocks": TESTNET_VOTING,
            }),
        ),
        MAINNET => founded(include_str!("rosters/mainnet.json"), json!({})),
        _ => return None,
    };
    Some(patch.to_string().into_bytes())
}

/// A chain whose validators' and users' keys anyone can derive.
fn well_known(validators: &[Sr25519Keyring], clocks: Value) -> Value {
    let people = [Alice, Bob, Charlie, Dave, Eve, Ferdie];
    let balances = people.iter().map(|who| (who.to_account_id(), WELL_KNOWN_BALANCE)).collect();
    let keys = validators.iter().map(well_known_keys).collect();
    // One verifier vouches for a model, and one decides whether it was right, in half a minute each.
    let alone = PanelSize { members: 1, threshold: 1, commit: 10, reveal: 10 };
    genesis(balances, keys, clocks, Kind::ALL.map(|kind| (kind, alone)).to_vec())
}

/// A chain whose validators made their keys themselves and sent in the public halves.
fn founded(roster: &str, clocks: Value) -> Value {
    let roster: Vec<Founder> = serde_json::from_str(roster)
        .expect("rosters are part of this source and a test reads them");
    let balances = roster.iter().map(|who| (who.account.clone(), FOUNDER_BALANCE)).collect();
    let keys = roster.into_iter().map(|who| (who.account, who.keys)).collect();
    genesis(balances, keys, clocks, Vec::new())
}

/// A founding validator, as its roster entry states it.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Founder {
    account: AccountId,
    keys: SessionKeys,
}

/// The session keys a node started with `--alice` and so on holds.
fn well_known_keys(validator: &Sr25519Keyring) -> (AccountId, SessionKeys) {
    let seed = validator.to_string();
    let keys = SessionKeys {
        grandpa: get_public_from_string_or_panic::<sp_consensus_grandpa::AuthorityId>(&seed),
        babe: get_public_from_string_or_panic::<sp_consensus_babe::AuthorityId>(&seed),
        authority_discovery: get_public_from_string_or_panic::<sp_authority_discovery::AuthorityId>(
            &seed,
        ),
    };
    (get_public_from_string_or_panic::<sr25519::Public>(&seed).into(), keys)
}

/// The patch itself: everything the presets have in common.
fn genesis(
    free: Vec<(AccountId, Balance)>,
    validators: Vec<(AccountId, SessionKeys)>,
    clocks: Value,
    panels: Vec<(Kind, PanelSize)>,
) -> Value {
    let mut balances = free;
    for (who, balance) in &mut balances {
        if validators.iter().any(|(validator, _)| validator == who) {
            // Its bond, and what the account of its delegators' pool begins with.
            *balance = balance.saturating_add(BOND).saturating_add(EXISTENTIAL_DEPOSIT);
        }
    }
    // The treasury's genesis would otherwise make this out of nothing.
    balances.push((Treasury::account_id(), EXISTENTIAL_DEPOSIT));
    let given = balances.iter().fold(0, |sum: Balance, (_, each)| sum.saturating_add(*each));
    let operators: Vec<_> =
        validators.iter().map(|(who, _)| (who, [Role::Validator], BOND, COMMISSION)).collect();
    let keys: Vec<_> = validators.iter().map(|(who, keys)| (who, who, keys)).collect();
    json!({
        "clocks": clocks,
        "babe": { "epochConfig": BABE_GENESIS_EPOCH_CONFIG },
        "balances": { "balances": balances },
        "release": { "pots": allocation::pots(given) },
        "stake": { "operators": operators },
        "session": { "keys": keys },
        "panels": { "sizes": panels },
    })
}
