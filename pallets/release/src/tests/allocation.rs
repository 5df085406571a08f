//! Five years of the token's allocation, day by day.

use super::*;
use opg_primitives::{time::DAYS, token::OPG};

const MONTH: u32 = 876_600;

/// What is not free at genesis: millions of OPG, months before it starts, months it lasts.
const PLAN: [(Balance, u32, u32); 5] = [
    // ecosystem growth
    (360, 0, 60),
    // foundation
    (100, 0, 48),
    // core contributors
    (150, 12, 36),
    // investors
    (100, 12, 36),
    // staking reserve
    (100, 0, 96),
];

fn beneficiary(id: PotId) -> AccountId {
    AccountId::new([100 + id as u8; 32])
}

fn planned() -> impl Iterator<Item = GenesisPotOf<Test>> {
    PLAN.into_iter().zip(0..).map(|((millions, start, duration), id)| GenesisPot {
        id,
        total: millions * 1_000_000 * OPG,
        start: start * MONTH,
        duration: duration * MONTH,
        destination: Destination::Account(beneficiary(id)),
        controller: Controller::Root,
    })
}

/// Releases every pot and checks each against the line drawn by hand, and all of them together.
fn release_all(block: u32) {
    at(block);
    let (mut unreleased, mut everywhere) = (0, 0);
    for GenesisPot { id, total, start, duration, .. } in planned() {
        Release::collect(id);
        let passed = block.saturating_sub(start).min(duration);
        let share = total * Balance::from(passed) / Balance::from(duration);
        let paid = Balances::free_balance(beneficiary(id));
        assert_eq!(paid, share, "pot {id} at block {block}");
        unreleased += total - paid;
        everywhere += paid + held(id);
    }
    assert_eq!(Balances::inactive_issuance(), unreleased);
    assert_eq!(everywhere, 810_000_000 * OPG);
    assert_eq!(Balances::total_issuance(), GIFTS + everywhere);
    assert_ok!(Release::do_try_state());
}

#[test]
fn allocation_should_be_released_to_plan_over_sixty_months() {
    planned().fold(ExtBuilder::default(), ExtBuilder::pot).build_and_execute(|| {
        for day in 0..=60 * MONTH / DAYS {
            release_all(day * DAYS);
        }
        release_all(60 * MONTH);
        let paid = [360_000_000, 100_000_000, 150_000_000, 100_000_000, 62_500_000];
        for (opg, id) in paid.into_iter().zip(0..) {
            assert_eq!(Balances::free_balance(beneficiary(id)), opg * OPG);
        }
    });
}
