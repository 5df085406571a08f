//! How long the tracks take on every chain, and how many must agree.

use super::chain::on;
use crate::{
    governance::{
        origins::Origin,
        tracks::{Tracks, PLANS},
    },
    *,
};
use frame_support::traits::Get;
use frame_system::RawOrigin::Root;
use opg_primitives::time::MINUTES;
use pallet_opg_clocks::{UnbondingSlots, VotingBlocks};
use pallet_referenda::{Curve, TrackInfo, TracksInfo};
use sp_runtime::Perbill;

/// What a track asks for at the start, in the middle and at the end of the deciding: approval, then
/// support, in hundredths of a percent.
const THRESHOLDS: &[(&str, [u32; 3], [u32; 3])] = &[
    ("root", [10_000, 7_500, 5_000], [5_000, 2_750, 500]),
    ("fast_upgrade", [10_000, 8_500, 7_000], [6_000, 4_250, 2_500]),
    ("parameters", [10_000, 7_500, 5_000], [2_500, 1_350, 200]),
    ("small_treasurer", [10_000, 7_500, 5_000], [1_000, 525, 50]),
    ("medium_treasurer", [10_000, 7_500, 5_000], [2_000, 1_050, 100]),
    ("large_treasurer", [10_000, 7_500, 5_000], [4_000, 2_150, 300]),
    ("model_moderation", [10_000, 8_000, 6_000], [1_000, 550, 100]),
    ("slash_canceller", [10_000, 8_000, 6_000], [2_000, 1_100, 200]),
    ("emergency", [10_000, 9_000, 8_000], [5_000, 3_500, 2_000]),
];

fn start_middle_end(curve: &Curve) -> [u32; 3] {
    [0, 50, 100].map(|part| curve.threshold(Perbill::from_percent(part)).deconstruct() / 100_000)
}

#[test]
fn thresholds_should_be_what_voters_are_told() {
    let thresholds: Vec<_> = PLANS
        .iter()
        .map(|plan| (plan.name, start_middle_end(&plan.approval), start_middle_end(&plan.support)))
        .collect();
    println!("approval and support at the start, in the middle, at the end: {thresholds:#?}");
    assert_eq!(thresholds, THRESHOLDS);
}

#[test]
fn speed_should_cost_support() {
    let support = |id: u16| &PLANS.iter().find(|plan| plan.id == id).expect("it exists").support;
    let (root, fast) = (support(0), support(1));
    for percent in 0..=100 {
        let time = Perbill::from_percent(percent);
        assert!(fast.threshold(time) > root.threshold(time), "at {percent} %");
    }
}

#[test]
fn tracks_should_be_sound_without_a_chain() {
    assert_eq!(Tracks::check_integrity(), Ok(()));
    let ids: Vec<_> = Tracks::track_ids().collect();
    assert_eq!(ids, [0, 1, 10, 20, 21, 22, 30, 40, 50]);
    for plan in PLANS {
        assert!(plan.name.len() <= 25 && plan.max_deciding > 0, "{}", plan.name);
        assert_eq!(Tracks::track_for(&plan.origin), Ok(plan.id));
    }
    for (origin, id) in [(Origin::FastUpgrade, 1), (Origin::Parameters, 10)] {
        assert_eq!(Tracks::track_for(&origin.into()), Ok(id));
    }
    assert_eq!(Tracks::track_for(&Root.into()), Ok(0));
}

#[test]
fn tracks_should_be_the_same_one_by_one_and_in_a_list() {
    on("development", || {
        let all: Vec<_> = Tracks::tracks().map(|track| track.into_owned()).collect();
        assert_eq!(all.len(), PLANS.len());
        for track in all {
            assert_eq!(Tracks::info(track.id).map(|info| info.into_owned()), Some(track.info));
        }
        assert!(Tracks::info(2).is_none());
    });
}

fn periods(info: &TrackInfo<Balance, BlockNumber>) -> [BlockNumber; 4] {
    [info.prepare_period, info.decision_period, info.confirm_period, info.min_enactment_period]
}

/// Runs `test` with each preset's name, voting period, and periods by track.
fn on_every_preset(test: impl Fn(&str, BlockNumber, &dyn Fn(u16) -> [BlockNumber; 4])) {
    for preset in crate::genesis::preset_names() {
        on(preset.as_ref(), || {
            let of = |id| periods(&Tracks::info(id).expect("the track exists"));
            test(preset.as_ref(), VotingBlocks::<Runtime>::get(), &of);
        });
    }
}

#[test]
fn periods_should_fit_the_voting_period_of_every_chain() {
    on_every_preset(|preset, voting, periods| {
        for plan in PLANS {
            let [prepare, decide, confirm, enact] = periods(plan.id);
            let longest = prepare.max(decide).max(confirm).max(enact);
            let shortest = prepare.min(decide).min(confirm).min(enact);
            assert!(shortest >= 1 && longest <= voting, "{preset}: {}", plan.name);
            // Who approved is locked in when what was approved happens.
            let lock = <Runtime as pallet_conviction_voting::Config>::VoteLockingPeriod::get();
            assert!(enact <= lock, "{preset}: {}", plan.name);
            // A referendum whose deposit was placed does not time out while it prepares.
            let timeout = <Runtime as pallet_referenda::Config>::UndecidingTimeout::get();
            assert!(prepare < timeout, "{preset}: {}", plan.name);
        }
    });
}

#[test]
fn slash_should_be_cancellable_within_half_of_its_delay() {
    on_every_preset(|preset, _, periods| {
        // A slash waits for half of the unbonding.
        let delay = UnbondingSlots::<Runtime>::get() / 2;
        let whole: BlockNumber = periods(40).into_iter().sum();
        assert!(2 * u64::from(whole) <= delay, "{preset}: {whole} blocks of {delay} slots");
    });
}

#[test]
fn urgent_tracks_should_be_over_before_ordinary_ones_are() {
    on_every_preset(|preset, _, periods| {
        let whole = |id| periods(id).into_iter().sum::<BlockNumber>();
        let [emergency, urgent, ordinary] = [whole(50), whole(1).max(whole(40)), whole(10)];
        assert!(emergency < urgent && 2 * urgent < ordinary && ordinary < whole(0), "{preset}");
    });
}

#[test]
fn main_network_should_vote_for_two_weeks_and_a_local_one_for_minutes() {
    on_every_preset(|preset, voting, periods| {
        let root: BlockNumber = periods(0).into_iter().sum();
        let days = opg_primitives::time::DAYS;
        match preset {
            "mainnet" => assert_eq!((voting, root), (14 * days, 17 * days)),
            "testnet" => assert_eq!(voting, 2 * days),
            "local" => assert!((2 * MINUTES..=3 * MINUTES).contains(&root), "{root} blocks"),
            _ => assert_eq!(voting, 5 * MINUTES),
        }
    });
}
