//! What an emergency may pause, and what nobody may.

use super::{
    calls::{call_names, every_call},
    chain::{block_by, blocks_to, on, signed},
};
use crate::{governance::origins::Origin, *};
use frame_support::{
    assert_noop, assert_ok,
    traits::{Get, GetCallMetadata},
};
use pallet_tx_pause::{Error, PalletNameOf, RuntimeCallNameOf};
use sp_keyring::Sr25519Keyring::{Alice, Eve};
use sp_runtime::{traits::Dispatchable, DispatchError, DispatchResult};
use std::collections::BTreeSet;

/// Everything that can be paused. A new call fails the test below until someone has asked: does
/// money leave by it, does the chain or governance need it? Then it belongs to `NeverPaused`.
const PAUSABLE: &[&str] = &[
    "Inference.place_order",
    "Inference.request",
    "Inference.resume_order",
    "Models.amend",
    "Models.claim_name",
    "Models.commit",
    "Models.offer",
    "Models.register",
    "Models.release",
    "Models.request_attestation",
    "Oracle.create_feed",
    "Oracle.request",
    "Proofs.check",
    "Proxy.add_proxy",
    "Proxy.create_pure",
    "Stake.bond",
    "Stake.delegate",
    "Stake.register",
    "Treasury.check_status",
    "Treasury.payout",
    "Treasury.remove_approval",
    "Treasury.spend",
    "Treasury.spend_local",
    "Treasury.void_spend",
    "Utility.batch",
    "Utility.batch_all",
    "Utility.dispatch_as",
    "Utility.dispatch_as_fallible",
    "Utility.force_batch",
    "Utility.if_else",
    "Utility.with_weight",
];

/// A call as the pallet that pauses names it.
pub fn full_name(pallet: &str, call: &str) -> RuntimeCallNameOf<Runtime> {
    fn bounded(name: &str) -> PalletNameOf<Runtime> {
        name.as_bytes().to_vec().try_into().expect("names are short")
    }
    (bounded(pallet), bounded(call))
}

fn emergency() -> RuntimeOrigin {
    Origin::Emergency.into()
}

fn batch(who: RuntimeOrigin) -> DispatchResult {
    let empty = RuntimeCall::from(pallet_utility::Call::batch { calls: vec![] });
    empty.dispatch(who).map(|_| ()).map_err(|error| error.error)
}

#[test]
fn paused_call_should_be_refused_until_it_goes_on() {
    on("development", || {
        blocks_to(1);
        let eve = || RuntimeOrigin::signed(Eve.to_account_id());
        let refused: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
        assert_ok!(batch(eve()));
        assert_ok!(TxPause::pause(emergency(), full_name("Utility", "batch")));
        assert_eq!(batch(eve()), Err(refused));
        // Governance's own origins are bound by it, Root is not.
        assert_eq!(batch(Origin::LargeTreasurer.into()), Err(refused));
        assert_ok!(batch(RuntimeOrigin::root()));
        // Neither is there a way around it.
        let empty = RuntimeCall::from(pallet_utility::Call::batch { calls: vec![] });
        let within = pallet_proxy::Call::<Runtime>::proxy {
            real: Eve.to_account_id().into(),
            force_proxy_type: None,
            call: Box::new(empty),
        };
        assert_ok!(Proxy::add_proxy(eve(), Alice.to_account_id().into(), Default::default(), 0));
        assert_eq!(block_by(0, vec![signed(Alice, within)]), vec![Ok(Ok(()))]);
        let told = System::events().into_iter().any(|record| {
            record.event
                == RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result: Err(refused) })
        });
        assert!(told, "the proxied call was made");

        assert_ok!(TxPause::unpause(emergency(), full_name("Utility", "batch")));
        assert_ok!(batch(eve()));
    });
}

#[test]
fn only_what_is_listed_should_be_pausable() {
    on("development", || {
        blocks_to(1);
        let mut pausable = BTreeSet::new();
        for name in call_names() {
            let (pallet, call) = name.split_once('.').expect("Pallet.call");
            if TxPause::pause(emergency(), full_name(pallet, call)).is_ok() {
                pausable.insert(name);
            }
        }
        let listed: BTreeSet<_> = PAUSABLE.iter().map(|name| name.to_string()).collect();
        assert_eq!(pausable, listed);
        // With all of that paused, blocks and transfers go on, and it can be lifted.
        let transfer = pallet_balances::Call::transfer_keep_alive {
            dest: Eve.to_account_id().into(),
            value: 1,
        };
        assert_eq!(block_by(0, vec![signed(Alice, transfer)]), vec![Ok(Ok(()))]);
        for name in PAUSABLE {
            let (pallet, call) = name.split_once('.').expect("Pallet.call");
            assert_ok!(TxPause::unpause(emergency(), full_name(pallet, call)));
        }
    });
}

#[test]
fn what_must_go_on_should_not_be_pausable() {
    let must_go_on = [
        ("Timestamp", "set"),
        ("Babe", "report_equivocation_unsigned"),
        ("Session", "set_keys"),
        ("System", "apply_authorized_upgrade"),
        ("Referenda", "submit"),
        ("ConvictionVoting", "vote"),
        ("ConvictionVoting", "unlock"),
        ("TxPause", "unpause"),
        ("Balances", "transfer_keep_alive"),
        ("Multisig", "as_multi"),
        ("Proxy", "proxy"),
        ("Proxy", "remove_proxy"),
        ("Utility", "as_derivative"),
    ];
    on("development", || {
        blocks_to(1);
        for (pallet, call) in must_go_on {
            assert_noop!(
                TxPause::pause(emergency(), full_name(pallet, call)),
                Error::<Runtime>::Unpausable
            );
        }
    });
}

#[test]
fn names_of_calls_should_fit_into_a_pause() {
    // A longer one would count as paused.
    let longest: u32 = <Runtime as pallet_tx_pause::Config>::MaxNameLen::get();
    for call in every_call().values() {
        let name = call.get_call_metadata();
        let lengths = name.pallet_name.len().max(name.function_name.len());
        assert!(lengths <= longest as usize, "{name:?}");
    }
}

#[test]
fn only_an_emergency_or_root_should_pause() {
    on("development", || {
        blocks_to(1);
        let name = || full_name("Utility", "batch");
        for origin in [
            RuntimeOrigin::signed(Alice.to_account_id()),
            Origin::FastUpgrade.into(),
            Origin::LargeTreasurer.into(),
        ] {
            assert_noop!(TxPause::pause(origin.clone(), name()), DispatchError::BadOrigin);
            assert_noop!(TxPause::unpause(origin, name()), DispatchError::BadOrigin);
        }
        assert_ok!(TxPause::pause(RuntimeOrigin::root(), name()));
        assert_ok!(TxPause::unpause(emergency(), name()));
    });
}
