//! Changes of seats wait as long as a draw does.

use super::*;
use opg_primitives::random::Random;

/// Where everyone sits, and with what weight.
fn seats() -> Vec<(AccountId, Seat)> {
    let mut all: Vec<_> = Seats::<Test>::iter().collect();
    all.sort_by_key(|(_, seat)| seat.place);
    all
}

fn weight_of(who: AccountId) -> u64 {
    Seats::<Test>::get(who).map_or(0, |seat| seat.weight)
}

/// `who` gives its role up; its bond stays where it is.
fn give_up(who: AccountId) {
    Panels::changed(&who, Roles::NONE, 0);
}

/// How many changes wait.
fn waiting() -> u64 {
    let Line { first, end } = LineOfChanges::<Test>::get();
    end - first
}

/// Whom a case's draw finds if this is done so many blocks after it was opened.
fn drawn_after(random: &mut Random, wait: u64, change: impl FnOnce(&mut Random)) -> Vec<AccountId> {
    let mut drawn = vec![];
    run(40, || {
        // Cases and seats that differ from world to world.
        for _ in 0..random.below(20) {
            bond(FIRST + random.below(40), BOND * u128::from(1 + random.below(30)));
        }
        blocks(3 + random.below(5));
        let id = open();
        blocks(wait);
        change(random);
        blocks(2 - wait);
        drawn = members(id);
    });
    drawn
}

/// Whatever the makers of the blocks after a case's opening do with seats, its panel is the same.
#[test]
fn change_after_a_case_was_opened_should_not_shape_its_draw() {
    for seed in 0..60 {
        let wait = seed % 2;
        let unmoved = drawn_after(&mut Random(seed), wait, |_| {});
        assert_eq!(unmoved.len(), 7);
        let moved = drawn_after(&mut Random(seed), wait, |random| {
            for _ in 0..random.below(30) {
                let who = FIRST + random.below(40);
                match random.below(3) {
                    0 => give_up(who),
                    1 => bond(who, BOND * u128::from(1 + random.below(1_000))),
                    _ => bond(FIRST + 40 + random.below(10), 1_000 * BOND),
                }
            }
        });
        assert_eq!(moved, unmoved, "world {seed}");
    }
}

#[test]
fn change_should_shape_the_draws_after_it_took_effect() {
    run(7, || {
        bond(FIRST + 7, 1_000 * BOND);
        give_up(FIRST);
        let before = open();
        blocks(1);
        assert_eq!((weight_of(FIRST), weight_of(FIRST + 7)), (1_000, 0));
        blocks(1);
        assert_eq!((weight_of(FIRST), weight_of(FIRST + 7)), (0, 1_000_000));
        assert!(!members(before).contains(&(FIRST + 7)), "it was drawn first");
        let after = open();
        assert!(drawn(after).contains(&(FIRST + 7)));
        assert!(!members(after).contains(&FIRST));
    });
}

#[test]
fn verifiers_of_genesis_should_sit_at_once() {
    run(3, || {
        assert_eq!((Panels::verifiers(), waiting()), (3, 0));
        assert_eq!(weight_of(FIRST + 2), 1_000);
    });
}

#[test]
fn change_should_be_what_it_was_when_it_was_asked_for() {
    run(3, || {
        bond(FIRST, 2_000 * OPG);
        blocks(1);
        bond(FIRST, 3_000 * OPG);
        blocks(1);
        assert_eq!(weight_of(FIRST), 2_000, "not what it has become since");
        blocks(1);
        assert_eq!(weight_of(FIRST), 3_000);
    });
}

#[test]
fn asking_again_should_put_no_change_off() {
    run(3, || {
        give_up(FIRST);
        for block in 1..20 {
            blocks(1);
            bond(FIRST, OPG * u128::from(block));
            if block >= 3 {
                assert_eq!(weight_of(FIRST), block - 2, "what it asked for two blocks before");
            }
        }
    });
}

#[test]
fn nothing_should_wait_where_nothing_changes() {
    run(3, || {
        bond(FIRST, BOND + OPG - 1);
        Panels::changed(&NOBODY, Roles::of([Role::Inference]), BOND);
        Panels::changed(&NOBODY, verifier(), OPG - 1);
        assert_eq!(waiting(), 0);
        bond(FIRST, 2 * BOND);
        bond(FIRST, 2 * BOND);
        assert_eq!(waiting(), 1, "it was asked for before");
        bond(FIRST, BOND);
        assert_eq!(waiting(), 2, "back, in its turn");
        settle();
        assert_eq!((weight_of(FIRST), waiting()), (1_000, 0));
    });
}

