//! A case from its opening to its end.

use super::*;

#[test]
fn verdict_of_enough_should_decide_and_be_paid() {
    run(30, || {
        let before = Balances::balance(&PAYER);
        let id = open();
        assert_eq!(Balances::total_balance_on_hold(&PAYER), 7 * REWARD);
        let verdicts = [RIGHT, RIGHT, RIGHT, WRONG, RIGHT, RIGHT, WRONG];
        let members = say(id, &verdicts);
        assert_eq!(told().verdict, Some(RIGHT));
        let said: Vec<_> =
            members.iter().zip(verdicts).map(|(who, verdict)| (*who, Some(verdict))).collect();
        assert_eq!(told().said, said, "who said what");
        assert_eq!(told().paid, 5 * REWARD);
        for (who, verdict) in said {
            let pay = if verdict == Some(RIGHT) { REWARD } else { 0 };
            assert_eq!(Balances::balance(&who), RICH + pay);
            assert_eq!(bond_of(who), (BOND, 0), "nobody loses anything for what it said");
        }
        assert_eq!(Balances::total_balance_on_hold(&PAYER), 0);
        assert_eq!(Balances::balance(&PAYER), before - 5 * REWARD, "the rest is free again");
        assert_eq!(Cases::<Test>::get(id), None);
        assert_eq!(Told::get().len(), 1);
        blocks(100);
        assert_eq!(Told::get().len(), 1, "the client is told once");
        assert_eq!(Agenda::<Test>::iter().count(), 0);
    });
}

#[test]
fn verdict_that_its_client_does_not_pay_for_should_earn_nothing() {
    run(30, || {
        let before = Balances::balance(&PAYER);
        let members = say(open(), &[UNPAID; 7]);
        assert_eq!((told().verdict, told().paid), (Some(UNPAID), 0));
        assert!(members.iter().all(|who| Balances::balance(who) == RICH));
        assert_eq!(Balances::balance(&PAYER), before);
    });
}

#[test]
fn no_verdict_should_come_of_too_few_equal_ones_and_all_who_spoke_be_paid() {
    run(30, || {
        let before = Balances::balance(&PAYER);
        let members = say(open(), &[RIGHT, RIGHT, RIGHT, RIGHT, WRONG, WRONG, WRONG]);
        assert_eq!(told().verdict, None);
        assert!(members.iter().all(|who| Balances::balance(who) == RICH + REWARD));
        assert_eq!(Balances::balance(&PAYER), before - 7 * REWARD);
    });
}

#[test]
fn silent_member_should_be_replaced_once_and_lose_its_ticket() {
    run(30, || {
        let id = open();
        let first = drawn(id);
        let silent = first[6];
        for who in &first[..6] {
            commit(id, *who, RIGHT);
        }
        blocks(20);
        assert_eq!(bond_of(silent), (BOND - TICKET, 0));
        assert_eq!(Balances::balance(&TREASURY), RICH + TICKET);
        let second = members(id);
        assert_eq!((second.len(), &second[..6]), (7, &first[..6]));
        let new = second[6];
        assert!(!first.contains(&new));
        // It has as much time as the first ones had, and nobody may speak before it has committed.
        refused!(
            Panels::reveal(signed(first[0]), id, salt(id, first[0]), RIGHT),
            Error::<Test>::TooEarly
        );
        blocks(19);
        commit(id, new, RIGHT);
        for who in members(id) {
            reveal(id, who, RIGHT);
        }
        assert_eq!(told().verdict, Some(RIGHT));
        assert!(told().said.contains(&(silent, None)));
    });
}

#[test]
fn nobody_should_be_replaced_a_second_time() {
    run(30, || {
        let id = open();
        let first = drawn(id);
        for who in &first[..5] {
            commit(id, *who, RIGHT);
        }
        blocks(20);
        let new = members(id)[5..].to_vec();
        blocks(20);
        assert!(new.iter().all(|who| bond_of(*who) == (BOND - TICKET, 0)));
        assert_eq!(case(id).members.len(), 9);
        for who in &first[..5] {
            reveal(id, *who, RIGHT);
        }
        assert_eq!(told().verdict, Some(RIGHT), "five suffice");
    });
}

#[test]
fn one_who_committed_alone_should_still_be_heard() {
    run(30, || {
        let id = open();
        let who = drawn(id)[0];
        commit(id, who, RIGHT);
        blocks(40);
        assert!(matches!(case(id).phase, Phase::Revealing { .. }));
        reveal(id, who, RIGHT);
        assert_eq!((told().verdict, told().paid), (None, REWARD));
    });
}

#[test]
fn panel_that_says_nothing_at_all_should_end_without_a_verdict() {
    run(30, || {
        let before = Balances::balance(&PAYER);
        open();
        drawn(0);
        blocks(40);
        assert_eq!(told().verdict, None);
        assert_eq!(told().said.len(), 14);
        assert_eq!(Balances::balance(&PAYER), before);
        assert_eq!(Balances::balance(&TREASURY), RICH + 14 * TICKET);
        assert_eq!(Cases::<Test>::iter().count(), 0);
    });
}

