//! Who is drawn.

use super::*;
use opg_primitives::urn::PLACES;
use std::collections::BTreeSet;

#[test]
fn panel_should_be_drawn_by_randomness_from_after_the_case_was_opened() {
    run(30, || {
        let id = open();
        assert_eq!(case(id).phase, Phase::Drawing { at: 3 });
        blocks(1);
        // The block in which it was opened decides nothing: the draw asks for the one after.
        assert!(case(id).members.is_empty());
        blocks(1);
        assert_eq!(members(id).iter().collect::<BTreeSet<_>>().len(), 7);
    });
}

#[test]
fn two_cases_of_one_block_should_have_panels_of_their_own() {
    run(300, || {
        let (one, other) = (open(), open());
        blocks(2);
        assert_ne!(members(one), members(other));
    });
}

#[test]
fn parties_and_the_payer_should_never_be_drawn() {
    run(10, || {
        bond(PAYER, 1_000 * BOND);
        let parties = [FIRST, FIRST + 1, FIRST + 2];
        bond(FIRST, 1_000 * BOND);
        settle();
        for _ in 0..30 {
            let excluded = parties.to_vec().try_into().unwrap();
            let id = Panels::open(Terms { excluded, ..terms(Kind::Attestation) }).unwrap();
            let drawn: BTreeSet<_> = drawn(id).into_iter().collect();
            assert_eq!(drawn, (FIRST + 3..FIRST + 10).collect(), "the other seven");
            members(id).iter().for_each(|who| commit(id, *who, RIGHT));
            members(id).iter().for_each(|who| reveal(id, *who, RIGHT));
        }
    });
}

#[test]
fn chance_of_a_verifier_should_be_its_bond() {
    run(20, || {
        // As much as all the others.
        bond(FIRST, 19 * BOND);
        settle();
        let mut hits = 0;
        for _ in 0..200 {
            let id = Panels::open(terms(Kind::Audit)).unwrap();
            let who = drawn(id)[0];
            hits += u32::from(who == FIRST);
            commit(id, who, RIGHT);
            reveal(id, who, RIGHT);
        }
        // Half of them, give or take four standard deviations.
        assert!((72..=128).contains(&hits), "{hits} of 200");
    });
}

#[test]
fn verifier_without_free_bond_should_be_passed_over() {
    run(20, || {
        bond(FIRST, 1_000 * BOND);
        settle();
        Backing::mutate(|all| all.get_mut(&FIRST).unwrap().1 = 1_000 * BOND - TICKET + 1);
        let id = open();
        System::set_block_number(5);
        Panels::on_initialize(5);
        let drawn = members(id);
        assert_eq!(drawn.len(), 7, "others are found");
        assert!(!drawn.contains(&FIRST));
        Backing::mutate(|all| all.get_mut(&FIRST).unwrap().1 = 0);
    });
}

#[test]
fn verifier_should_not_sit_on_more_panels_than_it_may() {
    run(1, || {
        for _ in 0..25 {
            Panels::open(terms(Kind::Audit)).unwrap();
        }
        bond(FIRST, 100 * BOND);
        blocks(2);
        assert_eq!(Duties::<Test>::get(FIRST).len(), 20);
        let empty = Cases::<Test>::iter_values().filter(|case| case.members.is_empty()).count();
        assert_eq!(empty, 5, "nobody else is there");
        // They look again when those who are silent are replaced, and end without a verdict.
        blocks(100);
        assert_eq!(Cases::<Test>::iter().count(), 0);
        assert_eq!(Told::get().len(), 25);
    });
}

#[test]
fn places_that_found_nobody_should_be_filled_when_the_silent_are_replaced() {
    run(8, || {
        for who in FIRST + 4..FIRST + 8 {
            Backing::mutate(|all| all.get_mut(&who).unwrap().1 = BOND);
        }
        let id = open();
        System::set_block_number(3);
        Panels::on_initialize(3);
        assert_eq!(members(id).len(), 4);
        members(id).iter().for_each(|who| commit(id, *who, RIGHT));
        for who in FIRST + 4..FIRST + 8 {
            Backing::mutate(|all| all.get_mut(&who).unwrap().1 = 0);
        }
        blocks(20);
        assert_eq!(members(id).len(), 7);
    });
}

