//! A world of many who use the market, some of whom cheat: random calls by all of them, against the whole
//! runtime. Whatever they do, money is where it belongs, every request ends once, and within its bound.
//!
//! `OPG_MARKET_CALLS` says how many calls are made.

use super::{
    chain::{block_by, blocks, blocks_to, check_invariants, LongChain},
    market::{model, offer, operator, order, output, rules, someone, MODEL, PRICE},
};
use crate::*;
use frame_support::{
    dispatch::GetDispatchInfo,
    traits::fungible::{InspectHold, Mutate},
};
use opg_primitives::{
    market::{commitment, Assurance, Decline, Finding, JobId, Order, Output, Source},
    models::{Ask, ModelHash},
    panels::{self, Kind, PanelSize, Salt, Subject},
    random::Random,
    stake::{Role, Roles},
    token::OPG,
};
use pallet_opg_inference::{
    life::Phase, types::Standing, Disputes, Event, HoldReason, Jobs, NextJob,
};
use pallet_opg_panels::Sizes;
use sp_runtime::{traits::Dispatchable, Permill};
use std::collections::{BTreeMap, BTreeSet};

type Call = pallet_opg_inference::Call<Runtime>;

/// A model that comes and goes.
const OTHER: ModelHash = Hash::repeat_byte(8);
/// What a model answers, and what a liar does.
const TRUTH: u8 = 9;
const LIE: u8 = 6;
const SALT: Salt = [5; 32];
/// Calls between two blocks.
const PER_BLOCK: u64 = 24;
/// Blocks in which a request ends that nobody does anything about any more: three tries, a window, two audits and
/// two juries of forty blocks each with their draws, an appeal, and the time until it is looked at.
const BOUND: BlockNumber = 700;

struct World {
    random: Random,
    owner: AccountId,
    askers: Vec<AccountId>,
    /// Honest, honest, lazy, a liar.
    workers: Vec<AccountId>,
    verifiers: Vec<AccountId>,
    /// Less than a third of the verifiers: they say the opposite of what is so.
    bribed: BTreeSet<AccountId>,
    /// How requests ended.
    ends: BTreeMap<JobId, u32>,
    /// When they were made.
    made: BTreeMap<JobId, BlockNumber>,
    slowest: BlockNumber,
    calls: BTreeMap<&'static str, (u64, u64)>,
}

impl World {
    fn new(seed: u64) -> Self {
        blocks_to(1);
        let size = PanelSize { members: 5, threshold: 4, commit: 20, reveal: 10 };
        for kind in Kind::ALL {
            Sizes::<Runtime>::insert(kind, size);
        }
        let one = PanelSize { members: 1, threshold: 1, ..size };
        Sizes::<Runtime>::insert(Kind::Audit, one);
        Sizes::<Runtime>::insert(Kind::Appeal, PanelSize { members: 9, threshold: 6, ..size });
        Balances::set_balance(&Treasury::account_id(), 1_000_000 * OPG);
        let owner = someone(1, 0);
        model(MODEL, &owner);
        model(OTHER, &owner);
        let of = |kind, count| (0..count).map(|index| someone(kind, index)).collect::<Vec<_>>();
        let (askers, workers, verifiers) = (of(2, 6), of(3, 12), of(4, 24));
        for who in &workers {
            operator(who, Roles::of([Role::Inference]), 100_000 * OPG);
            for hash in [MODEL, OTHER] {
                offer(who, hash, PRICE, 40);
            }
        }
        for who in &verifiers {
            operator(who, Roles::of([Role::Verifier]), 100_000 * OPG);
        }
        let bribed = verifiers.iter().take(verifiers.len() / 3 - 1).cloned().collect();
        rules(|rules| {
            rules.audit = Permill::from_percent(20);
            rules.again = Permill::from_percent(30);
            (rules.retention, rules.in_flight) = (50, 200);
        });
        blocks(10);
        System::reset_events();
        Self {
            random: Random(seed),
            owner,
            askers,
            workers,
            verifiers,
            bribed,
            ends: BTreeMap::new(),
            made: BTreeMap::new(),
            slowest: 0,
            calls: BTreeMap::new(),
        }
    }

    /// Makes a call. It weighs no more than it said, whatever comes of it.
    fn call(&mut self, who: &AccountId, name: &'static str, call: impl Into<RuntimeCall>) -> bool {
        self.dispatch(RuntimeOrigin::signed(who.clone()), name, call)
    }

