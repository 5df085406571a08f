//! What a request costs among many servers, models and open requests. Run by `scripts/weights --compare`:
//! figures mean something on a quiet machine only.

use super::{
    chain::{blocks_to, LongChain},
    market::{model, offer, operator, order, output, rules, someone, MODEL, PRICE},
};
use crate::*;
use codec::Encode;
use frame_support::{
    assert_ok,
    traits::{fungible::Mutate, Hooks},
};
use opg_primitives::{
    market::{Assurance, JobId, Order},
    models::ModelHash,
    stake::{Role, Roles},
    token::OPG,
};
use pallet_opg_inference::{Jobs, NextJob};
use sp_runtime::Permill;
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

const MANY: u32 = 10_000;
const OTHER: ModelHash = Hash::repeat_byte(8);
/// How often each thing is done.
const SAMPLES: usize = 100;
/// Blocks in which what is open falls due: all of it in the same ones.
const LONG: BlockNumber = 20_000;
/// Blocks in which what is answered falls due: later than everything else is answered.
const SHORT: BlockNumber = 2 * SAMPLES as BlockNumber;

/// One of very many, who has money.
fn one_of_many(kind: u8, index: u32) -> AccountId {
    let who = AccountId::from(sp_io::hashing::blake2_256(&(kind, index).encode()));
    Balances::set_balance(&who, 1_000_000 * OPG);
    who
}

fn request(who: &AccountId, order: Order<AccountId>) -> JobId {
    let origin = RuntimeOrigin::signed(who.clone());
    assert_ok!(Inference::request(origin, Box::new(order)));
    NextJob::<Runtime>::get() - 1
}

/// A chain on which `all` serve models, `all` models are registered and `all` requests are open; `of_it` of
/// the servers and of the requests are of the model that is asked.
struct Crowd(LongChain);

impl Crowd {
    fn new(of_it: u32, all: u32) -> Self {
        let mut chain = LongChain::new("development");
        chain.part(|| {
            blocks_to(1);
            rules(|rules| (rules.audit, rules.in_flight) = (Permill::zero(), u32::MAX));
            let owner = someone(1, 0);
            [MODEL, OTHER].into_iter().for_each(|hash| model(hash, &owner));
            let like = pallet_opg_models::Models::<Runtime>::get(MODEL).unwrap();
            for index in 2..all {
                let hash = ModelHash::from_low_u64_be(index.into());
                pallet_opg_models::Models::<Runtime>::insert(hash, like.clone());
            }
        });
        chain.part(|| {
            for index in 0..all {
                let who = one_of_many(2, index);
                operator(&who, Roles::of([Role::Inference]), 900_000 * OPG);
                offer(&who, if index < of_it { MODEL } else { OTHER }, PRICE, 1_000);
            }
        });
        chain.part(|| {
            let who = someone(3, 0);
            for index in 0..all {
                let order = order(Assurance::Bonded);
                let (hash, time) = if index < of_it { (MODEL, LONG) } else { (OTHER, LONG / 2) };
                request(&who, Order { model: hash, time, ..order });
            }
            System::reset_events();
        });
        Self(chain)
    }

    /// How long something takes that begins with nothing read or written.
    fn time<R>(&mut self, part: impl FnOnce() -> R) -> (Duration, R) {
        self.0.part(|| {
            let began = Instant::now();
            let result = part();
            (began.elapsed(), result)
        })
    }

    /// Transfer, request, answer, settlement.
    fn times(&mut self) -> [Duration; 4] {
        let (asks, dest) = self.0.part(|| (someone(3, 1), someone(3, 2)));
        let mut times = [const { Vec::new() }; 4];
        let mut jobs = Vec::new();
        for _ in 0..SAMPLES {
            let (origin, to) = (RuntimeOrigin::signed(asks.clone()), dest.clone().into());
            let transfer = || Balances::transfer_keep_alive(origin, to, OPG).map(|_| ());
            let (time, done) = self.time(transfer);
            assert_ok!(done);
            times[0].push(time);
            let crowded = Order { time: LONG, ..order(Assurance::Bonded) };
            times[1].push(self.time(|| request(&asks, crowded)).0);
            let short = Order { time: SHORT, ..order(Assurance::Bonded) };
            jobs.push(self.0.part(|| request(&asks, short)));
            // One falls due in each block.
            self.next_block();
        }
        for id in &jobs {
            let job = self.0.part(|| Jobs::<Runtime>::get(id).unwrap());
            let answers = vec![(*id, output(9))].try_into().unwrap();
            let origin = RuntimeOrigin::signed(job.workers[0].account.clone());
            let (time, done) = self.time(|| Inference::submit_answers(origin, answers).map(|_| ()));
            assert_ok!(done);
            times[2].push(time);
        }
        for _ in 0..2 * SHORT {
            // What was put off for lack of room comes with others, and does not count.
            let (time, settled) = self.next_block();
            times[3].extend((settled == 1).then_some(time));
        }
        assert!(times[3].len() > SAMPLES / 2, "most were settled one by one");
        times.map(|mut times| {
            times.sort();
            times[times.len() / 2]
        })
    }

    /// The market does what is due in the next block. How long it takes, and how many were settled.
    fn next_block(&mut self) -> (Duration, usize) {
        self.0.part(|| {
            System::reset_events();
            System::set_block_number(System::block_number() + 1);
        });
        let (time, _) = self.time(|| Inference::on_initialize(System::block_number()));
        let settled = |event: &RuntimeEvent| {
            matches!(event, RuntimeEvent::Inference(pallet_opg_inference::Event::Settled { .. }))
        };
        let count = || System::read_events_no_consensus().filter(|one| settled(&one.event)).count();
        (time, self.0.part(count))
    }
}

#[test]
#[ignore = "measures time"]
fn request_should_cost_as_much_among_ten_thousand_as_among_one() {
    let kinds = [("1 of 1", 1, 1), ("1 of 10,000", 1, MANY), ("10,000 of 10,000", MANY, MANY)];
    let mut crowds = kinds.map(|(_, of_it, all)| Crowd::new(of_it, all));
    let mut best = BTreeMap::<usize, [Duration; 4]>::new();
    for _ in 0..5 {
        for (kind, crowd) in crowds.iter_mut().enumerate() {
            let times = crowd.times();
            let least = best.entry(kind).or_insert(times);
            for (least, time) in least.iter_mut().zip(times) {
                *least = time.min(*least);
            }
        }
    }
    println!("                     transfer     request      answer  settlement");
    for (kind, times) in &best {
        let times = times.map(|time| format!("{:>12.1?}", time)).concat();
        println!("{:>17}{times}", kinds[*kind].0);
    }
    // What each reads and writes, as its measured weight has it.
    let parts = [("transfer", 1, 1), ("request", 16, 9), ("answer", 5, 3), ("settlement", 16, 8)];
    for (place, (name, reads, writes)) in parts.into_iter().enumerate() {
        let stored = <Runtime as frame_system::Config>::DbWeight::get().reads_writes(reads, writes);
        let [few, many] = [1, 2].map(|kind| best[&kind][place].as_nanos() as f64);
        let stored = stored.ref_time() as f64 / 1e3;
        let ratio = (many + stored) / (few + stored);
        println!("{name}: {:.2} by time, {ratio:.2} by weight", many / few);
        assert!(ratio <= 1.1, "{name} costs {ratio:.2} times as much among many");
    }
}
