//! Which operational transactions are let in: at the pool's gate, and once more into a block.

use super::{
    calls::every_call,
    chain::{block_by, blocks, blocks_to, free, on, signed, validate},
    panels::{open, verifier},
};
use crate::{
    configs::accounts::ProxyType,
    extensions::{CheckOperational, Refusal},
    *,
};
use frame_support::{
    assert_ok,
    dispatch::{DispatchClass, GetDispatchInfo},
    weights::Weight,
};
use opg_primitives::{
    panels::{commitment, CaseId, Kind, PanelSize, Salt, Verdict},
    token::OPG,
};
use pallet_opg_panels::{Cases, Sizes, WeightInfo};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{
    traits::TransactionExtension,
    transaction_validity::{InvalidTransaction, TransactionValidityError},
};
use std::collections::BTreeSet;

const SALT: Salt = [3; 32];
const VERDICT: Verdict = Hash::repeat_byte(7);

/// A case of which Bob is the only member, and has ten blocks to commit.
fn drawn() -> CaseId {
    blocks_to(1);
    verifier(&Bob.to_account_id(), 2_000 * OPG);
    blocks(8);
    let case = open(Alice, Kind::Audit);
    blocks(8);
    case
}

fn commit(case: CaseId, verdict: Verdict) -> RuntimeCall {
    let commitment = commitment(case, &Bob.to_account_id(), &SALT, &verdict);
    pallet_opg_panels::Call::commit { case, commitment }.into()
}

fn reveal(case: CaseId, verdict: Verdict) -> RuntimeCall {
    pallet_opg_panels::Call::reveal { case, salt: SALT, verdict }.into()
}

fn proxied(real: Sr25519Keyring, call: RuntimeCall) -> RuntimeCall {
    let real = real.to_account_id().into();
    pallet_proxy::Call::proxy { real, force_proxy_type: None, call: Box::new(call) }.into()
}

/// Neither the pool nor a block takes it.
fn refused(who: Sr25519Keyring, call: RuntimeCall, why: impl Into<TransactionValidityError>) {
    let (error, transaction) = (why.into(), signed(who, call));
    assert_eq!(validate(transaction.clone()), Err(error));
    assert_eq!(block_by(0, vec![transaction]), vec![Err(error)]);
}

/// Both do, and the call goes well.
fn taken(who: Sr25519Keyring, call: RuntimeCall) {
    let transaction = signed(who, call);
    assert_ok!(validate(transaction.clone()));
    assert_eq!(block_by(0, vec![transaction]), vec![Ok(Ok(()))]);
}

#[test]
fn words_of_a_member_should_be_taken_and_cost_nothing() {
    on("development", || {
        let case = drawn();
        let before = free(Bob);
        taken(Bob, commit(case, VERDICT));
        taken(Bob, reveal(case, VERDICT));
        assert_eq!(free(Bob), before + 2 * OPG, "what a member is paid");
    });
}

#[test]
fn words_that_would_not_be_taken_should_be_refused_with_the_reason() {
    on("development", || {
        let case = drawn();
        refused(Charlie, commit(case, VERDICT), Refusal::NotAMember);
        refused(Bob, commit(case + 1, VERDICT), Refusal::NoSuchCase);
        refused(Bob, reveal(case, VERDICT), Refusal::NotCommitted);
        taken(Bob, commit(case, VERDICT));
        refused(Bob, commit(case, VERDICT), Refusal::AlreadyCommitted);
        refused(Bob, reveal(case, Hash::repeat_byte(8)), Refusal::NotWhatWasCommitted);
        refused(Charlie, reveal(case, VERDICT), Refusal::NotAMember);
        taken(Bob, reveal(case, VERDICT));
        refused(Bob, reveal(case, VERDICT), Refusal::NoSuchCase);

        let again = open(Alice, Kind::Audit);
        let nonsense = open(Alice, Kind::Audit);
        let late = open(Alice, Kind::Audit);
        blocks(8);
        taken(Bob, commit(again, VERDICT));
        refused(Bob, reveal(again, VERDICT), Refusal::SaltReused);
        taken(Bob, commit(nonsense, Hash::zero()));
        refused(Bob, reveal(nonsense, Hash::zero()), Refusal::BadVerdict);
        blocks(10);
        // Bob was silent, and nobody else is there: the case waits for one who is not.
        refused(Bob, commit(late, VERDICT), Refusal::TooLate);
    });
}

