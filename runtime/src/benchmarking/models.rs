//! What the benchmarks of models need: operators, and panels that say what they are told to.

use super::*;
use opg_primitives::{
    panels::{CaseId, Kind, PanelSize, Verdict, MAX_MEMBERS},
    stake::{Role, Roles},
    token::OPG,
};
use pallet_opg_panels::benchmarking::{give_verdict, BenchmarkHelper};

pub struct Helper;

impl pallet_opg_models::BenchmarkHelper<AccountId> for Helper {
    fn set_inference(who: &AccountId, runs: bool) {
        let origin = RuntimeOrigin::signed(who.clone());
        let roles = Roles::of([if runs { Role::Inference } else { Role::Data }]);
        if pallet_opg_stake::Operators::<Runtime>::contains_key(who) {
            Stake::set_roles(origin, roles).expect("its bond backs either");
        } else {
            panels::Helper::fund(who);
            Stake::register(origin, roles, 10_000 * OPG, Default::default(), Default::default())
                .expect("it has the money");
        }
    }

    fn make_verifiers() {
        // As large as panels may be. All members will be replaced once.
        let size = PanelSize {
            members: MAX_MEMBERS,
            threshold: MAX_MEMBERS,
            ..pallet_opg_panels::default_size(Kind::Appeal)
        };
        for kind in Kind::ALL {
            pallet_opg_panels::Sizes::<Runtime>::insert(kind, size);
        }
        for index in 0..MAX_MEMBERS.saturating_mul(5) {
            let who = frame_benchmarking::account("verifier", index, 0);
            panels::Helper::verifier(&who, 10);
        }
    }

    fn conclude(case: CaseId, verdict: Verdict) {
        give_verdict::<Runtime>(case, verdict).expect("its panel can be drawn");
    }
}
