use super::chain::{blocks_to, on};
use crate::{
    configs::{accounts::ProxyType, parameters::RuntimeParameters},
    *,
};
use frame_support::{assert_noop, assert_ok, traits::InstanceFilter};
use opg_primitives::token::OPG;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use sp_runtime::DispatchError::BadOrigin;

fn transfer() -> RuntimeCall {
    pallet_balances::Call::transfer_keep_alive { dest: Charlie.to_account_id().into(), value: OPG }
        .into()
}

#[test]
fn proxy_should_be_stopped_by_its_type() {
    let remark = RuntimeCall::from(frame_system::Call::remark { remark: vec![] });
    let reject = RuntimeCall::from(pallet_proxy::Call::reject_announcement {
        delegate: Bob.to_account_id().into(),
        call_hash: Hash::zero(),
    });
    // Each of these starts from a fresh origin, out of this filter's sight.
    let multisig = RuntimeCall::from(pallet_multisig::Call::as_multi_threshold_1 {
        other_signatories: vec![],
        call: Box::new(transfer()),
    });
    let nested = RuntimeCall::from(pallet_proxy::Call::proxy {
        real: Bob.to_account_id().into(),
        force_proxy_type: None,
        call: Box::new(transfer()),
    });
    for call in [multisig, nested, pallet_session::Call::purge_keys {}.into()] {
        assert!(!ProxyType::NonTransfer.filter(&call), "{call:?}");
    }
    // (type, transfer, remark, rejecting an announcement, voting)
    let table = [
        (ProxyType::Any, true, true, true, true),
        (ProxyType::NonTransfer, false, true, true, true),
        (ProxyType::CancelProxy, false, false, true, false),
        (ProxyType::Governance, false, false, false, true),
    ];
    for (proxy, may_transfer, may_remark, may_reject, may_vote) in table {
        assert_eq!(proxy.filter(&transfer()), may_transfer, "{proxy:?}");
        assert_eq!(proxy.filter(&remark), may_remark, "{proxy:?}");
        assert_eq!(proxy.filter(&reject), may_reject, "{proxy:?}");
        for call in taking_part() {
            assert_eq!(proxy.filter(&call), may_vote, "{proxy:?}: {call:?}");
        }
    }
}

/// What it takes to have a say.
fn taking_part() -> Vec<RuntimeCall> {
    let vote = pallet_conviction_voting::AccountVote::Split { aye: OPG, nay: 0 };
    vec![
        pallet_preimage::Call::note_preimage { bytes: vec![] }.into(),
        pallet_referenda::Call::place_decision_deposit { index: 0 }.into(),
        pallet_referenda::Call::refund_submission_deposit { index: 0 }.into(),
        pallet_conviction_voting::Call::<Runtime>::vote { poll_index: 0, vote }.into(),
    ]
}

#[test]
fn proxy_for_governance_should_vote_for_the_account_and_not_pay_with_it() {
    on("development", || {
        blocks_to(1);
        assert_ok!(Proxy::add_proxy(
            RuntimeOrigin::signed(Alice.to_account_id()),
            Bob.to_account_id().into(),
            ProxyType::Governance,
            0,
        ));
        let act = |call: RuntimeCall| {
            assert_ok!(Proxy::proxy(
                RuntimeOrigin::signed(Bob.to_account_id()),
                Alice.to_account_id().into(),
                None,
                Box::new(call),
            ));
        };
        let index = super::governance::propose(frame_system::RawOrigin::Root, transfer());
        let vote = super::governance::ballot(true, Default::default(), OPG);
        let vote = pallet_conviction_voting::Call::<Runtime>::vote { poll_index: index, vote };
        act(pallet_utility::Call::batch_all { calls: vec![vote.into()] }.into());
        assert_eq!(Referenda::ensure_ongoing(index).expect("it goes on").tally.support, OPG);

        let before = Balances::free_balance(Charlie.to_account_id());
        act(transfer());
        act(pallet_utility::Call::batch_all { calls: vec![transfer()] }.into());
        assert_eq!(Balances::free_balance(Charlie.to_account_id()), before);
    });
}

#[test]
fn proxy_without_transfers_should_not_transfer_in_a_batch() {
    on("development", || {
        blocks_to(1);
        assert_ok!(Proxy::add_proxy(
            RuntimeOrigin::signed(Alice.to_account_id()),
            Bob.to_account_id().into(),
            ProxyType::NonTransfer,
            0,
        ));
        let before = Balances::free_balance(Charlie.to_account_id());
        let batch = pallet_utility::Call::batch_all { calls: vec![transfer()] };
        assert_ok!(Proxy::proxy(
            RuntimeOrigin::signed(Bob.to_account_id()),
            Alice.to_account_id().into(),
            None,
            Box::new(batch.into()),
        ));
        assert_eq!(Balances::free_balance(Charlie.to_account_id()), before);
    });
}

#[test]
fn proxy_types_should_be_ordered_by_what_they_allow() {
    for other in
        [ProxyType::Any, ProxyType::NonTransfer, ProxyType::CancelProxy, ProxyType::Governance]
    {
        assert!(ProxyType::Any.is_superset(&other));
        assert!(other.is_superset(&other));
        assert!(other == ProxyType::Governance || !ProxyType::Governance.is_superset(&other));
    }
    assert!(!ProxyType::CancelProxy.is_superset(&ProxyType::NonTransfer));
    assert!(!ProxyType::NonTransfer.is_superset(&ProxyType::Any));
}

#[test]
fn people_should_not_do_what_governance_does() {
    on("development", || {
        blocks_to(1);
        let anyone = || RuntimeOrigin::signed(Alice.to_account_id());
        assert_noop!(System::set_code(anyone(), vec![]), BadOrigin);
        assert_noop!(System::kill_storage(anyone(), vec![]), BadOrigin);
        assert_noop!(
            Balances::force_set_balance(anyone(), Alice.to_account_id().into(), 1),
            BadOrigin
        );
        assert_noop!(Scheduler::schedule(anyone(), 9, None, 0, Box::new(transfer())), BadOrigin);
        let price = RuntimeParameters::Fees(
            crate::configs::parameters::dynamic::fees::Parameters::ComputeSecond(
                crate::configs::parameters::dynamic::fees::ComputeSecond,
                Some(0),
            ),
        );
        assert_noop!(Parameters::set_parameter(anyone(), price), BadOrigin);
    });
}