    fn dispatch(
        &mut self,
        origin: RuntimeOrigin,
        name: &'static str,
        call: impl Into<RuntimeCall>,
    ) -> bool {
        let call = call.into();
        let said = call.get_dispatch_info().call_weight;
        let result = call.dispatch(origin);
        let used = match &result {
            Ok(post) => post.actual_weight,
            Err(error) => error.post_info.actual_weight,
        };
        assert!(used.is_none_or(|used| used.all_lte(said)), "{name} weighs {used:?}, not {said:?}");
        let (made, taken) = self.calls.entry(name).or_default();
        *made += 1;
        *taken += u64::from(result.is_ok());
        result.is_ok()
    }

    fn pick(&mut self, from: &[AccountId]) -> AccountId {
        from[self.random.below(from.len() as u64) as usize].clone()
    }

    /// One of the last requests, open or not, or one that will never be.
    fn some_job(&mut self) -> JobId {
        let next = NextJob::<Runtime>::get();
        next.saturating_sub(self.random.below(150))
    }

    fn anyone(&mut self) -> AccountId {
        let all = [&self.askers[..], &self.workers[..], &self.verifiers[..]].concat();
        self.pick(&all)
    }

    fn act(&mut self) {
        match self.random.below(100) {
            0..=24 => self.ask(),
            25..=64 => self.work(),
            65..=86 => self.verify(),
            87..=90 => self.challenge(),
            91 => self.appeal(),
            92 => {
                let (who, worker) = (self.anyone(), self.workers.clone());
                let worker = self.pick(&worker);
                let model = self.random.one_of(&[MODEL, OTHER]);
                self.call(&who, "pay_out", Call::pay_out { worker, model });
            },
            93 => self.serve(),
            94..=95 => self.junk(),
            96 => self.govern(),
            97 => {
                let who = self.anyone();
                let job = self.some_job();
                self.call(&who, "decline", Call::decline { job, why: Decline::ResourceLimit });
            },
            _ => self.bond(),
        }
    }

    fn ask(&mut self) {
        let who = self.askers.clone();
        let who = self.pick(&who);
        let assurance = self.random.one_of(&[
            Assurance::Bonded,
            Assurance::Bonded,
            Assurance::Bonded,
            Assurance::Quorum(3),
            Assurance::Quorum(5),
            Assurance::Quorum(4),
            Assurance::Proven,
        ]);
        let some = order(assurance);
        let blob = Source::Blob { hash: Hash::repeat_byte(3), bytes: 1 << 20 };
        let order = Order {
            model: self.random.one_of(&[MODEL, MODEL, OTHER, Hash::zero()]),
            input: if self.random.below(4) == 0 { blob } else { some.input.clone() },
            max_price: u128::from(self.random.below(12)) * OPG,
            time: 8 + self.random.below(30) as u32,
            coverage: (self.random.below(5) == 0).then(|| self.random.amount() / 1_000),
            beneficiary: (self.random.below(5) == 0).then(|| self.askers[0].clone()),
            ..some
        };
        let id = NextJob::<Runtime>::get();
        if self.call(&who, "request", Call::request { order: Box::new(order) }) {
            self.made.insert(id, System::block_number());
        }
    }

    /// What a worker answers: the last two lie, now and then.
    fn says(&mut self, who: &AccountId) -> Output {
        let liar = self.workers.iter().rev().take(2).any(|one| one == who);
        output(if liar && self.random.below(2) == 0 { LIE } else { TRUTH })
    }

    /// A worker does what a request waits for; one in eight does not care.
    fn work(&mut self) {
        let id = self.some_job();
        let Some(job) = Jobs::<Runtime>::get(id) else { return };
        let places = job.workers.len() as u64;
        if places == 0 || self.random.below(8) == 0 {
            return;
        }
        let worker = &job.workers[self.random.below(places) as usize];
        let who = worker.account.clone();
        let said = self.says(&who);
        match (job.life.phase, worker.standing) {
            (Phase::Assigned { .. }, Standing::Working) if self.random.below(9) == 0 => {
                let why = Decline::InputUnavailable;
                self.call(&who, "decline", Call::decline { job: id, why });
            },
            (Phase::Assigned { .. }, Standing::Working) => {
                let other = self.some_job();
                let answers = vec![(id, said.clone()), (other, said)];
                let count = 1 + self.random.below(2) as usize;
                let answers = answers.into_iter().take(count).collect::<Vec<_>>();
                let answers = answers.try_into().unwrap();
                self.call(&who, "submit_answers", Call::submit_answers { answers });
            },
            (Phase::Committing { .. }, Standing::Working) => {
                let hash = commitment(id, &who, &SALT, &said);
                let commitments = vec![(id, hash)].try_into().unwrap();
                self.call(&who, "commit_answers", Call::commit_answers { commitments });
            },
            (Phase::Revealing { .. }, Standing::Committed(_)) => {
                // A liar does not remember what it said.
                let answers = vec![(id, SALT, said)].try_into().unwrap();
                self.call(&who, "reveal_answers", Call::reveal_answers { answers });
            },
            _ => {},
        }
    }

