//! What must not be taken and has no theme of its own: bytes that are no call, and calls at no time.

use super::{
    answers::falls,
    proving::{proof, prove, proven},
    quorum::{commit, quorum, reveal},
    *,
};
use opg_primitives::{market::MAX_OUTPUT, panels::Salt, random::Random};
use polkadot_sdk::sp_runtime::traits::Dispatchable;

fn decodes(call: &Call<Test>) -> bool {
    Call::<Test>::decode(&mut &call.encode()[..]).is_ok()
}

#[test]
fn output_longer_than_an_answer_carries_should_not_be_decoded() {
    let long = vec![0u8; MAX_OUTPUT as usize + 1];
    let bytes = [&[0][..], &long.encode()].concat();
    assert!(Output::decode(&mut &bytes[..]).is_err());
    let bytes = [&[0][..], &long[1..].to_vec().encode()].concat();
    assert!(Output::decode(&mut &bytes[..]).is_ok());
}

#[test]
fn batch_longer_than_a_batch_should_not_be_decoded() {
    let call = |count: u64| {
        let answers: Vec<(JobId, Output)> = (0..count).map(|id| (id, output())).collect();
        // Call 1: answers.
        [&[1][..], &answers.encode()].concat()
    };
    assert!(Call::<Test>::decode(&mut &call(64)[..]).is_ok());
    assert!(Call::<Test>::decode(&mut &call(65)[..]).is_err());
    let good = Call::<Test>::submit_answers { answers: Default::default() };
    assert!(decodes(&good));
}

#[test]
fn calls_by_nobody_should_be_refused() {
    run(|| {
        let id = ask(order());
        let calls = [
            Call::request { order: Box::new(order()) },
            Call::submit_answers { answers: vec![(id, output())].try_into().unwrap() },
            Call::decline { job: id, why: Decline::BadInput },
            Call::commit_answers { commitments: vec![(id, Hash::zero())].try_into().unwrap() },
            Call::reveal_answers { answers: vec![(id, [0; 32], output())].try_into().unwrap() },
            Call::challenge { job: id },
            Call::appeal { job: id },
            Call::pay_out { worker: ANN, model: EXACT },
        ];
        for call in calls {
            let call: RuntimeCall = call.into();
            for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
                refused!(call.clone().dispatch(origin.clone()), DispatchError::BadOrigin);
            }
        }
    });
}

#[test]
fn request_that_does_not_exist() {
    run(|| {
        falls(submit(11, &[(0, output())]), Error::NoSuchJob);
        falls(commit(0, 11, &output()), Error::NoSuchJob);
        falls(reveal(0, 11, &output()), Error::NoSuchJob);
        refused!(Inference::decline(signed(11), 0, Decline::BadInput), Error::<Test>::NoSuchJob);
        refused!(Inference::challenge(signed(CAT), 0), Error::<Test>::NoSuchJob);
        refused!(Inference::appeal(signed(ANN), 0), Error::<Test>::NoSuchJob);
        refused!(Inference::pay_out(signed(ANN), 11, EXACT), Error::<Test>::NothingEarned);
    });
}

/// Whatever is done about a request that has ended, nothing comes of it, until it is forgotten.
#[test]
fn anything_after_the_end() {
    run(|| {
        let three = ask(quorum(3));
        let [first, ..] = workers(three)[..] else { unreachable!() };
        for who in workers(three) {
            commit(three, who, &output()).unwrap();
        }
        for who in workers(three) {
            reveal(three, who, &output()).unwrap();
        }
        let (one, who) = answered(order());
        until_due(one);
        let proved = ask(proven());
        let prover = worker(proved);
        let again = proof(proved, prover, &[42]);
        assert_ok!(prove(prover, std::slice::from_ref(&again)));
        for (id, who) in [(three, first), (one, who), (proved, prover)] {
            assert_eq!(end(id), Some(End::Settled));
            let before = job(id);
            falls(submit(who, &[(id, output())]), Error::Ended);
            falls(commit(id, who, &output()), Error::Ended);
            falls(reveal(id, who, &output()), Error::Ended);
            refused!(Inference::decline(signed(who), id, Decline::BadInput), Error::<Test>::Ended);
            refused!(Inference::challenge(signed(CAT), id), Error::<Test>::Ended);
            refused!(Inference::appeal(signed(ANN), id), Error::<Test>::Ended);
            assert_eq!(job(id), before);
        }
        refused!(prove(prover, std::slice::from_ref(&again)), Error::<Test>::Ended);
    });
}

