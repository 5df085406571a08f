//! Who is drawn, for how long, and what becomes of those who go.

use super::*;
use std::collections::BTreeSet;

#[test]
fn seats_should_be_drawn_some_blocks_after_the_feed_was_created() {
    run(30, || {
        assert_ok!(Oracle::create_feed(root(), terms()));
        blocks(1);
        assert!(reporters(0).is_empty());
        blocks(1);
        assert_eq!(reporters(0).len(), 4, "some at a time");
        blocks(1);
        assert_eq!(reporters(0).len(), 7);
        let all: BTreeSet<_> = reporters(0).into_iter().collect();
        assert_eq!(all.len(), 7, "nobody sits twice");
        for who in all {
            assert_eq!(bond_of(who), (BOND, rules().ticket));
        }
    });
}

#[test]
fn set_should_turn_over_one_by_one() {
    run(30, || {
        let id = 0;
        assert_ok!(Oracle::create_feed(root(), terms()));
        blocks(10);
        let before = reporters(id);
        blocks(rules().rotation.into());
        let after = reporters(id);
        assert_eq!(after[..6], before[1..], "who was first made room");
        assert!(!before.contains(&after[6]));
        assert_eq!(bond_of(before[0]), (BOND, 0));
        blocks(6 * u64::from(rules().rotation));
        assert!(reporters(id).iter().all(|who| bond_of(*who).1 == rules().ticket));
    });
}

#[test]
fn set_should_stay_when_there_is_nobody_else() {
    run(7, || {
        let id = feed();
        let before = reporters(id);
        blocks(3 * u64::from(rules().rotation));
        assert_eq!(reporters(id), before);
    });
}

#[test]
fn chances_should_be_the_bonds() {
    run(0, || {
        for who in FIRST..FIRST + 40 {
            let times = if who % 2 == 0 { 3 } else { 1 };
            bond(who, times * BOND);
        }
        blocks(10);
        let mut heavy = 0;
        for nth in 0..60 {
            Stirred::set(nth);
            assert_ok!(Oracle::create_feed(root(), Terms { faulty: 1, ..terms() }));
            blocks(3);
            let id = u32::from(nth);
            heavy += reporters(id).iter().filter(|who| *who % 2 == 0).count();
            assert_ok!(Oracle::remove_feed(root(), id));
        }
        // Three of four, of 240.
        assert!((150..210).contains(&heavy), "{heavy} of 240");
    });
}

#[test]
fn reporter_whose_bond_is_locked_should_be_passed_over() {
    run(8, || {
        for who in FIRST..FIRST + 3 {
            Backing::mutate(|all| all.get_mut(&who).unwrap().0 = rules().ticket - 1);
        }
        assert_ok!(Oracle::create_feed(root(), terms()));
        blocks(100);
        assert_eq!(reporters(0).len(), 5);
        assert!(reporters(0).iter().all(|who| *who >= FIRST + 3));
    });
}

#[test]
fn reporter_that_gives_the_role_up_should_leave_its_seats() {
    run(8, || {
        let id = feed();
        let who = reporters(id)[3];
        Oracle::changed(&who, Roles::NONE, 0);
        blocks(rules().rotation.into());
        assert!(!reporters(id).contains(&who));
        assert_eq!(reporters(id).len(), 7);
        assert_eq!(bond_of(who).1, 0);
    });
}

/// Nobody moves weights to suit a draw it can foresee.
#[test]
fn changes_should_wait_as_long_as_a_draw_does() {
    run(0, || {
        bond(FIRST, BOND);
        assert_eq!(Reporters::<Test>::get(), 0);
        blocks(1);
        assert_eq!(Reporters::<Test>::get(), 0);
        blocks(1);
        assert_eq!(Places::<Test>::get(FIRST).unwrap().weight, 1_000);
        bond(FIRST, 2 * BOND);
        bond(FIRST, 3 * BOND);
        blocks(1);
        bond(FIRST, 4 * BOND);
        blocks(1);
        assert_eq!(Places::<Test>::get(FIRST).unwrap().weight, 3_000, "what was said before");
        blocks(1);
        assert_eq!(Places::<Test>::get(FIRST).unwrap().weight, 4_000);
    });
}

