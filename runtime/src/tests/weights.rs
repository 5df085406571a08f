//! Every call has a measured weight, and the block limits hold together.

use super::calls::every_call;
use crate::*;
use core::any::type_name;
use frame_support::{
    dispatch::GetDispatchInfo,
    traits::{GetCallMetadata, PalletsInfoAccess},
};
use std::{collections::BTreeMap, fs, path::Path};

/// Calls whose weight is an argument: zero where the argument is.
const UNWEIGHED: &[&str] = &["Utility.with_weight"];

/// What every file that `make weights` writes says of itself.
const GENERATED: [&str; 2] = ["Written by `make weights`", "AUTO-GENERATED"];

/// The weights that the runtime gives each pallet, by the pallet's crate.
fn weights_in_use() -> BTreeMap<&'static str, &'static str> {
    macro_rules! of {
        ($($pallet:ident)*) => {
            [$((stringify!($pallet), type_name::<<Runtime as $pallet::Config>::WeightInfo>())),*]
        };
    }
    let mut weights = BTreeMap::from(of!(
        origins pallet_babe pallet_bags_list pallet_balances pallet_conviction_voting pallet_grandpa
        pallet_multisig pallet_opg_inference pallet_opg_models pallet_opg_oracle pallet_opg_panels pallet_opg_proofs pallet_opg_release
        pallet_opg_stake pallet_parameters pallet_preimage pallet_proxy pallet_referenda
        pallet_scheduler pallet_session pallet_timestamp pallet_transaction_payment pallet_treasury
        pallet_tx_pause pallet_utility
    ));
    type System = <Runtime as frame_system::Config>::SystemWeightInfo;
    type Extensions = <Runtime as frame_system::Config>::ExtensionsWeightInfo;
    weights.insert("frame_system", type_name::<System>());
    weights.insert("frame_system_extensions", type_name::<Extensions>());
    weights
}

#[test]
fn every_pallet_with_calls_should_use_weights_measured_here() {
    let weights = weights_in_use();
    for info in AllPalletsWithSystem::infos() {
        assert!(
            !RuntimeCall::get_module_names().contains(&info.name)
                || weights.contains_key(info.module_name),
            "nobody checks where the weights of {} come from",
            info.module_name
        );
    }
    for (pallet, weight) in weights {
        let ours = format!("opg_runtime::weights::{pallet}::WeightInfo<");
        assert!(weight.starts_with(&ours), "{pallet} takes its weights from {weight}");
    }
}

#[test]
fn every_weight_file_should_be_generated() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/weights"));
    let mut checked = 0;
    for file in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let text = fs::read_to_string(&file).unwrap();
        if file.ends_with("mod.rs") {
            assert!(!text.contains("from_parts"), "weights/mod.rs holds a weight of its own");
            continue;
        }
        let generated = GENERATED.iter().any(|mark| text.contains(mark));
        assert!(generated, "{} was not written by `make weights`", file.display());
        checked += 1;
    }
    assert_eq!(checked, weights_in_use().len() + 2, "blocks and transactions have one each");
}

#[test]
fn every_call_should_weigh_something() {
    for (name, call) in every_call() {
        let weight = call.get_dispatch_info().call_weight;
        let unweighed = UNWEIGHED.contains(&name.as_str());
        assert_eq!(weight.ref_time() == 0, unweighed, "{name} weighs {weight}");
    }
}

#[test]
fn block_limits_should_be_consistent_and_a_second() {
    let limits = <Runtime as frame_system::Config>::BlockWeights::get();
    limits.clone().validate().expect("block limits are consistent");
    assert_eq!(limits.max_block.ref_time(), 1_000_000_000_000);
}

#[test]
fn longest_unbonding_should_leave_room_for_a_slash() {
    use pallet_opg_stake::WeightInfo;

    let span = Stake::slash_span(pallet_opg_clocks::MAX_UNBONDING_ERAS);
    let weight = <Runtime as pallet_opg_stake::Config>::WeightInfo::apply_slash(span);
    assert!(weight.all_lte(<Runtime as pallet_opg_stake::Config>::ChoresWeight::get()));
    assert!(span <= pallet_opg_stake::MOST_SLASH_ERAS, "measured up to fewer eras");
}
