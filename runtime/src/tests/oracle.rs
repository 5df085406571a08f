//! What the oracle takes for the time, in blocks and between them.

use super::{
    chain::{begin_block, blocks, blocks_to, end_block, end_block_at, on, signed, validate_from},
    market::operator,
};
use crate::*;
use frame_support::{
    assert_ok,
    traits::{fungible::Mutate, Time},
};
use opg_primitives::{
    feeds::{FeedId, Observation, Terms},
    stake::{Role, Roles},
    time::{LEAST_APART, SLOT_MILLIS},
    token::OPG,
};
use sp_keyring::Sr25519Keyring::{self, Alice, Eve, Ferdie, One, Two};
use sp_runtime::transaction_validity::TransactionSource;

type OracleTime = <Runtime as pallet_opg_oracle::Config>::Time;

/// Standing orders are placed before the block's timestamp is set: what was fresh before the halt must not seem so.
#[test]
fn first_block_after_a_halt_should_know_that_time_has_gone_by_before_its_timestamp() {
    on("local", || {
        blocks_to(2);
        let before = Timestamp::now();
        assert_eq!(OracleTime::now(), before, "a block's own timestamp counts when it is there");
        begin_block(0, *Babe::current_slot() + 10);
        assert_eq!(Timestamp::now(), before);
        assert_eq!(OracleTime::now(), before + 10 * SLOT_MILLIS);
        end_block(Vec::new());
        assert_eq!(OracleTime::now(), Timestamp::now());
    });
}

const REPORTERS: [Sr25519Keyring; 4] = [Eve, Ferdie, One, Two];

/// A feed of Alice's with this heartbeat, whose reporters have their seats.
fn feed(heartbeat: u32) -> FeedId {
    for who in REPORTERS.map(|who| who.to_account_id()) {
        Balances::set_balance(&who, 1_000_000 * OPG);
        operator(&who, Roles::of([Role::Data]), 10_000 * OPG);
    }
    let terms = Terms {
        name: b"par".to_vec().try_into().unwrap(),
        faulty: 1,
        decimals: 0,
        min: 1,
        max: 1_000,
        deviation: 50,
        spread: 50,
        heartbeat,
        reward: OPG / 100,
    };
    let alice = || RuntimeOrigin::signed(Alice.to_account_id());
    assert_ok!(Oracle::create_feed(alice(), terms));
    assert_ok!(Oracle::fund(alice(), 0, 100 * OPG));
    while Oracle::feed(0).unwrap().seats.len() < REPORTERS.len() {
        blocks(1);
    }
    0
}

/// What a reporter says of the next round.
fn report(who: Sr25519Keyring, feed: FeedId) -> UncheckedExtrinsic {
    let round = Oracle::duties(who.to_account_id(), 0).0[0].round;
    let observations = vec![Observation { feed, round, value: 100 }].try_into().unwrap();
    signed(who, pallet_opg_oracle::Call::report { observations })
}

/// What a pool hears of it, of its own transactions and of those of another's block.
fn pool_takes(transaction: &UncheckedExtrinsic) -> bool {
    let [own, other] = [TransactionSource::External, TransactionSource::InBlock]
        .map(|source| validate_from(source, transaction.clone()).is_ok());
    assert_eq!(own, other);
    own
}

/// The next block, in the next slot, at a time of that slot.
fn block_at(late: Moment, transactions: Vec<UncheckedExtrinsic>) {
    let slot = *Babe::current_slot() + 1;
    begin_block(0, slot);
    let now = (slot * SLOT_MILLIS + late).max(Timestamp::now() + LEAST_APART);
    for result in end_block_at(now, transactions) {
        assert_ok!(result.unwrap());
    }
}

/// A pool looks at reports for a block whose time is not known yet. What it takes must be taken, or reporters wait.
#[test]
fn report_that_the_pool_takes_should_be_taken_however_early_the_next_block_is() {
    for heartbeat in [3, 4, 5, 20, 60] {
        on("local", || {
            blocks_to(1);
            let id = feed(heartbeat);
            block_at(0, REPORTERS.map(|who| report(who, id)).into());
            for late in [0, 600, 1_400, 1_600, 2_900].repeat(2) {
                let latest = Oracle::feed(id).unwrap().latest.unwrap();
                while !pool_takes(&report(Eve, id)) {
                    assert!(
                        Timestamp::now()
                            < latest.at + 1_000 * Moment::from(heartbeat) + SLOT_MILLIS
                    );
                    block_at(late, Vec::new());
                }
                block_at(0, REPORTERS.map(|who| report(who, id)).into());
                let renewed = Oracle::feed(id).unwrap().latest.unwrap();
                assert_eq!(renewed.round, latest.round + 1, "{heartbeat} {late}");
                let after = renewed.at - latest.at;
                assert!(after + LEAST_APART >= 1_000 * Moment::from(heartbeat), "{after}");
            }
        });
    }
}
