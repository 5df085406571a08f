//! What must not be taken, each with its reason, and nothing changed.

use super::*;

/// A case of seven in which commitments are taken.
fn committing(test: impl FnOnce(CaseId, Vec<AccountId>)) {
    run(30, || {
        let id = open();
        let members = drawn(id);
        test(id, members);
    });
}

/// The same when all have committed to what is right.
fn revealing(test: impl FnOnce(CaseId, Vec<AccountId>)) {
    committing(|id, members| {
        members.iter().for_each(|who| commit(id, *who, RIGHT));
        test(id, members);
    });
}

fn some_commitment() -> Hash {
    Hash::repeat_byte(1)
}

fn stranger(members: &[AccountId]) -> AccountId {
    (FIRST..FIRST + 30).find(|who| !members.contains(who)).unwrap()
}

#[test]
fn case_that_does_not_exist() {
    run(30, || {
        refused!(Panels::commit(signed(FIRST), 0, some_commitment()), Error::<Test>::NoSuchCase);
        refused!(Panels::reveal(signed(FIRST), 0, [0; 32], RIGHT), Error::<Test>::NoSuchCase);
    });
}

#[test]
fn commitment_before_the_panel_is_drawn() {
    run(30, || {
        let id = open();
        refused!(Panels::commit(signed(FIRST), id, some_commitment()), Error::<Test>::NotAMember);
        blocks(1);
        refused!(Panels::commit(signed(FIRST), id, some_commitment()), Error::<Test>::NotAMember);
    });
}

#[test]
fn commitment_of_a_stranger() {
    committing(|id, members| {
        let call = || Panels::commit(signed(stranger(&members)), id, some_commitment());
        refused!(call(), Error::<Test>::NotAMember);
    });
}

#[test]
fn commitment_of_an_excluded_party() {
    run(30, || {
        let excluded = vec![FIRST].try_into().unwrap();
        let id = Panels::open(Terms { excluded, ..terms(Kind::Attestation) }).unwrap();
        blocks(2);
        refused!(Panels::commit(signed(FIRST), id, some_commitment()), Error::<Test>::NotAMember);
        refused!(Panels::commit(signed(PAYER), id, some_commitment()), Error::<Test>::NotAMember);
    });
}

#[test]
fn second_commitment() {
    committing(|id, members| {
        commit(id, members[0], WRONG);
        let hash = commitment(id, &members[0], &[9; 32], &RIGHT);
        let call = || Panels::commit(signed(members[0]), id, hash);
        refused!(call(), Error::<Test>::AlreadyCommitted);
        blocks(19);
        refused!(call(), Error::<Test>::AlreadyCommitted);
    });
}

/// With its owner in it, a commitment is of no use to anyone else.
#[test]
fn commitment_that_repeats_another_members() {
    committing(|id, members| {
        let theirs = commitment(id, &members[0], &salt(id, members[0]), &RIGHT);
        assert_ok!(Panels::commit(signed(members[1]), id, theirs));
        assert_ok!(Panels::commit(signed(members[0]), id, theirs));
        members[2..].iter().for_each(|who| commit(id, *who, RIGHT));
        reveal(id, members[0], RIGHT);
        let call = || Panels::reveal(signed(members[1]), id, salt(id, members[0]), RIGHT);
        refused!(call(), Error::<Test>::NotWhatWasCommitted);
    });
}

#[test]
fn late_commitment() {
    committing(|id, members| {
        Share::set(Weight::zero());
        blocks(20);
        refused!(Panels::commit(signed(members[0]), id, some_commitment()), Error::<Test>::TooLate);
    });
}

#[test]
fn commitment_of_one_who_was_replaced() {
    committing(|id, members| {
        commit(id, members[0], RIGHT);
        blocks(20);
        refused!(Panels::commit(signed(members[1]), id, some_commitment()), Error::<Test>::TooLate);
    });
}

#[test]
fn reveal_without_commit() {
    committing(|id, members| {
        commit(id, members[0], RIGHT);
        refused!(
            Panels::reveal(signed(members[1]), id, [0; 32], RIGHT),
            Error::<Test>::NotCommitted
        );
    });
}

#[test]
fn reveal_before_all_have_committed() {
    committing(|id, members| {
        commit(id, members[0], RIGHT);
        let call = || Panels::reveal(signed(members[0]), id, salt(id, members[0]), RIGHT);
        refused!(call(), Error::<Test>::TooEarly);
    });
}

#[test]
fn reveal_of_a_stranger() {
    revealing(|id, members| {
        let call = || Panels::reveal(signed(stranger(&members)), id, [0; 32], RIGHT);
        refused!(call(), Error::<Test>::NotAMember);
    });
}

#[test]
fn second_reveal() {
    revealing(|id, members| {
        reveal(id, members[0], RIGHT);
        let call = || Panels::reveal(signed(members[0]), id, salt(id, members[0]), RIGHT);
        refused!(call(), Error::<Test>::AlreadyRevealed);
    });
}

#[test]
fn reveal_of_something_else() {
    revealing(|id, members| {
        let reveal = |salt, verdict| Panels::reveal(signed(members[0]), id, salt, verdict);
        refused!(reveal(salt(id, members[0]), WRONG), Error::<Test>::NotWhatWasCommitted);
        refused!(reveal([0; 32], RIGHT), Error::<Test>::NotWhatWasCommitted);
        refused!(reveal(salt(id, members[1]), RIGHT), Error::<Test>::NotWhatWasCommitted);
    });
}

