//! What of proven inference fits a block.

use crate::*;
use codec::Encode;
use frame_support::dispatch::{DispatchClass, GetDispatchInfo};
use frame_system::limits::{BlockLength, BlockWeights};
use opg_primitives::proofs::{Batch, Claim};

/// A batch about a model of 784 inputs, 64 hidden and 10 outputs, as `opg-zk` lays it out.
fn batch(claims: usize) -> Batch {
    let (width, inputs, outputs) = (25u16, 784u16, 10u16);
    let mut key = vec![1, 11];
    for count in [width, inputs, outputs] {
        key.extend(count.to_le_bytes());
    }
    key.resize(8 + 32 * (2 * usize::from(width) + 15), 0);
    let claim = Claim {
        key: 0,
        context: [0; 32],
        inputs: vec![0; inputs.into()].try_into().unwrap(),
        outputs: vec![0; outputs.into()].try_into().unwrap(),
        proof: vec![0; 7_680].try_into().unwrap(),
    };
    Batch {
        keys: vec![key.try_into().unwrap()].try_into().unwrap(),
        claims: vec![claim; claims].try_into().unwrap(),
    }
}

#[test]
fn four_hundred_answers_of_a_usual_model_should_fit_a_block() {
    let call = RuntimeCall::Proofs(pallet_opg_proofs::Call::check { batch: batch(400).into() });
    let class = DispatchClass::Normal;
    let limits: BlockWeights = <Runtime as frame_system::Config>::BlockWeights::get();
    let length: BlockLength = <Runtime as frame_system::Config>::BlockLength::get();
    let bytes = call.encoded_size() as u32 + 200;
    let most = *length.max.get(class);
    assert!(bytes <= most, "{bytes} bytes of {most}");
    let weight = call.get_dispatch_info().call_weight;
    let most = limits.get(class).max_extrinsic.unwrap();
    assert!(weight.all_lte(most), "{weight} of {most}");
}
