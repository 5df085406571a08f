//! Worlds with liars, workers that are silent, verifiers that disagree and blocks that come late: no
//! invariant breaks, every request ends once and in time, and no planck is lost.

use super::{
    proving::{proof, prove},
    quorum::{commit, reveal},
    *,
};
use opg_primitives::random::Random;
use polkadot_sdk::frame_support::storage::with_storage_layer;

/// Blocks in which a panel of the doubles is done, at most.
const PANEL: BlockNumber = 40;
/// Of these outputs the first is right; they are floating-point numbers, for models that give such.
const OUTPUTS: [[u8; 4]; 3] = [1.0f32.to_le_bytes(), 2.0f32.to_le_bytes(), 3.0f32.to_le_bytes()];

/// Something happens.
pub fn act(random: &mut Random) {
    let old = random.below(10) == 0;
    let jobs = Jobs::<Test>::iter().filter(|(_, job)| old || job.life.phase.end().is_none());
    let ids: Vec<JobId> = jobs.map(|(id, _)| id).collect();
    let id = if ids.is_empty() { 0 } else { random.one_of(&ids) };
    let anyone = random.one_of(&[ANN, BOB, CAT, DAN, EVE]);
    // What is refused is undone.
    let _ = with_storage_layer(|| match random.below(15) {
        0..=2 => {
            let order = some_order(random);
            let who = random.one_of(&[ANN, BOB]);
            Inference::request(signed(who), Box::new(order)).map(drop)
        },
        3 => Inference::challenge(signed(anyone), id).map_err(Into::into),
        4 => {
            let mut appellants = vec![anyone];
            appellants.extend(Jobs::<Test>::get(id).iter().flat_map(|job| {
                job.workers.iter().map(|worker| worker.account).collect::<Vec<_>>()
            }));
            Inference::appeal(signed(random.one_of(&appellants)), id).map_err(Into::into)
        },
        5 => {
            let worker = 11 + random.below(8);
            let model = random.one_of(&[EXACT, CLOSE, UNKNOWN]);
            Inference::pay_out(signed(anyone), worker, model).map_err(Into::into)
        },
        6 => {
            judge(random);
            Ok(())
        },
        _ => work(id, random),
    });
}

fn some_order(random: &mut Random) -> Order<AccountId> {
    let quorums = [3, 5, 7].map(Assurance::Quorum);
    let few = random.one_of(&quorums);
    let assurance = random.one_of(&[Assurance::Bonded, Assurance::Bonded, few, Assurance::Proven]);
    let input = match random.below(6) {
        0 => elsewhere(1),
        1 => {
            Feed::set(match random.below(3) {
                0 => Err(Unfit::Stale),
                _ => Ok(vec![random.below(256) as u8; 4]),
            });
            Source::Candles(candles::window())
        },
        _ => given(&[1, 2, 3, 4]),
    };
    let price = OPG * Balance::from(assurance.workers());
    Order {
        model: random.one_of(&[EXACT, EXACT, CLOSE, UNKNOWN]),
        input,
        assurance,
        max_price: price + random.amount() % price,
        time: 10 + random.below(60) as u32,
        coverage: (random.below(5) == 0).then(|| random.amount() % (100 * OPG)),
        beneficiary: (random.below(5) == 0).then(|| random.one_of(&[BOB, EVE, NOBODY])),
    }
}

