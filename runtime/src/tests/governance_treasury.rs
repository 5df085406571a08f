//! Who is paid by the treasury, how much, and how long they have to fetch it.

use super::chain::{blocks_to, free, on};
use crate::{
    governance::origins::{Origin, LARGE_SPEND, MEDIUM_SPEND, SMALL_SPEND},
    *,
};
use frame_support::{assert_noop, assert_ok, traits::fungible::Mutate};
use opg_primitives::token::{EXISTENTIAL_DEPOSIT, OPG};
use pallet_treasury::Error;
use sp_keyring::Sr25519Keyring::{Alice, Dave, Eve};
use sp_runtime::{traits::Dispatchable, DispatchError, DispatchResult};

/// What the treasury holds in these tests.
const FUNDS: Balance = 3_000_000 * OPG;

fn on_a_rich_chain(test: impl FnOnce()) {
    on("development", || {
        blocks_to(1);
        assert_ok!(Balances::mint_into(&Treasury::account_id(), FUNDS));
        test();
    });
}

/// A spend in favour of Eve.
fn spend_call(amount: Balance) -> RuntimeCall {
    pallet_treasury::Call::<Runtime>::spend {
        asset_kind: Box::new(()),
        amount,
        beneficiary: Box::new(Eve.to_account_id().into()),
        valid_from: None,
    }
    .into()
}

fn spend(origin: impl Into<RuntimeOrigin>, amount: Balance) -> DispatchResult {
    spend_call(amount).dispatch(origin.into()).map(|_| ()).map_err(|error| error.error)
}

fn anyone() -> RuntimeOrigin {
    RuntimeOrigin::signed(Dave.to_account_id())
}

fn payout_period() -> BlockNumber {
    <Runtime as pallet_treasury::Config>::PayoutPeriod::get()
}

#[test]
fn treasurers_should_spend_within_their_limits() {
    let limits = [
        (Origin::SmallTreasurer, SMALL_SPEND),
        (Origin::MediumTreasurer, MEDIUM_SPEND),
        (Origin::LargeTreasurer, LARGE_SPEND),
    ];
    on_a_rich_chain(|| {
        let refused: DispatchError = Error::<Runtime>::InsufficientPermission.into();
        for (origin, limit) in limits {
            assert_eq!(origin.spending_limit(), Some(limit));
            assert_eq!(spend(origin.clone(), limit + 1), Err(refused));
            assert_eq!(spend(origin, limit), Ok(()));
        }
        assert_eq!(spend(RuntimeOrigin::root(), 2 * LARGE_SPEND), Ok(()));
        assert_eq!(spend(Origin::Parameters, 1), Err(DispatchError::BadOrigin));
        assert_eq!(spend(anyone(), 1), Err(DispatchError::BadOrigin));
        assert_eq!(pallet_treasury::SpendCount::<Runtime>::get(), 4);
    });
}

#[test]
fn treasurer_should_not_spend_more_in_a_batch_than_at_once() {
    on_a_rich_chain(|| {
        let batch = |amounts: [Balance; 2]| {
            let calls = amounts.map(spend_call).to_vec();
            RuntimeCall::from(pallet_utility::Call::batch_all { calls })
                .dispatch(Origin::SmallTreasurer.into())
        };
        assert!(batch([SMALL_SPEND, 1]).is_err());
        assert_ok!(batch([SMALL_SPEND / 2, SMALL_SPEND / 2]));
    });
}

#[test]
fn treasurers_should_not_spend_in_the_old_way() {
    on_a_rich_chain(|| {
        #[allow(deprecated)]
        let old = pallet_treasury::Call::<Runtime>::spend_local {
            amount: OPG,
            beneficiary: Eve.to_account_id().into(),
        };
        let refused = RuntimeCall::from(old).dispatch(Origin::LargeTreasurer.into());
        assert_eq!(
            refused.map_err(|error| error.error).map(|_| ()),
            Err(frame_system::Error::<Runtime>::CallFiltered.into())
        );
    });
}