    /// A verifier does one of its duties.
    fn verify(&mut self) {
        let who = self.verifiers.clone();
        let who = self.pick(&who);
        let duties = Panels::duties(who.clone());
        if duties.is_empty() {
            return;
        }
        let duty = &duties[self.random.below(duties.len() as u64) as usize];
        let (Subject::Audit(id) | Subject::Answer(id)) = duty.subject else { return };
        let (case, verdict) = (duty.case, self.verdict(&who, id));
        let task = duty.commitment.is_none();
        if task {
            let commitment = panels::commitment(case, &who, &salt(case), &verdict);
            let call = pallet_opg_panels::Call::<Runtime>::commit { case, commitment };
            self.call(&who, "panels.commit", call);
        } else {
            let salt = salt(case);
            let call = pallet_opg_panels::Call::<Runtime>::reveal { case, salt, verdict };
            self.call(&who, "panels.reveal", call);
        }
    }

    fn verdict(&self, who: &AccountId, id: JobId) -> Hash {
        let witness = Disputes::<Runtime>::get(id).map(|one| one.witness).unwrap_or_default();
        let answers = pallet_opg_inference::Outputs::<Runtime>::iter_prefix(id);
        let job = Jobs::<Runtime>::get(id);
        let counts = |place: u8| {
            job.as_ref().is_some_and(|job| {
                job.workers.get(usize::from(place)).is_some_and(|worker| worker.agrees())
            })
        };
        let right =
            answers.filter(|(place, _)| counts(*place)).all(|(_, said)| said == output(TRUTH));
        let honest = !self.bribed.contains(who);
        let finding = if right == honest { Finding::Right } else { Finding::Wrong };
        finding.verdict(witness)
    }

    fn challenge(&mut self) {
        let id = self.some_job();
        let who = self.anyone();
        let wrong = self.verdict(&self.verifiers[20].clone(), id)
            == Finding::Wrong.verdict(Default::default());
        if wrong || self.random.below(6) == 0 {
            self.call(&who, "challenge", Call::challenge { job: id });
        }
    }

    fn appeal(&mut self) {
        let judged =
            Jobs::<Runtime>::iter().find(|(_, job)| matches!(job.life.phase, Phase::Judged { .. }));
        let Some((id, job)) = judged else { return };
        let who = match self.random.below(3) {
            0 => job.requester,
            1 => job.workers[0].account.clone(),
            _ => self.anyone(),
        };
        self.call(&who, "appeal", Call::appeal { job: id });
    }

    fn serve(&mut self) {
        let who = self.workers.clone();
        let who = self.pick(&who);
        let model = self.random.one_of(&[MODEL, OTHER]);
        let ask = Ask { price: self.random.amount() / 100_000 + 1, latency: 1 };
        let capacity = self.random.below(60) as u32;
        let call = match self.random.below(4) {
            0 => pallet_opg_models::Call::<Runtime>::withdraw_offer { model },
            _ => pallet_opg_models::Call::<Runtime>::offer { model, ask, capacity },
        };
        self.call(&who, "offer", call);
    }

    fn junk(&mut self) {
        let (who, job) = (self.anyone(), self.some_job());
        let said = output(TRUTH);
        let call: RuntimeCall = match self.random.below(5) {
            0 => Call::submit_answers {
                answers: vec![(job, said.clone()), (job, said)].try_into().unwrap(),
            },
            1 => Call::reveal_answers { answers: vec![(job, SALT, said)].try_into().unwrap() },
            2 => {
                Call::commit_answers { commitments: vec![(job, Hash::zero())].try_into().unwrap() }
            },
            3 => Call::prove_answers {
                shape: pallet_opg_inference::Shape { rows: 11, width: 4 },
                models: vec![MODEL].try_into().unwrap(),
                proofs: vec![pallet_opg_inference::Proof {
                    job,
                    model: self.random.below(2) as u16,
                    output: vec![1; 4].try_into().unwrap(),
                    proof: Default::default(),
                }]
                .try_into()
                .unwrap(),
            },
            _ => Call::submit_answers { answers: Default::default() },
        }
        .into();
        self.call(&who, "junk", call);
    }

