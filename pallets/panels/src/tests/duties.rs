//! What a verifier sees that it has to do.

use super::*;
use crate::{case::Fault, views::Task};

fn tasks(who: AccountId) -> Vec<(CaseId, Task, u32)> {
    Panels::duties(who).into_iter().map(|duty| (duty.case, duty.task, duty.until)).collect()
}

#[test]
fn verifier_should_see_what_to_do_and_until_when() {
    run(30, || {
        let id = open();
        assert!((FIRST..FIRST + 30).all(|who| tasks(who).is_empty()));
        let members = drawn(id);
        let who = members[0];
        assert_eq!(tasks(who), [(id, Task::Commit, 23)]);
        let duty = Panels::duties(who).remove(0);
        assert_eq!((duty.kind, duty.subject), (Kind::Attestation, SUBJECT));
        assert_eq!((duty.ticket, duty.commitment), (TICKET, None));
        commit(id, who, RIGHT);
        let hash = commitment(id, &who, &salt(id, who), &RIGHT);
        assert_eq!(tasks(who), [(id, Task::Wait, 23)]);
        assert_eq!(Panels::duties(who)[0].commitment, Some(hash));
        members[1..].iter().for_each(|who| commit(id, *who, RIGHT));
        assert_eq!(tasks(who), [(id, Task::Reveal, 13)]);
        reveal(id, who, RIGHT);
        assert_eq!(tasks(who), []);
    });
}

#[test]
fn what_may_be_said_should_be_known_before_and_until_when() {
    run(30, || {
        let id = open();
        let members = drawn(id);
        let who = members[0];
        let hash = commitment(id, &who, &salt(id, who), &RIGHT);
        let root = || polkadot_sdk::sp_io::storage::root(Default::default());
        let before = root();
        assert_eq!(Panels::may_commit(id, &who, hash), Ok(23));
        assert_eq!(Panels::may_commit(id, &NOBODY, hash), Err(Fault::NotAMember));
        assert_eq!(root(), before, "asking changes nothing");
        members.iter().for_each(|who| commit(id, *who, RIGHT));
        let may_reveal = |salt| Panels::may_reveal(id, &who, &salt, RIGHT);
        let before = root();
        assert_eq!(may_reveal(salt(id, who)), Ok(13));
        assert_eq!(may_reveal([0; 32]), Err(Fault::Different));
        assert_eq!(root(), before, "asking changes nothing");
    });
}

#[test]
fn words_that_are_taken_should_cost_nothing_and_others_should() {
    use polkadot_sdk::frame_support::dispatch::Pays;
    run(30, || {
        let id = open();
        let who = drawn(id)[0];
        let hash = commitment(id, &who, &salt(id, who), &RIGHT);
        let taken = Panels::commit(signed(who), id, hash).unwrap();
        assert_eq!(taken.pays_fee, Pays::No);
        let again = Panels::commit(signed(who), id, hash).unwrap_err();
        assert_eq!(again.post_info.pays_fee, Pays::Yes);
    });
}

#[test]
fn case_should_be_seen_with_all_that_its_members_did() {
    run(30, || {
        let id = open();
        let members = drawn(id);
        commit(id, members[3], RIGHT);
        let view = Panels::case(id).unwrap();
        assert_eq!(view.members.len(), 7);
        assert_eq!(view.members[3].account, members[3]);
        assert!(matches!(view.members[3].standing, Standing::Committed(_)));
        assert_eq!(view.members[2].standing, Standing::Drawn);
        assert_eq!((view.payer, view.reward, view.panel), (PAYER, REWARD, case(id).panel));
        assert_eq!(Panels::case(id + 1), None);
        assert_eq!(Panels::panel_size(Kind::Jury), default_size(Kind::Jury));
    });
}
