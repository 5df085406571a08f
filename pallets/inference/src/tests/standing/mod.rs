//! Standing orders: what is held and given back (`placing`), when a request is made and what is missed
//! (`running`), what is kept (`keeping`), and all of it in random orders, replayed from its events (`worlds`).

mod keeping;
mod placing;
mod running;
mod worlds;

use super::{
    random::{act, unruly, Clock},
    *,
};
use crate::{
    standing::SUSPENDED,
    types::{Keep, Miss, OrderPhase, Plan},
};
use opg_primitives::{
    agenda::{self, Page, Span},
    market::MAX_OUTPUT,
    random::Random,
};
use polkadot_sdk::frame_support::assert_noop;

const PERIOD: BlockNumber = 50;
const RUNS: u32 = 4;

/// What a run of [`plan`] costs at most: it carries four bytes.
fn run_fee() -> Balance {
    FEE + rules().run + 4 * rules().run_byte
}

fn each() -> Balance {
    BUDGET + run_fee()
}

fn plan() -> Plan<AccountId> {
    Plan { request: order(), period: PERIOD, runs: RUNS, keep: Keep { results: 2, bytes: 8 } }
}

fn place(who: AccountId, plan: Plan<AccountId>) -> OrderId {
    assert_ok!(Inference::place_order(signed(who), Box::new(plan)));
    NextOrder::<Test>::get() - 1
}

fn standing(id: OrderId) -> StandingOrderOf<Test> {
    Orders::<Test>::get(id).expect("there is such an order")
}

fn deposit(who: AccountId) -> Balance {
    Balances::balance_on_hold(&HoldReason::Deposit.into(), &who)
}

/// What the last order that was placed has deposited.
fn log_deposit() -> Balance {
    let deposits = log().into_iter().filter_map(|event| match event {
        Event::OrderPlaced { deposit, .. } => Some(deposit),
        _ => None,
    });
    deposits.reduce(|_, last| last).expect("an order was placed")
}

fn last_job() -> JobId {
    NextJob::<Test>::get() - 1
}

fn made() -> u32 {
    log().iter().filter(|event| matches!(event, Event::RunMade { .. })).count() as u32
}

/// Nothing more can fall due at this block: there is that already which nobody knows.
fn fill(at: BlockNumber) {
    let full = vec![Entry::Standing(u64::MAX, 0); 50];
    Agenda::<Test>::insert(at, 0, Page::truncate_from(full));
    Due::<Test>::insert(at, Span { taken: 0, pushed: 50 });
}

/// All servers are gone, and come back.
fn close_all() {
    close_all_but(0);
}

fn open_all() {
    close_all_but(2);
}

/// A test on a chain, with all invariants after it and every few blocks.
fn on_chain(test: impl FnOnce()) {
    chain().execute_with(|| {
        test();
        holds();
    });
}

fn holds() {
    Inference::do_try_state().expect("all invariants hold");
    let held: Balance = Jobs::<Test>::iter_values().map(|job| job.held()).sum();
    let prepaid: Balance = Orders::<Test>::iter_values().map(|order| order.held()).sum();
    let earned: Balance = Earnings::<Test>::iter_values().map(|earned| earned.parts.sum()).sum();
    let all: Balance = frame_system::Account::<Test>::iter_keys().map(escrow).sum();
    assert_eq!(all, held + prepaid + earned, "what is held is counted once");
    let deposits: Balance = Orders::<Test>::iter_values().map(|order| order.deposit).sum();
    let all: Balance = frame_system::Account::<Test>::iter_keys().map(deposit).sum();
    assert_eq!(all, deposits, "deposits are of orders that are there");
}

/// Blocks go by; whoever is asked answers at once.
fn blocks_with_answers(count: u32) {
    for _ in 0..count {
        block();
        let open: Vec<_> = Jobs::<Test>::iter()
            .filter(|(_, job)| matches!(job.life.phase, Phase::Assigned { .. }))
            .map(|(id, _)| id)
            .collect();
        open.into_iter().for_each(|id| {
            answer(id);
        });
        holds();
    }
}

/// So many servers have all there is to be had, or none.
fn close_all_but(servers: u64) {
    // Slots that are taken stay taken.
    change(Offers::get, Offers::set, |all| {
        for ((model, who), offer) in all.iter_mut() {
            if *model == EXACT {
                let open = *who < SERVERS.start() + servers * 4;
                offer.capacity = if open { offer.taken.max(CAPACITY) } else { offer.taken };
            }
        }
    });
}
