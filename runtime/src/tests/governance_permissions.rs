//! Who may make which call: every call of the runtime against every origin. A call that is new
//! fails here until someone has decided whose it is.

use super::{
    calls::{call_names, every_call},
    chain::{blocks_to, on},
};
use crate::{governance::tracks::PLANS, *};
use frame_support::storage::with_transaction;
use sp_keyring::Sr25519Keyring::Alice;
use sp_runtime::{traits::Dispatchable, DispatchError, TransactionOutcome};
use std::collections::{BTreeMap, BTreeSet};

/// An account that signs.
const SIGNED: &str = "signed";
/// Nobody: what a block carries without a signature.
const NONE: &str = "none";
const ROOT: &str = "root";
/// The origins of governance go by the names of their tracks.
const FAST_UPGRADE: &str = "fast_upgrade";
const PARAMETERS: &str = "parameters";
const SMALL: &str = "small_treasurer";
const MEDIUM: &str = "medium_treasurer";
const LARGE: &str = "large_treasurer";
const MODERATION: &str = "model_moderation";
const SLASHES: &str = "slash_canceller";
const EMERGENCY: &str = "emergency";

/// Everyone who can be identified.
const IDENTIFIED: &[&str] =
    &[SIGNED, ROOT, FAST_UPGRADE, PARAMETERS, SMALL, MEDIUM, LARGE, MODERATION, SLASHES, EMERGENCY];
/// Everyone.
const ALL: &[&str] = &[
    NONE,
    SIGNED,
    ROOT,
    FAST_UPGRADE,
    PARAMETERS,
    SMALL,
    MEDIUM,
    LARGE,
    MODERATION,
    SLASHES,
    EMERGENCY,
];

/// Who may make which calls.
const TABLE: &[(&[&str], &str)] = &[
    // These change nothing by themselves.
    (ALL, "System.remark System.apply_authorized_upgrade"),
    // What is inside is checked again, with the same origin.
    (IDENTIFIED, "Utility.batch Utility.batch_all Utility.force_batch Utility.if_else"),
    (
        &[NONE],
        "Timestamp.set Babe.report_equivocation_unsigned Grandpa.report_equivocation_unsigned",
    ),
    (&[FAST_UPGRADE], "Origins.authorize_upgrade"),
    (&[ROOT, PARAMETERS], "Parameters.set_parameter"),
    (&[ROOT, SMALL, MEDIUM, LARGE], "Treasury.spend"),
    (&[ROOT, SLASHES], "Stake.cancel_slash"),
    (&[ROOT, MODERATION], "Models.ban"),
    // A person's pot is redirected by the account it releases to, Root's by Root.
    (&[ROOT, SIGNED], "Release.redirect"),
    (&[ROOT, EMERGENCY], "TxPause.pause TxPause.unpause Referenda.cancel"),
    (
        &[SIGNED, ROOT],
        "Preimage.note_preimage Preimage.unnote_preimage
         Oracle.create_feed Oracle.change_feed Oracle.remove_feed Oracle.fund
         Referenda.refund_decision_deposit Referenda.refund_submission_deposit",
    ),
    // The filter refuses four of these (`AllowedCalls`), but Root passes no filter.
    (
        &[ROOT],
        "System.set_heap_pages System.set_code System.set_code_without_checks System.set_storage
         System.kill_storage System.kill_prefix System.authorize_upgrade
         System.authorize_upgrade_without_checks
         Babe.plan_config_change Grandpa.note_stalled
         Balances.force_transfer Balances.force_unreserve Balances.force_set_balance
         Balances.force_adjust_total_issuance
         Utility.dispatch_as Utility.dispatch_as_fallible Utility.with_weight
         Preimage.request_preimage Preimage.unrequest_preimage
         Scheduler.schedule Scheduler.cancel Scheduler.schedule_named Scheduler.cancel_named
         Scheduler.schedule_after Scheduler.schedule_named_after
         Scheduler.set_retry Scheduler.set_retry_named
         Scheduler.cancel_retry Scheduler.cancel_retry_named
         Referenda.kill Referenda.nudge_referendum Referenda.one_fewer_deciding
         Treasury.void_spend Treasury.spend_local Treasury.remove_approval",
    ),
    // What any account may do, with what is its own.
    (
        &[SIGNED],
        "System.remark_with_event
         Babe.report_equivocation Grandpa.report_equivocation
         Balances.transfer_allow_death Balances.transfer_keep_alive Balances.transfer_all
         Balances.upgrade_accounts Balances.burn
         Session.set_keys Session.purge_keys
         Utility.as_derivative
         Multisig.as_multi_threshold_1 Multisig.as_multi Multisig.approve_as_multi
         Multisig.cancel_as_multi Multisig.poke_deposit
         Proxy.proxy Proxy.add_proxy Proxy.remove_proxy Proxy.remove_proxies
         Proxy.create_pure Proxy.kill_pure Proxy.announce Proxy.remove_announcement
         Proxy.reject_announcement Proxy.proxy_announced Proxy.poke_deposit
         Preimage.ensure_updated
         Proofs.check
         Panels.commit Panels.reveal
         Inference.request Inference.submit_answers Inference.decline Inference.commit_answers
         Inference.reveal_answers Inference.prove_answers Inference.challenge Inference.appeal
         Inference.pay_out Inference.place_order Inference.cancel_order Inference.resume_order
         Oracle.report Oracle.request Oracle.claim Oracle.leave Oracle.come_back
         Models.commit Models.withdraw_commitment Models.register Models.set_royalty Models.amend
         Models.request_attestation Models.challenge Models.deprecate Models.remove
         Models.claim_name Models.give_up_name Models.release Models.remove_release
         Models.offer Models.withdraw_offer Models.retire_offer
         Referenda.submit Referenda.place_decision_deposit Referenda.set_metadata
         ConvictionVoting.vote ConvictionVoting.delegate ConvictionVoting.undelegate
         ConvictionVoting.unlock ConvictionVoting.remove_vote ConvictionVoting.remove_other_vote
         Treasury.payout Treasury.check_status
         Stake.register Stake.bond Stake.unbond Stake.withdraw Stake.set_roles Stake.set_commission
         Stake.set_profile Stake.delegate Stake.undelegate Stake.withdraw_delegation Stake.kick
         Stake.chill Ranking.rebag Ranking.put_in_front_of Ranking.put_in_front_of_other
         Release.release",
    ),
];