#[test]
fn verifier_that_is_gone_should_be_passed_over_while_its_seat_stands() {
    run(8, || {
        bond(FIRST, 1_000 * BOND);
        settle();
        let id = open();
        blocks(1);
        Backing::mutate(|all| all.remove(&FIRST));
        give_up(FIRST);
        blocks(1);
        assert_eq!(members(id).len(), 7, "it was first, and another came next");
        assert!(!members(id).contains(&FIRST));
    });
}

/// Thousands in one block: a few in each block after it, all in their order, none lost.
#[test]
fn flood_of_changes_should_be_worked_off_in_order_and_within_the_weight() {
    run(10, || {
        Room::set(Weight::from_parts(300, 0));
        for turn in 1..=400 {
            for who in FIRST..FIRST + 10 {
                bond(who, BOND + OPG * turn);
            }
        }
        assert_eq!(waiting(), 4_000);
        blocks(1);
        assert_eq!(waiting(), 4_000, "none is due");
        for block in 1..=13 {
            blocks(1);
            assert_eq!(waiting(), 4_000 - 300 * block);
            assert_eq!(weight_of(FIRST), 1_000 + 30 * block, "no turn is left out");
        }
        // One who comes late waits for all before it.
        give_up(FIRST);
        blocks(1);
        assert_eq!((waiting(), weight_of(FIRST)), (1, 1_400));
        blocks(1);
        assert_eq!((waiting(), weight_of(FIRST)), (0, 0));
        assert_eq!(Changes::<Test>::iter().count(), 0);
    });
}

#[test]
fn block_should_spend_on_changes_what_it_says() {
    run(10, || {
        let spent = || {
            System::set_block_number(System::block_number() + 1);
            Panels::on_initialize(System::block_number()).ref_time()
        };
        let idle = spent();
        (FIRST..FIRST + 10).for_each(|who| bond(who, 2 * BOND));
        assert_eq!(spent(), idle);
        assert_eq!(spent(), idle + 10);
        assert_eq!(spent(), idle);
    });
}

/// How much room a block leaves is up to its author, who would choose which changes come before a draw.
#[test]
fn room_that_a_block_leaves_should_make_no_change() {
    run(10, || {
        Room::set(Weight::from_parts(3, 0));
        (FIRST..FIRST + 10).for_each(|who| bond(who, 2 * BOND));
        blocks(2);
        assert_eq!(waiting(), 7);
        Panels::on_idle(System::block_number(), Weight::MAX);
        assert_eq!(waiting(), 7);
    });
}

/// As an indexer does, from the seats of genesis on.
#[test]
fn events_should_tell_all_seats() {
    run(10, || {
        let mut random = Random(5);
        let mut known: BTreeMap<_, _> = seats().into_iter().collect();
        let mut awaited = vec![];
        for _ in 0..300 {
            for _ in 0..random.below(4) {
                match (FIRST + random.below(20), random.below(2)) {
                    (who, 0) => give_up(who),
                    (who, _) => bond(who, OPG * u128::from(random.below(4))),
                }
            }
            blocks(1);
            for record in System::read_events_no_consensus() {
                match record.event {
                    RuntimeEvent::Panels(Event::SeatAwaited { verifier, weight, due }) => {
                        awaited.push(Change { who: verifier, weight, due });
                    },
                    RuntimeEvent::Panels(Event::Seated { verifier, place, weight }) => {
                        known.insert(verifier, Seat { place, weight });
                    },
                    RuntimeEvent::Panels(Event::Unseated { verifier }) => {
                        known.remove(&verifier).expect("it sat");
                    },
                    _ => {},
                }
            }
            System::reset_events();
            assert_eq!(known, seats().into_iter().collect());
            awaited.retain(|change| u64::from(change.due) > System::block_number());
            let mut stored: Vec<_> = Changes::<Test>::iter().collect();
            stored.sort_by_key(|(number, _)| *number);
            let stored: Vec<_> = stored.into_iter().map(|(_, change)| change).collect();
            assert_eq!(awaited, stored);
        }
    });
}