/// A worker of a request does something about it.
fn work(id: JobId, random: &mut Random) -> Result<(), DispatchErrorWithPostInfo> {
    let job = Jobs::<Test>::get(id).ok_or(DispatchError::Other("none"))?;
    let workers: Vec<_> = job.workers.iter().map(|worker| worker.account).collect();
    let who = if random.below(20) == 0 { EVE } else { random.one_of(&workers) };
    // Two servers lie whenever they can.
    let lies = who % 4 == 0 || random.below(20) == 0;
    let said = if lies { random.one_of(&OUTPUTS) } else { OUTPUTS[0] };
    let output: Output = bytes(&said);
    let info = match job.life.phase {
        Phase::Assigned { .. } | Phase::Committing { .. }
            if random.below(if job.inline { 6 } else { 2 }) == 0 =>
        {
            Inference::decline(signed(who), id, Decline::ResourceLimit)
        },
        Phase::Assigned { .. } | Phase::Open { .. } => match job.life.assurance {
            Assurance::Proven => prove(who, &[proof(id, who, &OUTPUTS[0])]),
            _ => submit(who, &[(id, output)]),
        },
        Phase::Committing { .. } => commit(id, who, &output),
        Phase::Revealing { .. } => {
            let tried = OUTPUTS.into_iter().rev().find(|said| {
                matches!(reveal(id, who, &bytes(said)), Ok(info) if info.pays_fee == Pays::No)
            });
            assert!(tried.is_some() || !waits(id, who), "{:?}", log().last());
            return Ok(());
        },
        _ => return Ok(()),
    };
    info.map(|_| ())
}

fn waits(id: JobId, who: AccountId) -> bool {
    job(id).workers.iter().any(|worker| {
        worker.account == who
            && matches!(worker.standing, Standing::Committed(_))
            && phase(id).due().is_some_and(|due| Inference::now() < due)
    })
}

/// Some panel says something, most often what is so.
fn judge(random: &mut Random) {
    let cases = Cases::get();
    let open: Vec<CaseId> =
        (1..).zip(&cases).filter(|(_, case)| !case.concluded).map(|one| one.0).collect();
    if !open.is_empty() {
        rule(random.one_of(&open), random);
    }
}

fn rule(case: CaseId, random: &mut Random) {
    let (Subject::Audit(id) | Subject::Answer(id)) = the_case(case).subject else { return };
    let dispute = Disputes::<Test>::get(id).filter(|dispute| dispute.case == case);
    let witness = dispute.expect("a panel that is open is at a request").witness;
    let right = job(id).workers.iter().enumerate().any(|(place, worker)| {
        worker.agrees() && Outputs::<Test>::get(id, place as u8) == Some(bytes(&OUTPUTS[0]))
    });
    let verdict = match random.below(10) {
        0 => None,
        1 => Some(Finding::Unverifiable.verdict(Hash::zero())),
        2 => Some(random.one_of(&[Finding::Right, Finding::Wrong]).verdict(witness)),
        _ => Some(if right { Finding::Right } else { Finding::Wrong }.verdict(witness)),
    };
    conclude(case, verdict);
}

/// What has been open for too long.
pub struct Clock {
    begun: BTreeMap<JobId, BlockNumber>,
    called: BTreeMap<CaseId, BlockNumber>,
    pub ends: BTreeMap<JobId, End>,
    /// Blocks that had little room.
    pub late: BlockNumber,
}

impl Clock {
    pub fn new() -> Self {
        let (begun, called, ends) = Default::default();
        Self { begun, called, ends, late: 0 }
    }

    /// A block, or one that has little room for what is due. Panels that have sat for long are done.
    pub fn tick(&mut self, random: &mut Random) {
        let slow = random.below(15) == 0;
        self.late += u32::from(slow);
        Share::set(Weight::from_parts(if slow { random.below(4) } else { 1_000_000 }, 0));
        Seen::set(&random.number().using_encoded(blake2_256).into());
        if random.below(10) == 0 {
            System::set_block_consumed_resources(Weight::from_parts(101, 0), 0);
        }
        if random.below(20) == 0 {
            govern(random);
        }
        block();
        let now = Inference::now();
        for (case, _) in (1..).zip(Cases::get()).filter(|(_, case)| !case.concluded) {
            let since = *self.called.entry(case).or_insert(now);
            if now >= since + PANEL - 1 {
                rule(case, random);
            }
        }
        for (id, job) in Jobs::<Test>::iter() {
            let since = *self.begun.entry(id).or_insert(now);
            match (job.life.phase.end(), self.ends.get(&id)) {
                (Some(end), Some(before)) => assert_eq!(end, *before, "it ends once"),
                (Some(end), None) => {
                    self.ends.insert(id, end);
                },
                (None, ended) => {
                    assert_eq!(ended, None, "what has ended is open again");
                    let slack = docket::PATIENCE + opg_primitives::agenda::SPILL;
                    let times = Inference::times(&Tuned::get());
                    let bound = crate::life::bound(&job.life, &times, PANEL, PANEL, slack);
                    assert!(now - since <= bound + self.late, "request {id} does not end");
                },
            }
        }
    }
}