/// On another branch of the chain it may be in time: the pool keeps it if it has it already.
#[test]
fn verdict_should_be_of_the_future_until_all_have_committed() {
    on("development", || {
        let size = PanelSize { members: 2, threshold: 2, commit: 10, reveal: 10 };
        Sizes::<Runtime>::insert(Kind::Jury, size);
        blocks_to(1);
        verifier(&Bob.to_account_id(), 2_000 * OPG);
        verifier(&Charlie.to_account_id(), 2_000 * OPG);
        blocks(8);
        let case = open(Alice, Kind::Jury);
        blocks(8);
        taken(Bob, commit(case, VERDICT));
        refused(Bob, reveal(case, VERDICT), InvalidTransaction::Future);
        taken(Charlie, commit(case, VERDICT));
        taken(Bob, reveal(case, VERDICT));
    });
}

#[test]
fn pool_should_keep_one_word_of_a_member_and_no_longer_than_it_is_of_use() {
    on("development", || {
        let case = drawn();
        let of = |call: RuntimeCall| validate(signed(Bob, call)).expect("it is of use");
        let (one, other) = (of(commit(case, VERDICT)), of(commit(case, Hash::repeat_byte(8))));
        let last = |provides: &[Vec<u8>]| provides.last().cloned();
        assert_eq!(one.provides.len(), 2, "beside the nonce");
        assert_eq!(last(&one.provides), last(&other.provides));
        // It is in the next block at the earliest, and in the last one before its time is over.
        let until = Cases::<Runtime>::get(case).expect("it is open").due();
        assert_eq!(one.longevity, u64::from(until - System::block_number() - 1));
        taken(Bob, commit(case, VERDICT));
        assert_ne!(last(&of(reveal(case, VERDICT)).provides), last(&one.provides));
    });
}

#[test]
fn proxy_should_be_looked_through_once() {
    on("development", || {
        let case = drawn();
        for (proxy, may, delay) in [
            (Charlie, ProxyType::Any, 0),
            (Dave, ProxyType::Governance, 0),
            (Eve, ProxyType::Any, 5),
        ] {
            let (origin, proxy) =
                (RuntimeOrigin::signed(Bob.to_account_id()), proxy.to_account_id());
            assert_ok!(Proxy::add_proxy(origin, proxy.into(), may, delay));
        }
        for stranger in [Dave, Eve, Ferdie] {
            refused(stranger, proxied(Bob, commit(case, VERDICT)), Refusal::NotAProxy);
        }
        refused(Charlie, proxied(Bob, commit(case + 1, VERDICT)), Refusal::NoSuchCase);
        refused(Charlie, proxied(Alice, commit(case, VERDICT)), Refusal::NotAProxy);
        let twice = proxied(Bob, proxied(Bob, commit(case, VERDICT)));
        refused(Charlie, twice, Refusal::NotOfUse);
        // A call that is not operational is not looked at, through however many proxies.
        let remark = frame_system::Call::remark { remark: vec![] };
        assert_ok!(validate(signed(Ferdie, proxied(Alice, remark.into()))));

        taken(Charlie, proxied(Bob, commit(case, VERDICT)));
        taken(Charlie, proxied(Bob, reveal(case, VERDICT)));
        assert!(!Cases::<Runtime>::contains_key(case), "it was Bob who spoke");
    });
}

#[test]
fn derived_account_should_be_heard() {
    on("development", || {
        blocks_to(1);
        let derived = pallet_utility::derivative_account_id(Bob.to_account_id(), 7);
        let origin = RuntimeOrigin::signed(Bob.to_account_id());
        assert_ok!(Balances::transfer_keep_alive(origin, derived.clone().into(), 3_000 * OPG));
        verifier(&derived, 2_000 * OPG);
        blocks(8);
        let case = open(Alice, Kind::Audit);
        blocks(8);
        let commitment = commitment(case, &derived, &SALT, &VERDICT);
        let as_derivative = |index, call: pallet_opg_panels::Call<Runtime>| {
            pallet_utility::Call::as_derivative { index, call: Box::new(call.into()) }.into()
        };
        let commit = || pallet_opg_panels::Call::commit { case, commitment };
        refused(Bob, as_derivative(6, commit()), Refusal::NotAMember);
        taken(Bob, as_derivative(7, commit()));
        let other = RuntimeCall::from(frame_system::Call::set_heap_pages { pages: 1 });
        let call = pallet_utility::Call::as_derivative { index: 7, call: Box::new(other) };
        refused(Bob, call.into(), Refusal::NotOfUse);
    });
}

/// Everything that is as operational as the calls in it, but is not looked through.
fn wrapped(call: RuntimeCall) -> Vec<RuntimeCall> {
    use pallet_utility::Call as Utility;
    let (calls, again) = (vec![call.clone(), call.clone()], Box::new(call.clone()));
    let call = || again.clone();
    let root = || Box::new(frame_system::RawOrigin::Root.into());
    let real = || Bob.to_account_id().into();
    vec![
        Utility::batch { calls: calls.clone() }.into(),
        Utility::batch_all { calls: calls.clone() }.into(),
        Utility::force_batch { calls }.into(),
        Utility::if_else { main: call(), fallback: call() }.into(),
        Utility::dispatch_as { as_origin: root(), call: call() }.into(),
        Utility::dispatch_as_fallible { as_origin: root(), call: call() }.into(),
        Utility::with_weight { call: call(), weight: Weight::zero() }.into(),
        pallet_multisig::Call::as_multi_threshold_1 {
            other_signatories: vec![Alice.to_account_id()],
            call: call(),
        }
        .into(),
        pallet_proxy::Call::proxy_announced {
            delegate: real(),
            real: real(),
            force_proxy_type: None,
            call: call(),
        }
        .into(),
    ]
}

