//! Every call has a weight, and the block limits hold together.

use crate::*;
use codec::Decode;
use frame_support::{dispatch::GetDispatchInfo, traits::GetCallMetadata};

/// Calls whose weight is an argument: zero where the argument is.
const UNWEIGHED: &[(&str, &str)] = &[("Utility", "with_weight")];

#[test]
fn every_call_should_weigh_something() {
    let mut checked = 0;
    for (pallet, name) in RuntimeCall::get_module_names().iter().enumerate() {
        for (call, call_name) in RuntimeCall::get_call_names(name).iter().enumerate() {
            let Some(decoded) = any_call(pallet, call) else { continue };
            let weight = decoded.get_dispatch_info().call_weight;
            let unweighed = UNWEIGHED.contains(&(name, call_name));
            assert_eq!(weight.ref_time() == 0, unweighed, "{name}.{call_name} weighs {weight}");
            checked += 1;
        }
    }
    assert!(checked > 60, "only {checked} calls could be made up");
}

/// Some call of the `call`th variant of the `pallet`th pallet with calls, made of zero bytes.
fn any_call(pallet: usize, call: usize) -> Option<RuntimeCall> {
    let zeros = [0u8; 512];
    let all = |index: u8| {
        (0..=u8::MAX).filter_map(move |call| {
            RuntimeCall::decode(&mut &[&[index, call], &zeros[..]].concat()[..]).ok()
        })
    };
    let name = RuntimeCall::get_module_names()[pallet];
    let call_name = RuntimeCall::get_call_names(name)[call];
    (0..=u8::MAX).flat_map(all).find(|decoded| {
        let metadata = decoded.get_call_metadata();
        metadata.pallet_name == name && metadata.function_name == call_name
    })
}

#[test]
fn block_limits_should_be_consistent_and_a_second() {
    let limits = <Runtime as frame_system::Config>::BlockWeights::get();
    limits.clone().validate().expect("block limits are consistent");
    assert_eq!(limits.max_block.ref_time(), 1_000_000_000_000);
}