#[test]
fn seat_should_follow_role_and_bond() {
    run(3, || {
        let seats = || {
            let mut all: Vec<_> =
                Seats::<Test>::iter().map(|(who, seat)| (seat.place, who, seat.weight)).collect();
            all.sort();
            all
        };
        let [a, b, c] = [FIRST, FIRST + 1, FIRST + 2];
        assert_eq!(seats(), [(0, a, 1_000), (1, b, 1_000), (2, c, 1_000)]);
        bond(b, 5 * OPG + 1);
        Panels::changed(&a, Roles::of([Role::Inference]), BOND);
        settle();
        assert_eq!(seats(), [(0, c, 1_000), (1, b, 5)], "the last one moved");
        Panels::changed(&a, Roles::of([Role::Inference]), BOND);
        bond(b, OPG - 1);
        settle();
        assert_eq!(seats(), [(0, c, 1_000)], "less than counts one is nothing");
        Panels::changed(&c, Roles::NONE, 0);
        settle();
        assert_eq!((seats(), Bonds::<Test>::get().sum()), (vec![], 0));
    });
}

#[test]
fn verifier_beyond_the_last_seat_should_be_told_so() {
    run(0, || {
        for who in 0..u64::from(PLACES) {
            let place = who as u32;
            Seats::<Test>::insert(1_000 + who, Seat { place, weight: 1 });
            Seated::<Test>::insert(place, 1_000 + who);
            Targets::<Test>::insert(1_000 + who, 1);
            opg_primitives::urn::set(&lots::Lot::<Test>::new(), place, 1);
        }
        Verifiers::<Test>::put(PLACES);
        Panels::changed(&FIRST, verifier(), BOND);
        settle();
        System::assert_last_event(Event::NoSeat { verifier: FIRST }.into());
        assert_eq!(Seats::<Test>::get(FIRST), None);
        Panels::changed(&1_000, Roles::NONE, 0);
        Panels::changed(&FIRST, verifier(), BOND + OPG);
        settle();
        assert_eq!(Seats::<Test>::get(FIRST).map(|seat| seat.place), Some(PLACES - 1));
        // One that has no seat gives none up, and gets none.
        Panels::changed(&(FIRST + 1), verifier(), BOND);
        settle();
        Panels::changed(&FIRST, Roles::NONE, 0);
        Panels::changed(&(FIRST + 1), Roles::NONE, 0);
        settle();
        assert_eq!((Seats::<Test>::get(FIRST + 1), Panels::verifiers()), (None, PLACES - 1));
    });
}

#[test]
fn panel_larger_than_the_eligible_verifiers_should_be_refused() {
    run(8, || {
        Sizes::<Test>::insert(Kind::Jury, PanelSize { members: 11, ..default_size(Kind::Jury) });
        let excluded = |who: &[AccountId]| Terms {
            excluded: who.to_vec().try_into().unwrap(),
            ..terms(Kind::Attestation)
        };
        assert!(Panels::open(excluded(&[FIRST, FIRST])).is_ok(), "an account counts once");
        refused!(Panels::open(excluded(&[FIRST, FIRST + 1])), Error::<Test>::TooFewVerifiers);
        bond(PAYER, BOND);
        settle();
        assert_ok!(Panels::open(excluded(&[FIRST])));
        refused!(Panels::open(excluded(&[FIRST, FIRST + 1])), Error::<Test>::TooFewVerifiers);
        refused!(Panels::open(terms(Kind::Jury)), Error::<Test>::TooFewVerifiers);
    });
}

/// Or those whose verdict is doubted would make it undoubtable by giving up their roles.
#[test]
fn appeal_should_be_heard_however_few_are_left() {
    run(3, || {
        let id = Panels::open(terms(Kind::Appeal)).unwrap();
        assert_eq!(drawn(id).len(), 3);
        for who in members(id) {
            commit(id, who, RIGHT);
        }
        blocks(u64::from(2 * default_size(Kind::Appeal).commit));
        assert!(matches!(case(id).phase, Phase::Revealing { .. }));
        for who in members(id) {
            reveal(id, who, RIGHT);
        }
        assert_eq!(told().verdict, None);
    });
}

#[test]
fn draw_should_depend_on_all_authors_since_the_case_was_opened_and_on_no_later_one() {
    let drawn_if = |author: u64, added: u8| {
        let mut members = vec![];
        run(100, || {
            Added::set([(author, added)].into());
            members = drawn(open());
        });
        members
    };
    for author in [1, 2] {
        assert_ne!(drawn_if(author, 1), drawn_if(author, 2), "author of block {author}");
    }
    assert_eq!(drawn_if(3, 1), drawn_if(3, 2));
}

#[test]
fn every_block_should_add_to_what_decides_a_draw() {
    run(0, || {
        let mut seen = BTreeSet::new();
        for _ in 0..10 {
            blocks(1);
            assert!(seen.insert(Entropy::<Test>::get()));
        }
    });
}
