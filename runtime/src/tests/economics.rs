//! The supply, over the genesis that ships and over years.

use super::chain::{block_by, blocks_to, check_invariants, free, on, signed};
use crate::{
    configs::stake::rewards_account,
    genesis::allocation::{LIQUIDITY, POTS, STAKING_RESERVE},
    *,
};
use frame_support::{
    assert_noop, assert_ok,
    traits::{fungible::Inspect, Hooks},
    weights::Weight,
};
use opg_primitives::{
    time::MONTHS,
    token::{OPG, TOTAL_SUPPLY},
};
use pallet_opg_release::Destination;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use sp_runtime::DispatchError::BadOrigin;

/// What governance may have released when the chain began.
fn due_at_once() -> Balance {
    POTS.iter().filter(|pot| pot.duration == 1).map(|pot| pot.opg).sum()
}

#[test]
fn every_preset_should_hold_the_whole_supply_and_nothing_else() {
    for preset in crate::genesis::preset_names() {
        on(preset.as_ref(), || {
            assert_eq!(Balances::total_issuance(), TOTAL_SUPPLY, "{preset}");
            let pots: Balance =
                pallet_opg_release::Pots::<Runtime>::iter_values().map(|pot| pot.total).sum();
            let given = TOTAL_SUPPLY - pots;
            assert!(given < 60_000_000 * OPG, "{preset} gave away {given}");
            assert_eq!(Balances::total_issuance() - Balances::active_issuance(), pots, "{preset}");
        });
    }
}

#[test]
fn allocation_should_be_the_table_to_the_planck() {
    let of = |share: &str| -> Balance {
        POTS.iter().filter(|pot| pot.share == share).map(|pot| pot.opg).sum()
    };
    let table = [
        ("growth", 400_000_000),
        ("foundation", 150_000_000),
        ("contributors", 150_000_000),
        ("investors", 100_000_000),
        ("staking", 100_000_000),
        ("liquidity", 60_000_000),
        ("airdrop", 40_000_000),
    ];
    for (share, opg) in table {
        assert_eq!(of(share), opg, "{share}");
    }
    assert_eq!(table.iter().map(|(_, opg)| opg).sum::<Balance>() * OPG, TOTAL_SUPPLY);
    assert_eq!(due_at_once(), 40_000_000 + 50_000_000 + 60_000_000 + 40_000_000);
    on("development", || {
        let liquidity = pallet_opg_release::Pots::<Runtime>::get(LIQUIDITY).unwrap().total;
        let given = TOTAL_SUPPLY - Balances::total_issuance() + 60_000_000 * OPG - liquidity;
        assert_eq!(Balances::active_issuance(), given, "test accounts come out of liquidity");
    });
}

#[test]
fn issuance_and_burned_should_be_the_supply_over_ten_years() {
    on("local", || {
        blocks_to(1);
        let mut burned = 0;
        let reserve = pallet_opg_release::Pots::<Runtime>::get(STAKING_RESERVE).unwrap();
        for month in 1..=120 {
            System::set_block_number(month * MONTHS);
            assert_ok!(Balances::burn(
                RuntimeOrigin::signed(Alice.to_account_id()),
                OPG + Balance::from(month),
                true
            ));
            burned += OPG + Balance::from(month);
            Session::validators().iter().for_each(Stake::note_author);
            Stake::start_session(month * 3);
            while pallet_opg_stake::NextPayout::<Runtime>::get() < month {
                Stake::on_idle(System::block_number(), Weight::from_parts(u64::MAX, u64::MAX));
            }
            assert_eq!(Balances::total_issuance() + burned, TOTAL_SUPPLY, "month {month}");
            let pot = pallet_opg_release::Pots::<Runtime>::get(STAKING_RESERVE).unwrap();
            assert_eq!(pot.released, pot.due(month * MONTHS).min(pot.total), "month {month}");
            check_invariants();
        }
        assert_eq!(
            pallet_opg_release::Pots::<Runtime>::get(STAKING_RESERVE).unwrap().released,
            reserve.total,
            "after 96 months all of the reserve is released"
        );
        let left = Balances::total_balance(&rewards_account());
        assert!(left < OPG, "the reserve went to validators, but for {left}");
    });
}

#[test]
fn pots_should_release_to_nobody_until_governance_has_named_someone() {
    on("development", || {
        blocks_to(2);
        let release = |pot| Release::release(RuntimeOrigin::signed(Bob.to_account_id()), pot);
        assert_noop!(release(0), pallet_opg_release::Error::<Runtime>::ForNobody);
        let to_charlie = Destination::Account(Charlie.to_account_id());
        assert_noop!(
            Release::redirect(RuntimeOrigin::signed(Bob.to_account_id()), 0, to_charlie.clone()),
            pallet_opg_release::Error::<Runtime>::NotController
        );
        assert_noop!(Release::redirect(RuntimeOrigin::none(), 0, to_charlie.clone()), BadOrigin);
        assert_ok!(Release::redirect(RuntimeOrigin::root(), 0, to_charlie));
        let (before, active) = (free(Charlie), Balances::active_issuance());
        assert_ok!(release(0));
        assert_eq!(free(Charlie), before + 40_000_000 * OPG);
        assert_eq!(Balances::active_issuance(), active + 40_000_000 * OPG);
    });
}

#[test]
fn an_era_should_pay_its_validators_from_the_reserve() {
    on("local", || {
        let account = Bob.to_account_id();
        let before = Balances::total_balance(&account);
        // An era has three sessions of twenty slots; Bob makes every block.
        while pallet_opg_stake::NextPayout::<Runtime>::get() < 1 {
            block_by(1, Vec::new());
            assert!(System::block_number() < 70, "the first era is not paid");
        }
        let pot = pallet_opg_release::Pots::<Runtime>::get(STAKING_RESERVE).unwrap();
        let gained = Balances::total_balance(&account) - before;
        assert!(pot.released > 60 * OPG && gained > pot.released - OPG, "{gained}");
        assert_eq!(Balances::total_issuance(), TOTAL_SUPPLY);
    });
}

#[test]
fn bond_should_vote_and_not_be_spent() {
    on("local", || {
        blocks_to(1);
        let all = Balances::total_balance(&Alice.to_account_id());
        assert!(all > free(Alice));
        let spend = pallet_balances::Call::transfer_keep_alive {
            dest: Bob.to_account_id().into(),
            value: all - OPG,
        };
        assert!(!matches!(block_by(0, vec![signed(Alice, spend)])[0], Ok(Ok(()))));
        let call = RuntimeCall::from(frame_system::Call::remark { remark: vec![1] });
        let call = <Preimage as frame_support::traits::StorePreimage>::bound(call).unwrap();
        assert_ok!(Referenda::submit(
            RuntimeOrigin::signed(Bob.to_account_id()),
            Box::new(frame_system::RawOrigin::Root.into()),
            call,
            frame_support::traits::schedule::DispatchTime::After(0),
        ));
        let vote = pallet_conviction_voting::AccountVote::Standard {
            vote: pallet_conviction_voting::Vote { aye: true, conviction: Default::default() },
            balance: Balances::total_balance(&Alice.to_account_id()),
        };
        assert_ok!(ConvictionVoting::vote(RuntimeOrigin::signed(Alice.to_account_id()), 0, vote));
    });
}