/// What a panel says of a request that ended without it, or that was forgotten, comes too late.
#[test]
fn verdict_after_the_end() {
    run(|| {
        let (id, _) = answered(order());
        assert_ok!(Inference::challenge(signed(CAT), id));
        let case = case_of(id);
        find(id, Finding::Right);
        until_end(id);
        let told = || {
            let verdict = Some(Finding::Wrong.verdict(Hash::zero()));
            let before = sp_io::storage::root(Default::default());
            let outcome = Outcome { verdict, said: vec![], paid: OPG };
            Inference::concluded(case, Subject::Answer(id), outcome.clone());
            Inference::concluded(case, Subject::Audit(id), outcome);
            assert_eq!(before, sp_io::storage::root(Default::default()));
        };
        told();
        until_due(id);
        assert!(!Jobs::<Test>::contains_key(id));
        told();
        assert!(!Inference::doubts(case, &Subject::Answer(id)));
    });
}

/// Good calls about any request, by anyone, of which a few bytes are others: to a chain on which something
/// goes on.
#[test]
fn bytes_that_were_good_calls() {
    run(|| {
        let mut random = Random(8);
        let (mut taken, mut refused) = (0, 0);
        for round in 0..20_000 {
            let mut bytes = some_call(&mut random).encode();
            for _ in 0..random.below(4) {
                let at = random.below(bytes.len() as u64) as usize;
                match random.below(4) {
                    0 => bytes.truncate(at.max(1)),
                    1 => bytes.insert(at, random.below(256) as u8),
                    2 => bytes[at] = bytes[at].wrapping_add(1),
                    _ => bytes[at] = random.below(256) as u8,
                }
            }
            let Ok(call) = Call::<Test>::decode(&mut &bytes[..]) else { continue };
            let who = random.one_of(&[ANN, BOB, CAT, EVE, 11, 12, 13, 14, 15, 16, 17, 18]);
            match RuntimeCall::from(call).dispatch(signed(who)) {
                Ok(_) => taken += 1,
                Err(_) => refused += 1,
            }
            if round % 100 == 0 {
                blocks(1);
                check();
            }
        }
        assert!(taken > 2_000 && refused > 2_000, "{taken}, {refused}");
        assert!(Jobs::<Test>::iter().count() > 20);
        // Juries that were called say something, and then everything ends.
        for id in 1..=Cases::get().len() as CaseId {
            conclude(id, None);
        }
        blocks(3_200);
        for id in 1..=Cases::get().len() as CaseId {
            if !the_case(id).concluded {
                conclude(id, None);
            }
        }
        blocks(RETENTION + 20);
        assert_eq!(Jobs::<Test>::iter().count(), 0);
    });
}

fn some_call(random: &mut Random) -> Call<Test> {
    let job = NextJob::<Test>::get().saturating_sub(random.below(20));
    let assurance = random.one_of(&[Assurance::Bonded, Assurance::Quorum(3), Assurance::Proven]);
    let some = Order { assurance, max_price: 4 * OPG, ..order() };
    match random.below(9) {
        0 => Call::request { order: Box::new(some) },
        1 => Call::submit_answers { answers: vec![(job, output())].try_into().unwrap() },
        2 => Call::decline { job, why: Decline::BadInput },
        3 => Call::commit_answers { commitments: vec![(job, Hash::zero())].try_into().unwrap() },
        4 => Call::reveal_answers { answers: vec![(job, [0; 32], output())].try_into().unwrap() },
        5 if Jobs::<Test>::contains_key(job) && Inputs::<Test>::contains_key(job) => {
            Call::prove_answers {
                shape: proving::SHAPE,
                models: vec![EXACT].try_into().unwrap(),
                proofs: vec![proof(job, worker(job), &[42])].try_into().unwrap(),
            }
        },
        6 => Call::challenge { job },
        7 => Call::appeal { job },
        _ => Call::pay_out { worker: 11 + random.below(8), model: EXACT },
    }
}

#[test]
fn salts_and_shapes_of_no_sense() {
    run(|| {
        let id = ask(quorum(3));
        let who = workers(id)[0];
        let zero: Salt = [0; 32];
        let answers = vec![(id, zero, output())].try_into().unwrap();
        falls(Inference::reveal_answers(signed(who), answers), Error::NotCommitted);
        let commitments = vec![(id, Hash::zero())].try_into().unwrap();
        assert_ok!(Inference::commit_answers(signed(who), commitments));
        let answers = vec![(id, zero, output())].try_into().unwrap();
        falls(Inference::reveal_answers(signed(who), answers), Error::NotWhatWasCommitted);
    });
}