#[test]
fn calls_that_only_wrap_operational_ones_should_be_refused() {
    on("development", || {
        let case = drawn();
        for call in wrapped(commit(case, VERDICT)) {
            assert_eq!(call.get_dispatch_info().class, DispatchClass::Operational, "{call:?}");
            assert_eq!(validate(signed(Bob, call)), Err(Refusal::NotOfUse.into()));
        }
    });
}

#[test]
fn batch_with_an_ordinary_call_should_be_an_ordinary_transaction() {
    on("development", || {
        let case = drawn();
        let remark = frame_system::Call::remark { remark: vec![] };
        let calls = vec![commit(case, VERDICT), remark.into()];
        let batch = pallet_utility::Call::batch_all { calls };
        let before = free(Bob);
        taken(Bob, batch.into());
        assert!(free(Bob) < before, "it pays");
    });
}

/// Every call that is operational whatever is in it. A new one belongs here when someone has decided when it is
/// let in.
const OPERATIONAL: &str = "Inference.commit_answers Inference.decline Inference.prove_answers
    Inference.reveal_answers Inference.submit_answers Oracle.report Origins.authorize_upgrade Panels.commit Panels.reveal
    System.apply_authorized_upgrade System.authorize_upgrade
    System.authorize_upgrade_without_checks System.kill_prefix System.kill_storage
    System.set_code System.set_code_without_checks System.set_heap_pages System.set_storage
    Treasury.remove_approval";

#[test]
fn operational_calls_of_anyone_should_be_refused() {
    on("development", || {
        blocks_to(1);
        let mut seen = BTreeSet::new();
        for (name, call) in every_call() {
            if call.get_dispatch_info().class != DispatchClass::Operational {
                continue;
            }
            let why = match name.as_str() {
                "Panels.commit" | "Panels.reveal" => Refusal::NoSuchCase,
                "System.apply_authorized_upgrade" => Refusal::NotAuthorized,
                // The market's and the oracle's have their numbers: see `market` and `oracle`.
                name if name.starts_with("Inference.") || name.starts_with("Oracle.") => {
                    assert!(validate(signed(Ferdie, call)).is_err(), "{name}");
                    seen.insert(name.to_string());
                    continue;
                },
                _ => Refusal::NotOfUse,
            };
            assert_eq!(validate(signed(Ferdie, call)), Err(why.into()), "{name}");
            seen.insert(name);
        }
        let listed: BTreeSet<_> = OPERATIONAL.split_whitespace().map(str::to_string).collect();
        assert_eq!(seen, listed);
    });
}

#[test]
fn checks_should_weigh_what_they_read_and_nothing_where_nothing_is_looked_at() {
    let weight = |call: &RuntimeCall| CheckOperational.weight(call);
    let case = <Runtime as pallet_opg_panels::Config>::WeightInfo::check();
    assert_eq!(weight(&commit(1, VERDICT)), case);
    assert_eq!(weight(&reveal(1, VERDICT)), case);
    let through = weight(&proxied(Bob, commit(1, VERDICT)));
    assert!(through.ref_time() > case.ref_time());
    for (name, call) in every_call() {
        let class = call.get_dispatch_info().class;
        if class != DispatchClass::Operational && name != "Inference.request" {
            assert_eq!(weight(&call), Weight::zero(), "{name}");
        }
    }
}

#[test]
fn every_refusal_should_be_explained_by_its_number() {
    let text = include_str!("../../../docs/models.md");
    let numbers: Vec<u8> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" |").next()?.parse().ok())
        .collect();
    let custom = |number| TransactionValidityError::from(InvalidTransaction::Custom(number));
    let all = [
        Refusal::NotOfUse,
        Refusal::NotAProxy,
        Refusal::NotAuthorized,
        Refusal::NoSuchCase,
        Refusal::NotAMember,
        Refusal::TooLate,
        Refusal::AlreadyCommitted,
        Refusal::NotCommitted,
        Refusal::AlreadyRevealed,
        Refusal::NotWhatWasCommitted,
        Refusal::BadVerdict,
        Refusal::SaltReused,
    ];
    let given: Vec<_> = all.into_iter().map(TransactionValidityError::from).collect();
    assert_eq!(numbers.into_iter().map(custom).collect::<Vec<_>>(), given);
}