    /// Rules change and models are closed while requests run.
    fn govern(&mut self) {
        let owner = self.owner.clone();
        match self.random.below(5) {
            0 => {
                let deprecated = self.random.below(3) == 0;
                let call =
                    pallet_opg_models::Call::<Runtime>::deprecate { model: OTHER, deprecated };
                self.call(&owner, "deprecate", call);
            },
            1 => {
                let banned = self.random.below(3) == 0;
                let call = pallet_opg_models::Call::<Runtime>::ban { model: OTHER, banned };
                self.dispatch(RuntimeOrigin::root(), "ban", call);
            },
            2 => {
                let royalty = Permill::from_percent(self.random.below(11) as u32);
                let call =
                    pallet_opg_models::Call::<Runtime>::set_royalty { model: MODEL, royalty };
                self.call(&owner, "set_royalty", call);
            },
            _ => {
                let mut part = |most| Permill::from_percent(self.random.below(most) as u32);
                let (burn, verifiers, audit) = (part(20), part(20), part(60));
                let window = 5 + self.random.below(20) as u32;
                rules(|rules| {
                    (rules.burn, rules.verifiers, rules.audit) = (burn, verifiers, audit);
                    rules.window = window;
                });
            },
        }
    }

    fn bond(&mut self) {
        let who = self.workers.clone();
        let who = self.pick(&who);
        let amount = self.random.amount();
        let call = match self.random.below(3) {
            0 => pallet_opg_stake::Call::<Runtime>::unbond { amount },
            _ => pallet_opg_stake::Call::<Runtime>::bond { amount },
        };
        self.call(&who, "bond", call);
    }

    /// The next block, and what happened since the last one.
    fn block(&mut self) {
        self.note();
        block_by(0, Vec::new());
        let most = configs::system::RuntimeBlockWeights::get().max_block;
        let turns =
            System::events().iter().any(|record| matches!(record.event, RuntimeEvent::Session(_)));
        let used = System::block_weight().total();
        assert!(turns || used.all_lte(most), "{used:?} of {most:?}");
        self.note();
        System::reset_events();
    }

    fn note(&mut self) {
        for record in System::events() {
            let RuntimeEvent::Inference(event) = record.event else { continue };
            let (Event::Settled { job, .. } | Event::Refunded { job, .. }) = event else {
                continue;
            };
            *self.ends.entry(job).or_default() += 1;
            let took = System::block_number() - self.made[&job];
            self.slowest = self.slowest.max(took);
            assert!(took <= BOUND, "request {job} took {took} blocks");
        }
        System::reset_events();
    }

    /// Nobody asked any more, and nobody worked, for as long as it takes: everything has ended.
    fn check_all_ended(&self) {
        assert_eq!(self.made.len(), self.ends.len(), "every request ended");
        assert!(self.ends.values().all(|count| *count == 1), "and once");
        assert_eq!(Jobs::<Runtime>::iter().count(), 0, "they are forgotten");
        assert_eq!(Disputes::<Runtime>::iter().count(), 0);
        let challenge = RuntimeHoldReason::Inference(HoldReason::Challenge);
        for who in self.askers.iter().chain(&self.verifiers) {
            assert_eq!(Balances::balance_on_hold(&challenge, who), 0);
            let escrow = RuntimeHoldReason::Inference(HoldReason::Escrow);
            assert_eq!(Balances::balance_on_hold(&escrow, who), 0, "nothing of an asker is held");
        }
        let operators = pallet_opg_stake::Operators::<Runtime>::iter();
        let locked = operators.filter(|(_, operator)| operator.locked > 0).count();
        assert_eq!(locked, 0, "no ticket is left");
    }
}

fn salt(case: panels::CaseId) -> Salt {
    sp_io::hashing::blake2_256(&case.to_le_bytes())
}

#[test]
fn every_request_should_end_once_and_all_money_be_where_it_belongs_among_liars() {
    let calls: u64 = std::env::var("OPG_MARKET_CALLS").map_or(8_000, |text| text.parse().unwrap());
    let mut chain = LongChain::new("development");
    let mut world = chain.part(|| World::new(calls));
    let (mut made, mut issued) = (0, chain.part(Balances::total_issuance));
    while made < calls {
        chain.part(|| {
            for _ in 0..PER_BLOCK {
                world.act();
            }
            made += PER_BLOCK;
            world.block();
            if System::block_number().is_multiple_of(50) {
                pallet_opg_inference::Pallet::<Runtime>::do_try_state().expect("invariants hold");
            }
            if System::block_number().is_multiple_of(1_000) {
                check_invariants();
            }
            assert!(Balances::total_issuance() <= issued, "nothing is made out of nothing");
            issued = Balances::total_issuance();
        });
    }
    for _ in 0..BOUND {
        chain.part(|| world.block());
    }
    chain.part(|| blocks(100));
    chain.part(|| world.check_all_ended());
    chain.end();
    println!("{made} calls, {} requests, the slowest {} blocks", world.made.len(), world.slowest);
    for (name, (made, taken)) in &world.calls {
        println!("  {name}: {taken} of {made} taken");
    }
    let taken = |name| world.calls.get(name).is_some_and(|(_, taken)| *taken > 0);
    for name in ["request", "submit_answers", "commit_answers", "reveal_answers", "challenge"] {
        assert!(taken(name), "no {name} was ever taken");
    }
}
