use super::*;
use opg_primitives::token::OPG;

/// The pots of a chain spec.
fn parse(pots: &str) -> serde_json::Result<GenesisConfig<Test>> {
    serde_json::from_str(&format!(r#"{{ "pots": [{pots}] }}"#))
}

#[test]
fn genesis_should_mint_the_money_and_deactivate_it() {
    let other = GenesisPot { id: 2, destination: Destination::Pot(1), ..a_pot(400_000_000 * OPG) };
    with_pot(a_pot(1_000)).pot(other).build_and_execute(|| {
        let minted = 1_000 + 400_000_000 * OPG;
        assert_eq!(Balances::total_issuance(), GIFTS + minted);
        assert_eq!(Balances::inactive_issuance(), minted);
        assert_eq!((held(1), held(2)), (1_000, 400_000_000 * OPG));
        assert_eq!(stored(1), a_pot(1_000).full());
    });
}

#[test]
fn genesis_should_let_a_pot_release_to_one_that_comes_after_it() {
    let first = GenesisPot { destination: Destination::Pot(2), ..a_pot(1_000) };
    let second = GenesisPot { id: 2, ..a_pot(1_000) };
    with_pot(first).pot(second).build_and_execute(|| {
        assert_eq!(stored(1).destination, Destination::Pot(2));
    });
}

#[test]
fn pots_should_have_accounts_of_their_own() {
    let mut accounts: Vec<_> = (0..=PotId::MAX).map(Release::account).collect();
    accounts.sort();
    accounts.dedup();
    assert_eq!(accounts.len(), 65_536);
}

#[test]
fn genesis_should_be_read_from_json() {
    let alice = serde_json::to_string(&ALICE).unwrap();
    let pots = format!(
        r#"{{
            "id": 1, "total": 400000000000000000001, "start": 10, "duration": 100,
            "destination": {{ "account": {alice} }}, "controller": "beneficiary"
        }}, {{
            "id": 2, "total": 1000, "start": 10, "duration": 100,
            "destination": {{ "pot": 1 }}, "controller": "root"
        }}"#
    );
    let second = GenesisPot { id: 2, destination: Destination::Pot(1), ..a_pot(1_000) };
    assert_eq!(parse(&pots).unwrap().pots, [alices_pot(400_000_000_000_000_000_001), second]);
}

#[test]
fn genesis_should_survive_json_as_presets_write_it() {
    let pots = vec![alices_pot(400_000_000_000_000_000_001), a_pot(1_000)];
    let json = serde_json::to_value(GenesisConfig::<Test> { pots: pots.clone() }).unwrap();
    assert_eq!(serde_json::from_value::<GenesisConfig<Test>>(json.clone()).unwrap().pots, pots);
    let text = json.to_string();
    assert_eq!(serde_json::from_str::<GenesisConfig<Test>>(&text).unwrap().pots, pots);
}

#[test]
fn genesis_should_refuse_fields_it_does_not_know() {
    let error = parse(
        r#"{
            "id": 1, "total": 1000, "start": 0, "duration": 1, "cliff": 5,
            "destination": { "pot": 2 }, "controller": "root"
        }"#,
    )
    .err()
    .unwrap();
    assert!(error.to_string().contains("unknown field `cliff`"), "{error}");
}

#[test]
#[should_panic(expected = "release.pots: two pots have the id 1")]
fn genesis_should_refuse_an_id_twice() {
    with_pot(a_pot(1_000)).pot(a_pot(2_000)).build();
}

#[test]
#[should_panic(expected = "release.pots: pot 1 lasts 0 blocks")]
fn genesis_should_refuse_a_pot_without_duration() {
    with_pot(GenesisPot { duration: 0, ..a_pot(1_000) }).build();
}

#[test]
#[should_panic(expected = "release.pots: pot 1 ends after the last block")]
fn genesis_should_refuse_a_pot_without_an_end() {
    with_pot(GenesisPot { duration: u32::MAX, ..a_pot(1_000) }).build();
}

#[test]
#[should_panic(expected = "release.pots: pot 1 holds 0; an account holds 10 or more")]
fn genesis_should_refuse_an_empty_pot() {
    with_pot(a_pot(0)).build();
}

#[test]
#[should_panic(expected = "release.pots: pot 1 holds 9; an account holds 10 or more")]
fn genesis_should_refuse_a_pot_under_the_existential_deposit() {
    with_pot(a_pot(ED - 1)).build();
}

#[test]
#[should_panic(expected = "release.pots: pot 1 cannot release to Pot(1): PointsAtItself")]
fn genesis_should_refuse_a_pot_that_releases_to_itself() {
    with_pot(GenesisPot { destination: Destination::Pot(1), ..a_pot(1_000) }).build();
}

#[test]
#[should_panic(expected = "release.pots: pot 1 cannot release to Pot(2): UnknownPot")]
fn genesis_should_refuse_an_unknown_target() {
    with_pot(GenesisPot { destination: Destination::Pot(2), ..a_pot(1_000) }).build();
}

#[test]
#[should_panic(expected = "AccountOfPot")]
fn genesis_should_refuse_the_account_of_a_pot_as_destination() {
    let destination = Destination::Account(Release::account(2));
    with_pot(GenesisPot { destination, ..a_pot(1_000) }).build();
}

#[test]
#[should_panic(expected = "release.pots: pot 1 cannot release to Pot(2): NeedsAccount")]
fn genesis_should_refuse_a_persons_pot_that_releases_to_a_pot() {
    let persons = GenesisPot { destination: Destination::Pot(2), ..alices_pot(1_000) };
    with_pot(persons).pot(GenesisPot { id: 2, ..a_pot(1_000) }).build();
}

#[test]
#[should_panic(expected = "release.pots has 9 pots; there may be 8")]
fn genesis_should_refuse_too_many_pots() {
    let pots = (1..=9).map(|id| GenesisPot { id, ..a_pot(1_000) });
    pots.fold(ExtBuilder::default(), ExtBuilder::pot).build();
}

#[test]
#[should_panic(expected = "must fit 128 bits")]
fn genesis_should_refuse_more_money_than_can_be_counted() {
    with_pot(a_pot(Balance::MAX)).build();
}
