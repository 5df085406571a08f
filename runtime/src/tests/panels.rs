//! Panels over real bonds and measured weights, and models that they vouch for.

use super::chain::{block_by, blocks, blocks_to, on};
use crate::{configs::models::LateRandomness, *};
use frame_support::{
    assert_ok,
    traits::{
        fungible::{Inspect, InspectHold},
        Randomness,
    },
    weights::Weight,
};
use opg_primitives::{
    models::{Claim, Class, Dim, Dtype, Interface, Tensor},
    panels::{commitment, CaseId, Kind, PanelSize, Panels as _, Salt, Subject, Terms, Verdict},
    stake::{Role, Roles},
    token::OPG,
};
use pallet_opg_panels::{default_size, Cases, Member, NextCase, Seats, Sizes, Standing};
use pallet_opg_stake::Operators;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};

pub fn verifier(who: &AccountId, bond: Balance) {
    let (roles, origin) = (Roles::of([Role::Verifier]), RuntimeOrigin::signed(who.clone()));
    assert_ok!(Stake::register(origin, roles, bond, Default::default(), Default::default()));
}

/// So many verifiers, whose bonds were Alice's.
fn verifiers(count: u8, bond: Balance) {
    for index in 0..count {
        let who = AccountId::from([index; 32]);
        let dest = who.clone().into();
        let origin = RuntimeOrigin::signed(Alice.to_account_id());
        assert_ok!(Balances::transfer_keep_alive(origin, dest, bond + OPG));
        verifier(&who, bond);
    }
}

pub fn open(payer: Sr25519Keyring, kind: Kind) -> CaseId {
    Panels::open(Terms {
        kind,
        subject: Subject::Model(Hash::repeat_byte(1)),
        excluded: Default::default(),
        payer: payer.to_account_id(),
        stakes: Panels::usual(),
        answerable: 0,
    })
    .expect("there are enough verifiers")
}

/// Locked of all bonds, and what the tickets of cases stand for.
fn locked() -> (Balance, Balance) {
    let bonds = Operators::<Runtime>::iter_values().map(|operator| operator.locked).sum();
    let cases = Cases::<Runtime>::iter_values();
    let members = cases.flat_map(|case| case.members.into_iter());
    (bonds, members.filter_map(|member| member.ticket).map(|ticket| ticket.amount).sum())
}

/// A thousand cases of seven, opened in one block, whose members are all silent: everything that is to be
/// done about them falls due together, three times.
#[test]
fn thousand_cases_due_in_one_block_should_all_end_and_no_block_be_too_heavy() {
    on("development", || {
        blocks_to(1);
        Sizes::<Runtime>::insert(Kind::Attestation, default_size(Kind::Attestation));
        verifiers(240, 4_000 * OPG);
        blocks(8);
        let slashed = Balances::free_balance(Treasury::account_id());
        for _ in 0..1_000 {
            open(Bob, Kind::Attestation);
        }
        let most = configs::system::RuntimeBlockWeights::get().max_block;
        let size = default_size(Kind::Attestation);
        let (mut heaviest, mut busy, mut tickets) = (Weight::zero(), 0, 0);
        for _ in 0..2 * size.commit + 100 {
            block_by(0, Vec::new());
            let used = System::block_weight().total();
            // A session's first block is full by the session pallet's own account.
            let turns = System::read_events_no_consensus()
                .any(|record| matches!(record.event, RuntimeEvent::Session(_)));
            if !turns {
                assert!(used.all_lte(most), "{used:?} of {most:?}");
                heaviest = heaviest.max(used);
                busy += u32::from(used.ref_time() > most.ref_time() / 4);
            }
            let (bonds, cases) = locked();
            assert_eq!(bonds, cases, "what is locked is what tickets stand for");
            tickets = tickets.max(bonds);
        }
        assert_eq!(tickets, 7_000 * 50 * OPG, "all seats of a thousand panels were taken");
        assert_eq!(NextCase::<Runtime>::get(), 1_000);
        assert_eq!(Cases::<Runtime>::iter().count(), 0, "none is left");
        assert_eq!(pallet_opg_panels::Agenda::<Runtime>::iter().count(), 0);
        assert_eq!(Balances::total_balance_on_hold(&Bob.to_account_id()), 0, "nobody was paid");
        let silent = (Balances::free_balance(Treasury::account_id()) - slashed) / (50 * OPG);
        assert!((13_000..=14_000).contains(&silent), "{silent} tickets of the silent");
        println!("heaviest block {heaviest:?}, {busy} blocks with more than a quarter of {most:?}");
    });
}

#[test]
fn seats_should_be_the_bonds_of_all_verifiers() {
    on("development", || {
        blocks_to(1);
        verifiers(20, 2_000 * OPG);
        let who = AccountId::from([7; 32]);
        let origin = || RuntimeOrigin::signed(who.clone());
        assert_ok!(Stake::unbond(origin(), 500 * OPG));
        assert_ok!(Stake::set_roles(RuntimeOrigin::signed([3; 32].into()), Roles::NONE));
        blocks(8);
        let weights = |who: &AccountId| Seats::<Runtime>::get(who).map(|seat| seat.weight);
        assert_eq!(weights(&who), Some(1_500_000));
        assert_eq!(weights(&[3; 32].into()), None);
        // Below what the role asks for.
        assert_ok!(Stake::unbond(origin(), 501 * OPG));
        blocks(7);
        assert_eq!(weights(&who), Some(1_500_000), "no sooner than the draw of a case");
        blocks(1);
        assert_eq!(weights(&who), None);
        let expected = Operators::<Runtime>::iter()
            .filter(|(_, operator)| operator.roles.has(Role::Verifier))
            .map(|(who, operator)| (who, (operator.bond / (OPG / 1_000)) as u64));
        let seats = Seats::<Runtime>::iter().map(|(who, seat)| (who, seat.weight));
        assert_eq!(
            expected.collect::<std::collections::BTreeMap<_, _>>(),
            seats.collect::<std::collections::BTreeMap<_, _>>()
        );
    });
}