pub fn unruly() {
    tune(|rules| {
        rules.audit = Permill::from_percent(30);
        rules.again = Permill::from_percent(40);
        rules.surge = Permill::from_percent(20);
    });
    Full::set(Weight::from_parts(100, 0));
}

/// Governance turns something, or an owner closes a model, opens it, or hands it on.
fn govern(random: &mut Random) {
    tune(|rules| match random.below(6) {
        0 => rules.fee = random.amount() % OPG,
        1 => rules.cover = random.below(100) as u32,
        2 => rules.juror = random.amount() % OPG,
        3 => rules.verifier_ticket = random.below(60) as u32,
        4 => rules.burn = Permill::from_parts(random.below(1_000_001) as u32),
        _ => rules.verifiers = Permill::from_parts(random.below(1_000_001) as u32),
    });
    change(Served::get, Served::set, |all| {
        let model = all.get_mut(&random.one_of(&[EXACT, CLOSE, UNKNOWN])).unwrap();
        model.open = random.below(10) > 0;
        model.royalty = Permill::from_parts(random.below(100_001) as u32);
        model.owner = random.one_of(&[OWNER, NOBODY, 11]);
    });
}

#[test]
fn any_order_of_events_should_end_every_request_once_and_in_time() {
    let mut ends = vec![];
    for seed in 0..6 {
        run(|| ends.extend(one_world(seed)));
    }
    let count = |end: End| ends.iter().filter(|other| **other == end).count();
    let reasons = [Reason::Timeout, Reason::Unanswerable, Reason::WrongAnswer, Reason::Undecided];
    let counts = reasons.map(|reason| count(End::Refunded(reason)));
    assert!(count(End::Settled) > 100, "{}", count(End::Settled));
    assert!(counts.iter().all(|count| *count > 1), "{counts:?}");
}

fn one_world(seed: u64) -> Vec<End> {
    let mut random = Random(seed);
    let mut clock = Clock::new();
    unruly();
    for round in 0..400 {
        for _ in 0..random.below(12) {
            act(&mut random);
        }
        clock.tick(&mut random);
        if round % 10 == 0 {
            check();
        }
    }
    // Nobody does anything any more.
    for _ in 0..700 {
        clock.tick(&mut random);
    }
    let asked = NextJob::<Test>::get();
    assert!(asked > 80, "{asked} requests");
    assert_eq!(clock.ends.len() as u64, asked, "all have ended");
    assert_eq!(Jobs::<Test>::iter().count() + Agenda::<Test>::iter().count(), 0);
    assert_eq!(Remains::<Test>::iter().count() as u64, asked);
    for who in [ANN, BOB, CAT, DAN] {
        assert_eq!(Balances::total_balance_on_hold(&who), 0);
    }
    assert!(Bonds::get().values().all(|(_, locked)| *locked == 0));
    assert!(Offers::get().values().all(|offer| offer.taken == 0));
    let ended = log().into_iter().filter_map(|event| match event {
        Event::Settled { job, .. } | Event::Refunded { job, .. } => Some(job),
        _ => None,
    });
    let mut ended: Vec<_> = ended.collect();
    ended.sort();
    assert_eq!(ended, (0..asked).collect::<Vec<_>>(), "each once");
    clock.ends.into_values().collect()
}
