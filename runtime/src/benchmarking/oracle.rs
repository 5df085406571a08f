//! What the benchmarks of the oracle need: reporters, and a time.

use super::*;
use crate::configs::stake::Bonds;
use frame_support::traits::fungible::Mutate;
use opg_primitives::{
    stake::{Role, Roles},
    token::OPG,
    Moment,
};
use pallet_opg_stake::MinimumBond;

pub struct Helper;

impl pallet_opg_oracle::benchmarking::BenchmarkHelper<AccountId> for Helper {
    fn reporter(who: &AccountId, times: u32) {
        let bond = Bonds::of(Role::Data).saturating_mul(times.into());
        Self::fund(who);
        Balances::mint_into(who, bond).expect("an account can be given money");
        let origin = RuntimeOrigin::signed(who.clone());
        let roles = Roles::of([Role::Inference, Role::Verifier, Role::Data]);
        Stake::register(origin, roles, bond, Default::default(), Default::default())
            .expect("it can be bonded");
        pallet_opg_oracle::benchmarking::make_changes::<Runtime>();
    }

    fn fund(who: &AccountId) {
        Balances::mint_into(who, 1_000_000 * OPG).expect("an account can be given money");
    }

    fn set_time(now: Moment) {
        pallet_timestamp::Now::<Runtime>::put(now);
    }
}