#[test]
fn late_reveal() {
    revealing(|id, members| {
        blocks(10);
        let call = || Panels::reveal(signed(members[0]), id, salt(id, members[0]), RIGHT);
        refused!(call(), Error::<Test>::TooLate);
    });
}

#[test]
fn reveal_after_the_count() {
    run(30, || {
        let id = open_answerable(50);
        let members = say(id, &[RIGHT; 7]);
        let call = || Panels::reveal(signed(members[0]), id, salt(id, members[0]), RIGHT);
        refused!(call(), Error::<Test>::AlreadyRevealed);
        let call = || Panels::commit(signed(members[0]), id, some_commitment());
        refused!(call(), Error::<Test>::AlreadyCommitted);
    });
}

#[test]
fn verdict_that_the_client_does_not_know() {
    committing(|id, members| {
        members.iter().for_each(|who| commit(id, *who, NONSENSE));
        let call = || Panels::reveal(signed(members[0]), id, salt(id, members[0]), NONSENSE);
        refused!(call(), Error::<Test>::BadVerdict);
    });
}

#[test]
fn salt_that_was_revealed_before() {
    run(1, || {
        let used = [5; 32];
        let (one, other) =
            (Panels::open(terms(Kind::Audit)).unwrap(), Panels::open(terms(Kind::Audit)).unwrap());
        blocks(2);
        for id in [one, other] {
            let hash = commitment(id, &FIRST, &used, &RIGHT);
            assert_ok!(Panels::commit(signed(FIRST), id, hash));
        }
        assert_ok!(Panels::reveal(signed(FIRST), one, used, RIGHT));
        refused!(Panels::reveal(signed(FIRST), other, used, RIGHT), Error::<Test>::SaltReused);
    });
}

#[test]
fn salts_remembered_should_be_the_last_ones() {
    run(1, || {
        for _ in 0..REMEMBERED_SALTS + 4 {
            let id = Panels::open(terms(Kind::Audit)).unwrap();
            blocks(2);
            commit(id, FIRST, RIGHT);
            reveal(id, FIRST, RIGHT);
        }
        let known = Salts::<Test>::get(FIRST);
        assert_eq!(known.len() as u32, REMEMBERED_SALTS);
        assert_eq!(known.first(), Some(&salt(4, FIRST)), "the oldest are forgotten");
        assert_eq!(known.last(), Some(&salt(u64::from(REMEMBERED_SALTS) + 3, FIRST)));
    });
}

/// As long as one may still have something to reveal, they are needed.
#[test]
fn salts_should_be_forgotten_with_the_seat() {
    run(1, || {
        let sit = || {
            let id = Panels::open(terms(Kind::Audit)).unwrap();
            blocks(2);
            id
        };
        let speak = |id| {
            commit(id, FIRST, RIGHT);
            reveal(id, FIRST, RIGHT);
        };
        speak(sit());
        let other = sit();
        Panels::changed(&FIRST, Roles::NONE, 0);
        settle();
        assert!(Salts::<Test>::contains_key(FIRST), "it sits on a panel");
        speak(other);
        Panels::changed(&FIRST, verifier(), BOND);
        settle();
        Panels::changed(&FIRST, Roles::NONE, 0);
        settle();
        assert!(!Salts::<Test>::contains_key(FIRST));
    });
}

#[test]
fn payer_without_free_money() {
    run(30, || {
        let open = || Panels::open(Terms { payer: NOBODY, ..terms(Kind::Attestation) });
        // An account must live on, and what is held for one panel pays for no other.
        Balances::set_balance(&NOBODY, 7 * REWARD);
        refused!(open(), Error::<Test>::NotEnoughFree);
        Balances::set_balance(&NOBODY, 7 * REWARD + OPG);
        assert_ok!(open());
        Balances::set_balance(&NOBODY, 7 * REWARD);
        refused!(open(), Error::<Test>::NotEnoughFree);
        Balances::set_balance(&NOBODY, 7 * REWARD + OPG);
        assert_ok!(open());
    });
}

#[test]
fn payer_whose_money_is_frozen() {
    use polkadot_sdk::frame_support::traits::{LockableCurrency, WithdrawReasons};
    run(30, || {
        Balances::set_lock(*b"frozen  ", &NOBODY, RICH, WithdrawReasons::all());
        let open = || Panels::open(Terms { payer: NOBODY, ..terms(Kind::Attestation) });
        refused!(open(), Error::<Test>::NotEnoughFree);
    });
}

#[test]
fn more_than_the_agenda_takes() {
    run(30, || {
        for _ in 0..17 * 100 {
            open();
        }
        refused!(Panels::open(terms(Kind::Attestation)), Error::<Test>::AgendaFull);
    });
}

#[test]
fn size_at_genesis_that_cannot_decide() {
    let sane = |members, threshold, commit, reveal| {
        PanelSize { members, threshold, commit, reveal }.is_sane(MAX_MEMBERS)
    };
    assert!(sane(7, 4, 1, 1) && sane(1, 1, 1, 1) && sane(21, 21, 1, 1));
    assert!(!sane(7, 3, 1, 1), "two verdicts could both decide");
    assert!(!sane(7, 8, 1, 1) && !sane(0, 0, 1, 1) && !sane(22, 15, 1, 1));
    assert!(!sane(7, 4, 0, 1) && !sane(7, 4, 1, 0));
}