#[test]
fn anyone_should_pay_out_an_approved_spend_once() {
    on_a_rich_chain(|| {
        assert_ok!(spend(Origin::SmallTreasurer, SMALL_SPEND));
        let (eve, issuance) = (free(Eve), Balances::total_issuance());
        assert_ok!(Treasury::payout(anyone(), 0));
        assert_eq!(free(Eve) - eve, SMALL_SPEND);
        assert_eq!(Balances::total_issuance(), issuance);
        assert_noop!(Treasury::payout(anyone(), 0), Error::<Runtime>::AlreadyAttempted);
        assert_ok!(Treasury::check_status(anyone(), 0));
        assert!(pallet_treasury::Spends::<Runtime>::get(0).is_none());
    });
}

#[test]
fn spend_should_expire_when_nobody_fetches_it() {
    on_a_rich_chain(|| {
        assert_ok!(spend(Origin::SmallTreasurer, OPG));
        assert_ok!(spend(Origin::SmallTreasurer, OPG));
        let expiry = System::block_number() + payout_period();
        blocks_to(expiry - 1);
        assert_ok!(Treasury::payout(anyone(), 0));
        blocks_to(expiry);
        assert_noop!(Treasury::payout(anyone(), 1), Error::<Runtime>::SpendExpired);
        blocks_to(expiry + 1);
        assert_ok!(Treasury::check_status(anyone(), 1));
        assert!(pallet_treasury::Spends::<Runtime>::get(1).is_none());
    });
}

#[test]
fn spend_should_be_void_when_root_says_so() {
    on_a_rich_chain(|| {
        assert_ok!(spend(Origin::SmallTreasurer, OPG));
        assert_noop!(
            Treasury::void_spend(Origin::LargeTreasurer.into(), 0),
            DispatchError::BadOrigin
        );
        assert_ok!(Treasury::void_spend(RuntimeOrigin::root(), 0));
        assert_noop!(Treasury::payout(anyone(), 0), Error::<Runtime>::InvalidIndex);
    });
}

#[test]
fn treasury_should_never_pay_its_last() {
    on("development", || {
        blocks_to(1);
        let treasury = Treasury::account_id();
        assert_eq!(Balances::free_balance(&treasury), EXISTENTIAL_DEPOSIT);
        assert_ok!(Balances::mint_into(&treasury, OPG));
        assert_ok!(spend(Origin::SmallTreasurer, OPG + EXISTENTIAL_DEPOSIT));
        assert_ok!(spend(Origin::SmallTreasurer, OPG));
        assert_noop!(Treasury::payout(anyone(), 0), Error::<Runtime>::PayoutError);
        assert_ok!(Treasury::payout(anyone(), 1));
        assert_eq!(Balances::free_balance(&treasury), EXISTENTIAL_DEPOSIT);
        // What it could not pay, it can pay later.
        assert_ok!(Balances::mint_into(&treasury, 2 * OPG));
        assert_ok!(Treasury::payout(anyone(), 0));
    });
}

#[test]
fn dust_should_go_to_the_treasury() {
    on("development", || {
        blocks_to(1);
        let stranger = AccountId::from([7; 32]);
        assert_ok!(Balances::mint_into(&stranger, 2 * EXISTENTIAL_DEPOSIT));
        let treasury = Treasury::account_id();
        let (before, issuance) = (Balances::free_balance(&treasury), Balances::total_issuance());
        assert_ok!(Balances::transfer_allow_death(
            RuntimeOrigin::signed(stranger.clone()),
            Alice.to_account_id().into(),
            2 * EXISTENTIAL_DEPOSIT - 5,
        ));
        assert_eq!(Balances::free_balance(&treasury) - before, 5);
        assert_eq!(Balances::free_balance(&stranger), 0);
        assert_eq!(Balances::total_issuance(), issuance);
    });
}
