//! Bytes from strangers: each is refused with its reason, the node lives, and nothing enters the
//! pool, from where it would be gossiped.

use crate::support::{from_hex, to_hex, Folder, Node, Random, Refusal};
use codec::{Compact, Decode, Encode};
use opg_runtime::{
    immortal_extension, AccountId, RuntimeCall, SignedPayload, UncheckedExtrinsic, VERSION,
};
use polkadot_sdk::{
    frame_system, pallet_balances, pallet_utility, sp_core::H256, sp_keyring::Sr25519Keyring,
};
use serde_json::{json, Value};

/// What the node says to one submission.
fn refusal(node: &Node, bytes: &[u8]) -> Value {
    match node.rpc.submit(bytes) {
        Err(Refusal::Rpc(error)) => error,
        other => panic!("{} bytes were not refused: {other:?}", bytes.len()),
    }
}

fn nothing_pends(node: &Node) {
    let pending = node.rpc.call("author_pendingExtrinsics", json!([])).unwrap();
    assert_eq!(pending, json!([]), "the pool took something");
}

fn genesis(node: &Node) -> H256 {
    H256::from_slice(&from_hex(&node.rpc.hash_at(0).unwrap()))
}

/// `call` signed by Alice for this chain.
fn signed(node: &Node, call: RuntimeCall, nonce: u32) -> UncheckedExtrinsic {
    let genesis = genesis(node);
    let implicit = (
        (),
        (),
        VERSION.spec_version,
        VERSION.transaction_version,
        genesis,
        genesis,
        (),
        (),
        (),
        (),
        None,
        (),
    );
    let payload = SignedPayload::from_raw(call, immortal_extension(nonce, 0), implicit);
    let alice = Sr25519Keyring::Alice;
    let signature = payload.using_encoded(|bytes| alice.sign(bytes));
    let (call, extension, _) = payload.deconstruct();
    UncheckedExtrinsic::new_signed(call, alice.to_account_id().into(), signature.into(), extension)
}

fn transfer() -> RuntimeCall {
    let dest: AccountId = Sr25519Keyring::Bob.to_account_id();
    pallet_balances::Call::transfer_keep_alive { dest: dest.into(), value: 10u128.pow(12) }.into()
}

#[test]
fn undecodable_bytes_should_be_refused() {
    let folder = Folder::new("undecodable");
    let node = Node::start(&folder, &[]);
    let good = signed(&node, transfer(), 0).encode();
    let cut = &good[..good.len() - 1];
    for bytes in [&[][..], &[0], &[0xff; 64], cut] {
        let error = refusal(&node, bytes);
        assert!(error["code"].is_i64() && error["message"].is_string(), "{error}");
    }
    for text in ["0x0", "0xzz", "plain", "0x"] {
        assert!(node.rpc.call("author_submitExtrinsic", json!([text])).is_err(), "{text}");
    }
    nothing_pends(&node);
}

#[test]
fn oversized_extrinsic_should_be_refused() {
    let folder = Folder::new("oversized");
    let node = Node::start(&folder, &[]);
    let remark = |length| frame_system::Call::remark { remark: vec![7; length] }.into();
    // More than normal transactions may fill of a block, less than the RPC server takes.
    let error = refusal(&node, &signed(&node, remark(4 << 20), 0).encode());
    assert!(error.to_string().contains("exhaust"), "{error}");
    // More than the RPC server takes.
    assert!(node.rpc.submit(&vec![0; 16 << 20]).is_err());
    nothing_pends(&node);
}

#[test]
fn extrinsic_nested_too_deep_should_be_refused() {
    let folder = Folder::new("nested");
    let node = Node::start(&folder, &[]);
    // batch(batch(batch(...))), written by hand: building it as a value would need the stack that
    // the decoder must not use.
    let batch = RuntimeCall::from(pallet_utility::Call::batch { calls: vec![] }).encode();
    let prefix = [batch[0], batch[1], Compact(1u32).encode()[0]];
    let mut call = prefix.repeat(100_000);
    call.extend(&batch);
    let template = signed(&node, transfer(), 0).encode();
    let (length, mut inner) = (template.len(), template.as_slice());
    Compact::<u32>::decode(&mut inner).unwrap();
    let head = &inner[..inner.len() - transfer().encoded_size()];
    assert!(length > head.len());
    let body = [head, &call].concat();
    let extrinsic = [Compact(body.len() as u32).encode(), body].concat();
    let error = refusal(&node, &extrinsic);
    assert!(error["code"].is_i64(), "{error}");
    nothing_pends(&node);
}

#[test]
fn unsigned_call_should_be_refused() {
    let folder = Folder::new("unsigned");
    let node = Node::start(&folder, &[]);
    let error = refusal(&node, &UncheckedExtrinsic::new_bare(transfer()).encode());
    assert!(error.to_string().contains("UnknownTransaction") || error["code"] == 1011, "{error}");
    nothing_pends(&node);
}

