use super::*;

#[test]
fn pot_should_show_its_state_and_what_comes_next() {
    with_pot(a_pot(50)).build_and_execute(|| {
        let shown = |block, due, next| {
            at(block);
            let state = PotState { account: Release::account(1), due, next, pot: stored(1) };
            assert_eq!(Release::pot(1), Some(state), "at block {block}");
        };
        shown(0, 0, Some(12));
        shown(12, 1, Some(14));
        shown(40, 15, Some(42));
        assert_ok!(release(1));
        shown(40, 0, Some(42));
        shown(88, 24, Some(90));
        // From here on the existential deposit is kept back until the end.
        shown(95, 25, Some(110));
        shown(110, 35, None);
        assert_ok!(release(1));
        shown(110, 0, None);
    });
}

#[test]
fn pot_should_be_none_when_there_is_none() {
    with_pot(a_pot(50)).build_and_execute(|| assert_eq!(Release::pot(2), None));
}

#[test]
fn next_should_be_when_a_refused_release_succeeds() {
    with_pot(a_pot(50)).build_and_execute(|| {
        donate(&ALICE, ED);
        let mut block = 0;
        while let Some(next) = Release::pot(1).unwrap().next {
            for early in block..next {
                at(early);
                assert_eq!(Release::collect(1), 0, "at block {early}");
            }
            at(next);
            assert!(Release::collect(1) > 0, "at block {next}");
            block = next;
        }
        assert_eq!(stored(1).released, 50);
    });
}

#[test]
fn pots_of_should_list_the_pots_that_release_to_an_account() {
    let second = GenesisPot { id: 7, ..alices_pot(100) };
    let bobs = GenesisPot { id: 3, destination: Destination::Account(BOB), ..a_pot(100) };
    let chained = GenesisPot { id: 5, destination: Destination::Pot(1), ..a_pot(100) };
    with_pot(second).pot(a_pot(100)).pot(bobs).pot(chained).build_and_execute(|| {
        assert_eq!(Release::pots_of(ALICE), [1, 7]);
        assert_eq!(Release::pots_of(BOB), [3]);
        assert!(Release::pots_of(ANYONE).is_empty());
    });
}