#[test]
fn commit_without_reveal_should_cost_the_ticket_and_hold_up_nobody() {
    run(30, || {
        let id = open();
        let members = drawn(id);
        members.iter().for_each(|who| commit(id, *who, RIGHT));
        members[..5].iter().for_each(|who| reveal(id, *who, RIGHT));
        // Commitments might have been taken until then, though nobody was missing.
        blocks(20);
        assert_eq!(told().verdict, Some(RIGHT));
        for who in &members[5..] {
            assert_eq!(bond_of(*who), (BOND - TICKET, 0));
            assert_eq!(Balances::balance(who), RICH);
        }
    });
}

#[test]
fn members_should_answer_for_their_verdict_as_long_as_asked_for() {
    run(30, || {
        let id = open_answerable(50);
        let members = say(id, &[RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, WRONG, WRONG]);
        assert_eq!(told().verdict, Some(RIGHT));
        assert!(members[..5].iter().all(|who| bond_of(*who) == (BOND, TICKET)));
        assert!(members[5..].iter().all(|who| bond_of(*who) == (BOND, 0)));
        assert!(members.iter().all(|who| Duties::<Test>::get(who).is_empty()));
        blocks(49);
        assert!(members[..5].iter().all(|who| bond_of(*who) == (BOND, TICKET)));
        blocks(1);
        assert!(members[..5].iter().all(|who| bond_of(*who) == (BOND, 0)));
        assert_eq!(Told::get().len(), 1);
    });
}

#[test]
fn members_should_not_answer_for_a_verdict_from_which_nothing_follows() {
    run(30, || {
        let members = say(open_answerable(50), &[WRONG; 7]);
        assert_eq!(told().verdict, Some(WRONG));
        assert!(members.iter().all(|who| bond_of(*who) == (BOND, 0)));
    });
}

#[test]
fn members_should_answer_for_their_verdict_as_long_as_it_is_doubted() {
    run(30, || {
        let (id, other) = (open_answerable(50), open_answerable(50));
        let doubted = say(id, &[RIGHT; 7]);
        Doubted::set(Some(id));
        blocks(500);
        assert!(doubted.iter().all(|who| bond_of(*who).1 >= TICKET));
        assert_eq!(Cases::<Test>::get(other), None, "the others are free");
        assert!(case(id).due() > System::block_number() as u32);
        Doubted::set(None);
        blocks(20);
        assert!(doubted.iter().all(|who| bond_of(*who).1 == 0));
        assert_eq!(Cases::<Test>::get(id), None);
    });
}

#[test]
fn overturned_verdict_should_cost_those_who_gave_it_and_nobody_else() {
    run(30, || {
        let id = open_answerable(50);
        let members = say(id, &[RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, WRONG, WRONG]);
        ToTreasury::on_unbalanced(Panels::overturn(id));
        assert_eq!(Balances::balance(&TREASURY), RICH + 5 * TICKET);
        assert!(members[..5].iter().all(|who| bond_of(*who) == (BOND - TICKET, 0)));
        assert!(members[5..].iter().all(|who| bond_of(*who) == (BOND, 0)));
        ToTreasury::on_unbalanced(Panels::overturn(id));
        assert_eq!(Balances::balance(&TREASURY), RICH + 5 * TICKET, "once");
        blocks(100);
        assert_eq!(Agenda::<Test>::iter().count(), 0);
    });
}

#[test]
fn open_case_should_not_be_overturned() {
    run(30, || {
        let id = open_answerable(50);
        drawn(id);
        ToTreasury::on_unbalanced(Panels::overturn(id));
        ToTreasury::on_unbalanced(Panels::overturn(id + 1));
        assert_eq!(Balances::balance(&TREASURY), RICH);
        assert_eq!(members(id).len(), 7);
    });
}

/// A chain that lags behind its agenda takes no time away from anyone.
#[test]
fn late_agenda_should_make_no_member_late() {
    run(30, || {
        let id = open();
        let members = drawn(id);
        for who in &members {
            commit(id, *who, RIGHT);
        }
        let late = open();
        Share::set(Weight::zero());
        blocks(30);
        assert!(matches!(case(late).phase, Phase::Drawing { .. }));
        Share::set(Weight::from_parts(1_000, 0));
        blocks(1);
        let Phase::Committing { until, .. } = case(late).phase else { panic!("it is drawn") };
        assert_eq!(u64::from(until), System::block_number() + 20);
    });
}

/// A hundred in one block, as many as a block's part allows in each; none is lost.
#[test]
fn cases_that_fall_due_together_should_all_be_done_within_the_weight() {
    run(300, || {
        let ids: Vec<_> = (0..100).map(|_| open()).collect();
        Share::set(Weight::from_parts(12, 0));
        let mut drawn = 0;
        for _ in 0..60 {
            System::set_block_number(System::block_number() + 1);
            let used = Panels::on_initialize(System::block_number());
            assert!(used.all_lte(Share::get()), "{used:?}");
            let now = ids.iter().filter(|id| !case(**id).members.is_empty()).count();
            assert!(now - drawn <= 6);
            drawn = now;
            check();
            if drawn == 100 {
                return;
            }
        }
        panic!("{drawn} of a hundred were drawn");
    });
}
