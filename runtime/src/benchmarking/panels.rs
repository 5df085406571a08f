//! What the benchmarks of panels need: verifiers, and something to say.

use super::*;
use crate::configs::stake::Bonds;
use frame_support::traits::fungible::Mutate;
use opg_primitives::{
    panels::Subject,
    stake::{Role, Roles},
    token::OPG,
};

use pallet_opg_stake::MinimumBond;

pub struct Helper;

impl pallet_opg_panels::benchmarking::BenchmarkHelper<AccountId> for Helper {
    fn verifier(who: &AccountId, times: u32) {
        let work = Bonds::of(Role::Verifier).saturating_mul(times.into());
        let bond = least_of_a_bag(Bonds::of(Role::Validator).saturating_add(work));
        give_session_keys(who);
        Self::fund(who);
        Balances::mint_into(who, bond).expect("an account can be given money");
        let origin = RuntimeOrigin::signed(who.clone());
        let roles = Roles::of(Role::ALL);
        Stake::register(origin, roles, bond, Default::default(), Default::default())
            .expect("it can be bonded");
        pallet_opg_panels::benchmarking::make_changes::<Runtime>();
    }

    fn subject() -> Subject {
        Subject::Model(Hash::repeat_byte(1))
    }

    fn fund(who: &AccountId) {
        Balances::mint_into(who, 1_000_000 * OPG).expect("an account can be given money");
    }
}