/// Whoever made a block knows what it drew from its key; nobody knows what the next one will.
#[test]
fn late_randomness_should_be_that_of_the_block_before() {
    on("development", || {
        blocks_to(3);
        pallet_babe::AuthorVrfRandomness::<Runtime>::put(Some([1; 32]));
        let (one, known) = LateRandomness::random(b"a");
        assert_eq!(known, 2);
        assert_ne!(one, LateRandomness::random(b"b").0);
        pallet_babe::AuthorVrfRandomness::<Runtime>::put(Some([2; 32]));
        assert_ne!(one, LateRandomness::random(b"a").0);
    });
}

const MODEL: Hash = Hash::repeat_byte(42);
const SIZE: u64 = 1_000;

fn claim() -> Claim {
    let tensor = |name: &[u8], dtype| Tensor {
        name: name.to_vec().try_into().unwrap(),
        dtype,
        shape: vec![Dim::Free, Dim::Fixed(10)].try_into().unwrap(),
    };
    Claim {
        class: Class::Exact,
        interface: Interface {
            inputs: vec![tensor(b"x", Dtype::U8)].try_into().unwrap(),
            outputs: vec![tensor(b"y", Dtype::U8)].try_into().unwrap(),
        },
        key: None,
    }
}

/// Alice's model, registered. Everyone else but Ferdie is a verifier.
fn registered() {
    let salt: Salt = [5; 32];
    let owner = RuntimeOrigin::signed(Alice.to_account_id());
    let hash = Models::commitment(&Alice.to_account_id(), &MODEL, &salt);
    blocks_to(1);
    assert_ok!(Models::commit(owner.clone(), hash));
    blocks(10);
    let royalty = sp_runtime::Permill::from_percent(5);
    assert_ok!(Models::register(owner, MODEL, SIZE, Box::new(claim()), royalty, salt));
    for who in [Bob, Charlie, Dave, Eve] {
        verifier(&who.to_account_id(), 2_000 * OPG);
    }
    blocks(8);
    let alone = PanelSize { members: 1, threshold: 1, commit: 10, reveal: 10 };
    assert_eq!(Panels::size(Kind::Appeal), alone);
}

/// The one member of a panel that is now called, which gives this verdict.
fn vouch(case: CaseId, verdict: Verdict) -> AccountId {
    blocks(8);
    let open = Cases::<Runtime>::get(case).expect("it is open");
    let drawn = |member: &&Member<AccountId>| member.standing == Standing::Drawn;
    let who = open.members.iter().find(drawn).expect("someone was drawn").account.clone();
    let salt: Salt = [case as u8; 32];
    let origin = || RuntimeOrigin::signed(who.clone());
    assert_ok!(Panels::commit(origin(), case, commitment(case, &who, &salt, &verdict)));
    assert_ok!(Panels::reveal(origin(), case, salt, verdict));
    who
}

fn is_attested() -> bool {
    Models::attestation(MODEL).expect("it is registered").attested
}

#[test]
fn model_should_be_attested_when_nobody_challenged_what_its_panel_found() {
    on("development", || {
        registered();
        let owner = RuntimeOrigin::signed(Alice.to_account_id());
        assert_ok!(Models::request_attestation(owner, MODEL));
        let who = vouch(0, claim().verdict(&MODEL, SIZE));
        assert!(!is_attested());
        blocks(9);
        assert!(!is_attested());
        assert_eq!(locked().0, 50 * OPG);
        blocks(1);
        assert!(is_attested());
        assert_eq!(locked(), (0, 0), "its member answers no longer");
        assert_eq!(Operators::<Runtime>::get(who).map(|operator| operator.bond), Some(2_000 * OPG));
    });
}

#[test]
fn false_attestation_should_cost_those_who_vouched_and_reward_who_challenged() {
    on("development", || {
        registered();
        let owner = RuntimeOrigin::signed(Alice.to_account_id());
        assert_ok!(Models::request_attestation(owner, MODEL));
        let liar = vouch(0, claim().verdict(&MODEL, SIZE));
        let before = Balances::total_balance(&Ferdie.to_account_id());
        let treasury = Balances::free_balance(Treasury::account_id());
        let challenger = RuntimeOrigin::signed(Ferdie.to_account_id());
        blocks(9);
        assert_ok!(Models::challenge(challenger, MODEL));
        // The first juror is silent, so the appeal ends after the time for challenges: the liar's ticket is
        // still there, beside the second juror's.
        blocks(18);
        assert_eq!(locked().0, 100 * OPG);
        let juror = vouch(1, opg_primitives::models::FORBIDDEN);
        assert_ne!(juror, liar);
        assert!(!is_attested());
        assert_eq!(
            Operators::<Runtime>::get(liar).map(|operator| operator.bond),
            Some(1_950 * OPG)
        );
        // The appeal cost 2 OPG, and a quarter of the other 48 is 12.
        assert_eq!(Balances::total_balance(&Ferdie.to_account_id()), before + 12 * OPG);
        assert_eq!(Balances::free_balance(Treasury::account_id()), treasury + 50 * OPG + 36 * OPG);
        assert_eq!(locked().0, locked().1);
        blocks(50);
        assert!(!is_attested());
    });
}
