use super::chain::on;
use crate::*;
use frame_support::traits::Get;
use opg_primitives::token::OPG;
use sp_core::storage::well_known_keys;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

#[test]
fn every_preset_should_build() {
    for name in crate::genesis::preset_names() {
        on(name.as_ref(), || assert!(Balances::total_issuance() <= 1_000_000_000 * OPG));
    }
}

#[test]
fn unknown_preset_should_be_absent() {
    assert_eq!(crate::genesis::preset(&"nowhere".into()), None);
}

#[test]
fn development_should_have_one_validator_and_six_funded_people() {
    use Sr25519Keyring::*;
    on("development", || {
        assert_eq!(Session::validators(), vec![Alice.to_account_id()]);
        assert_eq!(Babe::authorities().len(), 1);
        assert_eq!(Grandpa::grandpa_authorities().len(), 1);
        assert_eq!(AuthorityDiscovery::authorities().len(), 1);
        for person in [Alice, Bob, Charlie, Dave, Eve, Ferdie] {
            assert_eq!(super::chain::free(person), 1_000_000 * OPG, "{person}");
        }
    });
}

#[test]
fn local_should_have_four_validators() {
    use Sr25519Keyring::*;
    on("local", || {
        let expected = [Alice, Bob, Charlie, Dave].map(|validator| validator.to_account_id());
        assert_eq!(Session::validators(), expected);
        assert_eq!(Grandpa::grandpa_authorities().len(), 4);
    });
}

#[test]
fn testnet_should_have_enough_validators_to_survive_one_failing() {
    on("testnet", || assert!(Session::validators().len() >= 4));
}

#[test]
fn clocks_should_differ_between_chains_of_the_same_runtime() {
    let epoch = |preset| {
        let mut length = 0;
        on(preset, || length = <Runtime as pallet_babe::Config>::EpochDuration::get());
        length
    };
    assert_eq!(epoch("development"), 100);
    assert_eq!(epoch("local"), 20);
    assert_eq!(epoch("testnet"), 600);
    assert_eq!(epoch("mainnet"), 2_400);
}

#[test]
fn treasury_should_have_an_account_from_the_start() {
    for preset in crate::genesis::preset_names() {
        on(preset.as_ref(), || {
            let treasury = Balances::free_balance(Treasury::account_id());
            assert_eq!(treasury, opg_primitives::token::EXISTENTIAL_DEPOSIT);
        });
    }
}

#[test]
fn public_chains_should_name_no_well_known_key() {
    let well_known = Sr25519Keyring::iter()
        .map(|key| key.to_raw_public())
        .chain(Ed25519Keyring::iter().map(|key| key.to_raw_public()))
        .collect::<Vec<_>>();
    let names_one = |preset: &str| {
        crate::genesis::storage(&preset.into()).unwrap().top.iter().any(|(key, value)| {
            key != well_known_keys::CODE
                && key
                    .windows(32)
                    .chain(value.windows(32))
                    .any(|bytes| well_known.iter().any(|known| known == bytes))
        })
    };
    assert!(!names_one("testnet"));
    assert!(!names_one("mainnet"));
    assert!(names_one("local"), "the search finds what it looks for");
}
