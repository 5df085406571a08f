//! Cases and members in any order: no invariant breaks, every case ends once, and no planck is lost.

use super::*;
use crate::case::Fault;
use opg_primitives::random::Random;
use polkadot_sdk::frame_support::dispatch::DispatchResultWithPostInfo;

#[test]
fn any_order_of_events_should_end_every_case_once() {
    let mut verdicts = 0;
    for seed in 0..8 {
        run(40, || verdicts += one_world(seed));
    }
    assert!(verdicts > 50, "{verdicts} verdicts");
}

/// Answers how many verdicts there were.
fn one_world(seed: u64) -> usize {
    let mut random = Random(seed);
    let mut opened = 0;
    let issued = Balances::total_issuance();
    for _ in 0..400 {
        Share::set(Weight::from_parts(random.one_of(&[0, 5, 20, 1_000]), 0));
        Room::set(Weight::from_parts(random.one_of(&[0, 1, 1_000]), 0));
        if random.below(4) == 0 {
            let kind = random.one_of(&[Kind::Attestation, Kind::Jury, Kind::Audit, Kind::Appeal]);
            let answerable = random.below(30) as u32;
            let excluded = vec![FIRST + random.below(40)].try_into().unwrap();
            opened +=
                u64::from(Panels::open(Terms { excluded, answerable, ..terms(kind) }).is_ok());
        }
        if random.below(10) == 0 {
            let who = FIRST + random.below(40);
            let least = bond_of(who).1;
            bond(who, least.max(OPG * u128::from(random.below(3_000))));
        }
        if random.below(40) == 0 {
            let id = random.below(opened + 1);
            ToTreasury::on_unbalanced(Panels::overturn(id));
        }
        for _ in 0..random.below(40) {
            act(&mut random);
        }
        blocks(1);
    }
    Share::set(Weight::from_parts(1_000_000, 0));
    blocks(2_000);
    assert_eq!(Told::get().len() as u64, opened, "seed {seed}");
    assert!(opened > 50, "{opened} cases");
    let mut ids: Vec<_> = Told::get().into_iter().map(|(id, ..)| id).collect();
    ids.sort();
    assert_eq!(ids, (0..opened).collect::<Vec<_>>(), "each once");
    assert_eq!(Cases::<Test>::iter().count() + Agenda::<Test>::iter().count(), 0);
    assert_eq!(Balances::total_balance_on_hold(&PAYER), 0);
    let slashed = Balances::balance(&TREASURY) - RICH;
    assert_eq!(Balances::total_issuance(), issued + slashed, "what the book of bonds gave up");
    Told::get().iter().filter(|told| told.2.verdict.is_some()).count()
}

/// Someone commits or reveals something, often what it should.
fn act(random: &mut Random) {
    let who = FIRST + random.below(40);
    let Some(duty) = Panels::duties(who).into_iter().next() else { return };
    let id = duty.case;
    let verdict = random.one_of(&[RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, WRONG]);
    let hash = commitment(id, &who, &salt(id, who), &verdict);
    match random.below(10) {
        0 => try_reveal(who, id, [1; 32], verdict),
        1 => try_commit(FIRST + random.below(40), id, hash),
        _ if duty.commitment.is_none() => try_commit(who, id, hash),
        _ => {
            try_reveal(who, id, salt(id, who), WRONG);
            try_reveal(who, id, salt(id, who), RIGHT);
        },
    }
}

/// Commits, if it may: that is known before.
fn try_commit(who: AccountId, id: CaseId, hash: Hash) {
    let foreseen = Panels::may_commit(id, &who, hash);
    told_before(foreseen, || Panels::commit(signed(who), id, hash));
}

/// The same for what was committed to.
fn try_reveal(who: AccountId, id: CaseId, salt: Salt, verdict: Verdict) {
    let foreseen = Panels::may_reveal(id, &who, &salt, verdict);
    told_before(foreseen, || Panels::reveal(signed(who), id, salt, verdict));
}

fn told_before(
    foreseen: Result<BlockNumber, Fault>,
    call: impl FnOnce() -> DispatchResultWithPostInfo,
) {
    let now = System::block_number() as u32;
    assert!(foreseen.is_err() || foreseen.is_ok_and(|until| now < until));
    let answer = call().map(|_| ()).map_err(|error| error.error);
    let expected = foreseen.map(|_| ()).map_err(|fault| Error::<Test>::from(fault).into());
    assert_eq!(answer, expected);
}