#[test]
fn changes_that_find_no_room_should_be_made_in_later_blocks() {
    run(0, || {
        Room::set(Weight::from_parts(3, 0));
        (0..10).for_each(|nth| bond(FIRST + nth, BOND));
        blocks(2);
        assert_eq!(Reporters::<Test>::get(), 3);
        blocks(3);
        assert_eq!(Reporters::<Test>::get(), 10);
    });
}

#[test]
fn reporter_without_a_source_should_leave_and_lose_nothing() {
    run(8, || {
        let id = feed();
        answer(id, &[100; 5]);
        let who = reporters(id)[2];
        let before = Balances::balance(&who);
        assert_ok!(Oracle::leave(signed(who), id));
        assert_eq!(Balances::balance(&who), before + REWARD, "what it had earned");
        assert_eq!(bond_of(who), (BOND, 0));
        assert_eq!(reporters(id).len(), 6);
        refused!(Oracle::leave(signed(who), id), Error::<Test>::NotAReporter);
        refused!(Oracle::come_back(signed(who), id), Error::<Test>::TooSoon);
        blocks(rules().rotation.into());
        assert_eq!(reporters(id).len(), 7);
        assert!(!reporters(id).contains(&who), "it is not drawn again");
        assert_ok!(Oracle::come_back(signed(who), id));
        refused!(Oracle::come_back(signed(who), id), Error::<Test>::NotKeptOut);
        refused!(Oracle::leave(signed(who), 9), Error::<Test>::NoSuchFeed);
    });
}

/// What those who stay have said is theirs, whoever goes.
#[test]
fn leaving_should_take_only_its_own_observation_along() {
    run(8, || {
        let id = feed();
        answer(id, &[100, 101, 102, 103]);
        let all = reporters(id);
        assert_ok!(Oracle::leave(signed(all[1]), id));
        let said = Oracle::feed(id).unwrap().said;
        assert_eq!(said, [(all[0], 100), (all[2], 102), (all[3], 103)]);
        assert_ok!(say(all[4], id, 104));
        assert_ok!(say(all[5], id, 105));
        assert_eq!(Oracle::value(id).unwrap().value, 103);
        assert_ok!(Oracle::leave(signed(all[0]), id));
        assert_eq!(say_in(all[2], id, 1, 100), Err(Error::<Test>::AlreadyReported.into()));
        assert_ok!(say_in(all[6], id, 1, 100));
        assert_eq!(say_in(all[6], id, 1, 100), Err(Error::<Test>::AlreadyReported.into()));
    });
}

#[test]
fn room_for_those_kept_out_should_be_made_by_whoever_may_come_back_first() {
    run(80, || {
        let id = feed();
        let mut gone = vec![];
        while gone.len() <= MAX_BARRED as usize {
            blocks(1);
            if let Some(who) = reporters(id).first().copied() {
                assert_ok!(Oracle::leave(signed(who), id));
                gone.push(who);
            } else {
                blocks(rules().rotation.into());
            }
        }
        let bars = Bars::<Test>::get(id);
        assert_eq!(bars.len() as u32, MAX_BARRED);
        assert!(bars.iter().all(|(who, _)| *who != gone[0]));
        assert!(events().contains(&Event::CameBack { feed: id, who: gone[0] }));
    });
}

#[test]
fn feeds_should_come_up_as_far_as_blocks_have_room() {
    run(30, || {
        for _ in 0..20 {
            assert_ok!(Oracle::create_feed(root(), terms()));
        }
        Share::set(Weight::zero());
        blocks(5);
        assert_eq!(reporters(0).len(), 0);
        // One feed weighs two, and one more finds it another place.
        Share::set(Weight::from_parts(14, 0));
        blocks(1);
        let drawn = || (0..20).filter(|id| !reporters(*id).is_empty()).count();
        assert_eq!(drawn(), 4);
        blocks(20);
        assert_eq!(drawn(), 20);
        assert!((0..20).all(|id| reporters(id).len() == 7));
    });
}

#[test]
fn agenda_that_is_full_should_refuse_feeds() {
    run(0, || {
        for _ in 0..17 * 100 {
            assert_ok!(Oracle::create_feed(root(), terms()));
        }
        refused!(Oracle::create_feed(root(), terms()), Error::<Test>::AgendaFull);
    });
}
