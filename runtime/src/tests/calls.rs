//! Every call of the runtime, by name, for tests that must not forget one.

use crate::*;
use codec::Decode;
use frame_support::traits::GetCallMetadata;
use std::collections::{BTreeMap, BTreeSet};

/// What calls are made of. Zeros are the first variant of most types and the empty list; ones are
/// for a type whose variants begin at one.
const FILLERS: [u8; 2] = [0, 1];

/// The names of all calls, as `Pallet.call`.
pub fn call_names() -> BTreeSet<String> {
    RuntimeCall::get_module_names()
        .iter()
        .flat_map(|pallet| {
            RuntimeCall::get_call_names(pallet).iter().map(move |call| format!("{pallet}.{call}"))
        })
        .collect()
}

/// What `call` is called.
pub fn name_of(call: &RuntimeCall) -> String {
    let metadata = call.get_call_metadata();
    format!("{}.{}", metadata.pallet_name, metadata.function_name)
}

/// One call of each kind, made of equal bytes. Its arguments mean nothing.
pub fn every_call() -> BTreeMap<String, RuntimeCall> {
    let mut calls = BTreeMap::new();
    for filler in FILLERS {
        let arguments = [filler; 512];
        for pallet in 0..=u8::MAX {
            for call in 0..=u8::MAX {
                let encoded = [&[pallet, call], &arguments[..]].concat();
                if let Ok(call) = RuntimeCall::decode(&mut &encoded[..]) {
                    calls.entry(name_of(&call)).or_insert(call);
                }
            }
        }
    }
    calls
}

#[test]
fn every_call_should_be_made_up() {
    let made: BTreeSet<_> = every_call().into_keys().collect();
    assert_eq!(made, call_names());
}