/// They would come before all others, and have a part of each block to themselves.
#[test]
fn operational_call_of_no_use_should_be_refused() {
    let folder = Folder::new("operational");
    let node = Node::start(&folder, &[]);
    let commit = || pallet_opg_panels::Call::commit { case: 0, commitment: H256::zero() };
    let heap = || frame_system::Call::set_heap_pages { pages: 1 };
    let batch = pallet_utility::Call::batch { calls: vec![commit().into()] };
    for (call, number) in [(commit().into(), 16), (heap().into(), 1), (batch.into(), 1)] {
        let error = refusal(&node, &signed(&node, call, 0).encode());
        assert_eq!(error["code"], 1010, "{error}");
        assert_eq!(error["data"], format!("Custom error: {number}"), "{error}");
    }
    nothing_pends(&node);
}

#[test]
fn replayed_extrinsic_should_be_refused() {
    let folder = Folder::new("replayed");
    let mut node = Node::start(&folder, &[]);
    let bytes = signed(&node, transfer(), 0).encode();
    node.rpc.submit(&bytes).expect("the first time is fine");
    node.wait_until("includes the transfer", |node| {
        node.rpc.call("author_pendingExtrinsics", json!([])).unwrap() == json!([])
    });
    let error = refusal(&node, &bytes);
    let text = error.to_string();
    assert!(
        text.contains("outdated") || text.contains("banned") || text.contains("Imported"),
        "{text}"
    );
    nothing_pends(&node);
}

#[test]
fn ten_thousand_random_submissions_should_change_nothing() {
    let folder = Folder::new("random");
    let mut node = Node::start(&folder, &[]);
    let mut random = Random::new();
    let good = signed(&node, transfer(), 5).encode();
    for _ in 0..10_000 {
        let bytes = match random.below(3) {
            0 => {
                let length = random.below(300) as usize;
                random.bytes(length)
            },
            // A valid length before random bytes, so that decoding goes further.
            1 => {
                let length = 1 + random.below(200) as usize;
                let mut body = random.bytes(length);
                body[0] = [0x04, 0x84, 0x05, 0x45][random.below(4) as usize];
                body.encode()
            },
            // A valid extrinsic with one byte changed.
            _ => {
                let mut bytes = good.clone();
                let at = random.below(bytes.len() as u64) as usize;
                bytes[at] ^= 1 + random.below(255) as u8;
                bytes
            },
        };
        assert!(node.rpc.submit(&bytes).is_err(), "{} was taken", to_hex(&bytes));
    }
    assert!(node.is_alive());
    nothing_pends(&node);
    let best = node.rpc.best();
    node.wait_until("goes on", |node| node.rpc.best() > best);
}

#[test]
fn ten_thousand_random_runtime_calls_should_harm_nothing() {
    let entry_points = [
        "Core_version",
        "Core_execute_block",
        "Core_initialize_block",
        "Metadata_metadata_at_version",
        "RuntimeViewFunction_execute_view_function",
        "BlockBuilder_apply_extrinsic",
        "BlockBuilder_inherent_extrinsics",
        "BlockBuilder_check_inherents",
        "TaggedTransactionQueue_validate_transaction",
        "OffchainWorkerApi_offchain_worker",
        "BabeApi_generate_key_ownership_proof",
        "BabeApi_submit_report_equivocation_unsigned_extrinsic",
        "GrandpaApi_generate_key_ownership_proof",
        "GrandpaApi_submit_report_equivocation_unsigned_extrinsic",
        "SessionKeys_generate_session_keys",
        "SessionKeys_decode_session_keys",
        "AccountNonceApi_account_nonce",
        "TransactionPaymentApi_query_info",
        "TransactionPaymentApi_query_fee_details",
        "TransactionPaymentCallApi_query_call_info",
        "GenesisBuilder_build_state",
        "GenesisBuilder_get_preset",
        "no_such_entry_point",
    ];
    let folder = Folder::new("state-call");
    let mut node = Node::start(&folder, &[]);
    let mut random = Random::new();
    for round in 0..10_000 {
        let method = entry_points[round % entry_points.len()];
        let length = random.below(400) as usize;
        let arguments = to_hex(&random.bytes(length));
        match node.rpc.call("state_call", json!([method, arguments])) {
            Ok(_) | Err(Refusal::Rpc(_)) => {},
            Err(Refusal::Broken(reason)) => panic!("{method} of {arguments}: {reason}"),
        }
    }
    assert!(node.is_alive());
    nothing_pends(&node);
    let best = node.rpc.best();
    node.wait_until("goes on", |node| node.rpc.best() > best);
}
