use super::chain::{block_by, blocks_to, free, on, signed, signed_with_tip};
use crate::{
    configs::token::{compute_fee, share_fee, SharedFee, ToTreasuryAndAuthor},
    *,
};
use codec::Encode;
use frame_support::{
    dispatch::GetDispatchInfo,
    traits::{fungible::Balanced, OnUnbalanced},
    weights::Weight,
};
use opg_primitives::token::{MILLI_OPG, OPG};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use sp_runtime::{traits::One, FixedPointNumber};

fn transfer() -> RuntimeCall {
    pallet_balances::Call::transfer_keep_alive { dest: Charlie.to_account_id().into(), value: OPG }
        .into()
}

#[test]
fn compute_fee_should_round_up() {
    let second = 1_000_000_000_000;
    assert_eq!(compute_fee(Weight::zero(), OPG), 0);
    assert_eq!(compute_fee(Weight::from_parts(second, 0), OPG), OPG);
    assert_eq!(compute_fee(Weight::from_parts(1, 0), 1), 1);
    assert_eq!(compute_fee(Weight::from_parts(second + 1, 0), 1), 2);
    assert_eq!(compute_fee(Weight::from_parts(u64::MAX, 0), 0), 0);
    assert!(compute_fee(Weight::MAX, Balance::MAX) > 0, "saturates instead of wrapping");
}

#[test]
fn transfer_should_cost_about_a_thousandth_of_an_opg() {
    on("development", || {
        blocks_to(1);
        let transaction = signed(Bob, transfer());
        let length = transaction.encode().len() as u32;
        let fee = TransactionPayment::compute_fee(length, &transaction.get_dispatch_info(), 0);
        assert!((MILLI_OPG / 2..=2 * MILLI_OPG).contains(&fee), "{fee} planck");
    });
}

#[test]
fn fee_should_be_shared_without_loss_and_rounded_for_the_treasury() {
    let shares = |fee| {
        let SharedFee { treasury, author } = share_fee(fee);
        (treasury, author)
    };
    assert_eq!(shares(0), (0, 0));
    assert_eq!(shares(1), (1, 0));
    assert_eq!(shares(4), (4, 0));
    assert_eq!(shares(5), (4, 1));
    assert_eq!(shares(9), (8, 1));
    assert_eq!(shares(1_000), (800, 200));
    for fee in [0, 1, 6, 999, OPG, Balance::MAX - 1, Balance::MAX] {
        let (treasury, author) = shares(fee);
        assert_eq!(treasury.checked_add(author), Some(fee));
        assert!(author <= fee / 5);
    }
}

fn treasury() -> Balance {
    Balances::free_balance(Treasury::account_id())
}

#[test]
fn author_should_receive_a_fifth_of_the_fee_and_the_tip() {
    on("development", || {
        let (alice, bob, before) = (free(Alice), free(Bob), treasury());
        let tip = 7 * MILLI_OPG;
        let results = block_by(0, vec![signed_with_tip(Bob, transfer(), tip)]);
        assert_eq!(results, vec![Ok(Ok(()))]);
        let fee = bob - free(Bob) - OPG - tip;
        assert!(fee > 0);
        let SharedFee { treasury: share, author } = share_fee(fee);
        assert_eq!(free(Alice) - alice, author + tip);
        assert_eq!(treasury() - before, share);
    });
}

#[test]
fn treasury_should_receive_everything_where_nobody_authors() {
    on("development", || {
        assert_eq!(Authorship::author(), None);
        let before = treasury();
        let fee_and_tip = [7, 5].map(<Balances as Balanced<AccountId>>::issue);
        ToTreasuryAndAuthor::on_unbalanceds(fee_and_tip.into_iter());
        assert_eq!(treasury() - before, 12);
    });
}

#[test]
fn treasury_should_receive_what_is_too_little_for_an_author_without_account() {
    on("development", || {
        // Alice authors, but her account is gone.
        frame_system::Account::<Runtime>::remove(Alice.to_account_id());
        let (bob, before) = (free(Bob), treasury());
        assert_eq!(block_by(0, vec![signed(Bob, transfer())]), vec![Ok(Ok(()))]);
        assert_eq!(free(Alice), 0);
        assert_eq!(treasury() - before, bob - free(Bob) - OPG);
    });
}

#[test]
fn nothing_should_be_created_or_lost_by_fees() {
    on("development", || {
        let before = Balances::total_issuance();
        block_by(0, vec![signed(Bob, transfer())]);
        assert_eq!(Balances::total_issuance(), before);
    });
}

#[test]
fn fee_should_rise_when_blocks_are_full_of_bytes() {
    on("development", || {
        let remark = frame_system::Call::remark { remark: vec![0; 3 << 20] };
        assert_eq!(block_by(0, vec![signed(Bob, remark)]), vec![Ok(Ok(()))]);
        let multiplier = pallet_transaction_payment::NextFeeMultiplier::<Runtime>::get();
        assert!(multiplier > One::one(), "{multiplier}");
    });
}

#[test]
fn fee_should_double_within_minutes_of_full_blocks_and_come_back() {
    on("development", || {
        let full = <Runtime as frame_system::Config>::BlockWeights::get()
            .get(frame_support::dispatch::DispatchClass::Normal)
            .max_total
            .unwrap();
        let multiplier = pallet_transaction_payment::NextFeeMultiplier::<Runtime>::get;
        assert_eq!(multiplier(), One::one());
        let mut blocks = 0;
        while multiplier() < pallet_transaction_payment::Multiplier::saturating_from_integer(2) {
            System::set_block_consumed_resources(full, 0);
            <TransactionPayment as frame_support::traits::Hooks<BlockNumber>>::on_finalize(1);
            blocks += 1;
            assert!(blocks <= 5 * opg_primitives::time::MINUTES, "too slow");
        }
        assert!(blocks >= opg_primitives::time::MINUTES, "one busy minute should not double it");
        for _ in 0..20 * opg_primitives::time::MINUTES {
            System::set_block_consumed_resources(Weight::zero(), 0);
            <TransactionPayment as frame_support::traits::Hooks<BlockNumber>>::on_finalize(1);
        }
        assert_eq!(multiplier(), One::one());
    });
}