/// Part of every block already, and a block with two of it is invalid: not tried without a signature.
const INHERENT: &str = "Timestamp.set";

/// Every origin there is, by name.
fn origins() -> Vec<(&'static str, RuntimeOrigin)> {
    let people =
        [(NONE, RuntimeOrigin::none()), (SIGNED, RuntimeOrigin::signed(Alice.to_account_id()))];
    let governance = PLANS.iter().map(|plan| (plan.name, RuntimeOrigin::from(plan.origin.clone())));
    people.into_iter().chain(governance).collect()
}

/// Whether `origin` may make `call`, whatever may be wrong with its arguments. Leaves no trace.
fn may(origin: RuntimeOrigin, call: RuntimeCall) -> bool {
    let refused = [DispatchError::BadOrigin, frame_system::Error::<Runtime>::CallFiltered.into()];
    let outcome = with_transaction(|| {
        let outcome = call.dispatch(origin).map(|_| ()).map_err(|error| error.error);
        TransactionOutcome::Rollback(Ok::<_, DispatchError>(outcome))
    })
    .expect("there is room for a storage layer");
    outcome.map_or_else(|error| !refused.contains(&error), |()| true)
}

#[test]
fn every_call_should_be_open_to_those_in_the_table_and_nobody_else() {
    let mut decided = BTreeMap::new();
    for (who, calls) in TABLE {
        for call in calls.split_whitespace() {
            let who: BTreeSet<_> = who.iter().copied().collect();
            assert_eq!(decided.insert(call.to_string(), who), None, "{call} is decided twice");
        }
    }
    assert_eq!(
        decided.keys().collect::<BTreeSet<_>>(),
        call_names().iter().collect::<BTreeSet<_>>(),
        "decide who may make a new call",
    );
    on("development", || {
        blocks_to(1);
        for (name, call) in every_call() {
            let allowed: BTreeSet<_> = origins()
                .into_iter()
                .filter(|(who, origin)| {
                    (name == INHERENT && *who == NONE) || may(origin.clone(), call.clone())
                })
                .map(|(who, _)| who)
                .collect();
            assert_eq!(allowed, decided[&name], "{name}");
        }
    });
}

#[test]
fn table_should_know_every_origin() {
    let known: BTreeSet<_> = ALL.iter().copied().collect();
    let all: BTreeSet<_> = origins().into_iter().map(|(who, _)| who).collect();
    assert_eq!(known, all);
}

#[test]
fn nobody_should_be_above_the_voters() {
    // Whoever signs cannot act as Root or as governance, in a batch or otherwise.
    let acting_as = ["Utility.dispatch_as", "Utility.dispatch_as_fallible"];
    on("development", || {
        blocks_to(1);
        for pallet in Runtime::metadata_ir().pallets {
            assert!(!["Sudo", "Council", "TechnicalCommittee"].contains(&pallet.name));
        }
        let calls = every_call();
        for name in acting_as {
            let batch = pallet_utility::Call::batch_all { calls: vec![calls[name].clone()] };
            assert!(!may(RuntimeOrigin::signed(Alice.to_account_id()), batch.into()), "{name}");
        }
    });
}
