//! The host function that checks proofs, called natively and by the runtime's wasm: both say the same.

use crate::support::{to_hex, Folder, Node, EXECUTOR};
use codec::{Decode, Encode};
use opg_primitives::proofs::{self, Batch, Claim, Refusal, Rule, MAX_CLAIMS};
use opg_zk::{generators::Generators, onnx, prove::Model};
use polkadot_sdk::{
    sp_core::{
        bounded::BoundedVec,
        traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
        ConstU32,
    },
    sp_state_machine::BasicExternalities,
};
use serde_json::json;
use std::{borrow::Cow, sync::LazyLock};

/// Three answers of a trained model, proven.
static HONEST: LazyLock<Batch> = LazyLock::new(|| {
    let file = include_bytes!("../../../zkml/models/digits-logistic.q.onnx");
    let model = Model::chosen(onnx::import(file).unwrap().program).unwrap();
    let generators = Generators::new(model.shape.k);
    let prover = model.prover(&generators).unwrap();
    let prove = |index: u8| {
        let context = [index; 32];
        let inputs: Vec<u8> = (0..model.program.inputs as u8).map(|at| at * index).collect();
        let (outputs, proof) = prover.prove(&context, &inputs, rand::rng(), |_| true).unwrap();
        let [inputs, outputs] = [inputs, outputs].map(|values| values.try_into().unwrap());
        Claim { key: 0, context, inputs, outputs, proof: proof.try_into().unwrap() }
    };
    Batch {
        keys: vec![model.key(&generators).to_bytes().try_into().unwrap()].try_into().unwrap(),
        claims: (1..4).map(prove).collect::<Vec<_>>().try_into().unwrap(),
    }
});

/// Batches, and what must be said of them.
fn cases() -> Vec<(Batch, Result<(), Refusal>)> {
    let changed = |change: &dyn Fn(&mut Batch)| {
        let mut batch = HONEST.clone();
        change(&mut batch);
        batch
    };
    vec![
        (HONEST.clone(), Ok(())),
        (Batch::default(), Err(Rule::Empty.alone())),
        (changed(&|batch| batch.claims = turned(&batch.claims)), Ok(())),
        (changed(&|batch| batch.claims[2].outputs[4] ^= 1), Err(Rule::False.alone())),
        (changed(&|batch| batch.claims[2].context[31] ^= 1), Err(Rule::False.alone())),
        (changed(&|batch| batch.claims[1].proof[0..32].fill(255)), Err(Rule::ProofPoint.by(1))),
        (changed(&|batch| batch.claims[1].proof.truncate(64)), Err(Rule::ProofLength.by(1))),
        (changed(&|batch| batch.keys[0][0] = 9), Err(Rule::KeyVersion.by(0))),
        (changed(&|batch| batch.claims[0].key = 900), Err(Rule::NoKey.by(0))),
    ]
}

/// The same claims, the last one first.
fn turned(claims: &[Claim]) -> BoundedVec<Claim, ConstU32<MAX_CLAIMS>> {
    claims.iter().rev().cloned().collect::<Vec<_>>().try_into().unwrap()
}

/// What the runtime's wasm says.
fn in_wasm(batch: &Batch) -> Result<(), Refusal> {
    let code = opg_runtime::WASM_BINARY.expect("tests have the runtime");
    let fetcher = WrappedRuntimeCode(Cow::Borrowed(code));
    let runtime = RuntimeCode { code_fetcher: &fetcher, heap_pages: None, hash: vec![1] };
    let mut state = BasicExternalities::default();
    let context = CallContext::Onchain { import: true };
    let said = EXECUTOR.call(&mut state, &runtime, "ProofsApi_check", &batch.encode(), context).0;
    Decode::decode(&mut &said.unwrap()[..]).unwrap()
}

#[test]
fn runtime_should_say_the_same_of_proofs_as_the_native_verifier() {
    for (index, (batch, expected)) in cases().into_iter().enumerate() {
        assert_eq!(proofs::verify(&batch), expected, "case {index}");
        assert_eq!(in_wasm(&batch), expected, "case {index}, in wasm");
    }
}

#[test]
fn a_node_should_say_whether_a_batch_is_good_before_anyone_pays_for_it() {
    let folder = Folder::new("proofs");
    let node = Node::start(&folder, &[]);
    for (batch, expected) in cases() {
        let batch = to_hex(&batch.encode());
        let said = node.rpc.call("state_call", json!(["ProofsApi_check", batch]));
        assert_eq!(said.unwrap(), json!(to_hex(&expected.encode())));
    }
}
