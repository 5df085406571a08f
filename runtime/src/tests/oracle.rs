//! What the oracle takes for the time, in blocks and between them.

use super::{
    chain::{begin_block, blocks, blocks_to, end_block, end_block_at, on, signed, validate_from},
    market::operator,
};
use crate::{extensions::ORACLE, *};
use frame_support::{
    assert_ok,
    traits::{fungible::Mutate, Time},
};
use opg_primitives::{
    feeds::{FeedId, Latest, Observation, Round, Terms},
    stake::{Role, Roles},
    time::{LEAST_APART, SLOT_MILLIS},
    token::OPG,
};
use sp_keyring::Sr25519Keyring::{self, Alice, Eve, Ferdie, One, Two};
use sp_runtime::{
    transaction_validity::{InvalidTransaction, TransactionSource},
    ApplyExtrinsicResult,
};

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
    report_in(who, feed, Oracle::duties(who.to_account_id(), 0).0[0].round)
}

fn report_in(who: Sr25519Keyring, feed: FeedId, round: Round) -> UncheckedExtrinsic {
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
fn block_at(late: Moment, transactions: Vec<UncheckedExtrinsic>) -> Vec<ApplyExtrinsicResult> {
    let slot = *Babe::current_slot() + 1;
    begin_block(0, slot);
    let now = (slot * SLOT_MILLIS + late).max(Timestamp::now() + LEAST_APART);
    end_block_at(now, transactions)
}

/// Three reporters make an answer. Then it is Eve's turn, who cannot open the next round in that block.
fn answer_at(late: Moment, id: FeedId) -> Latest {
    let before = Oracle::feed(id).unwrap().latest.map_or(0, |latest| latest.round);
    let mut transactions: Vec<_> = [Ferdie, One, Two].map(|who| report(who, id)).into();
    transactions.push(report_in(Eve, id, before + 2));
    let mut results = block_at(late, transactions);
    let too_soon = InvalidTransaction::Custom(ORACLE + 6);
    assert_eq!(results.pop(), Some(Err(too_soon.into())));
    for result in results {
        assert_ok!(result.unwrap());
    }
    let latest = Oracle::feed(id).unwrap().latest.unwrap();
    assert_eq!(latest.round, before + 1);
    latest
}

/// A pool looks at reports for a block whose time is not known yet. What it takes must be taken, or reporters wait.
#[test]
fn report_that_the_pool_takes_should_be_taken_however_early_the_next_block_is() {
    for heartbeat in [3, 4, 5, 20, 60] {
        on("local", || {
            blocks_to(1);
            let id = feed(heartbeat);
            let mut latest = answer_at(0, id);
            let age = 1_000 * Moment::from(heartbeat);
            for (waiting, answering) in
                [(0, 0), (600, 0), (1_400, 600), (1_600, 0), (2_900, 2_900), (0, 1_400), (2_900, 0)]
            {
                let mut waited = 0;
                while !pool_takes(&report(Eve, id)) {
                    waited += 1;
                    assert!(Timestamp::now() < latest.at + age + SLOT_MILLIS);
                    block_at(waiting, Vec::new());
                }
                assert!(heartbeat > 3 || waited == 0, "each block is to have an answer");
                let renewed = answer_at(answering, id);
                assert!(renewed.at - latest.at + LEAST_APART >= age, "{heartbeat} {waiting}");
                latest = renewed;
            }
        });
    }
}
